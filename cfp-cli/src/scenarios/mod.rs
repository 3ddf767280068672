//! `cfp scenarios`, `cfp sweep` and `cfp break-even`.

mod arguments;

pub(crate) use arguments::{BreakEvenArguments, ScenariosArguments, SweepArguments};

use cfp_core::Figure;
use cfp_exchange::{Against, BreakEven, Meeting, Options, Scenario, Scenarios, Sweep, Varied};
use cfp_factors::Registry;

use crate::arguments::{Format, ModelArguments};
use crate::diff::{cause, signed};
use crate::footprint::{demanded, options};
use crate::input;
use crate::page::{Page, Side, Table, below, json, rounding, share, short};
use crate::problem::Problems;
use arguments::MovedArguments;

/// What says who makes the product, where `--from` is a value.
const MAKER: &str = "`--maker`";
/// How many parts of a difference are shown to people.
const PARTS: usize = 8;

/// A model beside its scenarios.
pub(crate) fn answer(
    asked: &ScenariosArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options(model.gwp.as_deref(), &model.fallback, &model.set);
    let options = demanded(options, &asked.demand);
    let (file, known, _) = input::known(model, registry)?;
    let only: Vec<&str> = asked.only.iter().map(String::as_str).collect();
    let scenarios = file.compare(&known, &options, &only)?;
    Ok(match format {
        Format::Json => json(&scenarios),
        Format::Text => side_by_side(file.name(), &scenarios),
    })
}

/// A footprint at several values.
pub(crate) fn sweep(
    asked: &SweepArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let options = moved(&asked.model, &asked.moved);
    let (file, known, _) = input::known(&asked.model, registry)?;
    let between = [asked.from.as_str(), asked.to.as_str()];
    let varied = asked.varied.varied();
    let sweep = file.sweep(&known, &options, &varied, between, asked.steps);
    let sweep = sweep.map_err(|error| Problems::from(error).with_maker(MAKER))?;
    Ok(match format {
        Format::Json => json(&sweep),
        Format::Text => values(&sweep),
    })
}

/// The value at which two footprints are equal.
pub(crate) fn break_even(
    asked: &BreakEvenArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let options = moved(&asked.model, &asked.moved);
    let (file, known, _) = input::known(&asked.model, registry)?;
    let given = &asked.against;
    let against = match (&given.equals, &given.against, &given.against_scenario) {
        (Some(amount), ..) => Against::Total(amount.parse()),
        (None, Some(product), _) => {
            let amount = asked.against_amount.as_ref();
            let amount = amount.map(|amount| amount.parse());
            Against::Product(product.clone(), amount, asked.against_maker.clone())
        }
        (None, None, scenario) => Against::Scenario(scenario.clone().unwrap_or_default()),
    };
    let between = [asked.between[0].as_str(), asked.between[1].as_str()];
    let varied = asked.varied.varied();
    let found = file.break_even(&known, &options, &varied, &against, between);
    let maker = match given.against {
        Some(_) => "`--maker`, or `--against-maker` of the other product,",
        None => MAKER,
    };
    let found = found.map_err(|error| Problems::from(error).with_maker(maker))?;
    Ok(match format {
        Format::Json => json(&found),
        Format::Text => meeting(&found),
    })
}

/// The footprint that moves, in place of what the model states.
fn moved(model: &ModelArguments, asked: &MovedArguments) -> Options {
    let mut options = options(model.gwp.as_deref(), &model.fallback, &model.set);
    if let Some(product) = &asked.product {
        options = options.product(product);
    }
    if let Some(amount) = &asked.amount {
        options = options.amount(amount);
    }
    if let Some(maker) = &asked.maker {
        options = options.from(maker);
    }
    if let Some(scenario) = &asked.scenario {
        options = options.scenario(scenario);
    }
    options
}

fn side_by_side(name: Option<&str>, found: &Scenarios) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", found.product, found.demand));
    if let Some(name) = name {
        page.line(name);
    }
    page.heading("scenarios (kg CO2e, change to the model as it is)");
    let mut table = Table::new([Side::Left, Side::Right, Side::Right, Side::Right]);
    let total = |figure: &Figure| short(figure.value());
    table.row([
        "the model as it is".to_owned(),
        total(&found.base),
        String::new(),
        String::new(),
    ]);
    for scenario in &found.scenarios {
        table.row([
            scenario.name.clone(),
            total(&scenario.total),
            signed(&short(scenario.change.value())),
            change_percent(scenario.change_percent.as_deref()),
        ]);
    }
    page.table(&table);
    if found.scenarios.is_empty() {
        page.line("  the model has no `[scenario]`");
    }
    for scenario in &found.scenarios {
        parts(&mut page, scenario, found);
    }
    page.gap();
    let totals = found.scenarios.iter().map(|scenario| &scenario.total);
    let remainders = found.scenarios.iter().map(|scenario| &scenario.remainder);
    let figures = std::iter::once(&found.base).chain(totals).chain(remainders);
    page.line(&format!("bound of each: {}", rounding(figures, "kg CO2e")));
    page.line("the bound is about arithmetic rounding only and says nothing about the data;");
    page.line("numbers are shown with four significant digits, `--format json` has all");
    let own = found
        .scenarios
        .iter()
        .flat_map(|scenario| &scenario.findings);
    let findings: Vec<_> = found.findings.iter().chain(own).cloned().collect();
    page.findings_in_short(&findings);
    page.text()
}

