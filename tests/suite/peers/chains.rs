//! Systems without loops: every answer is a decimal, and every bound is zero.

use cfp_core::Process;
use cfp_core::System;
use cfp_core::Verb::{Emits, Makes, Takes};

use super::{Case, Method, Sheet, processes, row};
use crate::check::{assert_exactly, assert_proved, fraction, gwp};

/// Origin: Heijungs and Suh (2002), chapter 2, as in the readme of `renaud/lca_with_matrices`.
/// Production is not in ones, and a resource stands as a negative emission.
#[test]
fn electricity_from_fuel() {
    Case {
        sheets: &[
            Sheet {
                name: "electricity production",
                lines: &[
                    (Makes, "electricity", "10 kWh"),
                    (Takes, "fuel", "2 l"),
                    (Emits, "CO2, fossil", "1 kg"),
                    (Emits, "SO2", "0.1 kg"),
                ],
            },
            Sheet {
                name: "fuel production",
                lines: &[
                    (Makes, "fuel", "100 l"),
                    (Emits, "CO2, fossil", "10 kg"),
                    (Emits, "SO2", "2 kg"),
                    (Emits, "crude oil", "-50 kg"),
                ],
            },
        ],
        demand: ("electricity", "1000 kWh"),
        runs: &[("electricity production", "100"), ("fuel production", "2")],
        masses: &[("CO2, fossil", "120"), ("SO2", "14"), ("crude oil", "-100")],
        methods: &[Method {
            values: &[("CO2", "1"), ("SO2", "0"), ("crude oil", "0")],
            total: "120",
            // 1/10 + 2/10 × 10/100 of CO2 per kWh.
            per_unit: &[("electricity", "0.12"), ("fuel", "0.1")],
            direct: &[("electricity production", "100"), ("fuel production", "20")],
        }],
        exact: true,
    }
    .check();
}

/// Six processes that several demands and methods of one test share.
const SIX: &[Sheet] = &[
    Sheet {
        name: "1",
        lines: &[
            (Makes, "101", "1 item"),
            (Takes, "100", "0.2 items"),
            (Takes, "102", "0.5 items"),
            (Emits, "200", "2 kg"),
            (Emits, "201", "1 kg"),
        ],
    },
    Sheet {
        name: "2",
        lines: &[
            (Makes, "102", "1 item"),
            (Takes, "100", "0.5 items"),
            (Emits, "200", "4 kg"),
            (Emits, "201", "2 kg"),
        ],
    },
    Sheet {
        name: "3",
        lines: &[
            (Makes, "100", "1 item"),
            (Emits, "200", "8 kg"),
            (Emits, "201", "3 kg"),
        ],
    },
    Sheet {
        name: "4",
        lines: &[
            (Makes, "104", "1 item"),
            (Takes, "100", "0.1 items"),
            (Takes, "101", "0.2 items"),
            (Takes, "103", "0.4 items"),
            (Emits, "200", "1 kg"),
        ],
    },
    Sheet {
        name: "5",
        lines: &[
            (Makes, "103", "1 item"),
            (Takes, "101", "0.1 items"),
            (Emits, "200", "2 kg"),
            (Emits, "202", "1 kg"),
        ],
    },
    Sheet {
        name: "6",
        lines: &[
            (Makes, "105", "1 item"),
            (Takes, "100", "0.1 items"),
            (Takes, "102", "0.2 items"),
            (Emits, "200", "1 kg"),
            (Emits, "202", "2 kg"),
            (Emits, "203", "3 kg"),
        ],
    },
];

/// The first method counts every flow once.
const FIRST: &[(&str, &str)] = &[("200", "1"), ("201", "1"), ("202", "1"), ("203", "1")];

/// The second counts 201 and 203 tenfold, and leaves the others out: here by an explicit zero.
const SECOND: &[(&str, &str)] = &[("200", "0"), ("201", "10"), ("202", "0"), ("203", "10")];

/// Origin: brightway2-calc, `tests/test_multi_lca.py`, the demand `gamma`.
#[test]
fn two_methods_for_one_demand() {
    Case {
        sheets: SIX,
        demand: ("100", "1 item"),
        runs: &[("3", "1")],
        masses: &[("200", "8"), ("201", "3")],
        methods: &[
            Method {
                values: FIRST,
                total: "11",
                per_unit: &[("100", "11")],
                direct: &[("3", "11")],
            },
            Method {
                values: SECOND,
                total: "30",
                per_unit: &[("100", "30")],
                direct: &[("3", "30")],
            },
        ],
        exact: true,
    }
    .check();
}

