//! What a footprint is made of, by hand.

use cfp_core::{
    Analysis, By, ChainOptions, ContributionKind, Demand, Process, SankeyKind, Supply, System,
    SystemBuilder,
};

use super::co2;
use crate::check::{assert_exactly, assert_proved, fraction};
use crate::rational::rational;

fn analysis(builder: SystemBuilder, product: &str, amount: &str) -> Analysis {
    let solved = builder.build().and_then(|system| system.solve());
    let solved = solved.expect("a solution");
    let analysis = solved.analyse(&Demand::new(product, amount), &co2());
    analysis.expect("an analysis")
}

/// The names of the rows of a breakdown with their figures, and its remainder.
fn rows(analysis: &Analysis, by: By) -> Vec<(String, String)> {
    let table = analysis.contributions(by).expect("contributions");
    let rows = table.rows.iter();
    let rows = rows.map(|row| {
        let name = row.name.clone().unwrap_or_else(|| "-".to_owned());
        (name, row.co2e.to_string())
    });
    let mut rows: Vec<_> = rows.collect();
    rows.extend(
        table
            .remainder
            .map(|remainder| (remainder.name, remainder.co2e.to_string())),
    );
    rows
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

/// Two tonnes of profile: each takes 1.1 t of billet and 0.5 MWh, and emits 20 kg; a tonne of billet takes 2 MWh, and
/// emits 100 kg. In all 40 + 220 kg, 1 MWh for the press and 4.4 MWh for the billet, at 0.5 kg/kWh.
fn profile() -> SystemBuilder {
    System::builder()
        .process(
            Process::new("press")
                .region("CN-GD")
                .stage("production")
                .tag("site A")
                .tag("extrusion")
                .makes("profile", "1 t")
                .takes("billet", "1.1 t")
                .takes("electricity", "0.5 MWh")
                .emits("CO2", "20 kg"),
        )
        .process(
            Process::new("cast")
                .stage("raw materials")
                .makes("billet", "1 t")
                .takes("electricity", "2 MWh")
                .emits("CO2", cfp_core::Exchange::new("100 kg").source("meter 4")),
        )
        .supply(
            "electricity",
            Supply::new("0.5 kg CO2e/kWh")
                .supplier("Grid")
                .source("declaration 7")
                .region("CN"),
        )
}

#[test]
fn a_footprint_is_broken_down() {
    let analysis = analysis(profile(), "profile", "2 t");
    assert_exactly("the total", analysis.footprint().total(), "2960");
    let expected: [(By, &[(&str, &str)]); 9] = [
        (
            By::Process,
            &[("Grid", "2700"), ("cast", "220"), ("press", "40")],
        ),
        (
            By::Product,
            &[
                ("electricity", "2700"),
                ("billet", "220"),
                ("profile", "40"),
            ],
        ),
        (By::Gas, &[("CO2e", "2700"), ("CO2, fossil", "260")]),
        (By::Category, &[("unspecified", "2700"), ("fossil", "260")]),
        (
            By::Stage,
            &[("raw materials", "2420"), ("production", "540")],
        ),
        (By::Tag, &[("-", "2420"), ("extrusion + site A", "540")]),
        (By::Region, &[("CN", "2700"), ("-", "220"), ("CN-GD", "40")]),
        // The press; then its billet and electricity; then the electricity of the billet.
        (By::Tier, &[("0", "40"), ("1", "720"), ("2", "2200")]),
        (
            By::Dataset,
            &[("declaration 7", "2700"), ("meter 4", "220"), ("-", "40")],
        ),
    ];
    for (by, expected) in expected {
        assert_eq!(rows(&analysis, by), pairs(expected), "{by}");
    }
    let table = analysis.contributions(By::Process).expect("contributions");
    assert_eq!(table.rows[0].kind, ContributionKind::Supply);
    assert_eq!(table.rows[0].share_percent.as_deref(), Some("91.216216"));
    assert!(table.rounding.value().is_zero() && table.remainder.is_none());
    let top = table.top(1).expect("the first row");
    let remainder = top.remainder.expect("a remainder");
    assert_eq!(
        (remainder.name.as_str(), remainder.count),
        ("2 others", Some(2))
    );
    assert_eq!(remainder.co2e.to_string(), "260");
    assert_eq!(remainder.share_percent.as_deref(), Some("8.783784"));
}

#[test]
fn a_tree_tells_what_it_leaves_out() {
    let analysis = analysis(profile(), "profile", "2 t");
    // The electricity of the press is 500 of 2960 kg, or 16.9 percent.
    let tree = analysis.tree(ChainOptions::default().cut_off(0.2));
    let tree = tree.expect("a tree");
    let nodes: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| {
            (
                node.parent,
                node.product.as_str(),
                node.amount.to_string(),
                node.co2e.to_string(),
                node.direct.to_string(),
                node.cut_off.to_string(),
                node.cut_off_count,
            )
        })
        .collect();
    let node = |parent, product, [amount, co2e, direct, cut_off]: [&str; 4], count| {
        let own = [amount, co2e, direct, cut_off].map(str::to_owned);
        let [amount, co2e, direct, cut_off] = own;
        (parent, product, amount, co2e, direct, cut_off, count)
    };
    assert_eq!(
        nodes,
        [
            node(None, "profile", ["2", "2960", "40", "500"], 1),
            node(Some(0), "billet", ["2.2", "2420", "220", "0"], 0),
            node(Some(1), "electricity", ["4400", "2200", "2200", "0"], 0),
        ]
    );
    assert_exactly("what is covered", tree.covered, "2460");
    assert_exactly("the remainder", tree.remainder, "500");
    assert_eq!(tree.nodes[2].unit, "kWh");
}

