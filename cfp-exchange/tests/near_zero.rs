//! Views of footprints near zero: what is cut off, and what a remainder hides. Values by hand.

use cfp_core::{Amount, Analysis, By, ChainOptions, ContributionTable, Explain, Figure, RowKind};
use cfp_exchange::{ModelFile, Options};
use cfp_factors::Registry;

fn analysis(model: &str) -> Analysis {
    let file = ModelFile::read("model.toml", model.as_bytes()).expect("a model");
    let registry = Registry::bundled().expect("the bundled datasets");
    let study = file.build(&registry, &Options::new()).expect("a study");
    study.analyse().expect("an analysis")
}

fn number(text: &str) -> Amount {
    text.parse().expect("a decimal")
}

/// A figure of a loop to twelve places: what its digits leave beyond them is within its bound.
fn rounded(figure: &Figure) -> String {
    let text = figure.value().rounded_text(12);
    if text == "-0" { "0".to_owned() } else { text }
}

/// 10 kg of its own, 1 to 6 kg of each of six inputs, and as much of each of six that are avoided.
fn nets_out() -> Analysis {
    let list = |name: &str| {
        let flows = (0..6).map(|flow| format!("{name}{flow} = \"1 kg\""));
        flows.collect::<Vec<_>>().join(", ")
    };
    let mut model = format!(
        "product = \"x\"\namount = \"1 kg\"\ngwp = {{ name = \"o\", CO2 = \"1\" }}\n[[process]]\nname = \"p\"\n\
         makes = {{ x = \"1 kg\" }}\nemits = {{ CO2 = \"10 kg\" }}\ntakes = {{ {} }}\navoids = {{ {} }}\n",
        list("a"),
        list("b")
    );
    for flow in 0..6 {
        for name in ["a", "b"] {
            let footprint = flow + 1;
            model.extend([format!(
                "[supply.{name}{flow}]\nfootprint = \"{footprint} kg CO2e/kg\"\n"
            )]);
        }
    }
    analysis(&model)
}

fn remainder(table: &ContributionTable) -> [String; 4] {
    let left = table.remainder.as_ref().expect("a remainder");
    let [net, above, below] = [left.co2e, left.positive, left.negative];
    [
        left.name.clone(),
        net.to_string(),
        above.to_string(),
        below.to_string(),
    ]
}

#[test]
fn a_remainder_shows_what_nets_out_in_it() {
    let analysis = nets_out();
    let table = analysis.contributions(By::Process).expect("a table");
    assert_eq!(analysis.gross().expect("a figure").to_string(), "52");
    let top = table.top(3).expect("a table");
    assert_eq!(remainder(&top), ["10 others", "0", "15", "-15"]);
    // What is grouped twice is grouped once.
    assert_eq!(
        remainder(&top.top(1).expect("a table")),
        ["12 others", "0", "21", "-21"]
    );
    // A tenth of 52 leaves ±6 in the tree.
    let tree = analysis
        .tree(ChainOptions::default().cut_off(0.1))
        .expect("a tree");
    let names: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| node.product.as_str())
        .collect();
    assert_eq!(names, ["x", "a5", "b5"]);
    let root = &tree.nodes[0];
    let cut = [root.cut_off, root.cut_off_positive, root.cut_off_negative];
    assert_eq!(cut.map(|figure| figure.to_string()), ["0", "15", "-15"]);
    let left = [
        tree.remainder,
        tree.remainder_positive,
        tree.remainder_negative,
    ];
    assert_eq!(left.map(|figure| figure.to_string()), ["0", "15", "-15"]);
    assert_eq!(
        (tree.gross.to_string().as_str(), root.cut_off_count),
        ("52", 10)
    );
}

