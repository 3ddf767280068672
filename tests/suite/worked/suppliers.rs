//! Suppliers' results, mixes, cut-offs and electricity, by hand.

use cfp_core::{
    Category, Electricity, Exchange, Explain, Footprint, Process, Quality, Supply, System,
    Treatment,
};

use super::co2;
use crate::check::{assert_exactly, assert_proved, fraction};

/// The footprint of an amount of a product, of one process and its supplies.
fn footprint(builder: cfp_core::SystemBuilder, product: &str, amount: &str) -> Footprint {
    let system = builder.build().expect("a system");
    system
        .footprint(product, amount, &co2())
        .expect("a footprint")
}

/// 1048 kg of billet for a tonne of profile.
fn press() -> Process {
    Process::new("press")
        .makes("profile", "1 t")
        .takes("billet", "1048 kg")
}

/// 60 % at 9.1 kg CO2e/kg and 40 % at 16.9 t CO2e/t: 0.6 × 9.1 + 0.4 × 16.9 = 12.22 kg CO2e/kg. Of 1048 kg, 628.8 kg count
/// 5722.08 kg CO2e and 419.2 kg count 7084.48 kg CO2e.
#[test]
fn a_mix_counts_each_of_its_supplies() {
    let near = Supply::new("9.1 kg CO2e/kg")
        .supplier("Pinggao Foundry")
        .boundary("cradle to gate");
    let far = Supply::new("16.9 t CO2e/t").supplier("Datang Metals");
    let system = System::builder()
        .process(press())
        .supply("billet", Supply::mix([("0.6", near), ("0.4", far)]));
    let footprint = footprint(system, "profile", "1 t");
    assert_exactly("the total", footprint.total(), "12806.56");
    let [near, far] = &footprint.suppliers[..] else {
        panic!("two suppliers: {:?}", footprint.suppliers);
    };
    assert_eq!(near.supplier.as_deref(), Some("Pinggao Foundry"));
    assert_eq!(near.boundary.as_deref(), Some("cradle to gate"));
    assert_eq!((near.unit.as_str(), far.unit.as_str()), ("kg", "t"));
    assert_exactly("near, amount", near.amount, "628.8");
    assert_exactly("near", near.co2e, "5722.08");
    assert_exactly("far, amount", far.amount, "0.4192");
    assert_exactly("far", far.co2e, "7084.48");
    let names: Vec<_> = footprint
        .by_process()
        .iter()
        .map(|row| &row.process)
        .collect();
    assert_eq!(names, ["Datang Metals", "Pinggao Foundry", "press"]);
}

/// A mix within a mix: 0.5 × (0.2 × 10 + 0.8 × 5) + 0.5 × 2 = 4, and the inner shares are 0.1 and 0.4 of the whole.
#[test]
fn a_mix_may_hold_a_mix() {
    let inner = Supply::mix([
        ("0.2", "10 kg CO2e/kg".into()),
        ("0.8", "5 kg CO2e/kg".into()),
    ]);
    let outer = Supply::mix([("0.5", inner), ("0.5", "2 kg CO2e/kg".into())]);
    let system = System::builder().process(press()).supply("billet", outer);
    let footprint = footprint(system, "billet", "10 kg");
    assert_exactly("the total", footprint.total(), "40");
    let amounts = footprint.suppliers.iter().map(|row| row.amount.to_string());
    assert_eq!(amounts.collect::<Vec<_>>(), ["1", "4", "5"]);
}

