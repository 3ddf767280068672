//! Rows of analyses.

use cfp_core::{DifferencePart, Sensitivity};

use super::{CO2E, PERCENT};
use crate::arrow::{Columns, Row};

/// Of a published factor, the table has what finds its row again.
impl Row for DifferencePart {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.of.word())
            .text("name", |row| row.of.name())
            .text_if_any("category", |row| Some(row.of.category()?.key()))
            .figure("before", |row| row.of.figures()[0])
            .figure("after", |row| row.of.figures()[1])
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
        for (place, name) in ["row_before", "row_after"].into_iter().enumerate() {
            columns
                .text_if_any(&format!("{name}_dataset"), |row| {
                    Some(&row.of.records()[place]?.dataset)
                })
                .text_if_any(&format!("{name}_version"), |row| {
                    Some(&row.of.records()[place]?.version)
                })
                .text_if_any(&format!("{name}_row"), |row| {
                    Some(&row.of.records()[place]?.row)
                });
        }
    }
}

impl Row for Sensitivity {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text_if_any("process", |row| row.process.as_deref())
            .text("exchange", |row| &row.exchange)
            .count("index", |row| row.index)
            .text("kind", |row| row.kind.word())
            .text_if_any("source", |row| row.source.as_deref())
            .text("amount", |row| &row.amount)
            .figure("derivative", |row| row.derivative)
            .text("unit", |row| &row.unit)
            .figure_if_any("elasticity", |row| row.elasticity);
    }
}
