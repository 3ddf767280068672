//! How the outputs of a process share its burdens.

use std::fmt;

use super::process::{Line, Process};
use crate::amount::Amount;
use crate::error::{ModelProblem, Place, Problem, ProblemKind, Verb};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// The rule by which the products and treated wastes of one process share what it takes, discards,
/// avoids, emits and removes.
///
/// # Source
///
/// ISO 14044:2006 clause 4.3.4.2: avoid allocation by subdividing the process; else share by
/// physical relations; else by others such as price.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Allocation {
    /// By mass: amount × the property `mass`, or the amount itself where it is a mass without one.
    Mass,
    /// By energy: amount × the property `energy`, or the amount itself where it is an energy without
    /// one.
    Energy,
    /// By price: amount × price.
    Price,
    /// In equal parts.
    Equal,
    /// By the share stated on each output; the shares sum to exactly one.
    Share,
    /// By a named property: amount × the property.
    Property(String),
}

impl Allocation {
    /// The rule that a word of a model file means; any word that is no other rule names a property.
    pub fn from_word(word: &str) -> Self {
        match word {
            "mass" => Self::Mass,
            "energy" => Self::Energy,
            "price" => Self::Price,
            "equal" => Self::Equal,
            "share" => Self::Share,
            property => Self::Property(property.to_owned()),
        }
    }

    fn needs(&self) -> String {
        match self {
            Self::Mass => "`mass` per unit".into(),
            Self::Energy => "`energy` per unit".into(),
            Self::Price => "`price` per unit".into(),
            Self::Equal => "nothing".into(),
            Self::Share => "`share`".into(),
            Self::Property(name) => format!("the property `{name}` per unit"),
        }
    }
}

impl fmt::Display for Allocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mass => "mass",
            Self::Energy => "energy",
            Self::Price => "price",
            Self::Equal => "equal",
            Self::Share => "share",
            Self::Property(name) => name,
        })
    }
}

/// The weights of a process's outputs and their sum: an output's share is its weight over the sum,
/// kept as two numbers so that the shares sum to exactly one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    pub each: Vec<Amount>,
    pub sum: Amount,
}

impl Weights {
    /// The weights of a process with these outputs (indices of its lines), or all that is wrong.
    pub fn of(process: &Process, outputs: &[usize]) -> Result<Self, Vec<Problem>> {
        let states_share =
            |&output: &usize| process.lines[output].exchange.details().share.is_some();
        let by_share = process.allocation == Some(Allocation::Share);
        // A share of a lone output is checked like any other: 0.4 would lose the rest in silence.
        if outputs.len() == 1 && !(by_share && outputs.iter().any(states_share)) {
            return Ok(Self {
                each: vec![Amount::ONE],
                sum: Amount::ONE,
            });
        }
        let Some(allocation) = &process.allocation else {
            let kind = ModelProblem::AllocationNotStated {
                outputs: outputs.len(),
                choices: choices(process, outputs),
            };
            return Err(vec![Problem::new(kind, Place::process(&process.name))]);
        };
        Self::by(allocation, process, outputs)
    }

