//! An extract of a real database, as Brightway scores it.

use cfp_exchange::{DatabaseOptions, MemoryFiles, read_database};
use cfp_factors::Registry;

use crate::rational::rational;
use crate::tree;

const FOLDER: &str = "data/examples/coal-electricity-database";

/// What bw2calc 3.1.0 with UMFPACK gives for one unit of each product of the example, four processes of USLCI FY18, with the
/// AR6 potentials over 100 years as doubles.
const BRIGHTWAY: &[(&str, &str)] = &[
    ("electricity", "1.0723610802697676"),
    ("coal", "0.16165208477112053"),
    ("boiler", "2.8995614029711203"),
    ("quicklime", "1.3394306425533231"),
];

#[test]
fn an_extract_of_uslci_has_the_scores_of_brightway() {
    let mut files = MemoryFiles::new(FOLDER);
    for name in [
        "processes.csv",
        "flows.csv",
        "technosphere.csv",
        "emissions.csv",
    ] {
        files = files.with(name, tree::text(&format!("{FOLDER}/{name}")).into_bytes());
    }
    let read = read_database(&[&files], &DatabaseOptions::new()).expect("tables");
    let database = read.build().expect("a database").database;
    let gwp = Registry::bundled()
        .expect("a registry")
        .gwp("AR6-100")
        .expect("a set");
    let method = database.characterised_by(&gwp).expect("gases");
    let scores = database
        .solve()
        .expect("an order")
        .scores(&method)
        .expect("scores");
    for (product, expected) in BRIGHTWAY {
        let figure = scores
            .figure(database.find_product(product).expect("a product"))
            .expect("a figure");
        let (value, expected) = (rational(&figure.value().to_string()), rational(expected));
        let allowed = &expected * rational("1e-12");
        let distance = if value > expected {
            value - expected
        } else {
            expected - value
        };
        assert!(distance <= allowed, "{product}: {figure}");
        assert!(figure.bound().is_some());
    }
}
