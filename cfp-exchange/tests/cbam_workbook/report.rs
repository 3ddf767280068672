//! The operator's report and the importer's sheet, read back with their formulas.

use std::collections::{BTreeMap, BTreeSet};

use calamine::Data;
use cfp_core::Amount;
use cfp_exchange::cbam::installation::{EmbeddedReport, InstallationFile};
use cfp_exchange::cbam::{importer_sheet, operator_report};
use cfp_factors::Cbam;

use super::examples::EXAMPLES;
use super::{Cells, example, formulas, sheets};

/// A report with its cells and formulas.
struct Report {
    result: EmbeddedReport,
    bytes: Vec<u8>,
    sheets: BTreeMap<String, Cells>,
}

impl Report {
    fn of(name: &str) -> Self {
        let file = example(name);
        let cbam = Cbam::bundled().expect("the data");
        let result = file.embedded(cbam);
        let result = result.unwrap_or_else(|error| panic!("{name}: {error}"));
        let bytes = operator_report(&file, &result, cbam).expect("a workbook");
        let sheets = sheets(&bytes).into_iter().collect();
        Self {
            result,
            bytes,
            sheets,
        }
    }

    fn text(&self, sheet: &str, row: u32, column: u32) -> String {
        let cell = self.sheets[sheet].get(&(row, column));
        cell.map(ToString::to_string).unwrap_or_default()
    }

    fn number(&self, sheet: &str, row: u32, column: u32) -> f64 {
        match self.sheets[sheet].get(&(row, column)) {
            Some(Data::Float(number)) => *number,
            other => panic!("{sheet} {row} {column}: {other:?}"),
        }
    }

    /// The rows whose first cell is this text.
    fn rows(&self, sheet: &str, first: &str) -> Vec<u32> {
        let cells = self.sheets[sheet].iter();
        let found = cells.filter(|((_, column), data)| *column == 0 && **data == *first);
        found.map(|((row, _), _)| *row).collect()
    }

    /// The column of a table whose titles begin in the row with this first title.
    fn column(&self, sheet: &str, first: &str, title: &str) -> u32 {
        let row = self.rows(sheet, first)[0];
        let cells = self.sheets[sheet].range((row, 0)..(row + 1, 0));
        let found = cells.filter(|(_, data)| **data == *title);
        let columns: Vec<u32> = found.map(|((_, column), _)| *column).collect();
        columns[0]
    }

    /// The value of a line of a process.
    fn line(&self, process: usize, line: &str) -> f64 {
        let row = self.rows("Processes", line)[process];
        self.number("Processes", row, 1)
    }
}

/// Whether a cell is the exact result, but for the rounding of doubles.
fn assert_is(cell: f64, exact: Amount, what: &str) {
    let exact: f64 = exact.value_text().parse().expect("a number");
    close(cell, exact, what);
}

fn close(cell: f64, other: f64, what: &str) {
    let allowed = 1e-12 * other.abs();
    assert!(
        (cell - other).abs() <= allowed,
        "{what}: {cell} is not {other}"
    );
}

#[test]
fn every_formula_has_a_value() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let mut count = 0;
        for (sheet, cells) in &report.sheets {
            for at in formulas(&report.bytes, sheet).keys() {
                count += 1;
                let value = match &cells[at] {
                    Data::Float(number) => *number,
                    other => panic!("{name} {sheet} {at:?}: {other:?}"),
                };
                assert!(value.is_finite(), "{name} {sheet} {at:?}");
            }
            for (at, data) in cells {
                assert!(!data.to_string().trim().is_empty(), "{name} {sheet} {at:?}");
                let is_other = data.to_string().contains("these cells alone");
                assert!(
                    !is_other,
                    "{name} {sheet} {at:?}: a formula was not written"
                );
            }
        }
        assert!(count > 100, "{name}: {count}");
    }
}

