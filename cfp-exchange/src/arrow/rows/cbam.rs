//! Rows of embedded emissions and declarations under the Carbon Border Adjustment Mechanism.

use cfp_core::Amount;
use cfp_core::cbam::{
    AnodeRow, EmbeddedProcess, EnergyUnitRow, MeasuredRow, PrecursorUse, StreamRow,
};

use crate::arrow::{Columns, Row};
use crate::cbam::installation::{ReportedGood, WorkbookFigure};
use crate::cbam::{DeclaredGood, HoldingRow, SupplierEffect};

/// The unit of emissions of a year.
const TONNES: &str = "t CO2e";
/// The unit of specific embedded emissions.
const PER_TONNE: &str = "t CO2e/t";

/// The name of a column of amounts, and what a row has under it.
type Named<R> = (&'static str, fn(&R) -> Option<Amount>);

/// Columns of amounts in one unit.
fn amounts<'c, 'a, R, const N: usize>(
    columns: &'c mut Columns<'a, R>,
    unit: &str,
    each: [Named<R>; N],
) -> &'c mut Columns<'a, R> {
    for (name, of) in each {
        columns.amount(name, of).in_unit(unit);
    }
    columns
}

impl Row for ReportedGood {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("process", |row| &row.process)
            .text("cn", |row| &row.cn)
            .text("name", |row| &row.name)
            .text("functional_unit", |row| row.functional_unit)
            .amount("content", |row| Some(row.content))
            .amount("see_direct_per_fu", |row| Some(row.see_direct_per_fu))
            .amount("see_indirect_per_fu", |row| Some(row.see_indirect_per_fu));
        amounts(
            columns,
            PER_TONNE,
            [
                ("see_direct", |row| Some(row.see_direct)),
                ("see_indirect", |row| Some(row.see_indirect)),
                ("see_total", |row| Some(row.see_total)),
                ("see_certificates", |row| Some(row.see_certificates)),
                ("sefa", |row| row.sefa),
            ],
        )
        .amount("electricity_mwh", |row| Some(row.electricity_mwh))
        .in_unit("MWh/t")
        .amount("share_default", |row| row.share_default)
        .text("see_direct_reported", |row| &row.see_direct_reported)
        .text("see_indirect_reported", |row| &row.see_indirect_reported)
        .text("see_certificates_reported", |row| {
            &row.see_certificates_reported
        });
    }
}

/// What a process takes is a table of its own.
impl Row for EmbeddedProcess {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .text("functional_unit", |row| row.functional_unit.word())
            .boolean("annex_ii", |row| row.annex_ii)
            .amount("tonnes", |row| Some(row.tonnes))
            .in_unit("t")
            .amount("activity_level", |row| Some(row.activity_level));
        amounts(
            columns,
            TONNES,
            [
                ("direct", |row| Some(row.attribution.direct)),
                ("heat_imported", |row| Some(row.attribution.heat_imported)),
                ("heat_exported", |row| Some(row.attribution.heat_exported)),
                ("waste_gas_imported", |row| {
                    Some(row.attribution.waste_gas_imported)
                }),
                ("waste_gas_exported", |row| {
                    Some(row.attribution.waste_gas_exported)
                }),
                ("electricity_produced", |row| {
                    Some(row.attribution.electricity_produced)
                }),
                ("before_floor", |row| Some(row.attribution.before_floor)),
            ],
        )
        .amount("share_of_goods", |row| Some(row.attribution.share_of_goods));
        amounts(
            columns,
            TONNES,
            [
                ("attributed_direct", |row| {
                    Some(row.attribution.attributed_direct)
                }),
                ("attributed_indirect", |row| {
                    Some(row.attribution.attributed_indirect)
                }),
            ],
        )
        .amount("electricity_mwh", |row| Some(row.attribution.electricity))
        .in_unit("MWh")
        .amount("see_direct_per_fu", |row| Some(row.see_direct_per_fu))
        .amount("see_indirect_per_fu", |row| Some(row.see_indirect_per_fu));
    }
}

impl Row for PrecursorUse {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .boolean("is_own", |row| row.is_own)
            .amount("tonnes", |row| Some(row.tonnes))
            .in_unit("t")
            .amount("per_tonne", |row| Some(row.per_tonne));
        amounts(
            columns,
            PER_TONNE,
            [
                ("see_direct", |row| Some(row.see_direct)),
                ("see_indirect", |row| Some(row.see_indirect)),
                ("indirect_counted", |row| Some(row.indirect_counted)),
                ("sefa", |row| row.sefa),
            ],
        );
    }
}

