//! A communication workbook of the template's layout, written by another library than the one that reads it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use cfp_exchange::cbam::{CommunicationWorkbook, WorkbookProblem};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

mod bad_input;
pub mod core;
mod entries;

pub const A: &str = "A_InstData";
pub const B: &str = "B_EmInst";
pub const C: &str = "C_Emissions&Energy";
pub const D: &str = "D_Processes";
pub const E: &str = "E_PurchPrec";
pub const GOODS: &str = "Summary_Products";
pub const RESULTS: &str = "Summary_Communication";
pub const VERSION: &str = "VersionDocumentation";

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Entry {
    Text(String),
    Number(f64),
    /// A formula with its result.
    Result(String),
    Date(u16, u8, u8),
    Truth(bool),
}

use Entry::{Date, Number, Result, Text};

/// A workbook that is not written yet: its cells by sheet, row and column from 0, and merged ranges.
#[derive(Debug, Clone, Default)]
pub struct Book {
    sheets: BTreeMap<&'static str, BTreeMap<(u32, u16), Entry>>,
    merged: Vec<(&'static str, &'static str, &'static str)>,
}

/// Row and column of a cell, from 0.
fn position(cell: &str) -> (u32, u16) {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes();
    let column = column.fold(0, |sum, letter| sum * 26 + u16::from(letter - b'A') + 1);
    let row: u32 = cell[letters.len()..].parse().expect("a row");
    (row - 1, column - 1)
}

impl Book {
    /// Puts something into a cell.
    pub fn set(&mut self, sheet: &'static str, cell: &str, entry: Entry) -> &mut Self {
        let cells = self.sheets.entry(sheet).or_default();
        cells.insert(position(cell), entry);
        self
    }

    pub fn text(&mut self, sheet: &'static str, cell: &str, text: &str) -> &mut Self {
        self.set(sheet, cell, Text(text.to_owned()))
    }

    pub fn number(&mut self, sheet: &'static str, cell: &str, number: f64) -> &mut Self {
        self.set(sheet, cell, Number(number))
    }

    /// A formula with its result.
    pub fn result(&mut self, sheet: &'static str, cell: &str, result: &str) -> &mut Self {
        self.set(sheet, cell, Result(result.to_owned()))
    }

    pub fn clear(&mut self, sheet: &'static str, cell: &str) -> &mut Self {
        self.sheets
            .entry(sheet)
            .or_default()
            .remove(&position(cell));
        self
    }

    pub fn drop_sheet(&mut self, sheet: &str) -> &mut Self {
        self.sheets.remove(sheet);
        self
    }

    pub fn merge(
        &mut self,
        sheet: &'static str,
        from: &'static str,
        to: &'static str,
    ) -> &mut Self {
        self.merged.push((sheet, from, to));
        self
    }

    /// The workbook as a file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (name, cells) in &self.sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(*name).expect("a name");
            // A formula that came to a blank text, and not to zero.
            sheet.set_formula_result_default("");
            for (of, from, to) in &self.merged {
                if of == name {
                    let ((row, column), (last, right)) = (position(from), position(to));
                    let merged = sheet.merge_range(row, column, last, right, "", &Format::new());
                    merged.expect("a range");
                }
            }
            for (&(row, column), entry) in cells {
                let written = match entry {
                    Text(text) => sheet.write_string(row, column, text),
                    Number(number) => sheet.write_number(row, column, *number),
                    Entry::Truth(truth) => sheet.write_boolean(row, column, *truth),
                    Result(result) => {
                        let formula = Formula::new("=X1+0").set_result(result);
                        sheet.write_formula(row, column, formula)
                    }
                    Date(year, month, day) => {
                        let day = ExcelDateTime::from_ymd(*year, *month, *day).expect("a day");
                        sheet.write_datetime_with_format(row, column, &day, &date)
                    }
                };
                written.expect("a cell");
            }
        }
        workbook.save_to_buffer().expect("a workbook")
    }
}

/// The template as it is handed out: what it prints where entries are read.
pub fn blank() -> Book {
    let mut book = Book::default();
    book.text(VERSION, "B2", "CBAM communication SEE Version 2");
    book.set(VERSION, "B3", Date(2024, 12, 13));
    for index in 0..10 {
        book.text(A, &format!("D{}", 83 + index), &format!("P{}", index + 1));
        process_block(&mut book, index);
    }
    for index in 0..20 {
        book.text(A, &format!("D{}", 102 + index), &format!("PP{}", index + 1));
        precursor_block(&mut book, index);
    }
    book.result(A, "S26", "");
    book.result(C, "L27", "").result(C, "M27", "");
    emissions(&mut book);
    for index in 0..100_u32 {
        let number = f64::from(index + 1);
        book.number(GOODS, &format!("C{}", 10 + index), number);
        let row = 26 + index;
        book.number(RESULTS, &format!("C{row}"), number);
        for column in ["D", "E", "F", "H", "I", "J", "K", "M", "O"] {
            book.result(RESULTS, &format!("{column}{row}"), "");
        }
    }
    example_of_goods(&mut book);
    book
}

