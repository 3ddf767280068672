//! `cfp cbam template`, `report` and `convert`: what is written of an installation's data.

use std::path::Path;

use cfp_exchange::cbam::installation::{
    InstallationFile, InstallationProblem, TemplateLanguage, filled_template, importer_sheet,
    input_template, operator_report,
};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::{ConvertArguments, Language, ReportArguments, TemplateArguments};
use super::installation::open;
use crate::arguments::Format;
use crate::input;
use crate::page::{Page, json};
use crate::problem::{Problems, Told};

/// The files that were written.
#[derive(Serialize)]
struct Written {
    written: Vec<String>,
}

/// Writes the template of an installation's data.
pub(super) fn template(asked: &TemplateArguments, format: Format) -> Result<String, Problems> {
    let bytes = input_template(language(asked.language))?;
    Ok(told(&[write(&asked.output, &bytes)?], format))
}

/// Writes the operator's report, and the importer's sheet where it is asked for.
pub(super) fn report(
    asked: &ReportArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let file = open(&asked.path)?;
    let cbam = registry.cbam()?;
    let report = file.embedded(&cbam)?;
    let mut written = vec![write(
        &asked.output,
        &operator_report(&file, &report, &cbam)?,
    )?];
    if let Some(path) = &asked.importer_sheet {
        written.push(write(path, &importer_sheet(&file, &report)?)?);
    }
    Ok(told(&written, format))
}

/// Writes an installation's data in another form.
pub(super) fn convert(asked: &ConvertArguments, format: Format) -> Result<String, Problems> {
    let file = open(&asked.path)?;
    let name = asked.output.display().to_string();
    let bytes = content(&file, &name, asked.language)?;
    let written = write(&asked.output, &bytes)?;
    let mut text = told(&[written], format);
    let is_template = name.to_lowercase().ends_with(".xlsx");
    if is_template && file.stated().footprint.is_some() && format == Format::Text {
        text.push_str("the table `[footprint]` is no part of the template and is left out\n");
    }
    Ok(text)
}

/// The data in the form that the ending of a name says.
fn content(file: &InstallationFile, name: &str, asked: Language) -> Result<Vec<u8>, Problems> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase());
    Ok(match ending.as_deref() {
        Some("json") => file.to_json().into_bytes(),
        Some("csv") => file.to_csv().into_bytes(),
        Some("xlsx") => filled_template(language(asked), file.stated())?,
        Some("toml") => file.to_toml().into_bytes(),
        _ => {
            let name = name.to_owned();
            return Err(Told::new(&InstallationProblem::UnknownEnding { name }).into());
        }
    })
}

fn language(asked: Language) -> TemplateLanguage {
    match asked {
        Language::En => TemplateLanguage::English,
        Language::Zh => TemplateLanguage::Chinese,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<String, Problems> {
    let name = path.display().to_string();
    input::write(path, bytes)?;
    Ok(name)
}

fn told(written: &[String], format: Format) -> String {
    if format == Format::Json {
        let written = written.to_vec();
        return json(&Written { written });
    }
    let mut page = Page::default();
    for name in written {
        page.line(&format!("wrote {name}"));
    }
    page.text()
}
