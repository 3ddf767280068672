//! The exact size of a unit in base units: a fraction and a power of ten.

use crate::amount::Amount;
use crate::error::NumberProblem;

/// numerator / denominator × 10^exponent, in one form only: no common factor, no factor 2 or 5 in
/// the denominator, no factor 10 in the numerator. Equal sizes are therefore equal values, and a
/// conversion divides only where its factor has no finite decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Scale {
    numerator: u128,
    denominator: u128,
    exponent: i32,
}

impl Scale {
    pub(super) const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
        exponent: 0,
    };

    /// Reads a positive decimal such as `4186.8` or `3.6e9`, or the fraction of two such as `2000/3`; `None` when it is neither.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((above, below)) = text.split_once('/') {
            return Self::parse(above)?.over(Self::parse(below)?);
        }
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let places = i32::try_from(fraction.len()).ok()?;
        let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
        Self::reduced(
            digits,
            1,
            exponent.parse::<i32>().ok()?.checked_sub(places)?,
        )
    }

    /// The product; `None` beyond 128 bits, which only absurd units reach.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        let left = common(self.numerator, other.denominator);
        let right = common(other.numerator, self.denominator);
        Self::reduced(
            (self.numerator / left).checked_mul(other.numerator / right)?,
            (self.denominator / right).checked_mul(other.denominator / left)?,
            self.exponent.checked_add(other.exponent)?,
        )
    }

    /// The quotient; `None` beyond 128 bits.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        let inverse = Self::reduced(
            other.denominator,
            other.numerator,
            other.exponent.checked_neg()?,
        )?;
        self.times(inverse)
    }

    fn reduced(numerator: u128, denominator: u128, exponent: i32) -> Option<Self> {
        if numerator == 0 || denominator == 0 {
            return None;
        }
        let shared = common(numerator, denominator);
        let mut scale = Self {
            numerator: numerator / shared,
            denominator: denominator / shared,
            exponent,
        };
        for (factor, partner) in [(10, 1), (2, 5), (5, 2)] {
            while scale.denominator.is_multiple_of(factor) {
                scale.denominator /= factor;
                scale.numerator = scale.numerator.checked_mul(partner)?;
                scale.exponent = scale.exponent.checked_sub(1)?;
            }
        }
        while scale.numerator.is_multiple_of(10) {
            scale.numerator /= 10;
            scale.exponent = scale.exponent.checked_add(1)?;
        }
        Some(scale)
    }

    /// The amount times this scale: multiplied first, divided once at the end.
    pub(super) fn apply(self, amount: Amount) -> Result<Amount, NumberProblem> {
        if self == Self::ONE {
            return Ok(amount);
        }
        let raised = if let Ok(factor) = decimal(self.numerator, self.exponent) {
            amount.times(factor)?
        } else {
            let half = self.exponent / 2;
            amount
                .times(decimal(self.numerator, half)?)?
                .times(decimal(1, self.exponent - half)?)?
        };
        if self.denominator == 1 {
            Ok(raised)
        } else {
            raised.over(decimal(self.denominator, 0)?)
        }
    }
}

/// A whole number times a power of ten; out of range when that has more digits than a decimal.
fn decimal(whole: u128, exponent: i32) -> Result<Amount, NumberProblem> {
    format!("{whole}e{exponent}")
        .parse()
        .map_err(|_| NumberProblem::TooLarge)
}

fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sizes_have_one_form() {
        let scale = |text| Scale::parse(text).unwrap();
        assert_eq!(scale("3600000"), scale("3.6e6"));
        assert_eq!(scale("1").over(scale("8")), Some(scale("0.125")));
        assert_eq!(
            scale("1").over(scale("3")).unwrap().times(scale("3")),
            Some(Scale::ONE)
        );
        assert_ne!(scale("1").over(scale("3")), scale("1").over(scale("30")));
        assert_eq!(
            scale("2000/3").times(scale("15")),
            Some(scale("10000")),
            "15 mu are a hectare"
        );
        assert_eq!(scale("273.15/288.15"), scale("1821/1921"));
        assert_eq!(Scale::parse("1/0"), None);
        assert_eq!(Scale::parse("0"), None);
        assert_eq!(Scale::parse("-1"), None);
    }

    #[test]
    fn a_power_beyond_a_decimal_is_applied_in_two_steps() {
        let tiny = Scale::parse("1e-30").unwrap();
        let result = tiny.apply("1e5".parse().unwrap()).unwrap();
        assert_eq!(result.to_string(), "0.0000000000000000000000001");
        assert!(result.is_exact());
        let huge = Scale::parse("1e40").unwrap();
        assert_eq!(huge.apply(Amount::ONE), Err(NumberProblem::TooLarge));
    }
}
