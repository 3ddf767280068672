//! Laws of allocation: how outputs share, and what sharing must not depend on.

use cfp_core::{Allocation, Amount, Exchange, Figure, Process, System};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::accounting::{
    LOOPS, build, exact, exact_tree, intensities, outputs, quarters, total, tree,
};
use super::cases;
use crate::check::agree;
use crate::generate::{Random, Sheet, looping_system};
use crate::rational::rational;

/// A positive amount over eight decades: what is divided twice by such stays in range.
fn moderate() -> impl Strategy<Value = String> {
    (1_u32..99_999, 0_i32..4).prop_map(|(digits, places)| shifted(&digits.to_string(), -places))
}

fn shifted(text: &str, power: i32) -> String {
    let amount = text.parse::<Amount>().expect("a number");
    amount.shifted(power).expect("in range").to_string()
}

/// The product of two decimals, which has few enough digits to be exact.
fn times(one: &str, other: &str) -> String {
    let read = |text: &str| text.parse::<Amount>().expect("a number");
    let product = read(one).times(read(other)).expect("in range");
    assert!(product.is_exact());
    product.to_string()
}

/// An output with what each rule weighs it by, per kilogram of it.
#[derive(Debug, Clone)]
struct Output {
    kilograms: String,
    price: String,
    energy: String,
    exergy: String,
}

fn output() -> impl Strategy<Value = Output> {
    (moderate(), moderate(), moderate(), moderate()).prop_map(
        |(kilograms, price, energy, exergy)| Output {
            kilograms,
            price,
            energy,
            exergy,
        },
    )
}

fn several() -> impl Strategy<Value = Vec<Output>> {
    proptest::collection::vec(output(), 2..6)
}

impl Output {
    fn exchange(&self, currency: &str) -> Exchange {
        Exchange::new(format!("{} kg", self.kilograms))
            .price(&format!("{} {currency}/kg", self.price))
            .property("energy", &format!("{} MJ/kg", self.energy))
            .property("exergy", &format!("{} kWh/kg", self.exergy))
    }

    /// The weight under a rule, by hand.
    fn weight(&self, rule: &Allocation) -> BigRational {
        let per_kilogram = match rule {
            Allocation::Equal => return rational("1"),
            Allocation::Price => &self.price,
            Allocation::Energy => &self.energy,
            Allocation::Property(_) => &self.exergy,
            _ => "1",
        };
        rational(&self.kilograms) * rational(per_kilogram)
    }
}

fn rules() -> [Allocation; 5] {
    [
        Allocation::Mass,
        Allocation::Energy,
        Allocation::Price,
        Allocation::Equal,
        Allocation::Property("exergy".into()),
    ]
}

/// One works that makes `product 0`, `product 1` and so on, and emits this much.
fn works(outputs: impl IntoIterator<Item = Exchange>, emits: &str, rule: &Allocation) -> System {
    let outputs = outputs.into_iter().enumerate();
    let process = outputs.fold(Process::new("works"), |process, (number, exchange)| {
        process.makes(&format!("product {number}"), exchange)
    });
    let process = process.emits("CO2", format!("{emits} kg"));
    build(vec![process.allocate(rule.clone())])
}

/// What a run's worth of every output carries.
fn carried(system: &System, outputs: &[Output]) -> Vec<Figure> {
    let amounts = outputs.iter().map(|output| &output.kilograms).enumerate();
    amounts
        .map(|(number, kilograms)| {
            let product = format!("product {number}");
            total(system, &product, &format!("{kilograms} kg"))
        })
        .collect()
}

/// Whether a figure is this number, within a bound that says something.
fn is_near(figure: Figure, expected: &BigRational) -> bool {
    let bound = exact(figure.bound().expect("a bound"));
    let distance = (exact(figure.value()) - expected).abs();
    distance <= bound && bound <= expected.abs() * rational("1e-12") + rational("1e-14")
}

