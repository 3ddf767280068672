//! `cfp cbam goods`: certificates for a list of imports.

use std::io::{BufWriter, Write};

use cfp_core::{Amount, Finding};
use cfp_exchange::cbam::{
    Declaration, DeclarationOptions, DeclarationTotals, DeclaredGood, ImportTable, SeePath,
};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::{DraftRule, GoodsArguments};
use crate::arguments::Format;
use crate::input;
use crate::page::{Page, Side, Table};
use crate::problem::{Problems, Told};
use crate::{Stop, Streams, tell};

/// Up to how many lines are shown with every step.
const FEW: usize = 3;
/// How many lines are shown to people.
const SHOWN: usize = 200;
/// The decimals that people are shown.
const PLACES: u32 = 5;

/// A declaration as programs read it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    declaration: &'a Declaration,
    problems: Vec<Told>,
}

/// The declaration of a list.
pub(super) fn answer(
    asked: &GoodsArguments,
    registry: &Registry,
    format: Format,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    let name = asked.path.display().to_string();
    let bytes = input::bytes(&asked.path, &name).map_err(Problems::from)?;
    let table = ImportTable::read(&name, &bytes).map_err(Problems::from)?;
    let cbam = registry.cbam().map_err(Problems::from)?;
    let declaration = Declaration::of(&table, &cbam, &options(asked));
    let told: Vec<Told> = declaration.problems.iter().map(Told::from).collect();
    if asked.strict && !told.is_empty() {
        return Err(Problems::of(told).into());
    }
    let is_whole = told.is_empty();
    match format {
        Format::Json => {
            let mut out = BufWriter::with_capacity(1 << 16, &mut *streams.out);
            let answer = Answer {
                declaration: &declaration,
                problems: told,
            };
            serde_json::to_writer_pretty(&mut out, &answer).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        Format::Text => {
            if !is_whole {
                tell(streams.err, &Problems::of(told).text())?;
            }
            tell(streams.out, &text(&declaration, asked))?;
        }
    }
    if is_whole { Ok(()) } else { Err(Stop::Told) }
}

fn options(asked: &GoodsArguments) -> DeclarationOptions {
    let draft = asked.draft_rule.contains(&DraftRule::CarbonPricePaid);
    let mut options = DeclarationOptions::new(asked.year)
        .price(asked.price.clone().unwrap_or_default())
        .draft_carbon_price(draft);
    if let Some(factor) = asked.correction_factor {
        options = options.correction_factor(factor);
    }
    if let Some(benchmark) = asked.benchmark {
        options = options.benchmark(benchmark);
    }
    options
}

fn text(declaration: &Declaration, asked: &GoodsArguments) -> String {
    let mut page = Page::default();
    page.line(&format!("CBAM, imports of {}", declaration.year));
    let goods = &declaration.goods;
    if !goods.is_empty() {
        page.heading("goods (t CO2e per t, for electricity per MWh)");
        page.table(&lines(goods));
        if goods.len() > SHOWN {
            page.line(&format!(
                "  {} more: `--format json` has all",
                goods.len() - SHOWN
            ));
        }
    }
    if asked.steps || goods.len() <= FEW {
        for good in goods {
            page.heading(&format!(
                "line {}: {} {}, {}",
                good.line, good.cn, good.description, good.country
            ));
            for step in good.steps() {
                page.line(&format!("  {step}"));
            }
        }
    }
    if let Some(totals) = &declaration.totals {
        sums(&mut page, totals);
    }
    page.gap();
    page.line("default values, benchmarks and factors are of");
    for dataset in &declaration.datasets {
        page.line(&format!("  {dataset}"));
    }
    page.findings(&findings(declaration));
    page.text()
}

fn lines(goods: &[DeclaredGood]) -> Table<9> {
    let mut table = Table::new([
        Side::Right,
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ]);
    let titles = [
        "line",
        "cn",
        "country",
        "mass",
        "value",
        "embedded",
        "free",
        "certificates",
        "EUR",
    ];
    table.row(titles.map(str::to_owned));
    for good in goods.iter().take(SHOWN) {
        let path = match good.path {
            SeePath::Actual => "actual",
            SeePath::Default => "default",
            SeePath::OutOfScope => "out of scope",
        };
        table.row([
            good.line.to_string(),
            good.cn.to_string(),
            good.country.to_string(),
            good.mass_t.to_string(),
            path.to_owned(),
            shown(good.see_with_markup),
            shown(good.sefa),
            shown(good.certificates),
            good.cost_eur
                .map_or_else(|| "-".to_owned(), |cost| cost.rounded_half_up(2)),
        ]);
    }
    table
}

/// A number with the decimals that embedded emissions are reported with, or a dash.
fn shown(amount: Option<Amount>) -> String {
    amount.map_or_else(|| "-".to_owned(), |amount| amount.rounded_half_up(PLACES))
}

fn sums(page: &mut Page, totals: &DeclarationTotals) {
    page.heading("in all");
    let mut table = Table::new([Side::Left, Side::Right]);
    let mut row = |what: &str, number: String| table.row([what.to_owned(), number]);
    row("mass, t", totals.mass_t.to_string());
    row(
        "embedded, t CO2e",
        totals.embedded_t.rounded_half_up(PLACES),
    );
    row("certificates", totals.certificates.rounded_half_up(PLACES));
    row("due", totals.certificates_due.rounded_half_up(PLACES));
    if let Some(cost) = totals.cost_due_eur {
        row("due, EUR", cost.rounded_half_up(2));
    }
    if totals.lines_without_certificates > 0 {
        let lines = totals.lines_without_certificates.to_string();
        row("lines whose certificates are not known", lines);
    }
    for held in &totals.holding {
        let quarter = held.quarter.as_deref().unwrap_or("the lines so far");
        row(
            &format!("to hold at the end of {quarter}"),
            held.certificates.rounded_half_up(PLACES),
        );
    }
    page.table(&table);
}

/// The findings of the whole and of each line, alike ones once.
fn findings(declaration: &Declaration) -> Vec<Finding> {
    let mut all: Vec<Finding> = declaration.findings.clone();
    let of_lines = declaration.goods.iter().flat_map(|good| &good.findings);
    let mut seen = std::collections::BTreeSet::new();
    for finding in of_lines {
        if seen.insert((finding.code.clone(), finding.message.clone())) {
            all.push((**finding).clone());
        }
    }
    // Those with the same way out stand together.
    all.sort_by(|a, b| (&a.code, &a.hint).cmp(&(&b.code, &b.hint)));
    all
}
