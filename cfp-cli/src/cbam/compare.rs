//! `cfp cbam compare`: actual values against default values, year by year, and what each supplier's data change.

use cfp_core::Amount;
use cfp_core::cbam::reported;
use cfp_exchange::cbam::{ComparedGood, Comparison, ComparisonOptions, Owed, SupplierEffect};
use cfp_factors::Registry;

use super::arguments::CompareArguments;
use super::installation::open;
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json};
use crate::problem::{Problems, Told};

/// The comparison of an installation's goods.
pub(super) fn answer(
    asked: &CompareArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let file = open(&asked.path)?;
    let cbam = registry.cbam()?;
    let options = ComparisonOptions::new(asked.price, asked.first_year..=asked.last_year)
        .map_err(|problem| Told::new(&problem))?;
    let comparison = Comparison::of(&file, &cbam, &options)?;
    Ok(match format {
        Format::Json => json(&comparison),
        Format::Text => text(&comparison),
    })
}

fn text(comparison: &Comparison) -> String {
    let mut page = Page::default();
    page.line(&format!(
        "actual against default values, at {} EUR per certificate",
        comparison.price_eur
    ));
    for good in &comparison.goods {
        one(&mut page, good);
    }
    if !comparison.suppliers.is_empty() {
        page.heading(
            "what each supplier's data make of a good (t CO2e per t that count; EUR per t)",
        );
        page.table(&suppliers(&comparison.suppliers));
    }
    page.heading("what a verifier still has to see");
    for item in &comparison.checklist {
        page.line(&format!("  {item}"));
    }
    page.findings(&comparison.findings);
    page.text()
}

fn one(page: &mut Page, good: &ComparedGood) {
    page.heading(&format!("{} {} (per t)", good.cn, good.name));
    let mut table = Table::new([Side::Right; 10]);
    let titles = [
        "year",
        "factor",
        "mark-up",
        "actual",
        "free",
        "EUR",
        "default",
        "free",
        "EUR",
        "break-even",
    ];
    table.row(titles.map(str::to_owned));
    for year in &good.years {
        let [see, free, eur] = cells(Some(&year.actual));
        let [default, default_free, default_eur] = cells(year.default.as_ref());
        table.row([
            year.year.to_string(),
            year.cbam_factor.to_string(),
            year.markup.to_string(),
            see,
            free,
            eur,
            default,
            default_free,
            default_eur,
            shown(year.break_even_see),
        ]);
    }
    page.table(&table);
}

/// Embedded emissions, free allocation and euros of a tonne.
fn cells(owed: Option<&Owed>) -> [String; 3] {
    let Some(owed) = owed else {
        return ["-"; 3].map(str::to_owned);
    };
    let eur = owed.eur_per_t;
    [
        reported(owed.see),
        shown(owed.sefa),
        eur.map_or_else(|| "-".to_owned(), |eur| eur.rounded_half_up(2)),
    ]
}

fn shown(amount: Option<Amount>) -> String {
    amount.map_or_else(|| "-".to_owned(), reported)
}

fn suppliers(effects: &[SupplierEffect]) -> Table<7> {
    let mut table = Table::new([
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ]);
    let titles = [
        "precursor",
        "supplier",
        "good",
        "now",
        "by default",
        "without it",
        "EUR saved",
    ];
    table.row(titles.map(str::to_owned));
    for effect in effects {
        let eur = effect.saving_eur_per_t;
        table.row([
            effect.precursor.clone(),
            effect.supplier.clone(),
            effect.good.clone(),
            reported(effect.see),
            shown(effect.see_by_default),
            reported(effect.see_without),
            eur.map_or_else(|| "-".to_owned(), |eur| eur.rounded_half_up(2)),
        ]);
    }
    table
}
