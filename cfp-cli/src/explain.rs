//! `cfp explain`.

use cfp_core::{
    Amount, Analysis, By, ChainOptions, ContributionTable, Finding, Paths, RowKind, Sankey,
    SupplyTree, Total, TreeNode, Upstream,
};
use cfp_factors::Registry;
use serde::Serialize;

use crate::arguments::{ExplainArguments, Format};
use crate::footprint::{demanded, options_of, title, totals};
use crate::input;
use crate::page::{Page, Side, Table, json, share, short, with_parts};
use crate::problem::Problems;

/// How many contributions and paths are shown to people.
const SHOWN: usize = 15;
/// How many paths, and rows of upstream, programs get when they do not say.
const PATHS: usize = 100;
const UPSTREAM: usize = 1000;
/// How many visits of processes a tree has at most; what lies beyond is in the remainders.
const NODES: usize = 10_000;
/// The deepest step that stands further to the right than the one before.
const DEEPEST: usize = 40;
/// Longer paths are shown by their ends.
const STEPS: usize = 10;

/// Everything that says why a footprint is so much.
#[derive(Serialize)]
struct Answer {
    product: String,
    demand: String,
    gwp: String,
    total: Total,
    tree: SupplyTree,
    contributions: Vec<ContributionTable>,
    paths: Paths,
    upstream: Upstream,
    sankey: Sankey,
    findings: Vec<Finding>,
}

/// Why the footprint of a model's product is so much.
pub(crate) fn answer(
    asked: &ExplainArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options_of(model, &asked.scenario);
    let options = demanded(options, &asked.demand);
    let (study, _) = input::study(model, registry, &options)?;
    let analysis = study.analyse()?;
    let by: Vec<By> = asked
        .by
        .iter()
        .map(|word| word.parse())
        .collect::<Result<_, cfp_core::Error>>()?;
    let most = asked
        .most
        .map(|most| usize::try_from(most).unwrap_or(usize::MAX));
    let chains = ChainOptions::default()
        .cut_off_of(asked.cut_off)
        .most(NODES);
    let shown = Shown {
        most,
        until: asked.until,
        chains,
    };
    Ok(match format {
        Format::Json => {
            let by = if by.is_empty() { &By::ALL[..] } else { &by };
            json(&whole(&analysis, by, shown)?)
        }
        Format::Text => {
            let mut page = Page::default();
            let footprint = analysis.footprint();
            page.line(&format!("{}: {}", footprint.product, footprint.demand));
            title(&mut page, &study);
            totals(&mut page, footprint);
            let by = if by.is_empty() {
                &[By::Process]
            } else {
                &by[..]
            };
            text(&mut page, &analysis, by, shown)?;
            page.text()
        }
    })
}

/// How much is shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    most: Option<usize>,
    until: Option<Amount>,
    chains: ChainOptions,
}

impl Shown {
    /// A breakdown with so many rows as are asked for, or all of them.
    fn of(&self, table: ContributionTable) -> Result<ContributionTable, cfp_core::Error> {
        let table = match self.until {
            Some(share) => table.until(share)?,
            None => table,
        };
        match self.most {
            Some(most) => table.top(most),
            None => Ok(table),
        }
    }
}

/// The findings of the footprint, and after them those of what is made of it, each once.
fn findings<'a>(analysis: &Analysis, more: impl IntoIterator<Item = &'a Finding>) -> Vec<Finding> {
    let mut findings = analysis.footprint().findings.clone();
    for finding in more {
        if !findings.contains(finding) {
            findings.push(finding.clone());
        }
    }
    findings
}

fn whole(analysis: &Analysis, by: &[By], shown: Shown) -> Result<Answer, cfp_core::Error> {
    let footprint = analysis.footprint();
    let Shown { most, chains, .. } = shown;
    let contributions = by.iter();
    let contributions = contributions.map(|by| shown.of(analysis.contributions(*by)?));
    let contributions = contributions.collect::<Result<Vec<_>, _>>()?;
    let paths = analysis.paths(most.unwrap_or(PATHS))?;
    let tree = analysis.tree(chains)?;
    let of_tables = contributions.iter().flat_map(|table| &table.findings);
    let more = tree.findings.iter().chain(of_tables).chain(&paths.findings);
    let findings = findings(analysis, more);
    Ok(Answer {
        product: footprint.product.clone(),
        demand: footprint.demand.clone(),
        gwp: footprint.gwp.clone(),
        total: footprint.total.clone(),
        tree,
        contributions,
        paths,
        upstream: analysis.upstream(most.unwrap_or(UPSTREAM))?,
        sankey: analysis.sankey(chains)?,
        findings,
    })
}

fn text(
    page: &mut Page,
    analysis: &Analysis,
    by: &[By],
    mut shown: Shown,
) -> Result<(), cfp_core::Error> {
    let tree = analysis.tree(shown.chains)?;
    supply_chains(page, &tree);
    let most = shown.most.unwrap_or(SHOWN);
    if shown.until.is_none() {
        shown.most = Some(most);
    }
    let tables = by.iter().map(|by| shown.of(analysis.contributions(*by)?));
    let tables = tables.collect::<Result<Vec<_>, _>>()?;
    for table in &tables {
        contributions(page, table);
    }
    let found = analysis.paths(most)?;
    paths(page, &found);
    let of_tables = tables.iter().flat_map(|table| &table.findings);
    let more = tree.findings.iter().chain(of_tables).chain(&found.findings);
    page.findings_in_short(&findings(analysis, more));
    Ok(())
}

