//! Rows that stay where the result has them, each made into its Python class when it is asked for.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use cfp_exchange::Row;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

use super::Table;

/// Rows of whatever kind.
pub trait Rows: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// The row at a place below that, as an object of Python.
    fn row<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyAny>>;

    /// All of them as columns.
    fn columns(&self) -> cfp_exchange::Table;
}

/// The rows `R` that `H` holds, whose Python class is `P`.
pub struct Kept<H, R, P> {
    pub of: H,
    pub rows: fn(&H) -> &[R],
    pub row: fn(&H, &R) -> P,
    pub columns: fn(&H, &[R]) -> cfp_exchange::Table,
}

impl<H, R, P> Rows for Kept<H, R, P>
where
    H: Send + Sync,
    P: for<'py> IntoPyObject<'py>,
{
    fn len(&self) -> usize {
        (self.rows)(&self.of).len()
    }

    fn row<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyAny>> {
        let row = &(self.rows)(&self.of)[at];
        (self.row)(&self.of, row).into_bound_py_any(py)
    }

    fn columns(&self) -> cfp_exchange::Table {
        (self.columns)(&self.of, (self.rows)(&self.of))
    }
}

/// The rows `R` of a result, which are a table of objects `P` in Python.
pub struct Listed<R, P> {
    rows: Arc<[R]>,
    class: PhantomData<fn() -> P>,
}

impl<R: Clone, P> From<&Vec<R>> for Listed<R, P> {
    fn from(rows: &Vec<R>) -> Self {
        Self {
            rows: rows.as_slice().into(),
            class: PhantomData,
        }
    }
}

impl<R, P> Listed<R, P> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<R, P> Clone for Listed<R, P> {
    fn clone(&self) -> Self {
        Self {
            rows: Arc::clone(&self.rows),
            class: PhantomData,
        }
    }
}

impl<R: PartialEq, P> PartialEq for Listed<R, P> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<R: fmt::Debug, P> fmt::Debug for Listed<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&*self.rows).finish()
    }
}

impl<'py, R, P> IntoPyObject<'py> for Listed<R, P>
where
    R: Row + Send + Sync + 'static,
    P: for<'a> From<&'a R> + for<'any> IntoPyObject<'any> + 'static,
{
    type Target = Table;
    type Output = Bound<'py, Table>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Bound::new(py, Table::of::<P, _, _>(self.rows, |rows| rows))
    }
}
