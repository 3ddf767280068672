//! By what right electricity counts as it does.

use super::{Supply, Written};
use crate::error::ModelProblem;
use crate::quantity::Quantity;

/// Where electricity is said to come from.
///
/// # Source
///
/// ISO 14067:2018 clause 6.4.9.4; GHG Protocol Scope 2 Guidance, chapter 6: location-based and market-based methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Treatment {
    /// The average of the grid, as physically supplied: the location-based figure itself.
    GridAverage,
    /// What is left of the grid when all that is sold by contract is taken out.
    ResidualMix,
    /// A contractual instrument, such as a green electricity certificate.
    Certificate,
    /// The product of the supplier, as that declares it.
    Supplier,
    /// A line from the generator, with no certificate sold to others.
    DirectLine,
    /// Generated on the site, with no certificate sold to others.
    OnSite,
}

impl Treatment {
    /// Every treatment.
    pub const ALL: [Self; 6] = [
        Self::GridAverage,
        Self::ResidualMix,
        Self::Certificate,
        Self::Supplier,
        Self::DirectLine,
        Self::OnSite,
    ];

    /// The word for it in model files and results: `grid average`.
    pub fn word(self) -> &'static str {
        match self {
            Self::GridAverage => "grid average",
            Self::ResidualMix => "residual mix",
            Self::Certificate => "certificate",
            Self::Supplier => "supplier",
            Self::DirectLine => "direct line",
            Self::OnSite => "on-site",
        }
    }

    /// The treatment that a word means.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::UnknownWord`] when it is none of them.
    pub fn from_word(word: &str) -> Result<Self, ModelProblem> {
        let mut all = Self::ALL.into_iter();
        all.find(|treatment| treatment.word() == word)
            .ok_or_else(|| ModelProblem::UnknownWord {
                written: word.to_owned(),
                what: "a treatment of electricity",
                words: Self::ALL
                    .map(|treatment| treatment.word().to_owned())
                    .to_vec(),
            })
    }
}

/// By what right a supply of electricity counts as it does, and what the grid would count in its place.
///
/// # Example
///
/// ```
/// use cfp_core::{Electricity, Supply, Treatment};
///
/// let wind = Supply::new("0.0324 kg CO2e/kWh").electricity(
///     Electricity::new(Treatment::Certificate)
///         .instrument("GEC 2024-0815, onshore wind, Inner Mongolia")
///         .period("2024")
///         .volume("800 MWh")
///         .location_based("0.5777 kg CO2e/kWh"),
/// );
/// # let _ = wind;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Electricity {
    pub(crate) treatment: Treatment,
    pub(crate) instrument: Option<String>,
    pub(crate) period: Option<String>,
    pub(crate) volume: Option<Written<Quantity>>,
    pub(crate) location_based: Option<Box<Supply>>,
}

impl Electricity {
    /// Electricity so treated.
    pub fn new(treatment: Treatment) -> Self {
        Self {
            treatment,
            instrument: None,
            period: None,
            volume: None,
            location_based: None,
        }
    }

    /// The contract or certificate, with its attributes.
    pub fn instrument(mut self, instrument: &str) -> Self {
        self.instrument = Some(instrument.to_owned());
        self
    }

    /// The period that the instrument was issued and redeemed for.
    pub fn period(mut self, period: &str) -> Self {
        self.period = Some(period.to_owned());
        self
    }

    /// How much the instrument covers, such as `"800 MWh"`.
    pub fn volume(self, volume: &str) -> Self {
        self.of_volume(volume.parse())
    }

    /// How much the instrument covers, or why that could not be read.
    pub fn of_volume(mut self, volume: Written<Quantity>) -> Self {
        self.volume = Some(volume);
        self
    }

    /// What the average of the grid counts at the same place.
    pub fn location_based(mut self, grid: impl Into<Supply>) -> Self {
        self.location_based = Some(Box::new(grid.into()));
        self
    }
}
