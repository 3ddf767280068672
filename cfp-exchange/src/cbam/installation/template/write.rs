//! The template as a workbook, empty or filled in.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    Formula, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

use super::list::{joined, paired};
use super::tables::{Column, DIRECTION, Stands, TABLES, Table};
use super::titles::Takes;
use super::{MARKER, MARKER_SHEET, TRUTHS, TemplateLanguage, TemplateProblem, instructions};
use crate::cbam::installation::StatedInstallation;
use crate::cbam::installation::items::ITEMS;
use crate::cbam::installation::schema::Wants;
use crate::error::{Error, Location, Reported};

/// The last row that lists to choose from reach, and from which names are chosen.
const LAST_ROW: u32 = 999;

/// An empty workbook for the data of an installation.
///
/// # Errors
///
/// None that are known: the template is the same at every time.
pub fn input_template(language: TemplateLanguage) -> Result<Vec<u8>, Error> {
    workbook(language, &Value::Null)
}

/// The workbook with the data of an installation, to be read again.
///
/// # Errors
///
/// Texts that are longer than a cell of a workbook may be.
pub fn filled_template(
    language: TemplateLanguage,
    stated: &StatedInstallation,
) -> Result<Vec<u8>, Error> {
    let stated = serde_json::to_value(stated).unwrap_or_default();
    workbook(language, &stated)
}

fn workbook(language: TemplateLanguage, stated: &Value) -> Result<Vec<u8>, Error> {
    let written = written(language, stated);
    written.map_err(|error| not_written(&error, "the template"))
}

/// The error of the library that writes workbooks.
pub(in crate::cbam::installation) fn not_written(error: &XlsxError, file: &str) -> Error {
    let reason = error.to_string().replace('\n', " ");
    let reason = reason.trim_end_matches('.').to_owned();
    let location = Location::file(&file.into());
    let problem = TemplateProblem::NotWritten { reason };
    Error::new(vec![Reported::new(&problem, location)])
}

fn written(language: TemplateLanguage, stated: &Value) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same data give the same bytes: no clock is read.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    instructions(workbook.add_worksheet(), language)?;
    let typed = typed();
    for table in TABLES {
        let sheet = workbook.add_worksheet();
        sheet.set_name(language.of(table.sheets))?;
        let columns = table.columns();
        head(sheet, &columns, language)?;
        for (number, column) in (0u16..).zip(&columns) {
            choices(sheet, number, column, language)?;
        }
        for (number, row) in (2u32..).zip(rows(table, stated, language)) {
            for (column, cell) in (0u16..).zip(row) {
                if !cell.is_empty() {
                    sheet.write_string_with_format(number, column, cell, &typed)?;
                }
            }
        }
    }
    let marker = workbook.add_worksheet();
    marker.set_name(MARKER_SHEET)?.set_hidden(true);
    marker.write_string(0, 0, MARKER)?;
    workbook.save_to_buffer()
}

fn instructions(sheet: &mut Worksheet, language: TemplateLanguage) -> Result<(), XlsxError> {
    sheet.set_name(language.of(instructions::SHEET))?;
    sheet.set_column_width(0, 110)?;
    let heading = Format::new().set_bold().set_font_size(14);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let lines = language.of(instructions::LINES);
    for (row, line) in (0u32..).zip(lines) {
        let format = if row == 0 { &heading } else { &text };
        sheet.write_string_with_format(row, 0, *line, format)?;
    }
    Ok(())
}

/// Cells as text, so that a number keeps the digits that are typed.
fn typed() -> Format {
    Format::new().set_num_format("@")
}

/// The keys and the titles.
fn head(
    sheet: &mut Worksheet,
    columns: &[Column],
    language: TemplateLanguage,
) -> Result<(), XlsxError> {
    let small = Format::new().set_font_size(8).set_font_color("#808080");
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color("#DDEBF7");
    let typed = typed();
    for (number, column) in (0u16..).zip(columns) {
        sheet.set_column_format(number, &typed)?;
        sheet.set_column_width(number, 24)?;
        sheet.write_string_with_format(0, number, column.key, &small)?;
        sheet.write_string_with_format(1, number, title(column, language), &bold)?;
    }
    sheet.set_row_height(1, 75)?;
    sheet.set_freeze_panes(2, 1)?;
    Ok(())
}

