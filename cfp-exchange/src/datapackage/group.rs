//! The arrays of a group: ids, and the amount of each entry.

use std::borrow::Cow;

use super::description::{FILE, Parts};
use super::npy::Npy;
use super::problem::PackageProblem;
use crate::database_file::Reader;

/// What the entries of a group are added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policy {
    /// Whether amounts of one place within the group add up; else the last one counts.
    pub sums_own: bool,
    /// Whether they add to those of earlier groups; else they take their place.
    pub sums_others: bool,
}

/// The entries of a group.
#[derive(Debug)]
pub(super) struct Group {
    pub rows: Vec<i64>,
    pub columns: Vec<i64>,
    /// What is to stand in the matrix; no number where nothing is to be put there.
    pub amounts: Vec<f64>,
    /// Which entries are of the reference product of their process.
    pub references: Option<Vec<bool>>,
    pub policy: Policy,
}

/// The entries of a group; `None` where one of its resources was told.
pub(super) fn read(
    parts: &Parts,
    policy: Policy,
    column: Option<usize>,
    reader: &mut Reader<'_>,
) -> Option<Group> {
    let (Some(indices), Some(data)) = (&parts.indices, &parts.data) else {
        if !parts.is_told {
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
        return None;
    };
    let told = reader.told.len();
    let (rows, columns) = ids(indices, reader)?;
    let amounts = array(data, reader, |array| amounts(array, rows.len(), column));
    let truths = |path: &Option<String>, reader: &mut Reader<'_>| {
        let path = path.as_deref()?;
        array(path, reader, |array| {
            of_length(array, rows.len())?;
            array.truths().ok_or_else(|| wrong(array, "truth values"))
        })
    };
    let flip = truths(&parts.flip, reader);
    let references = truths(&parts.reference, reader);
    let rescale = parts
        .rescale
        .as_deref()
        .and_then(|path| array(path, reader, |array| amounts_of(array, rows.len(), 0)));
    let mut amounts = amounts?;
    for (amount, _) in amounts
        .iter_mut()
        .zip(flip.iter().flatten())
        .filter(|(_, flip)| **flip)
    {
        *amount = -*amount;
    }
    for (amount, factor) in amounts.iter_mut().zip(rescale.iter().flatten()) {
        *amount *= factor;
    }
    let mut infinite = (0..)
        .zip(&amounts)
        .filter(|(_, amount)| amount.is_infinite());
    if let Some((row, _)) = infinite.next() {
        let count = infinite.count() + 1;
        reader.tell_of(data, &PackageProblem::InfiniteAmount { count, row });
    }
    (reader.told.len() == told).then_some(Group {
        rows,
        columns,
        amounts,
        references,
        policy,
    })
}

/// What is read of the array of a file; `None` where a problem of it was told.
fn array<T>(
    path: &str,
    reader: &mut Reader<'_>,
    read: impl FnOnce(&Npy<'_>) -> Result<T, PackageProblem>,
) -> Option<T> {
    let bytes: Cow<'_, [u8]> = reader.bytes(path)?;
    let array = Npy::read(&bytes).map_err(|reason| PackageProblem::NotAnArray { reason });
    match array.and_then(|array| read(&array)) {
        Ok(value) => Some(value),
        Err(problem) => {
            reader.tell_of(path, &problem);
            None
        }
    }
}

/// The ids of the rows and columns.
fn ids(path: &str, reader: &mut Reader<'_>) -> Option<(Vec<i64>, Vec<i64>)> {
    array(path, reader, |array| {
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
fn amounts(
    array: &Npy<'_>,
    expected: usize,
    chosen: Option<usize>,
) -> Result<Vec<f64>, PackageProblem> {
    let columns = array.columns();
    let column = match chosen {
        // A choice is for those that leave one.
        _ if columns == 1 => 0,
        Some(chosen) if chosen < columns => chosen,
        Some(chosen) => return Err(PackageProblem::NoSuchColumn { columns, chosen }),
        None => return Err(PackageProblem::SeveralColumns { columns }),
    };
    amounts_of(array, expected, column)
}

fn amounts_of(array: &Npy<'_>, expected: usize, column: usize) -> Result<Vec<f64>, PackageProblem> {
    of_length(array, expected)?;
    let amounts = array.amounts(column);
    amounts.ok_or_else(|| wrong(array, "numbers of 32 or 64 bits"))
}

fn of_length(array: &Npy<'_>, expected: usize) -> Result<(), PackageProblem> {
    let found = array.rows();
    if found == expected {
        Ok(())
    } else {
        Err(PackageProblem::WrongLength { found, expected })
    }
}

fn wrong(array: &Npy<'_>, expected: &'static str) -> PackageProblem {
    let found = array.element();
    PackageProblem::WrongElements { found, expected }
}
