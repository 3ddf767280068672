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
    assert_eq!((changes.len(), diff.unchanged), (9, 0));
    let [nuclear] = &diff.rewritten[..] else {
        panic!("one row, not {:?}", diff.rewritten);
    };
    assert_eq!(nuclear.after.value, "0.0065");
    assert_eq!(nuclear.texts[0].column, "note");
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
        (there.changed.len(), there.rewritten.len(), there.unchanged),
        (back.changed.len(), back.rewritten.len(), back.unchanged)
    );
    let table = registry.factors("uk-desnz@=2025").expect("a table");
    assert_eq!(
        there.added.len() + there.changed.len() + there.rewritten.len() + there.unchanged,
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

/// A copy of a bundled dataset beside it, as the next revision, with its table changed.
fn revised(folder: &str, table: &str, change: impl Fn(&str) -> String) -> Registry {
    let root = format!("{}/../data", env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect("a file");
    let header = read(&format!("{folder}/dataset.toml"));
    let text = read(&format!("{folder}/{table}"));
    let after = change(&text);
    let sealed = |text: &str| own::sha256(text.as_bytes());
    let (next, revision) = folder.rsplit_once('-').expect("a revision");
    let newer: u32 = revision.parse::<u32>().expect("a number") + 1;
    let header_after = header
        .replace(
            &format!("revision = {revision}"),
            &format!("revision = {newer}"),
        )
        .replace(&sealed(&text), &sealed(&after));
    let file = |path: String, text: String| (path, text.into_bytes());
    Registry::of_files([
        file("regions.csv".to_owned(), own::REGIONS.to_owned()),
        file(format!("{folder}/dataset.toml"), header),
        file(format!("{folder}/{table}"), text),
        file(format!("{next}-{newer}/dataset.toml"), header_after),
        file(format!("{next}-{newer}/{table}"), after),
    ])
    .expect("two revisions")
}

/// Three territories that turn from `in` to `exempt` are three changes, although none of them has a number.
#[test]
fn a_changed_text_without_a_number_is_a_change() {
    let folder = "cbam/cbam-territories/2026-1";
    let registry = revised(folder, "territories.csv", |table| {
        let turned = [
            "AD,Andorra,",
            "AE,United Arab Emirates,United Arab Emirates",
            "AL,Albania,Albania",
        ];
        turned.iter().fold(table.to_owned(), |table, start| {
            let from = format!("{start},in,");
            assert!(table.contains(&from), "{from}");
            table.replacen(&from, &format!("{start},exempt,"), 1)
        })
    });
    let diff = registry
        .diff("cbam-territories@=2026-1", "cbam-territories@=2026-2")
        .expect("two tables");
    let names: Vec<_> = diff
        .changed
        .iter()
        .map(|row| &*row.after.activity)
        .collect();
    assert_eq!(names, ["Albania", "Andorra", "United Arab Emirates"]);
    for row in &diff.changed {
        let said = (&*row.before.value, &*row.after.value);
        assert_eq!(said, ("in scope", "exempt"));
        assert_eq!((&row.difference, &row.percent), (&None, &None));
    }
    assert_eq!((diff.rewritten.len(), diff.unchanged), (0, 252));
}

/// A value that is published and 0 is another thing than one that is not published.
#[test]
fn absent_differs_from_zero() {
    let folder = "cbam/cbam-default-values/2026.1740-1";
    // The first row that sends to the other countries gets a value of 0, the first with indirect emissions loses these.
    let registry = revised(folder, "defaults.csv", |table| {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let header = reader.headers().expect("titles").clone();
        let at = |title| {
            header
                .iter()
                .position(|column| column == title)
                .expect("a column")
        };
        let [indirect, total, applies] = ["indirect", "total", "applies"].map(at);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).expect("titles");
        let (mut is_sent, mut is_cut) = (false, false);
        for record in reader.records() {
            let record = record.expect("a row");
            let mut fields: Vec<&str> = record.iter().collect();
            if !is_sent && fields[applies] == "other countries" {
                is_sent = true;
                (fields[total], fields[applies]) = ("0", "value");
            } else if !is_cut && fields[applies] == "value" && fields[indirect] == "0.000" {
                is_cut = true;
                fields[indirect] = "";
            }
            writer.write_record(fields).expect("a row");
        }
        assert!(is_sent && is_cut);
        String::from_utf8(writer.into_inner().expect("bytes")).expect("a text")
    });
    let id = "cbam-default-values";
    let diff = registry
        .diff(&format!("{id}@=2026.1740-1"), &format!("{id}@=2026.1740-2"))
        .expect("two tables");
    let values: Vec<_> = diff
        .changed
        .iter()
        .map(|row| (&*row.before.value, &*row.after.value, &row.difference))
        .collect();
    assert_eq!(values, [("other countries apply", "0", &None)]);
    let [rewritten] = &diff.rewritten[..] else {
        panic!("one row, not {:?}", diff.rewritten);
    };
    let text = &rewritten.texts[0];
    assert_eq!(
        (text.column, text.before.as_deref(), &text.after),
        ("indirect", Some("0"), &None)
    );
}

/// A note, an alias or a category that is another is told beside the value, whether that changed or not.
#[test]
fn other_texts_are_told() {
    let note = |row: String, note: &str| row.replace(",seen,\n", &format!(",seen,{note}\n"));
    let olds = [
        note(row("a", "heat", "0.5"), "with losses"),
        row("b", "cold", "0.1"),
        row("c", "steam", "0.3"),
    ];
    let news = [
        note(row("a", "heat", "0.5"), "without losses"),
        note(row("b", "cold", "0.2"), "estimated"),
        row("c", "steam", "0.30").replace("table 1", "table 2"),
    ];
    let registry = registry(&[
        dataset("own", "2024-1", &olds, &[]),
        dataset("own", "2024-2", &news, &[]),
    ]);
    let diff = registry
        .diff("own@=2024-1", "own@=2024-2")
        .expect("two tables");
    let texts = |texts: &[cfp_factors::TextChange]| -> Vec<String> {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let lines = texts.iter();
        lines
            .map(|text| {
                format!(
                    "{}: {} → {}",
                    text.column,
                    said(&text.before),
                    said(&text.after)
                )
            })
            .collect()
    };
    let [heat] = &diff.rewritten[..] else {
        panic!("one row, not {:?}", diff.rewritten);
    };
    assert_eq!(heat.after.activity, "heat");
    assert_eq!(texts(&heat.texts), ["note: with losses → without losses"]);
    let [cold] = &diff.changed[..] else {
        panic!("one row, not {:?}", diff.changed);
    };
    assert_eq!(texts(&cold.texts), ["note:  → estimated"]);
    assert_eq!(
        diff.unchanged, 1,
        "where a value stands is of each publication"
    );
}
