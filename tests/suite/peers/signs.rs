//! Directions and signs of elementary flows.

use cfp_core::{Process, System};
use num_rational::BigRational;
use num_traits::Zero;

use super::row;
use crate::check::{assert_exactly, gwp};
use crate::rational::rational;

/// The score of one unit of what a process makes.
fn score(process: Process, values: &[(&str, &str)]) -> cfp_core::Footprint {
    let system = System::builder()
        .process(process.makes("p", "1 kg"))
        .build();
    let footprint = system
        .expect("a system")
        .footprint("p", "1 kg", &gwp(values));
    footprint.expect("a footprint")
}

/// Origin: olca-modules, `InventoryZeroTest`: a flow that goes in and out nets, whether what goes in is
/// written as removed, in an account of its own, or as a negative emission.
#[test]
fn a_flow_in_and_out_cancels() {
    let twice = Process::new("P").emits("e", "1 kg").emits("e", "-1 kg");
    let back = Process::new("P").emits("e", "1 kg").removes("e", "1 kg");
    for process in [twice, back] {
        let footprint = score(process, &[("e", "3")]);
        assert_exactly("the score", footprint.total(), "0");
        assert_exactly("its runs", row(&footprint, "P").runs, "1");
        assert_exactly("its part", row(&footprint, "P").co2e, "0");
        let masses = footprint.inventory.iter().map(|row| {
            let mass = row.mass_kg.expect("a mass");
            rational(&mass.value().to_string())
        });
        assert!(masses.sum::<BigRational>().is_zero());
    }
}

/// One kilogram of `r` goes in and one of `e` comes out.
fn in_and_out() -> Process {
    Process::new("P").removes("r", "1 kg").emits("e", "1 kg")
}

/// Origin: olca-modules, `ImpactDirectionTest`. What goes out counts plus here and what goes in minus; a
/// method that counts inputs plus and outputs minus is the same with the other sign on every value:
/// 1 × 1 - 1 × 0.5. One without direction, 1 × 1 + 1 × -0.5, is the same again with the other sign on
/// what goes in.
#[test]
fn a_method_that_counts_what_goes_in() {
    let footprint = score(in_and_out(), &[("r", "-1"), ("e", "-0.5")]);
    assert_exactly("the score", footprint.total(), "0.5");
}

/// Origin: as above, with a negative value of the flow that goes out: 1 × 1 - 1 × -0.5.
#[test]
fn a_negative_value_of_what_goes_out() {
    let footprint = score(in_and_out(), &[("r", "-1"), ("e", "0.5")]);
    assert_exactly("the score", footprint.total(), "1.5");
}

/// Origin: as above: minus one kilogram going in is one going out, and the other way round.
#[test]
fn negative_amounts_turn_the_direction() {
    let turned = Process::new("P").removes("e", "-1 kg").emits("r", "-1 kg");
    let footprint = score(turned, &[("r", "-1"), ("e", "0.5")]);
    assert_exactly("the score", footprint.total(), "1.5");
}
