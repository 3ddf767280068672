//! What of an installation's emissions is of a production process.

use serde::Serialize;

use super::energy::{ElectricitySource, EnergyUnitRow, Heat};
use super::measure::{Method, number, sum};
use super::production::{CoProduct, Production};
use crate::amount::Amount;
use crate::error::{CbamProblem, NumberProblem, ProblemKind};
use crate::quantity::Quantity;

/// The attributed emissions of a production process, term by term, in t CO2e.
///
/// # Source
///
/// 2547 Annex III Equations 53 to 56.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Attribution {
    /// Directly attributable emissions, `DirEm*`.
    pub direct: Amount,
    /// Of heat that is received.
    pub heat_imported: Amount,
    /// Of heat that leaves, taken off.
    pub heat_exported: Amount,
    /// Of waste gas that is received, as natural gas.
    pub waste_gas_imported: Amount,
    /// Of waste gas that leaves, taken off with the factor on its efficiency.
    pub waste_gas_exported: Amount,
    /// Of electricity that is made, taken off.
    pub electricity_produced: Amount,
    /// The sum of the terms.
    pub before_floor: Amount,
    /// The share of the goods, where chemicals are made beside them; 1 elsewhere.
    pub share_of_goods: Amount,
    /// Attributed direct emissions: the sum, zero where that is negative, and the share of the goods of it.
    pub attributed_direct: Amount,
    /// Attributed indirect emissions.
    pub attributed_indirect: Amount,
    /// MWh of electricity that the goods use.
    pub electricity: Amount,
}

impl Production {
    /// The attributed emissions, with these directly attributable ones.
    pub(super) fn attribution(
        &self,
        direct: Amount,
        sources: &[ElectricitySource],
        units: &[EnergyUnitRow],
        method: &Method,
    ) -> Result<Attribution, ProblemKind> {
        let of_heat = |heat: &[Heat]| -> Result<Amount, ProblemKind> {
            let each = heat.iter().map(|heat| heat.emissions(units, method));
            Ok(sum(each.collect::<Result<Vec<_>, _>>()?)?)
        };
        let heat_imported = of_heat(&self.heat_imported)?;
        let heat_exported = of_heat(&self.heat_exported)?;
        let natural_gas = |gas: &[Quantity]| -> Result<Amount, ProblemKind> {
            Ok(terajoules(gas)?.times(method.natural_gas)?)
        };
        let waste_gas_imported = natural_gas(&self.waste_gas_imported)?;
        let waste_gas_exported =
            natural_gas(&self.waste_gas_exported)?.times(method.waste_gas_correction)?;
        let mut electricity_produced = Amount::ZERO;
        for made in &self.electricity_produced {
            electricity_produced = electricity_produced.plus(made.emissions(sources, units)?)?;
        }
        let (mut indirect, mut electricity) = (Amount::ZERO, Amount::ZERO);
        for used in &self.electricity {
            indirect = indirect.plus(used.emissions(sources, units)?)?;
            electricity = electricity.plus(used.energy()?)?;
        }
        let before_floor = direct
            .plus(heat_imported)?
            .minus(heat_exported)?
            .plus(waste_gas_imported)?
            .minus(waste_gas_exported)?
            .minus(electricity_produced)?;
        let share_of_goods = molar_share(&self.co_products)?;
        Ok(Attribution {
            direct,
            heat_imported,
            heat_exported,
            waste_gas_imported,
            waste_gas_exported,
            electricity_produced,
            before_floor,
            share_of_goods,
            attributed_direct: before_floor.floored().times(share_of_goods)?,
            attributed_indirect: indirect.times(share_of_goods)?,
            electricity: electricity.times(share_of_goods)?,
        })
    }
}

/// TJ of some quantities of energy, none of which may be negative.
fn terajoules(energies: &[Quantity]) -> Result<Amount, ProblemKind> {
    let mut sum = Amount::ZERO;
    for energy in energies {
        let number = number(energy, "TJ")?;
        if number.is_negative() {
            let (what, written) = ("an amount of waste gas".to_owned(), energy.to_string());
            return Err(CbamProblem::Negative { what, written }.into());
        }
        sum = sum.plus(number)?;
    }
    Ok(sum)
}

/// The share of the goods among chemicals that are made together: by moles, by mass where a molar mass is not known, and 1
/// where nothing is made beside them.
///
/// # Errors
///
/// Units that do not fit; co-products that are nothing in all.
///
/// # Source
///
/// 2547 Annex III point A.2.1, Equation 43.
///
/// # Example
///
/// ```
/// use cfp_core::cbam::{CoProduct, molar_share};
///
/// let made = |name: &str, amount: &str, molar_mass: &str, is_goods| CoProduct {
///     name: name.to_owned(),
///     amount: amount.parse().expect("an amount"),
///     molar_mass: molar_mass.parse().ok(),
///     is_goods,
/// };
/// let share = molar_share(&[
///     made("hydrogen", "100 t", "2.016", true),
///     made("chlorine", "3517 t", "70.906", false),
///     made("caustic soda", "3968 t", "39.997", false),
/// ])?;
/// assert_eq!(share.significant(4), "0.25");
/// # Ok::<(), cfp_core::ProblemKind>(())
/// ```
pub fn molar_share(made: &[CoProduct]) -> Result<Amount, ProblemKind> {
    if made.is_empty() {
        return Ok(Amount::ONE);
    }
    let by_moles = made.iter().all(|product| product.molar_mass.is_some());
    let (mut whole, mut goods) = (Amount::ZERO, Amount::ZERO);
    for product in made {
        let tonnes = number(&product.amount, "t")?;
        let weight = match product.molar_mass.filter(|_| by_moles) {
            Some(mass) if !mass.is_positive() => {
                let what = format!("the molar mass of `{}`", product.name);
                return Err(CbamProblem::Zero { what }.into());
            }
            Some(mass) => tonnes.over(mass)?,
            None => tonnes,
        };
        whole = whole.plus(weight)?;
        if product.is_goods {
            goods = goods.plus(weight)?;
        }
    }
    if !whole.is_positive() {
        let what = "the amount of chemicals made together".to_owned();
        return Err(CbamProblem::Zero { what }.into());
    }
    Ok(goods.over(whole)?)
}

/// What data of production processes are corrected by, so that they sum to the datum of the installation.
///
/// # Errors
///
/// A sum of zero, or results beyond the range of decimals.
///
/// # Source
///
/// 2547 Annex III point A.1, Equations 41 and 42.
pub fn reconciliation(
    installation: Amount,
    processes: impl IntoIterator<Item = Amount>,
) -> Result<Amount, NumberProblem> {
    installation.over(sum(processes)?)
}
