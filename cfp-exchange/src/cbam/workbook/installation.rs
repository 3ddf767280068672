//! The installation and its reporting period.

use std::collections::BTreeMap;

use cfp_core::Amount;

use super::cells::{At, Cells, Date, Told};
use super::notes::{Note, Notes};
use super::problem::WorkbookProblem;

/// The sheet of the installation.
pub(super) const INSTALLATION: &str = "A_InstData";
/// The sheet of its totals.
pub(super) const TOTALS: &str = "C_Emissions&Energy";

/// The first year of which goods are declared.
const FIRST_YEAR: u16 = 2026;

/// Items of the report, and where they stand.
const ITEMS: [(&str, &str, &str, u32); 28] = [
    ("name_in_own_language", INSTALLATION, "I", 19),
    ("street", INSTALLATION, "I", 21),
    ("economic_activity", INSTALLATION, "I", 22),
    ("post_code", INSTALLATION, "I", 23),
    ("post_office_box", INSTALLATION, "I", 24),
    ("city", INSTALLATION, "I", 25),
    ("country", INSTALLATION, "I", 26),
    ("unlocode", INSTALLATION, "I", 27),
    ("latitude", INSTALLATION, "I", 28),
    ("longitude", INSTALLATION, "I", 29),
    ("representative", INSTALLATION, "I", 30),
    ("email", INSTALLATION, "I", 31),
    ("telephone", INSTALLATION, "I", 32),
    ("verifier", INSTALLATION, "I", 37),
    ("verifier_street", INSTALLATION, "I", 38),
    ("verifier_city", INSTALLATION, "I", 39),
    ("verifier_post_code", INSTALLATION, "I", 40),
    ("verifier_country", INSTALLATION, "I", 41),
    ("verifier_representative", INSTALLATION, "I", 45),
    ("verifier_email", INSTALLATION, "I", 46),
    ("verifier_telephone", INSTALLATION, "I", 47),
    ("verifier_fax", INSTALLATION, "I", 48),
    ("accreditation_country", INSTALLATION, "I", 51),
    ("accreditation_body", INSTALLATION, "I", 52),
    ("accreditation_number", INSTALLATION, "I", 53),
    ("data_quality", TOTALS, "H", 40),
    ("reason_for_default_values", TOTALS, "H", 41),
    ("quality_assurance", TOTALS, "H", 42),
];

/// What the workbook says of the installation as a whole.
#[derive(Debug)]
pub(super) struct Whole {
    pub name: Option<String>,
    pub country: Option<String>,
    pub year: u16,
    pub report: BTreeMap<String, String>,
    /// t CO2e by its sources.
    pub direct: Option<Amount>,
    /// t CO2e of its electricity.
    pub indirect: Option<Amount>,
}

/// Reads what the workbook says of the installation as a whole.
pub(super) fn read(cells: &mut Cells, notes: &mut Notes) -> Result<Whole, Told> {
    let of = |column, row| At::new(INSTALLATION, column, row);
    let name = cells.text(of("I", 20));
    let country = match cells.peek(of("I", 26)) {
        // The code of the country that is chosen by its name.
        Some(_) => cells
            .needed_text(of("S", 26), "the code of the country")
            .map(Some),
        None => Ok(None),
    };
    let mut report = BTreeMap::new();
    let mut items = Ok(());
    for (key, sheet, column, row) in ITEMS {
        match cells.text(At::new(sheet, column, row)) {
            Ok(Some(text)) => {
                report.insert(key.to_owned(), text);
            }
            Ok(None) => {}
            Err(Told) => items = Err(Told),
        }
    }
    let direct = cells.result(At::new(TOTALS, "L", 27));
    let indirect = cells.result(At::new(TOTALS, "M", 27));
    let (year, period) = period(cells, notes)?;
    items?;
    report.insert("reporting_period".to_owned(), period);
    let own_name = report.get("name_in_own_language").cloned();
    Ok(Whole {
        name: name?.or(own_name),
        country: country?,
        year,
        report,
        direct: direct?,
        indirect: indirect?,
    })
}

/// The calendar year of the data, and the period as a text.
fn period(cells: &mut Cells, notes: &mut Notes) -> Result<(u16, String), Told> {
    let (first, last) = (At::new(INSTALLATION, "I", 9), At::new(INSTALLATION, "L", 9));
    let start = cells.day(first, "the first day of the reporting period");
    let end = cells.day(last, "the last day of the reporting period");
    let (start, end) = (start?, end?);
    if end < start {
        let (start, end) = (start.to_string(), end.to_string());
        return Err(cells.tell(last, &WorkbookProblem::PeriodReversed { start, end }));
    }
    let period = format!("{start} to {end}");
    let of = |month, day| Date {
        year: end.year,
        month,
        day,
    };
    if (start, end) != (of(1, 1), of(12, 31)) {
        notes.add(Note::Period, period.clone());
    }
    if end.year < FIRST_YEAR {
        notes.add(Note::EarlyYear, end.year.to_string());
    }
    Ok((end.year, period))
}
