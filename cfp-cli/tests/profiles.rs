//! `cfp footprint --profile`.

mod common;

use std::fs;

use common::{cfp, scratch};

const MODEL: &str = r#"
product = "profile"
amount = "1 t"
gwp = "AR6-100"
[study]
boundary = "cradle to gate"
period = { start = "2024-01-01", end = "2024-12-31" }
product_rules = "none was found"
packaging_included = true
fossil_carbon = "0 kg/kg"
offsets = [{ name = "CCER 2024-0031", amount = "500 kg CO2e" }]
[study.parameters]
cut_off_percent = "5"
[[process]]
name = "press"
makes.profile = "1 t"
emits."CO2, fossil" = { amount = "203 kg", source = "gas meter", data = "primary" }
"#;

fn model(name: &str) -> String {
    let directory = scratch().join(name);
    fs::create_dir_all(&directory).expect("a directory");
    let path = directory.join("model.toml");
    fs::write(&path, MODEL).expect("a model");
    path.display().to_string()
}

#[test]
fn people_read_findings_by_clause() {
    let ran = cfp(&["footprint", &model("profile-text"), "--profile", "pact-3"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (_, beside) = ran.out.split_once("offsets (").expect("a section");
    assert_eq!(
        beside,
        "stated, in no total)\n  CCER 2024-0031: 500 kg CO2e\n\
         \nprofile pact-3 (PACT Methodology v3): 2 findings\n  primary data: 100 %\n\
         \u{20} warning offsets-stated (3.2): state offsets apart from the footprint of the product; \
         they are not in any total here; what exactly is asked is to be read in the standard\n\
         \u{20}   the offset `CCER 2024-0031` is stated: 500 kg CO2e\n\
         \u{20} warning data-not-rated (4.2.3): score the data by technology, geography and time: `quality`\n\
         \u{20}   0 % of the footprint rest on data with scores\n"
    );
}

/// The report and the statements are part of the stored result, and are computed anew with it.
#[test]
fn programs_read_the_report_and_verify_it() {
    let model = model("profile-json");
    let asked = [
        "footprint",
        &model,
        "--profile",
        "pact-3",
        "--format",
        "json",
    ];
    let ran = cfp(&asked);
    let json = ran.json();
    assert_eq!(json["total"]["value"], "203");
    assert_eq!(json["declaration"]["offsets"][0]["name"], "CCER 2024-0031");
    assert_eq!(json["profile"]["name"], "pact-3");
    assert_eq!(json["profile"]["parameters"]["cut_off_percent"], "5");
    assert_eq!(json["profile"]["parameters"]["gwp_set"], "AR6-100");
    let finding = &json["profile"]["findings"][1];
    for (key, value) in [
        ("code", "data-not-rated"),
        ("clause", "4.2.3"),
        ("severity", "warning"),
        ("basis", "clause"),
    ] {
        assert_eq!(finding[key], value, "{key}");
    }
    let result = model.replace("model.toml", "result.json");
    fs::write(&result, &ran.out).expect("a result");
    assert_eq!(cfp(&["verify", &result]).code, 0);
    let forged = ran
        .out
        .replace("\"cut_off_percent\": \"5\"", "\"cut_off_percent\": \"50\"");
    fs::write(&result, forged).expect("a result");
    assert_eq!(cfp(&["verify", &result]).code, 1);
}

#[test]
fn without_a_profile_there_is_no_report() {
    let ran = cfp(&["footprint", &model("profile-none"), "--format", "json"]);
    assert!(ran.json().get("profile").is_none());
}

#[test]
fn unknown_profiles_are_refused() {
    let ran = cfp(&[
        "footprint",
        &model("profile-unknown"),
        "--profile",
        "pact-4",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("pact-3"), "{}", ran.err);
}
