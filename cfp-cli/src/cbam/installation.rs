//! `cfp cbam installation`: specific embedded emissions of an installation's goods.

use std::path::Path;

use cfp_core::Amount;
use cfp_core::cbam::{Attribution, EmbeddedProcess, reported, reported_total};
use cfp_exchange::cbam::installation::{EmbeddedReport, InstallationFile, WorkbookComparison};
use cfp_factors::Registry;

use super::arguments::InstallationArguments;
use crate::arguments::Format;
use crate::input;
use crate::page::{Page, Side, Table, below, json};
use crate::problem::Problems;

/// What the goods of an installation embed.
pub(super) fn answer(
    asked: &InstallationArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let file = open(&asked.path)?;
    let cbam = registry.cbam()?;
    let report = file.embedded(&cbam)?;
    Ok(match format {
        Format::Json => json(&report),
        Format::Text => text(&report),
    })
}

/// The data of a file.
pub(super) fn open(path: &Path) -> Result<InstallationFile, Problems> {
    let name = path.display().to_string();
    let bytes = input::bytes(path, &name)?;
    Ok(InstallationFile::read(&name, &bytes)?)
}

fn text(report: &EmbeddedReport) -> String {
    let mut page = Page::default();
    let name = report.name.as_deref().unwrap_or("installation");
    page.line(&format!("{name}, {}", report.year));
    page.heading("embedded in the goods (t CO2e per t of good)");
    page.table(&goods(report));
    let per_unit = report.goods.iter().any(|good| good.functional_unit != "t");
    if per_unit {
        page.heading("by functional unit (t CO2e)");
        let mut table = Table::new([Side::Left, Side::Left, Side::Right, Side::Right]);
        table.row(["cn", "per", "direct", "indirect"].map(str::to_owned));
        for good in &report.goods {
            table.row([
                good.cn.clone(),
                good.functional_unit.to_owned(),
                good.see_direct_per_fu.significant(10),
                good.see_indirect_per_fu.significant(10),
            ]);
        }
        page.table(&table);
    }
    for process in &report.way.embedded.processes {
        one(&mut page, process);
    }
    sources(&mut page, report);
    if let Some(workbook) = &report.workbook {
        beside(&mut page, workbook);
    }
    page.gap();
    let bound = below(&report.rounding_bound.value_text());
    page.line(&format!(
        "five decimals as they are reported (2547 Annex II point A.1(8)); all digits, with a rounding below {bound},"
    ));
    page.line("by `--format json`. The bound says nothing about the data");
    page.heading("what a verifier still has to see");
    for item in &report.checklist {
        page.line(&format!("  {item}"));
    }
    page.findings(&report.findings);
    page.text()
}

/// The figures of a communication workbook beside the computed ones.
fn beside(page: &mut Page, workbook: &WorkbookComparison) {
    page.heading(&format!(
        "the workbook's own figures (template V{}; t CO2e per t)",
        workbook.version
    ));
    let mut table = Table::new([
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Left,
        Side::Left,
    ]);
    let titles = ["cn", "", "workbook", "computed", "", "good"];
    table.row(titles.map(str::to_owned));
    for figure in &workbook.figures {
        let verdict = if figure.differs { "differs" } else { "equal" };
        table.row([
            figure.cn.clone(),
            figure.what.to_owned(),
            figure.workbook.significant(16),
            figure.computed.significant(16),
            verdict.to_owned(),
            figure.name.clone(),
        ]);
    }
    page.table(&table);
}

fn goods(report: &EmbeddedReport) -> Table<8> {
    let mut table = Table::new([
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
    ]);
    let titles = [
        "process", "cn", "direct", "indirect", "total", "counts", "free", "good",
    ];
    table.row(titles.map(str::to_owned));
    for good in &report.goods {
        table.row([
            good.process.clone(),
            good.cn.clone(),
            good.see_direct_reported.clone(),
            good.see_indirect_reported.clone(),
            reported(good.see_total),
            good.see_certificates_reported.clone(),
            good.sefa.map_or_else(|| "-".to_owned(), reported),
            good.name.clone(),
        ]);
    }
    table
}

/// The terms of a process and what it takes.
fn one(page: &mut Page, process: &EmbeddedProcess) {
    let per = match process.functional_unit.word() {
        "t" => String::new(),
        unit => format!(" = {} {unit}", process.activity_level),
    };
    page.heading(&format!(
        "process `{}`: {} t{per} of goods (t CO2e)",
        process.name, process.tonnes
    ));
    let mut table = Table::new([Side::Left, Side::Right]);
    for (what, amount) in terms(&process.attribution) {
        table.row([what.to_owned(), amount.significant(10)]);
    }
    page.table(&table);
    if process.precursors.is_empty() {
        return;
    }
    let mut table = Table::new([
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ]);
    let titles = ["precursor", "t", "t per t", "direct", "indirect"];
    table.row(titles.map(str::to_owned));
    for used in &process.precursors {
        table.row([
            used.name.clone(),
            used.tonnes.significant(10),
            used.per_tonne.significant(6),
            reported(used.see_direct),
            reported(used.see_indirect),
        ]);
    }
    page.table(&table);
}

/// The terms of Equation 55 that are not zero, and their sums.
fn terms(of: &Attribution) -> Vec<(&'static str, Amount)> {
    let optional = [
        ("heat received", of.heat_imported),
        ("heat that leaves", of.heat_exported.negated()),
        ("waste gas received", of.waste_gas_imported),
        ("waste gas that leaves", of.waste_gas_exported.negated()),
        ("electricity made", of.electricity_produced.negated()),
    ];
    let mut terms = vec![("directly attributable", of.direct)];
    terms.extend(optional.into_iter().filter(|(_, amount)| !amount.is_zero()));
    terms.push(("sum", of.before_floor));
    if of.share_of_goods != Amount::ONE {
        terms.push(("share of the goods", of.share_of_goods));
    }
    terms.push(("attributed, direct", of.attributed_direct));
    terms.push(("attributed, indirect", of.attributed_indirect));
    terms.push(("MWh of electricity", of.electricity));
    terms
}

fn sources(page: &mut Page, report: &EmbeddedReport) {
    let embedded = &report.way.embedded;
    let streams = embedded.streams.iter();
    let streams = streams.map(|row| (row.name.as_str(), row.emissions, row.step.as_str()));
    let anodes = embedded.anode_effects.iter();
    let anodes = anodes.map(|row| (row.name.as_str(), row.emissions, "perfluorocarbons"));
    let measured = embedded.measured.iter();
    let measured = measured.map(|row| (row.name.as_str(), row.emissions, "measured"));
    let rows: Vec<_> = streams.chain(anodes).chain(measured).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("sources of the installation (t CO2e)");
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    for (name, emissions, step) in rows {
        table.row([name.to_owned(), emissions.significant(10), step.to_owned()]);
    }
    table.row([
        "in all".to_owned(),
        reported_total(embedded.installation_direct),
        String::new(),
    ]);
    page.table(&table);
}
