//! `cfp intensities`.

use cfp_core::Intensities;
use cfp_exchange::Study;
use cfp_factors::Registry;

use crate::arguments::{Format, IntensitiesArguments};
use crate::footprint::{options_of, title};
use crate::input;
use crate::page::{Page, Side, Table, json, rounding, short};
use crate::problem::Problems;

/// The footprint of one unit of everything that a model makes or treats.
pub(crate) fn answer(
    asked: &IntensitiesArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options_of(model, &asked.scenario);
    let (study, _) = input::study(model, registry, &options)?;
    let intensities = if asked.gases {
        study.intensities_with_gases()?
    } else {
        study.intensities()?
    };
    Ok(match format {
        Format::Json => json(&intensities),
        Format::Text => text(&study, &intensities),
    })
}

fn text(study: &Study, intensities: &Intensities) -> String {
    let mut page = Page::default();
    title(&mut page, study);
    page.heading("intensities");
    let mut table = Table::new([Side::Right, Side::Left, Side::Left]);
    for row in &intensities.intensities {
        let name = if row.process == row.product {
            row.product.clone()
        } else {
            format!("{} ({})", row.product, row.process)
        };
        table.row([short(row.total.value()), row.unit.clone(), name]);
    }
    page.table(&table);
    for row in &intensities.refused {
        page.line(&format!(
            "  none: {} ({}), {}",
            row.product, row.process, row.code
        ));
    }
    let totals = intensities.intensities.iter().map(|row| &row.total);
    page.gap();
    page.line(&format!(
        "bound of each: {}",
        rounding(totals, "kg CO2e per unit")
    ));
    page.line("the bound is about arithmetic rounding only and says nothing about the data;");
    page.line("numbers are shown with four significant digits, `--format json` has all");
    page.findings(&intensities.findings);
    page.text()
}
