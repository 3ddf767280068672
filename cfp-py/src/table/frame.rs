//! Tables as what other libraries have, which are asked for when they are needed.

use cfp_exchange::{Cell, Column, ColumnKind};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyImportError, PyModuleNotFoundError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyList};

use super::Table;
use crate::amount::decimal;

/// What becomes of decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimals {
    /// They keep every digit.
    Exact,
    /// They become the nearest floats.
    Repr,
}

impl Decimals {
    /// What an argument asks for.
    pub fn of(word: &str) -> PyResult<Self> {
        match word {
            "exact" => Ok(Self::Exact),
            "repr" => Ok(Self::Repr),
            _ => Err(PyValueError::new_err(format!(
                "`decimals` is \"exact\" or \"repr\", not {word:?}"
            ))),
        }
    }
}

/// A library that a method needs.
fn library<'py>(py: Python<'py>, name: &str, method: &str) -> PyResult<Bound<'py, PyModule>> {
    py.import(name).map_err(|error| {
        if !error.is_instance_of::<PyModuleNotFoundError>(py) {
            return error;
        }
        let told = PyImportError::new_err(format!(
            "`{method}` needs the package `{name}`; install it with `pip install {name}`"
        ));
        told.set_cause(py, Some(error));
        told
    })
}

/// What a library makes of a table that it takes as Arrow.
pub fn taken<'py>(
    table: &Bound<'py, Table>,
    name: &str,
    maker: &str,
    method: &str,
) -> PyResult<Bound<'py, PyAny>> {
    library(table.py(), name, method)?.call_method1(maker, (table,))
}

/// That 38 digits hold every column.
pub fn check_digits(table: &cfp_exchange::Table) -> PyResult<()> {
    let wide = |column: &Column<'_>| {
        let digits = column.digits_and_places();
        digits.is_some_and(|(digits, _)| digits > 38)
    };
    let Some(column) = table.columns().find(wide) else {
        return Ok(());
    };
    Err(PyValueError::new_err(format!(
        "`{}` needs more than the 38 digits that decimals of polars have; write to_polars(decimals=\"repr\") for the \
         nearest floats, or to_pyarrow() for all digits",
        column.name()
    )))
}

/// The data frame of pandas, built from the columns whatever else is installed.
pub fn pandas<'py>(py: Python<'py>, table: &cfp_exchange::Table) -> PyResult<Bound<'py, PyAny>> {
    let pandas = library(py, "pandas", "to_pandas")?;
    let data = PyDict::new(py);
    for column in table.columns() {
        let cells = PyList::empty(py);
        for cell in column.cells() {
            cells.append(object(py, cell)?)?;
        }
        let options = [("dtype", kind(&column))].into_py_dict(py)?;
        let series = pandas.getattr("Series")?.call((cells,), Some(&options))?;
        data.set_item(column.name(), series)?;
    }
    pandas.call_method1("DataFrame", (data,))
}

/// The type of a column in pandas; `None` where it is what pandas takes texts for.
fn kind(column: &Column<'_>) -> Option<&'static str> {
    match (column.kind(), column.has_absent()) {
        (ColumnKind::Text, _) => None,
        (ColumnKind::Double, _) => Some("float64"),
        (ColumnKind::Integer, false) => Some("int64"),
        (ColumnKind::Integer, true) => Some("Int64"),
        (ColumnKind::Boolean, false) => Some("bool"),
        (ColumnKind::Boolean, true) => Some("boolean"),
        _ => Some("object"),
    }
}

/// A cell as an object of Python.
fn object<'py>(py: Python<'py>, cell: Cell<'_>) -> PyResult<Bound<'py, PyAny>> {
    match cell {
        Cell::Absent => Ok(py.None().into_bound(py)),
        Cell::Text(text) => text.into_bound_py_any(py),
        Cell::Texts(texts) => texts.into_bound_py_any(py),
        Cell::Decimal(text) => decimal(py, &text),
        Cell::Double(number) => number.into_bound_py_any(py),
        Cell::Integer(number) => number.into_bound_py_any(py),
        Cell::Boolean(answer) => answer.into_bound_py_any(py),
        _ => unreachable!("every cell is translated"),
    }
}
