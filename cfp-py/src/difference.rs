//! Why a footprint moves when its numbers do.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::amount::Number;
use crate::errors::Raised;
use crate::json::{Reduced, read, reduced, written};
use crate::model::quoted;
use crate::result::UsedFactor;
use crate::table::Table;

/// The change of a footprint in kg CO2e, and what made it.
///
/// Each part of a figure is the amount taken or emitted times the change of that, so that the parts
/// sum to the whole change, whatever the order in which the figures change; where exchanges change
/// too, as in a scenario, runs and figures are the means of both sides. A bound tells how far
/// arithmetic rounding may have moved its number; it is `None` where no bound is proved.
///
///     >>> press = cfp.Process("press", makes={"profile": "1 t"}, takes={"electricity": "1.15 MWh"})
///     >>> system = cfp.System(press, supply={"electricity": "0.6205 kg CO2e/kWh"})
///     >>> grids = {"electricity": ("0.6205 kg CO2e/kWh", "0.5777 kg CO2e/kWh")}
///     >>> difference = system.difference("profile", "1 t", "AR6-100", supply=grids)
///     >>> difference.change, difference.change_percent, difference.remainder
///     (Decimal('-49.22'), Decimal('-6.897663'), Decimal('0'))
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    inner: Arc<cfp_core::Difference>,
}

impl From<cfp_core::Difference> for Difference {
    fn from(inner: cfp_core::Difference) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

#[pymethods]
impl Difference {
    /// What the footprint is of.
    #[getter]
    fn product(&self) -> &str {
        &self.inner.product
    }

    /// How much of it, as asked for.
    #[getter]
    fn demand(&self) -> &str {
        &self.inner.demand
    }

    /// kg CO2e before.
    #[getter]
    fn before(&self) -> Number {
        Number::value(self.inner.before)
    }

    /// How far arithmetic rounding may have moved `before`; `None` if not proved.
    #[getter]
    fn before_bound(&self) -> Option<Number> {
        Number::bound(self.inner.before)
    }

    /// kg CO2e after.
    #[getter]
    fn after(&self) -> Number {
        Number::value(self.inner.after)
    }

    /// How far arithmetic rounding may have moved `after`; `None` if not proved.
    #[getter]
    fn after_bound(&self) -> Option<Number> {
        Number::bound(self.inner.after)
    }

    /// kg CO2e after less that before.
    #[getter]
    fn change(&self) -> Number {
        Number::value(self.inner.change)
    }

    /// How far arithmetic rounding may have moved `change`; `None` if not proved.
    #[getter]
    fn change_bound(&self) -> Option<Number> {
        Number::bound(self.inner.change)
    }

    /// The change in percent of `before`, rounded to six places; `None` where that is zero.
    #[getter]
    fn change_percent(&self) -> Option<Number> {
        Number::written(self.inner.change_percent.as_deref())
    }

    /// What made the change, largest first; what did not change is not here.
    #[getter]
    fn parts(&self) -> Table {
        Table::of::<DifferencePart, _, _>(Arc::clone(&self.inner), |of| &of.parts)
    }

    /// The change less the sum of its parts, in kg CO2e: zero but for rounding.
    #[getter]
    fn remainder(&self) -> Number {
        Number::value(self.inner.remainder)
    }

    /// How far arithmetic rounding may have moved `remainder`; `None` if not proved.
    #[getter]
    fn remainder_bound(&self) -> Option<Number> {
        Number::bound(self.inner.remainder)
    }

    /// The difference as the `cfp` command prints it in JSON, with every bound; numbers are texts.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The difference that a JSON text of `to_json` or of the `cfp` command holds.
    #[classmethod]
    fn from_json(_class: &Bound<'_, PyType>, text: &str) -> Result<Self, Raised> {
        let inner: cfp_core::Difference = read(text)?;
        Ok(inner.into())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        reduced(slf, slf.get().to_json())
    }

