//! What a model answers: footprints and intensities, and their rows.

use std::sync::Arc;

use cfp_core::{Category, FactorRecord};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::account::{
    CoverageRow, CutOffRow, DataQuality, ElectricityRow, RegionRow, StageRow, SupplierRow,
};
use crate::amount::{Number, decimal};
use crate::errors::Raised;
use crate::html;
use crate::json::{Reduced, read, reduced, written};
use crate::model::quoted;
use crate::supply::{About, Supply};
use crate::table::Table;

/// The cradle-to-gate carbon footprint of an amount of a product, in kg CO2e.
///
/// Every number is a `Decimal`. A bound tells how far arithmetic rounding may have moved its number,
/// and nothing about the data; it is `None` where no bound is proved, and `findings` says so.
///
///     >>> footprint = cfp.read_model("coal-electricity-loop.toml").footprint()
///     >>> footprint.product, footprint.demand, footprint.gwp
///     ('Electricity, bituminous coal, at power plant', '1 MWh', 'AR6-100')
///     >>> footprint.bound < Decimal("1e-12")
///     True
///     >>> cfp.Footprint.from_json(footprint.to_json()) == footprint
///     True
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    inner: Arc<cfp_core::Footprint>,
}

impl From<cfp_core::Footprint> for Footprint {
    fn from(inner: cfp_core::Footprint) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

#[pymethods]
impl Footprint {
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

    /// The sum of all categories, in kg CO2e; biogenic carbon counts -1 and +1.
    #[getter]
    fn total(&self) -> Number {
        Number::value(self.inner.total())
    }

    /// How far arithmetic rounding may have moved the total, in kg CO2e; `None` if not proved.
    #[getter]
    fn bound(&self) -> Option<Number> {
        Number::bound(self.inner.total())
    }

    /// The total without the uptake into biomass, in kg CO2e.
    #[getter]
    fn total_without_biogenic_uptake(&self) -> Number {
        Number::value(self.inner.total_without_biogenic_uptake)
    }

    /// kg CO2e by category, such as "fossil"; a category in which nothing falls is zero.
    #[getter]
    fn by_category<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (category, figure) in &self.inner.by_category {
            dict.set_item(category.key(), Number::value(*figure))?;
        }
        Ok(dict)
    }

    /// The gases, by category.
    #[getter]
    fn inventory(&self) -> Table {
        Table::of::<GasRow, _, _>(Arc::clone(&self.inner), |of| &of.inventory)
    }

    /// What each process emits itself and each supply brings, largest first.
    fn by_process(&self) -> Table {
        Table::of::<ProcessRow, _, _>(Arc::clone(&self.inner), |of| &of.by_process)
    }

    /// kg CO2e by life-cycle stage, largest first.
    #[getter]
    fn by_stage(&self) -> Table {
        Table::of::<StageRow, _, _>(Arc::clone(&self.inner), |of| &of.by_stage)
    }

    /// kg CO2e by region, where they are emitted and where they are consumed.
    #[getter]
    fn by_region(&self) -> Table {
        Table::of::<RegionRow, _, _>(Arc::clone(&self.inner), |of| &of.by_region)
    }

    /// The suppliers' results that were used.
    #[getter]
    fn suppliers(&self) -> Table {
        Table::of::<SupplierRow, _, _>(Arc::clone(&self.inner), |of| &of.suppliers)
    }

    /// The electricity that says by what right it counts so.
    #[getter]
    fn electricity(&self) -> Table {
        Table::of::<ElectricityRow, _, _>(Arc::clone(&self.inner), |of| &of.electricity)
    }

    /// The total with the average of the grid for all of that electricity, in kg CO2e; `None` where
    /// none is stated, or one lacks it.
    #[getter]
    fn location_based_total(&self) -> Option<Number> {
        self.inner.location_based_total.map(Number::value)
    }

    /// What is left out on purpose, and what it could make.
    #[getter]
    fn cut_offs(&self) -> Table {
        Table::of::<CutOffRow, _, _>(Arc::clone(&self.inner), |of| &of.cut_offs)
    }

    /// On what kind of data the footprint rests.
    #[getter]
    fn data_quality(&self) -> DataQuality {
        DataQuality::from(&self.inner.data_quality)
    }

    /// On which sources the footprint rests, largest first.
    #[getter]
    fn coverage(&self) -> Table {
        Table::of::<CoverageRow, _, _>(Arc::clone(&self.inner), |of| &of.coverage)
    }

