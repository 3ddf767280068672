//! The supply chains behind a score, largest first: what needs what, and how much of the score comes with it.

use std::collections::BinaryHeap;

use super::ranked::{Ranked, size_of};
use crate::amount::Amount;
use crate::characterise::{DatabaseDemand, Figure, Scores};
use crate::double::{Double, UNIT, product, quotient, up};
use crate::error::{AnalyseProblem, Error, Place, Problem};

/// How far supply chains are followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChainOptions {
    cut_off: f64,
    most: usize,
}

impl Default for ChainOptions {
    fn default() -> Self {
        Self {
            cut_off: 0.001,
            most: 10_000,
        }
    }
}

impl ChainOptions {
    /// Leaves out whatever carries less than this share of the whole score, and everything behind it; a thousandth where
    /// nothing is said.
    pub fn cut_off(mut self, share: f64) -> Self {
        self.cut_off = share;
        self
    }

    /// The same for a share as a decimal.
    pub fn cut_off_of(self, share: Amount) -> Self {
        self.cut_off(share.approximate())
    }

    /// At most so many nodes, the largest ones; ten thousand where nothing is said.
    pub fn most(mut self, nodes: usize) -> Self {
        self.most = nodes;
        self
    }

    /// The refusal of a cut-off that is no share.
    pub(super) fn check(self) -> Result<(), Error> {
        if (0.0..=1.0).contains(&self.cut_off) {
            return Ok(());
        }
        let given = self.cut_off.to_string();
        Err(Problem::new(AnalyseProblem::BadCutOff { given }, Place::default()).into())
    }

    /// The least that is not left out of a total, by its magnitude.
    pub(super) fn least_of(self, total: Figure) -> f64 {
        size_of(total.amount()) * self.cut_off
    }

    /// How many nodes there are at most.
    pub(super) fn most_nodes(self) -> usize {
        self.most
    }
}

/// The supply chains behind one unit of a product: a tree whose nodes are visits of processes, so that a loop is followed
/// until what is left of it falls below the cut-off.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SupplyChains {
    /// The nodes, the product itself first; each after the one that needs it.
    pub nodes: Vec<ChainNode>,
    /// What the nodes count themselves, together.
    pub covered: Figure,
    /// What is left of the score: behind what was cut off.
    pub remainder: Figure,
}

/// A visit of a process on the way up a supply chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ChainNode {
    /// The node that needs this one; `None` for the product itself.
    pub parent: Option<usize>,
    /// How many steps it is away from the product itself.
    pub depth: usize,
    /// The index of the product.
    pub product: usize,
    /// How much of it, in its reference unit.
    pub amount: Figure,
    /// The score of that amount, everything behind it included.
    pub score: Figure,
    /// What the process that makes it counts itself.
    pub direct: Figure,
}

/// A node that waits to be taken into the tree.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    parent: Option<usize>,
    depth: usize,
    product: usize,
    amount: Double,
    /// How uncertain the demand behind it is, relative to it.
    uncertain: f64,
}

/// What a walk up the supply chains has come to.
struct Walk<'a> {
    scores: &'a Scores,
    least: f64,
    waiting: BinaryHeap<Ranked<Waiting>>,
    numbered: usize,
    nodes: Vec<ChainNode>,
    covered: (Double, f64),
}

impl Scores {
    /// The supply chains behind an amount of a product, followed best first: the score of whatever stands behind a node is
    /// known before it is visited, so that nothing above the cut-off is missed.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; figures beyond the range of decimals.
    pub fn supply_chains(
        &self,
        product: usize,
        amount: f64,
        options: ChainOptions,
    ) -> Result<SupplyChains, Error> {
        self.supply_chains_of(&DatabaseDemand::of(product, amount), options)
    }

    /// The supply chains behind a demand, each of its products a node without a parent.
    ///
    /// # Errors
    ///
    /// As [`Scores::supply_chains`].
    pub fn supply_chains_of(
        &self,
        demand: &DatabaseDemand,
        options: ChainOptions,
    ) -> Result<SupplyChains, Error> {
        demand.check(self.len())?;
        options.check()?;
        let items = &demand.items;
        let scores = items
            .iter()
            .map(|item| self.number(item.product).0.high * item.amount.high);
        let whole: f64 = scores.sum();
        let mut walk = Walk {
            scores: self,
            least: whole.abs() * options.cut_off,
            waiting: BinaryHeap::new(),
            numbered: 0,
            nodes: Vec::new(),
            covered: (Double::default(), 0.0),
        };
        for item in items {
            let relative = if item.error == 0.0 {
                0.0
            } else {
                up(item.error / item.amount.high.abs(), 1)
            };
            walk.wait(None, 0, item.product, (item.amount, relative));
        }
        while walk.nodes.len() < options.most
            && let Some(next) = walk.waiting.pop()
        {
            walk.visit(next.content)?;
        }
        let (covered, error) = walk.covered;
        let first = || items.first().map_or(0, |item| item.product);
        let covered = self.figure_of(covered, error, first)?;
        let score = self.demand(demand)?;
        Ok(SupplyChains {
            nodes: walk.nodes,
            covered,
            remainder: score.minus(covered)?,
        })
    }
}

