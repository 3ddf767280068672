//! What a model file may say, and what follows from it. Expected values are worked by hand.

mod common;

use cfp_core::Footprint;
use cfp_exchange::{FootprintFile, ModelFile, Options};
use common::{problems_of, registry, told};

/// The footprint of a model without problems.
fn footprint(file_name: &str, text: &str) -> Footprint {
    let model = ModelFile::read(file_name, text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
    let study = model.build(&registry(), &Options::new());
    let study = study.unwrap_or_else(|e| panic!("{e}"));
    study.footprint().unwrap_or_else(|e| panic!("{e}"))
}

/// A model of one plant that makes 1 kg of `thing`.
fn plant(lines: &str) -> String {
    format!(
        "product = \"thing\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\nregion = \"CN\"\nyear = 2024\n\
         [[process]]\nname = \"plant\"\nmakes = {{ thing = \"1 kg\" }}\n{lines}"
    )
}

fn total(text: &str) -> String {
    footprint("model.toml", text).total().to_string()
}

#[test]
fn examples_read_and_build() {
    let example = |name: &str| {
        let path = format!("{}/../data/examples/{name}", env!("CARGO_MANIFEST_DIR"));
        footprint(name, &std::fs::read_to_string(path).unwrap())
    };
    // The exact rational solution has 16896.7333200153911307170839998…, worked apart from this code.
    let aluminium = example("primary-aluminium.toml");
    let value = aluminium.total().value().value_text();
    assert!(value.starts_with("16896.73332001539113071"), "{value}");
    assert_eq!(aluminium.factors[0].record.value, "0.5777");
    assert_eq!(
        aluminium.factors[0].record.dataset,
        "cn-mee-electricity-footprint"
    );
    let profile = example("aluminium-profile.toml");
    assert_eq!(profile.total().bound().unwrap().to_string(), "0");
    example("coal-electricity-loop.toml");
}

#[test]
fn toml_and_json_say_the_same() {
    let toml = plant(
        "takes = { electricity = \"2 kWh\" }\n[supply.electricity]\nfactor = \"electricity\"",
    );
    let json = r#"{ "product": "thing", "amount": "1 kg", "gwp": "AR6-100", "region": "CN", "year": 2024,
        "process": [{ "name": "plant", "makes": { "thing": "1 kg" }, "takes": { "electricity": "2 kWh" } }],
        "supply": { "electricity": { "factor": "electricity" } } }"#;
    // 2 kWh × 0.5777 kg CO2e/kWh.
    assert_eq!(total(&toml), "1.1554");
    assert_eq!(
        footprint("model.json", json),
        footprint("model.toml", &toml)
    );
    assert_eq!(
        footprint("MODEL.JSON", &format!("\u{feff}{json}")),
        footprint("model.toml", &toml)
    );
}

#[test]
fn several_exchanges_of_a_flow_are_a_list() {
    let text = plant(
        r#"takes = { electricity = [{ amount = "0.7 kWh", from = "coal plant" }, { amount = "0.3 kWh", from = "supply" }] }
[[process]]
name = "coal plant"
makes = { electricity = "1 kWh" }
emits = { "CO2" = "0.9 kg" }
[supply.electricity]
footprint = "0.02 kg CO2e/kWh"
"#,
    );
    // 0.7 × 0.9 + 0.3 × 0.02.
    assert_eq!(total(&text), "0.636");
}

#[test]
fn discards_may_say_to_whom() {
    let text = plant(
        r#"discards = { dross = { amount = "2 kg", to = "melter" } }
[[process]]
name = "melter"
treats = { dross = "1 kg" }
emits = { "CO2" = "0.5 kg" }
[[process]]
name = "tip"
treats = { dross = "1 kg" }
emits = { "CO2" = "7 kg" }
"#,
    );
    assert_eq!(total(&text), "1");
}

