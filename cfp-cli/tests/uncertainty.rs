//! `cfp sensitivity` and `cfp uncertainty`.

mod common;

use common::{cfp, file};
use serde_json::Value;

/// Per t of profile, by hand: 100 kg CO2 + 1000 kg × {yield} × 2 kg/kg + 2 MWh × 500 kg/MWh, with a yield of 1.05: 3200 kg.
/// The sheet takes 1.1 t of profile.
const MODEL: &str = r#"
product = "profile"
amount = "1 t"
gwp = { name = "mine", "CO2" = "1" }

[parameters]
yield = { value = "1.05", spread = { normal_sd = "0.01" } }

[[process]]
name = "press"
makes = { "profile" = "1000 kg" }
takes = { "billet" = "1 t * {yield}", "electricity" = "2 MWh" }
emits = { "CO2" = { amount = "100 kg", spread = { normal_sd = "15 kg" } } }

[[process]]
name = "roll"
makes = { "sheet" = "1 t" }
takes = { "profile" = "1.1 t" }

[supply.billet]
footprint = "2 kg CO2e/kg"

[supply.electricity]
footprint = "0.5 kg CO2e/kWh"
"#;

fn rows<'v>(value: &'v Value, list: &str) -> Vec<&'v Value> {
    value[list].as_array().expect("a list").iter().collect()
}

