//! Rows of the scores of databases, with what the database calls their processes, products and flows.

use cfp_core::{
    ChainNode, Contribution, Database, DatabasePath, FlowAmount, Label, LeftOutFlow, LoopReport,
};

use super::PERCENT;
use crate::arrow::{Columns, Row, Table};

impl Table {
    /// What each process counts itself for a demand on a database.
    pub fn of_contributions(database: &Database, rows: &[Contribution]) -> Self {
        Self::with(rows, |columns| {
            columns.count("process", |row| row.process);
            label(columns, |row| database.process(row.process))
                .figure("runs", |row| row.runs)
                .figure("score", |row| row.score);
        })
    }

    /// What is emitted of each elementary flow for a demand on a database.
    pub fn of_flows(database: &Database, rows: &[FlowAmount]) -> Self {
        Self::with(rows, |columns| {
            columns.count("flow", |row| row.flow);
            label(columns, |row| database.flow(row.flow))
                .figure("amount", |row| row.amount)
                .figure("score", |row| row.score);
        })
    }

    /// The elementary flows of a database that count nothing, and why.
    pub fn of_left_out(database: &Database, rows: &[LeftOutFlow]) -> Self {
        Self::with(rows, |columns| {
            columns.count("flow", |row| row.flow);
            label(columns, |row| database.flow(row.flow)).text("reason", |row| row.reason.word());
        })
    }

    /// The supply chains behind an amount of a product of a database; `parent` is the place of a row.
    pub fn of_supply_chains(database: &Database, rows: &[ChainNode]) -> Self {
        Self::with(rows, |columns| {
            columns
                .count_if_any("parent", |row| row.parent)
                .count("depth", |row| row.depth)
                .count("product", |row| row.product);
            label(columns, |row| database.product(row.product))
                .figure("amount", |row| row.amount)
                .figure("score", |row| row.score)
                .figure("direct", |row| row.direct);
        })
    }

    /// The largest single supply chains behind a demand on a database, the products of their steps by their ids, or by their
    /// indices where they have none.
    pub fn of_paths(database: &Database, rows: &[DatabasePath]) -> Self {
        Self::with(rows, |columns| {
            columns
                .texts("steps_product", |row| {
                    let steps = row.steps.iter();
                    steps.map(|step| database.product_id(step.product))
                })
                .figure("score", |row| row.score)
                .written("share_percent", |row| row.share_percent.as_deref())
                .in_unit(PERCENT);
        })
    }
}

/// The columns of a label.
fn label<'a, 'c, R>(
    columns: &'c mut Columns<'a, R>,
    of: impl Fn(&'a R) -> Option<&'a Label>,
) -> &'c mut Columns<'a, R> {
    columns
        .text_if_any("label_id", |row| Some(of(row)?.id()))
        .text_if_any("label_name", |row| Some(of(row)?.called()))
        .text_if_any("label_location", |row| of(row)?.place())
        .text_if_any("label_unit", |row| of(row)?.unit_text())
}

impl Row for LoopReport {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .count("processes", |row| row.processes)
            .count("exchanges", |row| row.exchanges)
            .text("method", |row| row.method.word())
            .boolean("proved", |row| row.proved)
            .double("backward_error", |row| row.backward_error);
    }
}
