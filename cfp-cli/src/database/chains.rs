//! `cfp database chains`.

use cfp_core::{ChainNode, ChainOptions, Figure, Finding};
use cfp_factors::Registry;
use serde::Serialize;

use super::about_numbers;
use super::arguments::ChainsArguments;
use super::footprint::{Total, total_of};
use super::open::{self, Method, Scored, called};
use super::paths::LargestPaths;
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json, rounding, share, short, with_parts};
use crate::problem::Problems;

/// The supply chains behind a product.
#[derive(Serialize)]
struct Answer {
    product: String,
    name: String,
    demand: String,
    method: Method,
    total: Total,
    gross: Figure,
    nodes: Vec<NodeRow>,
    covered: Figure,
    remainder: Figure,
    remainder_positive: Figure,
    remainder_negative: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    largest_paths: Option<LargestPaths>,
    findings: Vec<Finding>,
}

/// A visit of a process on the way up.
#[derive(Serialize)]
struct NodeRow {
    parent: Option<usize>,
    depth: usize,
    product: String,
    name: String,
    unit: Option<String>,
    amount: Figure,
    score: Figure,
    direct: Figure,
    share_percent: Option<String>,
}

/// The deepest step that stands further to the right than the one before.
const DEEPEST: usize = 40;

/// The tree of what needs what.
pub(super) fn answer(
    asked: &ChainsArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let scored = open::scored(&asked.database, registry)?;
    let database = scored.database();
    let product = database.find_product(&asked.product)?;
    let options = ChainOptions::default()
        .cut_off(asked.cut_off)
        .most(usize::try_from(asked.most).unwrap_or(usize::MAX));
    let chains = scored
        .scores
        .supply_chains(product, asked.amount, options)?;
    let demand = cfp_core::DatabaseDemand::of(product, asked.amount);
    let total = scored.scores.demand(&demand)?;
    let paths = asked
        .largest_paths
        .map(|most| LargestPaths::of(&scored, &demand, most));
    let row = |node: &ChainNode| {
        let (name, unit) = called(database, node.product);
        NodeRow {
            parent: node.parent,
            depth: node.depth,
            product: database.product_id(node.product),
            name,
            unit,
            amount: node.amount,
            score: node.score,
            direct: node.direct,
            share_percent: node.score.share_percent_of(&total),
        }
    };
    let (name, unit) = called(database, product);
    let amount = format!("{} {}", asked.amount, unit.unwrap_or_default());
    let answer = Answer {
        product: database.product_id(product),
        name,
        demand: amount.trim().to_owned(),
        method: scored.method(),
        total: total_of(&scored, total),
        gross: chains.gross,
        nodes: chains.nodes.iter().map(row).collect(),
        covered: chains.covered,
        remainder: chains.remainder,
        remainder_positive: chains.remainder_positive,
        remainder_negative: chains.remainder_negative,
        largest_paths: paths.transpose()?,
        findings: scored
            .findings
            .iter()
            .chain(&chains.findings)
            .cloned()
            .collect(),
    };
    Ok(match format {
        Format::Json => json(&answer),
        Format::Text => text(&scored, &answer),
    })
}

/// The nodes with each below the one that needs it.
fn in_order(nodes: &[NodeRow]) -> Vec<usize> {
    let mut needs = vec![Vec::new(); nodes.len()];
    let mut waiting = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => needs[parent].push(place),
            None => waiting.push(place),
        }
    }
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(place) = waiting.pop() {
        order.push(place);
        waiting.extend(needs[place].iter().rev());
    }
    order
}

fn text(scored: &Scored, answer: &Answer) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", answer.name, answer.demand));
    answer.method.show(&mut page);
    page.gap();
    let total = &answer.total.figure;
    let mut table = Table::new([Side::Left, Side::Right, Side::Right]);
    let remainder = with_parts(
        "remainder",
        &answer.remainder_positive,
        &answer.remainder_negative,
    );
    let rows = [
        ("total", total),
        ("covered", &answer.covered),
        (&remainder, &answer.remainder),
    ];
    for (what, figure) in rows {
        let percent = figure.share_percent_of(total);
        table.row([
            what.to_owned(),
            scored.with_unit(&short(figure.value())),
            share(percent.as_deref()),
        ]);
    }
    page.table(&table);
    let bound = rounding([total], &scored.unit);
    page.line(&format!("  bound of the total: {bound}"));
    about_numbers(&mut page);
    let unit = scored.in_brackets();
    page.heading(&format!(
        "supply chains ({unit}share of the total, amount, product)"
    ));
    let mut table = Table::new([
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
        Side::Left,
    ]);
    for place in in_order(&answer.nodes) {
        let node = &answer.nodes[place];
        let indent = "  ".repeat(node.depth.min(DEEPEST));
        table.row([
            short(node.score.value()),
            share(node.share_percent.as_deref()),
            short(node.amount.value()),
            node.unit.clone().unwrap_or_default(),
            format!("{indent}{}", node.name),
        ]);
    }
    page.table(&table);
    if let Some(paths) = &answer.largest_paths {
        paths.show(&mut page, &unit, total);
    }
    page.findings(&answer.findings);
    page.text()
}
