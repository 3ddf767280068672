//! Systems that have no answer: each is refused by its code, and the message names the culprits.

use cfp_core::Verb::{Emits, Makes, Takes};
use cfp_core::{Error, Explain, System};

use super::{Sheet, processes};
use crate::check::gwp;

/// Code and message of every problem.
fn told(error: &Error) -> Vec<(&'static str, String)> {
    let problems = error.problems().iter();
    problems
        .map(|problem| (problem.code(), problem.to_string()))
        .collect()
}

fn linked(sheets: &[Sheet]) -> Result<System, Error> {
    System::builder().processes(processes(sheets)).build()
}

/// Origin: brightway2-calc, `tests/test_lca.py`, nonsquare technosphere: nobody makes product 3, and
/// both who take it are told.
#[test]
fn a_product_without_a_maker() {
    let error = linked(&[
        Sheet {
            name: "101",
            lines: &[
                (Makes, "1", "1 item"),
                (Takes, "2", "0.5 items"),
                (Takes, "3", "2 items"),
            ],
        },
        Sheet {
            name: "102",
            lines: &[(Makes, "2", "1 item"), (Takes, "3", "3 items")],
        },
    ])
    .expect_err("no system");
    let told = told(&error);
    assert_eq!(told.len(), 2);
    for ((code, message), consumer) in told.iter().zip(["`101`", "`102`"]) {
        assert_eq!(*code, "no-supplier");
        assert!(
            message.contains(consumer) && message.contains("`3`"),
            "{message}"
        );
    }
}

/// Origin: brightway2-calc, `tests/test_lca.py`, demand outside the technosphere.
#[test]
fn a_demand_for_what_nobody_makes() {
    let system = linked(&[
        Sheet {
            name: "101",
            lines: &[
                (Makes, "1", "1 item"),
                (Takes, "2", "0.5 items"),
                (Emits, "bio1", "1 kg"),
            ],
        },
        Sheet {
            name: "102",
            lines: &[(Makes, "2", "1 item")],
        },
    ])
    .expect("a system");
    let set = gwp(&[("bio1", "1")]);
    let error = system
        .footprint("100", "1 item", &set)
        .expect_err("no footprint");
    let told = told(&error);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "unknown-product");
    assert!(told[0].1.contains("`100`"), "{}", told[0].1);
}

/// Origin: olca-modules, `MatrixExceptionTest`: each makes one from one of the other.
#[test]
fn a_loop_that_consumes_all_it_makes() {
    let system = linked(&[
        Sheet {
            name: "pp",
            lines: &[(Makes, "p", "1 kg"), (Takes, "q", "1 kg")],
        },
        Sheet {
            name: "qq",
            lines: &[(Makes, "q", "1 kg"), (Takes, "p", "1 kg")],
        },
    ])
    .expect("a system");
    let solved = system.solve().expect("an order");
    let error = solved.whole().expect_err("no solution");
    let told = told(&error);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "loop-consumes-output");
    assert!(
        told[0].1.contains("`pp`") && told[0].1.contains("`qq`"),
        "{}",
        told[0].1
    );
}

/// Origin: volca, test/UnitConversionSpec.hs: kilograms wanted of what is made in metres.
#[test]
fn a_mass_of_a_length() {
    let error = linked(&[
        Sheet {
            name: "P",
            lines: &[(Makes, "p", "1 kg"), (Takes, "q", "5 kg")],
        },
        Sheet {
            name: "Q",
            lines: &[(Makes, "q", "1 m"), (Emits, "e", "1 kg")],
        },
    ])
    .expect_err("no system");
    let told = told(&error);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "wrong-dimension");
    assert!(
        told[0].1.contains("`P`") && told[0].1.contains("`q`"),
        "{}",
        told[0].1
    );
}

/// Origin: olca-modules, `MatrixExceptionTest`, a matrix of three products and two processes.
#[test]
fn more_products_than_processes() {
    let error = linked(&[
        Sheet {
            name: "one",
            lines: &[
                (Makes, "a", "1 item"),
                (Takes, "b", "1 item"),
                (Takes, "c", "1 item"),
            ],
        },
        Sheet {
            name: "two",
            lines: &[(Makes, "b", "2 items")],
        },
    ])
    .expect_err("no system");
    let told = told(&error);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "no-supplier");
    assert!(
        told[0].1.contains("`one`") && told[0].1.contains("`c`"),
        "{}",
        told[0].1
    );
}
