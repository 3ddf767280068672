//! How a footprint moves with one number of its model.

use cfp_core::{
    Amount, Figure, NumberProblem, Place, Problem, ProblemKind, Quantity, Solved, Unit,
};
use cfp_factors::Registry;
use serde::{Deserialize, Serialize};

use super::ModelFile;
use super::build::Options;
use super::problem::FileProblem;
use super::problems::Problems;
use super::scenario::{Setting, Varied};
use super::study::Study;
use crate::error::{Error, Reported};

/// The most steps of a sweep.
const MOST_STEPS: u32 = 10_000;

/// How many digits a value has that no decimal is exactly.
const DIGITS: u32 = 20;

/// How many digits of a number are read.
const READ: u32 = 28;

/// A footprint at several values of one number of its model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sweep {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// What is varied.
    pub varied: Varied,
    /// kg CO2e of the model as it is.
    pub base: Figure,
    /// The values in their order, both ends among them, but for those that are refused.
    pub rows: Vec<SweepRow>,
    /// The values at which the model has no footprint, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedValue>,
}

/// A value at which a loop of the model is not sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefusedValue {
    /// The value, with its unit where it has one.
    pub value: String,
    /// The code of the problem: `loop-consumes-output` or `singular-loop`.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

impl RefusedValue {
    /// What a refusal says, where all of it is about loops.
    fn of(value: &str, refusal: &Error) -> Option<Self> {
        let is_of_loops =
            |told: &Reported| matches!(told.code, "loop-consumes-output" | "singular-loop");
        let problems = refusal.problems();
        let first = problems.first()?;
        problems.iter().all(is_of_loops).then(|| Self {
            value: value.to_owned(),
            code: first.code.to_owned(),
            message: first.message.clone(),
        })
    }
}

/// A footprint at one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SweepRow {
    /// The value, with its unit where it has one.
    pub value: String,
    /// kg CO2e.
    pub total: Figure,
    /// kg CO2e more than the model as it is.
    pub change: Figure,
    /// The change in percent of the model's footprint, rounded to six places; `None` where that is zero.
    pub change_percent: Option<String>,
}

/// Two values of one unit.
#[derive(Debug, Clone)]
pub(super) struct Range {
    pub ends: [Amount; 2],
    unit: Option<Unit>,
}

impl Range {
    /// The value as a model writes it.
    pub fn text(&self, value: Amount) -> String {
        match &self.unit {
            Some(unit) => Quantity::new(value, unit.clone()).to_string(),
            None => value.to_string(),
        }
    }

    /// A value that a text writes in full.
    pub fn writable(value: Amount) -> Result<Amount, NumberProblem> {
        if !value.is_exact() {
            return value.significant(DIGITS).parse();
        }
        // A number that is exact can still have a digit more than is read.
        let read = value.value_text().parse::<Amount>();
        read.or_else(|_| value.significant(READ).parse())
    }

    /// The value after some of all steps.
    fn step(&self, step: u32, steps: u32) -> Result<Amount, NumberProblem> {
        let [from, to] = self.ends;
        let part = to.minus(from)?.times(Amount::from(step))?;
        Self::writable(from.plus(part.over(Amount::from(steps))?)?)
    }
}

