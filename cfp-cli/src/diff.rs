//! `cfp factors diff`: what changed between two datasets, and what that makes of a footprint.

use cfp_core::{Changed, Difference, DifferencePart, Figure};
use cfp_factors::{DatasetDiff, DiffRow, Registry};

use crate::arguments::{DiffArguments, Format};
use crate::footprint::{demanded, options};
use crate::input;
use crate::page::{Page, Side, Table, json, rounding, short};
use crate::problem::Problems;

/// How many rows of each list are shown to people.
const ROWS: usize = 40;

/// The difference of two datasets, or of a model's footprint by them.
pub(crate) fn answer(
    asked: &DiffArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let Some(path) = &asked.model else {
        let diff = registry.diff(&asked.before, &asked.after)?;
        return Ok(match format {
            Format::Json => json(&diff),
            Format::Text => rows(&diff),
        });
    };
    let options = options(asked.gwp.as_deref(), &asked.fallback, &asked.set);
    let options = demanded(options, &asked.demand);
    let model = input::model(path)?;
    let lock = input::lock(&input::lock_path(path))?;
    let known = match lock {
        Some(lock) => registry.locked(&lock.open())?,
        None => registry.clone(),
    };
    let study = model.build(&known, &options)?;
    let difference = study.difference(registry, &asked.before, &asked.after)?;
    Ok(match format {
        Format::Json => json(&difference),
        Format::Text => parts(&difference, asked),
    })
}

fn rows(diff: &DatasetDiff) -> String {
    let mut page = Page::default();
    page.line(&format!("{} → {}", diff.before, diff.after));
    let counts = [
        (diff.changed.len(), "changed"),
        (diff.added.len(), "added"),
        (diff.removed.len(), "removed"),
        (diff.rewritten.len(), "with other texts"),
        (diff.unchanged, "unchanged"),
    ];
    let counts = counts.map(|(count, word)| format!("{count} {word}"));
    page.line(&counts.join(", "));
    if !diff.changed.is_empty() {
        page.heading("changed");
        let mut table = Table::new([
            Side::Right,
            Side::Left,
            Side::Right,
            Side::Left,
            Side::Right,
            Side::Left,
        ]);
        for row in diff.changed.iter().take(ROWS) {
            let percent = row.percent.as_ref();
            table.row([
                row.before.value.clone(),
                format!("→ {}", row.after.value),
                String::new(),
                row.after.unit.clone(),
                percent.map_or_else(String::new, |percent| format!("{} %", signed(percent))),
                named(&row.after),
            ]);
        }
        page.table(&table);
        more(&mut page, diff.changed.len());
    }
    texts(&mut page, diff);
    for (heading, list) in [("added", &diff.added), ("removed", &diff.removed)] {
        if list.is_empty() {
            continue;
        }
        page.heading(heading);
        let mut table = Table::new([Side::Right, Side::Left, Side::Left]);
        for row in list.iter().take(ROWS) {
            table.row([row.value.clone(), row.unit.clone(), named(row)]);
        }
        page.table(&table);
        more(&mut page, list.len());
    }
    page.text()
}

/// What rows say otherwise beside their values, those with other values too.
fn texts(page: &mut Page, diff: &DatasetDiff) {
    let changed = diff.changed.iter().map(|row| (&row.after, &row.texts));
    let rewritten = diff.rewritten.iter().map(|row| (&row.after, &row.texts));
    let rows: Vec<_> = changed
        .chain(rewritten)
        .filter(|(_, texts)| !texts.is_empty())
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("other texts");
    for (row, texts) in rows.iter().take(ROWS) {
        page.line(&format!("  {}", named(row)));
        for text in *texts {
            let [before, after] = [&text.before, &text.after]
                .map(|said| said.clone().unwrap_or_else(|| "nothing".to_owned()));
            page.line(&format!("    {}: {before} → {after}", text.column));
        }
    }
    more(page, rows.len());
}

