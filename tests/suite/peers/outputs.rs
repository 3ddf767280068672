//! Processes of several outputs, waste treatment and substitution.

use cfp_core::Verb::{Avoids, Discards, Emits, Makes, Takes, Treats};
use cfp_core::{Allocation, Exchange, Process, System};

use super::{Case, Method, Sheet};
use crate::check::{assert_proved, fraction, gwp};

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
