//! From the places that core problems name to places in the text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cfp_core::{Explain, ModelProblem, Problem, ProblemKind, Quantity, Verb};

use super::token::is_expression;
use super::tree::{At, Entry, Node};

/// The processes of a file by name, to be asked for places.
pub(super) struct Finder<'t, 'a> {
    root: &'t Node<'a>,
    /// The scenario whose tables stand before those of the model.
    scenario: Option<&'t Node<'a>>,
    processes: BTreeMap<Cow<'t, str>, Vec<&'t Node<'a>>>,
}

impl<'t, 'a> Finder<'t, 'a> {
    pub fn new(root: &'t Node<'a>, scenario: Option<&str>) -> Self {
        let mut processes: BTreeMap<Cow<'t, str>, Vec<&'t Node<'a>>> = BTreeMap::new();
        for (number, process) in super::read::processes(root).iter().enumerate() {
            let name = super::read::process_name(process, number);
            processes.entry(name).or_default().push(process);
        }
        let scenario = scenario.and_then(|name| super::scenario::scenario(root, name));
        Self {
            root,
            scenario,
            processes,
        }
    }

    /// Where a problem stands: at the value when the value is wrong, else at what names it.
    pub fn find(&self, problem: &Problem) -> Option<At> {
        let place = &problem.place;
        let is_value = matches!(problem.kind, ProblemKind::Number(_) | ProblemKind::Unit(_));
        if let Some(name) = &place.process
            && (place.verb.is_some() || place.flow.is_none())
            && let Some(circular) = self.circular(name, place.occurrence)
        {
            return Some(super::circular::find(circular, place));
        }
        match (&place.process, place.verb, &place.flow) {
            (Some(name), Some(_), Some(flow))
                if matches!(
                    problem.kind,
                    ProblemKind::Model(ModelProblem::UnknownProvider { .. })
                ) && self.provider(name, flow).is_some() =>
            {
                self.provider(name, flow)
            }
            (Some(name), Some(verb), Some(flow)) => {
                let process = self.process(name, place.occurrence)?;
                exchange(process, verb, flow, place.index, problem)
            }
            (Some(name), _, None) => {
                let process = self.process(name, place.occurrence)?;
                Some(match place.key {
                    Some(key) => value_of(process, key).unwrap_or(process.at),
                    None => process
                        .get("name")
                        .map_or(process.at, |entry| entry.node.at),
                })
            }
            (_, None, Some(flow)) => {
                let supply = self.supply_of(flow)?;
                if place.key == Some("spread")
                    && let Some(at) = spread_of(&supply.node)
                {
                    return Some(at);
                }
                Some(match place.key {
                    // The figure of a supply that states none is its factor's.
                    Some(key) => value_of(&supply.node, key)
                        .or_else(|| value_of(&supply.node, "factor"))
                        .unwrap_or(supply.at),
                    None if is_value => supply.node.at,
                    None => supply.at,
                })
            }
            _ => {
                let own = self.scenario.and_then(|table| value_of(table, place.key?));
                own.or_else(|| value_of(self.root, place.key?))
            }
        }
    }

    /// The table of a supply.
    fn supply_of(&self, flow: &str) -> Option<&'t Entry<'a>> {
        let tables = self.scenario.into_iter().chain([self.root]);
        let mut supplies = tables.filter_map(|table| table.get("supply")?.node.get(flow));
        supplies.next()
    }

    /// Where a scenario names another provider of an input.
    fn provider(&self, process: &str, flow: &str) -> Option<At> {
        let from = self.scenario?.get("from")?;
        value_of(&from.node.get(process)?.node, flow)
    }

    fn process(&self, name: &str, occurrence: usize) -> Option<&'t Node<'a>> {
        let named = self.processes.get(name)?;
        named.get(occurrence).or_else(|| named.first()).copied()
    }