/// A process with its product, or the one name that both have.
fn called(process: &str, product: &str) -> String {
    if process == product {
        process.to_owned()
    } else {
        format!("{process} ({product})")
    }
}

/// A line of the tree: a node, or a part of it that is none.
#[derive(Debug, Clone, Copy)]
enum Line {
    Node(usize),
    Direct(usize),
    Others(usize),
}

/// The lines of a tree, each node above what it emits itself, what it needs, and what of that is left out.
fn lines(nodes: &[TreeNode]) -> Vec<Line> {
    let mut needs = vec![Vec::new(); nodes.len()];
    let mut waiting = Vec::new();
    for (place, node) in nodes.iter().enumerate().rev() {
        match node.parent {
            Some(parent) => needs[parent].push(Line::Node(place)),
            None => waiting.push(Line::Node(place)),
        }
    }
    let mut lines = Vec::new();
    while let Some(line) = waiting.pop() {
        if let Line::Node(place) = line {
            let node = &nodes[place];
            if node.cut_off_count > 0 {
                waiting.push(Line::Others(place));
            }
            let has_parts = !needs[place].is_empty() || node.cut_off_count > 0;
            waiting.append(&mut needs[place]);
            if has_parts && !node.direct.value().is_zero() {
                waiting.push(Line::Direct(place));
            }
        }
        lines.push(line);
    }
    lines
}

fn supply_chains(page: &mut Page, tree: &SupplyTree) {
    page.heading("supply chains (kg CO2e, share of the total, amount, who makes what)");
    let sides = [
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Left,
        Side::Left,
    ];
    let mut table = Table::new(sides);
    for line in lines(&tree.nodes) {
        let (place, step) = match line {
            Line::Node(place) => (place, 0),
            Line::Direct(place) | Line::Others(place) => (place, 1),
        };
        let node = &tree.nodes[place];
        let indent = "  ".repeat((node.depth + step).min(DEEPEST));
        let (figure, percent, amount, unit, name) = match line {
            Line::Node(_) => {
                let name = called(&node.process, &node.product);
                let amount = short(node.amount.value());
                let percent = node.share_percent.clone();
                (node.co2e, percent, amount, node.unit.clone(), name)
            }
            Line::Direct(_) => {
                let percent = node.direct.share_percent_of(&tree.total);
                let name = "emitted there".to_owned();
                (node.direct, percent, String::new(), String::new(), name)
            }
            Line::Others(_) => {
                let percent = node.cut_off.share_percent_of(&tree.total);
                let name = match node.cut_off_count {
                    1 => "1 other".to_owned(),
                    many => format!("{many} others"),
                };
                let name = with_parts(&name, &node.cut_off_positive, &node.cut_off_negative);
                (node.cut_off, percent, String::new(), String::new(), name)
            }
        };
        table.row([
            short(figure.value()),
            share(percent.as_deref()),
            amount,
            unit,
            format!("{indent}{name}"),
        ]);
    }
    page.table(&table);
    let covered = share(tree.covered_percent.as_deref());
    let rest = short(tree.remainder.value());
    let rest_percent = share(tree.remainder_percent.as_deref());
    let others = with_parts(
        &format!("the others are {rest} kg CO2e, {rest_percent}"),
        &tree.remainder_positive,
        &tree.remainder_negative,
    );
    page.line(&format!("  {covered} is told apart; {others}"));
}

fn contributions(page: &mut Page, found: &ContributionTable) {
    page.heading(&format!("by {} (kg CO2e, share of the total)", found.by));
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for row in &found.rows {
        table.row([
            short(row.co2e.value()),
            share(row.share_percent.as_deref()),
            row.name.clone().unwrap_or_else(|| "not stated".to_owned()),
        ]);
    }
    if let Some(remainder) = &found.remainder {
        table.row([
            short(remainder.co2e.value()),
            share(remainder.share_percent.as_deref()),
            with_parts(&remainder.name, &remainder.positive, &remainder.negative),
        ]);
    }
    page.table(&table);
}

fn paths(page: &mut Page, found: &Paths) {
    if found.paths.is_empty() {
        return;
    }
    page.heading("largest paths (kg CO2e of the last step, share of the total, what needs what)");
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for path in &found.paths {
        let count = path.steps.len();
        let mut steps: Vec<String> = Vec::new();
        for (number, step) in path.steps.iter().enumerate() {
            let is_last = number + 1 == count;
            if count > STEPS && number == STEPS / 2 {
                steps.push(format!("… {} more …", count - STEPS));
            }
            if count <= STEPS || number < STEPS / 2 || number >= count - STEPS / 2 {
                let is_process = is_last && step.kind == RowKind::Process;
                steps.push(if is_process {
                    called(&step.process, &step.product)
                } else {
                    step.product.clone()
                });
            }
        }
        table.row([
            short(path.co2e.value()),
            share(path.share_percent.as_deref()),
            steps.join(" > "),
        ]);
    }
    let rest = short(found.remainder.value());
    let percent = share(found.remainder_percent.as_deref());
    table.row([rest, percent, "all other paths".to_owned()]);
    page.table(&table);
}
