//! Named parameters of a model: one value that several numbers of the model are computed from.

use std::collections::BTreeMap;
use std::fmt;

use super::failure::Failure;
use crate::amount::Amount;
use crate::analyse::analysis::Analysis;
use crate::analyse::slopes::{NumberOf, Slope};
use crate::error::{NumberProblem, Place, Verb};
use crate::model::{ServedSupply, Spread};
use crate::quantity::Quantity;

/// A number of a model that is computed from parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NumberPlace {
    /// The amount of an exchange.
    Exchange {
        /// The name of the process.
        process: String,
        /// The verb that it stands under.
        verb: Verb,
        /// The flow.
        flow: String,
        /// Which of several exchanges of that flow under that verb, counted from 0.
        index: usize,
    },
    /// What an output weighs in the allocation of its process.
    Weight {
        /// The name of the process.
        process: String,
        /// The verb that the output stands under.
        verb: Verb,
        /// The output.
        flow: String,
        /// What it is weighed by: `price`, `share` or the name of another property.
        key: String,
    },
    /// The share of an exchange that one output causes.
    Causal {
        /// The name of the process.
        process: String,
        /// The verb that the exchange stands under.
        verb: Verb,
        /// The flow.
        flow: String,
        /// Which of several exchanges of that flow under that verb, counted from 0.
        index: usize,
        /// The output.
        output: String,
    },
    /// The figure of the supply of a flow, where that is not a published factor.
    Supply(String),
    /// The figure of a member of a mix, where that is not a published factor.
    MixFigure {
        /// The flow that the mix supplies.
        flow: String,
        /// Which member it is, counted from 0, at each level of the mix.
        member: Vec<usize>,
    },
    /// The share of a member of a mix.
    MixShare {
        /// The flow that the mix supplies.
        flow: String,
        /// Which member it is, counted from 0, at each level of the mix.
        member: Vec<usize>,
    },
    /// The global warming potential of a gas.
    Gwp(String),
    /// The amount that is wanted.
    Demand,
}

/// A named parameter, and how the numbers of a model move with it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelParameter {
    /// The name.
    pub name: String,
    /// The value; a plain number is one in kg/kg.
    pub value: Quantity,
    /// The value as it is shown.
    pub written: String,
    /// How uncertain the value is; `None` for one that is as written.
    pub spread: Option<Spread>,
    /// The derivative of every number that moves with it: the unit of the number per that of the value.
    pub derivatives: Vec<(NumberPlace, Amount)>,
}

/// Computes the numbers of a model for other values of its parameters.
pub type Compute<'a> = dyn Fn(&[Amount]) -> Result<Vec<Amount>, String> + Sync + 'a;

/// The parameters of a model, and what its numbers are for other values of those that are uncertain.
#[derive(Clone, Copy)]
pub struct Parametric<'a> {
    /// The parameters; those without a spread are not drawn.
    pub parameters: &'a [ModelParameter],
    /// The places that move with any uncertain parameter.
    pub places: &'a [NumberPlace],
    /// The numbers at these places, in their units as written, for values of the uncertain parameters in their order; or
    /// why there are none.
    pub compute: &'a Compute<'a>,
}

impl fmt::Debug for Parametric<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parametric")
            .field("parameters", &self.parameters)
            .field("places", &self.places)
            .finish_non_exhaustive()
    }
}

impl Parametric<'_> {
    /// The numbers at the places for values of the uncertain parameters.
    pub(super) fn computed(&self, values: &[f64]) -> Result<Vec<f64>, Failure> {
        let amount = |value: &f64| Amount::from_approximation(*value).ok_or(Failure::NotFinite);
        let values = values.iter().map(amount).collect::<Result<Vec<_>, _>>()?;
        let numbers = (self.compute)(&values).map_err(Failure::Parameters)?;
        Ok(numbers.iter().map(Amount::nearest_double).collect())
    }
}

