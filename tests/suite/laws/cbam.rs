//! Laws of embedded emissions: what is attributed, passed on and bought is what leaves the installation.

use cfp_core::Amount;
use cfp_core::cbam::{
    Delivery, ElectricityUse, Embedded, EmbeddedGood, Good, Heat, HeatOrigin, Installation,
    Precursor, PrecursorValue, PrecursorValues, Production, SourceStream, StreamMethod, Taken,
    ZeroRating,
};
use cfp_factors::Cbam;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::generate::written_amount;
use crate::rational::{rational, solve};

/// Energy and emissions that cross the boundary of a production process: TJ or MWh, and t CO2 per each.
#[derive(Debug, Clone)]
struct Crossing {
    heat_imported: (String, String),
    heat_exported: (String, String),
    waste_gas_imported: String,
    waste_gas_exported: String,
    electricity_produced: (String, String),
    electricity: (String, String),
}

/// What one supplier delivers: tonnes, and direct and indirect emissions per tonne.
type Delivered = (String, String, String);

/// A production process, each number as a person may write it.
#[derive(Debug, Clone)]
struct Works {
    /// Tonnes.
    produced: u32,
    annex_ii: bool,
    /// A material of its own: tonnes, and t CO2 per tonne.
    material: (String, String),
    crossing: Crossing,
    /// Thousandths of what each process makes that this one takes.
    takes: Vec<u32>,
    delivered: [Delivered; 2],
}

/// An amount over ten decades, or one whose products and sums keep to 28 digits.
#[derive(Clone, Copy)]
enum Sizes {
    All,
    Exact,
}

fn number(sizes: Sizes) -> BoxedStrategy<String> {
    let exact = (1_u32..100_000, 0_u32..4).prop_map(|(digits, places)| {
        let divisor = 10_u32.pow(places);
        format!(
            "{}.{:03}",
            digits / divisor,
            digits % divisor * (1000 / divisor)
        )
    });
    match sizes {
        Sizes::All => written_amount().boxed(),
        Sizes::Exact => exact.boxed(),
    }
}

fn pair(sizes: Sizes) -> impl Strategy<Value = (String, String)> {
    (number(sizes), number(sizes))
}

fn crossing(sizes: Sizes) -> impl Strategy<Value = Crossing> {
    (
        pair(sizes),
        pair(sizes),
        pair(sizes),
        pair(sizes),
        pair(sizes),
    )
        .prop_map(
            |(heat_imported, heat_exported, gas, electricity_produced, electricity)| Crossing {
                heat_imported,
                heat_exported,
                waste_gas_imported: gas.0,
                waste_gas_exported: gas.1,
                electricity_produced,
                electricity,
            },
        )
}

/// One to five processes of which each takes less than a fifth of what each other makes: chains and loops.
fn plant(sizes: Sizes) -> impl Strategy<Value = Vec<Works>> {
    let delivered = || (number(sizes), number(sizes), number(sizes));
    let share = || prop_oneof![Just(0_u32), 0_u32..190];
    let works = (
        1_u32..1_000_000,
        any::<bool>(),
        pair(sizes),
        crossing(sizes),
        proptest::collection::vec(share(), 5),
        [delivered(), delivered()],
    );
    let works = works.prop_map(
        |(produced, annex_ii, material, crossing, takes, delivered)| Works {
            produced,
            annex_ii,
            material,
            crossing,
            takes,
            delivered,
        },
    );
    proptest::collection::vec(works, 1..=5)
}

fn amount(text: &str) -> Amount {
    text.parse().expect("a number")
}

fn name(number: usize) -> String {
    format!("process {number}")
}

