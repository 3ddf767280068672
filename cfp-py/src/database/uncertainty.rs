//! How uncertain the scores of a database are.

use std::sync::Arc;

use cfp_core::Sampling;
use numpy::{PyArray2, PyArrayMethods};
use pyo3::prelude::*;

use super::array::out;
use crate::errors::Raised;
use crate::result::{Finding, findings_counted};
use crate::statistics::{Comparison, FailedDraws, Statistics};
use crate::table::{Listed, Table};

/// The scores of demands in every draw of all uncertain exchanges, emissions and factors.
///
/// Each number is drawn once in a draw, whatever rests on it, so that demands are compared draw by draw. The draws follow from
/// the seed alone: threads and platforms do not matter.
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct DatabaseDraws {
    inner: Arc<cfp_core::DatabaseDraws>,
}

impl From<cfp_core::DatabaseDraws> for DatabaseDraws {
    fn from(draws: cfp_core::DatabaseDraws) -> Self {
        let inner = Arc::new(draws);
        Self { inner }
    }
}

#[pymethods]
impl DatabaseDraws {
    /// How many draws were made.
    #[getter]
    fn draws(&self) -> usize {
        self.inner.draws()
    }

    /// The seed that they follow from.
    #[getter]
    fn seed(&self) -> u64 {
        self.inner.seed()
    }

    /// "random", or "latin-hypercube".
    #[getter]
    fn sampling(&self) -> &str {
        match self.inner.sampling() {
            Sampling::Random => "random",
            Sampling::LatinHypercube => "latin-hypercube",
            _ => "another",
        }
    }

    /// How many numbers were drawn in each.
    #[getter]
    fn inputs(&self) -> usize {
        self.inner.inputs()
    }

    /// How many demands they are of.
    #[getter]
    fn demands(&self) -> usize {
        self.inner.demands()
    }

    /// The draws that failed, by their reason.
    #[getter]
    fn failed(&self) -> Table {
        Table::of::<FailedDraws, _, _>(Arc::clone(&self.inner), |of| of.failed())
    }

    /// What a reader should know: that nothing is uncertain, numbers drawn on both sides of zero, draws that failed.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(self.inner.findings(), |findings| findings)
    }

    /// The scores: a row for each draw, a column for each demand. Rows of draws that failed are NaN.
    #[getter]
    fn values<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyArray2<f64>>, Raised> {
        let (draws, demands) = (self.inner.draws(), self.inner.demands());
        let mut all = vec![f64::NAN; draws * demands];
        for demand in 0..demands {
            let values = self.inner.values(demand)?;
            for (draw, value) in self.inner.used().iter().zip(values) {
                all[draw * demands + demand] = *value;
            }
        }
        Ok(out(py, all)?.reshape([draws, demands])?)
    }

    /// What the draws say of a demand, counted from zero.
    #[pyo3(signature = (demand=0))]
    fn statistics(&self, demand: usize) -> Result<Statistics, Raised> {
        Ok((&self.inner.statistics(demand)?).into())
    }

    /// Which of two demands has the lower score.
    fn compare(&self, first: usize, second: usize) -> Result<Comparison, Raised> {
        Ok((&self.inner.compare(first, second)?).into())
    }

    fn __repr__(&self) -> String {
        format!(
            "<cfp.DatabaseDraws: {} of {} numbers, seed {}{}>",
            self.draws(),
            self.inputs(),
            self.seed(),
            findings_counted(self.inner.findings().len()),
        )
    }
}

/// How uncertain the score of a demand is to first order: what the variances of all uncertain numbers make of it through how it
/// moves with them.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DatabaseVariance {
    /// The score by the amounts as written.
    score: f64,
    /// The mean to first order: it differs from the score where the mean of a spread is not the amount.
    mean: f64,
    /// The square of the standard deviation.
    variance: f64,
    /// The square root of the variance.
    standard_deviation: f64,
    /// The standard deviation beside the magnitude of the score.
    coefficient_of_variation: Option<f64>,
    /// How many numbers are uncertain.
    inputs: usize,
    /// Those that make the most of the variance, largest first.
    rows: Listed<cfp_core::EntryVariance, EntryVariance>,
    /// The variance that all others make together.
    others: f64,
    /// The share of that in percent; `None` where there is no variance.
    others_share_percent: Option<f64>,
}

