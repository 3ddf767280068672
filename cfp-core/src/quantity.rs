//! An amount with its unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uom::si::f64::{Area, Energy, Length, Mass, Time, Volume};

use crate::amount::Amount;
use crate::error::{NumberProblem, ProblemKind};
use crate::unit::{Dimension, Unit, split_number};

/// An amount of something in a unit, such as `1.15 MWh`.
///
/// # Exactness
///
/// Conversions multiply before they divide, and divide once: `1150 kWh` is exactly `1.15 MWh`. What
/// cannot be written in 28 digits carries the bound of its [`Amount`].
///
/// # Example
///
/// ```
/// use cfp_core::{Quantity, Unit};
///
/// let meter: Quantity = "1150 kWh".parse()?;
/// assert_eq!(meter.to(&Unit::parse("MWh")?)?.to_string(), "1.15 MWh");
/// let factor: Quantity = "0.5777 kg CO2e/kWh".parse()?;
/// assert_eq!(meter.times(&factor)?.to_string(), "664.355 kg CO2e");
/// # Ok::<(), cfp_core::ProblemKind>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Quantity {
    amount: Amount,
    unit: Unit,
}

impl Quantity {
    /// An amount in a unit.
    pub fn new(amount: Amount, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// How many of the unit.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// The unit, as written.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// The same quantity in another unit of its dimension.
    ///
    /// # Errors
    ///
    /// A problem of the unit when the dimensions differ, of the number beyond the range of decimals.
    pub fn to(&self, unit: &Unit) -> Result<Self, ProblemKind> {
        if self.unit.dimension() != unit.dimension() {
            return Err(self
                .unit
                .mismatch(self.to_string(), unit.dimension())
                .into());
        }
        let amount = self.unit.factor_to(unit)?.apply(self.amount)?;
        Ok(Self::new(amount, unit.clone()))
    }

    /// The sum, in the unit of this one.
    ///
    /// # Errors
    ///
    /// As for [`Quantity::to`]; `kg CO2` does not add to `kg CO2e`.
    pub fn plus(&self, other: &Self) -> Result<Self, ProblemKind> {
        let amount = self.amount.plus(other.to(&self.unit)?.amount)?;
        Ok(Self::new(amount, self.unit.clone()))
    }

    /// The difference, in the unit of this one.
    ///
    /// # Errors
    ///
    /// As for [`Quantity::to`].
    pub fn minus(&self, other: &Self) -> Result<Self, ProblemKind> {
        let amount = self.amount.minus(other.to(&self.unit)?.amount)?;
        Ok(Self::new(amount, self.unit.clone()))
    }

    /// The product, in the product of the units.
    ///
    /// # Errors
    ///
    /// As for [`Unit::times`], or a number beyond the range of decimals.
    pub fn times(&self, other: &Self) -> Result<Self, ProblemKind> {
        let unit = self.unit.times(&other.unit)?;
        Ok(Self::new(self.amount.times(other.amount)?, unit))
    }

    /// The quotient, in the quotient of the units.
    ///
    /// # Errors
    ///
    /// As for [`Unit::per`], a division by zero, or a number beyond the range of decimals.
    pub fn over(&self, divisor: &Self) -> Result<Self, ProblemKind> {
        let unit = self.unit.per(&divisor.unit)?;
        Ok(Self::new(self.amount.over(divisor.amount)?, unit))
    }

    /// The CO2 that a quantity of carbon burns to, by itself or per something: `t C/TJ` as `t CO2/TJ`; `None` where it is of
    /// something else.
    ///
    /// # Exactness
    ///
    /// 44/12, the ratio of the molar masses as inventories take it; multiplied first, and divided once.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    ///
    /// # Source
    ///
    /// IPCC Guidelines for National Greenhouse Gas Inventories 2006, volume 2, section 1.4.2.1: carbon contents and emission
    /// factors are related by 44/12.
    pub fn carbon_as_co2(&self) -> Result<Option<Self>, ProblemKind> {
        let (carbon, below) = self.unit.parts();
        if carbon.dimension() != Dimension::CARBON {
            return Ok(None);
        }
        let Some(mass) = carbon.symbol().strip_suffix(" C") else {
            return Ok(None);
        };
        let co2 = Unit::parse(&format!("{mass} CO2"))?;
        let unit = match below {
            Some(below) => co2.per(&below)?,
            None => co2,
        };
        let amount = self.amount.times("44".parse()?)?.over("12".parse()?)?;
        Ok(Some(Self::new(amount, unit)))
    }

    /// So many times this quantity.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn scaled(&self, times: Amount) -> Result<Self, NumberProblem> {
        Ok(Self::new(self.amount.times(times)?, self.unit.clone()))
    }
}