/// Of 52 kg in all, 80 % are 41.6: 10, then ±6, ±5 and ±4 are 40, and one of 3.
#[test]
fn contributors_are_listed_down_to_a_share_of_all_magnitudes() {
    let table = nets_out().contributions(By::Process).expect("a table");
    let most = table.until(number("0.8")).expect("a table");
    assert_eq!(most.rows.len(), 8);
    let [name, net, above, below] = remainder(&most);
    assert_eq!(name, "5 others");
    assert_eq!(number(&net).magnitude(), number("3"));
    let gross = number(&above).minus(number(&below)).expect("a number");
    assert_eq!(gross, number("9"));
    // 50 of 52 are 25/26: the fewest rows that make as much and not one more; of nothing, none; of all, all.
    let rows = |share: &str| table.until(number(share)).expect("a table").rows.len();
    assert_eq!([rows("0"), rows("0.25"), rows("1")], [0, 2, 13]);
    // A share of what is left after a first grouping counts what is in its remainder.
    let twice = table
        .top(8)
        .and_then(|top| top.until(number("0.8")))
        .expect("a table");
    assert_eq!(twice.rows.len(), 8);
    for wrong in ["-0.1", "1.0001", "80"] {
        let error = table.until(number(wrong)).expect_err("no share");
        assert_eq!(error.problems()[0].code(), "bad-share");
    }
}

const ZERO_LOOP: &str = r#"
product = "board"
amount = "1 kg"
gwp = { name = "own", "CO2" = "1" }
[[process]]
name = "board plant"
makes = { board = "1 kg" }
takes = { electricity = "1 kWh" }
removes = { "CO2" = "0.5 kg" }
[[process]]
name = "power plant"
makes = { electricity = "1 kWh" }
takes = { chips = "1 kg" }
emits = { CO2 = "1 kg" }
[[process]]
name = "chipper"
makes = { chips = "1 kg" }
takes = { electricity = "0.5 kWh" }
emits = { CO2 = "0.25 kg" }
removes = { CO2 = "1 kg" }
"#;

/// E = 1 + C and C = 0.5 E - 0.75 give 0.5 and -0.5, and the board nothing. The plants run twice: 0.5, 2 and 1.5 kg are 4 in
/// all, of which a hundredth cuts the loop off where 0.03125 comes back.
#[test]
fn a_tree_of_nothing_is_cut_by_what_counts_in_all() {
    let analysis = analysis(ZERO_LOOP);
    assert_eq!(rounded(&analysis.footprint().total()), "0");
    let tree = analysis
        .tree(ChainOptions::default().cut_off(0.01))
        .expect("a tree");
    assert_eq!(rounded(&tree.gross), "4");
    let carried: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| node.co2e.to_string())
        .collect();
    let expected = [
        "0", "0.5", "-0.5", "0.25", "-0.25", "0.125", "-0.125", "0.0625", "-0.0625",
    ];
    assert_eq!(carried, expected);
    assert_eq!(rounded(&tree.remainder_positive), "0.03125");
    assert_eq!(rounded(&tree.remainder_negative), "0");
    assert!(tree.findings.is_empty());
    let sankey = analysis
        .sankey(ChainOptions::default().cut_off(0.3))
        .expect("flows");
    // 1 and 1 kg flow through the plants, and nothing through the board: 1.2 is more.
    assert_eq!(sankey.nodes.len(), 2);
    let tiers = analysis.contributions(By::Tier).expect("tiers");
    // From tier 2 on a half of what is before: 0.5 · 2^-n below 4e-6.
    assert!(tiers.rows.len() < 45, "{}", tiers.rows.len());
}

/// Power takes 3 kg of coal and avoids 2.7 kg of it, which a market passes on.
const THROUGH_A_MARKET: &str = r#"
product = "power"
amount = "1 kWh"
gwp = { name = "g", "CO2" = "1" }
[[process]]
name = "power plant"
makes = { power = "1 kWh" }
takes = { coal = "3 kg" }
avoids = { "coal, market" = "2.7 kg" }
emits = { CO2 = "1 kg" }
[[process]]
name = "mine"
makes = { coal = "1 kg" }
takes = { power = "0.387 kWh" }
emits = { CO2 = "0.1 kg" }
[[process]]
name = "market"
makes = { "coal, market" = "1 kg" }
takes = { coal = "1 kg" }
"#;

