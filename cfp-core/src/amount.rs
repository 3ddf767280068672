//! A decimal number that knows how far rounding may have moved it.
//!
//! This is the only file that names the decimal library. Its arithmetic rounds and underflows in
//! silence, but rounding is visible in the scale of a result; every operation here looks, and
//! widens the bound when it happened.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::NumberProblem;

/// The digits that every decimal is able to hold.
const DIGITS: usize = 28;

/// A decimal number and a proven bound: the exact result of the arithmetic that led here differs
/// from [`Amount::value_text`] by at most [`Amount::bound`].
///
/// # Exactness
///
/// A bound of zero *is* the meaning of exact. The bound speaks of arithmetic rounding only; it says
/// nothing about how well the data are known.
///
/// # Example
///
/// ```
/// use cfp_core::Amount;
///
/// let third = "1".parse::<Amount>()?.over("3".parse()?)?;
/// assert_eq!(third.to_string(), "0.3333333333333333333333333333");
/// assert!(!third.is_exact());
/// let half = "1".parse::<Amount>()?.over("2".parse()?)?;
/// assert!(half.is_exact());
/// # Ok::<(), cfp_core::NumberProblem>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    value: Decimal,
    bound: Decimal,
}

impl Amount {
    /// Exactly zero.
    pub const ZERO: Self = Self::exact(Decimal::ZERO);
    /// Exactly one.
    pub const ONE: Self = Self::exact(Decimal::ONE);

    const fn exact(value: Decimal) -> Self {
        Self {
            value,
            bound: Decimal::ZERO,
        }
    }

    /// The value in plain notation without trailing zeros.
    pub fn value_text(&self) -> String {
        self.value.normalize().to_string()
    }

    /// How far arithmetic rounding may have moved the value; itself exact.
    pub fn bound(&self) -> Self {
        Self::exact(self.bound)
    }

    /// The value taken as exact, without its bound.
    pub fn midpoint(&self) -> Self {
        Self::exact(self.value)
    }

    /// Whether nothing on the way here was rounded.
    pub fn is_exact(&self) -> bool {
        self.bound.is_zero()
    }

    /// Whether the value and the bound are both zero.
    pub fn is_zero(&self) -> bool {
        self.value.is_zero() && self.bound.is_zero()
    }

    /// Whether the exact result is certainly above zero.
    pub fn is_positive(&self) -> bool {
        self.value > self.bound
    }

    /// Whether the exact result is certainly below zero.
    pub fn is_negative(&self) -> bool {
        -self.value > self.bound
    }

    /// Whether the exact result is certainly zero or more.
    pub fn is_at_least_zero(&self) -> bool {
        self.value >= self.bound
    }

    /// The order of two amounts, or `None` when their bounds leave it open.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let difference = self.minus(*other).ok()?;
        if difference.is_positive() {
            Some(Ordering::Greater)
        } else if difference.is_negative() {
            Some(Ordering::Less)
        } else if difference.is_zero() {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    /// The order of the two values, whatever their bounds: for rankings, where ties are harmless.
    pub fn rank(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }

    /// The amount with its sign turned.
    pub fn negated(self) -> Self {
        Self {
            value: -self.value,
            bound: self.bound,
        }
    }

    /// The amount without its sign.
    pub fn magnitude(self) -> Self {
        Self {
            value: self.value.abs(),
            bound: self.bound,
        }
    }

    /// The largest that the exact result can be in absolute value, rounded outward.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn largest_magnitude(self) -> Result<Self, NumberProblem> {
        add_up(self.value.abs(), self.bound).map(Self::exact)
    }

