//! Results as tables of Arrow: every digit, and what is absent.

use cfp_core::{Amount, Footprint, Intensity, Process, System};
use cfp_exchange::{Cell, ColumnKind, Columns, Row, Table};

use super::co2;

/// A row of one amount.
struct Number(Option<Amount>);

impl Row for Number {
    fn columns(columns: &mut Columns<'_, Self>) {
        columns.amount("number", |row| row.0);
    }
}

/// The table of numbers as written.
fn numbers(texts: &[&str]) -> Table {
    let amount = |text: &&str| (!text.is_empty()).then(|| text.parse().expect("a decimal"));
    let rows: Vec<_> = texts.iter().map(amount).map(Number).collect();
    Table::of(&rows)
}

fn cells<'a>(table: &'a Table, name: &str) -> Vec<Cell<'a>> {
    table.column(name).expect(name).cells().collect()
}

fn decimal<'a>(text: &str) -> Cell<'a> {
    Cell::Decimal(text.to_owned())
}

/// The digits and places of the only column.
fn kind(texts: &[&str]) -> (u8, i8) {
    let table = numbers(texts);
    let column = table.column("number").expect("the column");
    column.digits_and_places().expect("decimals")
}

#[test]
fn a_column_has_as_many_places_as_its_longest_number() {
    assert_eq!(kind(&["1.25", "3", ""]), (38, 2));
    assert_eq!(kind(&["1.2500", "-3.0"]), (38, 2));
    assert_eq!(kind(&["120000", "0"]), (38, 0));
    assert_eq!(kind(&["", ""]), (38, 0));
    assert_eq!(kind(&[]), (38, 0));
    let table = numbers(&["1.25", "-3.0", "", "-0.05", "0.00"]);
    let expected = [
        decimal("1.25"),
        decimal("-3"),
        Cell::Absent,
        decimal("-0.05"),
        decimal("0"),
    ];
    assert_eq!(cells(&table, "number"), expected);
    assert_eq!(table.column("number").expect("it").cell(5), None);
}

/// Ten digits before the point and 28 behind it are the 38 that 128 bits hold; eleven are one too many.
#[test]
fn a_column_is_wide_only_where_it_has_to_be() {
    let least = "0.0000000000000000000000000001";
    assert_eq!(kind(&["9999999999", least]), (38, 28));
    assert_eq!(kind(&["-9999999999", least]), (38, 28));
    assert_eq!(kind(&["10000000000", least]), (76, 28));
    assert_eq!(kind(&["-10000000000", least]), (76, 28));
    let most = "-9999999999999999999999999999";
    let table = numbers(&[most, least, "", "0.5"]);
    let expected = [decimal(most), decimal(least), Cell::Absent, decimal("0.5")];
    assert_eq!(cells(&table, "number"), expected);
}

/// A double prints as the shortest text that reads as it, so that a nearest double of few digits has those.
#[test]
fn doubles_are_the_nearest() {
    let (third, sum) = ("0.3333333333333333333333333333", "0.30000000000000004");
    let most = "9999999999999999999999999999";
    for (texts, doubles) in [
        (["0.1", third], [0.1, 1.0 / 3.0]),
        (["664.355", "0.3"], [664.355, 0.3]),
        ([sum, "-2"], [0.1 + 0.2, -2.0]),
        ([most, third], [1e28, 1.0 / 3.0]),
    ] {
        let table = numbers(&texts).with_doubles();
        assert_eq!(cells(&table, "number"), doubles.map(Cell::Double));
    }
    let table = numbers(&[""]).with_doubles();
    assert_eq!(
        table.column("number").map(|it| it.kind()),
        Some(ColumnKind::Double)
    );
    assert_eq!(cells(&table, "number"), [Cell::Absent]);
}

/// A footprint of so much of a profile.
fn pressed(amount: &str) -> Footprint {
    let system = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "3 t")
                .takes("billet", "1 t")
                .takes("electricity", "1.5 MWh")
                .emits("CO2", "30 kg"),
        )
        .supply("billet", "9.3 kg CO2e/kg")
        .supply("electricity", "0.5 kg CO2e/kWh")
        .build();
    let system = system.expect("a system");
    let footprint = system.footprint("profile", amount, &co2());
    footprint.expect("a footprint")
}

/// A third of 9300 + 750 + 30; a third has no last digit, and its row a bound.
#[test]
fn the_rows_of_a_footprint_are_columns() {
    let footprint = pressed("1 t");
    let table = Table::of(footprint.by_process());
    let names: Vec<_> = table.columns().map(|column| column.name()).collect();
    assert_eq!(
        names,
        [
            "kind",
            "process",
            "product",
            "runs",
            "runs_bound",
            "unit",
            "co2e",
            "co2e_bound",
            "share_percent"
        ]
    );
    assert_eq!(table.len(), 3);
    let texts = ["billet", "electricity", "press"].map(Cell::Text);
    assert_eq!(cells(&table, "process"), texts);
    let kinds = ["supply", "supply", "process"].map(Cell::Text);
    assert_eq!(cells(&table, "kind"), kinds);
    let [co2e, bound] = ["co2e", "co2e_bound"].map(|name| table.column(name).expect(name));
    assert_eq!([co2e.unit(), bound.unit()], [Some("kg CO2e"); 2]);
    let rounded: Vec<_> = table
        .with_doubles()
        .column("co2e")
        .map(|column| column.cells().map(|cell| format!("{cell:?}")).collect())
        .unwrap_or_default();
    assert_eq!(rounded, ["Double(3100.0)", "Double(250.0)", "Double(10.0)"]);
    for (row, part) in footprint.by_process().iter().enumerate() {
        assert_eq!(co2e.cell(row), Some(decimal(&part.co2e.to_string())));
        let proved = part.co2e.bound().expect("a bound").to_string();
        assert_eq!(bound.cell(row), Some(decimal(&proved)));
    }
    let percent = table.column("share_percent").expect("it");
    assert_eq!(percent.unit(), Some("%"));
    // 3100 / 3360
    assert_eq!(percent.cell(0), Some(decimal("92.261905")));
}

/// What is not stated is null, and never zero or an empty text.
#[test]
fn what_is_absent_is_null() {
    let footprint = pressed("3 t");
    let stages = Table::of(&footprint.by_stage);
    assert_eq!(cells(&stages, "stage"), [Cell::Absent]);
    let gases = Table::of(&footprint.inventory);
    let masses = cells(&gases, "mass_kg");
    let unknown = footprint.inventory.iter().map(|row| row.mass_kg.is_none());
    let absent = masses.iter().map(|cell| *cell == Cell::Absent);
    assert!(unknown.eq(absent), "{masses:?}");
    assert!(masses.contains(&decimal("30")));
    let none = Table::of::<cfp_core::TermRow>(&[]);
    assert!(none.is_empty());
    assert_eq!(none.columns().count(), 8);
    assert_eq!(none.batch().num_rows(), 0);
}

/// The categories in which something of the system falls are columns.
#[test]
fn categories_of_intensities_are_columns() {
    let system = System::builder()
        .process(
            Process::new("kiln")
                .makes("lime", "2 kg")
                .emits("CO2", "1 kg"),
        )
        .build();
    let rows: Vec<Intensity> = system
        .and_then(|system| system.intensities(&co2()))
        .expect("intensities")
        .intensities;
    let table = Table::of(&rows);
    assert_eq!(cells(&table, "total"), [decimal("0.5")]);
    assert_eq!(cells(&table, "bound"), [decimal("0")]);
    assert_eq!(cells(&table, "by_category_fossil"), [decimal("0.5")]);
    assert!(table.column("by_category_aircraft").is_none());
}
