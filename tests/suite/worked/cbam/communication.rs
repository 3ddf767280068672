//! The filled workbooks of the Commission (DG TAXUD, `CBAM communication template - examples`, version 2.1), written in the
//! plain form. They are of the transitional period and count per tonne of goods; the equations are those of 2547.

use super::{closely, embedded, exactly, finds, good};

/// Example 1, the cement plant; `{unit}` is where the functional unit or the content of clinker stands.
const CEMENT: &str = r#"
year = 2026

[[stream]]
name = "raw meal for clinker"
method = "process"
activity = "1255000 t"
emission_factor = "0.525 t CO2/t"
used_in = "cement bubble"

[[stream]]
name = "coal"
method = "combustion"
activity = "88000 t"
net_calorific_value = "25 GJ/t"
emission_factor = "95 t CO2/TJ"
used_in = "cement bubble"

[[stream]]
name = "household waste"
method = "combustion"
activity = "25000 t"
net_calorific_value = "20 GJ/t"
emission_factor = "83 t CO2/TJ"
biomass = "0.15"
zero_rated = "certificates of the supplier"
used_in = "cement bubble"

[[stream]]
name = "heavy fuel oil"
method = "combustion"
activity = "43000 t"
net_calorific_value = "40 GJ/t"
emission_factor = "78 t CO2/TJ"
used_in = "cement bubble"

[[process]]
name = "cement bubble"
produced = "1321052.6315789474 t"
{functional_unit}
electricity = [{ amount = "193864.47368421053 MWh", factor = "0.833 t CO2/MWh" }]
goods = [{ cn = "25232900", name = "Portland cement"{content} }]
"#;

/// EC-1, official: clinker burning and grinding as one process, per tonne of cement.
#[test]
fn a_cement_plant() {
    let text = CEMENT
        .replace("{functional_unit}", "functional_unit = \"t\"")
        .replace("{content}", "");
    let report = embedded(&text);
    let streams = report.way.embedded.streams.iter();
    let emissions: Vec<String> = streams.map(|row| row.emissions.value_text()).collect();
    assert_eq!(
        emissions,
        ["658875", "209000", "35275", "134160"].map(str::to_owned)
    );
    exactly(
        "all streams",
        report.way.embedded.installation_direct,
        "1037310",
    );
    closely(
        "the electricity",
        report.way.embedded.installation_indirect,
        "161489.10657894737",
    );
    let cement = good(&report, "25232900");
    closely("direct", cement.see_direct, "0.7852147410358565");
    closely("indirect", cement.see_indirect, "0.12224275");
    closely("total", cement.see_total, "0.9074574910358565");
    // Cement is not of Annex II: both count.
    closely("what counts", cement.see_certificates, "0.9074574910358565");
    closely("electricity", cement.electricity_mwh, "0.14675");
    assert_eq!(
        cement.share_default.map(|share| share.is_zero()),
        Some(true)
    );
    assert_eq!(cement.see_direct_reported, "0.78521");
    assert_eq!(cement.see_indirect_reported, "0.12224");
    // The workbook counts per tonne of cement, the law per tonne of clinker.
    assert!(finds(&report, "functional-unit-differs"));
}

/// EC-1b, derived from 2547 Article 4(5) and Annex III Equation 64: the same plant per tonne of clinker, of which a tonne of
/// cement has 0.95, and back.
#[test]
fn a_cement_plant_by_clinker() {
    let text = CEMENT
        .replace("{functional_unit}", "")
        .replace("{content}", ", content = \"0.95\"");
    let report = embedded(&text);
    let process = &report.way.embedded.processes[0];
    closely("the clinker", process.activity_level, "1255000");
    let cement = good(&report, "25232900");
    assert_eq!(cement.functional_unit, "t clinker");
    closely(
        "direct per clinker",
        cement.see_direct_per_fu,
        "0.8265418326693227",
    );
    closely(
        "indirect per clinker",
        cement.see_indirect_per_fu,
        "0.12867657894736842",
    );
    closely("direct", cement.see_direct, "0.7852147410358565");
    closely("indirect", cement.see_indirect, "0.12224275");
}

