//! Which numbers of a model are computed from its parameters, and how they move with them.

use std::collections::BTreeMap;
use std::fmt;

use cfp_core::{Amount, NumberProblem, Place, Quantity, Spread, Unit, Verb};
use serde::Serialize;

use super::computed::tell;
use super::expression::{Expression, Values};
use super::parameter_table::PLAIN;
use super::parameter_value::{Failure, Fault, ParameterValue};
use super::problems::{Problems, Scope};
use super::sloped::Sloped;
use super::source::Source;
use crate::error::Error;

/// A number of a model that an expression with parameters stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum NumberOf {
    /// The amount of an exchange.
    Exchange {
        /// The process.
        process: String,
        /// The verb that it stands under.
        #[serde(serialize_with = "word")]
        verb: Verb,
        /// The flow or gas.
        flow: String,
        /// Which of several exchanges of that flow under that verb, counted from 0.
        index: usize,
    },
    /// The figure of a supply.
    Supply {
        /// The flow.
        flow: String,
        /// Which member of a mix, and which of a mix in that, counted from 0; empty for a supply that is no mix.
        member: Vec<usize>,
    },
    /// A global warming potential of the model's own set.
    Gwp {
        /// The gas as the set names it.
        gas: String,
    },
    /// How much of the product is asked for.
    Demand,
    /// A number that enters a footprint in another way: a property or a share that an allocation weighs, the share of a
    /// mix, a term of a circular material, a number of a spread.
    Other {
        /// Where it stands, such as ``process `press`: product `sheet`: `price` ``.
        place: String,
    },
}

// Serde asks by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn word<S: serde::Serializer>(verb: &Verb, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verb.word())
}

impl NumberOf {
    /// Whether the number is an amount, a figure, a potential or the demand, whose influence on a footprint has a row among
    /// its sensitivities and which can be drawn; another is not covered by either.
    pub fn is_covered(&self) -> bool {
        !matches!(self, Self::Other { .. })
    }
}

impl fmt::Display for NumberOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchange {
                process,
                verb,
                flow,
                index,
            } => Place::exchange(process, *verb, flow, *index).fmt(f),
            Self::Supply { flow, .. } => Place::supply(flow).fmt(f),
            Self::Gwp { gas } => write!(f, "global warming potential of `{gas}`"),
            Self::Demand => f.write_str("the amount of the product"),
            Self::Other { place } => f.write_str(place),
        }
    }
}

/// How a footprint knows a number that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counts<'m> {
    /// As the amount of the exchange whose scope it is.
    Amount,
    /// As the figure of the supply whose scope it is, of this member.
    Figure(&'m [usize]),
    /// As the global warming potential of the gas that its key is.
    Potential,
    /// As the demand.
    Demand,
    /// In another way.
    Otherwise,
    /// Not at all: no total moves with it.
    Nothing,
}

impl Counts<'_> {
    /// The number of this scope and key; `None` for one that nothing moves with.
    pub fn number(self, scope: Scope<'_>, key: &str) -> Option<NumberOf> {
        Some(match (self, scope) {
            (Self::Nothing, _) => return None,
            (
                Self::Amount,
                Scope::Exchange {
                    process,
                    verb,
                    flow,
                    index,
                },
            ) => NumberOf::Exchange {
                process: process.to_owned(),
                verb,
                flow: flow.to_owned(),
                index,
            },
            (Self::Figure(member), Scope::Supply(flow)) => NumberOf::Supply {
                flow: flow.to_owned(),
                member: member.to_vec(),
            },
            (Self::Potential, _) => NumberOf::Gwp {
                gas: key.to_owned(),
            },
            (Self::Demand, _) => NumberOf::Demand,
            _ => NumberOf::Other {
                place: scope.of_key(key),
            },
        })
    }
}

/// A number that is computed from parameters, and how it moves with them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dependence {
    /// Which number of the model.
    pub of: NumberOf,
    /// What it is worth.
    pub value: ParameterValue,
    /// By how much it rises, in its own unit, when a parameter rises by one of that one's unit; by the name of every parameter
    /// that it is computed from, directly or through others.
    ///
    /// For a parameter that is computed from others it is what setting that one by hand would do. A comparison jumps where it
    /// does not hold still, and counts as still.
    pub by: BTreeMap<String, Amount>,
}

/// A parameter with a spread.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UncertainParameter {
    /// The name.
    pub name: String,
    /// What it is worth as written.
    pub value: ParameterValue,
    /// What it is worth as a quantity: a plain number is in `kg/kg`, as the quantities of its spread are.
    pub quantity: Quantity,
    /// How uncertain it is.
    pub spread: Spread,
}

/// An expression with parameters, and the number that it stands for.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub of: NumberOf,
    pub text: String,
}

/// A parameter with the text that counts, which is the file's or the one in its place.
#[derive(Debug, Clone)]
pub(super) struct Formula {
    pub name: String,
    pub text: String,
}

