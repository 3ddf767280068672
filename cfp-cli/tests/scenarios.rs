//! Scenarios, sweeps and break-even values by the command.

mod common;

use common::{Ran, cfp, file};
use serde_json::Value;

/// By hand, per t of profile: 203 + 1048 kg × 9.1 kg/kg + 1150 kWh × 0.5777 kg/kWh = 10404.155 kg CO2e.
const MODEL: &str = r#"
name = "Profile"
product = "profile"
amount = "1 t"
gwp = "AR6-100"
region = "CN"
year = 2024

[parameters]
loss = "1.048"

[[process]]
name = "press"
makes = { profile = "1000 kg" }
takes = { billet = { amount = "{loss} * 1000 kg", from = "supply" }, electricity = "1.15 MWh" }
emits = { "CO2, fossil" = "203 kg" }

[[process]]
name = "cast"
makes = { billet = "1 kg" }
emits = { "CO2, fossil" = "2 kg" }

[supply.billet]
footprint = "9.1 kg CO2e/kg"

[supply.electricity]
factor = "electricity"

[scenario."2023"]
year = 2023

[scenario."less loss"]
parameters = { loss = "1.02" }

[scenario."own caster"]
from.press.billet = "cast"

[scenario.green]
supply.electricity = { footprint = "0.02 kg CO2e/kWh", source = "hydropower" }

[scenario."older GWP"]
gwp = "AR5-100"

[scenario.all]
year = 2023
parameters.loss = "1.02"
supply.electricity = { footprint = "0.02 kg CO2e/kWh" }
"#;

/// Total, change and parts of every scenario, by hand.
const BY_HAND: [(&str, &str, &str, &[&str]); 6] = [
    // 1150 × (0.6205 - 0.5777)
    ("2023", "10453.375", "49.22", &["49.22"]),
    // 28 × 9.1
    ("less loss", "10149.355", "-254.8", &["-254.8"]),
    // 1048 × (2 - 9.1)
    ("own caster", "2963.355", "-7440.8", &["-7440.8"]),
    // 1150 × (0.02 - 0.5777)
    ("green", "9762.8", "-641.355", &["-641.355"]),
    ("older GWP", "10404.155", "0", &[]),
    ("all", "9508", "-896.155", &["-641.355", "-254.8"]),
];

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn done(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.json()
}

