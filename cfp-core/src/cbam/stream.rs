//! Source streams: fuels and materials, and what their carbon emits.

use serde::Serialize;

use super::measure::{Method, number};
use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// How the emissions of a source stream are calculated.
///
/// # Source
///
/// 2547 Annex II points B.3.1.1, B.3.1.2 and B.3.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamMethod {
    /// A fuel: activity, net calorific value, emission factor and oxidation factor.
    Combustion,
    /// A material of a process: activity, emission factor and conversion factor.
    Process,
    /// Carbon in and out: activity, negative for outputs, and carbon content.
    MassBalance,
}

impl StreamMethod {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Combustion, Self::Process, Self::MassBalance];

    /// The method as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Combustion => "combustion",
            Self::Process => "process",
            Self::MassBalance => "mass-balance",
        }
    }
}

/// Why the biomass of a source stream counts zero, or that it does not.
///
/// # Source
///
/// 2547 Annex II points A.2(5)(b) and B.3.3: without evidence of the criteria biomass counts as fossil. Biomass as input of a
/// process needs none (Commission questions and answers of 27 May 2026, 4.27).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroRating {
    /// Nothing is shown: it counts as fossil.
    #[default]
    NoEvidence,
    /// The evidence that the criteria of Directive (EU) 2018/2001 are met.
    Evidence(String),
    /// It is an input of a process and no fuel.
    ProcessInput,
}

/// A fuel or material whose carbon is monitored.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceStream {
    pub(super) name: String,
    pub(super) method: StreamMethod,
    activity: Quantity,
    calorific: Option<Quantity>,
    factor: Option<Quantity>,
    carbon: Option<Amount>,
    oxidation: Amount,
    conversion: Amount,
    biomass: Amount,
    rating: ZeroRating,
    pub(super) is_waste_gas: bool,
    pub(super) users: Vec<(String, Amount)>,
}

/// What a source stream emits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StreamRow {
    /// The source stream.
    pub name: String,
    /// How it is calculated.
    pub method: StreamMethod,
    /// t CO2 that count; negative for outputs of a mass balance.
    pub emissions: Amount,
    /// t CO2 of biomass that count zero.
    pub zero_rated: Amount,
    /// TJ of energy, where a net calorific value is stated.
    pub energy: Option<Amount>,
    /// The equation with its numbers.
    pub step: String,
}

impl SourceStream {
    /// A source stream and its activity in the year: tonnes, normal cubic metres or energy; negative for outputs of a mass
    /// balance.
    pub fn new(name: &str, method: StreamMethod, activity: Quantity) -> Self {
        Self {
            name: name.to_owned(),
            method,
            activity,
            calorific: None,
            factor: None,
            carbon: None,
            oxidation: Amount::ONE,
            conversion: Amount::ONE,
            biomass: Amount::ZERO,
            rating: ZeroRating::NoEvidence,
            is_waste_gas: false,
            users: Vec::new(),
        }
    }

    /// Energy per unit of the activity, such as `48 GJ/t`.
    pub fn net_calorific_value(mut self, value: Quantity) -> Self {
        self.calorific = Some(value);
        self
    }

    /// CO2 per energy or per unit of the activity, such as `56.1 t CO2/TJ`, before biomass is taken off.
    pub fn emission_factor(mut self, factor: Quantity) -> Self {
        self.factor = Some(factor);
        self
    }

    /// Tonnes of carbon per tonne of the activity, before biomass is taken off.
    pub fn carbon_content(mut self, fraction: Amount) -> Self {
        self.carbon = Some(fraction);
        self
    }

    /// The share of carbon that oxidises, 1 unless it is stated.
    pub fn oxidation(mut self, fraction: Amount) -> Self {
        self.oxidation = fraction;
        self
    }

    /// The share of carbon that is emitted by a process, 1 unless it is stated.
    pub fn conversion(mut self, fraction: Amount) -> Self {
        self.conversion = fraction;
        self
    }

    /// The share of carbon that is of biomass, and why it counts zero.
    pub fn biomass(mut self, fraction: Amount, rating: ZeroRating) -> Self {
        self.biomass = fraction;
        self.rating = rating;
        self
    }

    /// A waste gas: where heat or electricity is made of it, it counts at most as natural gas.
    pub fn waste_gas(mut self) -> Self {
        self.is_waste_gas = true;
        self
    }

    /// The production process or energy unit that a share of it belongs to.
    pub fn used_in(mut self, user: &str, share: Amount) -> Self {
        self.users.push((user.to_owned(), share));
        self
    }

    /// What biomass is stated without evidence, and so counts as fossil.
    pub(super) fn unproved_biomass(&self) -> bool {
        !self.biomass.is_zero() && self.rating == ZeroRating::NoEvidence
    }

