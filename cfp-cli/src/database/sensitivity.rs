//! `cfp database sensitivity`.

use cfp_core::{EntrySensitivities, Finding};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::SensitivityArguments;
use super::entry::EntryRow;
use super::open::{self, Demanded, Method, Scored};
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json};
use crate::problem::Problems;
use crate::statistics::{known, short};

/// How a score moves with the numbers that it rests on.
#[derive(Serialize)]
struct Answer {
    product: String,
    name: String,
    demand: String,
    method: Method,
    score: f64,
    unit: Option<String>,
    sensitivities: Vec<Row>,
    /// How many other numbers move the score, each by no more than the last of the rows.
    others: usize,
    findings: Vec<Finding>,
}

/// How the score moves with one number.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    entry: EntryRow,
    amount: f64,
    derivative: f64,
    elasticity: Option<f64>,
}

/// The numbers that move the score of a product the most.
pub(super) fn answer(
    asked: &SensitivityArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let scored = open::scored(&asked.database, registry)?;
    let database = scored.database();
    let of = Demanded::of(database, &asked.product, asked.amount.as_deref())?;
    let EntrySensitivities {
        score,
        rows,
        others,
        ..
    } = scored.scores.sensitivities(&of.demand, asked.most)?;
    let rows = rows.iter().map(|row| Row {
        entry: EntryRow::of(database, row.entry),
        amount: row.amount,
        derivative: row.derivative,
        elasticity: row.elasticity,
    });
    let answer = Answer {
        product: database.product_id(of.product),
        name: of.name,
        demand: of.amount,
        method: scored.method(),
        score,
        unit: scored.unit(),
        sensitivities: rows.collect(),
        others,
        findings: scored.findings.clone(),
    };
    Ok(match format {
        Format::Json => json(&answer),
        Format::Text => text(&scored, &answer),
    })
}

fn text(scored: &Scored, answer: &Answer) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", answer.name, answer.demand));
    answer.method.show(&mut page);
    page.gap();
    let score = scored.with_unit(&short(answer.score));
    page.line(&format!("  score  {score}"));
    page.heading("what moves it most (percent by which it rises with one percent of the number, amount, number)");
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for row in &answer.sensitivities {
        table.row([known(row.elasticity), short(row.amount), row.entry.told()]);
    }
    page.table(&table);
    if answer.others > 0 {
        page.line(&format!(
            "  {} other numbers move it, none more than the last of these",
            answer.others
        ));
    }
    page.findings(&answer.findings);
    page.text()
}
