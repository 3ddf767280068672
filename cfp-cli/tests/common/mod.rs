//! The command as a function over texts.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};

use serde_json::Value;

/// What the command did.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("the output is JSON")
    }

    /// The codes of the problems on standard output.
    pub fn codes(&self) -> Vec<String> {
        let value = self.json();
        let problems = value["problems"].as_array().expect("problems are a list");
        let codes = problems.iter().map(|problem| problem["code"].as_str());
        codes
            .map(|code| code.expect("a code is a text").to_owned())
            .collect()
    }
}

/// Runs the command without its name.
pub fn cfp(arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("cfp").chain(arguments.iter().copied());
    let code = cfp_cli::run(arguments, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
    Ran {
        code,
        out: text(out),
        err: text(err),
    }
}

/// A file with this content, its name unique among the tests.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = scratch().join(name);
    std::fs::write(&path, content).expect("a scratch file is written");
    path.display().to_string()
}

/// A directory for scratch files.
pub fn scratch() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(directory).expect("the scratch directory is made");
    directory.to_owned()
}

/// One process, one supply of its own, one published factor. By hand, per t of profile:
/// 203 + 1048 kg × 9.1 kg/kg + 1150 kWh × 0.5777 kg/kWh = 203 + 9536.8 + 664.355 = 10404.155 kg CO2e.
pub const PROFILE: &str = r#"
name = "Profile"
product = "profile"
amount = "1 t"
gwp = "AR6-100"
region = "CN"
year = 2024
cut_off = ["film"]

[[process]]
name = "press"
makes = { "profile" = "1000 kg" }
takes = { "billet" = "1048 kg", "electricity" = "1.15 MWh", "film" = "2 kg" }
emits = { "CO2, fossil" = "203 kg" }

[supply.billet]
footprint = "9.1 kg CO2e/kg"

[supply.electricity]
factor = "electricity"
"#;
