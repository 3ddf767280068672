//! Lists of imports as arguments: files, rows and data frames.

use std::path::PathBuf;

use cfp_exchange::cbam::ImportTable;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyFloat, PyMapping};

use crate::amount::number;
use crate::errors::Raised;
use crate::file;

/// What rows are called in what is told.
const NAME: &str = "imports";

/// A list of imports that is yet to be read.
#[derive(Debug)]
pub enum Imports {
    /// A file in CSV.
    File(PathBuf),
    /// Titles, and the fields of each row under them.
    Rows(Vec<String>, Vec<Vec<String>>),
}

impl Imports {
    /// The list that an argument means: the path of a file, rows that have a value for each title, or a data frame.
    pub fn of(value: &Bound<'_, PyAny>) -> Result<Self, Raised> {
        if let Ok(path) = value.extract() {
            return Ok(Self::File(path));
        }
        let mut titles: Vec<String> = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in records(value)?.try_iter()? {
            let row = row?;
            let Ok(row) = row.cast::<PyMapping>() else {
                let given = row.repr()?;
                return Err(PyTypeError::new_err(format!(
                    "a row is a mapping such as {{\"cn\": \"72081000\", \"country\": \"CN\", \"mass_t\": \"1\"}}, not {given}"
                ))
                .into());
            };
            let mut fields = vec![String::new(); titles.len()];
            for (title, value) in row.items()?.extract::<Vec<(String, Bound<'_, PyAny>)>>()? {
                let field = field(&value, rows.len() + 1, &title)?;
                if let Some(at) = titles.iter().position(|known| *known == title) {
                    fields[at] = field;
                } else {
                    titles.push(title);
                    fields.push(field);
                }
            }
            rows.push(fields);
        }
        // A title that a later row has is an empty field of the earlier ones.
        for fields in &mut rows {
            fields.resize(titles.len(), String::new());
        }
        Ok(Self::Rows(titles, rows))
    }

    /// The list, read.
    pub fn read(self) -> Result<ImportTable, file::Unread> {
        Ok(match self {
            Self::File(path) => {
                let bytes = file::bytes(&path)?;
                ImportTable::read(&path.display().to_string(), &bytes)?
            }
            Self::Rows(titles, rows) => ImportTable::of_rows(NAME, &titles, rows)?,
        })
    }
}

/// The rows of a data frame by the method that polars, pyarrow or pandas has for them; rows as they are.
fn records<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    for method in ["to_dicts", "to_pylist"] {
        if value.hasattr(method)? {
            return value.call_method0(method);
        }
    }
    if value.hasattr("to_dict")? {
        return value.call_method1("to_dict", ("records",));
    }
    Ok(value.clone())
}

/// The text of a value under a title.
fn field(value: &Bound<'_, PyAny>, row: usize, title: &str) -> Result<String, Raised> {
    if is_missing(value)? {
        return Ok(String::new());
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        // A subclass writes itself in its own way.
        let plain = PyFloat::new(value.py(), float.value()).repr()?;
        return Err(PyTypeError::new_err(format!(
            "row {row}, {title}: {plain} is a float; write \"{plain}\" or Decimal(\"{plain}\")"
        ))
        .into());
    }
    if value.is_instance_of::<PyDate>() {
        let text: String = value.call_method0("isoformat")?.extract()?;
        // Columns of days are moments in data frames; another moment than the beginning of a day is told as no day.
        let day = text.strip_suffix("T00:00:00").map(str::to_owned);
        return Ok(day.unwrap_or(text));
    }
    number(value)
}

/// Whether a value stands for none: `None`, and what data frames have in its place.
fn is_missing(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(float.value().is_nan());
    }
    let kind = value.get_type().name()?;
    Ok(value.is_none() || ["NAType", "NaTType"].contains(&&*kind.to_cow()?))
}
