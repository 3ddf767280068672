//! Groups put together into a matrix, by the rules of `matrix_utils`: a later group takes the place of an earlier one, or
//! adds to it; amounts of one place within a group add up, or the last one counts; what is no number leaves what was.

use cfp_core::EntrySpread;

use super::group::Group;
use crate::database_file::Entry;

/// An id of a group that is not among those of the matrix.
pub(super) const NONE: u32 = u32::MAX;

/// Distinct ids in ascending order, and the number of each id of each group among them.
#[derive(Debug)]
pub(super) struct Ids {
    pub distinct: Vec<i64>,
    pub numbers: Vec<Vec<u32>>,
}

/// Ids are dense where the largest is no more than so many times their count.
const SPARSE: usize = 8;

/// Bits of an id that one step of the sorting goes by.
const DIGIT: u32 = 11;

impl Ids {
    /// Those of groups of ids, none of which is below zero.
    pub fn of(groups: &[&[i64]]) -> Self {
        let all = groups.iter().flat_map(|group| group.iter().copied());
        let count: usize = groups.iter().map(|group| group.len()).sum();
        let largest = all.max().unwrap_or_default();
        match usize::try_from(largest) {
            Ok(largest) if largest / SPARSE <= count => Self::of_dense(groups, largest),
            _ => Self::of_sparse(groups),
        }
    }

    /// Those of ids that leave few out: each is looked up in a table of all up to the largest.
    fn of_dense(groups: &[&[i64]], largest: usize) -> Self {
        let place = |id: i64| usize::try_from(id).unwrap_or_default();
        let mut table = vec![NONE; largest + 1];
        for id in groups.iter().flat_map(|group| group.iter()) {
            table[place(*id)] = 0;
        }
        let mut distinct = Vec::new();
        for (number, id) in table.iter_mut().zip(0..) {
            if *number != NONE {
                *number = narrow(distinct.len());
                distinct.push(id);
            }
        }
        let number = |id: &i64| table[place(*id)];
        let numbers = groups
            .iter()
            .map(|group| group.iter().map(number).collect());
        Self {
            numbers: numbers.collect(),
            distinct,
        }
    }

    /// Those of any ids, sorted digit by digit: the time it takes does not depend on what they are.
    fn of_sparse(groups: &[&[i64]]) -> Self {
        let all = groups.iter().flat_map(|group| group.iter().copied());
        let first = all.clone().next().unwrap_or_default();
        let varying = all.clone().fold(0, |bits, id| bits | (id ^ first));
        let mut sorted: Vec<(i64, u32)> = all.zip(0..).collect();
        let mut spare = Vec::new();
        for shift in (0..63).step_by(DIGIT as usize) {
            let mask = (1 << DIGIT) - 1;
            if varying >> shift & mask != 0 {
                let digit = |id: i64| usize::try_from(id >> shift & mask).unwrap_or_default();
                sort_by(&sorted, &mut spare, digit);
                std::mem::swap(&mut sorted, &mut spare);
            }
        }
        let mut distinct = Vec::new();
        let mut numbers = vec![0; sorted.len()];
        for (id, place) in sorted {
            if distinct.last() != Some(&id) {
                distinct.push(id);
            }
            numbers[place as usize] = narrow(distinct.len() - 1);
        }
        let mut rest = &numbers[..];
        let numbers = groups.iter().map(|group| {
            let (own, others) = rest.split_at(group.len());
            rest = others;
            own.to_vec()
        });
        Self {
            numbers: numbers.collect(),
            distinct,
        }
    }

    /// The same ids with their numbers among others, ascending too; [`NONE`] for those that are not among them.
    pub fn among(mut self, others: &[i64]) -> Self {
        let number = |id: &i64| others.binary_search(id).map_or(NONE, narrow);
        let numbers: Vec<u32> = self.distinct.iter().map(number).collect();
        for own in self.numbers.iter_mut().flatten() {
            *own = numbers[*own as usize];
        }
        self
    }
}

/// One step of the sorting, which keeps the order of equals.
fn sort_by(from: &[(i64, u32)], into: &mut Vec<(i64, u32)>, digit: impl Fn(i64) -> usize) {
    let mut starts = vec![0_usize; (1 << DIGIT) + 1];
    for (id, _) in from {
        starts[digit(*id) + 1] += 1;
    }
    for index in 0..1 << DIGIT {
        starts[index + 1] += starts[index];
    }
    into.resize(from.len(), (0, 0));
    for item in from {
        let next = &mut starts[digit(item.0)];
        into[*next] = *item;
        *next += 1;
    }
}

/// A number as it is stored.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// The entries of a matrix.
#[derive(Debug, Default)]
pub(super) struct Assembled {
    /// Several of one place add up.
    pub entries: Vec<Entry>,
    /// How uncertain each of them is; empty where no group says so.
    pub spreads: Vec<EntrySpread>,
    /// The places of which every amount is no number.
    pub not_stated: Vec<(u32, u32)>,
    /// How many amounts are no number, where an earlier one stays.
    pub kept: usize,
}

