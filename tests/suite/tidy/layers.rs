//! Lower layers never name higher ones, and each thing is named only where it belongs.

use super::{assert_none, lines_with, sources};

/// The modules of the core from the lowest layer to the highest; `error` is under all of them.
const LAYERS: &[&[&str]] = &[
    &["error"],
    &["cancel"],
    &["double"],
    &["name"],
    &["amount"],
    &["unit"],
    &["quantity"],
    &["model"],
    &["solve"],
    &["characterise"],
    &["analyse", "cbam", "profile"],
];

fn rank(module: &str) -> usize {
    let found = LAYERS.iter().position(|layer| layer.contains(&module));
    found.unwrap_or_else(|| panic!("`{module}` is in no layer"))
}

/// The modules that `crate::` paths name: `crate::unit::Unit`, and each of `crate::{unit, model::System}`.
fn named_modules(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split_once("};").map_or(list, |(list, _)| list);
            modules.extend(list.split(',').map(|item| first_word(item.trim())));
        } else {
            modules.push(first_word(rest));
        }
    }
    // Types re-exported at the root start with a capital letter and are for other crates.
    modules.retain(|module| !module.is_empty());
    modules
}

fn first_word(text: &str) -> String {
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
    text.chars().take_while(is_word).collect()
}

/// The problems of a layer carry what the layer is about, so `error` names units and amounts; nothing
/// else looks up.
const EXCEPTIONS: &[(&str, &str)] = &[("error", "amount"), ("error", "unit")];

