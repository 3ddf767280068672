//! A component's sparse LU factorisation, where sweeps are too slow.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::linalg::LuError;
use faer::sparse::linalg::colamd::Control;
use faer::sparse::linalg::lu::{
    LuRef, LuSymbolicParams, NumericLu, SymbolicLu, factorize_symbolic_lu,
};
use faer::sparse::{SparseColMat, Triplet};
use faer::{Conj, Mat, Par};

use super::order::Ordered;
use crate::model::narrow;

/// A factorised component. It has the component's rows as its rows: factorised the other way round, the same matrix fills
/// ten to a hundred times more.
pub(in crate::solve) struct Factors {
    symbolic: Arc<SymbolicLu<u32>>,
    numeric: NumericLu<u32, f64>,
    /// What each row and each column is scaled by: powers of two, so that scaling rounds nothing.
    scales: Scales,
}

impl fmt::Debug for Factors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Factors")
            .field("size", &self.scales.row.len())
            .finish_non_exhaustive()
    }
}

/// Powers of two that bring the diagonal near one, and entries on both sides of it to like sizes.
#[derive(Debug)]
pub(super) struct Scales {
    row: Vec<f64>,
    /// The sizes of the unknowns.
    pub column: Vec<f64>,
}

/// How often the sizes of the unknowns are evened out.
const BALANCINGS: usize = 8;

impl Scales {
    /// The scales of a component.
    pub fn of(matrix: &Ordered, rows: Range<usize>) -> Self {
        let first = rows.start;
        let diagonals: Vec<f64> = rows
            .clone()
            .map(|row| matrix.diagonal(row).high.abs())
            .collect();
        let mut sizes = vec![1.0_f64; rows.len()];
        for _ in 0..BALANCINGS {
            let mut in_row = vec![0.0_f64; rows.len()];
            let mut in_column = vec![0.0_f64; rows.len()];
            for row in rows.clone() {
                let own = diagonals[row - first] * sizes[row - first];
                for (column, value) in matrix.inside(row).iter() {
                    let scaled = value.abs() * sizes[column - first] / own;
                    in_row[row - first] += scaled;
                    in_column[column - first] += scaled;
                }
            }
            for (size, (row, column)) in sizes.iter_mut().zip(in_row.iter().zip(&in_column)) {
                if *row > 0.0 && *column > 0.0 {
                    // The fourth root, since both ends of an entry move.
                    *size *= (row / column).sqrt().sqrt();
                }
            }
        }
        let rows = diagonals.iter().zip(&sizes);
        Self {
            row: rows
                .map(|(diagonal, size)| power_of_two(1.0 / (diagonal * size)))
                .collect(),
            column: sizes.into_iter().map(power_of_two).collect(),
        }
    }
}

/// The power of two nearest to a positive number.
pub(super) fn power_of_two(number: f64) -> f64 {
    // The logarithm of a finite double lies between -1075 and 1025.
    #[expect(clippy::cast_possible_truncation)]
    let power = number.log2().round().clamp(-1000.0, 1000.0) as i32;
    2.0_f64.powi(power)
}

impl Factors {
    /// The factorisation, or `None` when the component is singular to working precision.
    pub fn new(matrix: &Ordered, rows: Range<usize>) -> Option<Self> {
        Self::with_symbolic(matrix, rows, None)
    }

    /// The same for a matrix with its entries at the same places as another's: what depends on those alone is taken from its
    /// factorisation.
    pub fn like(matrix: &Ordered, rows: Range<usize>, other: &Self) -> Option<Self> {
        Self::with_symbolic(matrix, rows, Some(Arc::clone(&other.symbolic)))
    }

    fn with_symbolic(
        matrix: &Ordered,
        rows: Range<usize>,
        symbolic: Option<Arc<SymbolicLu<u32>>>,
    ) -> Option<Self> {
        let scales = Scales::of(matrix, rows.clone());
        let first = rows.start;
        let size = rows.len();
        let mut entries = Vec::with_capacity(matrix.entries_inside(rows.clone()));
        for row in rows.clone() {
            let at = row - first;
            let mut push = |column: usize, value: f64| {
                let entry = value * scales.row[at] * scales.column[column];
                entries.push(Triplet::new(narrow(at), narrow(column), entry));
            };
            push(at, matrix.diagonal(row).high);
            for (column, value) in matrix.inside(row).iter() {
                push(column - first, value);
            }
        }
        let matrix = SparseColMat::<u32, f64>::try_new_from_triplets(size, size, &entries).ok()?;
        drop(entries);
        let symbolic = match symbolic {
            Some(symbolic) => symbolic,
            None => Arc::new(factorize_symbolic_lu(matrix.symbolic(), parameters(size)).ok()?),
        };
        let numeric = numeric(&symbolic, &matrix).ok()?;
        Some(Self {
            symbolic,
            numeric,
            scales,
        })
    }

    /// An approximate solution of `M x = b`, or of `Mᵀ x = b`; `None` when it is not finite.
    pub fn solve(&self, known: &[f64], transposed: bool) -> Option<Vec<f64>> {
        let Scales { row, column } = &self.scales;
        let (row, column) = if transposed {
            (column, row)
        } else {
            (row, column)
        };
        let mut x = Mat::<f64>::from_fn(known.len(), 1, |at, _| known[at] * row[at]);
        let lu = LuRef::new_unchecked(&self.symbolic, &self.numeric);
        let mut memory =
            MemBuffer::try_new(self.symbolic.solve_in_place_scratch::<f64>(1, Par::Seq)).ok()?;
        let stack = MemStack::new(&mut memory);
        if transposed {
            lu.solve_transpose_in_place_with_conj(Conj::No, x.as_mut(), Par::Seq, stack);
        } else {
            lu.solve_in_place_with_conj(Conj::No, x.as_mut(), Par::Seq, stack);
        }
        let solution: Vec<f64> = (0..known.len()).map(|at| x[(at, 0)] * column[at]).collect();
        solution.iter().all(|x| x.is_finite()).then_some(solution)
    }
}

/// COLAMD's thresholds of dense rows and columns are shares of the size here: left at one half, the few rows that nearly
/// everybody needs are taken for sparse ones, and the ordering takes four times as long.
fn parameters(size: usize) -> LuSymbolicParams<'static> {
    // Sizes are far below 2⁵².
    #[expect(clippy::cast_precision_loss)]
    let dense = (1.5 / (size as f64).sqrt()).min(0.5);
    LuSymbolicParams {
        colamd_params: Control {
            dense_row: dense,
            dense_col: dense,
            ..Control::default()
        },
        ..LuSymbolicParams::default()
    }
}

fn numeric(
    symbolic: &SymbolicLu<u32>,
    matrix: &SparseColMat<u32, f64>,
) -> Result<NumericLu<u32, f64>, LuError> {
    let mut numeric = NumericLu::new();
    let scratch = symbolic.factorize_numeric_lu_scratch::<f64>(Par::Seq, faer::Spec::default());
    let mut memory = MemBuffer::try_new(scratch)
        .map_err(|_| LuError::Generic(faer::sparse::FaerError::OutOfMemory))?;
    let stack = MemStack::new(&mut memory);
    symbolic.factorize_numeric_lu(
        &mut numeric,
        matrix.as_ref(),
        Par::Seq,
        stack,
        faer::Spec::default(),
    )?;
    Ok(numeric)
}
