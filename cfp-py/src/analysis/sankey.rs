//! A footprint as flows.

use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;
use crate::table::Listed;

/// A footprint as flows of kg CO2e: what flows into a node and what it emits itself flows out of it.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Sankey {
    /// kg CO2e of the whole footprint.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// The nodes: the demand, then processes and supplies with the largest first, then all others together.
    nodes: Listed<cfp_core::SankeyNode, SankeyNode>,
    /// The links.
    links: Listed<cfp_core::SankeyLink, SankeyLink>,
}

impl From<&cfp_core::Sankey> for Sankey {
    fn from(own: &cfp_core::Sankey) -> Self {
        Self {
            total: Number::value(own.total),
            total_bound: Number::bound(own.total),
            nodes: Listed::from(&own.nodes),
            links: Listed::from(&own.links),
        }
    }
}

#[pymethods]
impl Sankey {
    fn __repr__(&self) -> String {
        format!("<cfp.Sankey of {} nodes>", self.nodes.len())
    }
}

/// A node of flows.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SankeyNode {
    /// "demand", "process", "supply" or "others".
    kind: &'static str,
    /// The name of the process, or of the supplier or the supplied flow; "demand"; such as "3 others".
    process: String,
    /// The product; empty for others.
    product: String,
    /// How much of the product flows; `None` for others.
    amount: Option<Number>,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of `amount`; empty for others.
    unit: String,
    /// kg CO2e that flow out of it; into it, for the demand.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of `co2e` in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
    /// kg CO2e that it emits itself; of a supply, all of it.
    direct: Number,
    /// How far arithmetic rounding may have moved `direct`; `None` if not proved.
    direct_bound: Option<Number>,
}

impl From<&cfp_core::SankeyNode> for SankeyNode {
    fn from(own: &cfp_core::SankeyNode) -> Self {
        Self {
            kind: own.kind.word(),
            process: own.process.clone(),
            product: own.product.clone(),
            amount: own.amount.map(Number::value),
            amount_bound: own.amount.and_then(Number::bound),
            unit: own.unit.clone(),
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
            share_percent: Number::written(own.share_percent.as_deref()),
            direct: Number::value(own.direct),
            direct_bound: Number::bound(own.direct),
        }
    }
}

#[pymethods]
impl SankeyNode {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.process)?;
        Ok(format!("<cfp.SankeyNode {name}: {} kg CO2e>", self.co2e))
    }
}

/// A flow from one node to another.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SankeyLink {
    /// The position of the node that it comes from.
    source: usize,
    /// The position of the node that takes it.
    target: usize,
    /// How much of the product of the first; `None` from others.
    amount: Option<Number>,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
}

impl From<&cfp_core::SankeyLink> for SankeyLink {
    fn from(own: &cfp_core::SankeyLink) -> Self {
        Self {
            source: own.from,
            target: own.to,
            amount: own.amount.map(Number::value),
            amount_bound: own.amount.and_then(Number::bound),
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
        }
    }
}

#[pymethods]
impl SankeyLink {
    fn __repr__(&self) -> String {
        let Self {
            source,
            target,
            co2e,
            ..
        } = self;
        format!("<cfp.SankeyLink {source} to {target}: {co2e} kg CO2e>")
    }
}
