//! Look-ups in the bundled data. Expected values are those that the publishers print.

use cfp_core::{Explain, Process, System, Unit};
use cfp_factors::{Error, Factor, FactorProblem, Filter, Kind, Query, Registry};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn find(query: Query) -> Result<Factor, Error> {
    bundled().find(query)
}

fn electricity(region: &str, year: u16) -> Query {
    Query::new("electricity").region(region).year(year)
}

/// The only problem of a look-up that has to fail.
fn problem(query: Query) -> FactorProblem {
    let error = find(query).expect_err("no factor");
    let [problem] = error.problems() else {
        panic!("one problem, not {error}");
    };
    problem.clone()
}

fn lines(problem: &FactorProblem) -> Vec<String> {
    let lines = problem.details().into_iter();
    lines
        .map(|line| format!("{}: {}", line.label, line.text))
        .collect()
}

/// MEE: 0.6205 for 2023 (announcement 3 of 2025), 0.5777 for 2024 (annex of 2025-10-24).
#[test]
fn national_footprints_of_electricity() {
    for (year, value) in [(2023, "0.6205"), (2024, "0.5777")] {
        let factor = find(electricity("CN", year)).expect("published");
        assert_eq!(factor.value, value);
        assert_eq!(factor.quantity.to_string(), format!("{value} kg CO2e/kWh"));
        assert_eq!(factor.dataset.id, "cn-mee-electricity-footprint");
        assert_eq!((factor.year, factor.kind), (year, Kind::LifeCycleFootprint));
        assert!(factor.steps.is_empty());
    }
}

/// A closing zero is a digit of the publisher: 0.9240 for coal power.
#[test]
fn the_published_text_is_kept() {
    let coal = find(Query::new("electricity, coal").region("CN").year(2024)).expect("published");
    assert_eq!(coal.value, "0.9240");
    assert_eq!(coal.record().value, "0.9240");
}

#[test]
fn an_activity_is_found_by_its_chinese_name() {
    let factor = find(Query::new("电力").region("CN").year(2024)).expect("published");
    assert_eq!(factor.value, "0.5777");
    assert_eq!(factor.activity, "electricity");
}

/// Announcement 47 of 2025: Qinghai 0.1796, Ningxia 0.6187 kg CO2/kWh in 2023.
#[test]
fn provincial_factors_are_carbon_dioxide_alone() {
    for (region, value) in [("CN-QH", "0.1796"), ("CN-NX", "0.6187")] {
        let query = electricity(region, 2023).kind(Kind::DirectEmissionFactor);
        let factor = find(query).expect("published");
        assert_eq!(factor.quantity.to_string(), format!("{value} kg CO2/kWh"));
    }
}

/// The core, not the registry, refuses CO2 where CO2e is needed, with its own code.
#[test]
fn a_factor_of_carbon_dioxide_is_no_supply_of_a_footprint() {
    let query = electricity("CN", 2023).kind(Kind::DirectEmissionFactor);
    let supply = find(query).expect("published").supply();
    let process = Process::new("press")
        .makes("part", "1 kg")
        .takes("electricity", "1 kWh");
    let built = System::builder()
        .process(process)
        .supply("electricity", supply)
        .build();
    let error = built.expect_err("CO2 is not CO2e");
    assert_eq!(error.problems()[0].code(), "co2-is-not-co2e");
}

#[test]
fn a_factor_supplies_a_system() {
    let grid = find(electricity("CN", 2024)).expect("published");
    let process = Process::new("press")
        .makes("part", "1 kg")
        .takes("electricity", "2 kWh");
    let system = System::builder()
        .process(process)
        .supply("electricity", grid)
        .build();
    assert!(system.is_ok());
}

#[test]
fn without_allowance_nothing_falls_back() {
    let problem = problem(electricity("CN-GD", 2025));
    assert_eq!(problem.code(), "factor-not-found");
    assert_eq!(
        problem.to_string(),
        "no factor for `electricity` in CN-GD for 2025"
    );
    let lines = lines(&problem);
    assert_eq!(lines[0], "tried: CN-GD 2025   not in any dataset");
    assert_eq!(
        lines[1],
        "not tried: CN 2024      cn-mee-electricity-footprint 2024-1, row national: another region, another year"
    );
    assert_eq!(
        lines.len(),
        7,
        "one place tried, five told, the rest counted: {lines:?}"
    );
    assert_eq!(
        problem.hint().as_deref(),
        Some("to use it, allow both: `up_to_region = \"country\"` and `up_to_years_old = 1`")
    );
}

/// What the hint says is enough, and less is not.
#[test]
fn with_both_allowances_the_steps_are_told() {
    let query = electricity("CN-GD", 2025);
    assert!(find(query.clone().up_to_region("country")).is_err());
    assert!(find(query.clone().up_to_years_old(1)).is_err());
    assert!(find(query.clone().up_to_region("grid region").up_to_years_old(1)).is_err());
    let factor = find(query.up_to_region("country").up_to_years_old(1)).expect("allowed");
    assert_eq!(factor.value, "0.5777");
    assert_eq!(factor.steps, ["CN-GD → CN", "2025 → 2024"]);
    assert_eq!(factor.record().steps, factor.steps);
}

