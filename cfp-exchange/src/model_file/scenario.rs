//! Scenarios of a model: named sets of changes, each a table that says only what differs.

use std::collections::BTreeMap;

use cfp_core::{
    NumberPlace, Process, Provider, Quantity, Region, Spellings, Spread, Supply, Verb, Year,
    nearest,
};
use serde::{Deserialize, Serialize};

use super::Stated;
use super::carry::Carried;
use super::dependence::Number;
use super::expression::unknown;
use super::gwp::Gwp;
use super::parameter_table::KEYS as PARAMETER_KEYS;
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::supply::{Serves, StatedSupply, supplies};
use super::tree::{Entry, Node, Value};

const KEYS: [&str; 6] = ["parameters", "year", "region", "gwp", "supply", "from"];

/// A scenario as it is written.
#[derive(Debug, Clone)]
pub(super) struct StatedScenario {
    pub name: String,
    year: Option<Year>,
    region: Option<Region>,
    gwp: Option<Gwp>,
    supplies: Vec<StatedSupply>,
    from: Vec<Provided>,
    /// What is computed from parameters in its tables.
    numbers: Vec<Number>,
    /// The spreads that it states of parameters, by their names.
    spreads: Vec<(String, Spread)>,
    /// What became of the spreads of what it changes.
    carried: Carried,
    /// Whether one of its supplies or parameters states how uncertain it is.
    has_spread: bool,
}

/// Another provider of an input.
#[derive(Debug, Clone)]
struct Provided {
    process: String,
    flow: String,
    provider: Provider,
}

/// What is chosen of a model, or in place of what it writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub scenario: Option<String>,
    /// Texts of parameters.
    pub parameters: BTreeMap<String, String>,
    pub setting: Option<Setting>,
}

/// A number of a model that may be varied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "name", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Varied {
    /// The value of a parameter, by its name.
    Parameter(String),
    /// The figure of a supply, by its flow.
    Supply(String),
}

/// The value of what is varied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub of: Varied,
    pub text: String,
    /// Whether a scenario that states it keeps what that states.
    pub yields: bool,
}

impl Setting {
    /// The same with its name as the model spells it.
    pub fn spelled(&self, spellings: &Spellings) -> Self {
        let first = |name: &String| spellings.first(name).into_owned();
        Self {
            of: match &self.of {
                Varied::Parameter(name) => Varied::Parameter(first(name)),
                Varied::Supply(flow) => Varied::Supply(first(flow)),
            },
            ..self.clone()
        }
    }
}

impl Chosen {
    /// Whether the model is as it is written.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The texts in place of those of parameters: those asked for, then those of the scenario, then the one that is varied.
    pub fn overrides(&self, root: &Node<'_>) -> BTreeMap<String, String> {
        let mut overrides = self.parameters.clone();
        let table = self
            .scenario
            .as_deref()
            .and_then(|name| scenario(root, name));
        let own = table.and_then(|table| table.get("parameters"));
        let own = own.map_or(&[][..], |entry| entry.node.entries());
        for entry in own {
            if let Some(text) = text_of(entry) {
                overrides.insert(entry.key.to_string(), text.to_owned());
            }
        }
        if let Some(Setting {
            of: Varied::Parameter(name),
            text,
            yields,
        }) = &self.setting
            && !(*yields
                && own
                    .iter()
                    .any(|entry| entry.key == name.as_str() && text_of(entry).is_some()))
        {
            overrides.insert(name.clone(), text.clone());
        }
        overrides
    }
}

/// The text that a scenario gives a parameter, by itself or in a table; `None` where it keeps that of the model.
fn text_of<'t>(entry: &'t Entry<'_>) -> Option<&'t str> {
    match &entry.node.value {
        Value::Table(_) => entry.node.get("value")?.node.text(),
        _ => entry.node.text(),
    }
}

/// The table of a scenario.
pub(super) fn scenario<'t, 'a>(root: &'t Node<'a>, name: &str) -> Option<&'t Node<'a>> {
    let scenarios = root.get("scenario")?;
    Some(&scenarios.node.get(name)?.node)
}

/// Every scenario of the model. What they name is checked, whether one of them is chosen or not.
pub(super) fn scenarios(
    reader: &mut Reader<'_>,
    table: &Node<'_>,
    stated: &Stated,
) -> Vec<StatedScenario> {
    if !matches!(table.value, Value::Table(_)) {
        let needed = "a table of scenarios";
        reader
            .problems
            .wrong_type(Scope::Model, "scenario", table, needed);
    }
    // A spread or an expression that only a scenario states is not one of the model.
    let has_spread = reader.has_spread;
    let own = reader.parameters.formulas.numbers.len();
    let mut scenarios = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        reader.problems.within = Some(format!("scenario `{}`", entry.key));
        if matches!(entry.node.value, Value::Table(_)) {
            reader.has_spread = false;
            let carried = std::mem::take(&mut reader.parameters.carried);
            let mut scenario = one(reader, entry, stated);
            scenario.numbers = reader.parameters.formulas.numbers.split_off(own);
            scenario.carried = std::mem::replace(&mut reader.parameters.carried, carried);
            scenario.has_spread = reader.has_spread;
            scenarios.push(scenario);
        } else {
            let needed = "a table of what differs";
            reader
                .problems
                .wrong_type(Scope::Model, &entry.key, &entry.node, needed);
        }
        reader.problems.within = None;
    }
    reader.has_spread = has_spread;
    scenarios
}

