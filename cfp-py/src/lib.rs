//! The compiled part of the Python package `cfp`.

mod long;
use pyo3::prelude::*;

/// The compiled part of the package `cfp`.
#[pymodule]
mod _cfp {
}
