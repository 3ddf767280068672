//! What changed from one dataset to another.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{Amount, Region, Unit};
use serde::Serialize;

use crate::cbam::Rows;
use crate::error::{Error, FactorProblem};
use crate::gwp::UNIT;
use crate::registry::{Listed, Registry};

/// The decimal places of a change in percent; the rounding is of the text only.
const PLACES: u32 = 4;

/// The rows that two datasets do not share, by activity, region, kind and unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DatasetDiff {
    /// The selector of the first dataset.
    pub before: String,
    /// The selector of the second dataset.
    pub after: String,
    /// The rows that only the second has.
    pub added: Vec<DiffRow>,
    /// The rows that only the first has.
    pub removed: Vec<DiffRow>,
    /// The rows of both whose values differ.
    pub changed: Vec<ChangedRow>,
    /// How many rows have the same value in both.
    pub unchanged: usize,
}

/// A row of one of two datasets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DiffRow {
    /// What the value is for; of a global warming potential the gas, of a pedigree matrix the indicator.
    pub activity: String,
    /// The region; absent for other numbers than factors.
    pub region: Option<Region>,
    /// The kind of the factor, the metric of a global warming potential, or the score in a pedigree matrix.
    pub kind: String,
    /// The value as published.
    pub value: String,
    /// Its unit; empty for a variance in a pedigree matrix.
    pub unit: String,
    /// The name of the row in its dataset.
    pub row: String,
}

/// A value that differs between two datasets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangedRow {
    /// The row of the first dataset.
    pub before: DiffRow,
    /// The row of the second dataset.
    pub after: DiffRow,
    /// The second value less the first, in the unit of the second; absent where decimals do not hold it exactly.
    pub difference: Option<String>,
    /// The difference as a percentage of the first value, to four decimal places; absent where that is 0.
    pub percent: Option<String>,
}

/// A row with its value.
struct Valued {
    row: DiffRow,
    amount: Amount,
    /// The unit of a factor; other numbers all have one and the same.
    unit: Option<Unit>,
}

/// What rows are matched by before their units: activity, region and kind.
type Key = (String, Option<String>, String);

impl Registry {
    /// What changed from the newest dataset that one selector names to that of another: rows are matched by activity,
    /// region, kind and the dimension of their units, several of one dimension by the unit itself.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`], [`FactorProblem::NotComparable`], or the faults of a table.
    pub fn diff(&self, before: &str, after: &str) -> Result<DatasetDiff, Error> {
        let [first, second] = [self.newest(before)?, self.newest(after)?];
        let [old, new] = [first, second].map(|listed| listed.dataset().selector());
        if first.dataset().content.file != second.dataset().content.file {
            let (before, after) = (old, new);
            return Err(FactorProblem::NotComparable { before, after }.into());
        }
        let mut diff = DatasetDiff {
            before: old,
            after: new,
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
        };
        let mut olds = self.by_key(first)?;
        let mut news = self.by_key(second)?;
        let keys: BTreeSet<Key> = olds.keys().chain(news.keys()).cloned().collect();
        for key in keys {
            let pairs = paired(
                olds.remove(&key).unwrap_or_default(),
                news.remove(&key).unwrap_or_default(),
            );
            for pair in pairs {
                match pair {
                    (Some(old), Some(new)) => diff.compare(old, new),
                    (Some(old), None) => diff.removed.push(old.row),
                    (None, Some(new)) => diff.added.push(new.row),
                    (None, None) => {}
                }
            }
        }
        Ok(diff)
    }

