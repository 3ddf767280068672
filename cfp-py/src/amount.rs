//! Decimals, in and out. A `float` never enters as an amount and never leaves as one.

use cfp_core::{Amount, Figure, NumberProblem, ProblemKind, Quantity, Unit, Written};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString, PyTuple, PyType};

use crate::errors::Raised;

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A number as Python has it: a `decimal.Decimal` with every digit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(Amount);

impl Number {
    /// The value of a figure.
    pub fn value(figure: Figure) -> Self {
        Self(figure.value())
    }

    /// The bound of a figure, when it is proved.
    pub fn bound(figure: Figure) -> Option<Self> {
        figure.bound().map(Self)
    }

    /// The number that a result has as text, such as a share.
    pub fn written(text: Option<&str>) -> Option<Self> {
        text?.parse().ok().map(Self)
    }
}

impl From<Amount> for Number {
    fn from(amount: Amount) -> Self {
        Self(amount)
    }
}

impl<'py> IntoPyObject<'py> for Number {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        decimal(py, &self.0.value_text())
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.value_text())
    }
}

/// The `decimal.Decimal` of a text; made from text, it keeps every digit in whatever context.
pub fn decimal<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    DECIMAL.import(py, "decimal", "Decimal")?.call1((text,))
}

/// The text of a plain number: text as it is, a `Decimal` or an `int` with every digit.
pub fn number(value: &Bound<'_, PyAny>) -> Result<String, Raised> {
    if let Some(text) = digits(value)? {
        return Ok(text);
    }
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_cow()?.into_owned()),
        Err(_) => Err(refused(value, None, "a number is text, a Decimal or an int")?.into()),
    }
}

/// The text of a quantity, or why it has no meaning; told when the model is linked, with the rest.
///
/// A quantity is text such as `"1.15 MWh"`, or a pair such as `(Decimal("1.15"), "MWh")`.
pub fn quantity(value: &Bound<'_, PyAny>) -> Result<Written<Quantity>, Raised> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.to_cow()?.parse());
    }
    if let Ok(pair) = value.cast::<PyTuple>()
        && let Ok((first, unit)) = pair.extract::<(Bound<'_, PyAny>, String)>()
    {
        let Some(text) = digits(&first)? else {
            let needed = "the first of a pair is a Decimal or an int";
            return Err(refused(&first, Some(&unit), needed)?.into());
        };
        return Ok(of_parts(&text, &unit));
    }
    if let Some(text) = digits(value)? {
        return Err(PyTypeError::new_err(format!(
            "{text} has no unit; write \"{text} kWh\" or (Decimal(\"{text}\"), \"kWh\")"
        ))
        .into());
    }
    let needed =
        "a quantity is text such as \"1.15 MWh\" or a pair such as (Decimal(\"1.15\"), \"MWh\")";
    Err(refused(value, None, needed)?.into())
}

fn of_parts(number: &str, unit: &str) -> Written<Quantity> {
    let amount: Amount = number.parse()?;
    Ok(Quantity::new(amount, Unit::parse(unit)?))
}

/// The digits of a `Decimal` or `int`; `None` for anything else, truth values among them.
fn digits(value: &Bound<'_, PyAny>) -> Result<Option<String>, Raised> {
    if value.is_instance_of::<PyBool>() {
        return Ok(None);
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(Some(value.str()?.to_cow()?.into_owned()));
    }
    if !value.is_instance(DECIMAL.import(value.py(), "decimal", "Decimal")?)? {
        return Ok(None);
    }
    let text = value.str()?.to_cow()?.into_owned();
    if value.call_method0("is_finite")?.is_truthy()? {
        Ok(Some(text))
    } else {
        Err(ProblemKind::from(NumberProblem::NotANumber { text }).into())
    }
}

/// The error for what is no exact number, with the way to write a `float` as one.
fn refused(value: &Bound<'_, PyAny>, unit: Option<&str>, needed: &str) -> PyResult<PyErr> {
    if let Ok(float) = value.cast::<PyFloat>() {
        // A subclass writes itself in its own way.
        let plain = PyFloat::new(value.py(), float.value()).repr()?;
        let plain = plain.to_cow()?;
        let unit = unit.unwrap_or("MWh");
        return Ok(PyTypeError::new_err(format!(
            "{plain} is a float; write \"{plain} {unit}\" or Decimal(\"{plain}\")"
        )));
    }
    let given = value.repr()?;
    let kind = value.get_type().name()?;
    Ok(PyTypeError::new_err(format!(
        "{given} is of type `{kind}`; {needed}"
    )))
}
