//! Which elementary flows of a database are greenhouse gases, and which of them count.

use std::collections::{BTreeMap, BTreeSet};

use super::characterisation::{Characterisation, Value};
use crate::amount::Amount;
use crate::characterise::GwpSet;
use crate::characterise::gwp::Characterised;
use crate::error::{
    CharacteriseProblem, DatabaseProblem, Error, Place, Problem, ProblemKind, UnitProblem,
};
use crate::model::{Compartment, Database, Finding, Label, Medium};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// What flows are where their names leave it open, and which are left out on purpose; by name or id.
///
/// # Example
///
/// ```
/// use cfp_core::FlowChoices;
///
/// let choices = FlowChoices::new().gas("Methane", "CH4, fossil").leave_out("Perfluorocarbons, unspecified");
/// # let _ = choices;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowChoices {
    gases: BTreeMap<String, String>,
    left_out: BTreeSet<String>,
}

impl FlowChoices {
    /// Every flow is what its name says.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a flow that is a gas by the name of a GWP set or one of its other names.
    pub fn gas(mut self, flow: &str, gas: &str) -> Self {
        self.gases.insert(flow.to_owned(), gas.to_owned());
        self
    }

    /// The same without a flow: it counts nothing, which is told.
    pub fn leave_out(mut self, flow: &str) -> Self {
        self.left_out.insert(flow.to_owned());
        self
    }
}

/// An elementary flow that counts nothing, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutFlow {
    /// The index of the flow.
    pub flow: usize,
    /// Why it counts nothing.
    pub reason: LeftOut,
}

/// Why an elementary flow counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LeftOut {
    /// Its name is not one of a greenhouse gas.
    NoGas,
    /// It was left out by its name.
    ByName,
    /// It is a gas that does not go into air.
    NotIntoAir,
    /// It is a gas, and the words of its compartment do not say where it goes.
    UnknownCompartment,
}

impl LeftOut {
    /// Every reason.
    pub const ALL: [Self; 4] = [
        Self::NoGas,
        Self::ByName,
        Self::NotIntoAir,
        Self::UnknownCompartment,
    ];

    /// The reason in results: `no greenhouse gas`.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoGas => "no greenhouse gas",
            Self::ByName => "left out by name",
            Self::NotIntoAir => "a gas not into air",
            Self::UnknownCompartment => "a gas into an unknown compartment",
        }
    }
}

/// What a flow is found to be.
enum Found {
    Counts(Value),
    Out(LeftOut),
    /// A gas that the set has no value for, with what it is known as.
    WithoutValue(Option<String>),
    /// One of several gases.
    Open(Vec<String>),
    Bad(ProblemKind),
}

impl Database {
    /// The factors of a GWP set for the flows of the database by what these are called; see
    /// [`Database::characterised_with`].
    ///
    /// # Errors
    ///
    /// As for [`Database::characterised_with`].
    pub fn characterised_by(&self, gwp: &GwpSet) -> Result<Characterisation, Error> {
        self.characterised_with(gwp, &FlowChoices::new())
    }

    /// The same where choices say what the names leave open.
    ///
    /// A flow is a greenhouse gas if one of its names is a name of the set, or of those that the set is
    /// [named by](GwpSet::named_by). It counts where it goes into air, which a flow without a compartment does; taken from air,
    /// or of a name that says so, it counts as a removal. The set counts per kilogram: a flow in another unit of mass is
    /// converted, one whose unit is not stated is in kilograms.
    ///
    /// # Errors
    ///
    /// All gases that the set has no value for, and all that could be several gases, each list whole; a gas whose unit is
    /// no mass; a set that values none of the flows.
    pub fn characterised_with(
        &self,
        gwp: &GwpSet,
        choices: &FlowChoices,
    ) -> Result<Characterisation, Error> {
        let mut sorted = Sorted::default();
        let mut unused: BTreeSet<&str> = choices.gases.keys().map(String::as_str).collect();
        unused.extend(choices.left_out.iter().map(String::as_str));
        for flow in 0..self.flow_count() {
            let Some(label) = self.flow(flow) else {
                continue;
            };
            unused.remove(label.called());
            unused.remove(label.id());
            sorted.take(flow, label, found(flow, label, gwp, choices));
        }
        let findings = sorted.findings(self, gwp, &unused);
        let problems = sorted.problems(gwp);
        let method = Characterisation::of_gases(self, gwp, sorted.values, sorted.left_out);
        Error::unless_empty(problems, method.with_findings(findings))
    }
}

