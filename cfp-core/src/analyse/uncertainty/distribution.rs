//! A probability distribution in doubles: drawn by its inverse, and its exact moments.

use super::beta::Beta;
use super::normal;
use crate::amount::Amount;
use crate::model::{Distributed, EntrySpread, Middle, Shape};

/// What a number could be. It is drawn by its inverse from numbers between 0 and 1, so that the same of these give the same
/// draws everywhere, and a Latin hypercube of them covers it evenly.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distribution {
    shape: Inverse,
    /// The standard deviation of the logarithm of an independent factor of median one that comes on top; 0 for none.
    factor_sigma: f64,
}

/// The inverse of a distribution function.
#[derive(Debug, Clone, PartialEq)]
enum Inverse {
    Certain(f64),
    /// The median with its sign, and the standard deviation of the logarithm, more than zero.
    Lognormal {
        median: f64,
        sigma: f64,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    Uniform {
        low: f64,
        high: f64,
    },
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    BetaPert {
        low: f64,
        width: f64,
        beta: Beta,
    },
    /// So many whole steps from the least.
    Steps {
        low: f64,
        count: f64,
    },
    /// Values, each with its probability and that of it or any before it.
    Discrete(Box<[Case]>),
}

/// A value of a discrete distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Case {
    value: f64,
    probability: f64,
    up_to: f64,
}

/// A median as near to an amount as this, relatively, is the amount: databases write its logarithm.
const SAME: f64 = 1e-12;

fn double(amount: &Amount) -> f64 {
    amount.nearest_double()
}

/// The weight of the mode of a beta-PERT distribution.
const PERT_WEIGHT: f64 = 4.0;

fn beta_pert(low: f64, mode: f64, high: f64) -> Inverse {
    let width = high - low;
    if width <= 0.0 {
        return Inverse::Certain(low);
    }
    let first = 1.0 + PERT_WEIGHT * (mode - low) / width;
    let second = 1.0 + PERT_WEIGHT * (high - mode) / width;
    Inverse::BetaPert {
        low,
        width,
        beta: Beta::new(first, second),
    }
}

fn lognormal(median: f64, sigma: f64) -> Inverse {
    if sigma > 0.0 {
        Inverse::Lognormal { median, sigma }
    } else {
        Inverse::Certain(median)
    }
}

/// The mean and the variance of a lognormal number.
pub(crate) fn lognormal_moments(median: f64, sigma: f64) -> (f64, f64) {
    let of_log = sigma * sigma;
    let mean = median * libm::exp(0.5 * of_log);
    (mean, mean * mean * libm::expm1(of_log))
}

fn discrete(cases: &[(Amount, Amount)]) -> Inverse {
    let mut up_to = 0.0;
    let mut list: Vec<Case> = Vec::with_capacity(cases.len());
    for (value, probability) in cases {
        let (value, probability) = (double(value), double(probability));
        up_to += probability;
        list.push(Case {
            value,
            probability,
            up_to,
        });
    }
    if let Some(last) = list.last_mut() {
        last.up_to = 1.0;
    }
    Inverse::Discrete(list.into())
}

impl Distribution {
    /// What an amount could be, by the spread that is written beside it.
    pub fn of(distributed: &Distributed, amount: &Amount) -> Self {
        let amount = double(amount);
        let mut factor_sigma = double(&distributed.log_variance).sqrt();
        let shape = match &distributed.shape {
            Shape::Certain => lognormal(amount, std::mem::take(&mut factor_sigma)),
            Shape::Lognormal { gsd, amount_is } => {
                // Variances of logarithms add up.
                let log_gsd = libm::log(double(gsd));
                let factor = std::mem::take(&mut factor_sigma);
                let sigma = if factor > 0.0 {
                    (log_gsd * log_gsd + factor * factor).sqrt()
                } else {
                    log_gsd
                };
                let median = match amount_is {
                    Middle::Median => amount,
                    Middle::Mean => amount * libm::exp(-0.5 * sigma * sigma),
                };
                lognormal(median, sigma)
            }
            Shape::Normal { sd } => Inverse::Normal {
                mean: amount,
                sd: double(sd),
            },
            Shape::Uniform { low, high } => Inverse::Uniform {
                low: double(low),
                high: double(high),
            },
            Shape::Triangular { low, mode, high } => Inverse::Triangular {
                low: double(low),
                mode: double(mode),
                high: double(high),
            },
            Shape::BetaPert { low, mode, high } => {
                beta_pert(double(low), double(mode), double(high))
            }
            Shape::Discrete(cases) => discrete(cases),
        };
        Self {
            shape,
            factor_sigma,
        }
    }

