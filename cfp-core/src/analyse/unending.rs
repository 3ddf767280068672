//! Supply chains that come back to where they were without becoming smaller.

use std::collections::BTreeSet;

use crate::error::chain;
use crate::model::Finding;

/// The finding of chains that are not followed round a loop, by the products that they come back to.
///
/// Only credits let such a loop have a solution: what its needs alone come back with does not shrink from round to round, so
/// that the chains round it have no sum of their own.
pub(super) fn finding(products: BTreeSet<String>) -> Option<Finding> {
    if products.is_empty() {
        return None;
    }
    let products: Vec<String> = products.into_iter().collect();
    let message = format!(
        "the chains that come back to {} do not shrink from round to round: only what a loop avoids holds what it needs, so \
         that they have no sum of their own; each is followed once round",
        chain(&products)
    );
    Some(Finding::new(
        "chains-do-not-converge",
        message,
        "the total, what each node carries and the remainder are right; who emits how much is told by the contributions",
    ))
}
