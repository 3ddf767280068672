//! A decimal number that knows how far rounding may have moved it.
//!
//! Only this file and its two parts name the decimal library. Its arithmetic rounds and underflows in
//! silence, but rounding is visible in the scale of a result; every operation here looks, and
//! widens the bound when it happened.

mod binary;
mod rounding;
mod text;

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::NumberProblem;
use rounding::{add_up, div_up, last_place, mul_up, product, sum, sum_down};

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

    /// The value as a whole number and how many decimal places that has, without trailing zeros: 1.15 is (115, 2).
    ///
    /// # Exactness
    ///
    /// The whole number has at most 29 digits and the places are at most 28; they are the value exactly, without its bound.
    pub fn whole_and_places(&self) -> (i128, u32) {
        let value = self.value.normalize();
        (value.mantissa(), value.scale())
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
        let Ok(difference) = self.minus(*other) else {
            return self.compare_far(other);
        };
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

    /// The same for two amounts whose difference, or the bound of it, is beyond the range of decimals: by what each can be at
    /// least and at most. An end beyond the range leaves its side open.
    fn compare_far(&self, other: &Self) -> Option<Ordering> {
        let is_above = |high: &Self, low: &Self| {
            let (least, most) = (high.lower().ok()?, low.negated().lower().ok()?);
            Some(least.value > -most.value)
        };
        if is_above(self, other) == Some(true) {
            Some(Ordering::Greater)
        } else if is_above(other, self) == Some(true) {
            Some(Ordering::Less)
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

    /// The amount, or zero where its value is below zero; what the exact result can be above zero then is its bound.
    pub fn floored(self) -> Self {
        if !self.midpoint().is_negative() {
            return self;
        }
        // Less than the bound, which is a decimal already.
        let above = self
            .negated()
            .lower()
            .map_or(self.bound, |least| -least.value);
        Self {
            value: Decimal::ZERO,
            bound: above.max(Decimal::ZERO),
        }
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
        // From the largest decimal to far below the last place there are 57 powers: beyond this many nothing is left to move.
        const FAR: i32 = 4 * 28;
        let mut result = self;
        let mut left = power.clamp(-FAR, FAR);
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

    /// The power of ten of its first digit; `None` for a value of zero.
    pub(crate) fn decade(&self) -> Option<i32> {
        let digits = self.value.mantissa().unsigned_abs().checked_ilog10()?;
        Some(digits.cast_signed() - self.value.scale().cast_signed())
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

    /// The value in plain notation, rounded to decimal places with halves away from zero, as figures of a report are; the
    /// rounding is of the text only.
    pub fn rounded_half_up(&self, places: u32) -> String {
        let rule = RoundingStrategy::MidpointAwayFromZero;
        let rounded = self.value.round_dp_with_strategy(places, rule);
        rounded.normalize().to_string()
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
