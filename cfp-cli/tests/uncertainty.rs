//! `cfp sensitivity` and `cfp uncertainty`.

mod common;

use common::{cfp, file, scratch};
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
        text.contains("profile is less in 100 % of the draws"),
        "{text}"
    );
    assert!(text.contains("shares of the variance by Sobol' indices, from 500 pairs of draws"));
    let found = cfp(&[&["--format", "json"], &asked[..]].concat()).json();
    assert_eq!(found["monte_carlo"]["against"]["comparison"]["less"], 200);
    assert_eq!(found["global"]["pairs"], 500);
    let total: f64 = rows(&found["global"], "inputs")
        .iter()
        .map(|row| double(&row["first_order"]))
        .sum();
    assert!((total - 1.0).abs() < 0.5);
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
//! `cfp database uncertainty` and `cfp database sensitivity`.


use std::fs;
use std::path::PathBuf;


/// A grid emits between 0.5 and 1.5 kg for each kWh, and heat takes 2 kWh of that. By hand the grid scores 1, with the
/// variance 1 / 12 of what is uniform over a range of one, and heat twice as much.
const TABLES: [(&str, &str); 5] = [
    (
        "processes.csv",
        "id,name,product,unit,location\ng,grid,electricity,kWh,CN\nh,boiler,heat,MJ,CN\n",
    ),
    (
        "flows.csv",
        "id,name,compartment,unit\nco2,\"CO2, fossil\",air,kg\n",
    ),
    (
        "technosphere.csv",
        "product,process,amount\ng,g,1\nh,h,1\ng,h,-2\n",
    ),
    (
        "emissions.csv",
        "flow,process,amount,uncertainty_type,loc,scale,minimum,maximum\nco2,g,1,4,,,0.5,1.5\n",
    ),
    ("characterisation.csv", "set,flow,value\nGWP,co2,1\n"),
];

/// A folder of the tables, some of them replaced.
fn database(name: &str, replaced: &[(&str, &str)]) -> String {
    let folder: PathBuf = scratch().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (table, content) in TABLES.iter().chain(replaced) {
        fs::write(folder.join(table), content).expect("a table");
    }
    folder.display().to_string()
}

