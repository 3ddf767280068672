//! Model files.

use std::path::PathBuf;
use std::sync::Arc;

use cfp_core::Unit;
use cfp_exchange::{Error, FootprintFile, ModelFile, Options, Study};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyTuple};

use crate::amount::{Number, number, quantity};
use crate::analysis::Analysis;
use crate::difference::Difference;
use crate::errors::Raised;
use crate::file;
use crate::footprint_file::FootprintResult;
use crate::intensities::Intensities;
use crate::lock::Lock;
use crate::long;
use crate::model::quoted;
use crate::profile::ProfileFinding;
use crate::registry::{Registry, or_bundled};
use crate::result::Footprint;
use crate::scenario::{BreakEven, Scenarios, Sweep, varied};
use crate::table::Table;

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
    ///     >>> cfp.read_model("coal-electricity-loop.toml").parameters
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
    /// gives some of the model's other values: {"yield": "1.1", "load": "20 t"}; `scenario` is the name of one of the
    /// file that stands in place of the model as it is, and over `gwp` and `parameters`.
    #[pyo3(signature = (
        product=None, amount=None, gwp=None, *, from_=None, up_to_region=None, up_to_years_old=None,
        parameters=None, scenario=None
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
        scenario: Option<&str>,
    ) -> Result<Footprint, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = under(with_parameters(options, parameters)?, scenario);
        let options = demanded(options, product, amount, from_)?;
        let footprint = self.ask(py, options, |study, _| study.footprint())?;
        Ok(footprint.into())
    }

    /// The footprint with what is needed to ask why it is so much; it takes what `footprint` takes.
    #[pyo3(signature = (
        product=None, amount=None, gwp=None, *, from_=None, up_to_region=None, up_to_years_old=None,
        parameters=None, scenario=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn analyse(
        &self,
        py: Python<'_>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
        scenario: Option<&str>,
    ) -> Result<Analysis, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = under(with_parameters(options, parameters)?, scenario);
        let options = demanded(options, product, amount, from_)?;
        self.ask(py, options, |study, _| Analysis::of_study(study.clone()))
    }

    /// The footprint with what it is computed from, to be stored and verified; it takes what
    /// `footprint` takes.
    #[pyo3(signature = (
        product=None, amount=None, gwp=None, *, from_=None, up_to_region=None, up_to_years_old=None,
        parameters=None, scenario=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn result(
        &self,
        py: Python<'_>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
        scenario: Option<&str>,
    ) -> Result<FootprintResult, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = under(with_parameters(options, parameters)?, scenario);
        let options = demanded(options, product, amount, from_)?;
        let file = self.ask(py, options, FootprintFile::of)?;
        Ok(file.into())
    }

    /// What a verifier would ask about the footprint under a profile such as "pact-3", one of
    /// `cfp.profiles()`; what else may be asked is as of `footprint`.
    #[pyo3(signature = (
        profile, product=None, amount=None, gwp=None, *, from_=None, up_to_region=None,
        up_to_years_old=None, parameters=None, scenario=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn check(
        &self,
        py: Python<'_>,
        profile: &str,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
        scenario: Option<&str>,
    ) -> Result<Table, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old).profile(profile);
        let options = under(with_parameters(options, parameters)?, scenario);
        let options = demanded(options, product, amount, from_)?;
        let findings = self.ask(py, options, |study, _| Ok(study.check(&study.footprint()?)))?;
        Ok(Table::of::<ProfileFinding, _, _>(findings, |findings| {
            findings
        }))
    }

    /// Why the footprint moves from one dataset to another, such as from one edition to the next.
    ///
    /// Every factor that the model takes from either becomes the row for the same in `before`, and
    /// then in `after`. With two datasets of global warming potentials, the model's set becomes
    /// theirs by the same metric. Both are of the model's registry, or of `registry`, which is needed
    /// where that of the model is locked to one of them. What else may be asked is as of `footprint`.
    #[pyo3(signature = (
        before, after, product=None, amount=None, gwp=None, *, from_=None, up_to_region=None,
        up_to_years_old=None, parameters=None, registry=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn difference(
        &self,
        py: Python<'_>,
        before: String,
        after: String,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<Difference, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = with_parameters(options, parameters)?;
        let options = demanded(options, product, amount, from_)?;
        let both = registry.map(|registry| registry.get().inner.clone());
        let difference = self.ask(py, options, move |study, own| {
            study.difference(both.as_ref().unwrap_or(own), &before, &after)
        })?;
        Ok(difference.into())
    }

    /// The names of the scenarios, in the order of the file.
    #[getter]
    fn scenario_names(&self) -> Vec<&str> {
        self.inner.scenarios().collect()
    }

    /// The model beside its scenarios, or those of `only`: what each makes of the footprint, and which of its changes
    /// made how much of that. What else may be asked is as of `footprint`.
    #[pyo3(signature = (
        product=None, amount=None, gwp=None, *, only=None, from_=None, up_to_region=None,
        up_to_years_old=None, parameters=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn scenarios(
        &self,
        py: Python<'_>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        gwp: Option<&str>,
        only: Option<Vec<String>>,
        from_: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
    ) -> Result<Scenarios, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = with_parameters(options, parameters)?;
        let options = demanded(options, product, amount, from_)?;
        let found = self.work(py, move |model, registry| {
            let only = only.unwrap_or_default();
            let only: Vec<&str> = only.iter().map(String::as_str).collect();
            model.compare(registry, &options, &only)
        })?;
        Ok(found.into())
    }

    /// The footprint at `steps` + 1 values of a parameter, or of the figure of a supply, from `start` to `end`; under
    /// `scenario`, where one is named, and made by `from_` where several make the product. Values are texts, with their unit
    /// where they have one.
    #[pyo3(signature = (
        start, end, steps=10, *, parameter=None, supply=None, scenario=None, product=None, amount=None,
        from_=None, gwp=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn sweep(
        &self,
        py: Python<'_>,
        start: String,
        end: String,
        steps: u32,
        parameter: Option<String>,
        supply: Option<String>,
        scenario: Option<&str>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        from_: Option<&str>,
        gwp: Option<&str>,
    ) -> Result<Sweep, Raised> {
        let options = under(options(gwp, None, None), scenario);
        let options = demanded(options, product, amount, from_)?;
        let varied = varied(parameter, supply)?;
        let found = self.work(py, move |model, registry| {
            model.sweep(registry, &options, &varied, [&start, &end], steps)
        })?;
        Ok(found.into())
    }

    /// The value of a parameter, or of the figure of a supply, between two, at which the footprint is equal to another:
    /// an amount of CO2e (`equals`), that of another product (`against`, of `against_amount` or as much, from `against_maker`
    /// where several make it), or that under a scenario (`against_scenario`), which keeps what it states itself.
    #[pyo3(signature = (
        between, *, parameter=None, supply=None, equals=None, against=None, against_amount=None,
        against_maker=None, against_scenario=None, scenario=None, product=None, amount=None, from_=None, gwp=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn break_even(
        &self,
        py: Python<'_>,
        between: (String, String),
        parameter: Option<String>,
        supply: Option<String>,
        equals: Option<String>,
        against: Option<String>,
        against_amount: Option<String>,
        against_maker: Option<String>,
        against_scenario: Option<String>,
        scenario: Option<&str>,
        product: Option<&str>,
        amount: Option<&Bound<'_, PyAny>>,
        from_: Option<&str>,
        gwp: Option<&str>,
    ) -> Result<BreakEven, Raised> {
        let options = under(options(gwp, None, None), scenario);
        let options = demanded(options, product, amount, from_)?;
        let varied = varied(parameter, supply)?;
        let other = crate::scenario::against(
            equals,
            against,
            against_amount,
            against_maker,
            against_scenario,
        )?;
        let found = self.work(py, move |model, registry| {
            let between = [between.0.as_str(), between.1.as_str()];
            model.break_even(registry, &options, &varied, &other, between)
        })?;
        Ok(found.into())
    }

    /// The kg CO2e per unit of every product and treated waste, in all and by category; with the gases where `gases` is
    /// true.
    #[pyo3(signature = (
        gwp=None, *, up_to_region=None, up_to_years_old=None, parameters=None, scenario=None, gases=false
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a model, by name"
    )]
    fn intensities(
        &self,
        py: Python<'_>,
        gwp: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
        parameters: Option<&Bound<'_, PyMapping>>,
        scenario: Option<&str>,
        gases: bool,
    ) -> Result<Intensities, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let options = under(with_parameters(options, parameters)?, scenario);
        let intensities = self.ask(py, options, move |study, _| {
            if gases {
                study.intensities_with_gases()
            } else {
                study.intensities()
            }
        })?;
        Ok(intensities.into())
    }

    /// The lock of all that is looked up for the model, whether a footprint needs it or not; it is
    /// said to be of this file.
    #[pyo3(signature = (gwp=None, *, up_to_region=None, up_to_years_old=None))]
    fn lock(
        &self,
        py: Python<'_>,
        gwp: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: Option<u16>,
    ) -> Result<Lock, Raised> {
        let options = options(gwp, up_to_region, up_to_years_old);
        let inner = self.ask(py, options, |study, registry| {
            let lock = study.lock(registry)?;
            Ok(lock.of_models([study.file().file]))
        })?;
        Ok(Lock { inner })
    }

    fn __repr__(&self) -> PyResult<String> {
        let name = self.inner.name().unwrap_or_default();
        let size = self.inner.processes().len();
        Ok(format!("<cfp.Model {} of {size} processes>", quoted(name)?))
    }
}

