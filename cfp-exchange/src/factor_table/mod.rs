//! A table of factors of one's own, as spreadsheets and data frames write it, made into a sealed dataset.
//!
//! The reader of sealed tables takes one form alone. Here a table of another form is converted to it, checked by that
//! reader, and every fault told at its place in the table as it was given.

mod columns;
mod csv;
mod grid;
mod header;
mod parquet;
mod problem;
mod sealed;
mod workbook;

pub(crate) use csv::{decode, fields, start};
pub use problem::TableProblem;
pub(crate) use workbook::open as open_workbook;

use std::collections::BTreeSet;

use cfp_factors::{CheckOptions, Dataset, FactorProblem, FileFault, Registry};
use sha2::{Digest, Sha256};
use toml::{Table, Value};

use crate::error::{Error, Location, Reported};
use crate::limits::Limits;
use crate::model_file::FileProblem;
use grid::Grid;
use header::{Composed, Header};
use sealed::SealedTable;

/// How many problems are told.
const LIMIT: usize = 1000;

/// A file by its name and content.
#[derive(Debug, Clone, Copy)]
pub struct NamedBytes<'a> {
    /// The name, whose ending says what is in a table, and which stands in what is told.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

/// What a table was understood to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFormat {
    /// A text with a separator between its columns.
    Csv {
        /// `UTF-8`, `UTF-16` or `GB18030`, of which GBK is a part.
        encoding: &'static str,
        /// `,`, `;` or a tab.
        separator: char,
        /// Whether the decimal sign of the values is a comma.
        decimal_comma: bool,
    },
    /// A sheet of a workbook.
    Workbook {
        /// The name of the sheet.
        sheet: String,
    },
    /// Parquet.
    Parquet,
}

/// A sealed dataset: what is to be written, and where.
#[derive(Debug, Clone)]
pub struct PackedDataset {
    folder: String,
    dataset: Dataset,
    header: Vec<u8>,
    table: Vec<u8>,
    format: TableFormat,
}

impl PackedDataset {
    /// The folder of the dataset below a data directory: `<group>/<id>/<edition>-<revision>`.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The header, complete.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The files of the folder, by name.
    pub fn files(&self) -> [(&'static str, &[u8]); 2] {
        [("dataset.toml", &self.header), ("factors.csv", &self.table)]
    }

    /// What the table was understood to be.
    pub fn format(&self) -> &TableFormat {
        &self.format
    }
}

/// Makes a sealed dataset of a header and a table.
///
/// The table is CSV (`.csv`, `.tsv`, `.txt`: UTF-8 with or without a mark, UTF-16, GB18030; commas, semicolons or
/// tabs), a workbook (`.xlsx`, `.xls`, `.ods`: its only sheet, or the one named `factors`) or Parquet. Its first row
/// names the columns of a `factors.csv`, in any order, in English or Chinese. The header is a `dataset.toml` without
/// `kinds`, `regions` and `[content]`, which are computed; where it states them they have to agree. `group` names the
/// first folder, `own` where it is not stated.
///
/// `options` say what the dataset is checked for beyond its form; regions are those of the registry that it lies
/// over ([`CheckOptions::over`]).
///
/// # Errors
///
/// Every fault of header and table at once, at its place in the files as given.
///
/// # Example
///
/// ```
/// use cfp_exchange::{NamedBytes, pack_dataset};
/// use cfp_factors::{CheckOptions, Registry};
///
/// let header = r#"
/// id = "our-suppliers"
/// edition = "2024"
/// revision = 1
/// title = "Suppliers"
/// publisher = "our purchasing"
/// document = "declarations of suppliers"
/// reference_year = 2024
/// serves = [2024, 2025]
/// published = "2025-03-01"
/// gas_basis = "CO2e"
///
/// [licence]
/// name = "for our own use"
/// redistribution = false
/// attribution = "our purchasing"
/// "#;
/// let table = "编号;活动;地区;年份;数值;单位;类型;出处;可信度\r\n\
///              a;billet;CN;2024;9,13;kg CO2e/kg;life-cycle footprint;letter;seen\r\n";
/// let header = NamedBytes { name: "header.toml", bytes: header.as_bytes() };
/// let table = NamedBytes { name: "factors.csv", bytes: table.as_bytes() };
/// let options = CheckOptions::new().own().over(&Registry::bundled()?);
/// let packed = pack_dataset(header, table, &options)?;
/// assert_eq!(packed.folder(), "own/our-suppliers/2024-1");
///
/// let files = packed.files().map(|(name, bytes)| (format!("{}/{name}", packed.folder()), bytes.to_vec()));
/// let own = Registry::layered(&Registry::of_files(files)?, &Registry::bundled()?)?;
/// assert_eq!(own.show("our-suppliers", "a")?.value, "9.13");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pack_dataset(
    header: NamedBytes<'_>,
    table: NamedBytes<'_>,
    options: &CheckOptions,
) -> Result<PackedDataset, Error> {
    pack_dataset_within(header, table, options, Limits::new())
}

