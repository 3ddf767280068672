//! Outputs that share, credits and treatments in one sheet, by hand.

use cfp_core::{Allocation, Exchange, Explain, Process, Supply, System};

use super::{co2, intensity};
use crate::check::{assert_exactly, assert_proved, fraction};

fn system(processes: impl IntoIterator<Item = Process>) -> System {
    System::builder()
        .processes(processes)
        .build()
        .expect("a system")
}

/// What is credited for power stays with heat: 60 kg emitted, less 50 kWh × 0.8 kg, over 400 MJ.
#[test]
fn substitution_in_place_of_sharing() {
    let plant = Process::new("heat and power plant")
        .makes("heat", "400 MJ")
        .avoids("power", "50 kWh")
        .emits("CO2", "60 kg");
    let grid = Process::new("grid")
        .makes("power", "1 kWh")
        .emits("CO2", "0.8 kg");
    let modelled = system([plant.clone(), grid]);
    assert_exactly("a megajoule", intensity(&modelled, "heat"), "0.05");
    // A published factor displaces as well as a process does.
    let supplied = System::builder()
        .process(plant)
        .supply("power", Supply::new("0.8 kg CO2e/kWh"))
        .build()
        .expect("a system");
    assert_exactly("a megajoule", intensity(&supplied, "heat"), "0.05");
}

/// A kiln burns 2 t of tyres that an incinerator would have burnt at 700 kg per tonne, of which 100 kg
/// are for 50 kWh of its own: 5000 - 2 × (700 + 50 × 2) kg over 8 t of clinker.
#[test]
fn avoided_treatment_with_its_own_chain() {
    let kiln = Process::new("kiln")
        .makes("clinker", "8 t")
        .avoids("tyres", "2 t")
        .emits("CO2", "5000 kg");
    let incinerator = Process::new("incinerator")
        .treats("tyres", "1000 kg")
        .takes("power", "50 kWh")
        .emits("CO2", "700 kg");
    let plant = Process::new("power plant")
        .makes("power", "1 kWh")
        .emits("CO2", "2 kg");
    let system = system([kiln, incinerator, plant]);
    assert_exactly("a tonne", intensity(&system, "clinker"), "425");
}

/// A credit is shared by the rule of its process, unless one output causes it. Of 30 kg emitted and
/// 10 kg credited, 3 : 1 by mass: a 0.75 × 20 / 3 = 5, b 0.25 × 20 = 5; with the credit b's alone, a
/// 0.75 × 30 / 3 = 7.5 and b 0.25 × 30 - 10 = -2.5.
#[test]
fn a_credit_that_one_output_causes() {
    let plant = |credit: Exchange| {
        let process = Process::new("plant")
            .makes("a", "3 kg")
            .makes("b", "1 kg")
            .avoids("c", credit)
            .emits("CO2", "30 kg")
            .allocate(Allocation::Mass);
        let displaced = Process::new("maker of c")
            .makes("c", "1 kg")
            .emits("CO2", "2 kg");
        system([process, displaced])
    };
    let shared = plant(Exchange::new("5 kg"));
    assert_exactly("a", intensity(&shared, "a"), "5");
    assert_exactly("b", intensity(&shared, "b"), "5");
    let caused = plant(Exchange::new("5 kg").causal("b", "1"));
    assert_exactly("a", intensity(&caused, "a"), "7.5");
    assert_exactly("b", intensity(&caused, "b"), "-2.5");
}

/// A refinery by energy, then a cracker by price. 40 t × 44 GJ of naphtha and 60 t × 43 GJ of diesel
/// are 1760 : 2580 of 4340, so naphtha bears 434 t × 1760 / 4340 = 176 t: 4.4 t per tonne. The cracker
/// takes 3 t of it, 13.2 t, emits 1.8 t, and 1 t × 9000 CNY of ethylene and 0.5 t × 6000 CNY of
/// propylene share 15 t by 3 : 1: 11.25 t, and 3.75 t over 0.5 t.
#[test]
fn chained_by_two_rules() {
    let naphtha = Exchange::new("40 t").property("energy", "44 GJ/t");
    let diesel = Exchange::new("60 t").property("energy", "43 GJ/t");
    let refinery = Process::new("refinery")
        .makes("naphtha", naphtha)
        .makes("diesel", diesel)
        .emits("CO2", "434 t")
        .allocate(Allocation::Energy);
    let cracker = Process::new("cracker")
        .makes("ethylene", Exchange::new("1 t").price("9000 CNY/t"))
        .makes("propylene", Exchange::new("0.5 t").price("6 CNY/kg"))
        .takes("naphtha", "3000 kg")
        .emits("CO2", "1800 kg")
        .allocate(Allocation::Price);
    let system = system([cracker, refinery]);
    for (product, kilograms) in [
        ("naphtha", "4400"),
        ("diesel", "4300"),
        ("ethylene", "11250"),
        ("propylene", "7500"),
    ] {
        assert_proved(product, intensity(&system, product), &fraction(kilograms));
    }
}

