//! An input that nobody in the model makes: a published factor or a supplier's own result.

use super::{FactorRecord, Written};
use crate::error::{ModelProblem, ProblemKind};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// The CO2e of one unit of a flow, known as a total from outside the model.
///
/// # Example
///
/// ```
/// use cfp_core::Supply;
///
/// let billet = Supply::new("9.1 kg CO2e/kg").source("supplier declaration 2024-118").primary(true);
/// # let _ = billet;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    pub(crate) intensity: Written<Quantity>,
    pub(crate) source: Option<String>,
    pub(crate) primary: Option<bool>,
    pub(crate) gwp: Option<String>,
    pub(crate) validity: Option<String>,
    pub(crate) factor: Option<FactorRecord>,
}

impl Supply {
    /// A supply with its intensity, such as `"9.1 kg CO2e/kg"`.
    pub fn new(intensity: &str) -> Self {
        Self::of(intensity.parse())
    }

    /// A supply whose intensity is a published factor.
    pub fn factor(intensity: Quantity, record: FactorRecord) -> Self {
        let mut supply = Self::of(Ok(intensity));
        supply.factor = Some(record);
        supply
    }

    /// A supply with its intensity, or why it could not be read.
    pub fn of(intensity: Written<Quantity>) -> Self {
        Self {
            intensity,
            source: None,
            primary: None,
            gwp: None,
            validity: None,
            factor: None,
        }
    }

    /// Where the figure is from.
    pub fn source(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }

    /// Whether the figure rests on the supplier's own measurements.
    pub fn primary(mut self, primary: bool) -> Self {
        self.primary = Some(primary);
        self
    }

    /// The GWP set that the figure was made with.
    pub fn gwp(mut self, set: &str) -> Self {
        self.gwp = Some(set.to_owned());
        self
    }

    /// Until when, or for what, the figure is valid.
    pub fn validity(mut self, validity: &str) -> Self {
        self.validity = Some(validity.to_owned());
        self
    }

    /// The row of a published factor; `None` for a figure of another source.
    pub fn record(&self) -> Option<&FactorRecord> {
        self.factor.as_ref()
    }

    /// The intensity in kg CO2e per a unit of the flow.
    pub(crate) fn per(&self, unit: &Unit) -> Result<Quantity, ProblemKind> {
        let (intensity, _) = self.checked()?;
        intensity.to(&Unit::of_mass_co2e().per(unit)?)
    }

    /// The intensity in kg CO2e and the unit of the flow that it is per.
    pub(crate) fn checked(&self) -> Result<(Quantity, Unit), ProblemKind> {
        let written = self.intensity.clone()?;
        let (numerator, per) = written.unit().parts();
        let Some(per) = per else {
            let written = written.to_string();
            return Err(ModelProblem::NotPerUnit { written }.into());
        };
        if numerator.dimension() != Dimension::CO2E {
            let kind = numerator.mismatch(written.to_string(), Dimension::CO2E);
            return Err(kind.into());
        }
        let intensity = written.to(&Unit::of_mass_co2e().per(&per)?)?;
        Ok((intensity, per))
    }
}

impl From<&str> for Supply {
    fn from(intensity: &str) -> Self {
        Self::new(intensity)
    }
}
