//! Editions, revisions and the three dates: what was the right factor for a year, as known on a day.

mod own;

use cfp_core::Explain;
use cfp_factors::{Error, Factor, FactorProblem, Kind, Published, Query, Registry, day, sum};
use own::{dataset, registry, row};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn as_of(date: &str) -> Registry {
    bundled().as_of(day(date).expect("a day"))
}

fn grid(year: u16) -> Query {
    Query::new("electricity").region("CN").year(year)
}

fn problem(found: Result<Factor, Error>) -> FactorProblem {
    let error = found.expect_err("no factor");
    let [problem] = error.problems() else {
        panic!("one problem, not {error}");
    };
    problem.clone()
}

/// MEE published 0.5777 for 2024 on 2025-10-24; before, 2023's 0.6205 of January 2025 was the newest.
#[test]
fn what_was_right_on_a_day_is_not_what_is_right_now() {
    let problem = problem(as_of("2025-06-30").find(grid(2024)));
    assert_eq!(problem.code(), "factor-not-found");
    let told: Vec<_> = problem.details().into_iter().collect();
    let line = |label: &str| {
        let of_label = told.iter().find(|line| line.label == label);
        of_label
            .unwrap_or_else(|| panic!("{label}: {told:?}"))
            .text
            .clone()
    };
    assert_eq!(
        line("later"),
        "CN 2024   cn-mee-electricity-footprint 2024-1, row national: published 2025-10-24"
    );
    assert_eq!(
        line("not tried"),
        "CN 2023   cn-mee-electricity-footprint 2023-1, row national: another year"
    );
    let hint = problem.hint();
    assert_eq!(
        hint.as_deref(),
        Some("to use it, allow it: `up_to_years_old = 1`")
    );
    let allowed = as_of("2025-06-30").find(grid(2024).up_to_years_old(1));
    let factor = allowed.expect("2023's");
    assert_eq!(factor.value, "0.6205");
    assert_eq!(factor.steps, ["2024 → 2023"]);
    let known = as_of("2025-10-24").find(grid(2024));
    assert_eq!(known.expect("out on that day").value, "0.5777");
}

/// What is dated by its month only is not used before the month is over.
#[test]
fn a_month_counts_from_its_last_day() {
    assert!(as_of("2025-01-30").find(grid(2023)).is_err());
    let factor = as_of("2025-01-31").find(grid(2023)).expect("out");
    assert_eq!(factor.value, "0.6205");
}

/// AR6 was published in 2021; the corrected table in August 2024.
#[test]
fn sets_of_potentials_follow_the_day_too() {
    for (date, version) in [("2024-08-30", "2021-1"), ("2024-08-31", "2024-1")] {
        let source = as_of(date).gwp_source("AR6-100").expect("a set");
        assert_eq!(source.dataset.version(), version, "{date}");
    }
    assert!(as_of("2021-12-30").gwp("AR6-100").is_err());
}

#[test]
fn a_day_narrows_what_an_earlier_day_narrowed() {
    let later = as_of("2025-06-30").as_of(day("2026-01-01").expect("a day"));
    assert!(later.find(grid(2024)).is_err());
}

#[test]
fn an_activity_that_was_unknown_on_the_day_names_what_came_later() {
    let rows = [row("a", "heat", "0.2")];
    let registry = registry(&[dataset("own", "2024-1", &rows, &[])]);
    let before = registry.as_of(day("2025-02-28").expect("a day"));
    let query = Query::new("heat").region("CN").year(2024);
    let problem = problem(before.find(&query));
    assert_eq!(problem.code(), "factor-not-found");
    assert_eq!(
        problem.details()[1].text,
        "CN 2024   own 2024-1, row a: published 2025-03-01"
    );
}

#[test]
fn dates_have_the_precision_that_is_known() {
    for (text, earliest, latest) in [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-10-24", "2025-10-24", "2025-10-24"),
        ("2021", "2021-01-01", "2021-12-31"),
    ] {
        let published = Published::try_from(text.to_owned()).expect(text);
        assert_eq!(published.text(), text);
        assert_eq!(published.earliest(), day(earliest).expect("a day"));
        assert_eq!(published.latest(), day(latest).expect("a day"));
    }
    for text in [
        "2025-02-29",
        "2025-13",
        "25-01-01",
        "2025-1",
        "2025-01-01T00",
        "",
        "2025-",
    ] {
        let problem = Published::try_from(text.to_owned()).expect_err(text);
        assert_eq!(problem.code(), "bad-date", "{text}");
    }
    assert!(day("2025-06").is_err(), "a day is not a month");
}

