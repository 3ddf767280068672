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

/// 10 kg, and ±1 to ±6 kg that are taken and avoided: ±1 to ±5 are ±15.
#[test]
fn what_nets_out_in_a_remainder_is_shown() {
    let list = |name: &str| {
        let flows = (1..7).map(|flow| format!("{name}{flow} = \"1 kg\""));
        flows.collect::<Vec<_>>().join(", ")
    };
    let mut model = format!(
        "product = \"x\"\namount = \"1 kg\"\ngwp = {{ name = \"o\", CO2 = \"1\" }}\n[[process]]\nname = \"p\"\n\
         makes = {{ x = \"1 kg\" }}\nemits = {{ CO2 = \"10 kg\" }}\ntakes = {{ {} }}\navoids = {{ {} }}\n",
        list("a"),
        list("b")
    );
    for flow in 1..7 {
        for name in ["a", "b"] {
            model.extend([format!(
                "[supply.{name}{flow}]\nfootprint = \"{flow} kg CO2e/kg\"\n"
            )]);
        }
    }
    let model = file("explain-nets-out.toml", model);
    let ran = cfp(&["explain", &model, "--cut-off", "0.1", "--most", "3"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let tree = "
   0    0 %            10 others (+15 and -15)
";
    assert!(ran.out.contains(tree), "{}", ran.out);
    let rest = "the others are 0 kg CO2e, 0 % (+15 and -15)\n";
    assert!(ran.out.contains(rest), "{}", ran.out);
    assert!(
        ran.out
            .contains("  10  100 %  p\n   6   60 %  a6\n  -6  -60 %  b6\n   0    0 %  10 others (+15 and -15)\n"),
        "{}",
        ran.out
    );
    // 41.6 of 52 kg: 10, ±6, ±5, ±4 and one of 3.
    for share in ["80%", "80 %", "0.8"] {
        let json = cfp(&[
            "--format", "json", "explain", &model, "--by", "process", "--until", share,
        ])
        .json();
        let table = &json["contributions"][0];
        assert_eq!(table["rows"].as_array().expect("rows").len(), 8);
        assert_eq!(table["remainder"]["name"], "5 others");
        assert!(table["remainder"]["positive"]["value"].is_string());
    }
    let ran = cfp(&["explain", &model, "--until", "80%"]);
    assert!(ran.out.contains("5 others ("), "{}", ran.out);
    let ran = cfp(&["--format", "json", "explain", &model, "--until", "120%"]);
    assert_eq!((ran.code, ran.codes()), (1, vec!["bad-share".to_owned()]));
}

/// A part takes steel and avoids scrap.
const PART: [(&str, &str); 5] = [
    (
        "processes.csv",
        "id,name,product,unit,location\np,works,part,kg,\ns,mill,steel,kg,\nr,yard,scrap,kg,\n",
    ),
    (
        "flows.csv",
        "id,name,compartment,unit\nco2,\"CO2, fossil\",air,kg\n",
    ),
    (
        "technosphere.csv",
        "product,process,amount\np,p,1\ns,s,1\nr,r,1\ns,p,-1\nr,p,1\n",
    ),
    (
        "emissions.csv",
        "flow,process,amount\nco2,p,3\nco2,s,2\nco2,r,2\n",
    ),
    ("characterisation.csv", "set,flow,value\nGWP,co2,1\n"),
];

/// The same of a database: 1 kg takes 1 kg of what emits 2, avoids as much of another that does, and emits 3: 7 kg in all.
#[test]
fn a_database_is_cut_by_all_magnitudes_too() {
    let folder = common::scratch().join("explain-database");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (table, content) in PART {
        std::fs::write(folder.join(table), content).expect("a table");
    }
    let folder = folder.display().to_string();
    let asked = |arguments: &[&str]| {
        let of = [
            "--format",
            "json",
            "database",
            arguments[0],
            &folder,
            "--product",
            "part",
        ];
        let ran = cfp(&[&of[..], &arguments[1..]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        ran.json()
    };
    for (limit, value) in [("--top", "1"), ("--until", "40%")] {
        let found = asked(&["footprint", limit, value]);
        assert_eq!(found["by_process"].as_array().expect("rows").len(), 1);
        let others = &found["others"];
        assert_eq!(
            (&others["processes"], &others["score"]["value"]),
            (&json!(2), &json!("0"))
        );
        assert_eq!(others["positive"]["value"], "2");
        assert_eq!(others["negative"]["value"], "-2");
    }
    let chains = asked(&["chains", "--cut-off", "0.5"]);
    assert_eq!(chains["nodes"].as_array().expect("nodes").len(), 1);
    assert_eq!(chains["gross"]["value"], "7");
    assert_eq!(chains["remainder_positive"]["value"], "2");
    assert_eq!(chains["remainder_negative"]["value"], "-2");
    let ran = cfp(&[
        "database",
        "chains",
        &folder,
        "--product",
        "part",
        "--cut-off",
        "0.5",
    ]);
    assert!(ran.out.contains("  remainder (+2 and -2) "), "{}", ran.out);
    let ran = cfp(&[
        "--format",
        "json",
        "database",
        "footprint",
        &folder,
        "--product",
        "part",
        "--until",
        "-1",
    ]);
    assert_eq!((ran.code, ran.codes()), (1, vec!["bad-share".to_owned()]));
}
