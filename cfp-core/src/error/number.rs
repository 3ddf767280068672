//! Problems of reading and computing numbers.

use super::{Caller, Explain};
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
    /// Two numbers and a sign between them, where one number is read.
    #[error("`{text}` is a calculation where a number is read")]
    Calculation {
        /// What was written.
        text: String,
    },
    /// More significant digits or decimal places than a decimal holds.
    #[error("`{text}` has more than 28 digits")]
    TooManyDigits {
        /// What was written.
        text: String,
    },
    /// Few digits, too far in front of the point or behind it.
    #[error("`{text}` is beyond the range of decimals, from 1e-28 to 7.9e28")]
    OutOfRange {
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

/// What a table or a program writes where there is nothing.
const NOTHING: [&str; 10] = [
    "nan", "none", "null", "nil", "na", "n/a", "#n/a", "<na>", "nat", "",
];

/// Whether the text, without the unit behind it, is what an empty cell reads as.
fn is_nothing(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    NOTHING.contains(&first.to_lowercase().as_str())
}

/// What a number with separators may mean, in digits with a point at most: each meaning that its groups of digits allow.
fn meanings(text: &str) -> Vec<String> {
    let is_separator = |sign: char| matches!(sign, ',' | '.' | ' ' | '\'' | '_');
    let unsigned = text.trim_start_matches(['+', '-']);
    let sign = if text.starts_with('-') { "-" } else { "" };
    let signs: Vec<char> = unsigned
        .chars()
        .filter(|sign| is_separator(*sign))
        .collect();
    let groups: Vec<&str> = unsigned.split(is_separator).collect();
    let (Some(last), Some((first, rest))) = (signs.last(), groups.split_first()) else {
        return Vec::new();
    };
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    if !groups.iter().all(digits) {
        return Vec::new();
    }
    let of_three = |groups: &[&str]| groups.iter().all(|group| group.len() == 3);
    let begins = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let same = |signs: &[char]| signs.iter().all(|sign| *sign == signs[0]);
    let mut meanings = Vec::new();
    // The last sign is the decimal mark, and those before it are of thousands and of another kind.
    let before = &signs[..signs.len() - 1];
    let whole = &rest[..rest.len() - 1];
    let is_mark = matches!(last, ',' | '.') && !before.contains(last);
    if is_mark && (before.is_empty() || (begins && same(before) && of_three(whole))) {
        let fraction = rest.last().copied().unwrap_or_default();
        let whole: String = [*first].into_iter().chain(whole.iter().copied()).collect();
        if !(whole.is_empty() || fraction.is_empty()) {
            meanings.push(format!("{sign}{whole}.{fraction}"));
        }
    }
    if begins && same(&signs) && of_three(rest) {
        meanings.push(format!("{sign}{}", groups.concat()));
    }
    meanings
}

/// The way out of a number with separators.
fn separated(text: &str) -> Option<String> {
    match meanings(text).as_slice() {
        [] => None,
        [one] => Some(format!("write `{one}`")),
        several => Some(format!("write `{}`", several.join("` or `"))),
    }
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
            Self::Calculation { .. } => "calculation",
            Self::TooManyDigits { .. } => "too-many-digits",
            Self::OutOfRange { .. } => "number-out-of-range",
            Self::TooLarge => "number-too-large",
            Self::DivisionByZero => "division-by-zero",
        }
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        match self {
            Self::Calculation { .. } if caller != Caller::File => Some("write the result".into()),
            _ => self.hint(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotANumber { text } if share(text).is_some() => share(text),
            Self::NotANumber { text } if is_nothing(text) => Some(
                "an empty cell reads so: write the amount, or leave the row out, since what is absent is not zero"
                    .into(),
            ),
            Self::NotANumber { text } if separated(text).is_some() => separated(text),
            Self::NotANumber { .. } => {
                Some("write digits with a point, such as \"1.15 MWh\" or \"2.4e-3 kg\"".into())
            }
            Self::Comma { text } => separated(text).or_else(|| {
                Some("write digits with a point, and nothing between the thousands".into())
            }),
            Self::Calculation { .. } => Some(
                "write the result; a model file computes where a parameter stands in braces, such as \"{gross} - 2 kg\", \
                 and a range is a `spread` of its middle"
                    .into(),
            ),
            Self::TooManyDigits { .. } => Some(
                "round it yourself to the digits that are known; nothing is rounded in silence"
                    .into(),
            ),
            Self::OutOfRange { .. } => Some(
                "write it in a unit in which it is neither so large nor so small, or leave it out where nothing is meant".into(),
            ),
            Self::TooLarge => Some("use a larger unit, such as kt or GWh".into()),
            Self::DivisionByZero => None,
        }
    }
}
