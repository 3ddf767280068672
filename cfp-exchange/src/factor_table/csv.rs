//! Tables as text, in the encodings and with the separators that spreadsheets write.

use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::TableFormat;
use super::columns;
use super::grid::{Cell, Grid, Line, Origin};
use super::problem::TableProblem;
use crate::csv_cell::csv_text;
use crate::error::{Location, Reported};
use crate::model_file::position;

/// The signs that may separate columns.
const SEPARATORS: [u8; 3] = *b",;\t";

/// A text, and where its rows begin.
#[derive(Debug)]
pub(super) struct Text {
    content: String,
    separator: u8,
    /// The first byte of each row, and its line counted from 1.
    starts: Vec<(usize, usize)>,
}

/// The table of a text.
pub(super) fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Grid, Box<Reported>> {
    let (text, encoding) = decode(bytes).map_err(|at| {
        let before = String::from_utf8_lossy(&bytes[..at]);
        let place = Location::text(file, position(&before, usize::MAX));
        Box::new(Reported::new(&TableProblem::UnknownEncoding, place))
    })?;
    let whole = |problem: TableProblem| Box::new(Reported::new(&problem, Location::file(file)));
    let separator = separator(&text).map_err(whole)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut starts = Vec::new();
    let mut record = ByteRecord::new();
    // Memory is read without the operating system, and uneven rows are allowed here: nothing can fail.
    while reader.read_byte_record(&mut record).unwrap_or_default() {
        starts.push(start(&text, record.position()));
        let cells: Vec<Cell> = record
            .iter()
            .map(|field| Cell::Text(csv_text(&String::from_utf8_lossy(field)).to_owned()))
            .collect();
        if !cells.iter().all(Cell::is_empty) {
            let number = starts.len() - 1;
            rows.push(Line { number, cells });
        }
    }
    let origin = Origin::Text(Text {
        content: text,
        separator,
        starts,
    });
    let format = TableFormat::Csv {
        encoding,
        separator: char::from(separator),
        decimal_comma: false,
    };
    Ok(Grid {
        file: Arc::clone(file),
        rows,
        format,
        origin,
    })
}

/// The text of these bytes and the name of its encoding, or the first byte that no encoding explains.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, &'static str), usize> {
    let marked = [
        (&b"\xff\xfe"[..], UTF_16LE, "UTF-16"),
        (&b"\xfe\xff"[..], UTF_16BE, "UTF-16"),
    ];
    for (mark, encoding, name) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return text.map(|text| (text.into_owned(), name)).ok_or(0);
        }
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), "UTF-8")),
        Err(error) => GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .filter(|_| is_likely_chinese(bytes))
            .map(|text| (text.into_owned(), "GB18030"))
            .ok_or(error.valid_up_to()),
    }
}

/// Whether most of the double bytes are of GB 2312, the common signs of Chinese: letters of European encodings read as
/// double bytes too, but as rare ones.
fn is_likely_chinese(bytes: &[u8]) -> bool {
    let (mut common, mut rare) = (0, 0);
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        if *byte >= 0x80 {
            let second = rest.next().copied().unwrap_or_default();
            if (0xa1..=0xf7).contains(byte) && second >= 0xa1 {
                common += 1;
            } else {
                rare += 1;
            }
        }
    }
    common > rare
}

/// The sign that separates the columns: the one by which the first row has the most known titles.
fn separator(text: &str) -> Result<u8, TableProblem> {
    let titles = |separator: u8| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let has_text = |row: &StringRecord| row.iter().any(|field| !field.trim().is_empty());
        let first = reader.records().filter_map(Result::ok).find(has_text);
        let known = |title: &&str| columns::of_title(title).is_some();
        first.map_or(0, |titles| titles.iter().filter(known).count())
    };
    let counts = SEPARATORS.map(|separator| (titles(separator), separator));
    let most = counts
        .iter()
        .map(|(count, _)| *count)
        .max()
        .unwrap_or_default();
    let best: Vec<char> = counts
        .iter()
        .filter(|(count, _)| *count == most)
        .map(|(_, separator)| char::from(*separator))
        .collect();
    match best[..] {
        _ if text.trim().is_empty() => Err(TableProblem::NoRows),
        _ if most == 0 => Err(TableProblem::NoTitles),
        [first, second, ..] => Err(TableProblem::AmbiguousSeparator { first, second }),
        _ => Ok(best.first().map_or(b',', |sign| *sign as u8)),
    }
}