fn all_agree(some: &[Figure], others: &[Figure]) -> bool {
    let mut pairs = some.iter().zip(others);
    some.len() == others.len() && pairs.all(|(one, other)| agree(*one, *other))
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Under every rule each output carries its weight over the sum of weights, and so all of them
    /// together what the process emits: neither more nor less.
    #[test]
    fn each_output_carries_its_share(outputs in several(), emits in moderate()) {
        for rule in rules() {
            let exchanges = outputs.iter().map(|output| output.exchange("CNY"));
            let parts = carried(&works(exchanges, &emits, &rule), &outputs);
            let sum: BigRational = outputs.iter().map(|output| output.weight(&rule)).sum();
            for (output, part) in outputs.iter().zip(&parts) {
                let expected = output.weight(&rule) / &sum * rational(&emits);
                prop_assert!(is_near(*part, &expected), "{rule}: {part:?} for {output:?}");
            }
            let together: BigRational = parts.iter().map(|part| exact(part.value())).sum();
            let reach: BigRational = parts
                .iter()
                .map(|part| exact(part.bound().expect("a bound")))
                .sum();
            prop_assert!((together - rational(&emits)).abs() <= reach);
        }
    }

    /// Stated shares are decimals that sum to one, and what they carry sums to the whole to the last
    /// digit.
    #[test]
    fn stated_shares_sum_to_the_whole_exactly(
        cuts in proptest::collection::btree_set(1_u32..10_000, 1..6),
        emits in moderate(),
    ) {
        let ends = cuts.iter().copied().chain([10_000]);
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let shares = ends.zip(starts).map(|(end, start)| shifted(&(end - start).to_string(), -4));
        let shares: Vec<String> = shares.collect();
        let exchanges = shares.iter().map(|share| Exchange::new("1 kg").share(share));
        let system = works(exchanges, &emits, &Allocation::Share);
        let mut sum = BigRational::zero();
        for (number, share) in shares.iter().enumerate() {
            let part = total(&system, &format!("product {number}"), "1 kg");
            prop_assert!(part.bound().expect("a bound").is_zero());
            prop_assert_eq!(exact(part.value()), rational(share) * rational(&emits));
            sum += exact(part.value());
        }
        prop_assert_eq!(sum, rational(&emits));
    }

    /// Whatever is in proportion to mass shares as mass does: a heating value, a price or any property
    /// that is the same per kilogram of every output.
    #[test]
    fn what_is_in_proportion_to_mass_shares_as_mass(
        outputs in several(),
        same in output(),
        emits in moderate(),
    ) {
        let alike = || {
            outputs.iter().map(|output| {
                let kilograms = output.kilograms.clone();
                Output { kilograms, ..same.clone() }.exchange("CNY")
            })
        };
        let by_mass = carried(&works(alike(), &emits, &Allocation::Mass), &outputs);
        for rule in [Allocation::Energy, Allocation::Price, Allocation::Property("exergy".into())] {
            let other = carried(&works(alike(), &emits, &rule), &outputs);
            prop_assert!(all_agree(&by_mass, &other), "{rule}: {by_mass:?} and {other:?}");
        }
    }

    /// Inflation, another currency and a price per tonne leave shares by price as they are.
    #[test]
    fn scaling_every_price_changes_nothing(
        outputs in several(),
        factor in moderate(),
        emits in moderate(),
    ) {
        let rule = Allocation::Price;
        let exchanges = outputs.iter().map(|output| output.exchange("CNY"));
        let before = carried(&works(exchanges, &emits, &rule), &outputs);
        let scaled = outputs.iter().map(|output| {
            let price = times(&output.price, &factor);
            Output { price, ..output.clone() }.exchange("EUR")
        });
        prop_assert!(all_agree(&before, &carried(&works(scaled, &emits, &rule), &outputs)));
        let per_tonne = outputs.iter().map(|output| {
            let price = format!("{} CNY/t", shifted(&output.price, 3));
            Exchange::new(format!("{} kg", output.kilograms)).price(&price)
        });
        prop_assert!(all_agree(&before, &carried(&works(per_tonne, &emits, &rule), &outputs)));
    }

    /// The order in which outputs are written does not matter, nor whether one of them has a fellow
    /// that weighs nothing.
    #[test]
    fn neither_order_nor_a_weightless_output_matters(outputs in several(), emits in moderate()) {
        for rule in [Allocation::Mass, Allocation::Price] {
            let exchanges = || outputs.iter().map(|output| output.exchange("CNY"));
            let before = carried(&works(exchanges(), &emits, &rule), &outputs);
            let reversed: Vec<Output> = outputs.iter().rev().cloned().collect();
            let mut after = carried(&works(exchanges().rev(), &emits, &rule), &reversed);
            after.reverse();
            prop_assert!(all_agree(&before, &after), "{rule}: {before:?} and {after:?}");
            let nothing = Exchange::new("7 m3").price("0 CNY/m3").property("mass", "0 kg/m3");
            let with_nothing = works(exchanges().chain([nothing]), &emits, &rule);
            prop_assert!(all_agree(&before, &carried(&with_nothing, &outputs)));
            let weightless = total(&with_nothing, &format!("product {}", outputs.len()), "7 m3");
            prop_assert!(weightless.value().is_zero());
        }
    }
}

/// A process of two outputs, what it takes of two inputs, and what it emits.
type Pair = ([Output; 2], [String; 2], String);

fn pair() -> impl Strategy<Value = Pair> {
    ([output(), output()], [moderate(), moderate()], moderate())
}

