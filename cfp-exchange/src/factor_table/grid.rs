//! A person's table as rows of cells, with the place of each.

use std::sync::Arc;

use super::csv::Text;
use super::problem::TableProblem;
use super::{NamedBytes, TableFormat, csv, parquet, workbook};
use crate::error::{Location, Reported};
use crate::limits::{Allowance, Limits};

/// The most that is read of a table, in bytes: of its file, and of the texts of its cells.
pub(super) const LARGEST: usize = 64 << 20;

/// What a reader makes of a file.
pub(super) type Read = Result<(Vec<Line>, TableFormat, Origin), TableProblem>;

/// A table as it was found; the first row has the titles.
#[derive(Debug)]
pub(super) struct Grid {
    pub file: Arc<str>,
    pub rows: Vec<Line>,
    pub format: TableFormat,
    pub origin: Origin,
}

/// A row that is not empty.
#[derive(Debug)]
pub(super) struct Line {
    /// Which row of the file it is, counted from 0.
    pub number: usize,
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug)]
pub(super) enum Cell {
    /// A text, or a number as its shortest decimal; empty where nothing stands.
    Text(String),
    /// Something that is neither, and what it is.
    Unusable(String),
}

/// What places are told by.
#[derive(Debug)]
pub(super) enum Origin {
    Text(Text),
    Sheet(String),
    /// The titles of the columns.
    #[cfg(feature = "parquet")]
    Parquet(Vec<String>),
}

impl Grid {
    /// The table of a file, by the ending of its name.
    pub fn read(table: NamedBytes<'_>, limits: Limits) -> Result<Self, Box<Reported>> {
        let file: Arc<str> = table.name.into();
        let fail = |problem: TableProblem| Box::new(Reported::new(&problem, Location::file(&file)));
        if table.bytes.len() > LARGEST {
            return Err(fail(TableProblem::TooLarge));
        }
        let allowance = Allowance::of(limits, u64::try_from(table.bytes.len()).ok());
        let ending = table.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let read = match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => {
                return csv::read(&file, table.bytes);
            }
            "xlsx" | "xlsm" => workbook::xlsx(table.bytes, allowance),
            "xls" => workbook::xls(table.bytes),
            "ods" => workbook::ods(table.bytes, allowance),
            "parquet" => parquet::read(table.bytes),
            _ => Err(TableProblem::UnknownEnding {
                name: table.name.to_owned(),
            }),
        };
        let (rows, format, origin) = read.map_err(fail)?;
        Ok(Self {
            file,
            rows,
            format,
            origin,
        })
    }

    /// The place of a cell, by the number of its row and its column.
    pub fn locate(&self, row: usize, column: usize) -> Location {
        match &self.origin {
            Origin::Text(text) => Location::text(&self.file, text.place(row, column)),
            Origin::Sheet(sheet) => {
                let cell = format!("{sheet}!{}{}", letters(column), row + 1);
                Location::cell(&self.file, &cell)
            }
            #[cfg(feature = "parquet")]
            Origin::Parquet(titles) => {
                let title = titles.get(column).map_or("", String::as_str);
                let cell = match row {
                    0 => format!("column {title}"),
                    row => format!("row {row}, {title}"),
                };
                Location::cell(&self.file, &cell)
            }
        }
    }
}

impl Cell {
    /// The text of a cell without the spaces around it; empty where it is none.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text.trim(),
            Self::Unusable(_) => "",
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// The letters of a column of a spreadsheet: `A` for 0, `AA` for 26.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(
            b'A' + u8::try_from(rest % 26).unwrap_or_default(),
        ));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        let known = [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16383, "XFD"),
        ];
        for (column, name) in known {
            assert_eq!(letters(column), name);
        }
    }
}
