//! Gauss-Seidel sweeps over a component: approximate solutions of it, or of its comparison matrix. Whatever they are worth
//! is for the proof to say.

use std::ops::Range;

use super::order::Ordered;
use crate::double::two_product;

/// Which matrix is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The component itself.
    Matrix,
    /// Its comparison matrix: the magnitudes of the diagonal less those of all other entries.
    Comparison,
    /// The component itself, what a sweep changes measured beside the numbers and not beside the terms of their rows: without
    /// credits the two are the same, and a sweep takes less time.
    Numbers,
}

/// Stands for a row without a partner.
const ALONE: u32 = u32::MAX;

/// A component with its strongest two-process loops paired.
#[derive(Debug)]
pub(super) struct Sweeps<'a> {
    matrix: &'a Ordered,
    rows: Range<usize>,
    /// For each row, the one that it is solved together with; empty while none are.
    partners: Vec<u32>,
    of: Of,
}

/// How sweeps ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// What a sweep still changes is at the level asked for, or at that of rounding.
    Settled,
    /// They would take too many sweeps, or do not settle at all.
    TooSlow,
}

/// More sweeps than this cost more than a factorisation.
const MOST_SWEEPS: usize = 400;

/// So many sweeps without the change halving do not settle, or settle too slowly.
const PATIENCE: usize = 24;

/// What sweeps still change when rounding is all that moves a solution.
const ROUNDING: f64 = 1e-13;

/// A two-process loop whose gain is above this is solved as one.
const STRONG: f64 = 0.25;

impl<'a> Sweeps<'a> {
    /// Sweeps row by row.
    pub fn new(matrix: &'a Ordered, rows: Range<usize>, of: Of) -> Self {
        Self {
            matrix,
            rows,
            partners: Vec::new(),
            of,
        }
    }

    /// Sweeps in which each process of a strong two-process loop is solved together with the other; `None` where there is
    /// no such loop.
    pub fn paired(matrix: &'a Ordered, rows: Range<usize>, of: Of) -> Option<Self> {
        let partners = partners(matrix, rows.clone());
        let any = partners.iter().any(|partner| *partner != ALONE);
        any.then_some(Self {
            matrix,
            rows,
            partners,
            of,
        })
    }

    /// The same sweeps over the comparison matrix.
    pub fn of_comparison(&self) -> Self {
        Self {
            matrix: self.matrix,
            rows: self.rows.clone(),
            partners: self.partners.clone(),
            of: Of::Comparison,
        }
    }

    /// How many two-process loops are solved as one.
    pub fn pairs(&self) -> usize {
        self.partners
            .iter()
            .filter(|partner| **partner != ALONE)
            .count()
            / 2
    }

