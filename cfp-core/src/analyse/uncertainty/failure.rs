//! Why a draw has no footprint.

use crate::solve::Failure as Unsolved;

/// Why a draw has no footprint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Failure {
    /// An amount that is positive as written is drawn below zero: that of an input by its number, or one that parameters
    /// make so.
    Negative(Option<usize>),
    /// The system has no solution with the numbers drawn.
    Unsolved(Unsolved),
    /// The footprint is beyond the range of doubles.
    NotFinite,
    /// The parameters drawn give no number somewhere.
    Parameters(String),
}

impl From<Unsolved> for Failure {
    fn from(unsolved: Unsolved) -> Self {
        Self::Unsolved(unsolved)
    }
}
