//! A database as files: a datapackage of Brightway, or tables in CSV, from a ZIP, a folder or memory.

mod distribution;
mod files;

pub(crate) use distribution::scaled;
pub use distribution::{DistributionProblem, DistributionRecord};
pub(crate) use files::Reader;
pub use files::{Files, MemoryFiles, ZipFiles};

use std::sync::Arc;

use cfp_core::{Characterisation, Database, EntrySpread, Finding, Label};

use crate::datapackage::{self, PackageProblem};
use crate::error::{Error, Location, Reported};
use crate::limits::Limits;
use crate::matrix_tables;
use crate::model_file::FileProblem;

/// How many problems are told.
const LIMIT: usize = 1000;

/// An entry of a matrix, by the numbers of its row and its column; several of one place add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    pub row: u32,
    pub column: u32,
    pub value: f64,
}

/// What the files of a database say.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// None where each product is called as the process that makes it.
    pub products: Vec<Label>,
    pub processes: Vec<Label>,
    pub flows: Vec<Label>,
    pub technosphere: Vec<Entry>,
    /// How uncertain each entry is; empty where none is.
    pub technosphere_spreads: Vec<EntrySpread>,
    pub emissions: Vec<Entry>,
    pub emission_spreads: Vec<EntrySpread>,
    pub references: Option<Vec<usize>>,
    pub characterisations: Vec<Characterisation>,
    pub findings: Vec<Finding>,
}

/// What the files of a database are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatabaseFormat {
    /// A datapackage that the library `bw_processing` of Brightway writes.
    Datapackage,
    /// The tables `processes.csv`, `flows.csv`, `technosphere.csv`, `emissions.csv` and `characterisation.csv`.
    Tables,
}

/// How files are read where they leave a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DatabaseOptions {
    pub(crate) column: Option<usize>,
    pub(crate) spreads: Spreads,
    pub(crate) limits: Limits,
}

/// Whether distributions are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Spreads {
    #[default]
    Read,
    Left,
}

impl DatabaseOptions {
    /// Amounts must be stated once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of amounts with several columns, such as those of scenarios, the one of this number, counted from zero.
    pub fn column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    /// With limits for what a packed file may cost in memory.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Of datapackages the amounts alone: how uncertain they are is not read, which is faster, and is told as a finding.
    pub fn without_spreads(mut self) -> Self {
        self.spreads = Spreads::Left;
        self
    }
}

/// A database as its files state it, whose things may be given labels before it is built.
#[derive(Debug)]
pub struct DatabaseFile {
    name: Arc<str>,
    format: DatabaseFormat,
    content: Content,
}

/// A database, the characterisations that came with it, and what a reader should know.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoadedDatabase {
    /// The database.
    pub database: Database,
    /// The characterisations of its flows, in the order in which they first stand.
    pub characterisations: Vec<Characterisation>,
    /// What the files have and the database does not, and why.
    pub findings: Vec<Finding>,
}

/// The database of one or more packages.
///
/// A package is either a datapackage of Brightway, known by its `datapackage.json`, or a folder of tables, known by its
/// `technosphere.csv`. Several datapackages are put together in their order, as `matrix_utils` does: the entries of a
/// later one take the place of earlier ones, or add to them where it says `sum_inter_duplicates`. Tables stand alone.
///
/// The tables are CSV in UTF-8, separated by commas, with these columns:
///
/// | table | columns | a row for each |
/// |---|---|---|
/// | `processes.csv` | `id,name,product,unit,location` | process, with the name of its one product |
/// | `flows.csv` | `id,name,compartment,unit`, then any of `cas,formula,synonyms` | elementary flow; synonyms are separated by strokes |
/// | `technosphere.csv` | `product,process,amount` | product made (positive) or taken (negative), by the id of the process that makes it |
/// | `emissions.csv` | `flow,process,amount` | emission |
/// | `characterisation.csv`, may be absent | `set,flow,value` | flow of a set |
///
/// `characterisation.csv` may have a column `unit` for what the scores of each set are in. Rows of one place in
/// `technosphere.csv` or `emissions.csv` add up, which is told.
///
/// The last three may have the columns `uncertainty_type,loc,scale,minimum,maximum` after their own, for what the amount of
/// the row could be, sign included; they are as in [`DistributionRecord`], a lognormal amount has the sign of that in the row,
/// and rows where they are empty are certain.
///
/// # Errors
///
/// Every problem of the files at once, each at its file, and at its line in a table.
///
/// # Example
///
/// ```
/// use cfp_exchange::{DatabaseOptions, MemoryFiles, read_database};
///
/// let files = MemoryFiles::new("mill")
///     .with("processes.csv", &b"id,name,product,unit,location\nsteel,rolling,steel,kg,CN\ngrid,,electricity,kWh,CN\n"[..])
///     .with("flows.csv", &b"id,name,compartment,unit\nco2,\"carbon dioxide, fossil\",air,kg\n"[..])
///     .with("technosphere.csv", &b"product,process,amount\nsteel,steel,1\ngrid,steel,-0.5\ngrid,grid,1\n"[..])
///     .with("emissions.csv", &b"flow,process,amount\nco2,grid,0.8\nco2,steel,1.5\n"[..])
///     .with("characterisation.csv", &b"set,flow,value\nGWP,co2,1\n"[..]);
/// let loaded = read_database(&[&files], &DatabaseOptions::new())?.build()?;
/// let scores = loaded.database.solve()?.scores(&loaded.characterisations[0])?;
/// assert_eq!(scores.figure(0)?.value().significant(12), "1.9"); // 1.5 + 0.5 × 0.8
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_database(
    packages: &[&dyn Files],
    options: &DatabaseOptions,
) -> Result<DatabaseFile, Error> {
    let name: Arc<str> = packages.first().map_or("", |files| files.name()).into();
    let fail = |told: Vec<Reported>| limited(told, &name);
    let tell = |files: &str, problem: &PackageProblem| {
        Reported::new(problem, Location::file(&Arc::from(files)))
    };
    let mut told = Vec::new();
    let mut tables = None;
    for files in packages {
        if files.has(files::DATAPACKAGE) {
            continue;
        }
        if files.has(files::TABLES) {
            tables = Some(files);
        } else {
            told.push(tell(files.name(), &PackageProblem::NoDatabase));
        }
    }
    if packages.is_empty() {
        told.push(tell("", &PackageProblem::NoPackages));
    }
    if let Some(files) = tables
        && packages.len() > 1
    {
        told.push(tell(files.name(), &PackageProblem::TablesNotAlone));
    }
    if !told.is_empty() {
        return Err(fail(told));
    }
    let (format, content) = if let Some(files) = tables {
        (
            DatabaseFormat::Tables,
            matrix_tables::read(*files, options.limits),
        )
    } else {
        let content = datapackage::read(packages, *options);
        (DatabaseFormat::Datapackage, content)
    };
    Ok(DatabaseFile {
        content: content.map_err(fail)?,
        name,
        format,
    })
}

