//! The uncertain numbers of a model: what is drawn, and what a draw sets.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use super::compiled::{Compiled, Numbers, Target};
use super::distribution::Distribution;
use super::failure::{Failure, SPANS_ZERO_HINT, Whose};
use super::parameters::{ModelParameter, NumberPlace, Parametric, Places};
use crate::amount::Amount;
use crate::analyse::analysis::{Analysis, too_large};
use crate::analyse::sensitivity::SensitivityKind;
use crate::analyse::sharing::SharedBy;
use crate::analyse::slopes::{NumberOf, Slope};
use crate::error::{Error, Place, Problem, ProblemKind};
use crate::model::{Distributed, Finding};

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
    /// In how many draws parameters turn the sign of a number within the bounds that are stated.
    turned: AtomicUsize,
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
            turned: AtomicUsize::new(0),
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
                if let Some(shared) = analysis.shared_by(place).map_err(too_large)? {
                    moved.push(Moved::sharing(compiled, &shared));
                }
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

    /// The same inputs drawn with those of another system: what is the same number there is drawn from the same uniforms, and
    /// what it does not have from others.
    pub fn drawn_with(mut self, other: &Self) -> Self {
        let name = |row: &UncertainInput| {
            let (process, source) = (row.process.clone(), row.source.clone());
            (row.kind, process, row.exchange.clone(), row.index, source)
        };
        // The members of a mix have one name, and are told apart by their order.
        let mut known: BTreeMap<_, VecDeque<&Input>> = BTreeMap::new();
        for input in &other.list {
            known.entry(name(&input.row)).or_default().push_back(input);
        }
        let mut next = other.dimensions;
        for input in &mut self.list {
            let same = known.get_mut(&name(&input.row));
            let same = same.and_then(VecDeque::pop_front);
            let dimensions = input.distribution.dimensions();
            let same = same.filter(|own| own.distribution.dimensions() >= dimensions);
            if let Some(own) = same {
                input.first = own.first;
            } else {
                input.first = next;
                next += dimensions;
            }
        }
        self.dimensions = next;
        self
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
            let computed = self.computed(parameters, uniforms)?;
            for (place, value) in self.places.iter().zip(computed) {
                for moved in place {
                    if let Some(input) = moved.drawn_by {
                        around[input] = Some(value);
                    }
                    numbers.set(&moved.targets, value);
                }
            }
        }
        for (number, input) in self.list.iter().enumerate() {
            if let Sets::Targets(targets) = &input.sets {
                let drawn = input.draw(uniforms);
                let turns = turns(input.base, drawn);
                if turns && !input.distribution.is_bounded() {
                    return Err(Failure::BeyondZero(Whose::Input(number)));
                }
                if turns && is_output(targets) {
                    return Err(Failure::Output(Whose::Input(number)));
                }
                let value = match around[number] {
                    // The spread is that of the number as written, and moves with it.
                    Some(moved) if input.base != 0.0 => drawn * (moved / input.base),
                    Some(moved) => moved + drawn,
                    None => drawn,
                };
                numbers.set(targets, value);
            }
        }
        if self.parameters.is_some() {
            compiled.check_shares(numbers)?;
        }
        Ok(())
    }

    /// What parameters make at each place. A number may turn its sign there only where spreads that state their bounds do so by
    /// themselves.
    fn computed(&self, parameters: Parametric<'_>, uniforms: &[f64]) -> Result<Vec<f64>, Failure> {
        let values = self.of_parameters(|input| input.draw(uniforms));
        let computed = parameters.computed(&values)?;
        let turned: Vec<usize> = self
            .places
            .iter()
            .zip(&computed)
            .enumerate()
            .filter(|(_, (place, value))| place.iter().any(|own| turns(own.base, **value)))
            .map(|(place, _)| place)
            .collect();
        if let Some(&first) = turned.first() {
            let within = self.of_parameters(|input| input.drawn_within(uniforms));
            let within = parameters.computed(&within);
            let within = within.map_err(|_| Failure::BeyondZero(Whose::Place(first)))?;
            for place in turned {
                let base = self.places[place][0].base;
                if !turns(base, within[place]) {
                    return Err(Failure::BeyondZero(Whose::Place(place)));
                }
                if self.places[place].iter().any(|own| is_output(&own.targets)) {
                    return Err(Failure::Output(Whose::Place(place)));
                }
            }
            self.turned.fetch_add(1, Ordering::Relaxed);
        }
        Ok(computed)
    }

    fn of_parameters(&self, value: impl Fn(&Input) -> f64) -> Vec<f64> {
        let parameters = self.list.iter();
        let parameters = parameters.filter(|input| matches!(input.sets, Sets::Parameter));
        parameters.map(value).collect()
    }

    /// What a number is called, and which side of zero is not its own.
    pub fn named(&self, whose: Whose) -> (String, &'static str) {
        let (name, base) = match whose {
            Whose::Input(input) => {
                let Input { row, base, .. } = &self.list[input];
                (called(row), *base)
            }
            Whose::Place(place) => {
                let places = self.parameters.map_or(&[][..], |own| own.places);
                let name = places
                    .get(place)
                    .map_or_else(String::new, NumberPlace::told);
                (name, self.places[place].first().map_or(0.0, |own| own.base))
            }
        };
        (name, if base < 0.0 { "above" } else { "below" })
    }

    /// What a reader should know of signs that draws turn.
    pub fn findings(&self) -> Vec<Finding> {
        let spanning = self.list.iter().filter(|input| {
            matches!(input.sets, Sets::Targets(_))
                && input.base != 0.0
                && input.distribution.spans_zero()
        });
        let spanning: Vec<String> = spanning
            .map(|input| format!("{}: {}", called(&input.row), input.row.spread))
            .collect();
        let by_parameters = self.turned.load(Ordering::Relaxed);
        let hint = SPANS_ZERO_HINT;
        let mut findings = Vec::new();
        if !spanning.is_empty() {
            let message = format!(
                "spreads reach to both sides of zero, and draws of either sign count: {}",
                spanning.join("; ")
            );
            findings.push(Finding::new("spread-spans-zero", message, hint));
        }
        if by_parameters > 0 {
            let message = format!(
                "parameters turn the sign of a number that is computed from them in {by_parameters} of the draws, which count"
            );
            findings.push(Finding::new("spread-spans-zero", message, hint));
        }
        findings
    }
}

/// Whether a draw is on the other side of zero than the number as written.
fn turns(written: f64, drawn: f64) -> bool {
    written < 0.0 && drawn > 0.0 || written > 0.0 && drawn < 0.0
}

fn is_output(targets: &[(Target, f64)]) -> bool {
    let mut targets = targets.iter();
    targets.any(|(target, _)| matches!(target, Target::Output(_)))
}

/// The name of an input in a message.
fn called(row: &UncertainInput) -> String {
    let flow = &row.exchange;
    match &row.process {
        Some(process) => format!("`{flow}` of `{process}`"),
        None => format!("`{flow}`"),
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

    /// What a number by which burdens are shared sets.
    fn sharing(compiled: &Compiled, shared: &SharedBy) -> Self {
        Self {
            targets: compiled.targets_of_sharing(&shared.of),
            base: shared.amount.nearest_double(),
            drawn_by: None,
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
        self.distribution.draw(&uniforms[self.uniforms()])
    }

    /// What is drawn within bounds that are stated; the number as written where none are.
    fn drawn_within(&self, uniforms: &[f64]) -> f64 {
        let drawn = self.distribution.drawn_within(&uniforms[self.uniforms()]);
        drawn.unwrap_or(self.base)
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
