//! From paths to a database, and to its scores by a method.

use cfp_core::{
    Characterisation, Database, DatabaseDemand, Finding, FlowChoices, LeftOutFlow, Scores,
};
use cfp_exchange::{
    DatabaseFormat, DatabaseOptions, FileProblem, Files, LabelFile, LoadedDatabase, read_database,
};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::DatabaseArguments;
use crate::input::{self, InputProblem};
use crate::package::{Package, Unopened};
use crate::page::Page;
use crate::problem::{Problems, Told};

/// A database as its files have it.
pub(super) struct Opened {
    pub format: DatabaseFormat,
    pub loaded: LoadedDatabase,
}

/// A database with its scores.
pub(super) struct Scored {
    pub scores: Scores,
    pub findings: Vec<Finding>,
    /// The unit of a score; empty where only the method knows it.
    pub unit: String,
}

/// By which method a score is computed.
#[derive(Debug, Serialize)]
pub(super) struct Method {
    pub name: String,
    /// The dataset and version that its values are from; `None` where they came with the database.
    pub source: Option<String>,
    /// The unit of a score; `None` where only the method knows it.
    pub unit: Option<String>,
    /// Every flow that the set leaves out.
    pub left_out: Vec<LeftOutRow>,
}

/// A flow that counts nothing.
#[derive(Debug, Serialize)]
pub(super) struct LeftOutRow {
    pub flow: String,
    pub name: String,
    pub compartment: Option<String>,
    pub unit: Option<String>,
    pub reason: &'static str,
}

impl LeftOutRow {
    fn of(database: &Database, row: LeftOutFlow) -> Self {
        let id = database.flow_id(row.flow);
        let label = database.flow(row.flow);
        Self {
            name: label.map_or_else(|| id.clone(), |label| label.called().to_owned()),
            compartment: label.and_then(|label| label.place()).map(str::to_owned),
            unit: label.and_then(|label| label.unit_text()).map(str::to_owned),
            reason: row.reason.word(),
            flow: id,
        }
    }
}

/// The database of the paths, without how uncertain its amounts are.
pub(super) fn open(asked: &DatabaseArguments) -> Result<Opened, Problems> {
    opened(asked, DatabaseOptions::new().without_spreads())
}

fn opened(asked: &DatabaseArguments, mut options: DatabaseOptions) -> Result<Opened, Problems> {
    let mut packages = Vec::new();
    let mut problems = Vec::new();
    for path in &asked.paths {
        match Package::open(path) {
            Ok(package) => packages.push(package),
            Err(unopened) => problems.push(told(unopened, path.display().to_string())),
        }
    }
    let mut files: Vec<Box<dyn Files + '_>> = Vec::new();
    for package in &packages {
        match package.files() {
            Ok(of_package) => files.push(of_package),
            Err(error) => problems.push(Problems::from(error)),
        }
    }
    if !problems.is_empty() {
        return Err(Problems::all(problems));
    }
    let labels = match &asked.labels {
        Some(path) => {
            let name = path.display().to_string();
            Some(LabelFile::read(&name, &input::bytes(path, &name)?)?)
        }
        None => None,
    };
    options = options.limits(asked.large.limits());
    if let Some(column) = asked.column {
        options = options.column(column);
    }
    let files: Vec<&dyn Files> = files.iter().map(AsRef::as_ref).collect();
    let mut file = read_database(&files, &options)?;
    if let Some(labels) = &labels {
        file = file.labelled(labels);
    }
    let format = file.format();
    let loaded = file.build()?;
    Ok(Opened { format, loaded })
}

/// What is said of flows whose names leave open what they are; `leave_out` of a file is the names on its lines.
fn choices(asked: &DatabaseArguments) -> Result<FlowChoices, Problems> {
    let gases = asked.gas.iter();
    let mut choices = gases.fold(FlowChoices::new(), |choices, (flow, gas)| {
        choices.gas(flow, gas)
    });
    for stated in &asked.leave_out {
        let name = stated.display().to_string();
        if !stated.is_file() {
            choices = choices.leave_out(&name);
            continue;
        }
        let text = String::from_utf8(input::bytes(stated, &name)?).map_err(|error| {
            let byte = error.utf8_error().valid_up_to();
            Told::new(&FileProblem::NotUtf8 { byte }).at(name)
        })?;
        let lines = text.lines().map(str::trim);
        let flows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        choices = flows.fold(choices, FlowChoices::leave_out);
    }
    Ok(choices)
}

/// Why a path is not opened.
fn told(unopened: Unopened, name: String) -> Problems {
    match unopened {
        Unopened::File(source) => Told::from(InputProblem::read(&name, source))
            .at(name)
            .into(),
        Unopened::Package(error) => error.into(),
    }
}

impl Opened {
    /// Whether nothing says by which method to score: no set, and none or several that came with the database.
    pub fn leaves_method_open(&self, asked: &DatabaseArguments) -> bool {
        asked.gwp.is_none() && asked.method.is_none() && self.loaded.characterisations.len() != 1
    }