    fn __repr__(&self) -> String {
        let cfp_core::Difference {
            product, demand, ..
        } = &*self.inner;
        format!(
            "<cfp.Difference of {demand} {product}: {} kg CO2e>",
            self.change()
        )
    }
}

/// The part of a change that one figure, exchange or allocation made.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DifferencePart {
    /// "supply", "gas", "exchange", "allocation" or "demand".
    kind: &'static str,
    /// The flow of a supply or an exchange, the gas, the process of an allocation; "" for the demand.
    name: String,
    /// The process that has the exchange; `None` for all else.
    process: Option<String>,
    /// What the process does with the flow of an exchange, such as "takes"; `None` for all else.
    verb: Option<&'static str>,
    /// The category that a gas counts in, such as "fossil"; `None` for all else.
    category: Option<&'static str>,
    /// What was written before: the amount of an exchange, or the demand; `None` for all else, and
    /// where the process did not have the exchange.
    written_before: Option<String>,
    /// What is written after.
    written_after: Option<String>,
    /// Who served an exchange before, where somebody else does after; `None` for all else.
    from_before: Option<String>,
    /// Who serves it after, where that is somebody else.
    from_after: Option<String>,
    /// kg CO2e per `unit` before, of a supply or a gas; `None` for all else.
    before: Option<Number>,
    /// How far arithmetic rounding may have moved `before`; `None` if not proved.
    before_bound: Option<Number>,
    /// kg CO2e per `unit` after; `None` as for `before`.
    after: Option<Number>,
    /// How far arithmetic rounding may have moved `after`; `None` if not proved.
    after_bound: Option<Number>,
    /// How much of it is taken or emitted, in `unit`; of an exchange or the demand, how much more than
    /// before, or how much of whoever serves it then; of an allocation, how often the process runs.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of `amount`: "kg" for a gas.
    unit: String,
    /// kg CO2e after less those before.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of the whole change in percent, rounded to six places; `None` where that is zero.
    share_percent: Option<Number>,
    /// The published factor behind `before`; `None` where it is none.
    row_before: Option<UsedFactor>,
    /// The published factor behind `after`; `None` where it is none.
    row_after: Option<UsedFactor>,
}

impl From<&cfp_core::DifferencePart> for DifferencePart {
    fn from(part: &cfp_core::DifferencePart) -> Self {
        let of = &part.of;
        let exchange = of.exchange();
        let figures = of.figures();
        let [before, after] = [0, 1].map(|side| figures.map(|figures| figures[side]));
        let [written_before, written_after] = of.written().map(|text| text.map(str::to_owned));
        let [from_before, from_after] = of.providers().map(|name| name.map(str::to_owned));
        let rows = of.records();
        let [row_before, row_after] =
            rows.map(|row| row.map(|record| UsedFactor::of(of.name(), record.clone())));
        Self {
            kind: of.word(),
            name: of.name().to_owned(),
            process: exchange.map(|(process, _)| process.to_owned()),
            verb: exchange.map(|(_, verb)| verb.word()),
            category: of.category().map(cfp_core::Category::key),
            written_before,
            written_after,
            from_before,
            from_after,
            before: before.map(Number::value),
            before_bound: before.and_then(Number::bound),
            after: after.map(Number::value),
            after_bound: after.and_then(Number::bound),
            amount: Number::value(part.amount),
            amount_bound: Number::bound(part.amount),
            unit: part.unit.clone(),
            co2e: Number::value(part.co2e),
            co2e_bound: Number::bound(part.co2e),
            share_percent: Number::written(part.share_percent.as_deref()),
            row_before,
            row_after,
        }
    }
}

#[pymethods]
impl DifferencePart {
    fn __repr__(&self) -> PyResult<String> {
        let name = quoted(&self.name)?;
        Ok(format!(
            "<cfp.DifferencePart {name}: {} kg CO2e>",
            self.co2e
        ))
    }
}
