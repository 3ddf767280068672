//! Tables: rows of a result that are columns too, which data frames take without a copy.

mod frame;
mod html;
mod kept;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use arrow_array::RecordBatchIterator;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use cfp_exchange::Row;
use pyo3::exceptions::{PyIndexError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyNotImplemented, PySlice};

use frame::Decimals;
pub use kept::Listed;
use kept::{Kept, Rows};

/// How many rows a table shows as text.
const SHOWN: usize = 20;

/// The rows of a result, which are columns too.
///
/// It is a sequence of its rows: they are counted, asked for by number, gone through and compared as those of a list, and a
/// slice of it is a list. As columns, it is what Arrow takes from any object that has them: `pyarrow.table(table)`,
/// `polars.DataFrame(table)` and `pandas.DataFrame.from_arrow(table)` read it where it stands, without a copy of its
/// numbers.
///
/// A decimal column is `decimal128(38, s)` with as few places s as hold all its numbers exactly, and `decimal256(76, s)`
/// where 38 digits do not hold them. What is not stated is null. A column has the name of the field of the rows; a field
/// that has fields itself gives a column for each, such as `dataset_id`.
///
///     >>> footprint = cfp.read_model("aluminium-profile.toml").footprint()
///     >>> table = footprint.by_process()
///     >>> len(table), table[0].process
///     (9, 'primary aluminium')
///     >>> table.columns[-3:]
///     ['co2e', 'co2e_bound', 'share_percent']
///     >>> table.units["co2e"]
///     'kg CO2e'
#[pyclass(frozen, generic, module = "cfp")]
pub struct Table {
    rows: Arc<dyn Rows>,
    columns: OnceLock<cfp_exchange::Table>,
}

impl Table {
    /// The rows that `of` keeps, each of the class `P`.
    pub fn of<P, H, R>(of: H, rows: fn(&H) -> &[R]) -> Self
    where
        P: for<'a> From<&'a R> + for<'py> IntoPyObject<'py> + 'static,
        H: Send + Sync + 'static,
        R: Row + 'static,
    {
        let row = |_: &H, row: &R| P::from(row);
        Self::with(of, rows, row, |_, rows| cfp_exchange::Table::of(rows))
    }

    /// The rows that `of` keeps, made into their class and into columns with what else it knows of them.
    pub fn with<P, H, R>(
        of: H,
        rows: fn(&H) -> &[R],
        row: fn(&H, &R) -> P,
        columns: fn(&H, &[R]) -> cfp_exchange::Table,
    ) -> Self
    where
        P: for<'py> IntoPyObject<'py> + 'static,
        H: Send + Sync + 'static,
        R: 'static,
    {
        Self {
            rows: Arc::new(Kept {
                of,
                rows,
                row,
                columns,
            }),
            columns: OnceLock::new(),
        }
    }

    /// The columns, made when they are first asked for and kept.
    fn columns(&self, py: Python<'_>) -> &cfp_exchange::Table {
        py.detach(|| self.columns.get_or_init(|| self.rows.columns()))
    }

    /// The same with each decimal as the nearest float in its columns.
    fn with_floats(&self, py: Python<'_>) -> Self {
        let columns = self.columns(py);
        Self {
            rows: Arc::clone(&self.rows),
            columns: OnceLock::from(py.detach(|| columns.with_doubles())),
        }
    }

    /// Whether the row at a place equals a value.
    fn is_at(&self, at: usize, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.rows.row(value.py(), at)?.eq(value)
    }

    /// The places of the rows that equal a value.
    fn places(&self, value: &Bound<'_, PyAny>) -> impl Iterator<Item = PyResult<usize>> {
        (0..self.rows.len()).filter_map(|at| match self.is_at(at, value) {
            Ok(true) => Some(Ok(at)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        })
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter(columns)]
    fn names(&self, py: Python<'_>) -> Vec<String> {
        let columns = self.columns(py).columns();
        columns.map(|column| column.name().to_owned()).collect()
    }

    /// The units of the columns whose numbers all have one, by the name of the column.
    #[getter]
    fn units<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for column in self.columns(py).columns() {
            if let Some(unit) = column.unit() {
                dict.set_item(column.name(), unit)?;
            }
        }
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __getitem__<'py>(&self, place: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = place.py();
        let length = self.rows.len();
        let signed = isize::try_from(length)?;
        if let Ok(slice) = place.cast::<PySlice>() {
            let indices = slice.indices(signed)?;
            let list = PyList::empty(py);
            let mut at = indices.start;
            for _ in 0..indices.slicelength {
                list.append(self.rows.row(py, at.unsigned_abs())?)?;
                at += indices.step;
            }
            return Ok(list.into_any());
        }
        let Ok(number) = place.extract::<isize>() else {
            let given = place.repr()?;
            return Err(PyTypeError::new_err(format!(
                "a row is asked for by its number, not by {given}; a column is one of to_pandas()"
            )));
        };
        let counted = if number < 0 { number + signed } else { number };
        match usize::try_from(counted) {
            Ok(at) if at < length => self.rows.row(py, at),
            _ => {
                let message = format!("there is no row {number}: the table has {length} rows");
                Err(PyIndexError::new_err(message))
            }
        }
    }