/// The printed example above the goods.
fn example_of_goods(book: &mut Book) {
    book.text(GOODS, "C9", "Ex.")
        .text(GOODS, "D9", "Example process A");
    book.text(GOODS, "F9", "72071919")
        .text(GOODS, "H9", "Example name A");
    book.number(GOODS, "I9", 0.915);
}

/// The sheet of emissions with its printed examples, which have no number.
fn emissions(book: &mut Book) {
    let examples = [
        (14, "Combustion", "Heavy fuel oil", 252_000.0),
        (15, "Process Emissions", "Raw meal for clinker", 121_000.0),
        (16, "Mass balance", "Steel", -1_808_226.0),
        (
            97,
            "Slope method",
            "Centre Worked Pre-Bake (CWPB)",
            500_000.0,
        ),
        (111, "N2O", "N2O", 64.2925),
        (112, "CO2 transfer", "CO2", 1820.0),
    ];
    for (row, method, name, number) in examples {
        book.result(B, &format!("C{row}"), "Ex.");
        book.text(B, &format!("D{row}"), method)
            .text(B, &format!("E{row}"), name);
        book.number(B, &format!("F{row}"), number);
        book.result(B, &format!("AU{row}"), "827820");
    }
    for (first, count) in [(17, 75), (98, 10), (113, 10)] {
        for index in 0..count {
            let row = first + index;
            book.number(B, &format!("C{row}"), f64::from(index + 1));
            book.result(B, &format!("AU{row}"), "");
        }
    }
}

fn process_block(book: &mut Book, index: u32) {
    let base = 11 + 65 * index;
    let at = |column: &str, row: u32| format!("{column}{}", base + row);
    book.result(D, &at("R", 0), &(index + 1).to_string());
    for (column, row) in [("G", 0), ("L", 0), ("L", 13), ("L", 31)] {
        book.result(D, &at(column, row), "");
    }
    for row in [43, 47, 51, 55, 61] {
        book.result(D, &at("T", row), "");
    }
    for row in 21..=29 {
        book.result(D, &at("E", row), "");
    }
    let units = [
        (5, "t"),
        (43, "tCO2e"),
        (46, "TJ"),
        (47, "tCO2/TJ"),
        (50, "TJ"),
        (54, "MWh"),
        (55, "tCO2/MWh"),
        (60, "MWh"),
        (61, "tCO2/MWh"),
    ];
    for (row, unit) in units {
        book.result(D, &at("K", row), unit);
    }
}

fn precursor_block(book: &mut Book, index: u32) {
    let base = 14 + 44 * index;
    let at = |column: &str, row: u32| format!("{column}{}", base + row);
    book.result(E, &at("R", 0), &format!("PP{}", index + 1));
    for (column, row) in [("G", 0), ("L", 0), ("L", 11), ("L", 25), ("L", 38)] {
        book.result(E, &at(column, row), "");
    }
    for row in 14..=23 {
        book.result(E, &at("E", row), "");
    }
    book.result(E, &at("K", 3), "t");
}

/// The template with the entries of an invented installation.
pub fn filled() -> Book {
    let mut book = blank();
    entries::fill(&mut book);
    book
}

/// The file with each of its parts changed.
pub fn rewritten(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("a text");
        let options = SimpleFileOptions::default();
        writer.start_file(name.clone(), options).expect("a part");
        writer
            .write_all(change(&name, text).as_bytes())
            .expect("a part");
    }
    writer.finish().expect("a workbook").into_inner()
}

/// What is read of a workbook without problems.
pub fn read(book: &Book) -> CommunicationWorkbook {
    let read = CommunicationWorkbook::read("works.xlsx", &book.bytes());
    read.unwrap_or_else(|error| panic!("{error}"))
}

/// The code and place of each problem.
pub fn told_of(bytes: &[u8]) -> Vec<String> {
    let error = CommunicationWorkbook::read("works.xlsx", bytes).expect_err("a problem");
    let problems = error.problems().iter();
    let told = problems.map(|problem| {
        assert!(
            WorkbookProblem::CODES.contains(&problem.code),
            "{}",
            problem.code
        );
        assert!(problem.hint.is_some(), "{problem}");
        let place = problem.location.to_string();
        format!(
            "{} {}",
            problem.code,
            place
                .trim_start_matches("works.xlsx")
                .trim_start_matches(':')
        )
    });
    told.map(|told| told.trim_end().to_owned()).collect()
}

/// What is told after some cells are changed.
pub fn told(change: impl FnOnce(&mut Book)) -> Vec<String> {
    let mut book = filled();
    change(&mut book);
    told_of(&book.bytes())
}
