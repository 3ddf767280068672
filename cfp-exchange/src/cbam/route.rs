//! The route of a line's default value.

use std::sync::Arc;

use cfp_core::Finding;

use super::basis::Default;
use super::imports::ImportLine;

/// The routes of a default value; where its row has none, the one that the line states.
pub(super) fn route_of(
    value: &Default,
    line: &ImportLine,
    findings: &mut Vec<Arc<Finding>>,
) -> String {
    let stated = line.route.as_deref().unwrap_or_default();
    if value.route.is_empty() {
        if !stated.is_empty() {
            findings.push(Arc::new(Finding::new(
                "route-of-the-line",
                format!("row {} names no route, and {stated} is taken", value.row),
                "the act takes the route of its table; check that none is printed there",
            )));
        }
        return stated.to_owned();
    }
    let is_of_row = value.route.split('/').any(|route| route == stated);
    if is_of_row {
        return stated.to_owned();
    }
    if !stated.is_empty() {
        findings.push(Arc::new(Finding::new(
            "route-of-the-table-applies",
            format!(
                "row {} is of route {}, not of {stated}",
                value.row, value.route
            ),
            "with a default value the route of its table decides the benchmark",
        )));
    }
    value.route.to_string()
}
