//! A person's table as `factors.csv`, and the way back from its places.

use std::collections::BTreeSet;

use cfp_core::{Explain, Region};
use cfp_factors::{FileFault, Kind};

use super::columns::{Columns, NAMES};
use super::csv::{fields, is_decimal_comma};
use super::grid::{Cell, Grid, Line, Origin};
use super::problem::TableProblem;
use super::{LIMIT, TableFormat, Told};
use crate::error::{Location, Reported};

/// The places of some columns among [`NAMES`].
const REGION: usize = 3;
const VALUE: usize = 5;
const KIND: usize = 7;
/// Columns of codes and numbers, whose full-width signs are read as those of ASCII: region, year, value, unit, kind.
const CODES: std::ops::RangeInclusive<usize> = REGION..=KIND;

/// A table in the form that is sealed.
#[derive(Debug)]
pub(super) struct SealedTable {
    /// The bytes of `factors.csv`.
    pub bytes: Vec<u8>,
    /// How many rows it has, its titles not counted.
    pub rows: usize,
    /// The kinds that occur, sorted.
    pub kinds: BTreeSet<String>,
    /// The regions that occur, sorted.
    pub regions: BTreeSet<String>,
    columns: Columns,
    /// Of each row: its number in the person's table, its first byte and its line.
    starts: Vec<(usize, usize, usize)>,
}

impl SealedTable {
    /// The table, and what kept its cells from being read; `None` where titles are missing.
    pub fn of(grid: &mut Grid) -> (Option<Self>, Vec<Told>) {
        let Some((first, rows)) = grid.rows.split_first() else {
            let problem = Reported::new(&TableProblem::NoRows, Location::file(&grid.file));
            return (None, vec![Told::of_table(0, 0, problem)]);
        };
        let titles: Vec<String> = first
            .cells
            .iter()
            .map(|cell| cell.text().to_owned())
            .collect();
        let titles = &titles[..titles.len() - blank_end(&first.cells)];
        let (columns, faults) = Columns::of(titles);
        let title_row = first.number;
        let mut told: Vec<Told> = faults
            .iter()
            .map(|(at, fault)| tell(grid, title_row, *at, fault))
            .collect();
        if rows.is_empty() {
            told.push(tell(grid, title_row, None, &TableProblem::NoRows));
        }
        let is_whole = told.is_empty();
        for row in rows {
            told.extend(row_faults(grid, titles, &columns, row));
            // One more than are told, so that it is known that there are more.
            if told.len() > LIMIT {
                break;
            }
        }
        let decimal_comma = is_comma_decimal(grid, &columns);
        let is_text = matches!(grid.origin, Origin::Text(_));
        let even = grid.rows[1..].iter();
        let even = even.filter(|row| !is_text || is_even(row, titles.len()));
        let table = is_whole.then(|| Self::write(even, columns, decimal_comma));
        if let TableFormat::Csv {
            decimal_comma: used,
            ..
        } = &mut grid.format
        {
            *used = decimal_comma;
        }
        (table, told)
    }

    fn write<'g>(
        rows: impl Iterator<Item = &'g Line>,
        columns: Columns,
        decimal_comma: bool,
    ) -> Self {
        let mut kinds = BTreeSet::new();
        let mut regions = BTreeSet::new();
        let mut sheet = Sheet::new();
        for row in rows {
            let mut record: [String; NAMES.len()] = std::array::from_fn(|column| {
                let cell = columns.place(column).and_then(|at| row.cells.get(at));
                let text = cell.map_or("", Cell::text);
                if CODES.contains(&column) {
                    half_width(text)
                } else {
                    plain(text)
                }
            });
            if decimal_comma {
                record[VALUE] = record[VALUE].replace(',', ".");
            }
            if let Ok(region) = Region::new(&record[REGION]) {
                regions.insert(region.code().to_owned());
            }
            if let Ok(kind) = Kind::from_word(&record[KIND]) {
                kinds.insert(kind.word().to_owned());
            }
            sheet.add(row.number, &record);
        }
        Self {
            bytes: sheet.writer.get_ref().clone(),
            rows: sheet.starts.len(),
            kinds,
            regions,
            columns,
            starts: sheet.starts,
        }
    }

    /// The row and column of the person's table from which a place of `factors.csv` comes.
    pub fn source(&self, line: usize, column: usize) -> Option<(usize, usize)> {
        let next = self.starts.partition_point(|(_, _, first)| *first <= line);
        let (number, byte, first) = *self.starts.get(next.checked_sub(1)?)?;
        let end = self
            .starts
            .get(next)
            .map_or(self.bytes.len(), |(_, byte, _)| *byte);
        let record = std::str::from_utf8(&self.bytes[byte..end]).ok()?;
        let places = fields(record, ',', first).take_while(|place| *place <= (line, column));
        let field = places.count().checked_sub(1)?;
        let column = self.columns.place(field.min(NAMES.len() - 1));
        Some((number, column.unwrap_or_default()))
    }
}

