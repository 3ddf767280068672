//! A score of a database as flows between those who need each other, which balance at every node.

use std::collections::BTreeMap;

use super::sankey::SankeyKind;
use super::supply_chain::ChainOptions;
use crate::characterise::{
    Bounded, Contributions, DatabaseDemand, Figure, Item, NOTHING, Scores, bounded_product,
    bounded_sum, negated,
};
use crate::double::Double;
use crate::error::Error;

/// A score as flows from those who count it to the demand.
///
/// # Exactness
///
/// It balances: what flows into a node and what it counts itself is what flows out of it, within the bounds, and what flows
/// into the demand is the total. Processes below the cut-off are one node together, by what is left of the others, so that
/// nothing is lost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabaseSankey {
    /// The score of the demand.
    pub total: Figure,
    /// The nodes: the demand, then processes with the largest first, then all others together.
    pub nodes: Vec<DatabaseSankeyNode>,
    /// The links, by the positions of their nodes.
    pub links: Vec<DatabaseSankeyLink>,
}

/// A node of flows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabaseSankeyNode {
    /// What it is: the demand, a process, or all others.
    pub kind: SankeyKind,
    /// The index of the product; `None` for the demand and for others.
    pub product: Option<usize>,
    /// How many processes it stands for: none for the demand.
    pub processes: usize,
    /// How much of the product flows, in its reference unit; `None` where there is no product.
    pub amount: Option<Figure>,
    /// What flows out of it; into it, for the demand.
    pub score: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
    /// What it counts itself.
    pub direct: Figure,
}

/// A flow from one node to another.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabaseSankeyLink {
    /// The position of the node that it comes from.
    pub from: usize,
    /// The position of the node that takes it.
    pub to: usize,
    /// What flows, in the unit of the score.
    pub score: Figure,
}

/// The flows of a demand, by the positions of the nodes that are kept.
struct Flows<'a> {
    scores: &'a Scores,
    contributions: &'a Contributions,
    /// The processes that are nodes of their own; that of position 1 first.
    kept: Vec<usize>,
    positions: BTreeMap<usize, usize>,
    links: BTreeMap<(usize, usize), Bounded>,
}

/// The position of the demand among the nodes.
const DEMAND: usize = 0;

impl Scores {
    /// The flows of a demand, processes below the cut-off and beyond so many merged into one. The cut-off is a share of
    /// [`Contributions::gross`].
    ///
    /// # Errors
    ///
    /// As [`Scores::contributions`]; a cut-off that is no share.
    pub fn sankey(
        &self,
        demand: &DatabaseDemand,
        options: ChainOptions,
    ) -> Result<DatabaseSankey, Error> {
        options.check()?;
        let contributions = self.contributions(demand)?;
        let total = self.demand(demand)?;
        let least = options.least_of(contributions.gross());
        let sizes = contributions.rows().iter().map(|row| {
            let (value, _) = self.through(&contributions, row.process);
            (row.process, value.high.abs())
        });
        let mut kept: Vec<(usize, f64)> = sizes.filter(|(_, size)| *size >= least).collect();
        kept.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        kept.truncate(options.most_nodes());
        let kept: Vec<usize> = kept.into_iter().map(|(process, _)| process).collect();
        let mut flows = Flows {
            scores: self,
            contributions: &contributions,
            positions: kept.iter().copied().zip(1..).collect(),
            kept,
            links: BTreeMap::new(),
        };
        flows.link(&demand.items(self.database())?);
        flows.sankey(total)
    }

    /// How much of its product a process makes for the demand, less what it takes of that itself.
    fn made(&self, contributions: &Contributions, process: usize) -> Bounded {
        bounded_product(contributions.runs_of(process), self.makes(process))
    }

    /// What flows through a process.
    fn through(&self, contributions: &Contributions, process: usize) -> Bounded {
        let product = self.database().content.product(process);
        bounded_product(self.made(contributions, process), self.number(product))
    }
}

