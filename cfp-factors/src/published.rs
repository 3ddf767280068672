//! When something was published, as precisely as it is known.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::FactorProblem;

/// A date of publication: a day (`2025-10-24`), a month (`2025-01`) or a year (`2021`).
///
/// What is known of a month or a year only counts as published on its last day, so that nothing is used before it was
/// certainly out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Published {
    text: String,
    earliest: Date,
    latest: Date,
}

impl Published {
    /// The date as it is written, with the precision that is known.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first day on which it may have been published.
    pub fn earliest(&self) -> Date {
        self.earliest
    }

    /// The last day on which it may have been published.
    pub fn latest(&self) -> Date {
        self.latest
    }

    /// Whether it was certainly out on a day.
    pub fn is_known_on(&self, day: Date) -> bool {
        self.latest <= day
    }
}

impl TryFrom<String> for Published {
    type Error = FactorProblem;

    fn try_from(text: String) -> Result<Self, FactorProblem> {
        let Some((earliest, latest)) = days(&text) else {
            return Err(FactorProblem::BadDate { written: text });
        };
        Ok(Self {
            text,
            earliest,
            latest,
        })
    }
}

impl From<Published> for String {
    fn from(published: Published) -> Self {
        published.text
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// The day that is written so, such as `2025-06-30`.
///
/// # Errors
///
/// [`FactorProblem::BadDate`] when none is, also for a month or a year alone.
pub fn day(text: &str) -> Result<Date, FactorProblem> {
    match days(text) {
        Some((day, _)) if text.len() == "2025-06-30".len() => Ok(day),
        _ => Err(FactorProblem::BadDate {
            written: text.to_owned(),
        }),
    }
}

/// The first and the last day of what is written as year, month or day.
fn days(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.split('-').collect();
    let date = |year: &str, month: &str, day: &str| {
        let month = i8::try_from(number(month, 2)?).ok()?;
        let day = i8::try_from(number(day, 2)?).ok()?;
        Date::new(number(year, 4)?, month, day).ok()
    };
    match parts[..] {
        [year] => date(year, "01", "01").map(|first| (first, first.last_of_year())),
        [year, month] => date(year, month, "01").map(|first| (first, first.last_of_month())),
        [year, month, day] => date(year, month, day).map(|day| (day, day)),
        _ => None,
    }
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let is_digits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits)
}