/// A revision replaces the one before only from the day on which it was out.
#[test]
fn the_newest_revision_known_answers() {
    let first = dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[]);
    let dated = ("2025-03-01", "2025-06-01");
    let second = dataset("own", "2024-2", &[row("a", "heat", "0.6")], &[dated]);
    let registry = registry(&[first, second]);
    let heat = Query::new("heat").region("CN").year(2024);
    let on = |date: &str| {
        let known = registry.as_of(day(date).expect("a day"));
        known.find(&heat).expect("a factor").value
    };
    assert_eq!(
        (on("2025-05-31"), on("2025-06-01")),
        ("0.5".to_owned(), "0.6".to_owned())
    );
    let pinned = registry.find(heat.dataset("own@=2024-1"));
    assert_eq!(pinned.expect("still there").value, "0.5");
}

/// eGRID2023: the United States at 775.239 lb CO2e/MWh in January 2025, and at 770.9 as corrected on 12 June 2025.
#[test]
fn egrid_revision_2_replaces_revision_1() {
    let corrected = bundled();
    let [first, second] = ["us-egrid@=2023-1", "us-egrid@=2023-2"];
    let dataset = corrected.dataset("us-egrid").expect("the current one");
    assert_eq!(dataset.selector(), second);
    assert_eq!(dataset.supersedes.as_deref(), Some("2023-1"));
    let found = |registry: &Registry, selector: &str| {
        let query = Query::new("electricity").region("US").year(2023);
        let query = query.kind(Kind::DirectEmissionFactor).dataset(selector);
        let factor = registry.find(query).expect("published");
        (factor.dataset.selector(), factor.value)
    };
    let old = (first.to_owned(), "775.239".to_owned());
    let new = (second.to_owned(), "770.9".to_owned());
    assert_eq!(found(&corrected, "us-egrid"), new);
    assert_eq!(found(&corrected, "us-egrid@^2023"), new);
    assert_eq!(found(&corrected, first), old);
    assert_eq!(found(&as_of("2025-06-11"), "us-egrid"), old);
    assert_eq!(found(&as_of("2025-06-12"), "us-egrid"), new);

    let diff = corrected.diff(first, second).expect("two tables");
    let changed = diff.changed.iter();
    let changed: Vec<_> = changed
        .filter_map(|row| row.after.region.as_ref())
        .collect();
    let subregions = ["CAMX", "NWPP", "RFCE", "RFCW", "SRVC"];
    let mut regions = vec!["US".to_owned()];
    regions.extend(subregions.map(|code| format!("US-EGRID-{code}")));
    let codes: Vec<_> = changed.iter().map(|region| region.code()).collect();
    assert_eq!(codes, regions);
    let country = &diff.changed[0];
    assert_eq!(country.difference.as_deref(), Some("-4.339"));
    assert_eq!(country.percent.as_deref(), Some("-0.5597"));
    // Of 196 rows six are held of the correction; the rest is not taken over in silence.
    assert_eq!((diff.added.len(), diff.removed.len()), (0, 190));
}

/// What only a superseded dataset has is told, with what to ask for, and never used unasked.
#[test]
fn a_superseded_row_is_told_of() {
    let alaska = Query::new("electricity, CO2").region("US-EGRID-AKGD");
    let alaska = alaska.kind(Kind::DirectEmissionFactor);
    let named = bundled().find(alaska.clone().year(2023).dataset("us-egrid@=2023-1"));
    assert_eq!(named.expect("still there").value, "899.003");
    let absent = problem(bundled().find(alaska.clone().year(2023)));
    assert_eq!(absent.code(), "factor-not-found");
    let told = absent.details();
    let mut told = told.iter().map(|line| line.text.as_str());
    let row = "US-EGRID-AKGD 2023   us-egrid 2023-1, row akgd-total-co2: superseded";
    assert!(told.any(|text| text == row), "{:?}", absent.details());
    let hint = absent.hint().expect("a way");
    assert!(hint.ends_with("`dataset = \"us-egrid@=2023-1\"`"), "{hint}");
    let undated = problem(bundled().find(alaska));
    assert_eq!(undated.code(), "year-not-stated");
    assert_eq!(undated.details()[0].text, row);
}

