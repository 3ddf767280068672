//! Tables as text: CSV into rows of named fields, with the place of each for what is wrong with it.

use cfp_core::{Amount, Region, nearest};
use csv::{ErrorKind, ReaderBuilder, StringRecord};

use crate::error::{Error, FileFault, FilePlace, FileProblem};

/// A table whose header row has exactly the columns it should, in any order.
pub(crate) struct Sheet<'a> {
    file: &'a str,
    bytes: &'a [u8],
    header: StringRecord,
    records: Vec<StringRecord>,
    faults: Vec<FileProblem>,
}

/// Words that people and spreadsheets write where there is no value.
const NO_VALUES: [&str; 10] = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "..", "n.a.",
];

/// One row of a sheet.
pub(crate) struct Row<'a> {
    sheet: &'a Sheet<'a>,
    record: &'a StringRecord,
}

impl<'a> Sheet<'a> {
    /// Reads a table with these columns; records that do not read are among its faults.
    pub(crate) fn read(file: &'a str, bytes: &'a [u8], columns: &[&str]) -> Result<Self, Error> {
        Self::read_with(file, bytes, columns, &[])
    }

    /// The same where the table may have further columns, or go without them.
    pub(crate) fn read_with(
        file: &'a str,
        bytes: &'a [u8],
        columns: &[&str],
        further: &[&str],
    ) -> Result<Self, Error> {
        let mut reader = ReaderBuilder::new().from_reader(bytes);
        let problem = |error: &csv::Error| csv_problem(file, bytes, error);
        let header = reader.headers().map_err(|e| problem(&e))?.clone();
        let mut faults = Vec::new();
        for column in columns
            .iter()
            .filter(|name| !header.iter().any(|h| h == **name))
        {
            faults.push(FileFault::MissingColumn {
                column: (*column).to_owned(),
            });
        }
        for (index, column) in header.iter().enumerate() {
            let again = header.iter().take(index).any(|earlier| earlier == column);
            let mut known = columns.iter().chain(further).copied();
            if again || !known.clone().any(|known| known == column) {
                faults.push(FileFault::UnknownColumn {
                    column: column.to_owned(),
                    nearest: nearest(column, known.by_ref()).map(str::to_owned),
                });
            }
        }
        let at = |fault| FileProblem::new(FilePlace::at_byte(file, bytes, 0), fault);
        Error::unless_empty(faults.into_iter().map(at).collect(), ())?;
        let mut records = Vec::new();
        let mut faults = encoding_faults(file, bytes);
        for record in reader.records() {
            match record {
                Ok(record) => records.push(record),
                Err(error) => faults.push(problem(&error)),
            }
        }
        Ok(Self {
            file,
            bytes,
            header,
            records,
            faults,
        })
    }

    /// What is wrong with the file beside the rows that read; a table with a fault is not to be used.
    pub(crate) fn faults(&self) -> &[FileProblem] {
        &self.faults
    }

