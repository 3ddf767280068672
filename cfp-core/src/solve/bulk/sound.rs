//! When a loop is sound: it makes more than it consumes, and what is asked of it is made by processes that run forwards.
//!
//! The rows of M with the columns of reversed processes turned have a diagonal above zero; a need is an entry below zero, a
//! credit one above. Entries of one process for one product are one entry, their sum. A process with a single entry inside the
//! loop, such as a market that only passes on, hands what is asked of it on to that one, so that it changes nothing; entries
//! then add up again. Of what stays, the loop is sound if
//!
//! 1. with the credits struck out some v > 0 has N v > 0: the needs alone make more than they consume; and
//! 2. a process that is asked from outside runs forwards for its own product: the diagonal of the inverse is above zero there.
//!
//! Both follow where the comparison matrix is an M-matrix. The second is otherwise read off a proved inverse, where the loop is
//! small. What is displaced, and what is asked for less, may well run backwards.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::culprit;
use super::factor::{Factors, Scales, power_of_two};
use super::inverse::Around;
use super::order::Ordered;
use super::proof;
use super::sweep::{Ended, Of, Sweeps};
use crate::double::{Bounded, up};
use crate::model::{Matrix, narrow};
use crate::solve::order::Components;

/// A loop of at most so many processes, of those that do not only hand on, is inverted.
pub(in crate::solve) const WHOLE: usize = 48;

/// The entries of a process among those of its loop, those of one product added up.
pub(in crate::solve) type Row = BTreeMap<usize, Bounded>;

/// What is known of a demand on a loop; the worst comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// It is answered.
    Sound,
    /// The needs alone make more than they consume; whether a process that is asked runs forwards is not known.
    Undecided,
    /// It is refused.
    Unsound,
}

/// A loop with what is known of its soundness, its processes by their place in it.
#[derive(Debug)]
pub(in crate::solve) struct Soundness {
    /// The processes that hand on what is asked of them, in the order in which they do.
    handing: Vec<Handing>,
    /// Those that stay.
    stays: Vec<usize>,
    /// Whether the needs alone are proved to make more than they consume.
    needs_hold: bool,
    /// Whether each process that stays runs forwards for its own product; of the others, what those do that they hand to.
    own: Vec<Verdict>,
    /// Why a demand is refused.
    pub fault: Fault,
}

/// A process that hands on: to whom, and how much for one that is asked of it.
#[derive(Debug)]
struct Handing {
    row: usize,
    to: Vec<(usize, Bounded)>,
}

/// What is told of a loop that is not sound.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Fault {
    /// The processes on the strongest loop of needs, each followed by what it needs.
    pub rows: Vec<usize>,
    /// How much of its own product a unit needs once round that loop.
    pub gain: f64,
    /// The credits inside: who avoids what.
    pub credits: Vec<(usize, usize)>,
    /// The first process that would have to run backwards for its own product, where the needs alone are sound.
    pub backwards: Option<usize>,
}

impl Soundness {
    /// What is known of a loop by its rows, the columns of reversed processes turned.
    pub fn of(rows: &[Row]) -> Self {
        let mut reduced = Reduced::of(rows.to_vec());
        let size = rows.len();
        let stays: Vec<usize> = (0..size).filter(|row| !reduced.gone[*row]).collect();
        let magnitudes = reduced.ordered(&stays, |entry| -entry.most().max(-entry.least()));
        let compared = is_productive(&magnitudes);
        let needs_hold =
            compared || is_productive(&reduced.ordered(&stays, |entry| entry.least().min(0.0)));
        let mut own = vec![Verdict::Sound; size];
        if needs_hold && !compared {
            for (row, verdict) in stays.iter().zip(reduced.own_runs(&stays, &magnitudes)) {
                own[*row] = verdict;
            }
        }
        let backwards = own.iter().position(|own| *own == Verdict::Unsound);
        for handing in reduced.handing.iter().rev() {
            let targets = handing.to.iter().map(|(to, _)| own[*to]);
            own[handing.row] = targets.max().unwrap_or(Verdict::Sound);
        }
        let fault = if needs_hold && backwards.is_none() {
            Fault::default()
        } else {
            let backwards = backwards.filter(|_| needs_hold);
            Fault::of(rows, backwards)
        };
        Self {
            handing: std::mem::take(&mut reduced.handing),
            stays,
            needs_hold,
            own,
            fault,
        }
    }

    /// What is known of a component.
    pub fn of_component(matrix: &Ordered, range: Range<usize>) -> Self {
        let first = range.start;
        let turn = |column: usize| matrix.diagonal(column).high.signum();
        let rows = range.clone().map(|row| {
            let diagonal = Bounded {
                value: matrix.diagonal(row),
                error: matrix.diagonal_error(row),
            };
            let diagonal = if turn(row) < 0.0 {
                diagonal.negated()
            } else {
                diagonal
            };
            let mut entries = Row::from([(row - first, diagonal)]);
            for (column, value) in matrix.inside(row).iter() {
                add(
                    &mut entries,
                    column - first,
                    Bounded::exact(value * turn(column)),
                );
            }
            entries
        });
        Self::of(&rows.collect::<Vec<_>>())
    }

