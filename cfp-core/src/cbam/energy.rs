//! Heat and electricity: where they are from and what a unit of them emits.

use serde::Serialize;

use super::measure::{Method, factor_per, number};
use super::stream::fraction_of;
use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};
use crate::quantity::Quantity;

/// A boiler or cogeneration unit that serves more than one production process; the source streams say what it burns.
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyUnit {
    /// What it is called.
    pub name: String,
    /// What it makes.
    pub powered: Powered,
    /// Heat that is lost on the way and belongs to all who use heat of it.
    pub losses: Option<Quantity>,
}

/// What an energy unit makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Powered {
    /// Measurable heat: the net heat of the year, or the efficiency where that is not measured.
    Boiler {
        /// The net heat produced.
        heat: Option<Quantity>,
        /// The efficiency, where the heat is not measured.
        efficiency: Option<Amount>,
    },
    /// Heat and electricity.
    Cogeneration(Cogeneration),
}

/// A combined heat and power unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Cogeneration {
    /// The net heat of the year.
    pub heat: Quantity,
    /// The net electricity of the year.
    pub electricity: Quantity,
    /// Where its efficiencies are from.
    pub efficiencies: Efficiencies,
    /// The efficiency of a boiler by itself, as a fraction: Annex III point C Table 2.
    pub reference_heat: Amount,
    /// The efficiency of a power plant by itself: Table 1.
    pub reference_electricity: Amount,
}

/// Where the efficiencies of a cogeneration unit are from.
///
/// # Source
///
/// 2547 Annex III point A.2.2: measured, else of the design, else the conservative standard values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Efficiencies {
    /// Heat and electricity over the energy of the fuels.
    Measured,
    /// Of the technical documentation.
    Design {
        /// Of heat.
        heat: Amount,
        /// Of electricity.
        electricity: Amount,
    },
    /// The standard values of the method.
    Standard,
}

/// How the emissions of a cogeneration unit fall on heat and electricity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CogenerationSplit {
    /// The share of heat.
    pub heat_share: Amount,
    /// The share of electricity.
    pub electricity_share: Amount,
    /// t CO2 per TJ of heat.
    pub per_heat: Amount,
    /// t CO2 per MWh of electricity.
    pub per_electricity: Amount,
}

impl Cogeneration {
    /// How these emissions (t CO2) of this energy (TJ) fall on heat and electricity.
    ///
    /// # Errors
    ///
    /// Efficiencies out of range, and zeros that divide.
    ///
    /// # Source
    ///
    /// 2547 Annex III Equations 46 to 52.
    pub fn split(
        &self,
        emissions: Amount,
        energy: Amount,
        method: &Method,
    ) -> Result<CogenerationSplit, ProblemKind> {
        let heat = number(&self.heat, "TJ")?;
        let electricity = number(&self.electricity, "MWh")?;
        let numbers = [
            ("the net heat of cogeneration", heat),
            ("the net electricity of cogeneration", electricity),
            ("the energy of the fuels of cogeneration", energy),
        ];
        for (what, number) in numbers {
            if !number.is_positive() {
                let what = what.to_owned();
                return Err(CbamProblem::Zero { what }.into());
            }
        }
        let (of_heat, of_electricity) = match self.efficiencies {
            Efficiencies::Measured => (
                heat.over(energy)?,
                number(&self.electricity, "TJ")?.over(energy)?,
            ),
            Efficiencies::Design { heat, electricity } => (heat, electricity),
            Efficiencies::Standard => (method.chp_heat, method.chp_electricity),
        };
        let fractions = [
            ("the efficiency in heat", of_heat),
            ("the efficiency in electricity", of_electricity),
            ("the reference efficiency of heat", self.reference_heat),
            (
                "the reference efficiency of electricity",
                self.reference_electricity,
            ),
        ];
        for (what, fraction) in fractions {
            fraction_of(what, fraction)?;
        }
        let heat_part = of_heat.over(self.reference_heat)?;
        let electricity_part = of_electricity.over(self.reference_electricity)?;
        let whole = heat_part.plus(electricity_part)?;
        let heat_share = heat_part.over(whole)?;
        let electricity_share = electricity_part.over(whole)?;
        Ok(CogenerationSplit {
            heat_share,
            electricity_share,
            per_heat: emissions.times(heat_share)?.over(heat)?,
            per_electricity: emissions.times(electricity_share)?.over(electricity)?,
        })
    }
}