    fn by(
        allocation: &Allocation,
        process: &Process,
        outputs: &[usize],
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut each: Vec<Amount> = Vec::new();
        let mut first: Option<Quantity> = None;
        for &output in outputs {
            let line = &process.lines[output];
            match weight(allocation, line, &mut first) {
                Ok(weight) if weight.is_negative() => {
                    let output_name = line.flow.clone();
                    let kind = ModelProblem::NegativeWeight {
                        output: output_name,
                    };
                    problems.push(Problem::new(kind, process.place(output)));
                }
                Ok(weight) => each.push(weight),
                Err(kind) => problems.push(Problem::new(kind, process.place(output))),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Self::summed(allocation, each).map_err(|kind| {
            let place = Place::process(&process.name).at_key("allocate");
            vec![Problem::new(kind, place)]
        })
    }

    fn summed(allocation: &Allocation, each: Vec<Amount>) -> Result<Self, ProblemKind> {
        let each = if *allocation == Allocation::Share {
            each
        } else {
            reduced(each)
        };
        let mut sum = Amount::ZERO;
        for weight in &each {
            sum = sum.plus(*weight)?;
        }
        if !sum.is_positive() {
            return Err(ModelProblem::ZeroWeights.into());
        }
        if *allocation == Allocation::Share && sum != Amount::ONE {
            let sum = sum.to_string();
            return Err(ModelProblem::SharesSum { sum }.into());
        }
        Ok(Self { each, sum })
    }
}

/// The weights over the first of them where that comes out even: 24 kg and 24 kg weigh 1 and 1, and
/// what is divided by their sum is more often exact.
fn reduced(each: Vec<Amount>) -> Vec<Amount> {
    let Some(&first) = each.first() else {
        return each;
    };
    let over_first: Option<Vec<Amount>> = each
        .iter()
        .map(|weight| weight.over(first).ok().filter(Amount::is_exact))
        .collect();
    over_first.or_else(|| raised(&each)).unwrap_or(each)
}

/// Weights of next to nothing times a power of ten, exactly, so that what is multiplied by them is not lost below the last
/// place of a decimal; `None` where they need no such power.
fn raised(each: &[Amount]) -> Option<Vec<Amount>> {
    let decade = each.iter().filter_map(Amount::decade).max()?;
    if decade >= -9 {
        return None;
    }
    let power = -decade;
    each.iter()
        .map(|weight| weight.shifted(power).ok())
        .collect()
}

/// The weight of an output, in the unit of the first output's weight.
fn weight(
    allocation: &Allocation,
    line: &Line,
    first: &mut Option<Quantity>,
) -> Result<Amount, ProblemKind> {
    let exchange = &line.exchange;
    let quantity = match allocation {
        Allocation::Equal => return Ok(Amount::ONE),
        Allocation::Share => {
            let share = exchange.details().share.clone();
            return share.ok_or_else(|| missing(allocation, line))?;
        }
        Allocation::Price => {
            let price = exchange.details().price.as_ref();
            let money = Unit::parse("CNY")?.dimension();
            measures(price, |given| given.has_currency(), money)?;
            per_unit(line, price, allocation)?
        }
        Allocation::Property(name) => {
            per_unit(line, exchange.details().properties.get(name), allocation)?
        }
        Allocation::Mass => physical(line, "mass", Dimension::MASS, allocation)?,
        Allocation::Energy => physical(line, "energy", Dimension::ENERGY, allocation)?,
    };
    let first = first.get_or_insert_with(|| quantity.clone());
    Ok(quantity.to(first.unit())?.amount())
}

fn missing(allocation: &Allocation, line: &Line) -> ProblemKind {
    ModelProblem::MissingWeight {
        by: allocation.to_string(),
        needs: allocation.needs(),
        output: line.flow.clone(),
    }
    .into()
}

/// Amount × a property per unit of it.
fn per_unit(
    line: &Line,
    property: Option<&super::Written<Quantity>>,
    allocation: &Allocation,
) -> Result<Quantity, ProblemKind> {
    let property = property.ok_or_else(|| missing(allocation, line))?.clone()?;
    let amount = line.exchange.amount.clone()?;
    let (_, per) = property.unit().parts();
    let per = per.ok_or_else(|| ModelProblem::NotPerUnit {
        written: property.to_string(),
    })?;
    amount.to(&per)?.times(&property)
}

/// A stated property, else the amount itself where it has the dimension.
fn physical(
    line: &Line,
    name: &str,
    dimension: Dimension,
    allocation: &Allocation,
) -> Result<Quantity, ProblemKind> {
    let amount = line.exchange.amount.clone()?;
    match line.exchange.details().properties.get(name) {
        None if amount.unit().dimension() == dimension => Ok(amount),
        property => {
            measures(property, |given| given == dimension, dimension)?;
            per_unit(line, property, allocation)
        }
    }
}

/// That a property, where it is stated, is of the kind that the rule weighs by: prices in MJ would
/// share as well as prices in money, and mean nothing.
fn measures(
    property: Option<&super::Written<Quantity>>,
    fits: impl Fn(Dimension) -> bool,
    expected: Dimension,
) -> Result<(), ProblemKind> {
    let Some(Ok(quantity)) = property else {
        return Ok(());
    };
    let (numerator, _) = quantity.unit().parts();
    if fits(numerator.dimension()) {
        return Ok(());
    }
    Err(numerator.mismatch(quantity.to_string(), expected).into())
}

/// The allocations that the outputs' data allow, each with the shares it would give.
fn choices(process: &Process, outputs: &[usize]) -> Vec<(String, String)> {
    let named = outputs
        .iter()
        .flat_map(|&output| {
            process.lines[output]
                .exchange
                .details()
                .properties
                .keys()
                .cloned()
        })
        .filter(|name| name != "mass" && name != "energy");
    let mut allocations = vec![
        Allocation::Mass,
        Allocation::Energy,
        Allocation::Price,
        Allocation::Share,
        Allocation::Equal,
    ];
    for name in named.map(Allocation::Property) {
        if !allocations.contains(&name) {
            allocations.push(name);
        }
    }
    allocations
        .iter()
        .filter_map(|allocation| {
            let weights = Weights::by(allocation, process, outputs).ok()?;
            let shares: Option<Vec<String>> = weights
                .each
                .iter()
                .zip(outputs)
                .map(|(weight, &output)| {
                    let share = weight.over(weights.sum).ok()?;
                    Some(format!(
                        "`{}` {}",
                        process.lines[output].flow,
                        share.significant(4)
                    ))
                })
                .collect();
            Some((allocation.to_string(), shares?.join(", ")))
        })
        .collect()
}

/// What one unit of a number by which an output is weighed adds to its weight, given the weights of the outputs: of a price or
/// another property, or of a share. `None` where the process does not weigh by it.
pub(crate) fn weight_per(
    process: &Process,
    outputs: &[usize],
    weights: &[Amount],
    (own, key): (usize, &str),
) -> Option<Amount> {
    let allocation = process.allocation.as_ref()?;
    let is_weighed_by = match allocation {
        Allocation::Equal => false,
        Allocation::Property(name) => name == key,
        other => other.to_string() == key,
    };
    if !is_weighed_by || outputs.len() == 1 {
        return None;
    }
    // Weights may be measured in the first that is not zero: how far is seen where one is more than nothing.
    let mut first = None;
    let mut scale = None;
    for (&output, &weight_as_linked) in outputs.iter().zip(weights) {
        let as_written = weight(allocation, &process.lines[output], &mut first).ok()?;
        if scale.is_none() && !as_written.is_zero() {
            scale = Some(weight_as_linked.over(as_written).ok()?);
        }
    }
    let mut line = process.lines[own].clone();
    line.exchange = line.exchange.weighed_by_one(key)?;
    weight(allocation, &line, &mut first)
        .ok()?
        .times(scale?)
        .ok()
}

/// The shares in which the outputs cause an exchange, where it states them: as weights of `sum`.
pub(crate) fn causal_weights(
    process: &Process,
    outputs: &[usize],
    line: &Line,
    sum: Amount,
) -> Result<Option<Box<[Amount]>>, ProblemKind> {
    let causal = &line.exchange.details().causal;
    if causal.is_empty() {
        return Ok(None);
    }
    let is_output = |name: &str| {
        outputs
            .iter()
            .any(|&output| process.lines[output].flow == name)
    };
    if let Some(output) = causal.keys().find(|name| !is_output(name)) {
        return Err(ModelProblem::NotAnOutput {
            output: output.clone(),
        }
        .into());
    }
    let mut weights = Vec::with_capacity(outputs.len());
    let mut total = Amount::ZERO;
    for &output in outputs {
        let share = match causal.get(&process.lines[output].flow) {
            Some(share) => share.clone()?,
            None => Amount::ZERO,
        };
        if share.is_negative() {
            return Err(ModelProblem::NegativeWeight {
                output: process.lines[output].flow.clone(),
            }
            .into());
        }
        total = total.plus(share)?;
        weights.push(share.times(sum)?);
    }
    if total != Amount::ONE {
        let sum = total.to_string();
        return Err(ModelProblem::SharesSum { sum }.into());
    }
    Ok(Some(weights.into_boxed_slice()))
}

impl Line {
    /// Whether the line is a reference flow of its process.
    pub fn is_output(&self) -> bool {
        matches!(self.verb, Verb::Makes | Verb::Treats)
    }
}
