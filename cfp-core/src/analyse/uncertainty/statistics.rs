//! What a sample of draws says: moments, percentiles with their own confidence, and which of two is less.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Problem, SampleProblem};

/// The percentiles that are given where none are asked for.
const PERCENTS: [f64; 7] = [2.5, 5.0, 25.0, 50.0, 75.0, 95.0, 97.5];

/// The probability that an interval of confidence leaves out at either side: it covers 95 % of all samples.
const LEFT_OUT: f64 = 0.025;

/// The quantile of the normal distribution that leaves out so much.
const NORMAL_97_5: f64 = 1.959_963_984_540_054;

/// What a sample says of an uncertain number, in its unit.
///
/// Draws that failed are counted, and all figures are of the others. A figure that the draws are too few for is `None`.
///
/// # Exactness
///
/// Doubles: they describe a sample, whose own uncertainty is far above their rounding. All of one value have that value for
/// their mean and their percentiles, to the bit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Statistics {
    /// How many draws were made.
    pub draws: usize,
    /// How many of them the figures are of.
    pub used: usize,
    /// Those that failed, by their reason; empty where none did.
    pub failed: Vec<FailedDraws>,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation of the mean itself, for draws each by itself; a Latin hypercube has a smaller one.
    pub standard_error: Option<f64>,
    /// The standard deviation of a draw, by one less than their number.
    pub standard_deviation: Option<f64>,
    /// Its square.
    pub variance: Option<f64>,
    /// The standard deviation beside the magnitude of the mean; `None` for a mean of zero.
    pub coefficient_of_variation: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The percentiles asked for, ascending.
    pub percentiles: Vec<Percentile>,
}

/// What a share of all draws lie below.
///
/// # Source
///
/// The value is interpolated between the draws beside it (Hyndman, Fan 1996, *American Statistician* 50(4), 361, definition
/// 7); the interval lies between two draws that the binomial distribution gives, whatever the distribution of the number is
/// (Conover 1999, *Practical Nonparametric Statistics*, 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Percentile {
    /// The share in percent.
    pub percent: f64,
    /// What so many of the draws lie below.
    pub value: f64,
    /// The lower end of its 95 % interval of confidence; `None` where the draws are too few to tell.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// Draws that gave no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailedDraws {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: usize,
    /// The number of the first of them, counted from zero.
    pub first_draw: usize,
}

/// Which of two numbers is less, from draws in which everything that both rest on is drawn once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// How many draws there are of both.
    pub used: usize,
    /// In how many the first is less.
    pub less: usize,
    /// In how many both are the same.
    pub equal: usize,
    /// The share of the draws in which the first is less; `None` without draws.
    pub probability: Option<f64>,
    /// The lower end of its 95 % interval of confidence.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The first less the second.
    pub difference: Statistics,
}

impl FailedDraws {
    /// Draws that failed for a reason.
    pub(crate) fn new(reason: &str, count: usize, first_draw: usize) -> Self {
        Self {
            reason: reason.to_owned(),
            count,
            first_draw,
        }
    }
}

/// A count as a double; samples end far below 2⁵².
#[expect(clippy::cast_precision_loss)]
fn real(count: usize) -> f64 {
    count as f64
}

/// The mean and the sum of squares around it. Taken around the first value, all of one value have it for their mean.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let first = *values.first()?;
    let count = real(values.len());
    let mean = first + values.iter().map(|value| value - first).sum::<f64>() / count;
    let (mut squares, mut left) = (0.0, 0.0);
    for value in values {
        squares += (value - mean) * (value - mean);
        left += value - mean;
    }
    // What rounding of the mean adds to the squares is taken off (Chan, Golub, LeVeque 1983).
    Some((mean, (squares - left * left / count).max(0.0)))
}

impl Statistics {
    /// What draws say, each by itself, with the percentiles 2.5, 5, 25, 50, 75, 95 and 97.5.
    ///
    /// # Errors
    ///
    /// Values that are not finite numbers.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::Statistics;
    ///
    /// let statistics = Statistics::of(&[1.0, 2.0, 3.0])?;
    /// assert_eq!((statistics.mean, statistics.standard_deviation), (Some(2.0), Some(1.0)));
    /// assert_eq!(statistics.percentiles[0].value, 1.05);
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn of(values: &[f64]) -> Result<Self, Error> {
        Self::with_percentiles(values, &PERCENTS)
    }

