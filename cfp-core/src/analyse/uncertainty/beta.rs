//! Quantiles of the beta distribution, with the same digits on every platform.
//!
//! # Source
//!
//! The continued fraction of the incomplete beta function: NIST *Digital Library of Mathematical Functions* 8.17.22,
//! summed as Lentz 1976, *Applied Optics* 15(3), 668 does.

/// A beta distribution on 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Beta {
    first: f64,
    second: f64,
    /// The logarithm of the beta function of both.
    log_scale: f64,
}

/// More terms or steps than this are never needed for parameters between 1 and 5.
const MOST: usize = 300;

impl Beta {
    pub fn new(first: f64, second: f64) -> Self {
        let log_scale = libm::lgamma(first) + libm::lgamma(second) - libm::lgamma(first + second);
        Self {
            first,
            second,
            log_scale,
        }
    }

    pub fn mean(&self) -> f64 {
        self.first / (self.first + self.second)
    }

    pub fn variance(&self) -> f64 {
        let sum = self.first + self.second;
        self.first * self.second / (sum * sum * (sum + 1.0))
    }

    fn density(&self, at: f64) -> f64 {
        let log = (self.first - 1.0) * libm::log(at) + (self.second - 1.0) * libm::log1p(-at);
        libm::exp(log - self.log_scale)
    }

    /// The probability of less than a number between 0 and 1.
    fn below(&self, at: f64) -> f64 {
        if at <= (self.first + 1.0) / (self.first + self.second + 2.0) {
            self.lower(at)
        } else {
            let mirrored = Self {
                first: self.second,
                second: self.first,
                log_scale: self.log_scale,
            };
            1.0 - mirrored.lower(1.0 - at)
        }
    }

    fn lower(&self, at: f64) -> f64 {
        if at <= 0.0 {
            return 0.0;
        }
        let (a, b) = (self.first, self.second);
        let log = a * libm::log(at) + b * libm::log1p(-at) - self.log_scale;
        let mut below = 1.0 / (1.0 - (a + b) * at / (a + 1.0));
        let mut above = 1.0;
        let mut value = below;
        let mut count = 0.0;
        for _ in 0..MOST {
            count += 1.0;
            let even = a + 2.0 * count;
            let coefficients = [
                count * (b - count) * at / ((even - 1.0) * even),
                -(a + count) * (a + b + count) * at / (even * (even + 1.0)),
            ];
            let mut step = 1.0;
            for coefficient in coefficients {
                below = 1.0 / (1.0 + coefficient * below);
                above = 1.0 + coefficient / above;
                step = above * below;
                value *= step;
            }
            if (step - 1.0).abs() <= f64::EPSILON {
                break;
            }
        }
        libm::exp(log) * value / a
    }

    /// The number that a share of all lies below: Newton's steps, kept between what is known to be too low and too high.
    pub fn quantile(&self, share: f64) -> f64 {
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        let mut at = self.mean();
        for _ in 0..MOST {
            let excess = self.below(at) - share;
            if excess > 0.0 {
                high = at;
            } else {
                low = at;
            }
            let step = excess / self.density(at);
            let mut next = at - step;
            if !(next > low && next < high) {
                next = 0.5 * (low + high);
            }
            if (next - at).abs() <= f64::EPSILON * at {
                return next;
            }
            at = next;
        }
        at
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;

    /// By hand: the distribution function of (1, 5) is 1 - (1 - x)⁵, that of (5, 1) is x⁵, that of (3, 3) at one half is one
    /// half and at one quarter 10 x³ - 15 x⁴ + 6 x⁵.
    #[test]
    fn quantiles_of_known_functions() {
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-14, "{found}");
        for share in [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999] {
            close(
                Beta::new(5.0, 1.0).quantile(share),
                libm::exp(libm::log(share) / 5.0),
            );
            close(
                Beta::new(1.0, 5.0).quantile(share),
                -libm::expm1(libm::log1p(-share) / 5.0),
            );
        }
        close(Beta::new(3.0, 3.0).quantile(0.5), 0.5);
        close(Beta::new(3.0, 3.0).quantile(0.103_515_625), 0.25);
        close(Beta::new(3.0, 3.0).quantile(1.0 - 0.103_515_625), 0.75);
    }
}