fn more(page: &mut Page, rows: usize) {
    if rows > ROWS {
        page.line(&format!("  {} more, with `--format json`", rows - ROWS));
    }
}

fn named(row: &DiffRow) -> String {
    match &row.region {
        Some(region) => format!("{} ({}, {region})", row.activity, row.kind),
        None => format!("{} ({})", row.activity, row.kind),
    }
}

/// A number with its sign, also where that is plus.
pub(crate) fn signed(number: &str) -> String {
    if number.starts_with('-') {
        number.to_owned()
    } else {
        format!("+{number}")
    }
}

fn parts(difference: &Difference, asked: &DiffArguments) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", difference.product, difference.demand));
    page.line(&format!("{} → {}", asked.before, asked.after));
    page.gap();
    let percent = difference.change_percent.as_ref();
    let percent = percent.map_or_else(String::new, |percent| format!("{} %", signed(percent)));
    let mut table = Table::new([Side::Left, Side::Right, Side::Left]);
    let mut row = |label: &str, figure: &Figure, beside: &str| {
        let value = format!("{figure} kg CO2e");
        table.row([label.to_owned(), value, beside.to_owned()]);
    };
    row("before", &difference.before, "");
    row("after", &difference.after, "");
    row("change", &difference.change, &percent);
    page.table(&table);
    if difference.parts.is_empty() {
        page.gap();
        page.line("no number that the model uses differs between the two");
        return page.text();
    }
    page.heading("what made the change (kg CO2e, share of it)");
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for part in &difference.parts {
        let share = part.share_percent.as_ref();
        table.row([
            part.co2e.to_string(),
            share.map_or_else(String::new, |share| format!("{share} %")),
            cause(part),
        ]);
    }
    table.row([
        difference.remainder.to_string(),
        String::new(),
        "remainder".to_owned(),
    ]);
    page.table(&table);
    let figures = [&difference.change, &difference.remainder];
    let bound = rounding(figures, "kg CO2e");
    page.line(&format!(
        "  the parts sum to the change; rounding, the remainder among it: {bound}"
    ));
    page.text()
}

/// What changed: `electricity: 0.6205 → 0.5777 kg CO2e/kWh, × 15410 kWh`.
pub(crate) fn cause(part: &DifferencePart) -> String {
    let amount = format!("{} {}", short(part.amount.value()), part.unit);
    match &part.of {
        Changed::Supply {
            flow,
            before,
            after,
            row_before,
            row_after,
        } => {
            let published = row_before.as_ref().zip(row_after.as_ref());
            let values = match published.filter(|(before, after)| before.unit == after.unit) {
                Some((before, after)) => {
                    format!("{} → {} {}", before.value, after.value, after.unit)
                }
                None => format!("{before} → {after} kg CO2e/{}", part.unit),
            };
            format!("{flow}: {values}, × {amount}")
        }
        Changed::Gas {
            gas, before, after, ..
        } => format!("{gas}: {before} → {after} kg CO2e/kg, × {amount}"),
        Changed::Exchange { .. } => exchange(&part.of, &amount),
        Changed::Allocation { process } => format!("{process}: shares of allocation"),
        Changed::Demand { before, after } => format!("demand: {before} → {after}"),
        _ => String::new(),
    }
}

/// What changed of an exchange: `press takes electricity: 1.15 MWh → 1 MWh`.
fn exchange(changed: &Changed, amount: &str) -> String {
    let Changed::Exchange {
        process,
        verb,
        flow,
        before,
        after,
        from_before,
        from_after,
    } = changed
    else {
        return String::new();
    };
    let none = || "none".to_owned();
    let [before, after] = [before, after].map(|amount| amount.clone().unwrap_or_else(none));
    let mut told = Vec::new();
    if before != after {
        told.push(format!("{before} → {after}"));
    }
    if let Some((from, to)) = from_before.as_ref().zip(from_after.as_ref()) {
        told.push(format!("from {from} → {to}, × {amount}"));
    }
    format!("{process} {} {flow}: {}", verb.word(), told.join(", "))
}
