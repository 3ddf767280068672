//! Problems of the terms of a circular footprint formula.

use super::{Explain, nearest};

/// The names of the numbers of the formula.
const NUMBERS: [&str; 7] = [
    "recycled_content",
    "recycled_afterwards",
    "to_energy",
    "sharing",
    "energy_sharing",
    "quality_in",
    "quality_out",
];

/// A term of the circular footprint formula is out of its range, or another lacks it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CircularProblem {
    /// A term that the formula cannot do without, beside what is stated.
    #[error("{given} needs `{needs}`, which is not stated")]
    MissingTerm {
        /// What needs it.
        given: String,
        /// The key of what is missing.
        needs: &'static str,
    },
    /// A name that no number of the formula has.
    #[error("`{given}` is no number of the circular footprint formula")]
    UnknownTerm {
        /// The name as given.
        given: String,
    },
    /// A share below zero or above one.
    #[error("{written} is not a share between 0 and 1")]
    ShareOutOfRange {
        /// The number as written.
        written: String,
    },
    /// Shares of the ways at the end of life that are more than the whole.
    #[error(
        "what is recycled afterwards and what goes to energy recovery sum to {sum}, more than 1"
    )]
    EndOfLifeShares {
        /// Their sum.
        sum: String,
    },
    /// A quality or a heating value below zero.
    #[error("{written} is negative")]
    NegativeTerm {
        /// The value as written.
        written: String,
    },
}

impl Explain for CircularProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::MissingTerm { .. } => "missing-term",
            Self::UnknownTerm { .. } => "unknown-term",
            Self::ShareOutOfRange { .. } => "share-out-of-range",
            Self::EndOfLifeShares { .. } => "end-of-life-shares",
            Self::NegativeTerm { .. } => "negative-term",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::MissingTerm { needs, .. } => hint_of(needs),
            Self::UnknownTerm { given } => match nearest(given, NUMBERS) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("write one of `{}`", NUMBERS.join("`, `")),
            },
            Self::ShareOutOfRange { .. } => "a share is a part of one: \"0.4\" is 40 %".into(),
            Self::EndOfLifeShares { .. } => {
                "each part of the material goes one way; what is left is disposed of".into()
            }
            Self::NegativeTerm { .. } => {
                "write it zero or more; the formula carries the sign of a credit".into()
            }
        })
    }
}

/// What a missing term is, and how it is written.
fn hint_of(term: &str) -> String {
    let what = match term {
        "recycled_content" => "R1, the share of recycled material that goes in, such as \"0.25\"",
        "recycled_afterwards" => "R2, the share that comes out of recycling, such as \"0.4\"",
        "to_energy" => "R3, the share that goes to energy recovery, such as \"0.35\"",
        "sharing" => "A, which is \"1\" for a cut-off and \"0\" for avoided burdens",
        "quality_in" => "Qsin/Qp, such as \"0.9\"; \"1\" where nothing is lost in quality",
        "quality_out" => "Qsout/Qp, such as \"0.85\"; \"1\" where nothing is lost in quality",
        "heating_value" => "the energy in the material, such as \"22 MJ/kg\"",
        "virgin" => "the flow of virgin material",
        "recycled" => "the flow of recycled material",
        "recycling" => "what treats the material for recycling at the end of life",
        "energy_recovery" => "what recovers energy from the material",
        _ => "what disposes of the rest",
    };
    format!("state `{term}`: {what}")
}