impl Row for StreamRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .text("method", |row| row.method.word())
            .amount("emissions", |row| Some(row.emissions))
            .in_unit("t CO2")
            .amount("zero_rated", |row| Some(row.zero_rated))
            .in_unit("t CO2")
            .amount("energy_tj", |row| row.energy)
            .in_unit("TJ")
            .text("step", |row| &row.step);
    }
}

impl Row for AnodeRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .amount("cf4", |row| Some(row.cf4))
            .in_unit("t CF4")
            .amount("c2f6", |row| Some(row.c2f6))
            .in_unit("t C2F6");
        amounts(
            columns,
            TONNES,
            [
                ("cf4_co2e", |row| Some(row.cf4_co2e)),
                ("c2f6_co2e", |row| Some(row.c2f6_co2e)),
                ("emissions", |row| Some(row.emissions)),
            ],
        );
    }
}

impl Row for MeasuredRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .amount("emissions", |row| Some(row.emissions))
            .in_unit(TONNES);
    }
}

impl Row for EnergyUnitRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .amount("energy_tj", |row| Some(row.energy))
            .in_unit("TJ")
            .amount("emissions", |row| Some(row.emissions))
            .in_unit("t CO2")
            .amount("per_heat", |row| Some(row.per_heat))
            .in_unit("t CO2/TJ")
            .amount("per_electricity", |row| row.per_electricity)
            .in_unit("t CO2/MWh")
            .amount("heat_share", |row| Some(row.split.as_ref()?.heat_share))
            .amount("electricity_share", |row| {
                Some(row.split.as_ref()?.electricity_share)
            });
    }
}

/// What a reader should know of a line is a table of its own. What is per tonne is per MWh for electricity, so that it has no unit.
impl Row for DeclaredGood {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .count("line", |row| row.line)
            .text_if_any("reference", |row| row.reference.as_deref())
            .text("cn", |row| &row.cn)
            .text_if_any("goods", |row| row.goods.as_deref())
            .text("description", |row| &row.description)
            .text("category", |row| &row.category)
            .text("country", |row| &row.country)
            .text_if_any("quarter", |row| row.quarter.as_deref())
            .year("production_year", |row| Some(row.production_year))
            .amount("mass_t", |row| Some(row.mass_t))
            .text("path", |row| row.path.word())
            .amount("see", |row| row.see)
            .amount("markup", |row| row.markup)
            .amount("see_with_markup", |row| row.see_with_markup)
            .amount("cbam_factor", |row| row.cbam_factor)
            .amount("correction_factor", |row| row.correction_factor)
            .amount("benchmark", |row| row.benchmark)
            .in_unit(PER_TONNE)
            .text_if_any("route", |row| row.route.as_deref())
            .amount("sefa", |row| row.sefa)
            .amount("net_per_t", |row| row.net_per_t)
            .amount("embedded_t", |row| row.embedded_t)
            .in_unit(TONNES)
            .amount("free_allocation_t", |row| row.free_allocation_t)
            .in_unit(TONNES)
            .amount("carbon_price_reduction", |row| row.carbon_price_reduction)
            .amount("certificates", |row| row.certificates)
            .amount("price_eur", |row| row.price_eur)
            .in_unit("EUR")
            .amount("cost_eur", |row| row.cost_eur)
            .in_unit("EUR")
            .text_if_any("default_row", |row| row.default_row.as_deref())
            .text_if_any("default_table", |row| row.default_table.as_deref())
            .text_if_any("benchmark_row", |row| row.benchmark_row.as_deref())
            .boolean("counts_for_threshold", |row| row.counts_for_threshold);
    }
}

impl Row for HoldingRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text_if_any("quarter", |row| row.quarter.as_deref())
            .amount("certificates", |row| Some(row.certificates));
    }
}

impl Row for SupplierEffect {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("precursor", |row| &row.precursor)
            .text("supplier", |row| &row.supplier)
            .boolean("is_actual", |row| row.is_actual)
            .text("cn", |row| &row.cn)
            .text("good", |row| &row.good);
        amounts(
            columns,
            PER_TONNE,
            [
                ("see", |row| Some(row.see)),
                ("see_by_default", |row| row.see_by_default),
                ("see_without", |row| Some(row.see_without)),
            ],
        )
        .amount("saving_eur_per_t", |row| row.saving_eur_per_t)
        .in_unit("EUR/t");
    }
}

impl Row for WorkbookFigure {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("cn", |row| &row.cn)
            .text("name", |row| &row.name)
            .text("what", |row| row.what)
            .text("cell", |row| &row.cell);
        amounts(
            columns,
            PER_TONNE,
            [
                ("workbook", |row| Some(row.workbook)),
                ("computed", |row| Some(row.computed)),
            ],
        )
        .boolean("differs", |row| row.differs);
    }
}
