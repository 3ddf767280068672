//! Every kind of problem has one reviewed text: what `cfp` prints for a small input that has it.
//!
//! `golden/errors/<code>.txt` begins with the command; a model that it reads lies beside it. With
//! `UPDATE_GOLDEN=1` in the environment the texts are written anew, to be reviewed as a diff.

mod cbam;
mod databases;
mod datasets;
mod library;
mod output;
mod said;
mod stored;
mod tables;
mod workbooks;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cfp_core::Explain;

use crate::tree;
use said::Said;

/// The golden texts and the models, from the directory that tests run in.
const FOLDER: &str = "golden/errors";

/// Commands of problems that no model file has, without their `cfp`.
const COMMANDS: &[(&str, &[&str])] = &[
    (
        "bad-date",
        &["factors", "find", "electricity", "--as-of", "24.10.2025"],
    ),
    (
        "datasets-not-comparable",
        &[
            "factors",
            "diff",
            "ipcc-gwp-ar6",
            "cn-mee-electricity-footprint",
        ],
    ),
    (
        "no-counterpart",
        &[
            "factors",
            "diff",
            "cn-mee-electricity-footprint@=2024",
            "ember-electricity@=2024",
            "--model",
            "../data/examples/aluminium-profile.toml",
        ],
    ),
    (
        "no-lock",
        &[
            "footprint",
            "../data/examples/aluminium-profile.toml",
            "--locked",
        ],
    ),
    (
        "bad-steps",
        &[
            "sweep",
            "golden/errors/no-break-even.toml",
            "--parameter",
            "yield",
            "--from",
            "0.9",
            "--to",
            "1",
            "--steps",
            "0",
        ],
    ),
    (
        "no-break-even",
        &[
            "break-even",
            "golden/errors/no-break-even.toml",
            "--parameter",
            "yield",
            "--equals",
            "100 kg CO2e",
            "--between",
            "0.8",
            "1",
        ],
    ),
    (
        "break-even-jump",
        &[
            "break-even",
            "golden/errors/break-even-jump.toml",
            "--parameter",
            "load",
            "--equals",
            "1 kg CO2e",
            "--between",
            "0.1",
            "0.9",
        ],
    ),
    (
        "break-even-pole",
        &[
            "break-even",
            "golden/errors/break-even-pole.toml",
            "--parameter",
            "load",
            "--equals",
            "100 kg CO2e",
            "--between",
            "0.1",
            "0.32",
        ],
    ),
    (
        "break-even-refused",
        &[
            "break-even",
            "golden/errors/break-even-refused.toml",
            "--parameter",
            "own_use",
            "--equals",
            "10000 kg CO2e",
            "--between",
            "0.1",
            "0.9",
        ],
    ),
    (
        "no-range",
        &[
            "sweep",
            "golden/errors/no-break-even.toml",
            "--parameter",
            "yield",
            "--from",
            "1",
            "--to",
            "1",
        ],
    ),
    (
        "unknown-scenario",
        &[
            "scenarios",
            "../data/examples/primary-aluminium.toml",
            "--only",
            "hydro power smelter",
        ],
    ),
    (
        "unknown-supply",
        &[
            "sweep",
            "golden/errors/no-break-even.toml",
            "--supply",
            "bilet",
            "--from",
            "8 kg CO2e/kg",
            "--to",
            "10 kg CO2e/kg",
        ],
    ),
    ("no-models", &["factors", "update"]),
    (
        "no-form",
        &[
            "cbam",
            "convert",
            "../data/examples/cbam/aluminium.toml",
            "-o",
            "-",
        ],
    ),
    (
        "no-method",
        &[
            "database",
            "scores",
            "../data/examples/coal-electricity-database",
        ],
    ),
    (
        "models-apart",
        &[
            "factors",
            "update",
            "--model",
            "a/model.toml",
            "--model",
            "b/model.toml",
        ],
    ),
    ("file-not-found", &["footprint", "golden/errors/mdel.toml"]),
    ("is-a-directory", &["footprint", "golden/errors"]),
    (
        "file-not-readable",
        &["footprint", "golden/errors/no-unit.toml/model.toml"],
    ),
    (
        "empty-activity",
        &["factors", "find", " ", "--region", "CN"],
    ),
    (
        "unknown-row",
        &[
            "factors",
            "show",
            "cn-mee-electricity-footprint@2024",
            "nationl",
        ],
    ),
];

/// The codes in the source: the words that the functions named `code` return.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, text) in tree::files("rs")
        .iter()
        .filter(|(path, _)| path.contains("/src/"))
    {
        for body in text.split("fn code(&self) -> &'static str {").skip(1) {
            let body = body.split("\n    }\n").next().unwrap_or_default();
            let words = body.split('"').skip(1).step_by(2);
            codes.extend(words.map(str::to_owned));
        }
    }
    codes
}

/// The model that lies beside the golden text.
fn model(code: &str) -> Option<String> {
    let endings = ["toml", "json", "yaml"];
    let mut paths = endings
        .iter()
        .map(|ending| format!("{FOLDER}/{code}.{ending}"));
    paths.find(|path| Path::new(path).exists())
}