    /// The least that the exact result can be, rounded outward; itself exact.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn lower(self) -> Result<Self, NumberProblem> {
        sum_down(self.value, self.bound).map(Self::exact)
    }

    /// The same value with its bound widened by the magnitude of `by`.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn widened(self, by: Self) -> Result<Self, NumberProblem> {
        Ok(Self {
            value: self.value,
            bound: add_up(self.bound, by.largest_magnitude()?.value)?,
        })
    }

    /// The sum.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn plus(self, other: Self) -> Result<Self, NumberProblem> {
        let (value, rounding) = sum(self.value, other.value)?;
        let bound = add_up(add_up(self.bound, other.bound)?, rounding)?;
        Ok(Self { value, bound })
    }

    /// The difference.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn minus(self, other: Self) -> Result<Self, NumberProblem> {
        self.plus(other.negated())
    }

    /// The product.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn times(self, other: Self) -> Result<Self, NumberProblem> {
        let (value, rounding) = product(self.value, other.value)?;
        if self.is_exact() && other.is_exact() {
            return Ok(Self {
                value,
                bound: rounding,
            });
        }
        // |ab - âb̂| <= |â|β + |b̂|α + αβ
        let spread = add_up(
            add_up(
                mul_up(self.value.abs(), other.bound)?,
                mul_up(other.value.abs(), self.bound)?,
            )?,
            mul_up(self.bound, other.bound)?,
        )?;
        Ok(Self {
            value,
            bound: add_up(spread, rounding)?,
        })
    }

    /// The quotient.
    ///
    /// # Exactness
    ///
    /// The error is proved from the residual: |a/b - q| <= (|a - qb| + α + |q|β) / (|b| - β).
    ///
    /// # Errors
    ///
    /// [`NumberProblem::DivisionByZero`] when the divisor may be zero, [`NumberProblem::TooLarge`]
    /// beyond the range of decimals.
    pub fn over(self, divisor: Self) -> Result<Self, NumberProblem> {
        let (dividend, divisor) = self.beside_a_whole_divisor(divisor);
        let smallest = sum_down(divisor.value.abs(), divisor.bound)?;
        if smallest <= Decimal::ZERO {
            return Err(NumberProblem::DivisionByZero);
        }
        let value = dividend
            .value
            .checked_div(divisor.value)
            .ok_or(NumberProblem::TooLarge)?;
        let back = Self::exact(value).times(divisor)?;
        let residual = dividend.minus(back)?.largest_magnitude()?.value;
        let bound = if residual.is_zero() {
            Decimal::ZERO
        } else {
            div_up(residual, smallest)?
        };
        Ok(Self { value, bound })
    }

    /// Dividend and divisor, both times the power of ten that brings a small divisor to one or more:
    /// the residual of the division would otherwise be lost below the 28th place.
    fn beside_a_whole_divisor(self, divisor: Self) -> (Self, Self) {
        let zeros = divisor
            .value
            .mantissa()
            .unsigned_abs()
            .checked_ilog10()
            .map_or(0, |power| divisor.value.scale().saturating_sub(power));
        match (self.shifted_whole(zeros), divisor.shifted_whole(zeros)) {
            (Some(dividend), Some(divisor)) => (dividend, divisor),
            _ => (self, divisor),
        }
    }

    /// Exactly 10^places times the amount, when a decimal holds it.
    fn shifted_whole(self, places: u32) -> Option<Self> {
        let shift = |number: Decimal| {
            let kept = number.scale().min(places);
            let power = 10i128.checked_pow(places - kept)?;
            let mantissa = number.mantissa().checked_mul(power)?;
            Decimal::try_from_i128_with_scale(mantissa, number.scale() - kept).ok()
        };
        Some(Self {
            value: shift(self.value)?,
            bound: shift(self.bound)?,
        })
    }

    /// Ten to the `power` times the amount: exact unless digits fall off at the 28th decimal place.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn shifted(self, power: i32) -> Result<Self, NumberProblem> {
        let mut result = self;
        let mut left = power;
        while left != 0 {
            let step = left.clamp(-28, 28);
            let ten_to_step = if step < 0 {
                last_place(step.unsigned_abs())
            } else {
                Decimal::from_i128_with_scale(10_i128.pow(step.unsigned_abs()), 0)
            };
            result = result.times(Self::exact(ten_to_step))?;
            left -= step;
        }
        Ok(result)
    }

    /// The value in plain notation, rounded to significant digits, for people; the rounding is of
    /// the text only.
    pub fn significant(&self, digits: u32) -> String {
        match self.value.round_sf(digits) {
            Some(rounded) => rounded.normalize().to_string(),
            None => self.value_text(),
        }
    }

    /// The value in plain notation, rounded to decimal places, for people; the rounding is of the
    /// text only.
    pub fn rounded_text(&self, places: u32) -> String {
        self.value.round_dp(places).normalize().to_string()
    }

    /// The nearest double, for the approximate solves whose results are then proved in decimals.
    pub(crate) fn approximate(&self) -> f64 {
        use rust_decimal::prelude::ToPrimitive;
        // A finite decimal always has a nearest double; the library's `None` cannot occur.
        self.value.to_f64().unwrap_or(f64::NAN)
    }

    /// A double as a decimal to about 17 digits, taken as exact: a starting point that a proof then
    /// bounds, never a result by itself. `None` when it is not finite or out of range.
    pub(crate) fn from_approximation(number: f64) -> Option<Self> {
        Decimal::from_f64_retain(number).map(Self::exact)
    }
}