    /// What an entry of a matrix could be.
    pub fn of_entry(spread: &EntrySpread, amount: f64) -> Self {
        let shape = match *spread {
            EntrySpread::None => Inverse::Certain(amount),
            EntrySpread::Lognormal {
                mu,
                sigma,
                negative,
            } => {
                let magnitude = libm::exp(mu);
                let median = if negative { -magnitude } else { magnitude };
                let is_amount = (median - amount).abs() <= SAME * amount.abs();
                lognormal(if is_amount { amount } else { median }, sigma)
            }
            EntrySpread::Normal { mean, sd } if sd > 0.0 => Inverse::Normal { mean, sd },
            EntrySpread::Normal { mean, .. } => Inverse::Certain(mean),
            EntrySpread::Uniform { low, high } | EntrySpread::Triangular { low, high, .. }
                if low >= high =>
            {
                Inverse::Certain(low)
            }
            EntrySpread::Uniform { low, high } => Inverse::Uniform { low, high },
            EntrySpread::Triangular { low, mode, high } => Inverse::Triangular { low, mode, high },
            EntrySpread::DiscreteUniform { low, below } if below - low <= 1.0 => {
                Inverse::Certain(low)
            }
            EntrySpread::DiscreteUniform { low, below } => Inverse::Steps {
                low,
                count: below - low,
            },
            EntrySpread::BetaPert { low, mode, high } => beta_pert(low, mode, high),
        };
        Self {
            shape,
            factor_sigma: 0.0,
        }
    }

    /// Whether it can only be one number.
    pub fn is_certain(&self) -> bool {
        self.dimensions() == 0
    }

    /// Whether it can only be this amount.
    pub fn is_certain_at(&self, amount: f64) -> bool {
        self.is_certain() && self.quantile(0.5).to_bits() == amount.to_bits()
    }

    /// The median with its sign and the standard deviation of the logarithm, where it is lognormal.
    pub fn as_lognormal(&self) -> Option<(f64, f64)> {
        match self.shape {
            Inverse::Lognormal { median, sigma } => Some((median, sigma)),
            _ => None,
        }
    }

    /// The least and the most that its kind states, without the factor that comes on top; `None` of one whose tails have no
    /// end.
    fn ends(&self) -> Option<(f64, f64)> {
        match &self.shape {
            Inverse::Certain(_) | Inverse::Lognormal { .. } | Inverse::Normal { .. } => None,
            Inverse::Uniform { low, high } | Inverse::Triangular { low, high, .. } => {
                Some((*low, *high))
            }
            Inverse::BetaPert { low, width, .. } => Some((*low, low + width)),
            Inverse::Steps { low, count } => Some((*low, low + count - 1.0)),
            Inverse::Discrete(cases) => {
                let values = cases.iter().map(|case| case.value);
                Some((
                    values.clone().fold(f64::INFINITY, f64::min),
                    values.fold(f64::NEG_INFINITY, f64::max),
                ))
            }
        }
    }

    /// Whether its kind states how far it reaches: then it turns the sign of its amount only where somebody wrote so. The tail of
    /// a normal distribution reaches anywhere though nobody means it.
    pub fn is_bounded(&self) -> bool {
        self.ends().is_some()
    }

    /// Whether it states numbers on both sides of zero.
    pub fn spans_zero(&self) -> bool {
        self.ends()
            .is_some_and(|(low, high)| low < 0.0 && high > 0.0)
    }

    /// What is drawn within the bounds that its kind states, without the factor that comes on top; `None` where it states none.
    pub fn drawn_within(&self, uniforms: &[f64]) -> Option<f64> {
        let uniform = uniforms.first()?;
        self.is_bounded().then(|| self.quantile(*uniform))
    }

    /// How many numbers between 0 and 1 a draw takes: none, one, or two where a factor comes on top.
    pub fn dimensions(&self) -> usize {
        let own = usize::from(!matches!(self.shape, Inverse::Certain(_)));
        own + usize::from(self.factor_sigma > 0.0)
    }

    /// The draw that some numbers between 0 and 1 make, as many as [`Distribution::dimensions`].
    pub fn draw(&self, uniforms: &[f64]) -> f64 {
        let drawn = match uniforms.first() {
            Some(uniform) => self.quantile(*uniform),
            None => self.quantile(0.5),
        };
        if self.factor_sigma > 0.0 {
            let factor = normal::quantile(uniforms.get(1).copied().unwrap_or(0.5));
            return drawn * normal::exp(self.factor_sigma * factor);
        }
        drawn
    }

