//! The arrays of a group: ids, and the amount of each entry.

use std::borrow::Cow;

use cfp_core::EntrySpread;

use super::description::{FILE, Parts};
use super::distributions;
use super::npy::{Npy, Promise};
use super::problem::PackageProblem;
use crate::database_file::{DatabaseOptions, DistributionProblem, Reader, Spreads, scaled};
use crate::limits::bytes_of;

/// What the entries of a group are added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policy {
    /// Whether amounts of one place within the group add up; else the last one counts.
    pub sums_own: bool,
    /// Whether they add to those of earlier groups; else they take their place.
    pub sums_others: bool,
}

/// What of the distributions of a group a reader should know.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Notes {
    /// How many lognormal or normal ones are cut off at a least or a most.
    pub cut: usize,
    /// How many entries without uncertainty state another amount than that of the data.
    pub beside: usize,
    /// Whether they were not read.
    pub is_left: bool,
}

/// The entries of a group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub rows: Vec<i64>,
    pub columns: Vec<i64>,
    /// What is to stand in the matrix; no number where nothing is to be put there.
    pub amounts: Vec<f64>,
    /// Which entries are of the reference product of their process.
    pub references: Option<Vec<bool>>,
    /// How uncertain each entry is; empty where none is.
    pub spreads: Vec<EntrySpread>,
    /// What of its distributions a reader should know.
    pub notes: Notes,
    pub policy: Policy,
}

impl Group {
    /// How uncertain an entry is.
    pub fn spread(&self, entry: usize) -> EntrySpread {
        self.spreads.get(entry).copied().unwrap_or_default()
    }
}

/// The entries of a group; `None` where one of its resources was told.
pub(super) fn read(
    parts: &Parts,
    policy: Policy,
    options: DatabaseOptions,
    reader: &mut Reader<'_>,
) -> Option<Group> {
    let (Some(indices), Some(data)) = (&parts.indices, &parts.data) else {
        tell_incomplete(parts, reader);
        return None;
    };
    let told = reader.told.len();
    let (rows, columns) = ids(indices, reader)?;
    let mut is_single = true;
    let length = Some(rows.len());
    let amounts = array(data, length, reader, |array| {
        is_single = array.columns() == 1;
        amounts(array, options.column)
    });
    let truths = |path: &Option<String>, reader: &mut Reader<'_>| {
        let path = path.as_deref()?;
        array(path, length, reader, |array| {
            array.truths().ok_or_else(|| wrong(array, "truth values"))
        })
    };
    let flip = truths(&parts.flip, reader);
    let references = truths(&parts.reference, reader);
    let rescale = parts
        .rescale
        .as_deref()
        .and_then(|path| array(path, length, reader, |array| amounts_of(array, 0)));
    // Of amounts with several columns, it is not said of which the distributions are.
    let is_read = is_single && options.spreads == Spreads::Read;
    let distributions = parts.distributions.as_deref().filter(|_| is_read);
    let distributions =
        distributions.and_then(|path| array(path, length, reader, distributions::read));
    let mut amounts = amounts?;
    let distributions = distributions.unwrap_or_default();
    let notes = Notes {
        cut: distributions.cut,
        beside: distributions.besides(&amounts),
        is_left: parts.distributions.is_some() && !is_read,
    };
    let mut spreads = distributions.spreads;
    for (place, _) in flip.iter().flatten().enumerate().filter(|(_, flip)| **flip) {
        amounts[place] = -amounts[place];
        if let Some(spread) = spreads.get_mut(place) {
            *spread = spread.negated();
        }
    }
    if let Some(factors) = &rescale {
        for (amount, factor) in amounts.iter_mut().zip(factors) {
            *amount *= factor;
        }
        rescaled(&mut spreads, factors, data, reader);
    }
    tell_infinite(&amounts, data, reader);
    (reader.told.len() == told).then_some(Group {
        rows,
        columns,
        amounts,
        references,
        spreads,
        notes,
        policy,
    })
}

/// Tells which resource a group lacks, unless that is told.
fn tell_incomplete(parts: &Parts, reader: &mut Reader<'_>) {
    if parts.is_told {
        return;
    }
    let missing = if parts.indices.is_none() {
        "indices"
    } else {
        "data"
    };
    let problem = PackageProblem::IncompleteGroup {
        group: parts.group.clone(),
        matrix: parts.matrix.clone(),
        missing,
    };
    reader.tell_of(FILE, &problem);
}

