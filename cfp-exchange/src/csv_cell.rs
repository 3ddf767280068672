//! Cells of CSV as spreadsheets take them: a text that one would compute is set off by an apostrophe.

use std::borrow::Cow;

/// The signs by which a spreadsheet knows a formula, those of full width among them.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Sets off what follows as a text; spreadsheets use it so too.
const APOSTROPHE: char = '\'';

/// A field of a row of CSV: quoted where it would end early, and with an apostrophe before it where a spreadsheet would
/// take it for a formula.
///
/// Numbers such as `-3.5` stay as they are. The readers of this crate take the apostrophe off ([`csv_text`]), so that
/// every text reads back as it was written.
///
/// # Example
///
/// ```
/// use cfp_exchange::{csv_field, csv_text};
///
/// assert_eq!(csv_field("=1+1"), "'=1+1");
/// assert_eq!(csv_field("-3.5"), "-3.5");
/// assert_eq!(csv_field("steel, \"hot\""), "\"steel, \"\"hot\"\"\"");
/// assert_eq!(csv_text("'=1+1"), "=1+1");
/// ```
pub fn csv_field(text: &str) -> Cow<'_, str> {
    let text = guarded(text);
    let is_plain = !text.contains([',', ';', '"', '\n', '\r', '\t'])
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace);
    if is_plain {
        text
    } else {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    }
}

/// The text with an apostrophe before it, where a spreadsheet would compute it.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if is_number(text) || !is_formula(text.trim_start_matches(APOSTROPHE)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{APOSTROPHE}{text}"))
    }
}

/// The text of a field of CSV, without the apostrophe by which [`csv_field`] sets it off.
pub fn csv_text(field: &str) -> &str {
    match field.strip_prefix(APOSTROPHE) {
        Some(text) if is_formula(text.trim_start_matches(APOSTROPHE)) => text,
        _ => field,
    }
}

/// Whether a text begins as a formula does; spreadsheets pass over the spaces before it.
fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r']) || text.trim_start().starts_with(SIGNS)
}

/// Whether a text is a decimal number and nothing else.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            exponent.strip_prefix(['-', '+']).unwrap_or(exponent),
        ),
        None => (unsigned, "0"),
    };
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_empty = whole.is_empty() && places.is_empty() || exponent.is_empty();
    !is_empty && [whole, places, exponent].into_iter().all(is_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_quoted() {
        let fields =
            ["a b", "a, b", "a \"b\"", " a", "a;b"].map(|text| csv_field(text).into_owned());
        let expected = ["a b", "\"a, b\"", "\"a \"\"b\"\"\"", "\" a\"", "\"a;b\""];
        assert_eq!(fields, expected);
    }

    #[test]
    fn what_a_spreadsheet_would_compute_is_set_off() {
        for text in [
            "=HYPERLINK(\"x\")",
            "+1+1",
            "-",
            "-3.5 kg",
            "@SUM(1)",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\t=1",
            "\rx",
            " =1",
            "'=1",
            "-1e",
            "1-",
        ] {
            let is_set_off = text != "1-";
            assert_eq!(
                guarded(text).starts_with('\''),
                is_set_off || text.starts_with('\'')
            );
            assert_eq!(
                guarded(text).len(),
                text.len() + usize::from(is_set_off),
                "{text}"
            );
        }
        for text in [
            "-3.5", "+3", "-1e-5", "-.5", "-5.", "1", "", "'a", "a=b", "'",
        ] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn what_is_set_off_reads_back() {
        for text in [
            "=1", "'=1", "''=1", "'a", "'", "-3.5", "'-3.5", "- kg", " =1", "'", "", "''",
        ] {
            assert_eq!(csv_text(&guarded(text)), text);
        }
    }
}
