//! The data of an installation in a file: the plain form in TOML or JSON, and what is computed of it.

mod build;
mod document;
mod energy;
mod goods;
mod items;
mod ledger;
mod problem;
mod report;
mod schema;
mod stated;
mod template;
mod workbook;

pub use problem::InstallationProblem;
pub use report::{EmbeddedReport, ReportedGood};
pub use stated::{
    StatedAnodes, StatedCoProduct, StatedDelivery, StatedElectricity, StatedGood, StatedHeat,
    StatedInstallation, StatedMeasured, StatedPrecursor, StatedProcess, StatedSource, StatedStream,
    StatedTaken, StatedTransfer, StatedUnit,
};
pub use template::{
    TemplateLanguage, TemplateProblem, filled_template, input_template, is_template,
};
pub use workbook::{importer_sheet, operator_report};

use std::sync::Arc;

use cfp_factors::Cbam;

use crate::error::{Error, Location, Reported};
use build::Builder;
use document::Document;
use template::Places;

/// The data of an installation, and where each value stands.
///
/// # Example
///
/// ```
/// use cfp_exchange::cbam::installation::InstallationFile;
/// use cfp_factors::Cbam;
///
/// let text = r#"
/// year = 2026
///
/// [[stream]]
/// name = "natural gas"
/// method = "combustion"
/// activity = "190000 t"
/// net_calorific_value = "48 GJ/t"
/// emission_factor = "56.1 t CO2/TJ"
/// factors = "national"
/// used_in = "reforming"
///
/// [[process]]
/// name = "reforming"
/// produced = "55000 t"
/// goods = [{ cn = "28041000" }]
/// "#;
/// let file = InstallationFile::read("plant.toml", text.as_bytes())?;
/// let report = file.embedded(Cbam::bundled()?)?;
/// assert_eq!(report.goods[0].see_direct.significant(8), "9.3024");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct InstallationFile {
    stated: StatedInstallation,
    document: Option<Document>,
    places: Option<Places>,
    file: Arc<str>,
}

impl InstallationFile {
    /// The data in a text; the name decides between TOML and JSON and stands in what is told.
    ///
    /// # Errors
    ///
    /// A text that does not read, and every key and kind of value that does not belong.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let (document, stated) = Document::read(file, bytes)?;
        Ok(Self {
            stated,
            document: Some(document),
            places: None,
            file: file.into(),
        })
    }

    /// The data as they are stated by a program or another reader; `file` stands in what is told.
    pub fn of(file: &str, stated: StatedInstallation) -> Self {
        Self {
            stated,
            document: None,
            places: None,
            file: file.into(),
        }
    }

    /// The data in a template that was filled in; the name stands in what is told.
    ///
    /// # Errors
    ///
    /// A workbook that is not the template, and every cell that holds what it may not.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_exchange::cbam::installation::{
    ///     InstallationFile, StatedInstallation, TemplateLanguage, filled_template,
    /// };
    ///
    /// let text = r#"
    /// year = 2026
    /// process = [{ name = "reforming", produced = "55000 t", direct = "500000 t CO2e", goods = [{ cn = "28041000" }] }]
    /// "#;
    /// let file = InstallationFile::read("plant.toml", text.as_bytes())?;
    /// let workbook = filled_template(TemplateLanguage::Chinese, file.stated())?;
    /// let again = InstallationFile::read_template("plant.xlsx", &workbook)?;
    /// assert_eq!(again.stated(), file.stated());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_template(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let (stated, places) = template::read(file, bytes)?;
        Ok(Self {
            stated,
            document: None,
            places: Some(places),
            file: file.into(),
        })
    }

    /// What is stated.
    pub fn stated(&self) -> &StatedInstallation {
        &self.stated
    }

    /// The data as TOML, to be read again.
    pub fn to_toml(&self) -> String {
        toml::to_string(&self.stated).unwrap_or_default()
    }

    /// The data as JSON, to be read again.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.stated).unwrap_or_default()
    }

    /// What the goods embed.
    ///
    /// # Errors
    ///
    /// Every value that cannot be understood, and everything that is wrong with the data, each with its place.
    pub fn embedded(&self, cbam: &Cbam) -> Result<EmbeddedReport, Error> {
        let nowhere = Location::file(&self.file);
        let mut builder = Builder {
            cbam,
            year: self.stated.year,
            nowhere: nowhere.clone(),
            problems: Vec::new(),
            findings: Vec::new(),
        };
        let installation = builder.installation(&self.stated);
        if !builder.problems.is_empty() {
            return Err(self.error(builder.problems));
        }
        let embedded = installation.embedded(cbam.method()).map_err(|error| {
            let problems = error.into_problems().into_iter();
            let told = problems.map(|problem| {
                let path = self.path_of(problem.place.process.as_deref());
                (path, Reported::new(&problem, nowhere.clone()))
            });
            self.error(told.collect())
        })?;
        Ok(EmbeddedReport::of(
            &self.stated,
            embedded,
            builder.findings,
            cbam,
        ))
    }

    /// The way to a process by its name.
    fn path_of(&self, process: Option<&str>) -> build::Path {
        let number = process.and_then(|name| {
            let processes = self.stated.process.iter();
            processes.clone().position(|process| process.name == name)
        });
        number.map_or_else(Vec::new, |number| build::path("process", number))
    }

    fn error(&self, problems: Vec<(build::Path, Reported)>) -> Error {
        if let Some(document) = &self.document {
            return document.error(problems);
        }
        let problems = problems.into_iter().map(|(path, mut problem)| {
            let cell = self.places.as_ref().and_then(|places| places.of(&path));
            if let Some(cell) = cell {
                problem.location = Location::cell(&self.file, cell);
            }
            problem
        });
        Error::new(problems.collect())
    }
}
