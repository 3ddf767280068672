//! What a study states beside its footprint, and what a profile makes of both.

use cfp_core::{Amount, ProfileReport};
use cfp_exchange::FootprintFile;

use crate::page::{Page, short};

/// The offsets that are stated, and the findings of the profile.
pub(crate) fn statements(page: &mut Page, file: &FootprintFile) {
    let declaration = file.declaration.iter();
    let offsets: Vec<_> = declaration.flat_map(|stated| &stated.offsets).collect();
    if !offsets.is_empty() {
        page.heading("offsets (stated, in no total)");
        for offset in offsets {
            page.line(&format!("  {}: {}", offset.name, offset.amount));
        }
    }
    if let Some(report) = &file.profile {
        findings(page, report);
    }
}

/// What a verifier would ask, by clause; findings of one check share the way out.
fn findings(page: &mut Page, report: &ProfileReport) {
    let ProfileReport {
        name,
        title,
        primary_percent,
        findings,
        ..
    } = report;
    let many = match findings.len() {
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    page.heading(&format!("profile {name} ({title}): {many}"));
    if let Some(Ok(percent)) = primary_percent.as_deref().map(str::parse::<Amount>) {
        page.line(&format!("  primary data: {} %", short(percent)));
    }
    for group in findings.chunk_by(|a, b| a.code == b.code) {
        let first = &group[0];
        let (severity, code, clause) = (first.severity.word(), &first.code, &first.clause);
        page.line(&format!("  {severity} {code} ({clause}): {}", first.hint));
        for finding in group {
            page.line(&format!("    {}", finding.message));
        }
    }
}