/// The same with limits for what a packed table may cost in memory.
///
/// # Errors
///
/// Those of [`pack_dataset`].
pub fn pack_dataset_within(
    header: NamedBytes<'_>,
    table: NamedBytes<'_>,
    options: &CheckOptions,
    limits: Limits,
) -> Result<PackedDataset, Error> {
    let (mut header, mut told) = Header::read(header);
    let grid =
        Grid::read(table, limits).map_err(|problem| told.push(Told::of_table(0, 0, *problem)));
    let grid = grid.ok().map(|mut grid| {
        let (table, faults) = SealedTable::of(&mut grid);
        told.extend(faults);
        (grid, table)
    });
    let sealed = match &grid {
        Some((grid, Some(table))) => Some((grid, table)),
        _ => None,
    };
    let checked = check(&mut header, sealed, options, &mut told);
    match (grid, checked) {
        (Some((grid, Some(table))), Some((folder, dataset))) if told.is_empty() => {
            Ok(PackedDataset {
                folder,
                header: header_text(&dataset).into_bytes(),
                dataset,
                table: table.bytes,
                format: grid.format,
            })
        }
        _ => Err(error(told)),
    }
}

fn header_text(dataset: &Dataset) -> String {
    toml::to_string(dataset).expect("a header has texts for keys")
}

/// Has the registry check header and table, and tells what it finds at the places of the files as given; the folder
/// and the dataset where it finds nothing. Without a table the header is checked alone.
fn check(
    header: &mut Header,
    table: Option<(&Grid, &SealedTable)>,
    options: &CheckOptions,
    told: &mut Vec<Told>,
) -> Option<(String, Dataset)> {
    loop {
        let composed = compose(header, table.map(|(_, table)| table));
        let files = files(&composed, table.map(|(_, table)| table));
        let report = match Registry::check_files(files.clone(), options) {
            Ok(report) => report,
            Err(error) => {
                told.extend(error.into_problems().iter().map(Told::elsewhere));
                return None;
            }
        };
        let bad_header = report.problems.iter().find_map(|problem| match problem {
            FactorProblem::File(file) if matches!(file.fault, FileFault::BadHeader { .. }) => {
                Some(file)
            }
            _ => None,
        });
        if let Some(problem) = bad_header {
            let key = composed.key(&problem.place);
            if header.take_fault(&problem.fault, key, told) {
                continue;
            }
            return None;
        }
        // What a cell holds was told where it cannot be used.
        let unusable: BTreeSet<_> = told.iter().map(|told| told.place).collect();
        let is_whole = unusable.iter().all(|(file, _, _)| *file == HEADER);
        let found = report.problems.iter();
        // Rows that were left out are missing from what the header says of the table.
        let found = found.filter(|problem| is_whole || !is_of_seal(problem));
        let found = found.filter_map(|problem| tell(problem, header, &composed, table));
        let mut rows = 0;
        let found = found.filter(|told| {
            rows += usize::from(told.place.0 == TABLE);
            let is_told = told.place.0 != TABLE || rows <= LIMIT + 1;
            is_told && !unusable.contains(&told.place)
        });
        told.extend(found);
        let registry = Registry::of_files(files).ok()?;
        let mut dataset = registry.datasets().next()?.clone();
        dataset.kinds.sort_by_key(|kind| kind.word());
        dataset.kinds.dedup();
        dataset.regions.sort();
        dataset.regions.dedup();
        return Some((composed.folder, dataset));
    }
}

