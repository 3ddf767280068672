//! The uncertain numbers of a model: what is drawn, and what a draw sets.

use serde::{Deserialize, Serialize};

use super::compiled::{Compiled, Numbers, Target};
use super::distribution::Distribution;
use super::failure::Failure;
use super::parameters::{ModelParameter, NumberPlace, Parametric, Places};
use crate::amount::Amount;
use crate::analyse::analysis::{Analysis, too_large};
use crate::analyse::sensitivity::SensitivityKind;
use crate::analyse::slopes::{NumberOf, Slope};
use crate::error::{Error, Place, Problem, ProblemKind};
use crate::model::Distributed;

/// A number of a model that states how uncertain it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UncertainInput {
    /// The process of an exchange; `None` for a supply, a gas or a parameter.
    pub process: Option<String>,
    /// The flow of an exchange or a supply, the gas of a global warming potential, the name of a parameter.
    pub exchange: String,
    /// Which of several exchanges of that flow under that verb, counted from 0.
    #[serde(default)]
    pub index: usize,
    /// What the number is.
    pub kind: SensitivityKind,
    /// The published row of a supply's figure, or the dataset of a global warming potential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The number as written.
    pub amount: String,
    /// The distribution, such as `lognormal, geometric standard deviation 1.2`.
    pub spread: String,
    /// What the draws come to on average, in the unit of the amount; the amount itself only where the distribution is
    /// centred on it.
    pub mean: f64,
    /// The standard deviation of the draws, in the unit of the amount.
    pub standard_deviation: f64,
}

/// An uncertain number with what a draw of it sets.
#[derive(Debug)]
pub(super) struct Input {
    pub row: UncertainInput,
    pub distribution: Distribution,
    /// The number as written.
    pub base: f64,
    /// kg CO2e per unit of the number, for the first demand.
    pub derivative: f64,
    /// The first of the uniforms that it is drawn from.
    first: usize,
    sets: Sets,
}

/// What an input sets.
#[derive(Debug)]
enum Sets {
    Targets(Vec<(Target, f64)>),
    Parameter,
}

/// All uncertain inputs of a demand.
pub(super) struct Inputs<'a> {
    pub list: Vec<Input>,
    /// How many uniforms one draw takes.
    pub dimensions: usize,
    parameters: Option<Parametric<'a>>,
    /// For each place that parameters move, what it sets.
    places: Vec<Vec<Moved>>,
}

/// A number that is computed from parameters.
struct Moved {
    targets: Vec<(Target, f64)>,
    base: f64,
    drawn_by: Option<usize>,
}

impl<'a> Inputs<'a> {
    /// The inputs of analyses of one system, whose numbers a compiled system holds: all that any of their demands reaches,
    /// with the derivatives of the first.
    pub fn of(
        drawn_together: &[&Analysis],
        compiled: &Compiled,
        parameters: Option<Parametric<'a>>,
    ) -> Result<Self, Error> {
        let analysis = drawn_together[0];
        let slopes = analysis.slopes().map_err(too_large)?;
        let mut inputs = Self {
            list: Vec::new(),
            dimensions: 0,
            parameters,
            places: Vec::new(),
        };
        let mut problems = Vec::new();
        // The place of a number among the inputs, where it is one.
        let mut numbered = Vec::with_capacity(slopes.len());
        for slope in &slopes {
            let targets = compiled.targets_of(&slope.of);
            let spread = analysis.spread_of(&slope.of, slope);
            numbered.push(match spread.filter(|_| !targets.is_empty()) {
                None => None,
                Some(Ok(spread)) => Some(inputs.add_number(analysis, slope, &spread, targets)),
                Some(Err(kind)) => {
                    let named = analysis.named(&slope.of, slope.amount.unit());
                    problems.push(Problem::new(kind, named.place));
                    None
                }
            });
        }
        if let Some(parameters) = parameters {
            let places = Places::of(analysis, &slopes);
            for place in parameters.places {
                let found = places.find(place).iter();
                let mut moved: Vec<Moved> = found
                    .map(|&at| Moved::number(compiled, &slopes[at], numbered[at]))
                    .collect();
                if *place == NumberPlace::Demand {
                    moved.extend(Moved::demands(drawn_together));
                }
                inputs.places.push(moved);
            }
            for parameter in parameters.parameters {
                let derivative = parameter.derivative(analysis, &slopes, &places);
                let derivative = derivative.map_err(too_large)?;
                if let Err(kind) = inputs.add_parameter(parameter, derivative) {
                    problems.push(Problem::new(kind, Place::supply(&parameter.name)));
                }
            }
        }
        Error::unless_empty(problems, inputs)
    }

    fn add_number(
        &mut self,
        analysis: &Analysis,
        slope: &Slope,
        spread: &Distributed,
        targets: Vec<(Target, f64)>,
    ) -> usize {
        let amount = slope.amount.amount();
        let named = analysis.named(&slope.of, slope.amount.unit());
        let distribution = Distribution::of(spread, &amount);
        let row = UncertainInput {
            process: named.place.process,
            exchange: named.place.flow.unwrap_or_default(),
            index: named.place.index,
            kind: named.kind,
            source: named.source,
            amount: slope.amount.to_string(),
            spread: spread.to_string(),
            mean: distribution.mean(),
            standard_deviation: distribution.variance().sqrt(),
        };
        let sets = Sets::Targets(targets);
        self.push(row, distribution, amount, slope.derivative, sets)
    }