/// 9.1 = 8 fossil + 0.3 land use change + 0.2 biogenic - 0.1 uptake + 0.7 of which no part is stated. Of 1048 kg.
#[test]
fn the_categories_of_a_suppliers_result_are_kept() {
    let billet = Supply::new("9.1 kg CO2e/kg")
        .category("fossil", "8000 kg CO2e/t")
        .category("land use change", "0.3 kg CO2e/kg")
        .category("biogenic emissions", "0.2 kg CO2e/kg")
        .category("biogenic removals", "-0.1 kg CO2e/kg");
    let system = System::builder()
        .process(press().emits("CO2", "100 kg"))
        .supply("billet", billet);
    let footprint = footprint(system, "profile", "1 t");
    let parts = [
        (Category::Fossil, "8484"),
        (Category::LandUseChange, "314.4"),
        (Category::BiogenicEmissions, "209.6"),
        (Category::BiogenicRemovals, "-104.8"),
        (Category::Unspecified, "733.6"),
        (Category::Aircraft, "0"),
    ];
    for (category, expected) in parts {
        assert_exactly(category.key(), footprint.by_category[&category], expected);
    }
    assert_exactly("the total", footprint.total(), "9636.8");
    let without = footprint.total_without_biogenic_uptake;
    assert_exactly("without uptake", without, "9741.6");
}

/// The weighting of the PACT data model 3.0.3, `primaryDataShare`: 6 kg of primary data, 3 kg of which 40 % are, and a
/// credit of 1 kg without any. By absolute contributions (6 + 1.2) / 10; by signed ones it would be 90 %.
#[test]
fn the_primary_share_is_of_the_absolute_footprint() {
    let process = Process::new("works")
        .makes("product", "1 kg")
        .emits("CO2", Exchange::new("6 kg").primary(true))
        .takes("part", "1 kg")
        .avoids("scrap", "1 kg");
    let system = System::builder()
        .process(process)
        .supply("part", Supply::new("3 kg CO2e/kg").primary_share("40"))
        .supply("scrap", Supply::new("1 kg CO2e/kg").primary(false));
    let data = footprint(system, "product", "1 kg").data_quality;
    assert_eq!(data.primary_percent.as_deref(), Some("72"));
    assert_eq!(data.secondary_percent.as_deref(), Some("28"));
    assert_eq!(data.metered_percent.as_deref(), Some("0"));
    assert_eq!(data.not_stated_percent.as_deref(), Some("0"));
    assert_eq!(data.ratings, None);
}

/// Uptake into biomass is no part of what the shares are of: 4 kg primary of 4 + 1, beside an uptake of 10, whether a
/// process or a supplier states it.
#[test]
fn uptake_is_left_out_of_the_shares() {
    let process = Process::new("works")
        .makes("product", "1 kg")
        .emits("CO2", Exchange::new("4 kg").primary(true))
        .removes("CO2, biogenic", Exchange::new("7 kg").primary(true))
        .takes("wood", "1 kg");
    let wood = Supply::new("-2 kg CO2e/kg").category("biogenic removals", "-3 kg CO2e/kg");
    let system = System::builder().process(process).supply("wood", wood);
    let footprint = footprint(system, "product", "1 kg");
    assert_exactly("the total", footprint.total(), "-5");
    let data = footprint.data_quality;
    assert_eq!(data.primary_percent.as_deref(), Some("80"));
    assert_eq!(data.not_stated_percent.as_deref(), Some("20"));
}

/// 6 kg with scores 1, 2, 3 and 3 kg with 2, 2, 5: technology 12/9, geography 18/9, time 33/9; 1 kg of 10 has none.
#[test]
fn ratings_are_weighted_by_contribution() {
    let process = Process::new("works")
        .makes("product", "1 kg")
        .emits(
            "CO2",
            Exchange::new("6 kg").quality(Quality::new("1", "2", "3")),
        )
        .emits("CO2", "1 kg")
        .takes("part", "1 kg");
    let part = Supply::new("3 kg CO2e/kg").quality(Quality::new("2", "2", "5"));
    let system = System::builder().process(process).supply("part", part);
    let ratings = footprint(system, "product", "1 kg").data_quality.ratings;
    let ratings = ratings.expect("ratings");
    assert_eq!(ratings.technology, "1.3333");
    assert_eq!(ratings.geography, "2");
    assert_eq!(ratings.time, "3.6667");
    assert_eq!(ratings.covered_percent.as_deref(), Some("90"));
}

