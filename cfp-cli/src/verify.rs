//! `cfp verify`: a stored result, computed anew.

use std::path::Path;

use cfp_exchange::{FootprintFile, ResultProblem, Verification};
use cfp_factors::Registry;
use serde::Serialize;

use crate::arguments::{Format, VerifyArguments};
use crate::input;
use crate::page::{Page, json};
use crate::problem::{Problems, Told};

/// A result that agrees.
#[derive(Serialize)]
struct Agreement<'a> {
    #[serde(flatten)]
    verification: &'a Verification,
    product: &'a str,
    demand: &'a str,
    total: &'a cfp_core::Total,
    model: &'a str,
}

/// Computes a stored result anew from its model and the datasets that it names.
pub(crate) fn answer(
    asked: &VerifyArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let name = asked.path.display().to_string();
    let file = FootprintFile::read(&name, &input::bytes(&asked.path, &name)?)?;
    let model = asked.model.clone();
    let model = model.unwrap_or_else(|| asked.path.with_file_name(&file.provenance.model.file));
    let model_name = model.display().to_string();
    let bytes = input::bytes(&model, &model_name)?;
    let directory = model.parent().map(Path::to_owned).unwrap_or_default();
    let mut open = |path: &str| input::open(&directory.join(path).display().to_string());
    let verification = file.verify(&name, &bytes, &mut open, registry)?;
    if !verification.agrees {
        let problem = ResultProblem::Differs(verification);
        return Err(Told::new(&problem).at(name).into());
    }
    let agreement = Agreement {
        verification: &verification,
        product: &file.footprint.product,
        demand: &file.footprint.demand,
        total: &file.footprint.total,
        model: &model_name,
    };
    if format == Format::Json {
        return Ok(json(&agreement));
    }
    let mut page = Page::default();
    page.line(&format!(
        "the digits agree: {} values of {name} computed anew from {model_name}",
        verification.compared
    ));
    page.line(&format!(
        "  {}, {}: {} kg CO2e",
        agreement.product, agreement.demand, agreement.total.figure
    ));
    for dataset in file.provenance.lock.datasets() {
        page.line(&format!("  {} {}", dataset.id, dataset.version));
    }
    for gwp in file.provenance.lock.gwp() {
        page.line(&format!("  {}: {} {}", gwp.set, gwp.id, gwp.version));
    }
    Ok(page.text())
}
