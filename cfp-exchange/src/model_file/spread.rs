//! How uncertain an amount is. Nothing computes with it yet, so it is only checked.

use std::cmp::Ordering;

use cfp_core::{Amount, ModelProblem, Quantity};

use super::problem::FileProblem;
use super::problems::Scope;
use super::read::Reader;
use super::tree::{Entry, Node, Value};

const FORMS: [&str; 4] = ["lognormal_gsd", "normal_sd", "uniform", "triangular"];

const KEYS: [&str; 5] = [FORMS[0], FORMS[1], FORMS[2], FORMS[3], "amount_is"];

/// Checks a spread such as `{ lognormal_gsd = "1.2" }` of an amount, where that is known.
pub(super) fn check_spread(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    spread: &Entry<'_>,
    amount: Option<&Quantity>,
) {
    reader.has_spread = true;
    let node = &spread.node;
    if !matches!(node.value, Value::Table(_)) {
        let needed = "a table such as { lognormal_gsd = \"1.2\" }";
        reader.problems.wrong_type(scope, "spread", node, needed);
        return;
    }
    for entry in node.entries() {
        match entry.key.as_ref() {
            "lognormal_gsd" => check_factor(reader, scope, &entry.node),
            "normal_sd" => check_deviation(reader, scope, entry, amount),
            "uniform" => check_corners(reader, scope, entry, 2, amount),
            "triangular" => check_corners(reader, scope, entry, 3, amount),
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
fn check_factor(reader: &mut Reader<'_>, scope: Scope<'_>, node: &Node<'_>) {
    let factor = reader.number(scope, "lognormal_gsd", node);
    reader.tell_unreadable(&factor, scope, Some("spread"), node.at);
    if factor.is_ok_and(|factor| !factor.compare(&Amount::ONE).is_some_and(Ordering::is_ge)) {
        bad(
            reader,
            scope,
            node,
            "a geometric standard deviation is 1 or more",
        );
    }
}

/// A standard deviation is a positive quantity of the amount's own dimension.
fn check_deviation(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
    amount: Option<&Quantity>,
) {
    if let Some(deviation) = quantity(reader, scope, entry, &entry.node, amount)
        && !deviation.amount().is_positive()
    {
        bad(
            reader,
            scope,
            &entry.node,
            "a standard deviation is more than zero",
        );
    }
}

/// A quantity that an amount may be compared with.
fn quantity(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
    node: &Node<'_>,
    amount: Option<&Quantity>,
) -> Option<Quantity> {
    let stated = reader.quantity(scope, &entry.key, node);
    reader.tell_unreadable(&stated, scope, Some("spread"), node.at);
    let quantity = stated.ok()?;
    let dimension = quantity.unit().dimension();
    if amount.is_some_and(|amount| amount.unit().dimension() != dimension) {
        bad(
            reader,
            scope,
            node,
            "its unit does not convert to that of the amount",
        );
        return None;
    }
    Some(quantity)
}

/// The corners of a distribution ascend, and the amount lies between the outer ones.
fn check_corners(
    reader: &mut Reader<'_>,
    scope: Scope<'_>,
    entry: &Entry<'_>,
    count: usize,
    amount: Option<&Quantity>,
) {
    let corners = match &entry.node.value {
        Value::List(corners) if corners.len() == count => corners,
        _ => {
            let reason = if count == 2 {
                "`uniform` is a list of two quantities"
            } else {
                "`triangular` is a list of three quantities"
            };
            bad(reader, scope, &entry.node, reason);
            return;
        }
    };
    let corners: Vec<Quantity> = corners
        .iter()
        .filter_map(|corner| quantity(reader, scope, entry, corner, amount))
        .collect();
    if corners.len() < count {
        return;
    }
    let order = |a: &Quantity, b: &Quantity| {
        let b = b.to(a.unit()).ok()?;
        a.amount().compare(&b.amount())
    };
    let ascend = corners
        .windows(2)
        .all(|pair| order(&pair[0], &pair[1]).is_some_and(Ordering::is_le));
    let (lower, upper) = (&corners[0], &corners[count - 1]);
    let is_outside = |amount: &Quantity| {
        order(lower, amount).is_some_and(Ordering::is_gt)
            || order(amount, upper).is_some_and(Ordering::is_gt)
    };
    if !ascend || order(lower, upper).is_none_or(Ordering::is_ge) {
        bad(
            reader,
            scope,
            &entry.node,
            "its quantities ascend, and the last is more than the first",
        );
    } else if amount.is_some_and(is_outside) {
        bad(
            reader,
            scope,
            &entry.node,
            "the amount lies outside of its bounds",
        );
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
