//! Reading units as people type them: spaces, signs of typography, Chinese names.

use std::borrow::Cow;

use super::dimension::Dimension;
use super::scale::Scale;
use super::table::Meant;
use super::{Inner, Shape, Unit, malformed, product, quotient, table};
use crate::error::{NumberProblem, ProblemKind, UnitProblem};

/// The longest text that is still looked at as a unit.
const LONGEST: usize = 120;

/// Reads a unit that the table does not hold as it is written.
pub(super) fn read(text: &str) -> Result<Unit, UnitProblem> {
    if text.len() > LONGEST {
        return Err(malformed(&shortened(text), "it is too long"));
    }
    let text = tightened(&typed(text));
    if text.is_empty() {
        return Err(malformed(&text, "it is empty"));
    }
    if let Some(unit) = plain(&text) {
        return Ok(unit);
    }
    let mut parts = text.split('/');
    let above = parts.next().unwrap_or_default();
    let below = parts.next();
    if parts.next().is_some() {
        return Err(malformed(&text, "it has more than one `/`"));
    }
    let above = side(above, &text)?;
    let Some(below) = below else {
        return Ok(above);
    };
    if plain(below).is_none() && below.contains('*') && !below.starts_with('(') {
        return Err(malformed(
            &text,
            "a product below the `/` needs parentheses",
        ));
    }
    quotient(above, side(below, &text)?)
}

/// A product of named units, in parentheses or not.
fn side(text: &str, whole: &str) -> Result<Unit, UnitProblem> {
    if let Some(unit) = plain(text) {
        return Ok(unit);
    }
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(text);
    if inner.is_empty() || inner.split('*').any(str::is_empty) {
        return Err(malformed(whole, "a part of it is empty"));
    }
    let factors: Result<Vec<Unit>, UnitProblem> = inner
        .split('*')
        .map(|name| plain(name).ok_or_else(|| unknown(name)))
        .collect();
    product(factors?)
}

fn unknown(name: &str) -> UnitProblem {
    let unit = name.to_owned();
    let meant = table::meant(name);
    let (nearest, is_case) = match meant {
        Some(Meant::OneOf(choices)) => return UnitProblem::Ambiguous { unit, choices },
        Some(Meant::OtherCase(symbol)) => (Some(symbol), true),
        Some(Meant::Slip(symbol)) => (Some(symbol), false),
        None => (None, false),
    };
    UnitProblem::Unknown {
        unit,
        other_kind: table::other_kind(name),
        nearest: nearest.map(|symbol| (symbol, is_case)),
    }
}

/// A unit that is one word: of the table, a multiple such as `万kWh`, a mass of CO2 equivalents however they are written, or
/// a currency with its year.
fn plain(name: &str) -> Option<Unit> {
    if let Some(unit) = table::find(name) {
        return Some(unit.clone());
    }
    if let Some(unit) = massed(name) {
        return Some(unit.clone());
    }
    if let Some((prefix, times, rest)) = table::multiple(name) {
        let unit = table::find(rest).or_else(|| massed(rest))?;
        return Some(Unit::new(Inner {
            symbol: format!("{prefix}{unit}").into(),
            dimension: unit.0.dimension,
            scale: unit.0.scale.times(Scale::parse(times)?)?,
            shape: Shape::Atom,
        }));
    }
    currency_of_year(name)
}

/// A mass of a substance, whatever is written between the two.
fn massed(name: &str) -> Option<&'static Unit> {
    let (mass, substance) = table::of_substance(name)?;
    table::find(&format!("{mass} {substance}"))
}

fn currency_of_year(name: &str) -> Option<Unit> {
    let (code, year) = name.split_at_checked(3)?;
    let four_digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year: u16 = four_digits.then(|| year.parse().ok())??;
    let currency = table::currency(code, year)?;
    (1900..2200).contains(&year).then(|| {
        Unit::new(Inner {
            symbol: currency.to_string().into(),
            dimension: Dimension::money(currency),
            scale: Scale::ONE,
            shape: Shape::Atom,
        })
    })
}

