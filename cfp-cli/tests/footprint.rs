//! `cfp footprint` and `cfp intensities`.

mod common;

use common::{PROFILE, cfp, file};
use serde_json::json;

#[test]
fn a_footprint_is_told_to_people() {
    let model = file("people.toml", PROFILE);
    let ran = cfp(&["footprint", &model]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let first: Vec<_> = ran.out.lines().take(3).collect();
    assert_eq!(
        first,
        [
            "profile: 1 t",
            "Profile",
            "GWP set AR6-100 (ipcc-gwp-ar6 2024-1)"
        ]
    );
    for part in [
        "total  10400 kg CO2e",
        "bound  0 kg CO2e",
        "arithmetic rounding only and says nothing about the data",
        "four significant digits",
        "fossil                           203",
        "total without biogenic uptake  10400",
        "9537  91.66 %  billet",
        "electricity: 0.5777 kg CO2e/kWh",
        "cn-mee-electricity-footprint 2024-1, row national: life-cycle footprint in CN 2024",
        "`film` is cut off: 2 kg",
    ] {
        assert!(ran.out.contains(part), "{part} in\n{}", ran.out);
    }
    assert!(
        !ran.out.contains("aircraft"),
        "empty categories are not shown"
    );
}

#[test]
fn a_footprint_is_told_to_programs_with_all_digits() {
    let model = file("programs.toml", PROFILE);
    let ran = cfp(&["--format", "json", "footprint", &model]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let value = ran.json();
    assert_eq!(value["product"], "profile");
    assert_eq!(value["demand"], "1 t");
    assert_eq!(value["gwp"], "AR6-100");
    let total = json!({ "value": "10404.155", "bound": "0", "unit": "kg CO2e" });
    assert_eq!(value["total"], total);
    assert_eq!(
        value["by_category"]["fossil"],
        json!({ "value": "203", "bound": "0" })
    );
    assert_eq!(value["by_category"]["unspecified"]["value"], "10201.155");
    assert_eq!(
        value["by_category"].as_object().map(serde_json::Map::len),
        Some(8)
    );
    let unknown = &value["inventory"][1];
    assert_eq!(
        (&unknown["gas"], &unknown["mass_kg"]),
        (&json!("CO2e"), &json!(null))
    );
    let largest = &value["by_process"][0];
    assert_eq!(largest["kind"], "supply");
    assert_eq!(largest["process"], "billet");
    assert_eq!(largest["share_percent"], "91.663379");
    let factor = &value["factors"][0];
    assert_eq!(factor["flow"], "electricity");
    assert_eq!(factor["dataset"], "cn-mee-electricity-footprint");
    assert_eq!(factor["version"], "2024-1");
    assert_eq!(factor["row"], "national");
    assert_eq!(factor["value"], "0.5777");
    assert_eq!(factor["unit"], "kg CO2e/kWh");
    assert_eq!(
        (&factor["region"], &factor["year"]),
        (&json!("CN"), &json!(2024))
    );
    assert_eq!(factor["steps"], json!([]));
    assert_eq!(value["findings"][0]["code"], "cut-off");
}

#[test]
fn options_stand_in_for_what_the_model_states() {
    let model = file("options.toml", PROFILE);
    let asked = [
        "footprint",
        &model,
        "--format",
        "json",
        "--amount",
        "1 kg",
        "--product",
        "billet",
    ];
    let value = cfp(&asked).json();
    assert_eq!(value["total"]["value"], "9.1");
    assert_eq!(value["demand"], "1 kg");
    let value = cfp(&["footprint", &model, "--format", "json", "--gwp", "AR5-100"]).json();
    assert_eq!(value["gwp"], "AR5-100");
    let ran = cfp(&["footprint", &model, "--format", "json", "--from", "supply"]);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["unknown-provider".to_owned()])
    );
}