    fn __iter__(slf: Bound<'_, Self>) -> RowIterator {
        RowIterator {
            places: 0..slf.get().rows.len(),
            backwards: false,
            table: slf.unbind(),
        }
    }

    fn __reversed__(slf: Bound<'_, Self>) -> RowIterator {
        RowIterator {
            backwards: true,
            ..Self::__iter__(slf)
        }
    }

    fn __contains__(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.places(value).next().transpose()?.is_some())
    }

    /// The place of the first row that equals `value`; a `ValueError` when there is none.
    fn index(&self, value: &Bound<'_, PyAny>) -> PyResult<usize> {
        let first = self.places(value).next().transpose()?;
        first.ok_or_else(|| PyValueError::new_err("the table has no such row"))
    }

    /// How many rows equal `value`.
    fn count(&self, value: &Bound<'_, PyAny>) -> PyResult<usize> {
        let places = self.places(value).collect::<PyResult<Vec<_>>>()?;
        Ok(places.len())
    }

    fn __eq__<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        let table = other.cast::<Table>();
        if table.is_err() && !other.is_instance_of::<PyList>() {
            return Ok(PyNotImplemented::get(py).to_owned().into_any());
        }
        let same = table.is_ok_and(|table| Arc::ptr_eq(&table.get().rows, &self.rows));
        let mut equal = same || other.len()? == self.rows.len();
        if equal && !same {
            for (at, value) in other.try_iter()?.enumerate() {
                if at >= self.rows.len() || !self.is_at(at, &value?)? {
                    equal = false;
                    break;
                }
            }
        }
        Ok(equal.into_pyobject(py)?.to_owned().into_any())
    }

    /// The columns as a stream of Arrow, as its `PyCapsule` interface has it; they share the memory of the table.
    ///
    /// Whoever asks for another schema casts the columns himself, as the interface leaves to the one that takes them.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batch = self.columns(py).batch().clone();
        let schema = batch.schema();
        let reader = RecordBatchIterator::new([Ok(batch)], schema);
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The names and types of the columns, as the `PyCapsule` interface of Arrow has them.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = self.columns(py).batch().schema();
        let schema = FFI_ArrowSchema::try_from(schema.as_ref());
        let schema = schema.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows as a data frame of pandas.
    ///
    /// With "exact", a decimal is a `Decimal` with every digit; with "repr", the nearest float, which has the digits that
    /// it prints. Whole numbers and truth values stay what they are where some are not stated.
    #[pyo3(signature = (decimals="exact"))]
    fn to_pandas<'py>(&self, py: Python<'py>, decimals: &str) -> PyResult<Bound<'py, PyAny>> {
        let columns = match Decimals::of(decimals)? {
            Decimals::Exact => self.columns(py),
            Decimals::Repr => &self.with_floats(py).columns(py).clone(),
        };
        frame::pandas(py, columns)
    }

    /// The rows as a data frame of polars, which shares the memory of the table.
    ///
    /// Polars has decimals of 38 digits: a column that needs more is a `ValueError`, and as the nearest floats with "repr".
    #[pyo3(signature = (decimals="exact"))]
    fn to_polars<'py>(slf: &Bound<'py, Self>, decimals: &str) -> PyResult<Bound<'py, PyAny>> {
        let (py, own) = (slf.py(), slf.get());
        match Decimals::of(decimals)? {
            Decimals::Exact => {
                frame::check_digits(own.columns(py))?;
                frame::taken(slf, "polars", "DataFrame", "to_polars")
            }
            Decimals::Repr => {
                let floats = Bound::new(py, own.with_floats(py))?;
                frame::taken(&floats, "polars", "DataFrame", "to_polars")
            }
        }
    }

    /// The rows as a table of pyarrow, which shares the memory of this one.
    #[pyo3(signature = (decimals="exact"))]
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>, decimals: &str) -> PyResult<Bound<'py, PyAny>> {
        match Decimals::of(decimals)? {
            Decimals::Exact => frame::taken(slf, "pyarrow", "table", "to_pyarrow"),
            Decimals::Repr => {
                let floats = Bound::new(slf.py(), slf.get().with_floats(slf.py()))?;
                frame::taken(&floats, "pyarrow", "table", "to_pyarrow")
            }
        }
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        html::table(self.columns(py))
    }

    /// As a list of its first rows.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let rows = self.rows.len();
        let mut told = Vec::with_capacity(rows.min(SHOWN) + 1);
        for at in 0..rows.min(SHOWN) {
            told.push(self.rows.row(py, at)?.repr()?.to_cow()?.into_owned());
        }
        if rows > SHOWN {
            told.push(format!("{} more", rows - SHOWN));
        }
        Ok(format!("[{}]", told.join(", ")))
    }
}

/// The rows of a table one after the other.
#[pyclass(module = "cfp")]
pub struct RowIterator {
    table: Py<Table>,
    /// Where the rows are that are left.
    places: Range<usize>,
    backwards: bool,
}

#[pymethods]
impl RowIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let place = if self.backwards {
            self.places.next_back()
        } else {
            self.places.next()
        };
        let rows = &self.table.get().rows;
        place.map(|at| rows.row(py, at)).transpose()
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table of {} rows", self.rows.len())
    }
}

impl std::fmt::Debug for RowIterator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RowIterator over {:?}", self.places)
    }
}
