//! The supply chains behind a score, largest first: what needs what, and how much of the score comes with it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::characterise::{DatabaseDemand, Figure, Scores};
use crate::double::{Double, UNIT, product, quotient, up};
use crate::error::{DatabaseProblem, Error, Place, Problem};

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

    /// At most so many nodes, the largest ones; ten thousand where nothing is said.
    pub fn most(mut self, nodes: usize) -> Self {
        self.most = nodes;
        self
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
    score: f64,
    /// Which of the waiting came first: ties go to it.
    number: usize,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.score.abs().total_cmp(&other.score.abs());
        by_score.then_with(|| other.number.cmp(&self.number))
    }
}

/// What a walk up the supply chains has come to.
struct Walk<'a> {
    scores: &'a Scores,
    least: f64,
    waiting: BinaryHeap<Waiting>,
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
        DatabaseDemand::of(product, amount).check(self.len())?;
        if !(0.0..=1.0).contains(&options.cut_off) {
            let (matrix, row, column) = ("cut-off", 0, 0);
            let kind = DatabaseProblem::AmountNotFinite {
                matrix,
                row,
                column,
            };
            return Err(Problem::new(kind, Place::default()).into());
        }
        let whole = self.number(product).0.high * amount;
        let mut walk = Walk {
            scores: self,
            least: whole.abs() * options.cut_off,
            waiting: BinaryHeap::new(),
            numbered: 0,
            nodes: Vec::new(),
            covered: (Double::default(), 0.0),
        };
        walk.wait(None, 0, product, Double::exact(amount));
        while walk.nodes.len() < options.most
            && let Some(next) = walk.waiting.pop()
        {
            walk.visit(next)?;
        }
        let (covered, error) = walk.covered;
        let covered = self.figure_of(covered, error, || product)?;
        let score = self.demand(&DatabaseDemand::of(product, amount))?;
        Ok(SupplyChains {
            nodes: walk.nodes,
            covered,
            remainder: score.minus(covered)?,
        })
    }
}

impl Walk<'_> {
    fn wait(&mut self, parent: Option<usize>, depth: usize, product: usize, amount: Double) {
        let score = self.scores.number(product).0.high * amount.high;
        if parent.is_none() || (score.abs() >= self.least && score != 0.0) {
            let number = self.numbered;
            self.numbered += 1;
            self.waiting.push(Waiting {
                parent,
                depth,
                product,
                amount,
                score,
                number,
            });
        }
    }

    fn visit(&mut self, next: Waiting) -> Result<(), Error> {
        let Waiting {
            parent,
            depth,
            product: wanted,
            amount,
            ..
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
        let relative = 64.0 * UNIT * UNIT * (depth + 2) as f64;
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
                self.wait(Some(place), depth + 1, product, needed);
            }
        }
        Ok(())
    }
}
