//! The data of an installation in a file: the plain form in TOML or JSON, and what is computed of it.

mod allocation;
mod build;
mod document;
mod energy;
mod flat;
mod goods;
mod problem;
mod report;
mod schema;
mod stated;

pub use problem::InstallationProblem;
pub use report::{EmbeddedReport, ReportedGood};
pub use stated::{
    StatedAnodes, StatedCoProduct, StatedDelivery, StatedElectricity, StatedFootprint, StatedGood,
    StatedHeat, StatedInput, StatedInstallation, StatedMeasured, StatedPrecursor, StatedProcess,
    StatedSource, StatedStream, StatedTaken, StatedTransfer, StatedUnit,
};

use std::sync::Arc;

use cfp_factors::Cbam;

use crate::error::{Error, Location, Reported};
use build::Builder;
use document::Document;

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
    file: Arc<str>,
}

impl InstallationFile {
    /// The data in a text; the name decides between TOML, JSON and a table of paths and values in CSV, and stands in what is
    /// told.
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
            file: file.into(),
        })
    }

    /// The data as they are stated by a program or another reader; `file` stands in what is told.
    pub fn of(file: &str, stated: StatedInstallation) -> Self {
        Self {
            stated,
            document: None,
            file: file.into(),
        }
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
                (
                    self.path_of(&problem),
                    Reported::new(&problem, nowhere.clone()),
                )
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

    /// The way to what a problem is of: its process, or the last of the parts that its message names.
    fn path_of(&self, problem: &cfp_core::Problem) -> build::Path {
        let stated = &self.stated;
        let process = || {
            stated
                .process
                .iter()
                .map(|one| &one.name)
                .collect::<Vec<_>>()
        };
        if let Some(name) = &problem.place.process {
            let number = process().into_iter().position(|one| one == name);
            return number.map_or_else(Vec::new, |number| build::path("process", number));
        }
        let message = problem.to_string();
        let lists: [(&'static str, Vec<&String>); 8] = [
            (
                "stream",
                stated.stream.iter().map(|one| &one.name).collect(),
            ),
            (
                "anode_effects",
                stated.anode_effects.iter().map(|one| &one.name).collect(),
            ),
            (
                "measured",
                stated.measured.iter().map(|one| &one.name).collect(),
            ),
            (
                "co2_transfer",
                stated.co2_transfer.iter().map(|one| &one.name).collect(),
            ),
            (
                "energy_unit",
                stated.energy_unit.iter().map(|one| &one.name).collect(),
            ),
            (
                "precursor",
                stated.precursor.iter().map(|one| &one.name).collect(),
            ),
            (
                "electricity",
                stated.electricity.iter().map(|one| &one.name).collect(),
            ),
            ("process", process()),
        ];
        let named = |name: &&String| message.contains(&format!("`{name}`"));
        let mut found = lists.iter().filter_map(|(list, names)| {
            let number = names.iter().rposition(named)?;
            Some(build::path(list, number))
        });
        found.next().unwrap_or_default()
    }

    fn error(&self, problems: Vec<(build::Path, Reported)>) -> Error {
        match &self.document {
            Some(document) => document.error(problems),
            None => Error::new(problems.into_iter().map(|(_, problem)| problem).collect()),
        }
    }
}

/// Whether a name ends so.
fn ends(file: &str, ending: &str) -> bool {
    let found = file.rsplit_once('.').map(|(_, found)| found);
    found.is_some_and(|found| found.eq_ignore_ascii_case(ending))
}
