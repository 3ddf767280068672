//! What the flows of a database count, as Python writes it.

use cfp_core::{Characterisation, EntrySpread, Error, FlowChoices};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyMapping, PyString};

use super::array::{Doubles, is_array};
use super::label::index;
use crate::errors::Raised;
use crate::gwp::{self, GwpSet};

/// A characterisation that was asked for.
#[derive(Debug)]
pub enum Asked {
    /// By the names of the flows, and what choices say of those.
    Set(Box<(cfp_core::GwpSet, FlowChoices)>),
    /// By their indices.
    Values(Characterisation),
}

impl Asked {
    /// What an argument means for a database.
    pub fn new(database: &cfp_core::Database, value: &Bound<'_, PyAny>) -> Result<Self, Raised> {
        if value.is_instance_of::<PyString>() || value.is_instance_of::<GwpSet>() {
            return Ok(Self::Set(Box::new((gwp::set(value)?, FlowChoices::new()))));
        }
        if let Ok(factors) = value.cast::<PyMapping>() {
            return Ok(Self::Values(by_flow(database, factors)?));
        }
        if !is_array(value) {
            let given = value.repr()?;
            let message = format!(
                "a characterisation is a name such as \"AR6-100\", a GwpSet, a dict of flows and factors, or an array \
                 of one factor per flow, not {given}"
            );
            return Err(PyTypeError::new_err(message).into());
        }
        let array = Doubles::new("characterisation", value)?;
        let factors = array.slice()?;
        let (given, expected) = (factors.len(), database.flow_count());
        if given != expected {
            let message = format!("`characterisation` has {given} factors for {expected} flows");
            return Err(PyValueError::new_err(message).into());
        }
        let factors = factors.iter().copied().enumerate();
        Ok(Self::Values(Characterisation::of_values("own", factors)))
    }

    /// The same with what is said of flows whose names leave open what they are, which factors of one's own do not need.
    pub fn with_choices(self, choices: FlowChoices) -> Result<Self, Raised> {
        match self {
            Self::Set(mut set) => {
                set.1 = choices;
                Ok(Self::Set(set))
            }
            Self::Values(_) => {
                let message = "`gases` and `leave_out` are for the names of flows: give a GWP set";
                Err(PyTypeError::new_err(message).into())
            }
        }
    }

    /// The same with how uncertain its factors are.
    pub fn with_spreads(
        self,
        value: &Bound<'_, PyAny>,
        spreads: Vec<EntrySpread>,
    ) -> Result<Self, Raised> {
        match self {
            Self::Values(values) if !value.is_instance_of::<PyString>() => {
                Ok(Self::Values(values.spreads(spreads)))
            }
            _ => {
                let message =
                    "`spreads` are of the factors of an array or a dict, whose order is known";
                Err(PyTypeError::new_err(message).into())
            }
        }
    }

    /// The characterisation.
    pub fn of(self, database: &cfp_core::Database) -> Result<Characterisation, Error> {
        match self {
            Self::Set(set) => database.characterised_with(&set.0, &set.1),
            Self::Values(values) => Ok(values),
        }
    }
}

/// The factors of a dict of flows.
fn by_flow(
    database: &cfp_core::Database,
    factors: &Bound<'_, PyMapping>,
) -> Result<Characterisation, Raised> {
    let mut values = Vec::with_capacity(factors.len()?);
    for (flow, factor) in factors
        .items()?
        .extract::<Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)>>()?
    {
        let find = |text: &str| database.find_flow(text);
        let flow = index("flow", &flow, database.flow_count(), find)?;
        values.push((flow, double("the factor of a flow", &factor)?));
    }
    Ok(Characterisation::of_values("own", values))
}

/// A number of a database, which are doubles.
pub fn double(what: &str, value: &Bound<'_, PyAny>) -> Result<f64, Raised> {
    let is_number = value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>();
    if is_number && !value.is_instance_of::<PyBool>() {
        return Ok(value.extract()?);
    }
    let given = value.repr()?;
    let message = format!("{what} is a float, as the numbers of a database are, not {given}");
    Err(PyTypeError::new_err(message).into())
}