/// The numbers of an analysis by their places.
#[derive(Debug)]
pub(in crate::analyse) struct Places {
    /// One place may be several numbers: a stated figure beside grids that are looked up by region.
    numbers: BTreeMap<NumberPlace, Vec<usize>>,
}

impl Places {
    /// The places of an analysis's slopes.
    pub fn of(analysis: &Analysis, slopes: &[Slope]) -> Self {
        let graph = analysis.graph();
        let mut numbers: BTreeMap<NumberPlace, Vec<usize>> = BTreeMap::new();
        let mut add = |place: NumberPlace, number: usize| {
            let list = numbers.entry(place).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        };
        for (number, slope) in slopes.iter().enumerate() {
            match &slope.of {
                NumberOf::Line { activity, line } => {
                    let place = NumberPlace::of(graph.processes[*activity].place(*line));
                    if let Some(place) = place {
                        add(place, number);
                    }
                }
                NumberOf::Supplies(group) => {
                    let supplies = group.iter().map(|supply| &graph.supplies[*supply]);
                    let stated = supplies.filter(|supply| supply.stated.record().is_none());
                    for supply in stated {
                        add(NumberPlace::of_supply(supply), number);
                    }
                }
                NumberOf::Gas(accounts) => {
                    let gas = &analysis.content.accounts.list[accounts[0]].gas;
                    add(NumberPlace::Gwp(gas.clone()), number);
                }
            }
        }
        Self { numbers }
    }

    /// The numbers of the slopes at a place; none where the demand does not reach it.
    pub fn find(&self, place: &NumberPlace) -> &[usize] {
        self.numbers.get(place).map_or(&[], Vec::as_slice)
    }
}

impl NumberPlace {
    /// The figure of a supply.
    fn of_supply(supply: &ServedSupply) -> Self {
        let flow = supply.flow.clone();
        if supply.part.steps.is_empty() {
            return Self::Supply(flow);
        }
        let steps = supply.part.steps.iter();
        let member = steps.map(|(member, _)| *member).collect();
        Self::MixFigure { flow, member }
    }

    /// The number in words.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Exchange { process, flow, .. } => format!("`{flow}` of `{process}`"),
            Self::Weight {
                process, flow, key, ..
            } => format!("the {key} of `{flow}` of `{process}`"),
            Self::Causal {
                process,
                flow,
                output,
                ..
            } => format!("the share of `{output}` in `{flow}` of `{process}`"),
            Self::Supply(flow) => format!("the figure of `{flow}`"),
            Self::MixFigure { flow, .. } => format!("the figure of a member of the mix `{flow}`"),
            Self::MixShare { flow, .. } => format!("the share of a member of the mix `{flow}`"),
            Self::Gwp(gas) => format!("the global warming potential of `{gas}`"),
            Self::Demand => "the amount that is wanted".to_owned(),
        }
    }

    /// The exchange at a place; `None` where the place is of something else.
    pub fn of(place: Place) -> Option<Self> {
        Some(Self::Exchange {
            process: place.process?,
            verb: place.verb?,
            flow: place.flow?,
            index: place.index,
        })
    }
}

impl ModelParameter {
    /// By how much the footprint rises when the parameter rises by one of its unit: exactly, by the chain rule.
    pub(in crate::analyse) fn derivative(
        &self,
        analysis: &Analysis,
        slopes: &[Slope],
        places: &Places,
    ) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        for (place, by_parameter) in &self.derivatives {
            let mut of_place = Amount::ZERO;
            if *place == NumberPlace::Demand {
                let wanted = analysis.demand().amount().as_ref();
                let wanted = wanted.map_or(Amount::ONE, Quantity::amount);
                of_place = analysis.total().amount().over(wanted)?;
            }
            if let Some(shared) = analysis.shared_by(place)? {
                of_place = of_place.plus(shared.derivative)?;
            }
            for number in places.find(place) {
                of_place = of_place.plus(slopes[*number].derivative)?;
            }
            sum = sum.plus(of_place.times(*by_parameter)?)?;
        }
        Ok(sum)
    }
}