    /// The circular material of a name; processes of the same name stand before it.
    fn circular(&self, name: &str, occurrence: usize) -> Option<&'t Entry<'a>> {
        let before = self.processes.get(name).map_or(0, Vec::len);
        let circular = self.root.get("circular")?.node.get(name)?;
        (occurrence >= before).then_some(circular)
    }

    /// The place of a supply's first key of these that it has.
    pub fn supply(&self, flow: &str, keys: &[&str]) -> Option<At> {
        let supply = self.supply_of(flow)?;
        let stated = keys.iter().find_map(|key| value_of(&supply.node, key));
        Some(stated.unwrap_or(supply.at))
    }
}

/// The first spread of a supply; of a mix, that of the first member that has one.
fn spread_of(supply: &Node<'_>) -> Option<At> {
    let of_members = || {
        let mix = supply.get("mix")?;
        mix.node.items().iter().find_map(super::spread::find)
    };
    super::spread::find(supply).or_else(of_members)
}

fn value_of(table: &Node<'_>, key: &str) -> Option<At> {
    table.get(key).map(|entry| entry.node.at)
}

fn exchange(
    process: &Node<'_>,
    verb: Verb,
    flow: &str,
    index: usize,
    problem: &Problem,
) -> Option<At> {
    let flows = process.get(verb.word())?;
    let entry = flows.node.get(flow)?;
    let node = entry.node.items().get(index)?;
    if let Some(key) = problem.place.key {
        return Some(value_of(node, key).unwrap_or(node.at));
    }
    let keys: &[&str] = match &problem.kind {
        ProblemKind::Number(_)
        | ProblemKind::Unit(_)
        | ProblemKind::Model(
            ModelProblem::ZeroReference
            | ModelProblem::NotPerUnit { .. }
            | ModelProblem::NegativeWeight { .. },
        ) => {
            return Some(unreadable(process, verb, node));
        }
        ProblemKind::Model(problem) => match problem {
            ModelProblem::UnknownProvider { .. } => &["from", "to"],
            ModelProblem::SharesSum { .. } | ModelProblem::NotAnOutput { .. } => &["causal"],
            ModelProblem::UnknownWord { .. } => &["category"],
            ModelProblem::BadScore { .. } => &["quality"],
            ModelProblem::BadSpread { .. } => {
                return Some(super::spread::find(node).unwrap_or(node.at));
            }
            _ => &[],
        },
        _ => &[],
    };
    let stated = keys.iter().find_map(|key| value_of(node, key));
    Some(stated.unwrap_or_else(|| named(entry, node, index)))
}

/// What names an exchange: its flow, or in a list the exchange itself.
fn named(flow: &Entry<'_>, exchange: &Node<'_>, index: usize) -> At {
    if index == 0 { flow.at } else { exchange.at }
}

/// The value of an exchange that a problem of numbers or units is about: the amount when that cannot
/// be read, else the property of an output that the allocation weighs.
fn unreadable(process: &Node<'_>, verb: Verb, node: &Node<'_>) -> At {
    let amount = node.get("amount").map_or(node, |entry| &entry.node);
    let readable = amount
        .text()
        .is_some_and(|text| is_expression(text) || text.parse::<Quantity>().is_ok());
    let by = process.get("allocate").and_then(|entry| entry.node.text());
    match by {
        Some(by) if readable && matches!(verb, Verb::Makes | Verb::Treats) => {
            value_of(node, by).unwrap_or(amount.at)
        }
        _ => amount.at,
    }
}

/// Whether a problem says that something is absent, which may only be misspelt elsewhere.
pub(super) fn is_absence(problem: &Problem) -> bool {
    matches!(
        problem.code(),
        "no-supplier"
            | "no-reference-flow"
            | "unknown-provider"
            | "missing-weight"
            | "not-an-output"
            | "allocation-not-stated"
            | "shares-sum"
            | "unknown-product"
            | "missing-term"
    )
}