/// DESNZ first printed 0 in its flat file of 2026 where it has no data, and corrected that on 31 July 2026: a zero is
/// refused unless the publisher states it, and the blank of the correction is no value.
#[test]
fn a_zero_that_was_a_blank_is_corrected_by_a_revision() {
    let rows = [row("a", "heat", "0.5"), row("b", "cold", "0")];
    let stated = ("gas_basis", "zeros_are_published = true\ngas_basis");
    let undeclared = registry(&[dataset("own", "2024-1", &rows, &[])]);
    let cold = Query::new("cold").region("CN").year(2024);
    assert_eq!(problem(undeclared.find(&cold)).code(), "undeclared-zero");

    let first = dataset("own", "2024-1", &rows, &[stated]);
    let dated = ("2025-03-01", "2025-07-31");
    let second = dataset("own", "2024-2", &rows[..1], &[dated]);
    let registry = registry(&[first, second]);
    let pinned = registry.find(cold.clone().dataset("own@=2024-1"));
    assert_eq!(pinned.expect("as first printed").value, "0");
    let absent = problem(registry.find(&cold));
    assert_eq!(absent.code(), "factor-not-found");
    assert_eq!(
        absent.details()[1].text,
        "CN 2024   own 2024-1, row b: superseded"
    );
    let diff = registry.diff("own@=2024-1", "own").expect("two tables");
    let removed: Vec<_> = diff.removed.iter().map(|row| row.row.as_str()).collect();
    assert_eq!(
        (removed, diff.changed.len(), diff.unchanged),
        (vec!["b"], 0, 1)
    );
}

#[test]
fn selectors_move_or_stay() {
    let edition = |version: &str, year: &str, value: &str| {
        let rows = [row("a", "heat", value).replace("2024", year)];
        let reference = format!("reference_year = {year}");
        let serves = format!("serves = [{year}]");
        let changes = [
            ("reference_year = 2024", &*reference),
            ("serves = [2024]", &*serves),
        ];
        dataset("own", version, &rows, &changes)
    };
    let registry = registry(&[
        edition("2022-1", "2022", "0.2"),
        edition("2023-1", "2023", "0.3"),
        edition("2023-2", "2023", "0.4"),
        edition("2024-1", "2024", "0.5"),
    ]);
    let version = |selector: &str| {
        registry
            .dataset(selector)
            .map(cfp_factors::Dataset::version)
    };
    for (selector, newest) in [
        ("own", "2024-1"),
        ("own@=2023", "2023-2"),
        ("own@=2023-1", "2023-1"),
        ("own@^2023", "2024-1"),
    ] {
        assert_eq!(version(selector).expect(selector), newest);
    }
    assert!(version("own@^2025").is_err());
    let heat = |year: u16, selector: &str| {
        let query = Query::new("heat").region("CN").year(year).dataset(selector);
        registry.find(query).map(|factor| factor.value)
    };
    assert_eq!(heat(2023, "own@^2023").expect("revised"), "0.4");
    assert_eq!(heat(2024, "own@^2023").expect("moved"), "0.5");
    assert!(heat(2022, "own@^2023").is_err(), "not before the edition");
    assert!(heat(2024, "own@=2023").is_err(), "not after the edition");
}

/// DESNZ 2025 serves activity of 2025 with electricity data of 2023.
#[test]
fn the_year_served_is_not_the_year_of_the_data() {
    let query = Query::new("electricity")
        .region("GB")
        .kind(Kind::DirectEmissionFactor);
    let query = query.dataset("uk-desnz");
    let factor = bundled().find(query.clone().year(2025)).expect("published");
    assert_eq!((factor.year, factor.served_year), (2023, Some(2025)));
    assert_eq!(factor.steps, ["2025 served by data of 2023"]);
    let later = bundled()
        .find(query.year(2026).up_to_years_old(1))
        .expect("allowed");
    assert_eq!(later.steps, ["2026 → 2025", "2025 served by data of 2023"]);
    let china = bundled().find(grid(2024)).expect("published");
    assert_eq!((china.served_year, china.steps.len()), (None, 0));
}

