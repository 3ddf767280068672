//! The `cfp` command.

use std::ffi::OsString;
use std::io::{self, BufWriter};

use pyo3::prelude::*;

use crate::long;

/// Runs the `cfp` command with its arguments and returns its exit code.
#[pyfunction]
#[pyo3(name = "_run_command")]
pub fn run_command(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<u8> {
    long::run(py, move || {
        let arguments = [OsString::from("cfp")].into_iter().chain(arguments);
        let mut out = BufWriter::new(io::stdout().lock());
        // Not locked: a bar that tells how far long work has come is drawn from other threads.
        cfp_cli::run(arguments, &mut out, &mut io::stderr())
    })
}
