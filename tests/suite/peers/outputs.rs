//! Processes of several outputs, waste treatment and substitution.

use cfp_core::Verb::{Avoids, Discards, Emits, Makes, Takes, Treats};
use cfp_core::{Allocation, Exchange, Process, System};

use super::{Case, Method, Sheet};
use crate::check::{assert_exactly, assert_proved, fraction, gwp};

/// A process of two products with all that allocation may need; its flow counts five per kg.
fn of_two_products(by: Allocation) -> System {
    let first = Exchange::new("4 kg")
        .price("7 CNY/kg")
        .property("mass", "6 kg/kg");
    let second = Exchange::new("6 MJ")
        .price("12 CNY/MJ")
        .property("mass", "4 kg/MJ");
    let process = Process::new("1")
        .makes("first product", first)
        .makes("second product", second)
        .emits("flow a", "10 kg")
        .allocate(by);
    System::builder()
        .process(process)
        .build()
        .expect("a system")
}

/// The kg of `flow a` that one run's worth of a product carries, and the score of one unit of it.
fn carried(system: &System, product: &str, amount: &str, mass: &str, score: &str) {
    let set = gwp(&[("flow a", "5")]);
    let footprint = system
        .footprint(product, amount, &set)
        .expect("a footprint");
    let carried = footprint.inventory[0].mass_kg.expect("a mass");
    assert_proved(product, carried, &fraction(mass));
    let intensities = system.intensities(&set).expect("intensities").intensities;
    let row = intensities
        .iter()
        .find(|row| row.product == product)
        .expect("a row");
    assert_proved(product, row.total, &fraction(score));
}

/// Origin: brightway-lca/multifunctional, `tests/test_lcia.py` and `test_allocation.py`: 4 × 7 of
/// 4 × 7 + 6 × 12 is 0.28.
#[test]
fn two_products_share_by_price() {
    let system = of_two_products(Allocation::Price);
    carried(&system, "first product", "4 kg", "2.8", "3.5");
    carried(&system, "second product", "6 MJ", "7.2", "6");
}

/// Origin: as above; 4 × 6 equals 6 × 4, so each carries half.
#[test]
fn two_products_share_by_mass() {
    let system = of_two_products(Allocation::Mass);
    carried(&system, "first product", "4 kg", "5", "6.25");
    carried(&system, "second product", "6 MJ", "5", "25/6");
}

/// That an amount of a product brings this score.
fn brings(system: &System, product: &str, amount: &str, flows: &[(&str, &str)], score: &str) {
    let footprint = system.footprint(product, amount, &gwp(flows));
    let footprint = footprint.expect("a footprint");
    assert_proved(product, footprint.total(), &fraction(score));
}

/// Origin: brightway-lca/multifunctional, `tests/test_lcia.py`, internal linking: cat 2.8 / 4 and first
/// gen 7.2 / 6, so p2 takes 10 × 1.2 + 100 × 0.7 = 82, half of it for 40 dogs.
#[test]
fn an_allocated_product_is_allocated_again() {
    let cat = Exchange::new("4 items").price("7 CNY/item");
    let first = Exchange::new("6 items").price("12 CNY/item");
    let dog = Exchange::new("40 items").price("2.5 CNY/item");
    let second = Exchange::new("50 items").price("2 CNY/item");
    let system = System::builder()
        .process(
            Process::new("p1")
                .makes("cat", cat)
                .makes("first gen", first)
                .emits("flow a", "10 kg")
                .allocate(Allocation::Price),
        )
        .process(
            Process::new("p2")
                .makes("dog", dog)
                .makes("second gen", second)
                .takes("first gen", "10 items")
                .takes("cat", "100 items")
                .allocate(Allocation::Price),
        )
        .build()
        .expect("a system");
    let set = gwp(&[("flow a", "1")]);
    let rows = system.intensities(&set).expect("intensities").intensities;
    for (product, score) in [("cat", "0.7"), ("dog", "1.025"), ("second gen", "0.82")] {
        let row = rows.iter().find(|row| row.product == product);
        assert_exactly(product, row.expect("a row").total, score);
    }
}

/// Origin: olca-modules, `AllocationTest`: 1 kg and 3 kg by mass, whether each is a product or a waste
/// taken in: a quarter of 2 kg is the kilogram's.
#[test]
fn products_and_treated_wastes_share_by_mass() {
    let roles = [
        (Makes, Makes),
        (Treats, Treats),
        (Treats, Makes),
        (Makes, Treats),
    ];
    for (first, second) in roles {
        let process = Process::new("P")
            .with(first, "f1", "1 kg")
            .with(second, "f2", "3 kg")
            .emits("CO2", "2 kg")
            .allocate(Allocation::Mass);
        let system = System::builder().process(process).build();
        let system = system.expect("a system");
        brings(&system, "f1", "1 kg", &[("CO2", "1")], "0.5");
        brings(&system, "f2", "3 kg", &[("CO2", "1")], "1.5");
    }
}

