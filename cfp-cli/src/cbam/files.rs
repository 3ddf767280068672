//! `cfp cbam template`, `report` and `convert`: what is written of an installation's data.

use std::ffi::OsStr;
use std::path::Path;

use cfp_exchange::cbam::installation::{
    InstallationProblem, TemplateLanguage, filled_template, importer_sheet, input_template,
    operator_report,
};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::{ConvertArguments, Form, Language, ReportArguments, TemplateArguments};
use super::installation::open;
use crate::arguments::Format;
use crate::input::InputProblem;
use crate::output::{Door, Outputs, is_standard};
use crate::page::{Page, json};
use crate::problem::{Problems, Told};
use crate::{Stop, Streams};

/// The files that were written.
#[derive(Serialize)]
struct Written<'a> {
    written: &'a [&'a Path],
}

/// Writes the template of an installation's data.
pub(super) fn template(
    asked: &TemplateArguments,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let paths = [&*asked.output];
    let door = Door::open(outputs.force(asked.force.force), &paths)?;
    let bytes = input_template(language(asked.language)).map_err(Problems::from)?;
    door.write(&[&bytes], &told(&paths, format), streams)
}

/// Writes the operator's report, and the importer's sheet where it is asked for.
pub(super) fn report(
    asked: &ReportArguments,
    registry: &Registry,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let outputs = outputs.reads(&asked.path).force(asked.force.force);
    let sheet = asked.importer_sheet.as_deref();
    let paths: Vec<&Path> = std::iter::once(&*asked.output).chain(sheet).collect();
    let door = Door::open(outputs, &paths)?;
    let contents = contents(asked, registry)?;
    let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    door.write(&contents, &told(&paths, format), streams)
}

/// The report, and the sheet where it is asked for.
fn contents(asked: &ReportArguments, registry: &Registry) -> Result<Vec<Vec<u8>>, Problems> {
    let file = open(&asked.path)?;
    let cbam = registry.cbam()?;
    let report = file.embedded(&cbam)?;
    let mut contents = vec![operator_report(&file, &report, &cbam)?];
    if asked.importer_sheet.is_some() {
        contents.push(importer_sheet(&file, &report)?);
    }
    Ok(contents)
}

/// Writes an installation's data in another form.
pub(super) fn convert(
    asked: &ConvertArguments,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let outputs = outputs.reads(&asked.path).force(asked.force.force);
    let paths = [&*asked.output];
    let door = Door::open(outputs, &paths)?;
    let form = form(asked)?;
    let file = open(&asked.path)?;
    let bytes = match form {
        Form::Json => file.to_json().into_bytes(),
        Form::Csv => file.to_csv().into_bytes(),
        Form::Toml => file.to_toml().into_bytes(),
        Form::Xlsx => {
            let filled = filled_template(language(asked.language), file.stated());
            filled.map_err(Problems::from)?
        }
    };
    let mut text = told(&paths, format);
    if form == Form::Xlsx && file.stated().footprint.is_some() && format == Format::Text {
        text.push_str("the table `[footprint]` is no part of the template and is left out\n");
    }
    door.write(&[&bytes], &text, streams)
}

/// The form that is asked for, or that the ending of the name says.
fn form(asked: &ConvertArguments) -> Result<Form, Problems> {
    let ending = asked.output.extension().map(OsStr::to_ascii_lowercase);
    let of_ending = match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("json") => Some(Form::Json),
        Some("csv") => Some(Form::Csv),
        Some("xlsx") => Some(Form::Xlsx),
        Some("toml") => Some(Form::Toml),
        _ => None,
    };
    asked.to.or(of_ending).ok_or_else(|| {
        if is_standard(&asked.output) {
            return Told::from(InputProblem::NoForm).into();
        }
        let name = asked.output.display().to_string();
        Told::new(&InstallationProblem::UnknownEnding { name }).into()
    })
}

fn language(asked: Language) -> TemplateLanguage {
    match asked {
        Language::En => TemplateLanguage::English,
        Language::Zh => TemplateLanguage::Chinese,
    }
}

/// What is told of the files; of standard output nothing.
fn told(paths: &[&Path], format: Format) -> String {
    let written: Vec<&Path> = paths
        .iter()
        .copied()
        .filter(|path| !is_standard(path))
        .collect();
    if format == Format::Json {
        return json(&Written { written: &written });
    }
    let mut page = Page::default();
    for path in written {
        page.line(&format!("wrote {}", path.display()));
    }
    page.text()
}
