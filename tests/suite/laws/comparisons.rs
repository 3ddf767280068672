//! Laws of comparisons: whatever changed in a system, its footprint's change is accounted for in full.

use std::collections::BTreeMap;

use cfp_core::{Analysis, Difference, Figure, GwpSet, Supply, System};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

use super::cases;
use crate::generate::{Random, Shape, looping_system, written_amount};
use crate::rational::rational;

const LOOPS: Shape = Shape {
    gain: 0.9,
    credits: false,
    several_outputs: true,
};

/// What a system takes beside its own products, and what that and CO2 count.
#[derive(Debug, Clone)]
struct Beside {
    power: String,
    grid: String,
    /// kg CO2e per m3 of two gases, each half of what is taken of gas.
    gas: [String; 2],
    co2: String,
}

fn beside() -> impl Strategy<Value = Beside> {
    let one = written_amount;
    (one(), one(), [one(), one()], one()).prop_map(|(power, grid, gas, co2)| Beside {
        power,
        grid,
        gas,
        co2,
    })
}

fn analysis(random: &Random, beside: &Beside, output: usize, amount: &str) -> Analysis {
    let processes = random.processes().into_iter().enumerate();
    let processes = processes.map(|(index, process)| match index {
        0 => process.takes("power", format!("{} kWh", beside.power).as_str()),
        1 => process.takes("power", "1.5 MJ").takes("gas", "0.7 m3"),
        _ => process,
    });
    let gas = |index: usize| Supply::new(&format!("{} kg CO2e/m3", beside.gas[index]));
    let system = System::builder()
        .processes(processes)
        .supply(
            "power",
            Supply::new(&format!("{} kg CO2e/kWh", beside.grid)),
        )
        .supply("gas", Supply::mix([("0.5", gas(0)), ("0.5", gas(1))]))
        .build()
        .expect("a system");
    let gwp = GwpSet::of_values("own", [("CO2", beside.co2.as_str())]).expect("a number");
    let outputs = system.products().count();
    let demand = Random::demand(output % outputs, amount);
    let solved = system.solve().expect("a solution");
    solved.analyse(&demand, &gwp).expect("an analysis")
}

fn value(figure: Figure) -> BigRational {
    rational(&figure.value().to_string())
}

fn bound(figure: Figure) -> BigRational {
    rational(&figure.bound().expect("a bound").to_string())
}

/// The parts by what they are of, without the values on either side.
fn by_cause(difference: &Difference) -> BTreeMap<String, BigRational> {
    let parts = difference.parts.iter();
    let named = parts.map(|part| {
        let cause = match &part.of {
            cfp_core::Changed::Supply {
                flow,
                before,
                after,
                ..
            } => {
                let mut figures = [before.to_string(), after.to_string()];
                figures.sort();
                format!("{flow} {figures:?}")
            }
            cfp_core::Changed::Gas { gas, .. } => gas.clone(),
            cfp_core::Changed::Exchange {
                process,
                verb,
                flow,
                ..
            } => {
                format!("{process} {verb:?} {flow}")
            }
            cfp_core::Changed::Allocation { process } => process.clone(),
            _ => "demand".to_owned(),
        };
        (cause, value(part.co2e))
    });
    let mut sums = BTreeMap::new();
    for (cause, co2e) in named {
        *sums.entry(cause).or_default() += co2e;
    }
    sums
}

/// What one side has as it is there.
type Case = (Random, f64, Vec<f64>, [Beside; 2], [String; 2], [usize; 2]);

fn case() -> impl Strategy<Value = Case> {
    (
        looping_system(LOOPS),
        prop_oneof![Just(0.0), Just(0.3)],
        proptest::collection::vec(0.0_f64..1.0, 1..8),
        [beside(), beside()],
        [written_amount(), written_amount()],
        [0_usize..24, 0_usize..24],
    )
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Amounts, shares of allocation, supplies, potentials, the product and its amount all change at once: the parts and
    /// the remainder sum to the change, and the remainder is nothing but rounding.
    #[test]
    fn the_parts_of_a_comparison_sum_to_the_change(
        (random, by, dice, beside, amounts, outputs) in case(),
    ) {
        let before = analysis(&random, &beside[0], outputs[0], &amounts[0]);
        let after = analysis(&random.nearby(by, &dice), &beside[1], outputs[1], &amounts[1]);
        let difference = before.compared_with(&after).expect("a comparison");
        prop_assert_eq!(difference.before.value(), before.footprint().total().value());
        prop_assert_eq!(difference.after.value(), after.footprint().total().value());
        let parts = difference.parts.iter().map(|part| value(part.co2e));
        let sum: BigRational = parts.sum::<BigRational>() + value(difference.remainder);
        prop_assert!((sum - value(difference.change)).abs() <= bound(difference.remainder));
        prop_assert!(value(difference.remainder).abs() <= bound(difference.remainder));
    }

    /// There and back again is no change: the comparison the other way round has every part with the other sign, within
    /// their bounds.
    #[test]
    fn a_comparison_the_other_way_has_the_other_sign(
        (random, by, dice, beside, amounts, outputs) in case(),
    ) {
        let before = analysis(&random, &beside[0], outputs[0], &amounts[0]);
        let after = analysis(&random.nearby(by, &dice), &beside[1], outputs[1], &amounts[1]);
        let there = before.compared_with(&after).expect("a comparison");
        let back = after.compared_with(&before).expect("a comparison");
        let (parts, others) = (by_cause(&there), by_cause(&back));
        let allowed = bound(there.remainder) + bound(back.remainder);
        for cause in parts.keys().chain(others.keys()) {
            let sum = parts.get(cause).cloned().unwrap_or_default()
                + others.get(cause).cloned().unwrap_or_default();
            prop_assert!(sum.abs() <= allowed, "{cause}: {sum}");
        }
        prop_assert_eq!(there.change.value(), back.change.value().negated());
        let none = before.compared_with(&before).expect("a comparison");
        prop_assert!(none.parts.is_empty(), "{:?}", none.parts);
        prop_assert!(none.change.value().is_zero());
    }

    /// Where only the figures of supplies and gases change, a comparison is the difference that they make.
    #[test]
    fn a_comparison_of_figures_is_their_difference(
        random in looping_system(LOOPS),
        beside in [beside(), beside()],
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let mut after = beside[1].clone();
        after.power.clone_from(&beside[0].power);
        let beside = [&beside[0], &after];
        let analyses = beside.map(|side| analysis(&random, side, output, &amount));
        let compared = analyses[0].compared_with(&analyses[1]).expect("a comparison");
        let mut gas = 0;
        let change = analyses[0].system().change([analyses[0].gwp(), analyses[1].gwp()], |flow, _| {
            let figure = |side: &Beside| match flow {
                "power" => format!("{} kg CO2e/kWh", side.grid),
                _ => format!("{} kg CO2e/m3", side.gas[gas]),
            };
            let pair = beside.map(|side| Supply::new(&figure(side)));
            gas += usize::from(flow == "gas");
            Some(pair)
        });
        let difference = change.difference(analyses[0].demand()).expect("a difference");
        prop_assert_eq!(compared.parts.len(), difference.parts.len());
        for (part, other) in compared.parts.iter().zip(&difference.parts) {
            prop_assert_eq!(&part.of, &other.of);
            let pairs = [(part.co2e, other.co2e), (part.amount, other.amount)];
            for (figure, other) in pairs {
                prop_assert!((value(figure) - value(other)).abs() <= bound(figure) + bound(other));
            }
        }
    }
}
