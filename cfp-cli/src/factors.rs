//! `cfp factors`: what was published, and which row a model gets.

use cfp_core::Unit;
use cfp_factors::{Dataset, Factor, Filter, GwpValue, Kind, Query, Registry};
use serde::Serialize;

use crate::arguments::{FactorsCommand, FindArguments, Format};
use crate::factor_row::{FactorRow, table};
use crate::input::{self, InputProblem};
use crate::pack;
use crate::page::{Page, Side, Table, json};
use crate::problem::{Problems, Told};
use crate::{check, diff, update};

/// How many other matches are shown to people.
const OTHERS: usize = 5;

/// The datasets of the registry.
#[derive(Serialize)]
struct Datasets<'a> {
    datasets: Vec<&'a Dataset>,
}

/// Rows of datasets.
#[derive(Serialize)]
struct Factors<'a> {
    factors: Vec<FactorRow<'a>>,
    /// What a look-up passed over; `None` for a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<Vec<FactorRow<'a>>>,
}

impl<'a> Factors<'a> {
    fn list(factors: Vec<FactorRow<'a>>) -> Self {
        let others = None;
        Self { factors, others }
    }
}

/// The part of the registry that is asked for.
pub(crate) fn answer(
    asked: &FactorsCommand,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    match asked {
        FactorsCommand::List { dataset: None } => Ok(datasets(registry, format)),
        FactorsCommand::List {
            dataset: Some(selector),
        } => list(selector, registry, format),
        FactorsCommand::Find(asked) => find(asked, &input::as_of(registry, &asked.as_of)?, format),
        FactorsCommand::Show { dataset, row } => show(dataset, row, registry, format),
        FactorsCommand::Pack(asked) => pack::answer(asked, registry, format),
        FactorsCommand::Diff(asked) => diff::answer(asked, registry, format),
        FactorsCommand::Check(asked) => check::answer(asked, registry, format),
        FactorsCommand::Update(asked) => update::answer(asked, registry, format),
    }
}

fn datasets(registry: &Registry, format: Format) -> String {
    let datasets = Datasets {
        datasets: registry.datasets().collect(),
    };
    if format == Format::Json {
        return json(&datasets);
    }
    let mut page = Page::default();
    let mut table = Table::new([Side::Left, Side::Left, Side::Right, Side::Left]);
    for dataset in datasets.datasets {
        table.row([
            dataset.id.clone(),
            dataset.version(),
            format!("{} rows", dataset.content.rows),
            dataset.title.clone(),
        ]);
    }
    page.table(&table);
    page.text()
}

fn list(selector: &str, registry: &Registry, format: Format) -> Result<String, Problems> {
    let dataset = registry.dataset(selector)?;
    let values = gwp_values(dataset, registry)?;
    let gwp = values.iter().map(|value| FactorRow::of_gwp(value, dataset));
    let scores = registry.pedigree_rows(selector)?.iter();
    let scores = scores.map(|row| FactorRow::of_pedigree(row, dataset));
    let factors = registry.factors(selector)?.iter().map(FactorRow::of);
    let listed = registry.cbam_rows(selector)?;
    let listed = listed.iter().map(|row| FactorRow::of_listed(row, dataset));
    let names = registry.gas_name_rows(selector)?.iter();
    let names = names.map(|row| FactorRow::of_gas_name(row, dataset));
    let rows = gwp.chain(scores).chain(factors).chain(listed).chain(names);
    let rows: Vec<_> = rows.collect();
    if format == Format::Json {
        return Ok(json(&Factors::list(rows)));
    }
    let mut page = Page::default();
    page.line(&format!(
        "{} {}: {}",
        dataset.id,
        dataset.version(),
        dataset.title
    ));
    page.gap();
    page.table(&table(&rows));
    Ok(page.text())
}

fn show(
    selector: &str,
    row: &str,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let dataset = registry.dataset(selector)?;
    let values = gwp_values(dataset, registry)?;
    let mut scores = registry.pedigree_rows(selector)?.iter();
    let score = scores.find(|score| score.row == row);
    let listed = registry.cbam_rows(selector)?;
    let listed = listed.iter().find(|listed| listed.source.row == row);
    let mut names = registry.gas_name_rows(selector)?.iter();
    let name = names.find(|name| name.row == row);
    let value = values.iter().find(|value| value.row == row);
    let found = match (value, score, listed, name) {
        (Some(value), ..) => FactorRow::of_gwp(value, dataset),
        (_, Some(score), ..) => FactorRow::of_pedigree(score, dataset),
        (_, _, Some(listed), _) => FactorRow::of_listed(listed, dataset),
        (.., Some(name)) => FactorRow::of_gas_name(name, dataset),
        _ => FactorRow::of(registry.show(selector, row)?),
    };
    Ok(one(found, None, format))
}

