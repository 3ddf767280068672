//! Loops that must be refused, and loops that must not.

use cfp_core::{Explain, Process, System};

use crate::check::assert_proved;
use crate::generate::co2_only;
use crate::rational::rational;

/// The code of what is wrong with 1 item of `a`, or the total.
fn answer(processes: impl IntoIterator<Item = Process>) -> Result<cfp_core::Figure, &'static str> {
    let system = System::builder()
        .processes(processes)
        .build()
        .expect("a linked system");
    match system.footprint("a", "1 item", &co2_only()) {
        Ok(footprint) => Ok(footprint.total()),
        Err(error) => Err(error.problems()[0].code()),
    }
}

fn emitting(name: &str) -> Process {
    Process::new(name).emits("CO2", "1 kg")
}

/// A takes 2 of its own 1: refused alone, and refused in a loop with B.
#[test]
fn a_process_that_eats_its_output_is_refused_inside_a_loop_too() {
    let alone = emitting("A").makes("a", "1 item").takes("a", "2 items");
    assert_eq!(answer([alone.clone()]), Err("loop-consumes-output"));
    let with_b = alone.takes("b", "0.1 items");
    let b = emitting("B").makes("b", "1 item").takes("a", "0.1 items");
    assert_eq!(answer([with_b, b]), Err("loop-consumes-output"));
}

/// Treatment written as negative production: T treats 1 w and takes 1 a, A discards 2 w. Each round
/// doubles, as it does when written with `treats` and `discards`.
#[test]
fn a_loop_through_negative_production_is_refused_like_its_waste_spelling() {
    let reversed = [
        emitting("T").makes("w", "-1 item").takes("a", "1 item"),
        emitting("A").makes("a", "1 item").takes("w", "-2 items"),
    ];
    let treated = [
        emitting("T").treats("w", "1 item").takes("a", "1 item"),
        emitting("A").makes("a", "1 item").discards("w", "2 items"),
    ];
    assert_eq!(answer(reversed), Err("loop-consumes-output"));
    assert_eq!(answer(treated), Err("loop-consumes-output"));
}

/// T makes -1 w while it takes -1 a, so treating w yields a: a = 1 - 2a, a third of A and two thirds
/// of T. The credit is larger than what it is taken from, so that no bound can be proved, and none is
/// given.
#[test]
fn a_credit_through_negative_production_is_solved_without_a_bound() {
    let total = answer([
        emitting("T").makes("w", "-1 item").takes("a", "-1 item"),
        emitting("A").makes("a", "1 item").takes("w", "-2 items"),
    ]);
    let total = total.expect("a total");
    assert_eq!(total.value().significant(20), "1");
    assert_eq!(total.bound(), None);
}

/// A credit elsewhere does not hide that A and B consume twice what they make.
#[test]
fn a_small_credit_does_not_hide_a_consuming_loop() {
    let processes = [
        emitting("A").makes("a", "1 item").takes("b", "2 items"),
        emitting("B")
            .makes("b", "1 item")
            .takes("a", "1 item")
            .avoids("c", "0.000001 items"),
        emitting("C").makes("c", "1 item").takes("a", "0.1 items"),
    ];
    assert_eq!(answer(processes), Err("loop-consumes-output"));
}

/// A makes f a and avoids f b; B makes 1 b and avoids 1 a: the determinant is f·1 - f·1 = 0, in
/// numbers that doubles cannot hold.
#[test]
fn singular_loops_with_credits_are_refused() {
    for hundredths in 1..60 {
        let own = format!("0.{hundredths:02} items");
        let credit = [
            emitting("A").makes("a", own.clone()).avoids("b", own),
            emitting("B").makes("b", "1 item").avoids("a", "1 item"),
        ];
        assert_eq!(answer(credit), Err("singular-loop"), "{hundredths}");
    }
}

/// A ring of 80 processes whose steps need 1000 or a thousandth of the next, so that products on the
/// way reach a trillion, and one half over the whole round: 1 / (1 - 1/2) runs of the first.
#[test]
fn a_long_ring_over_many_decades_is_proved() {
    const STEPS: usize = 80;
    let name = |step: usize| match step % STEPS {
        0 => "a".to_owned(),
        step => format!("a{step}"),
    };
    let ring = (0..STEPS).map(|step| {
        // Steps 1 to 4 of every eight go up, 5 to 8 down; the first half of step 0 closes the round.
        let amount = match step % 8 {
            0 if step == 0 => "0.0005",
            1..=4 => "1000",
            _ => "0.001",
        };
        let process = Process::new(format!("P{step}"))
            .makes(&name(step), "1 item")
            .takes(&name(step + 1), format!("{amount} items"));
        if step == 0 {
            process.emits("CO2", "1 kg")
        } else {
            process
        }
    });
    assert_proved("total", answer(ring).expect("a total"), &rational("2"));
}
