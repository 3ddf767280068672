//! A component whose comparison matrix is no M-matrix only because of a few strong loops: their processes are taken out,
//! what is left of them is inverted, and the rest is solved and proved by sweeps.
//!
//! With F the rows that stay and S those that are taken out, M is [[F, B], [C, D]] and the matrix left of S is the Schur
//! complement K = D - C F⁻¹ B. F⁻¹ B is solved for column by column, each with a bound; K is then known up to a radius, and
//! an approximate inverse of it bounds its true inverse.
//!
//! |K⁻¹| is bounded as in [`inverse`](super::inverse), |F⁻¹| as in [`proof`](super::proof).

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::culprit;
use super::factor::Scales;
use super::inverse::{Around, Inverse};
use super::order::Ordered;
use super::proof::{self, Left};
use super::sound::WHOLE;
use super::sweep::{Ended, Of, Sweeps};
use crate::double::{UNIT, inflation, up};
use crate::model::{Matrix, narrow};
use crate::solve::order::Components;

/// More processes than this are not taken out: each costs a solution of all that stay.
const MOST: usize = 192;

/// How often further loops are looked for when the strongest are out and the rest still has no proof.
const ROUNDS: usize = 12;

/// What the columns of F⁻¹ B settle to; the proof accounts for what is left.
const SETTLED: f64 = 1e-11;

/// What a solution by sweeps settles to.
const SOLVED: f64 = 1e-15;

/// Stands for a row that stays.
const STAYS: u32 = u32::MAX;

/// A component with its strongest loops taken out.
#[derive(Debug)]
pub(super) struct Border<'a> {
    split: Split<'a>,
    /// F⁻¹ B, about, column by column.
    columns: Vec<Vec<f64>>,
    /// The inverse of what is left of the rows taken out, and the scales of its rows and columns.
    inverse: Inverse,
    row_scales: Vec<f64>,
    column_scales: Vec<f64>,
}

/// The rows taken out and those that stay.
#[derive(Debug)]
struct Split<'a> {
    matrix: &'a Ordered,
    rows: Range<usize>,
    /// The rows taken out, by position, ascending.
    out: Vec<usize>,
    /// For each row of the component, its place among those taken out, or `STAYS`.
    place: Vec<u32>,
    /// The rows that stay, by position, ascending; row k of `inner` is the k-th of them.
    stays: Vec<usize>,
    inner: Ordered,
}

impl<'a> Split<'a> {
    fn new(matrix: &'a Ordered, rows: Range<usize>, out: &BTreeSet<usize>) -> Self {
        let mut place = vec![STAYS; rows.len()];
        for (at, &row) in out.iter().enumerate() {
            place[row - rows.start] = narrow(at);
        }
        let stays: Vec<usize> = rows.clone().filter(|row| !out.contains(row)).collect();
        let mut local = vec![0_usize; rows.len()];
        for (at, &row) in stays.iter().enumerate() {
            local[row - rows.start] = at;
        }
        let is_inside = |column: usize| place[column - rows.start] == STAYS;
        let entries = stays.iter().enumerate().flat_map(|(at, &row)| {
            let diagonal = matrix.diagonal(row);
            let own = [(at, at, diagonal.high), (at, at, diagonal.low)];
            let inside = matrix
                .inside(row)
                .iter()
                .filter(move |(column, _)| is_inside(*column));
            let local = &local;
            let first = rows.start;
            own.into_iter()
                .chain(inside.map(move |(column, value)| (at, local[column - first], value)))
        });
        let (whole, _) = Matrix::new(stays.len(), stays.len(), entries);
        let size = narrow(stays.len());
        let components = Components {
            order: (0..size).collect(),
            starts: vec![0, size],
        };
        let inner = Ordered::new(&whole, &components);
        Self {
            matrix,
            rows,
            out: out.iter().copied().collect(),
            place,
            stays,
            inner,
        }
    }

    /// The place of a column among the rows taken out.
    fn place(&self, column: usize) -> Option<usize> {
        let place = self.place[column - self.rows.start];
        (place != STAYS).then_some(place as usize)
    }

