//! Rows that stay where the result has them, each made into its Python class when it is asked for.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

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
