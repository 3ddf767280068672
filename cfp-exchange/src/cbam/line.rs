//! A line of a list before anything of it is computed, and the route of its default value.

use std::sync::Arc;

use cfp_core::Finding;

use super::basis::{Default, Known};
use super::declared::{DeclaredGood, SeePath};
use super::imports::ImportLine;
use super::options::Quarter;

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

/// A line with nothing computed yet.
pub(super) fn empty(
    line: &ImportLine,
    known: &Known<'_>,
    country: Arc<str>,
    quarter: Option<Quarter>,
    production_year: u16,
) -> DeclaredGood {
    DeclaredGood {
        line: line.line,
        reference: line.reference.clone(),
        cn: Arc::clone(&known.cn),
        goods: line.goods.clone(),
        description: Arc::clone(&known.description),
        category: Arc::clone(&known.category),
        country,
        quarter: quarter.map(|quarter| quarter.to_string()),
        production_year,
        mass_t: line.mass,
        path: SeePath::Default,
        see: None,
        markup: None,
        see_with_markup: None,
        cbam_factor: None,
        correction_factor: None,
        benchmark: None,
        route: None,
        sefa: None,
        net_per_t: None,
        embedded_t: None,
        free_allocation_t: None,
        carbon_price_reduction: None,
        certificates: None,
        price_eur: None,
        cost_eur: None,
        default_row: None,
        default_table: None,
        benchmark_row: None,
        counts_for_threshold: known.good.de_minimis,
        findings: Vec::new(),
        holding: None,
    }
}