    /// What a share of all lie below; without the factor that comes on top.
    pub fn quantile(&self, share: f64) -> f64 {
        match &self.shape {
            Inverse::Certain(value) => *value,
            Inverse::Lognormal { median, sigma } => {
                let from_median = normal::quantile(share);
                // Below zero the largest magnitude is the least.
                median * normal::exp(sigma.copysign(*median) * from_median)
            }
            Inverse::Normal { mean, sd } => mean + sd * normal::quantile(share),
            Inverse::Uniform { low, high } => low + share * (high - low),
            Inverse::Triangular { low, mode, high } => {
                let (width, left) = (high - low, mode - low);
                if share * width < left {
                    low + (share * width * left).sqrt()
                } else {
                    high - ((1.0 - share) * width * (high - mode)).sqrt()
                }
            }
            Inverse::BetaPert { low, width, beta } => low + width * beta.quantile(share),
            Inverse::Steps { low, count } => low + (share * count).floor().min(count - 1.0),
            Inverse::Discrete(cases) => {
                let drawn = cases.iter().find(|case| share < case.up_to);
                drawn.or(cases.last()).map_or(0.0, |case| case.value)
            }
        }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        let (mean, _) = self.shape_moments();
        if self.factor_sigma > 0.0 {
            return mean * libm::exp(0.5 * self.factor_sigma * self.factor_sigma);
        }
        mean
    }

    /// Its variance.
    pub fn variance(&self) -> f64 {
        let (mean, variance) = self.shape_moments();
        if self.factor_sigma > 0.0 {
            // Of a product of independent numbers, the factor's mean square being e^2v and its squared mean e^v.
            let of_log = self.factor_sigma * self.factor_sigma;
            let spread = mean * mean * libm::exp(of_log) * libm::expm1(of_log);
            return variance * libm::exp(2.0 * of_log) + spread;
        }
        variance
    }

