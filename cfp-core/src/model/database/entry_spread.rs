//! How uncertain an entry of a matrix is, in the form in which databases write it as arrays.

use super::MOST_TOLD;
use crate::error::{DatabaseProblem, Place, Problem};

/// A probability distribution of an entry of a matrix: what its amount could be, sign included.
///
/// A footprint is of the amounts as they stand in the matrix; a spread only enters where an uncertainty is asked for. Its
/// numbers are its own: the mean of a distribution need not be the amount.
///
/// # Source
///
/// The distributions and their parameters are those of `stats_arrays`, as Brightway writes them, each with its number
/// there in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum EntrySpread {
    /// The amount itself (0 undefined, 1 no uncertainty).
    #[default]
    None,
    /// Lognormal (2): the logarithm of the magnitude is normal.
    Lognormal {
        /// The mean of the logarithm (`loc`): the logarithm of the median.
        mu: f64,
        /// The standard deviation of the logarithm (`scale`).
        sigma: f64,
        /// Whether the number is below zero.
        negative: bool,
    },
    /// Normal (3).
    Normal {
        /// The mean (`loc`).
        mean: f64,
        /// The standard deviation (`scale`).
        sd: f64,
    },
    /// Anything between two numbers alike (4).
    Uniform {
        /// The least (`minimum`).
        low: f64,
        /// The most (`maximum`).
        high: f64,
    },
    /// Triangular (5).
    Triangular {
        /// The least (`minimum`).
        low: f64,
        /// The most likely (`loc`).
        mode: f64,
        /// The most (`maximum`).
        high: f64,
    },
    /// Each whole number from the least to below the most alike (7).
    DiscreteUniform {
        /// The least (`minimum`), a whole number.
        low: f64,
        /// What all are below (`maximum`), a whole number.
        below: f64,
    },
    /// Beta-PERT, which `stats_arrays` has no number for: the beta distribution between two numbers with the weight 4 on the mode.
    BetaPert {
        /// The least (`minimum`).
        low: f64,
        /// The most likely (`loc`).
        mode: f64,
        /// The most (`maximum`).
        high: f64,
    },
}

impl EntrySpread {
    /// Whether the entry is its amount and nothing else.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The spread of the amount with its sign turned, as a matrix holds it where an exchange is written as a positive
    /// amount that is taken.
    pub fn negated(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Lognormal {
                mu,
                sigma,
                negative,
            } => Self::Lognormal {
                mu,
                sigma,
                negative: !negative,
            },
            Self::Normal { mean, sd } => Self::Normal { mean: -mean, sd },
            Self::Uniform { low, high } => Self::Uniform {
                low: -high,
                high: -low,
            },
            Self::Triangular { low, mode, high } => Self::Triangular {
                low: -high,
                mode: -mode,
                high: -low,
            },
            Self::DiscreteUniform { low, below } => Self::DiscreteUniform {
                low: 1.0 - below,
                below: 1.0 - low,
            },
            Self::BetaPert { low, mode, high } => Self::BetaPert {
                low: -high,
                mode: -mode,
                high: -low,
            },
        }
    }

    /// The rule that its numbers break; `None` where they make a distribution.
    pub fn complaint(&self) -> Option<&'static str> {
        let finite = |numbers: &[f64]| numbers.iter().all(|number| number.is_finite());
        let ascend = |numbers: &[f64]| numbers.windows(2).all(|pair| pair[0] <= pair[1]);
        let (numbers, spread): (&[f64], f64) = match self {
            Self::None => return None,
            Self::Lognormal { mu, sigma, .. } => (&[*mu, *sigma], *sigma),
            Self::Normal { mean, sd } => (&[*mean, *sd], *sd),
            Self::Uniform { low, high } => (&[*low, *high], 0.0),
            Self::DiscreteUniform { low, below } => (&[*low, *below], 0.0),
            Self::Triangular { low, mode, high } | Self::BetaPert { low, mode, high } => {
                (&[*low, *mode, *high], 0.0)
            }
        };
        if !finite(numbers) {
            return Some("its parameters are finite numbers");
        }
        if spread < 0.0 {
            return Some("a standard deviation is not negative");
        }
        match self {
            Self::DiscreteUniform { low, below }
                if low.fract() != 0.0 || below.fract() != 0.0 || low >= below =>
            {
                Some("`discrete uniform` has whole numbers, the least below the most")
            }
            Self::Uniform { .. } | Self::Triangular { .. } | Self::BetaPert { .. }
                if !ascend(numbers) =>
            {
                Some("its parameters ascend: the least, the most likely, the most")
            }
            _ => None,
        }
    }
}

impl EntrySpread {
    /// The rule that it breaks beside the amount that it is of, or by itself; `None` where it could be what that amount is.
    ///
    /// A spread need not have the amount for its mean or within its bounds, but it is on the same side of zero, or on both.
    pub fn complaint_beside(&self, amount: f64) -> Option<&'static str> {
        if let Some(complaint) = self.complaint() {
            return Some(complaint);
        }
        let (low, high) = match *self {
            Self::None => return None,
            Self::Lognormal { negative: true, .. } => (-1.0, -1.0),
            Self::Lognormal { .. } => (1.0, 1.0),
            Self::Normal { mean, .. } => (mean, mean),
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::BetaPert { low, high, .. } => (low, high),
            Self::DiscreteUniform { low, below } => (low, below - 1.0),
        };
        let is_opposite =
            amount < 0.0 && low >= 0.0 && high > 0.0 || amount > 0.0 && high <= 0.0 && low < 0.0;
        is_opposite.then_some(OTHER_SIDE)
    }
}

/// What is wrong with a spread that its amount cannot be of.
const OTHER_SIDE: &str = "it lies on the other side of zero than its amount";

/// The spreads as given, checked against the entries that they are of.
pub(crate) fn checked(
    matrix: &'static str,
    entries: &[f64],
    spreads: &[EntrySpread],
    problems: &mut Vec<Problem>,
) {
    let mut tell = |kind| problems.push(Problem::new(kind, Place::default()));
    if spreads.len() != entries.len() {
        let (given, entries) = (spreads.len(), entries.len());
        tell(DatabaseProblem::SpreadsDoNotFit {
            matrix,
            given,
            entries,
        });
        return;
    }
    let bad = spreads.iter().zip(entries).enumerate();
    let bad = bad
        .filter_map(|(entry, (spread, amount))| Some((entry, spread.complaint_beside(*amount)?)));
    for (entry, reason) in bad.take(MOST_TOLD) {
        tell(DatabaseProblem::BadEntrySpread {
            matrix,
            entry,
            reason,
        });
    }
}