#[test]
fn source_streams_multiply() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let written = formulas(&report.bytes, "Sources");
        let column = |title| report.column("Sources", "Source stream", title);
        let [emissions, fraction, biomass] = [
            "Emissions",
            "Oxidation or conversion factor",
            "Zero-rated biomass fraction",
        ]
        .map(column);
        let first = report.rows("Sources", "Source stream")[0] + 1;
        for (row, stream) in (first..).zip(&report.result.way.embedded.streams) {
            assert_eq!(report.text("Sources", row, 0), stream.name);
            assert!(
                written.contains_key(&(row, emissions)),
                "{name}: {}",
                stream.name
            );
            let cell = report.number("Sources", row, emissions);
            assert_is(cell, stream.emissions, &stream.name);
            // By the cells: activity × (net calorific value) × factor, or × carbon × 3.664.
            let optional = |column| match report.sheets["Sources"].get(&(row, column)) {
                Some(Data::Float(number)) => Some(*number),
                _ => None,
            };
            let activity = report.number("Sources", row, column("Activity"));
            let carbon = optional(column("Carbon content"));
            let product = match (carbon, optional(column("Emission factor"))) {
                (Some(carbon), _) => activity * carbon * 3.664,
                (None, Some(factor)) => {
                    activity * optional(column("Net calorific value")).unwrap_or(1.0) * factor
                }
                (None, None) => panic!("{}", stream.name),
            };
            let fossil = 1.0 - report.number("Sources", row, biomass);
            let product = product * report.number("Sources", row, fraction) * fossil;
            close(cell, product, &stream.name);
        }
        let total = report.rows("Sources", "Direct emissions of the installation")[0];
        assert_is(
            report.number("Sources", total, 1),
            report.result.way.embedded.installation_direct,
            name,
        );
        assert!(written.contains_key(&(total, 1)));
    }
}

#[test]
fn attributed_emissions_sum() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let written = formulas(&report.bytes, "Processes");
        for (number, process) in report.result.way.embedded.processes.iter().enumerate() {
            let of = &process.attribution;
            let line = |line: &str| report.line(number, line);
            for (title, exact) in [
                ("DirEm*", of.direct),
                ("Heat received", of.heat_imported),
                ("Heat that leaves", of.heat_exported),
                ("Waste gas received", of.waste_gas_imported),
                ("Waste gas that leaves", of.waste_gas_exported),
                ("Electricity produced", of.electricity_produced),
                ("Sum of the terms", of.before_floor),
                ("Share of the goods", of.share_of_goods),
                ("Attributed direct emissions", of.attributed_direct),
                ("Attributed indirect emissions", of.attributed_indirect),
                ("Electricity used for the goods", of.electricity),
                ("Activity level", process.activity_level),
                ("Embedded emissions, direct", process.see_direct_per_fu),
                ("Embedded emissions, indirect", process.see_indirect_per_fu),
            ] {
                assert_is(
                    line(title),
                    exact,
                    &format!("{name} {} {title}", process.name),
                );
            }
            for title in [
                "DirEm*",
                "Sum of the terms",
                "Attributed direct emissions",
                "Embedded emissions, direct",
                "Embedded emissions, indirect",
            ] {
                let row = report.rows("Processes", title)[number];
                assert!(written.contains_key(&(row, 1)), "{name} {title}");
            }
            let sum = line("DirEm*") + line("Heat received") - line("Heat that leaves")
                + line("Waste gas received")
                - line("Waste gas that leaves")
                - line("Electricity produced");
            let attributed = sum.max(0.0) * line("Share of the goods");
            close(
                line("Attributed direct emissions"),
                attributed,
                &process.name,
            );
            let embedded = (attributed + line("Precursors, direct")) / line("Activity level");
            close(line("Embedded emissions, direct"), embedded, &process.name);
            let embedded = (line("Attributed indirect emissions") + line("Precursors, indirect"))
                / line("Activity level");
            close(
                line("Embedded emissions, indirect"),
                embedded,
                &process.name,
            );
            let row = report.rows("Processes", "Attributed direct emissions")[number];
            assert!(
                written[&(row, 1)].starts_with("MAX(0,"),
                "{}",
                written[&(row, 1)]
            );
        }
    }
}

