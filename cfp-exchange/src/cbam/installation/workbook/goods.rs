//! The sheet of goods: specific embedded emissions and free allocation.

use cfp_core::Amount;
use cfp_core::cbam::{Embedded, EmbeddedGood};

use super::inputs::Inputs;
use super::precursors::Precursors;
use super::processes::{Line, PerUnit, cell};
use crate::cbam::installation::ledger::{Page, Row, Term, reference};

/// The name of the sheet.
const SHEET: &str = "Goods";
/// The lines above the goods.
const TOP: usize = 3;
/// Columns that other sheets name.
pub(super) const CONTENT: usize = 4;
pub(super) const DIRECT_PER_UNIT: usize = 5;
pub(super) const INDIRECT_PER_UNIT: usize = 6;
pub(super) const SHARE_DEFAULT: usize = 18;
pub(super) const ALLOCATION: usize = 21;

/// A cell of a good by its number.
pub(super) fn of_good(good: usize, column: usize, value: Amount) -> Term {
    reference(SHEET, TOP + good, column, value)
}

/// The free allocation of a tonne of what a process makes, where that of its first good is the same.
pub(super) fn allocation_of(way: &Embedded, process: &str, result: Option<Amount>) -> Option<Term> {
    let number = way.goods.iter().position(|good| good.process == process)?;
    let term = of_good(number, ALLOCATION, way.goods[number].sefa?);
    term.gives(result?).then_some(term)
}

pub(super) fn empty() -> Page {
    Page::new(SHEET, &[24, 12, 36, 12, 14])
}

pub(super) fn write(page: &mut Page, inputs: &Inputs, way: &Embedded, precursors: &Precursors) {
    page.line("Specific embedded emissions per tonne = per functional unit (sheet Processes) × functional units per tonne. What counts: 2547 Annex I point 3.1.");
    page.line("Specific embedded free allocation = own + Σ precursor tonnes × their free allocation / tonnes of goods. Rounded figures have five decimals (Annex II point A.1(8)).");
    page.titles(&[
        "Process",
        "CN code",
        "Good",
        "Functional unit",
        "Functional units per t",
        "Direct, t CO2e per functional unit",
        "Indirect, t CO2e per functional unit",
        "Direct, t CO2e per t",
        "Indirect, t CO2e per t",
        "Total, t CO2e per t",
        "Indirect that counts, t CO2e per t",
        "What counts, t CO2e per t",
        "Direct, rounded",
        "Unit",
        "Indirect, rounded",
        "Unit",
        "What counts, rounded",
        "Unit",
        "Share of default values in direct emissions",
        "Own free allocation, t CO2e per t",
        "Free allocation of precursors, t CO2e per t",
        "Free allocation, t CO2e per t",
        "Electricity, MWh per t",
        "Note",
    ]);
    let own = own_allocations(inputs, way, TOP + way.goods.len() + 3);
    for (number, good) in way.goods.iter().enumerate() {
        let process = inputs
            .processes
            .iter()
            .position(|one| one.name == good.process);
        let computed = process.and_then(|process| Some((process, way.processes.get(process)?)));
        let mut row = page.row();
        row.text(&good.process).text(&good.cn).text(&good.name);
        let Some((process, computed)) = computed else {
            row.note("its process is not in the data").end(23);
            continue;
        };
        row.text(good.functional_unit.word());
        let content = row.number(good.content);
        emissions(
            &mut row,
            good,
            process,
            PerUnit::of(computed, &way.goods),
            &content,
        );
        allocation(
            &mut row,
            good,
            process,
            own[number].as_ref(),
            precursors,
            computed.tonnes,
        );
        row.number(good.electricity);
        row.end(23);
    }
    allocations(page, inputs, way);
}

