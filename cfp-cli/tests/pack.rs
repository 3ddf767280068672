//! `cfp factors pack`.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{cfp, file, scratch};
use serde_json::json;

const HEADER: &str = r#"id = "workshop"
edition = "2024"
revision = 1
title = "Our workshop"
publisher = "us"
document = "meter readings"
reference_year = 2024
serves = [2024]
published = "2025-03-01"
gas_basis = "CO2e"

[licence]
name = "for our own use"
redistribution = false
attribution = "us"
"#;

/// As Excel saves it where the comma is the decimal sign: a mark, semicolons, CRLF.
const TABLE: &str = "\u{feff}row;activity;region;year;value;unit;kind;place;confidence\r\n\
                     a;compressed air;CN;2024;0,125;kg CO2e/m3;life-cycle footprint;book 1;measured\r\n";

/// A directory of this name that is not there yet.
fn fresh(name: &str) -> PathBuf {
    let directory = scratch().join(name);
    if directory.exists() {
        fs::remove_dir_all(&directory).expect("removed");
    }
    directory
}

#[test]
fn a_packed_table_answers_look_ups() {
    let into = fresh("packed");
    let directory = into.display().to_string();
    let header = file("pack-header.toml", HEADER);
    let table = file("pack-factors.csv", TABLE);
    let asked = ["factors", "pack", &header, &table, "--into", &directory];
    let ran = cfp(&asked);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for part in [
        "workshop@=2024-1\n",
        "  rows     1\n",
        "CSV in UTF-8, columns apart by `;`, decimal sign `,`\n",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
    let folder = into.join("own/workshop/2024-1");
    assert_eq!(
        fs::read_to_string(folder.join("factors.csv")).expect("a table"),
        "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n\
         a,compressed air,,CN,2024,0.125,kg CO2e/m3,life-cycle footprint,book 1,,measured,\n"
    );
    let find = [
        "factors",
        "find",
        "compressed air",
        "--region",
        "CN",
        "--year",
        "2024",
        "--factors",
        &directory,
    ];
    let ran = cfp(&find);
    assert!(
        ran.out.starts_with("0.125 kg CO2e/m3\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    // The bundled datasets lie below.
    let ran = cfp(&[
        "factors",
        "show",
        "cn-mee-electricity-footprint@2024",
        "national",
        "--factors",
        &directory,
    ]);
    assert!(ran.out.starts_with("0.5777 kg CO2e/kWh\n"), "{}", ran.err);
}

/// The same again changes nothing; another content of the same version is refused, whatever its group.
#[test]
fn a_version_has_one_content() {
    let into = fresh("packed-again");
    let directory = into.display().to_string();
    let header = file("pack-again-header.toml", HEADER);
    let table = file("pack-again-factors.csv", TABLE);
    let pack = |header: &str, table: &str| {
        cfp(&[
            "factors", "pack", header, table, "--into", &directory, "--format", "json",
        ])
    };
    assert_eq!(pack(&header, &table).json()["was_there"], false);
    let again = pack(&header, &table).json();
    assert_eq!(again["was_there"], true);
    assert_eq!(
        again["read_as"],
        json!({"format": "csv", "encoding": "UTF-8", "separator": ";", "decimal_sign": ","})
    );
    let other = file("pack-again-other.csv", TABLE.replace("0,125", "0,25"));
    let ran = pack(&header, &other);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["dataset-exists".to_owned()])
    );
    let grouped = file(
        "pack-again-grouped.toml",
        format!("group = \"works\"\n{HEADER}"),
    );
    let ran = pack(&grouped, &table);
    assert_eq!(ran.codes(), ["dataset-exists"]);
    assert_eq!(fs::read_dir(&into).expect("a directory").count(), 1);
}

#[test]
fn nothing_is_written_when_anything_is_wrong() {
    let into = fresh("unpacked");
    let directory = into.display().to_string();
    let header = file("pack-bad-header.toml", HEADER.replace("revision = 1\n", ""));
    let table = file(
        "pack-bad-factors.csv",
        TABLE.replace("CN;2024;0,125", "CN;2024;n/a"),
    );
    let ran = cfp(&["factors", "pack", &header, &table, "--into", &directory]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for part in [
        "error: the header has no `revision`\n",
        "pack-bad-factors.csv:2:26\n",
        "2 problems\n",
    ] {
        assert!(ran.err.contains(part), "{part} in\n{}", ran.err);
    }
    assert!(!into.exists());
    let missing = cfp(&[
        "factors",
        "pack",
        &header,
        "no-such.csv",
        "--into",
        &directory,
        "--format",
        "json",
    ]);
    assert_eq!(missing.codes(), ["file-not-found"]);
}
