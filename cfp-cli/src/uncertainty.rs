//! `cfp uncertainty`.

use cfp_core::{
    Against, DrawOptions, FirstOrder, GlobalSensitivity, Sampling, SobolShare, UncertainInput,
};
use cfp_exchange::{Options, Study, Uncertainty};
use cfp_factors::Registry;

use crate::arguments::{Format, UncertaintyArguments};
use crate::footprint::{demanded, options_of, title};
use crate::input;
use crate::page::{Page, Side, Table, json, short};
use crate::problem::Problems;
use crate::progress;
use crate::statistics::{self, short as rough};

/// What the figures are in.
const UNIT: &str = "kg CO2e";

/// How sure the footprint of a model is.
pub(crate) fn answer(
    asked: &UncertaintyArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options_of(model, &asked.scenario);
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
    let bar = progress::bar(asked.draws);
    let monte_carlo = match other(asked, &options) {
        Some(other) => {
            let (other, _) = input::study(model, registry, &other)?;
            study.monte_carlo_beside(&draws, &other, Some(&bar))?
        }
        None => study.monte_carlo(&draws, against, Some(&bar))?,
    };
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

/// The model that the first is compared with, where that is another one.
fn other(asked: &UncertaintyArguments, options: &Options) -> Option<Options> {
    match &asked.against_scenario {
        Some(name) => Some(options.clone().scenario(name)),
        None if asked.against_base => Some(options.clone().without_scenario()),
        None => None,
    }
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
    if first_order.not_drawn.is_empty() {
        page.heading("kg CO2e");
    } else {
        page.heading(&format!(
            "kg CO2e; the variance is not the whole: as written stay {}",
            first_order.not_drawn.join("; ")
        ));
    }
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    table.row([
        "as written".to_owned(),
        short(first_order.footprint.value()),
        String::new(),
    ]);
    table.row([
        "to first order".to_owned(),
        rough(first_order.mean),
        deviation(first_order),
    ]);
    page.table(&table);
    let how = match monte_carlo.sampling {
        Sampling::LatinHypercube => ", Latin hypercube",
        _ => "",
    };
    page.heading(&format!(
        "by {} draws (seed {}{how}: the same model and seed give the same draws on every machine)",
        monte_carlo.statistics.draws, monte_carlo.seed
    ));
    statistics::show(&mut page, &monte_carlo.statistics, UNIT);
    if let Some(against) = &monte_carlo.against {
        compared(&mut page, against);
    }
    shares(&mut page, first_order, most);
    if let Some(global) = global {
        sobol(&mut page, global, most);
    }
    page.findings_in_short(&monte_carlo.findings);
    page.text()
}

/// `± 512 standard deviation, 2.8 %`.
fn deviation(first_order: &FirstOrder) -> String {
    let deviation = first_order.standard_deviation;
    let mean = first_order.mean.abs();
    let percent = if mean > 0.0 {
        format!(", {} %", rough(100.0 * deviation / mean))
    } else {
        String::new()
    };
    format!("± {} standard deviation{percent}", rough(deviation))
}

fn compared(page: &mut Page, against: &Against) {
    let Against {
        model,
        product,
        demand,
        footprint,
        ..
    } = against;
    let of = match model.as_deref() {
        Some("base") => ", the model as it is".to_owned(),
        Some(name) => format!(", scenario {name}"),
        None => String::new(),
    };
    page.heading(&format!("against {product}: {demand}{of}"));
    page.line(&format!(
        "  as written {} kg CO2e",
        short(footprint.value())
    ));
    statistics::show(page, &against.statistics, UNIT);
    page.line("  on the same draws: what both rest on is drawn once");
    statistics::compare(page, &against.comparison, UNIT);
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
