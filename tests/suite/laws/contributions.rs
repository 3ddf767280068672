//! Laws of what a footprint is made of: whichever way it is taken apart, nothing is lost.

use cfp_core::{
    Analysis, By, ChainOptions, Demand, Figure, Process, Sankey, SankeyKind, Supply, SupplyTree,
    System,
};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;

use super::accounting::{LOOPS, exact, outputs, sums_to};
use super::accounts::{billets, told};
use super::cases;
use crate::check::agree;
use crate::generate::{Random, Shape, co2_only, looping_system, written_amount};

/// The same loops with credits among the needs.
const CREDITS: Shape = Shape {
    credits: true,
    ..LOOPS
};

/// Tags of the processes, some without.
const TAGS: [&[&str]; 4] = [&["site A"], &[], &["recycled", "site A"], &["site B"]];

/// A random system in which every third process takes billet too, and everything says where it is from.
fn system(random: &Random) -> System {
    let sheets = random.processes().into_iter().zip(&random.sheets);
    let processes = sheets.enumerate().map(|(number, (process, sheet))| {
        let process = told(process, number, &sheet.emits);
        let tags = TAGS[number % TAGS.len()].iter();
        let process = tags.fold(process, |process: Process, tag| process.tag(tag));
        if number % 3 == 0 {
            process.takes("billet", format!("{} kg", sheet.emits))
        } else {
            process
        }
    });
    let [one, other] = billets("9.1", "16.9");
    System::builder()
        .processes(processes)
        .supply("billet", Supply::mix([("0.35", one), ("0.65", other)]))
        .region("DE")
        .build()
        .expect("a system")
}

fn analysis(random: &Random, output: usize, amount: &str) -> Analysis {
    let demand = Random::demand(output % outputs(random), amount);
    analysis_of(&system(random), &demand)
}

fn analysis_of(system: &System, demand: &Demand) -> Analysis {
    let solved = system.solve().expect("a solution");
    solved.analyse(demand, &co2_only()).expect("an analysis")
}

fn value(figure: Figure) -> BigRational {
    exact(figure.value())
}

/// Whether a figure is nothing but rounding.
fn is_rounding(figure: Figure) -> bool {
    value(figure).abs() <= exact(figure.bound().expect("a bound"))
}

/// Whether every node of a tree is what it emits itself, its children, and what is cut off.
fn balances(tree: &SupplyTree) -> bool {
    let nodes = tree.nodes.iter().enumerate();
    nodes.into_iter().all(|(number, node)| {
        let children = tree
            .nodes
            .iter()
            .filter(|child| child.parent == Some(number));
        let mut parts: Vec<Figure> = children.map(|child| child.co2e).collect();
        parts.push(node.direct);
        parts.push(node.cut_off);
        sums_to(&parts, node.co2e)
    })
}

/// Whether what flows into every node and what it emits flows out of it, and into the demand the total.
fn flows_on(sankey: &Sankey) -> bool {
    let nodes = sankey.nodes.iter().enumerate();
    nodes.into_iter().all(|(number, node)| {
        let figures = |is_end: fn(&cfp_core::SankeyLink) -> usize| -> Vec<Figure> {
            let links = sankey.links.iter();
            let links = links.filter(|link| is_end(link) == number);
            links.map(|link| link.co2e).collect()
        };
        let mut incoming = figures(|link| link.to);
        incoming.push(node.direct);
        let goes_out =
            node.kind == SankeyKind::Demand || sums_to(&figures(|link| link.from), node.co2e);
        goes_out && sums_to(&incoming, node.co2e)
    })
}

