//! Single sources of an installation and how their emissions fall on products.

use cfp_core::cbam::{CoProduct, molar_share};

use super::{amount, closely, embedded, exactly, finds};

/// BIO-1, derived from 2547 Annex II points A.2(5)(b), B.3.1.1 and B.3.3: the biomass of the household waste of example 1
/// counts as fossil without evidence of the criteria.
#[test]
fn biomass_without_proof_is_fossil() {
    let waste = |evidence: &str| {
        embedded(&format!(
            r#"
year = 2026

[[stream]]
name = "household waste"
method = "combustion"
activity = "25000 t"
net_calorific_value = "20 GJ/t"
emission_factor = "83 t CO2/TJ"
biomass = "0.15"
{evidence}
used_in = "kiln"

[[process]]
name = "kiln"
produced = "1 t"
goods = [{{ cn = "25231000", content = "1" }}]
"#
        ))
    };
    let proved = waste("zero_rated = \"certificates of the supplier\"");
    exactly(
        "with proof",
        proved.way.embedded.installation_direct,
        "35275",
    );
    assert!(!finds(&proved, "biomass-counts-as-fossil"));
    let unproved = waste("");
    exactly(
        "without",
        unproved.way.embedded.installation_direct,
        "41500",
    );
    assert!(finds(&unproved, "biomass-counts-as-fossil"));
}

/// PFC-2, derived from 2547 Annex II Equations 24 to 26 and Table 3: the current efficiency enters as 95 and not as 0.95,
/// which would give a hundred times as much.
#[test]
fn perfluorocarbons_by_overvoltage() {
    let report = embedded(
        r#"
year = 2026

[[anode_effects]]
name = "prebake"
aluminium = "100000 t"
technology = "CWPB"
overvoltage = "20"
current_efficiency_percent = "95"
collection_efficiency = "0.98"
used_in = "smelting"

[[process]]
name = "smelting"
produced = "100000 t"
goods = [{ cn = "76011010", route = "K" }]
"#,
    );
    let cells = &report.way.embedded.anode_effects[0];
    closely("CF4", cells.cf4, "24.42105263157895");
    closely("C2F6", cells.c2f6, "2.9549473684210525");
    closely("CO2e", cells.emissions, "198685.19871106336");
}

/// MOL-1, derived from 2547 Annex III point A.2.1 Equation 43: hydrogen, chlorine and caustic soda share 5000 t by moles,
/// about as one, one and two, and not by mass.
#[test]
fn chlor_alkali_by_moles() {
    let made = [
        ("hydrogen", "100 t", "2.016", "1250.0075802886327"),
        ("chlorine", "3517 t", "70.906", "1249.9497569046687"),
        ("caustic soda", "3968 t", "39.997", "2500.042662806699"),
    ];
    let mut all = amount("0");
    for (goods, .., expected) in made {
        let each = made.map(|(name, tonnes, molar_mass, _)| CoProduct {
            name: name.to_owned(),
            amount: tonnes.parse().expect("an amount"),
            molar_mass: Some(amount(molar_mass)),
            is_goods: name == goods,
        });
        let share = molar_share(&each).expect("a share");
        let attributed = amount("5000").times(share).expect("a number");
        closely(goods, attributed, expected);
        all = all.plus(attributed).expect("a number");
    }
    closely("all", all, "5000");
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "electrolysis"
produced = "100 t"
direct = "5000 t CO2e"
co_products = [
    { name = "hydrogen", amount = "100 t", molar_mass = "2.016", is_goods = true },
    { name = "chlorine", amount = "3517 t", molar_mass = "70.906" },
    { name = "caustic soda", amount = "3968 t", molar_mass = "39.997" },
]
goods = [{ cn = "28041000" }]
"#,
    );
    let attribution = &report.way.embedded.processes[0].attribution;
    closely(
        "hydrogen",
        attribution.attributed_direct,
        "1250.0075802886327",
    );
}