    /// The method that is asked for, or the only one there is.
    fn method(
        &self,
        asked: &DatabaseArguments,
        registry: &Registry,
    ) -> Result<Characterisation, Problems> {
        if let Some(set) = &asked.gwp {
            let set = registry.gwp(set)?;
            let choices = choices(asked)?;
            return Ok(self.loaded.database.characterised_with(&set, &choices)?);
        }
        let all = &self.loaded.characterisations;
        let names = || all.iter().map(|one| one.name().to_owned()).collect();
        let problem = match (&asked.method, &all[..]) {
            (Some(name), _) => match all.iter().find(|one| one.name() == name) {
                Some(found) => return Ok(found.clone()),
                None => InputProblem::UnknownMethod {
                    asked: name.clone(),
                    names: names(),
                },
            },
            (None, [only]) => return Ok(only.clone()),
            (None, []) => InputProblem::NoMethod,
            (None, _) => InputProblem::SeveralMethods(names()),
        };
        Err(Told::from(problem).into())
    }

    /// The scores of every product.
    pub fn scored(
        self,
        asked: &DatabaseArguments,
        registry: &Registry,
    ) -> Result<Scored, Problems> {
        let method = self.method(asked, registry)?;
        let unit = method.unit().unwrap_or_default().to_owned();
        let mut scores = self.loaded.database.solve()?.scores(&method)?;
        if asked.allow_held_loops {
            scores = scores.allowing_held_loops();
        }
        let mut findings = self.loaded.findings;
        findings.extend(scores.findings());
        Ok(Scored {
            scores,
            findings,
            unit,
        })
    }
}

impl Scored {
    /// The database that is scored.
    pub fn database(&self) -> &Database {
        self.scores.database()
    }

    /// By which method.
    pub fn method(&self) -> Method {
        let method = self.scores.characterisation();
        Method {
            name: method.name().to_owned(),
            source: method.source().map(str::to_owned),
            unit: method.unit().map(str::to_owned),
            left_out: method
                .left_out()
                .iter()
                .map(|row| LeftOutRow::of(self.database(), *row))
                .collect(),
        }
    }

    /// The unit of a score; `None` where only the method knows it.
    pub fn unit(&self) -> Option<String> {
        self.scores.characterisation().unit().map(str::to_owned)
    }

    /// A number of the method with its unit.
    pub fn with_unit(&self, number: &str) -> String {
        format!("{number} {}", self.unit).trim_end().to_owned()
    }

    /// The unit in brackets for a heading; empty where only the method knows it.
    pub fn in_brackets(&self) -> String {
        let unit = &self.unit;
        if unit.is_empty() {
            String::new()
        } else {
            format!("{unit}, ")
        }
    }
}

impl Method {
    /// Adds the method and where its values are from.
    pub fn show(&self, page: &mut Page) {
        match &self.source {
            Some(source) => page.line(&format!("GWP set {} ({source})", self.name)),
            None => page.line(&format!(
                "method {}, which came with the database",
                self.name
            )),
        }
    }
}

/// The database of the paths with its scores.
pub(super) fn scored(asked: &DatabaseArguments, registry: &Registry) -> Result<Scored, Problems> {
    open(asked)?.scored(asked, registry)
}

/// The same with how uncertain the amounts of the database are.
pub(super) fn scored_with_spreads(
    asked: &DatabaseArguments,
    registry: &Registry,
) -> Result<Scored, Problems> {
    opened(asked, DatabaseOptions::new())?.scored(asked, registry)
}

/// An amount of a product that is asked for.
pub(super) struct Demanded {
    pub product: usize,
    /// What the product is called.
    pub name: String,
    /// How much of it, with its unit.
    pub amount: String,
    pub demand: DatabaseDemand,
}

impl Demanded {
    /// So much of a product, by its id or its name; one unit where no amount is stated.
    pub fn of(database: &Database, product: &str, amount: Option<&str>) -> Result<Self, Problems> {
        let product = database.find_product(product)?;
        let (name, unit) = called(database, product);
        let (amount, demand) = if let Some(amount) = amount {
            let demand = database.demand_of(product, amount)?;
            (amount.trim().to_owned(), demand)
        } else {
            let one = format!("1 {}", unit.unwrap_or_default());
            (one.trim().to_owned(), DatabaseDemand::of(product, 1.0))
        };
        Ok(Self {
            product,
            name,
            amount,
            demand,
        })
    }
}

/// What a product is called, with its unit: the name that its label has, or its id.
pub(super) fn called(database: &Database, product: usize) -> (String, Option<String>) {
    let label = database.product(product);
    let id = || database.product_id(product);
    let name = label.map_or_else(id, |label| label.called().to_owned());
    let unit = label.and_then(|label| label.unit_text());
    (name, unit.map(str::to_owned))
}
