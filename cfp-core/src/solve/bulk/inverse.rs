//! The inverse of a small matrix, with a proof of how far it can be from the exact one.
//!
//! # Source
//!
//! If G >= |I - R K| for all matrices K within the radius and the rows of G sum to θ < 1, then K⁻¹ is the sum of all powers of
//! I - R K, times R: |K⁻¹ - R| is at most θ/(1-θ) times the largest element of a column of R, and |K⁻¹| q <= p + θ/(1-θ) max(p)
//! with p = |R| q (Neumann's series; Rump 2010, *Acta Numerica* 19, section 10; Neumaier 1990, chapter 4).

use faer::Mat;
use faer::linalg::solvers::{DenseSolveCore, PartialPivLu};

use crate::double::{inflation, up};

/// A matrix row by row, and how far each entry can be from the exact one.
#[derive(Debug)]
pub(super) struct Around {
    pub values: Vec<f64>,
    pub radii: Vec<f64>,
}

/// An approximate inverse, row by row, and the θ of its proof.
#[derive(Debug)]
pub(super) struct Inverse {
    size: usize,
    values: Vec<f64>,
    theta: f64,
}

impl Around {
    /// The same with rows and columns scaled by powers of two, which rounds nothing.
    pub fn scaled(mut self, rows: &[f64], columns: &[f64]) -> Self {
        let size = rows.len();
        for (at, row) in rows.iter().enumerate() {
            for (place, column) in columns.iter().enumerate() {
                self.values[at * size + place] *= row * column;
                self.radii[at * size + place] *= row * column;
            }
        }
        self
    }

    /// Its inverse; `None` where nothing can be proved of one.
    pub fn inverse(&self, size: usize) -> Option<Inverse> {
        let matrix =
            Mat::<f64>::from_fn(size, size, |row, column| self.values[row * size + column]);
        let inverted = PartialPivLu::new(matrix.as_ref()).inverse();
        let inverse: Vec<f64> = (0..size * size)
            .map(|at| inverted[(at / size, at % size)])
            .collect();
        if inverse.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let mut theta = 0.0_f64;
        for row in 0..size {
            let mut sum = 0.0;
            for column in 0..size {
                let (mut product, mut spread, mut around) = (0.0, 0.0, 0.0);
                for k in 0..size {
                    let r = inverse[row * size + k];
                    product += r * self.values[k * size + column];
                    spread += (r * self.values[k * size + column]).abs();
                    around += r.abs() * self.radii[k * size + column];
                }
                let unit = if row == column { 1.0 } else { 0.0 };
                let rounding = up(spread + 1.0, size + 2) * (inflation(size + 2) - 1.0);
                sum += up((product - unit).abs() + rounding + up(around, size + 1), 3);
            }
            theta = theta.max(up(sum, size));
        }
        let values = inverse;
        (theta < 0.5).then_some(Inverse {
            size,
            values,
            theta,
        })
    }
}

impl Inverse {
    /// A row of it.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.size..(row + 1) * self.size]
    }

    /// An element of the diagonal, and how far the exact one can be from it.
    pub fn diagonal(&self, at: usize) -> (f64, f64) {
        let column = (0..self.size).map(|row| self.row(row)[at].abs());
        let largest = column.fold(0.0_f64, f64::max);
        (self.row(at)[at], self.beyond(largest))
    }

    /// What the magnitudes of the exact inverse make of a vector that is not negative, at most.
    pub fn most(&self, needed: &[f64]) -> Vec<f64> {
        let direct: Vec<f64> = (0..self.size)
            .map(|row| {
                let terms = self.row(row).iter().zip(needed);
                let terms = terms.map(|(r, needed)| r.abs() * needed);
                up(terms.sum::<f64>(), self.size + 2)
            })
            .collect();
        let more = self.beyond(direct.iter().fold(0.0_f64, |most, x| most.max(*x)));
        direct
            .into_iter()
            .map(|direct| up(direct + more, 1))
            .collect()
    }

    fn beyond(&self, largest: f64) -> f64 {
        up(largest * self.theta / (1.0 - self.theta), 4)
    }
}
