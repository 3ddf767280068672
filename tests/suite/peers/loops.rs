//! Loops: the answers are fractions, and each lies within its bound.

use cfp_core::Verb::{Emits, Makes, Takes};

use super::{Case, Method, Sheet};

const CO2: &[(&str, &str)] = &[("CO2", "1")];

/// Origin: `bw_graph_tools`, `test_nonunitary_production_with_recursion.py`: two processes that need
/// each other and make two and four at a time. Runs x of the one and y of the other obey
/// 2x - 2y = 0 and 4y - x = 8.
#[test]
fn a_loop_with_production_not_in_ones() {
    Case {
        sheets: &[
            Sheet {
                name: "make 1",
                lines: &[
                    (Makes, "1", "2 items"),
                    (Takes, "2", "1 item"),
                    (Emits, "a", "0.5 kg"),
                ],
            },
            Sheet {
                name: "make 2",
                lines: &[
                    (Makes, "2", "4 items"),
                    (Takes, "1", "2 items"),
                    (Emits, "a", "1 kg"),
                ],
            },
        ],
        demand: ("2", "8 items"),
        runs: &[("make 1", "8/3"), ("make 2", "8/3")],
        masses: &[("a", "4")],
        methods: &[Method {
            values: &[("a", "2")],
            total: "8",
            // Per unit u and v of the two: 2u = 1 + v and 4v = 2 + 2u.
            per_unit: &[("1", "1"), ("2", "1")],
            direct: &[("make 1", "8/3"), ("make 2", "16/3")],
        }],
        exact: false,
    }
    .check();
}

/// Origin: `bw_graph_tools`, `test_marc_vd_meide.py`: steel and what it is made with need each other
/// through coal, electricity and ore.
#[test]
fn steel_in_a_loop_of_five() {
    Case {
        sheets: &[
            Sheet {
                name: "coal mining",
                lines: &[
                    (Makes, "coal", "1 item"),
                    (Takes, "rolled steel", "0.1 items"),
                    (Emits, "CO2", "0.1 kg"),
                ],
            },
            Sheet {
                name: "electricity production",
                lines: &[
                    (Makes, "electricity", "1 item"),
                    (Takes, "coal", "1 item"),
                    (Emits, "CO2", "1 kg"),
                ],
            },
            Sheet {
                name: "hot-rolling",
                lines: &[
                    (Makes, "rolled steel", "1 item"),
                    (Takes, "steel", "1 item"),
                    (Takes, "electricity", "0.5 items"),
                    (Emits, "CO2", "0.1 kg"),
                ],
            },
            Sheet {
                name: "iron ore mining",
                lines: &[
                    (Makes, "ore", "1 item"),
                    (Takes, "electricity", "0.5 items"),
                    (Takes, "rolled steel", "0.1 items"),
                ],
            },
            Sheet {
                name: "steel smelting",
                lines: &[
                    (Makes, "steel", "1 item"),
                    (Takes, "coal", "1 item"),
                    (Takes, "electricity", "0.5 items"),
                    (Takes, "ore", "2 items"),
                    (Emits, "CO2", "1.1 kg"),
                ],
            },
        ],
        demand: ("rolled steel", "1 item"),
        runs: &[],
        masses: &[("CO2, fossil", "7")],
        methods: &[Method {
            values: CO2,
            total: "7",
            // With 7 per rolled steel: coal 0.8, electricity 1.8, ore 1.6, steel 6; 6 + 0.9 + 0.1 = 7.
            per_unit: &[
                ("rolled steel", "7"),
                ("coal", "0.8"),
                ("electricity", "1.8"),
                ("ore", "1.6"),
                ("steel", "6"),
            ],
            direct: &[],
        }],
        exact: false,
    }
    .check();
}

