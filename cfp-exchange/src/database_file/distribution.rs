//! Distributions in the form in which `stats_arrays` writes them.

use cfp_core::{EntrySpread, Explain};

/// A distribution as a row of an array of `stats_arrays` has it; a field that it does not need is no number.
///
/// # Source
///
/// The numbers of the types and what their fields mean: `stats_arrays` 4.0, `uncertainty_types.py`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DistributionRecord {
    /// The type: 0 undefined, 1 no uncertainty, 2 lognormal, 3 normal, 4 uniform, 5 triangular, 7 discrete uniform, 13
    /// beta-PERT; others are not known.
    pub uncertainty_type: u8,
    /// The mean of the logarithm, the mean or the mode.
    pub loc: f64,
    /// The standard deviation of the logarithm or of the number; of beta-PERT the weight on the mode, 4 where it is no number.
    pub scale: f64,
    /// The least.
    pub minimum: f64,
    /// The most.
    pub maximum: f64,
    /// Whether a lognormal number is below zero.
    pub negative: bool,
}

/// A distribution that is not known or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DistributionProblem {
    /// A type that is not known.
    #[error("{}", of_type(*uncertainty_type, *rows))]
    UnknownDistribution {
        /// Its number.
        uncertainty_type: u8,
        /// How many of an array are not known, and the row of the first, counted from zero; `None` where it stands alone.
        rows: Option<(usize, usize)>,
    },
    /// Numbers that make no distribution.
    #[error("{}: {reason}", that_cannot_be(*rows))]
    BadDistribution {
        /// The rule that they break.
        reason: &'static str,
        /// How many of an array cannot be, and the row of the first, counted from zero; `None` where it stands alone.
        rows: Option<(usize, usize)>,
    },
}

fn of_type(uncertainty_type: u8, rows: Option<(usize, usize)>) -> String {
    match rows {
        None => format!("distributions of the type {uncertainty_type} are not known"),
        Some((1, row)) => format!(
            "the distribution of row {row} is of the type {uncertainty_type}, which is not known"
        ),
        Some((count, row)) => format!(
            "{count} distributions are of types that are not known; the first is {uncertainty_type}, in row {row}"
        ),
    }
}

fn that_cannot_be(rows: Option<(usize, usize)>) -> String {
    match rows {
        None => "the distribution cannot be".to_owned(),
        Some((1, row)) => format!("the distribution of row {row} cannot be"),
        Some((count, row)) => format!("{count} distributions cannot be; the first in row {row}"),
    }
}

impl DistributionProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 2] = ["unknown-distribution", "bad-distribution"];

    /// The same of so many rows of an array, the first of which is this one.
    fn of_rows(self, count: usize, row: usize) -> Self {
        let rows = Some((count, row));
        match self {
            Self::UnknownDistribution {
                uncertainty_type, ..
            } => Self::UnknownDistribution {
                uncertainty_type,
                rows,
            },
            Self::BadDistribution { reason, .. } => Self::BadDistribution { reason, rows },
        }
    }
}

impl Explain for DistributionProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownDistribution { .. } => "unknown-distribution",
            Self::BadDistribution { .. } => "bad-distribution",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownDistribution { .. } => {
                "known are 0 and 1 for the amount alone, 2 lognormal, 3 normal, 4 uniform, 5 triangular, 7 discrete \
                 uniform and 13 beta-PERT; write one that is near, or leave the distributions out"
                    .into()
            }
            Self::BadDistribution { .. } => {
                "mend its numbers, or write the type 0 where the amount is to stand alone".into()
            }
        })
    }
}

/// The weight on the mode of the beta-PERT distribution that is known.
const PERT_WEIGHT: f64 = 4.0;

impl DistributionRecord {
    /// Nothing but the amount.
    pub const CERTAIN: Self = Self {
        uncertainty_type: 0,
        loc: f64::NAN,
        scale: f64::NAN,
        minimum: f64::NAN,
        maximum: f64::NAN,
        negative: false,
    };

    /// The distribution that its numbers make.
    ///
    /// # Errors
    ///
    /// [`DistributionProblem`] where the type is not known or the numbers make none.
    pub fn spread(&self) -> Result<EntrySpread, DistributionProblem> {
        let Self {
            uncertainty_type,
            loc,
            scale,
            minimum: low,
            maximum: high,
            negative,
        } = *self;
        let spread = match uncertainty_type {
            0 | 1 => EntrySpread::None,
            2 => EntrySpread::Lognormal {
                mu: loc,
                sigma: scale,
                negative,
            },
            3 => EntrySpread::Normal {
                mean: loc,
                sd: scale,
            },
            4 => EntrySpread::Uniform { low, high },
            5 => EntrySpread::Triangular {
                low,
                mode: loc,
                high,
            },
            // Without a least it begins at 0.
            7 => EntrySpread::DiscreteUniform {
                low: if low.is_nan() { 0.0 } else { low },
                below: high,
            },
            13 if scale.is_nan() || scale.to_bits() == PERT_WEIGHT.to_bits() => {
                EntrySpread::BetaPert {
                    low,
                    mode: loc,
                    high,
                }
            }
            13 => {
                return Err(DistributionProblem::BadDistribution {
                    reason: "the weight of a beta-PERT distribution, its `scale`, is 4",
                    rows: None,
                });
            }
            _ => {
                return Err(DistributionProblem::UnknownDistribution {
                    uncertainty_type,
                    rows: None,
                });
            }
        };
        match spread.complaint() {
            Some(reason) => Err(DistributionProblem::BadDistribution { reason, rows: None }),
            None => Ok(spread),
        }
    }

