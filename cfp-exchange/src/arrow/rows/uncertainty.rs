//! Rows of uncertainty, whose numbers are doubles as their draws are.

use cfp_core::{
    DatabaseEntry, EntrySensitivity, EntryVariance, FailedDraws, InputShare, Percentile,
    SobolShare, UncertainInput,
};

use super::PERCENT;
use crate::arrow::{Columns, Row};

impl Row for Percentile {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .double("percent", |row| row.percent)
            .in_unit(PERCENT)
            .double("value", |row| row.value)
            .double_if_any("low", |row| row.low)
            .double_if_any("high", |row| row.high);
    }
}

impl Row for FailedDraws {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns
            .text("reason", |row| &row.reason)
            .count("count", |row| row.count)
            .count("first_draw", |row| row.first_draw);
    }
}

impl Row for UncertainInput {
    fn columns(columns: &mut Columns<'_, Self>) {
        input(columns, |row| row);
    }
}

impl Row for InputShare {
    fn columns(columns: &mut Columns<'_, Self>) {
        input(columns, |row| &row.input)
            .double("derivative", |row| row.derivative)
            .double("variance", |row| row.variance)
            .double_if_any("share_percent", |row| row.share_percent)
            .in_unit(PERCENT);
    }
}

impl Row for SobolShare {
    fn columns(columns: &mut Columns<'_, Self>) {
        input(columns, |row| &row.input)
            .double_if_any("first_order", |row| row.first_order)
            .double_if_any("first_order_error", |row| row.first_order_error)
            .double_if_any("total", |row| row.total)
            .double_if_any("total_error", |row| row.total_error);
    }
}

/// The columns of an uncertain input.
fn input<'a, 'c, R>(
    columns: &'c mut Columns<'a, R>,
    of: impl Fn(&'a R) -> &'a UncertainInput,
) -> &'c mut Columns<'a, R> {
    columns
        .text_if_any("process", |row| of(row).process.as_deref())
        .text("exchange", |row| &of(row).exchange)
        .count("index", |row| of(row).index)
        .text("kind", |row| of(row).kind.word())
        .text_if_any("source", |row| of(row).source.as_deref())
        .text("amount", |row| &of(row).amount)
        .text("spread", |row| &of(row).spread)
        .double("mean", |row| of(row).mean)
        .double("standard_deviation", |row| of(row).standard_deviation)
}

impl Row for EntryVariance {
    fn columns(columns: &mut Columns<'_, Self>) {
        entry(columns, |row| row.entry)
            .double("amount", |row| row.amount)
            .double("derivative", |row| row.derivative)
            .double("standard_deviation", |row| row.standard_deviation)
            .double("variance", |row| row.variance)
            .double("share_percent", |row| row.share_percent)
            .in_unit(PERCENT);
    }
}

impl Row for EntrySensitivity {
    fn columns(columns: &mut Columns<'_, Self>) {
        entry(columns, |row| row.entry)
            .double("amount", |row| row.amount)
            .double("derivative", |row| row.derivative)
            .double_if_any("elasticity", |row| row.elasticity);
    }
}

/// The columns of what a number of a database is of: a word, and indices.
fn entry<'a, 'c, R>(
    columns: &'c mut Columns<'a, R>,
    of: impl Fn(&'a R) -> DatabaseEntry,
) -> &'c mut Columns<'a, R> {
    columns
        .text("kind", |row| of(row).word())
        .count_if_any("product", |row| of(row).product())
        .count_if_any("flow", |row| of(row).flow())
        .count_if_any("process", |row| of(row).process())
}
