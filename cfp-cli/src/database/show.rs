//! `cfp database show`.

use cfp_core::Finding;
use cfp_exchange::DatabaseFormat;
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::ShowArguments;
use super::loops::{self, LoopRow};
use super::open::{self, Method};
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json};
use crate::problem::Problems;

/// What there is in a database.
#[derive(Serialize)]
struct Shown {
    format: &'static str,
    processes: usize,
    exchanges: usize,
    flows: usize,
    emissions: usize,
    characterisations: Vec<Characterised>,
    /// By which method the loops were solved; `None` where none is chosen.
    method: Option<Method>,
    loops: Option<Vec<LoopRow>>,
    findings: Vec<Finding>,
}

/// A method that came with a database.
#[derive(Serialize)]
struct Characterised {
    name: String,
    flows: usize,
}

/// Counts, methods and loops.
pub(super) fn answer(
    asked: &ShowArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let opened = open::open(&asked.database)?;
    let database = &opened.loaded.database;
    let characterisations = opened.loaded.characterisations.iter();
    let characterised = characterisations.map(|one| Characterised {
        name: one.name().to_owned(),
        flows: one.len(),
    });
    let mut shown = Shown {
        format: match opened.format {
            DatabaseFormat::Datapackage => "datapackage",
            DatabaseFormat::Tables => "tables",
            _ => "another",
        },
        processes: database.size(),
        exchanges: database.exchanges(),
        flows: database.flow_count(),
        emissions: database.emissions(),
        characterisations: characterised.collect(),
        method: None,
        loops: None,
        findings: opened.loaded.findings.clone(),
    };
    if !opened.leaves_method_open(&asked.database) {
        let scored = opened.scored(&asked.database, registry)?;
        shown.method = Some(scored.method());
        shown.loops = Some(loops::rows(scored.database(), scored.scores.loops()));
        shown.findings = scored.findings;
    }
    Ok(match format {
        Format::Json => json(&shown),
        Format::Text => text(&shown),
    })
}

fn text(shown: &Shown) -> String {
    let mut page = Page::default();
    page.line(match shown.format {
        "datapackage" => "a database from datapackages",
        _ => "a database from tables",
    });
    let mut table = Table::new([Side::Left, Side::Right]);
    let counts = [
        ("processes", shown.processes),
        ("exchanges", shown.exchanges),
        ("flows", shown.flows),
        ("emissions", shown.emissions),
    ];
    for (what, count) in counts {
        table.row([what.to_owned(), count.to_string()]);
    }
    page.table(&table);
    if !shown.characterisations.is_empty() {
        page.heading("methods (flows that they value)");
        let mut table = Table::new([Side::Right, Side::Left]);
        for one in &shown.characterisations {
            table.row([one.flows.to_string(), one.name.clone()]);
        }
        page.table(&table);
    }
    page.gap();
    match (&shown.method, &shown.loops) {
        (Some(method), Some(rows)) => {
            method.show(&mut page);
            loops::show(&mut page, rows);
        }
        _ => page.line("choose a method by `--method` or `--gwp` to see the loops"),
    }
    page.findings(&shown.findings);
    page.text()
}