/// What the names and the compartment of a flow make it.
fn found(flow: usize, label: &Label, gwp: &GwpSet, choices: &FlowChoices) -> Found {
    let [name, id] = [label.called(), label.id()];
    if [name, id].iter().any(|own| choices.left_out.contains(*own)) {
        return Found::Out(LeftOut::ByName);
    }
    let chosen = choices.gases.get(name).or_else(|| choices.gases.get(id));
    let named: Vec<&str> = match chosen {
        Some(gas) => vec![gas],
        None => std::iter::once(name)
            .chain(label.other_names())
            .filter(|name| gwp.reads_like_a_gas(name))
            .collect(),
    };
    if named.is_empty() {
        return Found::Out(LeftOut::NoGas);
    }
    let compartment = match label.place() {
        Some(place) => Compartment::parse(place),
        None => Some(Compartment {
            medium: Medium::Air,
            is_resource: false,
        }),
    };
    let gas = gas(gwp, &named, compartment.is_some_and(|own| own.is_resource));
    let is_removal = matches!(&gas, Ok(gas) if gas.is_removal);
    let is_resource = match compartment {
        None if !is_removal => return Found::Out(LeftOut::UnknownCompartment),
        Some(own) if own.medium != Medium::Air && !is_removal => {
            return Found::Out(LeftOut::NotIntoAir);
        }
        own => own.is_some_and(|own| own.is_resource),
    };
    match gas {
        Ok(gas) => match per_unit(label, gas.kg_co2e_per_kg) {
            Ok(factor) => Found::Counts(Value::of_amount(
                flow,
                if is_removal || is_resource {
                    factor.negated()
                } else {
                    factor
                },
            )),
            Err(kind) => Found::Bad(kind),
        },
        Err(CharacteriseProblem::AmbiguousGas { choices, .. }) => Found::Open(choices),
        // A gas that was chosen and is none is told by its own name, not by that of the flow.
        Err(CharacteriseProblem::UnknownGas { known_as, .. }) if chosen.is_none() => {
            Found::WithoutValue(known_as)
        }
        Err(other) => Found::Bad(other.into()),
    }
}

/// The gas of all these names. What is taken from air may leave its origin open where each counts the same.
fn gas(
    gwp: &GwpSet,
    names: &[&str],
    is_resource: bool,
) -> Result<Characterised, CharacteriseProblem> {
    let first = gwp.characterise(names[0]);
    match &first {
        Ok(own) => {
            // Another name that decides for another gas leaves open which of them it is.
            let others = names[1..]
                .iter()
                .filter_map(|name| gwp.characterise(name).ok());
            let mut gases: Vec<String> = others.map(|other| other.gas).collect();
            gases.retain(|gas| *gas != own.gas);
            if gases.is_empty() {
                return first;
            }
            gases.insert(0, own.gas.clone());
            Err(CharacteriseProblem::AmbiguousGas {
                gas: names[0].to_owned(),
                set: gwp.name().to_owned(),
                choices: gases,
            })
        }
        Err(CharacteriseProblem::AmbiguousGas { choices, .. }) if is_resource => {
            let each = choices.iter().map(|gas| gwp.characterise(gas));
            let each: Vec<Characterised> = each.collect::<Result<_, _>>()?;
            let same = |gas: &Characterised| gas.kg_co2e_per_kg == each[0].kg_co2e_per_kg;
            if each.iter().all(same) {
                Ok(each[0].clone())
            } else {
                first
            }
        }
        Err(_) => first,
    }
}

/// What a unit of a flow counts, from what a kilogram does; a flow without a unit is in kilograms.
fn per_unit(label: &Label, per_kg: Amount) -> Result<Amount, ProblemKind> {
    let Some(unit) = label.unit_text() else {
        return Ok(per_kg);
    };
    let unit: Result<Unit, UnitProblem> = unit.parse();
    let one = Quantity::new(Amount::ONE, unit?);
    let kilograms = one.to(&Unit::kilogram())?;
    Ok(kilograms.amount().times(per_kg)?)
}

/// The flows of a database by what they are found to be.
#[derive(Default)]
struct Sorted {
    values: Vec<Value>,
    left_out: Vec<LeftOutFlow>,
    without_value: BTreeMap<String, Option<String>>,
    open: BTreeMap<String, Vec<String>>,
    bad: Vec<Problem>,
    /// How many flows count that state no compartment, and how many flows state one.
    places: [usize; 2],
}