/// P = 1 + 0.3 C and C = 0.1 + 0.387 P: (1 + 0.03) / (1 - 0.1161). Needs alone come back as 1.161, and less the credits as
/// -1.0449: no chain round the loop shrinks.
#[test]
fn chains_that_do_not_converge_are_told_and_not_followed() {
    let analysis = analysis(THROUGH_A_MARKET);
    let exact = number("1.03").over(number("0.8839")).expect("a number");
    let off = analysis
        .footprint()
        .total()
        .value()
        .minus(exact)
        .expect("a number");
    assert!(off.magnitude().rank(&number("1e-20")).is_lt());
    let tree = analysis
        .tree(ChainOptions::default().cut_off(0.001))
        .expect("a tree");
    let codes: Vec<_> = tree
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["chains-do-not-converge"]);
    assert!(
        tree.findings[0].message.contains("`power`"),
        "{}",
        tree.findings[0].message
    );
    // Once round: power, coal of it, the market and the coal of that.
    let names: Vec<_> = tree
        .nodes
        .iter()
        .map(|node| node.product.as_str())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(tree.nodes.iter().all(|node| node.kind == RowKind::Process));
    let paths = analysis.paths(100).expect("paths");
    assert!(
        paths
            .findings
            .iter()
            .any(|finding| finding.code == "chains-do-not-converge")
    );
    // 1 kg at the plant, 0.3 of the coal that is taken, -0.27 of the coal that is avoided.
    let co2e: Vec<_> = paths
        .paths
        .iter()
        .map(|path| path.co2e.to_string())
        .collect();
    assert_eq!(co2e, ["1", "0.3", "-0.27"]);
    let tiers = analysis.contributions(By::Tier).expect("tiers");
    assert_eq!(tiers.findings.len(), 1);
    assert_eq!(tiers.findings[0].code, "tiers-do-not-converge");
    let left = tiers.remainder.as_ref().expect("further tiers");
    let sum = tiers
        .rows
        .iter()
        .try_fold(left.co2e, |sum, row| sum.plus(row.co2e));
    let off = sum
        .and_then(|sum| sum.minus(tiers.total))
        .expect("a number");
    assert!(off.value().magnitude().rank(&number("1e-20")).is_lt());
}

/// A credit of three times what is needed: each round is nine times the last, and a hundred tiers leave the range of decimals.
#[test]
fn what_grows_beyond_decimals_is_told_as_what_it_is() {
    let model = r#"
product = "a"
amount = "1 kg"
gwp = { name = "g", "CO2" = "1" }
[[process]]
name = "A"
makes = { a = "1 kg" }
takes = { b = "3 kg" }
emits = { CO2 = "1 kg" }
[[process]]
name = "B"
makes = { b = "1 kg" }
avoids = { a = "3 kg" }
emits = { CO2 = "1 kg" }
"#;
    // a = 1 + 3 b and b = 1 - 3 a: (1 + 3) / 10.
    let analysis = analysis(model);
    assert_eq!(rounded(&analysis.footprint().total()), "0.4");
    let tree = analysis.tree(ChainOptions::default()).expect("a tree");
    assert_eq!(tree.nodes.len(), 2);
    let paths = analysis.paths(10).expect("paths");
    let co2e: Vec<_> = paths
        .paths
        .iter()
        .map(|path| path.co2e.to_string())
        .collect();
    assert_eq!(co2e, ["3", "1"]);
    let tiers = analysis.contributions(By::Tier).expect("tiers");
    assert_eq!(tiers.findings[0].code, "tiers-do-not-converge");
    let upstream = analysis.upstream(10).expect("rows");
    assert_eq!(upstream.rows.len(), 2);
    assert!(analysis.sankey(ChainOptions::default()).is_ok());
}