    fn by_key(&self, listed: &Listed) -> Result<BTreeMap<Key, Vec<Valued>>, Error> {
        let factors = self.table(listed)?.factors().iter().map(|factor| Valued {
            row: DiffRow {
                activity: factor.activity.clone(),
                region: Some(factor.region.clone()),
                kind: factor.kind.word().to_owned(),
                value: factor.value.clone(),
                unit: factor.quantity.unit().symbol().to_owned(),
                row: factor.row.clone(),
            },
            amount: factor.quantity.amount(),
            unit: Some(factor.quantity.unit().clone()),
        });
        let gwp = listed.entry.gwp_table()?.iter().map(|(value, amount)| {
            let row = DiffRow {
                activity: value.gas.clone(),
                region: None,
                kind: value.metric.clone(),
                value: value.value.clone(),
                unit: UNIT.to_owned(),
                row: value.row.clone(),
            };
            Valued {
                row,
                amount: *amount,
                unit: None,
            }
        });
        let scores = listed.entry.pedigree()?.iter().map(|score| {
            let row = DiffRow {
                activity: score.indicator.clone(),
                region: None,
                kind: format!("score {}", score.score),
                value: score.value.clone(),
                unit: String::new(),
                row: score.row.clone(),
            };
            Valued {
                row,
                amount: score.variance,
                unit: None,
            }
        });
        let cbam = listed.entry.cbam()?.map(Rows::listed).unwrap_or_default();
        let cbam = cbam.into_iter().map(|listed| Valued {
            row: DiffRow {
                activity: listed.activity,
                region: None,
                kind: listed.kind,
                value: listed.value,
                unit: listed.unit,
                row: listed.source.row,
            },
            amount: listed.amount.unwrap_or_default(),
            unit: None,
        });
        let mut by_key: BTreeMap<Key, Vec<Valued>> = BTreeMap::new();
        for valued in factors.chain(gwp).chain(scores).chain(cbam) {
            let row = &valued.row;
            let key = (
                row.activity.clone(),
                row.region.as_ref().map(ToString::to_string),
                row.kind.clone(),
            );
            by_key.entry(key).or_default().push(valued);
        }
        Ok(by_key)
    }
}

impl DatasetDiff {
    /// Adds two rows for the same thing.
    fn compare(&mut self, old: Valued, new: Valued) {
        let before = match (&old.unit, &new.unit) {
            (Some(from), Some(to)) if from != to => converted(old.amount, from, to),
            _ => Some(old.amount),
        };
        let difference = before.and_then(|before| new.amount.minus(before).ok());
        if difference.is_some_and(|difference| difference.is_zero()) {
            self.unchanged += 1;
            return;
        }
        let exact = difference.filter(Amount::is_exact);
        let percent = difference.zip(before).and_then(|(difference, before)| {
            let ratio = difference.over(before.magnitude()).ok()?;
            Some(ratio.shifted(2).ok()?.rounded_text(PLACES))
        });
        self.changed.push(ChangedRow {
            before: old.row,
            after: new.row,
            difference: exact.map(|exact| exact.value_text()),
            percent,
        });
    }
}

fn converted(amount: Amount, from: &Unit, to: &Unit) -> Option<Amount> {
    from.factor_to(to).ok()?.apply(amount).ok()
}

/// The rows of two datasets for the same thing side by side: first those of one unit, then those of one dimension.
fn paired(olds: Vec<Valued>, news: Vec<Valued>) -> Vec<(Option<Valued>, Option<Valued>)> {
    let mut news: Vec<Option<Valued>> = news.into_iter().map(Some).collect();
    let mut olds: Vec<(Valued, Option<Valued>)> = olds.into_iter().map(|old| (old, None)).collect();
    let dimension = |valued: &Valued| valued.unit.as_ref().map(Unit::dimension);
    let same = |old: &Valued, new: &Valued| old.unit == new.unit;
    let alike = |old: &Valued, new: &Valued| dimension(old) == dimension(new);
    for fits in [&same as &dyn Fn(&Valued, &Valued) -> bool, &alike] {
        for (old, partner) in olds.iter_mut().filter(|(_, partner)| partner.is_none()) {
            let mut left = news.iter_mut();
            *partner = left
                .find(|new| new.as_ref().is_some_and(|new| fits(old, new)))
                .and_then(Option::take);
        }
    }
    let pairs = olds.into_iter().map(|(old, new)| (Some(old), new));
    pairs
        .chain(news.into_iter().flatten().map(|new| (None, Some(new))))
        .collect()
}