    fn push(
        &mut self,
        row: UncertainInput,
        distribution: Distribution,
        amount: Amount,
        derivative: Amount,
        sets: Sets,
    ) -> usize {
        let first = self.dimensions;
        self.dimensions += distribution.dimensions();
        self.list.push(Input {
            row,
            distribution,
            base: amount.nearest_double(),
            derivative: derivative.nearest_double(),
            first,
            sets,
        });
        self.list.len() - 1
    }

    fn add_parameter(
        &mut self,
        parameter: &ModelParameter,
        derivative: Amount,
    ) -> Result<(), ProblemKind> {
        let Some(spread) = &parameter.spread else {
            return Ok(());
        };
        let spread = spread.of_amount(&parameter.value)?;
        let amount = parameter.value.amount();
        let distribution = Distribution::of(&spread, &amount);
        let row = UncertainInput {
            process: None,
            exchange: parameter.name.clone(),
            index: 0,
            kind: SensitivityKind::Parameter,
            source: None,
            amount: parameter.written.clone(),
            spread: spread.to_string(),
            mean: distribution.mean(),
            standard_deviation: distribution.variance().sqrt(),
        };
        self.push(row, distribution, amount, derivative, Sets::Parameter);
        Ok(())
    }

    /// The numbers of a draw: those of the model with every input drawn from its uniforms.
    pub fn drawn(
        &self,
        compiled: &Compiled,
        uniforms: &[f64],
        numbers: &mut Numbers,
    ) -> Result<(), Failure> {
        numbers.clone_from(&compiled.base);
        let mut around = vec![None; self.list.len()];
        if let Some(parameters) = self.parameters {
            let values: Vec<f64> = self
                .list
                .iter()
                .filter(|input| matches!(input.sets, Sets::Parameter))
                .map(|input| input.draw(uniforms))
                .collect();
            for (place, value) in self.places.iter().zip(parameters.computed(&values)?) {
                for moved in place {
                    if let Some(input) = moved.drawn_by {
                        around[input] = Some(value);
                    }
                    let fails = || Failure::Negative(None);
                    compiled.set(numbers, &moved.targets, moved.base, value, fails)?;
                }
            }
        }
        for (number, input) in self.list.iter().enumerate() {
            if let Sets::Targets(targets) = &input.sets {
                let drawn = input.draw(uniforms);
                let value = match around[number] {
                    // The spread is that of the number as written, and moves with it.
                    Some(moved) if input.base != 0.0 => drawn * (moved / input.base),
                    Some(moved) => moved + drawn,
                    None => drawn,
                };
                let fails = || Failure::Negative(Some(number));
                compiled.set(numbers, targets, input.base, value, fails)?;
            }
        }
        Ok(())
    }
}

impl Moved {
    /// What a number of the system sets, with the input that is drawn around it.
    fn number(compiled: &Compiled, slope: &Slope, drawn_by: Option<usize>) -> Self {
        Self {
            targets: compiled.targets_of(&slope.of),
            base: slope.amount.amount().nearest_double(),
            drawn_by,
        }
    }

    /// What the amount that is wanted sets: the first demand, and every other of as much.
    fn demands(analyses: &[&Analysis]) -> Option<Self> {
        let amount = analyses[0].demand().amount();
        let base = amount.as_ref().ok()?.amount().nearest_double();
        let same = analyses.iter().enumerate();
        let same = same.filter(|(_, analysis)| analysis.demand().amount() == amount);
        Some(Self {
            targets: same
                .map(|(demand, _)| (Target::Wanted(demand), 1.0 / base))
                .collect(),
            base,
            drawn_by: None,
        })
    }
}

impl Input {
    fn draw(&self, uniforms: &[f64]) -> f64 {
        let dimensions = self.distribution.dimensions();
        self.distribution
            .draw(&uniforms[self.first..self.first + dimensions])
    }

    /// Which of the uniforms it is drawn from.
    pub fn uniforms(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.distribution.dimensions()
    }
}

impl Analysis {
    /// The spread of a number, or what is wrong with it; `None` for one without.
    fn spread_of(&self, of: &NumberOf, slope: &Slope) -> Option<Result<Distributed, ProblemKind>> {
        let graph = self.graph();
        match of {
            NumberOf::Line { activity, line } => {
                graph.processes[*activity].lines[*line].checked_spread()
            }
            NumberOf::Supplies(group) => {
                let mut stated = group
                    .iter()
                    .filter_map(|supply| graph.supplies[*supply].stated.about.spread.as_ref());
                Some(stated.next()?.of_amount(&slope.amount))
            }
            NumberOf::Gas(accounts) => {
                let gas = &self.content.accounts.list[accounts[0]].gas;
                self.gwp().distributed(gas)
            }
        }
    }
}
