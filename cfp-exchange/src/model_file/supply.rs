//! What supplies a flow that nobody in the model makes.

use cfp_core::Supply;
use cfp_factors::{Kind, Query};

use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::spread::{check_pedigree, check_spread};
use super::tree::{Entry, Node, Value};

const KEYS: [&str; 14] = [
    "factor",
    "region",
    "year",
    "kind",
    "dataset",
    "up_to_region",
    "up_to_years_old",
    "footprint",
    "gwp",
    "source",
    "primary",
    "validity",
    "spread",
    "pedigree",
];

/// The keys that only narrow or widen a look-up.
const OF_FACTOR: [&str; 6] = [
    "region",
    "year",
    "kind",
    "dataset",
    "up_to_region",
    "up_to_years_old",
];

/// The keys that only describe a stated footprint: a factor brings its own.
const OF_FOOTPRINT: [&str; 4] = ["gwp", "source", "primary", "validity"];

/// A supply as a model states it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StatedSupply {
    pub flow: String,
    pub serves: Serves,
}

/// Where the figure of a supply comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Serves {
    /// It is looked up for each consumer.
    Factor(Box<LookUp>),
    /// It is stated.
    Stated(Box<Supply>),
    /// It is told as a problem.
    Unreadable,
}

/// A query without what the consumer adds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LookUp {
    pub query: Query,
    pub region: Option<String>,
    pub year: Option<u16>,
}

/// What a supply says of its stated figure.
#[derive(Debug, Default)]
struct Remarks {
    source: Option<String>,
    primary: Option<bool>,
    validity: Option<String>,
}

impl Remarks {
    /// The supply with these remarks.
    fn on(&self, mut supply: Supply) -> Supply {
        if let Some(source) = &self.source {
            supply = supply.source(source);
        }
        if let Some(primary) = self.primary {
            supply = supply.primary(primary);
        }
        if let Some(validity) = &self.validity {
            supply = supply.validity(validity);
        }
        supply
    }
}

impl StatedSupply {
    /// Whether its figure is a published factor.
    pub fn is_looked_up(&self) -> bool {
        matches!(self.serves, Serves::Factor(_))
    }
}

/// Every supply of the model's `supply` table.
pub(super) fn supplies(reader: &mut Reader<'_>, table: &Node<'_>) -> Vec<StatedSupply> {
    if !matches!(table.value, Value::Table(_)) {
        let needed = "a table of supplies";
        reader
            .problems
            .wrong_type(Scope::Model, "supply", table, needed);
    }
    let mut supplies = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        let scope = Scope::Supply(&entry.key);
        let mut stated = StatedSupply {
            flow: entry.key.to_string(),
            serves: Serves::Unreadable,
        };
        if matches!(entry.node.value, Value::Table(_)) {
            read_supply(reader, scope, entry, &mut stated);
        } else {
            let needed = "a table with `factor` or `footprint`";
            reader
                .problems
                .wrong_type(scope, &entry.key, &entry.node, needed);
        }
        supplies.push(stated);
    }
    supplies
}

fn read_supply(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
    stated: &mut StatedSupply,
) {
    let node = &entry.node;
    let mut look_up = None;
    let mut figure = None;
    let mut remarks = Remarks::default();
    match (node.get("factor"), node.get("footprint")) {
        (Some(_), Some(footprint)) => {
            let problem = FileProblem::FactorAndFootprint;
            reader.problems.file(&problem, scope, footprint.at);
        }
        (None, None) => {
            reader
                .problems
                .file(&FileProblem::NoFactorNoFootprint, scope, entry.at);
        }
        (Some(factor), None) => {
            look_up = reader.text(scope, factor).map(|activity| LookUp {
                query: Query::new(activity),
                region: None,
                year: None,
            });
        }
        (None, Some(footprint)) => {
            let stated = reader.quantity(scope, "footprint", &footprint.node);
            figure = Some(Supply::of(stated));
        }
    }
    for entry in node.entries() {
        match entry.key.as_ref() {
            "factor" | "footprint" => {}
            key if OF_FOOTPRINT.contains(&key) && look_up.is_some() => {
                tell_out_of_place(reader, scope, entry);
            }
            "gwp" => figure = gwp(reader, scope, entry, figure),
            "spread" => {
                let stated = node.get("footprint");
                let stated = stated.and_then(|entry| reader.peek(&entry.node));
                check_spread(reader, scope, entry, stated.as_ref());
            }
            "pedigree" => check_pedigree(reader, scope, entry),
            key if OF_FACTOR.contains(&key) => {
                look_up = narrow(reader, scope, node, entry, look_up);
            }
            key => remark(reader, scope, key, entry, &mut remarks),
        }
    }
    stated.serves = match (look_up, figure) {
        (Some(look_up), _) => Serves::Factor(Box::new(look_up)),
        (None, Some(supply)) => Serves::Stated(Box::new(remarks.on(supply))),
        (None, None) => Serves::Unreadable,
    };
}

