//! A table in CSV: a first row of titles, then rows of as many fields.

use std::borrow::Cow;

use cfp_core::{EntrySpread, Explain};
use csv::{ReaderBuilder, StringRecord};

use super::problem::MatrixTableProblem;
use crate::csv_cell::csv_text;
use crate::database_file::{DistributionProblem, DistributionRecord, Reader};
use crate::factor_table::{fields, start};
use crate::model_file::{FileProblem, position};

/// A table that has the titles it should have.
pub(super) struct Table {
    name: &'static str,
    text: String,
    fields: usize,
    /// The titles that it has beyond those it must have, and the field of each.
    further: Vec<(&'static str, usize)>,
    /// What a row becomes, in bytes.
    row_bytes: u64,
}

/// What a thing that is listed takes: its labels and its place.
const LISTED: u64 = 512;
/// What an entry of a matrix takes: its numbers and spread, while their lists grow and the matrix is made of them.
const ENTRY: u64 = 192;

/// The titles of how uncertain the amounts of a table are, which it has all or none of.
pub(super) const SPREAD: [&str; 5] = ["uncertainty_type", "loc", "scale", "minimum", "maximum"];

/// A row of as many fields as there are titles.
pub(super) struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
}

impl Table {
    /// The table of a file that begins with these titles, behind which any of the further ones may stand; `None` where it does
    /// not open or has other titles, which is told.
    pub fn open(
        name: &'static str,
        titles: &[&str],
        further: &[&'static str],
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let text = text(name, reader)?;
        let first = first_row(&text);
        let mut found = Vec::new();
        let begins = first.iter().take(titles.len()).eq(titles.iter().copied());
        let mut is_known = begins;
        for (field, title) in first.iter().enumerate().skip(titles.len()) {
            match further.iter().find(|known| **known == title) {
                Some(known) if !found.iter().any(|(other, _)| other == known) => {
                    found.push((*known, field));
                }
                _ => is_known = false,
            }
        }
        let spreads = found.iter().filter(|(title, _)| SPREAD.contains(title));
        if !is_known || ![0, SPREAD.len()].contains(&spreads.count()) {
            let mut expected = titles.join(",");
            if begins && !further.is_empty() {
                expected = format!("{expected}` and behind them `{}", further.join(","));
            }
            let found = first.iter().collect::<Vec<_>>().join(",");
            let problem = MatrixTableProblem::WrongTitles { found, expected };
            reader.tell_at(name, (1, 1), &problem);
            return None;
        }
        Some(Self {
            name,
            text,
            fields: first.len(),
            further: found,
            row_bytes: if further.contains(&SPREAD[0]) {
                ENTRY
            } else {
                LISTED
            },
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
            if reader.spend(self.name, self.row_bytes).is_none() {
                return;
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
        csv_text(self.record.get(field).unwrap_or_default().trim())
    }

    /// The line that the row begins on.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// The field of a title that the table may do without; `None` where it has none or the field is empty.
    pub fn further(&self, title: &str) -> Option<&str> {
        let field = self.field(self.field_of(title)?);
        Some(field).filter(|text| !text.is_empty())
    }

    fn field_of(&self, title: &str) -> Option<usize> {
        let mut further = self.table.further.iter();
        further.find_map(|(known, field)| (*known == title).then_some(*field))
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
        let is_nothing = |text: &str| {
            let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
            !mantissa.contains(|sign: char| ('1'..='9').contains(&sign))
        };
        let problem = match amount {
            Some(amount) if amount != 0.0 || is_nothing(text) => return Some(amount),
            Some(_) => MatrixTableProblem::AmountTooSmall {
                text: text.to_owned(),
            },
            None => MatrixTableProblem::BadAmount {
                text: text.to_owned(),
            },
        };
        self.tell(field, &problem, reader);
        None
    }

    /// How uncertain an amount is; certain where the table does not say. `None` where what it says makes no distribution,
    /// which is told.
    pub fn spread(&self, amount: f64, reader: &mut Reader<'_>) -> Option<EntrySpread> {
        let Some((first, written)) = self.field_of(SPREAD[0]).zip(self.further(SPREAD[0])) else {
            return Some(EntrySpread::None);
        };
        let Some(uncertainty_type) = DistributionRecord::type_of(written) else {
            let text = written.to_owned();
            self.tell(first, &MatrixTableProblem::BadAmount { text }, reader);
            return None;
        };
        let mut number = |column: usize| match self.field_of(SPREAD[column]) {
            Some(field) if !self.field(field).is_empty() => self.amount(field, reader),
            _ => Some(f64::NAN),
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
