//! Approximate solutions of a loop in doubles, by a sparse LU factorisation. Whatever they are worth
//! is for the certificate to say.

use std::fmt;

use faer::Mat;
use faer::linalg::solvers::Solve;
use faer::sparse::linalg::solvers::Lu;
use faer::sparse::{SparseColMat, Triplet};

/// A factorised square matrix.
pub(super) struct Approximate {
    lu: Lu<usize, f64>,
    size: usize,
}

impl fmt::Debug for Approximate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Approximate")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

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
    /// The factorisation, or `None` when the matrix is singular to working precision.
    pub fn new(size: usize, entries: &[(usize, usize, f64)]) -> Option<Self> {
        let triplets: Vec<Triplet<usize, usize, f64>> = entries
            .iter()
            .map(|&(row, column, entry)| Triplet::new(row, column, entry))
            .collect();
        let matrix = SparseColMat::try_new_from_triplets(size, size, &triplets).ok()?;
        let lu = matrix.sp_lu().ok()?;
        Some(Self { lu, size })
    }

    /// An approximate solution of `M x = b`, or of `Mᵀ x = b`; `None` when it is not finite.
    pub fn solve(&self, known: &[f64], transposed: bool) -> Option<Vec<f64>> {
        let mut x = Mat::<f64>::from_fn(known.len(), 1, |row, _| known[row]);
        if transposed {
            self.lu.solve_transpose_in_place(&mut x);
        } else {
            self.lu.solve_in_place(&mut x);
        }
        let solution: Vec<f64> = (0..known.len()).map(|row| x[(row, 0)]).collect();
        solution.iter().all(|x| x.is_finite()).then_some(solution)
    }
}