/// Tells of amounts that are infinite.
fn tell_infinite(amounts: &[f64], data: &str, reader: &mut Reader<'_>) {
    let mut infinite = (0..)
        .zip(amounts)
        .filter(|(_, amount)| amount.is_infinite());
    if let Some((row, _)) = infinite.next() {
        let count = infinite.count() + 1;
        reader.tell_of(data, &PackageProblem::InfiniteAmount { count, row });
    }
}

/// Multiplies what spreads are of; tells those that have no such form.
fn rescaled(spreads: &mut [EntrySpread], factors: &[f64], data: &str, reader: &mut Reader<'_>) {
    let mut without = Vec::new();
    for (row, (spread, factor)) in spreads.iter_mut().zip(factors).enumerate() {
        match scaled(*spread, *factor) {
            Some(scaled) => *spread = scaled,
            None => without.push(row),
        }
    }
    if let Some(row) = without.first() {
        let problem = DistributionProblem::BadDistribution {
            reason: "a discrete uniform distribution is not rescaled",
            rows: Some((without.len(), *row)),
        };
        reader.tell_of(data, &problem);
    }
}

/// What is read of the array of a file, which has as many rows as the indices of its group; `None` where a problem of it was
/// told.
fn array<T>(
    path: &str,
    rows: Option<usize>,
    reader: &mut Reader<'_>,
    read: impl FnOnce(&Npy<'_>) -> Result<T, PackageProblem>,
) -> Option<T> {
    let head = reader.head(path, Npy::LONGEST_HEAD)?;
    let promised = match promised(&head, rows) {
        Ok(promised) => promised,
        Err(problem) => {
            reader.tell_of(path, &problem);
            return None;
        }
    };
    reader.spend(path, bytes_of(promised.rows, ROW))?;
    let bytes: Cow<'_, [u8]> = reader.bytes_up_to(path, promised.length)?;
    let array = Npy::read(&bytes).map_err(|reason| PackageProblem::NotAnArray { reason });
    match array.and_then(|array| read(&array)) {
        Ok(value) => Some(value),
        Err(problem) => {
            reader.tell_of(path, &problem);
            None
        }
    }
}

/// What a row of an array becomes: its numbers or its spread, while their lists grow and the matrix is made of them.
const ROW: u64 = 96;

/// What an array says of itself, which is checked before any more of it is unpacked.
fn promised(head: &[u8], rows: Option<usize>) -> Result<Promise, PackageProblem> {
    let promise = Npy::promise(head).map_err(|reason| PackageProblem::NotAnArray { reason })?;
    match rows {
        Some(expected) if expected != promise.rows => Err(PackageProblem::WrongLength {
            found: promise.rows,
            expected,
        }),
        _ => Ok(promise),
    }
}

/// The ids of the rows and columns.
fn ids(path: &str, reader: &mut Reader<'_>) -> Option<(Vec<i64>, Vec<i64>)> {
    array(path, None, reader, |array| {
        let ids = array.ids("row").zip(array.ids("col"));
        let ids = ids.ok_or_else(|| {
            wrong(
                array,
                "records of `row` and `col`, whole numbers of 32 or 64 bits",
            )
        })?;
        let both = ids
            .0
            .iter()
            .zip(&ids.1)
            .map(|(row, column)| *row.min(column));
        let mut negative = (0..).zip(both).filter(|(_, id)| *id < 0);
        match negative.next() {
            Some((row, id)) => {
                let count = negative.count() + 1;
                Err(PackageProblem::NegativeId { count, id, row })
            }
            None => Ok(ids),
        }
    })
}

/// The amounts of the chosen column, or of the only one.
fn amounts(array: &Npy<'_>, chosen: Option<usize>) -> Result<Vec<f64>, PackageProblem> {
    let columns = array.columns();
    let column = match chosen {
        // A choice is for those that leave one.
        _ if columns == 1 => 0,
        Some(chosen) if chosen < columns => chosen,
        Some(chosen) => return Err(PackageProblem::NoSuchColumn { columns, chosen }),
        None => return Err(PackageProblem::SeveralColumns { columns }),
    };
    amounts_of(array, column)
}

fn amounts_of(array: &Npy<'_>, column: usize) -> Result<Vec<f64>, PackageProblem> {
    let amounts = array.amounts(column);
    amounts.ok_or_else(|| wrong(array, "numbers of 32 or 64 bits"))
}

fn wrong(array: &Npy<'_>, expected: &'static str) -> PackageProblem {
    let found = array.element();
    PackageProblem::WrongElements { found, expected }
}
