//! Materials by the circular footprint formula in model files.

mod common;

use cfp_core::Footprint;
use cfp_exchange::{ModelFile, Options};
use common::{problems_of, registry, told};

const MATERIAL: &str = r#"
product = "bumper"
amount = "1 kg"
gwp = "AR6-100"
region = "CN"
year = 2024

[circular.bumper]
per = "1 kg"
recycled_content = "0.25"
recycled_afterwards = "0.4"
to_energy = "0.35"
sharing = "0.5"
quality_in = "0.9"
quality_out = "0.85"
virgin = "polymer"
recycled = "recyclate"
recycling = "collected polymer"
energy_recovery = "burnt polymer"
heating_value = "22 MJ/kg"
heat = { efficiency = "0.30", flow = "district heat" }
electricity = { efficiency = "0.15", flow = "electricity" }
disposal = "dumped polymer"

[[process]]
name = "crack"
makes = { "polymer" = "1 kg" }
emits = { "CO2, fossil" = "3 kg" }

[supply]
recyclate.footprint = "0.9 kg CO2e/kg"
"collected polymer".footprint = "0.95 kg CO2e/kg"
"burnt polymer".footprint = "2.2 kg CO2e/kg"
"district heat".footprint = "0.07 kg CO2e/MJ"
electricity.footprint = "0.16 kg CO2e/MJ"
"dumped polymer".footprint = "0.1 kg CO2e/kg"
"#;

fn footprint(text: &str) -> Footprint {
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
    let study = model.build(&registry(), &Options::new());
    let study = study.unwrap_or_else(|e| panic!("{e}"));
    study.footprint().unwrap_or_else(|e| panic!("{e}"))
}

/// 2.25 + 0.45 - 0.32 + 0.4235 + 0.025, worked term by term beside the formula's own tests.
#[test]
fn a_material_of_every_term() {
    let footprint = footprint(MATERIAL);
    assert_eq!(footprint.total().to_string(), "2.8285");
    assert!(footprint.total().bound().unwrap().is_zero());
    let terms: Vec<_> = footprint
        .terms
        .iter()
        .map(|row| format!("{} {}", row.term, row.co2e))
        .collect();
    assert_eq!(
        terms,
        [
            "virgin material 2.25",
            "recycled content 0.1125",
            "recycled content 0.3375",
            "recycling at end of life 0.19",
            "displaced virgin material -0.51",
            "energy recovery 0.77",
            "displaced heat -0.1617",
            "displaced electricity -0.1848",
            "disposal 0.025",
        ]
    );
}

/// 0.35 · 22 MJ · 0.15 = 1.155 MJ are 0.3208333… kWh, which displace 0.5777 kg CO2e each of the Chinese
/// grid: 0.1853454166… in place of 0.1848, so 2.8279545833….
#[test]
fn what_a_material_takes_is_looked_up() {
    let text = MATERIAL.replace(
        "electricity.footprint = \"0.16 kg CO2e/MJ\"",
        "electricity.factor = \"electricity\"",
    );
    let footprint = footprint(&text);
    let total = footprint.total().to_string();
    assert!(total.starts_with("2.827954583333333333"), "{total}");
    assert_eq!(footprint.factors[0].flow, "electricity");
    assert_eq!(footprint.factors[0].record.value, "0.5777");
}

/// A model without materials has no terms, and says nothing of them when it is stored.
#[test]
fn terms_are_stored_where_there_are_some() {
    let stored = |text: &str| serde_json::to_string(&footprint(text)).unwrap();
    let with = stored(MATERIAL);
    let read: Footprint = serde_json::from_str(&with).unwrap();
    assert_eq!(read, footprint(MATERIAL));
    let of_polymer = MATERIAL.replace("product = \"bumper\"", "product = \"polymer\"");
    assert!(with.contains("\"terms\"") && !stored(&of_polymer).contains("\"terms\""));
}

/// Every problem stands at the term that it is about.
#[test]
fn problems_stand_at_their_terms() {
    let cases = [
        ("per = \"1 kg\"", "per = \"1\"", "no-unit 9:7"),
        ("per = \"1 kg\"\n", "", "missing-key 8:11"),
        ("\"0.25\"", "\"a quarter\"", "not-a-number 10:20"),
        ("\"0.25\"", "0.25", "bare-number 10:20"),
        ("\"0.25\"", "\"25\"", "share-out-of-range 10:20"),
        ("\"0.35\"", "\"0.65\"", "end-of-life-shares 12:13"),
        ("\"0.9\"", "\"-0.9\"", "negative-term 14:14"),
        ("recycled = \"recyclate\"\n", "", "missing-term 10:20"),
        ("virgin = \"polymer\"\n", "", "missing-term 8:11"),
        ("22 MJ/kg", "22 MJ/m3", "wrong-dimension 20:17"),
        ("22 MJ/kg", "22 MJ", "not-per-unit 20:17"),
        (
            "efficiency = \"0.30\"",
            "efficiency = \"30\"",
            "share-out-of-range 21:23",
        ),
        ("efficiency = \"0.30\", ", "", "missing-key 21:8"),
        (
            "flow = \"district heat\"",
            "flow = \"heat\"",
            "no-supplier 21:38",
        ),
        ("quality_in", "quality_inn", "unknown-key 14:1"),
        ("virgin = \"polymer\"", "virgin = 3", "wrong-type 16:10"),
        (
            "disposal = \"dumped polymer\"",
            "disposal = \"dump\"",
            "no-supplier 23:12",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(MATERIAL.contains(from), "{from}");
        let found = told("model.toml", &MATERIAL.replacen(from, to, 1));
        assert_eq!(found, [expected], "{to}");
    }
}

/// A flow of three terms is told once as an input and once as displaced.
#[test]
fn a_flow_of_several_terms_is_told_once_each_way() {
    let text = MATERIAL.replace("virgin = \"polymer\"", "virgin = \"polymre\"");
    let messages: Vec<_> = problems_of("model.toml", &text)
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    assert_eq!(
        messages,
        [
            "process `bumper`: input `polymre`: nobody makes `polymre`",
            "process `bumper`: avoided flow `polymre`: nobody makes or treats `polymre`",
        ]
    );
}

/// A material and a process of one name are told at the second.
#[test]
fn names_are_shared_with_processes() {
    let text = MATERIAL.replace("name = \"crack\"", "name = \"bumper\"");
    assert_eq!(told("model.toml", &text), ["duplicate-process 8:11"]);
}

/// The same in JSON.
#[test]
fn materials_are_written_in_json() {
    let text = r#"{
        "product": "bumper", "amount": "2 kg", "gwp": "AR6-100",
        "circular": { "bumper": {
            "per": "1 kg", "recycled_content": "0.25", "sharing": "1",
            "virgin": "polymer", "recycled": "recyclate" } },
        "supply": {
            "polymer": { "footprint": "3 kg CO2e/kg" },
            "recyclate": { "footprint": "0.9 kg CO2e/kg" } }
    }"#;
    let model = ModelFile::read("model.json", text.as_bytes()).unwrap();
    let study = model.build(&registry(), &Options::new()).unwrap();
    // 2 · (0.75 · 3 + 0.25 · 0.9)
    assert_eq!(study.footprint().unwrap().total().to_string(), "4.95");
}
