//! What the elementary flows of a database count.

use crate::amount::Amount;
use crate::characterise::GwpSet;
use crate::double::{Dot, Double, up};
use crate::error::{CharacteriseProblem, DatabaseProblem, Error, Place, Problem, ProblemKind};
use crate::model::{Database, EntrySpread, Finding, Label, Origin, checked_spreads};
use crate::quantity::Quantity;
use crate::solve::Known;
use crate::unit::Unit;

/// Characterisation factors for the flows of one database: kg CO2e per unit of each, or any other indicator.
///
/// A flow that it does not value counts nothing, by its own choice of flows; [`Database::characterised_by`] tells which
/// flows a GWP set leaves out.
///
/// # Exactness
///
/// Doubles are taken as the exact binary values that they are, decimals of a GWP set as the decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct Characterisation {
    name: String,
    source: Option<String>,
    values: Vec<Value>,
    /// How uncertain each value is; nothing where none is.
    spreads: Vec<EntrySpread>,
    findings: Vec<Finding>,
    /// The database whose flows it values; `None` where only indices are known.
    origin: Option<Origin>,
}

/// What a unit of a flow counts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Value {
    flow: usize,
    factor: Double,
    error: f64,
}

/// How many flows a finding lists.
const LISTED: usize = 5;

impl Characterisation {
    /// Factors by the index of the flow, for any database that has so many; [`Characterisation::of_database`] says of which.
    pub fn of_values(name: &str, values: impl IntoIterator<Item = (usize, f64)>) -> Self {
        let values = values.into_iter().map(|(flow, factor)| Value {
            flow,
            factor: Double::exact(factor),
            error: 0.0,
        });
        Self {
            name: name.to_owned(),
            source: None,
            values: values.collect(),
            spreads: Vec::new(),
            findings: Vec::new(),
            origin: None,
        }
    }

    /// The same for the flows of this database alone: no other one is characterised by it, unless by amounts that were
    /// changed.
    pub fn of_database(mut self, database: &Database) -> Self {
        self.origin = Some(database.content.origin);
        self
    }

    /// How uncertain each factor is, in the order in which the values were given; all are certain where nothing is said. A
    /// factor is one number, however many processes emit the flow.
    pub fn spreads(mut self, spreads: Vec<EntrySpread>) -> Self {
        self.spreads = spreads;
        self
    }

    /// The name, such as `AR6-100`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dataset and version that its values are from; `None` where they are not from one.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// How many flows it values.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it values no flow.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// What a reader should know: which flows are left out.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What each process counts itself.
    pub(crate) fn known(&self, database: &Database) -> Result<Known, Error> {
        let factors = self.by_flow(database)?;
        let counted = (0..database.size()).map(|process| counted(database, &factors, process));
        let (values, errors) = counted.unzip();
        Ok(Known { values, errors })
    }

    /// The same where only some processes have changed.
    pub(crate) fn known_again(
        &self,
        database: &Database,
        known: &Known,
        changed: &[usize],
    ) -> Result<Known, Error> {
        let factors = self.by_flow(database)?;
        let mut known = known.clone();
        for &process in changed {
            (known.values[process], known.errors[process]) = counted(database, &factors, process);
        }
        Ok(known)
    }

    /// The factor of every flow of a database as the nearest double, and its spread.
    pub(crate) fn factors(&self, database: &Database) -> Result<Vec<(f64, EntrySpread)>, Error> {
        let factors = self.by_flow(database)?;
        let mut factors: Vec<(f64, EntrySpread)> = factors
            .into_iter()
            .map(|(factor, _)| (factor.high, EntrySpread::None))
            .collect();
        // Of several values for one flow the last counts.
        for (value, spread) in self.values.iter().zip(&self.spreads) {
            factors[value.flow].1 = *spread;
        }
        Ok(factors)
    }

    /// The factor of every flow of a database and its error.
    fn by_flow(&self, database: &Database) -> Result<Vec<(Double, f64)>, Error> {
        if self
            .origin
            .is_some_and(|own| own != database.content.origin)
        {
            let what = "characterisation";
            let kind = DatabaseProblem::OfAnotherDatabase { what };
            return Err(Problem::new(kind, Place::default()).into());
        }
        let size = database.flow_count();
        let mut factors = vec![(Double::default(), 0.0); size];
        let mut problems = Vec::new();
        if !self.spreads.is_empty() {
            let factors = self.values.iter().map(|value| value.factor.high);
            let factors: Vec<f64> = factors.collect();
            checked_spreads("characterisation", &factors, &self.spreads, &mut problems);
        }
        for value in &self.values {
            match factors.get_mut(value.flow) {
                Some(factor) if value.factor.high.is_finite() => {
                    *factor = (value.factor, value.error);
                }
                Some(_) => problems.push(self.problem(|matrix| DatabaseProblem::AmountNotFinite {
                    matrix,
                    row: value.flow,
                    column: 0,
                })),
                None => problems.push(self.problem(|matrix| DatabaseProblem::EntryOutside {
                    matrix,
                    what: "flow",
                    index: value.flow,
                    size,
                })),
            }
        }
        Error::unless_empty(problems, factors)
    }