    /// The footprint as what supplies another system: per unit of its amount, by category, with its
    /// GWP set, the share of primary data and the ratings of its data.
    #[pyo3(signature = (*, supplier=None, source=None, boundary=None, region=None, validity=None))]
    fn supply(
        &self,
        supplier: Option<&str>,
        source: Option<&str>,
        boundary: Option<&str>,
        region: Option<&str>,
        validity: Option<&str>,
    ) -> Result<Supply, Raised> {
        let about = About {
            supplier,
            source,
            boundary,
            region,
            validity,
        };
        let supply = about.of(self.inner.supply()?);
        let cfp_core::Footprint {
            product, demand, ..
        } = &*self.inner;
        let written = format!("of {demand} {product}: {} kg CO2e", self.total());
        Ok(Supply::new_of(supply, written))
    }

    /// What each term of a circular footprint formula contributes; empty where the model has none.
    #[getter]
    fn terms(&self) -> Table {
        Table::of::<TermRow, _, _>(Arc::clone(&self.inner), |of| &of.terms)
    }

    /// The published factors that were used.
    #[getter]
    fn factors(&self) -> Table {
        Table::of::<UsedFactor, _, _>(Arc::clone(&self.inner), |of| &of.factors)
    }

    /// What a reader should know.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    /// The footprint as the `cfp` command prints it in JSON, with every bound; numbers are texts.
    fn to_json(&self) -> String {
        written(&*self.inner)
    }

    /// The footprint that a JSON text of `to_json` or of the `cfp` command holds.
    #[classmethod]
    fn from_json(_class: &Bound<'_, PyType>, text: &str) -> Result<Self, Raised> {
        let inner: cfp_core::Footprint = read(text)?;
        Ok(inner.into())
    }

    fn _repr_html_(&self) -> String {
        html::table(&self.inner)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        reduced(slf, slf.get().to_json())
    }

    fn __repr__(&self) -> String {
        let cfp_core::Footprint {
            product, demand, ..
        } = &*self.inner;
        format!(
            "<cfp.Footprint of {demand} {product}: {} kg CO2e{}>",
            self.total(),
            findings_counted(self.inner.findings.len()),
        )
    }
}