/// One allowance given, one still missing: the hint names only that one, and what was tried says how far.
#[test]
fn a_partial_allowance_is_continued_by_the_hint() {
    let problem = problem(
        electricity("CN-GD", 2026)
            .up_to_region("country")
            .up_to_years_old(1),
    );
    assert_eq!(
        lines(&problem)[..3],
        [
            "tried: CN-GD 2026 to 2025           not in any dataset",
            "tried: CN-GRID-SOUTH 2026 to 2025   not in any dataset",
            "tried: CN 2026 to 2025              not in any dataset",
        ]
    );
    let hint = problem.hint();
    assert_eq!(
        hint.as_deref(),
        Some("to use it, allow it: `up_to_years_old = 2`")
    );
}

/// Announcement 47 of 2025: Guangdong has a factor of its own for 2023, which no allowance passes over.
#[test]
fn a_more_specific_region_never_gives_way() {
    let own = electricity("CN-GD", 2023).kind(Kind::DirectEmissionFactor);
    let own = find(own).expect("published");
    let later = electricity("CN-GD", 2024).kind(Kind::DirectEmissionFactor);
    let found = find(later.up_to_region("country").up_to_years_old(3)).expect("allowed");
    assert_eq!((found.region.code(), found.year), ("CN-GD", 2023));
    assert_eq!(found.value, own.value);
    assert_eq!(found.steps, ["2024 → 2023"]);
}

/// Announcement 12 of 2024: 0.7120 in the North China grid region in 2021; Baotou belongs to that region.
#[test]
fn a_prefecture_falls_back_to_its_grid_region() {
    let query = electricity("CN-NM-1502", 2021).kind(Kind::DirectEmissionFactor);
    let factor = find(query.up_to_region("country")).expect("allowed");
    assert_eq!(factor.value, "0.7120");
    assert_eq!(factor.steps, ["CN-NM-1502 → CN-GRID-NORTH"]);
}

/// A later year never stands in for an earlier one, whatever is allowed.
#[test]
fn years_fall_back_to_older_ones_only() {
    let problem = problem(electricity("CN", 2022).up_to_years_old(5));
    assert_eq!(problem.code(), "factor-not-found");
    assert_eq!(
        problem.hint().as_deref(),
        Some("no allowance reaches it; to take it instead, ask for `year = 2023`")
    );
}

/// DESNZ 2025 has direct electricity for GB (0.177) and no life-cycle footprint.
#[test]
fn kinds_never_stand_in_for_each_other() {
    let direct = electricity("GB", 2025).kind(Kind::DirectEmissionFactor);
    assert_eq!(find(direct).expect("published").value, "0.177");
    let problem = problem(
        electricity("GB", 2025)
            .up_to_region("country")
            .up_to_years_old(9),
    );
    assert_eq!(problem.code(), "factor-not-found");
    let nearest = &lines(&problem)[1];
    assert!(nearest.starts_with("not tried: GB 2025   "), "{nearest}");
    assert!(
        nearest.ends_with(": another kind (direct emission factor)"),
        "{nearest}"
    );
    let hint = problem.hint().expect("a way");
    assert!(
        hint.ends_with("or for `kind = \"direct emission factor\"`"),
        "{hint}"
    );
}

#[test]
fn a_region_has_no_default() {
    let problem = problem(Query::new("electricity").year(2024));
    assert_eq!(problem.code(), "region-not-stated");
    let first = lines(&problem).remove(0);
    assert_eq!(
        first,
        "exists: CN 2024    cn-mee-electricity-footprint 2024-1, row national"
    );
}

#[test]
fn a_year_has_no_default() {
    assert_eq!(
        problem(Query::new("electricity").region("CN")).code(),
        "year-not-stated"
    );
}

#[test]
fn all_that_is_wrong_with_a_query_is_told_at_once() {
    let query = Query::new("electricity")
        .region("CN-GZZ")
        .dataset("cn-mee")
        .up_to_region("planet");
    let error = find(query).expect_err("four problems");
    let codes: Vec<_> = error.problems().iter().map(Explain::code).collect();
    let expected = [
        "unknown-dataset",
        "unknown-level",
        "unknown-region",
        "year-not-stated",
    ];
    assert_eq!(codes, expected);
    assert_eq!(
        error.problems()[2].hint().as_deref(),
        Some("did you mean `CN-GZ` (Guizhou)?")
    );
}

#[test]
fn an_unknown_activity_names_its_neighbours() {
    let problem = problem(Query::new("electricty").region("CN").year(2024));
    assert_eq!(problem.code(), "unknown-activity");
    let hint = problem.hint().expect("a neighbour");
    assert!(
        hint.starts_with("names that are like it: `electricity`"),
        "{hint}"
    );
}

#[test]
fn a_part_of_a_name_offers_the_whole_names() {
    let problem = problem(Query::new("refrigerated").region("GB").year(2025));
    let hint = problem.hint().expect("names");
    assert!(hint.matches("efrigerated").count() > 1, "{hint}");
}