/// Origin: olca-modules, `AllocateAvoidedTest`: the credit is shared like the burden,
/// 0.75 × 2 - 0.75 × 0.5 × 1.5.
#[test]
fn a_credit_is_shared_too() {
    let process = Process::new("P")
        .makes("p", Exchange::new("1 kg").share("0.75"))
        .makes("q", Exchange::new("1 kg").share("0.25"))
        .avoids("a", "0.5 kg")
        .emits("e", "2 kg")
        .allocate(Allocation::Share);
    let displaced = Process::new("A").makes("a", "1 kg").emits("e", "1.5 kg");
    let system = System::builder().processes([process, displaced]).build();
    let system = system.expect("a system");
    brings(&system, "p", "1 kg", &[("e", "1")], "0.9375");
    brings(&system, "q", "1 kg", &[("e", "1")], "0.3125");
}

/// Origin: olca-modules, `AllocationRefTest`. 500 l of dry volume are 0.5 / 0.8 m3 at 255 kg: 318.75 kg
/// per m3 and 159.375 kg, beside 200 kg of waste. 20 EUR at 1.2 USD are 24 USD, beside 10 USD.
#[test]
fn weights_come_from_properties_in_other_units() {
    let system = |by: Allocation| {
        let product = Exchange::new("500 l")
            .property("mass", "318.75 kg/m3")
            .price("0.048 USD/l");
        let waste = Exchange::new("200 kg").price("0.05 USD/kg");
        let process = Process::new("works")
            .makes("p", product)
            .treats("w", waste)
            .emits("e", "1 kg")
            .allocate(by);
        let system = System::builder().process(process).build();
        system.expect("a system")
    };
    let by_mass = system(Allocation::Mass);
    brings(&by_mass, "p", "0.5 m3", &[("e", "1")], "159.375/359.375");
    brings(&by_mass, "w", "0.2 t", &[("e", "1")], "200/359.375");
    let by_price = system(Allocation::Price);
    brings(&by_price, "p", "0.5 m3", &[("e", "1")], "12/17");
    brings(&by_price, "w", "0.2 t", &[("e", "1")], "5/17");
}

/// Origin: olca-modules, `AvoidedFlowsTest`: half a p2 is displaced, so its maker runs -0.5 times.
#[test]
fn an_avoided_product() {
    Case {
        sheets: &[
            Sheet {
                name: "make p1",
                lines: &[
                    (Makes, "p1", "1 kg"),
                    (Avoids, "p2", "0.5 kg"),
                    (Emits, "CO2, fossil", "2 kg"),
                ],
            },
            Sheet {
                name: "make p2",
                lines: &[(Makes, "p2", "1 kg"), (Emits, "CO2, fossil", "2 kg")],
            },
        ],
        demand: ("p1", "1 kg"),
        runs: &[("make p1", "1"), ("make p2", "-0.5")],
        masses: &[("CO2, fossil", "1")],
        methods: &[Method {
            values: &[("CO2", "1")],
            total: "1",
            per_unit: &[("p1", "1"), ("p2", "2")],
            direct: &[("make p1", "2"), ("make p2", "-1")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `AvoidedFlowsTest`: half a kilogram less of waste is treated.
#[test]
fn an_avoided_waste() {
    Case {
        sheets: &[
            Sheet {
                name: "make p",
                lines: &[
                    (Makes, "p", "1 kg"),
                    (Avoids, "w", "0.5 kg"),
                    (Emits, "CO2, fossil", "2 kg"),
                ],
            },
            Sheet {
                name: "treat w",
                lines: &[(Treats, "w", "1 kg"), (Emits, "CO2, fossil", "2 kg")],
            },
        ],
        demand: ("p", "1 kg"),
        runs: &[("make p", "1"), ("treat w", "-0.5")],
        masses: &[("CO2, fossil", "1")],
        methods: &[Method {
            values: &[("CO2", "1")],
            total: "1",
            per_unit: &[("p", "1"), ("w", "2")],
            direct: &[("make p", "2"), ("treat w", "-1")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `WasteCalculationTest`: two kilograms of waste go downstream.
#[test]
fn a_waste_downstream() {
    Case {
        sheets: &[
            Sheet {
                name: "P",
                lines: &[(Makes, "p", "1 kg"), (Discards, "w", "2 kg")],
            },
            Sheet {
                name: "W",
                lines: &[(Treats, "w", "1 kg"), (Emits, "e", "2 kg")],
            },
        ],
        demand: ("p", "1 kg"),
        runs: &[("P", "1"), ("W", "2")],
        masses: &[("e", "4")],
        methods: &[Method {
            values: &[("e", "1")],
            total: "4",
            per_unit: &[("p", "4"), ("w", "2")],
            direct: &[("P", "0"), ("W", "4")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `WasteCalculationTest`: what is wanted is the treatment of a kilogram.
#[test]
fn a_waste_as_reference() {
    Case {
        sheets: &[
            Sheet {
                name: "W",
                lines: &[(Treats, "w", "1 kg"), (Takes, "p", "2 kg")],
            },
            Sheet {
                name: "P",
                lines: &[(Makes, "p", "1 kg"), (Emits, "e", "2 kg")],
            },
        ],
        demand: ("w", "1 kg"),
        runs: &[("W", "1"), ("P", "2")],
        masses: &[("e", "4")],
        methods: &[Method {
            values: &[("e", "1")],
            total: "4",
            per_unit: &[("w", "4"), ("p", "2")],
            direct: &[("P", "4")],
        }],
        exact: true,
    }
    .check();
}
