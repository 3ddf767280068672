//! Cells that hold several texts: `A; B`, and several with a value each: `A = 0.6; B = 0.4`.

/// The signs that separate, as they are typed on either keyboard.
const BETWEEN: [char; 3] = [';', '；', '\n'];
const EQUALS: [char; 2] = ['=', '＝'];

/// A text that reads again as it is: in quotation marks where a sign in it would separate.
fn quoted(text: &str) -> String {
    let separates = |c: char| BETWEEN.contains(&c) || EQUALS.contains(&c) || c == '"';
    if text.is_empty() || text.trim() != text || text.contains(separates) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

/// Texts in one cell.
pub(super) fn joined<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = texts.into_iter().map(quoted).collect();
    quoted.join("; ")
}

/// Texts with values in one cell; one alone with the value 1 is that text where `is_share`.
pub(super) fn paired(pairs: &[(&str, &str)], is_share: bool) -> String {
    if let ([(name, "1")], true) = (pairs, is_share) {
        return quoted(name);
    }
    let pairs = pairs.iter();
    let written = pairs.map(|(name, value)| format!("{} = {}", quoted(name), quoted(value)));
    written.collect::<Vec<_>>().join("; ")
}

/// The texts of a cell, each with its value where it has one; `None` where quotation marks do not close or a part is empty.
pub(super) fn parted(cell: &str, with_values: bool) -> Option<Vec<(String, Option<String>)>> {
    let mut parts = Vec::new();
    let mut rest = cell.trim();
    while !rest.is_empty() {
        let (name, after) = text(rest, with_values)?;
        let equals = after.strip_prefix(EQUALS).filter(|_| with_values);
        let (value, after) = match equals {
            Some(after) => {
                let (value, after) = text(after.trim_start(), false)?;
                (Some(value), after)
            }
            None => (None, after),
        };
        parts.push((name, value));
        rest = match after.strip_prefix(BETWEEN) {
            Some(after) => after.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(parts)
}

/// One text at the beginning, and what follows it.
fn text(rest: &str, with_values: bool) -> Option<(String, &str)> {
    let Some(inner) = rest.strip_prefix('"') else {
        let ends = |c: char| BETWEEN.contains(&c) || (with_values && EQUALS.contains(&c));
        let end = rest.find(ends).unwrap_or(rest.len());
        let text = rest[..end].trim();
        return (!text.is_empty()).then(|| (text.to_owned(), &rest[end..]));
    };
    let mut text = String::new();
    let mut left = inner;
    loop {
        let end = left.find('"')?;
        text.push_str(&left[..end]);
        left = &left[end + 1..];
        match left.strip_prefix('"') {
            Some(more) => {
                text.push('"');
                left = more;
            }
            None => return Some((text, left.trim_start())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_they_are_written() {
        let texts = ["a", "b; c", "d = e", " f ", "g \"h\"", "", "炉；一", "i\nj"];
        let read = parted(&joined(texts), false).expect("a list");
        let read: Vec<&str> = read.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(read, texts);
        let pairs = texts.map(|text| (text, "0.5 = half; \"x\""));
        let read = parted(&paired(&pairs, true), true).expect("pairs");
        for ((name, value), (written, half)) in read.iter().zip(pairs) {
            assert_eq!((name.as_str(), value.as_deref()), (written, Some(half)));
        }
        assert_eq!(paired(&[("a", "1")], true), "a");
        assert_eq!(paired(&[("a", "1")], false), "a = 1");
        assert_eq!(
            parted("甲＝0.6；乙＝0.4", true).map(|list| list.len()),
            Some(2)
        );
        for bad in ["\"a", "a;;b", "= 1", "a =", "\"a\" b"] {
            assert_eq!(parted(bad, true), None, "{bad}");
        }
    }
}