fn compose(header: &Header, table: Option<&SealedTable>) -> Composed {
    let list = |words: Option<&BTreeSet<String>>, stand_in: &str| -> Value {
        let words = words.filter(|words| !words.is_empty());
        match words {
            Some(words) => words.iter().cloned().collect::<Vec<_>>().into(),
            None => vec![stand_in.to_owned()].into(),
        }
    };
    let kinds = list(table.map(|table| &table.kinds), "life-cycle footprint");
    let regions = list(table.map(|table| &table.regions), "CN");
    let bytes = table.map_or(&[][..], |table| &table.bytes);
    let rows = table.map_or(0, |table| i64::try_from(table.rows).unwrap_or(i64::MAX));
    let mut content = Table::new();
    content.insert("file".to_owned(), "factors.csv".into());
    content.insert("rows".to_owned(), rows.into());
    content.insert(
        "sha256".to_owned(),
        hexadecimal(&Sha256::digest(bytes)).into(),
    );
    header.compose(kinds, regions, content)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn files(composed: &Composed, table: Option<&SealedTable>) -> Vec<(String, Vec<u8>)> {
    let path = |name: &str| format!("{}/{name}", composed.folder);
    let bytes = table.map_or_else(Vec::new, |table| table.bytes.clone());
    vec![
        (path("dataset.toml"), composed.text.clone().into_bytes()),
        (path("factors.csv"), bytes),
    ]
}

/// Whether a problem is that the header says other than the table.
fn is_of_seal(problem: &FactorProblem) -> bool {
    let FactorProblem::File(file) = problem else {
        return false;
    };
    matches!(
        file.fault,
        FileFault::Checksum { .. } | FileFault::RowCount { .. } | FileFault::HeaderDisagrees { .. }
    )
}

/// A problem of the registry at its place in the files as given; none where it is of a stand-in for the table.
fn tell(
    problem: &FactorProblem,
    header: &Header,
    composed: &Composed,
    table: Option<(&Grid, &SealedTable)>,
) -> Option<Told> {
    let FactorProblem::File(file) = problem else {
        return Some(Told::elsewhere(problem));
    };
    let is_of = |name: &str| file.place.file == format!("{}/{name}", composed.folder);
    Some(match (&file.fault, table) {
        (_, None) if is_of("factors.csv") || is_of_seal(problem) => return None,
        (FileFault::HeaderDisagrees { reason }, _) => {
            let key = reason.split('`').nth(1).unwrap_or_default();
            header.tell_at(&file.fault, key)
        }
        (fault, Some((grid, table))) if is_of("factors.csv") => {
            let place = file.place.position;
            let place = place.and_then(|(line, column)| table.source(line, column));
            let (row, column) = place.unwrap_or_default();
            let problem = Reported::new(fault, grid.locate(row, column));
            Told::of_table(row, column, problem)
        }
        (fault, _) if is_of("dataset.toml") => header.tell_at(fault, composed.key(&file.place)),
        _ => Told::elsewhere(problem),
    })
}

/// What problems are put in order by, before their row and column.
const HEADER: u8 = 0;
const TABLE: u8 = 1;
const ELSEWHERE: u8 = 2;

/// A problem, and what it is put in order by: the file, then the row and column in it.
#[derive(Debug)]
struct Told {
    place: (u8, usize, usize),
    problem: Reported,
}

impl Told {
    /// A problem of the header, at a line and column.
    fn of_header(place: Option<(usize, usize)>, problem: Reported) -> Self {
        let (line, column) = place.unwrap_or((usize::MAX, 0));
        let place = (HEADER, line, column);
        Self { place, problem }
    }

    /// A problem of the table, in a row and column.
    fn of_table(row: usize, column: usize, problem: Reported) -> Self {
        let place = (TABLE, row, column);
        Self { place, problem }
    }

    /// A problem of what the dataset is to lie over.
    fn elsewhere(problem: &FactorProblem) -> Self {
        let file = problem.place().map_or("", |place| place.file.as_str());
        let location = match problem.place().and_then(|place| place.position) {
            Some(position) => Location::text(&file.into(), position),
            None => Location::file(&file.into()),
        };
        let problem = match problem {
            FactorProblem::File(file) => Reported::new(&file.fault, location),
            other => Reported::new(other, location),
        };
        let place = (ELSEWHERE, 0, 0);
        Self { place, problem }
    }
}

/// All problems in the order of the files, as many as are told.
fn error(mut told: Vec<Told>) -> Error {
    told.sort_by_key(|told| told.place);
    let closing = told.last().map(|last| {
        let problem = FileProblem::TooManyProblems { told: LIMIT };
        let file = &last.problem.location.file;
        Reported::new(&problem, Location::file(file))
    });
    let mut error = Error::new(told.into_iter().map(|told| told.problem).collect());
    if let Some(closing) = closing {
        error.keep_first(LIMIT, closing);
    }
    error
}