/// The global warming potentials of a dataset; none for a dataset of factors.
fn gwp_values(dataset: &Dataset, registry: &Registry) -> Result<Vec<GwpValue>, Problems> {
    let mut values = Vec::new();
    if !dataset.is_gwp() {
        return Ok(values);
    }
    for name in registry.gwp_names() {
        let fixed = format!("{name}@={}", dataset.version());
        let of_dataset = |source: &cfp_factors::GwpSource| *source.dataset == *dataset;
        // A set of another report has no such edition, which is no problem of this one.
        if registry
            .gwp_source(&fixed)
            .is_ok_and(|source| of_dataset(&source))
        {
            values.extend(registry.gwp_values(&fixed)?);
        }
    }
    Ok(values)
}

fn find(asked: &FindArguments, registry: &Registry, format: Format) -> Result<String, Problems> {
    if asked.activity.trim().is_empty() {
        return Err(Told::from(InputProblem::EmptyActivity).into());
    }
    let kind = asked.kind.as_deref().map(Kind::from_word).transpose();
    let kind = kind.map_err(|problem| Told::from(&problem))?;
    let unit = asked.unit.as_deref().map(Unit::parse).transpose();
    let unit = unit.map_err(|problem| Told::new(&problem))?;
    let matches = registry.search(&filter(asked, kind, unit.as_ref()))?;
    let fallback = &asked.fallback;
    let is_look_up = asked.region.is_some() && asked.year.is_some();
    let strays = fallback.up_to_region.is_some() || fallback.up_to_years_old.is_some();
    if !is_look_up && !strays && !matches.is_empty() {
        return Ok(all(&matches, format));
    }
    let found = registry.find(query(asked, kind, unit))?;
    let is_other = |factor: &&&Factor| factor.row != found.row || factor.dataset != found.dataset;
    let others = matches.iter().filter(is_other);
    let others = others.map(|factor| FactorRow::of(factor)).collect();
    Ok(one(FactorRow::of(&found), Some(others), format))
}

fn filter(asked: &FindArguments, kind: Option<Kind>, unit: Option<&Unit>) -> Filter {
    let mut filter = Filter::new().text(&asked.activity);
    if let Some(unit) = unit {
        filter = filter.unit(unit.symbol());
    }
    if let Some(region) = &asked.region {
        filter = filter.region(region);
    }
    if let Some(year) = asked.year {
        filter = filter.year(year);
    }
    if let Some(kind) = kind {
        filter = filter.kind(kind);
    }
    if let Some(dataset) = &asked.dataset {
        filter = filter.dataset(dataset);
    }
    filter
}

fn query(asked: &FindArguments, kind: Option<Kind>, unit: Option<Unit>) -> Query {
    let mut query = Query::new(&asked.activity);
    if let Some(unit) = unit {
        // `kg CO2e/kWh` is meant as well as `kWh`.
        query = query.per(unit.parts().1.unwrap_or(unit));
    }
    if let Some(region) = &asked.region {
        query = query.region(region);
    }
    if let Some(year) = asked.year {
        query = query.year(year);
    }
    if let Some(kind) = kind {
        query = query.kind(kind);
    }
    if let Some(dataset) = &asked.dataset {
        query = query.dataset(dataset);
    }
    if let Some(level) = &asked.fallback.up_to_region {
        query = query.up_to_region(level);
    }
    if let Some(years) = asked.fallback.up_to_years_old {
        query = query.up_to_years_old(years);
    }
    query
}

fn all(matches: &[&Factor], format: Format) -> String {
    let rows: Vec<_> = matches.iter().map(|factor| FactorRow::of(factor)).collect();
    if format == Format::Json {
        return json(&Factors::list(rows));
    }
    let mut page = Page::default();
    page.table(&table(&rows));
    page.gap();
    page.line(
        "a model's look-up states region and year: add `--region` and `--year` for its answer",
    );
    page.text()
}

fn one(found: FactorRow<'_>, others: Option<Vec<FactorRow<'_>>>, format: Format) -> String {
    if format == Format::Json {
        let factors = vec![found];
        return json(&Factors { factors, others });
    }
    let mut page = Page::default();
    found.show(&mut page);
    let others = others.unwrap_or_default();
    if !others.is_empty() {
        page.heading("other matches");
        let shown = &others[..others.len().min(OTHERS)];
        page.table(&table(shown));
        if others.len() > OTHERS {
            page.line(&format!("  {} more", others.len() - OTHERS));
        }
    }
    page.text()
}
