//! Systems without loops: every answer is a decimal, and every bound is zero.

use cfp_core::Process;
use cfp_core::System;
use cfp_core::Verb::{Emits, Makes, Takes};

use super::{Case, Method, Sheet};
use crate::check::{assert_exactly, gwp};

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