fn double(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// By hand: one percent more of the output makes everything one percent less; of the billet and of its figure 2100/3200;
/// of the yield the same, 2000 kg for one; of the electricity 1000/3200; of the emission 100/3200.
#[test]
fn sensitivities_are_ranked() {
    let model = file("sensitivity.toml", MODEL);
    let ran = cfp(&["--format", "json", "sensitivity", &model]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found = ran.json();
    assert_eq!(found["total"]["value"], "3200");
    let told: Vec<String> = rows(&found, "sensitivities")
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {} {}",
                row["process"].as_str().unwrap_or("-"),
                row["kind"].as_str().expect("a kind"),
                row["exchange"].as_str().expect("a flow"),
                row["derivative"]["value"].as_str().expect("a number"),
                row["unit"].as_str().expect("a unit"),
                row["elasticity"]["value"].as_str().expect("a number"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "press makes profile -3.2 kg CO2e/kg -1",
            "press takes billet 2000 kg CO2e/t 0.65625",
            "- supply billet 1050 kg 0.65625",
            "- parameter yield 2000 kg CO2e 0.65625",
            "press takes electricity 500 kg CO2e/MWh 0.3125",
            "- supply electricity 2000 kWh 0.3125",
            "press emits CO2 1 kg CO2e/kg 0.03125",
        ]
    );
    assert_eq!(found["sensitivities"][3]["amount"], "1.05");
    let text = cfp(&["sensitivity", &model, "--most", "2"]).out;
    assert!(text.contains("-1 %"), "{text}");
    assert!(text.contains("profile (press makes)"));
    assert!(text.contains("5 more, with `--format json` or `--most`"));
}

/// To first order: (2000 × 0.01)² + 15² = 400 + 225 = 625, 25 kg. The model is linear in both, so that draws agree.
#[test]
fn the_variance_is_that_by_hand() {
    let model = file("uncertainty.toml", MODEL);
    let ran = cfp(&[
        "--format",
        "json",
        "uncertainty",
        &model,
        "--draws",
        "4000",
        "--seed",
        "9",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found = ran.json();
    let first_order = &found["first_order"];
    assert!((double(&first_order["standard_deviation"]) - 25.0).abs() < 1e-9);
    let shares: Vec<(String, f64)> = rows(first_order, "inputs")
        .iter()
        .map(|row| {
            let name = row["exchange"].as_str().expect("a name");
            (name.to_owned(), double(&row["share_percent"]))
        })
        .collect();
    assert_eq!(shares.len(), 2);
    assert_eq!(
        (shares[0].0.as_str(), shares[1].0.as_str()),
        ("yield", "CO2")
    );
    assert!((shares[0].1 - 64.0).abs() < 1e-9 && (shares[1].1 - 36.0).abs() < 1e-9);
    let drawn = &found["monte_carlo"];
    assert_eq!(drawn["seed"], 9);
    let statistics = &drawn["statistics"];
    assert_eq!(
        (&statistics["draws"], &statistics["used"]),
        (&4000.into(), &4000.into())
    );
    // Five standard errors: 25/√4000 of the mean, 25/√8000 of the deviation.
    assert!((double(&statistics["mean"]) - 3200.0).abs() < 2.0);
    assert!((double(&statistics["standard_deviation"]) - 25.0).abs() < 1.4);
    let again = cfp(&[
        "--format",
        "json",
        "uncertainty",
        &model,
        "--draws",
        "4000",
        "--seed",
        "9",
    ]);
    assert_eq!(ran.out, again.out);
    let other = cfp(&[
        "--format",
        "json",
        "uncertainty",
        &model,
        "--draws",
        "4000",
        "--seed",
        "10",
    ]);
    assert_ne!(ran.out, other.out);
}

/// 1.1 t of profile go into the sheet: in each draw it has 1.1 times the footprint.
#[test]
fn two_products_are_compared_on_the_same_draws() {
    let model = file("against.toml", MODEL);
    let asked = [
        "uncertainty",
        &model,
        "--draws",
        "200",
        "--against",
        "sheet",
        "--global",
        "500",
    ];
    let text = cfp(&asked).out;
    assert!(text.contains("against sheet: 1 t"), "{text}");
    assert!(
        text.contains("the first is lower         in 100 % of the draws"),
        "{text}"
    );
    assert!(text.contains("shares of the variance by Sobol' indices, from 500 pairs of draws"));
    let found = cfp(&[&["--format", "json"], &asked[..]].concat()).json();
    assert_eq!(found["monte_carlo"]["against"]["comparison"]["less"], 200);
    assert_eq!(found["global"]["pairs"], 500);
    let sum = |key: &str| -> f64 {
        rows(&found["global"], "inputs")
            .iter()
            .map(|row| double(&row[key]))
            .sum()
    };
    // The first-order shares of a nearly additive result sum to one within their own error.
    let error = sum("first_order_error");
    assert!(error < 0.2, "{error}");
    assert!((sum("first_order") - 1.0).abs() <= 5.0 * error);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let model = file(
        "certain.toml",
        MODEL
            .replace(", spread = { normal_sd = \"15 kg\" }", "")
            .replace(
                "{ value = \"1.05\", spread = { normal_sd = \"0.01\" } }",
                "\"1.05\"",
            ),
    );
    let text = cfp(&["uncertainty", &model, "--draws", "10"]);
    assert_eq!(text.code, 0);
    assert!(text.out.contains("nothing-uncertain"), "{}", text.out);
    for wrong in [["--draws", "1"], ["--draws", "many"], ["--seed", "-1"]] {
        let ran = cfp(&[&["uncertainty", model.as_str()], &wrong[..]].concat());
        assert_eq!(ran.code, 2);
    }
    let unknown = cfp(&[
        "--format",
        "json",
        "uncertainty",
        &model,
        "--against",
        "steel",
    ]);
    assert_eq!(
        (unknown.code, unknown.codes()),
        (1, vec!["unknown-product".to_owned()])
    );
}

/// The model with a scenario in which the yield is 1.2, so that 1 t takes 1200 kg of billet: 3500 kg.
fn with_scenario(name: &str) -> String {
    let scenario = "[scenario.worn]\nparameters = { yield = \"1.2\" }\n";
    let bounded = MODEL.replace(
        "{ normal_sd = \"0.01\" }",
        "{ uniform = [\"1.03\", \"1.07\"] }",
    );
    file(name, bounded + scenario)
}

#[test]
fn a_scenario_is_asked_like_the_model() {
    let model = with_scenario("scenario.toml");
    let total = |command: &str, pointer: &str| -> String {
        let ran = cfp(&["--format", "json", command, &model, "--scenario", "worn"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}");
        let found = ran.json();
        let total = found.pointer(pointer).and_then(Value::as_str);
        total
            .unwrap_or_else(|| panic!("{command}: {found}"))
            .to_owned()
    };
    assert_eq!(total("footprint", "/total/value"), "3500");
    assert_eq!(total("sensitivity", "/total/value"), "3500");
    assert_eq!(total("explain", "/tree/total/value"), "3500");
    assert_eq!(total("intensities", "/intensities/0/total/value"), "3.5");
    assert_eq!(total("uncertainty", "/monte_carlo/footprint/value"), "3500");
    let text = cfp(&["footprint", &model, "--scenario", "worn"]).out;
    assert!(text.contains("\nscenario worn\n"), "{text}");
    for command in [
        "footprint",
        "explain",
        "intensities",
        "sensitivity",
        "uncertainty",
    ] {
        let ran = cfp(&["--format", "json", command, &model, "--scenario", "won"]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["unknown-scenario".to_owned()])
        );
        assert!(ran.out.contains("worn"), "{}", ran.out);
    }
}

/// 150 kg more in every draw of the same yield, whose spread came along: the scenario is never less.
#[test]
fn a_scenario_is_drawn_beside_the_model() {
    let model = with_scenario("beside.toml");
    let asked = [
        "uncertainty",
        &model,
        "--scenario",
        "worn",
        "--draws",
        "300",
        "--against-base",
    ];
    let found = cfp(&[&["--format", "json"], &asked[..]].concat()).json();
    let against = &found["monte_carlo"]["against"];
    assert_eq!(
        (&against["model"], &against["comparison"]["less"]),
        (&"base".into(), &0.into())
    );
    // 0.15 × 1 t × 2 kg/kg, whatever is drawn.
    let difference = &against["comparison"]["difference"];
    assert!((double(&difference["mean"]) - 300.0).abs() < 1e-9);
    assert!(double(&difference["standard_deviation"]) < 1e-9);
    let yields = rows(&found["monte_carlo"], "inputs");
    let of_yield = yields.iter().find(|row| row["exchange"] == "yield");
    assert_eq!(
        of_yield.expect("the yield")["spread"],
        "uniform, 1.18 to 1.22"
    );
    let codes: Vec<&Value> = rows(&found["monte_carlo"], "findings")
        .iter()
        .map(|finding| &finding["code"])
        .collect();
    assert_eq!(codes, [&Value::from("spread-carried")]);
    let text = cfp(&asked).out;
    assert!(
        text.contains("against profile: 1 t, the model as it is"),
        "{text}"
    );
    assert!(text.contains("in 0 % of the draws"), "{text}");
    // The other way round by name.
    let named = [
        "--format",
        "json",
        "uncertainty",
        &model,
        "--against-scenario",
        "worn",
    ];
    let found = cfp(&named).json();
    let against = &found["monte_carlo"]["against"];
    assert_eq!(
        (&against["model"], &against["comparison"]["less"]),
        (&"worn".into(), &1000.into())
    );
    for wrong in [
        vec!["--against-base"],
        vec!["--scenario", "worn", "--against-base", "--against", "sheet"],
        vec!["--against-scenario", "worn", "--against", "sheet"],
    ] {
        let ran = cfp(&[vec!["uncertainty", model.as_str()], wrong].concat());
        assert_eq!(ran.code, 2, "{}", ran.err);
    }
}

/// A standard deviation that a parameter moves stays as written, and the headline says so.
#[test]
fn the_headline_says_what_the_variance_leaves_out() {
    let text = MODEL.replace("normal_sd = \"15 kg\"", "normal_sd = \"{yield} * 15 kg\"");
    let model = file("left_out.toml", text);
    let ran = cfp(&["uncertainty", &model, "--draws", "10"]);
    let headline = "kg CO2e; the variance is not the whole: as written stay process `press`: emission `CO2`: `normal_sd`";
    assert!(ran.out.contains(headline), "{}", ran.out);
    let found = cfp(&["--format", "json", "uncertainty", &model, "--draws", "10"]).json();
    assert_eq!(rows(&found["first_order"], "not_drawn").len(), 1);
}
