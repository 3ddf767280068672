//! How uncertain an amount is. Nothing computes with it yet, so only its form is checked.

use cfp_core::{Amount, ModelProblem, Quantity};

use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::tree::{Entry, Node, Value};

const FORMS: [&str; 4] = ["lognormal_gsd", "normal_sd", "uniform", "triangular"];

const KEYS: [&str; 5] = [FORMS[0], FORMS[1], FORMS[2], FORMS[3], "amount_is"];

/// Checks a spread such as `{ lognormal_gsd = "1.2" }`.
pub(super) fn check_spread(reader: &mut Reader<'_>, scope: Scope<'_>, spread: &Entry<'_>) {
    reader.has_spread = true;
    let node = &spread.node;
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table such as { lognormal_gsd = \"1.2\" }";
        reader.problems.wrong_type(scope, "spread", node, needed);
        return;
    }
    for entry in node.entries() {
        match entry.key.as_ref() {
            "lognormal_gsd" => check_deviation(reader, scope, &entry.node),
            "normal_sd" => check_quantity(reader, scope, &entry.key, &entry.node),
            "uniform" => check_corners(reader, scope, entry, 2),
            "triangular" => check_corners(reader, scope, entry, 3),
            "amount_is" => check_location(reader, scope, node, entry),
            _ => reader.unknown_key(scope, entry, "a spread", &KEYS),
        }
    }
    let forms = node.entries().iter();
    let forms = forms
        .filter(|entry| FORMS.contains(&entry.key.as_ref()))
        .count();
    if forms != 1 {
        bad(
            reader,
            scope,
            node,
            "it has one of `lognormal_gsd`, `normal_sd`, `uniform`, `triangular`",
        );
    }
}

fn bad(reader: &mut Reader<'_>, scope: Scope<'_>, node: &Node<'_>, reason: &'static str) {
    reader
        .problems
        .file(&FileProblem::BadSpread { reason }, scope, node.at);
}

/// A geometric standard deviation is a factor, so it is 1 or more.
fn check_deviation(reader: &mut Reader<'_>, scope: Scope<'_>, node: &Node<'_>) {
    let Some(text) = reader.number(scope, "lognormal_gsd", node) else {
        return;
    };
    match text.parse::<Amount>() {
        Ok(deviation)
            if deviation
                .compare(&Amount::ONE)
                .is_some_and(std::cmp::Ordering::is_ge) => {}
        Ok(_) => bad(
            reader,
            scope,
            node,
            "a geometric standard deviation is 1 or more",
        ),
        Err(kind) => reader.problems.value(kind, scope, Some("spread"), node.at),
    }
}

fn check_quantity(reader: &mut Reader<'_>, scope: Scope<'_>, key: &str, node: &Node<'_>) {
    if let Some(text) = reader.quantity(scope, key, node)
        && let Err(kind) = text.parse::<Quantity>()
    {
        reader.problems.value(kind, scope, Some("spread"), node.at);
    }
}

fn check_corners(reader: &mut Reader<'_>, scope: Scope<'_>, entry: &Entry<'_>, count: usize) {
    match &entry.node.value {
        Value::List(corners) if corners.len() == count => {
            for corner in corners {
                check_quantity(reader, scope, &entry.key, corner);
            }
        }
        _ if count == 2 => bad(
            reader,
            scope,
            &entry.node,
            "`uniform` is a list of two quantities",
        ),
        _ => bad(
            reader,
            scope,
            &entry.node,
            "`triangular` is a list of three quantities",
        ),
    }
}

/// Which figure of a skewed distribution the amount is.
fn check_location(reader: &mut Reader<'_>, scope: Scope<'_>, spread: &Node<'_>, entry: &Entry<'_>) {
    if spread.get("lognormal_gsd").is_none() {
        bad(
            reader,
            scope,
            &entry.node,
            "`amount_is` goes with `lognormal_gsd`",
        );
    }
    if let Some(word) = reader.text(scope, entry)
        && !["mean", "median"].contains(&word)
    {
        let kind = ModelProblem::UnknownWord {
            written: word.to_owned(),
            what: "a figure of a distribution",
            words: vec!["median".to_owned(), "mean".to_owned()],
        };
        reader
            .problems
            .value(kind, scope, Some("spread"), entry.node.at);
    }
}

/// Checks the five scores of a pedigree matrix, from 1 (best) to 5.
pub(super) fn check_pedigree(reader: &mut Reader<'_>, scope: Scope<'_>, pedigree: &Entry<'_>) {
    reader.has_spread = true;
    let is_score = |node: &Node<'_>| match &node.value {
        Value::Number(written) => ["1", "2", "3", "4", "5"].contains(&written.as_ref()),
        _ => false,
    };
    let is_good = match &pedigree.node.value {
        Value::List(scores) => scores.len() == 5 && scores.iter().all(is_score),
        _ => false,
    };
    if !is_good {
        reader
            .problems
            .file(&FileProblem::BadPedigree, scope, pedigree.node.at);
    }
}
