//! Decimal operations that know what they rounded: results with bounds, and outward rounding.

use rust_decimal::Decimal;

use crate::error::NumberProblem;

/// Ten to the minus `scale`: one unit in the last place.
pub(super) fn last_place(scale: u32) -> Decimal {
    Decimal::new(1, scale.min(28))
}

/// A decimal above, by one unit in the last place that the number has room for.
fn bumped(number: Decimal) -> Result<Decimal, NumberProblem> {
    let mut full = number;
    full.rescale(28);
    let mut scale = full.scale();
    loop {
        let next = full
            .checked_add(last_place(scale))
            .ok_or(NumberProblem::TooLarge)?;
        if next > number {
            return Ok(next);
        }
        // The mantissa is full: the step has to be one place coarser.
        scale = scale.checked_sub(1).ok_or(NumberProblem::TooLarge)?;
    }
}

/// A sum and a bound on its rounding.
pub(super) fn sum(a: Decimal, b: Decimal) -> Result<(Decimal, Decimal), NumberProblem> {
    let result = a.checked_add(b).ok_or(NumberProblem::TooLarge)?;
    if a.is_zero() || b.is_zero() || result.scale() >= a.scale().max(b.scale()) {
        return Ok((result, Decimal::ZERO));
    }
    let (a, b) = (a.normalize(), b.normalize());
    let result = a.checked_add(b).ok_or(NumberProblem::TooLarge)?;
    if result.scale() >= a.scale().max(b.scale()) {
        return Ok((result, Decimal::ZERO));
    }
    Ok((result, last_place(result.scale())))
}

/// A lower bound of a - b for numbers that are not negative.
pub(super) fn sum_down(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    let (difference, rounding) = sum(a, -b)?;
    difference
        .checked_sub(rounding)
        .ok_or(NumberProblem::TooLarge)
}

/// A product and a bound on its rounding.
pub(super) fn product(a: Decimal, b: Decimal) -> Result<(Decimal, Decimal), NumberProblem> {
    if a.is_zero() || b.is_zero() {
        return Ok((Decimal::ZERO, Decimal::ZERO));
    }
    let result = a.checked_mul(b).ok_or(NumberProblem::TooLarge)?;
    if result.scale() == a.scale() + b.scale() || is_product(result, a, b) {
        return Ok((result, Decimal::ZERO));
    }
    // A product below the last place comes back as a bare zero, without its scale.
    let scale = if result.is_zero() { 28 } else { result.scale() };
    Ok((result, last_place(scale)))
}

/// Whether a product is exact although places of it were dropped, since they held zeros.
fn is_product(result: Decimal, a: Decimal, b: Decimal) -> bool {
    let parts = |number: Decimal| {
        let power = -i64::from(number.scale());
        without_zeros(number.mantissa().unsigned_abs(), power)
    };
    let ((a, a_power), (b, b_power)) = (parts(a), parts(b));
    a.checked_mul(b)
        .is_some_and(|exact| without_zeros(exact, a_power + b_power) == parts(result))
}

/// The same mantissa × 10^power with no factor ten left in the mantissa.
fn without_zeros(mut mantissa: u128, mut power: i64) -> (u128, i64) {
    while mantissa != 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        power += 1;
    }
    (mantissa, power)
}

/// An upper bound of a + b for numbers that are not negative.
pub(super) fn add_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    let (result, rounding) = sum(a, b)?;
    if rounding.is_zero() {
        Ok(result)
    } else {
        bumped(result)
    }
}

/// An upper bound of a b for numbers that are not negative, good to 17 digits.
pub(super) fn mul_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    if a.is_zero() || b.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let ((a, a_scale), (b, b_scale)) = (cut_up(a, 18), cut_up(b, 18));
    round_up(a * b, a_scale + b_scale)
}

/// An upper bound of a / b for a >= 0 and b > 0, good to eight digits.
pub(super) fn div_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    let (above, above_scale) = cut_up(a, 18);
    let (below, below_scale) = cut_down(b, 12);
    let quotient = (above * 10u128.pow(20)).div_ceil(below);
    round_up(quotient, above_scale + 20 - below_scale)
}

/// The mantissa cut to so many digits, and its scale: not below the magnitude of the number.
fn cut_up(number: Decimal, digits: u32) -> (u128, i64) {
    let mantissa = number.mantissa().unsigned_abs();
    let excess = length(mantissa).saturating_sub(digits);
    let scale = i64::from(number.scale()) - i64::from(excess);
    (mantissa.div_ceil(10u128.pow(excess)), scale)
}

/// The mantissa cut to so many digits, and its scale: not above the magnitude of the number.
fn cut_down(number: Decimal, digits: u32) -> (u128, i64) {
    let mantissa = number.mantissa().unsigned_abs();
    let excess = length(mantissa).saturating_sub(digits);
    let scale = i64::from(number.scale()) - i64::from(excess);
    (mantissa / 10u128.pow(excess), scale)
}

/// How many digits a whole number has.
fn length(mantissa: u128) -> u32 {
    mantissa.checked_ilog10().map_or(0, |power| power + 1)
}

/// A decimal of at most 28 digits and 28 places that is not below mantissa × 10^-scale.
fn round_up(mantissa: u128, scale: i64) -> Result<Decimal, NumberProblem> {
    let too_long = i64::from(length(mantissa).saturating_sub(28));
    let drop = (scale - 28).max(too_long);
    let (mantissa, scale) = if drop > 0 {
        let step = u32::try_from(drop)
            .ok()
            .and_then(|drop| 10u128.checked_pow(drop));
        let kept = step.map_or(u128::from(mantissa > 0), |step| mantissa.div_ceil(step));
        (kept, scale - drop)
    } else {
        (mantissa, scale)
    };
    let decimal = |mantissa: u128, scale: i64| {
        let mantissa = i128::try_from(mantissa).ok()?;
        Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
    };
    let raised = || {
        let power = 10u128.checked_pow(u32::try_from(-scale).ok()?)?;
        decimal(mantissa.checked_mul(power)?, 0)
    };
    if scale < 0 {
        raised()
    } else {
        decimal(mantissa, scale)
    }
    .ok_or(NumberProblem::TooLarge)
}
