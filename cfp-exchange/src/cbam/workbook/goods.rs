//! Goods: what the operator lists of them, and what the workbook itself says that they embed.

use std::collections::BTreeMap;

use cfp_core::Amount;
use serde::Serialize;

use super::cells::{At, Cells, Told, is_same};
use super::notes::{Note, Notes};
use super::problem::WorkbookProblem;
use super::processes::{Names, user};
use crate::cbam::installation::{StatedGood, StatedProcess};
use crate::cbam::number::{plain, plain_or_null};

/// The sheet in which the goods are listed.
pub(super) const GOODS: &str = "Summary_Products";
/// The sheet that tells declarants what they embed.
pub(super) const RESULTS: &str = "Summary_Communication";

/// The rows of goods; the one above is a printed example.
const ROWS: std::ops::RangeInclusive<u32> = 10..=109;
/// How many rows lower a good stands in the sheet for declarants.
const LOWER: u32 = 16;

/// Sector-specific parameters and their columns; shares are parts of 1.
const PARAMETERS: [(&str, &str); 22] = [
    ("main_reducing_agent", "P"),
    ("steel_mill", "Q"),
    ("manganese", "R"),
    ("chromium", "S"),
    ("nickel", "T"),
    ("other_alloys", "U"),
    ("carbon", "V"),
    ("scrap_per_tonne_of_steel", "W"),
    ("other_materials", "X"),
    ("pre_consumer_scrap", "Y"),
    ("scrap_per_tonne_of_aluminium", "Z"),
    ("non_aluminium", "AA"),
    ("clinker_factor", "AB"),
    ("calcined", "AC"),
    ("concentration", "AD"),
    ("nitric_acid", "AE"),
    ("urea", "AF"),
    ("nitrogen", "AG"),
    ("nitrogen_as_ammonium", "AH"),
    ("nitrogen_as_nitrate", "AI"),
    ("nitrogen_as_urea", "AJ"),
    ("nitrogen_in_other_forms", "AK"),
];

/// A good as the workbook itself reports it, per tonne, or per MWh of electricity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorkbookGood {
    /// The production process.
    pub process: String,
    /// The eight digits of the Combined Nomenclature.
    pub cn: String,
    /// The name of the good.
    pub name: Option<String>,
    /// Its aggregated goods category, in the words of the template.
    pub category: String,
    /// Direct, in t CO2e.
    #[serde(serialize_with = "plain")]
    pub see_direct: Amount,
    /// Indirect, in t CO2e.
    #[serde(serialize_with = "plain")]
    pub see_indirect: Amount,
    /// MWh of electricity, that of precursors included.
    #[serde(serialize_with = "plain_or_null")]
    pub electricity: Option<Amount>,
    /// The share of the direct emissions that is of default values of precursors; `None` where there are no direct emissions.
    #[serde(serialize_with = "plain_or_null")]
    pub share_default: Option<Amount>,
    /// The cell of its direct emissions.
    pub cell: String,
}

/// Reads the goods, and adds them to their processes.
pub(super) fn read(
    cells: &mut Cells,
    notes: &mut Notes,
    names: &Names,
    processes: &mut [StatedProcess],
) -> Result<Vec<WorkbookGood>, Told> {
    let mut own = Vec::new();
    let mut sound = Ok(());
    for row in ROWS {
        if !cells.any(GOODS, &["D", "F", "H"], row) {
            continue;
        }
        let (good, result) = (listed(cells, names, row), reported(cells, row));
        let (Ok((maker, mut good)), Ok(result)) = (good, result) else {
            sound = Err(Told);
            continue;
        };
        content(cells, notes, row, &result.category, &mut good)?;
        if let Some(process) = processes.get_mut(maker) {
            process.goods.push(good);
        }
        own.push(result);
    }
    sound?;
    Ok(own)
}

