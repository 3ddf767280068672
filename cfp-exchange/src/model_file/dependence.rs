//! Which numbers of a model are computed from its parameters, and how they move with them.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{
    Amount, Circular, CircularExchange, ModelParameter, NumberPlace, NumberProblem, Place, Problem,
    Quantity, Spread, Unit,
};

use super::computed::tell;
use super::expression::{Expression, Values};
use super::parameter_table::PLAIN;
use super::parameter_value::{Failure, Fault, ParameterValue};
use super::problems::{Problems, Scope};
use super::sloped::Sloped;
use super::source::Source;
use crate::error::Error;

/// How a footprint knows a number that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counts<'m> {
    /// As the amount of the exchange whose scope it is.
    Amount,
    /// As what the output whose scope it is is weighed by, under its key.
    Weight,
    /// As the share of the exchange whose scope it is that the output under its key causes.
    Causal,
    /// As the figure of the supply whose scope it is, of this member.
    Figure(&'m [usize]),
    /// As the share of this member of the mix whose scope it is.
    Share(&'m [usize]),
    /// As this term of the circular material whose scope it is.
    Term(&'m str),
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
    /// The number of this scope and key, which an expression stands for; `None` for one that nothing moves with.
    pub fn number(self, scope: Scope<'_>, key: &str, text: &str) -> Option<Number> {
        let of = match (self, scope) {
            (Self::Nothing, _) => return None,
            (
                Self::Amount | Self::Weight | Self::Causal,
                Scope::Exchange {
                    process,
                    verb,
                    flow,
                    index,
                },
            ) => {
                let (process, flow, key) = (process.to_owned(), flow.to_owned(), key.to_owned());
                Some(match self {
                    Self::Weight => NumberPlace::Weight {
                        process,
                        verb,
                        flow,
                        key,
                    },
                    Self::Causal => NumberPlace::Causal {
                        process,
                        verb,
                        flow,
                        index,
                        output: key,
                    },
                    _ => NumberPlace::Exchange {
                        process,
                        verb,
                        flow,
                        index,
                    },
                })
            }
            (Self::Figure([]), Scope::Supply(flow)) => Some(NumberPlace::Supply(flow.to_owned())),
            // The members of a mix are supplies of one flow.
            (Self::Figure(member), Scope::Supply(flow)) => Some(NumberPlace::MixFigure {
                flow: flow.to_owned(),
                member: member.to_vec(),
            }),
            (Self::Share(member), Scope::Supply(flow)) => Some(NumberPlace::MixShare {
                flow: flow.to_owned(),
                member: member.to_vec(),
            }),
            (Self::Potential, _) if key == "CO2" => {
                Some(NumberPlace::Gwp("CO2, fossil".to_owned()))
            }
            (Self::Potential, _) => Some(NumberPlace::Gwp(key.to_owned())),
            (Self::Demand, _) => Some(NumberPlace::Demand),
            _ => None,
        };
        let term = match (self, scope) {
            (Self::Term(term), Scope::Process(material)) => {
                Some((material.to_owned(), term.to_owned()))
            }
            _ => None,
        };
        Some(Number {
            of,
            term,
            place: scope.of_key(key),
            text: text.to_owned(),
        })
    }
}

/// A number that is computed from parameters, and how it moves with them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dependence {
    /// Which number of the system; `None` for one whose influence on a footprint is not known by a derivative, and which is not
    /// drawn: a number of a spread.
    pub of: Option<NumberPlace>,
    /// Where it stands in the model, such as ``process `press`: product `sheet`: `price` ``.
    pub place: String,
    /// What it is worth: a plain number in `kg/kg`, the figure of a supply in kg CO2e per its unit.
    pub value: Quantity,
    /// By how much it rises, in the unit of its value, when a parameter rises by one of that one's unit; by the name of every
    /// parameter that it is computed from, directly or through others.
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
    /// What it is to the system; `None` for what the system does not tell apart.
    pub of: Option<NumberPlace>,
    /// The circular material that it is a term of, and which.
    pub term: Option<(String, String)>,
    /// Where it stands, in words.
    pub place: String,
    pub text: String,
}

impl Number {
    /// A value in the unit that the system counts the number in.
    pub fn counted(&self, value: &ParameterValue) -> Result<Quantity, Fault> {
        let quantity = as_quantity(value)?;
        let is_figure = matches!(
            self.of,
            Some(NumberPlace::Supply(_) | NumberPlace::MixFigure { .. })
        );
        if let (true, (_, Some(per))) = (is_figure, quantity.unit().parts()) {
            let unit = Unit::of_mass_co2e().per(&per)?;
            return Ok(quantity.to(&unit)?);
        }
        Ok(quantity)
    }
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
    /// The circular materials with terms that are computed, by their names.
    pub circulars: BTreeMap<String, Circular>,
}

/// A ratio in the unit of ratios, a quantity as it is.
fn as_quantity(value: &ParameterValue) -> Result<Quantity, Fault> {
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

    /// The parameters as an analysis takes them, in the order of the file, with the derivatives of the numbers that it knows.
    pub fn model_parameters(&self, source: &Source) -> Result<Vec<ModelParameter>, Error> {
        let mut derivatives: BTreeMap<String, Vec<(NumberPlace, Amount)>> = BTreeMap::new();
        for Dependence { of, by, .. } in self.dependences(source)? {
            if let Some(place) = of {
                for (name, slope) in by {
                    let of_name = derivatives.entry(name).or_default();
                    of_name.push((place.clone(), slope));
                }
            }
        }
        let spread = |number: usize| {
            let mut spreads = self.spreads.iter();
            spreads.find_map(|(own, spread)| (*own == number).then(|| spread.clone()))
        };
        let parameters = self.parameters.iter().enumerate();
        let parameters = parameters.filter_map(|(number, Formula { name, .. })| {
            let value = self.values.get(name)?.as_ref()?;
            Some(ModelParameter {
                name: name.clone(),
                value: as_quantity(value).ok()?,
                written: value.to_string(),
                spread: spread(number),
                derivatives: derivatives.remove(name).unwrap_or_default(),
            })
        });
        Ok(parameters.collect())
    }

    /// Whether a text names a parameter that is uncertain, by itself or by what it is computed from.
    pub fn is_uncertain(&self, text: &str) -> bool {
        let own = self.spreads.iter();
        let own = own.map(|(number, _)| self.parameters[*number].name.as_str());
        let mut uncertain: BTreeSet<&str> = own.collect();
        let names_one = |text: &str, uncertain: &BTreeSet<&str>| {
            let expression = Expression::read(text);
            expression.is_ok_and(|own| own.names().any(|name| uncertain.contains(name)))
        };
        for &number in &self.order {
            let Formula { name, text } = &self.parameters[number];
            if names_one(text, &uncertain) {
                uncertain.insert(name);
            }
        }
        names_one(text, &uncertain)
    }

    /// Gives a parameter another spread.
    pub fn restate(&mut self, name: &str, spread: Spread) {
        let mut names = self.parameters.iter().map(|own| &own.name);
        if let Some(number) = names.position(|own| own == name) {
            self.spreads.retain(|(own, _)| *own != number);
            let at = self.spreads.partition_point(|(own, _)| *own < number);
            self.spreads.insert(at, (number, spread));
        }
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
        let mut terms: BTreeMap<&str, Vec<(&str, Dependence)>> = BTreeMap::new();
        for number in &self.numbers {
            match (self.dependence(number, &slopes), &number.term) {
                (Ok(dependence), Some((material, term))) => {
                    let of_material = terms.entry(material.as_str()).or_default();
                    of_material.push((term.as_str(), dependence));
                }
                (Ok(dependence), None) => found.push(dependence),
                (Err(failure), _) => tell(
                    &mut problems,
                    failure.fault,
                    &number.place,
                    &number.text,
                    None,
                ),
            }
        }
        for (material, terms) in terms {
            let Some(circular) = self.circulars.get(material) else {
                continue;
            };
            match of_circular(material, circular, &terms) {
                Ok(dependences) => found.extend(dependences),
                Err(error) => {
                    for problem in error.problems() {
                        problems.add(problem, None);
                    }
                }
            }
        }
        if problems.list.is_empty() {
            Ok(found)
        } else {
            Err(source.error(problems.list))
        }
    }

    fn dependence(
        &self,
        number: &Number,
        slopes: &[BTreeMap<String, Amount>],
    ) -> Result<Dependence, Failure> {
        let Sloped { value, slopes: own } =
            Expression::read(&number.text)?.compute(&self.values)?;
        let by = self.totals(&own, slopes).map_err(Failure::of_whole)?;
        let by = by.into_iter().map(|(name, slope)| {
            let counted = number.counted(&value.of_its_unit(slope))?;
            Ok((name, counted.amount()))
        });
        Ok(Dependence {
            of: number.of.clone(),
            place: number.place.clone(),
            value: number.counted(&value).map_err(Failure::of_whole)?,
            by: by
                .collect::<Result<_, Fault>>()
                .map_err(Failure::of_whole)?,
        })
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

/// How the exchanges of a circular material move with the parameters behind its terms.
fn of_circular(
    material: &str,
    circular: &Circular,
    terms: &[(&str, Dependence)],
) -> Result<Vec<Dependence>, cfp_core::Error> {
    let exchanges = circular.exchanges()?;
    let mut by: Vec<BTreeMap<String, Amount>> = vec![BTreeMap::new(); exchanges.len()];
    for (term, dependence) in terms {
        for (slope, by) in circular.slopes(term)?.into_iter().zip(&mut by) {
            if slope.is_zero() {
                continue;
            }
            for (name, by_parameter) in &dependence.by {
                let known = by.get(name).copied().unwrap_or(Amount::ZERO);
                let sum = slope.times(*by_parameter).and_then(|more| known.plus(more));
                let place = || Place::process(material);
                by.insert(
                    name.clone(),
                    sum.map_err(|kind| Problem::new(kind, place()))?,
                );
            }
        }
    }
    let dependences = exchanges.into_iter().zip(by);
    let dependences = dependences.filter(|(_, by)| !by.is_empty());
    let dependences = dependences.map(|(exchange, by)| {
        let of = exchange_of(material, &exchange);
        let CircularExchange {
            verb, flow, index, ..
        } = &exchange;
        Dependence {
            of: Some(of),
            place: Place::exchange(material, *verb, flow, *index).to_string(),
            value: exchange.amount.clone(),
            by,
        }
    });
    Ok(dependences.collect())
}

/// The place of an exchange of a circular material.
pub(super) fn exchange_of(material: &str, exchange: &CircularExchange) -> NumberPlace {
    NumberPlace::Exchange {
        process: material.to_owned(),
        verb: exchange.verb,
        flow: exchange.flow.clone(),
        index: exchange.index,
    }
}
