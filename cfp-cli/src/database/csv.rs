//! Fields of CSV, written.

use std::borrow::Cow;

/// A field, in quotation marks where it needs them.
pub(super) fn field(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains([',', '"', '\n', '\r'])
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace);
    if is_plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_is_quoted() {
        let fields = ["a b", "a, b", "a \"b\"", " a"].map(|text| field(text).into_owned());
        assert_eq!(fields, ["a b", "\"a, b\"", "\"a \"\"b\"\"\"", "\" a\""]);
    }
}
