//! The numbers of a model for other values of its uncertain parameters.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{Amount, Circular, NumberPlace, Quantity, Unit};

use super::computed::tell;
use super::dependence::{Formula, Formulas, Number, exchange_of};
use super::expression::{Expression, Values};
use super::parameter_value::{Fault, ParameterValue};
use super::problems::Problems;
use super::source::Source;
use crate::error::Error;

/// The expressions of a model that move with its uncertain parameters, read once to be computed for many draws of these. It may
/// be shared between threads.
///
/// # Exactness
///
/// A number is what the model would hold with the values written in place of the parameters: the same expressions are computed
/// in the same decimals.
#[derive(Debug)]
pub struct Redrawing<'s> {
    source: &'s Source,
    /// The uncertain parameters, in the order in which they are counted.
    drawn: Vec<(&'s str, Option<Unit>)>,
    /// The values as written that anything below names.
    values: Values,
    /// The parameters that move with the uncertain ones, each after those that it needs.
    parameters: Vec<(&'s Formula, Expression<'s>)>,
    /// The numbers that move, each with the unit that it is counted in.
    numbers: Vec<(&'s Number, Expression<'s>, Unit)>,
    /// The circular materials of which terms move.
    circulars: Vec<Moved<'s>>,
    places: Vec<NumberPlace>,
    not_covered: Vec<&'s str>,
}

/// A circular material, its terms that move, and the units of its exchanges.
#[derive(Debug)]
struct Moved<'s> {
    circular: &'s Circular,
    terms: Vec<(&'s str, &'s Number, Expression<'s>)>,
    units: Vec<Unit>,
}

impl<'s> Moved<'s> {
    /// A material with the places of its exchanges; where its terms stand, if it has none as written.
    fn of(
        formulas: &'s Formulas,
        material: &str,
        terms: Vec<(&'s str, &'s Number, Expression<'s>)>,
    ) -> Result<(Self, Vec<NumberPlace>), Vec<&'s str>> {
        let circular = formulas.circulars.get(material);
        let exchanges = circular.and_then(|circular| circular.exchanges().ok());
        let (Some(circular), Some(exchanges)) = (circular, exchanges) else {
            let places = terms.iter().map(|(_, number, _)| number.place.as_str());
            return Err(places.collect());
        };
        let units = exchanges.iter().map(|own| own.amount.unit().clone());
        let moved = Self {
            circular,
            terms,
            units: units.collect(),
        };
        let places = exchanges.iter().map(|own| exchange_of(material, own));
        Ok((moved, places.collect()))
    }
}

impl<'s> Redrawing<'s> {
    pub(super) fn new(formulas: &'s Formulas, source: &'s Source) -> Self {
        let uncertain = formulas.spreads.iter();
        let uncertain = uncertain.map(|(number, _)| formulas.parameters[*number].name.as_str());
        let mut moving: BTreeSet<&str> = uncertain.clone().collect();
        let mut named = moving.clone();
        let mut parameters = Vec::new();
        for &number in &formulas.order {
            let formula = &formulas.parameters[number];
            if moving.contains(formula.name.as_str()) {
                continue;
            }
            if let Some(expression) = moved(&formula.text, &moving) {
                moving.insert(&formula.name);
                named.extend(expression.names());
                parameters.push((formula, expression));
            }
        }
        let (mut numbers, mut places, mut not_covered) = (Vec::new(), Vec::new(), Vec::new());
        let mut terms: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for number in &formulas.numbers {
            let Some(expression) = moved(&number.text, &moving) else {
                continue;
            };
            if let Some((material, term)) = &number.term {
                named.extend(expression.names());
                let of_material = terms.entry(material.as_str()).or_default();
                of_material.push((term.as_str(), number, expression));
                continue;
            }
            let written = expression.value(&formulas.values);
            let written = written.ok().and_then(|value| number.counted(&value).ok());
            match (written, &number.of) {
                (Some(written), Some(place)) => {
                    named.extend(expression.names());
                    numbers.push((number, expression, written.unit().clone()));
                    places.push(place.clone());
                }
                _ => not_covered.push(number.place.as_str()),
            }
        }
        let mut circulars = Vec::new();
        for (material, terms) in terms {
            match Moved::of(formulas, material, terms) {
                Ok((moved, own)) => {
                    circulars.push(moved);
                    places.extend(own);
                }
                Err(kept) => not_covered.extend(kept),
            }
        }
        let values = formulas.values.iter();
        let values = values.filter(|(name, _)| named.contains(name.as_str()));
        let unit = |name: &str| formulas.values.get(name)?.as_ref()?.unit.clone();
        Self {
            source,
            drawn: uncertain.map(|name| (name, unit(name))).collect(),
            values: values
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            parameters,
            numbers,
            circulars,
            places,
            not_covered,
        }
    }