/// 20 kg + 2 kg of film at 1.5 kg CO2e/kg that would make 3 kg: 15 % of the total, which it is not in.
#[test]
fn a_cut_off_says_what_it_could_make() {
    let process = Process::new("works")
        .makes("product", "1 kg")
        .emits("CO2", "20 kg")
        .takes("film", "2 kg")
        .takes("grease", "1 g");
    let system = System::builder()
        .process(process)
        .cut_off_estimated("film", "1500 g CO2e/kg")
        .cut_off("grease");
    let footprint = footprint(system, "product", "1 kg");
    assert_exactly("the total", footprint.total(), "20");
    let [film, grease] = &footprint.cut_offs[..] else {
        panic!("two cut-offs: {:?}", footprint.cut_offs);
    };
    assert_exactly("the film", film.estimate.expect("an estimate"), "3");
    assert_eq!(film.estimate_percent.as_deref(), Some("15"));
    assert_eq!((film.exchanges, grease.exchanges), (1, 1));
    assert_eq!((grease.estimate, &grease.estimate_percent), (None, &None));
    let told = footprint.findings.iter().map(|finding| &finding.message);
    assert!(
        told.into_iter()
            .any(|message| message == "`film` is cut off: 2 kg, which could make 3 kg CO2e")
    );
}

/// 800 kWh by certificate at 0.03 and 200 kWh of the grid at 0.5777: 24 + 115.54 = 139.54 kg CO2e. The average of the grid
/// for all of it: 1000 × 0.5777 = 577.7 kg CO2e.
#[test]
fn a_certificate_has_the_grid_beside_it() {
    let wind = Supply::new("0.03 kg CO2e/kWh").electricity(
        Electricity::new(Treatment::Certificate)
            .instrument("GEC 2024-0815")
            .volume("800 MWh")
            .location_based("577.7 g CO2e/kWh"),
    );
    let grid =
        Supply::new("0.5777 kg CO2e/kWh").electricity(Electricity::new(Treatment::GridAverage));
    let process = Process::new("works")
        .makes("product", "1 kg")
        .takes("green electricity", "800 kWh")
        .takes("electricity", "200 kWh");
    let system = System::builder()
        .process(process)
        .supply("green electricity", wind.clone())
        .supply("electricity", grid);
    let both = footprint(system, "product", "1 kg");
    assert_exactly("the total", both.total(), "139.54");
    let by_location = both.location_based_total.expect("a total");
    assert_exactly("location-based", by_location, "577.7");
    let rows = both.electricity.iter();
    let words: Vec<_> = rows.map(|row| row.treatment.as_str()).collect();
    assert_eq!(words, ["certificate", "grid average"]);
    let row = &both.electricity[0];
    assert_eq!(row.volume.as_deref(), Some("800 MWh"));
    assert_exactly("counted", row.co2e, "24");
    assert_exactly("the grid", row.location_based.expect("stated"), "462.16");

    // One treatment that does not say what the grid counts leaves no total by location.
    let line = Supply::new("0 kg CO2e/kWh").electricity(Electricity::new(Treatment::DirectLine));
    let process = Process::new("works")
        .makes("product", "1 kg")
        .takes("electricity", "1 kWh");
    let mix = Supply::mix([("0.5", wind), ("0.5", line)]);
    let system = System::builder()
        .process(process)
        .supply("electricity", mix);
    let unknown = footprint(system, "product", "1 kg");
    assert_eq!(unknown.electricity.len(), 2);
    assert_eq!(unknown.location_based_total, None);
}

