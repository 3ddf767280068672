//! Emissions that are measured, and CO2 that is received or stored.

use serde::Serialize;

use super::measure::{Method, number, tonnes_co2e};
use crate::amount::Amount;
use crate::error::ProblemKind;
use crate::quantity::Quantity;
use crate::unit::Dimension;

/// An emission source with continuous measurement: CO2, or N2O of nitric acid, which may not be calculated.
///
/// # Source
///
/// 2547 Annex II points B.6 and B.9.3.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredSource {
    /// What it is called.
    pub name: String,
    /// The mass of the year: `12.3 t N2O`, `4500 t CO2`.
    pub measured: Quantity,
    /// CO2 of biomass that meets the criteria and is taken off.
    pub zero_rated: Option<Quantity>,
    /// The production processes or energy units that it belongs to, with their shares.
    pub users: Vec<(String, Amount)>,
}

/// What a measured source emits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MeasuredRow {
    /// What it is called.
    pub name: String,
    /// t CO2e of the year.
    pub emissions: Amount,
}

impl MeasuredSource {
    /// What it emits in the year.
    ///
    /// # Errors
    ///
    /// Units that do not fit.
    ///
    /// # Source
    ///
    /// 2547 Annex II Equations 16 and 18.
    pub fn emissions(&self, method: &Method) -> Result<MeasuredRow, ProblemKind> {
        let measured = if self.measured.unit().dimension() == Dimension::N2O {
            number(&self.measured, "t N2O")?.times(method.n2o)?
        } else {
            tonnes_co2e(&self.measured)?
        };
        let emissions = match &self.zero_rated {
            Some(biomass) => measured.minus(tonnes_co2e(biomass)?)?,
            None => measured,
        };
        let name = self.name.clone();
        Ok(MeasuredRow { name, emissions })
    }
}

/// CO2 that crosses the boundary of a production process.
///
/// # Source
///
/// 2547 Annex II point B.8; Annex I point 3.9 (CO2 received for urea).
#[derive(Debug, Clone, PartialEq)]
pub struct Co2Transfer {
    /// What it is called.
    pub name: String,
    /// How much.
    pub amount: Quantity,
    /// Whether it is received and counts, or stored and is taken off; storing needs evidence along the whole chain.
    pub is_received: bool,
    /// The production process.
    pub user: String,
}

impl Co2Transfer {
    /// t CO2 that come on top, negative when stored.
    pub(super) fn emissions(&self) -> Result<Amount, ProblemKind> {
        let amount = tonnes_co2e(&self.amount)?;
        Ok(if self.is_received {
            amount
        } else {
            amount.negated()
        })
    }
}
