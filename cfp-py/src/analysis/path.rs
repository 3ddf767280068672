//! The largest single supply chains of a footprint.

use pyo3::prelude::*;

use super::rows;
use crate::amount::Number;
use crate::model::quoted;
use crate::result::Finding;
use crate::table::Listed;

/// The supply chains that carry most of a footprint, each by what its last process emits itself; they and the remainder sum to the
/// total.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[allow(
    clippy::struct_field_names,
    reason = "the name that the command has for them"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// kg CO2e of the whole footprint.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// The paths, largest first.
    paths: Listed<cfp_core::SupplyPath, SupplyPath>,
    /// kg CO2e of these paths together.
    covered: Number,
    /// How far arithmetic rounding may have moved `covered`; `None` if not proved.
    covered_bound: Option<Number>,
    /// The share of `covered` in the total in percent, rounded to six places; `None` when the total is zero.
    covered_percent: Option<Number>,
    /// kg CO2e of all other paths.
    remainder: Number,
    /// How far arithmetic rounding may have moved `remainder`; `None` if not proved.
    remainder_bound: Option<Number>,
    /// The share of `remainder` in the total in percent, rounded to six places; `None` when the total is zero.
    remainder_percent: Option<Number>,
    /// What a reader should know of the search.
    findings: Listed<cfp_core::Finding, Finding>,
}

impl From<&cfp_core::Paths> for Paths {
    fn from(own: &cfp_core::Paths) -> Self {
        Self {
            total: Number::value(own.total),
            total_bound: Number::bound(own.total),
            paths: Listed::from(&own.paths),
            covered: Number::value(own.covered),
            covered_bound: Number::bound(own.covered),
            covered_percent: Number::written(own.covered_percent.as_deref()),
            remainder: Number::value(own.remainder),
            remainder_bound: Number::bound(own.remainder),
            remainder_percent: Number::written(own.remainder_percent.as_deref()),
            findings: Listed::from(&own.findings),
        }
    }
}

#[pymethods]
impl Paths {
    fn __repr__(&self) -> String {
        format!("<cfp.Paths of {} paths>", self.paths.len())
    }
}

/// One supply chain.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyPath {
    /// The steps, what is demanded first; each needs the next. The last is the one that emits.
    steps: Vec<PathStep>,
    /// kg CO2e that the process of the last step emits itself for this chain; of a supply, all of it.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of `co2e` in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::SupplyPath> for SupplyPath {
    fn from(own: &cfp_core::SupplyPath) -> Self {
        Self {
            steps: rows(&own.steps),
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
            share_percent: Number::written(own.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl SupplyPath {
    fn __repr__(&self) -> String {
        let steps = self.steps.len();
        format!("<cfp.SupplyPath of {steps} steps: {} kg CO2e>", self.co2e)
    }
}

/// A step of a supply chain.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct PathStep {
    /// "process" or "supply".
    kind: &'static str,
    /// The name of the process, or of the supplier or the supplied flow.
    process: String,
    /// What is needed.
    product: String,
    /// How much of it; negative where it is avoided.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of `amount`.
    unit: String,
}

impl From<&cfp_core::PathStep> for PathStep {
    fn from(own: &cfp_core::PathStep) -> Self {
        Self {
            kind: own.kind.word(),
            process: own.process.clone(),
            product: own.product.clone(),
            amount: Number::value(own.amount),
            amount_bound: Number::bound(own.amount),
            unit: own.unit.clone(),
        }
    }
}

#[pymethods]
impl PathStep {
    fn __repr__(&self) -> PyResult<String> {
        let Self { amount, unit, .. } = self;
        Ok(format!(
            "<cfp.PathStep {}: {amount} {unit}>",
            quoted(&self.product)?
        ))
    }
}