/// What an energy unit burns and what a unit of its heat and electricity emits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EnergyUnitRow {
    /// The unit.
    pub name: String,
    /// TJ of its fuels.
    pub energy: Amount,
    /// t CO2 of its fuels and flue gas cleaning; waste gases count at most as natural gas.
    pub emissions: Amount,
    /// t CO2 per TJ of heat that is used, losses included.
    pub per_heat: Amount,
    /// t CO2 per MWh of electricity; `None` for a boiler.
    pub per_electricity: Option<Amount>,
    /// The shares of cogeneration.
    pub split: Option<CogenerationSplit>,
}

impl EnergyUnit {
    /// What a unit of its heat and electricity emits; `used` is the heat (TJ) that processes and others take from it.
    pub(super) fn row(
        &self,
        emissions: Amount,
        energy: Amount,
        used: Amount,
        method: &Method,
    ) -> Result<EnergyUnitRow, ProblemKind> {
        if !energy.is_positive() {
            let what = format!("the energy of the fuels of `{}`", self.name);
            return Err(CbamProblem::Zero { what }.into());
        }
        let split = match &self.powered {
            Powered::Cogeneration(unit) => Some(unit.split(emissions, energy, method)?),
            Powered::Boiler { .. } => None,
        };
        let per_heat = match (&split, &self.powered) {
            (Some(split), _) => split.per_heat,
            (None, powered) => self.per_heat(powered, emissions, energy)?,
        };
        let per_heat = match &self.losses {
            Some(losses) if used.is_positive() => {
                let lost = number(losses, "TJ")?;
                per_heat.times(used.plus(lost)?)?.over(used)?
            }
            _ => per_heat,
        };
        Ok(EnergyUnitRow {
            name: self.name.clone(),
            energy,
            emissions,
            per_heat,
            per_electricity: split.map(|split| split.per_electricity),
            split,
        })
    }

    /// Equation 44: the mixed emission factor over the efficiency.
    fn per_heat(
        &self,
        powered: &Powered,
        emissions: Amount,
        energy: Amount,
    ) -> Result<Amount, ProblemKind> {
        let zero = |what: &str| CbamProblem::Zero {
            what: format!("the {what} of `{}`", self.name),
        };
        match powered {
            Powered::Boiler {
                heat: Some(heat), ..
            } => {
                let heat = number(heat, "TJ")?;
                if !heat.is_positive() {
                    return Err(zero("net heat").into());
                }
                Ok(emissions.over(heat)?)
            }
            Powered::Boiler {
                efficiency: Some(efficiency),
                ..
            } => {
                fraction_of(&format!("the efficiency of `{}`", self.name), *efficiency)?;
                if efficiency.is_zero() {
                    return Err(zero("efficiency").into());
                }
                Ok(emissions.over(energy)?.over(*efficiency)?)
            }
            _ => Err(zero("heat or efficiency").into()),
        }
    }
}

/// Measurable heat that crosses the boundary of a production process.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Net heat.
    pub amount: Quantity,
    /// Where it is from, or what it was made of.
    pub origin: HeatOrigin,
}

/// Where measurable heat is from.
///
/// # Source
///
/// 2547 Annex III point A.2.2.
#[derive(Debug, Clone, PartialEq)]
pub enum HeatOrigin {
    /// An energy unit of the installation.
    Unit(String),
    /// Its emission factor, such as that of a verified supplier.
    Factor(Quantity),
    /// The emission factor of the fuel that is most common in the sector and country, where nothing else is known: over the
    /// boiler efficiency of the method.
    UsualFuel(Quantity),
    /// An exothermic process other than combustion, recovery from nitric acid or from an electric process: it counts zero.
    Uncounted,
}

impl Heat {
    /// TJ.
    pub(super) fn energy(&self) -> Result<Amount, ProblemKind> {
        let energy = number(&self.amount, "TJ")?;
        if energy.is_negative() {
            let what = "an amount of heat".to_owned();
            let written = self.amount.to_string();
            return Err(CbamProblem::Negative { what, written }.into());
        }
        Ok(energy)
    }