#[test]
fn look_ups_stray_only_as_far_as_allowed() {
    let later = PROFILE
        .replace("year = 2024", "year = 2025")
        .replace("\"CN\"", "\"CN-GD\"");
    let model = file("later.toml", later);
    let ran = cfp(&["footprint", &model, "--format", "json"]);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["factor-not-found".to_owned()])
    );
    let allowed = ["--up-to-region", "country", "--up-to-years-old", "1"];
    let ran = cfp(&[&["footprint", &model, "--format", "json"][..], &allowed].concat());
    assert_eq!(
        ran.json()["factors"][0]["steps"],
        json!(["CN-GD → CN", "2025 → 2024"])
    );
    let ran = cfp(&[&["footprint", &model][..], &allowed].concat());
    assert!(ran.out.contains("CN-GD → CN, 2025 → 2024"), "{}", ran.out);
}

#[test]
fn only_the_largest_contributions_are_shown_to_people() {
    let takes: Vec<_> = (1..=20)
        .map(|number| format!("s{number} = \"{number} kg\""))
        .collect();
    let takes = takes.join(", ");
    let supplies: Vec<_> = (1..=20)
        .map(|number| format!("[supply.s{number}]\nfootprint = \"1 kg CO2e/kg\"\n"))
        .collect();
    let supplies = supplies.concat();
    let text = format!(
        "product = \"p\"\namount = \"1 kg\"\ngwp = {{ name = \"own\", CO2 = \"1\" }}\n\
         [[process]]\nname = \"p\"\nmakes = {{ p = \"1 kg\" }}\ntakes = {{ {takes} }}\n{supplies}"
    );
    let ran = cfp(&["footprint", &file("many.toml", text)]);
    // 1 + 2 + 3 + 4 + 5
    assert!(ran.out.contains("\n  5 more: sum 15\n"), "{}", ran.out);
    assert!(ran.out.contains("9.524 %  s20\n"), "{}", ran.out);
    assert!(
        ran.out.contains("GWP set own (the model's own)"),
        "{}",
        ran.out
    );
}