    /// The same with other percentiles, each of 0 to 100 percent.
    ///
    /// # Errors
    ///
    /// Values that are not finite numbers, percentiles below 0 or above 100.
    pub fn with_percentiles(values: &[f64], percents: &[f64]) -> Result<Self, Error> {
        let tell = |kind| Err(Problem::new(kind, Place::default()).into());
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return tell(SampleProblem::ValueNotFinite { at });
        }
        if let Some(bad) = percents
            .iter()
            .find(|percent| !(0.0..=100.0).contains(*percent))
        {
            let percent = bad.to_string();
            return tell(SampleProblem::NotAPercentile { percent });
        }
        Ok(Self::of_sample(values, percents, Vec::new()))
    }

    /// The statistics of the draws that did not fail, all of them finite.
    pub(crate) fn of_used(values: &[f64], failed: Vec<FailedDraws>) -> Self {
        Self::of_sample(values, &PERCENTS, failed)
    }

    fn of_sample(values: &[f64], percents: &[f64], failed: Vec<FailedDraws>) -> Self {
        let used = values.len();
        let moments = moments(values);
        let mean = moments.map(|(mean, _)| mean);
        let variance = moments
            .filter(|_| used > 1)
            .map(|(_, squares)| squares / real(used - 1));
        let deviation = variance.map(f64::sqrt);
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut percents = percents.to_vec();
        percents.sort_by(f64::total_cmp);
        percents.dedup();
        let percentiles = percents
            .into_iter()
            .filter_map(|percent| Percentile::of(&sorted, percent));
        Self {
            draws: used + failed.iter().map(|own| own.count).sum::<usize>(),
            used,
            failed,
            mean,
            standard_error: deviation.map(|deviation| deviation / real(used).sqrt()),
            standard_deviation: deviation,
            variance,
            coefficient_of_variation: deviation
                .zip(mean.filter(|mean| *mean != 0.0))
                .map(|(deviation, mean)| deviation / mean.abs()),
            median: interpolated(&sorted, 0.5),
            percentiles: percentiles.collect(),
        }
    }

    /// The percentile of so many percent, where it was asked for.
    pub fn percentile(&self, percent: f64) -> Option<&Percentile> {
        let mut list = self.percentiles.iter();
        list.find(|own| (own.percent - percent).abs() < 1e-9)
    }
}

/// Between the two draws beside it, by how far it is from each.
fn interpolated(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = real(last) * share;
    // The share is between 0 and 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = (at.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let step = sorted[above] - sorted[below];
    Some(sorted[below] + (at - real(below)) * step)
}

impl Percentile {
    fn of(sorted: &[f64], percent: f64) -> Option<Self> {
        let share = percent / 100.0;
        let (low, high) = ranks(sorted.len(), share);
        Some(Self {
            percent,
            value: interpolated(sorted, share)?,
            low: low.map(|rank| sorted[rank]),
            high: high.map(|rank| sorted[rank]),
        })
    }
}

/// The draws, counted from zero in ascending order, between which a percentile lies in 95 % of all samples at least: how
/// many draws lie below it is binomial.
fn ranks(count: usize, share: f64) -> (Option<usize>, Option<usize>) {
    if count == 0 || share <= 0.0 || share >= 1.0 {
        return (None, None);
    }
    let (size, odds) = (real(count), share / (1.0 - share));
    let spread = (size * share * (1.0 - share)).sqrt();
    // Beyond forty standard deviations and a hundred draws there is nothing that counts.
    let reach = 40.0 * spread + 100.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let from = (size * share - reach).max(0.0).floor() as usize;
    let log_of = |below: f64| {
        libm::lgamma(size + 1.0) - libm::lgamma(below + 1.0) - libm::lgamma(size - below + 1.0)
            + below * libm::log(share)
            + (size - below) * libm::log1p(-share)
    };
    // The probability of so many below, next to the largest, and of at most so many.
    let mut logarithm = log_of(real(from));
    let (mut low, mut high) = (None, None);
    let mut at_most = 0.0;
    for below in from..count {
        at_most += libm::exp(logarithm);
        // The draw of this rank lies above the percentile where at most so many lie below it.
        if at_most <= LEFT_OUT {
            low = Some(below);
        }
        if at_most >= 1.0 - LEFT_OUT {
            high = Some(below);
            break;
        }
        let next = (size - real(below)) / (real(below) + 1.0) * odds;
        logarithm += libm::log(next);
    }
    (low, high)
}

impl Comparison {
    /// Which of two numbers is less, from the same draws of both.
    ///
    /// # Errors
    ///
    /// More draws of one than of the other, and values that are not finite.
    ///
    /// # Source
    ///
    /// The interval: Wilson 1927, *Journal of the American Statistical Association* 22(158), 209.
    pub fn of(first: &[f64], second: &[f64]) -> Result<Self, Error> {
        if first.len() != second.len() {
            let kind = SampleProblem::DrawsDoNotPair {
                first: first.len(),
                second: second.len(),
            };
            return Err(Problem::new(kind, Place::default()).into());
        }
        // Of values that are not finite the difference is not either.
        let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
        Ok(Self::with(first, second, Statistics::of(&differences)?))
    }

    /// The same of the draws that did not fail.
    pub(crate) fn of_used(first: &[f64], second: &[f64], failed: Vec<FailedDraws>) -> Self {
        let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
        Self::with(first, second, Statistics::of_used(&differences, failed))
    }

