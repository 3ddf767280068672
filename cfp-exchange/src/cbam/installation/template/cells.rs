//! Cells as values of the plain form.

use cfp_core::{Amount, Explain};
use serde_json::{Map, Value as Json};

use super::list::parted;
use super::problem::TemplateProblem;
use super::sheets::Cell;
use super::tables::Column;
use super::titles::Takes;
use super::{TRUTHS, TemplateLanguage};
use crate::cbam::installation::schema::Wants;
use crate::factor_table::TableProblem;
use crate::model_file::FileProblem;

/// What a cell may not hold.
pub(super) type Refusal = Box<dyn Explain>;

/// The value of a cell in its column.
pub(super) fn value(column: &Column, cell: &Cell) -> Result<Json, Refusal> {
    match column.wants {
        Wants::Year => year(column, cell),
        Wants::Truth => truth(column, cell),
        Wants::Text | Wants::Tables(_) | Wants::One(_) => Ok(Json::from(text(column, cell)?)),
        Wants::Texts => {
            let written = text(column, cell)?;
            let texts = parted(&written, false).ok_or_else(|| not_a_list(column, &written))?;
            Ok(texts.into_iter().map(|(text, _)| text).collect())
        }
        Wants::Users | Wants::Map => {
            let written = text(column, cell)?;
            let pairs = parted(&written, true).ok_or_else(|| not_a_list(column, &written))?;
            if let ([(name, None)], Wants::Users) = (&pairs[..], column.wants) {
                return Ok(Json::from(name.as_str()));
            }
            let mut map = Map::new();
            for (name, value) in pairs {
                let value = value.ok_or_else(|| not_a_list(column, &written))?;
                if map.insert(name.clone(), Json::from(value)).is_some() {
                    return Err(Box::new(FileProblem::DuplicateKey { key: name }));
                }
            }
            Ok(Json::Object(map))
        }
    }
}

/// The text of a cell; a number only where its column has no unit.
pub(super) fn text(column: &Column, cell: &Cell) -> Result<String, Refusal> {
    let example = match column.title.map(|title| title.takes) {
        Some(Takes::Quantity(example)) => Some(example),
        _ => None,
    };
    match (cell, example) {
        (Cell::Text(text), Some(_)) if text.parse::<Amount>().is_ok() => {
            Err(bare(column, text, example))
        }
        (Cell::Number(number), Some(_)) => Err(bare(column, number, example)),
        (Cell::Text(text) | Cell::Number(text), _) => Ok(text.clone()),
        (Cell::Truth(_), _) => Err(wrong(column, "a truth value", "a text")),
        (Cell::Unusable(found), _) => Err(unusable(column, found)),
    }
}

fn bare(column: &Column, written: &str, example: Option<&str>) -> Refusal {
    Box::new(FileProblem::BareNumber {
        key: column.key.to_owned(),
        written: written.to_owned(),
        example: format!(
            "{written} with its unit, as in {}",
            example.unwrap_or("1 t")
        ),
    })
}

fn unusable(column: &Column, found: &str) -> Refusal {
    Box::new(TableProblem::UnusableCell {
        column: column.key.to_owned(),
        found: found.to_owned(),
    })
}

fn wrong(column: &Column, given: &'static str, expected: &'static str) -> Refusal {
    Box::new(FileProblem::WrongType {
        key: column.key.to_owned(),
        given,
        expected,
    })
}

fn not_a_list(column: &Column, written: &str) -> Refusal {
    Box::new(TemplateProblem::NotAList {
        key: column.key,
        written: written.to_owned(),
    })
}

fn year(column: &Column, cell: &Cell) -> Result<Json, Refusal> {
    let (text, given) = match cell {
        Cell::Text(text) => (text, "a text"),
        Cell::Number(text) => (text, "a number"),
        Cell::Truth(_) => return Err(wrong(column, "a truth value", "a year such as 2026")),
        Cell::Unusable(found) => return Err(unusable(column, found)),
    };
    let year = text.parse::<u16>();
    year.map(Json::from)
        .map_err(|_| wrong(column, given, "a year such as 2026"))
}

fn truth(column: &Column, cell: &Cell) -> Result<Json, Refusal> {
    let expected = "`yes` or `no`";
    let text = match cell {
        Cell::Truth(truth) => return Ok(Json::Bool(*truth)),
        Cell::Text(text) => text,
        Cell::Number(_) => return Err(wrong(column, "a number", expected)),
        Cell::Unusable(found) => return Err(unusable(column, found)),
    };
    for language in TemplateLanguage::ALL {
        let [yes, no] = language.of(TRUTHS);
        if text.eq_ignore_ascii_case(yes) {
            return Ok(Json::Bool(true));
        }
        if text.eq_ignore_ascii_case(no) {
            return Ok(Json::Bool(false));
        }
    }
    Err(wrong(column, "a text", expected))
}