#[test]
fn flows_balance_with_small_nodes_merged() {
    let analysis = analysis(profile(), "profile", "2 t");
    let sankey = analysis.sankey(ChainOptions::default().cut_off(0.9));
    let sankey = sankey.expect("flows");
    let nodes: Vec<_> = sankey
        .nodes
        .iter()
        .map(|node| {
            (
                node.kind,
                node.process.as_str(),
                node.co2e.to_string(),
                node.direct.to_string(),
            )
        })
        .collect();
    let figures = |co2e: &str, direct: &str| (co2e.to_owned(), direct.to_owned());
    let node = |kind, name, (co2e, direct)| (kind, name, co2e, direct);
    assert_eq!(
        nodes,
        [
            node(SankeyKind::Demand, "demand", figures("2960", "0")),
            node(SankeyKind::Process, "press", figures("2960", "40")),
            node(SankeyKind::Supply, "Grid", figures("2700", "2700")),
            node(SankeyKind::Others, "1 other", figures("2420", "220")),
        ]
    );
    let links: Vec<_> = sankey
        .links
        .iter()
        .map(|link| {
            (
                link.from,
                link.to,
                link.co2e.to_string(),
                link.amount.map(|amount| amount.to_string()),
            )
        })
        .collect();
    let link = |from, to, co2e: &str, amount: Option<&str>| {
        (from, to, co2e.to_owned(), amount.map(str::to_owned))
    };
    assert_eq!(
        links,
        [
            link(1, 0, "2960", Some("2")),
            link(2, 1, "500", Some("1000")),
            link(2, 3, "2200", Some("4400")),
            link(3, 1, "2420", None),
        ]
    );
}

/// A kWh takes 0.4 kg of coal, and a kg of coal 0.05 kWh: a fiftieth of a kWh comes round.
fn coal() -> SystemBuilder {
    System::builder()
        .process(
            Process::new("mine")
                .makes("coal", "1 kg")
                .takes("electricity", "0.05 kWh"),
        )
        .process(
            Process::new("plant")
                .makes("electricity", "1 kWh")
                .takes("coal", "0.4 kg")
                .emits("CO2", "0.9 kg"),
        )
}

#[test]
fn a_loop_is_followed_round_by_round() {
    let analysis = analysis(coal(), "electricity", "1 kWh");
    // 0.9 kg in the first round, and a fiftieth of the last in each that follows.
    let paths = analysis.paths(3).expect("paths");
    let found: Vec<_> = paths
        .paths
        .iter()
        .map(|path| (path.steps.len(), path.co2e.to_string()))
        .collect();
    let expected = [(1, "0.9"), (3, "0.018"), (5, "0.00036")];
    assert_eq!(
        found,
        expected.map(|(steps, co2e)| (steps, co2e.to_owned()))
    );
    assert_exactly("what is covered", paths.covered, "0.91836");
    let rest = rational("0.9") / rational("0.98") - rational("0.91836");
    assert_proved("the remainder", paths.remainder, &rest);
    assert!(paths.findings.is_empty());
    // Every other tier is of the mine, which emits nothing; what is left of the fifth round is under a millionth.
    let table = analysis.contributions(By::Tier).expect("tiers");
    let tiers: Vec<_> = table.rows.iter().map(|row| row.co2e.to_string()).collect();
    assert_eq!(
        tiers,
        ["0.9", "0", "0.018", "0", "0.00036", "0", "0.0000072"]
    );
    let remainder = table.remainder.expect("further tiers");
    assert_eq!(
        (remainder.name.as_str(), remainder.count),
        ("further tiers", None)
    );
    let left = rational("0.000000144") / rational("0.98");
    assert_proved("what is left", remainder.co2e, &left);
    // Of coal free of burden the footprint keeps 0.9.
    let upstream = analysis.upstream(10).expect("upstream");
    let of_coal = upstream.rows[1].upstream.expect("an upstream");
    assert_proved("the upstream of coal", of_coal, &fraction("0.018/0.98"));
    assert_eq!(upstream.rows[1].direct.to_string(), "0");
    let flows = analysis.sankey(ChainOptions::default()).expect("flows");
    let through = flows.nodes[1].co2e;
    let expected = rational("0.9") / rational("0.98") / rational("0.98");
    assert_proved("what flows through the plant", through, &expected);
}