/// Per kilogram of each output, by the closed form: burden × weight / weights / amount.
fn per_kilogram(
    outputs: &[Output; 2],
    rule: &Allocation,
    burden: &BigRational,
) -> [BigRational; 2] {
    let weights = [0, 1].map(|index| outputs[index].weight(rule));
    let sum: BigRational = weights.iter().sum();
    [0, 1].map(|index| burden * &weights[index] / &sum / rational(&outputs[index].kilograms))
}

/// A process of the outputs `{name} 0` and `{name} 1`.
fn of_two(name: &str, (outputs, _, emits): &Pair, rule: &Allocation) -> Process {
    let numbered = outputs.iter().enumerate();
    let process = numbered.fold(Process::new(name), |process, (number, output)| {
        process.makes(&format!("{name} {number}"), output.exchange("CNY"))
    });
    process
        .emits("CO2", format!("{emits} kg"))
        .allocate(rule.clone())
}

proptest! {
    #![proptest_config(cases(300))]

    /// Allocation after allocation is the closed form in exact rationals, whichever rules meet.
    #[test]
    fn chained_allocation_is_its_closed_form(first in pair(), second in pair()) {
        for (one, other) in rules().iter().zip(rules().iter().cycle().skip(2)) {
            let upstream = per_kilogram(&first.0, one, &rational(&first.2));
            let [take_0, take_1] = &second.1;
            let inputs = rational(take_0) * &upstream[0] + rational(take_1) * &upstream[1];
            let expected = per_kilogram(&second.0, other, &(inputs + rational(&second.2)));
            let downstream = of_two("second", &second, other)
                .takes("first 0", format!("{take_0} kg"))
                .takes("first 1", format!("{take_1} kg"));
            let system = build(vec![downstream, of_two("first", &first, one)]);
            for (number, expected) in expected.iter().enumerate() {
                let found = total(&system, &format!("second {number}"), "1 kg");
                prop_assert!(is_near(found, expected), "{one}, {other}: {found:?}, {expected}");
            }
        }
    }

    /// An exchange that the outputs cause in the very shares of the allocation says nothing new.
    #[test]
    fn causes_in_the_shares_of_the_allocation_change_nothing(
        share in 1_u32..1_000,
        (taken, avoided, emits) in (moderate(), moderate(), moderate()),
    ) {
        let system = |states_cause: bool| {
            let caused = |amount: &str| {
                let exchange = Exchange::new(format!("{amount} kg"));
                if !states_cause {
                    return exchange;
                }
                let [a, b] = [share, 1_000 - share].map(|share| shifted(&share.to_string(), -3));
                exchange.causal("a", &a).causal("b", &b)
            };
            let process = Process::new("works")
                .makes("a", format!("{share} kg"))
                .makes("b", format!("{} kg", 1_000 - share))
                .takes("input", caused(&taken))
                .avoids("input", caused(&avoided))
                .emits("CO2", caused(&emits))
                .allocate(Allocation::Mass);
            let input = Process::new("maker").makes("input", "1 kg").emits("CO2", "0.7 kg");
            build(vec![process, input])
        };
        for product in ["a", "b"] {
            let plain = total(&system(false), product, "1 kg");
            let caused = total(&system(true), product, "1 kg");
            prop_assert!(agree(plain, caused), "{plain:?} and {caused:?}");
        }
    }
}

/// A random system without processes that stand upside down.
fn upright(mut random: Random) -> Random {
    for sheet in &mut random.sheets {
        sheet.reversed = false;
    }
    random
}

/// The process of a sheet in two steps: all that it takes and emits goes into one unit of a batch, and
/// the batch into the outputs, which share it as before.
fn in_series(number: usize, sheet: &Sheet, process: &Process) -> [Process; 2] {
    let batch = format!("batch {number}");
    let first = Process::new(format!("first step of {number}")).makes(&batch, "1 item");
    let first = first.emits("CO2", format!("{} kg", sheet.emits));
    let first = sheet
        .needs
        .iter()
        .fold(first, |first, (output, amount, _)| {
            first.takes(&format!("product {output}"), format!("{amount} items"))
        });
    let made = process
        .exchanges()
        .filter(|(verb, ..)| *verb == cfp_core::Verb::Makes);
    let second = Process::new(format!("second step of {number}"));
    let second = made.fold(second, |second, (_, flow, exchange)| {
        second.makes(flow, exchange.clone())
    });
    let second = second.takes(&batch, "1 item");
    [
        first,
        second.allocate(Allocation::Property("weight".into())),
    ]
}

