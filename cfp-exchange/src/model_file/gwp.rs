//! The set of global warming potentials that a model names or writes itself.

use cfp_core::{Amount, Category, GwpSet, Quantity, Spread, Unit};

use super::dependence::Counts;
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::spread::find;
use super::tree::{At, Entry, Node, Value};

/// What a model says of its global warming potentials.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Gwp {
    /// The name of a published set, and where it stands.
    Named(String, At),
    /// Values of its own.
    Own(GwpSet),
    /// Something that is told as a problem.
    Unreadable,
}

const GAS_KEYS: [&str; 4] = ["value", "category", "spread", "pedigree"];

/// What the numbers of a set are in.
const UNIT: &str = "kg CO2e/kg";

/// A set of the modeller's own: a table of gases, with an optional `name`.
pub(super) fn own_set(reader: &mut Reader<'_>, table: &Node<'_>) -> GwpSet {
    let name = table.get("name").and_then(|entry| entry.node.text());
    let mut set = GwpSet::new(name.unwrap_or("own"));
    for entry in table.entries() {
        if entry.key == "name" {
            reader.text(Scope::Model, entry);
            continue;
        }
        let (value, category) = match &entry.node.value {
            Value::Table(_) => gas(reader, entry),
            _ => (number(reader, &entry.key, &entry.node), Category::Fossil),
        };
        let spread = gas_spread(reader, &entry.node, value);
        let is_other = spread.is_some() || value.is_some_and(|value| value != Amount::ONE);
        let told = if GwpSet::is_fixed(&entry.key) && is_other {
            Some(FileProblem::FixedByDefinition {
                gas: entry.key.to_string(),
            })
        } else if set.has_own(&entry.key) {
            // Two names of one gas, such as `CO2` and `CO2, fossil`.
            Some(FileProblem::DuplicateKey {
                key: entry.key.to_string(),
            })
        } else {
            None
        };
        if let Some(problem) = told {
            reader.problems.file(&problem, Scope::Model, entry.at);
        }
        // A gas whose value is a problem stays known, so that its emissions are none.
        set = set.with(&entry.key, value.unwrap_or(Amount::ZERO), category);
        if let Some(spread) = spread {
            set = set.with_spread(&entry.key, spread);
        }
    }
    set
}

fn number(reader: &mut Reader<'_>, gas: &str, node: &Node<'_>) -> Option<Amount> {
    let value = reader.number_as(Counts::Potential, Scope::Model, gas, node);
    reader.tell_unreadable(&value, Scope::Model, Some("gwp"), node.at);
    value.ok()
}

/// How uncertain the value of a gas is; tells of a spread that does not fit it.
fn gas_spread(reader: &mut Reader<'_>, gas: &Node<'_>, value: Option<Amount>) -> Option<Spread> {
    let unit = Unit::parse(UNIT).ok()?;
    let quantity = value.map(|value| Quantity::new(value, unit.clone()));
    let node = gas.get("value").map_or(gas, |entry| &entry.node);
    let around = (node, quantity.as_ref());
    let spread = reader.spread_around(Scope::Model, gas, Some(&unit), around)?;
    let checked = spread.check(&quantity?);
    let at = find(gas).unwrap_or(gas.at);
    reader.tell_unreadable(&checked, Scope::Model, Some("gwp"), at);
    checked.is_ok().then_some(spread)
}

/// A gas as a table: its value, and the account that its emissions are carried in.
fn gas(reader: &mut Reader<'_>, gas: &Entry<'_>) -> (Option<Amount>, Category) {
    let mut value = None;
    let mut category = Category::Fossil;
    for entry in gas.node.entries() {
        match entry.key.as_ref() {
            "value" => value = number(reader, &gas.key, &entry.node),
            "category" => {
                if let Some(word) = reader.text(Scope::Model, entry) {
                    match Category::from_word(word) {
                        Ok(stated) => category = stated,
                        Err(kind) => {
                            let at = entry.node.at;
                            reader.problems.value(kind, Scope::Model, Some("gwp"), at);
                        }
                    }
                }
            }
            "spread" | "pedigree" => {}
            _ => reader.unknown_key(Scope::Model, entry, "a gas", &GAS_KEYS),
        }
    }
    if gas.node.get("value").is_none() {
        let problem = FileProblem::MissingKey {
            key: "value",
            owner: "the gas",
        };
        reader.problems.file(&problem, Scope::Model, gas.at);
    }
    (value, category)
}
