//! A table in CSV: a first row of titles, then rows of as many fields.

use std::borrow::Cow;

use cfp_core::{EntrySpread, Explain};
use csv::{ReaderBuilder, StringRecord};

use super::problem::MatrixTableProblem;
use crate::database_file::{DistributionProblem, DistributionRecord, Reader};
use crate::factor_table::{fields, start};
use crate::model_file::{FileProblem, position};

/// A table that has the titles it should have.
pub(super) struct Table {
    name: &'static str,
    text: String,
    fields: usize,
    /// Whether the last fields say how uncertain the amount is.
    has_spreads: bool,
}

/// The titles that a table may have after its others, for how uncertain its amounts are.
const SPREAD: [&str; 5] = ["uncertainty_type", "loc", "scale", "minimum", "maximum"];

/// A row of as many fields as there are titles.
pub(super) struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
}

impl Table {
    /// The table of a file, which may say how uncertain its amounts are; `None` where it does not open or has other titles,
    /// which is told.
    pub fn open_with_spreads(
        name: &'static str,
        titles: &[&str],
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let text = text(name, reader)?;
        let first = first_row(&text);
        let has_spreads = first.iter().skip(titles.len()).eq(SPREAD);
        let added = if has_spreads { &SPREAD[..] } else { &[] };
        let expected: Vec<&str> = titles.iter().chain(added).copied().collect();
        Self::of(name, text, &expected, has_spreads, reader)
    }

    /// The table of a file; `None` where it does not open or has other titles, which is told.
    pub fn open(name: &'static str, titles: &[&str], reader: &mut Reader<'_>) -> Option<Self> {
        let text = text(name, reader)?;
        Self::of(name, text, titles, false, reader)
    }

    fn of(
        name: &'static str,
        text: String,
        titles: &[&str],
        has_spreads: bool,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let first = first_row(&text);
        if first.iter().ne(titles.iter().copied()) {
            let found = first.iter().collect::<Vec<_>>().join(",");
            let expected = titles.join(",");
            reader.tell_at(
                name,
                (1, 1),
                &MatrixTableProblem::WrongTitles { found, expected },
            );
            return None;
        }
        Some(Self {
            name,
            text,
            fields: titles.len(),
            has_spreads,
        })
    }

    /// Gives every row below the titles that has as many fields; others are told.
    pub fn rows(&self, reader: &mut Reader<'_>, mut each: impl FnMut(&Row<'_>, &mut Reader<'_>)) {
        let mut records = records(&self.text);
        let mut record = StringRecord::new();
        let mut is_first = true;
        while records.read_record(&mut record).unwrap_or_default() {
            if std::mem::take(&mut is_first) {
                continue;
            }
            let row = Row {
                table: self,
                record: &record,
            };
            let (found, expected) = (record.len(), self.fields);
            if found == expected {
                each(&row, reader);
            } else {
                let problem = MatrixTableProblem::WrongFieldCount { found, expected };
                row.tell(0, &problem, reader);
            }
        }
    }
}

/// The text of a file; `None` where it does not open, which is told.
fn text(name: &'static str, reader: &mut Reader<'_>) -> Option<String> {
    let bytes = reader.bytes(name)?;
    let bytes = match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => Cow::Borrowed(rest),
        None => bytes,
    };
    match String::from_utf8(bytes.into_owned()) {
        Ok(text) => Some(text),
        Err(error) => {
            let byte = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..byte]);
            let at = position(&before, usize::MAX);
            reader.tell_at(name, at, &FileProblem::NotUtf8 { byte });
            None
        }
    }
}

fn records(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The fields of the first row.
fn first_row(text: &str) -> StringRecord {
    let mut first = StringRecord::new();
    // The text is UTF-8 in memory: nothing can fail.
    records(text).read_record(&mut first).unwrap_or_default();
    first
}

impl Row<'_> {
    /// The text of a field without the spaces around it.
    pub fn field(&self, field: usize) -> &str {
        self.record.get(field).unwrap_or_default().trim()
    }

    /// The double nearest to a decimal number; `None` where there is none, which is told.
    pub fn amount(&self, field: usize, reader: &mut Reader<'_>) -> Option<f64> {
        let text = self.field(field);
        let is_of_number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
        let is_decimal = text.as_bytes().iter().all(is_of_number);
        let amount = text
            .parse()
            .ok()
            .filter(|amount: &f64| is_decimal && amount.is_finite());
        if amount.is_none() {
            let text = text.to_owned();
            self.tell(field, &MatrixTableProblem::BadAmount { text }, reader);
        }
        amount
    }

    /// How uncertain an amount is; certain where the table does not say. `None` where what it says makes no distribution,
    /// which is told.
    pub fn spread(&self, amount: f64, reader: &mut Reader<'_>) -> Option<EntrySpread> {
        if !self.table.has_spreads {
            return Some(EntrySpread::None);
        }
        let first = self.table.fields - SPREAD.len();
        let written = self.field(first);
        if written.is_empty() {
            return Some(EntrySpread::None);
        }
        let Ok(uncertainty_type) = written.parse() else {
            let text = written.to_owned();
            self.tell(first, &MatrixTableProblem::BadAmount { text }, reader);
            return None;
        };
        let mut number = |column: usize| {
            let field = first + column;
            if self.field(field).is_empty() {
                Some(f64::NAN)
            } else {
                self.amount(field, reader)
            }
        };
        let (loc, scale) = (number(1), number(2));
        let (minimum, maximum) = (number(3), number(4));
        let record = DistributionRecord {
            uncertainty_type,
            loc: loc?,
            scale: scale?,
            minimum: minimum?,
            maximum: maximum?,
            negative: amount < 0.0,
        };
        let spread = record.spread().and_then(|spread| {
            // One on the other side of zero is told here, where its line is known.
            let reason = spread.complaint_beside(amount);
            let problem = |reason| DistributionProblem::BadDistribution { reason, rows: None };
            reason.map_or(Ok(spread), |reason| Err(problem(reason)))
        });
        spread
            .map_err(|problem| self.tell(first, &problem, reader))
            .ok()
    }

    /// Tells a problem of a field.
    pub fn tell(&self, field: usize, problem: &dyn Explain, reader: &mut Reader<'_>) {
        let text = &self.table.text;
        let (byte, line) = start(text, self.record.position());
        let at = fields(&text[byte..], ',', line).nth(field);
        reader.tell_at(self.table.name, at.unwrap_or((line, 1)), problem);
    }
}