    #[allow(clippy::unused_self)]
    fn problem(&self, kind: impl FnOnce(&'static str) -> DatabaseProblem) -> Problem {
        Problem::new(kind("characterisation"), Place::default())
    }
}

/// What a process counts itself, and how far the exact number can be from it.
fn counted(database: &Database, factors: &[(Double, f64)], process: usize) -> (Double, f64) {
    let (flows, amounts) = database.content.emissions.row(process);
    let mut dot = Dot::default();
    let mut error = 0.0;
    let mut counts = false;
    for (&flow, &amount) in flows.iter().zip(amounts) {
        let (factor, of_factor) = factors[flow as usize];
        if amount != 0.0 && (factor.high != 0.0 || of_factor != 0.0) {
            dot.take(-amount, factor);
            error += amount.abs() * of_factor;
            counts = true;
        }
    }
    if !counts {
        return (Double::default(), 0.0);
    }
    (dot.value(), up(error, flows.len() + 1) + dot.error())
}

/// What a unit of a flow counts, from what a kilogram does; a flow without a unit is in kilograms.
fn per_unit(label: &Label, per_kg: Amount) -> Result<Amount, ProblemKind> {
    let Some(unit) = label.unit_text() else {
        return Ok(per_kg);
    };
    let one = Quantity::new(Amount::ONE, unit.parse::<Unit>()?);
    let kilograms = one.to(&"kg".parse::<Unit>()?)?;
    Ok(kilograms.amount().times(per_kg)?)
}

impl Database {
    /// The factors of a GWP set for the flows of the database, by the names that these have: flows into air, or of which
    /// it is not said into what they go. The set counts per kilogram: a flow in another unit of mass is converted, one whose
    /// unit is not stated is in kilograms.
    ///
    /// # Errors
    ///
    /// A flow whose name the set has several values for, or whose unit is no mass; a set that values none of the flows.
    pub fn characterised_by(&self, gwp: &GwpSet) -> Result<Characterisation, Error> {
        let mut problems = Vec::new();
        let mut values = Vec::new();
        let mut left_out: Vec<&str> = Vec::new();
        for flow in 0..self.flow_count() {
            let Some(label) = self.flow(flow) else {
                continue;
            };
            let into_air = label
                .place()
                .is_none_or(|place| place.to_lowercase().contains("air"));
            match gwp.characterise(label.called()) {
                Ok(characterised) if into_air => {
                    let factor = per_unit(label, characterised.kg_co2e_per_kg);
                    let factor = match factor {
                        Ok(factor) => factor,
                        Err(kind) => {
                            problems.push(Problem::new(kind, Place::default()));
                            continue;
                        }
                    };
                    let (factor, error) = factor.as_double();
                    values.push(Value {
                        flow,
                        factor,
                        error,
                    });
                }
                Err(kind @ CharacteriseProblem::AmbiguousGas { .. }) if into_air => {
                    problems.push(Problem::new(kind, Place::default()));
                }
                _ => left_out.push(label.called()),
            }
        }
        if values.is_empty() && problems.is_empty() {
            let set = gwp.name().to_owned();
            problems.push(Problem::new(
                DatabaseProblem::NothingCharacterised { set },
                Place::default(),
            ));
        }
        let mut findings = Vec::new();
        if !left_out.is_empty() {
            let listed = left_out.iter().take(LISTED).map(|name| format!("`{name}`"));
            let more = if left_out.len() > LISTED { ", …" } else { "" };
            let message = format!(
                "{} of {} elementary flows are not in {} and count nothing: {}{more}",
                left_out.len(),
                self.flow_count(),
                gwp.name(),
                listed.collect::<Vec<_>>().join(", "),
            );
            findings.push(Finding::new(
                "flows-not-characterised",
                message,
                "check that no greenhouse gas is among them",
            ));
        }
        let characterisation = Characterisation {
            name: gwp.name().to_owned(),
            source: gwp.source().map(str::to_owned),
            values,
            spreads: Vec::new(),
            findings,
            origin: Some(self.content.origin),
        };
        Error::unless_empty(problems, characterisation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(unit: Option<&str>) -> Result<String, Error> {
        let flow = Label::new("co2").name("CO2, fossil");
        let flow = unit.map_or(flow.clone(), |unit| flow.unit(unit));
        let database = Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(1, [(0, 0, 500.0)])
            .flows(vec![flow])
            .build()?;
        let gwp = GwpSet::of_values("mine", [("CO2", "1")])?;
        let method = database.characterised_by(&gwp)?;
        Ok(database
            .solve()?
            .scores(&method)?
            .figure(0)?
            .value()
            .significant(10))
    }

    /// A set counts per kilogram, whatever the unit of the flow.
    #[test]
    fn a_flow_counts_by_its_unit() {
        assert_eq!(scored(None).expect("kilograms"), "500");
        assert_eq!(scored(Some("kg")).expect("kilograms"), "500");
        assert_eq!(scored(Some("g")).expect("grams"), "0.5");
        let codes = |error: Error| {
            error
                .problems()
                .iter()
                .map(crate::Explain::code)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            codes(scored(Some("MJ")).expect_err("an energy")),
            ["wrong-dimension"]
        );
        assert_eq!(
            codes(scored(Some("kBq-eq")).expect_err("no unit")),
            ["unknown-unit"]
        );
    }
}
