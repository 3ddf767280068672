//! Sets of global warming potentials. Expected values are those of the IPCC tables.

use cfp_core::{Category, Explain, GwpSet, Process, System};
use cfp_factors::{GwpValue, Registry};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn value(registry: &Registry, set: &str, gas: &str) -> GwpValue {
    let values = registry.gwp_values(set).expect("a set");
    let mut values = values.into_iter();
    values.find(|value| value.gas == gas).expect("a gas")
}

/// What a footprint counts for 1 kg of a gas.
fn counted(set: &GwpSet, gas: &str) -> String {
    let process = Process::new("leak")
        .makes("part", "1 kg")
        .emits(gas, "1 kg");
    let system = System::builder()
        .process(process)
        .build()
        .expect("a system");
    let footprint = system.footprint("part", "1 kg", set).expect("a footprint");
    footprint.total().to_string()
}

/// AR4 table 2.14, AR5 table 8.A.1, AR6 table 7.15.
#[test]
fn methane_by_report_and_origin() {
    let registry = bundled();
    for (set, fossil, biogenic) in [
        ("AR4-100", "25", "25"),
        ("AR5-100", "30", "28"),
        ("AR6-100", "29.8", "27.0"),
        ("AR6-20", "82.5", "79.7"),
    ] {
        let of_fossil = value(&registry, set, "CH4, fossil");
        let of_biogenic = value(&registry, set, "CH4, biogenic");
        assert_eq!(
            (of_fossil.value.as_str(), of_fossil.category),
            (fossil, Category::Fossil)
        );
        assert_eq!(of_biogenic.value, biogenic);
        assert_eq!(of_biogenic.category, Category::BiogenicEmissions);
    }
}

/// The sources conflict on SF6: 25200 in the table of the report, 24300 as corrected; both editions stay.
#[test]
fn both_editions_of_sulphur_hexafluoride() {
    let registry = bundled();
    for (set, expected, version) in [
        ("AR6-100@=2021", "25200", "2021-1"),
        ("AR6-100@=2021-1", "25200", "2021-1"),
        ("AR6-100@=2024", "24300", "2024-1"),
        ("AR6-100", "24300", "2024-1"),
    ] {
        assert_eq!(value(&registry, set, "SF6").value, expected);
        let source = registry.gwp_source(set).expect("a source");
        assert_eq!(source.dataset.version(), version);
        assert_eq!(
            (source.set.as_str(), source.metric.as_str()),
            (set, "GWP-100")
        );
    }
}

#[test]
fn a_set_characterises_by_name_and_alias() {
    let set = bundled().gwp("AR6-100").expect("a set");
    assert_eq!(set.name(), "AR6-100");
    for (gas, total) in [
        ("CO2", "1"),
        ("CH4, fossil", "29.8"),
        ("N2O", "273"),
        ("nitrous oxide", "273"),
        ("sulfur hexafluoride", "24300"),
    ] {
        assert_eq!(counted(&set, gas), total, "{gas}");
    }
}

#[test]
fn the_name_of_a_set_is_the_one_asked_for() {
    let set = bundled().gwp("AR6-100@=2021").expect("a set");
    assert_eq!(set.name(), "AR6-100@=2021");
}

#[test]
fn sets_are_named_by_report_and_horizon() {
    let expected = [
        "AR4-100",
        "AR5-100",
        "AR6-100",
        "AR6-20",
        "AR6-500",
        "AR6-GTP100",
    ];
    assert_eq!(bundled().gwp_names(), expected);
}

#[test]
fn an_unknown_set_names_those_there_are() {
    let registry = bundled();
    let error = registry.gwp("AR7-100").expect_err("not yet");
    assert_eq!(error.problems()[0].code(), "unknown-gwp-set");
    let hint = error.problems()[0].hint().expect("a hint");
    assert!(hint.contains("`AR6-100`"), "{hint}");
    let error = registry.gwp("AR6-100@=2019").expect_err("no such edition");
    let hint = error.problems()[0].hint();
    assert_eq!(
        hint.as_deref(),
        Some("one of `AR6-100@=2021`, `AR6-100@=2024`")
    );
}