/// A footprint of 4 t of billet, 8 of 10 kg CO2e fossil and 6 of them measured, supplies a press: 2 and 0.5 kg CO2e/t.
#[test]
fn a_footprint_supplies_another_system() {
    let foundry = Process::new("foundry")
        .makes("billet", "4 t")
        .emits("CO2", Exchange::new("6 kg").primary(true))
        .emits("CO2", Exchange::new("2 kg").primary(false))
        .emits(
            "CO2",
            Exchange::new("2 kg").category("aircraft").primary(false),
        );
    let billet = footprint(System::builder().process(foundry), "billet", "4 t");
    let supply = billet.supply().expect("a supply").supplier("the foundry");
    let system = System::builder().process(press()).supply("billet", supply);
    let footprint = footprint(system, "profile", "1 t");
    assert_exactly("the total", footprint.total(), "2.62");
    let by_category = &footprint.by_category;
    assert_exactly("fossil", by_category[&Category::Fossil], "2.096");
    assert_exactly("aircraft", by_category[&Category::Aircraft], "0.524");
    let row = &footprint.suppliers[0];
    assert_eq!(row.primary_percent.as_deref(), Some("60"));
    assert_eq!(row.gwp.as_deref(), Some("test"));
    let primary = footprint.data_quality.primary_percent;
    assert_eq!(primary.as_deref(), Some("60"));
}

/// 10 kg CO2e in 3 kg cannot be written per kg, nor can 7 and 3: the bounds hold what that rounds, and nothing of it
/// becomes a part of its own.
#[test]
fn a_footprint_of_three_units_supplies_with_a_bound() {
    let foundry = Process::new("foundry")
        .makes("billet", "3 kg")
        .emits("CO2", "7 kg")
        .emits("CO2", Exchange::new("3 kg").category("aircraft"));
    let billet = footprint(System::builder().process(foundry), "billet", "3 kg");
    let supply = billet.supply().expect("a supply");
    let system = System::builder().process(press()).supply("billet", supply);
    let footprint = footprint(system, "profile", "1 t");
    assert_proved("the total", footprint.total(), &fraction("10480/3"));
    let aircraft = footprint.by_category[&Category::Aircraft];
    assert_proved("aircraft", aircraft, &fraction("1048"));
    let unspecified = footprint.by_category[&Category::Unspecified];
    assert_exactly("unspecified", unspecified, "0");
}

/// What of a supply cannot be meant, and what is told.
#[test]
fn what_is_wrong_with_a_supply_is_told() {
    let supply = || Supply::new("9.1 kg CO2e/kg");
    let cases = [
        (supply().primary_share("101"), "bad-percentage"),
        (supply().primary_share("-1"), "bad-percentage"),
        (supply().quality(Quality::new("1", "2", "5.5")), "bad-score"),
        (supply().quality(Quality::new("0.9", "2", "5")), "bad-score"),
        (supply().region("Guangdong"), "bad-region"),
        (supply().category("fosil", "9 kg CO2e/kg"), "unknown-word"),
        (
            supply().category("fossil", "9 kg CO2e/kWh"),
            "wrong-dimension",
        ),
        (
            supply()
                .category("fossil", "9 kg CO2e/kg")
                .category("unspecified", "0.2 kg CO2e/kg"),
            "parts-sum",
        ),
        (
            supply()
                .category("fossil", "9 kg CO2e/kg")
                .category("fossil", "0.1 kg CO2e/kg"),
            "duplicate-category",
        ),
        (Supply::mix([]), "empty-mix"),
        (
            Supply::mix([("0.6", supply()), ("0.5", supply())]),
            "shares-sum",
        ),
        (
            Supply::mix([("1.5", supply()), ("-0.5", supply())]),
            "negative-share",
        ),
        (
            Supply::mix([("1", supply())]).category("fossil", "9 kg CO2e/kg"),
            "category-of-mix",
        ),
        (
            Supply::mix([("0.5", supply()), ("0.5", "1 kg CO2e/kWh".into())]),
            "wrong-dimension",
        ),
    ];
    for (supply, code) in cases {
        let system = System::builder().process(press()).supply("billet", supply);
        let problems = system.build().expect_err(code).into_problems();
        let codes: Vec<_> = problems.iter().map(Explain::code).collect();
        assert_eq!(codes, [code]);
    }
}