/// Tonnes of the product of one process that another takes; nothing of its own.
fn taken(plant: &[Works], taker: usize, maker: usize) -> String {
    let share = if taker == maker {
        0
    } else {
        plant[taker].takes[maker]
    };
    let thousandths = u64::from(plant[maker].produced) * u64::from(share);
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// A process with what crosses its boundary.
fn crossed(production: Production, crossing: &Crossing) -> Production {
    let heat = |(energy, factor): &(String, String)| Heat {
        amount: format!("{energy} TJ").parse().expect("heat"),
        origin: HeatOrigin::Factor(format!("{factor} t CO2/TJ").parse().expect("a factor")),
    };
    let electricity = |(energy, factor): &(String, String)| {
        ElectricityUse::Factor(
            format!("{energy} MWh").parse().expect("electricity"),
            format!("{factor} t CO2/MWh").parse().expect("a factor"),
        )
    };
    let gas = |energy: &str| format!("{energy} TJ").parse().expect("waste gas");
    production
        .heat_imported(heat(&crossing.heat_imported))
        .heat_exported(heat(&crossing.heat_exported))
        .waste_gas_imported(gas(&crossing.waste_gas_imported))
        .waste_gas_exported(gas(&crossing.waste_gas_exported))
        .electricity_produced(electricity(&crossing.electricity_produced))
        .electricity(electricity(&crossing.electricity))
}

/// What two suppliers delivered to a process, which uses all of it.
fn bought(number: usize, works: &Works) -> (Precursor, Taken) {
    let deliveries = works.delivered.iter().enumerate();
    let deliveries = deliveries.map(|(supplier, (tonnes, direct, indirect))| Delivery {
        supplier: format!("supplier {supplier}"),
        amount: format!("{tonnes} t").parse().expect("tonnes"),
        value: PrecursorValue::Actual(PrecursorValues::with_indirect(
            amount(direct),
            amount(indirect),
        )),
    });
    let precursor = Precursor {
        name: format!("precursor {number}"),
        cn: "72071111".to_owned(),
        deliveries: deliveries.collect(),
    };
    let [one, other] = &works.delivered;
    let used = amount(&one.0).plus(amount(&other.0)).expect("a sum");
    let taken = Taken::Bought {
        precursor: precursor.name.clone(),
        only: None,
        amount: format!("{used} t").parse().expect("tonnes"),
    };
    (precursor, taken)
}

fn installation(plant: &[Works]) -> Installation {
    let mut installation = Installation::default();
    for (number, works) in plant.iter().enumerate() {
        let (tonnes, factor) = &works.material;
        let activity = format!("{tonnes} t").parse().expect("an activity");
        let material = SourceStream::new(&name(number), StreamMethod::Process, activity)
            .emission_factor(format!("{factor} t CO2/t").parse().expect("a factor"))
            .used_in(&name(number), Amount::ONE);
        let (precursor, use_of_it) = bought(number, works);
        let produced = format!("{} t", works.produced)
            .parse()
            .expect("a production");
        let mut production = Production::new(&name(number), produced)
            .annex_ii(works.annex_ii)
            .takes(use_of_it)
            .good(Good::new("72081000", &name(number)));
        for maker in (0..plant.len()).filter(|maker| *maker != number) {
            production = production.takes(Taken::Made {
                process: name(maker),
                good: None,
                amount: format!("{} t", taken(plant, number, maker))
                    .parse()
                    .expect("tonnes"),
            });
        }
        installation = installation
            .stream(material)
            .precursor(precursor)
            .production(crossed(production, &works.crossing));
    }
    installation
}

fn embedded(installation: &Installation) -> Embedded {
    let cbam = Cbam::bundled().expect("the bundled tables");
    installation
        .embedded(cbam.method())
        .expect("embedded emissions")
}

fn value(figure: Amount) -> BigRational {
    rational(&figure.value_text())
}

fn product((one, other): &(String, String)) -> BigRational {
    rational(one) * rational(other)
}

/// Direct, indirect and counted indirect emissions that are attributed to a process or bought by it.
fn adds(works: &Works, embedded: &Embedded, number: usize) -> [BigRational; 3] {
    let own = &embedded.processes[number].attribution;
    let (direct, indirect) = (value(own.attributed_direct), value(own.attributed_indirect));
    let counted = if works.annex_ii {
        BigRational::zero()
    } else {
        indirect.clone()
    };
    let mut sums = [direct, indirect, counted];
    for (tonnes, direct, indirect) in &works.delivered {
        let tonnes = rational(tonnes);
        sums[0] += &tonnes * rational(direct);
        sums[1] += &tonnes * rational(indirect);
        sums[2] += &tonnes * rational(indirect);
    }
    sums
}

/// What a good embeds, in the order of [`adds`].
fn embeds(good: &EmbeddedGood) -> [Amount; 3] {
    [good.see_direct, good.see_indirect, good.indirect_counted]
}

/// A stream with every factor that a combustion has, used whole.
fn fuel(
    name: &str,
    tonnes: &str,
    (calorific, factor): &(String, String),
    share: &str,
) -> SourceStream {
    let activity = format!("{tonnes} t").parse().expect("an activity");
    SourceStream::new(name, StreamMethod::Combustion, activity)
        .net_calorific_value(format!("{calorific} GJ/t").parse().expect("a value"))
        .emission_factor(format!("{factor} t CO2/TJ").parse().expect("a factor"))
        .oxidation(amount("0.99"))
        .biomass(
            amount(share),
            ZeroRating::Evidence("a certificate".to_owned()),
        )
        .used_in(&self::name(0), Amount::ONE)
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Before the floor the attributed emissions of all processes are those of the sources, plus heat in, less heat out, plus
    /// waste gas in as natural gas (56.1 t/TJ), less waste gas out (56.1 × 0.667), less what electricity that is made emits:
    /// 2547 Annex III Equations 53 to 56.
    #[test]
    fn attributed_emissions_are_those_of_the_sources_and_what_crosses(plant in plant(Sizes::Exact)) {
        let embedded = embedded(&installation(&plant));
        let mut expected = BigRational::zero();
        for works in &plant {
            let crossing = &works.crossing;
            expected += product(&works.material);
            expected += product(&crossing.heat_imported) - product(&crossing.heat_exported);
            expected += rational(&crossing.waste_gas_imported) * rational("56.1");
            expected -= rational(&crossing.waste_gas_exported) * rational("37.4187");
            expected -= product(&crossing.electricity_produced);
        }
        let mut attributed = BigRational::zero();
        for process in &embedded.processes {
            prop_assert!(process.attribution.before_floor.is_exact());
            attributed += value(process.attribution.before_floor);
        }
        prop_assert_eq!(attributed, expected);
    }

    /// What processes pass on to each other cancels: the goods that leave embed what is attributed and what is bought, no
    /// matter in which loops they go.
    #[test]
    fn transfers_within_an_installation_cancel(plant in plant(Sizes::All)) {
        let embedded = embedded(&installation(&plant));
        for account in 0..3 {
            let (mut leaves, mut reach) = (BigRational::zero(), BigRational::zero());
            let mut enters = BigRational::zero();
            for (number, works) in plant.iter().enumerate() {
                let passed: BigRational = (0..plant.len())
                    .map(|taker| rational(&taken(&plant, taker, number)))
                    .sum();
                let to_market = rational(&works.produced.to_string()) - passed;
                let see = embeds(&embedded.goods[number])[account];
                leaves += value(see) * &to_market;
                reach += value(see.bound()) * to_market.abs();
                enters += &adds(works, &embedded, number)[account];
            }
            prop_assert!((&leaves - &enters).abs() <= reach, "{account}: {leaves} {enters}");
        }
    }

    /// The solution of a loop lies within its bound of the exact one, and the bound is tight.
    #[test]
    fn loops_are_solved_within_their_bound(plant in plant(Sizes::All)) {
        let embedded = embedded(&installation(&plant));
        let rows: Vec<Vec<BigRational>> = plant.iter().enumerate().map(|(row, works)| {
            let entries = (0..plant.len()).map(|column| {
                if row == column {
                    rational(&works.produced.to_string())
                } else {
                    -rational(&taken(&plant, row, column))
                }
            });
            entries.collect()
        }).collect();
        for account in 0..3 {
            let known = plant.iter().enumerate();
            let known = known.map(|(number, works)| adds(works, &embedded, number)[account].clone());
            let exact = solve(rows.clone(), known.collect()).expect("a solution");
            for (good, exact) in embedded.goods.iter().zip(&exact) {
                let figure = embeds(good)[account];
                let (distance, bound) = ((value(figure) - exact).abs(), value(figure.bound()));
                prop_assert!(distance <= bound, "{figure:?} {exact}");
                prop_assert!(bound <= exact.abs().max(BigRational::one()) * rational("1e-18"), "{figure:?}");
            }
        }
    }

    /// A source stream in two parts with the same factors is the source stream, to the last digit.
    #[test]
    fn a_stream_in_two_parts_changes_nothing(
        plant in plant(Sizes::Exact),
        parts in pair(Sizes::Exact),
        factors in pair(Sizes::Exact),
        share in 0_u32..=1000,
    ) {
        let share = format!("{}.{:03}", share / 1000, share % 1000);
        let [one, other] = [&parts.0, &parts.1];
        let sum = amount(one).plus(amount(other)).expect("a sum").to_string();
        let whole = installation(&plant).stream(fuel("fuel", &sum, &factors, &share));
        let split = installation(&plant)
            .stream(fuel("fuel, first half", one, &factors, &share))
            .stream(fuel("fuel, second half", other, &factors, &share));
        let (whole, split) = (embedded(&whole), embedded(&split));
        prop_assert_eq!(whole.goods, split.goods);
        prop_assert_eq!(whole.processes, split.processes);
        prop_assert_eq!(whole.installation_direct, split.installation_direct);
    }

    /// A precursor of which nothing is used changes nothing, whether it is bought, bought and not received, or of a process of
    /// the installation.
    #[test]
    fn a_precursor_at_zero_mass_changes_nothing(plant in plant(Sizes::All), values in pair(Sizes::All), received in any::<bool>()) {
        let before = embedded(&installation(&plant)).goods;
        let nothing = || "0 t".parse().expect("tonnes");
        let delivery = Delivery {
            supplier: "another".to_owned(),
            amount: "7 t".parse().expect("tonnes"),
            value: PrecursorValue::Default(PrecursorValues::with_indirect(amount(&values.0), amount(&values.1))),
        };
        let precursor = Precursor {
            name: "spare".to_owned(),
            cn: "72071111".to_owned(),
            deliveries: if received { vec![delivery] } else { Vec::new() },
        };
        let spare = Production::new("spare process", "1 t".parse().expect("tonnes"))
            .direct("1 t CO2e".parse().expect("emissions"))
            .takes(Taken::Bought { precursor: "spare".to_owned(), only: None, amount: nothing() })
            .takes(Taken::Made { process: name(0), good: None, amount: nothing() })
            .good(Good::new("72081000", "spare"));
        let with = installation(&plant).precursor(precursor).production(spare);
        let after = embedded(&with).goods;
        prop_assert_eq!(&after[..before.len()], &before[..]);
        prop_assert!(after[before.len()].see_direct == Amount::ONE);
    }
}