fn emissions(
    row: &mut Row<'_>,
    good: &EmbeddedGood,
    process: usize,
    per_unit: PerUnit,
    content: &Term,
) {
    let of = |line, value: Option<Amount>| cell(process, line, value);
    let direct = row.formula(
        &of(Line::SeeDirect, Some(per_unit.direct)),
        good.see_direct_per_fu,
    );
    let indirect = of(Line::SeeIndirect, Some(per_unit.indirect));
    let indirect = row.formula(&indirect, good.see_indirect_per_fu);
    let direct = row.formula(&direct.times(content), good.see_direct);
    let indirect = row.formula(&indirect.times(content), good.see_indirect);
    row.formula(&direct.clone().plus(&indirect), good.see_total);
    let counted = of(Line::SeeCounted, per_unit.counted).times(content);
    let counted = row.formula(&counted, good.indirect_counted);
    let counts = row.formula(&direct.clone().plus(&counted), good.see_certificates);
    for figure in [direct, indirect, counts] {
        row.reckoned(&figure.rounded(5));
        row.text("t CO2e/t");
    }
    match good.share_default {
        Some(share) => {
            let default = of(Line::SeeDefault, per_unit.by_default);
            let whole = of(Line::SeeDirect, Some(per_unit.direct));
            row.formula(&default.over(&whole), share);
        }
        None => {
            row.text("no direct emissions");
        }
    }
}

fn allocation(
    row: &mut Row<'_>,
    good: &EmbeddedGood,
    process: usize,
    own: Option<&Term>,
    precursors: &Precursors,
    tonnes: Amount,
) {
    let uses = precursors.uses.iter().filter(|one| one.process == process);
    let parts: Vec<Term> = uses.filter_map(|one| one.allocation.clone()).collect();
    let goods = cell(process, Line::Tonnes, tonnes);
    let of_precursors = Term::sum(&parts).over(&goods);
    let Some(result) = good.sefa else {
        row.text("not known").text("not known").text("not known");
        row.note("a part of the free allocation is not known");
        return;
    };
    let own = if let Some(own) = own {
        row.reckoned(own)
    } else {
        row.text("not known by parts");
        Term::zero()
    };
    let of_precursors = if parts.is_empty() {
        Term::zero()
    } else {
        of_precursors
    };
    let of_precursors = row.reckoned(&of_precursors);
    row.formula(&own.plus(&of_precursors), result);
}

/// The number of the routes of each good, and their cells in the table below the goods.
fn own_allocations(inputs: &Inputs, way: &Embedded, first: usize) -> Vec<Option<Term>> {
    let mut row = first;
    let of_goods = way.goods.iter().enumerate();
    of_goods
        .map(|(number, _)| {
            let (routes, (factor, correction)) = (routes(inputs, way, number)?, inputs.allocation?);
            let mut parts = Vec::new();
            for route in routes {
                let product = Term::number(route.share);
                let product = product.times(&Term::number(route.benchmark));
                let product = product.times(&Term::number(factor));
                let product = product.times(&Term::number(correction));
                parts.push(reference(SHEET, row, 6, product.value()?));
                row += 1;
            }
            Some(Term::sum(&parts))
        })
        .collect()
}

fn routes<'i>(
    inputs: &'i Inputs,
    way: &Embedded,
    number: usize,
) -> Option<&'i [cfp_core::cbam::RouteShare]> {
    let good = way.goods.get(number)?;
    let process = inputs
        .processes
        .iter()
        .find(|one| one.name == good.process)?;
    let before = way.goods[..number].iter();
    let within = before.filter(|one| one.process == good.process).count();
    process.routes.get(within)?.as_deref()
}

fn allocations(page: &mut Page, inputs: &Inputs, way: &Embedded) {
    page.heading("Own free allocation: share of the route × benchmark of column A × CBAM factor × cross-sectoral correction factor");
    page.titles(&[
        "Process",
        "CN code",
        "Share of the route",
        "Benchmark, t CO2e per t",
        "CBAM factor",
        "Correction factor",
        "Own free allocation, t CO2e per t",
        "Note",
    ]);
    let Some((factor, correction)) = inputs.allocation else {
        page.line("not known: the factors of this year are not published");
        return;
    };
    for (number, good) in way.goods.iter().enumerate() {
        for route in routes(inputs, way, number).unwrap_or_default() {
            let mut row = page.row();
            row.text(&good.process).text(&good.cn);
            let share = row.number(route.share);
            let benchmark = row.number(route.benchmark);
            let factor = row.number(factor);
            let correction = row.number(correction);
            row.reckoned(&share.times(&benchmark).times(&factor).times(&correction));
            row.end(7);
        }
    }
}
