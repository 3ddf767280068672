//! What the elementary flows of a database count.

use super::gases::LeftOutFlow;
use crate::amount::Amount;
use crate::characterise::GwpSet;
use crate::double::{Dot, Double, up};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::{Database, EntrySpread, Finding, Origin, checked_spreads};
use crate::solve::Known;

/// Characterisation factors for the flows of one database: kg CO2e per unit of each, or any other indicator.
///
/// A flow that it does not value counts nothing, by its own choice of flows; [`Characterisation::left_out`] tells which
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
    /// The unit of a score; `None` where only the method knows it.
    unit: Option<Box<str>>,
    left_out: Vec<LeftOutFlow>,
    findings: Vec<Finding>,
    /// The database whose flows it values; `None` where only indices are known.
    origin: Option<Origin>,
}

/// What scores by global warming potentials are in.
const KG_CO2E: &str = "kg CO2e";

/// What a unit of a flow counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value {
    flow: usize,
    factor: Double,
    error: f64,
}

impl Value {
    /// So much for a unit of a flow.
    pub fn of_amount(flow: usize, factor: Amount) -> Self {
        let (factor, error) = factor.as_double();
        Self {
            flow,
            factor,
            error,
        }
    }
}

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
            unit: None,
            left_out: Vec::new(),
            findings: Vec::new(),
            origin: None,
        }
    }

    /// The values of a GWP set for flows of a database.
    pub(super) fn of_gases(
        database: &Database,
        gwp: &GwpSet,
        values: Vec<Value>,
        left_out: Vec<LeftOutFlow>,
    ) -> Self {
        Self {
            name: gwp.name().to_owned(),
            source: gwp.source().map(str::to_owned),
            values,
            spreads: Vec::new(),
            unit: Some(KG_CO2E.into()),
            left_out,
            findings: Vec::new(),
            origin: Some(database.content.origin),
        }
    }

    /// The same with what a reader should know of it.
    pub(super) fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }

    /// The same with the unit that its scores are in, such as `m3`.
    pub fn in_unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.into());
        self
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

    /// The unit of a score, `kg CO2e` by a GWP set; `None` where only the method knows it.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Every flow that a GWP set leaves out, in the order of the database; none of a method, whose choice of flows is its
    /// own.
    pub fn left_out(&self) -> &[LeftOutFlow] {
        &self.left_out
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
    pub(super) fn by_flow(&self, database: &Database) -> Result<Vec<(Double, f64)>, Error> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Label;

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
