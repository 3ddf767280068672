//! Laws of accounting: what must not change when a model is only said differently.

use cfp_core::{
    Allocation, Amount, Category, Demand, Exchange, Figure, Footprint, Intensities, Process,
    Solved, Supply, System,
};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::check::{agree, gwp};
use crate::generate::{Random, Shape, co2_only, looping_system, written_amount};
use crate::rational::rational;

/// Loops with gains up to 0.9 and processes of several outputs.
pub(super) const LOOPS: Shape = Shape {
    gain: 0.9,
    credits: false,
    several_outputs: true,
};

pub(super) fn exact(amount: Amount) -> BigRational {
    rational(&amount.to_string())
}

fn footprint(system: &System, output: usize, amount: &str) -> Footprint {
    let demand = Random::demand(output, amount);
    let solved = system.solve().expect("a solution");
    solved.footprint(&demand, &co2_only()).expect("a footprint")
}

/// The outputs of a random system.
pub(super) fn outputs(random: &Random) -> usize {
    random.sheets.iter().map(|sheet| sheet.outputs.len()).sum()
}

pub(super) fn intensities(system: &System) -> Intensities {
    system.intensities(&co2_only()).expect("intensities")
}

/// Whether a sum of figures can be another figure: their distance is within all bounds together.
fn sums_to(parts: &[Figure], whole: Figure) -> bool {
    let mut distance = exact(whole.value());
    let mut reach = exact(whole.bound().expect("a bound"));
    for part in parts {
        distance -= exact(part.value());
        reach += exact(part.bound().expect("a bound"));
    }
    distance.abs() <= reach
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Twice the demand is twice the footprint.
    #[test]
    fn twice_the_demand_is_twice_the_footprint(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let system = random.builder().build().expect("a system");
        let output = output % outputs(&random);
        let doubled = amount.parse::<Amount>().and_then(|one| one.plus(one)).expect("in range");
        let one = footprint(&system, output, &amount).total();
        let two = footprint(&system, output, &doubled.to_string()).total();
        prop_assert!(sums_to(&[one, one], two), "{one:?} and {two:?}");
    }

    /// The order in which processes are written does not matter.
    #[test]
    fn the_order_of_processes_does_not_matter(
        (random, order) in looping_system(LOOPS).prop_flat_map(|random| {
            let order = Just((0..random.sheets.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(random), order)
        }),
    ) {
        let processes = random.processes();
        let shuffled = order.iter().map(|&index| processes[index].clone());
        let written = intensities(&random.builder().build().expect("a system"));
        let other = intensities(&System::builder().processes(shuffled).build().expect("a system"));
        for row in &written.intensities {
            let mut rows = other.intensities.iter();
            let same = rows.find(|other| other.product == row.product).expect("a row");
            prop_assert!(agree(row.total, same.total), "{row:?} and {same:?}");
        }
    }

    /// What the processes emit themselves sums to the total, and so do the gases and the categories;
    /// shares in percent sum to a hundred, but for their rounding to six places.
    #[test]
    fn contributions_gases_and_categories_sum_to_the_total(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        amount in written_amount(),
    ) {
        let system = random.builder().build().expect("a system");
        let footprint = footprint(&system, output % outputs(&random), &amount);
        let total = footprint.total();
        let by_process: Vec<Figure> = footprint.by_process().iter().map(|row| row.co2e).collect();
        prop_assert!(sums_to(&by_process, total));
        let by_gas: Vec<Figure> = footprint.inventory.iter().map(|row| row.co2e).collect();
        prop_assert!(sums_to(&by_gas, total));
        let by_category: Vec<Figure> = footprint.by_category.values().copied().collect();
        prop_assert_eq!(by_category.len(), Category::ALL.len());
        prop_assert!(sums_to(&by_category, total));
        let shares = footprint.by_process().iter().map(|row| row.share_percent.as_deref());
        let shares: Option<Vec<BigRational>> = shares.map(|share| share.map(rational)).collect();
        if let Some(shares) = shares {
            let rounding = rational("1e-6") * BigRational::from_integer(shares.len().into());
            let sum: BigRational = shares.iter().sum();
            prop_assert!((sum - rational("100")).abs() <= rounding);
        }
    }

    /// Both ways to a number agree: the footprint per unit times the amount, and the sum over the
    /// processes that run for the amount.
    #[test]
    fn both_directions_of_the_solve_agree(
        random in looping_system(LOOPS),
        amount in written_amount(),
    ) {
        let system = random.builder().build().expect("a system");
        let solved: Solved = system.solve().expect("a solution");
        let per_unit = solved.intensities(&co2_only()).expect("intensities");
        for (output, row) in per_unit.intensities.iter().enumerate() {
            let demand = Random::demand(output, &amount);
            let total = solved.footprint(&demand, &co2_only()).expect("a footprint").total();
            let times = rational(&amount);
            let distance = exact(row.total.value()) * &times - exact(total.value());
            let bound = |figure: Figure| exact(figure.bound().expect("a bound"));
            let reach = bound(row.total) * &times + bound(total);
            prop_assert!(distance.abs() <= reach, "{row:?} × {amount} and {total:?}");
        }
    }
}

/// A system without loops in which nothing needs rounding: production in ones, and inputs of earlier
/// products in quarters.
pub(super) fn exact_tree() -> impl Strategy<Value = Vec<(Vec<(usize, u32)>, u32)>> {
    let needs = proptest::collection::vec((0_usize..8, 1_u32..20), 0..4);
    proptest::collection::vec((needs, 0_u32..1_000), 2..8)
}

/// Quarters as a decimal text.
pub(super) fn quarters(count: u32) -> String {
    let hundredths = count * 25;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The processes of an exact tree; each takes of those before it.
pub(super) fn tree(sheets: &[(Vec<(usize, u32)>, u32)]) -> Vec<Process> {
    let numbered = sheets.iter().enumerate();
    numbered
        .map(|(number, (needs, emits))| {
            let process = Process::new(format!("process {number}"))
                .makes(&format!("product {number}"), "1 kg")
                .emits("CO2", format!("{} kg", quarters(*emits)));
            let needs = needs.iter().filter(|_| number > 0);
            needs.fold(process, |process, (other, count)| {
                process.takes(
                    &format!("product {}", other % number),
                    format!("{} kg", quarters(*count)),
                )
            })
        })
        .collect()
}

pub(super) fn total(system: &System, product: &str, amount: &str) -> Figure {
    system
        .footprint(product, amount, &co2_only())
        .expect("a footprint")
        .total()
}

pub(super) fn build(processes: Vec<Process>) -> System {
    System::builder()
        .processes(processes)
        .build()
        .expect("a system")
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Where nothing is rounded, twice the demand is twice the footprint to the last digit.
    #[test]
    fn twice_an_exact_footprint_is_exact(sheets in exact_tree(), count in 1_u32..1_000) {
        let last = format!("product {}", sheets.len() - 1);
        let system = build(tree(&sheets));
        let one = total(&system, &last, &format!("{} kg", quarters(count)));
        let two = total(&system, &last, &format!("{} kg", quarters(2 * count)));
        prop_assert!(two.bound().expect("a bound").is_zero());
        prop_assert_eq!(exact(one.value()) * rational("2"), exact(two.value()));
    }

    /// 1.15 MWh and 1150 kWh are the same electricity: restating an input in another unit of its
    /// dimension does not move the footprint by a single digit.
    #[test]
    fn restating_units_changes_nothing(mwh in written_amount(), grams in written_amount()) {
        let shifted = |text: &str, power: i32| {
            text.parse::<Amount>().and_then(|amount| amount.shifted(power)).expect("in range")
        };
        let restated = [
            (format!("{mwh} MWh"), format!("{grams} g")),
            (format!("{} kWh", shifted(&mwh, 3)), format!("{} kg", shifted(&grams, -3))),
            (format!("{} GWh", shifted(&mwh, -3)), format!("{} t", shifted(&grams, -6))),
            (format!("{} 度", shifted(&mwh, 3)), format!("{} mg", shifted(&grams, 3))),
        ];
        let totals: Vec<Figure> = restated
            .iter()
            .map(|(electricity, gas)| {
                let press = Process::new("press")
                    .makes("profile", "1000 kg")
                    .takes("electricity", electricity.as_str())
                    .emits("CO2", gas.as_str());
                let system = System::builder()
                    .process(press)
                    .supply("electricity", Supply::new("0.5777 kg CO2e/kWh"))
                    .build()
                    .expect("a system");
                total(&system, "profile", "1 t")
            })
            .collect();
        for other in &totals[1..] {
            prop_assert_eq!(totals[0], *other);
        }
        let by_hand = rational(&mwh) * rational("577.7") + rational(&grams) * rational("0.001");
        prop_assert!(sums_to(&[], totals[0]) == by_hand.is_zero());
        prop_assert_eq!(exact(totals[0].value()), by_hand);
    }

    /// Allocation shares sum to one: whatever the weights, the outputs of a run carry together what
    /// the run emits.
    #[test]
    fn allocation_shares_sum_to_one(
        outputs in proptest::collection::vec((written_amount(), written_amount()), 1..6),
        emits in written_amount(),
    ) {
        let makes = outputs.iter().enumerate();
        let process = makes.fold(Process::new("works"), |process, (number, (amount, price))| {
            let made = Exchange::new(format!("{amount} kg")).price(&format!("{price} CNY/kg"));
            process.makes(&format!("product {number}"), made)
        });
        let process = process.emits("CO2", format!("{emits} kg")).allocate(Allocation::Price);
        let system = build(vec![process]);
        let parts: Vec<Figure> = outputs
            .iter()
            .enumerate()
            .map(|(number, (amount, _))| {
                total(&system, &format!("product {number}"), &format!("{amount} kg"))
            })
            .collect();
        let (mut sum, mut reach) = (BigRational::zero(), BigRational::zero());
        for part in &parts {
            sum += exact(part.value());
            reach += exact(part.bound().expect("a bound"));
        }
        let one = sum / rational(&emits);
        prop_assert!((one - BigRational::one()).abs() <= reach / rational(&emits));
    }

    /// A process of one product is untouched by any allocation.
    #[test]
    fn one_product_carries_everything(amount in written_amount(), emits in written_amount()) {
        let process = || {
            Process::new("works")
                .makes("product", format!("{amount} kg").as_str())
                .emits("CO2", format!("{emits} kg"))
        };
        let plain = total(&build(vec![process()]), "product", "1 kg");
        let rules = [
            Allocation::Mass,
            Allocation::Energy,
            Allocation::Price,
            Allocation::Equal,
            Allocation::Share,
            Allocation::Property("weight".into()),
        ];
        for rule in rules {
            let shared = total(&build(vec![process().allocate(rule)]), "product", "1 kg");
            prop_assert_eq!(plain, shared);
        }
    }

    /// A process that passes its input on changes nothing.
    #[test]
    fn a_pass_through_process_changes_nothing(sheets in exact_tree(), count in 1_u32..1_000) {
        let last = format!("product {}", sheets.len() - 1);
        let amount = format!("{} kg", quarters(count));
        let mut processes = tree(&sheets);
        let direct = total(&build(processes.clone()), &last, &amount);
        processes.push(Process::new("trader").makes("traded", "1 kg").takes(&last, "1 kg"));
        let traded = total(&build(processes), "traded", &amount);
        prop_assert_eq!(direct, traded);
    }

    /// A supplier's result is as good as the supplier's model: where nothing is rounded, the
    /// footprint is the same to the last digit.
    #[test]
    fn a_suppliers_result_stands_for_its_model(sheets in exact_tree(), count in 1_u32..1_000) {
        let supplied = format!("product {}", sheets.len() - 1);
        let needed = format!("{} kg", quarters(count));
        let user = Process::new("user")
            .makes("end product", "1 kg")
            .takes(&supplied, needed.as_str())
            .emits("CO2", "0.3 kg");
        let model = build(tree(&sheets));
        let result = total(&model, &supplied, "1 kg");
        prop_assert!(result.bound().expect("a bound").is_zero());
        let mut inlined = tree(&sheets);
        inlined.push(user.clone());
        let with_result = System::builder()
            .process(user)
            .supply(&supplied, Supply::new(&format!("{result} kg CO2e/kg")))
            .build()
            .expect("a system");
        let one = total(&build(inlined), "end product", "1 kg");
        prop_assert_eq!(one, total(&with_result, "end product", "1 kg"));
    }
}

/// The demand that a footprint is asked for stands in it, and a demand of a supply is the supply.
#[test]
fn a_supply_may_be_wanted_itself() {
    let user = Process::new("user")
        .makes("product", "1 kg")
        .takes("electricity", "1 kWh");
    let system = System::builder()
        .process(user)
        .supply("electricity", Supply::new("0.5777 kg CO2e/kWh"))
        .build()
        .expect("a system");
    let solved = system.solve().expect("a solution");
    let set = gwp(&[("CO2", "1")]);
    let footprint = solved.footprint(&Demand::new("electricity", "1 MWh"), &set);
    let footprint = footprint.expect("a footprint");
    assert_eq!(footprint.total().to_string(), "577.7");
    assert_eq!(
        (footprint.product.as_str(), footprint.demand.as_str()),
        ("electricity", "1 MWh")
    );
}
