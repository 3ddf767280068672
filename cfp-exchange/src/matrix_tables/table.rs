//! A table in CSV: a first row of titles, then rows of as many fields.

use std::borrow::Cow;

use cfp_core::Explain;
use csv::{ReaderBuilder, StringRecord};

use super::problem::MatrixTableProblem;
use crate::database_file::Reader;
use crate::factor_table::{fields, start};
use crate::model_file::{FileProblem, position};

/// A table that has the titles it should have.
pub(super) struct Table {
    name: &'static str,
    text: String,
    fields: usize,
}

/// A row of as many fields as there are titles.
pub(super) struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
}

impl Table {
    /// The table of a file; `None` where it does not open or has other titles, which is told.
    pub fn open(name: &'static str, titles: &[&str], reader: &mut Reader<'_>) -> Option<Self> {
        let bytes = reader.bytes(name)?;
        let bytes = match bytes.strip_prefix("\u{feff}".as_bytes()) {
            Some(rest) => Cow::Borrowed(rest),
            None => bytes,
        };
        let text = match String::from_utf8(bytes.into_owned()) {
            Ok(text) => text,
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                let before = String::from_utf8_lossy(&error.as_bytes()[..byte]);
                let at = position(&before, usize::MAX);
                reader.tell_at(name, at, &FileProblem::NotUtf8 { byte });
                return None;
            }
        };
        let table = Self {
            name,
            text,
            fields: titles.len(),
        };
        let mut first = StringRecord::new();
        // The text is UTF-8 in memory: nothing can fail.
        table.reader().read_record(&mut first).unwrap_or_default();
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
        Some(table)
    }

    fn reader(&self) -> csv::Reader<&[u8]> {
        ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes())
    }

    /// Gives every row below the titles that has as many fields; others are told.
    pub fn rows(&self, reader: &mut Reader<'_>, mut each: impl FnMut(&Row<'_>, &mut Reader<'_>)) {
        let mut records = self.reader();
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

    /// Tells a problem of a field.
    pub fn tell(&self, field: usize, problem: &dyn Explain, reader: &mut Reader<'_>) {
        let text = &self.table.text;
        let (byte, line) = start(text, self.record.position());
        let at = fields(&text[byte..], ',', line).nth(field);
        reader.tell_at(self.table.name, at.unwrap_or((line, 1)), problem);
    }
}
