//! Negative production, self-consumption, waste treatment and substitution.

use cfp_core::{Explain, Process, Supply, System};

use super::{co2, intensity};
use crate::check::{assert_exactly, assert_proved, fraction};

fn system(processes: impl IntoIterator<Item = Process>) -> System {
    System::builder()
        .processes(processes)
        .build()
        .expect("a system")
}

/// Databases write a treatment as the making of minus one kilogram, and its customer as a taker of
/// minus two. The treatment runs w times with 2 - w = 0, so it emits 2 × 3 kg; a kilogram "made" is
/// one treated less: -3 kg.
#[test]
fn negative_production_is_a_treatment() {
    let system = system([
        Process::new("works")
            .makes("product", "1 kg")
            .takes("sludge", "-2 kg")
            .emits("CO2", "1 kg"),
        Process::new("treatment")
            .makes("sludge", "-1 kg")
            .emits("CO2", "3 kg"),
    ]);
    let footprint = system
        .footprint("product", "1 kg", &co2())
        .expect("a footprint");
    assert_exactly("the total", footprint.total(), "7");
    let row = &footprint.by_process()[0];
    assert_eq!(row.process, "treatment");
    assert_exactly("its runs", row.runs, "2");
    assert_exactly("a kilogram made", intensity(&system, "sludge"), "-3");
    let told = footprint
        .findings
        .iter()
        .filter(|finding| finding.code == "negative-amount");
    assert_eq!(told.count(), 2);
}

/// Of 100 kWh the plant keeps 20, so 80 kWh carry 60 kg: 0.75 kg each, and 40 kWh are half a run.
#[test]
fn a_plant_that_uses_its_own_electricity() {
    let system = system([Process::new("plant")
        .makes("electricity", "100 kWh")
        .takes("electricity", "20 kWh")
        .emits("CO2", "60 kg")]);
    let footprint = system
        .footprint("electricity", "40 kWh", &co2())
        .expect("a footprint");
    assert_exactly("the total", footprint.total(), "30");
    assert_exactly("its runs", footprint.by_process()[0].runs, "0.5");
    assert_exactly("a kilowatt-hour", intensity(&system, "electricity"), "0.75");
}

/// A plant that uses all it makes has nothing to give, and one that uses more has less than nothing.
#[test]
fn a_plant_that_uses_up_its_electricity_is_refused() {
    for taken in ["100 kWh", "101 kWh"] {
        let plant = Process::new("plant")
            .makes("electricity", "100 kWh")
            .takes("electricity", taken)
            .emits("CO2", "60 kg");
        let solved = system([plant]).solve().expect("an order");
        let error = solved.whole().expect_err("no solution");
        assert_eq!(error.problems()[0].code(), "loop-consumes-output");
        assert!(error.to_string().contains("`plant`"), "{error}");
    }
}

/// 12 kg of dross at 0.05 kg each from the supplier's result, and 3 kg of dust treated in the model
/// by halves: 0.6 + 1.5 × 0.8 + 10 = 11.8 kg.
#[test]
fn waste_goes_to_a_supply_or_a_process() {
    let system = System::builder()
        .process(
            Process::new("foundry")
                .makes("casting", "1 t")
                .discards("dross", "12 kg")
                .discards("dust", "3 kg")
                .emits("CO2", "10 kg"),
        )
        .process(
            Process::new("filter works")
                .treats("dust", "2 kg")
                .emits("CO2", "0.8 kg"),
        )
        .supply("dross", Supply::new("0.05 kg CO2e/kg"))
        .build()
        .expect("a system");
    let footprint = system
        .footprint("casting", "1 t", &co2())
        .expect("a footprint");
    assert_exactly("the total", footprint.total(), "11.8");
    let dust = system
        .footprint("dust", "2 kg", &co2())
        .expect("a footprint");
    assert_exactly("a treatment", dust.total(), "0.8");
}

/// A credit may close a loop. Per MJ of heat h and kWh of power e: 10 h = 3 - 2 e, and e = 1 + h, so
/// 12 h = 1: h = 1/12 and e = 13/12, and 12 MJ of heat carry 1 kg. For them the heat plant runs r
/// times and the power plant s times: 10 r - s = 12 and s = -2 r, so r = 1 and s = -2.
#[test]
fn substitution_in_a_loop() {
    let system = system([
        Process::new("heat and power")
            .makes("heat", "10 MJ")
            .avoids("power", "2 kWh")
            .emits("CO2", "3 kg"),
        Process::new("power plant")
            .makes("power", "1 kWh")
            .takes("heat", "1 MJ")
            .emits("CO2", "1 kg"),
    ]);
    assert_proved("a megajoule", intensity(&system, "heat"), &fraction("1/12"));
    assert_proved(
        "a kilowatt-hour",
        intensity(&system, "power"),
        &fraction("13/12"),
    );
    let footprint = system
        .footprint("heat", "12 MJ", &co2())
        .expect("a footprint");
    assert_proved("the total", footprint.total(), &fraction("1"));
    for row in footprint.by_process() {
        let runs = if row.process == "power plant" {
            "-2"
        } else {
            "1"
        };
        assert_proved(&row.process, row.runs, &fraction(runs));
    }
}

/// Each displaces the whole of the other: x - y = 1 and y - x = 0 have no solution.
#[test]
fn credits_that_undo_each_other_are_refused() {
    let system = system([
        Process::new("one")
            .makes("a", "1 kg")
            .avoids("b", "1 kg")
            .emits("CO2", "1 kg"),
        Process::new("other").makes("b", "1 kg").avoids("a", "1 kg"),
    ]);
    let solved = system.solve().expect("an order");
    let error = solved.whole().expect_err("no solution");
    assert_eq!(error.problems()[0].code(), "singular-loop");
    let message = error.to_string();
    assert!(
        message.contains("`one`") && message.contains("`other`"),
        "{message}"
    );
}

/// 2 kg emitted and 2 kg displaced: the total is zero, exactly, and no part has a share of it.
#[test]
fn shares_of_nothing_are_absent() {
    let system = system([
        Process::new("works")
            .makes("product", "1 kg")
            .avoids("by-product", "4 kg")
            .emits("CO2", "2 kg"),
        Process::new("displaced")
            .makes("by-product", "1 kg")
            .emits("CO2", "0.5 kg"),
    ]);
    let footprint = system
        .footprint("product", "1 kg", &co2())
        .expect("a footprint");
    assert_exactly("the total", footprint.total(), "0");
    assert_eq!(footprint.by_process().len(), 2);
    assert!(
        footprint
            .by_process()
            .iter()
            .all(|row| row.share_percent.is_none())
    );
}