#[test]
fn a_category_may_stand_on_the_exchange() {
    let text = plant(r#"emits = { "CO2" = { amount = "3 kg", category = "aircraft" } }"#);
    let footprint = footprint("model.toml", &text);
    let aircraft = footprint.by_category[&cfp_core::Category::Aircraft];
    assert_eq!(aircraft.to_string(), "3");
}

#[test]
fn own_gwp_values_may_be_of_any_flow_and_sign() {
    let text = r#"product = "thing"
amount = "1 kg"
gwp = { name = "mine", "CO2" = "1", "CH4" = { value = "27", category = "biogenic" }, "shade" = "0", "snow" = "-2.5" }
[[process]]
name = "plant"
makes = { thing = "1 kg" }
emits = { "CO2" = "10 kg", "CH4" = "2 kg", "shade" = "5 kg", "snow" = "2 kg" }
"#;
    let footprint = footprint("model.toml", text);
    // 10 + 54 + 0 - 5.
    assert_eq!(footprint.total().to_string(), "59");
    assert_eq!(footprint.gwp, "mine");
    let biogenic = footprint.by_category[&cfp_core::Category::BiogenicEmissions];
    assert_eq!(biogenic.to_string(), "54");
}

#[test]
fn chinese_units_and_full_width_digits_are_read() {
    let lines = "takes = { \"电\" = \"１０００度\", \"煤\" = \"2 吨\" }\n\
                 [supply.\"电\"]\nfactor = \"电力\"\n[supply.\"煤\"]\nfootprint = \"0.1 kg CO2e/kg\"";
    // 1000 kWh × 0.5777 + 2000 kg × 0.1.
    assert_eq!(total(&plant(lines)), "777.7");
}

#[test]
fn outputs_share_by_any_named_property() {
    let text = |allocate: &str| {
        format!(
            r#"product = "thing"
amount = "1 kg"
gwp = "AR6-100"
[[process]]
name = "plant"
allocate = "{allocate}"
emits = {{ "CO2" = "10 kg" }}
[process.makes]
thing = {{ amount = "1 kg", dry = "0.2 kg/kg", price = "3 CNY/kg", share = "0.4" }}
other = {{ amount = "2 kg", dry = "0.4 kg/kg", price = "1 CNY/kg", share = "0.6" }}
"#
        )
    };
    // Weights 0.2 and 0.8; 3 and 2; 0.4 and 0.6; 1 and 2 kg; equal.
    assert_eq!(total(&text("dry")), "2");
    assert_eq!(total(&text("price")), "6");
    assert_eq!(total(&text("share")), "4");
    assert_eq!(total(&text("equal")), "5");
}

#[test]
fn an_exchange_may_be_caused_by_one_output() {
    let text = r#"product = "thing"
amount = "1 kg"
gwp = "AR6-100"
[[process]]
name = "plant"
allocate = "equal"
makes = { thing = "1 kg", other = "1 kg" }
emits = { "CO2" = { amount = "10 kg", causal = { thing = "0.7", other = "0.3" } } }
"#;
    assert_eq!(total(text), "7");
}

#[test]
fn each_consumer_is_looked_up_for_itself() {
    let text = r#"product = "thing"
amount = "1 kg"
gwp = "AR6-100"
region = "CN"
year = 2024
[[process]]
name = "plant"
makes = { thing = "1 kg" }
takes = { electricity = "1 kWh", part = "1 kg" }
[[process]]
name = "older plant"
year = 2023
makes = { part = "1 kg" }
takes = { electricity = "1 kWh" }
[supply.electricity]
factor = "electricity"
"#;
    let mixed = footprint("model.toml", text);
    // 0.5777 of 2024 and 0.6205 of 2023.
    assert_eq!(mixed.total().to_string(), "1.1982");
    assert_eq!(mixed.factors.len(), 2);
    let same = footprint("model.toml", &text.replace("year = 2023\n", ""));
    assert_eq!(same.total().to_string(), "1.1554");
    let supplies = same
        .by_process()
        .iter()
        .filter(|row| row.kind == cfp_core::RowKind::Supply);
    assert_eq!(supplies.count(), 1);
    let of_supply = footprint(
        "model.toml",
        &text.replace("factor =", "year = 2023\nfactor ="),
    );
    assert_eq!(of_supply.total().to_string(), "1.241");
}

#[test]
fn a_supply_may_itself_be_asked_for() {
    let text = plant(
        "takes = { electricity = \"1 kWh\" }\nyear = 2023\n[supply.electricity]\nfactor = \"electricity\"",
    );
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let options = Options::new().product("electricity").amount("10 kWh");
    let study = model.build(&registry(), &options).unwrap();
    assert_eq!(study.footprint().unwrap().total().to_string(), "5.777");
}

#[test]
fn fallback_is_off_unless_asked() {
    let text = plant(
        "region = \"CN-GD\"\nyear = 2025\ntakes = { electricity = \"1 kWh\" }\n[supply.electricity]\nfactor = \"electricity\"\n",
    );
    assert_eq!(told("model.toml", &text), ["factor-not-found 13:10"]);
    let widened = format!("{text}up_to_region = \"country\"\nup_to_years_old = 1\n");
    assert_eq!(total(&widened), "0.5777");
    let options = Options::new().up_to_region("country").up_to_years_old(1);
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let study = model.build(&registry(), &options).unwrap();
    let footprint = study.footprint().unwrap();
    assert_eq!(footprint.total().to_string(), "0.5777");
    assert_eq!(
        footprint.factors[0].record.steps,
        ["CN-GD → CN", "2025 → 2024"]
    );
}

#[test]
fn options_stand_in_for_what_the_file_states() {
    let text = plant("emits = { \"CH4, fossil\" = \"1 kg\" }");
    let build = |options: Options| {
        let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
        model
            .build(&registry(), &options)
            .and_then(|study| study.footprint())
    };
    let grams = build(Options::new().amount("500 g")).unwrap();
    // AR6: 29.8 kg CO2e per kg of fossil methane; AR5: 30 with its feedback-free fossil value apart.
    assert_eq!(grams.total().to_string(), "14.9");
    assert_eq!(grams.demand, "500 g");
    let wrong = build(Options::new().product("thin")).unwrap_err();
    assert_eq!(wrong.problems()[0].code, "unknown-product");
    assert_eq!(wrong.problems()[0].location.to_string(), "model.toml");
    let other = build(Options::new().from("nobody")).unwrap_err();
    assert_eq!(other.problems()[0].code, "unknown-provider");
}

#[test]
fn intensities_need_no_demand() {
    let text = plant("emits = { \"CO2\" = \"4 kg\" }")
        .replace("product = \"thing\"\namount = \"1 kg\"\n", "");
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let study = model.build(&registry(), &Options::new()).unwrap();
    let intensities = study.intensities().unwrap();
    assert_eq!(intensities.intensities[0].total.to_string(), "4");
    let codes: Vec<&str> = study
        .footprint()
        .unwrap_err()
        .problems()
        .iter()
        .map(|p| p.code)
        .collect();
    assert_eq!(codes, ["no-product-stated", "no-amount-stated"]);
}

#[test]
fn spreads_are_checked_and_told_once() {
    let text = plant(
        r#"emits = { "CO2" = { amount = "3 kg", spread = { lognormal_gsd = "1.2", amount_is = "mean" } }, "N2O" = { amount = "0 kg", pedigree = [1, 2, 1, 3, 1], spread = { triangular = ["0 kg", "0 kg", "1 kg"] } } }"#,
    );
    let codes: Vec<String> = footprint("model.toml", &text)
        .findings
        .into_iter()
        .map(|f| f.code)
        .collect();
    assert_eq!(codes, ["spread-not-used"]);
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_file() {
    let text = r#"product = "thing"
amount = "1 kgg"
gwp = "AR6-100"
[[process]]
name = "plant"
makes = { thing = "1 kg" }
takes = { coal = "1 kg", electricity = 3, heat = "1 kg" }
emits = { "CO3" = "1 kg" }
[supply.electricity]
factor = "electricity"
year = 1990
region = "CN"
[supply.heat]
footprint = "1 kg CO2e/MJ"
"#;
    let told = told("model.toml", text);
    assert_eq!(
        told,
        [
            "unknown-unit 2:10",
            "no-supplier 7:11",
            "bare-number 7:40",
            "wrong-dimension 7:50",
            "unknown-gas 8:11",
            "factor-not-found 10:10",
        ]
    );
    let messages: Vec<String> = problems_of("model.toml", text)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        messages[2],
        "model.toml:7:40: process `plant`: input `electricity`: `amount` is the bare number 3"
    );
}

#[test]
fn a_stored_footprint_reads_back_as_it_was_written() {
    let text = plant("emits = { N2O = \"2 kg\" }");
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let options = Options::new().amount("3 kg").for_footprint();
    let study = model.build(&registry(), &options).unwrap();
    let file = FootprintFile::of(&study, &registry()).unwrap();
    // 3 × 2 kg × 273.
    assert_eq!(file.footprint.total().to_string(), "1638");
    let read = FootprintFile::read("result.json", file.text().as_bytes()).unwrap();
    assert_eq!(read, file);
}
