//! The table of parameters: texts, or tables with a value and how uncertain it is.

use std::collections::BTreeMap;

use cfp_core::{ModelProblem, Place, Problem, ProblemKind, Quantity, Spread, Unit};

use super::expression::{Expression, Values};
use super::parameter_value::ParameterValue;
use super::parameters::{Evaluation, Parameter, evaluate};
use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::spread::{find, spread};
use super::tree::{Entry, Node, Value};

pub(super) const KEYS: [&str; 3] = ["value", "spread", "pedigree"];

/// The unit of what has none: that of a ratio.
pub(super) const PLAIN: &str = "kg/kg";

/// The parameters of a table as they are read.
#[derive(Default)]
struct Written<'t, 'a> {
    /// Each by its name and text.
    texts: Vec<(String, String)>,
    /// The value of each in the file, and what may state its spread beside it.
    nodes: Vec<(&'t Node<'a>, &'t Node<'a>)>,
    unreadable: Vec<String>,
}

impl Written<'_, '_> {
    /// Whether each is computed from one with a spread.
    fn uncertain_by_others(&self, found: &Evaluation) -> Vec<bool> {
        let is_uncertain = |number: usize| {
            let table = self.nodes[number].1;
            table.get("spread").is_some() || table.get("pedigree").is_some()
        };
        let mut by_others = vec![false; self.texts.len()];
        for &number in &found.order {
            let mut needs = found.needs[number].iter();
            by_others[number] = needs.any(|&need| is_uncertain(need) || by_others[need]);
        }
        by_others
    }
}