    /// The mean and the variance, without the factor that comes on top.
    fn shape_moments(&self) -> (f64, f64) {
        match &self.shape {
            Inverse::Certain(value) => (*value, 0.0),
            Inverse::Lognormal { median, sigma } => lognormal_moments(*median, *sigma),
            Inverse::Normal { mean, sd } => (*mean, sd * sd),
            Inverse::Uniform { low, high } => {
                let width = high - low;
                (low + 0.5 * width, width * width / 12.0)
            }
            Inverse::Triangular { low, mode, high } => {
                let (width, left) = (high - low, mode - low);
                let variance = (width * (width - left) + left * left) / 18.0;
                (low + (width + left) / 3.0, variance)
            }
            Inverse::BetaPert { low, width, beta } => {
                (low + width * beta.mean(), width * width * beta.variance())
            }
            Inverse::Steps { low, count } => {
                (low + 0.5 * (count - 1.0), (count * count - 1.0) / 12.0)
            }
            Inverse::Discrete(cases) => {
                let mean: f64 = cases.iter().map(|case| case.probability * case.value).sum();
                let squares = cases.iter().map(|case| {
                    let from_mean = case.value - mean;
                    case.probability * from_mean * from_mean
                });
                (mean, squares.sum())
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;
    use crate::model::Spread;
    use crate::quantity::Quantity;

    fn of(spread: &Spread, amount: &str) -> Distribution {
        let amount: Quantity = amount.parse().expect("a quantity");
        let distributed = spread.of_amount(&amount).expect("a spread that fits");
        Distribution::of(&distributed, &amount.amount())
    }

    fn variance(text: &str) -> crate::model::Written<Amount> {
        Ok(text.parse()?)
    }

    fn close(found: f64, expected: f64) {
        let error = (found - expected).abs();
        assert!(
            error <= 1e-13 * expected.abs().max(1e-3),
            "{found} {expected}"
        );
    }

    /// Case `stats_triangular_ppf`: 1, 3 and 4, with the median 1 + √3.
    #[test]
    fn a_triangle_is_drawn_by_its_inverse() {
        let spread = EntrySpread::Triangular {
            low: 1.0,
            mode: 3.0,
            high: 4.0,
        };
        let own = Distribution::of_entry(&spread, 3.0);
        close(own.quantile(0.5), 1.0 + 3.0_f64.sqrt());
        assert_eq!((own.quantile(0.0), own.quantile(1.0)), (1.0, 4.0));
        // (1 + 3 + 4) / 3, and (1 + 9 + 16 - 3 - 4 - 12) / 18.
        close(own.mean(), 8.0 / 3.0);
        close(own.variance(), 7.0 / 18.0);
    }

    /// Case `lognormal_mean_preserving`: mu is ln 20 - 0.3²/2 = 2.950732273553991, and the mean 20.
    #[test]
    fn a_lognormal_amount_is_its_median_or_its_mean() {
        let gsd = libm::exp(0.3);
        let spread = Spread::lognormal(&gsd.to_string());
        let of_mean = of(&spread.clone().amount_is(Middle::Mean), "20 kg");
        close(of_mean.mean(), 20.0);
        close(libm::log(of_mean.quantile(0.5)), 2.950_732_273_553_991);
        let of_median = of(&spread, "20 kg");
        assert_eq!(of_median.quantile(0.5), 20.0);
        close(of_median.mean(), 20.0 * libm::exp(0.045));
        // Below zero it is the same, mirrored.
        let mirrored = of(&spread, "-20 kg");
        close(mirrored.quantile(0.1), -of_median.quantile(0.9));
        close(mirrored.mean(), -of_median.mean());
        close(mirrored.variance(), of_median.variance());
    }

    /// The variances of logarithms add up; on top of another shape the factor is independent: by hand, a uniform number
    /// between 0 and 2 has the mean square 4/3.
    #[test]
    fn a_pedigree_comes_on_top() {
        let two =
            Spread::lognormal(&libm::exp(0.3).to_string()).with_log_variance(variance("0.16"));
        let (_, sigma) = of(&two, "1 kg").as_lognormal().expect("lognormal");
        close(sigma, 0.5);
        let spread = Spread::uniform("0 kg", "2 kg").with_log_variance(variance("0.04"));
        let own = of(&spread, "1 kg");
        assert_eq!(own.dimensions(), 2);
        close(own.mean(), libm::exp(0.02));
        let expected = 4.0 / 3.0 * libm::exp(0.08) - libm::exp(0.04);
        close(own.variance(), expected);
        close(own.draw(&[0.5, 0.5]), 1.0);
    }

    /// No spread is the amount itself, to the bit.
    #[test]
    fn nothing_is_added_to_a_certain_amount() {
        let own = of(&Spread::lognormal("1"), "0.1 kg");
        assert_eq!((own.dimensions(), own.draw(&[])), (0, 0.1));
        let spread = EntrySpread::Lognormal {
            mu: libm::log(0.1),
            sigma: 0.0,
            negative: true,
        };
        assert_eq!(Distribution::of_entry(&spread, -0.1).draw(&[0.9]), -0.1);
    }

    /// By hand: mean (0 + 4 × 1 + 4) / 6 = 4/3, variance (4/3 - 0) (4 - 4/3) / 7; whole numbers 1 to 3; cases.
    #[test]
    fn the_other_shapes() {
        let pert = of(&Spread::beta_pert("0 kg", "1 kg", "4 kg"), "1 kg");
        close(pert.mean(), 4.0 / 3.0);
        close(pert.variance(), 4.0 / 3.0 * (8.0 / 3.0) / 7.0);
        let spread = EntrySpread::DiscreteUniform {
            low: 1.0,
            below: 4.0,
        };
        let steps = Distribution::of_entry(&spread, 2.0);
        assert_eq!(
            [0.1, 0.5, 0.99].map(|share| steps.quantile(share)),
            [1.0, 2.0, 3.0]
        );
        assert_eq!((steps.mean(), steps.variance()), (2.0, 8.0 / 12.0));
        let cases = Spread::discrete([("1 kg", "0.25"), ("3 kg", "0.75")]);
        let cases = of(&cases, "3 kg");
        assert_eq!(
            [0.2, 0.3].map(|share| cases.draw(std::slice::from_ref(&share))),
            [1.0, 3.0]
        );
        assert_eq!((cases.mean(), cases.variance()), (2.5, 0.75));
        let normal = of(&Spread::normal("2 kg"), "10 kg");
        close(normal.quantile(0.975), 10.0 + 2.0 * 1.959_963_984_540_054);
        assert_eq!((normal.mean(), normal.variance()), (10.0, 4.0));
    }

    /// The mean over an even grid of the inverse is the mean: the inverses and the moments are of one distribution.
    #[test]
    fn inverses_have_the_moments() {
        let spreads = [
            Spread::lognormal("1.2"),
            Spread::normal("0.2 kg"),
            Spread::uniform("0.5 kg", "2 kg"),
            Spread::triangular("0.5 kg", "1 kg", "2 kg"),
            Spread::beta_pert("0.5 kg", "1 kg", "2 kg"),
        ];
        for spread in spreads {
            let own = of(&spread, "1 kg");
            let count = 20_000;
            let drawn: Vec<f64> = (0..count)
                .map(|step| own.quantile((f64::from(step) + 0.5) / f64::from(count)))
                .collect();
            let mean = drawn.iter().sum::<f64>() / f64::from(count);
            let square = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
            assert!((mean / own.mean() - 1.0).abs() < 1e-4, "{spread:?}");
            assert!(
                (square / f64::from(count) / own.variance() - 1.0).abs() < 1e-3,
                "{spread:?}"
            );
            assert!(drawn.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }
}
