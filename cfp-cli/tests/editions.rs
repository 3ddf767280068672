//! Editions, days, locks and stored results, by the command.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{PROFILE, Ran, cfp, scratch};
use serde_json::Value;

const MEE: &str = "cn-mee-electricity-footprint";

/// A directory of its own with the model of the profile, and the path of that.
fn profile(name: &str) -> (PathBuf, String) {
    let directory = scratch().join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("a directory");
    let model = directory.join("profile.toml");
    fs::write(&model, PROFILE).expect("a model");
    (directory, model.display().to_string())
}

fn total(ran: &Ran) -> String {
    let json = ran.json();
    json["total"]["value"].as_str().expect("a total").to_owned()
}

/// 10404.155 kg with the electricity of 2024 (see [`PROFILE`]). With that of 2023 it is 1150 × 0.0428 = 49.22 kg more.
#[test]
fn a_difference_is_that_of_the_factor_times_its_amount() {
    let (_, model) = profile("difference");
    let [before, after] = ["2023", "2024"].map(|edition| format!("{MEE}@={edition}"));
    let ran = cfp(&[
        "factors", "diff", &before, &after, "--model", &model, "--format", "json",
    ]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let json = ran.json();
    for (key, value) in [
        ("before", "10453.375"),
        ("after", "10404.155"),
        ("change", "-49.22"),
        ("remainder", "0"),
    ] {
        assert_eq!(json[key]["value"], value, "{key}");
        assert_eq!(json[key]["bound"], "0", "{key}");
    }
    let parts = json["parts"].as_array().expect("parts");
    assert_eq!(parts.len(), 1);
    let part = &parts[0];
    assert_eq!(
        (&part["kind"], &part["flow"]),
        (&"supply".into(), &"electricity".into())
    );
    assert_eq!(part["amount"]["value"], "1150");
    assert_eq!(part["co2e"]["value"], "-49.22");
    assert_eq!(part["row_before"]["value"], "0.6205");
    assert_eq!(part["row_after"]["version"], "2024-1");
    let text = cfp(&["factors", "diff", &before, &after, "--model", &model]).out;
    assert!(
        text.contains("electricity: 0.6205 → 0.5777 kg CO2e/kWh, × 1150 kWh"),
        "{text}"
    );
}

/// AR5 has nitrous oxide at 265 and AR6 at 273: 2 kg of it make 16 kg CO2e of difference.
#[test]
fn a_difference_of_potentials_is_told_by_gas() {
    let (directory, _) = profile("potentials");
    let model = directory.join("gas.toml");
    let text = "product = \"acid\"\namount = \"1 t\"\ngwp = \"AR6-100\"\n[[process]]\nname = \"plant\"\n\
                makes = { acid = \"1 t\" }\nemits = { N2O = \"2 kg\", \"CO2, fossil\" = \"5 kg\" }\n";
    fs::write(&model, text).expect("a model");
    let model = model.display().to_string();
    let ran = cfp(&[
        "factors",
        "diff",
        "ipcc-gwp-ar5",
        "ipcc-gwp-ar6",
        "--model",
        &model,
        "--format",
        "json",
    ]);
    let json = ran.json();
    assert_eq!(json["change"]["value"], "16", "{}", ran.out);
    let parts = json["parts"].as_array().expect("parts");
    assert_eq!(parts.len(), 1, "what did not change is not told");
    assert_eq!(parts[0]["gas"], "N2O");
}

#[test]
fn datasets_differ_by_rows() {
    let [before, after] = ["2023", "2024"].map(|edition| format!("{MEE}@={edition}"));
    let json = cfp(&["factors", "diff", &before, &after, "--format", "json"]).json();
    let changed = json["changed"].as_array().expect("rows");
    let national = changed
        .iter()
        .find(|row| row["after"]["row"] == "national")
        .expect("the national average");
    assert_eq!(national["difference"], "-0.0428");
    assert_eq!(national["percent"], "-6.8977");
    let text = cfp(&["factors", "diff", &before, &after]).out;
    assert!(
        text.contains("9 changed, 1 added, 0 removed, 1 with other texts, 0 unchanged"),
        "{text}"
    );
    assert!(text.contains("0.6205  → 0.5777"), "{text}");
}

/// The factors of 2024 were published on 2025-10-24.
#[test]
fn a_look_up_answers_as_of_a_day() {
    let asked = [
        "factors",
        "find",
        "electricity",
        "--region",
        "CN",
        "--year",
        "2024",
    ];
    let by = |more: &[&str]| cfp(&[&asked[..], more].concat());
    let hidden = by(&["--as-of", "2025-10-23"]);
    assert_eq!(hidden.code, 1);
    assert!(
        hidden.err.contains("published 2025-10-24"),
        "{}",
        hidden.err
    );
    assert_eq!(by(&["--as-of", "2025-10-24"]).code, 0);
    let older = by(&[
        "--as-of",
        "2025-06-30",
        "--up-to-years-old",
        "1",
        "--format",
        "json",
    ]);
    let factor = &older.json()["factors"][0];
    assert_eq!(factor["value"], "0.6205");
    assert_eq!(factor["steps"], serde_json::json!(["2024 → 2023"]));
    let wrong = by(&["--as-of", "30.06.2025", "--format", "json"]);
    assert_eq!(
        (wrong.code, wrong.codes()),
        (1, vec!["bad-date".to_owned()])
    );
    let (_, model) = profile("day");
    let footprint = cfp(&[
        "footprint",
        &model,
        "--as-of",
        "2025-06-30",
        "--up-to-years-old",
        "1",
        "--format",
        "json",
    ]);
    assert_eq!(total(&footprint), "10453.375");
    assert_eq!(footprint.json()["provenance"]["as_of"], "2025-06-30");
}

#[test]
fn a_lock_is_made_held_and_moved() {
    let (directory, model) = profile("lock");
    let asked = ["footprint", &model, "--format", "json"];
    let locked = [&asked[..], &["--locked"]].concat();
    let ran = cfp(&locked);
    assert_eq!((ran.code, ran.codes()), (1, vec!["no-lock".to_owned()]));

    let older = ["--as-of", "2025-06-30", "--up-to-years-old", "1"];
    let update = ["factors", "update", "--model", &model, "--format", "json"];
    let made = cfp(&[&update[..], &older].concat()).json();
    assert_eq!(made["changes"][0]["after"], "2023-1");
    assert_eq!(made["models"], serde_json::json!(["profile.toml"]));

    let strayed = [&locked[..], &["--up-to-years-old", "1"]].concat();
    assert_eq!(
        total(&cfp(&strayed)),
        "10453.375",
        "2023's, though 2024's is bundled"
    );
    for refused in [&locked[..], &asked] {
        let ran = cfp(refused);
        assert_eq!((ran.code, ran.codes()), (1, vec!["not-in-lock".to_owned()]));
    }

    let moved = cfp(&update).json();
    assert_eq!(moved["changes"][0]["change"], "moved");
    assert_eq!(moved["changes"][0]["before"], "2023-1");
    assert_eq!(moved["changes"][0]["after"], "2024-1");
    assert_eq!(total(&cfp(&locked)), "10404.155");
    assert_eq!(cfp(&locked).out, cfp(&asked).out, "the same bytes");
    let again = cfp(&update).json();
    assert_eq!(again["changes"], serde_json::json!([]));
    let files: Vec<_> = fs::read_dir(directory).expect("a directory").collect();
    assert_eq!(files.len(), 2, "the model and the lock");
}

/// What the lock does not name is free, and the footprint says so; with `--locked` it is refused.
#[test]
fn a_model_that_has_grown_is_told() {
    let (_, model) = profile("grown");
    cfp(&["factors", "update", "--model", &model]);
    let free = cfp(&["footprint", &model, "--gwp", "AR5-100", "--format", "json"]);
    let json = free.json();
    let findings = json["findings"].as_array().expect("findings");
    let told = findings
        .iter()
        .find(|finding| finding["code"] == "not-in-lock")
        .expect("a finding");
    assert_eq!(told["message"], "`ipcc-gwp-ar5 2013-1` is not in the lock");
    let held = cfp(&[
        "footprint",
        &model,
        "--gwp",
        "AR5-100",
        "--locked",
        "--format",
        "json",
    ]);
    assert_eq!(held.codes(), ["not-in-lock"]);
}

#[test]
fn one_dataset_moves_alone() {
    let (_, model) = profile("alone");
    let older = ["--as-of", "2025-06-30", "--up-to-years-old", "1"];
    let gwp = ["factors", "update", "--model", &model];
    assert_eq!(cfp(&[&gwp[..], &older].concat()).code, 0);
    let other = [
        "factors",
        "update",
        "ipcc-gwp-ar6",
        "--up-to-years-old",
        "1",
    ];
    let other = cfp(&[&other[..], &["--model", &model, "--format", "json"]].concat());
    assert_eq!(other.json()["changes"], serde_json::json!([]));
    let this = cfp(&[
        "factors", "update", MEE, "--model", &model, "--format", "json",
    ]);
    assert_eq!(this.json()["changes"][0]["after"], "2024-1");
    let unknown = cfp(&[
        "factors", "update", "mee", "--model", &model, "--format", "json",
    ]);
    assert_eq!(unknown.codes(), ["unknown-dataset"]);
}

#[test]
fn a_stored_result_is_computed_anew() {
    let (directory, model) = profile("verify");
    let stored = cfp(&["footprint", &model, "--amount", "2 t", "--format", "json"]).out;
    let result = directory.join("result.json");
    fs::write(&result, &stored).expect("a result");
    let result = result.display().to_string();
    let agreed = cfp(&["verify", &result, "--format", "json"]);
    assert_eq!(agreed.code, 0, "{}", agreed.out);
    let json = agreed.json();
    assert_eq!(
        (&json["agrees"], &json["total"]["value"]),
        (&true.into(), &"20808.31".into())
    );
    let text = cfp(&["verify", &result]).out;
    assert!(text.starts_with("the digits agree: "), "{text}");

    fs::write(&result, stored.replace("\"664.355\"", "\"664.356\"")).expect("a result");
    let same = cfp(&["verify", &result]);
    assert_eq!(same.code, 0, "a text that is not in it was not replaced");
    fs::write(&result, stored.replace("\"1328.71\"", "\"1328.72\"")).expect("a result");
    let differs = cfp(&["verify", &result, "--format", "json"]);
    assert_eq!(
        (differs.code, differs.codes()),
        (1, vec!["result-differs".to_owned(); 1])
    );
    let details = differs.json()["problems"][0]["details"].clone();
    let line = details[0]["text"].as_str().expect("a line");
    assert!(
        line.ends_with("stored 1328.72, recomputed 1328.71"),
        "{line}"
    );

    fs::write(&result, &stored).expect("a result");
    fs::write(&model, PROFILE.replace("1048", "1049")).expect("a model");
    let changed = cfp(&["verify", &result, "--format", "json"]);
    assert_eq!(changed.codes(), ["model-changed"]);
    fs::write(&result, "{\"total\": 3}").expect("a result");
    let other = cfp(&["verify", &result, "--format", "json"]);
    assert_eq!(other.codes(), ["not-a-result"]);
}

/// Every value that a stored result has is compared: changing any one of them is noticed.
#[test]
fn no_value_of_a_result_is_passed_over() {
    let (directory, model) = profile("every-value");
    let stored = cfp(&["footprint", &model, "--format", "json"]).json();
    let mut paths = Vec::new();
    leaves(&stored, String::new(), &mut paths);
    let words = ["program"];
    paths.retain(|path| !words.contains(&path.rsplit('/').next().unwrap_or_default()));
    assert!(paths.len() > 60, "{}", paths.len());
    let result = directory.join("result.json");
    for path in paths {
        let mut forged = stored.clone();
        let value = forged.pointer_mut(&path).expect("a value");
        *value = match value {
            Value::String(text) if text.parse::<f64>().is_ok() => "7".into(),
            Value::String(text) => format!("{text}x").into(),
            Value::Number(_) => 1999.into(),
            Value::Bool(truth) => Value::Bool(!*truth),
            _ => Value::Bool(true),
        };
        fs::write(&result, forged.to_string()).expect("a result");
        let model = model.as_str();
        let path_of_result = result.display().to_string();
        let ran = cfp(&[
            "verify",
            &path_of_result,
            "--model",
            model,
            "--format",
            "json",
        ]);
        assert_eq!(ran.code, 1, "{path} is passed over: {}", ran.out);
    }
}

fn leaves(value: &Value, path: String, paths: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(value, format!("{path}/{key}"), paths);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                leaves(value, format!("{path}/{index}"), paths);
            }
        }
        Value::Null => {}
        _ => paths.push(path),
    }
}