    /// t CO2 of the heat.
    pub(super) fn emissions(
        &self,
        units: &[EnergyUnitRow],
        method: &Method,
    ) -> Result<Amount, ProblemKind> {
        let energy = self.energy()?;
        let per_energy = match &self.origin {
            HeatOrigin::Unit(name) => {
                let unit = units.iter().find(|unit| unit.name == *name);
                unit.map_or(Amount::ZERO, |unit| unit.per_heat)
            }
            HeatOrigin::Factor(factor) => factor_per(factor, "TJ")?,
            HeatOrigin::UsualFuel(factor) => {
                let factor = factor_per(factor, "TJ")?;
                return Ok(energy.times(factor)?.over(method.boiler_efficiency)?);
            }
            HeatOrigin::Uncounted => Amount::ZERO,
        };
        Ok(energy.times(per_energy)?)
    }
}

/// Where the installation gets electricity.
#[derive(Debug, Clone, PartialEq)]
pub struct ElectricitySource {
    /// What it is called.
    pub name: String,
    /// How much the installation received.
    pub received: Quantity,
    /// What a unit emits.
    pub factor: Quantity,
    /// Whether the factor is an actual one, with the evidence of Annex II point D.4.3, or a default of the grid.
    pub is_actual: bool,
}

/// Electricity that a production process uses or makes.
#[derive(Debug, Clone, PartialEq)]
pub enum ElectricityUse {
    /// By the average of all that the installation receives: the rule where nothing else is shown.
    Average(Quantity),
    /// From these sources alone, which evidence shows.
    Only(Quantity, Vec<String>),
    /// By a factor of its own.
    Factor(Quantity, Quantity),
    /// From a cogeneration unit of the installation.
    Unit(Quantity, String),
}

impl ElectricityUse {
    /// How much.
    pub fn amount(&self) -> &Quantity {
        match self {
            Self::Average(amount)
            | Self::Only(amount, _)
            | Self::Factor(amount, _)
            | Self::Unit(amount, _) => amount,
        }
    }

    /// MWh.
    pub(super) fn energy(&self) -> Result<Amount, ProblemKind> {
        let energy = number(self.amount(), "MWh")?;
        if energy.is_negative() {
            let what = "an amount of electricity".to_owned();
            let written = self.amount().to_string();
            return Err(CbamProblem::Negative { what, written }.into());
        }
        Ok(energy)
    }

    /// t CO2 of the electricity.
    ///
    /// # Source
    ///
    /// 2547 Article 9, Annex II Equation 35.
    pub(super) fn emissions(
        &self,
        sources: &[ElectricitySource],
        units: &[EnergyUnitRow],
    ) -> Result<Amount, ProblemKind> {
        let energy = self.energy()?;
        let of_these = |names: Option<&[String]>| {
            let is_meant = |source: &&ElectricitySource| {
                names.is_none_or(|names| names.contains(&source.name))
            };
            average(sources.iter().filter(is_meant), energy)
        };
        match self {
            Self::Average(_) => of_these(None),
            Self::Only(_, names) => of_these(Some(names)),
            Self::Factor(_, factor) => Ok(energy.times(factor_per(factor, "MWh")?)?),
            Self::Unit(_, name) => {
                let unit = units.iter().find(|unit| unit.name == *name);
                let factor = unit.and_then(|unit| unit.per_electricity);
                Ok(energy.times(factor.unwrap_or_default())?)
            }
        }
    }
}

/// This energy (MWh) by the factors of some sources, weighted by what was received of each.
fn average<'a>(
    sources: impl Iterator<Item = &'a ElectricitySource>,
    energy: Amount,
) -> Result<Amount, ProblemKind> {
    let (mut received, mut emitted) = (Amount::ZERO, Amount::ZERO);
    for source in sources {
        let amount = number(&source.received, "MWh")?;
        let factor = factor_per(&source.factor, "MWh")?;
        received = received.plus(amount)?;
        emitted = emitted.plus(amount.times(factor)?)?;
    }
    if energy.is_zero() {
        return Ok(Amount::ZERO);
    }
    if !received.is_positive() {
        let what = "the electricity received by the installation".to_owned();
        return Err(CbamProblem::Zero { what }.into());
    }
    // Multiplied before it is divided, so that one source alone gives an exact product.
    Ok(energy.times(emitted)?.over(received)?)
}
