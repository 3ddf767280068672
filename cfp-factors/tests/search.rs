//! Searches by name, unit, region and year: the best fit first, and near names for what is misspelt.

use cfp_core::Explain;
use cfp_factors::{Factor, Filter, Kind, Query, Registry};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn names(registry: &Registry, filter: &Filter) -> Vec<String> {
    let mut names: Vec<_> = registry
        .search(filter)
        .expect("a list")
        .into_iter()
        .map(|factor| factor.activity.clone())
        .collect();
    names.dedup();
    names
}

/// The name itself, names that begin so, names with the word, names with the letters.
#[test]
fn the_best_fit_comes_first() {
    let registry = bundled();
    let found = names(&registry, &Filter::new().text("Gas oil"));
    assert_eq!(found[0], "gas oil");
    let fit = |name: &str| match name {
        "gas oil" => 0,
        name if name.starts_with("gas oil") => 1,
        name if name
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with("gas")) =>
        {
            2
        }
        _ => 3,
    };
    assert!(
        found
            .iter()
            .map(|name| fit(&name.to_lowercase()))
            .is_sorted(),
        "{found:?}"
    );
    let letters = names(&registry, &Filter::new().text("esel"));
    assert!(
        letters.iter().any(|name| name.contains("diesel")),
        "{letters:?}"
    );
}

#[test]
fn words_may_stand_in_any_order() {
    let registry = bundled();
    let there = names(&registry, &Filter::new().text("diesel cars"));
    let back = names(&registry, &Filter::new().text("cars diesel"));
    assert!(!back.is_empty());
    assert!(back.iter().all(|name| there.contains(name)));
}

/// MEE names it 电力; every name that is found has the word in Chinese.
#[test]
fn chinese_names_are_found() {
    let registry = bundled();
    let found = registry
        .search(&Filter::new().text("电力").region("CN"))
        .expect("a list");
    assert_eq!(found[0].activity, "electricity");
    let has = |factor: &&Factor| {
        factor
            .activity_zh
            .as_deref()
            .is_some_and(|name| name.contains("电力"))
    };
    assert!(found.iter().all(has));
}

#[test]
fn a_list_is_narrowed_by_unit_region_and_year() {
    let registry = bundled();
    let found = registry
        .search(&Filter::new().text("butane").unit("l").year(2025))
        .expect("a list");
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|factor| factor.quantity.unit().symbol() == "kg CO2e/l")
    );
    assert!(
        found
            .iter()
            .all(|factor| factor.dataset.serves.contains(&2025))
    );
    let whole = registry
        .search(&Filter::new().unit("kg CO2/kWh").region("CN-GD"))
        .expect("a list");
    assert_eq!(whole.len(), 3, "2021, 2022 and 2023");
    let years: Vec<_> = whole.iter().map(|factor| factor.year).collect();
    assert_eq!(years, [2023, 2022, 2021], "the newest first");
    let none = registry
        .search(&Filter::new().text("butane").unit("Wh"))
        .expect("a list");
    assert!(none.is_empty(), "a part of a unit is none");
}

/// eGRID2023 revision 1 is replaced, and still listed when it is named.
#[test]
fn what_is_superseded_is_listed_by_name_only() {
    let registry = bundled();
    let versions = |filter: Filter| {
        let found = registry.search(&filter.text("electricity").kind(Kind::DirectEmissionFactor));
        let mut versions: Vec<_> = found
            .expect("a list")
            .iter()
            .filter(|factor| factor.dataset.id == "us-egrid")
            .map(|factor| factor.dataset.version())
            .collect();
        versions.sort();
        versions.dedup();
        versions
    };
    assert_eq!(versions(Filter::new()), ["2023-2"]);
    assert_eq!(
        versions(Filter::new().dataset("us-egrid@=2023-1")),
        ["2023-1"]
    );
}