impl Reader<'_> {
    /// The table of parameters, each with its value.
    pub fn read_parameters(&mut self, table: &Entry<'_>) -> Vec<Parameter> {
        let node = &table.node;
        if !matches!(node.value, Value::Table(_)) {
            let needed = "a table of names and values";
            let (scope, key) = (Scope::Model, "parameters");
            self.problems.wrong_type(scope, key, node, needed);
            return Vec::new();
        }
        let written = self.written_parameters(node);
        let overrides = self.parameters.overrides;
        let texts = written.texts.iter().map(|(_, text)| text);
        for text in texts.chain(overrides.values()) {
            if let Ok(expression) = Expression::read(text) {
                self.parameters.use_names(&expression);
            }
        }
        let found = evaluate(&written.texts, overrides);
        let by_others = written.uncertain_by_others(&found);
        let mut by_others_as_written = by_others.clone();
        if !overrides.is_empty() {
            let as_written = evaluate(&written.texts, &BTreeMap::new());
            by_others_as_written = written.uncertain_by_others(&as_written);
            self.parameters.as_written = Some(as_written.values);
        }
        let formulas = &mut self.parameters.formulas;
        formulas.take(&written.texts, overrides, found.values, found.order);
        let names = written.unreadable.iter().map(|name| (name.clone(), None));
        formulas.values.extend(names);
        for (number, failure) in found.failures {
            let (name, text) = &written.texts[number];
            let owner = format!("parameter `{name}`");
            match overrides.get(name) {
                Some(text) => self.tell(failure, &owner, text, None),
                None => self.tell(failure, &owner, text, Some(written.nodes[number].0)),
            }
        }
        self.read_spreads(&written, &by_others, &by_others_as_written);
        let parameters = written.texts.into_iter().map(|(name, written)| Parameter {
            value: self
                .parameters
                .formulas
                .values
                .get(&name)
                .cloned()
                .flatten(),
            name,
            written,
        });
        parameters.collect()
    }

    fn written_parameters<'t, 'a>(&mut self, table: &'t Node<'a>) -> Written<'t, 'a> {
        let mut written = Written::default();
        let needed = "a text such as \"1.05\" or \"24 t\", or a table with `value`";
        for entry in table.entries() {
            let value = match &entry.node.value {
                Value::Table(_) => self.value_of_table(entry),
                _ => Some(&entry.node),
            };
            let example = |number: &str| format!("\"{number}\", or \"{number} t\" with its unit");
            let text = value.and_then(|value| {
                let text = self.number_text(Scope::Model, &entry.key, value, example, needed)?;
                Some((text.to_owned(), value))
            });
            match text {
                Some((text, value)) => {
                    written.texts.push((entry.key.to_string(), text));
                    written.nodes.push((value, &entry.node));
                }
                None => written.unreadable.push(entry.key.to_string()),
            }
        }
        written
    }

    /// The value of a parameter that is a table.
    fn value_of_table<'t, 'a>(&mut self, parameter: &'t Entry<'a>) -> Option<&'t Node<'a>> {
        let table = &parameter.node;
        for entry in table.entries() {
            if !KEYS.contains(&entry.key.as_ref()) {
                self.unknown_key(Scope::Model, entry, "a parameter", &KEYS);
            }
        }
        let value = table.get("value");
        if value.is_none() {
            let owner = "the parameter";
            let problem = FileProblem::MissingKey {
                key: "value",
                owner,
            };
            self.problems.file(&problem, Scope::Model, parameter.at);
        }
        value.map(|entry| &entry.node)
    }

    /// Keeps the spreads of parameters; tells of those that do not fit. A parameter that is computed from an
    /// uncertain one is uncertain by it, and has no spread of its own: a draw would leave open which of the two counts.
    fn read_spreads(
        &mut self,
        written: &Written<'_, '_>,
        by_others: &[bool],
        by_others_as_written: &[bool],
    ) {
        for (number, (name, _)) in written.texts.iter().enumerate() {
            let table = written.nodes[number].1;
            let owner = format!("parameter `{name}`");
            let worth = |values: &Values| values.get(name).cloned().flatten();
            let now = worth(&self.parameters.formulas.values);
            let before = self.parameters.as_written.as_ref();
            let before = before.map_or_else(|| now.clone(), worth);
            let unit = before.as_ref().and_then(|value| value.unit.clone());
            let plain = match &unit {
                Some(_) => None,
                None => Unit::parse(PLAIN).ok(),
            };
            let scope = Scope::Parameter(name);
            let Some(own) = spread(self, scope, table, plain.as_ref()) else {
                continue;
            };
            if by_others[number] && !by_others_as_written[number] {
                let why = "what it is computed from has a spread of its own";
                self.parameters.carried.leave(&owner, why);
                continue;
            }
            let quantity = |value: &ParameterValue| {
                let unit = value.unit.clone().or_else(|| Unit::parse(PLAIN).ok());
                Some(Quantity::new(value.amount, unit?))
            };
            let values = (
                now.as_ref().and_then(quantity),
                before.as_ref().and_then(quantity),
            );
            let (Some(now), Some(before)) = values else {
                // Why it has no value is told.
                continue;
            };
            let as_written = self.as_written(|reader| spread(reader, scope, table, plain.as_ref()));
            let own = match as_written.flatten() {
                Some(written) => self.carry(&owner, own, &now, (before, written)),
                None => Some(own),
            };
            if let Some(own) = own {
                let checked = own_spread(&own, &now, by_others[number]);
                self.keep_spread(number, own, checked, (&owner, table));
            }
        }
    }

    /// Keeps the spread of a parameter, or tells why it is none.
    fn keep_spread(
        &mut self,
        number: usize,
        spread: Spread,
        checked: Result<(), ProblemKind>,
        (owner, table): (&str, &Node<'_>),
    ) {
        match checked {
            Ok(()) => self.parameters.formulas.spreads.push((number, spread)),
            Err(kind) if super::computed::is_told(&kind) => {}
            Err(kind) => {
                let problem = Problem::new(kind, Place::default());
                self.problems.of(&problem, owner, find(table));
            }
        }
    }

    /// The spread that a scenario states of a parameter in a table, with another text or without: around what the parameter is
    /// worth. `None` where it states none, or that is told.
    pub fn restated_spread(
        &mut self,
        name: &str,
        table: &Node<'_>,
        text: Option<&str>,
    ) -> Option<Spread> {
        let scope = Scope::Parameter(name);
        let stated = |reader: &mut Self| {
            let value = match text {
                Some(text) => reader.parameters.value(text).ok(),
                None => reader.parameters.formulas.values.get(name)?.clone(),
            };
            let value = value?;
            let unit = match &value.unit {
                Some(unit) => unit.clone(),
                None => Unit::parse(PLAIN).ok()?,
            };
            let plain = value.unit.is_none().then_some(&unit);
            let own = spread(reader, scope, table, plain)?;
            Some((Quantity::new(value.amount, unit.clone()), own))
        };
        let as_written = self.as_written(stated);
        let (now, own) = stated(self)?;
        let formulas = &self.parameters.formulas;
        let as_in_file = formulas.parameters.iter().find(|known| known.name == name);
        let counts = text.or(as_in_file.map(|known| known.text.as_str()));
        let is_by_others = counts.is_some_and(|text| formulas.is_uncertain(text));
        let owner = format!("parameter `{name}`");
        if is_by_others && as_written.is_some() {
            let why = "what it is computed from has a spread of its own";
            self.parameters.carried.leave(&owner, why);
            return None;
        }
        let own = match as_written.flatten() {
            Some(as_written) => self.carry(&owner, own, &now, as_written)?,
            None => own,
        };
        match own_spread(&own, &now, is_by_others) {
            Ok(()) => return Some(own),
            Err(kind) if super::computed::is_told(&kind) => {}
            Err(kind) => {
                let problem = Problem::new(kind, Place::default());
                self.problems.of(&problem, &owner, find(table));
            }
        }
        None
    }
}

/// Whether a parameter may have a spread of its own, and this one: a draw would leave open which counts, its own or that of
/// what it is computed from.
fn own_spread(spread: &Spread, value: &Quantity, is_by_others: bool) -> Result<(), ProblemKind> {
    if is_by_others {
        let reason = "what it is computed from has a spread of its own";
        return Err(ModelProblem::BadSpread { reason }.into());
    }
    spread.check(value)
}