/// An amount of a place that more than one may be of.
#[derive(Debug, Clone, Copy)]
struct Amount {
    place: (u32, u32),
    group: u32,
    order: u32,
    value: f64,
}

/// The entries of all groups, whose rows and columns have these numbers; those without are left out.
pub(super) fn assemble(
    groups: &[Group],
    rows: &[Vec<u32>],
    columns: &[Vec<u32>],
    width: usize,
) -> Assembled {
    let mut assembled = Assembled::default();
    let contested = contested(groups, rows, columns, width);
    let count = groups.iter().map(|group| group.amounts.len()).sum();
    assembled.entries.reserve_exact(count);
    let has_spreads = groups.iter().any(|group| !group.spreads.is_empty());
    if has_spreads {
        assembled.spreads.reserve_exact(count);
    }
    let mut amounts = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let places = rows[index].iter().zip(&columns[index]);
        for (order, ((&row, &column), &value)) in places.zip(&group.amounts).enumerate() {
            if row == NONE || column == NONE {
                continue;
            }
            if contested[column as usize] {
                amounts.push(Amount {
                    place: (column, row),
                    group: narrow(index),
                    order: narrow(order),
                    value,
                });
            } else {
                assembled.entries.push(Entry { row, column, value });
                if has_spreads {
                    assembled.spreads.push(group.spread(order));
                }
            }
        }
    }
    amounts.sort_unstable_by_key(|amount| (amount.place, amount.group, amount.order));
    for of_place in amounts.chunk_by(|a, b| a.place == b.place) {
        settle(groups, of_place, has_spreads, &mut assembled);
    }
    assembled
}

/// The columns of which it is not plain that all amounts add up: those that several groups have, or one whose amounts do
/// not, or in which one is no number.
fn contested(groups: &[Group], rows: &[Vec<u32>], columns: &[Vec<u32>], width: usize) -> Vec<bool> {
    let mut owner = vec![NONE; width];
    let mut contested = vec![false; width];
    for (index, group) in groups.iter().enumerate() {
        let places = rows[index].iter().zip(&columns[index]);
        for ((&row, &column), &value) in places.zip(&group.amounts) {
            if row == NONE || column == NONE {
                continue;
            }
            let owner = &mut owner[column as usize];
            if *owner == NONE {
                *owner = narrow(index);
            }
            if *owner != narrow(index) || !group.policy.sums_own || value.is_nan() {
                contested[column as usize] = true;
            }
        }
    }
    contested
}

