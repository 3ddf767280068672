//! Sheets on their way into a workbook. The only place where decimals become the numbers of Excel, which are doubles.

use cfp_core::Amount;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, XlsxError, utility,
};

use super::term::Term;

/// What is said where a figure is not known: nothing is left blank.
pub(in crate::cbam::installation) const NOT_STATED: &str = "not stated";

/// A sheet.
#[derive(Debug)]
pub(in crate::cbam::installation) struct Page {
    name: &'static str,
    widths: &'static [u16],
    rows: Vec<Vec<Cell>>,
}

/// What is written in a cell.
#[derive(Debug, Clone)]
enum Cell {
    Empty,
    Heading(String),
    Title(String),
    Text(String),
    Number(Amount),
    Formula(String, Amount),
}

impl Page {
    /// An empty sheet, with the widths of its columns in characters; the last is that of all that follow.
    pub fn new(name: &'static str, widths: &'static [u16]) -> Self {
        Self {
            name,
            widths,
            rows: Vec::new(),
        }
    }

    /// The number of the row that comes next, from zero.
    pub fn next(&self) -> usize {
        self.rows.len()
    }

    /// A cell of this sheet as other cells name it.
    pub fn at(&self, row: usize, column: usize, value: impl Into<Option<Amount>>) -> Term {
        reference(self.name, row, column, value)
    }

    /// A line above a table.
    pub fn heading(&mut self, text: &str) {
        if !self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        self.rows.push(vec![Cell::Heading(text.to_owned())]);
    }

    /// A line of text.
    pub fn line(&mut self, text: &str) {
        self.rows.push(vec![Cell::Text(text.to_owned())]);
    }

    /// The titles of a table.
    pub fn titles(&mut self, titles: &[&str]) {
        let titles = titles.iter().map(|title| Cell::Title((*title).to_owned()));
        self.rows.push(titles.collect());
    }

    /// A row, to be filled from left to right.
    pub fn row(&mut self) -> Row<'_> {
        self.rows.push(Vec::new());
        let number = self.rows.len() - 1;
        Row {
            page: self,
            number,
            note: Vec::new(),
        }
    }
}

/// A cell by the name of its sheet.
pub(in crate::cbam::installation) fn reference(
    sheet: &str,
    row: usize,
    column: usize,
    value: impl Into<Option<Amount>>,
) -> Term {
    let row = u32::try_from(row).unwrap_or(u32::MAX);
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    let cell = utility::row_col_to_cell_absolute(row, column);
    Term::cell(
        format!("{}!{cell}", utility::quote_sheet_name(sheet)),
        value,
    )
}

/// A row that is being filled.
#[derive(Debug)]
pub(in crate::cbam::installation) struct Row<'p> {
    page: &'p mut Page,
    number: usize,
    note: Vec<String>,
}

impl Row<'_> {
    fn push(&mut self, cell: Cell) -> usize {
        let cells = &mut self.page.rows[self.number];
        cells.push(cell);
        cells.len() - 1
    }

    /// A text; an empty one leaves the cell out.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.push(match text {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        });
        self
    }

    /// A text that may be unknown.
    pub fn said(&mut self, text: Option<&str>) -> &mut Self {
        self.text(text.unwrap_or(NOT_STATED))
    }

    /// A number that was stated or looked up.
    pub fn number(&mut self, number: Amount) -> Term {
        let column = self.push(Cell::Number(number));
        self.page.at(self.number, column, number)
    }

    /// A number that the calculation has read; where that is not so, no formula takes it.
    pub fn stated(&mut self, number: Option<Amount>) -> Term {
        let term = self.number_or(number, "beyond the range of decimals");
        term.unwrap_or_else(Term::missing)
    }

    /// The same where there may be none, with what is said then.
    pub fn number_or(&mut self, number: Option<Amount>, otherwise: &str) -> Option<Term> {
        if let Some(number) = number {
            return Some(self.number(number));
        }
        self.text(otherwise);
        None
    }

    /// A formula with its exact result; a number alone is no formula. Where it would not give that result, the result stands as a number, and a note says so.
    pub fn formula(&mut self, term: &Term, result: Amount) -> Term {
        if term.is_number() {
            return self.number(result);
        }
        let formula = term.formula().filter(|_| term.gives(result));
        let formula = formula.map(|formula| Cell::Formula(formula.to_owned(), result));
        if formula.is_none() {
            self.note("a value and no formula: these cells alone do not give it");
        }
        let cell = formula.unwrap_or(Cell::Number(result));
        let column = self.push(cell);
        self.page.at(self.number, column, result)
    }

    /// A formula with its exact result where one is known, else with its own value.
    pub fn formula_or(&mut self, term: &Term, result: Option<Amount>) -> Term {
        match result {
            Some(result) => self.formula(term, result),
            None => self.reckoned(term),
        }
    }

    /// A formula whose result is its own value.
    pub fn reckoned(&mut self, term: &Term) -> Term {
        if let Some(value) = term.value() {
            return self.formula(term, value);
        }
        self.text("beyond the range of decimals");
        Term::missing()
    }

    /// A note, which stands in the last cell of the row.
    pub fn note(&mut self, note: &str) -> &mut Self {
        self.note.push(note.to_owned());
        self
    }

    /// Writes the notes, in this column.
    pub fn end(&mut self, column: usize) {
        let cells = &mut self.page.rows[self.number];
        if !self.note.is_empty() {
            let at = cells.len().max(column);
            cells.resize(at, Cell::Empty);
            cells.push(Cell::Text(self.note.join("; ")));
        }
    }
}

/// The sheets as a workbook.
pub(in crate::cbam::installation) fn workbook(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same data give the same bytes: no clock is read.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    let heading = Format::new().set_bold().set_font_size(13);
    let title = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color("#DDEBF7");
    let text = Format::new().set_align(FormatAlign::Top);
    for page in pages {
        let sheet = workbook.add_worksheet();
        sheet.set_name(page.name)?;
        let columns = page.rows.iter().map(Vec::len).max().unwrap_or_default();
        for column in 0..columns {
            let width = page.widths.get(column).or(page.widths.last());
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            sheet.set_column_width(column, width.copied().unwrap_or(14))?;
        }
        for (row, cells) in (0u32..).zip(&page.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Heading(text) => {
                        sheet.write_string_with_format(row, column, text, &heading)?;
                    }
                    Cell::Title(text) => {
                        sheet.write_string_with_format(row, column, text, &title)?;
                    }
                    Cell::Text(words) => {
                        sheet.write_string_with_format(row, column, words, &text)?;
                    }
                    Cell::Number(amount) => {
                        sheet.write_number(row, column, nearest(amount))?;
                    }
                    Cell::Formula(formula, result) => {
                        let formula = Formula::new(format!("={formula}"));
                        let formula = formula.set_result(nearest(result).to_string());
                        sheet.write_formula(row, column, formula)?;
                    }
                }
            }
        }
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
    }
    workbook.save_to_buffer()
}

/// The double next to a decimal.
fn nearest(amount: &Amount) -> f64 {
    amount.value_text().parse().unwrap_or(f64::NAN)
}
