//! Allocation and mixes follow the draws of the parameters that they are computed from. Moments by hand.

use cfp_core::{DrawOptions, FirstOrder, MonteCarlo};
use cfp_exchange::{ModelFile, Options, Study};
use cfp_factors::Registry;

fn study(text: &str) -> Study {
    let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let registry = Registry::bundled().expect("the bundled data");
    let study = model.build(&registry, &Options::new().for_footprint());
    study.unwrap_or_else(|error| panic!("{error}"))
}

fn both(text: &str) -> (FirstOrder, MonteCarlo) {
    let study = study(text);
    let options = DrawOptions::new().draws(4000).latin_hypercube();
    let first_order = study.first_order().expect("a variance");
    let drawn = study.monte_carlo(&options, None, None).expect("draws");
    assert_eq!((first_order.not_drawn.len(), drawn.not_drawn.len()), (0, 0));
    (first_order, drawn)
}

fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} where {expected} is right"
    );
}

/// Mean and standard deviation of the draws of one number that is spread evenly: a Latin hypercube of 4000 hits the integrals
/// to far better than a thousandth of the deviation.
fn drawn_to(drawn: &MonteCarlo, mean: f64, deviation: f64) {
    assert_eq!(drawn.statistics.used, 4000, "{:?}", drawn.statistics.failed);
    close(
        drawn.statistics.mean.expect("a mean"),
        mean,
        1e-3 * deviation,
    );
    close(
        drawn.statistics.standard_deviation.expect("a deviation"),
        deviation,
        2e-3 * deviation,
    );
}

/// A sheep farm that shares 100 kg by price: 2 kg of wool at p and 10 kg of meat at 2. A kilogram of wool carries
/// 50 p / (p + 10). Over p between 2 and 6 the mean is 50 - 125 ln(4/3) and the mean square
/// 625 (4 - 20 ln(4/3) + 25/12); the derivative at 4 is 500/14².
const FARM: &str = r#"
product = "wool"
amount = "1 kg"
gwp = { name = "own", CO2 = "1" }
[parameters]
wool_price = { value = "4", spread = { uniform = ["2", "6"] } }
[[process]]
name = "sheep farm"
allocate = "price"
makes = { wool = { amount = "2 kg", price = "{wool_price} * 1 CNY/kg" }, meat = { amount = "10 kg", price = "2 CNY/kg" } }
emits = { CO2 = "100 kg" }
"#;

#[test]
fn shares_by_price_follow_the_draw() {
    let (first_order, drawn) = both(FARM);
    let logarithm = (4.0_f64 / 3.0).ln();
    let mean = 50.0 - 125.0 * logarithm;
    let square = 625.0 * (4.0 - 20.0 * logarithm + 25.0 / 12.0);
    drawn_to(&drawn, mean, (square - mean * mean).sqrt());
    close(mean, 14.04, 0.005);
    close(
        first_order.standard_deviation,
        500.0 / 196.0 * 4.0 / 12.0_f64.sqrt(),
        1e-12,
    );
    assert!(first_order.findings.is_empty() && drawn.findings.is_empty());
}

/// The same by mass, where the property of one output moves, and the other's burden is what is left: 100 - 2 of the wool's.
#[test]
fn the_other_output_has_what_is_left() {
    let by_mass = FARM
        .replace("allocate = \"price\"", "allocate = \"mass\"")
        .replace(
            "price = \"{wool_price} * 1 CNY/kg\"",
            "mass = \"{wool_price} * 1 kg/kg\"",
        )
        .replace("price = \"2 CNY/kg\"", "mass = \"2 kg/kg\"");
    let (_, wool) = both(&by_mass);
    let (first_order, meat) = both(&by_mass.replace("product = \"wool\"", "product = \"meat\""));
    for (wool, meat) in wool.values.iter().zip(&meat.values) {
        close(2.0 * wool + 10.0 * meat, 100.0, 1e-9);
    }
    close(
        first_order.standard_deviation,
        0.2 * 500.0 / 196.0 * 4.0 / 12.0_f64.sqrt(),
        1e-12,
    );
}

/// A price that is nothing as written moves the allocation all the same: 50 p / (p + 10) for p between -0 and 4 around 0, whose
/// derivative at 0 is 5.
#[test]
fn a_weight_of_nothing_can_become_one() {
    let text = FARM
        .replace("value = \"4\"", "value = \"0\"")
        .replace("[\"2\", \"6\"]", "[\"0\", \"4\"]");
    let (first_order, drawn) = both(&text);
    let logarithm = 1.4_f64.ln();
    let mean = 50.0 - 125.0 * logarithm;
    let square = 625.0 * (4.0 - 20.0 * logarithm + 100.0 * (0.1 - 1.0 / 14.0));
    drawn_to(&drawn, mean, (square - mean * mean).sqrt());
    close(
        first_order.standard_deviation,
        5.0 * 4.0 / 12.0_f64.sqrt(),
        1e-12,
    );
}

