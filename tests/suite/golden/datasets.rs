//! Directories of datasets, each with one fault.

use std::fs;
use std::path::Path;

use cfp_factors::{CheckOptions, Registry, day};

use super::said::Said;
use crate::tree::{scratch, sha256};

const FOLDER: &str = "grids/own/2024-1";
const REGIONS: &str = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n";
const COLUMNS: &str =
    "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n";
const ROW: &str =
    "a,electricity,电力,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,table 1,,seen,\n";
const HEADER: &str = r#"id = "own"
edition = "2024"
revision = 1
title = "own"
publisher = "us"
document = "ledger"
reference_year = 2024
serves = [2024]
published = "2025"
kinds = ["life-cycle footprint"]
regions = ["CN"]
gas_basis = "CO2e"

[licence]
name = "own"
redistribution = false
attribution = "us"

[content]
file = "factors.csv"
rows = 1
sha256 = "{sha256}"
"#;

/// The files of a dataset before its header is sealed.
struct Dataset {
    header: String,
    table: Vec<u8>,
    regions: String,
}

impl Dataset {
    fn sound() -> Self {
        Self {
            header: HEADER.to_owned(),
            table: format!("{COLUMNS}{ROW}").into_bytes(),
            regions: REGIONS.to_owned(),
        }
    }

    fn with_table(table: &str) -> Self {
        Self {
            table: table.into(),
            ..Self::sound()
        }
    }

    fn with_row(from: &str, to: &str) -> Self {
        assert!(ROW.contains(from));
        Self::with_table(&format!("{COLUMNS}{}", ROW.replacen(from, to, 1)))
    }

    fn with_header(from: &str, to: &str) -> Self {
        assert!(HEADER.contains(from));
        Self {
            header: HEADER.replacen(from, to, 1),
            ..Self::sound()
        }
    }

    fn with_regions(regions: &str) -> Self {
        Self {
            regions: format!("{REGIONS}{regions}"),
            ..Self::sound()
        }
    }

    fn two_rows(second: &str) -> Self {
        let table = format!("{COLUMNS}{ROW}{second}");
        Self {
            header: HEADER.replace("rows = 1", "rows = 2"),
            ..Self::with_table(&table)
        }
    }

    fn write(&self, root: &Path, folder: &str) {
        let header = self.header.replace("{sha256}", &sha256(&self.table));
        let folder = root.join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(root.join("regions.csv"), &self.regions).expect("written");
        fs::write(folder.join("dataset.toml"), header).expect("written");
        fs::write(folder.join("factors.csv"), &self.table).expect("written");
    }
}

/// The dataset that has the problem of this code.
fn faulty(code: &str) -> Option<Dataset> {
    Some(match code {
        "duplicate-dataset" => Dataset::sound(),
        "bad-dataset-header" => Dataset::with_header("revision = 1", "revision = 0"),
        "checksum-mismatch" => Dataset::with_header("{sha256}", &sha256(b"")),
        "row-count" => Dataset::with_header("rows = 1", "rows = 2"),
        "header-disagrees" => {
            Dataset::with_header("regions = [\"CN\"]", "regions = [\"CN\", \"CN-GD\"]")
        }
        "file-not-utf8" => Dataset {
            table: in_gbk(),
            ..Dataset::sound()
        },
        "bad-record" => Dataset::with_row("0.5,", "0,5,"),
        "missing-column" => {
            Dataset::with_table(&format!("{COLUMNS}{ROW}").replace("confidence,", ""))
        }
        "unknown-column" => Dataset::with_table(
            &format!("{COLUMNS}{ROW}")
                .replace('\n', ",\n")
                .replacen(",\n", ",notes\n", 1),
        ),
        "missing-value" => Dataset::with_row("0.5,", ","),
        "bad-value" => Dataset::with_row("0.5,", "0.5 kg,"),
        "bad-unit" => Dataset::with_row("kg CO2e/kWh", "kg CO2e/kwh"),
        "narrow-parent" => Dataset::with_regions(
            "CN-GD,CN-SZ,province,Guangdong,广东,ISO\nCN-SZ,CN,prefecture,Shenzhen,深圳,ISO\n",
        ),
        "duplicate-row" => Dataset::two_rows(&ROW.replace("electricity", "heat")),
        "duplicate-factor" => Dataset::two_rows(&ROW.replacen("a,", "b,", 1)),
        _ => return as_spreadsheets_do(code).or_else(|| unfit_to_release(code)),
    })
}

/// The dataset with the fault that a spreadsheet or a slip of the hand leaves.
fn as_spreadsheets_do(code: &str) -> Option<Dataset> {
    let table = format!("{COLUMNS}{ROW}");
    Some(match code {
        "byte-order-mark" => Dataset::with_table(&format!("\u{feff}{table}")),
        "carriage-return" => Dataset::with_table(&table.replace('\n', "\r\n")),
        "comma-decimal" => Dataset::with_row("0.5,", "\"0,5\","),
        "no-value" => Dataset::with_row("0.5,", "NA,"),
        "swapped-columns" => Dataset::with_row("0.5,kg CO2e/kWh,", "kg CO2e/kWh,0.5,"),
        "undeclared-zero" => Dataset::with_row("0.5,", "0,"),
        _ => return None,
    })
}

/// The dataset that look-ups take and a check does not.
fn unfit_to_release(code: &str) -> Option<Dataset> {
    Some(match code {
        // A point that slipped by one place.
        "out-of-range" => Dataset::with_row("0.5,", "5.777,"),
        "published-in-future" => {
            Dataset::with_header("published = \"2025\"", "published = \"2031-01\"")
        }
        "licence-forbids-redistribution" => Dataset::sound(),
        _ => return None,
    })
}

/// The sound table as a Chinese spreadsheet saves it: 电力 in GBK.
fn in_gbk() -> Vec<u8> {
    let (before, after) = ROW.split_once("电力").expect("a Chinese name");
    [
        COLUMNS.as_bytes(),
        before.as_bytes(),
        b"\xb5\xe7\xc1\xa6",
        after.as_bytes(),
    ]
    .concat()
}

/// What is said of a directory with the problem of this code.
pub fn said(code: &str) -> Said {
    let root = scratch(&format!("golden-{code}"));
    if let Some(dataset) = faulty(code) {
        dataset.write(&root, FOLDER);
        if code == "duplicate-dataset" {
            dataset.write(&root, "other/own/2024-1");
        }
    }
    if unfit_to_release(code).is_some() {
        return by_check(&root, code);
    }
    let directory = root.display().to_string();
    let find = [
        "factors",
        "find",
        "electricity",
        "--region",
        "CN",
        "--year",
        "2024",
    ];
    let mut arguments = vec!["--factors", &directory];
    arguments.extend(find);
    Said::by(&arguments).instead_of(&root, "datasets")
}

/// What a check of the directory says; of a date in the future, as on a day that stays the same.
fn by_check(root: &Path, code: &str) -> Said {
    let directory = root.display().to_string();
    let mut arguments = vec!["factors", "check", &directory];
    match code {
        "published-in-future" => {
            let today = day("2026-11-22").expect("a day");
            let options = CheckOptions::new().today(today).own();
            let report = Registry::check(root, &options).expect("a directory of datasets");
            return Said::of_only(&report.problems).instead_of(root, "datasets");
        }
        "licence-forbids-redistribution" => {}
        _ => arguments.push("--own"),
    }
    Said::by(&arguments).instead_of(root, "datasets")
}
