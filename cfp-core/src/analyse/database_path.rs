//! The largest single supply chains of a database.

use std::collections::BTreeMap;

use super::search::{Chains, Largest};
use super::unending;
use crate::characterise::{
    Bounded, DatabaseDemand, Figure, Item, NOTHING, Scores, bounded_product, bounded_quotient,
    bounded_sum, negated,
};
use crate::double::Double;
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

impl Scores {
    /// The largest supply chains behind a demand, so many of them. A loop makes a chain of every round.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; figures beyond the range of decimals; paths of more than a million steps
    /// together.
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
        let items = self.answered(demand)?;
        let Largest {
            chains,
            mut findings,
            unending,
        } = self.chains().largest(&self.wanted(&items), most)?;
        let content = &self.database().content;
        let products = unending.into_iter();
        let products = products.map(|process| self.database().product_id(content.product(process)));
        findings.extend(unending::finding(products.collect()));
        let mut paths = Vec::with_capacity(chains.len());
        for chain in &chains {
            paths.push(self.path(&items, chain)?);
        }
        paths.sort_by(|(a, _), (b, _)| b.0.high.abs().total_cmp(&a.0.high.abs()));
        let mut covered = NOTHING;
        let mut rows = Vec::with_capacity(paths.len());
        let last = |steps: &[DatabaseStep]| steps.last().map_or(0, |step| step.product);
        for ((value, bound), steps) in paths {
            covered = bounded_sum(covered, (value, bound));
            let score = self.figure_of(value, bound, || last(&steps))?;
            let share_percent = score.share_percent_of(&total);
            rows.push(DatabasePath {
                steps,
                score,
                share_percent,
            });
        }
        let first = || items.first().map_or(0, |item| item.product);
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
    pub(super) fn wanted(&self, items: &[Item]) -> Vec<(usize, f64)> {
        let content = &self.database().content;
        items
            .iter()
            .map(|item| (content.maker(item.product), item.amount.high))
            .collect()
    }

    /// The needs of every process for a unit of its product.
    fn chains(&self) -> Chains {
        let content = &self.database().content;
        let mut chains = Chains::default();
        for process in 0..self.len() {
            let makes = self.makes(process).0.high;
            let (columns, values) = content.technosphere.row(process);
            let needs = columns.iter().zip(values);
            let others = needs.filter(|(column, _)| **column as usize != process);
            // Entries of one place add up: they are one need, as they are one step of a path.
            let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
            for (column, value) in others {
                *sums.entry(*column as usize).or_default() -= value;
            }
            let needs = sums
                .into_iter()
                .map(|(column, need)| (column, need / makes));
            let carried = self.number(content.product(process)).0.high;
            chains.add(needs, self.direct(process).0.high / makes, carried);
        }
        chains
    }

    /// What a run of a process makes of its own product, less what it takes of that.
    pub(super) fn makes(&self, process: usize) -> Bounded {
        self.entry(process, process)
    }

    /// What a run of a process makes (positive) or takes (negative) of the product of another: its entries there add up.
    fn entry(&self, process: usize, of: usize) -> Bounded {
        let (columns, values) = self.database().content.technosphere.row(process);
        let own = columns.iter().zip(values);
        let own = own.filter(|(column, _)| **column as usize == of);
        let entries = own.map(|(_, value)| (Double::exact(*value), 0.0));
        entries.fold(NOTHING, bounded_sum)
    }

    /// The steps of a chain of processes, and what its last counts itself.
    fn path(&self, items: &[Item], chain: &[usize]) -> Result<(Bounded, Vec<DatabaseStep>), Error> {
        let content = &self.database().content;
        let mut steps = Vec::with_capacity(chain.len());
        let mut runs = NOTHING;
        let mut last: Option<usize> = None;
        for &process in chain {
            let wanted = content.product(process);
            let amount = if let Some(consumer) = last {
                bounded_product(negated(runs), self.entry(consumer, process))
            } else {
                let own = items.iter().find(|item| item.product == wanted);
                own.map_or(NOTHING, |item| (item.amount, item.error))
            };
            runs = bounded_quotient(amount, self.makes(process));
            steps.push(DatabaseStep {
                product: wanted,
                amount: self.figure_of(amount.0, amount.1, || wanted)?,
            });
            last = Some(process);
        }
        let direct = last.map_or(NOTHING, |own| self.direct(own));
        Ok((bounded_product(direct, runs), steps))
    }
}
