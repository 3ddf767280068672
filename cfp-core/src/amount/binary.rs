//! Between decimals and doubles, with every rounding in the bound.

use rust_decimal::Decimal;

use super::Amount;
use crate::double::{Double, UNIT, product, quotient};
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

    /// The amount of a number in twice the precision of a double that is at most `bound` from the exact one; a bound that
    /// is not finite is left out.
    ///
    /// The digits that the bound leaves open are rounded away, but for two; what that moves is in the bound.
    pub(crate) fn of_double(number: Double, bound: f64) -> Result<Self, NumberProblem> {
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
        if bound == 0.0 && rest == 0.0 && number.low == 0.0 && number.high.abs() < EXACT {
            return Ok(value);
        }
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

/// Whole numbers below this are doubles, and their products with powers of ten are exact in twice the precision.
const EXACT: f64 = 9_007_199_254_740_992.0;

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
