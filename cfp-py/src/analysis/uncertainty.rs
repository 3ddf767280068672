//! How sure a footprint is.

use cfp_core::Sampling;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::result::{Finding, findings_counted};
use crate::statistics::{Comparison, FailedDraws, Statistics};
use crate::table::Listed;

/// A number of a model that states how uncertain it is.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainInput {
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
    /// The distribution, in words.
    spread: String,
    /// What its draws come to on average, in the unit of the amount.
    mean: f64,
    /// The standard deviation of its draws.
    standard_deviation: f64,
}

/// How sure a footprint is to first order, in kg CO2e: from derivatives, without a draw.
#[pyclass(frozen, get_all, module = "cfp")]
#[derive(Debug, Clone)]
pub struct FirstOrder {
    /// What the footprint is of.
    product: String,
    /// How much of it.
    demand: String,
    /// With every number as written.
    footprint: Number,
    /// On average: inputs that are not centred on their amount move it.
    mean: f64,
    /// The variance to first order, in (kg CO2e)².
    variance: f64,
    /// The root of the variance, in kg CO2e.
    standard_deviation: f64,
    /// The largest share of the variance first.
    inputs: Listed<cfp_core::InputShare, InputShare>,
    /// What stays as written though something states that it is uncertain: then the variance is not the whole.
    not_drawn: Vec<String>,
    /// What a reader should know.
    findings: Listed<cfp_core::Finding, Finding>,
}

/// What one input does to the variance of a footprint.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct InputShare {
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
    /// The distribution, in words.
    spread: String,
    /// What its draws come to on average, in the unit of the amount.
    mean: f64,
    /// The standard deviation of its draws.
    standard_deviation: f64,
    /// kg CO2e per unit of the amount.
    derivative: f64,
    /// Its part of the variance, in (kg CO2e)².
    variance: f64,
    /// `None` where the whole variance is zero.
    share_percent: Option<f64>,
}

/// How sure a footprint is by draws, in kg CO2e. The same model, seed and number of draws give the same figures everywhere.
#[pyclass(frozen, get_all, module = "cfp")]
#[derive(Debug, Clone)]
pub struct MonteCarlo {
    /// What the footprint is of.
    product: String,
    /// How much of it.
    demand: String,
    /// With every number as written.
    footprint: Number,
    /// The number that the draws follow from.
    seed: u64,
    /// Whether the draws are spread as a Latin hypercube.
    latin_hypercube: bool,
    /// What the draws say, in kg CO2e.
    statistics: Statistics,
    /// Another product or model of the same draws; `None` where none was asked for.
    against: Option<Against>,
    /// What is drawn.
    inputs: Listed<cfp_core::UncertainInput, UncertainInput>,
    /// What stays as written though something states that it is uncertain: then the variance is not the whole.
    not_drawn: Vec<String>,
    /// What a reader should know.
    findings: Listed<cfp_core::Finding, Finding>,
    /// The footprint of each draw that did not fail.
    values: Vec<f64>,
}

/// Another product of the same draws, or another model: what both rest on is drawn once.
#[pyclass(frozen, get_all, module = "cfp")]
#[derive(Debug, Clone)]
pub struct Against {
    /// Which model it is of, where it is another one: "base", or the name of a scenario.
    model: Option<String>,
    /// What it is.
    product: String,
    /// How much of it.
    demand: String,
    /// With every number as written.
    footprint: Number,
    /// What the draws say, in kg CO2e.
    statistics: Statistics,
    /// How often the first is less than this one.
    comparison: Comparison,
    /// The footprint of each draw that did not fail, in the order of the draws.
    values: Vec<f64>,
}

/// The shares of the variance of a footprint by input (Sobol' indices).
#[pyclass(frozen, get_all, module = "cfp")]
#[derive(Debug, Clone)]
pub struct GlobalSensitivity {
    /// What the footprint is of.
    product: String,
    /// How much of it.
    demand: String,
    /// With every number as written.
    footprint: Number,
    /// The number that the draws follow from.
    seed: u64,
    /// How many pairs of draws the shares are from.
    pairs: usize,
    /// How often the footprint was computed.
    evaluations: usize,
    /// Draws without a footprint, by their reason; the pair of each is left out.
    failed: Listed<cfp_core::FailedDraws, FailedDraws>,
    /// The mean of the draws, in kg CO2e.
    mean: Option<f64>,
    /// The variance of the draws, in (kg CO2e)².
    variance: Option<f64>,
    /// The largest share in total first.
    inputs: Listed<cfp_core::SobolShare, SobolShare>,
    /// What stays as written though something states that it is uncertain: then the variance is not the whole.
    not_drawn: Vec<String>,
    /// What a reader should know.
    findings: Listed<cfp_core::Finding, Finding>,
}

/// What an input explains of the variance of a footprint, from 0 to 1, each with its standard error.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SobolShare {
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
    /// The distribution, in words.
    spread: String,
    /// What its draws come to on average, in the unit of the amount.
    mean: f64,
    /// The standard deviation of its draws.
    standard_deviation: f64,
    /// Alone; `None` where there is no variance.
    first_order: Option<f64>,
    /// The standard error of `first_order`.
    first_order_error: Option<f64>,
    /// With everything that it meets.
    total: Option<f64>,
    /// The standard error of `total`.
    total_error: Option<f64>,
}

