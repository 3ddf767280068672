//! What changed from one dataset to another.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{Amount, Region, Unit, name_key};
use serde::Serialize;

use crate::cbam::{ListedRow, Rows};
use crate::error::{Error, FactorProblem};
use crate::factor::Factor;
use crate::gas_names::GasNameRow;
use crate::gwp::{GwpValue, UNIT};
use crate::pedigree::PedigreeRow;
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
    /// The rows of both whose values differ: numbers, or texts where there is no number.
    pub changed: Vec<ChangedRow>,
    /// The rows of both that have the same value and say something else of it.
    pub rewritten: Vec<RewrittenRow>,
    /// How many rows say the same in both.
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
    /// The value as published; what it says where that is no number, as of a territory.
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
    /// The second value less the first, in the unit of the second; absent where decimals do not hold it exactly, and
    /// where one of them is no number.
    pub difference: Option<String>,
    /// The difference as a percentage of the first value, to four decimal places; absent where that is 0 or no number.
    pub percent: Option<String>,
    /// What else the row says otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextChange>,
}

/// A row that has the same value in two datasets, and says something else of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RewrittenRow {
    /// The row of the first dataset.
    pub before: DiffRow,
    /// The row of the second dataset.
    pub after: DiffRow,
    /// What it says otherwise.
    pub texts: Vec<TextChange>,
}

/// What a column of a row says in two datasets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TextChange {
    /// The column: `note`, `aliases`, `category`. Where a value stands and how it was seen is of each publication, and
    /// is not compared.
    pub column: &'static str,
    /// What the first says; absent where it says nothing.
    pub before: Option<String>,
    /// What the second says; absent where it says nothing.
    pub after: Option<String>,
}

/// A row with its value.
struct Valued {
    row: DiffRow,
    /// The number; `None` of a row that has none.
    amount: Option<Amount>,
    /// The unit of a factor; of other rows the text of it is compared.
    unit: Option<Unit>,
    /// What it says beyond the value, by column; an empty text is none.
    texts: Vec<(&'static str, String)>,
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
            rewritten: Vec::new(),
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
        let factors = self.table(listed)?.factors().iter().map(Valued::of_factor);
        let gwp = listed.entry.gwp_table()?.iter();
        let gwp = gwp.map(|(value, amount)| Valued::of_gwp(value, *amount));
        let scores = listed.entry.pedigree()?.iter().map(Valued::of_score);
        let cbam = listed.entry.cbam()?.map(Rows::listed).unwrap_or_default();
        let cbam = cbam.into_iter().map(Valued::of_listed);
        let names = listed.entry.gas_names()?.iter().map(Valued::of_gas_name);
        let mut by_key: BTreeMap<Key, Vec<Valued>> = BTreeMap::new();
        let all = factors.chain(gwp).chain(scores).chain(cbam).chain(names);
        for valued in all {
            let row = &valued.row;
            let key = (
                name_key(&row.activity).into_owned(),
                row.region.as_ref().map(ToString::to_string),
                row.kind.clone(),
            );
            by_key.entry(key).or_default().push(valued);
        }
        Ok(by_key)
    }
}

impl Valued {
    fn of_factor(factor: &Factor) -> Self {
        Self {
            row: DiffRow {
                activity: factor.activity.clone(),
                region: Some(factor.region.clone()),
                kind: factor.kind.word().to_owned(),
                value: factor.value.clone(),
                unit: factor.quantity.unit().symbol().to_owned(),
                row: factor.row.clone(),
            },
            amount: Some(factor.quantity.amount()),
            unit: Some(factor.quantity.unit().clone()),
            texts: vec![
                (
                    "activity_zh",
                    factor.activity_zh.clone().unwrap_or_default(),
                ),
                note(factor.note.as_ref()),
            ],
        }
    }

    fn of_gwp(value: &GwpValue, amount: Amount) -> Self {
        Self {
            row: DiffRow {
                activity: value.gas.clone(),
                region: None,
                kind: value.metric.clone(),
                value: value.value.clone(),
                unit: UNIT.to_owned(),
                row: value.row.clone(),
            },
            amount: Some(amount),
            unit: None,
            texts: vec![
                ("category", value.category.key().to_owned()),
                ("aliases", value.aliases.join(" | ")),
                note(value.note.as_ref()),
            ],
        }
    }

    fn of_score(score: &PedigreeRow) -> Self {
        Self {
            row: DiffRow {
                activity: score.indicator.clone(),
                region: None,
                kind: format!("score {}", score.score),
                value: score.value.clone(),
                unit: String::new(),
                row: score.row.clone(),
            },
            amount: Some(score.variance),
            unit: None,
            texts: vec![note(score.note.as_ref())],
        }
    }

    /// A name, whose value is the gas.
    fn of_gas_name(row: &GasNameRow) -> Self {
        let account = row.account.map(|account| account.key().to_owned());
        let direction = if row.is_removal { "removal" } else { "" };
        Self {
            row: DiffRow {
                activity: row.name.clone(),
                region: None,
                kind: "name of a gas".to_owned(),
                value: row.gas.clone(),
                unit: String::new(),
                row: row.row.clone(),
            },
            amount: None,
            unit: None,
            texts: vec![
                ("account", account.unwrap_or_default()),
                ("direction", direction.to_owned()),
                ("list", row.list.clone()),
                note(row.note.as_ref()),
            ],
        }
    }

    fn of_listed(listed: ListedRow) -> Self {
        let mut texts = listed.texts;
        texts.push(note(listed.source.note.as_ref()));
        Self {
            row: DiffRow {
                activity: listed.activity,
                region: None,
                kind: listed.kind,
                value: listed.value,
                unit: listed.unit,
                row: listed.source.row,
            },
            amount: listed.amount,
            unit: None,
            texts,
        }
    }

    /// The number in the unit of another row, where both are numbers and that can be had.
    fn in_unit_of(&self, other: &Self) -> Option<Amount> {
        let amount = self.amount?;
        match (&self.unit, &other.unit) {
            (Some(from), Some(to)) if from != to => converted(amount, from, to),
            (None, None) if self.row.unit != other.row.unit => None,
            _ => Some(amount),
        }
    }
}

fn note(note: Option<&String>) -> (&'static str, String) {
    ("note", note.cloned().unwrap_or_default())
}

/// What two rows for the same thing say beside their values; both have the same columns.
fn text_changes(old: &Valued, new: &Valued) -> Vec<TextChange> {
    let said = |text: &String| (!text.is_empty()).then(|| text.clone());
    let pairs = old.texts.iter().zip(&new.texts);
    let changes = pairs.filter(|((_, before), (_, after))| before != after);
    changes
        .map(|((column, before), (_, after))| TextChange {
            column,
            before: said(before),
            after: said(after),
        })
        .collect()
}

impl DatasetDiff {
    /// Adds two rows for the same thing. Two without numbers are the same when they say the same; a number and none
    /// never are, also where the number is 0.
    fn compare(&mut self, old: Valued, new: Valued) {
        let texts = text_changes(&old, &new);
        let before = old.in_unit_of(&new);
        let numbers = before.zip(new.amount);
        let difference = numbers.and_then(|(before, after)| after.minus(before).ok());
        let is_same = match (old.amount, new.amount) {
            (None, None) => (&old.row.value, &old.row.unit) == (&new.row.value, &new.row.unit),
            _ => difference.is_some_and(|difference| difference.is_zero()),
        };
        if is_same && texts.is_empty() {
            self.unchanged += 1;
            return;
        }
        if is_same {
            self.rewritten.push(RewrittenRow {
                before: old.row,
                after: new.row,
                texts,
            });
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
            texts,
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
