//! Approximate solutions of a loop in doubles: by a sparse LU factorisation, or by sweeps where the loop is large and they
//! settle. Whatever they are worth is for the certificate to say.

use std::sync::OnceLock;

use super::bulk::{Factors, Ordered, settled};
use super::order::Components;
use crate::model::Matrix;

/// A square matrix that can be solved approximately.
#[derive(Debug)]
pub(super) struct Approximate {
    rows: Ordered,
    /// The transposed matrix, where sweeps need it.
    swept: Option<Ordered>,
    /// The factorisation, made at once or when sweeps do not settle; `None` when the matrix is singular to working precision.
    factors: OnceLock<Option<Box<Factors>>>,
}

/// A loop of so many columns is swept: its factorisation would take longer than all else.
const LARGE: usize = 400;

/// Powers of ten that bring a matrix to entries near one: row i times `10^row[i]`, column j times
/// `10^column[j]`. Powers of ten, since those are exact in decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Balance {
    pub row: Vec<i32>,
    pub column: Vec<i32>,
}

/// Enough for short loops; along a long one the sizes of the certificate's vector do the rest.
const SWEEPS: usize = 20;

impl Balance {
    /// Osborne's balancing of the matrix with its rows divided by their diagonals: units chosen by
    /// people spread a loop over many decades, and this undoes it.
    pub fn of(size: usize, entries: &[(usize, usize, f64)]) -> Self {
        let mut diagonal = vec![0.0_f64; size];
        let mut largest = vec![0.0_f64; size];
        for &(row, column, entry) in entries {
            largest[row] = largest[row].max(entry.abs());
            if row == column {
                diagonal[row] = entry.abs();
            }
        }
        for (diagonal, largest) in diagonal.iter_mut().zip(&largest) {
            if *diagonal == 0.0 {
                *diagonal = largest.max(f64::MIN_POSITIVE);
            }
        }
        let mut unknown = vec![1.0_f64; size];
        for _ in 0..SWEEPS {
            let mut in_row = vec![0.0_f64; size];
            let mut in_column = vec![0.0_f64; size];
            for &(row, column, entry) in entries {
                if row != column {
                    let scaled = entry.abs() * unknown[column] / (diagonal[row] * unknown[row]);
                    in_row[row] += scaled;
                    in_column[column] += scaled;
                }
            }
            for index in 0..size {
                if in_row[index] > 0.0 && in_column[index] > 0.0 {
                    // The fourth root, since both ends of an entry move: the square root would make
                    // a loop of two overshoot for ever.
                    unknown[index] *= (in_row[index] / in_column[index]).sqrt().sqrt();
                }
            }
        }
        let rows = diagonal.iter().zip(&unknown);
        Self {
            row: rows.map(|(d, u)| power_of_ten(1.0 / (d * u))).collect(),
            column: unknown.into_iter().map(power_of_ten).collect(),
        }
    }

    /// The same for the transposed matrix.
    pub fn transposed(&self) -> Self {
        Self {
            row: self.column.clone(),
            column: self.row.clone(),
        }
    }
}

/// The power of ten nearest to a positive number.
pub(super) fn power_of_ten(number: f64) -> i32 {
    // The logarithm of a finite double lies between -324 and 309.
    #[expect(clippy::cast_possible_truncation)]
    let power = number.log10().round().clamp(-400.0, 400.0) as i32;
    power
}

impl Approximate {
    /// The matrix of one loop, or `None` when it is singular to working precision.
    pub fn new(size: usize, entries: &[(usize, usize, f64)]) -> Option<Self> {
        let (matrix, _) = Matrix::new(size, size, entries.iter().copied());
        let components = Components::of_matrix(&matrix).joined();
        let rows = Ordered::new(&matrix, &components);
        let transposed = (size >= LARGE)
            .then(|| Ordered::new(&matrix.transposed(size), &components.reversed()))
            .filter(|transposed| {
                let ones = vec![1.0; size];
                settled(&rows, &ones).is_some() && settled(transposed, &ones).is_some()
            });
        let approximate = Self {
            rows,
            swept: transposed,
            factors: OnceLock::new(),
        };
        let is_ready = approximate.swept.is_some() || approximate.factors().is_some();
        is_ready.then_some(approximate)
    }

    fn factors(&self) -> Option<&Factors> {
        let made = self.factors.get_or_init(|| {
            let factors = Factors::new(&self.rows, 0..self.rows.size());
            factors.map(Box::new)
        });
        made.as_deref()
    }

    /// An approximate solution of `M x = b`, or of `Mᵀ x = b`; `None` when it is not finite.
    pub fn solve(&self, known: &[f64], transposed: bool) -> Option<Vec<f64>> {
        if let Some(columns) = &self.swept {
            let matrix = if transposed { columns } else { &self.rows };
            if let Some(solution) = settled(matrix, known) {
                return Some(solution);
            }
        }
        let in_order: Vec<f64> = self
            .rows
            .order
            .iter()
            .map(|row| known[*row as usize])
            .collect();
        let solution = self.factors()?.solve(&in_order, transposed)?;
        let mut unordered = vec![0.0; known.len()];
        for (&row, value) in self.rows.order.iter().zip(solution) {
            unordered[row as usize] = value;
        }
        Some(unordered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix of one loop in which every row takes three others, with entries over ten decades.
    fn entries(size: usize) -> Vec<(usize, usize, f64)> {
        let unit = |number: usize| 10.0_f64.powi(i32::try_from(number * 7 % 11).expect("few") - 5);
        let rows = (0..size).flat_map(|row| {
            let others = [1, 5, 17].map(|step| (row + step) % size);
            let needs = others.map(|other| (row, other, -0.3 * unit(row) / unit(other)));
            std::iter::once((row, row, 1.0)).chain(needs)
        });
        rows.collect()
    }

    /// A solution of the matrix, and of the transposed one, comes back to the right-hand side, whether it is factorised or
    /// swept.
    #[test]
    fn solutions_come_back() {
        for size in [40, LARGE] {
            let entries = entries(size);
            let approximate = Approximate::new(size, &entries).expect("not singular");
            assert_eq!(approximate.swept.is_some(), size >= LARGE);
            for transposed in [false, true] {
                let known: Vec<f64> = (0..size)
                    .map(|row| f64::from(u32::try_from(row % 7).expect("few")))
                    .collect();
                let solution = approximate.solve(&known, transposed).expect("finite");
                let mut left = known.clone();
                let mut terms = known.clone();
                for &(row, column, entry) in &entries {
                    let (row, column) = if transposed {
                        (column, row)
                    } else {
                        (row, column)
                    };
                    left[row] -= entry * solution[column];
                    terms[row] += (entry * solution[column]).abs();
                }
                for (left, terms) in left.iter().zip(&terms) {
                    assert!(
                        left.abs() <= 1e-13 * terms,
                        "{size} {transposed}: {left} of {terms}"
                    );
                }
            }
        }
    }
}
