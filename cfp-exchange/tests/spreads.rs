//! How uncertain numbers are, as model files state it: read, checked, and carried into the system. What is drawn from
//! them is tested where draws are made.

mod common;

use cfp_core::{GwpSet, Process, Spread, System};
use cfp_exchange::{ModelFile, Options, Study};
use common::{registry, told};

const HEAD: &str = "product = \"thing\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n";
const PLANT: &str = "[[process]]\nname = \"plant\"\nmakes = { thing = \"1 kg\" }\n";

fn study(text: &str) -> Study {
    let model = ModelFile::read("model.toml", text.as_bytes());
    let study = model.and_then(|model| model.build(&registry(), &Options::new()));
    study.unwrap_or_else(|error| panic!("{error}"))
}

/// The system of a model file with these lines, without what its parts are called in the file.
fn system(lines: &str) -> System {
    study(&format!("{HEAD}{PLANT}{lines}")).system
}

/// The same written in Rust says what a file has to become.
#[test]
fn spreads_of_exchanges_reach_the_system() {
    let written = |spread: &str| {
        let emits = format!("emits = {{ \"CO2, fossil\" = {{ amount = \"3 kg\", {spread} }} }}\n");
        format!("{:?}", system(&emits))
    };
    let expected = |spread: Spread| {
        let emission = cfp_core::Exchange::new("3 kg").spread(spread);
        let plant = Process::new("plant").makes("thing", "1 kg");
        let system = System::builder().process(plant.emits("CO2, fossil", emission));
        format!("{:?}", system.build().unwrap())
    };
    for (file, spread) in [
        (
            "spread = { lognormal_gsd = \"1.2\" }",
            Spread::lognormal("1.2"),
        ),
        (
            "spread = { lognormal_gsd = \"1.2\", amount_is = \"mean\" }",
            Spread::lognormal("1.2").amount_is(cfp_core::Middle::Mean),
        ),
        (
            "spread = { normal_sd = \"300 g\" }",
            Spread::normal("300 g"),
        ),
        (
            "spread = { uniform = [\"2 kg\", \"4 kg\"] }",
            Spread::uniform("2 kg", "4 kg"),
        ),
        (
            "spread = { triangular = [\"2 kg\", \"3 kg\", \"4 kg\"] }",
            Spread::triangular("2 kg", "3 kg", "4 kg"),
        ),
        (
            "spread = { beta_pert = [\"2 kg\", \"3 kg\", \"4 kg\"] }",
            Spread::beta_pert("2 kg", "3 kg", "4 kg"),
        ),
        (
            "spread = { discrete = [{ value = \"2 kg\", probability = \"0.5\" }, { value = \"4 kg\", probability = \"0.5\" }] }",
            Spread::discrete([("2 kg", "0.5"), ("4 kg", "0.5")]),
        ),
        // By Table 10.5: 0 + 0.0001 + 0 + 0.0001 + 0.
        (
            "pedigree = [1, 2, 1, 3, 1]",
            Spread::of_log_variance("0.0002".parse().map_err(cfp_core::NumberProblem::into)),
        ),
        // The variances of the logarithms add.
        (
            "spread = { lognormal_gsd = \"1.2\" }, pedigree = [5, 5, 5, 5, 5]",
            Spread::lognormal("1.2")
                .with_log_variance("0.21".parse().map_err(cfp_core::NumberProblem::into)),
        ),
    ] {
        assert_eq!(written(file), expected(spread), "{file}");
    }
}