impl FromStr for Quantity {
    type Err = ProblemKind;

    /// Reads a number and a unit such as `1.15 MWh` or `３万度`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = split_number(text)?;
        Ok(Self::new(number.parse()?, Unit::parse(&unit)?))
    }
}

impl fmt::Display for Quantity {
    /// The amount and the unit; with `{:#}`, the rounding bound between them when there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{:#} {}", self.amount, self.unit)
        } else {
            write!(f, "{} {}", self.amount, self.unit)
        }
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

/// The form in files: value and bound as decimal texts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    value: String,
    bound: String,
    unit: Unit,
}

impl From<Quantity> for Written {
    fn from(quantity: Quantity) -> Self {
        Self {
            value: quantity.amount.value_text(),
            bound: quantity.amount.bound().value_text(),
            unit: quantity.unit,
        }
    }
}

impl TryFrom<Written> for Quantity {
    type Error = NumberProblem;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let value = Amount::restored(&written.value)?;
        let bound = Amount::restored(&written.bound)?;
        if bound.is_negative() {
            let text = written.bound;
            return Err(NumberProblem::NotANumber { text });
        }
        Ok(Self::new(value.widened(bound)?, written.unit))
    }
}

/// Above 2⁻⁵⁰, which is eight roundings of a double: what uom computes on the way from the unit that a number was given in to
/// the one it counts in, the rounding of its own factors included, is six at most.
const OF_UOM: &str = "9e-16";

/// The shortest decimal that reads as a double out of uom, and a bound in which what was given to uom stands.
fn out_of_uom(number: f64) -> Result<Amount, NumberProblem> {
    let amount: Amount = format!("{number:e}").parse()?;
    amount.widened(amount.times(OF_UOM.parse()?)?)
}

/// Conversions from and to uom quantities, through the unit that both count in.
macro_rules! with_uom {
    ($($quantity:ident $module:ident $base:ident $symbol:literal)*) => {$(
        impl TryFrom<$quantity> for Quantity {
            type Error = ProblemKind;

            #[doc = concat!("In ", $symbol, ", as the shortest decimal of the double; infinite or undefined ones are refused.")]
            ///
            /// # Exactness
            ///
            /// uom keeps a double in its base unit, so that 9.98 g come as 0.009980000000000001 kg. The bound holds what was
            /// given to uom, by the factor that uom has for the unit: four units in the last place of the double.
            fn try_from(quantity: $quantity) -> Result<Self, Self::Error> {
                let number = quantity.get::<uom::si::$module::$base>();
                Ok(Self::new(out_of_uom(number)?, Unit::parse($symbol)?))
            }
        }

        impl TryFrom<&Quantity> for $quantity {
            type Error = ProblemKind;

            #[doc = concat!("The nearest double in ", $symbol, "; the rounding bound stays behind.")]
            fn try_from(quantity: &Quantity) -> Result<Self, Self::Error> {
                let amount = quantity.to(&Unit::parse($symbol)?)?.amount;
                Ok(Self::new::<uom::si::$module::$base>(amount.approximate()))
            }
        }
    )*};
}

with_uom! {
    Mass mass kilogram "kg"
    Energy energy joule "J"
    Volume volume cubic_meter "m3"
    Length length meter "m"
    Area area square_meter "m2"
    Time time second "s"
}
