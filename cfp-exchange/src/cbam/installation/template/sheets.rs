//! The sheets of a workbook as cells, row by row.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::tables::Table;
use super::{MARKER, MARKER_SHEET};
use crate::factor_table::{TableProblem, open_workbook};
use crate::limits::{Allowance, Limits};

/// The most that is read of one workbook, in bytes of text and cells.
const LARGEST: usize = 64 << 20;

/// What a cell takes with its place in a sheet, in bytes.
const CELL: usize = 128;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    /// As its shortest decimal.
    Number(String),
    Truth(bool),
    /// A date or an error, as it is told.
    Unusable(String),
}

/// The cells of a sheet that are not empty, by row and column, both from zero.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    pub rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

impl Sheet {
    /// Where a cell is: `Goods!B3`.
    pub fn place(&self, row: u32, column: u32) -> String {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let letters = rust_xlsxwriter::utility::column_number_to_name(column);
        format!("{}!{letters}{}", self.name, row + 1)
    }
}

/// A workbook that is open.
pub(super) struct Book<'b> {
    workbook: Xlsx<Cursor<&'b [u8]>>,
    size: usize,
}

impl<'b> Book<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, TableProblem> {
        let mut allowance = Allowance::of(Limits::new(), u64::try_from(bytes.len()).ok());
        // A template is no larger than its limits, whoever gives it.
        let workbook = open_workbook(bytes, &mut allowance).map_err(|problem| match problem {
            TableProblem::Size(_) => TableProblem::TooLarge,
            other => other,
        })?;
        Ok(Self { workbook, size: 0 })
    }

    /// Whether the hidden sheet says that it is the template.
    pub fn is_template(&mut self) -> bool {
        let marker = self.sheet(MARKER_SHEET);
        let cell = marker.ok().and_then(|sheet| {
            let row = sheet.rows.get(&0)?;
            row.get(&0).cloned()
        });
        cell == Some(Cell::Text(MARKER.to_owned()))
    }

    /// The sheet of a table under either of its names; `None` where there is none.
    pub fn table(&mut self, table: &Table) -> Result<Option<Sheet>, TableProblem> {
        let names = self.workbook.sheet_names();
        let is_meant = |name: &&String| table.sheets.contains(&name.trim());
        let found = names.iter().find(is_meant).cloned();
        found.map(|name| self.sheet(&name)).transpose()
    }

    fn sheet(&mut self, name: &str) -> Result<Sheet, TableProblem> {
        let cells = self.workbook.worksheet_cells_reader(name);
        let mut cells = cells.map_err(|error| bad(&error))?;
        let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        // Cell by cell, since a range would fill all between the first and the last.
        while let Some(found) = cells.next_cell().map_err(|error| bad(&error))? {
            let (row, column) = found.get_position();
            let Some(cell) = cell(found.get_value().clone().into()) else {
                continue;
            };
            let text = match &cell {
                Cell::Text(text) | Cell::Number(text) | Cell::Unusable(text) => text.len(),
                Cell::Truth(_) => 1,
            };
            // With its place in the sheet.
            self.size += text + CELL;
            if self.size > LARGEST {
                return Err(TableProblem::TooLarge);
            }
            rows.entry(row).or_default().insert(column, cell);
        }
        let name = name.to_owned();
        Ok(Sheet { name, rows })
    }
}

impl Table {
    /// Whether this is the title of a column, in whichever language.
    pub(super) fn is_title(&self, key: &str, written: &str) -> bool {
        let columns = self.columns();
        let column = columns.iter().find(|column| column.key == key);
        let languages = super::TemplateLanguage::ALL.into_iter();
        let mut titles = languages.filter_map(|one| column.map(|it| super::write::title(it, one)));
        titles.any(|title| title == written)
    }
}

fn bad(error: &impl std::fmt::Display) -> TableProblem {
    let reason = error.to_string().replace('\n', " ");
    let reason = reason.trim_end_matches('.').to_owned();
    TableProblem::BadWorkbook { reason }
}

/// A cell; `None` where it is empty.
fn cell(data: Data) -> Option<Cell> {
    match data {
        Data::Empty => None,
        Data::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| Cell::Text(text.to_owned()))
        }
        Data::Int(number) => Some(Cell::Number(number.to_string())),
        Data::Float(number) => Some(Cell::Number(number.to_string())),
        Data::Bool(truth) => Some(Cell::Truth(truth)),
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => {
            Some(Cell::Unusable("a date or time".to_owned()))
        }
        Data::Error(error) => Some(Cell::Unusable(format!("the error `{error}`"))),
    }
}
