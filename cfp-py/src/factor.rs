//! Published numbers, and their sums.

use cfp_core::{NumberProblem, ProblemKind};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::amount::{Number, decimal};
use crate::dataset::Dataset;
use crate::errors::Raised;

/// A published number, such as 0.5777 kg CO2e/kWh, with where it stands and how it was found.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    pub inner: cfp_factors::Factor,
}

impl From<&cfp_factors::Factor> for Factor {
    fn from(factor: &cfp_factors::Factor) -> Self {
        let inner = factor.clone();
        Self { inner }
    }
}

#[pymethods]
impl Factor {
    /// The value, in `unit`; it has the digits of `text`.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, &self.inner.value)
    }

    /// The value as published, digit for digit, closing zeros included.
    #[getter]
    fn text(&self) -> &str {
        &self.inner.value
    }

    /// The unit, such as "kg CO2e/kWh".
    #[getter]
    fn unit(&self) -> &str {
        self.inner.quantity.unit().symbol()
    }

    /// What the factor is for, in English.
    #[getter]
    fn activity(&self) -> &str {
        &self.inner.activity
    }

    /// The same in Chinese, where there is a name.
    #[getter]
    fn activity_zh(&self) -> Option<&str> {
        self.inner.activity_zh.as_deref()
    }

    /// The type of number, such as "life-cycle footprint".
    #[getter]
    fn kind(&self) -> &'static str {
        self.inner.kind.word()
    }

    /// The region that the value describes.
    #[getter]
    fn region(&self) -> &str {
        self.inner.region.code()
    }

    /// The year that the value describes.
    #[getter]
    fn year(&self) -> u16 {
        self.inner.year
    }

    /// The year of activity that it was found for, where that is not `year`; else `None`.
    #[getter]
    fn served_year(&self) -> Option<u16> {
        self.inner.served_year
    }

    /// The set of global warming potentials behind its CO2e, where the publisher states it.
    #[getter]
    fn gwp_set(&self) -> Option<&str> {
        self.inner.dataset.gwp_set.as_deref()
    }

    /// The dataset it is from, with publisher, document, date and licence.
    #[getter]
    fn dataset(&self) -> Dataset {
        Dataset::from(&*self.inner.dataset)
    }

    /// Its stable name within the dataset.
    #[getter]
    fn row(&self) -> &str {
        &self.inner.row
    }

    /// The table, row or cell of the document.
    #[getter]
    fn place(&self) -> &str {
        &self.inner.place
    }

    /// The page, where it is known.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.inner.url.as_deref()
    }

    /// How the value was seen: in the document, or in how many copies.
    #[getter]
    fn confidence(&self) -> &str {
        &self.inner.confidence
    }

    /// What one must know beyond the number.
    #[getter]
    fn note(&self) -> Option<&str> {
        self.inner.note.as_deref()
    }

    /// Each step from what was asked for to what was found, such as "CN-GD → CN".
    #[getter]
    fn steps(&self) -> Vec<String> {
        self.inner.steps.clone()
    }

    /// The datasets below data of your own that have a row for the same, such as "id@=2024-1".
    #[getter]
    fn over(&self) -> &[String] {
        &self.inner.over
    }

    fn __repr__(&self) -> String {
        let cfp_factors::Factor {
            quantity,
            dataset,
            row,
            ..
        } = &self.inner;
        let unit = quantity.unit();
        let text = &self.inner.value;
        format!(
            "<cfp.Factor {text} {unit}: {}, row {row}>",
            dataset.selector()
        )
    }
}

impl Factor {
    /// The factor as what supplies an input.
    pub fn supply(&self) -> cfp_core::Supply {
        self.inner.supply()
    }
}

/// The sum of factors that count different parts of one unit: a pair of value and unit, that of the
/// first.
///
/// What does not add up is a `FactorError`: factors of other kinds, gas bases or GWP sets. A sum
/// that decimals do not hold exactly is a `FormatError`, and one of no factors a `ValueError`.
///
/// Electricity at the plug is that of the grid and its transmission, losses included:
///
///     >>> registry = cfp.Registry.bundled()
///     >>> grid = registry.find("electricity", region="CN", year=2024)
///     >>> name = "electricity transmission and distribution, including losses"
///     >>> losses = registry.find(name, region="CN", year=2024)
///     >>> cfp.sum_factors([grid, losses])
///     (Decimal('0.6104'), 'kg CO2e/kWh')
#[pyfunction]
pub fn sum_factors(factors: &Bound<'_, PyAny>) -> Result<(Number, String), Raised> {
    let factors = factors.try_iter()?.map(|factor| Ok(factor?.extract()?));
    let factors: Vec<Bound<'_, Factor>> = factors.collect::<PyResult<_>>()?;
    let factors: Vec<_> = factors.iter().map(|factor| &factor.get().inner).collect();
    let Some(total) = cfp_factors::sum(&factors)? else {
        return Err(PyValueError::new_err("no factors have no sum").into());
    };
    let amount = total.amount();
    if !amount.is_exact() {
        // A pair has no place for a bound, so that the rounding would be forgotten.
        let text = amount.value_text();
        return Err(ProblemKind::from(NumberProblem::TooManyDigits { text }).into());
    }
    Ok((amount.into(), total.unit().symbol().to_owned()))
}
