//! What people write where a number stands, and the way out. Values by hand.

use cfp_exchange::{ModelFile, Options, Reported};
use cfp_factors::Registry;

fn model(makes: &str, takes: &str, emits: &str, more: &str) -> String {
    format!(
        "product = \"a\"\namount = \"1 kg\"\ngwp = {{ name = \"g\", \"CH4, fossil\" = \"30\", \"CO2\" = \"1\" }}\n{more}\n\
         [[process]]\nname = \"p\"\nmakes = {{ a = \"{makes}\" }}\ntakes = {{ {takes} }}\nemits = {{ {emits} }}\n"
    )
}

fn total(text: &str) -> String {
    let registry = Registry::bundled().expect("the bundled datasets");
    let file = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let study = file.build(&registry, &Options::new()).expect("a study");
    study.footprint().expect("a footprint").total().to_string()
}

fn problems(text: &str) -> Vec<Reported> {
    let registry = Registry::bundled().expect("the bundled datasets");
    let built = ModelFile::read("model.toml", text.as_bytes())
        .and_then(|file| file.build(&registry, &Options::new()));
    built.expect_err("problems").problems().to_vec()
}

#[test]
fn arithmetic_is_read() {
    // 1.25 t of a with 2500 kg.
    let text = model("1000 * 1.25 kg", "", "CO2 = \"2500 kg\"", "");
    assert_eq!(total(&text), "2");
    let water = "[supply.w]\nfootprint = \"0.01 kg CO2e/l\"\n";
    // 130,000 l.
    let text = model("1 kg", "w = \"50000 l + 80000 l\"", "CO2 = \"1 kg\"", "") + water;
    assert_eq!(total(&text), "1301");
    // A minus may be a range.
    let text = model("1 kg", "w = \"50000 l - 20000 l\"", "CO2 = \"1 kg\"", "") + water;
    let found = problems(&text);
    assert_eq!(found[0].code, "calculation");
    let hint = found[0].hint.as_deref().expect("a hint");
    assert!(hint.contains("\"{gross} - 2 kg\""), "{hint}");
    // As the hint says.
    let parameter = "[parameters]\ngross = \"50000 l\"\n";
    let takes = "w = \"{gross} - 20000 l\"";
    let text = model("1 kg", takes, "CO2 = \"1 kg\"", parameter) + water;
    assert_eq!(total(&text), "301");
}

#[test]
fn a_power_is_no_energy() {
    let power = "[parameters]\npower = \"10 kW\"\n";
    let takes = "e = \"{power} * 1 h\"";
    let electricity = "[supply.e]\nfootprint = \"1 kg CO2e/kWh\"\n";
    let text = model("1 kg", takes, "CO2 = \"1 kg\"", power) + electricity;
    let found = problems(&text);
    let hint = found[0].hint.as_deref().expect("a hint");
    assert_eq!(found[0].code, "unknown-unit");
    assert!(
        hint.starts_with("`kW` measures a power: write the energy"),
        "{hint}"
    );
}

#[test]
fn a_volume_of_gas_needs_its_density() {
    let text = model("1 kg", "", "\"CH4, fossil\" = \"12 Nm3\"", "");
    let found = problems(&text);
    let hint = found[0].hint.as_deref().expect("a hint");
    let way =
        "multiply by the density: \"12 Nm3 * {density}\", with a parameter `density` in kg/Nm3";
    assert_eq!((found[0].code, hint), ("wrong-dimension", way));
    // As the hint says: 12 × 0.7 × 30.
    let density = "[parameters]\ndensity = \"0.7 kg/Nm3\"\n";
    let text = model(
        "1 kg",
        "",
        "\"CH4, fossil\" = \"12 Nm3 * {density}\"",
        density,
    );
    assert_eq!(total(&text), "252");
}

#[test]
fn each_share_of_a_mix_is_told_at_its_place() {
    for [first, second] in [["abc", "def"], ["90 %", "10 %"]] {
        let mix = format!(
            "[supply.w]\nmix = [\n  {{ share = \"{first}\", footprint = \"0.3 kg CO2e/kg\" }},\n  \
             {{ share = \"{second}\", footprint = \"1 kg CO2e/kg\" }},\n]\n"
        );
        let text = model("1 kg", "w = \"1 kg\"", "CO2 = \"1 kg\"", "") + &mix;
        let found = problems(&text);
        let above = text
            .lines()
            .position(|line| line.starts_with("mix"))
            .expect("the mix");
        let places: Vec<_> = found
            .iter()
            .map(|problem| problem.location.position)
            .collect();
        assert_eq!(
            places,
            [Some((above + 2, 13)), Some((above + 3, 13))],
            "{found:?}"
        );
        for (problem, share) in found.iter().zip([first, second]) {
            assert_eq!(problem.code, "not-a-number");
            assert!(problem.message.contains("share"), "{}", problem.message);
            assert!(
                problem.message.contains(&format!("`{share}`")),
                "{}",
                problem.message
            );
        }
    }
}

/// Nine parts of 0.3 and one of 1 are 0.37, beside 1 kg.
#[test]
fn a_share_in_percent_is_told_as_a_decimal() {
    let mix = |[first, second]: [&str; 2]| {
        let mix = format!(
            "[supply.w]\nmix = [\n  {{ share = \"{first}\", footprint = \"0.3 kg CO2e/kg\" }},\n  \
             {{ share = \"{second}\", footprint = \"1 kg CO2e/kg\" }},\n]\n"
        );
        model("1 kg", "w = \"1 kg\"", "CO2 = \"1 kg\"", "") + &mix
    };
    let found = problems(&mix(["90 %", "10%"]));
    let hints: Vec<_> = found
        .iter()
        .filter_map(|problem| problem.hint.as_deref())
        .collect();
    let way = |share: &str, percent: &str| {
        format!("write \"{share}\" where a share is meant, and \"{percent}\" where a percentage is")
    };
    assert_eq!(hints, [way("0.9", "90"), way("0.1", "10")]);
    assert_eq!(total(&mix(["0.9", "0.1"])), "1.37");
}
