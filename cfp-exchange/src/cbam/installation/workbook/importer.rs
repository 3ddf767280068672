//! What an importer needs of an installation's goods.

use cfp_core::cbam::{EmbeddedGood, reported};

use crate::cbam::installation::ledger::{NOT_STATED, Page, Row, workbook};
use crate::cbam::installation::template::not_written;
use crate::cbam::installation::{EmbeddedReport, InstallationFile, StatedGood};
use crate::error::Error;

/// A workbook of one page with what the goods of an installation embed, for those who import them.
///
/// It carries no formulas: they are in the operator's report.
///
/// # Errors
///
/// Texts that are longer than a cell of a workbook may be.
pub fn importer_sheet(file: &InstallationFile, report: &EmbeddedReport) -> Result<Vec<u8>, Error> {
    let mut page = Page::new("Goods for the importer", &[34, 12, 34, 12, 14]);
    let stated = file.stated();
    page.heading("Embedded emissions of goods under the Carbon Border Adjustment Mechanism");
    let mut pair = |what: &str, said: Option<&str>| {
        page.row().text(what).said(said);
    };
    let said = |key: &str| stated.report.get(key).map(String::as_str);
    pair("Installation", report.name.as_deref());
    pair("Country", report.country.as_deref());
    pair("Operator", said("operator"));
    pair("Installation in the CBAM Registry", said("installation_id"));
    pair("UN/LOCODE", said("unlocode"));
    pair("Year of production", Some(&report.year.to_string()));
    pair("Verification", Some(said("verification").unwrap_or("not stated: without a verification report these values serve no declaration, and default values apply")));
    page.line("Warning: a Chinese tariff code shares only its first six digits with the Combined Nomenclature. Use the eight digits of the CN code below, and check them with the customs declaration in the Union.");
    page.line("Emissions are in t CO2e. What counts for certificates: 2547 Annex I point 3.1. Rounded figures have five decimals (Annex II point A.1(8)).");
    page.heading("Goods");
    page.titles(&[
        "Process",
        "CN code",
        "Good",
        "Production route",
        "Functional unit",
        "Functional units per t",
        "Direct, per functional unit",
        "Indirect, per functional unit",
        "Direct, per t",
        "Indirect, per t",
        "What counts, per t",
        "Direct, per t, rounded",
        "Indirect, per t, rounded",
        "What counts, per t, rounded",
        "Specific embedded free allocation, t CO2e per t",
        "Share of default values in direct emissions",
        "Electricity, MWh per t",
    ]);
    let goods_of = stated.process.iter().flat_map(|process| &process.goods);
    for (good, stated) in report.way.embedded.goods.iter().zip(goods_of) {
        let mut row = page.row();
        one(&mut row, good, stated);
    }
    if !report.findings.is_empty() {
        page.heading("What a reader should know");
        for finding in &report.findings {
            page.row().text(&finding.message).text(&finding.hint);
        }
    }
    workbook(&[page]).map_err(|error| not_written(&error, &file.file))
}

fn one(row: &mut Row<'_>, good: &EmbeddedGood, stated: &StatedGood) {
    let several = stated
        .routes
        .iter()
        .map(|(route, amount)| format!("{route}: {amount}"));
    let several: Vec<String> = several.collect();
    let route = match &stated.route {
        Some(route) => route.clone(),
        None if several.is_empty() => NOT_STATED.to_owned(),
        None => several.join("; "),
    };
    row.text(&good.process)
        .text(&good.cn)
        .text(&good.name)
        .text(&route);
    row.text(good.functional_unit.word());
    for figure in [
        good.content,
        good.see_direct_per_fu,
        good.see_indirect_per_fu,
        good.see_direct,
        good.see_indirect,
        good.see_certificates,
    ] {
        row.number(figure);
    }
    for figure in [good.see_direct, good.see_indirect, good.see_certificates] {
        row.stated(reported(figure).parse().ok());
    }
    row.number_or(good.sefa, "not known");
    row.number_or(good.share_default, "no direct emissions");
    row.number(good.electricity);
}
