//! What a parameter or an expression is worth, and its arithmetic.

use std::fmt;

use cfp_core::{Amount, Dimension, NumberProblem, ProblemKind, Quantity, Unit, UnitProblem};

use super::parameter_problem::ParameterProblem;

/// A plain number, or an amount in a unit.
///
/// # Exactness
///
/// Decimals are exact; a division that does not end widens the bound of the [`Amount`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterValue {
    /// How many of the unit.
    pub amount: Amount,
    /// The unit; `None` for a plain number.
    pub unit: Option<Unit>,
}

impl fmt::Display for ParameterValue {
    /// The amount and the unit; with `{:#}`, the rounding bound between them when there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.amount, f)?;
        self.unit
            .as_ref()
            .map_or(Ok(()), |unit| write!(f, " {unit}"))
    }
}

/// Why two values have no result.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// It is told as a problem already.
    Told,
    /// A problem of the expression.
    Expression(ParameterProblem),
    /// A problem of a number or a unit.
    Value(ProblemKind),
}

impl From<ProblemKind> for Fault {
    fn from(kind: ProblemKind) -> Self {
        Self::Value(kind)
    }
}

impl From<NumberProblem> for Fault {
    fn from(problem: NumberProblem) -> Self {
        Self::Value(problem.into())
    }
}

impl From<UnitProblem> for Fault {
    fn from(problem: UnitProblem) -> Self {
        Self::Value(problem.into())
    }
}

/// Why an expression has no value, and the byte of its text where that shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure {
    pub offset: usize,
    pub fault: Fault,
}

impl Failure {
    pub fn new(offset: usize, problem: ParameterProblem) -> Self {
        let fault = Fault::Expression(problem);
        Self { offset, fault }
    }

    /// Of the whole text.
    pub fn of_whole(fault: impl Into<Fault>) -> Self {
        let fault = fault.into();
        Self { offset: 0, fault }
    }
}

/// How two values may be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
}

impl ParameterValue {
    pub(super) fn number(amount: Amount) -> Self {
        Self { amount, unit: None }
    }

    pub(super) fn of(quantity: &Quantity) -> Self {
        Self {
            amount: quantity.amount(),
            unit: Some(quantity.unit().clone()),
        }
    }

    fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit.clone()?;
        Some(Quantity::new(self.amount, unit))
    }

    /// As an amount in a unit.
    pub(super) fn to_quantity(&self) -> Result<Quantity, Fault> {
        self.quantity().ok_or_else(|| {
            let text = self.amount.to_string();
            UnitProblem::NoUnit { text }.into()
        })
    }

    /// As a plain number.
    pub(super) fn to_number(&self) -> Result<Amount, Fault> {
        match &self.unit {
            None => Ok(self.amount),
            Some(unit) => Err(Fault::Expression(ParameterProblem::HasUnit {
                given: self.to_string(),
                unit: unit.to_string(),
            })),
        }
    }

    pub(super) fn negated(self) -> Self {
        Self {
            amount: self.amount.negated(),
            unit: self.unit,
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Result<Self, Fault> {
        let other = self.alike(other, "add")?;
        Ok(Self {
            amount: self.amount.plus(other)?,
            unit: self.unit.clone(),
        })
    }

    pub(super) fn minus(&self, other: &Self) -> Result<Self, Fault> {
        let other = self.alike(other, "subtract")?;
        Ok(Self {
            amount: self.amount.minus(other)?,
            unit: self.unit.clone(),
        })
    }

    pub(super) fn times(&self, other: &Self) -> Result<Self, Fault> {
        match (self.quantity(), other.quantity()) {
            (Some(mine), Some(theirs)) => {
                let theirs = in_unit_below(theirs, mine.unit());
                let mine = in_unit_below(mine, theirs.unit());
                plain_ratio(&mine.times(&theirs)?)
            }
            _ => Ok(Self {
                amount: self.amount.times(other.amount)?,
                unit: self.unit.clone().or_else(|| other.unit.clone()),
            }),
        }
    }

    pub(super) fn over(&self, divisor: &Self) -> Result<Self, Fault> {
        let Some(below) = divisor.quantity() else {
            return Ok(Self {
                amount: self.amount.over(divisor.amount)?,
                unit: self.unit.clone(),
            });
        };
        let above = match self.quantity() {
            Some(above) => in_unit_above(above, below.unit()),
            None => Quantity::new(self.amount, Unit::parse("kg/kg")?),
        };
        plain_ratio(&above.over(&below)?)
    }

    /// Whether the comparison holds, as 1 or 0.
    pub(super) fn compared(&self, how: Comparison, other: &Self) -> Result<Self, Fault> {
        let difference = self.amount.minus(self.alike(other, "compare")?)?;
        let mut holds = holds(how, difference);
        if holds.is_none() {
            // Conversion may round in one direction and not in the other.
            let difference = other.alike(self, "compare")?.minus(other.amount)?;
            holds = self::holds(how, difference);
        }
        match holds {
            Some(true) => Ok(Self::number(Amount::ONE)),
            Some(false) => Ok(Self::number(Amount::ZERO)),
            None => Err(Fault::Expression(ParameterProblem::Open {
                left: format!("{self:#}"),
                right: format!("{other:#}"),
            })),
        }
    }

    /// So many of its unit.
    pub(super) fn of_its_unit(&self, amount: Amount) -> Self {
        let unit = self.unit.clone();
        Self { amount, unit }
    }

    /// The amount of another value in this one's unit.
    pub(super) fn alike(&self, other: &Self, verb: &'static str) -> Result<Amount, Fault> {
        match (&self.unit, other.quantity()) {
            (None, None) => Ok(other.amount),
            (Some(unit), Some(quantity)) => match quantity.to(unit) {
                Err(ProblemKind::Unit(UnitProblem::WrongDimension { .. })) => {
                    Err(self.unlike(other, verb))
                }
                converted => Ok(converted?.amount()),
            },
            _ => Err(self.unlike(other, verb)),
        }
    }

    fn unlike(&self, other: &Self, verb: &'static str) -> Fault {
        Fault::Expression(ParameterProblem::DoNotAdd {
            left: self.to_string(),
            right: other.to_string(),
            verb,
            left_is: self.describe(),
            right_is: other.describe(),
        })
    }

    fn describe(&self) -> String {
        match &self.unit {
            Some(unit) => unit.dimension().describe(),
            None => "a number without unit".to_owned(),
        }
    }
}

/// Whether a comparison holds of two amounts with this difference; `None` when rounding leaves it open.
fn holds(how: Comparison, difference: Amount) -> Option<bool> {
    let more = |difference: Amount| {
        let certain = difference.is_positive();
        (certain || difference.negated().is_at_least_zero()).then_some(certain)
    };
    let equal = || {
        let apart = difference.is_positive() || difference.is_negative();
        (apart || difference.is_zero()).then_some(!apart)
    };
    match how {
        Comparison::More => more(difference),
        Comparison::AtMost => more(difference).map(|holds| !holds),
        Comparison::Less => more(difference.negated()),
        Comparison::AtLeast => more(difference.negated()).map(|holds| !holds),
        Comparison::Equal => equal(),
        Comparison::Unequal => equal().map(|holds| !holds),
    }
}

/// A quantity in the unit below the stroke of another when that is of its dimension and nothing is
/// rounded: the product of 2 MWh and 0.5 kg/kWh is then told in kg.
fn in_unit_below(quantity: Quantity, other: &Unit) -> Quantity {
    match other.parts().1 {
        Some(below) => exactly_in(quantity, &below),
        None => quantity,
    }
}

/// The same for a dividend and the unit above the stroke of its divisor.
fn in_unit_above(quantity: Quantity, divisor: &Unit) -> Quantity {
    exactly_in(quantity, &divisor.parts().0)
}

fn exactly_in(quantity: Quantity, unit: &Unit) -> Quantity {
    let figure = Quantity::new(quantity.amount().midpoint(), quantity.unit().clone());
    match (figure.to(unit), quantity.to(unit)) {
        (Ok(figure), Ok(converted)) if figure.amount().is_exact() => converted,
        _ => quantity,
    }
}

/// A ratio of one dimension as the number that it is.
fn plain_ratio(quantity: &Quantity) -> Result<ParameterValue, Fault> {
    if quantity.unit().dimension() != Dimension::NONE {
        return Ok(ParameterValue::of(quantity));
    }
    let ratio = quantity.to(&Unit::parse("kg/kg")?)?;
    Ok(ParameterValue::number(ratio.amount()))
}