impl Walk<'_> {
    /// Takes a node into those that wait, unless too little stands behind it: an amount and how uncertain it is from the
    /// outset, relative to it.
    fn wait(
        &mut self,
        parent: Option<usize>,
        depth: usize,
        product: usize,
        (amount, uncertain): (Double, f64),
    ) {
        let score = self.scores.number(product).0.high * amount.high;
        if parent.is_none() || (score.abs() >= self.least && score != 0.0) {
            let number = self.numbered;
            self.numbered += 1;
            let content = Waiting {
                parent,
                depth,
                product,
                amount,
                uncertain,
            };
            self.waiting.push(Ranked {
                size: score.abs(),
                number,
                content,
            });
        }
    }

    fn visit(&mut self, next: Waiting) -> Result<(), Error> {
        let Waiting {
            parent,
            depth,
            product: wanted,
            amount,
            uncertain,
        } = next;
        let content = &*self.scores.database().content;
        let process = content.maker(wanted);
        let (columns, values) = content.technosphere.row(process);
        let own = columns
            .iter()
            .zip(values)
            .filter(|(column, _)| **column as usize == process);
        let makes = own.fold(Double::default(), |sum, (_, value)| sum.plus(*value));
        let runs = quotient(amount, makes);
        // Each step of the chain rounds a product and a quotient of twice the precision.
        #[expect(clippy::cast_precision_loss)]
        let relative = up(64.0 * UNIT * UNIT * (depth + 2) as f64 + uncertain, 4);
        let (score, score_bound) = self.scores.number(wanted);
        let (direct, direct_error) = self.scores.direct(process);
        let spread = |number: Double, bound: f64, times: Double| {
            let value = product(number, times);
            (
                value,
                up(bound * times.high.abs() + value.high.abs() * relative, 4),
            )
        };
        let place = self.nodes.len();
        let figure = |(value, bound): (Double, f64)| self.scores.figure_of(value, bound, || wanted);
        let own = spread(direct, direct_error, runs);
        self.nodes.push(ChainNode {
            parent,
            depth,
            product: wanted,
            amount: figure((amount, amount.high.abs() * relative))?,
            score: figure(spread(score, score_bound, amount))?,
            direct: figure(own)?,
        });
        let sum = self.covered.0.plus(own.0.high).plus(own.0.low);
        self.covered = (
            sum,
            up(
                self.covered.1 + own.1 + sum.high.abs() * 16.0 * UNIT * UNIT,
                4,
            ),
        );
        for (&column, &value) in columns.iter().zip(values) {
            if column as usize != process {
                let needed = product(runs, Double::exact(-value));
                let product = content.product(column as usize);
                self.wait(Some(place), depth + 1, product, (needed, uncertain));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Characterisation, Database};

    #[test]
    fn the_chains_of_a_demand_are_those_of_its_products() {
        let technosphere = [(0, 0, 1.0), (1, 1, 1.0), (0, 1, -0.5)];
        let emissions = [(0, 0, 2.0), (0, 1, 1.0)];
        let database = Database::from_triplets(2, technosphere, 1, emissions).unwrap();
        let co2 = Characterisation::of_values("CO2", [(0, 1.0)]);
        let scores = database.solve().unwrap().scores(&co2).unwrap();
        let demand = DatabaseDemand::of(1, 3.0).and(0, 1.0);
        let chains = scores
            .supply_chains_of(&demand, ChainOptions::default())
            .unwrap();
        let met: Vec<_> = chains
            .nodes
            .iter()
            .map(|node| (node.parent, node.product, node.score.value().to_string()))
            .collect();
        assert_eq!(chains.nodes.len(), 3);
        assert_eq!(met[0].0, None);
        assert_eq!((met[1].0, met[1].1), (Some(0), 0));
        assert_eq!((met[2].0, met[2].1), (None, 0));
        assert_eq!(chains.covered.value().significant(6), "8");
        let tenth = DatabaseDemand::of_amount(1, "0.1".parse().unwrap());
        let chains = scores
            .supply_chains_of(&tenth, ChainOptions::default())
            .unwrap();
        let amount = chains.nodes[0].amount.proved().unwrap();
        assert_eq!(amount.midpoint().significant(20), "0.1");
    }
}
