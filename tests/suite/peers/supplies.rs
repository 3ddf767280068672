//! Results from outside in place of a model.

use cfp_core::{Demand, Process, Supply, System};

use super::row;
use crate::check::{assert_exactly, gwp};

/// Origin: olca-modules, `LinkedResultTest`: two kilograms of what a supplier declares at 21 each.
#[test]
fn a_suppliers_result() {
    let system = System::builder()
        .process(Process::new("Q").makes("q", "1 kg").takes("p", "2 kg"))
        .supply("p", Supply::new("21 kg CO2e/kg"))
        .build()
        .expect("a system");
    let footprint = system.footprint("q", "1 kg", &gwp(&[("CO2", "1")]));
    let footprint = footprint.expect("a footprint");
    assert_exactly("the score", footprint.total(), "42");
    assert_exactly("the supply's part", row(&footprint, "p").co2e, "42");
    assert_exactly("the user's part", row(&footprint, "Q").co2e, "0");
}

/// Origin: olca-modules, `WasteCalculationTest`, linked waste result: who treats is known by a result.
#[test]
fn a_waste_treated_by_a_result() {
    let system = System::builder()
        .process(Process::new("P").makes("p", "1 kg").discards("w", "2 kg"))
        .supply("w", Supply::new("21 kg CO2e/kg"))
        .build()
        .expect("a system");
    let footprint = system.footprint("p", "1 kg", &gwp(&[("CO2", "1")]));
    let footprint = footprint.expect("a footprint");
    assert_exactly("the score", footprint.total(), "42");
    assert_exactly("the waste's part", row(&footprint, "w").co2e, "42");
}

/// Origin: brightway2-calc, `tests/test_partitioned_lca.py`: a background that is solved first gives
/// the same as the whole, 0.1 × 2 + (0.5 × 2 × 2 + 1 × 1).
#[test]
fn a_background_solved_first() {
    let set = gwp(&[("F1", "2"), ("F2", "1")]);
    let background = || {
        [
            Process::new("S1").makes("P1", "1 kg").emits("F1", "2 kg"),
            Process::new("S2")
                .makes("P2", "1 kg")
                .takes("P1", "0.5 kg")
                .emits("F2", "1 kg"),
        ]
    };
    let foreground = || {
        Process::new("A1")
            .makes("P3", "1 kg")
            .takes("P2", "1 kg")
            .emits("F1", "0.1 kg")
    };
    let score = |system: System, product: &str| {
        let solved = system.solve().expect("a solution");
        let footprint = solved.footprint(&Demand::new(product, "1 kg"), &set);
        footprint.expect("a footprint").total()
    };
    let whole = System::builder()
        .processes(background())
        .process(foreground());
    assert_exactly(
        "the whole",
        score(whole.build().expect("a system"), "P3"),
        "3.2",
    );
    let alone = System::builder().processes(background()).build();
    let solved_first = score(alone.expect("a system"), "P2");
    assert_exactly("the background", solved_first, "3");
    let partitioned = System::builder()
        .process(foreground())
        .supply("P2", Supply::new(&format!("{solved_first} kg CO2e/kg")))
        .build();
    assert_exactly(
        "by parts",
        score(partitioned.expect("a system"), "P3"),
        "3.2",
    );
}