/// However many years are allowed, the newest that is served is taken.
#[test]
fn all_years_may_be_allowed() {
    let factor = bundled()
        .find(grid(2100).up_to_years_old(u16::MAX))
        .expect("allowed");
    assert_eq!(factor.value, "0.5777");
    assert_eq!(factor.steps, ["2100 → 2024"]);
}

/// What a footprint keeps names the GWP set of its factor: DESNZ uses AR5.
#[test]
fn the_record_names_the_gwp_set() {
    let query = Query::new("electricity")
        .region("GB")
        .year(2025)
        .dataset("uk-desnz");
    let factor = bundled()
        .find(query.kind(Kind::DirectEmissionFactor))
        .expect("published");
    assert_eq!(factor.record().gwp_set.as_deref(), Some("AR5-100"));
    let china = bundled().find(grid(2024)).expect("published");
    assert_eq!(china.record().gwp_set, None);
}

/// MEE 2024: 0.5777 for the grid and 0.0327 for transmission with its losses are 0.6104 at the plug.
#[test]
fn electricity_at_the_plug_is_a_sum() {
    let registry = bundled();
    let factors = registry
        .factors("cn-mee-electricity-footprint@=2024-1")
        .expect("a table");
    let of_value = |value: &str| {
        let mut found = factors.iter().filter(|factor| factor.value == value);
        found.next().expect("a row")
    };
    let parts = [of_value("0.5777"), of_value("0.0327")];
    let total = sum(&parts).expect("one kind").expect("a sum");
    assert_eq!(total.to_string(), "0.6104 kg CO2e/kWh");
    assert_eq!(sum(&[]).expect("nothing is wrong"), None);
}

#[test]
fn what_does_not_combine_says_why() {
    let registry = bundled();
    let row = |selector: &str, fits: &dyn Fn(&Factor) -> bool| {
        let factors = registry.factors(selector).expect("a table");
        factors
            .iter()
            .find(|factor| fits(factor))
            .expect("a row")
            .clone()
    };
    let kind = |kind: Kind| {
        move |factor: &Factor| {
            factor.kind == kind && factor.quantity.unit().symbol().ends_with("/kWh")
        }
    };
    let gross = row("uk-desnz", &kind(Kind::CombustionGrossCv));
    let net = row("uk-desnz", &kind(Kind::CombustionNetCv));
    let footprint = row(
        "cn-mee-electricity-footprint",
        &kind(Kind::LifeCycleFootprint),
    );
    let direct = row("cn-mee-electricity-co2", &kind(Kind::DirectEmissionFactor));
    let part = row("uk-desnz-by-gas", &|factor: &Factor| {
        factor.kind == Kind::CombustionGrossCv && factor.activity.ends_with(", of CO2")
    });
    let spent = row("us-epa-supply-chain", &|_: &Factor| true);
    for (first, second, why) in [
        (&gross, &net, "calorific value"),
        (&footprint, &direct, "already holds"),
        (&gross, &part, "counts CO2 alone"),
        (&footprint, &spent, "whole supply"),
    ] {
        let error = sum(&[first, second]).expect_err("no sum");
        assert_eq!(error.problems()[0].code(), "factors-do-not-combine");
        assert!(error.to_string().contains(why), "{error}");
    }
}

/// By their kind these two would add up, but each is by the potentials of another report.
#[test]
fn two_gwp_sets_do_not_combine() {
    let by = |id: &str, set: &str| {
        let gwp = format!("gas_basis = \"CO2e\"\ngwp_set = \"{set}\"");
        dataset(
            id,
            "2024-1",
            &[row("a", id, "0.5")],
            &[("gas_basis = \"CO2e\"", &gwp)],
        )
    };
    let registry = registry(&[by("heat", "AR5-100"), by("steam", "AR6-100")]);
    let [heat, steam] = ["heat", "steam"].map(|id| registry.show(id, "a").expect("a row"));
    let error = sum(&[heat, steam]).expect_err("no sum");
    assert!(
        error
            .to_string()
            .ends_with("one is by AR5-100, the other by AR6-100"),
        "{error}"
    );
}