/// The byte and line where a record begins; the reader counts the ends of lines before it in.
pub(crate) fn start(text: &str, position: Option<&csv::Position>) -> (usize, usize) {
    let Some(position) = position else {
        return (0, 1);
    };
    let byte = usize::try_from(position.byte()).unwrap_or(text.len());
    let line = usize::try_from(position.line()).unwrap_or_default();
    let ends = text.as_bytes()[byte.min(text.len())..]
        .iter()
        .take_while(|byte| matches!(**byte, b'\n' | b'\r'));
    let (bytes, lines) = ends.fold((0, 0), |(bytes, lines), end| {
        (bytes + 1, lines + usize::from(*end == b'\n'))
    });
    (byte + bytes, line + lines)
}

impl Text {
    /// The line and the column, in characters, of a field.
    pub fn place(&self, row: usize, field: usize) -> (usize, usize) {
        let Some(&(start, first_line)) = self.starts.get(row) else {
            return (1, 1);
        };
        let mut places = fields(
            &self.content[start..],
            char::from(self.separator),
            first_line,
        );
        places.nth(field).unwrap_or((first_line, 1))
    }
}

/// The line and column of each field of the record with which a text begins.
pub(crate) fn fields(
    text: &str,
    separator: char,
    first_line: usize,
) -> impl Iterator<Item = (usize, usize)> {
    let mut signs = text.chars();
    let mut place = (first_line, 1);
    let mut next = Some(place);
    std::iter::from_fn(move || {
        let field = next.take()?;
        let mut is_quoted = false;
        for sign in signs.by_ref() {
            place.1 += 1;
            match sign {
                '"' => is_quoted = !is_quoted,
                '\n' if is_quoted => place = (place.0 + 1, 1),
                '\n' => break,
                _ if sign == separator && !is_quoted => {
                    next = Some(place);
                    break;
                }
                _ => {}
            }
        }
        Some(field)
    })
}

/// Whether a comma is surely the decimal sign of these values, in a table that semicolons separate: no value has a
/// point, none has two commas, and some comma cannot set off thousands.
pub(super) fn is_decimal_comma<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let mut is_sure = false;
    for value in values {
        let mut parts = value.split(',');
        let whole = parts.next().unwrap_or_default();
        match (parts.next(), parts.next()) {
            (_, Some(_)) => return false,
            _ if value.contains('.') => return false,
            (Some(places), None) => {
                let sets_off_thousands = places.len() == 3 && whole.trim_start_matches('-') != "0";
                is_sure |= !sets_off_thousands;
            }
            (None, None) => {}
        }
    }
    is_sure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_decimal_only_where_that_is_sure() {
        let is_decimal = |values: &[&str]| is_decimal_comma(values.iter().copied());
        assert!(is_decimal(&["0,5777", "12"]));
        assert!(is_decimal(&["0,577"]));
        assert!(is_decimal(&["1,234", "1,5"]));
        assert!(!is_decimal(&["1,234"]));
        assert!(!is_decimal(&["0,5", "0.5"]));
        assert!(!is_decimal(&["1,234,5"]));
        assert!(!is_decimal(&["12"]));
    }

    /// `é` and `ü` of Latin 1 beside letters are double bytes of GBK, but rare ones.
    #[test]
    fn european_letters_are_not_taken_for_chinese() {
        assert_eq!(decode(b"\xc9lectricit\xe9 fran\xe7aise").err(), Some(0));
        assert_eq!(
            decode(b"\xb5\xe7\xc1\xa6").expect("GBK"),
            ("电力".to_owned(), "GB18030")
        );
    }

    #[test]
    fn fields_are_placed_by_line_and_column() {
        let places: Vec<_> = fields("a;\"b\nc;\";电;d\ne", ';', 4).collect();
        assert_eq!(places, [(4, 1), (4, 3), (5, 5), (5, 7)]);
    }
}
