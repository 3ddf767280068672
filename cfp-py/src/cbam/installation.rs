//! The data of an installation.

use std::path::PathBuf;
use std::sync::Arc;

use cfp_exchange::cbam::ComparisonOptions;
use cfp_exchange::cbam::installation::{
    InstallationFile, TemplateLanguage, filled_template, importer_sheet, input_template,
    operator_report,
};
use cfp_factors::Cbam;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::bridge::Bridge;
use super::compared::{Comparison, price_of};
use super::embedded::EmbeddedReport;
use super::{own, tables};
use crate::errors::Raised;
use crate::file;
use crate::long;
use crate::model::quoted;
use crate::registry::{self, Registry};

/// The data that an operator monitors in a year, read but not yet reckoned with.
///
///     >>> text = '''
///     ... year = 2026
///     ...
///     ... [[stream]]
///     ... name = "natural gas"
///     ... method = "combustion"
///     ... activity = "190000 t"
///     ... net_calorific_value = "48 GJ/t"
///     ... emission_factor = "56.1 t CO2/TJ"
///     ... factors = "national"
///     ... used_in = "reforming"
///     ...
///     ... [[process]]
///     ... name = "reforming"
///     ... produced = "55000 t"
///     ... goods = [{ cn = "28041000" }]
///     ... '''
///     >>> plant = cfp.cbam.Installation.from_text(text, "plant.toml")
///     >>> plant.embedded().goods[0].see_direct_reported
///     '9.3024'
#[pyclass(frozen, module = "cfp.cbam")]
#[derive(Debug)]
pub struct Installation {
    inner: Arc<InstallationFile>,
}

impl From<InstallationFile> for Installation {
    fn from(inner: InstallationFile) -> Self {
        let inner = Arc::new(inner);
        Self { inner }
    }
}

impl Installation {
    /// What is made of the data by the tables of a registry, while the interpreter is free for others.
    fn made<T: Send + 'static>(
        &self,
        py: Python<'_>,
        registry: Option<&Bound<'_, Registry>>,
        make: impl FnOnce(&InstallationFile, &Cbam) -> Result<T, cfp_exchange::Error> + Send + 'static,
    ) -> Result<T, Raised> {
        let (file, registry) = (Arc::clone(&self.inner), own(registry));
        Ok(long::run(
            py,
            move || -> Result<_, cfp_factors::Error> {
                let cbam = tables(registry)?;
                Ok(make(&file, &cbam))
            },
        )???)
    }
}

