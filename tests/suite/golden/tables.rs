//! Tables of one's own, each with one fault, as `cfp factors pack` tells it.

use std::fs;

use cfp_exchange::TableProblem;

use super::said::Said;
use crate::tree::scratch;

const HEADER: &str = r#"id = "own"
edition = "2024"
revision = 1
title = "own"
publisher = "us"
document = "ledger"
reference_year = 2024
serves = [2024]
published = "2025"
gas_basis = "CO2e"

[licence]
name = "own"
redistribution = false
attribution = "us"
"#;
const TITLES: &str = "row,activity,region,year,value,unit,kind,place,confidence\n";
const ROW: &str = "a,heat,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,table 1,seen\n";

/// What is said of a table with the problem of this code; `None` where no table has it.
pub fn said(code: &str) -> Option<Said> {
    let sound = || format!("{TITLES}{ROW}").into_bytes();
    let (name, table) = match code {
        "unknown-table-ending" => ("factors.numbers", sound()),
        // The pound sign of Latin 1.
        "unknown-encoding" => ("factors.csv", [&sound()[..], b"\xa3"].concat()),
        "ambiguous-separator" => ("factors.csv", b"row,activity;region\n".to_vec()),
        "no-titles" => ("factors.csv", ROW.as_bytes().to_vec()),
        "no-rows" => ("factors.csv", TITLES.as_bytes().to_vec()),
        "untitled-cell" => {
            let titles = TITLES.replace("unit,", "unit,,");
            let row = ROW.replace("/kWh,", "/kWh,of heat,");
            ("factors.csv", format!("{titles}{row}").into_bytes())
        }
        "bad-workbook" => ("factors.xlsx", sound()),
        "bad-parquet" => ("factors.parquet", sound()),
        "dataset-exists" => ("factors.csv", sound()),
        _ => return of_library(code),
    };
    let root = scratch(&format!("golden-{code}"));
    let [header, table_path, into] =
        ["header.toml", name, "own"].map(|name| root.join(name).display().to_string());
    fs::write(&header, HEADER).expect("written");
    fs::write(&table_path, table).expect("written");
    if code == "dataset-exists" {
        let folder = root.join("own/own/own/2024-1");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("dataset.toml"), "another").expect("written");
    }
    let arguments = ["factors", "pack", &header, &table_path, "--into", &into];
    Some(Said::by(&arguments).instead_of(&root, "somewhere"))
}

/// Problems of files that are long to make, or of a program that was built otherwise.
fn of_library(code: &str) -> Option<Said> {
    let sheets = ["2023", "2024"].map(str::to_owned).to_vec();
    Some(Said::of(&match code {
        "several-sheets" => TableProblem::SeveralSheets { sheets },
        "table-too-large" => TableProblem::TooLarge,
        "no-parquet" => TableProblem::NoParquet,
        "unusable-cell" => TableProblem::UnusableCell {
            column: "value".to_owned(),
            found: "the error `#DIV/0!`".to_owned(),
        },
        _ => return None,
    }))
}
