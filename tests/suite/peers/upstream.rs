//! What stands behind each process, as others report it.

use cfp_core::Verb::{Emits, Makes, Takes};
use cfp_core::{Demand, System};

use super::{Sheet, processes};
use crate::check::{assert_proved, fraction, gwp};

/// Origin: `olca-modules`, `ResultProviderTest.java`: two processes that need each other, three methods, and the
/// upstream of each process with the loop through itself counted once. Of p1 one unit is needed and half of that
/// demanded, so that a factor of a half leads from all that it carries to its upstream; so it does for p2.
#[test]
fn upstream_with_loops_counted_once() {
    let sheets = [
        Sheet {
            name: "p1",
            lines: &[
                (Makes, "p1", "1 item"),
                (Takes, "p2", "1 item"),
                (Emits, "e1", "1 kg"),
                (Emits, "e2", "-3 kg"),
            ],
        },
        Sheet {
            name: "p2",
            lines: &[
                (Makes, "p2", "1 item"),
                (Takes, "p1", "0.5 items"),
                (Emits, "e1", "2 kg"),
                (Emits, "e2", "-3 kg"),
            ],
        },
    ];
    let system = System::builder().processes(processes(&sheets));
    let solved = system.build().and_then(|system| system.solve());
    let solved = solved.expect("a solution");
    let methods = [
        ([("e1", "1"), ("e2", "0")], "3", [("1", "3"), ("2", "5/2")]),
        ([("e1", "0"), ("e2", "-1")], "6", [("3", "6"), ("3", "9/2")]),
        (
            [("e1", "2"), ("e2", "-0.5")],
            "9",
            [("7/2", "9"), ("11/2", "29/4")],
        ),
    ];
    for (values, total, rows) in methods {
        let demand = Demand::new("p1", "0.5 items");
        let analysis = solved.analyse(&demand, &gwp(&values)).expect("an analysis");
        let upstream = analysis.upstream(10).expect("upstream");
        assert_proved("the total", upstream.total, &fraction(total));
        for (name, (direct, behind)) in ["p1", "p2"].into_iter().zip(rows) {
            let row = upstream.rows.iter().find(|row| row.process == name);
            let row = row.expect("a row");
            assert_proved(name, row.direct, &fraction(direct));
            assert_proved(name, row.upstream.expect("upstream"), &fraction(behind));
            assert_proved(name, row.amount, &fraction("1"));
        }
    }
}
