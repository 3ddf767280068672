//! Demands by the million: a table in CSV that is read line by line and never held.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use cfp_core::Explain;

use super::problem::MatrixTableProblem;
use crate::csv_cell::csv_text;
use crate::datapackage::PackageProblem;
use crate::error::{Error, Location, Reported};
use crate::model_file::FileProblem;

/// Rows of a table of demands as they are read: columns `product` and `amount`, and perhaps `demand`, in any order, one
/// line a row.
///
/// # Example
///
/// ```
/// use cfp_exchange::DemandTable;
///
/// let table = DemandTable::open("demands.csv", &b"product,amount\nsteel,2 kg\n"[..])?;
/// for row in table {
///     let row = row?;
///     assert_eq!((row.line, row.product.as_str(), row.amount.as_str()), (2, "steel", "2 kg"));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct DemandTable<R> {
    name: Arc<str>,
    input: BufReader<R>,
    line: usize,
    row: usize,
    /// In which column the product, the amount and the demand stand.
    columns: [Option<usize>; 3],
    buffer: Vec<u8>,
    ended: bool,
}

/// A row of a table of demands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DemandRow {
    /// The line, counted from 1.
    pub line: usize,
    /// The row, counted from 1 below the titles; empty lines aside.
    pub row: usize,
    /// What the demand is called; `None` where the table does not say.
    pub demand: Option<String>,
    /// The product by its id or name.
    pub product: String,
    /// The amount as written.
    pub amount: String,
}

impl DemandRow {
    /// A problem of the row, as it is told; `file` is the name of the table.
    pub fn told(&self, file: &str, problem: &dyn Explain) -> Reported {
        let place = Location::cell(&Arc::from(file), &self.line.to_string());
        Reported::new(problem, place)
    }
}

/// The longest line, in bytes.
const LONGEST: u64 = 1 << 16;

/// The titles of the columns.
const TITLES: [&str; 3] = ["product", "amount", "demand"];

impl<R: Read> DemandTable<R> {
    /// A table whose titles are read; `name` stands in what is told.
    ///
    /// # Errors
    ///
    /// Titles that are none of such a table, or bytes that cannot be read.
    pub fn open(name: &str, input: R) -> Result<Self, Error> {
        let mut table = Self {
            name: name.into(),
            input: BufReader::new(input),
            line: 0,
            row: 0,
            columns: [None; 3],
            buffer: Vec::new(),
            ended: false,
        };
        let titles = table.next_fields();
        let titles = titles.unwrap_or_else(|| Ok(Vec::new()))?;
        let at = |title: &str| titles.iter().position(|found| found == title);
        table.columns = TITLES.map(at);
        let known = table.columns.iter().flatten().count();
        let [product, amount, _] = table.columns;
        if product.is_none() || amount.is_none() || known != titles.len() {
            let found = titles.join(",");
            let expected = "product,amount` or `demand,product,amount".to_owned();
            let problem = MatrixTableProblem::WrongTitles { found, expected };
            let location = Location::cell(&table.name, "1");
            return Err(Error::new(vec![Reported::new(&problem, location)]));
        }
        Ok(table)
    }

    /// The fields of the next line that has any; `None` at the end.
    fn next_fields(&mut self) -> Option<Result<Vec<String>, Error>> {
        while !self.ended {
            self.buffer.clear();
            self.line += 1;
            let read = self
                .input
                .by_ref()
                .take(LONGEST)
                .read_until(b'\n', &mut self.buffer);
            let read = match read {
                Ok(read) => u64::try_from(read).unwrap_or(LONGEST),
                Err(error) => {
                    self.ended = true;
                    let reason = error.to_string();
                    return Some(Err(self.tell(&PackageProblem::FileNotRead { reason })));
                }
            };
            if read == 0 {
                self.ended = true;
            } else if read == LONGEST && self.buffer.last() != Some(&b'\n') {
                self.ended = true;
                return Some(Err(
                    self.tell(&MatrixTableProblem::LineTooLong { most: LONGEST })
                ));
            } else if let Some(fields) = self.fields() {
                return Some(fields.map_err(|problem| self.tell(&*problem)));
            }
        }
        None
    }