fn one(reader: &mut Reader<'_>, table: &Entry<'_>, stated: &Stated) -> StatedScenario {
    let mut scenario = StatedScenario {
        name: table.key.to_string(),
        year: None,
        region: None,
        gwp: None,
        supplies: Vec::new(),
        from: Vec::new(),
        numbers: Vec::new(),
        spreads: Vec::new(),
        carried: Carried::default(),
        has_spread: false,
    };
    for entry in table.node.entries() {
        match entry.key.as_ref() {
            "parameters" => scenario.spreads = parameters(reader, entry, stated),
            "year" => {
                let year = reader.year(Scope::Model, entry);
                scenario.year = reader.checked_year(year, entry);
            }
            "region" => scenario.region = reader.region(entry),
            "gwp" => scenario.gwp = Some(reader.gwp(&entry.node)),
            "supply" => scenario.supplies = supplies(reader, &entry.node),
            "from" => scenario.from = providers(reader, entry, &stated.processes),
            _ => reader.unknown_key(Scope::Model, entry, "a scenario", &KEYS),
        }
    }
    scenario
}

/// The parameters that a scenario gives other values or spreads, each of which has to be one of the model; the spreads.
fn parameters(
    reader: &mut Reader<'_>,
    table: &Entry<'_>,
    stated: &Stated,
) -> Vec<(String, Spread)> {
    if !matches!(table.node.value, Value::Table(_)) {
        let needed = "a table of names and values";
        reader
            .problems
            .wrong_type(Scope::Model, "parameters", &table.node, needed);
    }
    let mut spreads = Vec::new();
    for entry in table.node.entries() {
        let is_known = stated
            .parameters
            .iter()
            .any(|known| known.name == entry.key);
        let text = parameter_text(reader, entry);
        if !is_known {
            let problem = unknown(&entry.key, reader.parameters.formulas.values.keys());
            reader.problems.add(&problem, Some(entry.at));
            continue;
        }
        if let Some(text) = text
            && let Err(failure) = reader.parameters.value(text)
        {
            let owner = format!("parameter `{}`", entry.key);
            reader.tell(failure, &owner, text, Some(&entry.node));
            continue;
        }
        if matches!(entry.node.value, Value::Table(_)) {
            let spread = reader.restated_spread(&entry.key, &entry.node, text);
            spreads.extend(spread.map(|spread| (entry.key.to_string(), spread)));
        }
    }
    spreads
}

/// The text that a scenario gives a parameter; `None` where it keeps that of the model, and where it is none, which is told.
fn parameter_text<'t>(reader: &mut Reader<'_>, entry: &'t Entry<'_>) -> Option<&'t str> {
    let example = |number: &str| format!("\"{number}\", or \"{number} t\" with its unit");
    let needed = "a text such as \"1.05\" or \"24 t\", or a table with `value` or `spread`";
    let Value::Table(entries) = &entry.node.value else {
        return reader.number_text(Scope::Model, &entry.key, &entry.node, example, needed);
    };
    for own in entries {
        if !PARAMETER_KEYS.contains(&own.key.as_ref()) {
            reader.unknown_key(Scope::Model, own, "a parameter", &PARAMETER_KEYS);
        }
    }
    let value = &entry.node.get("value")?.node;
    reader.number_text(Scope::Model, &entry.key, value, example, needed)
}

/// Whether a flow may have a provider.
fn is_need(verb: Verb) -> bool {
    matches!(verb, Verb::Takes | Verb::Discards | Verb::Avoids)
}

/// The other providers of inputs: by process, by flow.
fn providers(reader: &mut Reader<'_>, table: &Entry<'_>, processes: &[Process]) -> Vec<Provided> {
    let mut from = Vec::new();
    if !matches!(table.node.value, Value::Table(_)) {
        let needed = "a table of processes, each with its inputs and who provides them";
        reader
            .problems
            .wrong_type(Scope::Model, "from", &table.node, needed);
    }
    for entry in table.node.entries() {
        let names = processes.iter().map(Process::name);
        let Some(process) = processes.iter().find(|process| process.name() == entry.key) else {
            let problem = FileProblem::UnknownProcess {
                name: entry.key.to_string(),
                nearest: nearest(&entry.key, names).map(str::to_owned),
            };
            reader.problems.file(&problem, Scope::Model, entry.at);
            continue;
        };
        if !matches!(entry.node.value, Value::Table(_)) {
            let needed = "a table of inputs and who provides them";
            reader
                .problems
                .wrong_type(Scope::Model, &entry.key, &entry.node, needed);
        }
        let flows = || {
            let exchanges = process.exchanges().filter(|(verb, ..)| is_need(*verb));
            exchanges.map(|(_, flow, _)| flow)
        };
        for input in entry.node.entries() {
            if !flows().any(|flow| flow == input.key) {
                let problem = FileProblem::UnknownInput {
                    process: entry.key.to_string(),
                    flow: input.key.to_string(),
                    nearest: nearest(&input.key, flows()).map(str::to_owned),
                };
                reader.problems.file(&problem, Scope::Model, input.at);
            } else if let Some(name) = reader.text(Scope::Model, input) {
                from.push(Provided {
                    process: entry.key.to_string(),
                    flow: input.key.to_string(),
                    provider: match name {
                        "supply" => Provider::Supply,
                        process => Provider::Process(process.to_owned()),
                    },
                });
            }
        }
    }
    from
}