/// A price drawn below zero shares nothing out, and the draw says so; where a tail takes it there, it is that.
#[test]
fn a_price_below_zero_is_no_allocation() {
    let reason = |spread: &str| {
        let text = FARM.replace("{ uniform = [\"2\", \"6\"] }", spread);
        let drawn = study(&text).monte_carlo(&DrawOptions::new().draws(400), None, None);
        drawn.expect("draws").statistics.failed[0].reason.clone()
    };
    assert_eq!(
        reason("{ uniform = [\"-4\", \"12\"] }"),
        "a price, property or share of an allocation is drawn below zero"
    );
    assert_eq!(
        reason("{ normal_sd = \"4\" }"),
        "the parameters drawn make the price of `wool` of `sheep farm` below zero"
    );
}

/// Stated shares s and 1 - s of 100 kg, s between 0.2 and 0.6: 50 s for each of the 2 kg.
#[test]
fn stated_shares_follow_the_draw() {
    let shares = FARM
        .replace("value = \"4\"", "value = \"0.4\"")
        .replace("[\"2\", \"6\"]", "[\"0.2\", \"0.6\"]")
        .replace("allocate = \"price\"", "allocate = \"share\"")
        .replace(
            "price = \"{wool_price} * 1 CNY/kg\"",
            "share = \"{wool_price}\"",
        )
        .replace("price = \"2 CNY/kg\"", "share = \"1 - {wool_price}\"");
    let (first_order, drawn) = both(&shares);
    let deviation = 50.0 * 0.4 / 12.0_f64.sqrt();
    drawn_to(&drawn, 20.0, deviation);
    close(first_order.standard_deviation, deviation, 1e-12);
    // Shares that do not sum to one are no allocation, in a draw as in a model.
    let half = shares.replace("share = \"1 - {wool_price}\"", "share = \"0.6\"");
    let drawn = study(&half).monte_carlo(&DrawOptions::new().draws(20), None, None);
    let statistics = drawn.expect("draws").statistics;
    assert_eq!((statistics.used, statistics.failed[0].count), (0, 20));
    assert!(statistics.failed[0].reason.contains("another sum than one"));
}

/// 100 kg that wool causes in a share of s, and 20 kg that both share by mass, a sixth for wool: (100 s + 20/6) / 2 per kg.
#[test]
fn causal_shares_follow_the_draw() {
    let (first_order, drawn) = both(
        r#"
product = "wool"
amount = "1 kg"
gwp = { name = "own", CO2 = "1" }
[parameters]
s = { value = "0.4", spread = { uniform = ["0.2", "0.6"] } }
[[process]]
name = "sheep farm"
allocate = "mass"
makes = { wool = "2 kg", meat = "10 kg" }
emits = { CO2 = [{ amount = "100 kg", causal = { wool = "{s}", meat = "1 - {s}" } }, { amount = "20 kg" }] }
"#,
    );
    let deviation = 50.0 * 0.4 / 12.0_f64.sqrt();
    drawn_to(&drawn, 20.0 + 20.0 / 12.0, deviation);
    close(first_order.standard_deviation, deviation, 1e-12);
}

/// 2 kWh of a mix: a share s of hydropower at 0.1, of the rest a quarter of wind at 0.2 and three of coal at f. Per kWh
/// 0.1 s + (1 - s)(0.05 + 0.75 f). At s = 0.4 and f = 1 that is 0.52; by s it falls by 0.7, by f it rises by 0.45.
const MIX: &str = r#"
product = "part"
amount = "1 kg"
gwp = { name = "own", CO2 = "1" }
[parameters]
s = { value = "0.4", spread = { uniform = ["0.2", "0.6"] } }
f = "1"
[[process]]
name = "press"
makes = { part = "1 kg" }
takes = { electricity = "2 kWh" }
[supply.electricity]
mix = [{ share = "{s}", footprint = "0.1 kg CO2e/kWh" }, { share = "1 - {s}", mix = [
    { share = "0.25", footprint = "0.2 kg CO2e/kWh" }, { share = "0.75", footprint = "{f} * 1 kg CO2e/kWh" } ] }]
"#;

