//! What the things of a database are called, in and out.

use cfp_core::{DatabaseBuilder, Error};
use cfp_exchange::FileProblem;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyMapping, PyString};

use super::array::{Indices, is_array};
use crate::errors::Raised;
use crate::model::quoted;

/// What a product, a process or an elementary flow of a database is called.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The id, which tells it from all others of its kind.
    id: String,
    /// The name, which several may have; the id where it has none.
    name: String,
    /// Where a process is, or into what a flow goes; `None` where that is not said.
    location: Option<String>,
    /// The unit as the database writes it; `None` where it states none.
    unit: Option<String>,
}

impl From<&cfp_core::Label> for Label {
    fn from(label: &cfp_core::Label) -> Self {
        Self {
            id: label.id().to_owned(),
            name: label.called().to_owned(),
            location: label.place().map(str::to_owned),
            unit: label.unit_text().map(str::to_owned),
        }
    }
}

#[pymethods]
impl Label {
    fn __repr__(&self) -> PyResult<String> {
        let id = quoted(&self.id)?;
        if self.id == self.name {
            return Ok(format!("<cfp.Label {id}>"));
        }
        Ok(format!("<cfp.Label {id}: {}>", self.name))
    }
}

/// What a database is given beside its matrices.
#[derive(Debug, Default)]
pub struct Given {
    products: Vec<cfp_core::Label>,
    processes: Vec<cfp_core::Label>,
    flows: Vec<cfp_core::Label>,
    references: Option<Vec<usize>>,
}

impl Given {
    /// The labels and reference products of arguments.
    pub fn new(
        [products, processes, flows, references]: [Option<&Bound<'_, PyAny>>; 4],
    ) -> Result<Self, Raised> {
        Ok(Self {
            products: labels("products", products)?,
            processes: labels("processes", processes)?,
            flows: labels("flows", flows)?,
            references: references.map(self::references).transpose()?,
        })
    }

    /// A builder that has them.
    pub fn to(self, builder: DatabaseBuilder) -> DatabaseBuilder {
        let builder = builder
            .products(self.products)
            .processes(self.processes)
            .flows(self.flows);
        match self.references {
            Some(references) => builder.references(references),
            None => builder,
        }
    }
}

fn labels(name: &str, value: Option<&Bound<'_, PyAny>>) -> Result<Vec<cfp_core::Label>, Raised> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    if value.is_instance_of::<PyString>() {
        let given = value.repr()?;
        let message = format!("`{name}` is a list of labels, not {given}; write [{given}]");
        return Err(PyTypeError::new_err(message).into());
    }
    let mut labels = Vec::with_capacity(value.len().unwrap_or_default());
    for item in value.try_iter()? {
        labels.push(label(name, &item?)?);
    }
    Ok(labels)
}

fn label(name: &str, value: &Bound<'_, PyAny>) -> Result<cfp_core::Label, Raised> {
    if let Ok(id) = value.cast::<PyString>() {
        return Ok(cfp_core::Label::new(&id.to_cow()?));
    }
    let Ok(table) = value.cast::<PyMapping>() else {
        let given = value.repr()?;
        let message =
            format!("one of `{name}` is {given}; a label is an id, or a dict with `id` and `name`");
        return Err(PyTypeError::new_err(message).into());
    };
    let mut id = None;
    let mut details: Vec<(String, String)> = Vec::new();
    for (key, value) in table
        .items()?
        .extract::<Vec<(String, Option<Bound<'_, PyAny>>)>>()?
    {
        let Some(value) = value else {
            continue;
        };
        let Ok(text) = value.extract::<String>() else {
            let given = value.repr()?;
            let message = format!("`{key}` of a label is text, not {given}");
            return Err(PyTypeError::new_err(message).into());
        };
        match key.as_str() {
            "id" => id = Some(text),
            "name" | "location" | "unit" | "cas" | "formula" | "synonyms" => {
                details.push((key, text));
            }
            _ => {
                let message = format!(
                    "`{key}` is no detail of a label; it has `id`, `name`, `location`, `unit`, `cas`, `formula`, \
                     `synonyms`"
                );
                return Err(PyTypeError::new_err(message).into());
            }
        }
    }
    let Some(id) = id else {
        let (key, owner) = ("id", "the label");
        return Err(FileProblem::MissingKey { key, owner }.into());
    };
    let (own, others): (Vec<_>, Vec<_>) = details
        .into_iter()
        .partition(|(key, _)| ["name", "location", "unit"].contains(&key.as_str()));
    let others = others.iter().flat_map(|(_, names)| names.split('|'));
    let label = cfp_core::Label::new(&id).also_called(others.map(str::trim));
    let with = |label: cfp_core::Label, (key, text): (String, String)| match key.as_str() {
        "name" => label.name(&text),
        "location" => label.location(&text),
        _ => label.unit(&text),
    };
    Ok(own.into_iter().fold(label, with))
}

/// The reference product of every process: an array, or a list of indices.
fn references(value: &Bound<'_, PyAny>) -> Result<Vec<usize>, Raised> {
    if is_array(value) {
        let array = Indices::new("references", value)?;
        let indices = array.slice()?;
        return Ok((0..indices.len()).map(|place| indices.at(place)).collect());
    }
    let mut indices = Vec::new();
    for item in value.try_iter()? {
        let item = item?;
        let Ok(index) = item.extract::<i64>() else {
            let given = item.repr()?;
            let message = format!("a reference is the index of a product, not {given}");
            return Err(PyTypeError::new_err(message).into());
        };
        let index = usize::try_from(index).map_err(|_| {
            PyValueError::new_err(format!(
                "`references` has the index {index}: products are counted from zero"
            ))
        })?;
        indices.push(index);
    }
    Ok(indices)
}

/// The index of one of `size` things: an index itself, or what `find` makes of an id or a name.
pub fn index(
    what: &str,
    value: &Bound<'_, PyAny>,
    size: usize,
    find: impl FnOnce(&str) -> Result<usize, Error>,
) -> Result<usize, Raised> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(find(&text.to_cow()?)?);
    }
    if !value.is_instance_of::<PyBool>()
        && let Ok(index) = value.extract::<i64>()
    {
        let found = usize::try_from(index).ok().filter(|index| *index < size);
        return found.ok_or_else(|| {
            let message = format!(
                "there is no {what} {index}: they are 0 to {size}, the last not among them"
            );
            PyIndexError::new_err(message).into()
        });
    }
    let given = value.repr()?;
    let message = format!("a {what} is an index, an id or a name, not {given}");
    Err(PyTypeError::new_err(message).into())
}
