//! Heat, waste gas and cogeneration.

use super::{closely, embedded, exactly, finds};

/// WG-2, derived from 2547 Annex III Equations 53 to 55: waste gas that one process gives and another takes counts 0.667 where
/// it leaves and 1 where it arrives, so the parts exceed the installation by 10 × 56.1 × (1 − 0.667).
#[test]
fn waste_gas_within_an_installation() {
    let report = embedded(
        r#"
year = 2026

[[stream]]
name = "coke"
method = "process"
activity = "1000 t"
emission_factor = "1 t CO2/t"
used_in = "blast furnace"

[[stream]]
name = "oil"
method = "process"
activity = "200 t"
emission_factor = "1 t CO2/t"
used_in = "rolling"

[[process]]
name = "blast furnace"
produced = "1000 t"
waste_gas_exported = "10 TJ"
goods = [{ cn = "72011011" }]

[[process]]
name = "rolling"
produced = "1000 t"
waste_gas_imported = "10 TJ"
goods = [{ cn = "72081000" }]
"#,
    );
    let parts = report.way.embedded.processes.iter();
    let parts: Vec<_> = parts
        .map(|process| process.attribution.attributed_direct)
        .collect();
    exactly("the blast furnace", parts[0], "625.813");
    exactly("rolling", parts[1], "761");
    let whole = report.way.embedded.installation_direct;
    exactly("the installation", whole, "1200");
    let sum = parts[0].plus(parts[1]).expect("a sum");
    exactly("the parts", sum, "1386.813");
    exactly(
        "the residue",
        sum.minus(whole).expect("a difference"),
        "186.813",
    );
}

/// FLOOR-1, derived from 2547 Annex III point A.3: attributed emissions are not below zero, and the difference is told.
#[test]
fn attributed_emissions_are_not_negative() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "exothermic"
produced = "10 t"
direct = "100 t CO2e"
heat_exported = [{ amount = "4 TJ", factor = "56.1 t CO2/TJ" }]
goods = [{ cn = "28080000", content = "220" }]
"#,
    );
    let attribution = &report.way.embedded.processes[0].attribution;
    exactly("before the floor", attribution.before_floor, "-124.4");
    exactly("attributed", attribution.attributed_direct, "0");
    let floored = report
        .findings
        .iter()
        .find(|finding| finding.code == "attributed-emissions-set-to-zero");
    assert!(floored.expect("a finding").message.contains("-124.4"));
}

/// CHP-1, derived from 2547 Annex III Equations 46 to 52 and point C: a unit for natural gas of 2018 that makes steam, by the
/// reference efficiencies 0.87 and 0.53.
#[test]
fn cogeneration_by_reference_efficiencies() {
    let report = embedded(
        r#"
year = 2026

[[stream]]
name = "natural gas"
method = "combustion"
activity = "1000 TJ"
emission_factor = "56.1 t CO2/TJ"
used_in = "turbine"

[[energy_unit]]
name = "turbine"
kind = "cogeneration"
heat = "450 TJ"
electricity = "300 TJ"
fuel = "G10"
built = 2018
medium = "steam"

[[process]]
name = "pulping"
produced = "1000 t"
heat_imported = [{ amount = "450 TJ", unit = "turbine" }]
electricity = [{ amount = "300 TJ", unit = "turbine" }]
goods = [{ cn = "72081000" }]
"#,
    );
    let turbine = &report.way.embedded.energy_units[0];
    exactly("its emissions", turbine.emissions, "56100");
    let split = turbine.split.expect("a split");
    closely("the share of heat", split.heat_share, "0.4774774774774775");
    closely(
        "the share of electricity",
        split.electricity_share,
        "0.5225225225225225",
    );
    closely("a TJ of heat", turbine.per_heat, "59.525525525525524");
    let per_electricity = turbine.per_electricity.expect("a factor");
    closely(
        "a MWh of electricity",
        per_electricity,
        "0.35176216216216216",
    );
}

/// HEAT-2, derived from 2547 Annex III point A.2.2: heat of a supplier without verified data counts by the standard factor of
/// the usual fuel over 0.9.
#[test]
fn heat_of_a_supplier_without_data() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "drying"
produced = "1000 t"
direct = "0 t CO2e"
heat_imported = [{ amount = "90 TJ", usual_fuel = "Other bituminous coal" }]
goods = [{ cn = "72081000" }]
"#,
    );
    let attribution = &report.way.embedded.processes[0].attribution;
    exactly("the heat", attribution.heat_imported, "9460");
    assert!(!finds(&report, "attributed-emissions-set-to-zero"));
}
