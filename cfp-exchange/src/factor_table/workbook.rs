//! Tables in workbooks. A number enters as the shortest decimal that stands for it, which is what was typed: a workbook
//! keeps numbers in binary, and closing zeros only in texts.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, SheetType, Xls, Xlsx};

use super::TableFormat;
use super::grid::{Cell, LARGEST, Line, Origin, Read};
use super::problem::TableProblem;
use crate::limits::{Allowance, Limits, bytes_of};
use crate::packed_workbook::{self, Unopened};

/// The name of the sheet that is taken of several.
const SHEET: &str = "factors";

/// What a cell becomes, in bytes, and how many times its text is held until the dataset is made.
const CELL: u64 = 192;
const TEXTS: u64 = 4;

/// The workbook of these bytes, after it was seen what opening it costs.
pub(crate) fn open<'b>(
    bytes: &'b [u8],
    allowance: &mut Allowance,
) -> Result<Xlsx<Cursor<&'b [u8]>>, TableProblem> {
    check(bytes, allowance)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|error| bad(&error))
}

fn check(bytes: &[u8], allowance: &mut Allowance) -> Result<(), TableProblem> {
    packed_workbook::check(bytes, allowance).map_err(|unopened| match unopened {
        Unopened::Bad(reason) => bad(&reason),
        Unopened::Size(problem) => problem.into(),
    })
}

/// The table of an Excel workbook.
pub(super) fn xlsx(bytes: &[u8], allowance: Allowance) -> Read {
    let mut rows = Rows::of(allowance);
    let mut workbook = open(bytes, &mut rows.allowance)?;
    let sheet = sheet(&workbook)?;
    let mut cells = workbook
        .worksheet_cells_reader(&sheet)
        .map_err(|error| bad(&error))?;
    // Cell by cell, since a range would fill all between the first and the last.
    while let Some(found) = cells.next_cell().map_err(|error| bad(&error))? {
        let (row, column) = found.get_position();
        rows.add(row, column, found.get_value().clone().into())?;
    }
    Ok(rows.read(sheet))
}

/// The table of a workbook of Excel 97 to 2003.
pub(super) fn xls(bytes: &[u8]) -> Read {
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    let sheet = sheet(&workbook)?;
    let range = workbook.worksheet_range(&sheet);
    of_range(sheet, &range.map_err(|error| bad(&error))?)
}

/// The table of an `OpenDocument` spreadsheet.
pub(super) fn ods(bytes: &[u8], mut allowance: Allowance) -> Read {
    check(bytes, &mut allowance)?;
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    let sheet = sheet(&workbook)?;
    let range = workbook.worksheet_range(&sheet);
    of_range(sheet, &range.map_err(|error| bad(&error))?)
}

fn bad(error: &impl std::fmt::Display) -> TableProblem {
    let reason = error.to_string().replace('\n', " ");
    let reason = reason.trim_end_matches('.').to_owned();
    TableProblem::BadWorkbook { reason }
}

/// The only sheet, or the one that is named for its purpose.
fn sheet<'b, R: Reader<Cursor<&'b [u8]>>>(workbook: &R) -> Result<String, TableProblem> {
    let sheets = workbook.sheets_metadata().iter();
    let of_cells = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut sheets: Vec<String> = of_cells.map(|sheet| sheet.name.clone()).collect();
    let named = sheets
        .iter()
        .position(|name| name.trim().eq_ignore_ascii_case(SHEET));
    match (named, sheets.len()) {
        (Some(at), _) => Ok(sheets.swap_remove(at)),
        (None, 1) => Ok(sheets.remove(0)),
        (None, 0) => Err(TableProblem::NoRows),
        (None, _) => Err(TableProblem::SeveralSheets { sheets }),
    }
}

fn of_range(sheet: String, range: &Range<Data>) -> Read {
    let mut rows = Rows::of(Allowance::of(Limits::new(), None));
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let row = first_row + u32::try_from(row).unwrap_or(u32::MAX);
        let column = first_column + u32::try_from(column).unwrap_or(u32::MAX);
        rows.add(row, column, data.clone())?;
    }
    Ok(rows.read(sheet))
}

/// Cells as they are found, by row.
struct Rows {
    cells: BTreeMap<u32, Vec<Cell>>,
    size: usize,
    allowance: Allowance,
}

impl Rows {
    fn of(allowance: Allowance) -> Self {
        Self {
            cells: BTreeMap::new(),
            size: 0,
            allowance,
        }
    }

    fn add(&mut self, row: u32, column: u32, data: Data) -> Result<(), TableProblem> {
        let cell = cell(data);
        if cell.is_empty() {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let cells = self.cells.entry(row).or_default();
        // Empty cells before this one count too: a sheet may have one cell far to the right in each row.
        let empty = column.saturating_sub(cells.len());
        let text = cell.text().len();
        self.size += text + 1 + empty;
        let taken = bytes_of(text, TEXTS).saturating_add(bytes_of(empty + 1, CELL));
        self.allowance.spend(taken)?;
        if self.size > LARGEST {
            return Err(TableProblem::TooLarge);
        }
        if cells.len() <= column {
            cells.resize_with(column + 1, || Cell::Text(String::new()));
        }
        cells[column] = cell;
        Ok(())
    }

    fn read(self, sheet: String) -> (Vec<Line>, TableFormat, Origin) {
        let rows = self.cells.into_iter().map(|(row, cells)| Line {
            number: usize::try_from(row).unwrap_or(usize::MAX),
            cells,
        });
        let format = TableFormat::Workbook {
            sheet: sheet.clone(),
        };
        (rows.collect(), format, Origin::Sheet(sheet))
    }
}

fn cell(data: Data) -> Cell {
    match data {
        Data::Empty => Cell::Text(String::new()),
        Data::String(text) => Cell::Text(text),
        Data::Int(number) => Cell::Text(number.to_string()),
        Data::Float(number) => Cell::Text(number.to_string()),
        Data::Bool(truth) => Cell::Unusable(format!("the truth value `{truth}`")),
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => {
            Cell::Unusable("a date or time".to_owned())
        }
        Data::Error(error) => Cell::Unusable(format!("the error `{error}`")),
    }
}