/// A share of zero carries nothing of what is shared, but all that it alone causes: 10 kg and 3 kg.
#[test]
fn a_factor_of_zero_spares_nobody_his_own_cause() {
    let process = Process::new("mill")
        .makes("flour", Exchange::new("4 kg").share("1"))
        .makes("bran", Exchange::new("1 kg").share("0"))
        .emits("CO2", "10 kg")
        .emits("CO2", Exchange::new("3 kg").causal("bran", "1"))
        .allocate(Allocation::Share);
    let system = system([process]);
    assert_exactly("flour", intensity(&system, "flour"), "2.5");
    assert_exactly("bran", intensity(&system, "bran"), "3");
}

/// An incinerator treats 2 t of waste and makes 900 kWh of power. Its 1200 kg of CO2 go by price, 2 t ×
/// 270 CNY : 900 kWh × 0.4 CNY = 540 : 360; 150 kg of lime at 1 kg each are the waste's alone, and the
/// ash of 400 kg at 0.25 kg each by halves. Waste 720 + 150 + 50 = 920 kg over 2 t, power 480 + 50 =
/// 530 kg over 900 kWh.
#[test]
fn a_service_and_a_product_with_causes_of_their_own() {
    let ash = Exchange::new("400 kg")
        .causal("power", "0.5")
        .causal("waste", "0.5");
    let process = Process::new("incinerator")
        .treats("waste", Exchange::new("2 t").price("270 CNY/t"))
        .makes("power", Exchange::new("900 kWh").price("0.4 CNY/kWh"))
        .takes("lime", Exchange::new("150 kg").causal("waste", "1"))
        .discards("ash", ash)
        .emits("CO2", "1200 kg")
        .allocate(Allocation::Price);
    let system = System::builder()
        .process(process)
        .process(
            Process::new("kiln")
                .makes("lime", "1 kg")
                .emits("CO2", "1 kg"),
        )
        .supply("ash", Supply::new("0.25 kg CO2e/kg"))
        .build()
        .expect("a system");
    assert_proved("a tonne", intensity(&system, "waste"), &fraction("460"));
    assert_proved("a kWh", intensity(&system, "power"), &fraction("530/900"));
    // A tenth of the power bears a tenth of its part.
    let demand = system.footprint("power", "90 kWh", &co2());
    assert_proved(
        "power",
        demand.expect("a footprint").total(),
        &fraction("53"),
    );
}

/// Two lines under one roof, as two processes or as one with a cause for every exchange: melting 90 kg
/// and rolling 20 kg. Where every exchange has its cause, no rule has anything to share.
#[test]
fn subdivision_is_what_causes_say() {
    let apart = system([
        Process::new("casting")
            .makes("casting", "6 kg")
            .emits("CO2", "90 kg"),
        Process::new("rolling")
            .makes("sheet", "4 kg")
            .emits("CO2", "20 kg"),
    ]);
    for rule in [Allocation::Mass, Allocation::Equal] {
        let together = system([Process::new("works")
            .makes("casting", "6 kg")
            .makes("sheet", "4 kg")
            .emits("CO2", Exchange::new("90 kg").causal("casting", "1"))
            .emits("CO2", Exchange::new("20 kg").causal("sheet", "1"))
            .allocate(rule)]);
        for (product, kilograms) in [("casting", "15"), ("sheet", "5")] {
            assert_exactly(product, intensity(&apart, product), kilograms);
            assert_proved(product, intensity(&together, product), &fraction(kilograms));
        }
    }
}

/// What a process with two outputs and no rule is offered.
fn offered(process: Process) -> Vec<String> {
    let error = System::builder().process(process).build();
    let error = error.expect_err("an unstated allocation");
    assert_eq!(error.problems().len(), 1);
    assert_eq!(error.problems()[0].code(), "allocation-not-stated");
    let details = error.problems()[0].details();
    details.into_iter().map(|detail| detail.text).collect()
}

