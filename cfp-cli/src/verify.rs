//! `cfp verify`: a stored result, computed anew.

use cfp_exchange::{FileProblem, FootprintFile, ResultProblem, Verification};
use cfp_factors::Registry;
use serde::Serialize;

use crate::arguments::{Format, VerifyArguments};
use crate::beside::{NotRead, ResultFiles, regular};
use crate::input::InputProblem;
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
    let file = FootprintFile::read(&name, &regular(&asked.path)?)?;
    let files = ResultFiles::of(&file, &asked.path, &asked.model)?;
    let bytes = regular(files.model())?;
    let verification = file.verify(&name, &bytes, &mut |path| files.open(path), registry)?;
    let model_name = files.model().display().to_string();
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

impl From<NotRead> for Problems {
    fn from(not_read: NotRead) -> Self {
        let (told, path) = match not_read {
            NotRead::Result(error) => return error.into(),
            NotRead::File(error, path) => {
                let name = path.display().to_string();
                (Told::from(InputProblem::read(&name, error)), path)
            }
            NotRead::TooLarge(path, bytes) => (Told::new(&FileProblem::TooLarge { bytes }), path),
        };
        told.at(path.display().to_string()).into()
    }
}
