//! A footprint as a small table for notebooks: self-contained, every name escaped.

use cfp_core::{Amount, Footprint};
use cfp_exchange::shown;

/// How many contributions are shown.
const CONTRIBUTIONS: usize = 10;
/// How many significant digits are shown.
const DIGITS: u32 = 4;

/// The table of a footprint.
pub fn table(footprint: &Footprint) -> String {
    let total = footprint.total();
    let mut rows = vec![row(
        "<b>total</b>",
        &format!("<b>{}</b>", short(total.value())),
    )];
    for (category, figure) in &footprint.by_category {
        if !figure.value().is_zero() {
            rows.push(row(&escaped(&category.to_string()), &short(figure.value())));
        }
    }
    rows.push("<tr><th colspan=\"2\">largest contributions</th></tr>".to_owned());
    for part in footprint.by_process().iter().take(CONTRIBUTIONS) {
        rows.push(row(&escaped(&part.process), &short(part.co2e.value())));
    }
    let more = footprint.by_process().len().saturating_sub(CONTRIBUTIONS);
    if more > 0 {
        rows.push(row(&format!("{more} more"), ""));
    }
    if !footprint.findings.is_empty() {
        let count = footprint.findings.len();
        rows.push(format!(
            "<tr><th colspan=\"2\">findings ({count})</th></tr>"
        ));
    }
    for finding in &footprint.findings {
        rows.push(format!(
            "<tr><td colspan=\"2\" style=\"text-align:left\">{}: {}</td></tr>",
            escaped(&finding.code),
            escaped(&finding.message),
        ));
    }
    let bound = match total.bound() {
        Some(bound) => format!("{} kg CO2e", bound.significant(DIGITS)),
        None => "not proved".to_owned(),
    };
    let source = footprint
        .gwp_source
        .as_deref()
        .unwrap_or("a set of your own");
    format!(
        "<table><caption>{}: {}, kg CO2e by {} ({})</caption><tbody>{}</tbody><tfoot><tr><td \
         colspan=\"2\">rounding bound of the total: {bound}; it is about arithmetic only and says \
         nothing about the data</td></tr></tfoot></table>",
        escaped(&footprint.product),
        escaped(&footprint.demand),
        escaped(&footprint.gwp),
        escaped(source),
        rows.concat(),
    )
}

fn row(label: &str, value: &str) -> String {
    format!("<tr><td style=\"text-align:left\">{label}</td><td>{value}</td></tr>")
}

fn short(amount: Amount) -> String {
    amount.significant(DIGITS)
}

/// A text that is shown as it is.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in shown(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}
