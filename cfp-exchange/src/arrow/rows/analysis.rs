//! Rows of analyses.

use cfp_core::{
    ContributionRow, DifferencePart, SankeyLink, SankeyNode, Sensitivity, SupplyPath, TreeNode,
    UpstreamRow,
};

use super::{CO2E, PERCENT};
use crate::arrow::{Columns, Row};
use crate::{Scenario, SweepRow};

/// Of a published factor, the table has what finds its row again.
impl Row for DifferencePart {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.of.word())
            .text("name", |row| row.of.name())
            .text_if_any("category", |row| Some(row.of.category()?.key()))
            .text_if_any("process", |row| Some(row.of.exchange()?.0))
            .text_if_any("verb", |row| Some(row.of.exchange()?.1.word()))
            .text_if_any("written_before", |row| row.of.written()[0])
            .text_if_any("written_after", |row| row.of.written()[1])
            .text_if_any("from_before", |row| row.of.providers()[0])
            .text_if_any("from_after", |row| row.of.providers()[1])
            .figure_if_any("before", |row| Some(row.of.figures()?[0]))
            .figure_if_any("after", |row| Some(row.of.figures()?[1]))
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

impl Row for ContributionRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.kind.word())
            .text_if_any("name", |row| row.name.as_deref())
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for UpstreamRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.kind.word())
            .text("process", |row| &row.process)
            .text("product", |row| &row.product)
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("direct", |row| row.direct)
            .in_unit(CO2E)
            .written("direct_percent", |row| row.direct_percent.as_deref())
            .in_unit(PERCENT)
            .figure_if_any("upstream", |row| row.upstream)
            .in_unit(CO2E)
            .written("upstream_percent", |row| row.upstream_percent.as_deref())
            .in_unit(PERCENT);
    }
}

/// `parent` is the place of a row.
impl Row for TreeNode {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .count_if_any("parent", |row| row.parent)
            .count("depth", |row| row.depth)
            .text("kind", |row| row.kind.word())
            .text("process", |row| &row.process)
            .text("product", |row| &row.product)
            .figure("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT)
            .figure("direct", |row| row.direct)
            .in_unit(CO2E)
            .figure("cut_off", |row| row.cut_off)
            .in_unit(CO2E)
            .figure("cut_off_positive", |row| row.cut_off_positive)
            .in_unit(CO2E)
            .figure("cut_off_negative", |row| row.cut_off_negative)
            .in_unit(CO2E)
            .count("cut_off_count", |row| row.cut_off_count);
    }
}

/// Of its steps, the table has the processes and the products, as lists in the order of the steps.
impl Row for SupplyPath {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .texts("steps_process", |row| {
                row.steps.iter().map(|step| &step.process)
            })
            .texts("steps_product", |row| {
                row.steps.iter().map(|step| &step.product)
            })
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT);
    }
}

impl Row for SankeyNode {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("kind", |row| row.kind.word())
            .text("process", |row| &row.process)
            .text("product", |row| &row.product)
            .figure_if_any("amount", |row| row.amount)
            .text("unit", |row| &row.unit)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E)
            .written("share_percent", |row| row.share_percent.as_deref())
            .in_unit(PERCENT)
            .figure("direct", |row| row.direct)
            .in_unit(CO2E);
    }
}

/// The nodes are called `source` and `target`, as plotting libraries want them: the places of their rows.
impl Row for SankeyLink {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .count("source", |row| row.from)
            .count("target", |row| row.to)
            .figure_if_any("amount", |row| row.amount)
            .figure("co2e", |row| row.co2e)
            .in_unit(CO2E);
    }
}

/// What made the change is a table of its own.
impl Row for Scenario {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("name", |row| &row.name)
            .text("gwp", |row| &row.gwp)
            .figure("total", |row| row.total)
            .in_unit(CO2E)
            .figure("change", |row| row.change)
            .in_unit(CO2E)
            .written("change_percent", |row| row.change_percent.as_deref())
            .in_unit(PERCENT)
            .figure("remainder", |row| row.remainder)
            .in_unit(CO2E);
    }
}

impl Row for SweepRow {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("value", |row| &row.value)
            .figure("total", |row| row.total)
            .in_unit(CO2E)
            .figure("change", |row| row.change)
            .in_unit(CO2E)
            .written("change_percent", |row| row.change_percent.as_deref())
            .in_unit(PERCENT);
    }
}
