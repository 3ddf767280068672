//! The operator's emissions report and the importer's sheet as workbooks, in English.
//!
//! The report carries formulas that a verifier can follow from the data to the goods. Each is reckoned in decimals as it is
//! made, and stands only where it gives the exact result, which is its cached value.

mod answers;
mod energy;
mod energy_answers;
mod goods;
mod importer;
mod inputs;
mod items;
mod parameters;
mod precursor_answers;
mod precursors;
mod processes;
mod sources;

pub use importer::importer_sheet;

use cfp_factors::Cbam;

use super::ledger::{Page, workbook};
use super::template::not_written;
use super::{EmbeddedReport, InstallationFile};
use crate::error::Error;
use answers::Known;
use inputs::Inputs;
use processes::Parts;

/// The operator's emissions report and its summary, with the calculation behind them.
///
/// # Exactness
///
/// Numbers are the doubles next to the decimals; formulas keep the exact result as their cached value.
///
/// # Errors
///
/// Data that cannot be understood, as in [`InstallationFile::embedded`], and texts that are longer than a cell of a workbook
/// may be.
///
/// # Source
///
/// 2547 Annex IV.
pub fn operator_report(
    file: &InstallationFile,
    report: &EmbeddedReport,
    cbam: &Cbam,
) -> Result<Vec<u8>, Error> {
    let stated = file.stated();
    let inputs = Inputs::of(file, cbam)?;
    let way = &report.way.embedded;
    let mut of_sources = Page::new("Sources", &[30, 16, 14]);
    let sources = sources::write(&mut of_sources, &inputs, way, cbam.method());
    let mut of_energy = Page::new("Energy", &[30, 14, 14]);
    let energy = energy::write(&mut of_energy, &inputs, way, &sources);
    let mut of_precursors = Page::new("Precursors", &[28, 24, 24, 14]);
    let precursors = precursors::write(&mut of_precursors, &inputs, stated, way);
    let mut of_processes = Page::new(processes::SHEET, &[40, 22, 22, 56]);
    let parts = Parts {
        inputs: &inputs,
        way,
        sources: &sources,
        energy: &energy,
        precursors: &precursors,
        is_reconciled: stated.reconcile,
    };
    processes::write(&mut of_processes, &parts);
    let mut of_goods = goods::empty();
    goods::write(&mut of_goods, &inputs, way, &precursors);
    let mut parameters = Page::new("Sector parameters", &[28, 12, 28, 40]);
    parameters::write(&mut parameters, &inputs, stated);
    let known = Known {
        stated,
        inputs: &inputs,
        way,
        sources: &sources,
    };
    let items = &[9, 46, 44, 44, 20, 30];
    let mut summary = Page::new("1.2 Summary", items);
    answers::write(&mut summary, &items::summary(&known));
    let mut full = Page::new("1.1 Report", items);
    answers::write(&mut full, &items::report(&known));
    let pages = [
        summary,
        full,
        of_sources,
        of_energy,
        of_processes,
        of_precursors,
        of_goods,
        parameters,
        findings(report),
    ];
    workbook(&pages).map_err(|error| not_written(&error, &file.file))
}

/// What a reader should know, what a verifier still has to see, and the data behind the numbers.
fn findings(report: &EmbeddedReport) -> Page {
    let mut page = Page::new("Findings", &[34, 90, 90]);
    page.titles(&["Finding", "What was found", "What can be done"]);
    for finding in &report.findings {
        page.row()
            .text(&finding.code)
            .text(&finding.message)
            .text(&finding.hint);
    }
    if report.findings.is_empty() {
        page.line("none");
    }
    page.heading("What a verifier still has to see");
    for item in &report.checklist {
        page.line(item);
    }
    page.heading("Datasets behind the numbers");
    for dataset in &report.datasets {
        page.line(dataset);
    }
    let mut row = page.row();
    row.text("Largest bound on the rounding of an embedded emission, t CO2e per t");
    row.number(report.rounding_bound);
    row.text("of arithmetic alone: it says nothing of the data");
    page
}
