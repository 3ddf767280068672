//! What one unit of every product counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::amount::Number;
use crate::errors::Raised;
use crate::json::{Reduced, read, reduced, written};
use crate::model::quoted;
use crate::result::{Finding, GasRow, findings_counted};
use crate::table::Table;

/// The kg CO2e per unit of every product and treated waste of a system.
///
///     >>> intensities = cfp.read_model("coal-electricity-loop.toml").intensities()
///     >>> [row.unit for row in intensities.rows]
///     ['kg CO2e/kWh', 'kg CO2e/kg']
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Intensities {
    inner: Arc<cfp_core::Intensities>,
}

impl From<cfp_core::Intensities> for Intensities {
    fn from(inner: cfp_core::Intensities) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

#[pymethods]
impl Intensities {
    /// The name of the set of global warming potentials.
    #[getter]
    fn gwp(&self) -> &str {
        &self.inner.gwp
    }

    /// The dataset and version of the set; `None` for a set of your own.
    #[getter]
    fn gwp_source(&self) -> Option<&str> {
        self.inner.gwp_source.as_deref()
    }

    /// One row per output of a process, in the order of the processes.
    #[getter]
    fn rows(&self) -> Table {
        Table::of::<Intensity, _, _>(Arc::clone(&self.inner), |of| &of.intensities)
    }

    /// The products that have no row, since they reach a loop that is not sound: product, process, code and message of each.
    #[getter]
    fn refused(&self) -> Vec<(String, String, String, String)> {
        let rows = self.inner.refused.iter().cloned();
        rows.map(|row| (row.product, row.process, row.code, row.message))
            .collect()
    }

    /// What a reader should know.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// The intensities as the `cfp` command prints them in JSON; numbers are texts.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The intensities that a JSON text of `to_json` or of the `cfp` command holds.
    #[classmethod]
    fn from_json(_class: &Bound<'_, PyType>, text: &str) -> Result<Self, Raised> {
        let inner: cfp_core::Intensities = read(text)?;
        Ok(inner.into())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        reduced(slf, slf.get().to_json())
    }

    fn __repr__(&self) -> String {
        format!(
            "<cfp.Intensities of {} outputs{}>",
            self.inner.intensities.len(),
            findings_counted(self.inner.findings.len()),
        )
    }
}

/// The footprint of one unit of a product.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Intensity {
    /// The product, or the waste that is treated.
    product: String,
    /// The process that makes or treats it.
    process: String,
    /// The unit, such as "kg CO2e/kWh".
    unit: String,
    /// kg CO2e per unit.
    total: Number,
    /// How far arithmetic rounding may have moved the total; `None` if not proved.
    bound: Option<Number>,
    /// kg CO2e per unit by category, such as "fossil"; categories in which nothing of the system falls are left out.
    by_category: BTreeMap<&'static str, Number>,
    /// The gases per unit, by category; only where they are asked for.
    inventory: Vec<GasRow>,
}

impl From<&cfp_core::Intensity> for Intensity {
    fn from(row: &cfp_core::Intensity) -> Self {
        Self {
            product: row.product.clone(),
            process: row.process.clone(),
            unit: row.unit.clone(),
            total: Number::value(row.total),
            bound: Number::bound(row.total),
            by_category: row
                .by_category
                .iter()
                .map(|(category, figure)| (category.key(), Number::value(*figure)))
                .collect(),
            inventory: row.inventory.iter().map(GasRow::from).collect(),
        }
    }
}

#[pymethods]
impl Intensity {
    fn __repr__(&self) -> PyResult<String> {
        let product = quoted(&self.product)?;
        Ok(format!(
            "<cfp.Intensity {product}: {} {}>",
            self.total, self.unit
        ))
    }
}
