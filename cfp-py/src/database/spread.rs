//! How uncertain the entries of a database are, as arrays with the fields of `stats_arrays`.

use cfp_core::EntrySpread;
use cfp_exchange::DistributionRecord;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::array::{Doubles, is_array};
use crate::errors::Raised;

/// The spreads of an argument called `name`: a structured array of `NumPy`, with a record for each entry.
pub fn spreads(name: &str, value: &Bound<'_, PyAny>) -> Result<Vec<EntrySpread>, Raised> {
    let names = fields(name, value)?;
    let field = |field: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        if !names.iter().any(|own| own == field) {
            return Ok(None);
        }
        let numpy = value.py().import("numpy")?;
        // A copy: the fields of a record stand apart, and where they like.
        let own = value.get_item(field)?;
        numpy.call_method1("array", (own, "float64")).map(Some)
    };
    let doubles = |of: &str| -> PyResult<Option<Vec<f64>>> {
        let Some(array) = field(of)? else {
            return Ok(None);
        };
        let array = Doubles::new(&format!("{name}[\"{of}\"]"), &array)?;
        Ok(Some(array.slice()?.to_vec()))
    };
    let types = doubles("uncertainty_type")?.unwrap_or_default();
    let [loc, scale, minimum, maximum] = ["loc", "scale", "minimum", "maximum"].map(doubles);
    let (loc, scale, minimum, maximum) = (loc?, scale?, minimum?, maximum?);
    let negative = doubles("negative")?;
    let at = |numbers: &Option<Vec<f64>>, row: usize| {
        let numbers = numbers.as_ref();
        numbers.map_or(f64::NAN, |numbers| numbers[row])
    };
    let mut records = Vec::with_capacity(types.len());
    for (row, kind) in types.iter().enumerate() {
        records.push(DistributionRecord {
            uncertainty_type: whole(name, *kind)?,
            loc: at(&loc, row),
            scale: at(&scale, row),
            minimum: at(&minimum, row),
            maximum: at(&maximum, row),
            negative: at(&negative, row) > 0.0,
        });
    }
    if let Some(row) = records.iter().position(DistributionRecord::is_cut) {
        let message = format!(
            "`{name}` has a lognormal or normal distribution with a minimum or maximum in row {row}, and these are not cut \
             off; write a triangular or uniform one, or NaN"
        );
        return Err(PyValueError::new_err(message).into());
    }
    Ok(DistributionRecord::spreads(&records)?)
}

/// The names of the fields of a structured array.
fn fields(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let names = if is_array(value) {
        let names = value.getattr("dtype")?.getattr("names")?;
        names.extract::<Option<Vec<String>>>()?.unwrap_or_default()
    } else {
        Vec::new()
    };
    if names.iter().any(|own| own == "uncertainty_type") {
        return Ok(names);
    }
    Err(PyTypeError::new_err(format!(
        "`{name}` is a structured array of NumPy with the fields of stats_arrays: uncertainty_type, loc, scale, minimum, \
         maximum, negative"
    )))
}

/// The number of a type of distribution.
fn whole(name: &str, kind: f64) -> PyResult<u8> {
    let found = (0..=u8::MAX).find(|number| f64::from(*number).to_bits() == kind.to_bits());
    found.ok_or_else(|| {
        PyValueError::new_err(format!(
            "`{name}` has the uncertainty_type {kind}; types are whole numbers from 0"
        ))
    })
}
