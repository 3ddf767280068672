//! The compiled part of the Python package `cfp`: core values and results as Python objects, and
//! nothing computed here.

mod errors;
mod long;

mod amount;
mod exchange;
mod factors;
mod gwp;
mod model;

mod html;
mod result;
mod study;
mod system;

mod command;

use pyo3::prelude::*;

/// The compiled part of the package `cfp`.
#[pymodule]
mod _cfp {
    #[pymodule_export]
    use crate::command::run_command;
    #[pymodule_export]
    use crate::errors::{
        AllocationError, CfpError, FactorError, FormatError, LinkError, Problem, SolveError,
        UnitError,
    };
    #[pymodule_export]
    use crate::factors::{Dataset, Factor, Registry};
    #[pymodule_export]
    use crate::gwp::GwpSet;
    #[pymodule_export]
    use crate::model::{Process, Supply};
    #[pymodule_export]
    use crate::result::{
        Finding, Footprint, GasRow, Intensities, Intensity, ProcessRow, UsedFactor,
    };
    #[pymodule_export]
    use crate::study::{Model, read_model};
    #[pymodule_export]
    use crate::system::System;
}
