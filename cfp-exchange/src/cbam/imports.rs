//! A list of imports, in CSV or in rows.

use std::sync::Arc;

use cfp_core::{Amount, Date, Explain, nearest};
use csv::{ReaderBuilder, StringRecord};

use super::problem::ImportProblem;
use crate::csv_cell::csv_text;
use crate::error::{Error, Location, Reported};
use crate::factor_table::{TableProblem, decode, fields, start};
use crate::model_file::{FileProblem, position};

/// The titles of a list, those that every import needs first.
pub(super) const TITLES: [&str; 14] = [
    "cn",
    "country",
    "mass_t",
    "mwh",
    "goods",
    "route",
    "import_date",
    "production_year",
    "see_direct",
    "see_indirect",
    "sefa",
    "precursor_sefa",
    "carbon_price_paid_eur_per_t",
    "reference",
];

/// The largest list that is read, in bytes.
const LARGEST: usize = 64 << 20;

/// A list of imports, line by line; lines that do not read are kept as their problems.
#[derive(Debug)]
pub struct ImportTable {
    file: Arc<str>,
    /// The text of the list; empty where it is of rows.
    text: String,
    /// Whether it is of rows, whose fields stand in no text.
    is_of_rows: bool,
    separator: char,
    titles: Vec<&'static str>,
    lines: Vec<Result<ImportLine, Vec<Reported>>>,
}

/// One import as it is written.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ImportLine {
    /// The line of the list, or the row where it is of rows; counted from 1.
    pub line: usize,
    /// Where the line begins in the text.
    pub(super) start: usize,
    /// The code.
    pub cn: String,
    /// The country of origin.
    pub country: String,
    /// Tonnes; MWh of electricity.
    pub mass: Amount,
    /// Whether the mass is MWh.
    pub is_energy: bool,
    /// The ten digits, where those decide.
    pub goods: Option<String>,
    /// The production route.
    pub route: Option<String>,
    /// The day of import.
    pub import_date: Option<Date>,
    /// The year of production as written.
    pub production_year: Option<String>,
    /// Verified direct embedded emissions per tonne.
    pub see_direct: Option<Amount>,
    /// Verified indirect embedded emissions per tonne.
    pub see_indirect: Option<Amount>,
    /// Specific embedded free allocation per tonne, total.
    pub sefa: Option<Amount>,
    /// That of the precursors alone.
    pub precursor_sefa: Option<Amount>,
    /// Euros paid per t CO2e abroad, net of rebates.
    pub carbon_price_paid: Option<Amount>,
    /// Whatever the importer knows the line by.
    pub reference: Option<String>,
}

impl ImportLine {
    /// An import of a mass in tonnes.
    pub fn new(cn: &str, country: &str, mass: Amount) -> Self {
        Self {
            line: 0,
            start: 0,
            cn: cn.to_owned(),
            country: country.to_owned(),
            mass,
            is_energy: false,
            goods: None,
            route: None,
            import_date: None,
            production_year: None,
            see_direct: None,
            see_indirect: None,
            sefa: None,
            precursor_sefa: None,
            carbon_price_paid: None,
            reference: None,
        }
    }
}