/// A good as it is listed, and the index of its process.
fn listed(cells: &mut Cells, names: &Names, row: u32) -> Result<(usize, StatedGood), Told> {
    let at = |column| At::new(GOODS, column, row);
    let process = user(cells, at("D"), names);
    let code = code(cells, at("F"));
    let name = cells.text(at("H"));
    let mut parameters = BTreeMap::new();
    let mut sound = Ok(());
    for (key, column) in PARAMETERS {
        match cells.text(at(column)) {
            Ok(Some(value)) => {
                parameters.insert(key.to_owned(), value);
            }
            Ok(None) => {}
            Err(Told) => sound = Err(Told),
        }
    }
    let good = StatedGood {
        cn: code?,
        name: name?,
        parameters,
        ..StatedGood::default()
    };
    sound.and(process.map(|process| (process, good)))
}

/// Eight digits, whether they are a text or a number.
fn code(cells: &mut Cells, at: At) -> Result<String, Told> {
    let written = cells.needed_text(at, "the CN code")?;
    let digits: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(digits);
    }
    Err(cells.tell(at, &WorkbookProblem::CellNotACode { written }))
}

/// A good as the sheet for declarants has it.
fn reported(cells: &mut Cells, row: u32) -> Result<WorkbookGood, Told> {
    let listed = |column| At::new(GOODS, column, row);
    let at = |column| At::new(RESULTS, column, row + LOWER);
    let mut repeated = Ok(());
    for column in ["D", "F", "H"] {
        let text = cells.text(listed(column))?.unwrap_or_default();
        repeated = cells.check_text(at(column), &text).and(repeated);
    }
    let direct = cells.needed_result(at("I"), "the direct embedded emissions");
    let indirect = cells.needed_result(at("J"), "the indirect embedded emissions");
    let share_default = cells.result(at("M"));
    let electricity = cells.result(at("O"));
    let category = cells.needed_text(at("E"), "the aggregated goods category");
    let process = cells.needed_text(listed("D"), "the production process");
    repeated?;
    Ok(WorkbookGood {
        process: process?,
        cn: code(cells, listed("F"))?,
        name: cells.text(listed("H"))?,
        category: category?,
        see_direct: direct?,
        see_indirect: indirect?,
        electricity: electricity?,
        share_default: share_default?,
        cell: at("I").to_string(),
    })
}

/// The clinker (t) or nitrogen (kg) in a tonne of a good that is counted by it, as far as its parameters tell.
fn content(
    cells: &mut Cells,
    notes: &mut Notes,
    row: u32,
    category: &str,
    good: &mut StatedGood,
) -> Result<(), Told> {
    let at = |column| At::new(GOODS, column, row);
    let is_of = |name: &str| is_same(category, name);
    let content = if is_of("Cement clinker") {
        Some(Amount::ONE)
    } else if is_of("Cement") {
        cells.fraction(at("AB"), "the clinker factor")?
    } else if is_of("Urea") {
        let nitrogen = cells.fraction(at("AG"), "the nitrogen contained")?;
        kilograms(cells, at("AG"), nitrogen)?
    } else if is_of("Mixed fertilisers") {
        let mut nitrogen = None;
        for column in ["AH", "AI", "AJ", "AK"] {
            if let Some(part) = cells.fraction(at(column), "the nitrogen of one form")? {
                let sum = part.plus(nitrogen.unwrap_or_default());
                nitrogen = Some(cells.computed(at(column), sum)?);
            }
        }
        kilograms(cells, at("AH"), nitrogen)?
    } else if is_of("Ammonia") || is_of("Nitric acid") {
        None
    } else {
        return Ok(());
    };
    let name = good.name.as_ref().unwrap_or(&good.cn);
    notes.name(Note::PerTonne, name);
    match content.filter(Amount::is_positive) {
        Some(content) => good.content = Some(content.to_string()),
        None => notes.name(Note::NoContent, name),
    }
    Ok(())
}

fn kilograms(cells: &mut Cells, at: At, part: Option<Amount>) -> Result<Option<Amount>, Told> {
    part.map(|part| cells.shifted(at, part, 3)).transpose()
}
