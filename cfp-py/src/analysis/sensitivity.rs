//! How a footprint moves with its numbers.

use pyo3::prelude::*;

use crate::amount::Number;
use crate::result::Finding;
use crate::table::Listed;

/// How a footprint moves with every number that it rests on, the largest elasticity first.
#[pyclass(frozen, get_all, module = "cfp")]
#[derive(Debug, Clone)]
pub struct Sensitivities {
    /// What the footprint is of.
    product: String,
    /// How much of it.
    demand: String,
    /// kg CO2e.
    total: Number,
    /// The largest elasticity first.
    rows: Listed<cfp_core::Sensitivity, Sensitivity>,
    /// What a reader should know.
    findings: Listed<cfp_core::Finding, Finding>,
}

/// How a footprint moves with one number.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The process of an exchange; `None` for a supply, a gas or a parameter.
    process: Option<String>,
    /// The flow of an exchange or a supply, the gas, the name of the parameter.
    exchange: String,
    /// Which of several exchanges of that flow under that verb, counted from 0.
    index: usize,
    /// A verb such as "takes", or "supply", "gwp", "parameter".
    kind: &'static str,
    /// The published row of a supply's figure, or the dataset of a global warming potential.
    source: Option<String>,
    /// The number as written.
    amount: String,
    /// By how much the footprint rises when the number rises by one of its unit.
    derivative: Number,
    /// How far arithmetic rounding may have moved the derivative; `None` if not proved.
    derivative_bound: Option<Number>,
    /// The unit of the derivative.
    unit: String,
    /// By how many percent the footprint rises when the number rises by one percent; `None` for a footprint of zero.
    elasticity: Option<Number>,
}

impl From<cfp_core::Sensitivities> for Sensitivities {
    fn from(of: cfp_core::Sensitivities) -> Self {
        Self {
            product: of.product,
            demand: of.demand,
            total: Number::value(of.total),
            rows: Listed::from(&of.sensitivities),
            findings: Listed::from(&of.findings),
        }
    }
}

impl From<&cfp_core::Sensitivity> for Sensitivity {
    fn from(of: &cfp_core::Sensitivity) -> Self {
        Self {
            process: of.process.clone(),
            exchange: of.exchange.clone(),
            index: of.index,
            kind: of.kind.word(),
            source: of.source.clone(),
            amount: of.amount.clone(),
            derivative: Number::value(of.derivative),
            derivative_bound: Number::bound(of.derivative),
            unit: of.unit.clone(),
            elasticity: of.elasticity.map(Number::value),
        }
    }
}

#[pymethods]
impl Sensitivities {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.Sensitivities of {} {}: {} numbers>",
            self.demand,
            self.product,
            self.rows.len()
        )
    }
}

#[pymethods]
impl Sensitivity {
    fn __repr__(&self) -> String {
        let elasticity = self
            .elasticity
            .map_or_else(|| "unknown".to_owned(), |own| own.to_string());
        format!(
            "<cfp.Sensitivity {} {}: {} {}, elasticity {elasticity}>",
            self.kind, self.exchange, self.derivative, self.unit
        )
    }
}