/// The text of `factors.csv` while it is written; memory takes every record.
struct Sheet {
    writer: csv::Writer<Vec<u8>>,
    line: usize,
    starts: Vec<(usize, usize, usize)>,
}

impl Sheet {
    fn new() -> Self {
        let mut sheet = Self {
            writer: csv::Writer::from_writer(Vec::new()),
            line: 1,
            starts: Vec::new(),
        };
        sheet.write(&NAMES);
        sheet
    }

    /// Adds the record of a row of the person's table.
    fn add(&mut self, number: usize, record: &[String]) {
        self.starts
            .push((number, self.writer.get_ref().len(), self.line));
        self.write(record);
    }

    fn write(&mut self, record: &[impl AsRef<[u8]>]) {
        let before = self.writer.get_ref().len();
        let written = self.writer.write_record(record);
        written.expect("memory takes every record");
        self.writer.flush().expect("memory takes every record");
        let ends = self.writer.get_ref()[before..].split(|byte| *byte == b'\n');
        self.line += ends.count() - 1;
    }
}

/// How many cells at the end of a row are blank.
fn blank_end(cells: &[Cell]) -> usize {
    cells
        .iter()
        .rev()
        .take_while(|cell| cell.is_empty())
        .count()
}

/// Whether a row of a text has a field for each title, and nothing beyond.
fn is_even(row: &Line, titles: usize) -> bool {
    let filled = row.cells.len() - blank_end(&row.cells);
    row.cells.len() >= titles && filled <= titles
}

fn tell(grid: &Grid, row: usize, column: Option<usize>, problem: &dyn Explain) -> Told {
    let location = grid.locate(row, column.unwrap_or_default());
    Told::of_table(
        row,
        column.unwrap_or_default(),
        Reported::new(problem, location),
    )
}

/// What is wrong with the form of a row: its length, and cells that hold neither text nor number.
fn row_faults(grid: &Grid, titles: &[String], columns: &Columns, row: &Line) -> Vec<Told> {
    let is_text = matches!(grid.origin, Origin::Text(_));
    if is_text && !is_even(row, titles.len()) {
        let fault = FileFault::BadRecord {
            fields: row.cells.len() as u64,
            columns: titles.len() as u64,
        };
        return vec![tell(grid, row.number, None, &fault)];
    }
    let mut told = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        let title = titles.get(at).filter(|title| !title.is_empty());
        match (title, cell) {
            (None, cell) if !cell.is_empty() => {
                told.push(tell(
                    grid,
                    row.number,
                    Some(at),
                    &TableProblem::UntitledCell,
                ));
            }
            (Some(_), Cell::Unusable(found)) => {
                let column = (0..NAMES.len()).find(|column| columns.place(*column) == Some(at));
                let problem = column.map(|column| TableProblem::UnusableCell {
                    column: NAMES[column].to_owned(),
                    found: found.clone(),
                });
                told.extend(problem.map(|problem| tell(grid, row.number, Some(at), &problem)));
            }
            _ => {}
        }
    }
    told
}

fn is_comma_decimal(grid: &Grid, columns: &Columns) -> bool {
    let Some(at) = columns.place(VALUE) else {
        return false;
    };
    let values: Vec<String> = grid.rows[1..]
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(|cell| half_width(cell.text()))
        .collect();
    matches!(grid.format, TableFormat::Csv { separator: ';', .. })
        && is_decimal_comma(values.iter().map(String::as_str))
}

/// A text whose lines end as those of a sealed table do.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A text with the full-width signs of Chinese and Japanese typing as those of ASCII, and the minus sign as a hyphen.
fn half_width(text: &str) -> String {
    let signs = plain(text);
    let signs = signs.chars().map(|sign| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xff01 + 0x21).unwrap_or(sign),
        '\u{3000}' => ' ',
        '\u{2212}' => '-',
        _ => sign,
    });
    signs.collect()
}