    /// What is known of a demand for each process's own product, and nothing else.
    pub fn alone(&self, row: usize) -> Verdict {
        if self.needs_hold {
            self.own[row]
        } else {
            Verdict::Unsound
        }
    }

    /// Whether a demand for each product alone is answered.
    pub fn is_sound(&self) -> bool {
        self.needs_hold && self.own.iter().all(|own| *own == Verdict::Sound)
    }

    /// What is known of a demand: so much asked from outside of each process, in units of its output, and `runs` that are proved
    /// not to be below zero.
    pub fn answers(&self, mut asks: Vec<Bounded>, runs: impl Fn(usize) -> bool) -> Verdict {
        for handing in &self.handing {
            let ask = std::mem::take(&mut asks[handing.row]);
            if ask != Bounded::default() {
                for &(to, part) in &handing.to {
                    asks[to] = asks[to].plus(ask.times(part));
                }
            }
        }
        let mut stays = self.stays.iter().copied();
        if self.needs_hold {
            let asked = stays.filter(|row| asks[*row] != Bounded::default());
            return asked
                .map(|row| self.own[row])
                .max()
                .unwrap_or(Verdict::Sound);
        }
        // A loop that only credits hold still answers what every process of it runs forwards for.
        if stays.all(|row| asks[row].least() >= 0.0 && runs(row)) {
            Verdict::Sound
        } else {
            Verdict::Unsound
        }
    }
}

/// The rows of a loop after processes with a single entry have handed on what is asked of them.
struct Reduced {
    rows: Vec<Row>,
    gone: Vec<bool>,
    handing: Vec<Handing>,
}

/// Adds to an entry of a row.
pub(in crate::solve) fn add(row: &mut Row, column: usize, entry: Bounded) {
    row.entry(column)
        .and_modify(|sum| *sum = sum.plus(entry))
        .or_insert(entry);
}

impl Reduced {
    fn of(rows: Vec<Row>) -> Self {
        let size = rows.len();
        let mut takers = vec![BTreeSet::new(); size];
        for (row, entries) in rows.iter().enumerate() {
            for &column in entries.keys().filter(|column| **column != row) {
                takers[column].insert(row);
            }
        }
        let mut reduced = Self {
            rows,
            gone: vec![false; size],
            handing: Vec::new(),
        };
        let mut waiting: BTreeSet<usize> = (0..size).collect();
        while let Some(row) = waiting.pop_first() {
            if !reduced.gone[row] && reduced.hands_on(row) {
                reduced.hand_on(row, &mut takers, &mut waiting);
            }
        }
        reduced
    }

    /// Whether a process has at most one entry that is not nothing beside its own, and makes more than it takes of its own.
    fn hands_on(&self, row: usize) -> bool {
        let entries = &self.rows[row];
        let others = entries.iter().filter(|(column, entry)| {
            **column != row && (entry.is_negative() || entry.is_positive())
        });
        others.count() <= 1 && entries.get(&row).is_some_and(|own| own.is_positive())
    }

    fn hand_on(
        &mut self,
        row: usize,
        takers: &mut [BTreeSet<usize>],
        waiting: &mut BTreeSet<usize>,
    ) {
        self.gone[row] = true;
        let mut own = std::mem::take(&mut self.rows[row]);
        let diagonal = own.remove(&row).unwrap_or_default();
        let to: Vec<(usize, Bounded)> = own
            .into_iter()
            .map(|(column, entry)| (column, entry.negated().over(diagonal)))
            .collect();
        for taker in std::mem::take(&mut takers[row]) {
            let Some(taken) = self.rows[taker].remove(&row) else {
                continue;
            };
            for &(column, part) in &to {
                add(&mut self.rows[taker], column, taken.times(part));
                takers[column].insert(taker);
            }
            waiting.insert(taker);
        }
        for (column, _) in &to {
            takers[*column].remove(&row);
        }
        self.handing.push(Handing { row, to });
    }

    /// The rows that stay, the diagonal at its least and the other entries as `other` has them.
    fn ordered(&self, stays: &[usize], other: impl Fn(&Bounded) -> f64) -> Ordered {
        let rows = stays.iter().map(|row| (*row, &self.rows[*row]));
        ordered(rows, stays, other)
    }