impl ImportTable {
    /// Reads a list: UTF-8, UTF-16 or GBK, with commas, semicolons or tabs between its fields.
    ///
    /// # Errors
    ///
    /// A text that does not read, or titles that are not those of a list. What is wrong with single lines is kept with them.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let file: Arc<str> = file.into();
        let whole =
            |problem: &dyn Explain| Error::new(vec![Reported::new(problem, Location::file(&file))]);
        if bytes.len() > LARGEST {
            let bytes = bytes.len();
            return Err(whole(&FileProblem::TooLarge { bytes }));
        }
        let (text, _) = decode(bytes).map_err(|at| {
            let before = String::from_utf8_lossy(&bytes[..at]);
            let place = Location::text(&file, position(&before, usize::MAX));
            Error::new(vec![Reported::new(&TableProblem::UnknownEncoding, place)])
        })?;
        if text.trim().is_empty() {
            return Err(whole(&TableProblem::NoRows));
        }
        let separator = separator(&text);
        let mut table = Self {
            file: Arc::clone(&file),
            text,
            is_of_rows: false,
            separator,
            titles: Vec::new(),
            lines: Vec::new(),
        };
        table.fill()?;
        if table.lines.is_empty() {
            return Err(whole(&TableProblem::NoRows));
        }
        Ok(table)
    }

    /// The list of rows that a program has: each has a field under every title, empty where it has no value. `name` stands in what
    /// is told, with the row and the column.
    ///
    /// # Errors
    ///
    /// No rows, or titles that are not those of a list. What is wrong with single rows is kept with them.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_exchange::cbam::ImportTable;
    ///
    /// let table = ImportTable::of_rows("imports", &["cn", "country", "mass_t"], [["72081000", "CN", "1"]])?;
    /// let import = table.lines()[0].as_ref().expect("a row that reads");
    /// assert_eq!((import.line, import.mass.to_string()), (1, "1".to_owned()));
    /// # Ok::<(), cfp_exchange::Error>(())
    /// ```
    pub fn of_rows<T: AsRef<str>, R: IntoIterator<Item: AsRef<str>>>(
        name: &str,
        titles: &[T],
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self, Error> {
        let mut table = Self {
            file: name.into(),
            text: String::new(),
            is_of_rows: true,
            separator: ',',
            titles: Vec::new(),
            lines: Vec::new(),
        };
        let place = Location::file(&table.file);
        let mut rows = rows.into_iter().enumerate().peekable();
        if rows.peek().is_none() {
            return Err(Error::new(vec![Reported::new(
                &TableProblem::NoRows,
                place,
            )]));
        }
        let written = titles.iter().map(|title| (title.as_ref(), place.clone()));
        table.read_titles(written, &place)?;
        for (number, row) in rows {
            let record: StringRecord = row.into_iter().collect();
            let read = table.read_line(&record, "", (0, number + 1));
            table.lines.push(read);
        }
        Ok(table)
    }

    /// The imports in their order, each as it reads or with what is wrong with it.
    pub fn lines(&self) -> &[Result<ImportLine, Vec<Reported>>] {
        &self.lines
    }

    fn fill(&mut self) -> Result<(), Error> {
        let text = std::mem::take(&mut self.text);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(self.separator).unwrap_or(b','))
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut titles = Ok(());
        let mut is_first = true;
        // The text is UTF-8 in memory: nothing can fail.
        while reader.read_record(&mut record).unwrap_or_default() {
            let (at, line) = start(&text, record.position());
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            if std::mem::take(&mut is_first) {
                let places = fields(&text[at..], self.separator, line);
                let file = Arc::clone(&self.file);
                let whole = Location::text(&file, (line, 1));
                let places = places.map(|place| Location::text(&file, place));
                let places = places.chain(std::iter::repeat(whole.clone()));
                titles = self.read_titles(record.iter().zip(places), &whole);
                if titles.is_err() {
                    break;
                }
                continue;
            }
            let read = self.read_line(&record, &text, (at, line));
            self.lines.push(read);
        }
        self.text = text;
        titles
    }

    /// Keeps the titles, each with where it stands; `whole` is the place of all of them.
    fn read_titles<'t>(
        &mut self,
        titles: impl Iterator<Item = (&'t str, Location)>,
        whole: &Location,
    ) -> Result<(), Error> {
        let mut problems = Vec::new();
        for (title, place) in titles {
            let written = title.trim().trim_start_matches('\u{feff}');
            let known = TITLES
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(written));
            let problem = match known {
                Some(known) if self.titles.contains(&known) => ImportProblem::DoubleTitle {
                    title: written.to_owned(),
                },
                Some(known) => {
                    self.titles.push(known);
                    continue;
                }
                None => ImportProblem::UnknownTitle {
                    title: written.to_owned(),
                    nearest: nearest(written, TITLES),
                },
            };
            problems.push(Reported::new(&problem, place));
        }
        let mut needed = vec!["cn", "country"];
        if !self.titles.contains(&"mwh") {
            needed.push("mass_t");
        }
        for column in needed
            .into_iter()
            .filter(|column| !self.titles.contains(column))
        {
            let problem = ImportProblem::NoColumn { column };
            problems.push(Reported::new(&problem, whole.clone()));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::new(problems))
        }
    }

    fn read_line(
        &self,
        record: &StringRecord,
        text: &str,
        (start, line): (usize, usize),
    ) -> Result<ImportLine, Vec<Reported>> {
        let mut reader = LineReader {
            table: self,
            record,
            rest: &text[start..],
            line,
            problems: Vec::new(),
        };
        let (found, expected) = (record.len(), self.titles.len());
        if found != expected {
            let problem = ImportProblem::FieldCount { found, expected };
            reader.tell(None, &problem);
            return Err(reader.problems);
        }
        let read = reader.import(start);
        match read {
            Some(import) if reader.problems.is_empty() => Ok(import),
            _ => Err(reader.problems),
        }
    }

    /// A problem of a line, at one of its columns.
    pub(super) fn reported(
        &self,
        line: &ImportLine,
        column: &'static str,
        problem: &dyn Explain,
    ) -> Reported {
        let place = self.place(&self.text[line.start..], line.line, Some(column));
        Reported::of_statement(problem, place)
    }

    /// Where a field of a line stands, or the line; `rest` is the text from it on.
    fn place(&self, rest: &str, line: usize, column: Option<&str>) -> Location {
        if self.is_of_rows {
            let cell = match column {
                Some(column) => format!("row {line}, {column}"),
                None => format!("row {line}"),
            };
            return Location::cell(&self.file, &cell);
        }
        let place = column.and_then(|column| {
            let field = self.titles.iter().position(|title| *title == column)?;
            fields(rest, self.separator, line).nth(field)
        });
        Location::text(&self.file, place.unwrap_or((line, 1)))
    }
}