#[test]
fn outputs_and_supplies_have_spreads_too() {
    let text = format!(
        "{HEAD}[[process]]\nname = \"plant\"\nmakes = {{ thing = {{ amount = \"1 kg\", pedigree = [2, 1, 1, 1, 1] }} }}\n\
         takes = {{ coal = \"1 kg\", steel = \"1 kg\", electricity = \"1 kWh\" }}\n\
         [supply.coal]\nfootprint = \"2 kg CO2e/kg\"\nspread = {{ normal_sd = \"0.1 kg CO2e/kg\" }}\n\
         [supply.steel]\nmix = [{{ share = \"0.5\", footprint = \"2 kg CO2e/kg\", pedigree = [3, 1, 1, 1, 1] }}, \
         {{ share = \"0.5\", footprint = \"1 kg CO2e/kg\" }}]\n\
         [supply.electricity]\nfactor = \"electricity\"\nregion = \"CN\"\nyear = 2024\n\
         pedigree = [1, 1, 2, 1, 1]\nspread = {{ lognormal_gsd = \"1.1\" }}\n"
    );
    let seen = format!("{:?}", study(&text).system);
    // Each by what only it has: the scores 2 and 3 of reliability, 2 of time, and the written figures.
    for part in ["0.0006", "0.1 kg CO2e/kg", "0.002", "0.0002", "1.1"] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
}

/// The footprint is of the amounts as written, and says once that it does not use the spreads.
#[test]
fn a_footprint_does_not_move() {
    let text = format!(
        "{HEAD}[parameters]\nload = {{ value = \"3 kg\", spread = {{ normal_sd = \"1 kg\" }} }}\n{PLANT}\
         emits = {{ \"CO2, fossil\" = \"{{load}}\" }}\n"
    );
    let footprint = study(&text).footprint().unwrap();
    assert_eq!(footprint.total().to_string(), "3");
    let [finding] = &footprint.findings[..] else {
        panic!("{:?}", footprint.findings);
    };
    assert_eq!(finding.code, "spread-not-used");
    assert!(finding.hint.contains("`cfp uncertainty`"));
}

#[test]
fn gases_of_an_own_set_have_spreads() {
    let gwp = |gas: &str| {
        let head = HEAD.replace("\"AR6-100\"", &format!("{{ \"CH4, fossil\" = {gas} }}"));
        format!("{head}{PLANT}emits = {{ \"CH4, fossil\" = \"1 kg\" }}\n")
    };
    let spread = Spread::uniform("26 kg CO2e/kg", "33 kg CO2e/kg");
    let expected = GwpSet::new("own")
        .with(
            "CH4, fossil",
            "29.8".parse().unwrap(),
            cfp_core::Category::Fossil,
        )
        .with_spread("CH4, fossil", spread)
        .named_by(registry().gas_names().unwrap());
    let text = gwp("{ value = \"29.8\", spread = { uniform = [\"26\", \"33\"] } }");
    assert_eq!(study(&text).gwp, expected);
    let bad = gwp("{ value = \"29.8\", spread = { uniform = [\"30\", \"33\"] } }");
    assert_eq!(told("model.toml", &bad), ["bad-spread 3:64"]);
    // What counts one by definition does so without doubt.
    let fixed = HEAD.replace(
        "\"AR6-100\"",
        "{ \"CO2, biogenic\" = { value = \"1\", pedigree = [2, 1, 1, 1, 1] } }",
    );
    assert_eq!(
        told("model.toml", &format!("{fixed}{PLANT}")),
        ["fixed-by-definition 3:9"]
    );
}

#[test]
fn a_gas_that_counts_one_by_definition_takes_no_spread() {
    let set = GwpSet::new("own").with_spread("CO2, biogenic", Spread::lognormal("2"));
    assert_eq!(set, GwpSet::new("own"));
}

/// A model with these parameters, of which `load` is used.
fn with(parameters: &str) -> String {
    format!(
        "{HEAD}[parameters]\n{parameters}\n{PLANT}emits = {{ \"CO2, fossil\" = \"{{load}}\" }}\n"
    )
}

#[test]
fn parameters_are_texts_or_tables() {
    let model = ModelFile::read(
        "model.toml",
        with("load = { value = \"{base} * 2\" }\nbase = { value = \"1.5 kg\", pedigree = [1, 1, 1, 1, 2] }").as_bytes(),
    );
    let model = model.unwrap();
    let values: Vec<String> = model
        .parameters()
        .iter()
        .map(|parameter| {
            let value = parameter.value.as_ref().map(ToString::to_string);
            format!("{} = {}", parameter.written, value.unwrap_or_default())
        })
        .collect();
    assert_eq!(values, ["{base} * 2 = 3 kg", "1.5 kg = 1.5 kg"]);
}

