//! The sheets of a workbook as their cells: a number enters as the shortest decimal that stands for it, which is what was typed.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx};

use super::archive::{self, bad};
use super::cells::Date;
use super::problem::WorkbookProblem;

/// No cell that is read stands in a later row.
const ROWS: u32 = 1000;
/// No cell that is read stands in a later column.
const COLUMNS: u32 = 64;
/// The most that is kept of the texts of cells, in MiB.
const LARGEST_TEXTS: u64 = 64;

/// What stands in a cell that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A number as its shortest decimal.
    Number(String),
    /// A text without blanks around it.
    Text(String),
    /// A day.
    Day(Date),
    /// A truth value.
    Truth(bool),
    /// An error, as workbooks write it.
    Error(String),
    /// A formula without a result.
    NotCalculated,
    /// Something else, and what it is.
    Odd(&'static str),
}

/// A sheet: its cells by row and column, both from 0, and which of them are merged.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub cells: BTreeMap<(u32, u32), Value>,
    pub merged: Vec<Dimensions>,
}

/// A workbook whose sheets are read one by one.
pub(super) struct Book<'a> {
    workbook: Xlsx<Cursor<&'a [u8]>>,
    kept: u64,
}

impl<'a> Book<'a> {
    /// A workbook that unpacks to a bounded size.
    pub fn open(bytes: &'a [u8]) -> Result<Self, WorkbookProblem> {
        archive::check(bytes)?;
        let workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
        Ok(Self { workbook, kept: 0 })
    }

    /// The names of its sheets, in their order.
    pub fn names(&self) -> Vec<String> {
        let sheets = self.workbook.sheets_metadata().iter();
        sheets.map(|sheet| sheet.name.clone()).collect()
    }

    /// A sheet by its name.
    pub fn sheet(&mut self, name: &str) -> Result<Sheet, WorkbookProblem> {
        let mut sheet = Sheet::default();
        let cells = self.workbook.worksheet_cells_reader(name);
        let mut cells = cells.map_err(|error| bad(&error))?;
        while let Some(found) = cells
            .next_cell_with_formula_metadata()
            .map_err(|error| bad(&error))?
        {
            let (row, column) = found.pos;
            if row >= ROWS || column >= COLUMNS {
                continue;
            }
            if let Some(value) = value(found.value, found.formula.is_some()) {
                self.kept += value.length();
                if self.kept > LARGEST_TEXTS << 20 {
                    let what = "the texts of its cells".to_owned();
                    let limit_mib = LARGEST_TEXTS;
                    return Err(WorkbookProblem::TooLarge { what, limit_mib });
                }
                sheet.cells.insert((row, column), value);
            }
        }
        drop(cells);
        let merged = self.workbook.merge_cells_by_sheet_name(name);
        sheet.merged = merged.map_err(|error| bad(&error))?;
        Ok(sheet)
    }
}

impl Value {
    /// How much room its text takes.
    fn length(&self) -> u64 {
        match self {
            Self::Number(text) | Self::Text(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
            _ => 1,
        }
    }

    /// What it is, for problems.
    pub fn told(&self) -> String {
        match self {
            Self::Number(text) => format!("the number {text}"),
            Self::Text(text) => format!("the text `{text}`"),
            Self::Day(day) => format!("the day {day}"),
            Self::Truth(truth) => format!("the truth value {truth}"),
            Self::Error(error) => format!("the error `{error}`"),
            Self::NotCalculated => "a formula without a result".to_owned(),
            Self::Odd(what) => (*what).to_owned(),
        }
    }
}

/// What a cell holds; a formula that came to a blank text is blank, one without any result is not.
fn value(data: DataRef<'_>, is_formula: bool) -> Option<Value> {
    Some(match data {
        DataRef::Empty if is_formula => Value::NotCalculated,
        DataRef::Empty => return None,
        DataRef::String(text) => return of_text(&text),
        DataRef::SharedString(text) => return of_text(text),
        DataRef::Int(number) => Value::Number(number.to_string()),
        DataRef::Float(number) => Value::Number(number.to_string()),
        DataRef::Bool(truth) => Value::Truth(truth),
        DataRef::DateTime(time) => of_time(time),
        DataRef::DateTimeIso(text) => match Date::parse(&text) {
            Some(day) => Value::Day(day),
            None => Value::Odd("a time"),
        },
        DataRef::DurationIso(_) => Value::Odd("a duration"),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

fn of_text(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn of_time(time: ExcelDateTime) -> Value {
    if time.is_duration() {
        return Value::Odd("a duration");
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    Value::Day(Date { year, month, day })
}
