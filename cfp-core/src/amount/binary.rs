//! Between decimals and doubles, with every rounding in the bound.

use rust_decimal::Decimal;

use super::Amount;
use crate::double::{Double, UNIT, product, quotient, two_product};
use crate::error::NumberProblem;

/// Decimals end at this place.
const PLACES: i32 = 28;

/// Decimals hold all whole numbers of so many digits.
const DIGITS: i32 = 28;

/// Digits of a number without a proved bound: more than the double that it is.
const UNPROVED_DIGITS: i32 = 20;

impl Amount {
    /// The amount as a number of twice the precision of a double, and how far the exact result can be from it.
    pub(crate) fn as_double(&self) -> (Double, f64) {
        let mantissa = whole(self.value.mantissa());
        let value = quotient(mantissa, power_of_ten(self.value.scale()));
        let bound = self.bound().approximate() * (1.0 + 4.0 * UNIT);
        (value, bound + value.high.abs() * 64.0 * UNIT * UNIT)
    }

    /// The double nearest to the value.
    pub(crate) fn nearest_double(&self) -> f64 {
        self.as_double().0.high
    }

    /// The amount of a number in twice the precision of a double that is at most `bound` from the exact one; a bound that
    /// is not finite is left out.
    ///
    /// The digits that the bound leaves open are rounded away, but for two; what that moves is in the bound.
    pub(crate) fn of_double(number: Double, bound: f64) -> Result<Self, NumberProblem> {
        if bound == 0.0
            && let Some(exact) = as_written(number)
        {
            return Ok(exact);
        }
        let size = magnitude(number.high);
        let most = (DIGITS - 1 - size).min(PLACES);
        let places = if bound.is_finite() && bound > 0.0 {
            (2 - magnitude(bound)).min(most)
        } else if bound == 0.0 {
            most
        } else {
            (UNPROVED_DIGITS - size).min(most)
        };
        if most < 0 || !number.high.is_finite() {
            return Err(NumberProblem::TooLarge);
        }
        let places = places.max(0).unsigned_abs();
        let scaled = product(number, power_of_ten(places));
        let rounded = scaled.high.round();
        let rest = (scaled.high - rounded) + scaled.low;
        let decimal = |mantissa: i128| {
            let decimal = Decimal::try_from_i128_with_scale(mantissa, places);
            decimal.map_err(|_| NumberProblem::TooLarge)
        };
        let mantissa = to_whole(rounded) + to_whole(rest.round());
        let value = Self::exact(decimal(mantissa)?);
        if !bound.is_finite() {
            return Ok(value);
        }
        // Half a unit of the last place for the rounding, and far less than another half for the product.
        let open = bound * power_of_ten(places).high * (1.0 + 8.0 * UNIT);
        value.widened(Self::exact(decimal(
            to_whole(open.ceil()).saturating_add(1),
        )?))
    }
}

/// A double that is a short decimal, such as 1.5, exactly; `None` where it is none.
fn as_written(number: Double) -> Option<Amount> {
    // Below this a product without error is the whole number that it reads as, and decimals hold all of these.
    const WHOLE: f64 = 7e28;
    if number.low != 0.0 {
        return None;
    }
    let exact = (0..=22_u32).find_map(|places| {
        let (product, error) = two_product(number.high, power_of_ten(places).high);
        let is_whole = error == 0.0 && product.fract() == 0.0 && product.abs() < WHOLE;
        is_whole.then(|| Decimal::try_from_i128_with_scale(to_whole(product), places).ok())
    });
    exact.flatten().map(Amount::exact)
}

/// The decade of a number: the power of ten of its first digit, or one more.
fn magnitude(number: f64) -> i32 {
    // The logarithm of a finite double lies between -324 and 309.
    #[expect(clippy::cast_possible_truncation)]
    let decade = number.abs().log10().clamp(-400.0, 400.0).floor() as i32;
    decade
}

/// A whole double as an integer; one beyond the range of decimals is no decimal either way.
fn to_whole(number: f64) -> i128 {
    #[expect(clippy::cast_possible_truncation)]
    let whole = number as i128;
    whole
}

/// A whole number of at most 96 bits, exactly.
fn whole(number: i128) -> Double {
    // What the rounding to a double leaves of it has at most 44 bits, and is exact.
    #[expect(clippy::cast_precision_loss)]
    let high = number as f64;
    #[expect(clippy::cast_precision_loss)]
    let low = (number - to_whole(high)) as f64;
    Double::of_sum(high, low)
}

/// Ten to the power of at most 28, exactly.
fn power_of_ten(power: u32) -> Double {
    whole(10_i128.pow(power.min(28)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: f64, bound: f64) -> (String, String) {
        let amount = Amount::of_double(Double::exact(number), bound).expect("a decimal");
        (amount.value_text(), amount.bound().value_text())
    }

    /// A double is the exact binary value that it is: a tenth is 0.1000000000000000055511151231257827….
    #[test]
    fn a_double_keeps_all_the_digits_that_a_decimal_holds() {
        assert_eq!(of(1.5, 0.0), ("1.5".into(), "0".into()));
        assert_eq!(
            of(-3e20, 0.0),
            ("-300000000000000000000".into(), "0".into())
        );
        let (value, bound) = of(0.1, 0.0);
        assert_eq!(value, "0.1000000000000000055511151231");
        assert_eq!(bound, "0.0000000000000000000000000001");
        let (value, _) = of(1e-17, 0.0);
        assert_eq!(value, "0.00000000000000001");
    }

    /// Two digits beyond the first one of the bound are kept, and the bound covers what that moves.
    #[test]
    fn digits_that_the_bound_leaves_open_are_rounded_away() {
        assert_eq!(
            of(1.0 / 3.0, 2e-5),
            ("0.3333333".into(), "0.0000202".into())
        );
        assert_eq!(of(123_456.789, 40.0), ("123456.8".into(), "40.2".into()));
        assert_eq!(of(123_456.789, 4000.0), ("123457".into(), "4002".into()));
        // Without a proved bound there is none to cover anything with.
        assert_eq!(of(0.5, f64::INFINITY), ("0.5".into(), "0".into()));
    }

    #[test]
    fn what_no_decimal_holds_is_refused() {
        for number in [8e28, -1e300, f64::NAN, f64::INFINITY] {
            let amount = Amount::of_double(Double::exact(number), 1.0);
            assert_eq!(amount, Err(NumberProblem::TooLarge), "{number}");
        }
        assert!(Amount::of_double(Double::exact(1.0), 1e40).is_err());
    }

    /// 29.8 is no double; in twice the precision it comes back to all places of a decimal.
    #[test]
    fn decimals_go_through_twice_the_precision_and_back() {
        for text in [
            "29.8",
            "-0.0000123456789012345678901234",
            "7922816251426433759354395033",
            "1e-28",
        ] {
            let amount: Amount = text.parse().expect("a number");
            let (number, error) = amount.as_double();
            let back = Amount::of_double(number, error).expect("a decimal");
            let distance = back
                .minus(amount)
                .expect("a difference")
                .midpoint()
                .magnitude();
            let left = back.bound().minus(distance).expect("a difference");
            assert!(left.is_at_least_zero(), "{text} became {back:?}");
            assert!(error <= number.high.abs() * 1e-30, "{text}: {error}");
        }
    }
}