    /// The number of a type as a table has it: `2`, or `2.0` where a program keeps whole numbers beside gaps as floats.
    pub(crate) fn type_of(written: &str) -> Option<u8> {
        let whole = written.split_once('.').map_or(written, |(whole, zeros)| {
            if zeros.bytes().all(|digit| digit == b'0') {
                whole
            } else {
                written
            }
        });
        whole.parse().ok()
    }

    /// The distributions of an array of records.
    ///
    /// # Errors
    ///
    /// The first [`DistributionProblem`], with how many there are of its kind.
    pub fn spreads(records: &[Self]) -> Result<Vec<EntrySpread>, DistributionProblem> {
        let mut spreads = Vec::with_capacity(records.len());
        let mut first: Option<(DistributionProblem, usize)> = None;
        let mut count = 0;
        for (row, record) in records.iter().enumerate() {
            match record.spread() {
                Ok(spread) => spreads.push(spread),
                Err(problem) => {
                    let (told, _) = first.get_or_insert_with(|| (problem.clone(), row));
                    count += usize::from(told.code() == problem.code());
                }
            }
        }
        match first {
            Some((problem, row)) => Err(problem.of_rows(count, row)),
            None => Ok(spreads),
        }
    }

    /// Whether it is a lognormal or normal distribution that is cut off at a least or a most.
    pub fn is_cut(&self) -> bool {
        matches!(self.uncertainty_type, 2 | 3) && !(self.minimum.is_nan() && self.maximum.is_nan())
    }
}

/// The spread of what is so many times as much; `None` where there is none of that form.
pub(crate) fn scaled(spread: EntrySpread, factor: f64) -> Option<EntrySpread> {
    if factor < 0.0 {
        return scaled(spread.negated(), -factor);
    }
    if factor == 0.0 {
        return Some(EntrySpread::None);
    }
    Some(match spread {
        EntrySpread::None => EntrySpread::None,
        EntrySpread::Lognormal {
            mu,
            sigma,
            negative,
        } => EntrySpread::Lognormal {
            // The same on every machine, which that of the standard library is not.
            mu: mu + libm::log(factor),
            sigma,
            negative,
        },
        EntrySpread::Normal { mean, sd } => EntrySpread::Normal {
            mean: mean * factor,
            sd: sd * factor,
        },
        EntrySpread::Uniform { low, high } => EntrySpread::Uniform {
            low: low * factor,
            high: high * factor,
        },
        EntrySpread::Triangular { low, mode, high } => EntrySpread::Triangular {
            low: low * factor,
            mode: mode * factor,
            high: high * factor,
        },
        EntrySpread::BetaPert { low, mode, high } => EntrySpread::BetaPert {
            low: low * factor,
            mode: mode * factor,
            high: high * factor,
        },
        _ => return Some(spread).filter(|_| factor.to_bits() == 1.0_f64.to_bits()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_written_as_a_float_is_that_number() {
        let read =
            ["2", "2.0", "13.00", "2.5", "256", "-1", "two"].map(DistributionRecord::type_of);
        assert_eq!(read, [Some(2), Some(2), Some(13), None, None, None, None]);
    }

    /// By hand: minus twice what is between 1 and 3 is between -6 and -2, and a logarithm of 0 is that of 1.
    #[test]
    fn what_is_scaled_keeps_its_form() {
        let uniform = EntrySpread::Uniform {
            low: 1.0,
            high: 3.0,
        };
        let twice = EntrySpread::Uniform {
            low: -6.0,
            high: -2.0,
        };
        assert_eq!(scaled(uniform, -2.0), Some(twice));
        let lognormal = |mu, negative| EntrySpread::Lognormal {
            mu,
            sigma: 0.5,
            negative,
        };
        let minus = scaled(lognormal(0.0, false), -1.0);
        assert_eq!(minus, Some(lognormal(0.0, true)));
        assert_eq!(scaled(uniform, 0.0), Some(EntrySpread::None));
        let dice = EntrySpread::DiscreteUniform {
            low: 1.0,
            below: 7.0,
        };
        let minus = EntrySpread::DiscreteUniform {
            low: -6.0,
            below: 0.0,
        };
        assert_eq!(scaled(dice, -1.0), Some(minus));
        assert_eq!(scaled(dice, 2.0), None);
    }

    #[test]
    fn fields_that_are_not_needed_may_be_anything() {
        let record = DistributionRecord {
            uncertainty_type: 7,
            maximum: 6.0,
            ..DistributionRecord::CERTAIN
        };
        let below_six = EntrySpread::DiscreteUniform {
            low: 0.0,
            below: 6.0,
        };
        assert_eq!(record.spread(), Ok(below_six));
        let pert = DistributionRecord {
            uncertainty_type: 13,
            loc: 2.0,
            minimum: 1.0,
            ..record
        };
        let expected = EntrySpread::BetaPert {
            low: 1.0,
            mode: 2.0,
            high: 6.0,
        };
        assert_eq!(pert.spread(), Ok(expected));
        let heavy = DistributionRecord { scale: 3.0, ..pert };
        let code = heavy.spread().map_err(|problem| problem.code());
        assert_eq!(code, Err("bad-distribution"));
        let weibull = DistributionRecord {
            uncertainty_type: 8,
            ..pert
        };
        let code = weibull.spread().map_err(|problem| problem.code());
        assert_eq!(code, Err("unknown-distribution"));
    }
}