/// What made the change of a scenario.
fn parts(page: &mut Page, scenario: &Scenario, found: &Scenarios) {
    if scenario.parts.is_empty() {
        return;
    }
    let gwp = if scenario.gwp == found.gwp {
        String::new()
    } else {
        format!(", GWP set {}", scenario.gwp)
    };
    page.heading(&format!(
        "{}{gwp} (kg CO2e, share of the change)",
        scenario.name
    ));
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for part in scenario.parts.iter().take(PARTS) {
        table.row([
            signed(&short(part.co2e.value())),
            share(part.share_percent.as_deref()),
            cause(part),
        ]);
    }
    if let Some(rest) = scenario.parts.get(PARTS..).filter(|rest| !rest.is_empty()) {
        let count = match rest.len() {
            1 => "1 smaller part".to_owned(),
            several => format!("{several} smaller parts"),
        };
        table.row([rest_of(scenario), String::new(), count]);
    }
    page.table(&table);
}

/// What the parts that are shown leave of a change, rounding among it.
fn rest_of(scenario: &Scenario) -> String {
    let shown = scenario.parts.iter().take(PARTS);
    let mut rest = scenario.change;
    for part in shown {
        match rest.minus(part.co2e) {
            Ok(left) => rest = left,
            Err(_) => return String::new(),
        }
    }
    signed(&short(rest.value()))
}

fn change_percent(percent: Option<&str>) -> String {
    match share(percent) {
        none if none == "-" => none,
        percent => signed(&percent),
    }
}

fn named(varied: &Varied) -> String {
    match varied {
        Varied::Parameter(name) => name.clone(),
        Varied::Supply(flow) => format!("supply {flow}"),
        _ => String::new(),
    }
}

fn values(sweep: &Sweep) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", sweep.product, sweep.demand));
    page.heading(&format!(
        "{} (kg CO2e, change to the model as it is)",
        named(&sweep.varied)
    ));
    let mut table = Table::new([Side::Right, Side::Right, Side::Right, Side::Right]);
    for row in &sweep.rows {
        table.row([
            row.value.clone(),
            short(row.total.value()),
            signed(&short(row.change.value())),
            change_percent(row.change_percent.as_deref()),
        ]);
    }
    page.table(&table);
    for own in &sweep.refused {
        page.line(&format!("  none at {}: {}", own.value, own.message));
    }
    page.gap();
    let totals = sweep.rows.iter().map(|row| &row.total);
    page.line(&format!("bound of each: {}", rounding(totals, "kg CO2e")));
    page.text()
}

fn meeting(found: &BreakEven) -> String {
    let mut page = Page::default();
    page.line(&format!("{} = {}", named(&found.varied), found.value));
    let line = if found.is_linear {
        "both footprints move in straight lines"
    } else {
        "found by trial"
    };
    page.line(&format!(
        "within {} of it; {line}, {} values computed",
        below(&found.within),
        found.tried
    ));
    page.heading("footprints there (kg CO2e)");
    let mut table = Table::new([Side::Left, Side::Right]);
    for side in [&found.left, &found.right] {
        table.row([label(side), side.total.to_string()]);
    }
    table.row(["apart".to_owned(), found.gap.to_string()]);
    page.table(&table);
    page.gap();
    let figures = [&found.left.total, &found.right.total, &found.gap];
    page.line(&format!("bound of each: {}", rounding(figures, "kg CO2e")));
    page.text()
}

/// What a footprint is of.
fn label(side: &Meeting) -> String {
    let (Some(product), Some(demand)) = (&side.product, &side.demand) else {
        return "as asked".to_owned();
    };
    let mut label = format!("{product}: {demand}");
    if let Some(maker) = &side.maker {
        label.extend([" from ", maker.as_str()]);
    }
    if let Some(scenario) = &side.scenario {
        label.extend([", ", scenario.as_str()]);
    }
    label
}
