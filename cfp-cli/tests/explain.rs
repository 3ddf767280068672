//! `cfp explain`.

mod common;

use common::{PROFILE, cfp, file};
use serde_json::{Value, json};

/// A tonne of profile: 1.1 t of billet, 0.5 MWh and 20 kg; a tonne of billet: 2 MWh and 100 kg. At 0.5 kg/kWh in all
/// 20 + 110 + 250 + 1100 = 1480 kg CO2e.
const CHAIN: &str = r#"
name = "Profile from billet"
product = "profile"
amount = "1 t"
gwp = "AR6-100"

[[process]]
name = "press"
stage = "production"
makes = { "profile" = "1 t" }
takes = { "billet" = "1.1 t", "electricity" = "0.5 MWh" }
emits = { "CO2, fossil" = "20 kg" }

[[process]]
name = "cast"
stage = "raw materials"
makes = { "billet" = "1 t" }
takes = { "electricity" = "2 MWh" }
emits = { "CO2, fossil" = "100 kg" }

[supply.electricity]
footprint = "0.5 kg CO2e/kWh"
"#;

#[test]
fn a_footprint_is_explained_to_people() {
    let model = file("explain-people.toml", CHAIN);
    let ran = cfp(&["explain", &model, "--cut-off", "0.1"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
supply chains (kg CO2e, share of the total, amount, who makes what)
  1480    100 %     1  t    press (profile)
    20  1.351 %               emitted there
  1210  81.76 %   1.1  t      cast (billet)
   110  7.432 %                 emitted there
  1100  74.32 %  2200  kWh      electricity
   250  16.89 %   500  kWh    electricity
  100 % is told apart; the others are 0 kg CO2e, 0 %

by process (kg CO2e, share of the total)
  1350  91.22 %  electricity
   110  7.432 %  cast
    20  1.351 %  press

largest paths (kg CO2e of the last step, share of the total, what needs what)
  1100  74.32 %  profile > billet > electricity
   250  16.89 %  profile > electricity
   110  7.432 %  profile > cast (billet)
    20  1.351 %  press (profile)
     0      0 %  all other paths
";
    assert!(ran.out.contains(expected), "{}", ran.out);
    assert!(ran.out.starts_with("profile: 1 t\nProfile from billet\n"));
    assert!(ran.out.contains("total  1480 kg CO2e"));
}

#[test]
fn what_is_left_out_is_named() {
    let model = file("explain-rest.toml", CHAIN);
    let arguments = [
        "explain",
        &model,
        "--cut-off",
        "0.5",
        "--by",
        "stage,gas",
        "--most",
        "1",
    ];
    let ran = cfp(&arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
  1480    100 %     1  t    press (profile)
    20  1.351 %               emitted there
  1210  81.76 %   1.1  t      cast (billet)
   110  7.432 %                 emitted there
  1100  74.32 %  2200  kWh      electricity
   250  16.89 %               1 other
  83.11 % is told apart; the others are 250 kg CO2e, 16.89 %

by stage (kg CO2e, share of the total)
  1210  81.76 %  raw materials
   270  18.24 %  1 other

by gas (kg CO2e, share of the total)
  1350  91.22 %  CO2e
   130  8.784 %  1 other

largest paths (kg CO2e of the last step, share of the total, what needs what)
  1100  74.32 %  profile > billet > electricity
   380  25.68 %  all other paths
";
    assert!(ran.out.contains(expected), "{}", ran.out);
}

#[test]
fn programs_get_everything() {
    let model = file("explain-programs.toml", CHAIN);
    let ran = cfp(&["--format", "json", "explain", &model, "--amount", "2 t"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let value = ran.json();
    let total = json!({ "value": "2960", "bound": "0", "unit": "kg CO2e" });
    assert_eq!((&value["demand"], &value["total"]), (&json!("2 t"), &total));
    let root = &value["tree"]["nodes"][0];
    assert_eq!(
        (&root["parent"], &root["process"]),
        (&Value::Null, &json!("press"))
    );
    assert_eq!(root["co2e"], json!({ "value": "2960", "bound": "0" }));
    assert_eq!(root["direct"]["value"], "40");
    let tables = value["contributions"].as_array().expect("tables").iter();
    let by: Vec<_> = tables.map(|table| table["by"].clone()).collect();
    let all = [
        "process", "product", "gas", "category", "stage", "tag", "region", "tier", "dataset",
    ];
    assert_eq!(by, all);
    let tiers = &value["contributions"][7]["rows"];
    assert_eq!(tiers[2]["co2e"]["value"], "2200");
    assert_eq!(value["contributions"][7]["remainder"], Value::Null);
    let path = &value["paths"]["paths"][0];
    assert_eq!(path["steps"][2]["amount"]["value"], "4400");
    assert_eq!(path["share_percent"], "74.324324");
    let upstream = &value["upstream"]["rows"];
    let billet = &upstream[2];
    assert_eq!(billet["process"], "cast");
    assert_eq!(
        (&billet["direct"]["value"], &billet["upstream"]["value"]),
        (&json!("220"), &json!("2420"))
    );
    let links = value["sankey"]["links"].as_array().expect("links");
    let link = json!({ "from": 2, "to": 3, "amount": { "value": "4400", "bound": "0" }, "co2e": { "value": "2200", "bound": "0" } });
    assert!(links.contains(&link), "{links:?}");
    assert_eq!(value["findings"], json!([]));
}

#[test]
fn published_factors_and_findings_are_told() {
    let model = file("explain-factors.toml", PROFILE);
    let ran = cfp(&["explain", &model, "--by", "dataset"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // 1150 kWh at 0.5777 kg/kWh.
    assert!(
        ran.out
            .contains("664.4  6.385 %  cn-mee-electricity-footprint 2024-1"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("`film` is cut off: 2 kg"), "{}", ran.out);
}

#[test]
fn a_loop_is_followed_and_its_rest_is_named() {
    let model = file(
        "explain-loop.toml",
        r#"
product = "electricity"
amount = "1 kWh"
gwp = { name = "mine", "CO2" = "1" }

[[process]]
name = "mine"
makes = { "coal" = "1 kg" }
takes = { "electricity" = "0.05 kWh" }

[[process]]
name = "plant"
makes = { "electricity" = "1 kWh" }
takes = { "coal" = "0.4 kg" }
emits = { "CO2" = "0.9 kg" }
"#,
    );
    let ran = cfp(&["explain", &model, "--cut-off", "0.001"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // A fiftieth comes round, and a fiftieth of that: 0.9/0.98 = 0.9184, 0.01837, 0.0003673.
    assert!(ran.out.contains("2 %  0.02  kWh"), "{}", ran.out);
    assert!(ran.out.contains("1.96 %"), "{}", ran.out);
    assert!(ran.out.contains("1 other"), "{}", ran.out);
    assert!(ran.out.contains("0.0003673  0.04 %"), "{}", ran.out);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let model = file("explain-wrong.toml", CHAIN);
    let ran = cfp(&["--format", "json", "explain", &model, "--cut-off", "1.5"]);
    assert_eq!((ran.code, ran.codes()), (1, vec!["bad-cut-off".to_owned()]));
    let ran = cfp(&["explain", &model, "--by", "colour"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("process, product, gas"), "{}", ran.err);
    let ran = cfp(&["--format", "json", "explain", &model, "--product", "prfile"]);
    assert_eq!(
        (ran.code, ran.codes()),
        (1, vec!["unknown-product".to_owned()])
    );
}
