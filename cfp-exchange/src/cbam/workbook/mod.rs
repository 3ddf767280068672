//! The Commission's communication workbook as an operator filled it in.
//!
//! Only its entries are taken as data. What it computes is kept beside them, to be compared with what is computed of them.

mod archive;
mod cells;
mod goods;
mod installation;
mod notes;
mod precursors;
mod problem;
mod processes;
mod sheets;
mod sources;
mod streams;
mod version;

pub use goods::WorkbookGood;
pub use problem::WorkbookProblem;
pub use processes::{WorkbookProcess, WorkbookRoute};

use cfp_core::{Amount, Finding};
use serde::Serialize;

use self::cells::{At, Cells, Told};
use self::goods::{GOODS, RESULTS};
use self::installation::{INSTALLATION, TOTALS};
use self::notes::{Note, Notes};
use self::precursors::PRECURSORS;
use self::processes::PROCESSES;
use self::sheets::Book;
use self::streams::SOURCES;
use self::version::VERSION;
use super::installation::{StatedInstallation, StatedProcess};
use super::number::plain_or_null;
use crate::error::Error;

/// The sheets that are read.
const SHEETS: [&str; 8] = [
    INSTALLATION,
    SOURCES,
    TOTALS,
    PROCESSES,
    PRECURSORS,
    GOODS,
    RESULTS,
    VERSION,
];

/// Cells in which the template prints where its rows are.
const MARKERS: [(&str, &str, u32, &str); 14] = [
    (INSTALLATION, "D", 83, "P1"),
    (INSTALLATION, "D", 92, "P10"),
    (INSTALLATION, "D", 102, "PP1"),
    (INSTALLATION, "D", 121, "PP20"),
    (SOURCES, "C", 17, "1"),
    (SOURCES, "C", 91, "75"),
    (SOURCES, "C", 98, "1"),
    (SOURCES, "C", 107, "10"),
    (SOURCES, "C", 113, "1"),
    (SOURCES, "C", 122, "10"),
    (GOODS, "C", 10, "1"),
    (GOODS, "C", 109, "100"),
    (RESULTS, "C", 26, "1"),
    (RESULTS, "C", 125, "100"),
];

/// The data of an installation in the communication template of the transitional period, V2.1 or V2.1.1, with what the workbook
/// itself comes to.
///
/// # Example
///
/// ```
/// use cfp_exchange::cbam::CommunicationWorkbook;
///
/// let error = CommunicationWorkbook::read("steel.xlsx", b"no workbook").expect_err("no workbook");
/// assert_eq!(error.problems()[0].code, "not-a-workbook");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CommunicationWorkbook {
    /// The version of the template: `2.1`.
    pub version: String,
    /// What the operator entered, as the tables of an installation.
    pub stated: StatedInstallation,
    /// What the workbook itself says of the goods, in its order.
    pub own: Vec<WorkbookGood>,
    /// What it has and says of the production processes, in its order.
    pub processes: Vec<WorkbookProcess>,
    /// t CO2e of the installation by its sources, as the workbook says.
    #[serde(serialize_with = "plain_or_null")]
    pub direct: Option<Amount>,
    /// t CO2e of the electricity of the installation, as the workbook says.
    #[serde(serialize_with = "plain_or_null")]
    pub indirect: Option<Amount>,
    /// Where the template and what stands in it differ from what the law in force asks for.
    pub findings: Vec<Finding>,
}

impl CommunicationWorkbook {
    /// Reads a workbook; `file` is its name in problems.
    ///
    /// Each number is the shortest decimal of its cell; percents become parts of 1, and thousands of normal cubic metres become
    /// normal cubic metres. Printed examples are no data. Heat and waste gas count whatever the workbook's selection says, as they
    /// do in its own results. The names of precursors stand for their suppliers, whom the template does not name.
    ///
    /// # Errors
    ///
    /// Every [`WorkbookProblem`] at once, as far as one does not keep others from being seen.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let mut cells = Cells::new(file);
        match read(&mut cells, bytes) {
            Ok(workbook) if cells.is_sound() => Ok(workbook),
            _ => Err(cells.error()),
        }
    }
}