/// Streams of a mass balance: name, tonnes, carbon content, biomass, and the workbook's t CO2.
const CARBON: [(&str, &str, &str, &str, &str); 11] = [
    ("coke fines", "50000", "0.88", "", "161216"),
    ("iron ores", "5600000", "0.00023", "", "4719.232"),
    ("coke", "2200000", "0.88", "", "7093504"),
    (
        "plastic wastes",
        "70000",
        "0.683571530119101",
        "0.16",
        "147270.8378777555",
    ),
    ("external scrap", "800000", "0.0021", "", "6155.52"),
    ("internal scrap", "200000", "0.0018", "", "1319.04"),
    (
        "lime calcined",
        "280000",
        "0.0027292576419213972",
        "",
        "2800",
    ),
    ("natural gas", "170000", "0.75", "", "467160"),
    ("other inputs", "40000", "0.1", "", "14656"),
    ("steel", "-4800000", "0.0018", "", "-31656.96"),
    ("slags", "-1000000", "0.0003", "", "-1099.2"),
];

/// EC-2 and EC-2b, official: blast furnace and converter as one process by mass balance; 12800 TJ of waste gas leave it, as
/// natural gas with the factor 0.667 (2547 Annex III Equation 54).
#[test]
fn an_integrated_steelworks() {
    let mut text = "year = 2026\n".to_owned();
    for (name, tonnes, carbon, biomass, _) in CARBON {
        text = format!(
            "{text}[[stream]]\nname = \"{name}\"\nmethod = \"mass-balance\"\nactivity = \"{tonnes} t\"\n\
             carbon_content = \"{carbon}\"\nused_in = \"bubble\"\n"
        );
        if !biomass.is_empty() {
            text = format!("{text}biomass = \"{biomass}\"\nzero_rated = \"sorting analysis\"\n");
        }
    }
    text.push_str(
        r#"
[[process]]
name = "bubble"
produced = "4800000 t"
waste_gas_exported = "12800 TJ"
electricity = [{ amount = "1658844 MWh", factor = "0.589 t CO2/MWh" }]
goods = [{ cn = "72081000" }, { cn = "72122000" }, { cn = "72139120" }, { cn = "73021028" }]
"#,
    );
    let report = embedded(&text);
    for (row, (name, .., expected)) in report.way.embedded.streams.iter().zip(CARBON) {
        closely(name, row.emissions, expected);
    }
    closely(
        "all streams",
        report.way.embedded.installation_direct,
        "7866044.469877754",
    );
    let attribution = &report.way.embedded.processes[0].attribution;
    exactly("the waste gas", attribution.waste_gas_exported, "478959.36");
    exactly(
        "the electricity",
        attribution.attributed_indirect,
        "977059.116",
    );
    assert_eq!(report.goods.len(), 4);
    for steel in &report.goods {
        closely("direct", steel.see_direct, "1.5389760645578654");
        closely("indirect", steel.see_indirect, "0.2035539825");
        closely("total", steel.see_total, "1.7425300470578653");
        // Steel is of Annex II: direct emissions alone count.
        closely("what counts", steel.see_certificates, "1.5389760645578654");
        closely("electricity", steel.electricity_mwh, "0.3455925");
        assert_eq!(steel.see_direct_reported, "1.53898");
        assert_eq!(steel.see_indirect_reported, "0.20355");
    }
}

/// Example 5, the granulator of NPK 15-15-15.
const FERTILISER: &str = r#"
year = 2026

[[stream]]
name = "natural gas"
method = "combustion"
activity = "6607000 Nm3"
net_calorific_value = "36.21 MJ/Nm3"
emission_factor = "56.1 t CO2/TJ"
used_in = "granulator"

[[precursor]]
name = "urea"
category = "Urea"

[[precursor.delivery]]
supplier = "urea works"
amount = "120000 t"
see_direct = "0.719"
see_indirect = "0.17835"
electricity = "0.246"
report = "verified"

[[precursor]]
name = "ammonia"
category = "Ammonia"

[[precursor.delivery]]
supplier = "ammonia works"
amount = "69750 t"
see_direct = "1.9"
see_indirect = "0.2079"
electricity = "0.825"
report = "verified"

[[process]]
name = "granulator"
produced = "750000 t"
{functional_unit}
electricity = [{ amount = "7875 MWh", factor = "0.572 t CO2/MWh" }]
takes = [
    { precursor = "urea", amount = "120000 t" },
    { precursor = "ammonia", amount = "69750 t" },
]
goods = [{ cn = "31052010", name = "NPK 15-15-15"{content} }]
"#;

