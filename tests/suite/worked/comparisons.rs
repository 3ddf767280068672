//! Comparisons of two systems, with every part computed by hand.

use cfp_core::{
    Allocation, Analysis, Changed, Demand, Difference, Exchange, GwpSet, Process, System, Verb,
};

fn analysis(system: cfp_core::SystemBuilder, demand: &Demand) -> Analysis {
    let gwp = GwpSet::of_values("CO2 only", [("CO2", "1")]).expect("numbers");
    let solved = system.build().and_then(|system| system.solve());
    let solved = solved.expect("a solution");
    solved.analyse(demand, &gwp).expect("an analysis")
}

/// The parts as kg CO2e and what they are of.
fn parts(difference: &Difference) -> Vec<(String, String)> {
    let parts = difference.parts.iter();
    let named = parts.map(|part| {
        let of = match &part.of {
            Changed::Supply { flow, .. } => format!("supply {flow}"),
            Changed::Gas { gas, .. } => format!("gas {gas}"),
            Changed::Exchange {
                process,
                verb,
                flow,
                ..
            } => {
                format!("{process} {} {flow}", verb.word())
            }
            Changed::Allocation { process } => format!("allocation {process}"),
            Changed::Demand { .. } => "demand".to_owned(),
            _ => String::new(),
        };
        (part.co2e.to_string(), of)
    });
    named.collect()
}

fn expected(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    let parts = parts.iter();
    parts
        .map(|(co2e, of)| ((*co2e).to_owned(), (*of).to_owned()))
        .collect()
}

/// Billet moves from a supply of 9 kg to a caster of 2 kg per kg, the yield from 1.1 to 1.05 kg, 1 kg of profile.
/// Before 1.1 × 9 = 9.9, after 1.05 × 2 = 2.1: one exchange changed, so that all of -7.8 is its part.
#[test]
fn another_provider_and_another_amount_are_one_exchange() {
    let system = |billet: Exchange| {
        System::builder()
            .process(
                Process::new("press")
                    .makes("profile", "1 kg")
                    .takes("billet", billet),
            )
            .process(
                Process::new("cast")
                    .makes("billet", "1 kg")
                    .emits("CO2", "2 kg"),
            )
            .supply("billet", "9 kg CO2e/kg")
    };
    let demand = Demand::new("profile", "1 kg");
    let before = analysis(system(Exchange::new("1.1 kg").from_supply()), &demand);
    let after = analysis(
        system(Exchange::new("1.05 kg").from_process("cast")),
        &demand,
    );
    let difference = before.compared_with(&after).expect("a comparison");
    assert_eq!(
        parts(&difference),
        expected(&[("-7.8", "press takes billet")])
    );
    assert_eq!(difference.remainder.to_string(), "0");
    assert_eq!(difference.parts[0].amount.to_string(), "1.05");
    assert_eq!(
        difference.parts[0].of,
        Changed::Exchange {
            process: "press".into(),
            verb: Verb::Takes,
            flow: "billet".into(),
            before: Some("1.1 kg".into()),
            after: Some("1.05 kg".into()),
            from_before: Some("supply".into()),
            from_after: Some("cast".into()),
        }
    );
}

/// A chain: 2 kg of CO2 at the mine, later 1; 3 t of ore per t of metal, later 2; 1 t of metal, later 2.
/// Before 6, after 4. By hand, the mean of both orders: runs of the mine 3 and 4, price of ore 2 and 1, price of metal 6
/// and 2, runs of the smelter 1 and 2.
/// mine emits: mean of runs 3.5 × -1 = -3.5; smelter takes: -1 × (2 × 2 + 1 × 1) / 2 = -2.5; demand: 1 × (6 + 2) / 2 = 4.
#[test]
fn a_chain_is_parted_by_the_mean_of_both_orders() {
    let system = |co2: &str, ore: &str| {
        System::builder()
            .process(Process::new("mine").makes("ore", "1 t").emits("CO2", co2))
            .process(
                Process::new("smelter")
                    .makes("metal", "1 t")
                    .takes("ore", ore),
            )
    };
    let before = analysis(system("2 kg", "3 t"), &Demand::new("metal", "1 t"));
    let after = analysis(system("1 kg", "2 t"), &Demand::new("metal", "2000 kg"));
    let difference = before.compared_with(&after).expect("a comparison");
    let wanted = [
        ("4", "demand"),
        ("-3.5", "mine emits CO2"),
        ("-2.5", "smelter takes ore"),
    ];
    assert_eq!(parts(&difference), expected(&wanted));
    assert_eq!(difference.change.to_string(), "-2");
    assert_eq!(difference.remainder.to_string(), "0");
}

