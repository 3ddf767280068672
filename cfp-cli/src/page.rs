//! Text for people: lines, and tables with their columns in line.

use cfp_core::{Amount, Figure, Finding};
use cfp_exchange::shown;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// The digits of a number for people.
const DIGITS: u32 = 4;
/// How many findings of one sort stand beside an answer that is about something else.
const FEW: usize = 3;
/// The widest column, as wide as so many Latin letters; longer cells stand as they are.
const WIDEST: usize = 200;

/// A text that is built line by line. Control characters in names are shown, not obeyed.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    /// Adds a line.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(&shown(line.trim_end()));
        self.text.push('\n');
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds a heading below an empty line.
    pub fn heading(&mut self, heading: &str) {
        self.gap();
        self.line(heading);
    }

    /// Adds a table. A column is as wide as its cells are shown: a Chinese character is as wide as two Latin ones.
    pub fn table<const N: usize>(&mut self, table: &Table<N>) {
        let widths: [usize; N] = std::array::from_fn(|column| {
            let cells = table.rows.iter().map(|row| row[column].width());
            cells.max().unwrap_or_default().min(WIDEST)
        });
        for row in &table.rows {
            let mut line = String::from("  ");
            for (column, cell) in row.iter().enumerate() {
                let padding = " ".repeat(widths[column].saturating_sub(cell.width()));
                let (before, behind) = match table.sides[column] {
                    Side::Left => ("", padding.as_str()),
                    Side::Right => (padding.as_str(), ""),
                };
                line.extend([before, cell, behind, "  "]);
            }
            self.line(&line);
        }
    }

    /// Adds what a reader should know; findings with the same way out share it.
    pub fn findings(&mut self, findings: &[Finding]) {
        self.findings_up_to(findings, usize::MAX);
    }

    /// The same beside an answer that is about something else: the first few of each sort.
    pub fn findings_in_short(&mut self, findings: &[Finding]) {
        self.findings_up_to(findings, FEW);
    }

    fn findings_up_to(&mut self, findings: &[Finding], most: usize) {
        if findings.is_empty() {
            return;
        }
        self.heading("findings");
        let alike = |a: &Finding, b: &Finding| a.code == b.code && a.hint == b.hint;
        for group in findings.chunk_by(alike) {
            let Finding { code, hint, .. } = &group[0];
            self.line(&format!("  {code}: {hint}"));
            for finding in group.iter().take(most) {
                self.line(&format!("    {}", finding.message));
            }
            let left = group.len().saturating_sub(most);
            if left > 0 {
                self.line(&format!("    {left} more: `cfp footprint` tells all"));
            }
        }
    }

    /// The whole text.
    pub fn text(self) -> String {
        self.text
    }
}

/// On which side the cells of a column are in line.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows of cells.
#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    sides: [Side; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// A table without rows.
    pub fn new(sides: [Side; N]) -> Self {
        let rows = Vec::new();
        Self { sides, rows }
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row.
    pub fn row(&mut self, row: [String; N]) {
        // As wide as they are shown.
        self.rows.push(row.map(|cell| shown(&cell).into_owned()));
    }
}

/// A value as indented JSON with a line end.
pub(crate) fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.expect("a result has texts for keys and is written to memory") + "\n"
}

/// A number with four significant digits.
pub(crate) fn short(amount: Amount) -> String {
    amount.significant(DIGITS)
}

/// A remainder by its name, with what is above and what is below zero in it where both are.
pub(crate) fn with_parts(name: &str, positive: &Figure, negative: &Figure) -> String {
    let [above, below] = [positive, negative].map(cfp_core::Figure::value);
    if above.is_zero() || below.is_zero() {
        return name.to_owned();
    }
    format!("{name} (+{} and {})", short(above), short(below))
}

/// A share in percent, or a dash where a total of zero leaves none.
pub(crate) fn share(percent: Option<&str>) -> String {
    match percent.map(str::parse::<Amount>) {
        Some(Ok(percent)) => format!("{} %", short(percent)),
        _ => "-".to_owned(),
    }
}

/// What is known of the rounding behind some figures.
pub(crate) fn rounding<'a>(figures: impl IntoIterator<Item = &'a Figure>, unit: &str) -> String {
    let mut largest = Amount::ZERO;
    for figure in figures {
        match figure.bound() {
            None => return "not proved; see the findings".to_owned(),
            Some(bound) if bound.rank(&largest).is_gt() => largest = bound,
            Some(_) => {}
        }
    }
    match power_above(&largest.value_text()) {
        None => format!("0 {unit}"),
        Some(power) => format!("less than 1e{power} {unit}"),
    }
}

/// A small number by the power of ten above it: `1e-27`.
pub(crate) fn below(number: &str) -> String {
    match power_above(number) {
        None => "0".to_owned(),
        Some(power) => format!("1e{power}"),
    }
}

/// The power of ten above a number in plain notation; `None` for zero.
fn power_above(number: &str) -> Option<i64> {
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| i64::try_from(text.len()).ok();
    let whole = whole.trim_start_matches('0');
    if !whole.is_empty() {
        return digits(whole);
    }
    let zeros = places.len() - places.trim_start_matches('0').len();
    if zeros == places.len() {
        return None;
    }
    digits(&places[..zeros]).map(|zeros| -zeros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_stands_above_the_number() {
        let powers = [
            ("0", None),
            ("0.000", None),
            ("0.5", Some(0)),
            ("0.0012", Some(-2)),
            ("7", Some(1)),
            ("10.25", Some(2)),
        ];
        for (number, power) in powers {
            assert_eq!(power_above(number), power, "{number}");
        }
    }

    #[test]
    fn long_cells_widen_no_column_without_end() {
        let long = "a".repeat(70_000);
        let mut table = Table::new([Side::Left, Side::Right]);
        table.row([long.clone(), "1".to_owned()]);
        table.row(["b".to_owned(), long.clone()]);
        let mut page = Page::default();
        page.table(&table);
        let text = page.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], format!("  {long}  {:>200}", "1"));
        assert_eq!(lines[1], format!("  {:<200}  {long}", "b"));
    }

    /// Two columns of a terminal for each Chinese character and full-width sign, one for each Latin letter, none for a mark
    /// that stands on a letter.
    #[test]
    fn columns_are_in_line_by_what_is_shown() {
        let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
        table.row(["挤压".to_owned(), "1".to_owned(), "a".to_owned()]);
        table.row(["press".to_owned(), "12（吨）".to_owned(), "b".to_owned()]);
        table.row(["cafe\u{301}".to_owned(), "3".to_owned(), "c".to_owned()]);
        let mut page = Page::default();
        page.table(&table);
        let expected = "  挤压          1  a\n  press  12（吨）  b\n  cafe\u{301}          3  c\n";
        assert_eq!(page.text(), expected);
    }

    #[test]
    fn control_characters_are_shown() {
        let mut page = Page::default();
        page.line("a\u{1b}[31mb\nc");
        assert_eq!(page.text(), "a\\u{1b}[31mb\\nc\n");
    }
}
