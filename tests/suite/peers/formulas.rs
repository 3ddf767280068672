//! Parameters with formulas.

use cfp_exchange::{FootprintFile, ModelFile, Options};
use cfp_factors::Registry;

use crate::check::assert_exactly;

/// From `lca_algebraic`, `test/unit_test.py`, `test_params_with_formulas`: p2 = 2 × p1, p3 = 2 × p2.
const CHAIN: &str = r#"
product = "act2"
amount = "1 kg"
gwp = { name = "one for one", "bio1" = "1" }

[parameters]
p1 = "1"
p2 = "2 * {p1}"
p3 = "2 * {p2}"

[[process]]
name = "act2"
makes = { "act2" = "1 kg" }
emits = { "bio1" = "{p3} * 1 kg" }
"#;

/// From olca-modules, `AllocationTest.java`, `testFormula`: the shares of a product and a waste that is
/// taken in are formulas of one parameter.
const SHARES: &str = r#"
product = "p1"
amount = "1 kg"
gwp = { name = "one for one", "CO2" = "1" }

[parameters]
param = "25"

[[process]]
name = "P"
makes = { "p1" = { amount = "1 kg", share = "{param} / 100" } }
treats = { "w2" = { amount = "3 kg", share = "3 * {param} / 100" } }
allocate = "share"
emits = { "CO2" = "2 kg" }
"#;

fn total(model: &str, parameters: &[(&str, &str)]) -> cfp_core::Figure {
    let registry = Registry::bundled().expect("the datasets");
    let mut options = Options::new();
    for (name, text) in parameters {
        options = options.parameter(name, text);
    }
    let model = ModelFile::read("model.toml", model.as_bytes()).expect("a model");
    let study = model.build(&registry, &options).expect("a linked model");
    let file = FootprintFile::of(&study, &registry).expect("a footprint");
    file.footprint.total()
}

/// Another p1 moves both others; another p2 takes the place of its formula, and p3 follows it.
#[test]
fn lca_algebraic_parameter_chain() {
    assert_exactly("p3", total(CHAIN, &[]), "4");
    assert_exactly("p3", total(CHAIN, &[("p1", "1")]), "4");
    assert_exactly("p3", total(CHAIN, &[("p1", "4")]), "16");
    assert_exactly("p3", total(CHAIN, &[("p1", "2"), ("p2", "1")]), "2");
}

/// A quarter of 2 kg.
#[test]
fn olca_allocation_formula() {
    assert_exactly("CO2", total(SHARES, &[]), "0.5");
}
