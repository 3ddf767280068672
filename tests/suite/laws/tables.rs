//! Tables hold what the rows hold.

use cfp_core::Amount;
use cfp_exchange::{Cell, Columns, Row, Table};
use proptest::prelude::*;

use super::cases;
use crate::generate::{Shape, co2_only, looping_system, written_amount};

/// A row of one amount, or none.
struct Number(Option<Amount>);

impl Row for Number {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns.amount("number", |row| row.0);
    }
}

/// A decimal of at most 28 digits and 28 places, in plain notation.
fn any_decimal() -> impl Strategy<Value = String> {
    let digits = prop_oneof!["[0-9]{1,4}", "[0-9]{1,28}"];
    (digits, 0_usize..=28, any::<bool>()).prop_map(|(digits, places, negative)| {
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, rest) = digits.split_at(digits.len() - places);
        format!("{}{whole}.{rest}", if negative { "-" } else { "" })
    })
}

/// How many digits a plain number has before and behind its point, zeros at its ends left out.
fn sides(text: &str) -> (usize, usize) {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.trim_start_matches('-').trim_start_matches('0');
    (whole.len(), rest.trim_end_matches('0').len())
}

proptest! {
    #![proptest_config(cases(10_000))]

    /// A column of decimals holds each digit of each number, with as few places as do so; and it is wide only where
    /// 38 digits are not enough.
    #[test]
    fn a_table_keeps_every_digit(texts in prop::collection::vec(prop::option::of(any_decimal()), 0..8)) {
        let amount = |text: &Option<String>| text.as_ref().map(|text| text.parse().expect("a decimal"));
        let rows: Vec<_> = texts.iter().map(amount).map(Number).collect();
        let table = Table::of(&rows);
        let column = table.column("number").expect("the column");
        for (row, cell) in rows.iter().zip(column.cells()) {
            let expected = row.0.map_or(Cell::Absent, |amount| Cell::Decimal(amount.value_text()));
            prop_assert_eq!(cell, expected);
        }
        let stated = texts.iter().flatten().map(|text| sides(text));
        let places = stated.clone().map(|(_, behind)| behind).max().unwrap_or(0);
        let before = stated.map(|(before, _)| before).max().unwrap_or(0);
        let digits = if before + places <= 38 { 38 } else { 76 };
        let places = i8::try_from(places).expect("28 at most");
        prop_assert_eq!(column.digits_and_places(), Some((digits, places)));
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// The table of a footprint has each value and each bound of its rows.
    #[test]
    fn a_table_is_the_rows_by_column(
        random in looping_system(Shape { gain: 1.5, credits: true, several_outputs: true }),
        amount in written_amount(),
    ) {
        let system = random.builder().build().expect("a linked system");
        let gwp = co2_only();
        let Ok(intensities) = system.intensities(&gwp) else { return Ok(()) };
        let product = &intensities.intensities[0].product;
        let Ok(footprint) = system.footprint(product, &format!("{amount} items"), &gwp) else { return Ok(()) };
        let table = Table::of(footprint.by_process());
        prop_assert_eq!(table.len(), footprint.by_process().len());
        let column = |name: &str| table.column(name).expect("a column").cells();
        let rows = footprint.by_process().iter().zip(column("co2e").zip(column("co2e_bound")));
        for (row, (value, bound)) in rows {
            prop_assert_eq!(value, Cell::Decimal(row.co2e.value().value_text()));
            let proved = row.co2e.bound().map(|bound| Cell::Decimal(bound.value_text()));
            prop_assert_eq!(bound, proved.unwrap_or(Cell::Absent));
        }
    }
}
