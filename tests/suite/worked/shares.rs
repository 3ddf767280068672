//! Allocation by each rule, by hand.

use cfp_core::{Allocation, Exchange, Explain, Process, System};

use super::{co2, intensity};
use crate::check::{assert_proved, fraction};

/// 16 GJ of steam and 2500 kWh (9 GJ) of electricity for 100 kg of CO2.
fn plant(by: Allocation) -> System {
    let steam = Exchange::new("16 GJ")
        .price("20 CNY/GJ")
        .share("0.7")
        .property("exergy", "0.3 GJ/GJ");
    let electricity = Exchange::new("2500 kWh")
        .price("0.192 CNY/kWh")
        .share("0.3")
        .property("exergy", "1 kWh/kWh");
    let process = Process::new("plant")
        .makes("steam", steam)
        .makes("electricity", electricity)
        .emits("CO2", "100 kg")
        .allocate(by);
    System::builder()
        .process(process)
        .build()
        .expect("a system")
}

fn shares(by: Allocation, steam: &str, electricity: &str) {
    let system = plant(by);
    let per_gj = fraction(steam) * fraction("100/16");
    let per_kwh = fraction(electricity) * fraction("100/2500");
    assert_proved("a GJ of steam", intensity(&system, "steam"), &per_gj);
    assert_proved("a kWh", intensity(&system, "electricity"), &per_kwh);
    // A run's worth of either carries its share of what is emitted.
    let steam_run = system
        .footprint("steam", "16 GJ", &co2())
        .expect("a footprint");
    assert_proved(
        "the steam",
        steam_run.total(),
        &(fraction(steam) * fraction("100")),
    );
}

/// 16 : 9.
#[test]
fn by_energy() {
    shares(Allocation::Energy, "16/25", "9/25");
}

/// 16 × 20 = 320 CNY of steam, 2500 × 0.192 = 480 CNY of electricity.
#[test]
fn by_price() {
    shares(Allocation::Price, "0.4", "0.6");
}

#[test]
fn in_equal_parts() {
    shares(Allocation::Equal, "0.5", "0.5");
}

#[test]
fn by_stated_shares() {
    shares(Allocation::Share, "0.7", "0.3");
}

/// 16 × 0.3 = 4.8 GJ of steam, 9 GJ of electricity: 8 : 15.
#[test]
fn by_a_property() {
    shares(Allocation::Property("exergy".into()), "8/23", "15/23");
}

/// 30 kg and 10 kg, though one is written in tonnes; a volume brings its mass along: 20 l × 2 kg/l.
#[test]
fn by_mass() {
    let process = Process::new("coking")
        .makes("coke", "30 kg")
        .makes("tar", "0.01 t")
        .makes("liquor", Exchange::new("20 l").property("mass", "2 kg/l"))
        .emits("CO2", "160 kg")
        .allocate(Allocation::Mass);
    let system = System::builder()
        .process(process)
        .build()
        .expect("a system");
    // 30 : 10 : 40 of 80, so 2 kg of CO2 per kg of each, and 4 kg per litre.
    assert_proved("coke", intensity(&system, "coke"), &fraction("2"));
    assert_proved("tar", intensity(&system, "tar"), &fraction("2000"));
    assert_proved("liquor", intensity(&system, "liquor"), &fraction("4"));
}

/// 3 : 1 by mass, but what the kiln emits is the clinker's alone, and the grinding is the other way
/// round: clinker 0.75 × 8 + 40 + 0.1 × 20 = 48 kg over 3 kg, dust 0.25 × 8 + 0.9 × 20 = 20 kg.
#[test]
fn by_cause() {
    let grinding = Exchange::new("20 kWh")
        .causal("clinker", "0.1")
        .causal("dust", "0.9");
    let process = Process::new("kiln")
        .makes("clinker", "3 kg")
        .makes("dust", "1 kg")
        .emits("CO2", "8 kg")
        .emits("CO2", Exchange::new("40 kg").causal("clinker", "1"))
        .takes("electricity", grinding)
        .allocate(Allocation::Mass);
    let mill = Process::new("power plant")
        .makes("electricity", "1 kWh")
        .emits("CO2", "1 kg");
    let system = System::builder()
        .processes([process, mill])
        .build()
        .expect("a system");
    assert_proved("clinker", intensity(&system, "clinker"), &fraction("16"));
    assert_proved("dust", intensity(&system, "dust"), &fraction("20"));
}

/// A treatment that is paid per tonne and sells electricity: 400 CNY of fees and 100 CNY of power
/// share by price, 0.8 : 0.2.
#[test]
fn a_treated_waste_counts_in_allocation() {
    let process = Process::new("incinerator")
        .treats("waste", Exchange::new("1 t").price("400 CNY/t"))
        .makes("electricity", Exchange::new("500 kWh").price("0.2 CNY/kWh"))
        .emits("CO2", "300 kg")
        .allocate(Allocation::Price);
    let system = System::builder()
        .process(process)
        .build()
        .expect("a system");
    assert_proved("a tonne", intensity(&system, "waste"), &fraction("240"));
    assert_proved(
        "a kWh",
        intensity(&system, "electricity"),
        &fraction("0.12"),
    );
}

/// What carries no weight carries no burden, and the footprint says so.
#[test]
fn a_weight_of_zero_carries_nothing_and_is_told() {
    let process = Process::new("smelter")
        .makes("metal", Exchange::new("1 kg").price("8 CNY/kg"))
        .makes("slag", Exchange::new("2 kg").price("0 CNY/kg"))
        .emits("CO2", "5 kg")
        .allocate(Allocation::Price);
    let system = System::builder()
        .process(process)
        .build()
        .expect("a system");
    assert_proved("slag", intensity(&system, "slag"), &fraction("0"));
    assert_proved("metal", intensity(&system, "metal"), &fraction("5"));
    let footprint = system
        .footprint("slag", "1 kg", &co2())
        .expect("a footprint");
    assert!(
        footprint
            .findings
            .iter()
            .any(|finding| finding.code == "zero-weight")
    );
}

/// What is refused: shares that miss one by a digit, and an allocation that nobody stated; the
/// latter tells what each rule would give.
#[test]
fn what_does_not_sum_or_is_not_stated_is_refused() {
    let two = || {
        Process::new("plant")
            .makes("a", Exchange::new("3 kg").share("0.3333"))
            .makes("b", Exchange::new("1 kg").share("0.6666"))
    };
    let build = |process| {
        System::builder()
            .process(process)
            .build()
            .expect_err("refused")
    };
    let sums = build(two().allocate(Allocation::Share));
    assert_eq!(sums.problems()[0].code(), "shares-sum");
    assert!(sums.to_string().contains("0.9999"), "{sums}");
    let silent = build(two());
    assert_eq!(silent.problems()[0].code(), "allocation-not-stated");
    let details = silent.problems()[0].details();
    assert!(
        details
            .iter()
            .any(|detail| detail.text == "mass: `a` 0.75, `b` 0.25"),
        "{details:?}"
    );
}
