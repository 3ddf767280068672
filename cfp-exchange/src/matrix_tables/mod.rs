//! A database as tables in CSV, for those who have no datapackage.

mod demands;
mod labels;
mod problem;
mod table;

pub use demands::{DemandRow, DemandTable};
pub use labels::LabelFile;
pub use problem::MatrixTableProblem;

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{Characterisation, DatabaseProblem, EntrySpread, Finding, Label};

use crate::database_file::{Content, Entry, Files, Reader};
use crate::error::Reported;
use crate::limits::Limits;
use table::{Row, SPREAD, Table};

const PROCESSES: &str = "processes.csv";
const FLOWS: &str = "flows.csv";
const TECHNOSPHERE: &str = "technosphere.csv";
const EMISSIONS: &str = "emissions.csv";
const CHARACTERISATION: &str = "characterisation.csv";

/// What a table lists: the number of each id.
type Listed = BTreeMap<String, u32>;

/// The database of a folder of tables.
pub(crate) fn read(files: &dyn Files, limits: Limits) -> Result<Content, Vec<Reported>> {
    let mut reader = Reader::new(files, limits);
    let mut content = Content::default();
    let processes = processes(&mut reader, &mut content);
    let flows = flows(&mut reader, &mut content);
    let exchanges = technosphere(processes.as_ref(), &mut reader);
    let emitted = emissions(flows.as_ref(), processes.as_ref(), &mut reader);
    content.findings.extend(exchanges.twice);
    content.findings.extend(emitted.twice);
    (content.technosphere, content.technosphere_spreads) = (exchanges.list, exchanges.spreads);
    (content.emissions, content.emission_spreads) = (emitted.list, emitted.spreads);
    if files.has(CHARACTERISATION) {
        content.characterisations = characterisations(flows.as_ref(), &mut reader);
    }
    if reader.told.is_empty() {
        makes_its_product(&content, &mut reader);
    }
    if reader.told.is_empty() {
        Ok(content)
    } else {
        Err(reader.told)
    }
}

/// The titles of other names of a flow, which a table of labels may have.
const OTHER_NAMES: [&str; 3] = ["cas", "formula", "synonyms"];

/// A label with what is stated of it; synonyms are separated by a stroke.
fn label(row: &Row<'_>, name: &str, location: &str, unit: &str) -> Label {
    let others = OTHER_NAMES
        .into_iter()
        .filter_map(|title| row.further(title));
    let others = others.flat_map(|names| names.split('|')).map(str::trim);
    let mut label = Label::new(row.field(0)).also_called(others.filter(|name| !name.is_empty()));
    if !name.is_empty() {
        label = label.name(name);
    }
    if !location.is_empty() {
        label = label.location(location);
    }
    if !unit.is_empty() {
        label = label.unit(unit);
    }
    label
}

/// Lists an id once; whether it was not listed yet.
fn list(listed: &mut Listed, what: &'static str, row: &Row<'_>, reader: &mut Reader<'_>) -> bool {
    let id = row.field(0);
    if id.is_empty() {
        row.tell(0, &MatrixTableProblem::EmptyField { column: "id" }, reader);
        return false;
    }
    let number = u32::try_from(listed.len()).unwrap_or(u32::MAX);
    if listed.contains_key(id) {
        let id = id.to_owned();
        row.tell(0, &DatabaseProblem::DuplicateId { what, id }, reader);
        return false;
    }
    listed.insert(id.to_owned(), number);
    true
}

fn processes(reader: &mut Reader<'_>, content: &mut Content) -> Option<Listed> {
    let titles = ["id", "name", "product", "unit", "location"];
    let table = Table::open(PROCESSES, &titles, &[], reader)?;
    let mut listed = Listed::new();
    table.rows(reader, |row, reader| {
        if list(&mut listed, "processes", row, reader) {
            let [name, product, unit, location] = [1, 2, 3, 4].map(|field| row.field(field));
            content.processes.push(label(row, name, location, unit));
            content.products.push(label(row, product, location, unit));
        }
    });
    if listed.is_empty() {
        reader.tell_of(PROCESSES, &MatrixTableProblem::NoProcesses);
    }
    Some(listed)
}

fn flows(reader: &mut Reader<'_>, content: &mut Content) -> Option<Listed> {
    let titles = ["id", "name", "compartment", "unit"];
    let table = Table::open(FLOWS, &titles, &OTHER_NAMES, reader)?;
    let mut listed = Listed::new();
    table.rows(reader, |row, reader| {
        if list(&mut listed, "flows", row, reader) {
            let [name, compartment, unit] = [1, 2, 3].map(|field| row.field(field));
            content.flows.push(label(row, name, compartment, unit));
        }
    });
    Some(listed)
}

fn technosphere(processes: Option<&Listed>, reader: &mut Reader<'_>) -> Entries {
    let titles = ["product", "process", "amount"];
    let ids = [(PROCESSES, processes), (PROCESSES, processes)];
    entries(TECHNOSPHERE, &titles, ids, reader)
}

fn emissions(
    flows: Option<&Listed>,
    processes: Option<&Listed>,
    reader: &mut Reader<'_>,
) -> Entries {
    let titles = ["flow", "process", "amount"];
    let ids = [(FLOWS, flows), (PROCESSES, processes)];
    entries(EMISSIONS, &titles, ids, reader)
}

/// The rows of a table of two ids and an amount.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    /// How uncertain each is.
    spreads: Vec<EntrySpread>,
    /// That rows of one place add up, where there are any.
    twice: Option<Finding>,
}

/// How many lines a finding lists.
const LISTED: usize = 5;

