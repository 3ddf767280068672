//! Results are values: they cross threads, and they are written and read back without loss.

use cfp_core::{
    Demand, Error, Explain, Footprint, GwpSet, Intensities, Process, Solved, Supply, System,
};

fn system() -> System {
    System::builder()
        .process(
            Process::new("press")
                .makes("profile", "3 t")
                .takes("electricity", "1.15 MWh")
                .takes("lubricant", "2 kg")
                .emits("CO2, fossil", "203 kg")
                .removes("CO2, biogenic", "1 kg"),
        )
        .supply("electricity", Supply::new("0.5777 kg CO2e/kWh"))
        .cut_off("lubricant")
        .build()
        .expect("a linked system")
}

fn gwp() -> GwpSet {
    GwpSet::of_values("CO2 only", [("CO2, fossil", "1")]).expect("numbers")
}

#[test]
fn results_cross_threads() {
    fn crosses_threads<T: Send + Sync + 'static>() {}
    crosses_threads::<System>();
    crosses_threads::<Solved>();
    crosses_threads::<Footprint>();
    crosses_threads::<Intensities>();
    crosses_threads::<GwpSet>();
    crosses_threads::<Error>();
    let solved = system().solve().expect("a solution");
    let footprint = std::thread::spawn(move || {
        solved
            .footprint(&Demand::new("profile", "1 t"), &gwp())
            .expect("a footprint")
    });
    let here = system()
        .footprint("profile", "1 t", &gwp())
        .expect("a footprint");
    assert_eq!(footprint.join().expect("no panic"), here);
}

#[test]
fn a_footprint_is_written_and_read_back_without_loss() {
    let footprint = system()
        .footprint("profile", "1 t", &gwp())
        .expect("a footprint");
    let text = serde_json::to_string(&footprint).expect("text");
    let back: Footprint = serde_json::from_str(&text).expect("a footprint");
    assert_eq!(back, footprint);
    let intensities = system().intensities(&gwp()).expect("intensities");
    let text = serde_json::to_string(&intensities).expect("text");
    let back: Intensities = serde_json::from_str(&text).expect("intensities");
    assert_eq!(back, intensities);
}

#[test]
fn the_json_has_the_shape_of_the_contract() {
    let footprint = system()
        .footprint("profile", "3 t", &gwp())
        .expect("a footprint");
    let json = serde_json::to_value(&footprint).expect("a value");
    // 1150 × 0.5777 + 203 - 1
    assert_eq!(json["total"]["value"], "866.355");
    assert_eq!(json["total"]["bound"], "0");
    assert_eq!(json["total"]["unit"], "kg CO2e");
    assert_eq!(json["demand"], "3 t");
    let by_category: Vec<&String> = json["by_category"]
        .as_object()
        .expect("a table")
        .keys()
        .collect();
    let mut expected = [
        "fossil",
        "biogenic_emissions",
        "biogenic_removals",
        "land_use_change",
        "aircraft",
        "land_management",
        "captured",
        "unspecified",
    ];
    expected.sort_unstable();
    assert_eq!(by_category, expected.iter().collect::<Vec<_>>());
    let supply = &json["by_process"][0];
    assert_eq!(supply["kind"], "supply");
    assert_eq!(supply["process"], "electricity");
    let co2e = json["inventory"]
        .as_array()
        .expect("rows")
        .last()
        .expect("a row");
    assert_eq!(co2e["gas"], "CO2e");
    assert!(co2e["mass_kg"].is_null());
    assert_eq!(json["findings"][0]["code"], "cut-off");
}

#[test]
fn a_division_that_does_not_come_out_even_has_a_bound() {
    let footprint = system()
        .footprint("profile", "1 kg", &gwp())
        .expect("a footprint");
    let total = footprint.total().proved().expect("a proved bound");
    assert!(!total.is_exact());
    assert!(
        total
            .bound()
            .compare(&"1e-24".parse().expect("a number"))
            .is_some_and(std::cmp::Ordering::is_lt)
    );
}

#[test]
fn a_demand_may_be_of_a_supply() {
    let footprint = system()
        .footprint("electricity", "1 MWh", &gwp())
        .expect("a footprint");
    assert_eq!(footprint.total().to_string(), "577.7");
}

#[test]
fn a_demand_that_does_not_fit_is_refused() {
    let error = system()
        .footprint("profil", "1 t", &gwp())
        .expect_err("no such product");
    assert_eq!(error.problems()[0].code(), "unknown-product");
    assert!(
        error.problems()[0]
            .hint()
            .expect("a hint")
            .contains("`profile`")
    );
    let error = system()
        .footprint("profile", "1 MWh", &gwp())
        .expect_err("another dimension");
    assert_eq!(error.problems()[0].code(), "wrong-dimension");
}

#[test]
fn a_total_near_the_end_of_decimals_has_no_shares_but_a_value() {
    let footprint = system()
        .footprint("electricity", "1000000000000000000000000000 kWh", &gwp())
        .expect("a footprint");
    assert_eq!(footprint.total().to_string(), "577700000000000000000000000");
    let small = system()
        .footprint("electricity", "10000000000000000000000 GWh", &gwp())
        .expect("a footprint");
    assert_eq!(small.by_process()[0].share_percent, None);
}

#[test]
fn a_supply_computed_with_another_gwp_set_is_told() {
    let system = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 t")
                .takes("billet", "1 t"),
        )
        .supply("billet", Supply::new("9.1 kg CO2e/kg").gwp("AR4-100"))
        .build()
        .expect("a linked system");
    let footprint = system
        .footprint("profile", "1 t", &gwp())
        .expect("a footprint");
    assert_eq!(footprint.findings[0].code, "other-gwp-set");
    assert!(footprint.findings[0].message.contains("AR4-100"));
}
