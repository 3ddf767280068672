//! What a person says of a process.

use cfp_core::{Allocation, Verb};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::errors::Raised;
use crate::exchange::{exchanges, with_details};

/// A unit process as an inventory sheet states it: what it makes or treats, what it takes, discards
/// and avoids, what it emits and removes. Immutable: each verb gives a new process.
///
/// Amounts are written positive; the verb carries the direction. An amount is text such as
/// "1.15 MWh", a pair such as (Decimal("1.15"), "MWh"), a table with more about it such as
/// {"amount": "1.15 MWh", "from": "boiler house", "source": "meter 4"}, or a list of tables. A name
/// of an output's table that means nothing else is a property per unit of the output. What cannot be
/// read is told by `System`, with every other problem of the model.
///
///     >>> press = cfp.Process(
///     ...     "extrude profile",
///     ...     makes={"aluminium profile": "1000 kg"},
///     ...     takes={"electricity": (Decimal("1.15"), "MWh")},
///     ... )
///     >>> press.emits("CO2, fossil", "203 kg", source="fuel invoices 2024")
///     <cfp.Process 'extrude profile'>
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    pub inner: cfp_core::Process,
}

#[pymethods]
impl Process {
    #[new]
    #[pyo3(signature = (
        name, *, makes=None, takes=None, treats=None, discards=None, avoids=None, emits=None,
        removes=None, region=None, year=None, stage=None, tags=None, allocate=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "the lines of an inventory sheet, by name"
    )]
    fn new(
        name: &str,
        makes: Option<&Bound<'_, PyMapping>>,
        takes: Option<&Bound<'_, PyMapping>>,
        treats: Option<&Bound<'_, PyMapping>>,
        discards: Option<&Bound<'_, PyMapping>>,
        avoids: Option<&Bound<'_, PyMapping>>,
        emits: Option<&Bound<'_, PyMapping>>,
        removes: Option<&Bound<'_, PyMapping>>,
        region: Option<&str>,
        year: Option<i64>,
        stage: Option<&str>,
        tags: Option<&Bound<'_, PyAny>>,
        allocate: Option<&str>,
    ) -> Result<Self, Raised> {
        let sheet = [
            (Verb::Makes, makes),
            (Verb::Takes, takes),
            (Verb::Treats, treats),
            (Verb::Discards, discards),
            (Verb::Avoids, avoids),
            (Verb::Emits, emits),
            (Verb::Removes, removes),
        ];
        let mut inner = cfp_core::Process::new(name);
        for (verb, flows) in sheet {
            let Some(flows) = flows else { continue };
            for (flow, value) in flows
                .items()?
                .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
            {
                for exchange in exchanges(name, verb, &flow, &value)? {
                    inner = inner.with(verb, &flow, exchange);
                }
            }
        }
        if let Some(code) = region {
            inner = inner.region(code);
        }
        if let Some(year) = year {
            inner = inner.year(year);
        }
        if let Some(stage) = stage {
            inner = inner.stage(stage);
        }
        if let Some(word) = allocate {
            inner = inner.allocate(Allocation::from_word(word));
        }
        let tags = names(tags)?;
        let inner = tags.iter().fold(inner, |inner, tag| inner.tag(tag));
        Ok(Self { inner })
    }

    /// The name.
    #[getter]
    fn name(&self) -> &str {
        self.inner.name()
    }

    /// With a product: the reference flow, or one of several that share the burdens.
    #[pyo3(signature = (product, amount, **details))]
    fn makes(
        &self,
        product: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Makes, product, amount, details)
    }

    /// With an input from another process or a supply; `from_` names the process, or "supply".
    #[pyo3(signature = (product, amount, **details))]
    fn takes(
        &self,
        product: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Takes, product, amount, details)
    }

    /// With a waste that it accepts as its service: the reference flow of a treatment.
    #[pyo3(signature = (waste, amount, **details))]
    fn treats(
        &self,
        waste: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Treats, waste, amount, details)
    }

    /// With a waste sent to whoever treats it; `to` names the process.
    #[pyo3(signature = (waste, amount, **details))]
    fn discards(
        &self,
        waste: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Discards, waste, amount, details)
    }

    /// With a product whose making, or a waste whose treatment, is displaced.
    #[pyo3(signature = (flow, amount, **details))]
    fn avoids(
        &self,
        flow: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Avoids, flow, amount, details)
    }

    /// With an emission to the atmosphere; `category` carries it in another account than its own.
    #[pyo3(signature = (gas, amount, **details))]
    fn emits(
        &self,
        gas: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Emits, gas, amount, details)
    }

    /// With an uptake from the atmosphere.
    #[pyo3(signature = (gas, amount, **details))]
    fn removes(
        &self,
        gas: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        self.with(Verb::Removes, gas, amount, details)
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<cfp.Process {}>", quoted(self.inner.name())?))
    }
}

impl Process {
    fn with(
        &self,
        verb: Verb,
        flow: &str,
        amount: &Bound<'_, PyAny>,
        details: Option<&Bound<'_, PyDict>>,
    ) -> Result<Self, Raised> {
        let name = self.inner.name();
        let exchanges = match details {
            Some(details) => vec![with_details(name, verb, flow, amount, details)?],
            None => exchanges(name, verb, flow, amount)?,
        };
        let inner = exchanges
            .into_iter()
            .fold(self.inner.clone(), |inner, exchange| {
                inner.with(verb, flow, exchange)
            });
        Ok(Self { inner })
    }
}

/// A text as Python writes it in code.
pub fn quoted(text: &str) -> PyResult<String> {
    Python::attach(|py| Ok(PyString::new(py, text).repr()?.to_cow()?.into_owned()))
}

/// A list of names; a text alone is refused, as it would be a list of letters.
pub fn names(value: Option<&Bound<'_, PyAny>>) -> Result<Vec<String>, Raised> {
    match value {
        None => Ok(Vec::new()),
        Some(value) if value.is_instance_of::<PyString>() => {
            let given = value.repr()?;
            let message = format!("{given} is one name; write [{given}]");
            Err(PyTypeError::new_err(message).into())
        }
        Some(value) => value.try_iter()?.map(|name| Ok(name?.extract()?)).collect(),
    }
}
