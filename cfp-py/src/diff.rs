//! What changed from one dataset to another.

use pyo3::prelude::*;

use crate::amount::decimal;
use crate::model::quoted;

/// The rows that two datasets do not share, by activity, region, kind and unit.
///
///     >>> registry = cfp.Registry.bundled()
///     >>> mee = "cn-mee-electricity-footprint"
///     >>> diff = registry.diff(f"{mee}@=2023", f"{mee}@=2024")
///     >>> [grid] = [row for row in diff.changed if row.after.activity == "electricity"]
///     >>> grid.before.value, grid.after.value, grid.difference, grid.percent
///     (Decimal('0.6205'), Decimal('0.5777'), Decimal('-0.0428'), Decimal('-6.8977'))
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetDiff {
    /// The selector of the first dataset.
    before: String,
    /// The selector of the second dataset.
    after: String,
    /// The rows that only the second has.
    added: Vec<DiffRow>,
    /// The rows that only the first has.
    removed: Vec<DiffRow>,
    /// The rows of both whose values differ.
    changed: Vec<ChangedRow>,
    /// How many rows have the same value in both.
    unchanged: usize,
}

impl From<cfp_factors::DatasetDiff> for DatasetDiff {
    fn from(diff: cfp_factors::DatasetDiff) -> Self {
        let rows = |rows: Vec<cfp_factors::DiffRow>| rows.into_iter().map(DiffRow::from).collect();
        Self {
            before: diff.before,
            after: diff.after,
            added: rows(diff.added),
            removed: rows(diff.removed),
            changed: diff.changed.into_iter().map(ChangedRow::from).collect(),
            unchanged: diff.unchanged,
        }
    }
}

#[pymethods]
impl DatasetDiff {
    fn __repr__(&self) -> String {
        let Self { before, after, .. } = self;
        format!("<cfp.DatasetDiff of {before} and {after}>")
    }
}

/// A row of one of two datasets.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DiffRow {
    /// What the value is for; of a global warming potential the gas.
    #[pyo3(get)]
    activity: String,
    /// The region; `None` for a global warming potential.
    #[pyo3(get)]
    region: Option<String>,
    /// The kind of the factor, or the metric of a global warming potential.
    #[pyo3(get)]
    kind: String,
    /// The value as published, digit for digit, closing zeros included.
    #[pyo3(get)]
    text: String,
    /// The unit of the value.
    #[pyo3(get)]
    unit: String,
    /// The name of the row in its dataset.
    #[pyo3(get)]
    row: String,
}

impl From<cfp_factors::DiffRow> for DiffRow {
    fn from(row: cfp_factors::DiffRow) -> Self {
        Self {
            activity: row.activity,
            region: row.region.map(|region| region.code().to_owned()),
            kind: row.kind,
            text: row.value,
            unit: row.unit,
            row: row.row,
        }
    }
}

#[pymethods]
impl DiffRow {
    /// The value, in `unit`; it has the digits of `text`.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, &self.text)
    }

    fn __repr__(&self) -> PyResult<String> {
        let activity = quoted(&self.activity)?;
        Ok(format!(
            "<cfp.DiffRow {activity}: {} {}>",
            self.text, self.unit
        ))
    }
}

/// A value that differs between two datasets.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedRow {
    /// The row of the first dataset.
    #[pyo3(get)]
    before: DiffRow,
    /// The row of the second dataset.
    #[pyo3(get)]
    after: DiffRow,
    difference: Option<String>,
    percent: Option<String>,
}

impl From<cfp_factors::ChangedRow> for ChangedRow {
    fn from(row: cfp_factors::ChangedRow) -> Self {
        Self {
            before: row.before.into(),
            after: row.after.into(),
            difference: row.difference,
            percent: row.percent,
        }
    }
}

#[pymethods]
impl ChangedRow {
    /// The second value less the first, in the unit of the second; `None` where decimals do not
    /// hold it exactly.
    #[getter]
    fn difference<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let text = self.difference.as_deref();
        text.map(|text| decimal(py, text)).transpose()
    }

    /// The difference in percent of the first value, rounded to four places; `None` where that is 0.
    #[getter]
    fn percent<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let text = self.percent.as_deref();
        text.map(|text| decimal(py, text)).transpose()
    }

    fn __repr__(&self) -> PyResult<String> {
        let activity = quoted(&self.after.activity)?;
        let [before, after] = [&self.before, &self.after].map(|row| &row.text);
        Ok(format!("<cfp.ChangedRow {activity}: {before} → {after}>"))
    }
}
