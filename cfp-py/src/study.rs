//! Model files.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfp_core::Unit;
use cfp_exchange::{FileProblem, ModelFile, Options, Study};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyTuple};

use crate::amount::{Number, number, quantity};
use crate::errors::Raised;
use crate::long;
use crate::model::quoted;
use crate::registry::{Registry, bundled};
use crate::result::{Footprint, Intensities};

/// A model file, read but not yet linked.
///
/// What the file gets wrong in single values, names and look-ups is told when it is asked, with line
/// and column, every problem at once.
///
///     >>> model = cfp.read_model("aluminium-profile.toml")
///     >>> model.name, model.product
///     ("Aluminium profile, extruded with China's electricity of 2024", 'aluminium profile')
///     >>> model.footprint().bound
///     Decimal('0')
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Model {
    inner: Arc<ModelFile>,
    registry: cfp_factors::Registry,
}

#[pymethods]
impl Model {
    /// What the model is called.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.inner.name()
    }

    /// What the footprint is of, as the file states it.
    #[getter]
    fn product(&self) -> Option<&str> {
        self.inner.product()
    }

    /// The names of the processes, in the order of the file.
    #[getter]
    fn processes(&self) -> Vec<&str> {
        let processes = self.inner.processes().iter();
        processes.map(cfp_core::Process::name).collect()
    }

    /// The inputs that are left out on purpose.
    #[getter]
    fn cut_off(&self) -> &[String] {
        self.inner.cut_off()
    }

    /// The named parameters of the file: what each is worth as written there, as a number and its unit, which is
    /// "" for a plain number; `None` for one that cannot be computed, which is told when the model is asked.
    ///
    ///     >>> model.parameters
    ///     {}
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let parameters = PyDict::new(py);
        for parameter in self.inner.parameters() {
            let value = parameter.value.as_ref();
            let value = value.map(|value| {
                let unit = value.unit.as_ref().map_or("", Unit::symbol);
                (Number::from(value.amount), unit.to_owned())
            });
            parameters.set_item(&parameter.name, value)?;
        }
        Ok(parameters)
    }

    /// The footprint that the file asks for, or of what is stated here in its place.
    ///
    /// `gwp` is the name of a set; `from_` names who makes the product where several do;
    /// `up_to_region` and `up_to_years_old` let every look-up of a factor stray so far; `parameters`
    /// gives some of the model's other values: {"yield": "1.1", "load": "20 t"}.
    #[pyo3(signature = (
        product=None, amount=None, gwp=None, *, from_=None, up_to_region=None, up_to_years_old=None,
        parameters=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn footprint(
        &self,
        py: Python<'_>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
    ) -> Result<Footprint, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old).for_footprint();
        let mut options = with_parameters(options, parameters)?;
        if let Some(product) = product {
            options = options.product(product);
        }
        if let Some(amount) = amount {
            options = options.amount(&written(amount)?);
        }
        if let Some(provider) = from_ {
            options = options.from(provider);
        }
        Ok(self.ask(py, options, Study::footprint)?.into())
    }

    /// The kg CO2e per unit of every product and treated waste.
    #[pyo3(signature = (gwp=None, *, up_to_region=None, up_to_years_old=None, parameters=None))]
    fn intensities(
        &self,
        py: Python<'_>,
        gwp: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
    ) -> Result<Intensities, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = with_parameters(options, parameters)?;
        Ok(self.ask(py, options, Study::intensities)?.into())
    }

    fn __repr__(&self) -> PyResult<String> {
        let name = self.inner.name().unwrap_or_default();
        let size = self.inner.processes().len();
        Ok(format!("<cfp.Model {} of {size} processes>", quoted(name)?))
    }
}

impl Model {
    /// The answer of the linked model.
    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        options: Options,
        question: fn(&Study) -> Result<T, cfp_exchange::Error>,
    ) -> Result<T, Raised> {
        let model = Arc::clone(&self.inner);
        let registry = self.registry.clone();
        let answer = long::run(py, move || {
            let study = ModelFile::clone(&model).build(&registry, &options)?;
            question(&study)
        })??;
        Ok(answer)
    }
}

fn options(gwp: Option<&str>, up_to_region: Option<&str>, years: Option<u16>) -> Options {
    let mut options = Options::new();
    if let Some(set) = gwp {
        options = options.gwp(set);
    }
    if let Some(level) = up_to_region {
        options = options.up_to_region(level);
    }
    if let Some(years) = years {
        options = options.up_to_years_old(years);
    }
    options
}

/// Options with other values of parameters: text, a Decimal, an int, or a pair of a number and its unit.
fn with_parameters(
    mut options: Options,
    parameters: Option<&Bound<'_, PyMapping>>,
) -> Result<Options, Raised> {
    let Some(parameters) = parameters else {
        return Ok(options);
    };
    let items = parameters.items()?;
    for (name, value) in items.extract::<Vec<(String, Bound<'_, PyAny>)>>()? {
        let text = if value.is_instance_of::<PyTuple>() {
            written(&value)?
        } else {
            number(&value)?
        };
        options = options.parameter(&name, &text);
    }
    Ok(options)
}

/// An amount as the text that options take; one that has no meaning keeps its own words.
fn written(amount: &Bound<'_, PyAny>) -> Result<String, Raised> {
    if let Ok(text) = amount.extract() {
        return Ok(text);
    }
    Ok(quantity(amount)??.to_string())
}

/// The model of a TOML or JSON file.
///
/// Factors are looked up in `registry`, or in the bundled one. A file that is not there raises
/// `FileNotFoundError`; one that cannot be read as a model, `FormatError`.
///
///     >>> cfp.read_model("coal-electricity-loop.toml")
///     <cfp.Model 'Coal and the electricity made from it' of 2 processes>
#[pyfunction]
#[pyo3(signature = (path, *, registry=None))]
pub fn read_model(
    py: Python<'_>,
    path: PathBuf,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<Model, Raised> {
    let registry = match registry {
        Some(registry) => registry.get().inner.clone(),
        None => bundled()?,
    };
    let inner = long::run(py, move || read(&path))??;
    Ok(Model {
        inner: Arc::new(inner),
        registry,
    })
}

/// Why a model has not been read.
enum Unread {
    /// The operating system does not give the file of this name.
    File(io::Error, String),
    TooLarge(FileProblem),
    Model(cfp_exchange::Error),
}

impl From<Unread> for Raised {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::File(source, path) => Self::file(&source, &path),
            Unread::TooLarge(problem) => problem.into(),
            Unread::Model(error) => error.into(),
        }
    }
}

fn read(path: &Path) -> Result<ModelFile, Unread> {
    let name = path.display().to_string();
    let failed = |source| Unread::File(source, name.clone());
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let limit = ModelFile::LARGEST_BYTES as u64;
    if size > limit {
        let bytes = usize::try_from(size).unwrap_or(usize::MAX);
        return Err(Unread::TooLarge(FileProblem::TooLarge { bytes }));
    }
    let mut bytes = Vec::new();
    // A file may grow while it is read; one byte too many is enough to refuse it.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    ModelFile::read(&name, &bytes).map_err(Unread::Model)
}
