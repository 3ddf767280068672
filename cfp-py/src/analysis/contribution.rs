//! What a footprint is made of.

use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;
use crate::result::Finding;
use crate::table::Listed;

/// A footprint broken down: the rows, the remainder and the rounding sum to the total.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionTable {
    /// By what: "process", "stage" and so on.
    by: &'static str,
    /// kg CO2e of the whole footprint.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// The parts, largest first, tiers in their order; what contributes nothing is left out.
    rows: Listed<cfp_core::ContributionRow, ContributionPart>,
    /// What is grouped away; `None` where nothing is.
    remainder: Option<ContributionRemainder>,
    /// The total less the rows and the remainder, in kg CO2e: zero but for rounding.
    rounding: Number,
    /// How far arithmetic rounding may have moved `rounding`; `None` if not proved.
    rounding_bound: Option<Number>,
    /// What a reader should know of the breakdown.
    findings: Listed<cfp_core::Finding, Finding>,
}

impl From<&cfp_core::ContributionTable> for ContributionTable {
    fn from(own: &cfp_core::ContributionTable) -> Self {
        Self {
            by: own.by.word(),
            total: Number::value(own.total),
            total_bound: Number::bound(own.total),
            rows: Listed::from(&own.rows),
            remainder: own.remainder.as_ref().map(ContributionRemainder::from),
            rounding: Number::value(own.rounding),
            rounding_bound: Number::bound(own.rounding),
            findings: Listed::from(&own.findings),
        }
    }
}

#[pymethods]
impl ContributionTable {
    fn __repr__(&self) -> String {
        let Self { by, rows, .. } = self;
        format!("<cfp.ContributionTable by {by} of {} rows>", rows.len())
    }
}

/// A part of a footprint.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionPart {
    /// "process", "product", "supply", "gas", "category", "stage", "tag", "region", "tier", "dataset", "supplier" or "emission".
    kind: &'static str,
    /// Its name; `None` for what states none.
    name: Option<String>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::ContributionRow> for ContributionPart {
    fn from(own: &cfp_core::ContributionRow) -> Self {
        Self {
            kind: own.kind.word(),
            name: own.name.clone(),
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
            share_percent: Number::written(own.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl ContributionPart {
    fn __repr__(&self) -> PyResult<String> {
        let name = match &self.name {
            Some(name) => quoted(name)?,
            None => "not stated".to_owned(),
        };
        Ok(format!(
            "<cfp.ContributionPart {name}: {} kg CO2e>",
            self.co2e
        ))
    }
}

/// What a breakdown does not show row by row.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRemainder {
    /// What it is, such as "3 others".
    name: String,
    /// How many rows it stands for; `None` for tiers without end.
    count: Option<usize>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// kg CO2e of what in it is above zero.
    positive: Number,
    /// How far arithmetic rounding may have moved `positive`; `None` if not proved.
    positive_bound: Option<Number>,
    /// kg CO2e of what in it is below zero; with `positive` it is `co2e`, within the bounds.
    negative: Number,
    /// How far arithmetic rounding may have moved `negative`; `None` if not proved.
    negative_bound: Option<Number>,
    /// The share of `co2e` in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::ContributionRemainder> for ContributionRemainder {
    fn from(own: &cfp_core::ContributionRemainder) -> Self {
        Self {
            name: own.name.clone(),
            count: own.count,
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
            positive: Number::value(own.positive),
            positive_bound: Number::bound(own.positive),
            negative: Number::value(own.negative),
            negative_bound: Number::bound(own.negative),
            share_percent: Number::written(own.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl ContributionRemainder {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.ContributionRemainder {name}: {} kg CO2e>",
            self.co2e
        ))
    }
}