/// The system with a twin of one process, and every need of its products met in equal parts by both.
fn with_a_twin(random: &Random, number: usize) -> Random {
    let first: usize = random.sheets[..number]
        .iter()
        .map(|sheet| sheet.outputs.len())
        .sum();
    let own = first..first + random.sheets[number].outputs.len();
    let count = outputs(random);
    let mut sheets = random.sheets.clone();
    sheets.push(sheets[number].clone());
    for sheet in &mut sheets {
        let needs = sheet.needs.iter().flat_map(|(output, amount, avoided)| {
            if !own.contains(output) {
                return vec![(*output, amount.clone(), *avoided)];
            }
            let half = times(amount, "0.5");
            let twin = count + output - own.start;
            vec![(*output, half.clone(), *avoided), (twin, half, *avoided)]
        });
        sheet.needs = needs.collect();
    }
    Random { sheets }
}

proptest! {
    #![proptest_config(cases(300))]

    /// A process split in two steps, one after the other, leaves every footprint as it was, also
    /// within loops and where outputs share.
    #[test]
    fn splitting_in_series_changes_nothing(random in looping_system(LOOPS), number in 0_usize..8) {
        let random = upright(random);
        let number = number % random.sheets.len();
        let mut processes = random.processes();
        let whole = build(processes.clone());
        let steps = in_series(number, &random.sheets[number], &processes[number]);
        processes.splice(number..=number, steps);
        let split = intensities(&build(processes));
        for row in &intensities(&whole).intensities {
            let mut rows = split.intensities.iter();
            let same = rows.find(|other| other.product == row.product).expect("a row");
            prop_assert!(agree(row.total, same.total), "{row:?} and {same:?}");
        }
    }

    /// Two processes that are the same and share what is wanted of one are that one.
    #[test]
    fn a_process_and_its_twin_are_one_process(
        random in looping_system(LOOPS),
        number in 0_usize..8,
    ) {
        let random = upright(random);
        let number = number % random.sheets.len();
        let twins = with_a_twin(&random, number);
        let one = intensities(&build(random.processes())).intensities;
        let two = intensities(&build(twins.processes())).intensities;
        for (row, other) in one.iter().zip(&two) {
            prop_assert_eq!(&row.product, &other.product);
            prop_assert!(agree(row.total, other.total), "{row:?} and {other:?}");
        }
        prop_assert_eq!(two.len() - one.len(), random.sheets[number].outputs.len());
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// It does not matter which of two like makers of a product meets how much of a need.
    #[test]
    fn like_makers_share_a_need_in_any_way(
        sheets in exact_tree(),
        parts in (1_u32..1_000, 1_u32..1_000),
    ) {
        let last = sheets.len() - 1;
        let product = format!("product {last}");
        let user = |needs: Vec<Exchange>| {
            let user = Process::new("user").makes("end product", "1 kg");
            needs.into_iter().fold(user, |user, need| user.takes(&product, need))
        };
        let kilograms = |count: u32| Exchange::new(format!("{} kg", quarters(count)));
        let mut one = tree(&sheets);
        one.push(user(vec![kilograms(parts.0 + parts.1)]));
        // The twin stands under a name of its own, and makes the same product of the same inputs.
        let twin = tree(&sheets)[last].exchanges().fold(
            Process::new("twin"),
            |twin, (verb, flow, exchange)| twin.with(verb, flow, exchange.clone()),
        );
        let mut two = tree(&sheets);
        let needs = [(parts.0, format!("process {last}")), (parts.1, "twin".to_owned())];
        let needs = needs.map(|(count, maker)| kilograms(count).from_process(&maker));
        two.extend([twin, user(needs.to_vec())]);
        prop_assert_eq!(
            total(&build(one), "end product", "1 kg"),
            total(&build(two), "end product", "1 kg")
        );
    }

    /// What is displaced and taken back at once leaves no trace: a process that avoids a product of
    /// another and takes as much of it is the process that does neither.
    #[test]
    fn what_is_avoided_and_taken_back_changes_nothing(
        sheets in exact_tree(),
        (other, count) in (0_usize..8, 1_u32..1_000),
    ) {
        let last = sheets.len() - 1;
        let product = format!("product {last}");
        let other = format!("product {}", other % last);
        let amount = format!("{} kg", quarters(count));
        let plain = total(&build(tree(&sheets)), &product, "1 kg");
        let mut processes = tree(&sheets);
        let changed = processes[last].clone().avoids(&other, amount.as_str());
        let credit = total(&build(tree(&sheets)), &other, &amount);
        processes[last] = changed.clone();
        let with_credit = total(&build(processes.clone()), &product, "1 kg");
        // The credit alone is the footprint of what is displaced.
        prop_assert_eq!(
            exact(plain.value()) - exact(with_credit.value()),
            exact(credit.value())
        );
        processes[last] = changed.takes(&other, amount.as_str());
        prop_assert_eq!(plain, total(&build(processes), &product, "1 kg"));
    }
}
