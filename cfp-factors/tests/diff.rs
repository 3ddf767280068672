//! What one edition changes in another.

mod own;

use cfp_core::Explain;
use cfp_factors::{DatasetDiff, Registry};
use own::{dataset, registry, row};

const FOOTPRINT: &str = "cn-mee-electricity-footprint";

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

/// Activity, both values, their difference and that in percent.
type Change<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>);

fn changes(diff: &DatasetDiff) -> Vec<Change<'_>> {
    let rows = diff.changed.iter();
    rows.map(|row| {
        let [difference, percent] = [&row.difference, &row.percent].map(|text| text.as_deref());
        let (before, after) = (row.before.value.as_str(), row.after.value.as_str());
        (
            row.after.activity.as_str(),
            before,
            after,
            difference,
            percent,
        )
    })
    .collect()
}

/// MEE: 0.6205 to 0.5777 is -0.0428, which it prints as -6.9 %; nuclear power kept its 0.0065; transmission with its
/// losses is new.
#[test]
fn a_year_of_chinese_electricity() {
    let diff = bundled()
        .diff(&format!("{FOOTPRINT}@=2023"), FOOTPRINT)
        .expect("two tables");
    assert_eq!(diff.before, format!("{FOOTPRINT}@=2023-1"));
    assert_eq!(diff.after, format!("{FOOTPRINT}@=2024-1"));
    let changes = changes(&diff);
    let national = (
        "electricity",
        "0.6205",
        "0.5777",
        Some("-0.0428"),
        Some("-6.8977"),
    );
    assert_eq!(changes[0], national);
    assert_eq!((changes.len(), diff.unchanged), (9, 1));
    let added: Vec<_> = diff.added.iter().map(|row| row.value.as_str()).collect();
    assert_eq!((added, diff.removed.len()), (vec!["0.0327"], 0));
}

#[test]
fn the_way_back_is_the_opposite() {
    let registry = bundled();
    let there = registry
        .diff("uk-desnz@=2024", "uk-desnz@=2025")
        .expect("two tables");
    let back = registry
        .diff("uk-desnz@=2025", "uk-desnz@=2024")
        .expect("two tables");
    assert!(there.changed.len() > 100 && !there.added.is_empty() && !there.removed.is_empty());
    assert_eq!((&there.added, &there.removed), (&back.removed, &back.added));
    assert_eq!(
        (there.changed.len(), there.unchanged),
        (back.changed.len(), back.unchanged)
    );
    let table = registry.factors("uk-desnz@=2025").expect("a table");
    assert_eq!(
        there.added.len() + there.changed.len() + there.unchanged,
        table.len()
    );
    let same = registry
        .diff("uk-desnz", "uk-desnz")
        .expect("one table twice");
    assert_eq!((same.changed.len(), same.unchanged), (0, table.len()));
    assert!(same.added.is_empty() && same.removed.is_empty());
}

/// IPCC AR6: SF6 at 25200 in the report, 24300 as corrected.
#[test]
fn tables_of_potentials_are_compared_too() {
    let diff = bundled()
        .diff("ipcc-gwp-ar6@=2021", "ipcc-gwp-ar6@=2024")
        .expect("two tables");
    let changes = changes(&diff);
    let of_sulphur = ("SF6", "25200", "24300", Some("-900"), Some("-3.5714"));
    assert!(changes.contains(&of_sulphur), "{changes:?}");
    let error = bundled()
        .diff("ipcc-gwp-ar6", FOOTPRINT)
        .expect_err("different sorts");
    assert_eq!(error.problems()[0].code(), "datasets-not-comparable");
}

/// Rows are the same thing in whatever unit; 0.5 kg and 500 g are no change, and nothing is a percentage of zero.
#[test]
fn values_are_compared_as_quantities() {
    let zeros = ("gas_basis", "zeros_are_published = true\ngas_basis");
    let olds = [
        row("a", "heat", "0.50"),
        row("b", "cold", "0.0"),
        row("c", "steam", "0.1"),
        row("d", "two", "1"),
        row("e", "two", "2").replace("/kWh", "/t"),
    ];
    let news = [
        row("a", "heat", "500").replace("kg CO2e", "g CO2e"),
        row("b", "cold", "0.2"),
        row("c", "steam", "0.1").replace("/kWh", "/kg"),
        row("d", "two", "3").replace("/kWh", "/MWh"),
        row("e", "two", "2").replace("/kWh", "/t"),
    ];
    let registry = registry(&[
        dataset("own", "2024-1", &olds, &[zeros]),
        dataset("own", "2024-2", &news, &[]),
    ]);
    let diff = registry
        .diff("own@=2024-1", "own@=2024-2")
        .expect("two tables");
    assert_eq!(diff.unchanged, 2, "heat, and two per tonne");
    let expected = [
        ("cold", "0.0", "0.2", Some("0.2"), None),
        ("two", "1", "3", Some("-997"), Some("-99.7")),
    ];
    assert_eq!(changes(&diff), expected);
    let names = |rows: &[cfp_factors::DiffRow]| -> Vec<String> {
        rows.iter()
            .map(|row| format!("{} {}", row.activity, row.unit))
            .collect()
    };
    assert_eq!(names(&diff.removed), ["steam kg CO2e/kWh"]);
    assert_eq!(names(&diff.added), ["steam kg CO2e/kg"]);
}