/// Origin: brightway2-calc, `tests/test_multi_lca.py`, the demand `zeta`: 3 × (3 × 10 + 10), where
/// the 10 is what 0.1 + 0.2 × 0.5 = 0.2 of product 100 and 0.2 of product 102 bring.
#[test]
fn another_demand_of_the_same_system() {
    Case {
        sheets: SIX,
        demand: ("105", "3 items"),
        runs: &[("6", "3"), ("2", "0.6"), ("3", "0.6")],
        masses: &[("203", "9"), ("202", "6"), ("201", "3")],
        methods: &[Method {
            values: SECOND,
            total: "120",
            per_unit: &[("105", "40"), ("102", "35")],
            direct: &[("6", "90")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `SubResultsTest`: an assembly within an assembly, with half a unit as
/// reference flow. One run of B with its supply chain brings 1 + 2 = 3, its unit twice as much.
#[test]
fn a_sub_assembly() {
    Case {
        sheets: &[
            Sheet {
                name: "A",
                lines: &[(Makes, "a", "1 kg"), (Emits, "CO2, fossil", "1 kg")],
            },
            Sheet {
                name: "B",
                lines: &[
                    (Makes, "b", "0.5 kg"),
                    (Takes, "a", "2 kg"),
                    (Emits, "CO2, fossil", "1 kg"),
                ],
            },
            Sheet {
                name: "C",
                lines: &[
                    (Makes, "c", "1 kg"),
                    (Takes, "b", "2 kg"),
                    (Emits, "CO2, fossil", "1 kg"),
                ],
            },
        ],
        demand: ("c", "1 kg"),
        runs: &[("A", "8"), ("B", "4"), ("C", "1")],
        masses: &[("CO2, fossil", "13")],
        methods: &[Method {
            values: &[("CO2", "1")],
            total: "13",
            per_unit: &[("a", "1"), ("b", "6"), ("c", "13")],
            direct: &[("A", "8"), ("B", "4"), ("C", "1")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: volca, test/GoldenData.hs: the smallest chain.
#[test]
fn a_chain_of_three() {
    Case {
        sheets: &[
            Sheet {
                name: "make X",
                lines: &[(Makes, "X", "1 kg"), (Takes, "Y", "0.6 kg")],
            },
            Sheet {
                name: "make Y",
                lines: &[(Makes, "Y", "1 kg"), (Takes, "Z", "0.4 kg")],
            },
            Sheet {
                name: "make Z",
                lines: &[
                    (Makes, "Z", "1 kg"),
                    (Emits, "CO2, fossil", "4 kg"),
                    (Emits, "Zinc II", "0.003 kg"),
                ],
            },
        ],
        demand: ("X", "1 kg"),
        runs: &[("make X", "1"), ("make Y", "0.6"), ("make Z", "0.24")],
        masses: &[("CO2, fossil", "0.96"), ("Zinc II", "0.00072")],
        methods: &[Method {
            values: &[("CO2", "1"), ("Zinc II", "0")],
            total: "0.96",
            per_unit: &[("X", "0.96"), ("Y", "1.6"), ("Z", "4")],
            direct: &[("make X", "0"), ("make Z", "0.96")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `SystemInSystemTest`: a product system that another one takes as a whole.
#[test]
fn a_system_in_a_system() {
    Case {
        sheets: &[
            Sheet {
                name: "P",
                lines: &[(Makes, "p", "1 kg"), (Emits, "e", "21 kg")],
            },
            Sheet {
                name: "Q",
                lines: &[
                    (Makes, "q", "1 kg"),
                    (Takes, "p", "1 kg"),
                    (Emits, "e", "21 kg"),
                ],
            },
        ],
        demand: ("q", "1 kg"),
        runs: &[("P", "1"), ("Q", "1")],
        masses: &[("e", "42")],
        methods: &[Method {
            values: &[("e", "1")],
            total: "42",
            per_unit: &[("p", "21"), ("q", "42")],
            direct: &[("P", "21"), ("Q", "21")],
        }],
        exact: true,
    }
    .check();
}

/// Five processes of which two make their product not in ones.
const FIVE: &[Sheet] = &[
    Sheet {
        name: "c1",
        lines: &[
            (Makes, "r1", "2 items"),
            (Emits, "g1", "3 kg"),
            (Emits, "g2", "1 kg"),
        ],
    },
    Sheet {
        name: "c2",
        lines: &[
            (Takes, "r1", "5 items"),
            (Makes, "r2", "1 item"),
            (Emits, "g1", "2 kg"),
            (Emits, "g2", "2 kg"),
        ],
    },
    Sheet {
        name: "c3",
        lines: &[
            (Takes, "r2", "2 items"),
            (Makes, "r3", "1 item"),
            (Takes, "r4", "1 item"),
            (Emits, "g1", "1 kg"),
            (Emits, "g2", "2 kg"),
        ],
    },
    Sheet {
        name: "c5",
        lines: &[
            (Takes, "r3", "6 items"),
            (Makes, "r5", "1 item"),
            (Emits, "g1", "3 kg"),
            (Emits, "g2", "1 kg"),
        ],
    },
    Sheet {
        name: "c4",
        lines: &[
            (Makes, "r4", "4 items"),
            (Emits, "g1", "1 kg"),
            (Emits, "g2", "1 kg"),
        ],
    },
];

/// Origin: olca-modules, `SeqAggTest`, the simple system. Runs 1 of c5, 6 of c3, 12 of c2, 6/4 of c4
/// and 60/2 of c1.
#[test]
fn a_chain_of_five_with_production_not_in_ones() {
    Case {
        sheets: FIVE,
        demand: ("r5", "1 item"),
        runs: &[
            ("c1", "30"),
            ("c2", "12"),
            ("c3", "6"),
            ("c4", "1.5"),
            ("c5", "1"),
        ],
        masses: &[("g1", "124.5"), ("g2", "68.5")],
        methods: &[Method {
            values: &[("g1", "1"), ("g2", "0")],
            total: "124.5",
            // 2 + 5 × 1.5 for r2, 1 + 2 × 9.5 + 0.25 for r3.
            per_unit: &[
                ("r1", "1.5"),
                ("r2", "9.5"),
                ("r3", "20.25"),
                ("r4", "0.25"),
            ],
            direct: &[("c1", "90"), ("c2", "24"), ("c4", "1.5")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: olca-modules, `AnalysisGroupResultTest`: two lines of one product add up; each group there
/// is one process here.
#[test]
fn two_lines_of_one_product_add_up() {
    Case {
        sheets: &[
            Sheet {
                name: "Root",
                lines: &[
                    (Makes, "root", "1 item"),
                    (Takes, "a1", "1 item"),
                    (Takes, "a1", "1 item"),
                    (Takes, "a2", "1 item"),
                    (Emits, "e", "1 kg"),
                ],
            },
            Sheet {
                name: "A1",
                lines: &[(Makes, "a1", "1 item"), (Emits, "e", "1 kg")],
            },
            Sheet {
                name: "A2",
                lines: &[(Makes, "a2", "1 item"), (Emits, "e", "1 kg")],
            },
        ],
        demand: ("root", "1 item"),
        runs: &[("A1", "2"), ("A2", "1"), ("Root", "1")],
        masses: &[("e", "4")],
        methods: &[Method {
            values: &[("e", "1")],
            total: "4",
            per_unit: &[("root", "4")],
            direct: &[("A1", "2"), ("A2", "1"), ("Root", "1")],
        }],
        exact: true,
    }
    .check();
}

/// Origin: brightway2-calc, `tests/fixtures/create_fixtures.py`, the amounts of `create_mc_basic`
/// without their distributions: 1 × 1 + 0.5 × 0.1 × 2.
#[test]
fn the_stated_amounts_of_an_uncertain_system() {
    Case {
        sheets: &[
            Sheet {
                name: "act1",
                lines: &[
                    (Makes, "3", "1 item"),
                    (Takes, "4", "0.5 items"),
                    (Emits, "f1", "1 kg"),
                ],
            },
            Sheet {
                name: "act2",
                lines: &[(Makes, "4", "1 item"), (Emits, "f2", "0.1 kg")],
            },
        ],
        demand: ("3", "1 item"),
        runs: &[("act1", "1"), ("act2", "0.5")],
        masses: &[("f1", "1"), ("f2", "0.05")],
        methods: &[Method {
            values: &[("f1", "1"), ("f2", "2")],
            total: "1.1",
            per_unit: &[("3", "1.1"), ("4", "0.2")],
            direct: &[("act1", "1"), ("act2", "0.1")],
        }],
        exact: true,
    }
    .check();
}

/// Steel as its reference amount, its coal per kWh, and what a kilogram of steel brings.
fn steel_of_mixed_units(
    steel: &'static str,
    coal: &'static str,
    runs: &'static str,
    masses: [&'static str; 2],
) {
    let sheets = [
        Sheet {
            name: "steelworks",
            lines: &[(Takes, "electricity", "7.2 MJ"), (Emits, "CO2", "1.8 kg")],
        },
        Sheet {
            name: "power plant",
            lines: &[
                (Makes, "electricity", "1 kWh"),
                (Emits, "CO2", "0.9 kg"),
                (Emits, "SO2", "0.01 kg"),
            ],
        },
        Sheet {
            name: "mine",
            lines: &[(Makes, "coal", "1 kg"), (Emits, "CO2", "0.1 kg")],
        },
    ];
    let mut processes = processes(&sheets).into_iter();
    let mut next = || processes.next().expect("a process");
    let system = System::builder()
        .process(next().makes("steel", steel))
        .process(next().takes("coal", coal))
        .process(next())
        .build()
        .expect("a system");
    let set = gwp(&[("CO2", "1"), ("SO2", "0")]);
    let footprint = system
        .footprint("steel", "1 kg", &set)
        .expect("a footprint");
    assert_proved(
        "the steelworks",
        row(&footprint, "steelworks").runs,
        &fraction(runs),
    );
    for (flow, expected) in ["CO2, fossil", "SO2"].into_iter().zip(masses) {
        let mut rows = footprint.inventory.iter();
        let found = rows.find(|row| row.gas == flow).expect("a row of the flow");
        assert_proved(flow, found.mass_kg.expect("a mass"), &fraction(expected));
    }
}

/// Origin: volca, test-data/expected-results.md. The document counts 2.2 lb as a kilogram: with that,
/// steel 1 kg, 7.2 MJ = 2 kWh and 0.5 kg of coal per kWh, it is 1.8 + 2 × 0.9 + 1 × 0.1 = 3.7.
#[test]
fn steel_in_mixed_units_by_the_round_pound() {
    steel_of_mixed_units("1 kg", "0.5 kg", "1", ["3.7", "0.02"]);
}

/// Origin: as above; with the exact pound, 1 / (2.2 × 0.45359237) = 1 / 0.997903214 runs, and 2.2 lb
/// of coal per run: (3.6 + 0.0997903214) / 0.997903214.
#[test]
fn steel_in_mixed_units_by_the_exact_pound() {
    let runs = "1/0.997903214";
    let masses = ["3.6997903214/0.997903214", "0.02/0.997903214"];
    steel_of_mixed_units("2.2 lb", "1.1 lb", runs, masses);
}

/// Origin: olca-modules, `SankeyTest`: each of 15,000 processes takes one of the next and emits one.
/// Depth is no limit, whichever end of the chain is written first.
#[test]
fn a_chain_of_fifteen_thousand() {
    const LENGTH: u32 = 15_000;
    let link = |number: u32| {
        let process = Process::new(format!("P{number}"))
            .makes(&format!("p{number}"), "1 item")
            .emits("e", "1 kg");
        if number + 1 < LENGTH {
            process.takes(&format!("p{}", number + 1), "1 item")
        } else {
            process
        }
    };
    let forwards: Vec<Process> = (0..LENGTH).map(link).collect();
    let backwards: Vec<Process> = (0..LENGTH).rev().map(link).collect();
    let set = gwp(&[("e", "1")]);
    for processes in [forwards, backwards] {
        let system = System::builder()
            .processes(processes)
            .build()
            .expect("a system");
        let footprint = system.footprint("p0", "1 item", &set).expect("a footprint");
        assert_exactly("the chain", footprint.total(), "15000");
        assert_eq!(footprint.by_process().len(), 15_000);
        let intensities = system.intensities(&set).expect("intensities").intensities;
        let first = intensities
            .iter()
            .find(|row| row.product == "p0")
            .expect("a row");
        assert_exactly("the first", first.total, "15000");
    }
}
