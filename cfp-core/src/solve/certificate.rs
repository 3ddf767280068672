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

use crate::amount::Amount;
use crate::error::NumberProblem;

/// Rows of a matrix: the columns and values of their entries.
pub(super) type Rows = Vec<Vec<(usize, Amount)>>;

/// How often δ is enlarged before a bound is given up: 10³⁰ is past any use.
const ATTEMPTS: u32 = 30;

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