    /// The right-hand sides of the columns of F⁻¹ B.
    fn coupled(&self) -> Vec<Vec<f64>> {
        let mut columns = vec![vec![0.0; self.stays.len()]; self.out.len()];
        for (at, &row) in self.stays.iter().enumerate() {
            for (column, value) in self.matrix.inside(row).iter() {
                if let Some(place) = self.place(column) {
                    columns[place][at] += value;
                }
            }
        }
        columns
    }
}

impl<'a> Border<'a> {
    /// A component with the strongest loops taken out; `None` where too many would have to be, or what is left of them
    /// cannot be inverted with proof.
    pub fn new(matrix: &'a Ordered, rows: Range<usize>) -> Option<Self> {
        let sizes = Scales::of(matrix, rows.clone()).column;
        let (split, weights) = taken_out(matrix, rows.clone(), &sizes)?;
        let coupled = split.coupled();
        let sweeps = Sweeps::new(&split.inner, 0..split.stays.len(), Of::Matrix);
        let solved = coupled.par_iter().map(|known| {
            let mut x = vec![0.0; known.len()];
            let settled =
                known.is_empty() || sweeps.solve(known, &mut x, SETTLED) == Ended::Settled;
            settled.then_some(x)
        });
        let columns: Vec<Vec<f64>> = solved.collect::<Option<_>>()?;
        let bounds: Vec<f64> = columns
            .iter()
            .zip(&coupled)
            .map(|(x, known)| off_by(&split.inner, x, known, &weights))
            .collect();
        let schur = schur(&split, &columns, &bounds, &weights.vector);
        let of = |row: &usize| sizes[row - rows.start];
        let column_scales: Vec<f64> = split.out.iter().map(of).collect();
        let row_scales: Vec<f64> = split
            .out
            .iter()
            .map(|row| {
                super::factor::power_of_two(1.0 / (matrix.diagonal(*row).high.abs() * of(row)))
            })
            .collect();
        let schur = schur.scaled(&row_scales, &column_scales);
        let inverse = schur.inverse(split.out.len())?;
        Some(Self {
            split,
            columns,
            inverse,
            row_scales,
            column_scales,
        })
    }

    /// How many processes were taken out.
    pub fn size(&self) -> usize {
        self.split.out.len()
    }

    /// An approximate solution for a right-hand side of the component's rows; for a correction, measured beside the sizes of
    /// the rows.
    pub fn solve(&self, known: &[f64], beside: Option<&Left>) -> Option<Vec<f64>> {
        let first = self.split.rows.start;
        let of_stays = |all: &[f64]| -> Vec<f64> {
            self.split
                .stays
                .iter()
                .map(|row| all[row - first])
                .collect()
        };
        let sweeps = Sweeps::new(&self.split.inner, 0..self.split.stays.len(), Of::Matrix);
        let mut x = vec![0.0; self.split.stays.len()];
        let ended = match beside {
            _ if x.is_empty() => Ended::Settled,
            Some(left) => {
                let tolerance = 1e-9 * left.backward_error();
                sweeps.solve_beside(&of_stays(known), &mut x, tolerance, &of_stays(&left.size))
            }
            None => sweeps.solve(&of_stays(known), &mut x, SOLVED),
        };
        if ended == Ended::TooSlow {
            return None;
        }
        let mut solution = vec![0.0; self.split.rows.len()];
        for (row, x) in self.split.stays.iter().zip(&x) {
            solution[row - first] = *x;
        }
        let rest: Vec<f64> = self
            .split
            .out
            .iter()
            .map(|&row| {
                let terms = self
                    .split
                    .matrix
                    .inside(row)
                    .iter()
                    .map(|(column, value)| value * solution[column - first]);
                known[row - first] - terms.sum::<f64>()
            })
            .collect();
        for (row, &at) in self.split.out.iter().enumerate() {
            let inverse = self.inverse.row(row);
            let terms = inverse
                .iter()
                .zip(&rest)
                .zip(&self.row_scales)
                .map(|((r, rest), scale)| r * rest * scale);
            let value = terms.sum::<f64>() * self.column_scales[row];
            solution[at - first] = value;
            for (stays, column) in self.split.stays.iter().zip(&self.columns[row]) {
                solution[stays - first] -= column * value;
            }
        }
        solution.iter().all(|x| x.is_finite()).then_some(solution)
    }

