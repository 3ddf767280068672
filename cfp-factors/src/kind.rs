//! What type of number a factor is.

use std::fmt;

use cfp_core::{Dimension, nearest};
use serde::{Deserialize, Serialize};

use crate::error::FactorProblem;

/// The type of number that a factor is. Kinds never stand in for each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub enum Kind {
    /// Cradle to gate, in CO2e: what a product footprint takes for an input.
    #[default]
    #[serde(rename = "life-cycle footprint")]
    LifeCycleFootprint,
    /// What leaves the power station or the tailpipe, and nothing before it.
    #[serde(rename = "direct emission factor")]
    DirectEmissionFactor,
    /// Burning a fuel, per mass or volume, without its supply.
    #[serde(rename = "combustion")]
    Combustion,
    /// Burning a fuel, per energy by gross (higher) calorific value, without its supply.
    #[serde(rename = "combustion, gross CV")]
    CombustionGrossCv,
    /// Burning a fuel, per energy by net (lower) calorific value, without its supply.
    #[serde(rename = "combustion, net CV")]
    CombustionNetCv,
    /// A gas or refrigerant let go, in CO2e of the dataset's GWP set.
    #[serde(rename = "gas release")]
    GasRelease,
    /// Running a vehicle, works or building, its electricity included, without fuel supply and construction.
    #[serde(rename = "operation")]
    Operation,
    /// What is spent before the use: losses of transmission and distribution.
    #[serde(rename = "upstream")]
    Upstream,
    /// A treatment of waste, collection included.
    #[serde(rename = "waste disposal")]
    WasteDisposal,
    /// What is left of a grid when the electricity that was sold with certificates is taken out.
    #[serde(rename = "residual mix")]
    ResidualMix,
    /// The emissions behind one unit of money spent, by sector.
    #[serde(rename = "spend-based")]
    SpendBased,
}

impl Kind {
    /// Every kind, the default first.
    pub const ALL: [Self; 11] = [
        Self::LifeCycleFootprint,
        Self::DirectEmissionFactor,
        Self::Combustion,
        Self::CombustionGrossCv,
        Self::CombustionNetCv,
        Self::GasRelease,
        Self::Operation,
        Self::Upstream,
        Self::WasteDisposal,
        Self::ResidualMix,
        Self::SpendBased,
    ];

    /// The kind as it is written in models and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::LifeCycleFootprint => "life-cycle footprint",
            Self::DirectEmissionFactor => "direct emission factor",
            Self::Combustion => "combustion",
            Self::CombustionGrossCv => "combustion, gross CV",
            Self::CombustionNetCv => "combustion, net CV",
            Self::GasRelease => "gas release",
            Self::Operation => "operation",
            Self::Upstream => "upstream",
            Self::WasteDisposal => "waste disposal",
            Self::ResidualMix => "residual mix",
            Self::SpendBased => "spend-based",
        }
    }

    /// The kind that is written so.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownKind`] when no kind is.
    pub fn from_word(word: &str) -> Result<Self, FactorProblem> {
        let known = Self::ALL.into_iter().find(|kind| kind.word() == word);
        known.ok_or_else(|| FactorProblem::UnknownKind {
            written: word.to_owned(),
            nearest: nearest(word, Self::ALL.map(Self::word)).map(str::to_owned),
        })
    }

    /// Why a number of this kind is no part of one sum with a number of another kind; `None` when it may be.
    pub(crate) fn stands_apart(self, other: Self) -> Option<&'static str> {
        let kinds = [self, other];
        let has = |kind: Self| kinds.contains(&kind);
        if self == other {
            None
        } else if has(Self::CombustionGrossCv) && has(Self::CombustionNetCv) {
            Some("an energy by gross calorific value holds more of the fuel's heat than one by net")
        } else if has(Self::ResidualMix) {
            Some("a residual mix leaves out electricity that other kinds of average count")
        } else if has(Self::SpendBased) {
            Some("what is counted per money spent already holds its whole supply")
        } else if has(Self::LifeCycleFootprint) {
            Some("a life-cycle footprint already holds what the other kind counts")
        } else if has(Self::Upstream) {
            None
        } else {
            Some("they count different things")
        }
    }

    /// Why a factor of this kind cannot be a mass of `gas` per `per`; `None` when it can.
    pub(crate) fn refuses(self, gas: Dimension, per: Dimension) -> Option<&'static str> {
        let volumes = [Dimension::VOLUME, Dimension::NORMAL_VOLUME];
        match self {
            Self::SpendBased if !per.has_currency() => {
                Some("a spend-based factor is per unit of money")
            }
            Self::SpendBased => None,
            _ if per.has_currency() => Some("only a `spend-based` factor is per unit of money"),
            Self::LifeCycleFootprint if gas != Dimension::CO2E => {
                Some("a life-cycle footprint counts all gases, in CO2e")
            }
            Self::Combustion if per != Dimension::MASS && !volumes.contains(&per) => {
                Some("`combustion` is per mass or volume of the fuel")
            }
            Self::CombustionGrossCv | Self::CombustionNetCv if per != Dimension::ENERGY => {
                Some("a combustion factor by calorific value is per energy")
            }
            Self::GasRelease if gas != Dimension::CO2E || per != Dimension::MASS => {
                Some("a gas release is CO2e per mass of the gas")
            }
            _ => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
