//! Laws of differences: a change of factors is accounted for in full, by parts that know nothing of each other.

use cfp_core::{Amount, Demand, Figure, GwpSet, Supply, System};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::generate::{Random, Shape, looping_system, written_amount};
use crate::rational::rational;

const LOOPS: Shape = Shape {
    gain: 0.9,
    credits: false,
    several_outputs: true,
};

/// Two supplies for the first two processes, each with a figure before and after, and the GWP of CO2 before and after.
#[derive(Debug, Clone)]
struct Figures {
    supplies: [[String; 2]; 2],
    co2: [String; 2],
}

fn figures() -> impl Strategy<Value = Figures> {
    let pair = || [written_amount(), written_amount()];
    ([pair(), pair()], pair()).prop_map(|(supplies, co2)| Figures { supplies, co2 })
}

/// The system with the supplies as they are before or after.
fn system(random: &Random, figures: &Figures, side: usize) -> System {
    let processes = random.processes().into_iter().enumerate();
    let processes = processes.map(|(index, process)| match index {
        0 => process.takes("power", "3 kWh"),
        1 => process.takes("power", "1.5 MJ").takes("gas", "0.7 m3"),
        _ => process,
    });
    let supply = |index: usize, unit: &str| {
        Supply::new(&format!("{} kg CO2e/{unit}", figures.supplies[index][side]))
    };
    System::builder()
        .processes(processes)
        .supply("power", supply(0, "kWh"))
        .supply("gas", supply(1, "m3"))
        .build()
        .expect("a system")
}

fn gwp(figures: &Figures, side: usize) -> GwpSet {
    GwpSet::of_values("own", [("CO2", figures.co2[side].as_str())]).expect("a number")
}

fn value(figure: Figure) -> BigRational {
    rational(&figure.value().to_string())
}

fn bound(figure: Figure) -> BigRational {
    rational(&figure.bound().expect("a bound").to_string())
}

fn agree(a: Figure, b: Figure) -> bool {
    (value(a) - value(b)).abs() <= bound(a) + bound(b)
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// The footprints before and after are those of the two systems solved by themselves; the parts and the remainder sum
    /// to the change, digit for digit; and the remainder is nothing but rounding.
    #[test]
    fn the_parts_of_a_difference_sum_to_it(
        random in looping_system(LOOPS),
        figures in figures(),
        amount in written_amount(),
    ) {
        let demand = Random::demand(0, &amount);
        let before = system(&random, &figures, 0);
        let sets = [gwp(&figures, 0), gwp(&figures, 1)];
        let newer = |flow: &str, old: &Supply| {
            let (index, unit) = if flow == "power" { (0, "kWh") } else { (1, "m3") };
            let new = format!("{} kg CO2e/{unit}", figures.supplies[index][1]);
            Some([old.clone(), Supply::new(&new)])
        };
        let change = before.change([&sets[0], &sets[1]], newer);
        let difference = change.difference(&demand).expect("a difference");
        let alone = |side: usize| {
            let system = system(&random, &figures, side);
            let solved = system.solve().expect("a solution");
            solved.footprint(&demand, &sets[side]).expect("a footprint").total()
        };
        prop_assert!(agree(difference.before, alone(0)));
        prop_assert!(agree(difference.after, alone(1)));
        let parts = difference.parts.iter().map(|part| value(part.co2e));
        let sum: BigRational = parts.sum::<BigRational>() + value(difference.remainder);
        prop_assert!((sum - value(difference.change)).abs() <= bound(difference.remainder));
        prop_assert!(value(difference.remainder).abs() <= bound(difference.remainder));
    }

    /// There and back again is no change: the difference the other way round has every part with the other sign.
    #[test]
    fn a_difference_the_other_way_has_the_other_sign(
        random in looping_system(LOOPS),
        figures in figures(),
    ) {
        let demand = Demand::new("product 0", "1 item");
        let before = system(&random, &figures, 0);
        let sets = [gwp(&figures, 0), gwp(&figures, 1)];
        let pair = |flow: &str| {
            let (index, unit) = if flow == "power" { (0, "kWh") } else { (1, "m3") };
            [0, 1].map(|side| Supply::new(&format!("{} kg CO2e/{unit}", figures.supplies[index][side])))
        };
        let there = before.change([&sets[0], &sets[1]], |flow, _| Some(pair(flow)));
        let back = before.change([&sets[1], &sets[0]], |flow, _| {
            let [old, new] = pair(flow);
            Some([new, old])
        });
        let [there, back] = [there, back].map(|change| change.difference(&demand).expect("a difference"));
        prop_assert_eq!(there.parts.len(), back.parts.len());
        for (part, other) in there.parts.iter().zip(&back.parts) {
            prop_assert_eq!(part.co2e.value(), other.co2e.value().negated());
        }
        prop_assert_eq!(there.change.value(), back.change.value().negated());
        let none = before.change([&sets[0], &sets[0]], |_, _| None).difference(&demand).expect("a difference");
        prop_assert!(none.parts.is_empty() && none.change.value() == Amount::ZERO);
        prop_assert!(value(none.remainder).is_zero());
    }
}
