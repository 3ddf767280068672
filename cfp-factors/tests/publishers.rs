//! What is peculiar to a publisher: the years that an edition serves, corrections, values that are missing.

use cfp_core::Unit;
use cfp_factors::{FactorProblem, Kind, Query, Registry};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn direct(region: &str, year: u16) -> Query {
    let query = Query::new("electricity").region(region).year(year);
    query.kind(Kind::DirectEmissionFactor)
}

/// DESNZ 2025: 0.177 kg CO2e/kWh for activity of 2025, from the generation of 2023.
#[test]
fn an_edition_serves_another_year_than_that_of_its_data() {
    let registry = bundled();
    for (year, value, version) in [
        (2023, "0.20707", "2023-2"),
        (2024, "0.20705", "2024-2"),
        (2025, "0.177", "2025-1"),
    ] {
        let factor = registry.find(direct("GB", year)).expect("published");
        assert_eq!((factor.value.as_str(), factor.year), (value, year - 2));
        assert_eq!(factor.dataset.version(), version);
        let step = format!("{year} served by data of {}", year - 2);
        assert_eq!(factor.steps, [step]);
    }
}

/// EPA: the average of the United States is 775.239 in the first release of eGRID2023 and 770.9 in the second.
#[test]
fn a_correction_answers_and_what_it_corrects_stays() {
    let registry = bundled();
    let current = registry.find(direct("US", 2023)).expect("published");
    assert_eq!(current.quantity.to_string(), "770.9 lb CO2e/MWh");
    let pinned = direct("US", 2023).dataset("us-egrid@=2023-1");
    let first = registry.find(pinned).expect("published");
    assert_eq!(first.quantity.to_string(), "775.239 lb CO2e/MWh");
    // Of the second release only six rows were found, and the first does not step in for the rest.
    let alaska = registry.find(direct("US-EGRID-AKGD", 2023));
    let error = alaska.expect_err("not in the second release");
    assert!(matches!(error.problems(), [FactorProblem::NotFound(_)]));
}

/// Ember prints 0 for the Central African Republic, which is no life-cycle value.
#[test]
fn a_suspect_zero_is_missing() {
    let ember = |region: &str| {
        let query = Query::new("electricity, generation mix (Ember)").region(region);
        bundled().find(query.year(2022))
    };
    assert_eq!(ember("NP").expect("published").value, "23.36");
    let error = ember("CF").expect_err("missing");
    assert!(matches!(error.problems(), [FactorProblem::NotFound(_)]));
}

/// A battery vehicle has no tailpipe: DESNZ prints this 0 and means it.
#[test]
fn a_stated_zero_is_a_value() {
    let query = Query::new("cars (by size), small car, battery electric vehicle")
        .region("GB")
        .year(2025)
        .kind(Kind::DirectEmissionFactor)
        .per(Unit::parse("km").expect("a unit"));
    let factor = bundled().find(query).expect("published");
    assert_eq!(factor.value, "0");
}

/// Every activity carries both names, in editions that were replaced too. A Chinese name is in Chinese, but for codes such
/// as R401A, which are written alike.
#[test]
fn every_activity_has_a_chinese_name() {
    let registry = bundled();
    let is_chinese = |name: &str| name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let is_code = |name: &str| name.chars().any(|c| c.is_ascii_digit());
    let mut count = 0;
    for dataset in registry.datasets() {
        let factors = registry.factors(&dataset.selector());
        for factor in factors.expect("the table reads") {
            let at = format!("{} {}", dataset.selector(), factor.row);
            let name = factor.activity_zh.as_deref().expect(&at);
            let same = name.replace('（', " (").replace('）', ")") == factor.activity;
            assert!(is_chinese(name) || (same && is_code(name)), "{at}: {name}");
            count += 1;
        }
    }
    assert!(count > 18_000, "{count} rows of factors");
}