    /// The rows, the header row not among them.
    pub(crate) fn rows(&'a self) -> impl ExactSizeIterator<Item = Row<'a>> {
        self.records.iter().map(|record| Row {
            sheet: self,
            record,
        })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

impl Row<'_> {
    /// A field that may be empty.
    pub(crate) fn optional(&self, column: &str) -> Option<&str> {
        let text = self.record.get(self.sheet.column(column)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// A field that may not be empty.
    pub(crate) fn text(&self, column: &str) -> Result<&str, FileProblem> {
        self.optional(column).ok_or_else(|| {
            let column = column.to_owned();
            self.problem(&column.clone(), FileFault::MissingValue { column })
        })
    }

    /// A decimal number.
    pub(crate) fn amount(&self, column: &str) -> Result<Amount, FileProblem> {
        let text = self.text(column)?;
        let read: Result<Amount, _> = text.parse();
        read.map_err(|problem| {
            let column = column.to_owned();
            let written = text.to_owned();
            let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
            if NO_VALUES.contains(&text.to_lowercase().as_str()) {
                self.problem(&column.clone(), FileFault::NoValue { column, written })
            } else if text.contains(',') && text.chars().all(|c| c == ',' || is_number(c)) {
                self.problem(&column.clone(), FileFault::CommaDecimal { column, written })
            } else {
                self.bad_value(&column, problem.to_string())
            }
        })
    }

    /// A whole number.
    pub(crate) fn whole(&self, column: &str) -> Result<u16, FileProblem> {
        let text = self.text(column)?;
        text.parse().map_err(|_| {
            self.bad_value(
                column,
                format!("`{text}` is not a whole number up to 65535"),
            )
        })
    }

    /// A region code.
    pub(crate) fn region(&self, column: &str) -> Result<Region, FileProblem> {
        Region::new(self.text(column)?)
            .map_err(|problem| self.bad_value(column, problem.to_string()))
    }

    /// A field that does not read as what its column holds.
    pub(crate) fn bad_value(&self, column: &str, reason: String) -> FileProblem {
        let fault = FileFault::BadValue {
            column: column.to_owned(),
            reason,
        };
        self.problem(column, fault)
    }

    /// A fault in a field.
    pub(crate) fn problem(&self, column: &str, fault: FileFault) -> FileProblem {
        FileProblem::new(self.place(column), fault)
    }

    /// The place of a field.
    pub(crate) fn place(&self, column: &str) -> FilePlace {
        let Sheet { file, bytes, .. } = self.sheet;
        let position = self.record.position();
        let start = position.map_or(0, |position| byte_of(position, bytes));
        // Lines are counted from where the reader was: a table may have a fault in each of its rows.
        let read = position.map_or((0, 1), |position| (position.byte(), position.line()));
        let [byte, line] = [read.0, read.1].map(|read| usize::try_from(read).unwrap_or_default());
        let ends = bytes[byte..start].split(|byte| *byte == b'\n').count() - 1;
        let fields = self.sheet.column(column).unwrap_or_default();
        let at = before_field(&bytes[start..], fields);
        FilePlace::at_byte(file, &bytes[start..], at).below(line - 1 + ends)
    }
}

/// Where a record starts; the reader counts the ends of blank lines before it in.
fn byte_of(position: &csv::Position, bytes: &[u8]) -> usize {
    let start = usize::try_from(position.byte())
        .unwrap_or(bytes.len())
        .min(bytes.len());
    let blank = bytes[start..]
        .iter()
        .take_while(|byte| matches!(**byte, b'\n' | b'\r'));
    start + blank.count()
}

/// How many bytes of a record stand before its n-th field.
fn before_field(record: &[u8], fields: usize) -> usize {
    let mut quoted = false;
    let mut commas = 0;
    for (at, byte) in record.iter().enumerate() {
        if commas == fields {
            return at;
        }
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            _ => {}
        }
    }
    record.len()
}

/// A mark before the text, and line ends that are not those of a released table.
fn encoding_faults(file: &str, bytes: &[u8]) -> Vec<FileProblem> {
    let mark = bytes
        .starts_with("\u{feff}".as_bytes())
        .then_some((0, FileFault::ByteOrderMark));
    let carriage = bytes.iter().position(|byte| *byte == b'\r');
    let carriage = carriage.map(|at| (at, FileFault::CarriageReturn));
    let found = mark.into_iter().chain(carriage);
    found
        .map(|(at, fault)| FileProblem::new(FilePlace::at_byte(file, bytes, at), fault))
        .collect()
}

fn csv_problem(file: &str, bytes: &[u8], error: &csv::Error) -> FileProblem {
    let place = error.position().map_or_else(
        || FilePlace::file(file),
        |position| FilePlace::at_byte(file, bytes, byte_of(position, bytes)),
    );
    let fault = match error.kind() {
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => FileFault::BadRecord {
            fields: *len,
            columns: *expected_len,
        },
        // Memory is read without the operating system, so that bytes are all that can be wrong.
        _ => FileFault::NotUtf8,
    };
    FileProblem::new(place, fault)
}
