//! `cfp footprint`.

use cfp_core::{Amount, ByProcess, Footprint, RowKind};
use cfp_exchange::{FootprintFile, Options, Study};
use cfp_factors::Registry;

use crate::arguments::{
    DemandArguments, Fallback, FootprintArguments, Format, ModelArguments, ScenarioArguments,
};
use crate::input;
use crate::page::{Page, Side, Table, rounding, share, short};
use crate::problem::Problems;
use crate::profile;
use crate::sections;

/// How many contributions are shown to people.
const CONTRIBUTIONS: usize = 15;

/// The footprint of a model's product.
pub(crate) fn answer(
    asked: &FootprintArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options_of(model, &asked.scenario);
    let mut options = demanded(options, &asked.demand);
    if let Some(profile) = &asked.profile {
        options = options.profile(profile);
    }
    let (study, known) = input::study(model, registry, &options)?;
    let file = FootprintFile::of(&study, &known)?;
    Ok(match format {
        Format::Json => file.text(),
        Format::Text => text(&study, &file),
    })
}

/// A footprint, of what is stated in place of the model's demand.
pub(crate) fn demanded(options: Options, asked: &DemandArguments) -> Options {
    let mut options = options.for_footprint();
    if let Some(product) = &asked.product {
        options = options.product(product);
    }
    if let Some(amount) = &asked.amount {
        options = options.amount(amount);
    }
    if let Some(provider) = &asked.from {
        options = options.from(provider);
    }
    options
}

/// What is asked of a model, or of a scenario of it, in place of what it states.
pub(crate) fn options_of(model: &ModelArguments, asked: &ScenarioArguments) -> Options {
    let options = options(model.gwp.as_deref(), &model.fallback, &model.set);
    match &asked.scenario {
        Some(name) => options.scenario(name),
        None => options,
    }
}

/// What is asked of a model in place of what it states.
pub(crate) fn options(
    gwp: Option<&str>,
    fallback: &Fallback,
    parameters: &[(String, String)],
) -> Options {
    let mut options = Options::new();
    for (name, value) in parameters {
        options = options.parameter(name, value);
    }
    if let Some(set) = gwp {
        options = options.gwp(set);
    }
    if let Some(level) = &fallback.up_to_region {
        options = options.up_to_region(level);
    }
    if let Some(years) = fallback.up_to_years_old {
        options = options.up_to_years_old(years);
    }
    options
}

fn text(study: &Study, file: &FootprintFile) -> String {
    let footprint = &file.footprint;
    let mut page = Page::default();
    page.line(&format!("{}: {}", footprint.product, footprint.demand));
    title(&mut page, study);
    totals(&mut page, footprint);
    categories(&mut page, footprint);
    contributions(&mut page, &footprint.by_process);
    terms(&mut page, footprint);
    sections::stages(&mut page, footprint);
    sections::regions(&mut page, footprint);
    factors(&mut page, footprint);
    sections::suppliers(&mut page, footprint);
    sections::electricity(&mut page, footprint);
    sections::data(&mut page, footprint);
    page.findings(&footprint.findings);
    profile::statements(&mut page, file);
    page.text()
}

/// The name of the model and the set of global warming potentials, with its edition.
pub(crate) fn title(page: &mut Page, study: &Study) {
    if let Some(name) = &study.name {
        page.line(name);
    }
    if let Some(scenario) = study.scenario() {
        page.line(&format!("scenario {scenario}"));
    }
    let source = study.gwp.source().unwrap_or("the model's own");
    page.line(&format!("GWP set {} ({source})", study.gwp.name()));
}

/// The total and its bound.
pub(crate) fn totals(page: &mut Page, footprint: &Footprint) {
    let total = footprint.total();
    page.gap();
    let mut table = Table::new([Side::Left, Side::Left]);
    let value = format!("{} kg CO2e", short(total.value()));
    table.row(["total".to_owned(), value]);
    table.row(["bound".to_owned(), rounding([&total], "kg CO2e")]);
    if let Some(by_location) = footprint.location_based_total {
        let value = format!("{} kg CO2e", short(by_location.value()));
        table.row(["total, location-based".to_owned(), value]);
    }
    page.table(&table);
    page.line("  the bound is about arithmetic rounding only and says nothing about the data;");
    page.line("  numbers are shown with four significant digits, `--format json` has all");
}

fn categories(page: &mut Page, footprint: &Footprint) {
    page.heading("by category (kg CO2e)");
    let mut table = Table::new([Side::Left, Side::Right]);
    for (category, figure) in &footprint.by_category {
        if !figure.value().is_zero() {
            table.row([category.to_string(), short(figure.value())]);
        }
    }
    let without = footprint.total_without_biogenic_uptake.value();
    table.row(["total without biogenic uptake".to_owned(), short(without)]);
    page.table(&table);
}

fn contributions(page: &mut Page, rows: &[ByProcess]) {
    let contributes = |row: &&ByProcess| !row.co2e.value().is_zero();
    let rows: Vec<_> = rows.iter().filter(contributes).collect();
    if rows.is_empty() {
        return;
    }
    page.heading("largest contributions (kg CO2e, share of the total)");
    let mut table = Table::new([Side::Left, Side::Right, Side::Right, Side::Left]);
    let (shown, rest) = rows.split_at(rows.len().min(CONTRIBUTIONS));
    for row in shown {
        let kind = match row.kind {
            RowKind::Process => "process",
            RowKind::Supply => "supply",
        };
        let name = if row.process == row.product {
            row.process.clone()
        } else {
            format!("{} ({})", row.process, row.product)
        };
        let percent = share(row.share_percent.as_deref());
        table.row([kind.to_owned(), short(row.co2e.value()), percent, name]);
    }
    page.table(&table);
    if !rest.is_empty() {
        let sum = rest
            .iter()
            .try_fold(Amount::ZERO, |sum, row| sum.plus(row.co2e.value()));
        // The total is a sum of the same rows, so this one stays within the range of decimals too.
        let sum = sum.map_or_else(|problem| problem.to_string(), short);
        page.line(&format!("  {} more: sum {sum}", rest.len()));
    }
}

fn terms(page: &mut Page, footprint: &Footprint) {
    if footprint.terms.is_empty() {
        return;
    }
    page.heading("terms of the circular footprint formula (kg CO2e, of how much)");
    for of_process in footprint
        .terms
        .chunk_by(|one, other| one.process == other.process)
    {
        page.line(&format!("  {}", of_process[0].process));
        let mut table = Table::new([Side::Right, Side::Left, Side::Right, Side::Left]);
        for row in of_process {
            let amount = format!("{} {}", short(row.amount.value()), row.unit);
            let co2e = short(row.co2e.value());
            table.row([co2e, row.term.clone(), amount, row.flow.clone()]);
        }
        page.table(&table);
    }
}

fn factors(page: &mut Page, footprint: &Footprint) {
    if footprint.factors.is_empty() {
        return;
    }
    page.heading("factors");
    for factor in &footprint.factors {
        let record = &factor.record;
        let year = record
            .year
            .map_or_else(String::new, |year| format!(" {year}"));
        page.line(&format!(
            "  {}: {} {}",
            factor.flow, record.value, record.unit
        ));
        page.line(&format!(
            "    {} {}, row {}: {} in {}{year}",
            record.dataset, record.version, record.row, record.kind, record.region
        ));
        if !record.steps.is_empty() {
            page.line(&format!(
                "    in place of what was asked for: {}",
                record.steps.join(", ")
            ));
        }
    }
}
