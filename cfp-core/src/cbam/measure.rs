//! The numbers of the method, the units that it counts in, and how its results are reported.

use crate::amount::Amount;
use crate::error::{NumberProblem, ProblemKind};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// The numbers that the law fixes, as its dataset has them.
///
/// # Source
///
/// 2547 Annex II points B.3.1 (3.664), G Tables 1 and 6; Annex III points A.2.2 and A.2.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// t CO2 per t of carbon.
    pub carbon_to_co2: Amount,
    /// t CO2 per TJ of natural gas, by which waste gases count.
    pub natural_gas: Amount,
    /// The factor on exported waste gases for the efficiency of their use.
    pub waste_gas_correction: Amount,
    /// t CO2e per t N2O.
    pub n2o: Amount,
    /// t CO2e per t CF4.
    pub cf4: Amount,
    /// t CO2e per t C2F6.
    pub c2f6: Amount,
    /// The efficiency of a boiler where heat comes from an installation that is not verified.
    pub boiler_efficiency: Amount,
    /// The efficiency of a cogeneration unit in heat where neither measurement nor design tells it.
    pub chp_heat: Amount,
    /// Its efficiency in electricity.
    pub chp_electricity: Amount,
}

/// A quantity as a number of this unit.
pub(super) fn number(quantity: &Quantity, unit: &str) -> Result<Amount, ProblemKind> {
    Ok(quantity.to(&Unit::parse(unit)?)?.amount())
}

/// Tonnes of CO2 or CO2e, as a number.
pub(super) fn tonnes_co2e(quantity: &Quantity) -> Result<Amount, ProblemKind> {
    let is_co2 = quantity.unit().dimension() == Dimension::CO2;
    number(quantity, if is_co2 { "t CO2" } else { "t CO2e" })
}

/// An emission factor in t CO2 or CO2e per this unit, as a number.
pub(super) fn factor_per(quantity: &Quantity, below: &str) -> Result<Amount, ProblemKind> {
    let is_co2 = quantity.unit().parts().0.dimension() == Dimension::CO2;
    let above = if is_co2 { "t CO2" } else { "t CO2e" };
    number(quantity, &format!("{above}/{below}"))
}

/// The sum of some numbers.
pub(super) fn sum(numbers: impl IntoIterator<Item = Amount>) -> Result<Amount, NumberProblem> {
    let mut sum = Amount::ZERO;
    for number in numbers {
        sum = sum.plus(number)?;
    }
    Ok(sum)
}

/// Specific embedded emissions as they are reported: at most five decimals, halves away from zero.
///
/// The law names no rule for halves.
///
/// # Source
///
/// 2547 Annex II point A.1(8), which speaks of tonnes of CO2e per tonne of goods: figures per kilogram of nitrogen or per kWh
/// keep their digits.
pub fn reported(per_tonne: Amount) -> String {
    per_tonne.rounded_half_up(5)
}

/// Emissions of a year as they are reported: full tonnes, halves away from zero.
///
/// # Source
///
/// 2547 Annex II point A.1(6).
pub fn reported_total(tonnes: Amount) -> String {
    tonnes.rounded_half_up(0)
}