fn json(arguments: &[&str]) -> Value {
    let mut all = vec!["--format", "json", "database"];
    all.extend(arguments);
    let ran = cfp(&all);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn what_is_uniform_has_its_variance() {
    let path = database("uniform", &[]);
    let found = json(&["uncertainty", &path, "--product", "g"]);
    assert_eq!(found["score"], 1.0);
    let order = &found["first_order"];
    assert_eq!(order["inputs"], 1);
    assert!((number(&order["variance"]) - 1.0 / 12.0).abs() < 1e-15);
    let share = &order["shares"][0];
    assert_eq!(
        (&share["kind"], &share["flow"], &share["process"]),
        (&"emission".into(), &"co2".into(), &"g".into())
    );
    assert_eq!(share["share_percent"], 100.0);
    let drawn = &found["monte_carlo"];
    assert_eq!(
        (&drawn["draws"], &drawn["used"], &drawn["seed"]),
        (&1000.into(), &1000.into(), &1.into())
    );
    let (mean, error) = (number(&drawn["mean"]), number(&drawn["standard_error"]));
    assert!((mean - 1.0).abs() < 5.0 * error, "{mean} ± {error}");
    let variance = number(&drawn["variance"]);
    assert!((variance * 12.0 - 1.0).abs() < 0.15, "{variance}");
    assert_eq!(drawn["failed"], Value::Array(Vec::new()));
    // Everything lies within the range, so that the median does by far.
    assert!((number(&drawn["median"]) - 1.0).abs() < 0.1);
}

#[test]
fn the_same_seed_gives_the_same_draws() {
    let path = database("seed", &[]);
    let drawn = |seed: &str| {
        let found = json(&[
            "uncertainty",
            &path,
            "--product",
            "g",
            "--draws",
            "50",
            "--seed",
            seed,
        ]);
        number(&found["monte_carlo"]["mean"])
    };
    assert_eq!(drawn("7").to_bits(), drawn("7").to_bits());
    assert_ne!(drawn("7").to_bits(), drawn("8").to_bits());
}

/// A Latin hypercube of 100 draws has one in each hundredth, so that its mean is off by less than a hundredth.
#[test]
fn a_latin_hypercube_is_even() {
    let path = database("hypercube", &[]);
    let found = json(&[
        "uncertainty",
        &path,
        "--product",
        "g",
        "--draws",
        "100",
        "--latin-hypercube",
    ]);
    assert_eq!(found["monte_carlo"]["sampling"], "latin-hypercube");
    assert!((number(&found["monte_carlo"]["mean"]) - 1.0).abs() < 0.01);
}

/// Heat takes twice what is drawn for the grid in the same draw: the grid is lower in every one.
#[test]
fn products_are_compared_draw_by_draw() {
    let path = database("against", &[]);
    let found = json(&[
        "uncertainty",
        &path,
        "--product",
        "electricity",
        "--against",
        "heat",
    ]);
    let other = &found["against"];
    assert_eq!(
        (&other["product"], &other["demand"]),
        (&"h".into(), &"1 MJ".into())
    );
    assert_eq!(other["comparison"]["probability"], 1.0);
    let difference = number(&other["comparison"]["difference"]["mean"]);
    let mean = number(&found["monte_carlo"]["mean"]);
    assert!((difference + mean).abs() < 1e-12, "{difference} {mean}");
}

/// An amount of 2 MWh is 2000 times that of a kWh, and its variance four million times.
#[test]
fn amounts_are_quantities() {
    let path = database("amount", &[]);
    let arguments = [
        "uncertainty",
        &path,
        "--product",
        "g",
        "--amount",
        "2 MWh",
        "--draws",
        "0",
    ];
    let found = json(&arguments);
    assert_eq!(
        (&found["demand"], &found["score"]),
        (&"2 MWh".into(), &2000.0.into())
    );
    assert!((number(&found["first_order"]["variance"]) * 12.0 - 4e6).abs() < 1e-6);
    assert!(found.get("monte_carlo").is_none());
}

/// Draws of a normal amount that turn its sign fail, and are counted: of a mean of one standard deviation, about one in six.
#[test]
fn draws_that_fail_are_counted() {
    let normal = (
        "emissions.csv",
        "flow,process,amount,uncertainty_type,loc,scale,minimum,maximum\nco2,g,1,3,1,1,,\n",
    );
    let path = database("fails", &[normal]);
    let found = json(&["uncertainty", &path, "--product", "g"]);
    let drawn = &found["monte_carlo"];
    let failed = drawn["failed"][0]["count"].as_u64().expect("a count");
    assert!((100..220).contains(&failed), "{failed}");
    assert_eq!(drawn["used"].as_u64(), Some(1000 - failed));
    let ran = cfp(&["database", "uncertainty", &path, "--product", "g"]);
    let told = format!("  {failed} of the 1000 draws failed and are left out of all figures:\n");
    assert!(ran.out.contains(&told), "{}", ran.out);
}

#[test]
fn a_database_without_spreads_says_so() {
    let certain = ("emissions.csv", "flow,process,amount\nco2,g,1\n");
    let path = database("certain", &[certain]);
    let found = json(&["uncertainty", &path, "--product", "g", "--draws", "10"]);
    assert_eq!(found["findings"][0]["code"], "nothing-uncertain");
    assert_eq!(found["monte_carlo"]["standard_deviation"], 0.0);
    assert_eq!(found["monte_carlo"]["mean"], 1.0);
}

#[test]
fn people_read_a_page() {
    let path = database("page", &[]);
    let ran = cfp(&[
        "database",
        "uncertainty",
        &path,
        "--product",
        "g",
        "--against",
        "h",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for line in [
        "electricity: 1 kWh\n",
        "  score by the amounts as written  1\n",
        "to first order (1 uncertain numbers)\n",
        "  standard deviation  0.2887\n",
        "by 1000 draws (seed 1)\n",
        "  none of the 1000 draws failed\n",
        "against heat: 1 MJ\n",
        "  100 %  1  0.2887  emission CO2, fossil | grid, CN\n",
    ] {
        assert!(ran.out.contains(line), "{line}{}", ran.out);
    }
}

/// By hand: heat is 2 × 1 / (1 × 1), so it rises with what is taken, emitted and counted, and falls with what is made.
#[test]
fn elasticities_are_ranked() {
    let path = database("sensitivity", &[]);
    let found = json(&["sensitivity", &path, "--product", "h"]);
    assert_eq!(
        (&found["score"], &found["others"]),
        (&2.0.into(), &0.into())
    );
    let rows = found["sensitivities"].as_array().expect("rows");
    let told = |kind: &str, product: Option<&str>, process: Option<&str>| {
        let is_it = |row: &&Value| {
            row["kind"] == kind
                && product.is_none_or(|product| row["product"] == product)
                && process.is_none_or(|process| row["process"] == process)
        };
        let row = rows.iter().find(is_it).expect("the number");
        (number(&row["derivative"]), number(&row["elasticity"]))
    };
    // What is taken is negative: one more of it is one less taken.
    assert_eq!(told("exchange", Some("g"), Some("h")), (-1.0, 1.0));
    assert_eq!(told("exchange", Some("h"), Some("h")), (-2.0, -1.0));
    assert_eq!(told("exchange", Some("g"), Some("g")), (-2.0, -1.0));
    assert_eq!(told("emission", None, Some("g")), (2.0, 1.0));
    assert_eq!(told("factor", None, None), (2.0, 1.0));
    let two = json(&["sensitivity", &path, "--product", "h", "--most", "2"]);
    assert_eq!(two["sensitivities"].as_array().map(Vec::len), Some(2));
    assert_eq!(two["others"], 3);
    let ran = cfp(&["database", "sensitivity", &path, "--product", "h"]);
    assert!(
        ran.out.contains("exchange electricity | boiler, CN\n"),
        "{}",
        ran.out
    );
}