fn gwp(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
    figure: Option<Supply>,
) -> Option<Supply> {
    let set = reader.text(scope, entry);
    if let (Some(supply), Some(set)) = (figure.clone(), set) {
        return Some(supply.gwp(set));
    }
    figure
}

fn remark(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    key: &str,
    entry: &Entry<'_>,
    remarks: &mut Remarks,
) {
    match key {
        "source" => remarks.source = reader.text(scope, entry).map(str::to_owned),
        "validity" => remarks.validity = reader.text(scope, entry).map(str::to_owned),
        "primary" => match entry.node.value {
            Value::Truth(primary) => remarks.primary = Some(primary),
            _ => reader
                .problems
                .wrong_type(scope, "primary", &entry.node, "true or false"),
        },
        _ => reader.unknown_key(scope, entry, "a supply", &KEYS),
    }
}

/// Adds a key of a look-up to it; tells of one where nothing is looked up.
fn narrow(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    supply: &Node<'_>,
    entry: &Entry<'_>,
    look_up: Option<LookUp>,
) -> Option<LookUp> {
    if supply.get("factor").is_none() && supply.get("footprint").is_some() {
        tell_out_of_place(reader, scope, entry);
        return look_up;
    }
    let mut look_up = look_up?;
    match entry.key.as_ref() {
        "year" => look_up.year = Some(year(reader, scope, entry)?),
        "up_to_years_old" => {
            if let Value::Number(written) = &entry.node.value
                && let Ok(years) = written.parse()
            {
                look_up.query = look_up.query.up_to_years_old(years);
            } else {
                let needed = "a whole number of years";
                reader
                    .problems
                    .wrong_type(scope, "up_to_years_old", &entry.node, needed);
            }
        }
        key => {
            let text = reader.text(scope, entry)?;
            match key {
                "region" => look_up.region = Some(text.to_owned()),
                "dataset" => look_up.query = look_up.query.dataset(text),
                "up_to_region" => look_up.query = look_up.query.up_to_region(text),
                _ => match Kind::from_word(text) {
                    Ok(kind) => look_up.query = look_up.query.kind(kind),
                    Err(problem) => reader.problems.add(&problem, Some(entry.node.at)),
                },
            }
        }
    }
    Some(look_up)
}

/// Tells of a key that only the other kind of supply has.
fn tell_out_of_place(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>) {
    let is_key = |key: &&'static str| *key == entry.key;
    let problem = if let Some(key) = OF_FOOTPRINT.into_iter().find(is_key) {
        FileProblem::KeyOutOfPlace {
            key,
            owner: "a supply with `factor`",
            belongs: "stated footprints; a factor brings its own source and basis",
        }
    } else {
        FileProblem::KeyOutOfPlace {
            key: OF_FACTOR.into_iter().find(is_key).unwrap_or_default(),
            owner: "a stated footprint",
            belongs: "supplies with `factor`",
        }
    };
    reader.problems.file(&problem, scope, entry.at);
}

fn year(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>) -> Option<u16> {
    let number = reader.year(scope, entry)?;
    match cfp_core::Year::new(number) {
        Ok(year) => Some(year.number()),
        Err(kind) => {
            let at = entry.node.at;
            reader.problems.value(kind, scope, Some("year"), at);
            None
        }
    }
}
