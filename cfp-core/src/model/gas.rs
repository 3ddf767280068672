//! Which account a gas is carried in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::ModelProblem;

/// The accounts that a footprint keeps apart.
///
/// # Source
///
/// ISO 14067:2018 clause 7.2 asks for fossil, biogenic, land use change and aircraft emissions
/// apart; removals and capture stand beside them so that totals can be given with and without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Emissions from fossil sources.
    Fossil,
    /// Emissions from biomass.
    BiogenicEmissions,
    /// Uptake from the atmosphere into biomass; its CO2e is negative.
    BiogenicRemovals,
    /// Emissions and removals from direct land use change.
    LandUseChange,
    /// Emissions of aircraft.
    Aircraft,
    /// Emissions and removals from land management.
    LandManagement,
    /// Technical capture; its CO2e is negative.
    Captured,
    /// CO2e whose composition is not known: factors and suppliers' results.
    Unspecified,
}

impl Category {
    /// Every category, in the order in which a footprint lists them.
    pub const ALL: [Self; 8] = [
        Self::Fossil,
        Self::BiogenicEmissions,
        Self::BiogenicRemovals,
        Self::LandUseChange,
        Self::Aircraft,
        Self::LandManagement,
        Self::Captured,
        Self::Unspecified,
    ];

    /// The words that an exchange may state its category with.
    pub const WORDS: [&'static str; 6] = [
        "fossil",
        "biogenic",
        "land use change",
        "aircraft",
        "land management",
        "captured",
    ];

    /// The category that a word of [`Category::WORDS`] means for an emission.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::UnknownWord`] when it is none of them.
    pub fn from_word(word: &str) -> Result<Self, ModelProblem> {
        Ok(match word {
            "fossil" => Self::Fossil,
            "biogenic" => Self::BiogenicEmissions,
            "land use change" => Self::LandUseChange,
            "aircraft" => Self::Aircraft,
            "land management" => Self::LandManagement,
            "captured" => Self::Captured,
            _ => {
                return Err(ModelProblem::UnknownWord {
                    written: word.to_owned(),
                    what: "a category of emissions",
                    words: Self::WORDS.map(str::to_owned).to_vec(),
                });
            }
        })
    }

    /// The category of this name in results, with spaces or underscores: `biogenic removals`.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::UnknownWord`] when it is none of [`Category::ALL`].
    pub fn from_key(written: &str) -> Result<Self, ModelProblem> {
        let key = written.replace(' ', "_");
        let mut all = Self::ALL.into_iter();
        all.find(|category| category.key() == key)
            .ok_or_else(|| ModelProblem::UnknownWord {
                written: written.to_owned(),
                what: "a category of a footprint",
                words: Self::ALL.map(|category| category.to_string()).to_vec(),
            })
    }

    /// The category when the gas is taken from the atmosphere instead of emitted.
    pub fn when_removed(self) -> Self {
        match self {
            Self::BiogenicEmissions => Self::BiogenicRemovals,
            Self::Fossil => Self::Captured,
            other => other,
        }
    }

    /// The name in results: `land_use_change`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fossil => "fossil",
            Self::BiogenicEmissions => "biogenic_emissions",
            Self::BiogenicRemovals => "biogenic_removals",
            Self::LandUseChange => "land_use_change",
            Self::Aircraft => "aircraft",
            Self::LandManagement => "land_management",
            Self::Captured => "captured",
            Self::Unspecified => "unspecified",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.key().replace('_', " "))
    }
}