/// What a process emits itself, or what a supply brings with its whole upstream.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessRow {
    /// "process" or "supply".
    kind: &'static str,
    /// The name of the process, or of the supplied flow.
    process: String,
    /// The output that the row is of; a process of several outputs has several rows.
    product: String,
    /// How many times the process, as written, runs; for a supply, how much of it is taken.
    runs: Number,
    /// How far arithmetic rounding may have moved `runs`; `None` if not proved.
    runs_bound: Option<Number>,
    /// The unit of `runs`: empty for a process.
    unit: String,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl From<&cfp_core::ByProcess> for ProcessRow {
    fn from(row: &cfp_core::ByProcess) -> Self {
        Self {
            kind: row.kind.word(),
            process: row.process.clone(),
            product: row.product.clone(),
            runs: Number::value(row.runs),
            runs_bound: Number::bound(row.runs),
            unit: row.unit.clone(),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
            share_percent: Number::written(row.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl ProcessRow {
    fn __repr__(&self) -> PyResult<String> {
        let process = quoted(&self.process)?;
        Ok(format!("<cfp.ProcessRow {process}: {} kg CO2e>", self.co2e))
    }
}

/// What a term of a circular footprint formula contributes, with its whole upstream.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct TermRow {
    /// The process of the formula.
    process: String,
    /// The name of the term, such as "recycled content".
    term: String,
    /// What it takes, discards or displaces.
    flow: String,
    /// How much of it, negative for what is displaced.
    amount: Number,
    /// How far arithmetic rounding may have moved `amount`; `None` if not proved.
    amount_bound: Option<Number>,
    /// The unit of `amount`.
    unit: String,
    /// kg CO2e, negative for a credit.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
}

impl From<&cfp_core::TermRow> for TermRow {
    fn from(row: &cfp_core::TermRow) -> Self {
        Self {
            process: row.process.clone(),
            term: row.term.clone(),
            flow: row.flow.clone(),
            amount: Number::value(row.amount),
            amount_bound: Number::bound(row.amount),
            unit: row.unit.clone(),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
        }
    }
}

#[pymethods]
impl TermRow {
    fn __repr__(&self) -> PyResult<String> {
        let term = quoted(&self.term)?;
        Ok(format!("<cfp.TermRow {term}: {} kg CO2e>", self.co2e))
    }
}

/// A gas in one category.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct GasRow {
    /// The gas; "CO2e" for what is known only as CO2e.
    gas: String,
    /// The category that it counts in, such as "fossil".
    category: &'static str,
    /// kg of the gas, negative when removed; `None` for what is known only as CO2e.
    mass_kg: Option<Number>,
    /// How far arithmetic rounding may have moved `mass_kg`; `None` if not proved.
    mass_kg_bound: Option<Number>,
    /// kg CO2e.
    co2e: Number,
    /// How far arithmetic rounding may have moved `co2e`; `None` if not proved.
    co2e_bound: Option<Number>,
}

impl From<&cfp_core::InventoryRow> for GasRow {
    fn from(row: &cfp_core::InventoryRow) -> Self {
        let category: Category = row.category;
        Self {
            gas: row.gas.clone(),
            category: category.key(),
            mass_kg: row.mass_kg.map(Number::value),
            mass_kg_bound: row.mass_kg.and_then(Number::bound),
            co2e: Number::value(row.co2e),
            co2e_bound: Number::bound(row.co2e),
        }
    }
}

#[pymethods]
impl GasRow {
    fn __repr__(&self) -> PyResult<String> {
        let gas = quoted(&self.gas)?;
        Ok(format!("<cfp.GasRow {gas}: {} kg CO2e>", self.co2e))
    }
}

/// A published factor that was used, and for which flow.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct UsedFactor {
    /// The value as published, digit for digit, closing zeros included.
    #[pyo3(get)]
    text: String,
    /// The supplied flow.
    #[pyo3(get)]
    flow: String,
    /// The id of the dataset.
    #[pyo3(get)]
    dataset: String,
    /// Its edition and revision, such as "2024-1".
    #[pyo3(get)]
    version: String,
    /// The row of the dataset.
    #[pyo3(get)]
    row: String,
    /// The unit of the value.
    #[pyo3(get)]
    unit: String,
    /// The region that the value is of.
    #[pyo3(get)]
    region: String,
    /// The year that the value is of.
    #[pyo3(get)]
    year: Option<u16>,
    /// The kind of number, such as "life-cycle footprint".
    #[pyo3(get)]
    kind: String,
    /// The set of global warming potentials behind the value, where its publisher states it.
    #[pyo3(get)]
    gwp_set: Option<String>,
    /// Each step from what was asked for to what was found, such as "CN-GD → CN".
    #[pyo3(get)]
    steps: Vec<String>,
    /// The datasets that have a row for the same and gave way to this one, which is your own.
    #[pyo3(get)]
    over: Vec<String>,
}

impl From<&cfp_core::UsedFactor> for UsedFactor {
    fn from(used: &cfp_core::UsedFactor) -> Self {
        Self::of(&used.flow, used.record.clone())
    }
}

impl UsedFactor {
    /// The factor of a record, for a flow.
    pub fn of(flow: &str, record: FactorRecord) -> Self {
        Self {
            text: record.value,
            flow: flow.to_owned(),
            dataset: record.dataset,
            version: record.version,
            row: record.row,
            unit: record.unit,
            region: record.region,
            year: record.year,
            kind: record.kind,
            gwp_set: record.gwp_set,
            steps: record.steps,
            over: record.over,
        }
    }
}

#[pymethods]
impl UsedFactor {
    /// The value, in `unit`; it has the digits of `text`.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, &self.text)
    }

    fn __repr__(&self) -> PyResult<String> {
        let flow = quoted(&self.flow)?;
        Ok(format!(
            "<cfp.UsedFactor {flow}: {} {}>",
            self.text, self.unit
        ))
    }
}

/// Something that a reader of a result should know; not an error.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The stable name of this kind of finding.
    code: String,
    /// What was found.
    message: String,
    /// What can be done about it.
    hint: String,
}

impl From<&cfp_core::Finding> for Finding {
    fn from(finding: &cfp_core::Finding) -> Self {
        Self {
            code: finding.code.clone(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
        }
    }
}

/// How many findings there are, for the end of a representation; nothing where there are none.
pub fn findings_counted(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "; 1 finding".to_owned(),
        many => format!("; {many} findings"),
    }
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        format!("<cfp.Finding {}: {}>", self.code, self.message)
    }
}