/// 10 kg of CO2 for steam and power, by shares 0.4 and 0.6, later 0.5 and 0.5: 1 GJ of steam moves by 1 kg, by
/// allocation alone; and where the burdens are 12 kg later, by 0.45 × 2 more and 0.1 × 11.
#[test]
fn allocation_is_a_part_of_its_own() {
    let system = |co2: &str, steam: &str, power: &str| {
        let plant = Process::new("plant")
            .makes("steam", Exchange::new("1 GJ").share(steam))
            .makes("power", Exchange::new("1 GJ").share(power))
            .emits("CO2", co2)
            .allocate(Allocation::Share);
        System::builder().process(plant)
    };
    let demand = Demand::new("steam", "1 GJ");
    let before = analysis(system("10 kg", "0.4", "0.6"), &demand);
    let after = analysis(system("10 kg", "0.5", "0.5"), &demand);
    let difference = before.compared_with(&after).expect("a comparison");
    assert_eq!(parts(&difference), expected(&[("1", "allocation plant")]));
    let more = analysis(system("12 kg", "0.5", "0.5"), &demand);
    let difference = before.compared_with(&more).expect("a comparison");
    let wanted = [("1.1", "allocation plant"), ("0.9", "plant emits CO2")];
    assert_eq!(parts(&difference), expected(&wanted));
}

/// The same plant weighed by price in yuan and by equal parts of one: other units of weight are no change by themselves.
/// 3 and 1 yuan are shares of 0.75 and 0.25, later 0.5 and 0.5, and twice the CO2.
/// Before 7.5, after 10: emission 0.625 × 10 = 6.25, allocation 15 × -0.25 = -3.75.
#[test]
fn weights_of_another_size_are_shares_all_the_same() {
    let plant = |co2: &str| {
        Process::new("plant")
            .makes("steam", Exchange::new("1 GJ").price("3 CNY/GJ"))
            .makes("power", Exchange::new("1 GJ").price("1 CNY/GJ"))
            .emits("CO2", co2)
    };
    let demand = Demand::new("steam", "1 GJ");
    let by_price = plant("10 kg").allocate(Allocation::Price);
    let before = analysis(System::builder().process(by_price), &demand);
    let equal = plant("20 kg").allocate(Allocation::Equal);
    let after = analysis(System::builder().process(equal), &demand);
    let difference = before.compared_with(&after).expect("a comparison");
    let wanted = [("6.25", "plant emits CO2"), ("-3.75", "allocation plant")];
    assert_eq!(parts(&difference), expected(&wanted));
    assert_eq!(difference.remainder.to_string(), "0");
}

/// A loop of mine and plant: power p = 0.9 + 0.4 c and coal c = 0.1 p before, so p = 0.9 / 0.96 = 0.9375; with c = 0.05 p
/// after, p = 0.9 / 0.98. Only the mine's power changed, so that all of the change is its part.
#[test]
fn a_loop_is_parted_as_a_chain_is() {
    let system = |power: &str| {
        System::builder()
            .process(
                Process::new("mine")
                    .makes("coal", "1 kg")
                    .takes("power", power),
            )
            .process(
                Process::new("plant")
                    .makes("power", "1 kWh")
                    .takes("coal", "0.4 kg")
                    .emits("CO2", "0.9 kg"),
            )
    };
    let demand = Demand::new("power", "1 kWh");
    let before = analysis(system("0.1 kWh"), &demand);
    let after = analysis(system("0.05 kWh"), &demand);
    let difference = before.compared_with(&after).expect("a comparison");
    assert_eq!(difference.parts.len(), 1);
    // 0.9 / 0.98 - 0.9375 = -0.0191326530612244897959...
    assert_eq!(
        difference.parts[0].co2e.value().significant(15),
        "-0.0191326530612245"
    );
    let bound = difference.remainder.bound().expect("a bound");
    assert!(
        difference
            .remainder
            .value()
            .magnitude()
            .rank(&bound)
            .is_le()
    );
}

/// An input that only one of the two has is an exchange from or to nothing; a cut-off that is supplied later counts then.
#[test]
fn inputs_come_and_go() {
    let press = || Process::new("press").makes("profile", "1 kg");
    let demand = Demand::new("profile", "1 kg");
    let before = System::builder()
        .process(press().takes("oil", "2 kg"))
        .cut_off("oil");
    let after = System::builder()
        .process(press().takes("oil", "2 kg").takes("gas", "3 m3"))
        .supply("oil", "0.5 kg CO2e/kg")
        .supply("gas", "2 kg CO2e/m3");
    let difference = analysis(before, &demand).compared_with(&analysis(after, &demand));
    let difference = difference.expect("a comparison");
    let wanted = [("6", "press takes gas"), ("1", "press takes oil")];
    assert_eq!(parts(&difference), expected(&wanted));
    let Changed::Exchange { before, after, .. } = &difference.parts[0].of else {
        panic!("an exchange");
    };
    assert_eq!((before.as_deref(), after.as_deref()), (None, Some("3 m3")));
}