/// A price of one output alone is no rule, and neither are prices in two currencies; what weighs every
/// output is offered with its shares: 6 : 2 by mass, 6 × 2 : 2 × 4 by exergy.
#[test]
fn only_rules_that_weigh_every_output_are_offered() {
    let works = |tar: Exchange| {
        Process::new("works")
            .makes(
                "coke",
                Exchange::new("6 kg")
                    .price("2 CNY/kg")
                    .property("exergy", "2 MJ/kg"),
            )
            .makes("tar", tar.property("exergy", "4000 kJ/kg"))
    };
    let physical = [
        "mass: `coke` 0.75, `tar` 0.25",
        "equal: `coke` 0.5, `tar` 0.5",
        "exergy: `coke` 0.6, `tar` 0.4",
    ];
    assert_eq!(offered(works(Exchange::new("2 kg"))), physical);
    let in_euro = works(Exchange::new("2 kg").price("3 EUR/kg"));
    assert_eq!(offered(in_euro), physical);
    let in_yuan = offered(works(Exchange::new("2 kg").price("2 CNY/kg")));
    assert!(
        in_yuan.contains(&"price: `coke` 0.75, `tar` 0.25".to_owned()),
        "{in_yuan:?}"
    );
    // 0.4 and 0.5 do not sum to one, and are no shares.
    let plant = |other: &str| {
        Process::new("plant")
            .makes("a", Exchange::new("1 kg").share("0.4"))
            .makes("b", Exchange::new("1 m3").share(other))
    };
    assert_eq!(offered(plant("0.5")), ["equal: `a` 0.5, `b` 0.5"]);
    let shares = ["share: `a` 0.4, `b` 0.6", "equal: `a` 0.5, `b` 0.5"];
    assert_eq!(offered(plant("0.6")), shares);
}

/// A treated waste is an output among others: a tonne and 500 kWh share no mass and no energy until the
/// waste says what it holds, 1 t × 2.7 GJ beside 1.8 GJ; 400 CNY of fees beside 100 CNY.
#[test]
fn a_service_is_offered_with_its_product() {
    let incinerator = |waste: Exchange| {
        Process::new("incinerator")
            .treats("waste", waste)
            .makes("power", Exchange::new("500 kWh").price("0.2 CNY/kWh"))
    };
    let equal = "equal: `waste` 0.5, `power` 0.5".to_owned();
    let unknown = offered(incinerator(Exchange::new("1 t")));
    assert_eq!(unknown, std::slice::from_ref(&equal));
    let known = Exchange::new("1 t")
        .price("400 CNY/t")
        .property("energy", "2.7 MJ/kg");
    let energy = "energy: `waste` 0.6, `power` 0.4".to_owned();
    let price = "price: `waste` 0.8, `power` 0.2".to_owned();
    assert_eq!(offered(incinerator(known)), [energy, price, equal]);
}

/// What a rule weighs by is a mass, an energy or money: a number of another kind under the name would
/// share as well, and mean nothing.
#[test]
fn a_weight_of_another_kind_is_refused() {
    let both = |first: Exchange, second: Exchange, rule: Allocation| {
        let works = Process::new("works").makes("a", first).makes("b", second);
        let built = System::builder().process(works.allocate(rule)).build();
        let error = built.expect_err("refused");
        let problems = error.problems().iter();
        let told = problems.map(|problem| (problem.code(), problem.to_string()));
        told.collect::<Vec<_>>()
    };
    let of = |name: &str, value: &str| Exchange::new("1 kg").property(name, value);
    let priced = |price: &str| Exchange::new("1 kg").price(price);
    let energies = both(priced("2 MJ/kg"), priced("8 MJ/kg"), Allocation::Price);
    let by_mass = both(
        of("mass", "2 MJ/kg"),
        of("mass", "8 MJ/kg"),
        Allocation::Mass,
    );
    let by_energy = both(
        of("energy", "2 kg/kg"),
        of("energy", "8 kg/kg"),
        Allocation::Energy,
    );
    for told in [energies, by_mass, by_energy] {
        assert_eq!(told.len(), 2, "{told:?}");
        for ((code, message), output) in told.iter().zip(["`a`", "`b`"]) {
            assert_eq!(*code, "wrong-dimension");
            assert!(message.contains(output), "{message}");
        }
    }
    // Money alone is no price of a kilogram.
    let lump = both(priced("2 CNY"), priced("8 CNY/kg"), Allocation::Price);
    assert_eq!(lump[0].0, "not-per-unit");
    // The same money of two years is not the same.
    let years = both(
        priced("2 CNY2015/kg"),
        priced("8 CNY/kg"),
        Allocation::Price,
    );
    assert_eq!(years[0].0, "mixed-currencies");
}