/// A plant that takes a tenth of its own electricity runs so much more; that is no chain of itself.
#[test]
fn what_a_process_takes_of_itself_is_no_step() {
    let plant = Process::new("plant")
        .makes("electricity", "1 kWh")
        .takes("electricity", "0.1 kWh")
        .emits("CO2", "0.9 kg");
    let analysis = analysis(System::builder().process(plant), "electricity", "3 kWh");
    let tree = analysis.tree(ChainOptions::default()).expect("a tree");
    assert_eq!(tree.nodes.len(), 1);
    assert_exactly("the tree", tree.nodes[0].direct, "3");
    assert_eq!(rows(&analysis, By::Tier), pairs(&[("0", "3")]));
    assert_eq!(analysis.paths(5).expect("paths").paths.len(), 1);
    assert_eq!(
        analysis
            .sankey(ChainOptions::default())
            .expect("flows")
            .links
            .len(),
        1
    );
}

/// A emits 10 kg and avoids two of b at 3 kg each: 4 kg, of which the path through b is -6.
#[test]
fn credits_are_negative_everywhere() {
    let builder = System::builder()
        .process(
            Process::new("A")
                .makes("a", "1 item")
                .avoids("b", "2 items")
                .emits("CO2", "10 kg"),
        )
        .process(Process::new("B").makes("b", "1 item").emits("CO2", "3 kg"));
    let analysis = analysis(builder, "a", "1 item");
    let tree = analysis.tree(ChainOptions::default()).expect("a tree");
    let figures: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| node.co2e.to_string())
        .collect();
    assert_eq!(figures, ["4", "-6"]);
    assert_eq!(tree.nodes[1].amount.to_string(), "-2");
    let paths = analysis.paths(5).expect("paths");
    let figures: Vec<_> = paths
        .paths
        .iter()
        .map(|path| path.co2e.to_string())
        .collect();
    assert_eq!(figures, ["10", "-6"]);
    assert_exactly("the remainder", paths.remainder, "0");
    let flows = analysis.sankey(ChainOptions::default()).expect("flows");
    let links: Vec<_> = flows
        .links
        .iter()
        .map(|link| (link.from, link.to, link.co2e.to_string()))
        .collect();
    // B flows into A with the larger magnitude, and stands before it.
    let expected = [(1, 2, "-6"), (2, 0, "4")].map(|(from, to, co2e)| (from, to, co2e.to_owned()));
    assert_eq!(links, expected);
}

/// Behind a lies a credit as large as what it is taken from: net nothing stands there, and yet the two paths are the
/// largest.
#[test]
fn paths_that_cancel_are_found() {
    let builder = System::builder()
        .process(
            Process::new("A")
                .makes("a", "1 item")
                .takes("b", "1 item")
                .emits("CO2", "1 kg"),
        )
        .process(
            Process::new("B")
                .makes("b", "1 item")
                .takes("c", "5 items")
                .avoids("d", "5 items"),
        )
        .process(Process::new("C").makes("c", "1 item").emits("CO2", "3 kg"))
        .process(Process::new("D").makes("d", "1 item").emits("CO2", "3 kg"));
    let analysis = analysis(builder, "a", "1 item");
    assert_exactly("the total", analysis.footprint().total(), "1");
    let paths = analysis.paths(2).expect("paths");
    let mut figures: Vec<_> = paths
        .paths
        .iter()
        .map(|path| path.co2e.to_string())
        .collect();
    figures.sort();
    assert_eq!(figures, ["-15", "15"]);
    assert!(paths.findings.is_empty());
}

