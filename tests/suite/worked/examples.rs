//! The small examples of `data/examples`, by hand.

use cfp_core::{Category, Footprint, RowKind};
use cfp_exchange::{ModelFile, Options, Study};
use cfp_factors::Registry;
use num_rational::BigRational;
use num_traits::One;

use crate::check::{assert_exactly, assert_proved, is_exactly};
use crate::rational::rational;
use crate::tree;

/// The footprint that an example's text gives.
pub fn footprint_of(text: &str) -> Footprint {
    let registry = Registry::bundled().expect("the datasets");
    let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let study = model
        .build(&registry, &Options::new())
        .expect("a linked model");
    study.footprint().expect("a footprint")
}

/// The text of an example.
pub fn example(name: &str) -> String {
    tree::text(&format!("data/examples/{name}.toml"))
}

/// The footprint of an example that names others beside it.
fn footprint_with_files(name: &str) -> (Study, Footprint) {
    let registry = Registry::bundled().expect("the datasets");
    let examples = tree::root().join("data/examples");
    let model = ModelFile::read("model.toml", example(name).as_bytes()).expect("a model");
    let model = model.with_files(&mut |path| std::fs::read(examples.join(path)));
    let options = Options::new().profile("pact-3");
    let study = model.expect("its files").build(&registry, &options);
    let study = study.expect("a linked model");
    let footprint = study.footprint().expect("a footprint");
    (study, footprint)
}

/// The terms of the sum, each a product of decimals as they stand in the model and its sources.
fn sum_of_products(terms: &[&[&str]]) -> BigRational {
    let product = |term: &&[&str]| {
        term.iter()
            .map(|factor| rational(factor))
            .product::<BigRational>()
    };
    terms.iter().map(product).sum()
}

/// For 1 t the press runs 1000 times, each for 1 kg, and the burners 1000 × 0.23844 = 238.44 times.
#[test]
fn the_aluminium_profile_is_its_hand_sum() {
    let footprint = footprint_of(&example("aluminium-profile"));
    let by_hand = sum_of_products(&[
        // Primary aluminium: 0.991 kg per kg.
        &["991", "16.897"],
        // Electricity, China 2024: 2.015 kWh per kg.
        &["2015", "0.5777"],
        // Quicklime.
        &["0.0104", "1.406"],
        // What the burners emit: CO2, CH4 at 29.8 and N2O at 273.
        &["238.44", "1.96"],
        &["238.44", "0.000036017", "29.8"],
        &["238.44", "0.000036017", "273"],
        // The gas and how it comes: by pipeline, truck and train.
        &["238.44", "0.3323"],
        &["238.44", "1.186", "0.1668"],
        &["238.44", "0.1985", "0.09509"],
        &["238.44", "0.011858", "0.02259"],
    ]);
    assert_eq!(by_hand, rational("18509.9174073404808"));
    assert!(
        is_exactly(footprint.total(), &by_hand),
        "{:?}",
        footprint.total()
    );
    let runs = |name: &str| {
        let mut rows = footprint.by_process().iter();
        let row = rows.find(|row| row.kind == RowKind::Process && row.process == name);
        row.expect("a process").runs
    };
    assert_exactly("the burners", runs("burn natural gas"), "238.44");
    let mut factors = footprint.factors.iter();
    let electricity = factors
        .find(|factor| factor.flow == "electricity")
        .expect("a factor");
    assert_eq!(electricity.record.value, "0.5777");
    assert_eq!(electricity.record.dataset, "cn-mee-electricity-footprint");
}

/// Per kWh the plant emits p and takes 0.44186 kg of coal, for whose kg the mine emits m and takes
/// 0.0387 kWh: e = p + 0.44186 c and c = m + 0.0387 e, so e = (p + 0.44186 m) / (1 - 0.44186 × 0.0387).
#[test]
fn the_loop_of_coal_and_electricity_is_its_hand_solution() {
    let footprint = footprint_of(&example("coal-electricity-loop"));
    let plant = sum_of_products(&[
        &["0.99407", "1"],
        &["0.0000083124", "29.8"],
        &["0.000024231", "273"],
        &["0.000000064069", "11.2"],
    ]);
    let mine = sum_of_products(&[&["0.00399", "29.8"]]);
    let net = BigRational::one() - rational("0.44186") * rational("0.0387");
    let per_kwh = (plant + rational("0.44186") * mine) / &net;
    let total = rational("1000") * per_kwh;
    assert_proved("1 MWh", footprint.total(), &total);
    let mut rows = footprint.by_process().iter();
    let row = rows
        .find(|row| row.process == "Bituminous coal, at mine")
        .expect("the mine");
    let runs = rational("1000") * rational("0.44186") / net;
    assert_proved("the mine", row.runs, &runs);
}

/// 1 t of billet is 600 kg of primary aluminium and 400 kg of remelted scrap (A = 1). For 600 kg the smelter needs 9,246 kWh,
/// of which 40 % = 3,698.4 kWh are certified wind at 0.0324 in place of the grid's 0.5777; 1,158 kg of alumina leave
/// 1,302.75 kg of red mud, landfilled at 1.26338 kg per t.
#[test]
fn the_aluminium_billet_has_its_parts() {
    let (study, footprint) = footprint_with_files("aluminium-billet");
    let term = |name: &str| {
        let mut terms = footprint.terms.iter();
        let found = terms.find(|row| row.term == name).expect("a term");
        found.co2e
    };
    assert_exactly("recycled content", term("recycled content"), "772.64");
    let virgin = rational(&term("virgin material").value().to_string());
    let total = virgin + sum_of_products(&[&["400", "1.9316"]]);
    assert_proved("the total", footprint.total(), &total);
    let land_use = footprint.by_category[&Category::LandUseChange];
    assert_exactly("land use change", land_use, "0.56");
    let certified = &footprint.electricity[0];
    assert_eq!(certified.treatment, "certificate");
    assert_exactly("certified", certified.co2e, "119.82816");
    let by_location = certified.location_based.expect("the grid");
    assert_exactly("by location", by_location, "2136.56568");
    let mut rows = footprint.by_process().iter();
    let landfill = rows.find(|row| row.product == "landfill of mineral waste");
    let landfill = landfill.expect("the red mud").co2e;
    assert_exactly("red mud", landfill, "1.645868295");
    let findings = study.check(&footprint);
    let codes: Vec<_> = findings.iter().map(|finding| &*finding.code).collect();
    assert!(codes.contains(&"offsets-stated"), "{codes:?}");
    assert!(codes.contains(&"electricity-counted-twice"), "{codes:?}");
}
