//! What a reader should know of a declaration as a whole.

use cfp_core::Finding;
use cfp_factors::Cbam;

use super::options::DeclarationOptions;
use super::totals::DeclarationTotals;

/// The findings of a declaration, beside those of its lines.
pub(super) fn of_whole(
    totals: Option<&DeclarationTotals>,
    options: &DeclarationOptions,
    cbam: &Cbam,
) -> Vec<Finding> {
    let mut findings = vec![Finding::new(
        "certificates-not-rounded",
        "certificates are not rounded: no text found says how they are",
        "round as the registry does once that is known",
    )];
    if totals.is_none() {
        findings.push(Finding::new(
            "totals-not-summed",
            "the sums over the list are too large for a decimal",
            "check the masses: the lines are computed, their totals are not",
        ));
    }
    if let Some(totals) = totals
        && !totals.threshold.is_exceeded
        && totals.threshold.mass_t.is_positive()
    {
        findings.push(Finding::new(
            "below-threshold",
            format!(
                "the list has {} t of goods that count for the threshold of {} t, and does not exceed it",
                totals.threshold.mass_t,
                totals.threshold.limit_t.unwrap_or_default()
            ),
            "nothing is due for them if these are all imports of the year (Article 2a); once it is exceeded, all of them are in scope",
        ));
    }
    let factors = [
        cbam.cbam_factor(options.year),
        cbam.correction_factor(options.year),
    ];
    for row in factors
        .into_iter()
        .flatten()
        .filter(|row| row.source.is_second_hand())
    {
        findings.push(Finding::new(
            "second-hand-value",
            format!(
                "{} of {}: {}",
                row.table, options.year, row.source.confidence
            ),
            "check it against the Official Journal before a declaration rests on it",
        ));
    }
    if options.draft_carbon_price {
        findings.push(Finding::new(
            "draft-rule",
            "carbon prices paid are taken off by a draft act (Ares(2026)4841230)",
            "do not declare by it before it is adopted; free allowances and rebates are no price paid",
        ));
    }
    findings
}
