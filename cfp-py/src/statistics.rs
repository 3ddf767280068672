//! What samples say.

use pyo3::prelude::*;

use crate::table::Listed;

/// What a sample says of an uncertain number, in its unit; a figure that the draws are too few for is `None`.
///
/// Draws that failed are counted, and all figures are of the others.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// How many draws were made.
    draws: usize,
    /// How many of them the figures are of.
    used: usize,
    /// Those that failed, by their reason.
    failed: Listed<cfp_core::FailedDraws, FailedDraws>,
    /// The mean.
    mean: Option<f64>,
    /// The standard deviation of the mean itself.
    standard_error: Option<f64>,
    /// The standard deviation of a draw, by one less than their number.
    standard_deviation: Option<f64>,
    /// The square of the standard deviation.
    variance: Option<f64>,
    /// The standard deviation beside the magnitude of the mean.
    coefficient_of_variation: Option<f64>,
    /// What half of the draws lie below.
    median: Option<f64>,
    /// The percentiles, ascending.
    percentiles: Listed<cfp_core::Percentile, Percentile>,
}

/// What a share of all draws lie below, with its own interval of 95 % confidence, whatever the distribution is.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentile {
    /// The share in percent.
    percent: f64,
    /// What so many of the draws lie below.
    value: f64,
    /// The lower end of its interval of confidence; `None` where the draws are too few to tell.
    low: Option<f64>,
    /// The upper end of that interval.
    high: Option<f64>,
}

/// Draws that gave no figure.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedDraws {
    /// Why.
    reason: String,
    /// How many.
    count: usize,
    /// The number of the first of them, counted from zero.
    first_draw: usize,
}

/// Which of two numbers is less, from draws in which everything that both rest on is drawn once.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How many draws there are of both.
    used: usize,
    /// In how many the first is less.
    less: usize,
    /// In how many both are the same.
    equal: usize,
    /// The share of the draws in which the first is less.
    probability: Option<f64>,
    /// The lower end of its interval of 95 % confidence.
    low: Option<f64>,
    /// The upper end of that interval.
    high: Option<f64>,
    /// The first less the second.
    difference: Statistics,
}

impl From<&cfp_core::Statistics> for Statistics {
    fn from(of: &cfp_core::Statistics) -> Self {
        Self {
            draws: of.draws,
            used: of.used,
            failed: Listed::from(&of.failed),
            mean: of.mean,
            standard_error: of.standard_error,
            standard_deviation: of.standard_deviation,
            variance: of.variance,
            coefficient_of_variation: of.coefficient_of_variation,
            median: of.median,
            percentiles: Listed::from(&of.percentiles),
        }
    }
}

impl From<&cfp_core::Percentile> for Percentile {
    fn from(of: &cfp_core::Percentile) -> Self {
        Self {
            percent: of.percent,
            value: of.value,
            low: of.low,
            high: of.high,
        }
    }
}

impl From<&cfp_core::FailedDraws> for FailedDraws {
    fn from(of: &cfp_core::FailedDraws) -> Self {
        Self {
            reason: of.reason.clone(),
            count: of.count,
            first_draw: of.first_draw,
        }
    }
}

impl From<&cfp_core::Comparison> for Comparison {
    fn from(of: &cfp_core::Comparison) -> Self {
        Self {
            used: of.used,
            less: of.less,
            equal: of.equal,
            probability: of.probability,
            low: of.low,
            high: of.high,
            difference: Statistics::from(&of.difference),
        }
    }
}

fn told(number: Option<f64>) -> String {
    number.map_or_else(|| "unknown".to_owned(), |number| format!("{number:.4e}"))
}

#[pymethods]
impl Statistics {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.Statistics of {} draws: mean {}, standard deviation {}>",
            self.used,
            told(self.mean),
            told(self.standard_deviation)
        )
    }
}

#[pymethods]
impl Percentile {
    fn __repr__(&self) -> String {
        format!("<cfp.Percentile {} %: {:.4e}>", self.percent, self.value)
    }
}

#[pymethods]
impl FailedDraws {
    fn __repr__(&self) -> String {
        format!("<cfp.FailedDraws {}: {}>", self.count, self.reason)
    }
}

#[pymethods]
impl Comparison {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.Comparison: the first is less in {} of {} draws>",
            self.less, self.used
        )
    }
}