    /// Bounds of the errors of a solution by what it leaves; `values` are those of all rows.
    pub fn bounds(&self, left: &Left, values: &[f64]) -> Option<Vec<f64>> {
        let first = self.split.rows.start;
        let inner_values: Vec<f64> = self.split.stays.iter().map(|row| values[*row]).collect();
        let of_stays = |all: &[f64]| -> Vec<f64> {
            self.split
                .stays
                .iter()
                .map(|row| all[row - first])
                .collect()
        };
        let mut inner = Left {
            residual: of_stays(&left.residual),
            most: of_stays(&left.most),
            size: of_stays(&left.size),
        };
        let within = self.inner_bounds(&inner, &inner_values)?;
        let mut bounds = vec![0.0; self.split.rows.len()];
        for (row, bound) in self.split.stays.iter().zip(&within) {
            bounds[row - first] = *bound;
        }
        let needed: Vec<f64> = self
            .split
            .out
            .iter()
            .zip(&self.row_scales)
            .map(|(&row, scale)| {
                let entries = self.split.matrix.inside(row);
                let terms = entries
                    .iter()
                    .map(|(column, value)| value.abs() * bounds[column - first]);
                up(
                    left.most[row - first] + terms.sum::<f64>(),
                    entries.columns.len() + 2,
                ) * scale
            })
            .collect();
        for ((row, bound), scale) in self
            .split
            .out
            .iter()
            .zip(self.inverse.most(&needed))
            .zip(&self.column_scales)
        {
            bounds[row - first] = bound * scale;
        }
        for (at, &row) in self.split.stays.iter().enumerate() {
            let entries = self.split.matrix.inside(row);
            let of_out = entries
                .iter()
                .filter(|(column, _)| self.split.place[column - first] != STAYS);
            let terms = of_out.map(|(column, value)| value.abs() * bounds[column - first]);
            inner.most[at] = up(
                inner.most[at] + terms.sum::<f64>(),
                entries.columns.len() + 2,
            );
        }
        let within = self.inner_bounds(&inner, &inner_values)?;
        for (row, bound) in self.split.stays.iter().zip(within) {
            bounds[row - first] = bound;
        }
        bounds
            .iter()
            .all(|bound| bound.is_finite())
            .then_some(bounds)
    }

    fn inner_bounds(&self, left: &Left, values: &[f64]) -> Option<Vec<f64>> {
        let mut bounds = vec![0.0; self.split.stays.len()];
        if bounds.is_empty() {
            return left
                .most
                .iter()
                .all(|most| most.is_finite())
                .then_some(bounds);
        }
        let sweeps = Sweeps::new(&self.split.inner, 0..self.split.stays.len(), Of::Matrix);
        let rows = 0..self.split.stays.len();
        proof::by_sweeps(&sweeps, &self.split.inner, rows, left, values, &mut bounds)
            .then_some(bounds)
    }
}

/// A vector that proves the comparison matrix of the rows that stay to be an M-matrix, and what it reaches at least.
struct Weights {
    vector: Vec<f64>,
    image: Vec<f64>,
}

