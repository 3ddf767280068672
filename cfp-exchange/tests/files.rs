//! Other models and stored footprints as supplies: nested, sealed, and never in a ring.

use std::collections::BTreeMap;
use std::io;

use cfp_core::Category;
use cfp_exchange::{Error, FootprintFile, ModelFile, Options, Study};
use cfp_factors::Registry;

/// 2 kg of billet per kg of profile, and 0.5 kg of carbon dioxide of its own.
const PROFILE: &str = r#"product = "profile"
amount = "1 kg"
gwp = "AR6-100"

[[process]]
name = "press"
makes = { profile = "1 kg" }
takes = { billet = "2 kg" }
emits = { "CO2, fossil" = "0.5 kg" }

[supply.billet]
model = "parts/billet.toml"
"#;

/// 1 kg of ingot and 3 kWh of the grid per kg of billet, 0.25 kg of biogenic carbon dioxide.
const BILLET: &str = r#"product = "billet"
amount = "1 t"
gwp = "AR6-100"
region = "CN"
year = 2024
cut_off = ["film"]

[[process]]
name = "cast"
makes = { billet = "1 kg" }
takes = { ingot = "1 kg", electricity = "3 kWh", film = "1 g" }
emits = { "CO2, biogenic" = "0.25 kg" }

[supply.electricity]
factor = "electricity"
[supply.ingot]
model = "../ingot.toml"
"#;

/// 10 kg of carbon dioxide per kg of ingot.
const INGOT: &str = r#"product = "ingot"
amount = "1 kg"
gwp = "AR6-100"

[[process]]
name = "smelt"
makes = { ingot = "1 kg" }
emits = { "CO2, fossil" = "10 kg" }
"#;

fn files() -> BTreeMap<String, String> {
    let files = [("w/parts/billet.toml", BILLET), ("w/ingot.toml", INGOT)];
    files
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into()
}

fn registry() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