#[test]
fn a_dataset_is_pinned_by_its_edition_and_revision() {
    for selector in [
        "cn-mee-electricity-footprint",
        "cn-mee-electricity-footprint@2023",
        "cn-mee-electricity-footprint@=2023",
        "cn-mee-electricity-footprint@=2023-1",
    ] {
        let factor = find(electricity("CN", 2023).dataset(selector)).expect(selector);
        assert_eq!(factor.value, "0.6205");
    }
    let problem = problem(electricity("CN", 2024).dataset("cn-mee-electricity-footprint@=2023-1"));
    assert_eq!(problem.code(), "factor-not-found");
    let told = lines(&problem);
    assert_eq!(
        told[0],
        "tried: CN 2024   not in cn-mee-electricity-footprint@=2023-1"
    );
}

#[test]
fn an_unknown_edition_names_those_there_are() {
    let problem = problem(electricity("CN", 2024).dataset("cn-mee-electricity-footprint@=2022"));
    assert_eq!(problem.code(), "unknown-dataset");
    assert_eq!(
        problem.hint().as_deref(),
        Some(
            "one of `cn-mee-electricity-footprint@=2023-1`, `cn-mee-electricity-footprint@=2024-1`"
        )
    );
}

/// DESNZ gives burnt butane per tonne (3033.38067) and per litre (1.74533): the unit has to decide.
#[test]
fn rows_that_differ_in_their_unit_are_told_apart_by_it() {
    let butane = Query::new("butane")
        .region("GB")
        .year(2025)
        .kind(Kind::Combustion);
    let several = problem(butane.clone());
    assert_eq!(several.code(), "several-factors");
    assert_eq!(
        several.hint().as_deref(),
        Some("say per which unit: `per = \"t\"`")
    );
    let unit = |symbol| Unit::parse(symbol).expect("a unit");
    let per = |symbol| find(butane.clone().per(unit(symbol)));
    assert_eq!(per("l").expect("exact").value, "1.74533");
    assert_eq!(per("kg").expect("the same dimension").value, "3033.38067");
    assert_eq!(
        per("kWh").expect_err("neither").problems()[0].code(),
        "several-factors"
    );
    let sole = electricity("CN", 2024).per(unit("kg"));
    assert_eq!(
        find(sole).expect("the core judges dimensions").value,
        "0.5777"
    );
}

#[test]
fn words_of_kinds_are_closed() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_word(kind.word()).expect("its own word"), kind);
    }
    let problem = Kind::from_word("lifecycle footprint").expect_err("not a word");
    assert_eq!(problem.code(), "unknown-kind");
    assert_eq!(
        problem.hint().as_deref(),
        Some("did you mean `life-cycle footprint`?")
    );
}

#[test]
fn lists_are_narrowed_and_ranked() {
    let registry = bundled();
    let values = |filter: Filter| -> Vec<String> {
        let found = registry.search(&filter).expect("a list");
        found
            .into_iter()
            .map(|factor| factor.value.clone())
            .collect()
    };
    let china = Filter::new().region("CN").kind(Kind::LifeCycleFootprint);
    assert_eq!(
        values(china.clone().text("Electricity"))[..2],
        ["0.5777", "0.6205"]
    );
    assert_eq!(values(china.clone().year(2024).text("hydro")), ["0.0141"]);
    assert_eq!(values(china.year(2024).text("水力")), ["0.0141"]);
    assert!(values(Filter::new().text("unobtainium")).is_empty());
    assert!(registry.search(&Filter::new().region("ZZ")).is_err());
}

#[test]
fn rows_are_shown_by_name() {
    let registry = bundled();
    let shown = registry.show("cn-mee-electricity-footprint@=2024-1", "hydro");
    assert_eq!(shown.expect("a row").value, "0.0141");
    let error = registry
        .show("cn-mee-electricity-footprint", "hidro")
        .expect_err("no row");
    assert_eq!(error.problems()[0].code(), "unknown-row");
    assert_eq!(
        error.problems()[0].hint().as_deref(),
        Some("did you mean `hydro`?")
    );
}

#[test]
fn regions_tell_what_they_belong_to() {
    let registry = bundled();
    let regions = registry.regions().expect("the tree");
    let codes = |code| -> Vec<_> {
        let chain = regions.chain(code).into_iter();
        chain.map(|region| region.code.code()).collect()
    };
    assert_eq!(codes("CN-GD"), ["CN-GD", "CN-GRID-SOUTH", "CN"]);
    assert_eq!(
        codes("CN-NM"),
        ["CN-NM", "CN"],
        "Inner Mongolia lies in two grid regions"
    );
    assert_eq!(
        codes("CN-HK"),
        ["CN-HK"],
        "national averages do not cover Hong Kong"
    );
    assert!(codes("ZZ").is_empty());
}

#[test]
fn a_registry_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let registry = bundled();
    shared(&registry);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let registry = registry.clone();
            scope.spawn(move || {
                let factor = registry.find(electricity("CN", 2024)).expect("published");
                shared(&factor);
                assert_eq!(factor.value, "0.5777");
            });
        }
    });
}