    /// Which numbers of the system are drawn, in the order of [`Redrawing::draw`].
    pub fn places(&self) -> &[NumberPlace] {
        &self.places
    }

    /// Where the numbers stand that move with an uncertain parameter and are not drawn: they keep their values as written.
    pub fn not_covered(&self) -> &[&'s str] {
        &self.not_covered
    }

    /// The numbers for other values of uncertain parameters, each by its place in [`Study::uncertain_parameters`] and in the unit
    /// of its value as written; the others keep theirs. The quantities are in the units of [`Dependence::value`].
    ///
    /// [`Study::uncertain_parameters`]: crate::Study::uncertain_parameters
    /// [`Dependence::value`]: crate::Dependence::value
    ///
    /// # Errors
    ///
    /// What an expression cannot be computed from: a division by a zero that was drawn, a number beyond the range of decimals.
    pub fn draw(&self, values: &[(usize, Amount)]) -> Result<Vec<Quantity>, Error> {
        let mut known = self.values.clone();
        for (number, amount) in values {
            if let Some((name, unit)) = self.drawn.get(*number)
                && let Some(value) = known.get_mut(*name)
            {
                let (amount, unit) = (*amount, unit.clone());
                *value = Some(ParameterValue { amount, unit });
            }
        }
        for (formula, expression) in &self.parameters {
            let Formula { name, text } = formula;
            let value = expression.value(&known);
            let value = value.map_err(|failure| {
                self.failed(failure.fault, &format!("parameter `{name}`"), text)
            })?;
            known.insert(name.clone(), Some(value));
        }
        let mut drawn = Vec::with_capacity(self.numbers.len());
        for (number, expression, unit) in &self.numbers {
            let value = expression.value(&known).map_err(|failure| failure.fault);
            let value =
                value.and_then(|value| number.counted(&value)?.to(unit).map_err(Fault::Value));
            drawn.push(value.map_err(|fault| self.failed(fault, &number.place, &number.text))?);
        }
        for moved in &self.circulars {
            let mut circular = moved.circular.clone();
            for (term, number, expression) in &moved.terms {
                let value = expression.value(&known).map_err(|failure| failure.fault);
                let value = value.and_then(|value| number.counted(&value));
                let value =
                    value.map_err(|fault| self.failed(fault, &number.place, &number.text))?;
                circular = circular.with_term(term, &value);
            }
            let exchanges = circular.exchanges();
            let exchanges = exchanges.map_err(|error| {
                let mut problems = Problems::new(self.source.nowhere());
                for problem in error.problems() {
                    problems.add(problem, None);
                }
                self.source.error(problems.list)
            })?;
            for (exchange, unit) in exchanges.iter().zip(&moved.units) {
                let amount = exchange.amount.to(unit).map_err(Fault::Value);
                let text = exchange.amount.to_string();
                drawn.push(amount.map_err(|fault| self.failed(fault, &exchange.flow, &text))?);
            }
        }
        Ok(drawn)
    }

    fn failed(&self, fault: Fault, owner: &str, text: &str) -> Error {
        let mut problems = Problems::new(self.source.nowhere());
        tell(&mut problems, fault, owner, text, None);
        self.source.error(problems.list)
    }
}

/// The expression of a text that names one of these; `None` of another.
fn moved<'t>(text: &'t str, moving: &BTreeSet<&str>) -> Option<Expression<'t>> {
    let expression = Expression::read(text).ok()?;
    let moves = expression.names().any(|name| moving.contains(name));
    moves.then(|| expression.prepared())
}
