//! `cfp cbam bridge`: from embedded emissions to the product footprint of the same plant.

use cfp_core::cbam::reported;
use cfp_exchange::cbam::{Bridge, BridgeGood};
use cfp_factors::Registry;

use super::arguments::BridgeArguments;
use super::installation::open;
use crate::arguments::Format;
use crate::page::{Page, Side, Table, json};
use crate::problem::Problems;

/// The bridge of an installation's goods.
pub(super) fn answer(
    asked: &BridgeArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let file = open(&asked.path)?;
    let bridge = Bridge::of(&file, &registry.cbam()?, registry)?;
    Ok(match format {
        Format::Json => json(&bridge),
        Format::Text => text(&bridge),
    })
}

fn text(bridge: &Bridge) -> String {
    let mut page = Page::default();
    page.line(&format!(
        "from embedded emissions to the product footprint by {}",
        bridge.gwp
    ));
    for good in &bridge.goods {
        one(&mut page, good);
    }
    page.gap();
    page.line(
        "lines that round to zero are left out; `--format json` has all of them with all digits",
    );
    page.findings(&bridge.findings);
    page.text()
}

fn one(page: &mut Page, good: &BridgeGood) {
    page.heading(&format!("{} {} (t CO2e per t)", good.cn, good.name));
    let mut table = Table::new([Side::Left, Side::Right]);
    let mut row = |what: &str, amount| table.row([what.to_owned(), reported(amount)]);
    row(
        "embedded emissions that count for certificates",
        good.see_certificates,
    );
    let shown = |amount| reported(amount) != "0";
    for line in good.lines.iter().filter(|line| shown(line.per_tonne)) {
        row(line.what, line.per_tonne);
    }
    row("product footprint, cradle to gate", good.footprint);
    page.table(&table);
}