#[test]
fn spreads_of_parameters_fit_them() {
    for good in [
        "{ value = \"3 kg\", spread = { triangular = [\"2 kg\", \"3000 g\", \"4 kg\"] } }",
        "{ value = \"{k} * 1 kg\", spread = { uniform = [\"{k} * 0.5 kg\", \"5 kg\"] } }\nk = \"3\"",
        "\"{k} * 1 kg\"\nk = { value = \"3\", spread = { normal_sd = \"0.5\" }, pedigree = [1, 2, 3, 4, 5] }",
        "\"{k} * 1 kg\"\nk = { value = \"3\", spread = { discrete = [{ value = \"3\", probability = \"1\" }] } }",
    ] {
        assert!(
            told("model.toml", &with(&format!("load = {good}"))).is_empty(),
            "{good}"
        );
    }
    for (bad, expected) in [
        (
            "{ value = \"3 kg\", spread = { normal_sd = \"1 kWh\" } }",
            "bad-spread 5:49",
        ),
        (
            "{ value = \"3 kg\", spread = { normal_sd = \"1\" } }",
            "no-unit 5:49",
        ),
        (
            "\"{k} * 1 kg\"\nk = { value = \"3\", spread = { normal_sd = \"1 kg\" } }",
            "not-a-number 6:43",
        ),
        (
            "{ value = \"3 kg\", spread = { uniform = [\"4 kg\", \"5 kg\"] } }",
            "bad-spread 5:47",
        ),
        (
            "{ value = \"3 kg\", pedigree = [1, 2, 6, 1, 1] }",
            "bad-pedigree 5:37",
        ),
        (
            "{ value = \"3 kg\", pedigree = [0, 2, 1, 1, 1] }",
            "bad-pedigree 5:37",
        ),
        (
            "{ value = \"3 kg\", pedigree = [1, 2, 1, 1] }",
            "bad-pedigree 5:37",
        ),
        ("{ value = \"3 kg\", spraed = {} }", "unknown-key 5:26"),
        ("{ spread = { normal_sd = \"1 kg\" } }", "missing-key 5:1"),
        ("{ value = 3 }", "bare-number 5:18"),
        // One that is computed from an uncertain one is uncertain by it.
        (
            "{ value = \"{k} * 1 kg\", pedigree = [1, 1, 1, 1, 2] }\nk = { value = \"3\", pedigree = [1, 1, 1, 1, 2] }",
            "bad-spread 5:43",
        ),
    ] {
        let lines = with(&format!("load = {bad}"));
        assert_eq!(told("model.toml", &lines), [expected], "{bad}");
    }
}

/// The problem of the core stands at the spread, not at the flow.
#[test]
fn a_spread_that_does_not_fit_is_told_where_it_stands() {
    let of_supply = |supply: &str| {
        let takes = "takes = { coal = \"1 kg\" }\n";
        told(
            "model.toml",
            &format!("{HEAD}{PLANT}{takes}[supply.coal]\n{supply}\n"),
        )
    };
    assert_eq!(
        of_supply("footprint = \"2 kg CO2e/kg\"\nspread = { normal_sd = \"0.1 kg\" }"),
        ["bad-spread 10:24"]
    );
    assert_eq!(
        of_supply(
            "mix = [{ share = \"1\", footprint = \"2 kg CO2e/kg\", spread = { normal_sd = \"0 kg CO2e/kg\" } }]"
        ),
        ["bad-spread 9:74"]
    );
    let zero = "emits = { CO2 = { amount = \"0 kg\", spread = { lognormal_gsd = \"2\" } } }\n";
    assert_eq!(
        told("model.toml", &format!("{HEAD}{PLANT}{zero}")),
        ["bad-spread 7:63"]
    );
    // Zero stays zero, however often it is multiplied.
    let zero = "emits = { CO2 = { amount = \"0 kg\", pedigree = [1, 1, 1, 1, 5] } }\n";
    assert!(told("model.toml", &format!("{HEAD}{PLANT}{zero}")).is_empty());
}
