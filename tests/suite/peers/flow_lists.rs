//! Flow lists of real databases with the values that another program gives them, from beside a checkout.

use std::collections::BTreeMap;
use std::fs;

use cfp_core::{Database, FlowChoices, Label};
use cfp_factors::Registry;

use crate::tree;

/// The elementary flows of the U.S. Life Cycle Inventory Database, and the GWP of AR6 that openLCA's list of methods gives
/// each, from the root of the workspace.
const FLOWS: &str = "../shared/data/lci/uslci_fy18/flows.csv";

/// What counts otherwise here, and why.
const OTHERWISE: [(&str, &str); 4] = [
    (
        "Carbon dioxide",
        "uptake has the sign of an emission in the list",
    ),
    (
        "Ethane, 1,2-dichloro-1,1,2-trifluoro-, HCFC-123",
        "its groups are those of HCFC-123a: it is left open",
    ),
    (
        "Methane, bromochlorodifluoro-, Halon 1211",
        "1960 in the list, 1930 in Table 7.SM.7",
    ),
    (
        "Methane, dichlorodifluoro-, CFC-12",
        "1960 in the list, 12500 in Table 7.SM.7",
    ),
];

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    for sign in line.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("a field").push(sign),
        }
    }
    fields
}

/// Every flow that the list values counts the same here, but for those whose difference is known.
#[test]
#[allow(clippy::print_stdout, reason = "how much was compared is said")]
fn the_flows_of_the_us_lci_count_as_openlca_counts_them() {
    let path = tree::root().join(FLOWS);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("{FLOWS} is not beside this checkout: nothing was compared");
        return;
    };
    let registry = Registry::bundled().expect("a registry");
    let set = registry.gwp("AR6-100@=2021").expect("a set");
    let mut compared = 0;
    let mut apart = BTreeMap::new();
    for line in text.lines().skip(1) {
        let [_, id, name, place, unit, value] = &fields(line)[..] else {
            panic!("{line}");
        };
        let label = Label::new(id).name(name.trim()).location(place).unit(unit);
        let database = Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(1, [(0, 0, 1.0)])
            .flows(vec![label])
            .build()
            .expect("a database");
        let choices = FlowChoices::new().gas("Methane", "CH4, fossil");
        let choices = choices.gas("Carbon dioxide", "CO2, fossil");
        let expected: f64 = value.parse().expect("a value");
        let counted = match database.characterised_with(&set, &choices) {
            Ok(method) => {
                let scores = database.solve().expect("an order").scores(&method);
                scores.expect("scores").values()[0]
            }
            // A flow that is none, or that is told as open, counts nothing.
            Err(_) => 0.0,
        };
        // What the list leaves out may count here: chlorinated solvents, ethane, biogenic carbon dioxide.
        if expected != 0.0 && (counted - expected).abs() > 1e-9 * expected.abs() {
            apart.insert(name.trim().to_owned(), (counted, expected, place.clone()));
        }
        compared += 1;
    }
    let known = |name: &str| OTHERWISE.iter().any(|(other, _)| *other == name);
    let unknown: Vec<_> = apart.iter().filter(|(name, _)| !known(name)).collect();
    println!(
        "{compared} flows compared, {} names count otherwise: {apart:?}",
        apart.len()
    );
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(compared > 1000, "{compared}");
}
