//! Stored results and locks that no longer fit what they are of.

use std::fs;
use std::path::PathBuf;

use super::said::Said;
use crate::tree::scratch;

/// By hand: 203 kg, and 1150 kWh of 0.5777 kg CO2e/kWh.
const MODEL: &str = r#"product = "profile"
amount = "1 t"
gwp = "AR6-100"
region = "CN"
year = 2024

[[process]]
name = "press"
makes = { "profile" = "1 t" }
takes = { "electricity" = "1.15 MWh" }
emits = { "CO2, fossil" = "203 kg" }

[supply.electricity]
factor = "electricity"
"#;

/// A directory with the model, and the model's path.
fn model(code: &str) -> (PathBuf, String) {
    let folder = scratch(&format!("golden-{code}"));
    let path = folder.join("model.toml");
    fs::write(&path, MODEL).expect("a model");
    (folder, path.display().to_string())
}

/// What is said of a stored result with the problem of this code; `None` where none has it.
pub fn said(code: &str) -> Option<Said> {
    if !["not-a-result", "model-changed", "result-differs"].contains(&code) {
        return None;
    }
    let (folder, path) = model(code);
    let mut stored = Vec::new();
    let asked = ["cfp", "--format", "json", "footprint", &path];
    assert_eq!(cfp_cli::run(asked, &mut stored, &mut Vec::new()), 0);
    let mut stored = String::from_utf8(stored).expect("UTF-8");
    match code {
        "not-a-result" => stored.replace_range(.., "{\n  \"total\": 867.355\n}\n"),
        "model-changed" => fs::write(&path, MODEL.replace("203 kg", "204 kg")).expect("a model"),
        _ => stored = stored.replacen("867.355", "857.355", 1),
    }
    let result = folder.join("result.json");
    fs::write(&result, stored).expect("a result");
    let result = result.display().to_string();
    Some(Said::by(&["verify", &result]).instead_of(&folder, "results"))
}
