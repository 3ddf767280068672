//! Why a draw has no footprint.

use super::inputs::Inputs;
use super::statistics::FailedDraws;
use crate::model::Finding;
use crate::solve::Failure as Unsolved;

/// Why a draw has no footprint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Failure {
    /// The tail of a spread takes a number beyond zero.
    BeyondZero(Whose),
    /// A reference output turns around.
    Output(Whose),
    /// The shares or weights drawn share nothing out.
    Allocation(&'static str),
    /// The system has no solution with the numbers drawn.
    Unsolved(Unsolved),
    /// The footprint is beyond the range of doubles.
    NotFinite,
    /// The parameters drawn give no number somewhere.
    Parameters(String),
}

/// Which number a failure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// That of an input, by its number.
    Input(usize),
    /// That which parameters make at a place, by the number of the place.
    Place(usize),
}

impl From<Unsolved> for Failure {
    fn from(unsolved: Unsolved) -> Self {
        Self::Unsolved(unsolved)
    }
}

impl Failure {
    /// The reason as it is counted.
    pub fn told(&self, inputs: &Inputs<'_>) -> String {
        match self {
            Self::BeyondZero(whose) => {
                let (name, side) = inputs.named(*whose);
                match whose {
                    Whose::Input(_) => format!("{name} is drawn {side} zero"),
                    Whose::Place(_) => format!("the parameters drawn make {name} {side} zero"),
                }
            }
            Self::Output(whose) => {
                let (name, side) = inputs.named(*whose);
                format!("{name}, a reference output, is drawn {side} zero")
            }
            Self::Allocation(reason) => (*reason).to_owned(),
            Self::Unsolved(failure) => failure.reason().to_owned(),
            Self::NotFinite => "a figure is beyond the range of doubles".to_owned(),
            Self::Parameters(reason) => format!("the parameters drawn give no number: {reason}"),
        }
    }
}

/// What to do about a spread on both sides of zero.
pub(super) const SPANS_ZERO_HINT: &str =
    "state bounds on one side of zero where the sign of the number is sure";

/// The finding of draws without a footprint.
pub(super) fn failed_draws(draws: usize, failed: &[FailedDraws]) -> Finding {
    let count: usize = failed.iter().map(|own| own.count).sum();
    let reasons: Vec<String> = failed
        .iter()
        .map(|own| format!("{} because {}", own.count, own.reason))
        .collect();
    let message = format!(
        "{count} of {draws} draws have no footprint: {}",
        reasons.join("; ")
    );
    Finding::new(
        "failed-draws",
        message,
        "the statistics are of the others; a lognormal spread stays on its side of zero, and a narrower one within what a loop makes",
    )
}
