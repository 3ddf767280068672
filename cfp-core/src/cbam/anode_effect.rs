//! Perfluorocarbons of anode effects in primary aluminium.

use serde::Serialize;

use super::measure::{Method, number, tonnes_co2e};
use super::stream::fraction_of;
use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};
use crate::quantity::Quantity;

/// What was recorded of the anode effects.
///
/// # Source
///
/// 2547 Annex II points B.7.1 and B.7.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnodeEffects {
    /// Method A: how often and how long.
    Slope {
        /// Anode effects per cell and day.
        frequency: Amount,
        /// Minutes per anode effect.
        minutes: Amount,
        /// kg CF4 per t of aluminium and per anode effect minute per cell and day.
        factor: Amount,
    },
    /// Method B: the overvoltage.
    Overvoltage {
        /// mV per cell.
        millivolts: Amount,
        /// The current efficiency in percent: 95, not 0.95.
        current_efficiency_percent: Amount,
        /// kg CF4 per t of aluminium and mV.
        factor: Amount,
    },
}

/// The perfluorocarbons of a group of electrolysis cells.
#[derive(Debug, Clone, PartialEq)]
pub struct AnodeProcess {
    /// What it is called.
    pub name: String,
    /// The primary aluminium that the cells made in the year.
    pub aluminium: Quantity,
    /// What was recorded.
    pub effects: AnodeEffects,
    /// t C2F6 per t CF4.
    pub c2f6_per_cf4: Amount,
    /// The share of the emissions that the duct collects.
    pub collection_efficiency: Amount,
    /// CO2e of perfluorocarbons that are of no anode effect, as estimated by the practice of the industry; absent where the
    /// factors include it.
    pub other: Option<Quantity>,
    /// The production processes that it belongs to, with their shares.
    pub users: Vec<(String, Amount)>,
}

/// What a group of cells emits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AnodeRow {
    /// What it is called.
    pub name: String,
    /// t CF4 in the duct.
    pub cf4: Amount,
    /// t C2F6 in the duct.
    pub c2f6: Amount,
    /// t CO2e of the CF4 in the duct.
    pub cf4_co2e: Amount,
    /// t CO2e of the C2F6 in the duct.
    pub c2f6_co2e: Amount,
    /// t CO2e in all, what the duct does not collect included.
    pub emissions: Amount,
}

impl AnodeProcess {
    /// What the cells emit.
    ///
    /// # Errors
    ///
    /// Negative numbers, a collection efficiency that is no fraction or zero, units that do not fit.
    ///
    /// # Source
    ///
    /// 2547 Annex II Equations 20 to 26.
    pub fn emissions(&self, method: &Method) -> Result<AnodeRow, ProblemKind> {
        let named = |what: &str| format!("the {what} of `{}`", self.name);
        let efficiency = self.collection_efficiency;
        fraction_of(&named("collection efficiency"), efficiency)?;
        if efficiency.is_zero() {
            let what = named("collection efficiency");
            return Err(CbamProblem::Zero { what }.into());
        }
        let aluminium = number(&self.aluminium, "t")?;
        let kilograms_per_tonne = match self.effects {
            AnodeEffects::Slope {
                frequency,
                minutes,
                factor,
            } => frequency.times(minutes)?.times(factor)?,
            AnodeEffects::Overvoltage {
                millivolts,
                current_efficiency_percent,
                factor,
            } => {
                if current_efficiency_percent.is_zero() {
                    let what = named("current efficiency");
                    return Err(CbamProblem::Zero { what }.into());
                }
                factor.times(millivolts)?.over(current_efficiency_percent)?
            }
        };
        let cf4 = kilograms_per_tonne.times(aluminium)?.shifted(-3)?;
        let c2f6 = cf4.times(self.c2f6_per_cf4)?;
        if cf4.is_negative() || c2f6.is_negative() {
            let what = named("perfluorocarbons");
            let written = format!("{cf4} t CF4");
            return Err(CbamProblem::Negative { what, written }.into());
        }
        let cf4_co2e = cf4.times(method.cf4)?;
        let c2f6_co2e = c2f6.times(method.c2f6)?;
        let mut emissions = cf4_co2e.plus(c2f6_co2e)?.over(efficiency)?;
        if let Some(other) = &self.other {
            emissions = emissions.plus(tonnes_co2e(other)?)?;
        }
        Ok(AnodeRow {
            name: self.name.clone(),
            cf4,
            c2f6,
            cf4_co2e,
            c2f6_co2e,
            emissions,
        })
    }
}
