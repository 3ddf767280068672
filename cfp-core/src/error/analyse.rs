//! Problems of what is asked of an analysis.

use super::Explain;

/// An analysis is asked for what it cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalyseProblem {
    /// A cut-off that is no share of the whole.
    #[error("the cut-off {given} is no share between 0 and 1")]
    BadCutOff {
        /// The share as given.
        given: String,
    },
    /// Work that ended since nobody waits for it any more.
    #[error("the work was cancelled")]
    Cancelled,
    /// More draws than there should be memory for.
    #[error("{draws} draws need more than {} GiB of memory", bytes >> 30)]
    TooManyDraws {
        /// How many are asked for.
        draws: usize,
        /// How many there may be of what is drawn here.
        most: usize,
        /// How much memory there may be for them.
        bytes: usize,
    },
    /// More supply chains than anybody reads, with all their steps.
    #[error("the {paths} largest paths have more than {most} steps")]
    TooManySteps {
        /// How many paths are asked for.
        paths: usize,
        /// How many steps they may have together.
        most: usize,
        /// How many of them have half as many.
        fit: usize,
    },
    /// More nodes than anybody reads.
    #[error("the supply chains have more than {most} nodes above the cut-off")]
    TooManyNodes {
        /// How many there may be.
        most: usize,
    },
    /// A cumulative share of contributions that is no share of the whole.
    #[error("{given} is no share between 0 and 1")]
    BadShare {
        /// The share as given.
        given: String,
    },
    /// Two footprints to be drawn together that are of different systems.
    #[error("the two footprints are of different systems, which have nothing to draw in common")]
    SystemsDiffer,
    /// A breakdown that there is not.
    #[error("nothing is broken down by `{given}`")]
    UnknownBreakdown {
        /// The word as given.
        given: String,
        /// The words that there are.
        known: Vec<&'static str>,
    },
}

impl Explain for AnalyseProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::BadCutOff { .. } => "bad-cut-off",
            Self::Cancelled => "cancelled",
            Self::TooManyDraws { .. } => "too-many-draws",
            Self::TooManySteps { .. } => "too-many-steps",
            Self::TooManyNodes { .. } => "too-many-nodes",
            Self::BadShare { .. } => "bad-share",
            Self::SystemsDiffer => "systems-differ",
            Self::UnknownBreakdown { .. } => "unknown-breakdown",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::BadCutOff { .. } => "0.01 leaves out what carries less than one percent".into(),
            Self::Cancelled => return None,
            Self::TooManyDraws { most: 0, .. } => "draw fewer footprints at once".into(),
            Self::TooManyDraws { most, .. } => format!("ask for {most} at most"),
            Self::TooManySteps { fit, .. } => format!("ask for {fit} paths at most"),
            Self::TooManyNodes { most } => {
                format!("ask for {most} at most, or leave out what carries less")
            }
            Self::BadShare { .. } => {
                "0.8 or 80% lists the contributions that make four fifths of all magnitudes".into()
            }
            Self::SystemsDiffer => {
                "compare two products of one solved system under one GWP set".into()
            }
            Self::UnknownBreakdown { known, .. } => {
                let quoted: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
                format!("write one of {}", quoted.join(", "))
            }
        })
    }
}