    /// The rows that have a partner.
    pub fn paired_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let rows = self.rows.clone().zip(&self.partners);
        rows.filter(|(_, partner)| **partner != ALONE)
            .map(|(row, _)| row)
    }

    /// Sweeps until what one still changes is below `tolerance` of the terms of its row. `known` is of the component's
    /// rows alone, `x` of all rows.
    pub fn solve(&self, known: &[f64], x: &mut [f64], tolerance: f64) -> Ended {
        self.settle(known, x, tolerance, None)
    }

    /// The same, changes measured beside other sizes of the rows: those of the system that `x` is a correction of.
    pub fn solve_beside(
        &self,
        known: &[f64],
        x: &mut [f64],
        tolerance: f64,
        sizes: &[f64],
    ) -> Ended {
        self.settle(known, x, tolerance, Some(sizes))
    }

    /// The changes of late sweeps are one vector that shrinks at a steady rate: once it does, the sum of all that are still
    /// to come is added at once (Aitken's extrapolation).
    fn settle(&self, known: &[f64], x: &mut [f64], tolerance: f64, sizes: Option<&[f64]>) -> Ended {
        let mut before = Vec::with_capacity(self.rows.len());
        let mut pace = Pace::default();
        for _ in 0..MOST_SWEEPS {
            before.clear();
            before.extend_from_slice(&x[self.rows.clone()]);
            let mut change = self.once(known, x);
            if let Some(sizes) = sizes {
                change = self.rows.clone().zip(&before).zip(sizes).fold(
                    0.0,
                    |most, ((row, before), size)| {
                        larger(
                            most,
                            (x[row] - before) * self.matrix.diagonal(row).high,
                            *size,
                        )
                    },
                );
            }
            if change <= tolerance {
                return Ended::Settled;
            }
            match pace.after(change) {
                Next::Sweep => {}
                Next::Extrapolate { rate } => {
                    let still = rate / (1.0 - rate);
                    for (x, before) in x[self.rows.clone()].iter_mut().zip(&before) {
                        *x += still * (*x - before);
                    }
                }
                Next::End if change < ROUNDING => return Ended::Settled,
                Next::End => return Ended::TooSlow,
            }
        }
        Ended::TooSlow
    }

    /// One sweep: the most that it changes in a row, relative to the terms of the row.
    pub fn once(&self, known: &[f64], x: &mut [f64]) -> f64 {
        match (self.of, self.partners.is_empty()) {
            (Of::Numbers, true) => self.numbers(known, x),
            (Of::Matrix, true) => self.plain::<false>(known, x),
            (Of::Comparison, true) => self.plain::<true>(known, x),
            (Of::Matrix | Of::Numbers, false) => self.in_pairs::<false>(known, x),
            (Of::Comparison, false) => self.in_pairs::<true>(known, x),
        }
    }

    /// What the right-hand side leaves for a row after the terms of all other rows but one, and the size of its terms.
    #[inline]
    fn rest<const COMPARISON: bool>(
        &self,
        row: usize,
        but: usize,
        known: f64,
        x: &[f64],
    ) -> (f64, f64) {
        let entries = self.matrix.inside(row);
        let (mut sum, mut size) = ([known, 0.0], [known.abs(), 0.0]);
        let mut take = |lane: usize, column: u32, value: f64| {
            let column = column as usize;
            if column == but {
                return;
            }
            let term = value * x[column];
            if COMPARISON {
                sum[lane] += term.abs();
            } else {
                sum[lane] -= term;
                size[lane] += term.abs();
            }
        };
        // Two lanes, since each addition waits for the one before it in its lane.
        let columns = entries.columns.chunks_exact(2);
        let values = entries.values.chunks_exact(2);
        if let ([column], [value]) = (columns.remainder(), values.remainder()) {
            take(0, *column, *value);
        }
        for (columns, values) in columns.zip(values) {
            take(0, columns[0], values[0]);
            take(1, columns[1], values[1]);
        }
        let sum = sum[0] + sum[1];
        (sum, if COMPARISON { sum } else { size[0] + size[1] })
    }

    fn plain<const COMPARISON: bool>(&self, known: &[f64], x: &mut [f64]) -> f64 {
        let mut most = 0.0_f64;
        for (row, &known) in self.rows.clone().zip(known) {
            let (rest, size) = self.rest::<COMPARISON>(row, usize::MAX, known, x);
            let diagonal = self.matrix.diagonal(row).high;
            let next = rest / if COMPARISON { diagonal.abs() } else { diagonal };
            most = larger(most, (next - x[row]) * diagonal, size);
            x[row] = next;
        }
        most
    }

    /// One sweep whose changes are measured beside the numbers.
    fn numbers(&self, known: &[f64], x: &mut [f64]) -> f64 {
        let mut most = 0.0_f64;
        for (row, &known) in self.rows.clone().zip(known) {
            let entries = self.matrix.inside(row);
            let (columns, odd) = entries.columns.as_chunks::<2>();
            let (values, odd_value) = entries.values.as_chunks::<2>();
            let mut rest = [known, 0.0];
            for (columns, values) in columns.iter().zip(values) {
                rest[0] -= values[0] * x[columns[0] as usize];
                rest[1] -= values[1] * x[columns[1] as usize];
            }
            if let ([column], [value]) = (odd, odd_value) {
                rest[0] -= value * x[*column as usize];
            }
            let next = (rest[0] + rest[1]) / self.matrix.diagonal(row).high;
            most = larger(most, next - x[row], next.abs());
            x[row] = next;
        }
        most
    }

    fn in_pairs<const COMPARISON: bool>(&self, known: &[f64], x: &mut [f64]) -> f64 {
        let mut most = 0.0_f64;
        let first = self.rows.start;
        let shape = |value: f64, diagonal: bool| match (COMPARISON, diagonal) {
            (false, _) => value,
            (true, true) => value.abs(),
            (true, false) => -value.abs(),
        };
        for row in self.rows.clone() {
            let partner = self.partners[row - first];
            let own = shape(self.matrix.diagonal(row).high, true);
            if partner == ALONE {
                let (rest, size) = self.rest::<COMPARISON>(row, usize::MAX, known[row - first], x);
                let next = rest / own;
                most = larger(most, (next - x[row]) * own, size);
                x[row] = next;
                continue;
            }
            let other = partner as usize;
            if other < row {
                continue;
            }
            let (rest, size) = self.rest::<COMPARISON>(row, other, known[row - first], x);
            let (other_rest, other_size) =
                self.rest::<COMPARISON>(other, row, known[other - first], x);
            let others = shape(self.matrix.diagonal(other).high, true);
            let to = shape(self.between(row, other), false);
            let back = shape(self.between(other, row), false);
            let determinant = difference(own, others, to, back);
            let next = (others * rest - to * other_rest) / determinant;
            let other_next = (own * other_rest - back * rest) / determinant;
            most = larger(most, (next - x[row]) * own, size + (to * other_next).abs());
            most = larger(
                most,
                (other_next - x[other]) * others,
                other_size + (back * next).abs(),
            );
            x[row] = next;
            x[other] = other_next;
        }
        most
    }

    /// The sum of a row's entries in a column.
    fn between(&self, row: usize, column: usize) -> f64 {
        let entries = self.matrix.inside(row).iter();
        entries
            .filter(|(other, _)| *other == column)
            .map(|(_, value)| value)
            .sum()
    }
}

