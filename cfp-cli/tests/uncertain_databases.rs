//! `cfp database uncertainty` and `cfp database sensitivity`.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{cfp, scratch};
use serde_json::Value;

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

/// A spread on the other side of zero than its amount is refused where it stands, as a model refuses it; one on both sides is
/// drawn whole, with a mean of 0.5, and told.
#[test]
fn a_spread_on_the_other_side_of_zero_is_refused_with_its_line() {
    let header = "product,process,amount,uncertainty_type,loc,scale,minimum,maximum\n";
    let opposite = format!("{header}g,g,1,,,,,\nh,h,1,,,,,\ng,h,-2,4,,,1,3\n");
    let folder = database("opposite", &[("technosphere.csv", &opposite)]);
    for command in ["uncertainty", "footprint"] {
        let ran = cfp(&[
            "--format",
            "json",
            "database",
            command,
            &folder,
            "--product",
            "h",
        ]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["bad-distribution".to_owned()])
        );
        let problem = &ran.json()["problems"][0];
        let told = problem["message"].as_str().expect("a text");
        assert!(told.contains("other side of zero"), "{told}");
        assert!(
            problem["where"]
                .as_str()
                .is_some_and(|place| place.contains("technosphere.csv:4:8")),
            "{problem}"
        );
    }
    let emissions =
        "flow,process,amount,uncertainty_type,loc,scale,minimum,maximum\nco2,g,1,4,,,-0.5,1.5\n";
    let folder = database("spanning", &[("emissions.csv", emissions)]);
    let found = cfp(&[
        "--format",
        "json",
        "database",
        "uncertainty",
        &folder,
        "--product",
        "g",
        "--draws",
        "4000",
    ])
    .json();
    assert_eq!(found["monte_carlo"]["used"], 4000);
    let mean = found["monte_carlo"]["mean"].as_f64().expect("a mean");
    // Five standard errors of 2/√12.
    assert!((mean - 0.5).abs() < 0.046, "{mean}");
    assert_eq!(found["findings"][0]["code"], "spread-spans-zero");
}
