//! What changed from one dataset to another.

use cfp_core::Amount;
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
    /// The rows of both whose values differ: numbers, or texts where there is no number.
    changed: Vec<ChangedRow>,
    /// The rows of both that have the same value and say something else of it.
    rewritten: Vec<RewrittenRow>,
    /// How many rows say the same in both.
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
            rewritten: diff.rewritten.into_iter().map(RewrittenRow::from).collect(),
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
    /// The value, in `unit`; it has the digits of `text`. `None` of a row that says no number, such as a
    /// territory.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let is_number = self.text.parse::<Amount>().is_ok();
        is_number.then(|| decimal(py, &self.text)).transpose()
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
    /// What else the row says otherwise.
    #[pyo3(get)]
    texts: Vec<TextChange>,
    difference: Option<String>,
    percent: Option<String>,
}

impl From<cfp_factors::ChangedRow> for ChangedRow {
    fn from(row: cfp_factors::ChangedRow) -> Self {
        Self {
            before: row.before.into(),
            after: row.after.into(),
            texts: row.texts.into_iter().map(TextChange::from).collect(),
            difference: row.difference,
            percent: row.percent,
        }
    }
}

#[pymethods]
impl ChangedRow {
    /// The second value less the first, in the unit of the second; `None` where decimals do not
    /// hold it exactly, and where one of them is no number.
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

/// A row that has the same value in two datasets, and says something else of it.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct RewrittenRow {
    /// The row of the first dataset.
    before: DiffRow,
    /// The row of the second dataset.
    after: DiffRow,
    /// What it says otherwise.
    texts: Vec<TextChange>,
}

impl From<cfp_factors::RewrittenRow> for RewrittenRow {
    fn from(row: cfp_factors::RewrittenRow) -> Self {
        Self {
            before: row.before.into(),
            after: row.after.into(),
            texts: row.texts.into_iter().map(TextChange::from).collect(),
        }
    }
}

#[pymethods]
impl RewrittenRow {
    fn __repr__(&self) -> PyResult<String> {
        let activity = quoted(&self.after.activity)?;
        let columns: Vec<&str> = self.texts.iter().map(|text| text.column).collect();
        Ok(format!(
            "<cfp.RewrittenRow {activity}: {}>",
            columns.join(", ")
        ))
    }
}

/// What a column of a row says in two datasets.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct TextChange {
    /// The column, such as "note".
    column: &'static str,
    /// What the first says; `None` where it says nothing.
    before: Option<String>,
    /// What the second says; `None` where it says nothing.
    after: Option<String>,
}

impl From<cfp_factors::TextChange> for TextChange {
    fn from(text: cfp_factors::TextChange) -> Self {
        Self {
            column: text.column,
            before: text.before,
            after: text.after,
        }
    }
}

#[pymethods]
impl TextChange {
    fn __repr__(&self) -> PyResult<String> {
        let said = |text: &Option<String>| text.as_deref().map_or(Ok("None".to_owned()), quoted);
        let (before, after) = (said(&self.before)?, said(&self.after)?);
        Ok(format!(
            "<cfp.TextChange {}: {before} → {after}>",
            self.column
        ))
    }
}
