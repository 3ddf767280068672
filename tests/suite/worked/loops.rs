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
/// of T. The credit is larger than what it is taken from; the proof is by the inverse of the loop.
#[test]
fn a_credit_through_negative_production_is_proved() {
    let total = answer([
        emitting("T").makes("w", "-1 item").takes("a", "-1 item"),
        emitting("A").makes("a", "1 item").takes("w", "-2 items"),
    ]);
    assert_proved("total", total.expect("a total"), &rational("1"));
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

/// A power plant, a mine and a boiler: power takes so much coal, coal 0.387 kWh, and power displaces so much heat, of which a
/// megajoule takes 0.05 kg of coal. Paper takes 500 kWh, wood nothing of all this.
fn paper(coal: &str, heat: &str) -> System {
    let kg = |amount: &str| format!("{amount} kg");
    let mut plant = Process::new("power plant")
        .makes("power", "1 kWh")
        .takes("coal", kg(coal))
        .emits("CO2", "1 kg");
    if heat != "0" {
        plant = plant.avoids("heat", format!("{heat} MJ"));
    }
    let processes = [
        Process::new("paper mill")
            .makes("paper", "1 t")
            .takes("power", "500 kWh"),
        plant,
        Process::new("mine")
            .makes("coal", "1 kg")
            .takes("power", "0.387 kWh")
            .emits("CO2", "0.1 kg"),
        Process::new("boiler")
            .makes("heat", "1 MJ")
            .takes("coal", "0.05 kg")
            .emits("CO2", "0.1 kg"),
        Process::new("forest")
            .makes("wood", "1 t")
            .emits("CO2", "7 kg"),
    ];
    let system = System::builder().processes(processes).build();
    system.expect("a linked system")
}

/// A slip of a factor ten in the coal per kilowatt-hour: 3 × 0.387 = 1.161 kWh for one. A credit, however small, hides it from
/// the equations and not from the footprint; what does not reach the loop has its figure.
#[test]
fn no_credit_makes_a_consuming_loop_answer() {
    for heat in ["0", "0.1", "0.0000000001", "3"] {
        let system = paper("3", heat);
        let error = system.footprint("paper", "1 t", &co2_only());
        let error = error.expect_err("it consumes what it makes");
        assert_eq!(error.problems()[0].code(), "loop-consumes-output", "{heat}");
        let message = error.to_string();
        assert!(
            message.contains("consumes 1.161 times what it makes"),
            "{message}"
        );
        let hides = "only credits hide it: `power plant` avoids `heat`";
        assert_eq!(message.contains(hides), heat != "0", "{message}");
        let wood = system
            .footprint("wood", "1 t", &co2_only())
            .expect("a footprint");
        assert_eq!(wood.total().to_string(), "7");
        let intensities = system.intensities(&co2_only()).expect("intensities");
        let given: Vec<_> = intensities
            .intensities
            .iter()
            .map(|row| row.product.as_str())
            .collect();
        assert_eq!(given, ["wood"]);
        assert_eq!(intensities.refused.len(), 4);
        assert_eq!(intensities.findings[0].code, "loop-consumes-output");
    }
    // With 0.3 kg the loop is sound: power is (1 + 0.03 - 0.01·h·(1 + 0.05·...)) by p = 1 + 0.3 c - 0.1 b, c = 0.1 + 0.387 p and
    // b = 0.1 + 0.05 c: p = 1 + 0.295 (0.1 + 0.387 p) - 0.01 = 1.0195 / (1 - 0.114165), and 500 of it.
    let total = paper("0.3", "0.1").footprint("paper", "1 t", &co2_only());
    let total = total.expect("a footprint").total();
    assert_proved("total", total, &(rational("509.75") / rational("0.885835")));
}

/// Systems in which something runs backwards and that are sound: what a plant displaces, what waste displaces, and what a
/// process gives back of what it takes, be it through a market.
#[test]
fn what_is_displaced_may_run_backwards() {
    let total = |processes: Vec<Process>, product: &str, amount: &str| {
        let system = System::builder().processes(processes).build();
        let footprint = system
            .expect("a linked system")
            .footprint(product, amount, &co2_only());
        footprint.expect("a footprint").total()
    };
    // p = 0.56 + 10 g - 5 h, h = 0.0616 + 1.1 g + 0.002 p, g = 0.002 + 0.001 p: 1.0055 p = 0.261.
    let heat_and_power = vec![
        Process::new("CHP plant")
            .makes("power", "1 kWh")
            .takes("gas", "10 MJ")
            .avoids("heat", "5 MJ")
            .emits("CO2", "0.56 kg"),
        Process::new("boiler")
            .makes("heat", "1 MJ")
            .takes("gas", "1.1 MJ")
            .takes("power", "0.002 kWh")
            .emits("CO2", "0.0616 kg"),
        Process::new("gas field")
            .makes("gas", "1 MJ")
            .takes("power", "0.001 kWh")
            .emits("CO2", "0.002 kg"),
    ];
    let found = total(heat_and_power, "power", "1 kWh");
    assert_proved(
        "power of a CHP plant",
        found,
        &(rational("0.261") / rational("1.0055")),
    );
    // w = 900 - 500 p, p = 1 + 0.4 c, c = 0.05 + 0.02 p: p = 1.02 / 0.992.
    let incinerator = vec![
        Process::new("incinerator")
            .makes("waste treated", "1 t")
            .avoids("power", "500 kWh")
            .emits("CO2", "900 kg"),
        Process::new("power plant")
            .makes("power", "1 kWh")
            .takes("coal", "0.4 kg")
            .emits("CO2", "1 kg"),
        Process::new("mine")
            .makes("coal", "1 kg")
            .takes("power", "0.02 kWh")
            .emits("CO2", "0.05 kg"),
    ];
    let found = total(incinerator, "waste treated", "1 t");
    let expected = rational("900") - rational("510") / rational("0.992");
    assert_proved("a tonne of waste", found, &expected);
    // p = 1 + (3 - 2.7) c, c = 0.1 + 0.387 p.
    for through in ["coal", "coal, market"] {
        let netted = vec![
            Process::new("power plant")
                .makes("power", "1 kWh")
                .takes("coal", "3 kg")
                .avoids(through, "2.7 kg")
                .emits("CO2", "1 kg"),
            Process::new("mine")
                .makes("coal", "1 kg")
                .takes("power", "0.387 kWh")
                .emits("CO2", "0.1 kg"),
            Process::new("market")
                .makes("coal, market", "1 kg")
                .takes("coal", "1 kg"),
        ];
        let found = total(netted, "power", "1 kWh");
        assert_proved(through, found, &(rational("1.03") / rational("0.8839")));
    }
}

/// Weights of next to nothing make no loop: 7e-27 beside 3e-27 bears seven parts of ten.
#[test]
fn tiny_weights_are_no_loop() {
    let weighed = |amount: &str| {
        let property = "0.000000000000000000000001 kg/kg";
        cfp_core::Exchange::new(amount).property("weight", property)
    };
    let process = Process::new("works")
        .makes("a", weighed("0.007 kg"))
        .makes("b", weighed("0.003 kg"))
        .allocate(cfp_core::Allocation::Property("weight".into()))
        .emits("CO2", "4 kg");
    let system = System::builder()
        .process(process)
        .build()
        .expect("a linked system");
    let footprint = system.footprint("a", "0.007 kg", &co2_only());
    assert_eq!(footprint.expect("a footprint").total().to_string(), "2.8");
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
