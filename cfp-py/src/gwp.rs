//! Sets of global warming potentials.

use cfp_core::{Amount, Category, NumberProblem, Place, Problem, ProblemKind};
use cfp_exchange::FileProblem;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};

use crate::amount::number;
use crate::dataset::Dataset;
use crate::errors::Raised;
use crate::model::quoted;
use crate::registry::bundled;

/// A set of global warming potentials: kg CO2e per kg of each gas.
///
/// A published set comes from `Registry.gwp`; one of your own maps each gas to its value, or to
/// {"value": "27", "category": "biogenic"} where it is not fossil.
///
///     >>> cfp.GwpSet("mine", {"CO2": "1", "CH4, biogenic": {"value": 27, "category": "biogenic"}})
///     <cfp.GwpSet 'mine'>
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct GwpSet {
    pub inner: cfp_core::GwpSet,
    /// Where the set was published; `None` for one of your own.
    #[pyo3(get)]
    pub dataset: Option<Dataset>,
}

#[pymethods]
impl GwpSet {
    #[new]
    fn new(name: &str, values: &Bound<'_, PyMapping>) -> Result<Self, Raised> {
        let inner = own(name, values)?;
        Ok(Self {
            inner,
            dataset: None,
        })
    }

    /// The name, such as "AR6-100".
    #[getter]
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<cfp.GwpSet {}>", quoted(self.inner.name())?))
    }
}

/// The set that an argument means: the name of a bundled one, a `GwpSet`, or a dict of gases.
pub fn set(value: &Bound<'_, PyAny>) -> Result<cfp_core::GwpSet, Raised> {
    if let Ok(set) = value.cast::<GwpSet>() {
        return Ok(set.get().inner.clone());
    }
    if let Ok(name) = value.cast::<PyString>() {
        return Ok(bundled()?.gwp(&name.to_cow()?)?);
    }
    if let Ok(values) = value.cast::<PyMapping>() {
        return own("own", values);
    }
    let given = value.repr()?;
    let message = format!("`gwp` is a name such as \"AR6-100\", a GwpSet or a dict, not {given}");
    Err(PyTypeError::new_err(message).into())
}

/// A set of the modeller's own; an entry `name` names it, as in a model file.
fn own(name: &str, values: &Bound<'_, PyMapping>) -> Result<cfp_core::GwpSet, Raised> {
    let mut name = name.to_owned();
    let mut gases = Vec::new();
    let mut problems = Vec::new();
    for (gas, value) in values
        .items()?
        .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
    {
        if gas == "name" {
            name = value.extract()?;
            continue;
        }
        match entry(&value)? {
            Ok((value, category)) => gases.push((gas, value, category)),
            Err(kind) => problems.push(Problem::new(kind, Place::model(Some("gwp")))),
        }
    }
    cfp_core::Error::unless_empty(problems, ())?;
    let set = cfp_core::GwpSet::new(&name).named_by(bundled()?.gas_names()?);
    let with = |set: cfp_core::GwpSet, (gas, value, category): (String, Amount, Category)| {
        set.with(&gas, value, category)
    };
    Ok(gases.into_iter().fold(set, with))
}

fn entry(value: &Bound<'_, PyAny>) -> Result<Result<(Amount, Category), ProblemKind>, Raised> {
    let Ok(table) = value.cast::<PyMapping>() else {
        return read(value, Category::Fossil);
    };
    let mut category = Category::Fossil;
    let mut stated = None;
    for (key, value) in table
        .items()?
        .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
    {
        match key.as_str() {
            "value" => stated = Some(value),
            "category" => match Category::from_word(&value.extract::<String>()?) {
                Ok(word) => category = word,
                Err(problem) => return Ok(Err(problem.into())),
            },
            _ => {
                let message = format!("`{key}` is no detail of a gas; it has `value`, `category`");
                return Err(PyTypeError::new_err(message).into());
            }
        }
    }
    match stated {
        Some(value) => read(&value, category),
        None => Err(FileProblem::MissingKey {
            key: "value",
            owner: "the gas",
        }
        .into()),
    }
}

fn read(
    value: &Bound<'_, PyAny>,
    category: Category,
) -> Result<Result<(Amount, Category), ProblemKind>, Raised> {
    let amount: Result<Amount, NumberProblem> = number(value)?.parse();
    Ok(amount
        .map(|amount| (amount, category))
        .map_err(ProblemKind::from))
}