impl Flows<'_> {
    fn others(&self) -> usize {
        self.kept.len() + 1
    }

    fn flow(&mut self, from: usize, to: usize, flow: Bounded) {
        let own = self.links.entry((from, to)).or_insert(NOTHING);
        *own = bounded_sum(*own, flow);
    }

    /// The position of a process.
    fn at(&self, process: usize) -> usize {
        let own = self.positions.get(&process).copied();
        own.unwrap_or_else(|| self.others())
    }

    /// Links whoever is needed by the demand and by the processes that are kept; what is left of these goes to the others.
    fn link(&mut self, items: &[Item]) {
        let content = &self.scores.database().content;
        for item in items {
            let amount = (item.amount, item.error);
            let flow = bounded_product(amount, self.scores.number(item.product));
            self.flow(self.at(content.maker(item.product)), DEMAND, flow);
        }
        for (position, consumer) in (1..).zip(self.kept.clone()) {
            let runs = self.contributions.runs_of(consumer);
            let (columns, values) = content.technosphere.row(consumer);
            for (&column, &value) in columns.iter().zip(values) {
                let process = column as usize;
                if process != consumer {
                    let needed = bounded_product(runs, (Double::exact(-value), 0.0));
                    let per_unit = self.scores.number(content.product(process));
                    self.flow(
                        self.at(process),
                        position,
                        bounded_product(needed, per_unit),
                    );
                }
            }
        }
        if self.merged() == 0 {
            return;
        }
        for (position, process) in (1..).zip(self.kept.clone()) {
            let mut left = self.scores.through(self.contributions, process);
            let own = self.links.range((position, 0)..(position + 1, 0));
            for flow in own.map(|(_, flow)| *flow).collect::<Vec<_>>() {
                left = bounded_sum(left, negated(flow));
            }
            if left.0.high.abs() > left.1 {
                self.flow(position, self.others(), left);
            }
        }
    }

    /// How many processes that run are no nodes of their own.
    fn merged(&self) -> usize {
        self.contributions.rows().len() - self.kept.len()
    }

    fn sankey(&self, total: Figure) -> Result<DatabaseSankey, Error> {
        let scores = self.scores;
        let content = &scores.database().content;
        let figure = |(value, bound): Bounded, process: usize| {
            scores.figure_of(value, bound, || content.product(process))
        };
        let node = |kind, score: Figure, direct| DatabaseSankeyNode {
            kind,
            product: None,
            processes: 1,
            amount: None,
            score,
            share_percent: score.share_percent_of(&total),
            direct,
        };
        let nothing = figure(NOTHING, 0)?;
        let mut nodes = vec![DatabaseSankeyNode {
            processes: 0,
            ..node(SankeyKind::Demand, total, nothing)
        }];
        let mut left = total;
        for &process in &self.kept {
            let runs = self.contributions.runs_of(process);
            let direct = figure(bounded_product(runs, scores.direct(process)), process)?;
            left = left.minus(direct)?;
            let through = scores.through(self.contributions, process);
            nodes.push(DatabaseSankeyNode {
                product: Some(content.product(process)),
                amount: Some(figure(scores.made(self.contributions, process), process)?),
                ..node(SankeyKind::Process, figure(through, process)?, direct)
            });
        }
        if self.merged() > 0 {
            let own = self.links.range((self.others(), 0)..);
            let out = own.fold(NOTHING, |out, (_, flow)| bounded_sum(out, *flow));
            nodes.push(DatabaseSankeyNode {
                processes: self.merged(),
                ..node(SankeyKind::Others, figure(out, 0)?, left)
            });
        }
        let links = self.links.iter();
        let links = links.filter(|(_, flow)| **flow != NOTHING);
        let links = links.map(|(&(from, to), &flow)| {
            let score = figure(flow, 0)?;
            Ok(DatabaseSankeyLink { from, to, score })
        });
        Ok(DatabaseSankey {
            total,
            nodes,
            links: links.collect::<Result<_, Error>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Characterisation, Database};

    fn sankey(cut_off: f64) -> DatabaseSankey {
        // A kWh takes 0.4 kg of coal and 0.1 of transport, and emits 0.9; a kg of coal takes 0.05 kWh; transport emits 0.5.
        let technosphere = [
            (0, 0, 1.0),
            (1, 0, -0.4),
            (2, 0, -0.1),
            (1, 1, 1.0),
            (0, 1, -0.05),
            (2, 2, 1.0),
        ];
        let emissions = [(0, 0, 0.9), (0, 2, 0.5)];
        let database = Database::from_triplets(3, technosphere, 1, emissions).unwrap();
        let solved = database.solve().unwrap();
        let co2 = Characterisation::of_values("CO2", [(0, 1.0)]);
        let scores = solved.scores(&co2).unwrap();
        let options = ChainOptions::default().cut_off(cut_off);
        scores.sankey(&DatabaseDemand::of(0, 1.0), options).unwrap()
    }

    fn value(figure: Figure) -> f64 {
        figure.value().approximate()
    }

    #[test]
    fn what_flows_in_flows_out() {
        for cut_off in [0.0, 0.03, 0.5, 1.0] {
            let sankey = sankey(cut_off);
            for (place, node) in sankey.nodes.iter().enumerate() {
                let links = sankey.links.iter();
                let flows = |end: fn(&DatabaseSankeyLink) -> usize| -> f64 {
                    let own = links.clone().filter(|link| end(link) == place);
                    own.map(|link| value(link.score)).sum()
                };
                let incoming = flows(|link| link.to) + value(node.direct);
                assert!((incoming - value(node.score)).abs() < 1e-15, "{sankey:?}");
                let outgoing = flows(|link| link.from);
                let is_demand = node.kind == SankeyKind::Demand;
                assert!(is_demand || (outgoing - value(node.score)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn small_processes_are_merged() {
        // 0.95 in all per round of 0.98; through the coal 0.02 of that, through the transport 0.05 of 0.95.
        let all = sankey(0.0);
        assert_eq!((all.nodes.len(), all.links.len()), (4, 4));
        assert_eq!(all.total.value().significant(6), "0.969388");
        let some = sankey(0.5);
        let kinds: Vec<_> = some.nodes.iter().map(|node| node.kind).collect();
        assert_eq!(
            kinds,
            [SankeyKind::Demand, SankeyKind::Process, SankeyKind::Others]
        );
        assert_eq!(some.nodes[2].processes, 2);
        // 0.05 kg per kWh, of which there are 1/0.98.
        assert_eq!(some.nodes[2].direct.value().significant(6), "0.0510204");
    }
}