/// Two ways round, of +0.81 and -0.81, cancel: a is 1 kg. Their magnitudes sum to 1.62 and have no solution.
#[test]
fn paths_without_a_bound_say_so() {
    let builder = System::builder()
        .process(
            Process::new("A")
                .makes("a", "1 item")
                .takes("b", "0.9 items")
                .avoids("c", "0.9 items")
                .emits("CO2", "1 kg"),
        )
        .process(
            Process::new("B")
                .makes("b", "1 item")
                .takes("a", "0.9 items"),
        )
        .process(
            Process::new("C")
                .makes("c", "1 item")
                .takes("a", "0.9 items"),
        );
    let analysis = analysis(builder, "a", "1 item");
    let paths = analysis.paths(3).expect("paths");
    let codes: Vec<_> = paths
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["paths-by-net-figures"]);
    assert_eq!(paths.paths[0].co2e.to_string(), "1");
    assert_eq!(paths.paths[1].co2e.value().magnitude().to_string(), "0.81");
}

/// Fifteen thousand processes in a row, the last of which emits.
#[test]
fn a_deep_chain_is_one_path() {
    let count = 15_000;
    let chain = (0..count).map(|step| {
        let process = Process::new(format!("step {step}")).makes(&format!("p{step}"), "1 item");
        if step + 1 == count {
            process.emits("CO2", "2 kg")
        } else {
            process.takes(&format!("p{}", step + 1), "1 item")
        }
    });
    let analysis = analysis(System::builder().processes(chain), "p0", "1 item");
    let options = ChainOptions::default().most(20_000);
    let tree = analysis.tree(options).expect("a tree");
    assert_eq!(tree.nodes.len(), count);
    assert_exactly("what is covered", tree.covered, "2");
    let paths = analysis.paths(10).expect("paths");
    assert_eq!(paths.paths.len(), 1);
    assert_eq!(paths.paths[0].steps.len(), count);
    let upstream = analysis.upstream(3).expect("upstream");
    assert_eq!(upstream.left_out, count - 3);
    assert_exactly(
        "the upstream",
        upstream.rows[2].upstream.expect("an upstream"),
        "2",
    );
    let tiers = analysis.contributions(By::Tier).expect("tiers");
    let remainder = tiers.remainder.expect("further tiers");
    assert_exactly("further tiers", remainder.co2e, "2");
    let sankey = analysis
        .sankey(ChainOptions::default().most(3))
        .expect("flows");
    assert_eq!(sankey.nodes[4].process, "14997 others");
}

/// A supplier of billets, of two plants, and of a coating: each is a row of its own, 0.5 × 2, 0.5 × 4 and 0.1 × 10.
#[test]
fn supplies_of_one_supplier_are_told_apart() {
    let of = |figure: &str| Supply::new(figure).supplier("Works");
    let press = Process::new("press")
        .makes("profile", "1 kg")
        .takes("billet", "1 kg")
        .takes("coating", "0.1 kg");
    let plants = Supply::mix([("0.5", of("2 kg CO2e/kg")), ("0.5", of("4 kg CO2e/kg"))]);
    let system = System::builder()
        .process(press)
        .supply("billet", plants)
        .supply("coating", of("10 kg CO2e/kg"));
    let analysis = analysis(system, "profile", "1 kg");
    let expected = [
        ("Works (billet)", "2"),
        ("Works (billet)", "1"),
        ("Works (coating)", "1"),
    ];
    assert_eq!(rows(&analysis, By::Process), pairs(&expected));
}

/// A demand that supplies meet without any process: 0.4 of the mix at 2 kg and 0.6 at 1 kg.
#[test]
fn supplies_alone_are_explained() {
    let supply = |figure: &str, name: &str| Supply::new(figure).supplier(name);
    let mix = Supply::mix([
        ("0.4", supply("2 kg CO2e/kg", "one")),
        ("0.6", supply("1 kg CO2e/kg", "other")),
    ]);
    let analysis = analysis(System::builder().supply("billet", mix), "billet", "10 kg");
    for by in [By::Process, By::Tier] {
        let expected: &[(&str, &str)] = match by {
            By::Tier => &[("0", "14")],
            _ => &[("one", "8"), ("other", "6")],
        };
        assert_eq!(rows(&analysis, by), pairs(expected), "{by}");
    }
    let tree = analysis.tree(ChainOptions::default()).expect("a tree");
    let roots: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| (node.parent, node.co2e.to_string()))
        .collect();
    assert_eq!(roots, [(None, "8".to_owned()), (None, "6".to_owned())]);
    assert_eq!(analysis.paths(5).expect("paths").paths.len(), 2);
    assert_eq!(analysis.upstream(5).expect("upstream").rows.len(), 2);
    let flows = analysis.sankey(ChainOptions::default()).expect("flows");
    assert_eq!(flows.links.len(), 2);
}