/// Origin: olca-modules, `ResultProviderTest`: totals, unit footprints and direct parts by three
/// methods, one with negative values.
#[test]
fn three_methods_for_a_loop_of_two() {
    Case {
        sheets: &[
            Sheet {
                name: "make p1",
                lines: &[
                    (Makes, "p1", "1 kg"),
                    (Takes, "p2", "1 kg"),
                    (Emits, "e1", "1 kg"),
                    (Emits, "e2", "-3 kg"),
                ],
            },
            Sheet {
                name: "make p2",
                lines: &[
                    (Makes, "p2", "1 kg"),
                    (Takes, "p1", "0.5 kg"),
                    (Emits, "e1", "2 kg"),
                    (Emits, "e2", "-3 kg"),
                ],
            },
        ],
        demand: ("p1", "0.5 kg"),
        runs: &[("make p1", "1"), ("make p2", "1")],
        masses: &[("e1", "3"), ("e2", "-6")],
        methods: &[
            Method {
                values: &[("e1", "1"), ("e2", "0")],
                total: "3",
                per_unit: &[("p1", "6"), ("p2", "5")],
                direct: &[("make p1", "1"), ("make p2", "2")],
            },
            Method {
                values: &[("e1", "0"), ("e2", "-1")],
                total: "6",
                per_unit: &[("p1", "12"), ("p2", "9")],
                direct: &[("make p1", "3"), ("make p2", "3")],
            },
            Method {
                values: &[("e1", "2"), ("e2", "-0.5")],
                total: "9",
                per_unit: &[("p1", "18"), ("p2", "14.5")],
                direct: &[("make p1", "3.5"), ("make p2", "5.5")],
            },
        ],
        exact: false,
    }
    .check();
}

/// Origin: volca, test-data/SAMPLE.min: a market that consumes a tenth of what it sells. The file
/// there lists approximate values that it never asserts; the exact ones divide by 0.9.
#[test]
fn a_market_that_consumes_its_own_output() {
    Case {
        sheets: &[
            Sheet {
                name: "make A",
                lines: &[
                    (Makes, "A", "1 kg"),
                    (Takes, "A", "0.1 kg"),
                    (Takes, "B", "0.8 kg"),
                ],
            },
            Sheet {
                name: "make B",
                lines: &[(Makes, "B", "1 kg"), (Takes, "C", "0.4 kg")],
            },
            Sheet {
                name: "make C",
                lines: &[(Makes, "C", "1 kg"), (Takes, "D", "0.4 kg")],
            },
            Sheet {
                name: "make D",
                lines: &[(Makes, "D", "1 kg"), (Emits, "CO2", "2 kg")],
            },
        ],
        demand: ("A", "1 kg"),
        runs: &[
            ("make A", "10/9"),
            ("make B", "8/9"),
            ("make C", "3.2/9"),
            ("make D", "1.28/9"),
        ],
        masses: &[("CO2, fossil", "2.56/9")],
        methods: &[Method {
            values: CO2,
            total: "2.56/9",
            per_unit: &[("A", "2.56/9"), ("B", "0.32"), ("C", "0.8"), ("D", "2")],
            direct: &[("make A", "0"), ("make D", "2.56/9")],
        }],
        exact: false,
    }
    .check();
}

/// Origin: Chris Mutel, "Production amounts in linear LCA": x - 0.1 y = 1 and y = 0.5 x.
#[test]
fn fizzbang_and_lolly() {
    Case {
        sheets: &[
            Sheet {
                name: "fizzbang production",
                lines: &[
                    (Makes, "fizzbang", "1 item"),
                    (Takes, "lolly", "0.5 items"),
                    (Emits, "CO2", "1 kg"),
                ],
            },
            Sheet {
                name: "lolly production",
                lines: &[(Makes, "lolly", "1 item"), (Takes, "fizzbang", "0.1 items")],
            },
        ],
        demand: ("fizzbang", "1 item"),
        runs: &[
            ("fizzbang production", "1/0.95"),
            ("lolly production", "0.5/0.95"),
        ],
        masses: &[],
        methods: &[Method {
            // The origin has no flows: one is added so that there is a score.
            values: CO2,
            total: "1/0.95",
            per_unit: &[("lolly", "0.1/0.95")],
            direct: &[],
        }],
        exact: false,
    }
    .check();
}
