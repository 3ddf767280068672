//! `cfp sensitivity`.

use cfp_core::{Sensitivities, Sensitivity, SensitivityKind};
use cfp_exchange::Study;
use cfp_factors::Registry;

use crate::arguments::{Format, SensitivityArguments};
use crate::footprint::{demanded, options_of, title};
use crate::input;
use crate::page::{Page, Side, Table, json, rounding, short};
use crate::problem::Problems;

/// How the footprint of a model moves with every number that it rests on.
pub(crate) fn answer(
    asked: &SensitivityArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let model = &asked.model;
    let options = options_of(model, &asked.scenario);
    let options = demanded(options, &asked.demand);
    let (study, _) = input::study(model, registry, &options)?;
    let sensitivities = study.sensitivities()?;
    Ok(match format {
        Format::Json => json(&sensitivities),
        Format::Text => text(&study, &sensitivities, asked.most),
    })
}

fn text(study: &Study, found: &Sensitivities, most: usize) -> String {
    let mut page = Page::default();
    page.line(&format!("{}: {}", found.product, found.demand));
    title(&mut page, study);
    page.line(&format!("total {} kg CO2e", short(found.total.value())));
    page.heading(
        "what one percent more of a number does (percent of the total), and one unit more",
    );
    let mut table = Table::new([
        Side::Right,
        Side::Right,
        Side::Left,
        Side::Right,
        Side::Left,
    ]);
    for row in found.sensitivities.iter().take(most) {
        let percent = row.elasticity.map_or_else(
            || "-".to_owned(),
            |elasticity| format!("{} %", short(elasticity.value())),
        );
        table.row([
            percent,
            short(row.derivative.value()),
            row.unit.clone(),
            row.amount.clone(),
            called(row),
        ]);
    }
    page.table(&table);
    let left = found.sensitivities.len().saturating_sub(most);
    if left > 0 {
        page.line(&format!("  {left} more, with `--format json` or `--most`"));
    }
    let derivatives = found.sensitivities.iter().map(|row| &row.derivative);
    page.gap();
    page.line(&format!(
        "bound of each derivative: {}",
        rounding(derivatives, "of its unit")
    ));
    page.line("derivatives are exact at the numbers as written; the bound is about arithmetic rounding only");
    page.findings_in_short(&found.findings);
    page.text()
}

/// What a number is called: `electricity, takes of press`.
fn called(row: &Sensitivity) -> String {
    let Sensitivity {
        process,
        exchange,
        kind,
        ..
    } = row;
    match (process, kind) {
        (Some(process), _) => format!("{exchange} ({process} {})", kind.word()),
        (None, SensitivityKind::Gwp) => format!("{exchange} (global warming potential)"),
        (None, _) => format!("{exchange} ({})", kind.word()),
    }
}