#[test]
fn the_shares_of_a_mix_follow_the_draw() {
    let (first_order, drawn) = both(MIX);
    assert_eq!(first_order.footprint.to_string(), "1.04");
    let deviation = 1.4 * 0.4 / 12.0_f64.sqrt();
    drawn_to(&drawn, 1.04, deviation);
    close(first_order.standard_deviation, deviation, 1e-12);
    // A demand for the mix itself, half of it in half of the amount.
    let alone = MIX.replace(
        "product = \"part\"\namount = \"1 kg\"",
        "product = \"electricity\"\namount = \"1 kWh\"",
    );
    let (first_order, drawn) = both(&alone);
    drawn_to(&drawn, 0.52, deviation / 2.0);
    close(first_order.standard_deviation, deviation / 2.0, 1e-12);
}

#[test]
fn the_figures_of_a_mix_follow_the_draw() {
    let text = MIX
        .replace(
            "{ value = \"0.4\", spread = { uniform = [\"0.2\", \"0.6\"] } }",
            "\"0.4\"",
        )
        .replace(
            "f = \"1\"",
            "f = { value = \"1\", spread = { triangular = [\"0.5\", \"1\", \"2\"] } }",
        );
    let (first_order, drawn) = both(&text);
    // The mean is 3.5 / 3, the variance (0.25 + 1 + 4 - 0.5 - 1 - 2) / 18.
    let deviation = 0.9 * (1.75_f64 / 18.0).sqrt();
    drawn_to(&drawn, 1.04 + 0.9 / 6.0, deviation);
    close(first_order.standard_deviation, deviation, 1e-12);
}

/// Derivatives of the footprint by the parameters, as the sensitivities have them: exact.
#[test]
fn sensitivities_follow_too() {
    let derivative = |text: &str, name: &str| {
        let found = study(text).sensitivities().expect("sensitivities");
        let is_kept = |finding: &cfp_core::Finding| finding.code == "parameter-not-followed";
        assert!(!found.findings.iter().any(is_kept));
        let mut rows = found.sensitivities.iter();
        let row = rows
            .find(|row| row.exchange == name)
            .expect("the parameter");
        (
            row.derivative.value().to_string(),
            row.derivative.bound().map(|own| own.to_string()),
        )
    };
    assert_eq!(
        derivative(MIX, "s"),
        ("-1.4".to_owned(), Some("0".to_owned()))
    );
    assert_eq!(
        derivative(MIX, "f"),
        ("0.9".to_owned(), Some("0".to_owned()))
    );
    // 500/196 comes out of a division.
    let (value, _) = derivative(FARM, "wool_price");
    assert!(value.starts_with("2.5510204081632653061224489"), "{value}");
}

/// A number of a spread that itself is uncertain stays as written, and the results say that their variance is not the whole.
#[test]
fn what_stays_as_written_is_named() {
    let text = FARM
        .replace("emits = { CO2 = \"100 kg\" }", "emits = { CO2 = { amount = \"100 kg\", spread = { normal_sd = \"{wool_price} * 1 kg\" } } }");
    let study = study(&text);
    let first_order = study.first_order().expect("a variance");
    let drawn = study
        .monte_carlo(&DrawOptions::new().draws(10), None, None)
        .expect("draws");
    let global = study
        .global_sensitivity(&DrawOptions::new().draws(10), None)
        .expect("shares");
    for (places, findings) in [
        (first_order.not_drawn, first_order.findings),
        (drawn.not_drawn, drawn.findings),
        (global.not_drawn, global.findings),
    ] {
        assert_eq!(
            places,
            ["process `sheep farm`: emission `CO2`: `normal_sd`"]
        );
        assert!(
            findings
                .iter()
                .any(|finding| finding.code == "parameter-not-followed")
        );
    }
}

/// 1 kg of steel with a recycled content of r at A = 0.2 and a quality of 0.9: ore (1 - r) + 0.72 r at 2 kg/kg and scrap 0.2 r at
/// 0.5 kg/kg, 2 - 0.46 r. As written there is no recycled content.
#[test]
fn terms_of_a_circular_material_follow_the_draw() {
    let (first_order, drawn) = both(
        r#"
product = "steel"
amount = "1 kg"
gwp = { name = "own", CO2 = "1" }
[parameters]
r = { value = "0", spread = { uniform = ["0", "0.6"] } }
[circular.steel]
per = "1 kg"
recycled_content = "{r}"
sharing = "0.2"
quality_in = "0.9"
virgin = "ore"
recycled = "scrap"
[supply.ore]
footprint = "2 kg CO2e/kg"
[supply.scrap]
footprint = "0.5 kg CO2e/kg"
"#,
    );
    assert_eq!(first_order.footprint.to_string(), "2");
    let deviation = 0.46 * 0.6 / 12.0_f64.sqrt();
    drawn_to(&drawn, 2.0 - 0.46 * 0.3, deviation);
    close(first_order.standard_deviation, deviation, 1e-12);
}