impl From<&cfp_core::UncertainInput> for UncertainInput {
    fn from(of: &cfp_core::UncertainInput) -> Self {
        Self {
            process: of.process.clone(),
            exchange: of.exchange.clone(),
            index: of.index,
            kind: of.kind.word(),
            source: of.source.clone(),
            amount: of.amount.clone(),
            spread: of.spread.clone(),
            mean: of.mean,
            standard_deviation: of.standard_deviation,
        }
    }
}

impl From<&cfp_core::InputShare> for InputShare {
    fn from(of: &cfp_core::InputShare) -> Self {
        let input = UncertainInput::from(&of.input);
        Self {
            process: input.process,
            exchange: input.exchange,
            index: input.index,
            kind: input.kind,
            source: input.source,
            amount: input.amount,
            spread: input.spread,
            mean: input.mean,
            standard_deviation: input.standard_deviation,
            derivative: of.derivative,
            variance: of.variance,
            share_percent: of.share_percent,
        }
    }
}

impl From<&cfp_core::SobolShare> for SobolShare {
    fn from(of: &cfp_core::SobolShare) -> Self {
        let input = UncertainInput::from(&of.input);
        Self {
            process: input.process,
            exchange: input.exchange,
            index: input.index,
            kind: input.kind,
            source: input.source,
            amount: input.amount,
            spread: input.spread,
            mean: input.mean,
            standard_deviation: input.standard_deviation,
            first_order: of.first_order,
            first_order_error: of.first_order_error,
            total: of.total,
            total_error: of.total_error,
        }
    }
}

impl From<cfp_core::FirstOrder> for FirstOrder {
    fn from(of: cfp_core::FirstOrder) -> Self {
        Self {
            not_drawn: of.not_drawn,
            findings: Listed::from(&of.findings),
            inputs: Listed::from(&of.inputs),
            product: of.product,
            demand: of.demand,
            footprint: Number::value(of.footprint),
            mean: of.mean,
            variance: of.variance,
            standard_deviation: of.standard_deviation,
        }
    }
}

impl From<cfp_core::MonteCarlo> for MonteCarlo {
    fn from(of: cfp_core::MonteCarlo) -> Self {
        Self {
            product: of.product,
            demand: of.demand,
            footprint: Number::value(of.footprint),
            seed: of.seed,
            latin_hypercube: of.sampling == Sampling::LatinHypercube,
            statistics: Statistics::from(&of.statistics),
            against: of.against.map(Against::from),
            inputs: Listed::from(&of.inputs),
            not_drawn: of.not_drawn,
            findings: Listed::from(&of.findings),
            values: of.values,
        }
    }
}

impl From<cfp_core::Against> for Against {
    fn from(of: cfp_core::Against) -> Self {
        Self {
            model: of.model,
            product: of.product,
            demand: of.demand,
            footprint: Number::value(of.footprint),
            statistics: Statistics::from(&of.statistics),
            comparison: Comparison::from(&of.comparison),
            values: of.values,
        }
    }
}

impl From<cfp_core::GlobalSensitivity> for GlobalSensitivity {
    fn from(of: cfp_core::GlobalSensitivity) -> Self {
        Self {
            inputs: Listed::from(&of.inputs),
            product: of.product,
            demand: of.demand,
            footprint: Number::value(of.footprint),
            seed: of.seed,
            pairs: of.pairs,
            evaluations: of.evaluations,
            failed: Listed::from(&of.failed),
            mean: of.mean,
            variance: of.variance,
            not_drawn: of.not_drawn,
            findings: Listed::from(&of.findings),
        }
    }
}

#[pymethods]
impl UncertainInput {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.UncertainInput {} {}: {}, {}>",
            self.kind, self.exchange, self.amount, self.spread
        )
    }
}

#[pymethods]
impl FirstOrder {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.FirstOrder of {} {}: {} kg CO2e ± {:.4e}{}>",
            self.demand,
            self.product,
            self.footprint,
            self.standard_deviation,
            findings_counted(self.findings.len()),
        )
    }
}

#[pymethods]
impl InputShare {
    fn __repr__(&self) -> String {
        let share = self
            .share_percent
            .map_or_else(|| "no".to_owned(), |own| format!("{own:.2}"));
        format!("<cfp.InputShare {}: {share} %>", self.exchange)
    }
}

#[pymethods]
impl MonteCarlo {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.MonteCarlo of {} {}: {} draws of seed {}{}>",
            self.demand,
            self.product,
            self.values.len(),
            self.seed,
            findings_counted(self.findings.len()),
        )
    }
}

#[pymethods]
impl Against {
    fn __repr__(&self) -> String {
        format!("<cfp.Against {} {}>", self.demand, self.product)
    }
}

#[pymethods]
impl GlobalSensitivity {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.GlobalSensitivity of {} {}: {} inputs, {} pairs of draws{}>",
            self.demand,
            self.product,
            self.inputs.len(),
            self.pairs,
            findings_counted(self.findings.len()),
        )
    }
}

#[pymethods]
impl SobolShare {
    fn __repr__(&self) -> String {
        let told =
            |own: Option<f64>| own.map_or_else(|| "unknown".to_owned(), |own| format!("{own:.4}"));
        format!(
            "<cfp.SobolShare {}: {} alone, {} in total>",
            self.exchange,
            told(self.first_order),
            told(self.total)
        )
    }
}