/// The grid average, then the types of generation, then other things that begin so; grid averages that count CO2 alone
/// are totals too.
#[test]
fn electricity_of_china() {
    let registry = bundled();
    let found = names(&registry, &Filter::new().text("electricity").region("CN"));
    let at = |name: &str| {
        let mut known = found.iter();
        known
            .position(|found| found == name)
            .unwrap_or_else(|| panic!("{name}: {found:?}"))
    };
    assert_eq!(at("electricity"), 0);
    let transmission = at("electricity transmission and distribution, including losses");
    for name in [
        "electricity, coal",
        "electricity, wind",
        "electricity, fossil",
    ] {
        assert!(at(name) < transmission, "{found:?}");
    }
}

/// UK natural gas: its total, what only narrows it, and after both the CO2 in a total.
#[test]
fn totals_come_before_their_parts() {
    let registry = bundled();
    let found = names(&registry, &Filter::new().text("natural gas"));
    let at = |name: &str| {
        let mut known = found.iter();
        known
            .position(|found| found == name)
            .unwrap_or_else(|| panic!("{name}: {found:?}"))
    };
    let order = [
        "natural gas",
        "natural gas (100% mineral blend)",
        "natural gas, of CO2",
        "Natural Gas Distribution, with margins",
    ];
    assert!(order.map(at).is_sorted(), "{found:?}");
}

/// Where a fuel is published by gas only, its parts are what there is, and come before money spent on mining.
#[test]
fn what_is_there_by_gas_only_comes_before_money() {
    let found = names(&bundled(), &Filter::new().text("Anthracite"));
    let first = ["anthracite, CH4", "anthracite, CO2", "anthracite, N2O"];
    assert_eq!(found[..3], first);
    assert!(found[3..].iter().all(|name| name.contains("Mining")));
}

/// The same list however often, and in whatever order the registry was put together.
#[test]
fn a_list_is_always_the_same() {
    let list = |registry: &Registry| -> Vec<(String, String)> {
        let found = registry.search(&Filter::new().text("coal"));
        let rows = found.expect("a list").into_iter();
        rows.map(|factor| (factor.dataset.selector(), factor.row.clone()))
            .collect()
    };
    let registry = bundled();
    let layered = Registry::layered(&registry, &bundled()).expect("the same twice");
    assert_eq!(list(&registry), list(&bundled()));
    assert_eq!(list(&registry), list(&layered));
}

#[test]
fn near_misses_are_suggested() {
    let registry = bundled();
    let first = |text: &str| registry.suggest(text).expect("names").into_iter().next();
    for (text, name) in [
        ("electricty", "electricity"),
        ("Elektricity", "electricity"),
        ("electricity US", "electricity"),
        ("gas oli", "gas oil"),
        ("natural gaz", "natural gas"),
        ("电里", "electricity"),
        ("电利", "electricity"),
        ("天然汽", "natural gas"),
    ] {
        assert_eq!(first(text).as_deref(), Some(name), "{text}");
    }
    assert!(registry.suggest("qqqqqqqqqqqq").expect("names").is_empty());
    assert!(registry.suggest("").expect("names").is_empty());
    assert!(registry.suggest("car").expect("names").len() <= 5);
}

/// A person who misspells electricity means the total or a type of generation, not the CH4 in it.
#[test]
fn suggestions_are_totals_first() {
    let registry = bundled();
    let is_part = |name: &String| {
        let (_, last) = name.rsplit_once(", ").unwrap_or_default();
        ["CO2", "CH4", "N2O"].contains(&last.trim_start_matches("of "))
    };
    for text in ["electricty", "natural gaz"] {
        let names = registry.suggest(text).expect("names");
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(!names.iter().any(is_part), "{text}: {names:?}");
    }
    let query = Query::new("electricty").region("CN").year(2024);
    let error = registry.find(query).expect_err("misspelt");
    let hint = error.problems()[0].hint();
    assert_eq!(
        hint.as_deref(),
        Some("names that are like it: `electricity`, `electricity, coal`, `electricity, wind`")
    );
}
