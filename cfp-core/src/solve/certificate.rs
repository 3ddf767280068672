//! A proof of how far an approximate solution of a loop can be from the exact one.
//!
//! # Source
//!
//! If the comparison matrix ⟨M⟩ (|mᵢᵢ| on the diagonal, -|mᵢⱼ| off it) has a positive e with
//! ⟨M⟩e > 0, it is a nonsingular M-matrix, and |M⁻¹| <= ⟨M⟩⁻¹ (Ostrowski 1937; Neumaier 1990,
//! *Interval Methods for Systems of Equations*, chapter 3; Rump 2010, *Acta Numerica* 19, section
//! 10). So any v >= 0 with ⟨M⟩v >= |r|, where r is the residual, bounds the error component by
//! component. Both inequalities are verified here in decimals with outward rounding, against the
//! entries as written but for powers of ten, which are exact: a matrix scaled in doubles would be
//! another matrix, and its bounds would be of another system.
//!
//! Where credits leave the comparison matrix no M-matrix, a small loop is inverted: if the rows of |I - R M| sum to θ < 1, then
//! |M⁻¹| |r| is at most p + θ/(1-θ) max(p) with p = |R| |r| (Neumann's series; Rump 2010, section 10).

use crate::amount::Amount;
use crate::error::NumberProblem;

/// Rows of a matrix: the columns and values of their entries.
pub(super) type Rows = Vec<Vec<(usize, Amount)>>;

/// How often δ is enlarged before a bound is given up: 10³⁰ is past any use.
const ATTEMPTS: u32 = 30;

/// A proof of what the solutions of a loop are worth.
#[derive(Debug)]
pub(super) enum Proof {
    Comparison(Certificate),
    Inverse(Inverted),
}

impl Proof {
    /// A bound on the error of each component of a solution whose residual is at most this; `None`
    /// when none is found within the range of decimals.
    pub fn bound(
        &self,
        residual: &[Amount],
        solve_comparison: impl Fn(&[f64]) -> Option<Vec<f64>>,
    ) -> Result<Option<Vec<Amount>>, NumberProblem> {
        match self {
            Self::Comparison(certificate) => certificate.bound(residual, solve_comparison),
            Self::Inverse(inverted) => inverted.bound(residual).map(Some),
        }
    }

    /// Whether the comparison matrix is an M-matrix, which makes the loop sound.
    pub fn is_of_comparison(&self) -> bool {
        matches!(self, Self::Comparison(_))
    }
}

/// An approximate inverse with its proof.
#[derive(Debug)]
pub(super) struct Inverted {
    /// The magnitudes of the approximate inverse, row by row.
    magnitudes: Vec<Vec<Amount>>,
    /// θ/(1-θ), rounded up.
    beyond: Amount,
}

impl Inverted {
    /// The proved inverse of a matrix; `solve` solves it approximately.
    pub fn new(rows: &Rows, solve: impl Fn(&[f64]) -> Option<Vec<f64>>) -> Option<Self> {
        let size = rows.len();
        let mut inverse = vec![Vec::with_capacity(size); size];
        for column in 0..size {
            let mut unit = vec![0.0; size];
            unit[column] = 1.0;
            for (row, value) in inverse.iter_mut().zip(solve(&unit)?) {
                row.push(Amount::from_approximation(value)?);
            }
        }
        let theta = theta(rows, &inverse).ok()?;
        let half = Amount::ONE.over(Amount::from(2)).ok()?;
        if theta.rank(&half).is_ge() {
            return None;
        }
        let rest = Amount::ONE.minus(theta).ok()?;
        let beyond = theta.over(rest).ok()?.largest_magnitude().ok()?;
        let magnitudes = inverse
            .into_iter()
            .map(|row| row.into_iter().map(Amount::magnitude).collect());
        Some(Self {
            magnitudes: magnitudes.collect(),
            beyond,
        })
    }

    fn bound(&self, residual: &[Amount]) -> Result<Vec<Amount>, NumberProblem> {
        let mut largest = Amount::ZERO;
        let mut bounds = Vec::with_capacity(residual.len());
        for row in &self.magnitudes {
            let mut sum = Amount::ZERO;
            for (entry, residual) in row.iter().zip(residual) {
                sum = sum.plus(entry.times(residual.largest_magnitude()?)?)?;
            }
            let bound = sum.largest_magnitude()?;
            if bound.rank(&largest).is_gt() {
                largest = bound;
            }
            bounds.push(bound);
        }
        let more = largest.times(self.beyond)?.largest_magnitude()?;
        bounds
            .into_iter()
            .map(|bound| bound.plus(more)?.largest_magnitude())
            .collect()
    }
}

/// The largest sum of a row of |I - R M|.
fn theta(rows: &Rows, inverse: &[Vec<Amount>]) -> Result<Amount, NumberProblem> {
    let mut theta = Amount::ZERO;
    for (number, of_inverse) in inverse.iter().enumerate() {
        let mut left = vec![Amount::ZERO; rows.len()];
        left[number] = Amount::ONE;
        for (factor, row) in of_inverse.iter().zip(rows) {
            for &(column, entry) in row {
                left[column] = left[column].minus(factor.times(entry)?)?;
            }
        }
        let mut sum = Amount::ZERO;
        for left in left {
            sum = sum.plus(left.largest_magnitude()?)?;
        }
        let sum = sum.largest_magnitude()?;
        if sum.rank(&theta).is_gt() {
            theta = sum;
        }
    }
    Ok(theta)
}