/// The sign by which the first line has the most known titles.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let known = |separator: &char| {
        let titles = first
            .split(*separator)
            .map(|title| title.trim().trim_matches('"'));
        titles
            .filter(|title| TITLES.iter().any(|known| known.eq_ignore_ascii_case(title)))
            .count()
    };
    // Of equal counts the comma.
    [';', '\t', ',']
        .into_iter()
        .max_by_key(known)
        .unwrap_or(',')
}

/// Reads the fields of a line.
struct LineReader<'a> {
    table: &'a ImportTable,
    record: &'a StringRecord,
    rest: &'a str,
    line: usize,
    problems: Vec<Reported>,
}

impl LineReader<'_> {
    fn import(&mut self, start: usize) -> Option<ImportLine> {
        let cn = self.needed("cn");
        let country = self.needed("country");
        let energy = self.amount("mwh");
        let is_energy = energy.is_some();
        let mass = if is_energy {
            if self.field("mass_t").is_some() {
                self.tell(Some("mass_t"), &ImportProblem::ElectricityInMwh);
            }
            energy
        } else {
            if self.field("mass_t").is_none() {
                self.tell(None, &ImportProblem::EmptyField { column: "mass_t" });
            }
            self.amount("mass_t")
        };
        let text = |field: Option<&str>| field.map(str::to_owned);
        let import_date = self.day("import_date");
        let import = ImportLine {
            line: self.line,
            start,
            cn: cn.unwrap_or_default(),
            country: country.unwrap_or_default(),
            mass: mass.unwrap_or_default(),
            is_energy,
            goods: text(self.field("goods")),
            route: text(self.field("route")),
            import_date,
            production_year: text(self.field("production_year")),
            see_direct: self.amount("see_direct"),
            see_indirect: self.amount("see_indirect"),
            sefa: self.amount("sefa"),
            precursor_sefa: self.amount("precursor_sefa"),
            carbon_price_paid: self.amount("carbon_price_paid_eur_per_t"),
            reference: text(self.field("reference")),
        };
        mass.map(|_| import)
    }

    fn field(&self, column: &str) -> Option<&str> {
        let at = self
            .table
            .titles
            .iter()
            .position(|title| *title == column)?;
        let field = csv_text(self.record.get(at)?.trim());
        (!field.is_empty()).then_some(field)
    }

    fn needed(&mut self, column: &'static str) -> Option<String> {
        let field = self.field(column).map(str::to_owned);
        if field.is_none() {
            self.tell(Some(column), &ImportProblem::EmptyField { column });
        }
        field
    }

    fn amount(&mut self, column: &'static str) -> Option<Amount> {
        let written = self.field(column)?.to_owned();
        match written.parse::<Amount>() {
            Ok(amount) if amount.is_negative() => {
                self.tell(
                    Some(column),
                    &ImportProblem::NegativeField { column, written },
                );
                None
            }
            Ok(amount) => Some(amount),
            Err(_) => {
                self.tell(
                    Some(column),
                    &ImportProblem::NotADecimal { column, written },
                );
                None
            }
        }
    }

    fn day(&mut self, column: &'static str) -> Option<Date> {
        let written = self.field(column)?.to_owned();
        let day = written.replace(['/', '.'], "-").parse();
        if day.is_err() {
            self.tell(Some(column), &ImportProblem::NotADay { written });
        }
        day.ok()
    }

    fn tell(&mut self, column: Option<&'static str>, problem: &dyn Explain) {
        let place = self.table.place(self.rest, self.line, column);
        self.problems.push(Reported::of_statement(problem, place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: [&str; 4] = ["cn", "Country", "mass_t", "see_direct"];

    /// The codes and places of what is wrong with the rows.
    fn told(table: &ImportTable) -> Vec<(&'static str, String)> {
        let problems = table.lines().iter().filter_map(|line| line.as_ref().err());
        let each = problems
            .flatten()
            .map(|one| (one.code, one.location.to_string()));
        each.collect()
    }

    #[test]
    fn rows_read_as_the_lines_of_a_text() {
        let rows = [
            ["72081000", "CN", "1.5", "2"],
            ["76011010", " India ", "3", ""],
        ];
        let text = "cn,country,mass_t,see_direct\n72081000,CN,1.5,2\n76011010, India ,3,\n";
        let of_rows = ImportTable::of_rows("imports", &TITLES, rows).expect("a list");
        let of_text = ImportTable::read("imports.csv", text.as_bytes()).expect("a list");
        let imports = |table: &ImportTable, first: usize| -> Vec<ImportLine> {
            let lines = table
                .lines()
                .iter()
                .map(|line| line.clone().expect("an import"));
            let numbered = lines.map(|line| ImportLine {
                line: line.line - first,
                start: 0,
                ..line
            });
            numbered.collect()
        };
        assert_eq!(imports(&of_rows, 1), imports(&of_text, 2));
    }

    #[test]
    fn a_bad_row_is_told_by_its_number_and_column() {
        let rows = [
            vec!["72081000", "CN", "much", "2"],
            vec!["72081000", "CN", "1", "2"],
            vec!["", "CN", "-1", ""],
            vec!["72081000", "CN"],
        ];
        let table = ImportTable::of_rows("imports", &TITLES, rows).expect("a list");
        let place = |place: &str| format!("imports:{place}");
        assert_eq!(
            told(&table),
            [
                ("not-a-decimal", place("row 1, mass_t")),
                ("empty-import-field", place("row 3, cn")),
                ("negative-field", place("row 3, mass_t")),
                ("field-count", place("row 4")),
            ]
        );
    }

    #[test]
    fn titles_of_rows_are_checked() {
        let codes = |titles: &[&str]| -> Vec<&'static str> {
            let error = ImportTable::of_rows("imports", titles, [["1"]]).expect_err("no list");
            error
                .problems()
                .iter()
                .map(|problem| problem.code)
                .collect()
        };
        assert_eq!(
            codes(&["cn", "country", "mass"]),
            ["unknown-title", "no-column"]
        );
        assert_eq!(codes(&["cn", "CN", "country", "mwh"]), ["double-title"]);
        let nothing: [[&str; 4]; 0] = [];
        let error = ImportTable::of_rows("imports", &TITLES, nothing).expect_err("no rows");
        assert_eq!(error.problems()[0].code, "no-rows");
    }
}
