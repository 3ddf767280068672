//! How uncertain a number is, as Python writes it: the words of a model file in a mapping.

use cfp_core::{Middle, Spread, Written};
use cfp_exchange::FileProblem;
use cfp_factors::Pedigree;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::amount::{number, quantity};
use crate::errors::Raised;

/// The forms of a spread, one of which a mapping has.
const FORMS: [&str; 6] = [
    "lognormal_gsd",
    "normal_sd",
    "uniform",
    "triangular",
    "beta_pert",
    "discrete",
];

/// The spread of `{"lognormal_gsd": "1.2"}` and the like, with what the five scores of a pedigree add; `None` without both.
pub fn spread(
    form: Option<&Bound<'_, PyAny>>,
    pedigree: Option<&Bound<'_, PyAny>>,
) -> Result<Option<Spread>, Raised> {
    let form = form.map(self::form).transpose()?;
    let Some(scores) = pedigree else {
        return Ok(form);
    };
    let read: Option<[u8; 5]> = scores.extract().ok();
    let variance = match read {
        Some(scores) => Pedigree::bundled()?.log_variance(scores),
        None => None,
    };
    let variance = variance.ok_or(FileProblem::BadPedigree)?;
    Ok(Some(match form {
        Some(form) => form.with_log_variance(Ok(variance)),
        None => Spread::of_log_variance(Ok(variance)),
    }))
}

fn form(value: &Bound<'_, PyAny>) -> Result<Spread, Raised> {
    let mapping = value.cast::<PyMapping>().map_err(PyErr::from)?;
    let details: Vec<(String, Bound<'_, PyAny>)> = mapping.items()?.extract()?;
    let mut spread = None;
    let mut middle = None;
    for (key, value) in &details {
        if key == "amount_is" {
            middle = Some(self::middle(value)?);
        } else if spread.is_some() || !FORMS.contains(&key.as_str()) {
            return Err(unknown(key));
        } else {
            spread = Some(of_form(key, value)?);
        }
    }
    let spread = spread.ok_or_else(|| unknown("nothing"))?;
    Ok(match middle {
        Some(middle) => spread.amount_is(middle),
        None => spread,
    })
}

fn of_form(key: &str, value: &Bound<'_, PyAny>) -> Result<Spread, Raised> {
    Ok(match key {
        "lognormal_gsd" => Spread::lognormal(&number(value)?),
        "normal_sd" => Spread::normal_of(quantity(value)?),
        "uniform" => Spread::uniform_of(corners(value)?),
        "triangular" => Spread::triangular_of(corners(value)?),
        "beta_pert" => Spread::beta_pert_of(corners(value)?),
        _ => {
            let mut cases = Vec::new();
            for case in value.try_iter()? {
                let case: (Bound<'_, PyAny>, Bound<'_, PyAny>) = case?.extract()?;
                let probability = number(&case.1)?.parse();
                cases.push((quantity(&case.0)?, probability.map_err(Into::into)));
            }
            Spread::discrete_of(cases)
        }
    })
}

fn corners<const N: usize>(
    value: &Bound<'_, PyAny>,
) -> Result<[Written<cfp_core::Quantity>; N], Raised> {
    let given: [Bound<'_, PyAny>; N] = value.extract()?;
    let mut read = Vec::with_capacity(N);
    for corner in &given {
        read.push(quantity(corner)?);
    }
    // As many as were given.
    read.try_into()
        .map_err(|_| PyTypeError::new_err("a spread has as many quantities as its form").into())
}

fn middle(value: &Bound<'_, PyAny>) -> Result<Middle, Raised> {
    match value.extract::<String>()?.as_str() {
        "median" => Ok(Middle::Median),
        "mean" => Ok(Middle::Mean),
        word => {
            let message = format!("`amount_is` is \"median\" or \"mean\", not {word:?}");
            Err(PyTypeError::new_err(message).into())
        }
    }
}

fn unknown(key: &str) -> Raised {
    let message = format!(
        "`{key}` is no form of a spread; it has one of `{}`, and `amount_is` beside the first",
        FORMS.join("`, `")
    );
    PyTypeError::new_err(message).into()
}