    /// Whether each process that stays is proved to run forwards for its own product, or backwards.
    fn own_runs(&self, stays: &[usize], magnitudes: &Ordered) -> Vec<Verdict> {
        let size = stays.len();
        let unknown = vec![Verdict::Undecided; size];
        if size > WHOLE {
            return unknown;
        }
        let mut around = Around {
            values: vec![0.0; size * size],
            radii: vec![0.0; size * size],
        };
        for (at, row) in stays.iter().enumerate() {
            for (place, column) in stays.iter().enumerate() {
                if let Some(entry) = self.rows[*row].get(column) {
                    around.values[at * size + place] = entry.value.high;
                    let radius = up(entry.value.low.abs() + entry.error, 1);
                    around.radii[at * size + place] = radius;
                }
            }
        }
        let columns = Scales::of(magnitudes, 0..size).column;
        let rows: Vec<f64> = (0..size)
            .map(|at| power_of_two(1.0 / (magnitudes.diagonal(at).high.abs() * columns[at])))
            .collect();
        let Some(inverse) = around.scaled(&rows, &columns).inverse(size) else {
            return unknown;
        };
        let own = (0..size).map(|at| {
            let (value, error) = inverse.diagonal(at);
            if value > error {
                Verdict::Sound
            } else if value < -error {
                Verdict::Unsound
            } else {
                Verdict::Undecided
            }
        });
        own.collect()
    }
}

/// Rows as one component, the diagonal at its least and the other entries as `other` has them.
fn ordered<'a>(
    rows: impl Iterator<Item = (usize, &'a Row)> + Clone,
    stays: &[usize],
    other: impl Fn(&Bounded) -> f64,
) -> Ordered {
    let place: BTreeMap<usize, usize> = stays.iter().copied().zip(0..).collect();
    let mut entries = Vec::new();
    for (row, own) in rows {
        for (column, entry) in own {
            let value = if *column == row {
                entry.least()
            } else {
                other(entry)
            };
            entries.push((place[&row], place[column], value));
        }
    }
    let size = stays.len();
    let (matrix, _) = Matrix::new(size, size, entries);
    let order = (0..narrow(size)).collect();
    let starts = vec![0, narrow(size)];
    Ordered::new(&matrix, &Components { order, starts })
}

/// Whether a matrix with no entry above zero off its diagonal is proved to have a vector above zero that it makes one above
/// zero of.
fn is_productive(matrix: &Ordered) -> bool {
    let all = 0..matrix.size();
    if all.is_empty() {
        return true;
    }
    if !all.clone().all(|row| matrix.diagonal(row).high > 0.0) {
        return false;
    }
    let sizes = Scales::of(matrix, all.clone()).column;
    let asked: Vec<f64> = all
        .clone()
        .map(|row| matrix.diagonal(row).high * sizes[row])
        .collect();
    let nothing = vec![0.0; matrix.size()];
    let proves = |vector: &[f64]| proof::covers(matrix, all.clone(), &nothing, vector);
    let plain = Sweeps::new(matrix, all.clone(), Of::Comparison);
    let paired = Sweeps::paired(matrix, all.clone(), Of::Comparison);
    let swept = [Some(plain), paired].into_iter().flatten().any(|sweeps| {
        let mut vector = sizes.clone();
        sweeps.solve(&asked, &mut vector, 0.05) == Ended::Settled && proves(&vector)
    });
    swept
        || Factors::new(matrix, all.clone())
            .and_then(|factors| factors.solve(&asked, false))
            .is_some_and(|vector| proves(&vector))
}

impl Fault {
    /// A process that consumes its own product.
    pub fn of_one(row: usize) -> Self {
        Self {
            rows: vec![row],
            ..Self::default()
        }
    }

    /// All of so many processes.
    pub fn of_all(size: usize) -> Self {
        Self {
            rows: (0..size).collect(),
            ..Self::default()
        }
    }

    /// Gives every row another number.
    pub fn renumber(&mut self, number: impl Fn(usize) -> usize) {
        for row in self.rows.iter_mut().chain(&mut self.backwards) {
            *row = number(*row);
        }
        for (row, column) in &mut self.credits {
            (*row, *column) = (number(*row), number(*column));
        }
    }

    fn of(rows: &[Row], backwards: Option<usize>) -> Self {
        let size = rows.len();
        let all: Vec<usize> = (0..size).collect();
        let needs = ordered(rows.iter().enumerate(), &all, |entry| {
            entry.least().min(0.0)
        });
        let path = culprit::strongest_loop(&needs, 0..size);
        let steps = path.iter().zip(path.iter().cycle().skip(1));
        let gain = steps.fold(1.0, |gain, (row, next)| {
            let entry = |column: usize| rows[*row].get(&column).map_or(0.0, |own| own.value.high);
            gain * (entry(*next) / entry(*row)).abs()
        });
        let credits = rows.iter().enumerate().flat_map(|(row, entries)| {
            let credits = entries.iter();
            let credits =
                credits.filter(move |(column, entry)| **column != row && entry.is_positive());
            credits.map(move |(column, _)| (row, *column))
        });
        Self {
            rows: path,
            gain,
            credits: credits.collect(),
            backwards,
        }
    }
}