proptest! {
    #![proptest_config(cases(500))]

    /// By whatever it is broken down, a footprint is the sum of its parts, of what is grouped away, and of what was rounded,
    /// which is within its bound; in loops and with credits too.
    #[test]
    fn every_breakdown_sums_to_the_total(
        random in prop_oneof![looping_system(LOOPS), looping_system(CREDITS)],
        output in 0_usize..24,
        amount in written_amount(),
        shown in 0_usize..6,
    ) {
        let analysis = analysis(&random, output, &amount);
        let total = analysis.footprint().total();
        for by in By::ALL {
            let whole = analysis.contributions(by).expect("contributions");
            for table in [whole.top(shown).expect("the first rows"), whole] {
                let mut parts: Vec<Figure> = table.rows.iter().map(|row| row.co2e).collect();
                parts.extend(table.remainder.as_ref().map(|remainder| remainder.co2e));
                prop_assert!(sums_to(&parts, total), "{by}");
                parts.push(table.rounding);
                prop_assert!(sums_to(&parts, total), "{by} with its rounding");
                prop_assert!(is_rounding(table.rounding), "{by} rounds {}", table.rounding);
                prop_assert_eq!(table.total, total);
            }
        }
    }

    /// The upstream of what is demanded is the whole footprint; without credits nothing stands behind anything that is
    /// more than the whole, or less than what it emits itself, and the largest come first.
    #[test]
    fn the_upstream_of_the_demand_is_the_total(
        random in looping_system(LOOPS),
        output in 0_usize..24,
        amount in written_amount(),
        most in 1_usize..8,
    ) {
        let processes = random.processes();
        let demand = Random::demand(output % outputs(&random), &amount);
        let system = System::builder().processes(processes).build().expect("a system");
        let analysis = analysis_of(&system, &demand);
        let total = analysis.footprint().total();
        let all = analysis.upstream(usize::MAX).expect("upstream");
        prop_assert_eq!(all.left_out, 0);
        let of_demand = all.rows.iter().find(|row| row.product == demand.product());
        let upstream = of_demand.and_then(|row| row.upstream);
        prop_assert!(upstream.is_some_and(|upstream| agree(upstream, total)));
        let values: Vec<BigRational> = all.rows.iter().filter_map(|row| row.upstream.map(value)).collect();
        prop_assert!(values.is_sorted_by(|a, b| a >= b));
        for row in &all.rows {
            let upstream = row.upstream.expect("an upstream");
            let rounded = exact(upstream.bound().expect("a bound"))
                + exact(total.bound().expect("a bound"))
                + exact(row.direct.bound().expect("a bound"));
            prop_assert!(value(upstream) <= value(total) + &rounded);
            prop_assert!(value(upstream) + &rounded >= value(row.direct));
        }
        let some = analysis.upstream(most).expect("upstream");
        prop_assert_eq!(some.rows.len() + some.left_out, all.rows.len());
        prop_assert_eq!(&some.rows[..], &all.rows[..some.rows.len()]);
    }

    /// What the footprint would be if a product came free of burden is what its upstream says less: the footprint of the
    /// same system whose process for the product emits and takes nothing.
    #[test]
    fn an_upstream_is_what_a_product_free_of_burden_saves(
        random in looping_system(Shape { several_outputs: false, ..LOOPS }),
        free in 0_usize..24,
        amount in written_amount(),
    ) {
        let free = free % outputs(&random);
        let demand = Random::demand(0, &amount);
        let processes = random.processes();
        let whole = System::builder().processes(processes.clone()).build().expect("a system");
        let analysis = analysis_of(&whole, &demand);
        let product = format!("product {free}");
        let rows = analysis.upstream(usize::MAX).expect("upstream").rows;
        let row = rows.iter().find(|row| row.product == product);
        let saved = row.and_then(|row| row.upstream);
        let others = processes.into_iter().enumerate();
        let others = others.filter(|(number, _)| *number != free).map(|(_, process)| process);
        let without = System::builder().processes(others).supply(&product, "0 kg CO2e/item");
        let without = analysis_of(&without.build().expect("a system"), &demand);
        let [whole, without] = [&analysis, &without].map(|analysis| analysis.footprint().total());
        match saved {
            Some(saved) => prop_assert!(sums_to(&[saved, without], whole)),
            None => prop_assert!(agree(whole, without)),
        }
    }

    /// What flows into a node and what it emits itself flows out of it, wherever small nodes are merged.
    #[test]
    fn flows_balance_at_every_node(
        random in prop_oneof![looping_system(LOOPS), looping_system(CREDITS)],
        output in 0_usize..24,
        amount in written_amount(),
        cut_off in 0.0_f64..0.3,
        most in 0_usize..20,
    ) {
        let analysis = analysis(&random, output, &amount);
        let options = ChainOptions::default().cut_off(cut_off).most(most);
        for options in [options, ChainOptions::default().cut_off(0.0)] {
            let sankey = analysis.sankey(options).expect("flows");
            prop_assert!(flows_on(&sankey), "{sankey:?}");
            let mut pairs: Vec<_> = sankey.links.iter().map(|link| (link.from, link.to)).collect();
            pairs.dedup();
            prop_assert_eq!(pairs.len(), sankey.links.len());
        }
    }

    /// What is left of a table has a part above zero and one below, and they are it; the rows down to a share make as much of all
    /// magnitudes, and one row fewer does not.
    #[test]
    fn a_remainder_is_its_two_parts(
        random in prop_oneof![looping_system(LOOPS), looping_system(CREDITS)],
        output in 0_usize..24,
        amount in written_amount(),
        percent in 0_u32..=100,
    ) {
        let analysis = analysis(&random, output, &amount);
        let share = cfp_core::Amount::from(percent).over(cfp_core::Amount::from(100)).expect("a share");
        for by in [By::Process, By::Gas, By::Tier] {
            let table = analysis.contributions(by).expect("a table");
            let some = table.until(share).expect("a table");
            let size = |figure: Figure| value(figure).abs();
            let left = |table: &cfp_core::ContributionTable| -> BigRational {
                let parts = table.remainder.iter().flat_map(|left| [left.positive, left.negative]);
                parts.map(size).sum()
            };
            let of_rows = |rows: &[cfp_core::ContributionRow]| -> BigRational {
                rows.iter().map(|row| size(row.co2e)).sum()
            };
            let wanted = (of_rows(&table.rows) + left(&table)) * exact(share);
            if some.rows.len() < table.rows.len() {
                let remainder = some.remainder.as_ref().expect("a remainder");
                prop_assert!(sums_to(&[remainder.positive, remainder.negative], remainder.co2e));
                prop_assert!(of_rows(&some.rows) >= wanted);
            }
            if let [fewer @ .., _] = &some.rows[..] {
                prop_assert!(of_rows(fewer) < wanted);
            }
        }
    }

    /// Every node of a tree is what it emits itself, what its children carry, and what is cut off; and what all nodes emit
    /// with what is left is the total.
    #[test]
    fn a_tree_loses_nothing(
        random in prop_oneof![looping_system(LOOPS), looping_system(CREDITS)],
        output in 0_usize..24,
        amount in written_amount(),
        cut_off in 0.001_f64..0.3,
        most in 1_usize..200,
    ) {
        let analysis = analysis(&random, output, &amount);
        let options = ChainOptions::default().cut_off(cut_off).most(most);
        let tree = analysis.tree(options).expect("a tree");
        prop_assert!(balances(&tree));
        prop_assert!(sums_to(&[tree.remainder_positive, tree.remainder_negative], tree.remainder));
        for node in &tree.nodes {
            prop_assert!(sums_to(&[node.cut_off_positive, node.cut_off_negative], node.cut_off));
        }
        let mut parts: Vec<Figure> = tree.nodes.iter().map(|node| node.direct).collect();
        prop_assert!(sums_to(&parts, tree.covered));
        parts.push(tree.remainder);
        prop_assert!(sums_to(&parts, tree.total));
        let parents = tree.nodes.iter().enumerate();
        let mut parents = parents.map(|(number, node)| node.parent.is_none_or(|parent| parent < number));
        prop_assert!(parents.all(|is_before| is_before));
    }

    /// The largest paths come first, and no visit of a tree of many nodes emits more than a path of the same rank.
    #[test]
    fn no_path_is_larger_than_those_that_are_found(
        random in prop_oneof![looping_system(LOOPS), looping_system(CREDITS)],
        output in 0_usize..24,
        amount in written_amount(),
        most in 1_usize..30,
    ) {
        let analysis = analysis(&random, output, &amount);
        let found = analysis.paths(most).expect("paths");
        prop_assert!(found.paths.len() <= most);
        prop_assert!(found.findings.is_empty(), "{:?}", found.findings);
        let sizes: Vec<BigRational> = found.paths.iter().map(|path| value(path.co2e).abs()).collect();
        prop_assert!(sizes.is_sorted_by(|a, b| a >= b));
        let figures: Vec<Figure> = found.paths.iter().map(|path| path.co2e).collect();
        prop_assert!(sums_to(&figures, found.covered));
        prop_assert!(sums_to(&[found.covered, found.remainder], found.total));
        let tree = analysis.tree(ChainOptions::default().cut_off(0.0).most(300)).expect("a tree");
        // What a decimal has rounded away may stand in any order.
        let most_of = |figure: Figure| value(figure).abs() + exact(figure.bound().expect("a bound"));
        let least_of = |figure: Figure| value(figure).abs() - exact(figure.bound().expect("a bound"));
        let visits = tree.nodes.iter().map(|node| least_of(node.direct));
        let mut visits: Vec<BigRational> = visits.filter(Signed::is_positive).collect();
        visits.sort();
        let nearly = BigRational::from_float(1.0 - 1e-9).expect("a number");
        let mut paths: Vec<BigRational> = figures.into_iter().map(most_of).collect();
        paths.sort();
        for (path, visit) in paths.iter().rev().zip(visits.iter().rev()) {
            prop_assert!(*path >= visit * &nearly, "{path} is below {visit}");
        }
        prop_assert!(sizes.len() == most || sizes.len() >= visits.len().min(most));
    }
}