impl ModelFile {
    /// The footprint at each of `steps` + 1 values from one to another, both among them. A value is written as the model
    /// would: a figure of a supply with its unit, a parameter with the unit that it has, or without one. Each is solved
    /// with the help of the last.
    ///
    /// # Errors
    ///
    /// Ends that are no range, no steps or more than 10,000 of them; a parameter or a supply that the model does not have;
    /// what a footprint may be refused for at any of the values but a loop that is not sound.
    pub fn sweep(
        &self,
        registry: &Registry,
        options: &Options,
        varied: &Varied,
        between: [&str; 2],
        steps: u32,
    ) -> Result<Sweep, Error> {
        let options = options.clone().for_footprint();
        if !(1..=MOST_STEPS).contains(&steps) {
            let most = MOST_STEPS;
            return Err(self.refused(&FileProblem::BadSteps { steps, most }));
        }
        let range = self.range(varied, between)?;
        let study = self.clone().build(registry, &options)?;
        let (base, mut last) = study.total(None)?;
        let mut rows = Vec::new();
        let mut refused = Vec::new();
        for step in 0..=steps {
            let value = range.step(step, steps);
            let value = value.map_err(|kind| self.out_of_range(kind))?;
            let value = range.text(value);
            let setting = Setting {
                of: varied.clone(),
                text: value.clone(),
                yields: false,
            };
            let study = self
                .clone()
                .build(registry, &options.clone().setting(setting))?;
            let total = match study.total(Some(&last)) {
                Ok((total, solved)) => {
                    last = solved;
                    total
                }
                Err(refusal) => {
                    refused.push(RefusedValue::of(&value, &refusal).ok_or(refusal)?);
                    continue;
                }
            };
            let change = total.minus(base);
            let change = change.map_err(|error| study.located(error))?;
            rows.push(SweepRow {
                value,
                total,
                change,
                change_percent: change.share_percent_of(&base),
            });
        }
        let demand = study.demand.as_ref();
        let amount = demand.and_then(|demand| demand.amount().as_ref().ok());
        Ok(Sweep {
            product: demand.map_or_else(String::new, |demand| demand.product().to_owned()),
            demand: amount.map_or_else(String::new, ToString::to_string),
            varied: varied.clone(),
            base,
            rows,
            refused,
        })
    }

    /// Two values with one unit: that of either, or of the parameter.
    pub(super) fn range(&self, varied: &Varied, [from, to]: [&str; 2]) -> Result<Range, Error> {
        let read = |text: &str| -> Result<(Amount, Option<Unit>), ProblemKind> {
            match text.parse::<Amount>() {
                Ok(number) => Ok((number, None)),
                Err(_) => text
                    .parse()
                    .map(|value: Quantity| (value.amount(), Some(value.unit().clone()))),
            }
        };
        let told = |kind: ProblemKind| self.refused(&Problem::new(kind, Place::default()));
        let [(low, own), (high, other)] = [read(from).map_err(told)?, read(to).map_err(told)?];
        let of_parameter = || {
            let Varied::Parameter(name) = varied else {
                return None;
            };
            let known = self.parameters().iter().find(|known| known.name == *name)?;
            known.value.as_ref()?.unit.clone()
        };
        let unit = own.clone().or_else(|| other.clone()).or_else(of_parameter);
        let no_range = || {
            let (from, to) = (from.to_owned(), to.to_owned());
            self.refused(&FileProblem::NoRange { from, to })
        };
        let high = match (&unit, &other) {
            (Some(unit), Some(other)) => {
                let high = Quantity::new(high, other.clone()).to(unit);
                high.map_err(|_| no_range())?.amount().midpoint()
            }
            _ => high,
        };
        if low == high {
            return Err(no_range());
        }
        Ok(Range {
            ends: [low, high],
            unit,
        })
    }

    /// A problem of what is asked, not of the file.
    pub(super) fn refused(&self, problem: &dyn cfp_core::Explain) -> Error {
        let mut problems = Problems::new(self.source.nowhere());
        problems.add(problem, None);
        self.source.error(problems.list)
    }

    /// A number beyond the range of decimals.
    pub(super) fn out_of_range(&self, kind: NumberProblem) -> Error {
        self.refused(&Problem::new(kind, Place::default()))
    }
}

impl Study {
    /// The footprint's total, solved with the help of another, and that solution.
    pub(super) fn total(&self, like: Option<&Solved>) -> Result<(Figure, Solved), Error> {
        let Some(demand) = &self.demand else {
            return Err(self.nothing_asked());
        };
        self.waited_for()?;
        let solved = match like {
            Some(like) => self.system.solve_like(like),
            None => self.system.solve(),
        };
        let total = solved.and_then(|solved| {
            let footprint = solved.footprint(demand, &self.gwp)?;
            Ok((footprint.total(), solved))
        });
        total.map_err(|error| self.located(error))
    }
}
