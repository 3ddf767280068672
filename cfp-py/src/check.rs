//! The check of a directory of datasets.

use std::path::PathBuf;

use cfp_factors::CheckOptions;
use pyo3::prelude::*;

use crate::day::{date, today as today_of_clock};
use crate::errors::{Problem, Raised};
use crate::lock::Lock;
use crate::long;
use crate::registry::Registry;

/// What a check of a directory found.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct CheckReport {
    /// The selector of each dataset whose header reads, in the order of the folders.
    datasets: Vec<String>,
    /// How many rows these have, by their headers.
    rows: usize,
    /// Everything that is wrong; empty for sound data.
    problems: Vec<Problem>,
}

impl From<&cfp_factors::CheckReport> for CheckReport {
    fn from(report: &cfp_factors::CheckReport) -> Self {
        Self {
            datasets: report.datasets.clone(),
            rows: report.rows,
            problems: report.problems.iter().map(Problem::from).collect(),
        }
    }
}

#[pymethods]
impl CheckReport {
    fn __repr__(&self) -> String {
        let [datasets, problems] = [self.datasets.len(), self.problems.len()];
        format!("<cfp.CheckReport of {datasets} datasets: {problems} problems>")
    }
}

/// Every fault of the datasets below a directory, each with its file, line and column.
///
/// Data that may not be passed on are a fault unless they are your `own`, and so is what says that
/// it is published after `today`, which is the day of the clock unless stated. `over` is the
/// registry that the data are to lie over, whose regions are known to them. The datasets of `lock`
/// have to be there, or in that registry. A directory that is not there raises
/// `FileNotFoundError`, and one without a dataset a `FactorError`.
#[pyfunction]
#[pyo3(signature = (path, *, own=false, today=None, over=None, lock=None))]
pub fn check_datasets(
    py: Python<'_>,
    path: PathBuf,
    own: bool,
    today: Option<&Bound<'_, PyAny>>,
    over: Option<&Bound<'_, Registry>>,
    lock: Option<&Bound<'_, Lock>>,
) -> Result<CheckReport, Raised> {
    let today = match today {
        Some(day) => date(day)?,
        None => today_of_clock(py)?,
    };
    let mut options = CheckOptions::new().today(today);
    if own {
        options = options.own();
    }
    if let Some(under) = over {
        options = options.over(&under.get().inner);
    }
    if let Some(lock) = lock {
        options = options.lock(&lock.get().inner);
    }
    let report = long::run(py, move || cfp_factors::Registry::check(&path, &options))??;
    Ok(CheckReport::from(&report))
}