/// Data of one's own stand over the bundled ones, and the answer says so; a result of them is stored and verified.
#[test]
fn own_data_stand_over_the_bundled_ones() {
    let (directory, model) = profile("own");
    let own = directory.join("own");
    let folder = own.join("grids/mine/2024-1");
    fs::create_dir_all(&folder).expect("a folder");
    let table = "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n\
                 a,electricity,电力,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,table 1,,seen,\n";
    let header = format!(
        "id = \"mine\"\nedition = \"2024\"\nrevision = 1\ntitle = \"mine\"\npublisher = \"us\"\ndocument = \"ledger\"\n\
         reference_year = 2024\nserves = [2024]\npublished = \"2025\"\nkinds = [\"life-cycle footprint\"]\n\
         regions = [\"CN\"]\ngas_basis = \"CO2e\"\n[licence]\nname = \"own\"\nredistribution = false\n\
         attribution = \"us\"\n[content]\nfile = \"factors.csv\"\nrows = 1\nsha256 = \"{}\"\n",
        cfp_factors::seal(table.as_bytes())
    );
    fs::write(folder.join("factors.csv"), table).expect("a table");
    fs::write(folder.join("dataset.toml"), header).expect("a header");
    let own = own.display().to_string();
    let checked = cfp(&["factors", "check", &own, "--own"]);
    assert_eq!(
        (checked.code, checked.err.as_str()),
        (0, ""),
        "{}",
        checked.out
    );
    assert!(
        checked.out.contains("sound: 1 datasets, 1 rows"),
        "{}",
        checked.out
    );
    let forbidden = cfp(&["factors", "check", &own, "--format", "json"]);
    assert_eq!(forbidden.codes(), ["licence-forbids-redistribution"]);

    // 1150 kWh × (0.5777 - 0.5) = 89.355 kg less than 10404.155.
    let over = ["--factors", &own, "--format", "json"];
    let stored = cfp(&[&["footprint", &model][..], &over].concat());
    assert_eq!(total(&stored), "10314.8");
    let factor = &stored.json()["factors"][0];
    assert_eq!(
        factor["steps"],
        serde_json::json!([format!("own data over {MEE} 2024-1, row national")])
    );
    let result = directory.join("result.json");
    fs::write(&result, &stored.out).expect("a result");
    let result = result.display().to_string();
    assert_eq!(cfp(&[&["verify", &result][..], &over].concat()).code, 0);
    let without = cfp(&["verify", &result, "--format", "json"]);
    assert_eq!(without.codes(), ["locked-edition-missing"]);
    let alone = [&["footprint", &model][..], &over, &["--without-bundled"]].concat();
    assert_eq!(
        cfp(&alone).codes(),
        ["unknown-gwp-set", "file-not-found"],
        "alone, own data have neither potentials nor regions"
    );
}

#[test]
fn the_bundled_data_are_sound() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");
    let ran = cfp(&["factors", "check", data, "--format", "json"]);
    let json = ran.json();
    assert_eq!((ran.code, &json["sound"]), (0, &true.into()), "{}", ran.out);
    assert!(
        json["rows"].as_u64().is_some_and(|rows| rows > 20_000),
        "{}",
        json["rows"]
    );
}
