//! `cfp database footprint`.

use cfp_core::{Contributions, Database, Figure, Finding};
use cfp_factors::Registry;
use serde::Serialize;

use super::about_numbers;
use super::arguments::FootprintArguments;
use super::open::{self, Demanded, Method, Scored};
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json, rounding, share, short, with_parts};
use crate::problem::Problems;

/// How many processes are listed where nothing is said.
const TOP: usize = 20;

/// A score with what makes it.
#[derive(Serialize)]
struct Answer {
    product: String,
    name: String,
    demand: String,
    method: Method,
    total: Total,
    by_process: Vec<ProcessRow>,
    others: Option<OthersRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flows: Option<Vec<FlowRow>>,
    findings: Vec<Finding>,
}

/// A figure and its unit; `None` where only the method knows it.
#[derive(Serialize)]
pub(super) struct Total {
    #[serde(flatten)]
    pub figure: Figure,
    pub unit: Option<String>,
}

/// What a process counts itself.
#[derive(Serialize)]
struct ProcessRow {
    process: String,
    name: String,
    location: Option<String>,
    runs: Figure,
    /// What it counts, in the unit of the method.
    score: Figure,
    share_percent: Option<String>,
}

/// What all other processes count.
#[derive(Serialize)]
struct OthersRow {
    name: String,
    processes: usize,
    score: Figure,
    positive: Figure,
    negative: Figure,
    share_percent: Option<String>,
}

/// How much is emitted of a flow.
#[derive(Serialize)]
struct FlowRow {
    flow: String,
    name: String,
    compartment: Option<String>,
    unit: Option<String>,
    amount: Figure,
    /// What that counts, in the unit of the method.
    score: Figure,
}

/// The score of a product and who contributes.
pub(super) fn answer(
    asked: &FootprintArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let scored = open::scored(&asked.database, registry)?;
    let database = scored.database();
    let Demanded {
        product,
        name,
        amount,
        demand,
    } = Demanded::of(database, &asked.product, asked.amount.as_deref())?;
    let contributions = scored.scores.contributions(&demand)?;
    let total = contributions.total();
    let top = match (asked.top, asked.until) {
        (None, None) => TOP,
        (top, None) => top.unwrap_or(TOP),
        (top, Some(share)) => contributions.until(share)?.min(top.unwrap_or(usize::MAX)),
    };
    let others = contributions.others(top)?;
    let answer = Answer {
        product: database.product_id(product),
        name,
        demand: amount,
        method: scored.method(),
        total: total_of(&scored, total),
        by_process: processes(database, &contributions, top),
        others: (others.processes > 0).then(|| OthersRow {
            name: match others.processes {
                1 => "1 other process".to_owned(),
                many => format!("{many} other processes"),
            },
            processes: others.processes,
            score: others.score,
            positive: others.positive,
            negative: others.negative,
            share_percent: others.score.share_percent_of(&total),
        }),
        flows: if asked.flows {
            Some(flows(database, &contributions)?)
        } else {
            None
        },
        findings: scored
            .findings
            .iter()
            .cloned()
            .chain(contributions.findings())
            .collect(),
    };
    Ok(match format {
        Format::Json => json(&answer),
        Format::Text => text(&scored, &answer),
    })
}

/// A figure with the unit of the method.
pub(super) fn total_of(scored: &Scored, figure: Figure) -> Total {
    let unit = scored.unit();
    Total { figure, unit }
}

fn processes(database: &Database, contributions: &Contributions, top: usize) -> Vec<ProcessRow> {
    let total = contributions.total();
    let rows = contributions.rows().iter().take(top);
    let rows = rows.map(|row| {
        let label = database.process(row.process);
        let process = database.process_id(row.process);
        ProcessRow {
            name: label.map_or_else(|| process.clone(), |label| label.called().to_owned()),
            location: label.and_then(|label| label.place()).map(str::to_owned),
            process,
            runs: row.runs,
            score: row.score,
            share_percent: row.score.share_percent_of(&total),
        }
    });
    rows.collect()
}

fn flows(database: &Database, contributions: &Contributions) -> Result<Vec<FlowRow>, Problems> {
    let rows = contributions.flows()?.into_iter().map(|row| {
        let label = database.flow(row.flow);
        let flow = database.flow_id(row.flow);
        FlowRow {
            name: label.map_or_else(|| flow.clone(), |label| label.called().to_owned()),
            compartment: label.and_then(|label| label.place()).map(str::to_owned),
            unit: label.and_then(|label| label.unit_text()).map(str::to_owned),
            flow,
            amount: row.amount,
            score: row.score,
        }
    });
    Ok(rows.collect())
}

fn text(scored: &Scored, answer: &Answer) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", answer.name, answer.demand));
    answer.method.show(&mut page);
    page.gap();
    let total = &answer.total.figure;
    let mut table = Table::new([Side::Left, Side::Left]);
    table.row(["total".to_owned(), scored.with_unit(&short(total.value()))]);
    table.row([
        "bound".to_owned(),
        rounding([total], &scored.unit).trim_end().to_owned(),
    ]);
    page.table(&table);
    about_numbers(&mut page);
    let unit = scored.in_brackets();
    page.heading(&format!(
        "largest contributions ({unit}share of the total, runs)"
    ));
    let sides = [Side::Right, Side::Right, Side::Right, Side::Left];
    let mut table = Table::new(sides);
    for row in &answer.by_process {
        let place = row.location.as_ref();
        let place = place.map_or_else(String::new, |place| format!(", {place}"));
        table.row([
            short(row.score.value()),
            share(row.share_percent.as_deref()),
            short(row.runs.value()),
            format!("{}{place}", row.name),
        ]);
    }
    if let Some(others) = &answer.others {
        table.row([
            short(others.score.value()),
            share(others.share_percent.as_deref()),
            String::new(),
            with_parts(&others.name, &others.positive, &others.negative),
        ]);
    }
    page.table(&table);
    if let Some(rows) = &answer.flows {
        show_flows(&mut page, &unit, rows);
    }
    page.findings(&answer.findings);
    page.text()
}

fn show_flows(page: &mut Page, unit: &str, rows: &[FlowRow]) {
    let unit = if unit.is_empty() { "score, " } else { unit };
    page.heading(&format!("flows ({unit}amount)"));
    let mut table = Table::new([Side::Right, Side::Right, Side::Left, Side::Left, Side::Left]);
    for row in rows {
        table.row([
            short(row.score.value()),
            short(row.amount.value()),
            row.unit.clone().unwrap_or_default(),
            row.name.clone(),
            row.compartment.clone().unwrap_or_default(),
        ]);
    }
    page.table(&table);
}