impl Model {
    /// The answer of the model, which builds it as often as it needs.
    fn work<T: Send + 'static>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&ModelFile, &cfp_factors::Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Raised> {
        let model = Arc::clone(&self.inner);
        let registry = self.registry.clone();
        Ok(long::run(py, move || question(&model, &registry))??)
    }

    /// The answer of the linked model.
    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        options: Options,
        question: impl FnOnce(&Study, &cfp_factors::Registry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Raised> {
        let model = Arc::clone(&self.inner);
        let registry = self.registry.clone();
        let answer = long::run(py, move || {
            let study = ModelFile::clone(&model).build(&registry, &options)?;
            question(&study, &registry)
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

/// With a scenario in place of the model as it is.
fn under(options: Options, scenario: Option<&str>) -> Options {
    match scenario {
        Some(name) => options.scenario(name),
        None => options,
    }
}

/// With the demand that is stated in place of the model's.
fn demanded(
    options: Options,
    product: Option<&str>,
    amount: Option<&Bound<'_, PyAny>>,
    from: Option<&str>,
) -> Result<Options, Raised> {
    let mut options = options.for_footprint();
    if let Some(product) = product {
        options = options.product(product);
    }
    if let Some(amount) = amount {
        options = options.amount(&written(amount)?);
    }
    if let Some(provider) = from {
        options = options.from(provider);
    }
    Ok(options)
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
/// Factors are looked up in `registry`, or in the bundled one; a `cfp.lock` beside the file, which the command uses by
/// itself, is used where you give `registry.locked(cfp.Lock.read("cfp.lock"))`. A file that is not there raises
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
    let registry = or_bundled(registry)?;
    let inner = long::run(py, move || -> Result<_, file::Unread> {
        let bytes = file::bytes(&path)?;
        let model = ModelFile::read(&path.display().to_string(), &bytes)?;
        Ok(model.with_files(&mut file::open)?)
    })??;
    Ok(Model {
        inner: Arc::new(inner),
        registry,
    })
}