/// What the numbers of a model are computed from, kept to compute them anew.
#[derive(Debug, Clone, Default)]
pub(super) struct Formulas {
    pub parameters: Vec<Formula>,
    pub values: Values,
    /// The numbers of the parameters, each after those that it needs.
    pub order: Vec<usize>,
    /// Where each parameter stands in that order, by its name.
    pub ranks: BTreeMap<String, usize>,
    /// The spreads of some of the parameters, by their numbers.
    pub spreads: Vec<(usize, Spread)>,
    pub numbers: Vec<Number>,
}

/// A ratio in the unit of ratios, a quantity as it is.
pub(super) fn as_quantity(value: &ParameterValue) -> Result<Quantity, Fault> {
    let unit = match &value.unit {
        Some(unit) => unit.clone(),
        None => Unit::parse(PLAIN)?,
    };
    Ok(Quantity::new(value.amount, unit))
}

impl Formulas {
    /// Takes the parameters in: their names and texts, what stands in place of some of the texts, and what they are worth.
    pub fn take(
        &mut self,
        written: &[(String, String)],
        overrides: &BTreeMap<String, String>,
        values: Values,
        order: Vec<usize>,
    ) {
        let formulas = written.iter().map(|(name, text)| Formula {
            name: name.clone(),
            text: overrides.get(name).unwrap_or(text).clone(),
        });
        self.parameters = formulas.collect();
        let ranks = order.iter().enumerate();
        let ranks = ranks.map(|(rank, &number)| (written[number].0.clone(), rank));
        self.ranks = ranks.collect();
        self.values = values;
        self.order = order;
    }

    /// The parameters with spreads, in the order of the file.
    pub fn uncertain(&self) -> Vec<UncertainParameter> {
        let spreads = self.spreads.iter().filter_map(|(number, spread)| {
            let Formula { name, .. } = &self.parameters[*number];
            let value = self.values.get(name)?.clone()?;
            Some(UncertainParameter {
                name: name.clone(),
                quantity: as_quantity(&value).ok()?,
                value,
                spread: spread.clone(),
            })
        });
        spreads.collect()
    }

    /// The numbers as they depend on every parameter.
    pub fn dependences(&self, source: &Source) -> Result<Vec<Dependence>, Error> {
        let mut problems = Problems::new(source.nowhere());
        let slopes = self.slopes(&mut problems);
        let mut found = Vec::with_capacity(self.numbers.len());
        for number in &self.numbers {
            let totals = Expression::read(&number.text)
                .and_then(|expression| expression.compute::<Sloped>(&self.values))
                .and_then(|value| {
                    let by = self.totals(&value.slopes, &slopes);
                    Ok((value.value, by.map_err(Failure::of_whole)?))
                });
            match totals {
                Ok((value, by)) => found.push(Dependence {
                    of: number.of.clone(),
                    value,
                    by,
                }),
                Err(failure) => tell(
                    &mut problems,
                    failure.fault,
                    &number.of.to_string(),
                    &number.text,
                    None,
                ),
            }
        }
        if problems.list.is_empty() {
            Ok(found)
        } else {
            Err(source.error(problems.list))
        }
    }

    /// How each parameter moves with those that its text names, by the names; nothing of one that has no value.
    fn slopes(&self, problems: &mut Problems) -> Vec<BTreeMap<String, Amount>> {
        let slopes = self.parameters.iter().map(|Formula { name, text }| {
            let computed = Expression::read(text)
                .and_then(|expression| expression.compute::<Sloped>(&self.values));
            match computed {
                Ok(value) => value.slopes,
                Err(failure) => {
                    tell(
                        problems,
                        failure.fault,
                        &format!("parameter `{name}`"),
                        text,
                        None,
                    );
                    BTreeMap::new()
                }
            }
        });
        slopes.collect()
    }

    /// From how a number moves with the parameters that it names to how it moves with all that these are computed from: each
    /// once, after everything that needs it.
    fn totals(
        &self,
        direct: &BTreeMap<String, Amount>,
        slopes: &[BTreeMap<String, Amount>],
    ) -> Result<BTreeMap<String, Amount>, NumberProblem> {
        let mut open: BTreeMap<usize, Amount> = BTreeMap::new();
        let add = |open: &mut BTreeMap<usize, Amount>, name: &str, slope: Amount| {
            if let Some(&rank) = self.ranks.get(name) {
                let sum = open.get(&rank).copied().unwrap_or(Amount::ZERO);
                open.insert(rank, sum.plus(slope)?);
            }
            Ok(())
        };
        for (name, slope) in direct {
            add(&mut open, name, *slope)?;
        }
        let mut totals = BTreeMap::new();
        while let Some((rank, total)) = open.pop_last() {
            let number = self.order[rank];
            for (name, slope) in &slopes[number] {
                add(&mut open, name, total.times(*slope)?)?;
            }
            totals.insert(self.parameters[number].name.clone(), total);
        }
        Ok(totals)
    }
}
