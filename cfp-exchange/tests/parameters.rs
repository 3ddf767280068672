//! Named parameters, and expressions wherever a model takes a quantity or a number. Expected values
//! are worked by hand.

mod common;

use std::fmt::Write as _;

use cfp_exchange::{Error, FootprintFile, ModelFile, Options, Study};
use common::{registry, told};

fn study(text: &str, options: &Options) -> Result<Study, Error> {
    ModelFile::read("model.toml", text.as_bytes())?.build(&registry(), options)
}

fn total(text: &str, options: &Options) -> String {
    let study = study(text, options).unwrap_or_else(|e| panic!("{e}"));
    let footprint = study.footprint().unwrap_or_else(|e| panic!("{e}"));
    let codes = footprint
        .findings
        .iter()
        .map(|finding| finding.code.as_str());
    assert_eq!(codes.collect::<Vec<_>>(), Vec::<&str>::new());
    footprint.total().to_string()
}

/// A melting shop; every line with a figure uses a parameter.
const SHOP: &str = r#"
product = "bar"
amount = "{lot} / 2"

[parameters]
yield = "1.05"
lot = "2 t"
scrap = "{lot} * ({yield} - 1)"
"电耗" = "1.15 MWh/t"
loud = "{scrap} > 50 kg"

[gwp]
"CO2" = "{yield} - 0.05"
"CH4, fossil" = "{yield} * 20"

[[process]]
name = "shop"
makes = { bar = { amount = "{lot}", share = "1 - {yield} + 0.25" }, slag = { amount = "{scrap}", share = "0.8" } }
allocate = "share"
takes = { electricity = "{lot} * {电耗}", billet = { amount = "{lot} + {scrap}", causal = { bar = "{yield} / 1.05" } } }
emits = { "CO2, fossil" = "{loud} * 100 kg", "CH4, fossil" = "{scrap} / 100" }

[supply]
electricity = { footprint = "{yield} * 0.4 kg CO2e/kWh" }
billet = { footprint = "2 kg CO2e/kg" }
"#;

/// For two tonnes of bar: 2.3 MWh × 0.42 = 966, 100 kg CO2 and 1 kg CH4 × 21, of which bars carry 0.2;
/// all of the billet, 2.1 t × 2 = 4200. Half of (1087 × 0.2 + 4200).
#[test]
fn expressions_stand_wherever_a_figure_does() {
    assert_eq!(total(SHOP, &Options::new()), "2208.7");
}

/// With 3 t: 3450 kWh × 0.42 = 1449, 100 + 1.5 × 21 = 131.5, billet 3.15 t × 2 = 6300; half of
/// (1580.5 × 0.2 + 6300).
#[test]
fn an_override_moves_what_depends_on_it() {
    let options = Options::new().parameter("lot", "3 t");
    assert_eq!(total(SHOP, &options), "3308.05");
    // 50 kg are not more than 50 kg: no CO2, and 0.5 kg CH4.
    // 1 t: 1150 × 0.42 = 483, 0.5 × 21 = 10.5, billet 1.05 t × 2 = 2100; half of (493.5 × 0.2 + 2100).
    let options = Options::new()
        .parameter("lot", "{scrap} * 20")
        .parameter("scrap", "50 kg");
    assert_eq!(total(SHOP, &options), "1099.35");
}

#[test]
fn prices_masses_and_properties_are_computed() {
    let shop = |allocate: &str, keys: &str| {
        format!(
            "product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\nx = \"3\"\n[[process]]\nname = \"p\"\n\
             allocate = \"{allocate}\"\nmakes = {{ a = {{ amount = \"1 kg\", {allocate} = {keys} }}, \
             b = {{ amount = \"1 kg\", {allocate} = \"1 kg/kg\" }} }}\nemits = {{ \"CO2, fossil\" = \"8 kg\" }}\n"
        )
    };
    // 3 of 4 parts.
    assert_eq!(
        total(&shop("mass", "\"{x} * 1 kg/kg\""), &Options::new()),
        "6"
    );
    assert_eq!(
        total(&shop("dryness", "\"{x} * 1 kg/kg\""), &Options::new()),
        "6"
    );
    let priced = shop("price", "\"{x} * 1 CNY/kg\"").replace("1 kg/kg", "1 CNY/kg");
    assert_eq!(total(&priced, &Options::new()), "6");
}

