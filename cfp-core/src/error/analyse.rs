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
            Self::SystemsDiffer => "systems-differ",
            Self::UnknownBreakdown { .. } => "unknown-breakdown",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::BadCutOff { .. } => "0.01 leaves out what carries less than one percent".into(),
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