/// As many problems as are told.
pub(crate) fn limited(told: Vec<Reported>, name: &Arc<str>) -> Error {
    let mut error = Error::new(told);
    let closing = FileProblem::TooManyProblems { told: LIMIT };
    error.keep_first(LIMIT, Reported::new(&closing, Location::file(name)));
    error
}

impl DatabaseFile {
    /// What the files are.
    pub fn format(&self) -> DatabaseFormat {
        self.format
    }

    /// The products, in the order of the database; the ids of a datapackage are whole numbers.
    pub fn products(&self) -> &[Label] {
        if self.content.products.is_empty() {
            &self.content.processes
        } else {
            &self.content.products
        }
    }

    /// The processes, in the order of the database.
    pub fn processes(&self) -> &[Label] {
        &self.content.processes
    }

    /// The elementary flows, in the order of the database.
    pub fn flows(&self) -> &[Label] {
        &self.content.flows
    }

    /// The characterisations that come with it.
    pub fn characterisations(&self) -> &[Characterisation] {
        &self.content.characterisations
    }

    /// What the files have and the database does not, and why.
    pub fn findings(&self) -> &[Finding] {
        &self.content.findings
    }

    /// The same with other labels for the products whose ids these are; those without one keep theirs.
    pub fn label_products(mut self, label: impl FnMut(&str) -> Option<Label>) -> Self {
        if self.content.products.is_empty() {
            self.content.products.clone_from(&self.content.processes);
        }
        relabel(&mut self.content.products, label);
        self
    }

    /// The same with other labels for processes. Products of the same ids are called so too, unless they have labels of
    /// their own.
    pub fn label_processes(mut self, label: impl FnMut(&str) -> Option<Label>) -> Self {
        relabel(&mut self.content.processes, label);
        self
    }

    /// The same with other labels for elementary flows.
    pub fn label_flows(mut self, label: impl FnMut(&str) -> Option<Label>) -> Self {
        relabel(&mut self.content.flows, label);
        self
    }

    /// The same with one more finding.
    pub(crate) fn with_finding(mut self, finding: Finding) -> Self {
        self.content.findings.push(finding);
        self
    }

    /// The database and what came with it.
    ///
    /// # Errors
    ///
    /// Every [`DatabaseProblem`](cfp_core::DatabaseProblem) of the matrices at once: processes without a reference
    /// product, labels of one id.
    pub fn build(self) -> Result<LoadedDatabase, Error> {
        let Content {
            products,
            processes,
            flows,
            technosphere,
            technosphere_spreads,
            emissions,
            emission_spreads,
            references,
            characterisations,
            mut findings,
        } = self.content;
        let mut builder = Database::builder(processes.len())
            .technosphere(technosphere.iter().map(triplet))
            .technosphere_spreads(technosphere_spreads)
            .emissions(flows.len(), emissions.iter().map(triplet))
            .emission_spreads(emission_spreads)
            .products(products)
            .processes(processes)
            .flows(flows);
        if let Some(references) = references {
            builder = builder.references(references);
        }
        let database = builder.build().map_err(|error| {
            let problems = error.into_problems().into_iter();
            let place = Location::file(&self.name);
            let told = problems.map(|problem| Reported::new(&problem, place.clone()));
            limited(told.collect(), &self.name)
        })?;
        findings.extend(database.findings());
        let own = characterisations.into_iter();
        let own = own.map(|own| own.of_database(&database));
        Ok(LoadedDatabase {
            characterisations: own.collect(),
            database,
            findings,
        })
    }
}

fn triplet(entry: &Entry) -> (usize, usize, f64) {
    (entry.row as usize, entry.column as usize, entry.value)
}

fn relabel(labels: &mut [Label], mut label: impl FnMut(&str) -> Option<Label>) {
    for own in labels {
        if let Some(other) = label(own.id()) {
            *own = other;
        }
    }
}
