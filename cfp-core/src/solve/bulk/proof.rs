//! A proof, in doubles with every rounding accounted for, of how far an approximate solution of a component can be from
//! the exact one.
//!
//! # Source
//!
//! If some v > 0 has ⟨M⟩v >= t > 0 for the comparison matrix ⟨M⟩ (|mᵢᵢ| on the diagonal, -|mᵢⱼ| off it), then ⟨M⟩ is a
//! nonsingular M-matrix and |M⁻¹| <= ⟨M⟩⁻¹ (Ostrowski 1937; Neumaier 1990, *Interval Methods for Systems of Equations*,
//! chapter 3; Rump 2010, *Acta Numerica* 19, section 10). Where t is not below the residual, v bounds the error component
//! by component: one vector proves both. M is taken with the entries that it has, not scaled, since a matrix scaled in
//! doubles would be another one.

use std::ops::Range;

use super::order::Ordered;
use super::sweep::{Ended, Sweeps};
use crate::double::{UNDERFLOW, UNIT, inflation, up};

/// What a solution leaves of the right-hand side of a component, row by row.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The residual, rounded to nearest.
    pub residual: Vec<f64>,
    /// The most that the exact residual can be in magnitude, uncertain terms from outside included.
    pub most: Vec<f64>,
    /// The sum of the magnitudes of the terms of the row.
    pub size: Vec<f64>,
}

/// The right-hand side of the proof exceeds what it has to cover by this, so that a rough solution suffices.
const MARGIN: f64 = 1.1;

/// How far the rough solution settles before it is checked: less than the margin.
const SETTLED: f64 = 0.02;

/// How often the check may fail before the proof is given up.
const ATTEMPTS: usize = 6;

/// Below any figure: what a row without terms has to cover, so that its bound is above zero.
const LEAST: f64 = 1e-75;

impl Left {
    /// The largest residual beside the terms of its row.
    pub fn backward_error(&self) -> f64 {
        let rows = self.residual.iter().zip(&self.size);
        rows.fold(0.0, |most, (residual, size)| {
            let size = size.max(f64::MIN_POSITIVE);
            most.max(residual.abs() / size)
        })
    }

    /// What rounding leaves in a row beside its terms, on the average.
    fn level(&self) -> f64 {
        let rows = self.residual.iter().zip(&self.size);
        let sum: f64 = rows
            .map(|(residual, size)| residual.abs() / size.max(f64::MIN_POSITIVE))
            .sum();
        // A component has far fewer than 2⁵² rows.
        #[expect(clippy::cast_precision_loss)]
        let count = self.size.len().max(1) as f64;
        (sum / count).max(UNIT * UNIT)
    }

    /// What the rough solution of the comparison matrix is asked to reach: a little more than is left, and in each row at
    /// least what rounding leaves on the average, so that it settles everywhere at the same rate.
    fn asked(&self, matrix: &Ordered, rows: Range<usize>) -> Vec<f64> {
        let level = self.level();
        let needed = rows.zip(self.most.iter().zip(&self.size));
        needed
            .map(|(row, (most, size))| {
                let least = LEAST * matrix.diagonal(row).high.abs();
                MARGIN * most.max(level * size).max(least)
            })
            .collect()
    }
}

/// Bounds of the errors of a component's solution `values`, by sweeps over its comparison matrix.
pub(super) fn by_sweeps(
    sweeps: &Sweeps<'_>,
    matrix: &Ordered,
    rows: Range<usize>,
    left: &Left,
    values: &[f64],
    bounds: &mut [f64],
) -> bool {
    if left.most.iter().any(|most| !most.is_finite()) {
        return false;
    }
    let mut asked = left.asked(matrix, rows.clone());
    // From below, and nearly in the shape of the bounds: they are a like share of most values.
    let level = left.level();
    for row in rows.clone() {
        bounds[row] = level * values[row].abs();
    }
    let sweeps = sweeps.of_comparison();
    let mut settled = SETTLED;
    for _ in 0..ATTEMPTS {
        if sweeps.solve(&asked, bounds, settled) == Ended::TooSlow {
            return false;
        }
        if covers(matrix, rows.clone(), &left.most, bounds) {
            return true;
        }
        settled *= 0.1;
        raise(&mut asked, matrix, rows.clone(), bounds);
    }
    false
}

/// Asks for more where the check could not tell what is asked from rounding.
fn raise(asked: &mut [f64], matrix: &Ordered, rows: Range<usize>, bounds: &[f64]) {
    for (row, asked) in rows.zip(asked) {
        let roundings = inflation(matrix.inside(row).columns.len() + 8) - 1.0;
        *asked = asked.max(8.0 * roundings * matrix.diagonal(row).high.abs() * bounds[row]);
    }
}

/// Bounds of the errors of a component's solution, from approximate solutions by `solve` of the comparison matrix.
pub(super) fn by_solving(
    solve: impl Fn(&[f64]) -> Option<Vec<f64>>,
    matrix: &Ordered,
    rows: Range<usize>,
    left: &Left,
    bounds: &mut [f64],
) -> bool {
    if left.most.iter().any(|most| !most.is_finite()) {
        return false;
    }
    let mut asked = left.asked(matrix, rows.clone());
    for _ in 0..ATTEMPTS {
        let Some(solution) = solve(&asked) else {
            return false;
        };
        bounds[rows.clone()].copy_from_slice(&solution);
        if covers(matrix, rows.clone(), &left.most, bounds) {
            return true;
        }
        raise(&mut asked, matrix, rows.clone(), bounds);
    }
    false
}

/// Whether bounds that are there already hold for what a solution leaves.
pub(super) fn holds(matrix: &Ordered, rows: Range<usize>, left: &Left, bounds: &[f64]) -> bool {
    left.most.iter().all(|most| most.is_finite()) && covers(matrix, rows, &left.most, bounds)
}

/// Whether a vector is above zero and the comparison matrix times it is above zero and not below `needed`.
pub(super) fn covers(matrix: &Ordered, rows: Range<usize>, needed: &[f64], vector: &[f64]) -> bool {
    rows.zip(needed).all(|(row, needed)| {
        let entries = matrix.inside(row);
        let count = entries.columns.len();
        let others = entries.magnitudes_times(vector) * inflation(count + 2);
        let own = matrix.least_diagonal(row) * vector[row] * (1.0 - 4.0 * UNIT);
        #[expect(clippy::cast_precision_loss)]
        let underflow = (count + 2) as f64 * UNDERFLOW;
        let image = (own - others) * (1.0 - 4.0 * UNIT) - underflow;
        vector[row] > 0.0 && image > 0.0 && image >= up(*needed, 1)
    })
}
