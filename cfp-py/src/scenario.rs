//! Scenarios of a model, sweeps, and the values at which footprints are equal.

use std::sync::Arc;

use cfp_exchange::{Against, Varied};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::difference::DifferencePart;
use crate::errors::Raised;
use crate::json::written;
use crate::model::quoted;
use crate::result::{Finding, findings_counted};
use crate::table::{Listed, Table};

/// A model beside its scenarios, as `Model.scenarios` compares them.
///
///     >>> cfp.read_model("primary-aluminium.toml").scenarios().names
///     ['China, electricity of 2023', 'hydropower smelter']
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Scenarios {
    inner: Arc<cfp_exchange::Scenarios>,
}

impl From<cfp_exchange::Scenarios> for Scenarios {
    fn from(inner: cfp_exchange::Scenarios) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

#[pymethods]
impl Scenarios {
    /// What the footprints are of.
    #[getter]
    fn product(&self) -> &str {
        &self.inner.product
    }

    /// How much of it.
    #[getter]
    fn demand(&self) -> &str {
        &self.inner.demand
    }

    /// kg CO2e of the model as it is.
    #[getter]
    fn base(&self) -> Number {
        Number::value(self.inner.base)
    }

    /// How far arithmetic rounding may have moved `base`; `None` if not proved.
    #[getter]
    fn base_bound(&self) -> Option<Number> {
        Number::bound(self.inner.base)
    }

    /// The name of the model's set of global warming potentials.
    #[getter]
    fn gwp(&self) -> &str {
        &self.inner.gwp
    }

    /// What a reader of the model's footprint should know.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// The names of the scenarios.
    #[getter]
    fn names(&self) -> Vec<&str> {
        let scenarios = self.inner.scenarios.iter();
        scenarios.map(|scenario| scenario.name.as_str()).collect()
    }

    /// The scenarios, in the order in which they were asked for.
    #[getter]
    fn scenarios(&self) -> Table {
        Table::of::<Scenario, _, _>(Arc::clone(&self.inner), |of| &of.scenarios)
    }

    /// All of it as the `cfp` command prints it in JSON, with every bound; numbers are texts.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    fn __repr__(&self) -> String {
        let count = self.inner.scenarios.len();
        let findings = findings_counted(self.inner.findings.len());
        format!(
            "<cfp.Scenarios {count} beside {} kg CO2e{findings}>",
            self.base()
        )
    }
}

/// A scenario beside its model.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name.
    name: String,
    /// The name of its set of global warming potentials.
    gwp: String,
    /// kg CO2e.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// kg CO2e more than the model as it is.
    change: Number,
    /// How far arithmetic rounding may have moved `change`; `None` if not proved.
    change_bound: Option<Number>,
    /// The change in percent of the model's footprint, rounded to six places; `None` where that is zero.
    change_percent: Option<Number>,
    /// What made the change, largest first.
    parts: Listed<cfp_core::DifferencePart, DifferencePart>,
    /// The change less the sum of its parts, in kg CO2e: zero but for rounding.
    remainder: Number,
    /// How far arithmetic rounding may have moved `remainder`; `None` if not proved.
    remainder_bound: Option<Number>,
    /// What a reader should know of it that the model's footprint does not have.
    findings: Listed<cfp_core::Finding, Finding>,
}

impl From<&cfp_exchange::Scenario> for Scenario {
    fn from(scenario: &cfp_exchange::Scenario) -> Self {
        Self {
            name: scenario.name.clone(),
            gwp: scenario.gwp.clone(),
            total: Number::value(scenario.total),
            total_bound: Number::bound(scenario.total),
            change: Number::value(scenario.change),
            change_bound: Number::bound(scenario.change),
            change_percent: Number::written(scenario.change_percent.as_deref()),
            parts: Listed::from(&scenario.parts),
            remainder: Number::value(scenario.remainder),
            remainder_bound: Number::bound(scenario.remainder),
            findings: Listed::from(&scenario.findings),
        }
    }
}

#[pymethods]
impl Scenario {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        let findings = findings_counted(self.findings.len());
        Ok(format!(
            "<cfp.Scenario {name}: {} kg CO2e{findings}>",
            self.total
        ))
    }
}

/// A footprint at several values of one number of its model, as `Model.sweep` computes it.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// What the footprint is of.
    product: String,
    /// How much of it.
    demand: String,
    /// kg CO2e of the model as it is.
    base: Number,
    /// How far arithmetic rounding may have moved `base`; `None` if not proved.
    base_bound: Option<Number>,
    /// The values in their order, both ends among them, but for those that are refused.
    rows: Listed<cfp_exchange::SweepRow, SweepRow>,
    /// The values at which a loop of the model is not sound: value, code and message of each.
    refused: Vec<(String, String, String)>,
}