#[pymethods]
impl Installation {
    /// The data of a file: TOML, JSON, a CSV table of paths and values, or an .xlsx workbook.
    ///
    /// A workbook is our template filled in, as `template` and `to_template` write it, or the Commission's communication
    /// workbook. A file that is not there raises `FileNotFoundError`; one that cannot be read as an installation,
    /// `FormatError`.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf) -> Result<Self, Raised> {
        let inner = long::run(py, move || -> Result<_, file::Unread> {
            let bytes = file::bytes(&path)?;
            let name = path.display().to_string();
            Ok(InstallationFile::read(&name, &bytes)?)
        })??;
        Ok(inner.into())
    }

    /// The data of a text; `name` decides by its ending between TOML, JSON and CSV, and stands in what is told.
    ///
    /// Workbooks are no texts: `read` reads .xlsx files, the template and the Commission's communication workbook.
    #[staticmethod]
    #[pyo3(signature = (text, name="plant.toml"))]
    fn from_text(py: Python<'_>, text: String, name: &str) -> Result<Self, Raised> {
        let name = name.to_owned();
        let read = move || InstallationFile::read(&name, text.as_bytes());
        Ok(long::run(py, read)??.into())
    }

    /// What the installation is called.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.inner.stated().name.as_deref()
    }

    /// The country that it is in, as it is written.
    #[getter]
    fn country(&self) -> Option<&str> {
        self.inner.stated().country.as_deref()
    }

    /// The calendar year of the data.
    #[getter]
    fn year(&self) -> u16 {
        self.inner.stated().year
    }

    /// The names of the production processes, in the order of the data.
    #[getter]
    fn processes(&self) -> Vec<&str> {
        let processes = self.inner.stated().process.iter();
        processes.map(|process| process.name.as_str()).collect()
    }

    /// What the goods embed, by the tables of `registry` or of the bundled one.
    ///
    /// Everything that is wrong with the data is told at once, each with its place.
    #[pyo3(signature = (registry=None))]
    fn embedded(
        &self,
        py: Python<'_>,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<EmbeddedReport, Raised> {
        let report = self.made(py, registry, InstallationFile::embedded)?;
        Ok(report.into())
    }

    /// What the goods owe by their actual values and by default values, year by year.
    ///
    /// `price` is in euros per certificate. The data are taken for each year from `first_year` to `last_year`: what changes
    /// is the mark-up, the CBAM factor, the benchmark, and the default values of precursors. `suppliers` of the result has
    /// what the data of each supplier change.
    ///
    ///     >>> plant = cfp.cbam.Installation.read("cbam/aluminium.toml")
    ///     >>> wire = plant.compare("75.36").years[5]
    ///     >>> wire.name, wire.year, wire.default_see, wire.default_sefa
    ///     ('wire', 2026, Decimal('5.3691'), Decimal('1.447875'))
    #[pyo3(signature = (price, *, first_year=2026, last_year=2030, registry=None))]
    fn compare(
        &self,
        py: Python<'_>,
        price: &Bound<'_, PyAny>,
        first_year: u16,
        last_year: u16,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<Comparison, Raised> {
        let options = ComparisonOptions::new(price_of(price)?, first_year..=last_year)?;
        let compared = self.made(py, registry, move |file, cbam| {
            cfp_exchange::cbam::Comparison::of(file, cbam, &options)
        })?;
        Ok(compared.into())
    }

    /// The way from what the goods embed to their product footprints, line by line.
    ///
    /// The data state under `[footprint]` what a footprint needs beyond them; what is missing of it raises an error.
    #[pyo3(signature = (registry=None))]
    fn bridge(
        &self,
        py: Python<'_>,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<Bridge, Raised> {
        let (file, given) = (Arc::clone(&self.inner), own(registry));
        let datasets = registry::or_bundled(registry)?;
        let bridge = long::run(py, move || -> Result<_, cfp_factors::Error> {
            let cbam = tables(given)?;
            Ok(cfp_exchange::cbam::Bridge::of(&file, &cbam, &datasets))
        })???;
        Ok(bridge.into())
    }

    /// The operator's emissions report and its summary, an .xlsx workbook with live formulas: Annex IV of Implementing
    /// Regulation (EU) 2025/2547.
    #[pyo3(signature = (registry=None))]
    fn operator_report(
        &self,
        py: Python<'_>,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<Vec<u8>, Raised> {
        self.made(py, registry, |file, cbam| {
            operator_report(file, &file.embedded(cbam)?, cbam)
        })
    }

    /// What an importer needs of the operator for a declaration, an .xlsx workbook.
    #[pyo3(signature = (registry=None))]
    fn importer_sheet(
        &self,
        py: Python<'_>,
        registry: Option<&Bound<'_, Registry>>,
    ) -> Result<Vec<u8>, Raised> {
        self.made(py, registry, |file, cbam| {
            importer_sheet(file, &file.embedded(cbam)?)
        })
    }

    /// The data in the template, an .xlsx workbook in English, "en", or Chinese, "zh", to be read again.
    ///
    /// The table `[footprint]` is no part of the template and is left out.
    #[pyo3(signature = (language="en"))]
    fn to_template(&self, py: Python<'_>, language: &str) -> Result<Vec<u8>, Raised> {
        let (file, language) = (Arc::clone(&self.inner), language_of(language)?);
        Ok(long::run(py, move || {
            filled_template(language, file.stated())
        })??)
    }

    /// The data as a CSV table of paths and values, to be read again.
    fn to_csv(&self) -> String {
        self.inner.to_csv()
    }

    /// The data as TOML, to be read again.
    fn to_toml(&self) -> String {
        self.inner.to_toml()
    }

    /// The data as JSON, to be read again.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    fn __repr__(&self) -> PyResult<String> {
        let stated = self.inner.stated();
        let name = quoted(stated.name.as_deref().unwrap_or_default())?;
        let size = stated.process.len();
        let year = stated.year;
        Ok(format!(
            "<cfp.cbam.Installation {name}, {year}, of {size} processes>"
        ))
    }
}

/// The template of an installation's data to be filled in, an .xlsx workbook in English, "en", or Chinese, "zh".
///
/// `Installation.read` reads it. Any other language is a `ValueError`.
///
///     >>> from pathlib import Path
///     >>> Path("plant.xlsx").write_bytes(cfp.cbam.template("zh")) > 0
///     True
#[pyfunction]
#[pyo3(signature = (language="en"))]
pub fn template(py: Python<'_>, language: &str) -> Result<Vec<u8>, Raised> {
    let language = language_of(language)?;
    Ok(long::run(py, move || input_template(language))??)
}

/// The language of an argument.
fn language_of(word: &str) -> PyResult<TemplateLanguage> {
    TemplateLanguage::find(word).ok_or_else(|| {
        let known = TemplateLanguage::ALL.map(|one| format!("{:?}", one.word()));
        let known = known.join(" or ");
        PyValueError::new_err(format!("`language` is {known}, not {word:?}"))
    })
}