/// Ten to the minus `scale`: one unit in the last place.
fn last_place(scale: u32) -> Decimal {
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
fn sum(a: Decimal, b: Decimal) -> Result<(Decimal, Decimal), NumberProblem> {
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
fn sum_down(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    let (difference, rounding) = sum(a, -b)?;
    difference
        .checked_sub(rounding)
        .ok_or(NumberProblem::TooLarge)
}

/// A product and a bound on its rounding.
fn product(a: Decimal, b: Decimal) -> Result<(Decimal, Decimal), NumberProblem> {
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
fn add_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    let (result, rounding) = sum(a, b)?;
    if rounding.is_zero() {
        Ok(result)
    } else {
        bumped(result)
    }
}

/// An upper bound of a b for numbers that are not negative, good to 17 digits.
fn mul_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
    if a.is_zero() || b.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let ((a, a_scale), (b, b_scale)) = (cut_up(a, 18), cut_up(b, 18));
    round_up(a * b, a_scale + b_scale)
}

/// An upper bound of a / b for a >= 0 and b > 0, good to eight digits.
fn div_up(a: Decimal, b: Decimal) -> Result<Decimal, NumberProblem> {
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

impl FromStr for Amount {
    type Err = NumberProblem;

    /// Reads a decimal number such as `1.15`, `-3` or `2.4e-3`, exactly or not at all.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let problem = || NumberProblem::NotANumber {
            text: text.to_owned(),
        };
        if text.contains(',') {
            return Err(NumberProblem::Comma {
                text: text.to_owned(),
            });
        }
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (
                &text[..at],
                text[at + 1..].parse::<i32>().map_err(|_| problem())?,
            ),
            None => (text, 0),
        };
        let (negative, unsigned) = match mantissa.as_bytes().first() {
            Some(b'-') => (true, &mantissa[1..]),
            Some(b'+') => (false, &mantissa[1..]),
            _ => (false, mantissa),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty())
            || !only_digits(whole)
            || !only_digits(fraction)
        {
            return Err(problem());
        }
        place_digits(whole, fraction, exponent)
            .map(|value| Self::exact(if negative { -value } else { value }))
            .ok_or_else(|| NumberProblem::TooManyDigits {
                text: text.to_owned(),
            })
    }
}

/// The decimal with these digits, the point after `whole` moved by `exponent`; `None` when it does
/// not fit in 28 digits and 28 places.
fn place_digits(whole: &str, fraction: &str, exponent: i32) -> Option<Decimal> {
    let (mut mantissa, mut digits, mut zeros) = (0i128, 0, 0);
    for digit in whole.bytes().chain(fraction.bytes()) {
        if digit == b'0' {
            zeros += usize::from(digits > 0);
            continue;
        }
        digits += zeros + 1;
        if digits > DIGITS {
            return None;
        }
        mantissa = mantissa * power_of_ten(zeros + 1)? + i128::from(digit - b'0');
        zeros = 0;
    }
    if digits == 0 {
        return Some(Decimal::ZERO);
    }
    let length = |count: usize| i64::try_from(count).ok();
    let scale = length(fraction.len())? - i64::from(exponent) - length(zeros)?;
    if scale >= 0 {
        let scale = u32::try_from(scale).ok().filter(|scale| *scale <= 28)?;
        return Decimal::try_from_i128_with_scale(mantissa, scale).ok();
    }
    let missing = usize::try_from(-scale).ok()?;
    if digits + missing > DIGITS {
        return None;
    }
    Decimal::try_from_i128_with_scale(mantissa * power_of_ten(missing)?, 0).ok()
}

fn power_of_ten(power: usize) -> Option<i128> {
    10i128.checked_pow(u32::try_from(power).ok()?)
}

impl Default for Amount {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<u32> for Amount {
    fn from(number: u32) -> Self {
        Self::exact(Decimal::from(number))
    }
}

impl fmt::Display for Amount {
    /// The value in plain notation; with `{:#}`, the bound beside it when there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value_text();
        if f.alternate() && !self.is_exact() {
            write!(f, "{value} ± {}", self.bound.normalize())
        } else {
            f.pad(&value)
        }
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    value: String,
    bound: String,
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            value: self.value_text(),
            bound: self.bound().value_text(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let written = Written::deserialize(deserializer)?;
        let value: Self = written.value.parse().map_err(D::Error::custom)?;
        let bound: Self = written.bound.parse().map_err(D::Error::custom)?;
        if bound.value.is_sign_negative() && !bound.value.is_zero() {
            return Err(D::Error::custom("a bound is never negative"));
        }
        Ok(Self {
            value: value.value,
            bound: bound.value,
        })
    }
}