impl From<cfp_exchange::Sweep> for Sweep {
    fn from(sweep: cfp_exchange::Sweep) -> Self {
        Self {
            base: Number::value(sweep.base),
            base_bound: Number::bound(sweep.base),
            rows: Listed::from(&sweep.rows),
            refused: sweep
                .refused
                .into_iter()
                .map(|own| (own.value, own.code, own.message))
                .collect(),
            product: sweep.product,
            demand: sweep.demand,
        }
    }
}

#[pymethods]
impl Sweep {
    fn __repr__(&self) -> PyResult<String> {
        let product = quoted(&self.product)?;
        Ok(format!(
            "<cfp.Sweep of {product}: {} values>",
            self.rows.len()
        ))
    }
}

/// A footprint at one value.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SweepRow {
    /// The value, with its unit where it has one.
    value: String,
    /// kg CO2e.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// kg CO2e more than the model as it is.
    change: Number,
    /// How far arithmetic rounding may have moved `change`; `None` if not proved.
    change_bound: Option<Number>,
    /// The change in percent of the model's footprint, rounded to six places; `None` where that is zero.
    change_percent: Option<Number>,
}

impl From<&cfp_exchange::SweepRow> for SweepRow {
    fn from(row: &cfp_exchange::SweepRow) -> Self {
        Self {
            total: Number::value(row.total),
            total_bound: Number::bound(row.total),
            change: Number::value(row.change),
            change_bound: Number::bound(row.change),
            change_percent: Number::written(row.change_percent.as_deref()),
            value: row.value.clone(),
        }
    }
}

#[pymethods]
impl SweepRow {
    fn __repr__(&self) -> PyResult<String> {
        let value = quoted(&self.value)?;
        Ok(format!("<cfp.SweepRow {value}: {} kg CO2e>", self.total))
    }
}

/// The value at which two footprints are equal, as `Model.break_even` finds it, with both at it.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// The value, with its unit where it has one.
    value: String,
    /// How far the meeting may be from the value, in its unit.
    within: Option<Number>,
    /// Whether the straight line through the two ends meets at the value.
    is_linear: bool,
    /// The footprint whose model is varied, at the value.
    left: Meeting,
    /// What it meets, at the value.
    right: Meeting,
    /// kg CO2e of the first less those of the second at the value.
    gap: Number,
    /// How far arithmetic rounding may have moved `gap`; `None` if not proved.
    gap_bound: Option<Number>,
    /// How many values were tried.
    tried: u32,
}

impl From<cfp_exchange::BreakEven> for BreakEven {
    fn from(found: cfp_exchange::BreakEven) -> Self {
        Self {
            within: Number::written(Some(&found.within)),
            is_linear: found.is_linear,
            left: found.left.into(),
            right: found.right.into(),
            gap: Number::value(found.gap),
            gap_bound: Number::bound(found.gap),
            tried: found.tried,
            value: found.value,
        }
    }
}

#[pymethods]
impl BreakEven {
    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<cfp.BreakEven at {}>", quoted(&self.value)?))
    }
}

/// One of two footprints that meet.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// What it is of; `None` for an amount of CO2e.
    product: Option<String>,
    /// How much of it.
    demand: Option<String>,
    /// The process that makes it, or "supply", where that was said.
    maker: Option<String>,
    /// The scenario; `None` for the model as it is.
    scenario: Option<String>,
    /// kg CO2e.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
}

impl From<cfp_exchange::Meeting> for Meeting {
    fn from(side: cfp_exchange::Meeting) -> Self {
        Self {
            total: Number::value(side.total),
            total_bound: Number::bound(side.total),
            product: side.product,
            demand: side.demand,
            maker: side.maker,
            scenario: side.scenario,
        }
    }
}

#[pymethods]
impl Meeting {
    fn __repr__(&self) -> String {
        format!("<cfp.Meeting: {} kg CO2e>", self.total)
    }
}

/// What is varied: a parameter or a supply, and not both.
pub fn varied(parameter: Option<String>, supply: Option<String>) -> Result<Varied, Raised> {
    match (parameter, supply) {
        (Some(name), None) => Ok(Varied::Parameter(name)),
        (None, Some(flow)) => Ok(Varied::Supply(flow)),
        _ => Err(PyTypeError::new_err("name what varies: `parameter` or `supply`").into()),
    }
}

/// What a footprint is to be equal to: one of the three.
pub fn against(
    equals: Option<String>,
    product: Option<String>,
    amount: Option<String>,
    maker: Option<String>,
    scenario: Option<String>,
) -> Result<Against, Raised> {
    match (equals, product, scenario) {
        (Some(total), None, None) => Ok(Against::Total(total.parse())),
        (None, Some(product), None) => Ok(Against::Product(
            product,
            amount.map(|amount| amount.parse()),
            maker,
        )),
        (None, None, Some(scenario)) => Ok(Against::Scenario(scenario)),
        _ => {
            let message = "name what to meet: `equals`, `against` or `against_scenario`";
            Err(PyTypeError::new_err(message).into())
        }
    }
}