/// An approximate solution of a matrix that is one component, for a right-hand side in the order of its original rows, by
/// sweeps; `None` where they do not settle.
pub(in crate::solve) fn settled(matrix: &Ordered, known: &[f64]) -> Option<Vec<f64>> {
    let in_order: Vec<f64> = matrix
        .order
        .iter()
        .map(|row| known[*row as usize])
        .collect();
    let mut x = vec![0.0; known.len()];
    let sweeps = Sweeps::new(matrix, 0..known.len(), Of::Matrix);
    if sweeps.solve(&in_order, &mut x, f64::EPSILON) == Ended::TooSlow {
        return None;
    }
    let mut solution = vec![0.0; known.len()];
    for (&row, x) in matrix.order.iter().zip(x) {
        solution[row as usize] = x;
    }
    solution.iter().all(|x| x.is_finite()).then_some(solution)
}

/// The larger of `most` and a change relative to the size of what it is in.
#[inline]
fn larger(most: f64, change: f64, size: f64) -> f64 {
    let change = change.abs();
    if change <= most * size {
        most
    } else if size > 0.0 {
        // Not a number stays so, and ends the sweeps.
        change / size
    } else {
        // All terms have come to nothing: that is a whole change.
        most.max(1.0)
    }
}

/// a b - c d, rounded once.
fn difference(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let (first, first_error) = two_product(a, b);
    let (second, second_error) = two_product(c, d);
    (first - second) + (first_error - second_error)
}

/// Pairs the strongest two-process loops of a component: for each row its partner.
fn partners(matrix: &Ordered, rows: Range<usize>) -> Vec<u32> {
    let first = rows.start;
    let mut loops: Vec<(f64, u32, u32)> = Vec::new();
    let mut seen = vec![(u32::MAX, 0.0_f64); rows.len()];
    let mut consumers: Vec<Vec<(u32, f64)>> = vec![Vec::new(); rows.len()];
    for row in rows.clone() {
        for (column, value) in matrix.inside(row).iter() {
            consumers[column - first].push((crate::model::narrow(row), value));
        }
    }
    for row in rows.clone() {
        let mark = crate::model::narrow(row);
        for (column, value) in matrix.inside(row).iter() {
            let slot = &mut seen[column - first];
            *slot = if slot.0 == mark {
                (mark, slot.1 + value)
            } else {
                (mark, value)
            };
        }
        for &(other, back) in &consumers[row - first] {
            let (seen_by, to) = seen[other as usize - first];
            if seen_by == mark && other > mark {
                let diagonals = matrix.diagonal(row).high * matrix.diagonal(other as usize).high;
                let gain = (to * back / diagonals).abs();
                if gain > STRONG {
                    loops.push((gain, mark, other));
                }
            }
        }
    }
    loops.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut partners = vec![ALONE; rows.len()];
    for (_, one, other) in loops {
        let (at, to) = (one as usize - first, other as usize - first);
        if partners[at] == ALONE && partners[to] == ALONE {
            partners[at] = other;
            partners[to] = one;
        }
    }
    partners
}

/// How fast sweeps settle.
#[derive(Debug, Default)]
struct Pace {
    change: f64,
    rate: f64,
    /// Sweeps since the last extrapolation.
    sweeps: usize,
    /// Whether an extrapolation has made a change larger: then the late changes are not one vector.
    misled: bool,
    /// The change to halve, and the sweeps since it was set.
    mark: Option<f64>,
    since_mark: usize,
}

/// What to do after a sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Next {
    Sweep,
    Extrapolate { rate: f64 },
    End,
}

/// Sweeps to let pass before an extrapolation, after the start and after the one before it.
const PASSED: usize = 5;

/// A rate is steady when it differs by no more than this from the one before it.
const STEADY: f64 = 0.03;

impl Pace {
    fn after(&mut self, change: f64) -> Next {
        if !change.is_finite() {
            return Next::End;
        }
        let rate = change / self.change;
        let steady = (rate - self.rate).abs() <= STEADY * rate;
        self.sweeps += 1;
        // Before the first sweep there is no change to compare with.
        self.misled |= self.sweeps == 1 && self.change > 0.0 && rate > 1.0;
        (self.change, self.rate) = (change, rate);
        self.since_mark += 1;
        if self.mark.is_none_or(|mark| change <= 0.5 * mark) {
            self.mark = Some(change);
            self.since_mark = 0;
        } else if self.since_mark > PATIENCE {
            return Next::End;
        }
        if self.sweeps >= PASSED && steady && rate < 0.999 && !self.misled {
            self.sweeps = 0;
            return Next::Extrapolate { rate };
        }
        Next::Sweep
    }
}
