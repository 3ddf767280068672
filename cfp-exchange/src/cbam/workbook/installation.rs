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

/// Items of the report, and the cells whose texts make each, in this order.
const ITEMS: [(&str, &str, &str, &[u32]); 20] = [
    ("name_in_own_language", INSTALLATION, "I", &[19]),
    ("economic_activity", INSTALLATION, "I", &[22]),
    // Street, post office box, post code, city, country.
    ("address", INSTALLATION, "I", &[21, 24, 23, 25, 26]),
    ("unlocode", INSTALLATION, "I", &[27]),
    ("coordinates", INSTALLATION, "I", &[28, 29]),
    ("representative", INSTALLATION, "I", &[30]),
    ("email", INSTALLATION, "I", &[31]),
    ("telephone", INSTALLATION, "I", &[32]),
    ("verifier", INSTALLATION, "I", &[37]),
    // Street, post code, city, country.
    ("verifier_address", INSTALLATION, "I", &[38, 40, 39, 41]),
    ("verifier_representative", INSTALLATION, "I", &[45]),
    ("verifier_email", INSTALLATION, "I", &[46]),
    ("verifier_telephone", INSTALLATION, "I", &[47]),
    ("verifier_fax", INSTALLATION, "I", &[48]),
    ("accreditation_country", INSTALLATION, "I", &[51]),
    ("accreditation_body", INSTALLATION, "I", &[52]),
    ("accreditation_number", INSTALLATION, "I", &[53]),
    ("data_quality", TOTALS, "H", &[40]),
    ("reason_for_default_values", TOTALS, "H", &[41]),
    ("quality_assurance", TOTALS, "H", &[42]),
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
    for (key, sheet, column, rows) in ITEMS {
        let mut texts = Vec::new();
        for row in rows {
            match cells.text(At::new(sheet, column, *row)) {
                Ok(text) => texts.extend(text),
                Err(Told) => items = Err(Told),
            }
        }
        if !texts.is_empty() {
            report.insert(key.to_owned(), texts.join(", "));
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
