//! The largest single supply chains of a database.

use super::search::{Chains, Largest};
use crate::characterise::{DatabaseDemand, Figure, Scores};
use crate::double::{Double, UNIT, product, quotient, up};
use crate::error::Error;
use crate::model::Finding;

/// The supply chains that carry most of a score, each by what its last process counts itself.
///
/// They are found by what can stand behind each chain at most, whatever its length: no other chain is larger than the last
/// of these, ties and the digits of a double aside, unless a finding says otherwise.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabasePaths {
    /// The score of the demand.
    pub total: Figure,
    /// The paths, largest first.
    pub paths: Vec<DatabasePath>,
    /// What these paths come to together.
    pub covered: Figure,
    /// What all other paths come to: the total less what is covered.
    pub remainder: Figure,
    /// What a reader should know of the search.
    pub findings: Vec<Finding>,
}

/// One supply chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabasePath {
    /// The steps, what is demanded first; each needs the next. The last is the one that counts.
    pub steps: Vec<DatabaseStep>,
    /// What the process of the last step counts itself for this chain.
    pub score: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// A step of a supply chain.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DatabaseStep {
    /// The index of the product.
    pub product: usize,
    /// How much of it, in its reference unit; negative where it is avoided.
    pub amount: Figure,
}

/// A number and how far the exact one can be from it.
type Bounded = (Double, f64);

impl Scores {
    /// The largest supply chains behind a demand, so many of them. A loop makes a chain of every round.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; figures beyond the range of decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Characterisation, Database, DatabaseDemand};
    ///
    /// // A kWh takes 0.4 kg of coal and emits 0.9 kg, a kg of coal takes 0.05 kWh.
    /// let technosphere = [(0, 0, 1.0), (1, 0, -0.4), (1, 1, 1.0), (0, 1, -0.05)];
    /// let database = Database::from_triplets(2, technosphere, 1, [(0, 0, 0.9)])?;
    /// let scores = database.solve()?.scores(&Characterisation::of_values("CO2", [(0, 1.0)]))?;
    /// let found = scores.paths(&DatabaseDemand::of(0, 1.0), 2)?;
    /// let lengths: Vec<_> = found.paths.iter().map(|path| path.steps.len()).collect();
    /// assert_eq!(lengths, [1, 3]);
    /// assert_eq!(found.paths[1].score.value().significant(6), "0.018");
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn paths(&self, demand: &DatabaseDemand, most: usize) -> Result<DatabasePaths, Error> {
        let total = self.demand(demand)?;
        let Largest { chains, findings } = self.chains().largest(&self.wanted(demand), most);
        let mut paths = Vec::with_capacity(chains.len());
        for chain in &chains {
            paths.push(self.path(demand, chain)?);
        }
        paths.sort_by(|(a, _), (b, _)| b.0.high.abs().total_cmp(&a.0.high.abs()));
        let mut covered: Bounded = (Double::default(), 0.0);
        let mut rows = Vec::with_capacity(paths.len());
        let last = |steps: &[DatabaseStep]| steps.last().map_or(0, |step| step.product);
        for ((value, bound), steps) in paths {
            let sum = covered.0.plus(value.high).plus(value.low);
            let rounded = covered.1 + bound + sum.high.abs() * 16.0 * UNIT * UNIT;
            covered = (sum, up(rounded, 4));
            let score = self.figure_of(value, bound, || last(&steps))?;
            let share_percent = score.share_percent_of(&total);
            rows.push(DatabasePath {
                steps,
                score,
                share_percent,
            });
        }
        let first = || demand.items.first().map_or(0, |item| item.product);
        let covered = self.figure_of(covered.0, covered.1, first)?;
        Ok(DatabasePaths {
            total,
            paths: rows,
            covered,
            remainder: total.minus(covered)?,
            findings,
        })
    }

    /// The demand by processes.
    fn wanted(&self, demand: &DatabaseDemand) -> Vec<(usize, f64)> {
        let content = &self.database().content;
        let items = demand.items.iter();
        items
            .map(|item| (content.maker(item.product), item.amount.high))
            .collect()
    }

    /// The needs of every process for a unit of its product.
    fn chains(&self) -> Chains {
        let content = &self.database().content;
        let mut chains = Chains::default();
        for process in 0..self.len() {
            let makes = self.makes(process).high;
            let (columns, values) = content.technosphere.row(process);
            let needs = columns.iter().zip(values);
            let others = needs.filter(|(column, _)| **column as usize != process);
            let needs = others.map(|(column, value)| (*column as usize, -value / makes));
            let carried = self.number(content.product(process)).0.high;
            chains.add(needs, self.direct(process).0.high / makes, carried);
        }
        chains
    }

    /// What a run of a process makes of its own product, less what it takes of that.
    pub(super) fn makes(&self, process: usize) -> Double {
        let (columns, values) = self.database().content.technosphere.row(process);
        let own = columns.iter().zip(values);
        let own = own.filter(|(column, _)| **column as usize == process);
        own.fold(Double::default(), |sum, (_, value)| sum.plus(*value))
    }

    /// The steps of a chain of processes, and what its last counts itself.
    fn path(
        &self,
        demand: &DatabaseDemand,
        chain: &[usize],
    ) -> Result<(Bounded, Vec<DatabaseStep>), Error> {
        let content = &self.database().content;
        let mut steps = Vec::with_capacity(chain.len());
        let mut amount = Double::default();
        let mut uncertain = 0.0;
        let mut runs = Double::default();
        let mut last: Option<usize> = None;
        for &process in chain {
            let wanted = content.product(process);
            if let Some(consumer) = last {
                let (columns, values) = content.technosphere.row(consumer);
                let needs = columns.iter().zip(values);
                let needs = needs.filter(|(column, _)| **column as usize == process);
                let need = needs.fold(Double::default(), |sum, (_, value)| sum.plus(-value));
                amount = product(runs, need);
            } else {
                // The search takes each item of a demand for a chain of its own; of equal ones it takes the largest first.
                let own = demand.items.iter().filter(|item| item.product == wanted);
                let own = own.max_by(|a, b| a.amount.high.abs().total_cmp(&b.amount.high.abs()));
                if let Some(item) = own {
                    amount = item.amount;
                    uncertain = up(item.error / item.amount.high.abs(), 1);
                }
            }
            runs = quotient(amount, self.makes(process));
            let relative = relative(steps.len(), uncertain);
            let bound = up(amount.high.abs() * relative, 2);
            steps.push(DatabaseStep {
                product: wanted,
                amount: self.figure_of(amount, bound, || wanted)?,
            });
            last = Some(process);
        }
        let (direct, error) = last.map_or((Double::default(), 0.0), |own| self.direct(own));
        let score = product(direct, runs);
        let relative = relative(steps.len(), uncertain);
        let bound = error * runs.high.abs() + score.high.abs() * relative;
        Ok(((score, up(bound, 4)), steps))
    }
}

/// How far the amount after so many steps can be off, relative to it: each step rounds a product and a quotient of twice
/// the precision.
fn relative(steps: usize, uncertain: f64) -> f64 {
    // No chain has 2⁵² steps.
    #[expect(clippy::cast_precision_loss)]
    let count = (steps + 2) as f64;
    up(64.0 * UNIT * UNIT * count + uncertain, 4)
}