/// Of 0.25 recycled half counts, 0.125 · 0.6, and of 0.4 recycled afterwards too: 0.2 · 0.6 - 0.2 · 9. The
/// rest is cut off.
#[test]
fn terms_of_the_circular_formula_are_shown_apart() {
    let model = r#"
product = "billet"
amount = "1 kg"
gwp = "AR6-100"
cut_off = ["lost aluminium"]

[circular.billet]
per = "1 kg"
recycled_content = "0.25"
recycled_afterwards = "0.4"
sharing = "0.5"
quality_in = "0"
quality_out = "1"
virgin = "primary aluminium"
recycled = "recycled aluminium"
recycling = "collected aluminium"
disposal = "lost aluminium"

[supply]
"primary aluminium".footprint = "9 kg CO2e/kg"
"recycled aluminium".footprint = "0.6 kg CO2e/kg"
"collected aluminium".footprint = "0.6 kg CO2e/kg"
"#;
    let ran = cfp(&["footprint", &file("circular.toml", model)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let mut lines = ran.out.lines();
    lines.find(|line| line.starts_with("terms of the circular footprint formula"));
    let terms: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        terms,
        [
            "  billet",
            "   6.75  virgin material             0.75 kg  primary aluminium",
            "  0.075  recycled content           0.125 kg  recycled aluminium",
            "   0.12  recycling at end of life     0.2 kg  collected aluminium",
            "   -1.8  displaced virgin material   -0.2 kg  primary aluminium",
        ]
    );
    for told in ["credit-in-total: ", "`lost aluminium` is cut off: 0.6 kg"] {
        assert!(ran.out.contains(told), "{told} in\n{}", ran.out);
    }
}

#[test]
fn intensities_are_per_unit_of_each_product() {
    let model = file("intensities.toml", PROFILE);
    let value = cfp(&["intensities", &model, "--format", "json"]).json();
    let row = &value["intensities"][0];
    assert_eq!(
        (&row["product"], &row["unit"]),
        (&json!("profile"), &json!("kg CO2e/kg"))
    );
    assert_eq!(row["total"], json!({ "value": "10.404155", "bound": "0" }));
    let ran = cfp(&["intensities", &model]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.contains("  10.4  kg CO2e/kg  profile (press)\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("arithmetic rounding only"), "{}", ran.out);
}

/// The yield stands in the model as 1.05; 203 kg are emitted per unit of it.
const YIELD: &str = r#"
product = "profile"
amount = "1 t"
gwp = "AR6-100"

[parameters]
yield = "1.05"
load = "1 t"

[[process]]
name = "press"
makes = { profile = "{load}" }
emits = { "CO2, fossil" = "{yield} * 200 kg" }
"#;

#[test]
fn a_parameter_is_set_from_the_command_line() {
    let model = file("parameters.toml", YIELD);
    let total = |arguments: &[&str]| {
        let ran = cfp(&[&["--format", "json", "footprint", &model], arguments].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.json()["total"]["value"].clone()
    };
    assert_eq!(total(&[]), "210");
    assert_eq!(total(&["--set", "yield=1.1"]), "220");
    // 200 kg per 2 t, and the product is 1 t.
    assert_eq!(
        total(&["--set", "load = 2000 kg", "--set", "yield=1"]),
        "100"
    );
    assert_eq!(total(&["--set", "yield=-1"]), "-200");
    let intensities = cfp(&[
        "--format",
        "json",
        "intensities",
        &model,
        "--set",
        "yield=1.1",
    ]);
    assert_eq!(
        intensities.json()["intensities"][0]["total"]["value"],
        "220"
    );
}

#[test]
fn a_parameter_that_is_none_is_told_with_the_known_ones() {
    let model = file("unknown-parameter.toml", YIELD);
    let ran = cfp(&["footprint", &model, "--set", "yeild=1.1"]);
    assert_eq!(ran.code, 1);
    for part in [
        "unknown parameter `yeild`",
        "`load`, `yield`",
        "did you mean `yield`?",
    ] {
        assert!(ran.err.contains(part), "{part} in\n{}", ran.err);
    }
    assert_eq!(cfp(&["footprint", &model, "--set", "yield"]).code, 2);
}

#[test]
fn a_stored_result_is_verified_with_its_parameters() {
    let model = file("verified-parameters.toml", YIELD);
    let stored = cfp(&[
        "--format",
        "json",
        "footprint",
        &model,
        "--set",
        "yield=1.1",
    ])
    .out;
    let result = file("verified-parameters.json", &stored);
    assert_eq!(cfp(&["verify", &result]).code, 0);
    let other = file(
        "other-parameters.json",
        stored.replace("\"1.1\"", "\"1.2\""),
    );
    assert_eq!(cfp(&["verify", &other]).code, 1);
}

/// 1 kg of its own, 1 of `b` and 2 of the bars: each column begins in one place, a Chinese character two places wide.
#[test]
fn columns_stand_in_line_beside_chinese_text() {
    let model = r#"
product = "a"
amount = "1 kg"
gwp = "AR6-100"
[[process]]
name = "挤压成型工序"
stage = "生产阶段"
makes = { a = "1 kg" }
takes = { b = "1 kg", "铝棒原料" = "1 kg" }
emits = { "CO2, fossil" = "1 kg" }
[[process]]
name = "b"
stage = "upstream"
makes = { b = "1 kg" }
emits = { "CO2, fossil" = "1 kg" }
[supply."铝棒原料"]
footprint = "2 kg CO2e/kg"
source = "供应商"
"#;
    let ran = cfp(&["footprint", &file("wide.toml", model)]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let stages = "  生产阶段  3  75 %\n  upstream  1  25 %\n";
    assert!(ran.out.contains(stages), "{}", ran.out);
}