impl Sorted {
    fn take(&mut self, flow: usize, label: &Label, found: Found) {
        self.places[1] += usize::from(label.place().is_some());
        let name = || label.called().to_owned();
        match found {
            Found::Counts(value) => {
                self.places[0] += usize::from(label.place().is_none());
                self.values.push(value);
            }
            Found::Out(reason) => self.left_out.push(LeftOutFlow { flow, reason }),
            Found::WithoutValue(known_as) => {
                self.without_value.insert(name(), known_as);
            }
            Found::Open(choices) => {
                self.open.insert(name(), choices);
            }
            Found::Bad(kind) => self.bad.push(Problem::new(kind, Place::default())),
        }
    }

    fn problems(&mut self, gwp: &GwpSet) -> Vec<Problem> {
        let mut problems = std::mem::take(&mut self.bad);
        let set = gwp.name().to_owned();
        let mut tell = |kind: DatabaseProblem| problems.push(Problem::new(kind, Place::default()));
        if !self.without_value.is_empty() {
            let gases = std::mem::take(&mut self.without_value);
            tell(DatabaseProblem::GasesWithoutValue {
                set: set.clone(),
                gases: gases.into_iter().collect(),
            });
        }
        if !self.open.is_empty() {
            let gases = std::mem::take(&mut self.open);
            tell(DatabaseProblem::GasesOfSeveralOrigins {
                set: set.clone(),
                gases: gases.into_iter().collect(),
            });
        }
        if problems.is_empty() && self.values.is_empty() {
            let kind = DatabaseProblem::NothingCharacterised { set };
            problems.push(Problem::new(kind, Place::default()));
        }
        problems
    }

    /// What a reader should know: how many flows count nothing and why, and what was chosen and names nothing.
    fn findings(&self, database: &Database, gwp: &GwpSet, unused: &BTreeSet<&str>) -> Vec<Finding> {
        let all = database.flow_count();
        let mut findings = Vec::new();
        for reason in LeftOut::ALL {
            let left_out = self.left_out.iter().filter(|row| row.reason == reason);
            let flows: Vec<usize> = left_out.map(|row| row.flow).collect();
            if !flows.is_empty() {
                findings.push(finding(reason, database, gwp, &flows));
            }
        }
        let [counted, placed] = self.places;
        if counted > 0 && placed > 0 {
            findings.push(Finding::new(
                "compartment-not-stated",
                format!("{counted} of {all} elementary flows are gases without a compartment and count as into air"),
                "state into what each goes, as the other flows do",
            ));
        }
        if !unused.is_empty() {
            let names: Vec<&str> = unused.iter().copied().collect();
            findings.push(Finding::new(
                "flow-choices-not-used",
                format!(
                    "choices name flows that the database does not have: {}",
                    listed(&names)
                ),
                "check how the database writes the flows",
            ));
        }
        findings
    }
}

/// How many names a finding lists.
const LISTED: usize = 8;

fn listed(names: &[&str]) -> String {
    let mut text: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > LISTED {
        text.push("…".to_owned());
    }
    text.join(", ")
}

fn finding(reason: LeftOut, database: &Database, gwp: &GwpSet, flows: &[usize]) -> Finding {
    let (count, all, set) = (flows.len(), database.flow_count(), gwp.name());
    let labels = flows.iter().filter_map(|flow| database.flow(*flow));
    let distinct = |text: fn(&Label) -> &str| -> Vec<&str> {
        let names: BTreeSet<&str> = labels.clone().map(text).collect();
        names.into_iter().collect()
    };
    let names = distinct(Label::called);
    let places = distinct(|label| label.place().unwrap_or_default());
    let whole = "the list of flows left out is whole in the results";
    match reason {
        LeftOut::NoGas => Finding::new(
            "flows-not-characterised",
            format!(
                "{count} of {all} elementary flows are no greenhouse gases by their names and count nothing in {set}"
            ),
            whole,
        ),
        LeftOut::ByName => Finding::new(
            "flows-left-out-by-name",
            format!(
                "{count} of {all} elementary flows are left out by name: {}",
                listed(&names)
            ),
            whole,
        ),
        LeftOut::NotIntoAir => Finding::new(
            "gases-not-into-air",
            format!(
                "{count} of {all} elementary flows are gases that do not go into air and count nothing: {}, into or from {}",
                listed(&names),
                listed(&places),
            ),
            whole,
        ),
        LeftOut::UnknownCompartment => Finding::new(
            "compartment-not-known",
            format!(
                "{count} of {all} elementary flows are gases and count nothing, since their compartments are not known: {} \
                 of {}",
                listed(&places),
                listed(&names),
            ),
            "name the compartment by its medium, such as `air` or `resource/in air`",
        ),
    }
}