/// The entries of a table of two ids and an amount.
fn entries(
    name: &'static str,
    titles: &[&'static str; 3],
    ids: [(&'static str, Option<&Listed>); 2],
    reader: &mut Reader<'_>,
) -> Entries {
    let mut entries = Entries::default();
    let Some(table) = Table::open(name, titles, &SPREAD, reader) else {
        return entries;
    };
    let mut seen = BTreeSet::new();
    let mut again = Vec::new();
    table.rows(reader, |row, reader| {
        let numbers = [0, 1].map(|field| {
            let (table, listed) = ids[field];
            number(listed, table, titles[field], row, field, reader)
        });
        let line = row.line();
        let amount = row.amount(2, reader);
        let spread = amount.and_then(|amount| row.spread(amount, reader));
        if let ([Some(row), Some(column)], Some(value), Some(spread)) = (numbers, amount, spread) {
            if !seen.insert((row, column)) {
                again.push(line);
            }
            entries.list.push(Entry { row, column, value });
            entries.spreads.push(spread);
        }
    });
    entries.twice = given_twice(name, &again);
    entries
}

/// That lines of a table are of places that earlier lines have given, whose amounts they add to.
fn given_twice(name: &str, again: &[u64]) -> Option<Finding> {
    let lines = again.iter().take(LISTED).map(u64::to_string);
    let mut lines: Vec<String> = lines.collect();
    if again.len() > LISTED {
        lines.push("…".to_owned());
    }
    let rows = match again.len() {
        1 => "1 row is of a place that an earlier one gives".to_owned(),
        many => format!("{many} rows are of places that earlier ones give"),
    };
    let lines = lines.join(", ");
    let message = format!("`{name}`: {rows}, and their amounts add up: line {lines}");
    let hint = "take out a row that was copied by mistake; state one amount where one is meant";
    (!again.is_empty()).then(|| Finding::new("rows-given-twice", message, hint))
}

/// The number of what a field refers to; `None` where it is not listed, which is told if it can be.
fn number(
    listed: Option<&Listed>,
    table: &'static str,
    what: &'static str,
    row: &Row<'_>,
    field: usize,
    reader: &mut Reader<'_>,
) -> Option<u32> {
    let id = row.field(field);
    if id.is_empty() {
        row.tell(
            field,
            &MatrixTableProblem::EmptyField { column: what },
            reader,
        );
        return None;
    }
    // What a table lists that did not open cannot be known.
    let found = listed?.get(id);
    if found.is_none() {
        let id = id.to_owned();
        row.tell(
            field,
            &MatrixTableProblem::UnlistedId { table, what, id },
            reader,
        );
    }
    found.copied()
}

/// The title of what the scores of a set are in, which a table may do without.
const UNIT: &str = "unit";

/// A characterisation as far as it is read.
struct Set {
    name: String,
    /// The unit of its scores, where the table states one.
    unit: Option<String>,
    values: Vec<(usize, f64)>,
    spreads: Vec<EntrySpread>,
}

fn characterisations(flows: Option<&Listed>, reader: &mut Reader<'_>) -> Vec<Characterisation> {
    let titles = ["set", "flow", "value"];
    let mut further = SPREAD.to_vec();
    further.push(UNIT);
    let Some(table) = Table::open(CHARACTERISATION, &titles, &further, reader) else {
        return Vec::new();
    };
    let mut sets: Vec<Set> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    table.rows(reader, |row, reader| {
        let set = row.field(0);
        if set.is_empty() {
            row.tell(0, &MatrixTableProblem::EmptyField { column: "set" }, reader);
        }
        let flow = number(flows, FLOWS, "flow", row, 1, reader);
        let value = row.amount(2, reader);
        let spread = value.and_then(|value| row.spread(value, reader));
        let (Some(flow), Some(value), Some(spread)) = (flow, value, spread) else {
            return;
        };
        let index = *numbers.entry(set.to_owned()).or_insert_with(|| {
            sets.push(Set {
                name: set.to_owned(),
                unit: row.further(UNIT).map(str::to_owned),
                values: Vec::new(),
                spreads: Vec::new(),
            });
            sets.len() - 1
        });
        let unit = row.further(UNIT);
        if unit != sets[index].unit.as_deref() {
            let units = [sets[index].unit.as_deref(), unit];
            let units = units.map(|unit| unit.unwrap_or_default().to_owned());
            let set = set.to_owned();
            row.tell(0, &MatrixTableProblem::UnitsOfSet { set, units }, reader);
        }
        if seen.insert((index, flow)) {
            sets[index].values.push((flow as usize, value));
            sets[index].spreads.push(spread);
        } else {
            let (set, flow) = (set.to_owned(), row.field(1).to_owned());
            row.tell(1, &MatrixTableProblem::RepeatedValue { set, flow }, reader);
        }
    });
    let sets = sets.into_iter();
    let method = |set: Set| {
        let method = Characterisation::of_values(&set.name, set.values).spreads(set.spreads);
        match &set.unit {
            Some(unit) => method.in_unit(unit),
            None => method,
        }
    };
    sets.map(method).collect()
}

/// Tells every process that makes none of the product of its id.
fn makes_its_product(content: &Content, reader: &mut Reader<'_>) {
    let mut makes = vec![false; content.processes.len()];
    for entry in &content.technosphere {
        makes[entry.column as usize] |= entry.row == entry.column && entry.value != 0.0;
    }
    for (process, _) in content
        .processes
        .iter()
        .zip(makes)
        .filter(|(_, makes)| !makes)
    {
        let id = process.id().to_owned();
        reader.tell_of(PROCESSES, &MatrixTableProblem::MakesNothing { id });
    }
}
