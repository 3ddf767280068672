//! Cells by their names, and what is wrong with them: a problem is told once, and then the cell says nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use cfp_core::Amount;

use super::problem::WorkbookProblem;
use super::sheets::{Sheet, Value};
use crate::error::{Error, Location, Reported};
use crate::model_file::FileProblem;

/// The most problems that are told of one workbook.
const LIMIT: usize = 100;

/// The place of a cell: `D_Processes!L24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub sheet: &'static str,
    pub column: &'static str,
    /// Counted from 1, as workbooks do.
    pub row: u32,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// A problem has been told, so that nothing more can be said of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told;

/// What is read of a cell: `None` where it is blank.
pub(super) type Read<T> = Result<Option<T>, Told>;

/// The cells of a workbook, and the problems that were found in them.
#[derive(Debug)]
pub(super) struct Cells {
    file: Arc<str>,
    sheets: BTreeMap<&'static str, Sheet>,
    problems: Vec<(Option<Place>, Reported)>,
    told: BTreeSet<Place>,
    not_calculated: BTreeMap<&'static str, (At, usize)>,
}

/// A sheet, a row and a column: the order of problems.
type Place = (&'static str, u32, u32);

impl At {
    /// The place of a cell.
    pub fn new(sheet: &'static str, column: &'static str, row: u32) -> Self {
        Self { sheet, column, row }
    }

    /// Row and column counted from 0.
    fn position(self) -> (u32, u32) {
        let digits = self.column.bytes();
        let column = digits.fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
        (self.row - 1, column - 1)
    }

    fn place(self) -> Place {
        let (row, column) = self.position();
        (self.sheet, row, column)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}{}", self.sheet, self.column, self.row)
    }
}