/// EC-5, official: a mixed fertiliser of bought urea and ammonia, per tonne.
#[test]
fn a_mixed_fertiliser() {
    let text = FERTILISER
        .replace("{functional_unit}", "functional_unit = \"t\"")
        .replace("{content}", "");
    let report = embedded(&text);
    exactly(
        "the gas",
        report.way.embedded.installation_direct,
        "13421.334267",
    );
    exactly(
        "the electricity",
        report.way.embedded.installation_indirect,
        "4504.5",
    );
    let npk = good(&report, "31052010");
    exactly("direct", npk.see_direct, "0.309635112356");
    exactly("indirect", npk.see_indirect, "0.0538767");
    exactly("total", npk.see_total, "0.363511812356");
    exactly("what counts", npk.see_certificates, "0.363511812356");
    exactly("electricity", npk.electricity_mwh, "0.126585");
    assert_eq!(npk.see_direct_reported, "0.30964");
    assert_eq!(npk.see_indirect_reported, "0.05388");
}

/// EC-5b, derived from 2547 Article 4(4)(a) and Annex III Equations 57 to 59 and 65: the same per kilogram of nitrogen, of
/// which a tonne has 150, and back. The figure per kilogram keeps its digits: 0.00206 would be off by 0.2 %.
#[test]
fn a_mixed_fertiliser_by_nitrogen() {
    let text = FERTILISER
        .replace("{functional_unit}", "")
        .replace("{content}", ", content = \"150\"");
    let report = embedded(&text);
    let process = &report.way.embedded.processes[0];
    exactly("the nitrogen", process.activity_level, "112500000");
    let npk = good(&report, "31052010");
    assert_eq!(npk.functional_unit, "kg N");
    closely(
        "direct per kg N",
        npk.see_direct_per_fu,
        "0.0020642340823733333",
    );
    closely("indirect per kg N", npk.see_indirect_per_fu, "0.000359178");
    closely("direct", npk.see_direct, "0.309635112356");
    closely("indirect", npk.see_indirect, "0.0538767");
}

/// Example 6: a smelter whose metal is sold and formed; the operator states what is of each process.
const SMELTER: &str = r#"
year = 2026

[[stream]]
name = "natural gas"
method = "combustion"
activity = "14181 t"
net_calorific_value = "48 GJ/t"
emission_factor = "56.1 t CO2/TJ"

[[stream]]
name = "purchased anodes"
method = "process"
activity = "47000 t"
emission_factor = "3.664 t CO2/t"

[[stream]]
name = "own anodes"
method = "process"
activity = "22000 t"
emission_factor = "3.664 t CO2/t"

[[anode_effects]]
name = "centre worked prebake"
aluminium = "200000 t"
frequency = "0.6039358521605075"
minutes = "0.25"
slope_factor = "0.102"
c2f6_per_cf4 = "0.12"
collection_efficiency = "0.97"

[[process]]
name = "smelting"
produced = "200000 t"
direct = "311000 t CO2e"
electricity = [{ amount = "3000000 MWh", factor = "0.41 t CO2/MWh" }]
goods = [{ cn = "76011010", name = "slabs", route = "K" }]

[[process]]
name = "forming"
produced = "113000 t"
direct = "5283 t CO2e"
electricity = [{ amount = "105000 MWh", factor = "0.41 t CO2/MWh" }]
takes = [{ from = "smelting", amount = "120000 t" }]
goods = [{ cn = "76051900", name = "wire" }]
"#;