/// The component without its strongest loops, and the vector that proves the rest; `None` where too many would be out.
fn taken_out<'a>(
    matrix: &'a Ordered,
    rows: Range<usize>,
    sizes: &[f64],
) -> Option<(Split<'a>, Weights)> {
    let mut out: BTreeSet<usize> = if rows.len() <= WHOLE {
        rows.clone().collect()
    } else {
        let paired = Sweeps::paired(matrix, rows.clone(), Of::Matrix);
        paired
            .map(|paired| paired.paired_rows().collect())
            .unwrap_or_default()
    };
    for _ in 0..ROUNDS {
        if out.len() > MOST {
            return None;
        }
        let split = Split::new(matrix, rows.clone(), &out);
        let asked: Vec<f64> = split
            .stays
            .iter()
            .map(|row| matrix.diagonal(*row).high.abs() * sizes[row - rows.start])
            .collect();
        let mut vector: Vec<f64> = split
            .stays
            .iter()
            .map(|row| sizes[row - rows.start])
            .collect();
        let all = 0..split.stays.len();
        let sweeps = Sweeps::new(&split.inner, all.clone(), Of::Comparison);
        let image: Vec<f64> = asked.iter().map(|asked| 0.5 * asked).collect();
        let settled = all.is_empty() || sweeps.solve(&asked, &mut vector, 0.05) == Ended::Settled;
        if settled && proof::covers(&split.inner, all.clone(), &image, &vector) {
            return Some((split, Weights { vector, image }));
        }
        let further = culprit::strongest_loop(&split.inner, all);
        let before = out.len();
        out.extend(further.into_iter().map(|at| split.stays[at]));
        if out.len() == before {
            return None;
        }
    }
    None
}

/// τ for which an approximate solution is off by at most τ times the vector of the weights.
fn off_by(inner: &Ordered, x: &[f64], known: &[f64], weights: &Weights) -> f64 {
    let mut most = 0.0_f64;
    for (row, known) in known.iter().enumerate() {
        let entries = inner.inside(row);
        let diagonal = inner.diagonal(row);
        let (mut sum, mut size) = (
            known - diagonal.high * x[row],
            known.abs() + (diagonal.high * x[row]).abs(),
        );
        for (column, value) in entries.iter() {
            let term = value * x[column];
            sum -= term;
            size += term.abs();
        }
        let of_diagonal = (diagonal.low.abs() + inner.diagonal_error(row)) * x[row].abs();
        let rounding =
            up(size, entries.columns.len() + 4) * (inflation(entries.columns.len() + 4) - 1.0);
        most = most
            .max((sum.abs() + rounding + of_diagonal) / weights.image[row] * (1.0 + 8.0 * UNIT));
    }
    most
}

/// What is left of the rows taken out: D - C F⁻¹ B, with radii.
fn schur(split: &Split<'_>, columns: &[Vec<f64>], bounds: &[f64], vector: &[f64]) -> Around {
    let size = split.out.len();
    let first = split.rows.start;
    let mut local = vec![0_usize; split.rows.len()];
    for (at, &row) in split.stays.iter().enumerate() {
        local[row - first] = at;
    }
    let mut schur = Around {
        values: vec![0.0; size * size],
        radii: vec![0.0; size * size],
    };
    for (at, &row) in split.out.iter().enumerate() {
        let entries = split.matrix.inside(row);
        let count = entries.columns.len() + 4;
        let values = &mut schur.values[at * size..(at + 1) * size];
        let mut sizes = vec![0.0_f64; size];
        let diagonal = split.matrix.diagonal(row);
        values[at] = diagonal.high;
        sizes[at] = diagonal.high.abs();
        let mut reach = 0.0;
        for (column, value) in entries.iter() {
            if let Some(place) = split.place(column) {
                values[place] += value;
                sizes[place] += value.abs();
            } else {
                let inner = local[column - first];
                reach += value.abs() * vector[inner];
                for (place, x) in columns.iter().enumerate() {
                    let term = value * x[inner];
                    values[place] -= term;
                    sizes[place] += term.abs();
                }
            }
        }
        for (place, sum) in sizes.into_iter().enumerate() {
            let rounding = up(sum, count) * (inflation(count) - 1.0);
            let radius = rounding + up(reach, count) * bounds[place];
            schur.radii[at * size + place] = up(radius, 3);
        }
        schur.radii[at * size + at] += up(diagonal.low.abs() + split.matrix.diagonal_error(row), 1);
    }
    schur
}