/// The model in the directory `w`, with the files that it names.
fn opened(text: &str, files: &BTreeMap<String, String>) -> Result<ModelFile, Error> {
    ModelFile::read("w/profile.toml", text.as_bytes())?.with_files(&mut |path| {
        let found = files.get(path).map(|text| text.clone().into_bytes());
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

fn study(text: &str, files: &BTreeMap<String, String>) -> Study {
    let options = Options::new().for_footprint();
    let model = opened(text, files).expect("every file");
    model.build(&registry(), &options).expect("a study")
}

fn codes(error: &Error) -> Vec<&str> {
    error
        .problems()
        .iter()
        .map(|problem| problem.code)
        .collect()
}

/// By hand, per kg of profile: 0.5 + 2 × (10 + 3 × 0.5777 + 0.25) = 0.5 + 2 × 11.9831 = 24.4662 kg CO2e, of which
/// 0.5 + 20 fossil, 0.5 biogenic and 3.4662 known only as CO2e.
#[test]
fn models_supply_models() {
    let study = study(PROFILE, &files());
    let footprint = study.footprint().expect("a footprint");
    assert_eq!(footprint.total().to_string(), "24.4662");
    assert!(footprint.total().bound().expect("a bound").is_zero());
    for (category, kg) in [
        (Category::Fossil, "20.5"),
        (Category::BiogenicEmissions, "0.5"),
        (Category::Unspecified, "3.4662"),
    ] {
        assert_eq!(
            footprint.by_category[&category].to_string(),
            kg,
            "{category}"
        );
    }
    let codes: Vec<_> = footprint
        .findings
        .iter()
        .map(|finding| &*finding.code)
        .collect();
    assert_eq!(codes, ["cut-off-by-supplier"]);
    let names: Vec<_> = study.files().iter().map(|file| &*file.file).collect();
    assert_eq!(names, ["parts/billet.toml", "ingot.toml"]);
    let lock = study.lock(&registry()).expect("a lock");
    assert_eq!(lock.datasets()[0].id, "cn-mee-electricity-footprint");
}

/// A stored footprint supplies what its model does.
#[test]
fn stored_footprints_supply_models() {
    let registry = registry();
    let mut files = files();
    let billet = BILLET.replace("../ingot", "ingot");
    let model = opened(&billet, &files).expect("every file");
    let study_of_billet = model.build(&registry, &Options::new()).expect("a study");
    let stored = FootprintFile::of(&study_of_billet, &registry).expect("a footprint");
    files.insert("w/billet.json".to_owned(), stored.text());
    let profile = PROFILE.replace("model = \"parts/billet.toml\"", "result = \"billet.json\"");
    let footprint = study(&profile, &files).footprint().expect("a footprint");
    assert_eq!(footprint.total().to_string(), "24.4662");
}

#[test]
fn a_stored_result_is_verified_with_its_files() {
    let registry = registry();
    let files = files();
    let stored = FootprintFile::of(&study(PROFILE, &files), &registry).expect("a footprint");
    let verify = |files: &BTreeMap<String, String>| {
        let mut open = |path: &str| {
            let found = files.get(&format!("w/{path}"));
            let found = found.map(|text| text.clone().into_bytes());
            found.ok_or_else(|| io::ErrorKind::NotFound.into())
        };
        stored.verify("result.json", PROFILE.as_bytes(), &mut open, &registry)
    };
    assert!(verify(&files).expect("the same files").agrees);
    let mut other = files.clone();
    other.insert("w/ingot.toml".to_owned(), INGOT.replace("10 kg", "11 kg"));
    let error = verify(&other).expect_err("another ingot");
    assert_eq!(codes(&error), ["model-changed"]);
}

#[test]
fn rings_and_missing_files_are_named() {
    let ring = INGOT.replace(
        "emits = { \"CO2, fossil\" = \"10 kg\" }",
        "takes = { profile = \"1 g\" }\n[supply.profile]\nmodel = \"profile.toml\"",
    );
    let mut files = files();
    files.insert("w/ingot.toml".to_owned(), ring);
    files.insert("w/profile.toml".to_owned(), PROFILE.to_owned());
    let error = opened(PROFILE, &files).expect_err("a ring");
    assert_eq!(codes(&error), ["model-loop"]);
    let told = &error.problems()[0];
    assert_eq!(told.location.to_string(), "w/ingot.toml:10:9");
    assert!(
        told.message
            .ends_with("`profile.toml` → `parts/billet.toml` → `ingot.toml` → `profile.toml`"),
        "{}",
        told.message
    );
    files.remove("w/ingot.toml");
    let error = opened(PROFILE, &files).expect_err("no ingot");
    assert_eq!(codes(&error), ["supplier-file-not-read"]);
    let unopened = ModelFile::read("w/profile.toml", PROFILE.as_bytes()).expect("a model");
    let error = unopened
        .build(&registry(), &Options::new())
        .expect_err("no files");
    assert_eq!(codes(&error), ["file-not-opened"]);
}

/// What is wrong in a supplier's model is told in its own file, with all that is wrong here.
#[test]
fn problems_of_suppliers_are_told_in_their_files() {
    let mut files = files();
    files.insert("w/ingot.toml".to_owned(), INGOT.replace("10 kg", "10 kWh"));
    let model = opened(&PROFILE.replace("0.5 kg", "0.5 m"), &files).expect("every file");
    let error = model
        .build(&registry(), &Options::new())
        .expect_err("two problems");
    let places: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| (problem.code, problem.location.to_string()))
        .collect();
    assert!(
        places.contains(&("wrong-dimension", "w/profile.toml:9:27".to_owned())),
        "{places:?}"
    );
    assert!(
        places.contains(&("wrong-dimension", "w/ingot.toml:8:27".to_owned())),
        "{places:?}"
    );
}

/// What a supplier's model does not state stays not stated: of 24.4662 kg CO2e the grid's 3.4662 rest on a published factor,
/// which is secondary, the rest on emissions that say nothing of their origin.
#[test]
fn what_a_supplier_does_not_state_is_not_secondary() {
    let footprint = study(PROFILE, &files()).footprint().expect("a footprint");
    let quality = &footprint.data_quality;
    assert_eq!(quality.primary_percent.as_deref(), Some("0"));
    // 3.4662 / 24.4662 = 14.16730... %
    let secondary = quality.secondary_percent.as_deref().expect("a share");
    assert!(secondary.starts_with("14.1673"), "{secondary}");
    let not_stated = quality.not_stated_percent.as_deref().expect("a share");
    assert!(not_stated.starts_with("85.8326"), "{not_stated}");
    assert_eq!(footprint.suppliers[0].primary_percent, None);
}

/// Scores of a part of a supplier's model are scores of that part: 20 of 24.4662 kg CO2e.
#[test]
fn scores_cover_what_they_are_of() {
    let mut files = files();
    let scored = "emits = { \"CO2, fossil\" = { amount = \"10 kg\", quality = { technology = \"1\", geography = \"2\", time = \"3\" } } }";
    let ingot = INGOT.replace("emits = { \"CO2, fossil\" = \"10 kg\" }", scored);
    files.insert("w/ingot.toml".to_owned(), ingot.clone());
    let footprint = study(PROFILE, &files).footprint().expect("a footprint");
    let ratings = footprint.data_quality.ratings.expect("ratings");
    assert_eq!((&*ratings.technology, &*ratings.time), ("1", "3"));
    // 20 / 24.4662 = 81.7454... %
    let covered = ratings.covered_percent.expect("a share");
    assert!(covered.starts_with("81.745"), "{covered}");
    let bad = ingot.replace("geography = \"2\"", "geography = \"7\"");
    let model = ModelFile::read("ingot.toml", bad.as_bytes()).expect("a model");
    let error = model
        .build(&registry(), &Options::new())
        .expect_err("a score of 7");
    assert_eq!(codes(&error), ["bad-score"]);
}

/// A supplier's spreads are not drawn here, and each answer says whose.
#[test]
fn a_supplier_with_spreads_counts_as_certain_and_is_named() {
    let mut files = files();
    let uncertain =
        "\"CO2, fossil\" = { amount = \"10 kg\", spread = { lognormal_gsd = \"1.5\" } }";
    let ingot = INGOT.replace("\"CO2, fossil\" = \"10 kg\"", uncertain);
    files.insert("w/ingot.toml".to_owned(), ingot);
    let study = study(PROFILE, &files);
    let options = cfp_core::DrawOptions::new().draws(2);
    let told = [
        study.first_order().unwrap().findings,
        study.monte_carlo(&options, None, None).unwrap().findings,
        study.global_sensitivity(&options, None).unwrap().findings,
    ];
    for findings in told {
        let mut found = findings.iter();
        let found = found.find(|finding| finding.code == "supplier-not-drawn");
        let message = &found.expect("the supplier is told").message;
        assert!(
            message.starts_with("`parts/billet.toml` states spreads"),
            "{message}"
        );
    }
}
