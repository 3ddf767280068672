//! The supply chains of a footprint as a tree.

use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;
use crate::result::Finding;
use crate::table::Listed;

/// The supply chains behind a footprint: a tree of visits, in which a loop is followed until what is left of it falls below the
/// cut-off.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyTree {
    /// kg CO2e of the whole footprint.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// kg CO2e of the magnitudes of everything that counts: the cut-off is a share of this.
    gross: Number,
    /// How far arithmetic rounding may have moved `gross`; `None` if not proved.
    gross_bound: Option<Number>,
    /// The nodes, what is demanded first; each after the one that needs it.
    nodes: Listed<cfp_core::TreeNode, TreeNode>,
    /// kg CO2e that the nodes emit themselves and their supplies bring, together.
    covered: Number,
    /// How far arithmetic rounding may have moved `covered`; `None` if not proved.
    covered_bound: Option<Number>,
    /// The share of `covered` in the total in percent, rounded to six places; `None` when the total is zero.
    covered_percent: Option<Number>,
    /// kg CO2e behind what was cut off.
    remainder: Number,
    /// How far arithmetic rounding may have moved `remainder`; `None` if not proved.
    remainder_bound: Option<Number>,
    /// kg CO2e of the needs in it that carry more than zero.
    remainder_positive: Number,
    /// How far arithmetic rounding may have moved `remainder_positive`; `None` if not proved.
    remainder_positive_bound: Option<Number>,
    /// kg CO2e of the needs in it that carry less than zero; with those that carry more, the remainder within the bounds.
    remainder_negative: Number,
    /// How far arithmetic rounding may have moved `remainder_negative`; `None` if not proved.
    remainder_negative_bound: Option<Number>,
    /// The share of `remainder` in the total in percent, rounded to six places; `None` when the total is zero.
    remainder_percent: Option<Number>,
    /// What a reader should know of the chains.
    findings: Listed<cfp_core::Finding, Finding>,
}

impl From<&cfp_core::SupplyTree> for SupplyTree {
    fn from(own: &cfp_core::SupplyTree) -> Self {
        Self {
            total: Number::value(own.total),
            total_bound: Number::bound(own.total),
            gross: Number::value(own.gross),
            gross_bound: Number::bound(own.gross),
            nodes: Listed::from(&own.nodes),
            covered: Number::value(own.covered),
            covered_bound: Number::bound(own.covered),
            covered_percent: Number::written(own.covered_percent.as_deref()),
            remainder: Number::value(own.remainder),
            remainder_bound: Number::bound(own.remainder),
            remainder_positive: Number::value(own.remainder_positive),
            remainder_positive_bound: Number::bound(own.remainder_positive),
            remainder_negative: Number::value(own.remainder_negative),
            remainder_negative_bound: Number::bound(own.remainder_negative),
            remainder_percent: Number::written(own.remainder_percent.as_deref()),
            findings: Listed::from(&own.findings),
        }
    }
}

#[pymethods]
impl SupplyTree {
    fn __repr__(&self) -> String {
        format!("<cfp.SupplyTree of {} nodes>", self.nodes.len())
    }
}

/// A visit of a process or supply; it carries what it emits itself, its children, and what of its needs is cut off.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct TreeNode {
    /// The position of the node that needs this one; `None` for what is demanded.
    parent: Option<usize>,
    /// How many steps it is away from what is demanded.
    depth: usize,
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
    /// kg CO2e of that amount, everything behind it included.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of `co2e` in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
    /// kg CO2e that the process emits itself for it; of a supply, all of it.
    direct: Number,
    /// How far arithmetic rounding may have moved `direct`; `None` if not proved.
    direct_bound: Option<Number>,
    /// kg CO2e behind those of its needs that are no nodes.
    cut_off: Number,
    /// How far arithmetic rounding may have moved `cut_off`; `None` if not proved.
    cut_off_bound: Option<Number>,
    /// kg CO2e of those of them that carry more than zero.
    cut_off_positive: Number,
    /// How far arithmetic rounding may have moved `cut_off_positive`; `None` if not proved.
    cut_off_positive_bound: Option<Number>,
    /// kg CO2e of those of them that carry less than zero; with those that carry more, `cut_off` within the bounds.
    cut_off_negative: Number,
    /// How far arithmetic rounding may have moved `cut_off_negative`; `None` if not proved.
    cut_off_negative_bound: Option<Number>,
    /// How many of its needs are no nodes.
    cut_off_count: usize,
}

impl From<&cfp_core::TreeNode> for TreeNode {
    fn from(own: &cfp_core::TreeNode) -> Self {
        Self {
            parent: own.parent,
            depth: own.depth,
            kind: own.kind.word(),
            process: own.process.clone(),
            product: own.product.clone(),
            amount: Number::value(own.amount),
            amount_bound: Number::bound(own.amount),
            unit: own.unit.clone(),
            co2e: Number::value(own.co2e),
            co2e_bound: Number::bound(own.co2e),
            share_percent: Number::written(own.share_percent.as_deref()),
            direct: Number::value(own.direct),
            direct_bound: Number::bound(own.direct),
            cut_off: Number::value(own.cut_off),
            cut_off_bound: Number::bound(own.cut_off),
            cut_off_positive: Number::value(own.cut_off_positive),
            cut_off_positive_bound: Number::bound(own.cut_off_positive),
            cut_off_negative: Number::value(own.cut_off_negative),
            cut_off_negative_bound: Number::bound(own.cut_off_negative),
            cut_off_count: own.cut_off_count,
        }
    }
}

#[pymethods]
impl TreeNode {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.product)?;
        Ok(format!("<cfp.TreeNode {name}: {} kg CO2e>", self.co2e))
    }
}
