//! The Carbon Border Adjustment Mechanism: Commission examples, and cases worked from the law and its tables.
//!
//! A case says who stands behind its numbers. Official: a workbook or act of the Union. Derived: reckoned here from the text
//! of the law or from its tables. Third party: a number that others published, reckoned again. 2547, 2620 and 2621 are the
//! Commission's Implementing Regulations (EU) 2025/2547, 2025/2620 and 2025/2621, the last as 2026/1740 replaces its tables.

mod actual_values;
mod communication;
mod default_values;
mod energy;
mod precursors;
mod scope;
mod sources;
mod units;

use cfp_core::Amount;
use cfp_exchange::cbam::installation::{EmbeddedReport, InstallationFile, ReportedGood};
use cfp_exchange::cbam::{Declaration, DeclarationOptions, DeclaredGood, ImportTable};
use cfp_factors::Cbam;
use num_traits::Signed;

use crate::rational::rational;

fn tables() -> &'static Cbam {
    Cbam::bundled().expect("the bundled tables")
}

fn amount(text: &str) -> Amount {
    text.parse().expect("a number")
}

/// That a figure is this decimal to the last digit, and knows it.
fn exactly(what: &str, figure: Amount, expected: &str) {
    let value = rational(&figure.value_text());
    assert!(
        figure.is_exact() && value == rational(expected),
        "{what} is {figure:?} where exactly {expected} is right"
    );
}

/// That a figure is this number to twelve digits: it was published or reckoned in binary, and so is not exact itself.
fn closely(what: &str, figure: Amount, expected: &str) {
    let expected = rational(expected);
    let distance = (rational(&figure.value_text()) - &expected).abs();
    assert!(
        distance <= expected.abs() * rational("1e-12"),
        "{what} is {figure:?} where {expected} is right"
    );
}

/// What the goods of an installation embed, from its data in the plain form.
fn embedded(text: &str) -> EmbeddedReport {
    let file = InstallationFile::read("plant.toml", text.as_bytes()).expect("a file");
    file.embedded(tables()).expect("embedded emissions")
}

/// The good of this code.
fn good<'a>(report: &'a EmbeddedReport, cn: &str) -> &'a ReportedGood {
    let mut goods = report.goods.iter();
    goods.find(|good| good.cn == cn).expect("a good")
}

/// Whether a finding with this code is among those of a report.
fn finds(report: &EmbeddedReport, code: &str) -> bool {
    report.findings.iter().any(|finding| finding.code == code)
}

/// The declaration of a list in CSV.
fn declared(list: &str, options: &DeclarationOptions) -> Declaration {
    let table = ImportTable::read("imports.csv", list.as_bytes()).expect("a list");
    Declaration::of(&table, tables(), options)
}

/// The only line of a list in CSV, in 2026 and without a price.
fn import(list: &str) -> DeclaredGood {
    let declaration = declared(list, &DeclarationOptions::new(2026));
    assert!(declaration.problems.is_empty(), "{list}");
    let [good] = &declaration.goods[..] else {
        panic!("one line: {list}");
    };
    good.clone()
}
