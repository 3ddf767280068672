//! Amounts as text: read exactly or not at all, printed in plain notation.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Amount;
use crate::error::NumberProblem;

/// The most digits that a decimal holds: all numbers of 28, and of 29 those below 7.9e28 without their point.
const DIGITS: usize = 29;

impl FromStr for Amount {
    type Err = NumberProblem;

    /// Reads a decimal number such as `1.15`, `-3` or `2.4e-3`, exactly or not at all; every number that is printed reads.
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
            .ok_or_else(|| {
                let text = text.to_owned();
                if significant(whole, fraction) < DIGITS {
                    NumberProblem::OutOfRange { text }
                } else {
                    NumberProblem::TooManyDigits { text }
                }
            })
    }
}

/// How many digits there are from the first to the last that is not zero.
fn significant(whole: &str, fraction: &str) -> usize {
    let digits = format!("{whole}{fraction}");
    digits.trim_matches('0').len()
}

/// The decimal with these digits, the point after `whole` moved by `exponent`; `None` when it does
/// not fit in 96 bits and 28 places.
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
        let value = Self::restored(&written.value).map_err(D::Error::custom)?;
        let bound = Self::restored(&written.bound).map_err(D::Error::custom)?;
        if bound.is_negative() {
            return Err(D::Error::custom("a bound is never negative"));
        }
        Ok(Self {
            value: value.value,
            bound: bound.value,
        })
    }
}

impl Amount {
    /// A number as [`Amount::value_text`] printed it, in plain notation.
    pub(crate) fn restored(text: &str) -> Result<Self, NumberProblem> {
        let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b'-';
        if !text.bytes().all(plain) {
            return Err(NumberProblem::NotANumber {
                text: text.to_owned(),
            });
        }
        text.parse()
    }
}