#[test]
fn precursors_multiply() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let column = |title| report.column("Precursors", "Process", title);
        let heading = report.rows("Precursors", "Precursors that the processes use")[0];
        let mut row = heading + 3;
        for process in &report.result.way.embedded.processes {
            let mut direct = 0.0;
            for used in &process.precursors {
                let at = |column| report.number("Precursors", row, column);
                assert_eq!(report.text("Precursors", row, 1), used.name);
                assert_is(at(6), used.tonnes, &used.name);
                assert_is(at(9), used.see_direct, &used.name);
                assert_is(at(11), used.see_indirect, &used.name);
                assert_is(at(13), used.indirect_counted, &used.name);
                close(at(10), at(6) * at(9), &used.name);
                direct += at(10);
                row += 1;
            }
            let number = report
                .result
                .way
                .embedded
                .processes
                .iter()
                .position(|one| one == process);
            close(
                report.line(number.expect("a process"), "Precursors, direct"),
                direct,
                &process.name,
            );
        }
        assert_eq!(column("Chemical"), 1);
    }
}

#[test]
fn goods_are_the_exact_results() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let written = formulas(&report.bytes, "Goods");
        let column = |title: &str| report.column("Goods", "Process", title);
        let first = report.rows("Goods", "Process")[0] + 1;
        for (row, good) in (first..).zip(&report.result.goods) {
            assert_eq!(report.text("Goods", row, 1), good.cn);
            let of = |title: &str, exact: Amount| {
                let at = column(title);
                assert_is(
                    report.number("Goods", row, at),
                    exact,
                    &format!("{name} {} {title}", good.cn),
                );
                assert!(written.contains_key(&(row, at)), "{name} {title}");
            };
            of("Direct, t CO2e per functional unit", good.see_direct_per_fu);
            of("Direct, t CO2e per t", good.see_direct);
            of("Indirect, t CO2e per t", good.see_indirect);
            of("Total, t CO2e per t", good.see_total);
            of("What counts, t CO2e per t", good.see_certificates);
            of(
                "Direct, rounded",
                good.see_direct_reported.parse().expect("a number"),
            );
            of(
                "Indirect, rounded",
                good.see_indirect_reported.parse().expect("a number"),
            );
            of(
                "What counts, rounded",
                good.see_certificates_reported.parse().expect("a number"),
            );
            let at = column("Direct, rounded");
            assert!(
                written[&(row, at)].ends_with(",5)"),
                "{}",
                written[&(row, at)]
            );
            let at = column("Share of default values in direct emissions");
            match good.share_default {
                Some(share) => assert_is(report.number("Goods", row, at), share, name),
                None => assert_eq!(report.text("Goods", row, at), "no direct emissions"),
            }
            let at = column("Free allocation, t CO2e per t");
            match good.sefa {
                Some(sefa) => assert_is(report.number("Goods", row, at), sefa, name),
                None => assert_eq!(report.text("Goods", row, at), "not known"),
            }
        }
    }
    let steel = Report::of("steel.toml");
    assert!(
        steel.result.goods.iter().all(|good| good.sefa.is_some()),
        "the example has all of it"
    );
}

/// Two processes that take of each other cannot be formulas that Excel follows: it would stop at the circle.
#[test]
fn a_loop_stands_as_values() {
    let report = Report::of("loop.toml");
    let written = formulas(&report.bytes, "Precursors");
    let first = report.rows("Precursors", "Precursors that the processes use")[0] + 3;
    for row in [first, first + 1] {
        assert!(!written.contains_key(&(row, 9)));
        assert!(written.contains_key(&(row, 10)));
        let note = report.text("Precursors", row, 19);
        assert!(
            note.starts_with("processes that take of each other"),
            "{note}"
        );
    }
    let chain = Report::of("ammonia.toml");
    let written = formulas(&chain.bytes, "Precursors");
    let first = chain.rows("Precursors", "Precursors that the processes use")[0] + 3;
    for row in [first, first + 1] {
        assert!(
            written[&(row, 9)].starts_with("Processes!"),
            "{}",
            written[&(row, 9)]
        );
    }
}