impl Reader<'_> {
    /// The model with what is chosen in place of some of it.
    pub fn choose(&mut self, stated: &mut Stated, chosen: &Chosen) {
        let scenarios = &stated.scenarios;
        let mut scenario = None;
        if let Some(name) = &chosen.scenario {
            scenario = scenarios
                .iter()
                .find(|scenario| scenario.name == *name)
                .cloned();
            if scenario.is_none() {
                let names = scenarios.iter().map(|scenario| scenario.name.as_str());
                let problem = FileProblem::UnknownScenario {
                    name: name.clone(),
                    nearest: nearest(name, names).map(str::to_owned),
                };
                self.problems.add(&problem, None);
                return;
            }
        }
        let varied = self.varied(stated, chosen, scenario.as_ref());
        if let Some(scenario) = scenario {
            self.has_spread |= scenario.has_spread;
            stated.change_to(scenario);
        }
        if let Some(supply) = varied {
            stated.supply(supply);
        }
        if !chosen.is_nothing() {
            self.consumers.clear();
            self.note_consumers(&stated.processes, 0, &stated.supplies);
        }
    }

    /// The supply whose figure is varied, with that.
    fn varied(
        &mut self,
        stated: &Stated,
        chosen: &Chosen,
        scenario: Option<&StatedScenario>,
    ) -> Option<StatedSupply> {
        let Some(Setting {
            of: Varied::Supply(flow),
            text,
            yields,
        }) = &chosen.setting
        else {
            return None;
        };
        let own = scenario.map_or(&[][..], |scenario| &scenario.supplies);
        let all = stated.supplies.iter().chain(own);
        if !all.clone().any(|supply| supply.flow == *flow) {
            let known = all.map(|supply| supply.flow.as_str());
            let problem = FileProblem::UnknownSupply {
                flow: flow.clone(),
                nearest: nearest(flow, known).map(str::to_owned),
            };
            self.problems.add(&problem, None);
            return None;
        }
        if *yields && own.iter().any(|supply| supply.flow == *flow) {
            return None;
        }
        let figure = text.parse::<Quantity>();
        Some(StatedSupply {
            flow: flow.clone(),
            serves: Serves::Stated(Box::new(Supply::of(figure)), Box::default()),
        })
    }
}

impl Stated {
    fn change_to(&mut self, scenario: StatedScenario) {
        if let Some(year) = scenario.year {
            self.year = Some(year);
        }
        if let Some(region) = scenario.region {
            self.region = Some(region);
        }
        if let Some(gwp) = scenario.gwp {
            self.gwp = Some(gwp);
            self.gwp_is_chosen = true;
            let is_kept = |number: &Number| !matches!(number.of, Some(NumberPlace::Gwp(_)));
            self.formulas.numbers.retain(is_kept);
        }
        for (name, spread) in scenario.spreads {
            self.carried.forget(&format!("parameter `{name}`"));
            self.formulas.restate(&name, spread);
        }
        self.carried.add(scenario.carried);
        for supply in scenario.supplies {
            let mut own = self.supplies.iter();
            let own = own.find(|own| own.flow == supply.flow).cloned();
            let supply = match own {
                Some(own) => supply.spread_like(&own, &mut self.carried),
                None => supply,
            };
            self.supply(supply);
        }
        self.formulas.numbers.extend(scenario.numbers);
        for Provided {
            process,
            flow,
            provider,
        } in scenario.from
        {
            let named = self
                .processes
                .iter_mut()
                .find(|other| other.name() == process);
            if let Some(other) = named {
                *other = other.clone().provided(&flow, &provider);
            }
        }
    }

    /// Puts a supply in the place of the one of its flow.
    fn supply(&mut self, supply: StatedSupply) {
        let own = Scope::Supply(&supply.flow).place().to_string();
        let is_kept = |number: &Number| !number.place.starts_with(&own);
        self.formulas.numbers.retain(is_kept);
        match self
            .supplies
            .iter_mut()
            .find(|other| other.flow == supply.flow)
        {
            Some(other) => *other = supply,
            None => self.supplies.push(supply),
        }
    }
}

impl StatedScenario {
    /// The supplies of its own.
    pub fn supplies(&self) -> impl Iterator<Item = &Serves> {
        self.supplies.iter().map(|supply| &supply.serves)
    }
}
