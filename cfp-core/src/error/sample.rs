//! Problems of samples: values that statistics cannot be made of.

use super::Explain;

/// A sample, or what is asked of it, makes no statistics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SampleProblem {
    /// A value that is infinite or not a number.
    #[error("value {at} of the sample is not a finite number")]
    ValueNotFinite {
        /// Its place, counted from zero.
        at: usize,
    },
    /// A percentile below 0 or above 100.
    #[error("`{percent}` is no percentile")]
    NotAPercentile {
        /// What was asked for.
        percent: String,
    },
    /// Two samples to be compared draw by draw, of different lengths.
    #[error("{first} draws of the first and {second} of the second do not pair")]
    DrawsDoNotPair {
        /// How many draws of the first there are.
        first: usize,
        /// How many of the second.
        second: usize,
    },
}

impl Explain for SampleProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::ValueNotFinite { .. } => "sample-not-finite",
            Self::NotAPercentile { .. } => "not-a-percentile",
            Self::DrawsDoNotPair { .. } => "draws-do-not-pair",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::ValueNotFinite { .. } => "leave out draws that failed, and count them".into(),
            Self::NotAPercentile { .. } => "ask for 0 to 100 percent".into(),
            Self::DrawsDoNotPair { .. } => "draw both with the same options".into(),
        })
    }
}
