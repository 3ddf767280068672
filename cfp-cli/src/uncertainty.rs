//! `cfp uncertainty`.

use cfp_core::{
    Against, Amount, DrawOptions, FirstOrder, GlobalSensitivity, MonteCarlo, SobolShare,
    Statistics, UncertainInput,
};
use cfp_exchange::{Study, Uncertainty};
use cfp_factors::Registry;

use crate::arguments::{Format, UncertaintyArguments};
use crate::footprint::{demanded, options, title};
use crate::input;
use crate::page::{Page, Side, Table, json, short};
use crate::problem::Problems;
use crate::progress;

/// How sure the footprint of a model is.
pub(crate) fn answer(
    asked: &UncertaintyArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options(model.gwp.as_deref(), &model.fallback, &model.set);
    let options = demanded(options, &asked.demand);
    let (study, _) = input::study(model, registry, &options)?;
    let mut draws = DrawOptions::new().draws(asked.draws).seed(asked.seed);
    if asked.latin_hypercube {
        draws = draws.latin_hypercube();
    }
    let against = asked.against.as_ref().map(|product| {
        let amount = asked.against_amount.as_deref();
        (product.as_str(), amount)
    });
    let first_order = study.first_order()?;
    let monte_carlo = study.monte_carlo(&draws, against, Some(&progress::bar(asked.draws)))?;
    let global = match asked.global {
        Some(pairs) => {
            let bar = progress::bar(pairs);
            Some(study.global_sensitivity(&draws.draws(pairs), Some(&bar))?)
        }
        None => None,
    };
    let found = Uncertainty {
        first_order,
        monte_carlo,
        global,
    };
    Ok(match format {
        Format::Json => json(&found),
        Format::Text => text(&study, &found, asked.most),
    })
}

fn text(study: &Study, found: &Uncertainty, most: usize) -> String {
    let Uncertainty {
        first_order,
        monte_carlo,
        global,
    } = found;
    let mut page = Page::default();
    page.line(&format!("{}: {}", first_order.product, first_order.demand));
    title(&mut page, study);
    page.heading("kg CO2e");
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    table.row([
        "as written".to_owned(),
        short(first_order.footprint.value()),
        String::new(),
    ]);
    table.row([
        "to first order".to_owned(),
        rough(first_order.mean),
        deviation(Some(first_order.mean), Some(first_order.standard_deviation)),
    ]);
    drawn(
        &mut table,
        &format!("{} draws", monte_carlo.statistics.draws),
        &monte_carlo.statistics,
    );
    page.table(&table);
    page.line(&format!("  {}", interval(&monte_carlo.statistics)));
    page.line(&format!(
        "  seed {}: the same model and seed give the same draws on every machine",
        monte_carlo.seed
    ));
    if let Some(against) = &monte_carlo.against {
        compared(&mut page, monte_carlo, against);
    }
    shares(&mut page, first_order, most);
    if let Some(global) = global {
        sobol(&mut page, global, most);
    }
    page.findings_in_short(&monte_carlo.findings);
    page.text()
}

/// `± 512 standard deviation, 2.8 %`.
fn deviation(mean: Option<f64>, deviation: Option<f64>) -> String {
    let Some(deviation) = deviation else {
        return "no standard deviation from so few draws".to_owned();
    };
    let percent = match mean {
        Some(mean) if mean != 0.0 => format!(", {} %", rough(100.0 * deviation / mean.abs())),
        _ => String::new(),
    };
    format!("± {} standard deviation{percent}", rough(deviation))
}

fn drawn(table: &mut Table<3>, label: &str, statistics: &Statistics) {
    let mean = statistics.mean;
    let error = statistics.standard_error.map_or_else(String::new, |error| {
        format!("; the mean itself ± {}", rough(error))
    });
    table.row([
        label.to_owned(),
        mean.map_or_else(|| "-".to_owned(), rough),
        format!("{}{error}", deviation(mean, statistics.standard_deviation)),
    ]);
}

/// The middle and the 95 % of the draws around it.
fn interval(statistics: &Statistics) -> String {
    let of = |percent: f64| statistics.percentile(percent).map(|own| rough(own.value));
    match (of(2.5), of(50.0), of(97.5)) {
        (Some(low), Some(median), Some(high)) => {
            format!("median {median}; 95 % of the draws lie from {low} to {high}")
        }
        _ => "no draw has a footprint".to_owned(),
    }
}

fn compared(page: &mut Page, own: &MonteCarlo, against: &Against) {
    page.heading(&format!("against {}: {}", against.product, against.demand));
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    table.row([
        "as written".to_owned(),
        short(against.footprint.value()),
        String::new(),
    ]);
    let label = format!("{} draws", against.statistics.draws);
    drawn(&mut table, &label, &against.statistics);
    page.table(&table);
    let comparison = &against.comparison;
    if let (Some(probability), Some(low), Some(high)) =
        (comparison.probability, comparison.low, comparison.high)
    {
        page.line(&format!(
            "  {} is less in {} % of the draws ({} to {} % with 95 % confidence); what both rest on is drawn once",
            own.product,
            rough(100.0 * probability),
            rough(100.0 * low),
            rough(100.0 * high),
        ));
    }
}

fn shares(page: &mut Page, first_order: &FirstOrder, most: usize) {
    if first_order.inputs.is_empty() {
        return;
    }
    page.heading("what makes the variance (share to first order)");
    let mut table = Table::new([Side::Right, Side::Right, Side::Left, Side::Left]);
    for row in first_order.inputs.iter().take(most) {
        let share = row.share_percent;
        table.row([
            share.map_or_else(|| "-".to_owned(), |share| format!("{} %", rough(share))),
            row.input.amount.clone(),
            called(&row.input),
            row.input.spread.clone(),
        ]);
    }
    page.table(&table);
    left(page, first_order.inputs.len(), most);
}

fn sobol(page: &mut Page, global: &GlobalSensitivity, most: usize) {
    page.heading(&format!(
        "shares of the variance by Sobol' indices, from {} pairs of draws",
        global.pairs
    ));
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    table.row(["alone", "with all it meets", ""].map(str::to_owned));
    for row in global.inputs.iter().take(most) {
        let SobolShare {
            input,
            first_order,
            first_order_error,
            total,
            total_error,
            ..
        } = row;
        table.row([
            estimate(*first_order, *first_order_error),
            estimate(*total, *total_error),
            called(input),
        ]);
    }
    page.table(&table);
    left(page, global.inputs.len(), most);
}

fn estimate(value: Option<f64>, error: Option<f64>) -> String {
    match (value, error) {
        (Some(value), Some(error)) => {
            format!("{:.1} ± {:.1} %", 100.0 * value, 100.0 * error)
        }
        _ => "-".to_owned(),
    }
}

/// A double with four significant digits.
fn rough(number: f64) -> String {
    let amount = format!("{number:.3e}").parse::<Amount>();
    // A figure beyond the range of decimals stands as it is.
    amount.map_or_else(|_| number.to_string(), short)
}

fn left(page: &mut Page, all: usize, most: usize) {
    if all > most {
        let left = all - most;
        page.line(&format!("  {left} more, with `--format json` or `--most`"));
    }
}

/// What an input is called.
fn called(input: &UncertainInput) -> String {
    match &input.process {
        Some(process) => format!("{} ({process} {})", input.exchange, input.kind.word()),
        None => format!("{} ({})", input.exchange, input.kind.word()),
    }
}
