//! Between decimals and doubles, with every rounding in the bound.

use rust_decimal::Decimal;

use super::Amount;
use super::rounding::{add_up, last_place};
use crate::double::{Double, UNIT, quotient};
use crate::error::NumberProblem;

/// Decimals end at this place.
const PLACES: i32 = 28;

/// Digits of a double's decimal expansion that are kept: two more than a decimal has.
const DIGITS: usize = 30;

impl Amount {
    /// The amount as a number of twice the precision of a double, and how far the exact result can be from it.
    pub(crate) fn as_double(&self) -> (Double, f64) {
        let mantissa = whole(self.value.mantissa());
        let scale = self.value.scale();
        let value = quotient(mantissa, whole(10_i128.pow(scale)));
        let bound = self.bound().approximate() * (1.0 + 4.0 * UNIT);
        (value, bound + value.high.abs() * 64.0 * UNIT * UNIT)
    }

    /// The amount of a number in twice the precision of a double that is at most `bound` from the exact one.
    ///
    /// The digits that the bound leaves open are rounded away, but for two; what that moves is in the bound.
    pub(crate) fn of_double(number: Double, bound: f64) -> Result<Self, NumberProblem> {
        if !bound.is_finite() {
            return Ok(Self::exact(digits(number.high, PLACES)?.0));
        }
        let places = match bound {
            0.0 => PLACES,
            // The logarithm of a finite double lies between -324 and 309.
            #[expect(clippy::cast_possible_truncation)]
            _ => (2.0 - bound.log10().floor()).clamp(-30.0, f64::from(PLACES)) as i32,
        };
        let (high, high_error) = digits(number.high, PLACES)?;
        let (low, low_error) = digits(number.low, PLACES)?;
        let sum = Self::exact(high).plus(Self::exact(low))?;
        let kept = sum
            .value
            .round_dp(u32::try_from(places.max(0)).unwrap_or(0));
        let moved = sum.minus(Self::exact(kept))?.largest_magnitude()?.value;
        let mut total = add_up(rounded_up(bound)?, moved)?;
        total = add_up(total, high_error)?;
        Ok(Self {
            value: kept,
            bound: add_up(total, low_error)?,
        })
    }
}

/// A whole number of at most 96 bits, exactly.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn whole(number: i128) -> Double {
    let high = number as f64;
    // The double is whole, and what it leaves has at most 44 bits.
    Double::of_sum(high, (number - high as i128) as f64)
}

/// A double to `places` decimal places, and how far it is from that at most.
fn digits(number: f64, places: i32) -> Result<(Decimal, Decimal), NumberProblem> {
    if !number.is_finite() {
        return Err(NumberProblem::TooLarge);
    }
    // The library prints the exact expansion, rounded to so many digits.
    let text = format!("{number:.DIGITS$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().map_err(|_| NumberProblem::TooLarge)?;
    let sign = if mantissa.starts_with('-') { -1 } else { 1 };
    let written: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    // 28 digits at most, and no place beyond the last.
    let kept = (exponent + 1 + places).clamp(0, PLACES);
    let length = usize::try_from(kept).unwrap_or_default();
    let cut: i128 = written[..length.min(written.len())]
        .parse()
        .unwrap_or_default();
    let scale = kept - 1 - exponent;
    if kept == 0 {
        // Below the last place altogether.
        return Ok((
            Decimal::ZERO,
            if number == 0.0 {
                Decimal::ZERO
            } else {
                last_place(28)
            },
        ));
    }
    let (mantissa, scale) = if scale < 0 {
        let power = u32::try_from(-scale)
            .ok()
            .and_then(|power| 10_i128.checked_pow(power));
        let raised = power.and_then(|power| cut.checked_mul(power));
        (raised.ok_or(NumberProblem::TooLarge)?, 0)
    } else {
        (cut, u32::try_from(scale).unwrap_or(28))
    };
    let decimal = Decimal::try_from_i128_with_scale(sign * mantissa, scale)
        .map_err(|_| NumberProblem::TooLarge)?;
    let rest_is_zero = written[length.min(written.len())..]
        .bytes()
        .all(|digit| digit == b'0');
    // Exact only where the printed digits end in zeros: a double has at most 17 digits before its expansion goes on.
    let error = if rest_is_zero && number == 0.0 {
        Decimal::ZERO
    } else {
        unit_of(scale, kept, exponent)
    };
    Ok((decimal, error))
}

/// One unit of the last digit that was kept.
fn unit_of(scale: u32, kept: i32, exponent: i32) -> Decimal {
    if scale > 0 || kept > exponent {
        return last_place(scale);
    }
    let power = u32::try_from(exponent + 1 - kept).unwrap_or_default();
    let unit = 10_i128
        .checked_pow(power)
        .and_then(|unit| Decimal::try_from_i128_with_scale(unit, 0).ok());
    unit.unwrap_or(Decimal::MAX)
}

/// A decimal not below a double that is not negative.
fn rounded_up(number: f64) -> Result<Decimal, NumberProblem> {
    let (decimal, error) = digits(number, PLACES)?;
    add_up(decimal, error)
}
