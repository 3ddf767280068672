//! Questions about the data: origin, source, scores, place and time.

use crate::amount::Amount;
use crate::characterise::CoveredBy;
use crate::profile::rule::{Case, Check, exceeds, listed};

fn percent(text: Option<&String>) -> Option<Amount> {
    text?.parse().ok()
}

pub static ORIGIN: Check = Check {
    code: "origin-not-stated",
    hint: "state of every amount and result whether it is primary: `data`, `primary`",
    find: |case| {
        let quality = &case.footprint.data_quality;
        match percent(quality.not_stated_percent.as_ref()) {
            Some(share) if !share.is_zero() => vec![format!(
                "{} % of the footprint rest on data that are not said to be primary or secondary",
                share.significant(4)
            )],
            _ => Vec::new(),
        }
    },
};

pub static RATINGS: Check = Check {
    code: "data-not-rated",
    hint: "score the data by technology, geography and time: `quality`",
    find: |case| {
        let quality = &case.footprint.data_quality;
        if quality.primary_percent.is_none() {
            return Vec::new();
        }
        let ratings = quality.ratings.as_ref();
        let covered = ratings.and_then(|ratings| percent(ratings.covered_percent.as_ref()));
        let covered = covered.unwrap_or(Amount::ZERO);
        if !exceeds(Amount::from(100), covered) {
            return Vec::new();
        }
        let share = covered.significant(4);
        vec![format!(
            "{share} % of the footprint rest on data with scores"
        )]
    },
};

pub static SOURCES: Check = Check {
    code: "source-not-stated",
    hint: "state where each figure is from: `source`",
    find: |case| {
        let rows = case.footprint.coverage.iter();
        let mut messages: Vec<String> = rows
            .filter(|row| matches!(row.source, CoveredBy::NotStated))
            .map(|row| {
                let co2e = row.co2e.value().significant(4);
                format!("emissions of {co2e} kg CO2e state no source")
            })
            .collect();
        let results = case.footprint.suppliers.iter();
        let without: Vec<&str> = results
            .filter(|row| row.source.is_none())
            .map(|row| row.flow.as_str())
            .collect();
        if !without.is_empty() {
            let flows = listed(without);
            messages.push(format!("the results for {flows} state no source"));
        }
        messages
    },
};

pub static FIT: Check = Check {
    code: "data-of-elsewhere",
    hint: "look for a factor of the place and year, or state why this one represents them",
    find: |case: &Case<'_>| {
        let used = case.footprint.factors.iter();
        used.filter(|used| !used.record.steps.is_empty())
            .map(|used| {
                let steps = used.record.steps.join(", ");
                format!("`{}` counts by a factor of elsewhere: {steps}", used.flow)
            })
            .collect()
    },
};