#[test]
fn parameters_are_told_with_their_values() {
    let model = ModelFile::read("model.toml", SHOP.as_bytes()).unwrap();
    let lines: Vec<String> = model
        .parameters()
        .iter()
        .map(|parameter| {
            let value = parameter.value.as_ref().map(ToString::to_string);
            format!(
                "{}: {} = {}",
                parameter.name,
                parameter.written,
                value.unwrap()
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "yield: 1.05 = 1.05",
            "lot: 2 t = 2 t",
            "scrap: {lot} * ({yield} - 1) = 0.1 t",
            "电耗: 1.15 MWh/t = 1.15 MWh/t",
            "loud: {scrap} > 50 kg = 1",
        ]
    );
}

/// A model with one line of an exchange, in which `load` is 24 t.
fn with(parameters: &str, amount: &str) -> String {
    format!(
        "product = \"thing\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\n{parameters}\n\
         [[process]]\nname = \"plant\"\nmakes = {{ thing = \"1 kg\" }}\nemits = {{ \"CO2, fossil\" = {amount} }}\n"
    )
}

#[test]
fn a_problem_stands_at_its_sign() {
    let load = "load = \"24 t\"";
    for (amount, expected) in [
        ("\"{load} * 2 kg\"", "wrong-dimension 9:27"),
        ("\"2 kg * {laod}\"", "unknown-parameter 9:35"),
        ("'''2 kg * {laod}'''", "unknown-parameter 9:37"),
        // An escape moves the signs, so the place is that of the whole text.
        ("\"2 kg * \\u007blaod}\"", "unknown-parameter 9:27"),
        ("\"{load} / (2 t)\"", "no-unit 9:28"),
        ("\"load * 2\"", "parameter-without-braces 9:28"),
        ("\"load\"", "parameter-without-braces 9:28"),
        ("\"2 load\"", "parameter-without-braces 9:30"),
        ("\"twice\"", "not-a-number 9:27"),
        ("\"{load} * 1e27 / 1 t * 1e3 kg\"", "number-too-large 9:48"),
    ] {
        let told = told("model.toml", &with(load, amount));
        assert_eq!(told, [expected], "{amount}");
    }
    let json = r#"{"parameters": {"load": "24 t"}, "gwp": "AR6-100", "product": "a", "amount": "1 kg",
"process": [{"name": "p", "makes": {"a": "1 {lod}"}}]}"#;
    assert_eq!(told("model.json", json), ["bad-expression 2:45"]);
}

#[test]
fn problems_of_parameters_stand_in_their_table_and_are_told_once() {
    let amount = "\"{load} * 1 kg + {trips} * 1 kg\"";
    for (parameters, expected) in [
        ("load = 24", vec!["bare-number 5:8"]),
        ("load = \"24 tt\"", vec!["unknown-unit 5:12"]),
        ("load = \"{trips} +\"", vec!["bad-expression 5:18"]),
        ("load = [\"24 t\"]", vec!["wrong-type 5:8"]),
        ("load = \"1,5\"", vec!["comma-in-number 5:9"]),
        (
            "load = \"24 * trips\"",
            vec!["parameter-without-braces 5:14"],
        ),
        ("load = \"{trips} / {load}\"", vec!["parameter-cycle 5:9"]),
    ] {
        let text = with(&format!("{parameters}\ntrips = \"2\""), amount);
        assert_eq!(told("model.toml", &text), expected, "{parameters}");
    }
    let text =
        with("a = \"1\"", "\"1 kg\"").replace("[parameters]\na = \"1\"", "parameters = \"a\"");
    assert_eq!(told("model.toml", &text), ["wrong-type 4:14"]);
    assert_eq!(
        told("model.toml", &with("", "\"{a} * 1 kg\"")),
        ["unknown-parameter 9:28"]
    );
}

#[test]
fn what_nothing_uses_is_a_finding() {
    let text = with(
        "used = \"1\"\nby = \"{used}\"\nspare = \"2\"",
        "\"{by} * 3 kg\"",
    );
    let footprint = study(&text, &Options::new()).unwrap().footprint().unwrap();
    let found = footprint
        .findings
        .iter()
        .filter(|finding| finding.code == "parameter-unused");
    let messages: Vec<&str> = found.map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["nothing uses the parameter `spare`"]);
}

#[test]
fn overrides_have_problems_of_their_own() {
    let text = with("load = \"24 t\"\ntrips = \"2\"", "\"{load} * {trips}\"");
    let codes = |options: Options| {
        let error = study(&text, &options).unwrap_err();
        let problems = error.problems().iter();
        problems
            .map(|problem| {
                (
                    problem.code,
                    problem.message.clone(),
                    problem.location.position,
                )
            })
            .collect::<Vec<_>>()
    };
    let unknown = codes(Options::new().parameter("tripz", "3"));
    let message = "unknown parameter `tripz`".to_owned();
    assert_eq!(unknown, [("unknown-parameter", message, None)]);
    let bad = codes(Options::new().parameter("trips", "3 +"));
    assert_eq!((bad[0].0, bad[0].2), ("bad-expression", None));
    assert!(bad[0].1.starts_with("parameter `trips`: "), "{}", bad[0].1);
}

/// The stored result names what was changed, and is computed anew with it.
#[test]
fn a_stored_result_is_replayed_with_its_parameters() {
    let options = Options::new().parameter("lot", "3 t").for_footprint();
    let study = study(SHOP, &options).unwrap();
    let file = FootprintFile::of(&study, &registry()).unwrap();
    let text = file.text();
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["provenance"]["options"]["parameters"]["lot"], "3 t");
    let stored = FootprintFile::read("result.json", text.as_bytes()).unwrap();
    let found = stored
        .verify(
            "result.json",
            SHOP.as_bytes(),
            &mut |_| unreachable!("no other file"),
            &registry(),
        )
        .unwrap();
    assert!(found.agrees, "{:?}", found.differences);
}

#[test]
fn deep_and_long_expressions_do_no_harm() {
    let deep = format!("\"{}{{load}}\"", "(".repeat(100_000));
    assert_eq!(
        told("model.toml", &with("load = \"24 t\"", &deep)),
        ["expression-too-deep 9:92"]
    );
    let mut chain = "p0 = \"1 kg\"\n".to_owned();
    for number in 1..20_000 {
        writeln!(chain, "p{number} = \"{{p{}}} + 1 g\"", number - 1).unwrap();
    }
    // 1 kg and 19999 g.
    assert_eq!(
        total(&with(&chain, "\"{p19999}\""), &Options::new()),
        "20.999"
    );
}
