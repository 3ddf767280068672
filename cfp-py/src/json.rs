//! Results as JSON and back: every number is a text, so that none is rounded.

use pyo3::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::errors::Raised;

/// The way back from JSON: `(from_json, (text,))`, as pickle wants it.
pub type Reduced<'py> = (Bound<'py, PyAny>, (String,));

/// What pickle keeps of a result, whose class has `from_json`.
pub fn reduced<'py>(slf: &Bound<'py, PyAny>, json: String) -> PyResult<Reduced<'py>> {
    Ok((slf.get_type().getattr("from_json")?, (json,)))
}

/// What a result is written as.
pub fn written(result: &impl Serialize) -> String {
    serde_json::to_string(result).expect("a result has texts for keys and is written to memory")
}

/// The result that a text holds.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Raised> {
    serde_json::from_str(text).map_err(|error| Raised::not_a_result(&error))
}