/// What is said of the problem with this code.
fn said(code: &str) -> Said {
    if let Some((_, arguments)) = COMMANDS.iter().find(|(name, _)| *name == code) {
        return Said::by(arguments);
    }
    if let Some(said) = cbam::said(code) {
        return said;
    }
    if let Some(said) = workbooks::said(code) {
        return said;
    }
    if let Some(path) = model(code) {
        return Said::by(&["footprint", &path]);
    }
    match code {
        "file-too-large" => too_large(),
        "output-not-written" => Said::to_a_full_disk(&["factors", "list"]),
        // It never stands alone.
        "models-too-deep" => Said::of(&cfp_exchange::FileProblem::ModelsTooDeep),
        "too-many-problems" => Said::of(&cfp_exchange::FileProblem::TooManyProblems { told: 1000 }),
        "duplicate-supply" => Said::of(duplicate_supply().problems().first().expect("a problem")),
        _ => library::said(code)
            .or_else(|| stored::said(code))
            .or_else(|| output::said(code))
            .or_else(|| tables::said(code))
            .or_else(|| databases::said(code))
            .unwrap_or_else(|| datasets::said(code)),
    }
}

/// A model file of 64 MiB and one byte, all of them zero.
fn too_large() -> Said {
    let folder = tree::scratch("golden-too-large");
    let path = folder.join("model.toml");
    let file = fs::File::create(&path).expect("a file");
    file.set_len((64 << 20) + 1).expect("a long file");
    let path = path.display().to_string();
    Said::by(&["footprint", &path]).instead_of(&folder, "somewhere")
}

/// Keys of a file are unique, but a caller of the library may name a supply twice.
fn duplicate_supply() -> cfp_core::Error {
    cfp_core::System::builder()
        .supply("electricity", cfp_core::Supply::new("0.5 kg CO2e/kWh"))
        .supply("electricity", cfp_core::Supply::new("0.6 kg CO2e/kWh"))
        .build()
        .expect_err("two supplies")
}

fn golden(code: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{code}.txt"))
}

/// What is printed is what was reviewed, and its code is the name of the text.
#[test]
fn every_problem_reads_as_reviewed() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for code in codes() {
        let said = said(&code);
        if said.codes.is_empty() || said.codes.iter().any(|other| *other != code) {
            wrong.push(format!(
                "`{code}` is told as {:?}:\n{}",
                said.codes, said.text
            ));
            continue;
        }
        if update {
            fs::write(golden(&code), &said.text).expect("a written text");
            continue;
        }
        let reviewed = fs::read_to_string(golden(&code)).unwrap_or_default();
        if reviewed != said.text {
            wrong.push(format!(
                "`{code}` reads\n{}instead of\n{reviewed}",
                said.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A message is one line, in lower case, without a full stop; so is a hint.
#[test]
fn messages_have_one_form() {
    for code in codes() {
        for message in said(&code).sentences {
            assert!(!is_capitalised(&message), "{code}: {message}");
            assert!(
                !message.ends_with('.') && !message.contains('\n'),
                "{code}: {message}"
            );
        }
    }
}

/// Whether the first word is one of a sentence's beginning: not a symbol such as `GWP`, `CO2e` or `Nm3`.
fn is_capitalised(message: &str) -> bool {
    let word = message.split(' ').next().unwrap_or_default();
    let is_symbol = word
        .chars()
        .skip(1)
        .any(|c| c.is_uppercase() || c.is_ascii_digit());
    word.starts_with(char::is_uppercase) && !is_symbol
}

/// No code is without a text, no text without a code, and nothing else lies among them.
#[test]
fn codes_and_texts_are_the_same() {
    let codes = codes();
    for list in [
        &cfp_exchange::FileProblem::CODES[..],
        &cfp_exchange::TableProblem::CODES,
        cfp_factors::FactorProblem::CODES,
        &cfp_factors::CbamLookup::CODES,
        &cfp_exchange::cbam::ImportProblem::CODES,
        &cfp_exchange::cbam::installation::InstallationProblem::CODES,
        &cfp_exchange::cbam::WorkbookProblem::CODES,
        &cfp_exchange::cbam::installation::TemplateProblem::CODES,
        &cfp_exchange::PackageProblem::CODES,
        &cfp_exchange::DistributionProblem::CODES,
        &cfp_exchange::MatrixTableProblem::CODES,
    ] {
        for code in list {
            assert!(codes.contains(*code), "`{code}` is in no function `code`");
        }
    }
    let mut texts = BTreeSet::new();
    for entry in fs::read_dir(FOLDER).expect("the golden texts") {
        let path = entry.expect("an entry").path();
        let stem = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|ending| ending == "txt") {
            texts.insert(stem);
        } else {
            assert!(codes.contains(&stem), "{} is of no code", path.display());
        }
    }
    assert_eq!(codes, texts);
}

/// Explanations that the command does not print are laid out as it would.
fn lay_out(problem: &dyn Explain) -> String {
    let details = problem.details().into_iter();
    let details = details.map(|detail| format!("  {:11}{}", detail.label, detail.text));
    let hint = problem.hint().map(|hint| format!("hint: {hint}"));
    let lines = std::iter::once(format!("error: {problem}"));
    let lines: Vec<String> = lines.chain(details).chain(hint).collect();
    lines.join("\n") + "\n"
}
