//! A material by the circular footprint formula: a table of the formula's terms.

use cfp_core::{Circular, Exchange, Place, Process, Verb};

use super::computed::unreadable;
use super::dependence::Counts;
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::tree::{At, Entry, Node, Value};

const KEYS: [&str; 17] = [
    "per",
    "recycled_content",
    "recycled_afterwards",
    "to_energy",
    "sharing",
    "energy_sharing",
    "quality_in",
    "quality_out",
    "virgin",
    "displaces",
    "recycled",
    "recycling",
    "energy_recovery",
    "heating_value",
    "heat",
    "electricity",
    "disposal",
];

const RECOVERED_KEYS: [&str; 2] = ["efficiency", "flow"];

/// Every material of the model's `circular` table, as the process that it becomes.
pub(super) fn circulars(reader: &mut Reader<'_>, table: &Node<'_>) -> Vec<Process> {
    if !matches!(table.value, Value::Table(_)) {
        let needed = "a table of materials";
        reader
            .problems
            .wrong_type(Scope::Model, "circular", table, needed);
    }
    let mut processes = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        if reader.problems.is_full() {
            break;
        }
        if matches!(entry.node.value, Value::Table(_)) {
            processes.push(kept(reader, entry).into());
        } else {
            let needed = "a table with `per` and the terms of the formula";
            let scope = Scope::Process(&entry.key);
            reader
                .problems
                .wrong_type(scope, &entry.key, &entry.node, needed);
        }
    }
    processes
}

/// A material, which is kept beside the model where a term is computed from parameters.
fn kept(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Circular {
    let numbers = reader.parameters.formulas.numbers.len();
    let own = circular(reader, entry);
    let formulas = &mut reader.parameters.formulas;
    if formulas.numbers.len() == numbers {
        return own;
    }
    let own = own.keeping_nothing();
    let name = entry.key.to_string();
    formulas.circulars.insert(name, own.clone());
    own
}

fn circular(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Circular {
    let scope = Scope::Process(&entry.key);
    let mut circular = Circular::new(&entry.key, per(reader, scope, entry));
    for term in entry.node.entries() {
        let key = term.key.as_ref();
        circular = match key {
            "per" => circular,
            "recycled_content"
            | "recycled_afterwards"
            | "to_energy"
            | "sharing"
            | "energy_sharing"
            | "quality_in"
            | "quality_out" => {
                let number = reader.number_as(Counts::Term(key), scope, key, &term.node);
                circular.of_number(key, number)
            }
            "heating_value" => {
                let value = reader.quantity_as(Counts::Term(key), scope, key, &term.node);
                circular.of_heating_value(value)
            }
            "heat" | "electricity" => with_energy(reader, scope, circular, term),
            _ if KEYS.contains(&key) => match reader.text(scope, term) {
                Some(flow) => with_flow(circular, key, flow),
                None => circular,
            },
            _ => {
                reader.unknown_key(scope, term, "a circular material", &KEYS);
                circular
            }
        };
    }
    circular
}

/// The amount of the material that its shares are of.
fn per(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>) -> Exchange {
    let Some(per) = entry.node.get("per") else {
        let problem = FileProblem::MissingKey {
            key: "per",
            owner: "the circular material",
        };
        reader.problems.file(&problem, scope, entry.at);
        return Exchange::from(Err(unreadable()));
    };
    Exchange::from(reader.quantity_as(Counts::Term("per"), scope, "per", &per.node))
}

fn with_flow(circular: Circular, key: &str, flow: &str) -> Circular {
    match key {
        "virgin" => circular.virgin(flow),
        "displaces" => circular.displaces(flow),
        "recycled" => circular.recycled(flow),
        "recycling" => circular.recycling(flow),
        "energy_recovery" => circular.energy_recovery(flow),
        _ => circular.disposal(flow),
    }
}

/// The material with energy that is recovered as heat or as electricity.
fn with_energy(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    circular: Circular,
    entry: &Entry<'_>,
) -> Circular {
    if !matches!(entry.node.value, Value::Table(_)) {
        let needed = "a table with `efficiency` and `flow`";
        reader
            .problems
            .wrong_type(scope, &entry.key, &entry.node, needed);
        return circular;
    }
    for key in RECOVERED_KEYS {
        if entry.node.get(key).is_none() {
            let owner = "the recovered energy";
            let problem = FileProblem::MissingKey { key, owner };
            reader.problems.file(&problem, scope, entry.node.at);
        }
    }
    let (mut efficiency, mut flow) = (None, None);
    for part in entry.node.entries() {
        match part.key.as_ref() {
            "efficiency" => {
                let counts = Counts::Term(&entry.key);
                efficiency = Some(reader.number_as(counts, scope, "efficiency", &part.node));
            }
            "flow" => flow = reader.text(scope, part),
            _ => reader.unknown_key(scope, part, "recovered energy", &RECOVERED_KEYS),
        }
    }
    match (efficiency, flow, entry.key.as_ref()) {
        (Some(efficiency), Some(flow), "heat") => circular.of_heat(efficiency, flow),
        (Some(efficiency), Some(flow), _) => circular.of_electricity(efficiency, flow),
        _ => circular,
    }
}

/// Where a problem of a material stands: at the term that it is about, else at the material's name.
pub(super) fn find(circular: &Entry<'_>, place: &Place) -> At {
    let terms = &circular.node;
    let value = |key: &str| terms.get(key).map(|entry| &entry.node);
    let found = match (place.key, place.verb, &place.flow) {
        (Some(key), _, _) => {
            value(key).map(|node| node.get("efficiency").map_or(node, |part| &part.node))
        }
        (None, Some(Verb::Makes), _) => value("per"),
        (None, Some(verb), Some(flow)) => {
            let named = |node: &Node<'_>| node.text() == Some(flow.as_str());
            let mut flows = flow_keys(verb).iter().filter_map(|key| {
                let node = value(key)?;
                Some(node.get("flow").map_or(node, |part| &part.node))
            });
            flows.find(|node| named(node))
        }
        _ => None,
    };
    found.map_or(circular.at, |node| node.at)
}

/// The keys whose flows become exchanges under a verb.
fn flow_keys(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Takes => &["virgin", "recycled"],
        Verb::Discards => &["recycling", "energy_recovery", "disposal"],
        _ => &["displaces", "virgin", "heat", "electricity"],
    }
}