    /// What the stream emits.
    ///
    /// # Exactness
    ///
    /// A product of the numbers as written.
    ///
    /// # Errors
    ///
    /// Missing or doubled factors, fractions out of range, units that do not fit.
    ///
    /// # Source
    ///
    /// 2547 Annex II Equations 5 to 15.
    pub fn emissions(&self, method: &Method) -> Result<StreamRow, ProblemKind> {
        self.check()?;
        let energy = self.energy()?;
        let (gross, mut step) = self.gross(method, energy)?;
        let fraction = match self.method {
            StreamMethod::Combustion => ("OF", self.oxidation),
            StreamMethod::Process => ("CF", self.conversion),
            StreamMethod::MassBalance => ("", Amount::ONE),
        };
        let converted = gross.times(fraction.1)?;
        if fraction.1 != Amount::ONE {
            step = format!("{step} × {} {}", fraction.0, fraction.1);
        }
        let is_rated = self.rating != ZeroRating::NoEvidence;
        let biomass = if is_rated { self.biomass } else { Amount::ZERO };
        let zero_rated = converted.times(biomass)?;
        let emissions = converted.minus(zero_rated)?;
        if !biomass.is_zero() {
            step = format!("{step} × (1 − {biomass})");
        }
        Ok(StreamRow {
            name: self.name.clone(),
            method: self.method,
            emissions,
            zero_rated,
            energy,
            step: format!("{step} = {emissions} t CO2"),
        })
    }

    fn check(&self) -> Result<(), ProblemKind> {
        let stream = || self.name.clone();
        let fractions = [
            ("oxidation factor", self.oxidation),
            ("conversion factor", self.conversion),
            ("biomass fraction", self.biomass),
            ("carbon content", self.carbon.unwrap_or_default()),
        ];
        for (what, fraction) in fractions {
            fraction_of(&format!("the {what} of `{}`", self.name), fraction)?;
        }
        let activity = self.activity.amount();
        if activity.is_negative() && self.method != StreamMethod::MassBalance {
            let what = format!("the activity of source stream `{}`", self.name);
            let written = self.activity.to_string();
            return Err(CbamProblem::Negative { what, written }.into());
        }
        match (&self.factor, self.carbon) {
            (None, None) => Err(CbamProblem::NoCarbon { stream: stream() }.into()),
            (Some(_), Some(_)) => Err(CbamProblem::CarbonTwice { stream: stream() }.into()),
            _ => Ok(()),
        }
    }

    /// TJ of the activity, where that is told.
    fn energy(&self) -> Result<Option<Amount>, ProblemKind> {
        if self.activity.unit().dimension() == Dimension::ENERGY {
            return Ok(Some(number(&self.activity, "TJ")?));
        }
        let Some(calorific) = &self.calorific else {
            return Ok(None);
        };
        Ok(Some(number(&self.activity.times(calorific)?, "TJ")?))
    }

    /// t CO2 as if all carbon were fossil and emitted, and how that is reckoned.
    fn gross(
        &self,
        method: &Method,
        energy: Option<Amount>,
    ) -> Result<(Amount, String), ProblemKind> {
        if let Some(carbon) = self.carbon {
            let tonnes = number(&self.activity, "t")?;
            let ratio = method.carbon_to_co2;
            let step = format!("{tonnes} t × {carbon} t C/t × {ratio}");
            return Ok((tonnes.times(carbon)?.times(ratio)?, step));
        }
        // `check` has seen one of the two.
        let Some(factor) = &self.factor else {
            let stream = self.name.clone();
            return Err(CbamProblem::NoCarbon { stream }.into());
        };
        let (above, below) = factor.unit().parts();
        let is_carbon = above.dimension() == Dimension::CARBON;
        let emitted = |quantity: Quantity| -> Result<Amount, ProblemKind> {
            // Multiplied last, so that what comes out even is exact.
            let co2 = if is_carbon {
                quantity.to(&Unit::parse("t C")?)?.carbon_as_co2()?
            } else {
                None
            };
            super::measure::tonnes_co2e(&co2.unwrap_or(quantity))
        };
        let by_carbon = if is_carbon { " × 44/12" } else { "" };
        let below = below.map(|unit| unit.dimension());
        if below == Some(Dimension::ENERGY) {
            let Some(energy) = energy else {
                let stream = self.name.clone();
                return Err(CbamProblem::NoCalorificValue { stream }.into());
            };
            let step = match &self.calorific {
                Some(calorific) => format!("{} × {calorific} × {factor}{by_carbon}", self.activity),
                None => format!("{} × {factor}{by_carbon}", self.activity),
            };
            let energy = Quantity::new(energy, Unit::parse("TJ")?);
            return Ok((emitted(energy.times(factor)?)?, step));
        }
        let step = format!("{} × {factor}{by_carbon}", self.activity);
        Ok((emitted(self.activity.times(factor)?)?, step))
    }
}

/// That a number is a part of one.
pub(super) fn fraction_of(what: &str, fraction: Amount) -> Result<(), ProblemKind> {
    let is_above = fraction.rank(&Amount::ONE).is_gt();
    if fraction.midpoint().is_negative() || is_above {
        let (what, written) = (what.to_owned(), fraction.to_string());
        return Err(CbamProblem::NotAFraction { what, written }.into());
    }
    Ok(())
}
