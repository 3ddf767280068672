//! The data of an installation.

use std::path::PathBuf;
use std::sync::Arc;

use cfp_exchange::cbam::installation::InstallationFile;
use pyo3::prelude::*;

use super::embedded::EmbeddedReport;
use super::{own, tables};
use crate::errors::Raised;
use crate::file;
use crate::long;
use crate::model::quoted;
use crate::registry::Registry;

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

#[pymethods]
impl Installation {
    /// The data of a TOML or JSON file.
    ///
    /// A file that is not there raises `FileNotFoundError`; one that cannot be read as an installation, `FormatError`.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf) -> Result<Self, Raised> {
        let inner = long::run(py, move || -> Result<_, file::Unread> {
            let bytes = file::bytes(&path)?;
            let name = path.display().to_string();
            Ok(InstallationFile::read(&name, &bytes)?)
        })??;
        Ok(inner.into())
    }

    /// The data of a text; `name` decides by its ending between TOML and JSON, and stands in what is told.
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
        let (file, registry) = (Arc::clone(&self.inner), own(registry));
        let report = long::run(py, move || -> Result<_, cfp_factors::Error> {
            let cbam = tables(registry)?;
            Ok(file.embedded(&cbam))
        })???;
        Ok(report.into())
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