#[test]
fn scenarios_stand_beside_the_model() {
    let model = file("scenarios.toml", MODEL);
    let json = done(&cfp(&["--format", "json", "scenarios", &model]));
    assert_eq!(json["base"]["value"], "10404.155");
    let scenarios = json["scenarios"].as_array().expect("scenarios");
    assert_eq!(scenarios.len(), BY_HAND.len());
    for (scenario, (name, total, change, parts)) in scenarios.iter().zip(BY_HAND) {
        assert_eq!(text(&scenario["name"]), name);
        assert_eq!(text(&scenario["total"]["value"]), total, "{name}");
        assert_eq!(text(&scenario["total"]["bound"]), "0", "{name}");
        assert_eq!(text(&scenario["change"]["value"]), change, "{name}");
        let found = scenario["parts"].as_array().expect("parts").iter();
        let found: Vec<_> = found.map(|part| text(&part["co2e"]["value"])).collect();
        assert_eq!(found, parts, "{name}");
        assert_eq!(scenario["remainder"]["value"], "0", "{name}");
        let findings = scenario["findings"].as_array().expect("findings").iter();
        let codes: Vec<_> = findings.map(|finding| text(&finding["code"])).collect();
        let nothing: &[&str] = match name {
            "older GWP" => &["scenario-changes-nothing"],
            _ => &[],
        };
        assert!(
            nothing.iter().all(|code| codes.contains(code)),
            "{name}: {codes:?}"
        );
        assert_eq!(
            codes.contains(&"scenario-changes-nothing"),
            !nothing.is_empty()
        );
    }
    let moved = &scenarios[2]["parts"][0];
    assert_eq!(moved["kind"], "exchange");
    assert_eq!(
        (&moved["from_before"], &moved["from_after"]),
        (&"supply".into(), &"cast".into())
    );
    assert_eq!(scenarios[1]["parts"][0]["before"], "1048 kg");
    assert_eq!(scenarios[0]["parts"][0]["row_after"]["version"], "2023-1");
    let page = cfp(&["scenarios", &model, "--only", "less loss", "--only", "2023"]).out;
    for line in [
        "the model as it is  10400",
        "less loss           10150  -254.8   -2.449 %",
        "press takes billet: 1048 kg → 1020 kg",
        "electricity: 0.5777 → 0.6205 kg CO2e/kWh, × 1150 kWh",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
}

/// The model's own footprint knows nothing of its scenarios, and a scenario that restates the model is the model.
#[test]
fn a_scenario_undone_is_the_model_to_the_digit() {
    let bare = &MODEL[..MODEL.find("[scenario").expect("a scenario")];
    let undone = format!("{bare}\n[scenario.same]\nyear = 2024\nparameters.loss = \"1.048\"\n");
    let total = |ran: &Ran| done(ran)["total"].clone();
    let paths = [("bare", bare), ("with", MODEL), ("undone", undone.as_str())];
    let [bare, with, undone] = paths.map(|(name, text)| file(&format!("{name}.toml"), text));
    let own = |path: &str| total(&cfp(&["--format", "json", "footprint", path]));
    assert_eq!(own(&bare), own(&with));
    let json = done(&cfp(&["--format", "json", "scenarios", &undone]));
    let scenario = &json["scenarios"][0];
    assert_eq!(scenario["total"], json["base"]);
    assert_eq!(scenario["parts"], Value::Array(Vec::new()));
}

#[test]
fn a_loop_undone_is_the_model_to_the_digit() {
    let example = "../data/examples/primary-aluminium.toml";
    let json = done(&cfp(&["--format", "json", "scenarios", example]));
    // 15410 kWh × (0.6205 - 0.5777) and × (0.0141 - 0.5777).
    let changes = ["659.548", "-8685.076"];
    for (scenario, change) in json["scenarios"]
        .as_array()
        .expect("two")
        .iter()
        .zip(changes)
    {
        assert_eq!(text(&scenario["change"]["value"]), change);
        assert_eq!(scenario["parts"].as_array().expect("parts").len(), 1);
    }
}

#[test]
fn a_sweep_has_a_row_for_every_value() {
    let model = file("sweep.toml", MODEL);
    let rows = |arguments: &[&str]| {
        let mut all = vec!["--format", "json", "sweep", &model];
        all.extend(arguments);
        let json = done(&cfp(&all));
        let rows = json["rows"].as_array().expect("rows").clone();
        let row = |row: &Value| {
            (
                text(&row["value"]).to_owned(),
                text(&row["total"]["value"]).to_owned(),
            )
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    let expected = |rows: &[(&str, &str)]| {
        let rows = rows.iter();
        rows.map(|(value, total)| ((*value).to_owned(), (*total).to_owned()))
            .collect::<Vec<_>>()
    };
    // 867.355 + 9100 × loss
    assert_eq!(
        rows(&[
            "--parameter",
            "loss",
            "--from",
            "1",
            "--to",
            "1.1",
            "--steps",
            "2"
        ]),
        expected(&[
            ("1", "9967.355"),
            ("1.05", "10422.355"),
            ("1.1", "10877.355")
        ])
    );
    // 9739.8 + 1150 × figure
    assert_eq!(
        rows(&[
            "--supply",
            "electricity",
            "--from",
            "0 kg CO2e/kWh",
            "--to",
            "0.6",
            "--steps",
            "3"
        ]),
        expected(&[
            ("0 kg CO2e/kWh", "9739.8"),
            ("0.2 kg CO2e/kWh", "9969.8"),
            ("0.4 kg CO2e/kWh", "10199.8"),
            ("0.6 kg CO2e/kWh", "10429.8"),
        ])
    );
}

/// Where the footprint moves in a straight line, its meeting is met at once.
#[test]
fn a_straight_line_is_met_at_once() {
    let model = file("break-even.toml", MODEL);
    let found = done(&cfp(&[
        "--format",
        "json",
        "break-even",
        &model,
        "--supply",
        "electricity",
        "--against-scenario",
        "green",
        "--between",
        "0 kg CO2e/kWh",
        "1 kg CO2e/kWh",
    ]));
    // 9739.8 + 1150 × figure = 9762.8
    assert_eq!(found["value"], "0.02 kg CO2e/kWh");
    assert_eq!(found["is_linear"], true);
    assert_eq!(
        (&found["gap"]["value"], &found["tried"]),
        (&"0".into(), &3.into())
    );
    assert_eq!(found["left"]["total"]["value"], "9762.8");
    assert_eq!(found["right"]["scenario"], "green");
    // 867.355 + 9100 × loss = 10000, so loss = 9132.645 / 9100 = 1.00358736263736263736...
    let found = done(&cfp(&[
        "--format",
        "json",
        "break-even",
        &model,
        "--parameter",
        "loss",
        "--equals",
        "10 t CO2e",
        "--between",
        "0.5",
        "2",
    ]));
    assert!(
        text(&found["value"]).starts_with("1.0035873626373626373"),
        "{found}"
    );
    assert_eq!(found["is_linear"], true);
}

/// 9 / yield = 10 at 0.9, found to a trillionth though no straight line.
#[test]
fn a_curve_is_met_by_trial() {
    let model = r#"
product = "profile"
amount = "1 kg"
gwp = { name = "none" }

[parameters]
yield = "0.95"

[[process]]
name = "press"
makes = { profile = "1 kg" }
takes = { billet = "1 kg / {yield}" }

[supply.billet]
footprint = "9 kg CO2e/kg"
"#;
    let model = file("curve.toml", model);
    let between = ["--between", "0.5", "1"];
    let mut arguments = vec![
        "break-even",
        &model,
        "--parameter",
        "yield",
        "--equals",
        "10 kg CO2e",
    ];
    arguments.extend(between);
    let page = cfp(&arguments).out;
    assert!(page.contains("found by trial"), "{page}");
    arguments.splice(0..0, ["--format", "json"]);
    let found = done(&cfp(&arguments));
    let value: f64 = text(&found["value"]).parse().expect("a number");
    let within: f64 = text(&found["within"]).parse().expect("a number");
    assert!(
        (value - 0.9).abs() <= 1.01e-12 && within <= 1.01e-12,
        "{found}"
    );
    assert_eq!(found["is_linear"], false);
    assert!(
        found["tried"].as_u64().is_some_and(|tried| tried < 60),
        "{found}"
    );
}

/// What is wrong in a scenario is told at its line, also when another command reads the model.
#[test]
fn problems_stand_in_the_table_of_the_scenario() {
    let lines = MODEL.lines().count();
    let cases = [
        ("yaer = 2023", "unknown-key", "footprint"),
        ("year = 23", "bad-year", "footprint"),
        ("parameters.los = \"1\"", "unknown-parameter", "footprint"),
        (
            "parameters.loss = \"{los}\"",
            "unknown-parameter",
            "footprint",
        ),
        ("parameters.loss = 1.02", "bare-number", "footprint"),
        ("gwp = \"AR9-100\"", "unknown-gwp-set", "scenarios"),
        (
            "from.pres.billet = \"cast\"",
            "unknown-process",
            "footprint",
        ),
        ("from.press.bilet = \"cast\"", "unknown-input", "footprint"),
        (
            "from.press.billet = \"caster\"",
            "unknown-provider",
            "scenarios",
        ),
        (
            "supply.electricity = { factor = \"electricty, hydro\" }",
            "unknown-activity",
            "scenarios",
        ),
        (
            "supply.electricity = { footprint = \"1 kg CO2e/kg\" }",
            "wrong-dimension",
            "scenarios",
        ),
        (
            "supply.electricity = {}",
            "no-factor-no-footprint",
            "footprint",
        ),
        (
            "supply.billet = { model = \"absent.toml\" }",
            "supplier-file-not-read",
            "scenarios",
        ),
    ];
    for (number, (line, code, command)) in cases.into_iter().enumerate() {
        let model = format!("{MODEL}\n[scenario.wrong]\n{line}\n");
        let path = file(&format!("wrong-{number}.toml"), model);
        let ran = cfp(&["--format", "json", command, &path]);
        assert_eq!(ran.code, 1, "{line}: {}", ran.out);
        assert_eq!(ran.codes(), [code], "{line}: {}", ran.out);
        let problem = &ran.json()["problems"][0];
        let place = text(&problem["where"]);
        // The wrong dimension is that of the exchange, which has no other place.
        if code != "wrong-dimension" {
            let row = format!(":{}:", lines + 3);
            assert!(place.contains(&row), "{line}: {place}");
        }
        if code != "supplier-file-not-read" {
            assert!(
                text(&problem["message"]).contains("scenario `wrong`"),
                "{}",
                ran.out
            );
        }
    }
}

const TWO_MAKERS: &str = r#"
product = "steel"
amount = "1 t"
gwp = "AR6-100"
[parameters]
y = "1"
[[process]]
name = "bf"
makes = { steel = "1 t" }
emits = { "CO2, fossil" = "{y} * 2 t" }
[[process]]
name = "eaf"
makes = { steel = "1 t" }
emits = { "CO2, fossil" = "0.4 t" }
"#;

/// 2 t times y; 0.4 t of the other maker are met at 0.2, and 1 t at 0.5.
#[test]
fn the_maker_of_what_moves_is_named() {
    let model = file("two-makers.toml", TWO_MAKERS);
    let sweep = [
        "sweep",
        &model,
        "--parameter",
        "y",
        "--from",
        "0",
        "--to",
        "1",
        "--steps",
        "2",
    ];
    let meets = [
        "break-even",
        &model,
        "--parameter",
        "y",
        "--between",
        "0.1",
        "1",
    ];
    for asked in [
        &sweep[..],
        &[&meets[..], &["--equals", "1 t CO2e"]].concat(),
    ] {
        let ran = cfp(asked);
        assert_eq!(ran.code, 1);
        let hint = "hint: say `--maker` which: `bf`, `eaf`\n";
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
    let swept = done(&cfp(&[
        &["--format", "json"],
        &sweep[..],
        &["--maker", "bf"],
    ]
    .concat()));
    let totals: Vec<&str> = swept["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| text(&row["total"]["value"]))
        .collect();
    assert_eq!(totals, ["0", "1000", "2000"]);
    let json = |more: &[&str]| done(&cfp(&[&["--format", "json"], &meets[..], more].concat()));
    let found = json(&["--maker", "bf", "--equals", "1 t CO2e"]);
    assert_eq!(found["value"], "0.5");
    let other = ["--maker", "bf", "--against", "steel"];
    let ran = cfp(&[&meets[..], &other].concat());
    assert!(
        ran.err
            .contains("`--against-maker` of the other product, which: `bf`, `eaf`"),
        "{}",
        ran.err
    );
    let found = json(&[&other[..], &["--against-maker", "eaf"]].concat());
    assert_eq!(found["value"], "0.2");
    assert_eq!(
        (&found["left"]["maker"], &found["right"]["maker"]),
        (&"bf".into(), &"eaf".into())
    );
    let ran = cfp(&[&meets[..], &other, &["--against-maker", "eaf"]].concat());
    assert!(ran.out.contains("steel: 1 t from eaf"), "{}", ran.out);
}
