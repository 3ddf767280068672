//! Lists of imports and data of installations, each with one fault, as `cfp cbam` tells it.

use std::fs;
use std::path::Path;

use cfp_exchange::cbam::CertificatePrice;
use cfp_factors::{Cbam, CbamLookup};

use super::FOLDER;
use super::said::Said;

/// What a list is asked with, where the year alone does not bring the problem about.
const OPTIONS: &[(&str, &[&str])] = &[
    ("bad-production-year", &["--year", "2027"]),
    ("not-published-for-year", &["--year", "2031"]),
    (
        "no-reference-price",
        &["--year", "2026", "--draft-rule", "carbon-price-paid"],
    ),
    (
        "no-import-date",
        &["--year", "2026", "--price", "2026-Q1=75.36"],
    ),
    (
        "no-price-of-quarter",
        &["--year", "2026", "--price", "2026-Q1=75.36"],
    ),
];

/// What is said of a list or an installation beside the golden text, or by the library; `None` where neither has this code.
pub fn said(code: &str) -> Option<Said> {
    let list = format!("{FOLDER}/{code}.csv");
    if code == "bad-path" {
        return Some(Said::by(&["cbam", "installation", &list]));
    }
    if Path::new(&list).exists() {
        let found = OPTIONS.iter().find(|(name, _)| *name == code);
        let options = found.map_or(&["--year", "2026"][..], |(_, options)| options);
        let mut arguments = vec!["cbam", "goods", &list, "--strict"];
        arguments.extend(options);
        return Some(Said::by(&arguments));
    }
    let plant = format!("{FOLDER}/{code}.toml");
    let text = fs::read_to_string(&plant).unwrap_or_default();
    if text.contains("\nproduced = ") {
        let asked = if code == "footprint-not-stated" {
            "bridge"
        } else {
            "installation"
        };
        return Some(Said::by(&["cbam", asked, &plant]));
    }
    if code == "years-reversed" {
        let plant = "../data/examples/cbam/aluminium.toml";
        let mut arguments = vec!["cbam", "compare", plant, "--price", "75.36"];
        arguments.extend(["--first-year", "2028", "--last-year", "2027"]);
        return Some(Said::by(&arguments));
    }
    if code == "installation-ending" {
        let plant = format!("{FOLDER}/{code}.yaml");
        return Some(Said::by(&["cbam", "installation", &plant]));
    }
    of_library(code)
}

/// Problems that the command does not let anyone have, or that others come before.
fn of_library(code: &str) -> Option<Said> {
    let cbam = Cbam::bundled().expect("the bundled tables");
    let lookup: CbamLookup = match code {
        "bad-price" => {
            let price: Result<CertificatePrice, _> = "75,36".parse();
            return Some(Said::of(&price.expect_err("no price")));
        }
        "year-too-early" => cbam.cbam_factor(2025).expect_err("no factor"),
        "no-mark-up" => cbam.mark_up("electricity", 2026).expect_err("no mark-up"),
        _ => return None,
    };
    Some(Said::of(&lookup))
}