/// A comparison matrix that is proved to be an M-matrix by its vector e.
#[derive(Debug)]
pub(super) struct Certificate {
    comparison: Rows,
    /// e > 0.
    positive: Vec<Amount>,
    /// A lower bound of ⟨M⟩e, all above zero.
    image: Vec<Amount>,
}

impl Certificate {
    /// The certificate of a matrix, if its comparison matrix has one; `solve` solves the comparison
    /// matrix approximately.
    pub fn new(rows: &Rows, solve: impl Fn(&[f64]) -> Option<Vec<f64>>) -> Option<Self> {
        let comparison = comparison_rows(rows).ok()??;
        let rough = solve(&vec![1.0; rows.len()])?;
        let largest = rough.iter().copied().fold(0.0, f64::max);
        let positive: Vec<Amount> = rough
            .iter()
            .map(|value| Amount::from_approximation(value / largest))
            .collect::<Option<_>>()?;
        if !positive.iter().all(Amount::is_positive) {
            return None;
        }
        let image = times(&comparison, &positive).ok()?;
        if !image.iter().all(Amount::is_positive) {
            return None;
        }
        let image: Vec<Amount> = image
            .into_iter()
            .map(Amount::lower)
            .collect::<Result<_, _>>()
            .ok()?;
        let certificate = Self {
            comparison,
            positive,
            image,
        };
        certificate
            .image
            .iter()
            .all(Amount::is_positive)
            .then_some(certificate)
    }

    /// A bound on the error of each component of a solution whose residual is at most this; `None`
    /// when none is found within the range of decimals.
    pub fn bound(
        &self,
        residual: &[Amount],
        solve: impl Fn(&[f64]) -> Option<Vec<f64>>,
    ) -> Result<Option<Vec<Amount>>, NumberProblem> {
        let largest: Vec<Amount> = residual
            .iter()
            .map(|r| r.largest_magnitude())
            .collect::<Result<_, _>>()?;
        if largest.iter().all(Amount::is_zero) {
            return Ok(Some(vec![Amount::ZERO; residual.len()]));
        }
        let rough = self.rough(&largest, solve);
        let mut delta = self.shortfall(&rough, &largest)?;
        let ten = Amount::from(10);
        for _ in 0..ATTEMPTS {
            let mut v = Vec::with_capacity(rough.len());
            for (rough, positive) in rough.iter().zip(&self.positive) {
                let added = positive.times(delta)?.largest_magnitude()?;
                v.push(rough.plus(added)?.largest_magnitude()?);
            }
            if self.covers(&v, &largest)? {
                return Ok(Some(v));
            }
            delta = delta.times(ten)?.largest_magnitude()?;
        }
        Ok(None)
    }

    /// About ⟨M⟩⁻¹ |r|, not below zero.
    fn rough(&self, largest: &[Amount], solve: impl Fn(&[f64]) -> Option<Vec<f64>>) -> Vec<Amount> {
        let known: Vec<f64> = largest.iter().map(|r| 1.01 * r.approximate()).collect();
        let solution = solve(&known).unwrap_or_default();
        let mut rough: Vec<Amount> = solution
            .iter()
            .map(|value| Amount::from_approximation(value.max(0.0)).unwrap_or(Amount::ZERO))
            .collect();
        rough.resize(self.positive.len(), Amount::ZERO);
        rough
    }

    /// The δ that makes ⟨M⟩(v + δe) reach |r|, a little enlarged.
    fn shortfall(&self, v: &[Amount], largest: &[Amount]) -> Result<Amount, NumberProblem> {
        let mut delta = Amount::from_approximation(1e-28).unwrap_or(Amount::ZERO);
        let image = times(&self.comparison, v)?;
        for ((have, need), slope) in image.into_iter().zip(largest).zip(&self.image) {
            let missing = need.minus(have)?;
            if !missing.negated().is_at_least_zero() {
                let needed = missing.over(*slope)?.largest_magnitude()?;
                if needed.rank(&delta).is_gt() {
                    delta = needed;
                }
            }
        }
        Ok(delta)
    }

    fn covers(&self, v: &[Amount], largest: &[Amount]) -> Result<bool, NumberProblem> {
        for (have, need) in times(&self.comparison, v)?.into_iter().zip(largest) {
            if !have.minus(*need)?.is_at_least_zero() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The comparison matrix with outward rounding: the least the diagonal can be, the most the others
/// can be. `None` when a diagonal may be zero.
fn comparison_rows(rows: &Rows) -> Result<Option<Rows>, NumberProblem> {
    let mut comparison = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let mut compared = Vec::with_capacity(row.len());
        let mut has_diagonal = false;
        for &(column, entry) in row {
            if column == number {
                let least = entry.magnitude().lower()?;
                has_diagonal = least.is_positive();
                compared.push((column, least));
            } else {
                compared.push((column, entry.largest_magnitude()?.negated()));
            }
        }
        if !has_diagonal {
            return Ok(None);
        }
        comparison.push(compared);
    }
    Ok(Some(comparison))
}

/// A matrix times a vector.
pub(super) fn times(rows: &Rows, vector: &[Amount]) -> Result<Vec<Amount>, NumberProblem> {
    rows.iter()
        .map(|row| {
            let mut sum = Amount::ZERO;
            for &(column, entry) in row {
                sum = sum.plus(entry.times(vector[column])?)?;
            }
            Ok(sum)
        })
        .collect()
}