impl Date {
    /// A day as `2026-03-31`, whatever follows.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.get(..10)?;
        let mut parts = text.split('-');
        let mut next = |length: usize| {
            let part = parts.next()?;
            let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then_some(part)
        };
        let year = next(4)?.parse().ok()?;
        let month = next(2)?.parse().ok()?;
        let day = next(2)?.parse().ok()?;
        let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
        is_day.then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Cells {
    /// A workbook of which no sheet is read yet.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.into(),
            sheets: BTreeMap::new(),
            problems: Vec::new(),
            told: BTreeSet::new(),
            not_calculated: BTreeMap::new(),
        }
    }

    /// Adds a sheet.
    pub fn add(&mut self, name: &'static str, sheet: Sheet) {
        self.sheets.insert(name, sheet);
    }

    /// Tells a problem of the file as a whole.
    pub fn tell_of_file(&mut self, problem: &WorkbookProblem) -> Told {
        let reported = Reported::new(problem, Location::file(&self.file));
        self.problems.push((None, reported));
        Told
    }

    /// Tells a problem of a cell, the first one only.
    pub fn tell(&mut self, at: At, problem: &WorkbookProblem) -> Told {
        if self.told.insert(at.place()) {
            let location = Location::cell(&self.file, &at.to_string());
            let reported = Reported::new(problem, location);
            self.problems.push((Some(at.place()), reported));
        }
        Told
    }

    /// The problems, in the order of the file.
    pub fn error(mut self) -> Error {
        for (at, others) in std::mem::take(&mut self.not_calculated).into_values() {
            self.told.remove(&at.place());
            self.tell(at, &WorkbookProblem::NotCalculated { others });
        }
        self.problems.sort_by_key(|(place, _)| *place);
        let problems = self.problems.into_iter().map(|(_, problem)| problem);
        let mut error = Error::new(problems.collect());
        let closing = FileProblem::TooManyProblems { told: LIMIT };
        error.keep_first(LIMIT, Reported::new(&closing, Location::file(&self.file)));
        error
    }

    /// Whether no problem has been found.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.not_calculated.is_empty()
    }

    /// What stands in a cell, whatever it is; nothing is told.
    pub fn peek(&self, at: At) -> Option<&Value> {
        self.sheets.get(at.sheet)?.cells.get(&at.position())
    }

    /// Whether one of some cells of a row is not blank.
    pub fn any(&self, sheet: &'static str, columns: &[&'static str], row: u32) -> bool {
        let mut columns = columns.iter();
        columns.any(|column| self.peek(At::new(sheet, column, row)).is_some())
    }

    /// What stands in a cell; errors, formulas without a result and merged cells are told.
    fn value(&mut self, at: At) -> Read<Value> {
        let (row, column) = at.position();
        let merged = self.sheets.get(at.sheet).and_then(|sheet| {
            let mut regions = sheet.merged.iter();
            regions.find(|region| region.contains(row, column) && region.start != (row, column))
        });
        if let Some(region) = merged {
            let range = format!("{}:{}", name(region.start), name(region.end));
            return Err(self.tell(at, &WorkbookProblem::MergedCells { range }));
        }
        match self.peek(at).cloned() {
            Some(Value::Error(error)) => Err(self.tell(at, &WorkbookProblem::ErrorValue { error })),
            Some(Value::NotCalculated) => {
                if self.told.insert(at.place()) {
                    let first = self.not_calculated.entry(at.sheet).or_insert((at, 0));
                    first.1 += usize::from(first.0 != at);
                }
                Err(Told)
            }
            value => Ok(value),
        }
    }

    /// A text; a number is its decimal.
    pub fn text(&mut self, at: At) -> Read<String> {
        Ok(self.value(at)?.map(|value| match value {
            Value::Text(text) | Value::Number(text) => text,
            Value::Day(day) => day.to_string(),
            Value::Truth(truth) => truth.to_string(),
            other => other.told(),
        }))
    }

    /// A text that is needed.
    pub fn needed_text(&mut self, at: At, what: &'static str) -> Result<String, Told> {
        let text = self.text(at)?;
        text.ok_or_else(|| self.tell(at, &WorkbookProblem::EmptyCell { what }))
    }

    /// A truth value, which may be written as a text.
    pub fn truth(&mut self, at: At) -> Read<bool> {
        Ok(self.value(at)?.and_then(|value| match value {
            Value::Truth(truth) => Some(truth),
            Value::Text(text) => text.to_lowercase().parse().ok(),
            _ => None,
        }))
    }

    /// A day that is needed.
    pub fn day(&mut self, at: At, what: &'static str) -> Result<Date, Told> {
        let problem = match self.value(at)? {
            Some(Value::Day(day)) => return Ok(day),
            Some(Value::Text(text)) if let Some(day) = Date::parse(&text) => return Ok(day),
            Some(other) => WorkbookProblem::NotADate {
                found: other.told(),
            },
            None => WorkbookProblem::EmptyCell { what },
        };
        Err(self.tell(at, &problem))
    }

    /// One of the entries of a list, whatever its capitals and blanks.
    pub fn entry<T: Copy>(
        &mut self,
        at: At,
        what: &'static str,
        list: &[(&'static str, T)],
    ) -> Read<T> {
        let Some(written) = self.text(at)? else {
            return Ok(None);
        };
        let found = list.iter().find(|(word, _)| plain(word) == plain(&written));
        let Some((_, meant)) = found else {
            let known = list.iter().map(|(word, _)| *word).collect();
            let problem = WorkbookProblem::UnlistedEntry {
                what,
                written,
                known,
            };
            return Err(self.tell(at, &problem));
        };
        Ok(Some(*meant))
    }

    /// One of the entries of a list, which is needed.
    pub fn needed_entry<T: Copy>(
        &mut self,
        at: At,
        what: &'static str,
        list: &[(&'static str, T)],
    ) -> Result<T, Told> {
        let found = self.entry(at, what, list)?;
        found.ok_or_else(|| self.tell(at, &WorkbookProblem::EmptyCell { what }))
    }

    /// A number, exactly as its shortest decimal.
    pub fn number(&mut self, at: At) -> Read<Amount> {
        let Some(written) = self.digits(at)? else {
            return Ok(None);
        };
        let Ok(number) = written.parse() else {
            return Err(self.tell(at, &WorkbookProblem::CellDigits { written }));
        };
        Ok(Some(number))
    }

    /// A result of the workbook, which may have more places than are kept: then it is cut, and its bound says so.
    pub fn result(&mut self, at: At) -> Read<Amount> {
        let Some(written) = self.digits(at)? else {
            return Ok(None);
        };
        let exact = written.parse().ok();
        let Some(number) = exact.or_else(|| cut(&written)) else {
            return Err(self.tell(at, &WorkbookProblem::CellDigits { written }));
        };
        Ok(Some(number))
    }

    fn digits(&mut self, at: At) -> Read<String> {
        let problem = match self.value(at)? {
            None => return Ok(None),
            Some(Value::Number(written)) => return Ok(Some(written)),
            Some(Value::Text(written)) if has_decimal_comma(&written) => {
                WorkbookProblem::DecimalComma { written }
            }
            Some(other) => {
                let found = other.told();
                WorkbookProblem::TextForNumber { found }
            }
        };
        Err(self.tell(at, &problem))
    }

    /// A number that is not negative.
    pub fn amount(&mut self, at: At, what: &'static str) -> Read<Amount> {
        let number = self.number(at)?;
        if let Some(number) = number.filter(Amount::is_negative) {
            let written = number.to_string();
            return Err(self.tell(at, &WorkbookProblem::NegativeCell { what, written }));
        }
        Ok(number)
    }

    /// A number that is not negative and is needed.
    pub fn needed(&mut self, at: At, what: &'static str) -> Result<Amount, Told> {
        let number = self.amount(at, what)?;
        number.ok_or_else(|| self.tell(at, &WorkbookProblem::EmptyCell { what }))
    }

    /// A result that is needed.
    pub fn needed_result(&mut self, at: At, what: &'static str) -> Result<Amount, Told> {
        let number = self.result(at)?;
        number.ok_or_else(|| self.tell(at, &WorkbookProblem::EmptyCell { what }))
    }

    /// A part of 1, written as such.
    pub fn fraction(&mut self, at: At, what: &'static str) -> Read<Amount> {
        self.below(at, what, "1")
    }

    /// A part of 1, written in percent.
    pub fn percent(&mut self, at: At, what: &'static str) -> Read<Amount> {
        let percent = self.below(at, what, "100")?;
        percent
            .map(|percent| self.shifted(at, percent, -2))
            .transpose()
    }

    fn below(&mut self, at: At, what: &'static str, most: &'static str) -> Read<Amount> {
        let number = self.amount(at, what)?;
        let limit: Amount = most.parse().unwrap_or(Amount::ONE);
        if let Some(number) = number.filter(|number| number.rank(&limit).is_gt()) {
            let written = number.to_string();
            let problem = WorkbookProblem::NotInRange {
                what,
                written,
                most,
            };
            return Err(self.tell(at, &problem));
        }
        Ok(number)
    }

    /// A number of a cell with its point moved.
    pub fn shifted(&mut self, at: At, number: Amount, power: i32) -> Result<Amount, Told> {
        let shifted = number.shifted(power).ok().filter(Amount::is_exact);
        shifted.ok_or_else(|| self.beyond(at, number))
    }

    /// What is computed of a cell, where that is in the range of decimals.
    pub fn computed<E>(&mut self, at: At, number: Result<Amount, E>) -> Result<Amount, Told> {
        number.map_err(|_| self.beyond(at, Amount::ZERO))
    }

    fn beyond(&mut self, at: At, number: Amount) -> Told {
        let written = match self.peek(at) {
            Some(Value::Number(written)) => written.clone(),
            _ => number.to_string(),
        };
        self.tell(at, &WorkbookProblem::CellDigits { written })
    }

    /// Looks whether a result is what its cells come to, up to how the workbook rounds.
    pub fn check(&mut self, at: At, expected: Amount) -> Result<(), Told> {
        let Some(found) = self.result(at)? else {
            let what = "a result of the workbook";
            return Err(self.tell(at, &WorkbookProblem::EmptyCell { what }));
        };
        if is_near(found, expected) {
            return Ok(());
        }
        let problem = WorkbookProblem::StaleResult {
            written: found.to_string(),
            expected: expected.to_string(),
        };
        Err(self.tell(at, &problem))
    }

    /// Looks whether a text that the workbook repeats is the one that it repeats.
    pub fn check_text(&mut self, at: At, expected: &str) -> Result<(), Told> {
        let found = self.text(at)?.unwrap_or_default();
        if is_same(&found, expected) {
            return Ok(());
        }
        let quoted = |text: &str| format!("`{text}`");
        let (written, expected) = (quoted(&found), quoted(expected));
        Err(self.tell(at, &WorkbookProblem::StaleResult { written, expected }))
    }
}

/// Whether two numbers agree to nine digits; a workbook computes with about sixteen.
fn is_near(one: Amount, other: Amount) -> bool {
    let sizes = [one.magnitude(), other.magnitude()];
    let larger = if sizes[0].rank(&sizes[1]).is_gt() {
        sizes[0]
    } else {
        sizes[1]
    };
    let (Ok(apart), Ok(allowed)) = (one.minus(other), larger.shifted(-9)) else {
        return false;
    };
    apart.is_zero() || !apart.magnitude().rank(&allowed).is_gt()
}

/// A word without capitals, blanks and raised digits: `1000 Nm³` is `1000nm3`.
pub(super) fn plain(word: &str) -> String {
    let kept = word.chars().filter(|c| !c.is_whitespace());
    kept.flat_map(char::to_lowercase)
        .map(|c| if c == '³' { '3' } else { c })
        .collect()
}

/// Whether two names are one, as workbooks compare them: whatever their capitals.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Whether a text is a number with a comma as its decimal point.
fn has_decimal_comma(text: &str) -> bool {
    let mut parts = text.split(',');
    let is_number = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b' ')
    };
    let first = parts
        .next()
        .map(|first| first.trim_start_matches(['-', '+']));
    let second = parts.next();
    parts.next().is_none()
        && first.is_some_and(|first| !first.is_empty() && is_number(&first.replace('.', "")))
        && second.is_some_and(|second| !second.is_empty() && is_number(second))
}

/// A number without the places behind the 28th.
fn cut(written: &str) -> Option<Amount> {
    let (whole, places) = written.split_once('.')?;
    let kept = format!("{whole}.{}", places.get(..28)?);
    let last_place = Amount::ONE.shifted(-28).ok()?;
    kept.parse::<Amount>().ok()?.widened(last_place).ok()
}

/// A cell by row and column from 0: `L24`.
fn name((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[usize::try_from(left % 26).unwrap_or(0)],
        ));
        left /= 26;
    }
    letters.reverse();
    format!("{}{}", String::from_iter(letters), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_workbooks_do() {
        for (column, index) in [("A", 0), ("Z", 25), ("AA", 26), ("AU", 46), ("BA", 52)] {
            let at = At::new("Sheet", column, 17);
            assert_eq!(at.position(), (16, index));
            assert_eq!(name(at.position()), format!("{column}17"));
        }
    }

    #[test]
    fn a_decimal_comma_is_told_from_other_texts() {
        for text in ["12,5", "-0,7", "1.234,5", "1 234,5"] {
            assert!(has_decimal_comma(text), "{text}");
        }
        for text in ["12.5", "1,2,3", "a,b", ",5", "5,", "12 t"] {
            assert!(!has_decimal_comma(text), "{text}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        let day = Date::parse("2024-06-05T00:00:00").map(|day| day.to_string());
        assert_eq!(day.as_deref(), Some("2024-06-05"));
        for text in [
            "2024-6-5",
            "05.06.2024",
            "2024-13-01",
            "2024-00-01",
            "",
            "日本語日本",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_result_with_too_many_places_is_cut_and_says_so() {
        let tiny = cut("0.00000000000000011102230246251565").expect("a number");
        assert!(!tiny.is_exact());
        assert_eq!(tiny.value_text(), "0.0000000000000001110223024625");
    }
}
