//! How well data fit what they are used for.

use super::Written;
use crate::amount::Amount;
use crate::error::{ModelProblem, ProblemKind};

/// Scores of data for technology, geography and time, each from 1 (best) to 5.
///
/// # Source
///
/// PACT data model 3.0.3, `dqi`: technological, geographical and temporal data quality ratings from 1 to 5. What
/// deserves which score is for the rules of a product or a programme to say; scores are input here.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    pub(crate) scores: [Written<Amount>; 3],
}

/// What the scores are of, in their order.
const AXES: [&str; 3] = ["technology", "geography", "time"];

impl Quality {
    /// Scores such as `("1", "2", "2.5")`.
    pub fn new(technology: &str, geography: &str, time: &str) -> Self {
        let scores =
            [technology, geography, time].map(|score| score.parse().map_err(ProblemKind::from));
        Self { scores }
    }

    /// Scores for technology, geography and time, or why they could not be read.
    pub fn of(scores: [Written<Amount>; 3]) -> Self {
        Self { scores }
    }

    /// The scores, or the first of them that is none.
    pub(crate) fn checked(&self) -> Result<[Amount; 3], ProblemKind> {
        let mut scores = [Amount::ONE; 3];
        for ((score, written), axis) in scores.iter_mut().zip(&self.scores).zip(AXES) {
            let value = written.clone()?;
            let over = value.minus(Amount::from(5))?;
            if value.minus(Amount::ONE)?.is_negative() || over.is_positive() {
                return Err(ModelProblem::BadScore {
                    axis,
                    written: value.to_string(),
                }
                .into());
            }
            *score = value;
        }
        Ok(scores)
    }
}
