//! Which crate depends on what, the oldest Rust that all of it builds with, and what datasets state.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use super::assert_none;
use crate::tree;

/// Crates that only some packages may depend on, and those packages.
const ONLY: &[(&str, &[&str])] = &[
    ("pyo3", &["cfp-py"]),
    ("arrow", &["cfp-exchange", "cfp-cli", "cfp-py"]),
    ("parquet", &["cfp-exchange"]),
    ("calamine", &["cfp-exchange", "cfp-cli", "cfp-py"]),
    ("rust_decimal", &["cfp-core", "cfp-py"]),
    ("rust_xlsxwriter", &["cfp-exchange"]),
    ("clap", &["cfp-cli"]),
    ("csv", &["cfp-factors", "cfp-exchange"]),
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(tree::root())
        .output()
        .expect("cargo");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn libraries_are_used_by_the_crates_they_are_for() {
    let metadata = metadata();
    let mut complaints = Vec::new();
    for package in list(&metadata, "packages") {
        if !package["source"].is_null() {
            continue;
        }
        let name = word(package, "name");
        for dependency in list(package, "dependencies") {
            let used = word(dependency, "name");
            let is_for_tests = dependency["kind"] == "dev";
            let rule = ONLY.iter().find(|(library, _)| {
                used == *library
                    || used
                        .strip_prefix(library)
                        .is_some_and(|rest| rest.starts_with('-'))
            });
            if let Some((_, allowed)) = rule
                && !is_for_tests
                && !allowed.contains(&name)
            {
                complaints.push(format!("{name} depends on {used}"));
            }
        }
    }
    assert_none(&complaints);
}

/// `1.85` and `1.85.0` as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text
        .split('.')
        .map(|part| part.parse().expect("a number"))
        .collect();
    parts.resize(3, 0);
    parts
}

/// The Rust that we state is one that everything we depend on builds with.
#[test]
fn no_dependency_needs_a_newer_rust() {
    let metadata = metadata();
    let packages = list(&metadata, "packages");
    let mut of_ours = packages
        .iter()
        .filter(|package| package["source"].is_null());
    let stated = version(word(of_ours.next().expect("a package"), "rust_version"));
    assert!(stated >= version("1.85"), "edition 2024 needs 1.85");
    let mut complaints = Vec::new();
    for package in packages {
        let name = word(package, "name");
        match package["rust_version"].as_str() {
            Some(needed) if version(needed) > stated => {
                complaints.push(format!("{name} needs Rust {needed}"));
            }
            None if package["source"].is_null() => {
                complaints.push(format!("{name} states no Rust"));
            }
            _ => {}
        }
    }
    assert_none(&complaints);
}

#[test]
fn every_package_states_licence_and_lints() {
    for (path, text) in tree::files("toml") {
        if !path.ends_with("/Cargo.toml") || path.contains("/fuzz/") {
            continue;
        }
        let manifest: toml::Table = text.parse().expect("TOML");
        assert_eq!(
            manifest["lints"]["workspace"].as_bool(),
            Some(true),
            "{path}"
        );
        let licence = &manifest["package"]["license"];
        assert_eq!(licence["workspace"].as_bool(), Some(true), "{path}");
    }
    assert!(tree::root().join("Cargo.lock").exists());
}

/// The headers of datasets by their folders.
fn headers() -> BTreeMap<String, toml::Table> {
    let headers = tree::files("toml").into_iter().filter_map(|(path, text)| {
        let folder = path.strip_prefix("data/")?.strip_suffix("/dataset.toml")?;
        Some((folder.to_owned(), text.parse().expect("TOML")))
    });
    headers.collect()
}

#[test]
fn every_dataset_has_a_licence_a_source_and_its_checksum() {
    let headers = headers();
    assert!(headers.len() >= 10, "{}", headers.len());
    for (folder, header) in headers {
        let text = |table: &str, key: &str| {
            let value = header[table].get(key).and_then(toml::Value::as_str);
            value
                .unwrap_or_else(|| panic!("{folder}: no `{key}` in `{table}`"))
                .to_owned()
        };
        assert!(!text("licence", "name").trim().is_empty(), "{folder}");
        assert!(
            !text("licence", "attribution").trim().is_empty(),
            "{folder}"
        );
        let table = format!("data/{folder}/{}", text("content", "file"));
        let bytes = std::fs::read(tree::root().join(&table)).expect("a table");
        assert_eq!(tree::sha256(&bytes), text("content", "sha256"), "{table}");
        let source = tree::text(&format!("data/{folder}/SOURCE.md"));
        for said in ["document", "page", "licence"] {
            let row = format!("| {said} | ");
            assert!(
                source.contains(&row),
                "{folder}/SOURCE.md does not say its {said}"
            );
        }
    }
}

/// A table beside no header would be a number without a source; those of the converters hold names only, and an example
/// says its source in a README.
#[test]
fn every_table_belongs_to_a_dataset() {
    let headers = headers();
    for path in tree::paths() {
        let Some(below) = path
            .strip_prefix("data/")
            .and_then(|path| path.strip_suffix(".csv"))
        else {
            continue;
        };
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let of_names = below == "regions" || folder == "convert";
        let of_example = folder.starts_with("examples/")
            && tree::text(&format!("data/{folder}/README.md"))
                .contains("## Where the numbers are from");
        let has_source = of_names || of_example || headers.contains_key(folder);
        assert!(has_source, "{path}");
    }
}