    /// The fields of the line that was read; `None` where it is empty.
    fn fields(&self) -> Option<Result<Vec<String>, Box<dyn Explain>>> {
        let bytes = if self.line == 1 {
            let mark = "\u{feff}".as_bytes();
            self.buffer.strip_prefix(mark).unwrap_or(&self.buffer)
        } else {
            &self.buffer
        };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_end_matches(['\n', '\r']),
            Err(error) => {
                let byte = error.valid_up_to();
                return Some(Err(Box::new(FileProblem::NotUtf8 { byte })));
            }
        };
        if text.trim().is_empty() {
            return None;
        }
        let fields = split(text).ok_or(MatrixTableProblem::OpenQuote);
        Some(fields.map_err(|problem| Box::new(problem) as Box<dyn Explain>))
    }

    fn tell(&self, problem: &dyn Explain) -> Error {
        let place = Location::cell(&self.name, &self.line.to_string());
        Error::new(vec![Reported::new(problem, place)])
    }

    fn row(&mut self, mut fields: Vec<String>) -> Result<DemandRow, Error> {
        self.row += 1;
        let (found, expected) = (fields.len(), self.columns.iter().flatten().count());
        if found != expected {
            return Err(self.tell(&MatrixTableProblem::WrongFieldCount { found, expected }));
        }
        let mut taken = self
            .columns
            .map(|column| column.map(|column| std::mem::take(&mut fields[column])));
        for (field, column) in taken.iter().zip(TITLES) {
            if field.as_ref().is_some_and(String::is_empty) {
                return Err(self.tell(&MatrixTableProblem::EmptyField { column }));
            }
        }
        let taken = taken.each_mut().map(Option::take);
        let [product, amount, demand] =
            taken.map(|field| field.map(|field| csv_text(&field).to_owned()));
        Ok(DemandRow {
            line: self.line,
            row: self.row,
            demand,
            product: product.unwrap_or_default(),
            amount: amount.unwrap_or_default(),
        })
    }
}

impl<R: Read> Iterator for DemandTable<R> {
    type Item = Result<DemandRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let fields = self.next_fields()?;
        Some(fields.and_then(|fields| self.row(fields)))
    }
}

/// The fields of a line without the spaces around them; `None` where a quotation mark is not closed.
fn split(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::with_capacity(TITLES.len());
    let mut rest = line;
    loop {
        rest = rest.trim_start();
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, after) = rest.split_once(',').unwrap_or((rest, ""));
            let is_last = field.len() == rest.len();
            fields.push(field.trim_end().to_owned());
            if is_last {
                return Some(fields);
            }
            rest = after;
            continue;
        };
        let mut field = String::new();
        rest = quoted;
        loop {
            let (part, after) = rest.split_once('"')?;
            field.push_str(part);
            rest = after;
            match after.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        let (beyond, after) = rest.split_once(',').unwrap_or((rest, ""));
        let is_last = beyond.len() == rest.len();
        field.push_str(beyond.trim_end());
        fields.push(field.trim().to_owned());
        if is_last {
            return Some(fields);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_split_at_commas_outside_quotation_marks() {
        let fields = |line| split(line).expect("fields");
        assert_eq!(fields("a, b ,c"), ["a", "b", "c"]);
        assert_eq!(
            fields("\"a, b\",\"say \"\"c\"\"\" ,"),
            ["a, b", "say \"c\"", ""]
        );
        assert_eq!(fields(""), [""]);
        assert_eq!(split("a,\"b"), None);
    }

    #[test]
    fn lines_are_numbered_and_bad_ones_passed() {
        let text =
            "\u{feff}amount,product,demand\r\n\r\n2 kg,steel,a\r\n1,steel\r\n,steel,b\r\n1,\"x,b";
        let table = DemandTable::open("d.csv", text.as_bytes()).expect("a table");
        let told: Vec<String> = table
            .map(|row| match row {
                Ok(row) => format!("{} {} {:?}", row.line, row.product, row.demand),
                Err(error) => {
                    let problem = &error.problems()[0];
                    format!("{} {}", problem.location, problem.code)
                }
            })
            .collect();
        let expected = [
            "3 steel Some(\"a\")",
            "d.csv:4 wrong-field-count",
            "d.csv:5 empty-field",
            "d.csv:6 open-quote",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn titles_and_lines_have_limits() {
        let code = |text: &[u8]| {
            let error = DemandTable::open("d.csv", text).expect_err("a problem");
            error.problems()[0].code
        };
        assert_eq!(code(b""), "wrong-titles");
        assert_eq!(code(b"product,amount,product\n"), "wrong-titles");
        assert_eq!(code(&vec![b'a'; 1 << 20]), "line-too-long");
        assert_eq!(code(b"\xff\n"), "not-utf8");
    }
}
