//! Rows of footprints and intensities.

use cfp_core::{
    ByProcess, Category, CoverageRow, CoveredBy, CutOffRow, ElectricityRow, Finding, Intensity,
    InventoryRow, ProfileFinding, RegionRow, StageRow, SupplierRow, TermRow, UsedFactor,
};

use super::{CO2E, PERCENT};
use crate::arrow::{Columns, Row};

impl Row for ByProcess {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.kind.word())
            .text("process", |row| &row.process)
            .text("product", |row| &row.product)
            .figure("runs", |row| row.runs)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for InventoryRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("gas", |row| &row.gas)
            .text("category", |row| row.category.key())
            .figure_if_any("mass_kg", |row| row.mass_kg)
            .in_unit("kg")
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E);
    }
}

impl Row for TermRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("process", |row| &row.process)
            .text("term", |row| &row.term)
            .text("flow", |row| &row.flow)
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E);
    }
}

impl Row for StageRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text_if_any("stage", |row| row.stage.as_deref())
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for RegionRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text_if_any("region", |row| row.region.as_deref())
            .figure("territorial", |row| row.territorial)
            .in_unit(CO2E)
            .figure("embodied", |row| row.embodied)
            .in_unit(CO2E);
    }
}

impl Row for CoverageRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.source.word())
            .text_if_any("source", |row| match &row.source {
                CoveredBy::Dataset { dataset, .. } => Some(dataset.as_str()),
                CoveredBy::Supplier { source } => source.as_deref(),
                CoveredBy::Emission { source } => Some(source.as_str()),
                _ => None,
            })
            .text_if_any("version", |row| match &row.source {
                CoveredBy::Dataset { version, .. } => Some(version),
                _ => None,
            })
            .text_if_any("region", |row| match &row.source {
                CoveredBy::Dataset { region, .. } => Some(region),
                _ => None,
            })
            .year("year", |row| match row.source {
                CoveredBy::Dataset { year, .. } => year,
                _ => None,
            })
            .boolean_if_any("exact", |row| match row.source {
                CoveredBy::Dataset { exact, .. } => Some(exact),
                _ => None,
            })
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for SupplierRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("flow", |row| &row.flow)
            .text_if_any("supplier", |row| row.supplier.as_deref())
            .text_if_any("source", |row| row.source.as_deref())
            .text_if_any("boundary", |row| row.boundary.as_deref())
            .text_if_any("gwp", |row| row.gwp.as_deref())
            .text_if_any("validity", |row| row.validity.as_deref())
            .written("primary_percent", |row| row.primary_percent.as_deref())
            .in_unit(PERCENT)
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E);
    }
}

impl Row for ElectricityRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("flow", |row| &row.flow)
            .text("treatment", |row| &row.treatment)
            .text_if_any("instrument", |row| row.instrument.as_deref())
            .text_if_any("period", |row| row.period.as_deref())
            .text_if_any("volume", |row| row.volume.as_deref())
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .figure_if_any("location_based", |row| row.location_based)
            .in_unit(CO2E);
    }
}

impl Row for CutOffRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("flow", |row| &row.flow)
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .count("exchanges", |row| row.exchanges)
            .figure_if_any("estimate", |row| row.estimate)
            .in_unit(CO2E)
            .written("estimate_percent", |row| row.estimate_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for UsedFactor {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("flow", |row| &row.flow)
            .written("value", |row| Some(&row.record.value))
            .text("text", |row| &row.record.value)
            .text("unit", |row| &row.record.unit)
            .text("dataset", |row| &row.record.dataset)
            .text("version", |row| &row.record.version)
            .text("row", |row| &row.record.row)
            .text("region", |row| &row.record.region)
            .year("year", |row| row.record.year)
            .text("kind", |row| &row.record.kind)
            .text_if_any("gwp_set", |row| row.record.gwp_set.as_deref())
            .texts("steps", |row| &row.record.steps)
            .texts("over", |row| &row.record.over);
    }
}

/// The gases of a product have no place in its row: they are not in the table.
impl Row for Intensity {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("product", |row| &row.product)
            .text("process", |row| &row.process)
            .text("unit", |row| &row.unit)
            .figure_with_bound(["total", "bound"], |row| Some(row.total));
        let rows = columns.rows();
        for category in Category::ALL {
            let of = |row: &Self| row.by_category.get(&category).copied();
            if rows.iter().any(|row| of(row).is_some()) {
                columns.figure_if_any(&format!("by_category_{}", category.key()), of);
            }
        }
    }
}

impl Row for Finding {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("code", |row| &row.code)
            .text("message", |row| &row.message)
            .text("hint", |row| &row.hint);
    }
}

impl Row for ProfileFinding {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("code", |row| &row.code)
            .text("clause", |row| &row.clause)
            .text("severity", |row| row.severity.word())
            .text("message", |row| &row.message)
            .text("hint", |row| &row.hint)
            .text("basis", |row| row.basis.word());
    }
}