/// What stands above a column: its title, and how an amount is written.
pub(super) fn title(column: &Column, language: TemplateLanguage) -> String {
    let Some(title) = column.title else {
        return column.key.to_owned();
    };
    let text = language.of(title.titles);
    match title.takes {
        Takes::Quantity(example) => match language {
            TemplateLanguage::English => format!("{text} — number and unit, e.g. {example}"),
            TemplateLanguage::Chinese => format!("{text} — 数值和单位，例如 {example}"),
        },
        _ => text.to_owned(),
    }
}

/// A list to choose from, where a column has fixed words or takes names of another sheet.
fn choices(
    sheet: &mut Worksheet,
    number: u16,
    column: &Column,
    language: TemplateLanguage,
) -> Result<(), XlsxError> {
    let list = DataValidation::new();
    let list = match (column.wants, column.title.map(|title| title.takes)) {
        (Wants::Truth, _) => list.allow_list_strings(&language.of(TRUTHS))?,
        (_, Some(Takes::Words(words))) => list.allow_list_strings(words)?,
        (_, Some(Takes::Name(table))) => {
            let Some(table) = TABLES.iter().find(|one| one.key == table) else {
                return Ok(());
            };
            let sheet = language.of(table.sheets);
            let names = format!("='{sheet}'!$A$3:$A${}", LAST_ROW + 1);
            list.allow_list_formula(Formula::new(names))
                .set_error_style(DataValidationErrorStyle::Warning)
        }
        _ => return Ok(()),
    };
    sheet.add_data_validation(2, number, LAST_ROW, number, &list)?;
    Ok(())
}

/// The rows of a table as texts, in the order of its columns.
fn rows(table: &Table, stated: &Value, language: TemplateLanguage) -> Vec<Vec<String>> {
    let columns = table.columns();
    let cells = |row: &Value, placing: &[&str]| {
        let placing = placing.iter().map(|text| (*text).to_owned());
        let own = columns.iter().filter(|column| !column.places);
        let own = own.map(|column| cell(&row[column.key], column.wants, language));
        placing.chain(own).collect::<Vec<_>>()
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    match table.stands {
        Stands::Whole if stated.is_null() => Vec::new(),
        Stands::Whole => vec![cells(stated, &[])],
        Stands::Pairs(key) => pairs(&stated[key], language),
        Stands::List(key) => {
            let rows = list(&stated[key]);
            rows.iter().map(|row| cells(row, &[])).collect()
        }
        Stands::Parts(parent, lists) => {
            let has_direction = columns.iter().any(|column| column.key == DIRECTION);
            let mut rows = Vec::new();
            for owner in list(&stated[parent]) {
                let name = owner["name"].as_str().unwrap_or_default();
                for (word, key) in lists {
                    let placing = [name, word];
                    let placing = &placing[..=usize::from(has_direction)];
                    rows.extend(list(&owner[key]).iter().map(|row| cells(row, placing)));
                }
            }
            rows
        }
    }
}

/// The items of the report: those that are known first, also where nothing is said.
fn pairs(stated: &Value, language: TemplateLanguage) -> Vec<Vec<String>> {
    let said = stated.as_object();
    let text = |key: &str| {
        let text = said.and_then(|said| said.get(key)).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let is_known = |key: &str| ITEMS.iter().any(|(item, _)| *item == key);
    let known = ITEMS.iter().map(|(item, meaning)| {
        let meaning = language.of(*meaning).to_owned();
        vec![(*item).to_owned(), meaning, text(item)]
    });
    let further = said.into_iter().flat_map(serde_json::Map::keys);
    let further = further.filter(|key| !is_known(key));
    let further = further.map(|key| vec![key.clone(), String::new(), text(key)]);
    known.chain(further).collect()
}

/// A value of the plain form in a cell.
fn cell(value: &Value, wants: Wants, language: TemplateLanguage) -> String {
    let texts = |value: &'_ Value| -> Vec<(String, String)> {
        let pairs = value.as_object().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        pairs
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    };
    match (wants, value) {
        (_, Value::Null) => String::new(),
        (Wants::Truth, _) => {
            let truth = language.of(TRUTHS)[0];
            if value.as_bool() == Some(true) {
                truth.to_owned()
            } else {
                String::new()
            }
        }
        (Wants::Texts, _) => {
            let texts = value.as_array().into_iter().flatten();
            joined(texts.filter_map(Value::as_str))
        }
        (Wants::Users | Wants::Map, _) => {
            let texts = texts(value);
            let pairs: Vec<(&str, &str)> = texts
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            paired(&pairs, matches!(wants, Wants::Users))
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}
