//! The supply chains behind a score, largest first: what needs what, and how much of the score comes with it.

use std::collections::BTreeSet;

use super::ranked::{MOST_VISITS, Queue, size_of};
use super::unending;
use crate::amount::Amount;
use crate::characterise::{
    Bounded, DatabaseDemand, Figure, NOTHING, Scores, bounded_product, bounded_quotient,
    bounded_sum,
};
use crate::double::Double;
use crate::error::{AnalyseProblem, Error, Place, Problem};
use crate::model::Finding;

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
    /// Leaves out whatever carries less than this share of the gross, and everything behind it; a thousandth where nothing is
    /// said. The gross is the sum of the magnitudes of all that counts: credits can bring the total to zero, and not this.
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

    /// The least that is not left out, of so much gross.
    pub(super) fn least_of(self, gross: Figure) -> f64 {
        size_of(gross.amount()) * self.cut_off
    }

    /// Whether there are to be more nodes than so many.
    ///
    /// # Errors
    ///
    /// More nodes than can be held.
    pub(super) fn goes_on<T>(self, nodes: usize, waiting: &Queue<T>) -> Result<bool, Error> {
        if nodes >= self.most {
            return Ok(false);
        }
        if nodes >= MOST_VISITS && !waiting.is_empty() {
            let kind = AnalyseProblem::TooManyNodes { most: MOST_VISITS };
            return Err(Problem::new(kind, Place::default()).into());
        }
        Ok(true)
    }

    /// How many nodes there are at most.
    pub(super) fn most_nodes(self) -> usize {
        self.most
    }
}

/// The supply chains behind one unit of a product: a tree whose nodes are visits of processes, so that a loop is followed
/// until what is left of it falls below the cut-off. A loop whose chains do not shrink from round to round is followed once
/// round, and a finding tells it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SupplyChains {
    /// The sum of the magnitudes of what each process counts itself: the cut-off is a share of this.
    pub gross: Figure,
    /// The nodes, the product itself first; each after the one that needs it.
    pub nodes: Vec<ChainNode>,
    /// What the nodes count themselves, together.
    pub covered: Figure,
    /// What is left of the score: behind what was cut off.
    pub remainder: Figure,
    /// What of it stands behind needs that carry more than zero.
    pub remainder_positive: Figure,
    /// What of it stands behind needs that carry less than zero: with what carries more, the remainder within the bounds.
    pub remainder_negative: Figure,
    /// What a reader should know of the chains.
    pub findings: Vec<Finding>,
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
    amount: Bounded,
}

/// What a walk up the supply chains has come to.
struct Walk<'a> {
    scores: &'a Scores,
    least: f64,
    waiting: Queue<Waiting>,
    nodes: Vec<ChainNode>,
    /// How much of its product each node is, as doubles.
    amounts: Vec<f64>,
    covered: Bounded,
    /// What stands behind the needs that are no nodes: above zero, and below.
    left: [Bounded; 2],
    /// The products to which chains come back without having become smaller.
    unending: BTreeSet<usize>,
}

impl Scores {
    /// The supply chains behind an amount of a product, followed best first: the score of whatever stands behind a node is
    /// known before it is visited, so that nothing above the cut-off is missed. The cut-off is a share of the gross, the sum
    /// of the magnitudes of what each process counts itself: credits can bring the score to zero, and not this.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; figures beyond the range of decimals; more than a million nodes.
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
        options.check()?;
        let items = self.answered(demand)?;
        let gross = self.contributions(demand)?.gross();
        let mut walk = Walk {
            scores: self,
            least: options.least_of(gross),
            waiting: Queue::new(),
            nodes: Vec::new(),
            amounts: Vec::new(),
            covered: NOTHING,
            left: [NOTHING; 2],
            unending: BTreeSet::new(),
        };
        for item in items.iter() {
            walk.wait(Waiting {
                parent: None,
                depth: 0,
                product: item.product,
                amount: (item.amount, item.error),
            });
        }
        while options.goes_on(walk.nodes.len(), &walk.waiting)?
            && let Some(next) = walk.waiting.pop()?
        {
            walk.visit(next.content)?;
        }
        let waiting = std::mem::replace(&mut walk.waiting, Queue::new());
        for next in waiting.into_contents() {
            walk.leave(&next);
        }
        let first = || items.first().map_or(0, |item| item.product);
        let figure = |(value, bound): Bounded| self.figure_of(value, bound, first);
        let covered = figure(walk.covered)?;
        let [positive, negative] = walk.left;
        let database = self.database();
        let unending = walk.unending.into_iter();
        let unending = unending.map(|product| database.product_id(product));
        Ok(SupplyChains {
            gross,
            nodes: walk.nodes,
            covered,
            remainder: self.demand(demand)?.minus(covered)?,
            remainder_positive: figure(positive)?,
            remainder_negative: figure(negative)?,
            findings: unending::finding(unending.collect()).into_iter().collect(),
        })
    }
}

impl Walk<'_> {
    /// Takes a need into those that wait, unless too little stands behind it or its chain only goes round.
    fn wait(&mut self, need: Waiting) {
        let size = (self.scores.number(need.product).0.high * need.amount.0.high).abs();
        let is_demanded = need.parent.is_none();
        let is_small = size < self.least || size == 0.0;
        if !is_demanded && (is_small || self.is_unending(&need)) {
            self.leave(&need);
            return;
        }
        self.waiting.push(size, need);
    }

    /// Whether a need is back where its chain has been, and no smaller; its product is noted.
    fn is_unending(&mut self, need: &Waiting) -> bool {
        let mut next = need.parent;
        while let Some(place) = next {
            let node = &self.nodes[place];
            if node.product == need.product {
                let is_unending = need.amount.0.high.abs() >= self.amounts[place].abs();
                if is_unending {
                    self.unending.insert(need.product);
                }
                return is_unending;
            }
            next = node.parent;
        }
        false
    }

    /// Counts what stands behind a need that becomes no node.
    fn leave(&mut self, need: &Waiting) {
        let carried = bounded_product(self.scores.number(need.product), need.amount);
        let part = &mut self.left[usize::from(carried.0.high < 0.0)];
        *part = bounded_sum(*part, carried);
    }

    fn visit(&mut self, need: Waiting) -> Result<(), Error> {
        let Waiting {
            parent,
            depth,
            product: wanted,
            amount,
        } = need;
        let content = &*self.scores.database().content;
        let process = content.maker(wanted);
        let (columns, values) = content.technosphere.row(process);
        let runs = bounded_quotient(amount, self.scores.makes(process));
        let place = self.nodes.len();
        let figure = |(value, bound): Bounded| self.scores.figure_of(value, bound, || wanted);
        let own = bounded_product(self.scores.direct(process), runs);
        self.nodes.push(ChainNode {
            parent,
            depth,
            product: wanted,
            amount: figure(amount)?,
            score: figure(bounded_product(self.scores.number(wanted), amount))?,
            direct: figure(own)?,
        });
        self.amounts.push(amount.0.high);
        self.covered = bounded_sum(self.covered, own);
        for (&column, &value) in columns.iter().zip(values) {
            if column as usize != process {
                self.wait(Waiting {
                    parent: Some(place),
                    depth: depth + 1,
                    product: content.product(column as usize),
                    amount: bounded_product(runs, (Double::exact(-value), 0.0)),
                });
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
