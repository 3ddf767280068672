//! The loops of a database, and how each was solved.

use cfp_core::{Database, LoopReport, Method};
use serde::Serialize;

use crate::page::{Page, Side, Table};

/// A loop as programs read it.
#[derive(Debug, Serialize)]
pub(super) struct LoopRow {
    processes: usize,
    exchanges: usize,
    method: &'static str,
    proved: bool,
    /// What is known of a demand for the product of it that is worst off.
    standing: &'static str,
    /// The largest residual beside the terms of its row.
    backward_error: String,
    /// Processes of a loop in it that its credits alone hold.
    held_by_credits: Vec<String>,
    #[serde(skip)]
    solved: String,
}

/// How many loops are shown to people.
const SHOWN: usize = 10;

/// The loops, the largest first.
pub(super) fn rows(database: &Database, loops: &[LoopReport]) -> Vec<LoopRow> {
    let mut rows: Vec<LoopRow> = loops.iter().map(|own| row(database, own)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.processes, row.exchanges)));
    rows
}

fn row(database: &Database, own: &LoopReport) -> LoopRow {
    let (method, solved) = match own.method {
        Method::Sweeps => ("sweeps", "sweeps".to_owned()),
        Method::PairedSweeps { pairs } => {
            ("paired-sweeps", format!("sweeps, {pairs} pairs as one"))
        }
        Method::Bordered { processes } => (
            "bordered-sweeps",
            format!("sweeps, {processes} processes together"),
        ),
        Method::Factorisation => ("factorisation", "sparse LU".to_owned()),
        _ => ("another", "another way".to_owned()),
    };
    let held = own.held_by_credits.iter();
    LoopRow {
        processes: own.processes,
        exchanges: own.exchanges,
        method,
        proved: own.proved,
        standing: own.standing.word(),
        backward_error: format!("{:.1e}", own.backward_error),
        held_by_credits: held.map(|process| database.process_id(*process)).collect(),
        solved,
    }
}

/// Adds the loops to a page.
pub(super) fn show(page: &mut Page, rows: &[LoopRow]) {
    if rows.is_empty() {
        page.gap();
        page.line("no loops: every process stands behind its suppliers");
        return;
    }
    page.heading(
        "loops (processes, exchanges between them, whether they are sound, bound, solved by)",
    );
    let sides = [Side::Right, Side::Right, Side::Left, Side::Left, Side::Left];
    let mut table = Table::new(sides);
    for row in rows.iter().take(SHOWN) {
        let proved = if row.proved { "proved" } else { "not proved" };
        table.row([
            row.processes.to_string(),
            row.exchanges.to_string(),
            row.standing.to_owned(),
            proved.to_owned(),
            row.solved.clone(),
        ]);
    }
    page.table(&table);
    if rows.len() > SHOWN {
        page.line(&format!("  {} more", rows.len() - SHOWN));
    }
}