#[test]
fn lower_layers_of_the_core_never_name_higher_ones() {
    let mut complaints = Vec::new();
    for (path, code) in sources("cfp-core") {
        let below = path.trim_start_matches("cfp-core/src/");
        let own = below.split(['/', '.']).next().unwrap_or_default();
        if own == "lib" {
            continue;
        }
        // Out of a module by steps would be a way around its name.
        complaints.extend(lines_with(&path, &code, &["super::super"]));
        for named in named_modules(&code) {
            let allowed = EXCEPTIONS.contains(&(own, named.as_str()));
            if rank(&named) > rank(own) && !allowed {
                complaints.push(format!("{path} names `{named}`"));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn the_path_reader_sees_what_is_named() {
    let code = "use crate::{model::System, unit};\nfn f(x: crate::amount::Amount) {}";
    assert_eq!(named_modules(code), ["model", "unit", "amount"]);
}

#[test]
fn crates_import_one_way() {
    let order = [
        "cfp_core",
        "cfp_data",
        "cfp_factors",
        "cfp_exchange",
        "cfp_cli",
    ];
    let packages = ["cfp-core", "data", "cfp-factors", "cfp-exchange", "cfp-cli"];
    let mut complaints = Vec::new();
    for (rank, package) in packages.iter().enumerate() {
        for (path, code) in sources(package) {
            complaints.extend(lines_with(&path, &code, &order[rank + 1..]));
        }
    }
    assert_none(&complaints);
}

/// `amount.rs`, or one of its parts.
fn is_of_amounts(path: &str) -> bool {
    path == "cfp-core/src/amount.rs" || path.starts_with("cfp-core/src/amount/")
}

#[test]
fn the_decimal_library_is_named_by_amounts_alone() {
    let mut complaints = Vec::new();
    for package in [
        "cfp-core",
        "cfp-factors",
        "cfp-exchange",
        "cfp-cli",
        "cfp-py",
    ] {
        for (path, code) in sources(package) {
            if !is_of_amounts(&path) {
                complaints.extend(lines_with(&path, &code, &["rust_decimal"]));
            }
        }
    }
    assert_none(&complaints);
}

/// What holds the doubles of databases, which are arrays of them where they come from.
const OF_DATABASES: &[&str] = &[
    // The order of searches, whose figures are decimals.
    "cfp-core/src/analyse/database_path.rs",
    "cfp-core/src/analyse/database_sankey.rs",
    "cfp-core/src/analyse/ranked.rs",
    "cfp-core/src/analyse/search.rs",
    "cfp-core/src/analyse/supply_chain.rs",
    "cfp-core/src/analyse/tier.rs",
    "cfp-core/src/analyse/tree.rs",
    // Draws are samples of what numbers could be, not the numbers.
    "cfp-core/src/analyse/uncertainty/",
    "cfp-core/src/characterise/database/",
    "cfp-core/src/double.rs",
    "cfp-core/src/model/database/",
    // Columns of doubles, and decimals as the nearest ones where tools have no decimals.
    "cfp-exchange/src/arrow/",
    // Cells of workbooks of results are doubles.
    "cfp-exchange/src/cbam/installation/ledger/page.rs",
    "cfp-exchange/src/database_file/",
    "cfp-exchange/src/datapackage/",
    "cfp-exchange/src/matrix_tables/",
    // Whatever stands in a JSON text, to be looked at for keys alone.
    "cfp-exchange/src/footprint_file/whole.rs",
    "cfp-cli/src/database/",
    "cfp-cli/src/statistics.rs",
    "cfp-cli/src/uncertainty.rs",
    "cfp-py/src/analysis/uncertainty.rs",
    "cfp-py/src/database/",
    // What samples say is in doubles: their own uncertainty is far above rounding.
    "cfp-py/src/statistics.rs",
];

/// Doubles are for approximate solves, uom quantities, databases, draws and nearness of names; where a number of a
/// model could become one, it would lose digits.
#[test]
fn doubles_stay_where_they_belong() {
    let mut complaints = Vec::new();
    for package in [
        "cfp-core",
        "cfp-factors",
        "cfp-exchange",
        "cfp-cli",
        "cfp-py",
    ] {
        for (path, code) in sources(package) {
            let solves = path.starts_with("cfp-core/src/solve/");
            let of_databases = OF_DATABASES.iter().any(|folder| path.starts_with(folder));
            if solves || of_databases || is_of_amounts(&path) || path == "cfp-core/src/quantity.rs"
            {
                continue;
            }
            complaints.extend(lines_with(
                &path,
                &without_test_items(&code),
                &["f64", "f32"],
            ));
        }
    }
    assert_none(&complaints);
}

/// The code without its items under `#[cfg(test)]`, each up to the line of its closing brace.
fn without_test_items(code: &str) -> String {
    let mut kept = Vec::new();
    let mut until: Option<String> = None;
    for line in code.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(end) = &until {
            if line.trim_end() == end || line.trim_end() == format!("{end};") {
                until = None;
            }
        } else if line.trim() == "#[cfg(test)]" {
            until = Some(format!("{indent}}}"));
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

#[test]
fn the_core_touches_nothing_outside() {
    let words = [
        "std::fs",
        "std::env",
        "std::time",
        "std::net",
        "std::process",
        "std::thread",
        "println!",
        "eprintln!",
        "print!",
        "dbg!",
    ];
    let mut complaints = Vec::new();
    for (path, code) in sources("cfp-core") {
        complaints.extend(lines_with(&path, &code, &words));
    }
    assert_none(&complaints);
}

/// Only the command prints or exits, and the formats are pure: bytes in, values out.
#[test]
fn only_the_command_prints_and_exits() {
    let words = [
        "println!",
        "eprintln!",
        "std::process",
        "stdout()",
        "stderr()",
    ];
    let mut complaints = Vec::new();
    for package in ["data", "cfp-factors", "cfp-exchange"] {
        for (path, code) in sources(package) {
            complaints.extend(lines_with(&path, &code, &words));
        }
    }
    for (path, code) in sources("cfp-exchange") {
        complaints.extend(lines_with(
            &path,
            &code,
            &["std::fs", "std::env", "std::time"],
        ));
    }
    assert_none(&complaints);
}

/// What is written or told keeps an order: no map without one in formats and analysis.
#[test]
fn formats_and_analysis_keep_an_order() {
    let mut complaints = Vec::new();
    for (path, code) in sources("cfp-exchange") {
        complaints.extend(lines_with(&path, &code, &["HashMap"]));
    }
    for (path, code) in sources("cfp-core") {
        if path.starts_with("cfp-core/src/analyse/") {
            complaints.extend(lines_with(&path, &code, &["HashMap"]));
        }
    }
    assert_none(&complaints);
}
