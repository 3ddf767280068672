//! `NumPy` arrays, in and out: read where they stand, and handed over without a copy.
//!
//! `NumPy` is loaded when the first array comes or goes; without it, the rest of the package works all the same.

use numpy::{
    Element, IntoPyArray, PyArray1, PyArrayDescrMethods, PyArrayMethods, PyReadonlyArray1,
    PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// An array of one dimension that Python gets.
pub type Out<'py> = Bound<'py, PyArray1<f64>>;

/// An array of doubles in one piece.
#[derive(Debug)]
pub struct Doubles<'py>(PyReadonlyArray1<'py, f64>);

/// An array of indices in one piece, none of them negative.
#[derive(Debug)]
pub enum Indices<'py> {
    Short(PyReadonlyArray1<'py, i32>),
    Long(PyReadonlyArray1<'py, i64>),
}

/// The indices of an array.
#[derive(Debug, Clone, Copy)]
pub enum IndexSlice<'a> {
    Short(&'a [i32]),
    Long(&'a [i64]),
}

impl<'py> Doubles<'py> {
    /// The array of an argument called `name`.
    pub fn new(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        let array = array(name, value)?.ok_or_else(|| refused(name, value, "float64"))?;
        in_one_piece(name, &array)?;
        Ok(Self(array))
    }

    /// Its numbers.
    pub fn slice(&self) -> PyResult<&[f64]> {
        Ok(self.0.as_slice()?)
    }
}

impl<'py> Indices<'py> {
    /// The array of an argument called `name`.
    pub fn new(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        let indices = if let Some(array) = array(name, value)? {
            in_one_piece(name, &array)?;
            Self::Long(array)
        } else {
            let array = array(name, value)?.ok_or_else(|| refused(name, value, "int64"))?;
            in_one_piece(name, &array)?;
            Self::Short(array)
        };
        match indices.slice()?.lowest() {
            Some(negative) if negative < 0 => Err(PyValueError::new_err(format!(
                "`{name}` has the index {negative}: rows and columns are counted from zero"
            ))),
            _ => Ok(indices),
        }
    }

    /// Its indices.
    pub fn slice(&self) -> PyResult<IndexSlice<'_>> {
        Ok(match self {
            Self::Short(array) => IndexSlice::Short(array.as_slice()?),
            Self::Long(array) => IndexSlice::Long(array.as_slice()?),
        })
    }
}

impl IndexSlice<'_> {
    /// How many there are.
    pub fn len(self) -> usize {
        match self {
            Self::Short(slice) => slice.len(),
            Self::Long(slice) => slice.len(),
        }
    }

    /// One of them.
    #[inline]
    pub fn at(self, place: usize) -> usize {
        // None is negative; on a machine of 32 bits, one that does not fit is outside every matrix.
        match self {
            Self::Short(slice) => usize::try_from(slice[place]).unwrap_or(usize::MAX),
            Self::Long(slice) => usize::try_from(slice[place]).unwrap_or(usize::MAX),
        }
    }

    fn lowest(self) -> Option<i64> {
        match self {
            Self::Short(slice) => slice.iter().min().map(|index| i64::from(*index)),
            Self::Long(slice) => slice.iter().min().copied(),
        }
    }
}

/// Whether a value is an array of `NumPy`; without `NumPy`, nothing is.
pub fn is_array(value: &Bound<'_, PyAny>) -> bool {
    value.py().import("numpy").is_ok() && value.cast::<PyUntypedArray>().is_ok()
}

/// An array for Python, which owns its numbers from now on.
pub fn out(py: Python<'_>, values: Vec<f64>) -> PyResult<Out<'_>> {
    py.import("numpy")?;
    Ok(values.into_pyarray(py))
}

/// The array of one dimension that a value is, if it holds numbers of this type.
fn array<'py, T: Element>(
    name: &str,
    value: &Bound<'py, PyAny>,
) -> PyResult<Option<PyReadonlyArray1<'py, T>>> {
    if !is_array(value) {
        return Ok(None);
    }
    if value.hasattr("mask")? {
        let message = format!(
            "`{name}` is a masked array, and what is masked has no value: leave those entries out, or fill in what they are"
        );
        return Err(PyTypeError::new_err(message));
    }
    let Ok(array) = value.cast::<PyArray1<T>>() else {
        return Ok(None);
    };
    let array = array.try_readonly();
    array.map(Some).map_err(|error| {
        PyValueError::new_err(format!("`{name}` is being written to elsewhere: {error}"))
    })
}

fn in_one_piece<T: Element>(name: &str, array: &PyReadonlyArray1<'_, T>) -> PyResult<()> {
    match array.as_slice() {
        Ok(_) => Ok(()),
        Err(_) => Err(PyValueError::new_err(format!(
            "`{name}` does not stand in one piece of memory; write numpy.ascontiguousarray({name})"
        ))),
    }
}

/// The error for what is no array of the type that is needed.
fn refused(name: &str, value: &Bound<'_, PyAny>, needed: &str) -> PyErr {
    if !is_array(value) {
        let kind = value.get_type();
        return PyTypeError::new_err(format!(
            "`{name}` is an array of NumPy, not {kind}; write numpy.array({name}, dtype=\"{needed}\")"
        ));
    }
    let array = match value.cast::<PyUntypedArray>() {
        Ok(array) => array,
        Err(error) => return error.into(),
    };
    if array.ndim() != 1 {
        return PyValueError::new_err(format!(
            "`{name}` has {} dimensions, and needs one",
            array.ndim()
        ));
    }
    let kind = array.dtype();
    let hint = if kind.kind() == b'c' {
        format!("; write {name}.real where the numbers are real")
    } else {
        format!("; write {name}.astype(\"{needed}\")")
    };
    PyTypeError::new_err(format!("`{name}` holds {kind}, and needs {needed}{hint}"))
}