/// The number and the unit of a text such as `1.15 MWh` or `1.15MWh`, in plain signs.
pub(crate) fn split_number(text: &str) -> Result<(Cow<'_, str>, Cow<'_, str>), ProblemKind> {
    match typed(text) {
        Cow::Borrowed(text) => {
            let (number, unit) = split_plain(text)?;
            Ok((number.into(), unit.into()))
        }
        Cow::Owned(text) => {
            let (number, unit) = split_plain(&text)?;
            Ok((number.to_owned().into(), unit.to_owned().into()))
        }
    }
}

fn split_plain(text: &str) -> Result<(&str, &str), ProblemKind> {
    let text = text.trim();
    let (number, rest) = text.split_at(number_length(text));
    let unit = rest.trim_start();
    let belongs_to_a_number = |sign: char| {
        sign.is_numeric() || matches!(sign, '+' | '-' | '*' | '/' | '^' | '\'' | '(' | ')')
    };
    let has_digits = number.bytes().any(|byte| byte.is_ascii_digit());
    if has_digits && is_calculated(unit) {
        let text = shortened(text);
        return Err(NumberProblem::Calculation { text }.into());
    }
    if !has_digits || unit.starts_with(belongs_to_a_number) {
        let text = shortened(text);
        return Err(NumberProblem::NotANumber { text }.into());
    }
    if unit.is_empty() {
        let text = shortened(number);
        return Err(UnitProblem::NoUnit { text }.into());
    }
    Ok((number, unit))
}

/// Whether what stands behind a number computes with another one: `kg - 2 kg`, `* 1.3 kWh`.
fn is_calculated(behind: &str) -> bool {
    let mut others = behind.split(['+', '-', '*', '/']).skip(1);
    others.any(|other| {
        let other = other.trim_start();
        // `1.5×10³` is one number, though not as it is read.
        let raised =
            |sign: char| sign == '^' || sign == '⁻' || (sign.is_numeric() && !sign.is_ascii());
        let is_power = other
            .strip_prefix("10")
            .is_some_and(|power| power.starts_with(raised));
        other.starts_with(|sign: char| sign.is_ascii_digit()) && !is_power
    })
}

/// How many bytes at the start are a number: a sign, digits with points and commas, and an exponent
/// where digits follow its letter.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = |from: usize, accepted: fn(&u8) -> bool| {
        from + bytes[from..]
            .iter()
            .take_while(|byte| accepted(byte))
            .count()
    };
    let sign = |at: usize| at + usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
    let mantissa = run(sign(0), |byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b',')
    });
    if !matches!(bytes.get(mantissa), Some(b'e' | b'E')) {
        return mantissa;
    }
    let digits = sign(mantissa + 1);
    let end = run(digits, u8::is_ascii_digit);
    if end > digits { end } else { mantissa }
}

/// The text in plain signs: full-width letters, typographic minus and spaces, raised digits behind
/// a letter, and the signs of multiplication.
fn typed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        let behind_a_letter = plain.chars().next_back().is_some_and(char::is_alphabetic);
        match sign {
            '\u{ff01}'..='\u{ff5e}' => {
                // The full-width forms stand in the order of ASCII.
                plain.extend(char::from_u32(u32::from(sign) - 0xfee0));
            }
            '\u{2212}' => plain.push('-'),
            '·' | '⋅' | '∙' | '•' | '・' | '‧' | '×' => plain.push('*'),
            'µ' | 'μ' => plain.push('u'),
            '²' | '₂' if behind_a_letter => plain.push('2'),
            '³' if behind_a_letter => plain.push('3'),
            '₄' if behind_a_letter => plain.push('4'),
            '㎏' => plain.push_str("kg"),
            '㎎' => plain.push_str("mg"),
            '㎞' => plain.push_str("km"),
            '㎡' => plain.push_str("m2"),
            '㎥' => plain.push_str("m3"),
            space if space.is_whitespace() => plain.push(' '),
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

/// The text with single spaces, none around the signs of a unit, and `per` as a stroke.
fn tightened(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if word == "per" {
            tight.push('/');
            continue;
        }
        if !tight.is_empty()
            && !tight.ends_with(['/', '*', '('])
            && !word.starts_with(['/', '*', '(', ')'])
        {
            tight.push(' ');
        }
        tight.push_str(word);
    }
    tight.replace("^2", "2").replace("^3", "3")
}

/// A text short enough for a message.
fn shortened(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(40).chain(['…']).collect()
}
