//! What stands behind each process of a footprint.

use pyo3::prelude::*;

use crate::amount::Number;
use crate::model::quoted;
use crate::table::Listed;

/// What stands behind the processes and supplies of a footprint; the rows do not sum to the total.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Upstream {
    /// kg CO2e of the whole footprint.
    total: Number,
    /// How far arithmetic rounding may have moved `total`; `None` if not proved.
    total_bound: Option<Number>,
    /// The rows, largest upstream first.
    rows: Listed<cfp_core::UpstreamRow, UpstreamRow>,
    /// How many more processes and supplies the demand needs.
    left_out: usize,
}

impl From<&cfp_core::Upstream> for Upstream {
    fn from(own: &cfp_core::Upstream) -> Self {
        Self {
            total: Number::value(own.total),
            total_bound: Number::bound(own.total),
            rows: Listed::from(&own.rows),
            left_out: own.left_out,
        }
    }
}

#[pymethods]
impl Upstream {
    fn __repr__(&self) -> String {
        format!("<cfp.Upstream of {} rows>", self.rows.len())
    }
}

/// What an output of a process, or a supply, carries of a footprint.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct UpstreamRow {
    /// "process" or "supply".
    kind: &'static str,
    /// The name of the process, or of the supplier or the supplied flow.
    process: String,
    /// The output that the row is of; a process of several outputs has several rows.
    product: String,
    /// How much of the product is needed, all needs for it in loops included.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of `amount`.
    unit: String,
    /// kg CO2e that the process emits itself; of a supply, all of it.
    direct: Number,
    /// How far arithmetic rounding may have moved `direct`; `None` if not proved.
    direct_bound: Option<Number>,
    /// The share of `direct` in the total in percent, rounded to six places; `None` when the total is zero.
    direct_percent: Option<Number>,
    /// kg CO2e with everything that it takes: what the footprint would lose if the product came free of burden; `None` where the others have no solution without it.
    upstream: Option<Number>,
    /// How far arithmetic rounding may have moved `upstream`; `None` if not proved.
    upstream_bound: Option<Number>,
    /// The share of `upstream` in the total in percent, rounded to six places; `None` when the total is zero.
    upstream_percent: Option<Number>,
}

impl From<&cfp_core::UpstreamRow> for UpstreamRow {
    fn from(own: &cfp_core::UpstreamRow) -> Self {
        Self {
            kind: own.kind.word(),
            process: own.process.clone(),
            product: own.product.clone(),
            amount: Number::value(own.amount),
            amount_bound: Number::bound(own.amount),
            unit: own.unit.clone(),
            direct: Number::value(own.direct),
            direct_bound: Number::bound(own.direct),
            direct_percent: Number::written(own.direct_percent.as_deref()),
            upstream: own.upstream.map(Number::value),
            upstream_bound: own.upstream.and_then(Number::bound),
            upstream_percent: Number::written(own.upstream_percent.as_deref()),
        }
    }
}

#[pymethods]
impl UpstreamRow {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.process)?;
        Ok(format!(
            "<cfp.UpstreamRow {name}: {} kg CO2e itself>",
            self.direct
        ))
    }
}
