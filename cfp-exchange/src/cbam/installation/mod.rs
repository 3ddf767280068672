//! The data of an installation in a file: the plain form in TOML or JSON, and what is computed of it.

mod allocation;
mod build;
mod document;
mod energy;
mod flat;
mod goods;
mod items;
mod ledger;
mod problem;
mod recomputed;
mod report;
mod schema;
mod stated;
mod template;
mod workbook;

pub use problem::InstallationProblem;
pub use recomputed::{WorkbookComparison, WorkbookFigure};
pub use report::{EmbeddedReport, ReportedGood};
pub use stated::{
    StatedAnodes, StatedCoProduct, StatedDelivery, StatedElectricity, StatedFootprint, StatedGood,
    StatedHeat, StatedInput, StatedInstallation, StatedMeasured, StatedPrecursor, StatedProcess,
    StatedSource, StatedStream, StatedTaken, StatedTransfer, StatedUnit,
};
pub use template::{
    TemplateLanguage, TemplateProblem, filled_template, input_template, is_template,
};
pub use workbook::{importer_sheet, operator_report};

use std::sync::Arc;

use cfp_core::Problem;
use cfp_factors::Cbam;

use crate::cbam::CommunicationWorkbook;
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
    /// The communication workbook that the data were read from, and its own figures.
    workbook: Option<Box<CommunicationWorkbook>>,
    file: Arc<str>,
}

impl InstallationFile {
    /// The data in a file; the name decides between TOML, JSON, a table of paths and values in CSV, and workbooks, our template
    /// or the Commission's communication workbook, and stands in what is told.
    ///
    /// # Errors
    ///
    /// A text that does not read, and every key and kind of value that does not belong.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        if ends(file, "csv") {
            let text = flat::json(file, bytes)?;
            // Places in the text are those of the table no longer: problems name the file.
            let (_, stated) = Document::read("table.json", text.as_bytes())
                .map_err(|error| error.without_places(file))?;
            return Ok(Self::of(file, stated));
        }
        if ends(file, "xlsx") {
            return if is_template(bytes) {
                Self::read_template(file, bytes)
            } else {
                let workbook = CommunicationWorkbook::read(file, bytes)?;
                Ok(Self {
                    workbook: Some(Box::new(workbook.clone())),
                    ..Self::of(file, workbook.stated)
                })
            };
        }
        if !ends(file, "toml") && !ends(file, "json") {
            let name = file.to_owned();
            let problem = InstallationProblem::UnknownEnding { name };
            let place = Location::file(&file.into());
            return Err(Error::new(vec![Reported::new(&problem, place)]));
        }
        let (document, stated) = Document::read(file, bytes)?;
        Ok(Self {
            stated,
            document: Some(document),
            places: None,
            workbook: None,
            file: file.into(),
        })
    }

    /// The data as they are stated by a program or another reader; `file` stands in what is told.
    pub fn of(file: &str, stated: StatedInstallation) -> Self {
        Self {
            stated,
            document: None,
            places: None,
            workbook: None,
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
            workbook: None,
            file: file.into(),
        })
    }

    /// What is stated.
    pub fn stated(&self) -> &StatedInstallation {
        &self.stated
    }

    /// The same data, as if they were of another year: precursors without a year of their own follow.
    pub(crate) fn in_year(&self, year: u16) -> Self {
        let mut stated = self.stated.clone();
        stated.year = year;
        self.with(stated)
    }

    /// Other data under the name of this file.
    pub(crate) fn with(&self, stated: StatedInstallation) -> Self {
        Self {
            stated,
            document: None,
            places: None,
            workbook: None,
            file: Arc::clone(&self.file),
        }
    }

    /// The data as TOML, to be read again.
    pub fn to_toml(&self) -> String {
        toml::to_string(&self.stated).unwrap_or_default()
    }

    /// The data as JSON, to be read again.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.stated).unwrap_or_default()
    }

    /// The name of the file.
    pub(crate) fn name(&self) -> &Arc<str> {
        &self.file
    }

    /// The data as a table of paths and values in CSV, to be read again.
    pub fn to_csv(&self) -> String {
        flat::table(&serde_json::to_value(&self.stated).unwrap_or_default())
    }

    /// What the goods embed.
    ///
    /// # Errors
    ///
    /// Every value that cannot be understood, and everything that is wrong with the data, each with its place.
    pub fn embedded(&self, cbam: &Cbam) -> Result<EmbeddedReport, Error> {
        self.computed(cbam, true)
    }

    /// What the goods would embed if default values had no mark-up.
    pub(crate) fn without_mark_ups(&self, cbam: &Cbam) -> Result<EmbeddedReport, Error> {
        self.computed(cbam, false)
    }

    fn computed(&self, cbam: &Cbam, has_mark_ups: bool) -> Result<EmbeddedReport, Error> {
        let nowhere = Location::file(&self.file);
        let mut builder = Builder {
            cbam,
            year: self.stated.year,
            has_mark_ups,
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
                let path = self.path_of(&problem);
                (path, Reported::new(&problem, nowhere.clone()))
            });
            self.error(told.collect())
        })?;
        if let Some(workbook) = &self.workbook {
            builder.findings.extend(workbook.findings.iter().cloned());
        }
        let mut report = EmbeddedReport::of(&self.stated, embedded, builder.findings, cbam);
        if let Some(workbook) = &self.workbook {
            let comparison = WorkbookComparison::of(workbook, &report.goods);
            report.findings.extend(comparison.finding());
            report.workbook = Some(comparison);
        }
        Ok(report)
    }

    /// The way to the table that a problem is of: its process, or else the last table of those that its message names.
    fn path_of(&self, problem: &Problem) -> build::Path {
        let message = problem.kind.to_string();
        let is_meant = |name: &str| match &problem.place.process {
            Some(process) => process == name,
            None => message.contains(&format!("`{name}`")),
        };
        let stated = &self.stated;
        let process = stated.process.iter().rposition(|one| is_meant(&one.name));
        let process = process.map(|number| build::path("process", number));
        if problem.place.process.is_some() {
            return process.unwrap_or_default();
        }
        let others = [
            (
                "stream",
                stated.stream.iter().rposition(|one| is_meant(&one.name)),
            ),
            (
                "anode_effects",
                stated
                    .anode_effects
                    .iter()
                    .rposition(|one| is_meant(&one.name)),
            ),
            (
                "measured",
                stated.measured.iter().rposition(|one| is_meant(&one.name)),
            ),
            (
                "co2_transfer",
                stated
                    .co2_transfer
                    .iter()
                    .rposition(|one| is_meant(&one.name)),
            ),
            (
                "energy_unit",
                stated
                    .energy_unit
                    .iter()
                    .rposition(|one| is_meant(&one.name)),
            ),
            (
                "electricity",
                stated
                    .electricity
                    .iter()
                    .rposition(|one| is_meant(&one.name)),
            ),
            (
                "precursor",
                stated.precursor.iter().rposition(|one| is_meant(&one.name)),
            ),
        ];
        let mut others = others.into_iter();
        let other = others.find_map(|(list, number)| Some(build::path(list, number?)));
        other.or(process).unwrap_or_default()
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

/// Whether a name ends so.
fn ends(file: &str, ending: &str) -> bool {
    let found = file.rsplit_once('.').map(|(_, found)| found);
    found.is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