fn read(cells: &mut Cells, bytes: &[u8]) -> Result<CommunicationWorkbook, Told> {
    open(cells, bytes)?;
    let version = version::identify(cells)?;
    markers(cells)?;
    filled_in(cells)?;
    let mut notes = Notes::default();
    notes.add(Note::Template, version.clone());
    let whole = installation::read(cells, &mut notes);
    let streams = streams::read(cells, &mut notes);
    let anodes = sources::anodes(cells, &mut notes);
    let measured = sources::measured(cells, &mut notes);
    let names = processes::names(cells);
    let processes = processes::read(cells, &mut notes, &names);
    let (mut stated, own_processes) = processes.unwrap_or_default();
    let precursors = precursors::read(cells, &mut notes, &names, &mut stated);
    let own = goods::read(cells, &mut notes, &names, &mut stated);
    let whole = whole?;
    let without_goods = |process: &&mut StatedProcess| process.goods.is_empty();
    for process in stated.iter_mut().filter(without_goods) {
        // What only others of the installation take is counted by tonnes, as in the workbook.
        process.functional_unit.get_or_insert("t".to_owned());
        let mut own = own_processes.iter();
        let own = own.find(|own| own.name == process.name);
        process.category = own.map(|own| own.category.clone());
        notes.name(Note::NoGoods, &process.name);
    }
    let stated = StatedInstallation {
        name: whole.name,
        country: whole.country,
        year: whole.year,
        report: whole.report,
        stream: streams?,
        anode_effects: anodes?,
        measured: measured?,
        process: stated,
        precursor: precursors?,
        ..StatedInstallation::default()
    };
    Ok(CommunicationWorkbook {
        version,
        stated,
        own: own?,
        processes: own_processes,
        direct: whole.direct,
        indirect: whole.indirect,
        findings: notes.findings(),
    })
}

/// Reads the sheets, all of which are to be there.
fn open(cells: &mut Cells, bytes: &[u8]) -> Result<(), Told> {
    let mut book = Book::open(bytes).map_err(|problem| cells.tell_of_file(&problem))?;
    let sheets = book.names();
    let has = |sheet: &&str| sheets.iter().any(|name| name == sheet);
    if !SHEETS.iter().any(has) {
        return Err(cells.tell_of_file(&WorkbookProblem::NotTheTemplate { sheets }));
    }
    let mut sound = Ok(());
    for sheet in SHEETS.into_iter().filter(|sheet| !has(sheet)) {
        sound = Err(cells.tell_of_file(&WorkbookProblem::MissingSheet { sheet }));
    }
    sound?;
    for name in SHEETS {
        let sheet = book.sheet(name);
        let sheet = sheet.map_err(|problem| cells.tell_of_file(&problem))?;
        cells.add(name, sheet);
    }
    Ok(())
}

/// Looks whether the rows of the template stand where they are looked for.
fn markers(cells: &mut Cells) -> Result<(), Told> {
    let mut sound = Ok(());
    for (sheet, column, row, marker) in MARKERS {
        let at = At::new(sheet, column, row);
        if cells.text(at)?.as_deref() != Some(marker) {
            let expected = marker.to_owned();
            sound = Err(cells.tell(at, &WorkbookProblem::OtherLayout { expected }));
        }
    }
    sound
}

/// Looks whether there is anything, and then whether there are processes and goods.
fn filled_in(cells: &mut Cells) -> Result<(), Told> {
    let any = |sheet, columns: &[&'static str], rows: std::ops::RangeInclusive<u32>| {
        rows.into_iter().any(|row| cells.any(sheet, columns, row))
    };
    let has_process = any(INSTALLATION, &["E", "L"], 83..=92);
    let has_good = any(GOODS, &["D", "F", "H"], 10..=109);
    let has_source = any(SOURCES, &["D", "E", "F"], 17..=91);
    if !has_process && !has_good && !has_source {
        return Err(cells.tell_of_file(&WorkbookProblem::NothingFilledIn));
    }
    if !has_process {
        cells.tell(At::new(INSTALLATION, "E", 83), &WorkbookProblem::NoProcess);
    }
    if !has_good {
        cells.tell(At::new(GOODS, "D", 10), &WorkbookProblem::NoGoods);
    }
    Ok(())
}