/// What stands in one place, from its amounts in the order of the groups.
fn settle(groups: &[Group], amounts: &[Amount], has_spreads: bool, assembled: &mut Assembled) {
    let mut terms: Vec<Amount> = Vec::new();
    let mut not_numbers = 0;
    for of_group in amounts.chunk_by(|a, b| a.group == b.group) {
        let policy = groups[of_group[0].group as usize].policy;
        let mut amounts = of_group.iter().copied();
        let is_number = |amount: &Amount| !amount.value.is_nan();
        let own: Vec<Amount> = if policy.sums_own {
            amounts.collect()
        } else {
            amounts.rfind(is_number).into_iter().collect()
        };
        if own.is_empty() || !own.iter().all(is_number) {
            not_numbers += 1;
            continue;
        }
        if !policy.sums_others {
            terms.clear();
        }
        terms.extend(own);
    }
    let (column, row) = amounts[0].place;
    if terms.is_empty() {
        assembled.not_stated.push((row, column));
    } else {
        assembled.kept += not_numbers;
    }
    if has_spreads {
        let spread = |term: &Amount| groups[term.group as usize].spread(term.order as usize);
        assembled.spreads.extend(terms.iter().map(spread));
    }
    let entry = |term: Amount| Entry {
        row,
        column,
        value: term.value,
    };
    assembled.entries.extend(terms.into_iter().map(entry));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datapackage::group::{Notes, Policy};

    /// Places of a first group: twice (1, 1), then (2, 1), whose amount is reversed, and (2, 2).
    const FIRST: [(i64, i64, f64); 4] = [(1, 1, 1.0), (1, 1, 10.0), (2, 1, -3.0), (2, 2, 4.0)];
    const SECOND: [(i64, i64, f64); 3] = [(1, 1, 100.0), (2, 2, 7.0), (2, 2, 8.0)];
    const NO_NUMBERS: [(i64, i64, f64); 3] = [(1, 1, f64::NAN), (2, 2, 5.0), (2, 2, f64::NAN)];

    fn group(entries: &[(i64, i64, f64)], sums_own: bool, sums_others: bool) -> Group {
        Group {
            rows: entries.iter().map(|entry| entry.0).collect(),
            columns: entries.iter().map(|entry| entry.1).collect(),
            amounts: entries.iter().map(|entry| entry.2).collect(),
            references: None,
            spreads: Vec::new(),
            notes: Notes::default(),
            policy: Policy {
                sums_own,
                sums_others,
            },
        }
    }

    fn matrix(groups: &[Group]) -> ([[f64; 2]; 2], Assembled) {
        let rows: Vec<&[i64]> = groups.iter().map(|group| &group.rows[..]).collect();
        let columns: Vec<&[i64]> = groups.iter().map(|group| &group.columns[..]).collect();
        let assembled = assemble(
            groups,
            &Ids::of(&rows).numbers,
            &Ids::of(&columns).numbers,
            2,
        );
        let mut matrix = [[0.0; 2]; 2];
        for entry in &assembled.entries {
            matrix[entry.row as usize][entry.column as usize] += entry.value;
        }
        (matrix, assembled)
    }

    /// Expected are the matrices that `matrix_utils` 0.9 makes of the same groups by `MappedMatrix`.
    #[test]
    fn policies_are_those_of_matrix_utils() {
        let cases = [
            ((true, true), (true, false), [[100.0, 0.0], [-3.0, 15.0]]),
            ((true, true), (true, true), [[111.0, 0.0], [-3.0, 19.0]]),
            ((false, false), (false, false), [[100.0, 0.0], [-3.0, 8.0]]),
            ((false, true), (false, true), [[110.0, 0.0], [-3.0, 12.0]]),
            ((true, false), (true, true), [[111.0, 0.0], [-3.0, 19.0]]),
            ((true, false), (false, true), [[111.0, 0.0], [-3.0, 12.0]]),
        ];
        for (first, second, expected) in cases {
            let first = group(&FIRST, first.0, first.1);
            let second = group(&SECOND, second.0, second.1);
            assert_eq!(matrix(&[first, second]).0, expected);
        }
    }

    /// As `matrix_utils` 0.9 does, where there is an earlier amount.
    #[test]
    fn what_is_no_number_leaves_the_earlier_amount() {
        let cases = [
            ((true, false), [[11.0, 0.0], [-3.0, 4.0]], 2),
            ((false, false), [[11.0, 0.0], [-3.0, 5.0]], 1),
            ((false, true), [[11.0, 0.0], [-3.0, 9.0]], 1),
        ];
        for ((sums_own, sums_others), expected, kept) in cases {
            let groups = [
                group(&FIRST, true, false),
                group(&NO_NUMBERS, sums_own, sums_others),
            ];
            let (matrix, assembled) = matrix(&groups);
            assert_eq!((matrix, assembled.kept), (expected, kept));
            assert!(assembled.not_stated.is_empty());
        }
        let (_, assembled) = matrix(&[group(&NO_NUMBERS, true, false)]);
        assert_eq!(assembled.not_stated, [(0, 0), (1, 1)]);
    }

    /// Each amount that counts keeps its own spread, in whatever order the places come.
    #[test]
    fn spreads_go_where_their_amounts_go() {
        let sd = |sd| EntrySpread::Normal { mean: 1.0, sd };
        let mut first = group(&FIRST, true, false);
        first.spreads = [1.0, 2.0, 3.0, 4.0].map(sd).to_vec();
        let second = group(&SECOND, true, false);
        let mut third = group(&NO_NUMBERS, false, true);
        third.spreads = [5.0, 6.0, 7.0].map(sd).to_vec();
        let cases = [
            (vec![first.clone()], vec![1.0, 2.0, 3.0, 4.0]),
            // The second takes the place of (1, 1) and (2, 2), and is certain.
            (vec![first.clone(), second], vec![0.0, 3.0, 0.0, 0.0]),
            // The third adds 5 to (2, 2).
            (vec![first, third], vec![1.0, 2.0, 3.0, 4.0, 6.0]),
        ];
        for (groups, expected) in cases {
            let (_, assembled) = matrix(&groups);
            let mut found: Vec<((u32, u32), f64)> = Vec::new();
            for (entry, spread) in assembled.entries.iter().zip(&assembled.spreads) {
                let sd = match spread {
                    EntrySpread::Normal { sd, .. } => *sd,
                    _ => 0.0,
                };
                found.push(((entry.column, entry.row), sd));
            }
            assert_eq!(assembled.entries.len(), assembled.spreads.len());
            found.sort_by_key(|(place, _)| *place);
            let found: Vec<f64> = found.into_iter().map(|(_, sd)| sd).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn ids_of_any_size_are_numbered_in_their_order() {
        let ids = Ids::of(&[&[i64::MAX, 0, 5], &[], &[5, 1 << 40]]);
        assert_eq!(ids.distinct, [0, 5, 1 << 40, i64::MAX]);
        assert_eq!(ids.numbers, [vec![3, 0, 1], vec![], vec![1, 2]]);
        let ids = ids.among(&[5, 6, i64::MAX]);
        assert_eq!(ids.numbers, [vec![2, NONE, 0], vec![], vec![0, NONE]]);
        let dense = Ids::of(&[&[3, 0], &[7, 3]]);
        assert_eq!(dense.distinct, [0, 3, 7]);
        assert_eq!(dense.numbers, [[1, 0], [2, 1]]);
    }
}
