//! Laws of the paths and flows of databases.

use cfp_core::{ChainOptions, DatabaseDemand, Figure, SankeyKind};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::random_database::{Shape, Triplets, one, random_database};
use crate::rational::rational;

const USUAL: Shape = Shape {
    most: 12,
    gain: 0.9,
    credits: true,
    spread: 12,
};

fn exactly(number: f64) -> BigRational {
    BigRational::from_float(number).expect("a finite number")
}

/// The sum of the amounts of a product at a process; both have the same number in a random database.
fn amount(triplets: &Triplets, product: usize, process: usize) -> BigRational {
    let entries = triplets.technosphere.iter();
    let own = entries.filter(|entry| (entry.0, entry.1) == (product, process));
    own.map(|entry| exactly(entry.2)).sum()
}

/// Whether a sum of figures can be another figure; without bounds it claims nothing.
fn sums_to(parts: &[Figure], whole: Figure) -> bool {
    let mut distance = BigRational::zero();
    let mut reach = BigRational::zero();
    for (figure, sign) in parts.iter().map(|part| (part, -1)).chain([(&whole, 1)]) {
        let Some(bound) = figure.bound() else {
            return true;
        };
        let value = rational(&figure.value().to_string());
        distance += value * BigRational::from_integer(sign.into());
        reach += rational(&bound.to_string());
    }
    distance.abs() <= reach
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// Each path is what its steps make of it, within its bound; the largest come first, and with what is left they are the
    /// total.
    #[test]
    fn a_path_is_the_product_of_its_steps(
        triplets in random_database(USUAL),
        wanted in 0.001_f64..1000.0,
        most in 1_usize..20,
    ) {
        let Ok(solved) = triplets.database().solve() else { return Ok(()) };
        let Ok(scores) = solved.scores(&one()) else { return Ok(()) };
        let demand = DatabaseDemand::of(0, wanted);
        let found = scores.paths(&demand, most).expect("paths");
        prop_assert!(found.paths.len() <= most);
        let mut last: Option<BigRational> = None;
        for path in &found.paths {
            let mut needed = exactly(wanted);
            let mut consumer: Option<(usize, BigRational)> = None;
            for step in &path.steps {
                if let Some((process, runs)) = consumer {
                    needed = -amount(&triplets, step.product, process) * runs;
                }
                let made = amount(&triplets, step.product, step.product);
                consumer = Some((step.product, &needed / made));
            }
            let (process, runs) = consumer.expect("a step");
            let exact = exactly(triplets.emissions[process]) * runs;
            let value = rational(&path.score.value().to_string());
            let bound = path.score.bound().expect("a bound");
            prop_assert!((&value - &exact).abs() <= rational(&bound.to_string()), "{path:?}");
            let nearly = exactly(1.0 - 1e-9);
            prop_assert!(last.is_none_or(|last| last >= exact.abs() * nearly));
            last = Some(exact.abs());
        }
        prop_assert!(sums_to(&[found.covered, found.remainder], found.total));
        let figures: Vec<Figure> = found.paths.iter().map(|path| path.score).collect();
        prop_assert!(sums_to(&figures, found.covered));
    }

    /// What flows into a node and what it counts itself flows out of it, wherever small processes are merged.
    #[test]
    fn flows_of_a_database_balance(
        triplets in random_database(USUAL),
        cut_off in 0.0_f64..0.3,
        most in 0_usize..12,
    ) {
        let Ok(solved) = triplets.database().solve() else { return Ok(()) };
        let Ok(scores) = solved.scores(&one()) else { return Ok(()) };
        let demand = DatabaseDemand::of(0, 2.0);
        let options = ChainOptions::default().cut_off(cut_off).most(most);
        for options in [options, ChainOptions::default().cut_off(0.0)] {
            let sankey = scores.sankey(&demand, options).expect("flows");
            for (place, node) in sankey.nodes.iter().enumerate() {
                let links = sankey.links.iter();
                let mut into: Vec<Figure> = links.filter(|link| link.to == place).map(|link| link.score).collect();
                into.push(node.direct);
                prop_assert!(sums_to(&into, node.score), "{place} in {sankey:?}");
                if node.kind != SankeyKind::Demand {
                    let links = sankey.links.iter();
                    let out: Vec<Figure> = links.filter(|link| link.from == place).map(|link| link.score).collect();
                    prop_assert!(sums_to(&out, node.score), "{place} in {sankey:?}");
                }
            }
        }
    }
}