    fn with(first: &[f64], second: &[f64], difference: Statistics) -> Self {
        let pairs = || first.iter().zip(second);
        let less = pairs().filter(|(a, b)| a < b).count();
        let equal = pairs()
            .filter(|(a, b)| a.partial_cmp(b).is_some_and(Ordering::is_eq))
            .count();
        let used = first.len();
        let interval = wilson(less, used);
        Self {
            used,
            less,
            equal,
            probability: (used > 0).then(|| real(less) / real(used)),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            difference,
        }
    }
}

/// The 95 % interval of confidence of a share of which so many are counted.
fn wilson(counted: usize, all: usize) -> Option<(f64, f64)> {
    if all == 0 {
        return None;
    }
    let (size, share) = (real(all), real(counted) / real(all));
    let square = NORMAL_97_5 * NORMAL_97_5;
    let centre = share + square / (2.0 * size);
    let spread = NORMAL_97_5 * (share * (1.0 - share) / size + square / (4.0 * size * size)).sqrt();
    let scale = 1.0 + square / size;
    let low = if counted == 0 {
        0.0
    } else {
        (centre - spread) / scale
    };
    let high = if counted == all {
        1.0
    } else {
        (centre + spread) / scale
    };
    Some((low, high))
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("a figure");
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    /// Case `olca_statistics`: 1, 2 and 3 have the mean 2, the median 2, the standard deviation 1, and 1.05 and 2.95 for
    /// their percentiles of 2.5 and 97.5.
    #[test]
    fn a_sample_of_three() {
        let own = Statistics::of(&[3.0, 1.0, 2.0]).expect("a sample");
        close(own.mean, 2.0);
        close(own.median, 2.0);
        close(own.standard_deviation, 1.0);
        close(own.coefficient_of_variation, 0.5);
        close(own.standard_error, 1.0 / 3.0_f64.sqrt());
        close(own.percentile(2.5).map(|own| own.value), 1.05);
        close(own.percentile(97.5).map(|own| own.value), 2.95);
        assert!(own.percentile(50.0).is_some_and(|own| own.low.is_none()));
    }

    /// From tables of the binomial distribution: of 20 draws the 6th and the 15th hold the median between them, since at
    /// most five lie below it in 2.07 % of all samples. Of 100 draws the 40th and the 61st do.
    #[test]
    fn percentiles_have_their_own_confidence() {
        assert_eq!(ranks(20, 0.5), (Some(5), Some(14)));
        assert_eq!(ranks(100, 0.5), (Some(39), Some(60)));
        // 0.975¹⁰⁰ = 8 % of samples have no draw below the percentile of 2.5, and so many are too many.
        assert_eq!(ranks(100, 0.025).0, None);
        assert!(ranks(1000, 0.025).0.is_some());
        assert_eq!(ranks(0, 0.5), (None, None));
        assert_eq!(ranks(10, 0.0), (None, None));
        // np ± 1.96 √(np(1-p)) for many draws.
        let (low, high) = ranks(1_000_000, 0.975);
        let (low, high) = (low.expect("a draw"), high.expect("a draw"));
        assert!(
            low.abs_diff(974_694) < 5 && high.abs_diff(975_306) < 5,
            "{low} {high}"
        );
    }

    #[test]
    fn one_value_is_the_value_to_the_bit() {
        let own = Statistics::of(&[0.1; 77]).expect("a sample");
        assert_eq!((own.mean, own.variance), (Some(0.1), Some(0.0)));
        assert!(
            own.percentiles
                .iter()
                .all(|own| own.value.to_bits() == 0.1_f64.to_bits())
        );
        let none = Statistics::of(&[]).expect("an empty sample");
        assert_eq!((none.used, none.mean, none.median), (0, None, None));
        let one = Statistics::of(&[2.0]).expect("one draw");
        assert_eq!((one.mean, one.variance), (Some(2.0), None));
    }

    /// By hand: of ten pairs eight are less; Wilson's interval is 0.4902 to 0.9433 (Newcombe 1998 gives its like).
    #[test]
    fn pairs_are_compared() {
        let first = [1.0; 10];
        let second = [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 0.0];
        let own = Comparison::of(&first, &second).expect("pairs");
        assert_eq!((own.less, own.equal, own.probability), (8, 1, Some(0.8)));
        close(own.low.map(|low| (low * 1e4).round()), 4902.0);
        close(own.high.map(|high| (high * 1e4).round()), 9433.0);
        close(own.difference.mean, -0.7);
        let never = Comparison::of(&second[..1], &first[..1]).expect("a pair");
        assert_eq!((never.low, never.probability), (Some(0.0), Some(0.0)));
    }

    /// What is written is what is read back.
    #[test]
    fn statistics_are_kept_as_json() {
        let own = Statistics::of_used(&[1.0, 2.5], vec![FailedDraws::new("none", 3, 4)]);
        let text = serde_json::to_string(&own).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Statistics>(&text).expect("the same"),
            own
        );
        assert_eq!(own.draws, 5);
    }
}