#[test]
fn every_item_of_the_annex_is_answered() {
    for (name, _) in EXAMPLES {
        let report = Report::of(name);
        let items = |sheet: &str| -> BTreeSet<String> {
            let cells = report.sheets[sheet].iter();
            let first = cells.filter(|((row, column), _)| *row > 0 && *column == 0);
            let items = first.map(|((row, _), data)| {
                assert!(
                    report.sheets[sheet].contains_key(&(*row, 3)),
                    "{name} {sheet} {row}"
                );
                let item = data.to_string();
                item.trim_start_matches('(')
                    .split(['(', ')'])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            });
            items.collect()
        };
        let full = items("1.1 Report");
        let summary = items("1.2 Summary");
        assert!(
            (1..=35).all(|item| full.contains(&item.to_string())),
            "{full:?}"
        );
        assert!(
            (1..=16).all(|item| summary.contains(&item.to_string())),
            "{summary:?}"
        );
    }
    let report = Report::of("loop.toml");
    assert_eq!(report.text("1.1 Report", 1, 3), "not stated");
}

#[test]
fn sheets_stand_in_their_order() {
    let report = Report::of("steel.toml");
    let names: Vec<String> = sheets(&report.bytes)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "1.2 Summary",
            "1.1 Report",
            "Sources",
            "Energy",
            "Processes",
            "Precursors",
            "Goods",
            "Sector parameters",
            "Findings"
        ]
    );
    let file = example("steel.toml");
    let again = operator_report(&file, &report.result, Cbam::bundled().expect("the data"));
    assert_eq!(
        again.expect("a workbook"),
        report.bytes,
        "the same data give the same bytes"
    );
    let parameters: Vec<String> = report.sheets["Sector parameters"]
        .values()
        .map(ToString::to_string)
        .collect();
    assert!(parameters.contains(&"scrap, t per t".to_owned()));
    let findings: Vec<String> = report.sheets["Findings"]
        .values()
        .map(ToString::to_string)
        .collect();
    for finding in &report.result.findings {
        assert!(findings.contains(&finding.code), "{}", finding.code);
    }
}

#[test]
fn data_that_do_not_read_are_no_report() {
    let good = Report::of("loop.toml");
    let text = r#"
year = 2026
process = [{ name = "a", produced = "1 t", takes = [{ precursor = "b", amount = "1 MWh" }], goods = [{ cn = "76011010" }] }]
"#;
    let file = InstallationFile::read("bad.toml", text.as_bytes()).expect("the keys are known");
    let error = operator_report(&file, &good.result, Cbam::bundled().expect("the data"));
    let error = error.expect_err("an energy is no mass");
    assert!(error.to_string().starts_with("bad.toml:3:"), "{error}");
}

#[test]
fn the_importer_sees_each_good() {
    for (name, _) in EXAMPLES {
        let file = example(name);
        let result = file
            .embedded(Cbam::bundled().expect("the data"))
            .expect("a result");
        let bytes = importer_sheet(&file, &result).expect("a workbook");
        let sheets = sheets(&bytes);
        assert_eq!(sheets.len(), 1);
        let (sheet, cells) = &sheets[0];
        assert!(formulas(&bytes, sheet).is_empty());
        let texts: Vec<String> = cells.values().map(ToString::to_string).collect();
        assert!(texts.iter().any(|text| text.contains("first six digits")));
        assert!(
            texts
                .iter()
                .any(|text| text.contains("serve no declaration")),
            "no verification is stated"
        );
        let titles = cells.iter().find(|(_, data)| **data == *"Process");
        let first = titles.map(|((row, _), _)| row + 1).expect("titles");
        for (row, good) in (first..).zip(&result.goods) {
            assert_eq!(cells[&(row, 1)].to_string(), good.cn);
            let number = |column| match cells[&(row, column)] {
                Data::Float(number) => number,
                ref other => panic!("{other:?}"),
            };
            assert_is(number(8), good.see_direct, name);
            assert_is(number(9), good.see_indirect, name);
            assert_is(number(10), good.see_certificates, name);
            assert_is(
                number(13),
                good.see_certificates_reported.parse().expect("a number"),
                name,
            );
        }
    }
}