/// What the spread of one number makes of the variance of a score.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct EntryVariance {
    /// "exchange", "emission" or "factor".
    kind: &'static str,
    /// The index of the product; `None` where it is of none.
    product: Option<usize>,
    /// The index of the flow; `None` where it is of none.
    flow: Option<usize>,
    /// The index of the process; `None` where it is of none.
    process: Option<usize>,
    /// What it is as written.
    amount: f64,
    /// By how much the score rises when it rises by one.
    derivative: f64,
    /// The standard deviation of the number itself.
    standard_deviation: f64,
    /// What it makes of that of the score.
    variance: f64,
    /// Its share of the variance of the score.
    share_percent: f64,
}

/// How the score of a demand moves with the numbers of a database.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct EntrySensitivities {
    /// The score by the amounts as written.
    score: f64,
    /// The numbers with the largest elasticities, largest first.
    rows: Listed<cfp_core::EntrySensitivity, EntrySensitivity>,
    /// How many others move the score, each by no more than the last of the rows.
    others: usize,
}

/// How a score moves with one number.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct EntrySensitivity {
    /// "exchange", "emission" or "factor".
    kind: &'static str,
    /// The index of the product; `None` where it is of none.
    product: Option<usize>,
    /// The index of the flow; `None` where it is of none.
    flow: Option<usize>,
    /// The index of the process; `None` where it is of none.
    process: Option<usize>,
    /// What it is as written.
    amount: f64,
    /// By how much the score rises when it rises by one.
    derivative: f64,
    /// By how many percent the score rises when its magnitude rises by one percent; `None` for a score of zero.
    elasticity: Option<f64>,
}

impl From<&cfp_core::DatabaseVariance> for DatabaseVariance {
    fn from(of: &cfp_core::DatabaseVariance) -> Self {
        Self {
            score: of.score,
            mean: of.mean,
            variance: of.variance,
            standard_deviation: of.standard_deviation,
            coefficient_of_variation: of.coefficient_of_variation,
            inputs: of.inputs,
            rows: Listed::from(&of.rows),
            others: of.others,
            others_share_percent: of.others_share_percent,
        }
    }
}

impl From<&cfp_core::EntryVariance> for EntryVariance {
    fn from(of: &cfp_core::EntryVariance) -> Self {
        Self {
            kind: of.entry.word(),
            product: of.entry.product(),
            flow: of.entry.flow(),
            process: of.entry.process(),
            amount: of.amount,
            derivative: of.derivative,
            standard_deviation: of.standard_deviation,
            variance: of.variance,
            share_percent: of.share_percent,
        }
    }
}

impl From<&cfp_core::EntrySensitivities> for EntrySensitivities {
    fn from(of: &cfp_core::EntrySensitivities) -> Self {
        Self {
            score: of.score,
            rows: Listed::from(&of.rows),
            others: of.others,
        }
    }
}

impl From<&cfp_core::EntrySensitivity> for EntrySensitivity {
    fn from(of: &cfp_core::EntrySensitivity) -> Self {
        Self {
            kind: of.entry.word(),
            product: of.entry.product(),
            flow: of.entry.flow(),
            process: of.entry.process(),
            amount: of.amount,
            derivative: of.derivative,
            elasticity: of.elasticity,
        }
    }
}

#[pymethods]
impl DatabaseVariance {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.DatabaseVariance: mean {:.4e}, standard deviation {:.4e}, {} uncertain numbers>",
            self.mean, self.standard_deviation, self.inputs
        )
    }
}

#[pymethods]
impl EntryVariance {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.EntryVariance {}: {:.4} %>",
            self.kind, self.share_percent
        )
    }
}

#[pymethods]
impl EntrySensitivities {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.EntrySensitivities: {} rows, {} others>",
            self.rows.len(),
            self.others
        )
    }
}

#[pymethods]
impl EntrySensitivity {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.EntrySensitivity {}: derivative {:.4e}>",
            self.kind, self.derivative
        )
    }
}
