//! Problems of reading and computing numbers.

use super::Explain;
use crate::amount::Amount;

/// A number could not be read, or a computation left the range of decimals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberProblem {
    /// The text is not a decimal number.
    #[error("`{text}` is not a number")]
    NotANumber {
        /// What was written.
        text: String,
    },
    /// A comma, which some read as a decimal mark and others as a thousands separator.
    #[error("`{text}` has a comma: it may be a decimal mark or a thousands separator")]
    Comma {
        /// What was written.
        text: String,
    },
    /// More significant digits or decimal places than a decimal holds.
    #[error("`{text}` has more than 28 digits")]
    TooManyDigits {
        /// What was written.
        text: String,
    },
    /// A result beyond about 7.9e28.
    #[error("a result is too large for a decimal (the limit is about 7.9e28)")]
    TooLarge,
    /// A divisor that is zero, or not known to be different from zero.
    #[error("a division by zero")]
    DivisionByZero,
}

/// The way out of a number with the sign of percent.
fn share(text: &str) -> Option<String> {
    let percent = text.strip_suffix('%')?.trim_end();
    let share = percent.parse::<Amount>().ok()?.shifted(-2).ok()?;
    Some(format!(
        "write \"{share}\" where a share is meant, and \"{percent}\" where a percentage is"
    ))
}

impl Explain for NumberProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotANumber { .. } => "not-a-number",
            Self::Comma { .. } => "comma-in-number",
            Self::TooManyDigits { .. } => "too-many-digits",
            Self::TooLarge => "number-too-large",
            Self::DivisionByZero => "division-by-zero",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotANumber { text } if share(text).is_some() => share(text),
            Self::NotANumber { .. } => {
                Some("write digits with a point, such as \"1.15 MWh\" or \"2.4e-3 kg\"".into())
            }
            Self::Comma { text } => {
                let point = text.replace(',', ".");
                let plain = text.replace(',', "");
                Some(format!("write `{point}` or `{plain}`"))
            }
            Self::TooManyDigits { .. } => Some(
                "round it yourself to the digits that are known; nothing is rounded in silence"
                    .into(),
            ),
            Self::TooLarge => Some("use a larger unit, such as kt or GWh".into()),
            Self::DivisionByZero => None,
        }
    }
}
