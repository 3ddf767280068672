//! `cfp database uncertainty`.

use cfp_core::{
    Comparison, Database, DatabaseDraws, DatabaseVariance, DrawOptions, Finding, Sampling,
    Statistics,
};
use cfp_factors::Registry;
use serde::Serialize;

use super::arguments::UncertaintyArguments;
use super::entry::EntryRow;
use super::open::{self, Demanded, Method, Scored};
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json};
use crate::problem::Problems;
use crate::progress;
use crate::statistics::{self, short};

/// How uncertain the score of a product is.
#[derive(Serialize)]
struct Answer {
    product: String,
    name: String,
    demand: String,
    method: Method,
    /// By the amounts as written.
    score: f64,
    unit: Option<String>,
    first_order: FirstOrder,
    #[serde(skip_serializing_if = "Option::is_none")]
    monte_carlo: Option<MonteCarlo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Against>,
    findings: Vec<Finding>,
}

/// What the variances of all numbers make of the score to first order.
#[derive(Serialize)]
struct FirstOrder {
    mean: f64,
    standard_deviation: f64,
    variance: f64,
    coefficient_of_variation: Option<f64>,
    /// How many numbers are uncertain.
    inputs: usize,
    shares: Vec<VarianceRow>,
    /// The variance that all other numbers make, and its share.
    others: f64,
    others_share_percent: Option<f64>,
}

/// What one number makes of the variance.
#[derive(Serialize)]
struct VarianceRow {
    #[serde(flatten)]
    entry: EntryRow,
    amount: f64,
    derivative: f64,
    standard_deviation: f64,
    variance: f64,
    share_percent: f64,
}

/// What the draws say.
#[derive(Serialize)]
struct MonteCarlo {
    seed: u64,
    sampling: Sampling,
    /// How many numbers were drawn in each.
    inputs: usize,
    #[serde(flatten)]
    statistics: Statistics,
}

/// Another product, drawn together with the first.
#[derive(Serialize)]
struct Against {
    product: String,
    name: String,
    demand: String,
    statistics: Statistics,
    comparison: Comparison,
}

/// How uncertain the score of a product is, to first order and by draws.
pub(super) fn answer(
    asked: &UncertaintyArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let mut scored = open::scored_with_spreads(&asked.database, registry)?;
    let database = scored.database();
    let amount = asked.amount.as_deref();
    let of = Demanded::of(database, &asked.product, amount)?;
    let against = match &asked.against {
        Some(other) => Some(Demanded::of(database, other, amount)?),
        None => None,
    };
    let analytic = scored.scores.analytic(&of.demand, asked.most)?;
    let draws = drawn(&scored, asked, &of, against.as_ref())?;
    let score = analytic.score;
    match &draws {
        Some(draws) => scored.findings.extend(draws.findings()),
        None => scored.findings.extend(analytic.findings()),
    }
    let database = scored.database();
    let monte_carlo = match &draws {
        Some(draws) => Some(MonteCarlo {
            seed: draws.seed(),
            sampling: draws.sampling(),
            inputs: draws.inputs(),
            statistics: draws.statistics(0)?,
        }),
        None => None,
    };
    let against = match (&draws, against) {
        (Some(draws), Some(other)) => Some(Against {
            product: database.product_id(other.product),
            name: other.name,
            demand: other.amount,
            statistics: draws.statistics(1)?,
            comparison: draws.compare(0, 1)?,
        }),
        _ => None,
    };
    let answer = Answer {
        product: database.product_id(of.product),
        name: of.name,
        demand: of.amount,
        method: scored.method(),
        score,
        unit: scored.unit(),
        first_order: first_order(database, &analytic),
        monte_carlo,
        against,
        findings: scored.findings.clone(),
    };
    Ok(match format {
        Format::Json => json(&answer),
        Format::Text => text(&scored, &answer),
    })
}

/// The draws that are asked for; `None` where none are.
fn drawn(
    scored: &Scored,
    asked: &UncertaintyArguments,
    of: &Demanded,
    against: Option<&Demanded>,
) -> Result<Option<DatabaseDraws>, Problems> {
    if asked.draws == 0 {
        return Ok(None);
    }
    let count = usize::try_from(asked.draws).unwrap_or(usize::MAX);
    let mut options = DrawOptions::new().draws(count).seed(asked.seed);
    if asked.latin_hypercube {
        options = options.latin_hypercube();
    }
    let demands = [Some(of), against].into_iter().flatten();
    let demands: Vec<_> = demands.map(|of| of.demand.clone()).collect();
    let bar = progress::bar(count);
    let draws = scored.scores.monte_carlo(&demands, &options, Some(&bar))?;
    Ok(Some(draws))
}

fn first_order(database: &Database, analytic: &DatabaseVariance) -> FirstOrder {
    let rows = analytic.rows.iter().map(|row| VarianceRow {
        entry: EntryRow::of(database, row.entry),
        amount: row.amount,
        derivative: row.derivative,
        standard_deviation: row.standard_deviation,
        variance: row.variance,
        share_percent: row.share_percent,
    });
    FirstOrder {
        mean: analytic.mean,
        standard_deviation: analytic.standard_deviation,
        variance: analytic.variance,
        coefficient_of_variation: analytic.coefficient_of_variation,
        inputs: analytic.inputs,
        shares: rows.collect(),
        others: analytic.others,
        others_share_percent: analytic.others_share_percent,
    }
}

fn text(scored: &Scored, answer: &Answer) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", answer.name, answer.demand));
    answer.method.show(&mut page);
    page.gap();
    let score = scored.with_unit(&short(answer.score));
    page.line(&format!("  score by the amounts as written  {score}"));
    let order = &answer.first_order;
    page.heading(&format!(
        "to first order ({} uncertain numbers)",
        order.inputs
    ));
    let mut table = Table::new([Side::Left, Side::Left]);
    table.row(["mean".to_owned(), scored.with_unit(&short(order.mean))]);
    table.row([
        "standard deviation".to_owned(),
        scored.with_unit(&short(order.standard_deviation)),
    ]);
    page.table(&table);
    if let Some(drawn) = &answer.monte_carlo {
        let how = match drawn.sampling {
            Sampling::LatinHypercube => ", Latin hypercube",
            _ => "",
        };
        page.heading(&format!(
            "by {} draws (seed {}{how})",
            drawn.statistics.draws, drawn.seed
        ));
        statistics::show(&mut page, &drawn.statistics, &scored.unit);
    }
    if let Some(other) = &answer.against {
        page.heading(&format!("against {}: {}", other.name, other.demand));
        statistics::compare(&mut page, &other.comparison, &scored.unit);
    }
    shares(&mut page, order);
    page.findings(&answer.findings);
    page.text()
}

/// Adds the numbers that make the most of the variance.
fn shares(page: &mut Page, order: &FirstOrder) {
    if order.shares.is_empty() {
        return;
    }
    page.heading(
        "what makes the variance to first order (share, amount, standard deviation of the number)",
    );
    let percent = |share: f64| format!("{} %", short(share));
    let sides = [Side::Right, Side::Right, Side::Right, Side::Left];
    let mut table = Table::new(sides);
    for share in &order.shares {
        table.row([
            percent(share.share_percent),
            short(share.amount),
            short(share.standard_deviation),
            share.entry.told(),
        ]);
    }
    if let Some(others) = order.others_share_percent.filter(|_| order.others > 0.0) {
        let left = order.inputs - order.shares.len();
        table.row([
            percent(others),
            String::new(),
            String::new(),
            format!("{left} other numbers"),
        ]);
    }
    page.table(&table);
}
