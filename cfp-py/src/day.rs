//! Days of the calendar.

use cfp_factors::Date;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyString};

use crate::errors::Raised;

/// The day that an argument means: text such as `2025-06-30`, or a `datetime.date`.
pub fn date(value: &Bound<'_, PyAny>) -> Result<Date, Raised> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(cfp_factors::day(&text.to_cow()?)?);
    }
    // A moment is a date to Python, but which day it falls on depends on the place.
    if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
        let text: String = value.call_method0("isoformat")?.extract()?;
        return Ok(cfp_factors::day(&text)?);
    }
    let given = value.repr()?;
    let message = format!("a day is text such as \"2025-06-30\" or a datetime.date, not {given}");
    Err(PyTypeError::new_err(message).into())
}

/// The day of the clock.
pub fn today(py: Python<'_>) -> Result<Date, Raised> {
    date(&py.get_type::<PyDate>().call_method0("today")?)
}