/// EC-6, official: 120000 t of the metal make 113000 t of wire.
#[test]
fn a_smelter_and_its_forming() {
    let report = embedded(SMELTER);
    let streams = report.way.embedded.streams.iter();
    let emissions: Vec<String> = streams.map(|row| row.emissions.value_text()).collect();
    assert_eq!(
        emissions,
        ["38186.5968", "172208", "80608"].map(str::to_owned)
    );
    let slabs = good(&report, "76011010");
    exactly("direct", slabs.see_direct, "1.555");
    exactly("indirect", slabs.see_indirect, "6.15");
    exactly("total", slabs.see_total, "7.705");
    exactly("what counts", slabs.see_certificates, "1.555");
    exactly("electricity", slabs.electricity_mwh, "15");
    let wire = good(&report, "76051900");
    closely("direct", wire.see_direct, "1.698079646017699");
    closely("indirect", wire.see_indirect, "6.9119469026548686");
    closely("total", wire.see_total, "8.610026548672568");
    closely("what counts", wire.see_certificates, "1.698079646017699");
    closely("electricity", wire.electricity_mwh, "16.85840707964602");
    assert_eq!(wire.see_direct_reported, "1.69808");
    assert_eq!(wire.see_indirect_reported, "6.91195");
    // 291002.5968 t of streams and 25282 t of perfluorocarbons are 1.5968 t more than 311000 t and 5283 t.
    assert!(finds(&report, "processes-and-sources-differ"));
}

/// EC-6b, official; 2547 Annex II point B.7.1 and Equation 26: perfluorocarbons by the slope method, over what the duct
/// collects.
#[test]
fn perfluorocarbons_by_slope() {
    let report = embedded(SMELTER);
    let [cells] = &report.way.embedded.anode_effects[..] else {
        panic!("one group of cells");
    };
    closely("CF4", cells.cf4, "3.080072846018588");
    closely("C2F6", cells.c2f6, "0.36960874152223055");
    closely("CO2e of CF4", cells.cf4_co2e, "20420.882969103237");
    closely("CO2e of C2F6", cells.c2f6_co2e, "4102.657030896759");
    closely("CO2e", cells.emissions, "25281.999999999996");
}

/// EC-7 and EC-7b, official: steam reforming, of which 800 TJ of heat leave (2547 Annex III Equation 55), and chlor-alkali
/// electrolysis, kept apart as in the workbook.
#[test]
fn hydrogen_by_two_processes() {
    let report = embedded(
        r#"
year = 2026

[[stream]]
name = "natural gas"
method = "combustion"
activity = "190000 t"
net_calorific_value = "48 GJ/t"
emission_factor = "56.1 t CO2/TJ"
used_in = "steam reforming"

[[process]]
name = "steam reforming"
produced = "55000 t"
heat_exported = [{ amount = "800 TJ", factor = "56 t CO2/TJ" }]
electricity = [{ amount = "33000 MWh", factor = "0.36654545 t CO2/MWh" }]
goods = [{ cn = "28041000", name = "of natural gas" }]

[[process]]
name = "chlor-alkali electrolysis"
produced = "1200 t"
electricity = [{ amount = "27456 MWh", factor = "0.36654545 t CO2/MWh" }]
goods = [{ cn = "28041000", name = "of brine" }]
"#,
    );
    exactly("the gas", report.way.embedded.installation_direct, "511632");
    let [reforming, electrolysis] = &report.way.embedded.processes[..] else {
        panic!("two processes");
    };
    exactly("the heat", reforming.attribution.heat_exported, "44800");
    exactly(
        "reforming",
        reforming.attribution.attributed_direct,
        "466832",
    );
    exactly(
        "its electricity",
        reforming.attribution.attributed_indirect,
        "12095.99985",
    );
    exactly(
        "electrolysis",
        electrolysis.attribution.attributed_indirect,
        "10063.8718752",
    );
    let [of_gas, of_brine] = &report.goods[..] else {
        panic!("two goods");
    };
    closely("direct", of_gas.see_direct, "8.487854545454546");
    closely("indirect", of_gas.see_indirect, "0.21992727");
    closely("total", of_gas.see_total, "8.707781815454545");
    closely("what counts", of_gas.see_certificates, "8.487854545454546");
    exactly("electricity", of_gas.electricity_mwh, "0.6");
    assert_eq!(of_gas.see_direct_reported, "8.48785");
    assert_eq!(of_gas.see_indirect_reported, "0.21993");
    exactly("direct", of_brine.see_direct, "0");
    exactly("indirect", of_brine.see_indirect, "8.386559896");
    exactly("what counts", of_brine.see_certificates, "0");
    exactly("electricity", of_brine.electricity_mwh, "22.88");
    assert_eq!(of_brine.see_indirect_reported, "8.38656");
    // A share of nothing is none.
    assert_eq!(of_brine.share_default, None);
}
