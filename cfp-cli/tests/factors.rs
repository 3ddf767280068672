//! `cfp factors`.

mod common;

use common::cfp;
use serde_json::json;

#[test]
fn a_factor_comes_with_all_that_is_known_of_it() {
    let ran = cfp(&[
        "factors",
        "find",
        "electricity",
        "--region",
        "CN",
        "--year",
        "2024",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("0.5777 kg CO2e/kWh\n"), "{}", ran.out);
    for part in [
        "electricity (电力)",
        "dataset      cn-mee-electricity-footprint 2024-1",
        "row          national",
        "2024年全国电力碳足迹因子",
        "https://www.mee.gov.cn/",
        "published    2025-10-24",
        "licence      official document",
        "confidence   verified",
        "other matches",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
}

#[test]
fn a_look_up_is_told_to_programs() {
    let asked = [
        "factors", "find", "电力", "--region", "CN", "--year", "2023", "--format", "json",
    ];
    let value = cfp(&asked).json();
    let found = &value["factors"][0];
    assert_eq!(
        (&found["value"], &found["unit"]),
        (&json!("0.6205"), &json!("kg CO2e/kWh"))
    );
    assert_eq!(
        (&found["version"], &found["row"]),
        (&json!("2023-1"), &json!("national"))
    );
    assert_eq!(found["kind"], "life-cycle footprint");
    assert_eq!(found["licence"]["redistribution"], true);
    assert_eq!(value["factors"].as_array().map(Vec::len), Some(1));
}

#[test]
fn without_region_or_year_all_matches_are_listed() {
    let asked = [
        "factors",
        "find",
        "electricity",
        "--region",
        "CN",
        "--format",
        "json",
    ];
    let value = cfp(&asked).json();
    let rows = value["factors"].as_array().expect("a list");
    let values: Vec<_> = rows
        .iter()
        .filter_map(|row| row["value"].as_str())
        .collect();
    assert!(
        values.contains(&"0.5777") && values.contains(&"0.6205"),
        "{values:?}"
    );
    let ran = cfp(&["factors", "find", "electricity", "--region", "CN"]);
    assert!(
        ran.out.contains("0.6205  kg CO2e/kWh  electricity (电力)"),
        "{}",
        ran.out
    );
}

#[test]
fn a_factor_that_is_not_there_is_told_with_the_search() {
    let asked = [
        "factors",
        "find",
        "electricity",
        "--region",
        "CN-GD",
        "--year",
        "2025",
    ];
    let ran = cfp(&asked);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for part in [
        "error: no factor for `electricity` in CN-GD for 2025\n",
        "  tried      CN-GD 2025   not in any dataset\n",
        "  not tried  CN 2024      cn-mee-electricity-footprint 2024-1",
        "hint: to use it, allow both: ",
    ] {
        assert!(ran.err.contains(part), "{part} in\n{}", ran.err);
    }
    let allowed = ["--up-to-region", "country", "--up-to-years-old", "1"];
    let ran = cfp(&[&asked[..], &allowed].concat());
    assert!(
        ran.out.contains("steps        CN-GD → CN, 2025 → 2024"),
        "{}",
        ran.out
    );
    let ran = cfp(&["factors", "find", "elektricity", "--format", "json"]);
    assert_eq!(ran.codes()[0], "unknown-activity");
}

#[test]
fn rows_are_shown_of_fixed_versions() {
    let ran = cfp(&[
        "factors",
        "show",
        "cn-mee-electricity-footprint@=2023-1",
        "national",
    ]);
    assert!(ran.out.starts_with("0.6205 kg CO2e/kWh\n"), "{}", ran.out);
    let ran = cfp(&["factors", "show", "ipcc-gwp-ar6@2021", "gwp-100-ch4-fossil"]);
    assert!(ran.out.starts_with("29.8 kg CO2e/kg\n"), "{}", ran.out);
    assert!(ran.out.contains("ipcc-gwp-ar6 2021-1"), "{}", ran.out);
    let ran = cfp(&[
        "factors",
        "show",
        "ipcc-gwp-ar6",
        "nothing",
        "--format",
        "json",
    ]);
    assert_eq!((ran.code, ran.codes()), (1, vec!["unknown-row".to_owned()]));
    let ran = cfp(&["factors", "show", "nothing", "national", "--format", "json"]);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["unknown-dataset".to_owned()])
    );
}

#[test]
fn lists_are_of_datasets_or_of_the_rows_of_one() {
    let ran = cfp(&["factors", "list"]);
    assert!(
        ran.out.contains("cn-mee-electricity-co2        2021-1"),
        "{}",
        ran.out
    );
    let value = cfp(&["factors", "list", "--format", "json"]).json();
    let ids = value["datasets"].as_array().expect("a list").iter();
    let ids: Vec<_> = ids.map(|dataset| &dataset["id"]).collect();
    assert!(ids.contains(&&json!("uk-desnz")), "{ids:?}");
    // The number of rows that the headers of the datasets state.
    for (dataset, rows) in [
        ("cn-mee-electricity-co2@2021", 40),
        ("ipcc-gwp-ar5", 88),
        ("ecoinvent-pedigree", 25),
    ] {
        let value = cfp(&["factors", "list", dataset, "--format", "json"]).json();
        assert_eq!(
            value["factors"].as_array().map(Vec::len),
            Some(rows),
            "{dataset}"
        );
    }
    let ran = cfp(&["factors", "list", "cn-mee-electricity-co2@2021"]);
    assert!(
        ran.out.contains("direct emission factor, CN-GD, 2021"),
        "{}",
        ran.out
    );
}

/// Table 10.5 of the report prints 0.12 for the worst technological correlation.
#[test]
fn a_score_of_a_pedigree_matrix_is_shown_with_its_source() {
    let row = "further-technological-correlation-5";
    let ran = cfp(&["factors", "show", "ecoinvent-pedigree", row]);
    assert!(ran.out.starts_with("0.12\n"), "{}", ran.out);
    for part in ["Table 10.5", "ecoinvent report 1 (v3)", "Weidema"] {
        assert!(ran.out.contains(part), "{}", ran.out);
    }
    let value = cfp(&[
        "factors",
        "show",
        "ecoinvent-pedigree",
        row,
        "--format",
        "json",
    ])
    .json();
    let value = &value["factors"][0];
    assert_eq!(
        (&value["score"], &value["value"]),
        (&json!(5), &json!("0.12"))
    );
}

#[test]
fn the_same_datasets_in_a_directory_answer_the_same() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");
    let asked = [
        "factors",
        "show",
        "cn-mee-electricity-footprint",
        "national",
    ];
    let bundled = cfp(&asked);
    assert_eq!(
        cfp(&[&asked[..], &["--factors", data]].concat()).out,
        bundled.out
    );
    let ran = cfp(&[
        "factors",
        "list",
        "--factors",
        "no-such-directory",
        "--format",
        "json",
    ]);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["file-not-found".to_owned()])
    );
}
