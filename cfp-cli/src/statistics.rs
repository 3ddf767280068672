//! What samples say, for people.

use cfp_core::{Comparison, Statistics};

use crate::page::{Page, Side, Table};

/// The digits of a double for people, in powers of ten below a millionth and from a billion on.
pub(crate) fn short(number: f64) -> String {
    // Rounded first, so that 999.96 is 1000.
    let rounded = format!("{number:.3e}").parse().unwrap_or(number);
    let magnitude = rounded.abs();
    if rounded == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e9).contains(&magnitude) {
        rounded.to_string()
    } else {
        format!("{rounded:e}")
    }
}

/// A figure that there may be too few draws for.
pub(crate) fn known(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), short)
}

/// Adds what the draws say of a number in this unit, which may be empty.
pub(crate) fn show(page: &mut Page, statistics: &Statistics, unit: &str) {
    let mut table = Table::new([Side::Left, Side::Left]);
    let with_unit = |number: Option<f64>| format!("{} {unit}", known(number));
    let mean = known(statistics.mean);
    let error = known(statistics.standard_error);
    table.row([
        "mean".to_owned(),
        format!("{mean} ± {error} {unit}, by the standard error of the mean"),
    ]);
    table.row([
        "standard deviation".to_owned(),
        with_unit(statistics.standard_deviation),
    ]);
    if let Some(share) = statistics.coefficient_of_variation {
        table.row([
            "beside the mean".to_owned(),
            format!("{} %", short(100.0 * share)),
        ]);
    }
    page.table(&table);
    let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
    for percentile in &statistics.percentiles {
        let confidence = match (percentile.low, percentile.high) {
            (Some(low), Some(high)) => {
                format!("between {} and {}", short(low), short(high))
            }
            _ => "too few draws for its confidence".to_owned(),
        };
        table.row([
            format!("{} %", percentile.percent),
            short(percentile.value),
            confidence,
        ]);
    }
    if !table.is_empty() {
        page.line("  percentiles, with 95 % confidence");
        page.table(&table);
    }
    failures(page, statistics);
}

/// Adds the draws that failed, by their reason.
fn failures(page: &mut Page, statistics: &Statistics) {
    let failed = statistics.draws - statistics.used;
    if failed == 0 {
        page.line(&format!("  none of the {} draws failed", statistics.draws));
        return;
    }
    page.line(&format!(
        "  {failed} of the {} draws failed and are left out of all figures:",
        statistics.draws
    ));
    let mut table = Table::new([Side::Right, Side::Left]);
    for failure in &statistics.failed {
        table.row([
            failure.count.to_string(),
            format!("{}, first in draw {}", failure.reason, failure.first_draw),
        ]);
    }
    page.table(&table);
}

/// Adds which of two numbers in this unit is lower.
pub(crate) fn compare(page: &mut Page, comparison: &Comparison, unit: &str) {
    let percent = |share: Option<f64>| known(share.map(|share| 100.0 * share));
    let mut table = Table::new([Side::Left, Side::Left]);
    let interval = match (comparison.low, comparison.high) {
        (Some(_), Some(_)) => format!(
            ", with 95 % confidence between {} and {} %",
            percent(comparison.low),
            percent(comparison.high)
        ),
        _ => String::new(),
    };
    table.row([
        "the first is lower".to_owned(),
        format!(
            "in {} % of the draws{interval}",
            percent(comparison.probability)
        ),
    ]);
    let difference = &comparison.difference;
    table.row([
        "the first less the second".to_owned(),
        format!(
            "{} ± {} {unit}, standard deviation {} {unit}",
            known(difference.mean),
            known(difference.standard_error),
            known(difference.standard_deviation)
        ),
    ]);
    page.table(&table);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_short_and_their_powers_readable() {
        let written = [
            (0.0, "0"),
            (1.0, "1"),
            (-2.345_678, "-2.346"),
            (999.96, "1000"),
            (123_456.0, "123500"),
            (0.000_012_345_6, "0.00001235"),
            (1.5e-9, "1.5e-9"),
            (-2.0e12, "-2e12"),
        ];
        for (number, text) in written {
            assert_eq!(short(number), text);
        }
    }

    /// By hand: of 1, 2 and 3 the mean is 2, its standard error the root of 1 / 3.
    #[test]
    fn what_is_not_known_is_a_dash() {
        let statistics = Statistics::of(&[1.0, 2.0, 3.0]).expect("finite numbers");
        let mut page = Page::default();
        show(&mut page, &statistics, "kg");
        let text = page.text();
        assert!(
            text.contains("mean                2 ± 0.5774 kg, "),
            "{text}"
        );
        assert!(text.contains("  2.5 %  1.05  too few draws"), "{text}");
        assert!(text.contains("  none of the 3 draws failed\n"), "{text}");
        let one = Statistics::of(&[1.0]).expect("a finite number");
        let mut page = Page::default();
        show(&mut page, &one, "kg");
        assert!(page.text().contains("standard deviation  - kg"));
    }
}
