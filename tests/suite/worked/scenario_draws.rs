//! Values that a scenario or an option puts in place of those of a model carry their spreads along, and a scenario is drawn
//! beside the model as it is. Figures by hand.

use cfp_core::{DrawOptions, MonteCarlo};
use cfp_exchange::{ModelFile, Options, Study};
use cfp_factors::Registry;

/// 56 kg per GJ over an efficiency, times a gain.
const BOILER: &str = r#"
product = "heat"
amount = "1 GJ"
gwp = { name = "own", CO2 = "1" }
[parameters]
eff = { value = "0.8", spread = { uniform = ["0.75", "0.85"] } }
gain = { value = "1", spread = { lognormal_gsd = "1.1" } }
[[process]]
name = "boiler"
makes = { heat = "1 GJ" }
emits = { CO2 = "56 kg * {gain} / {eff}" }
[scenario.old]
parameters = { eff = "0.6" }
[scenario.restated]
parameters = { eff = { value = "0.6", spread = { uniform = ["0.58", "0.6"] } } }
[scenario.unsure]
parameters = { eff = { spread = { uniform = ["0.5", "0.9"] } } }
[scenario.dim]
parameters = { gain = "2" }
[scenario.tied]
parameters = { eff = "0.8 * {gain}" }
"#;

fn registry() -> Registry {
    Registry::bundled().expect("the bundled data")
}

fn built(text: &str, options: &Options) -> Result<Study, Vec<String>> {
    let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
    let built = model.build(&registry(), &options.clone().for_footprint());
    built.map_err(|error| {
        let problems = error.problems().iter();
        problems
            .map(|own| format!("{}: {} ({:?})", own.code, own.message, own.hint))
            .collect()
    })
}

fn study(text: &str, options: &Options) -> Study {
    built(text, options).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn drawn_of(study: &Study) -> MonteCarlo {
    let options = DrawOptions::new().draws(4000);
    study.monte_carlo(&options, None, None).expect("draws")
}

fn under(scenario: &str) -> Options {
    Options::new().scenario(scenario)
}

fn spread_of(drawn: &MonteCarlo, name: &str) -> String {
    let mut inputs = drawn.inputs.iter();
    let input = inputs.find(|input| input.exchange == name);
    input.map_or_else(|| "none".to_owned(), |input| input.spread.clone())
}

fn carried(drawn: &MonteCarlo) -> Vec<String> {
    let findings = drawn.findings.iter();
    let findings = findings.filter(|finding| finding.code.starts_with("spread-"));
    findings
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect()
}

/// 56/0.6 = 93.33…; the bounds around 0.8 are those around 0.6, moved by 0.2.
#[test]
fn a_bounded_spread_never_stops_a_scenario() {
    for options in [Options::new().parameter("eff", "0.6"), under("old")] {
        let study = study(BOILER, &options);
        let footprint = study.footprint().expect("a footprint");
        assert!(footprint.total().to_string().starts_with("93.333333333"));
        let drawn = drawn_of(&study);
        assert_eq!(spread_of(&drawn, "eff"), "uniform, 0.55 to 0.65");
        assert_eq!(
            carried(&drawn),
            [
                "spread-carried: numbers that something else stands for carry their spreads along: parameter `eff`: uniform, 0.55 \
              to 0.65, around 0.6 kg/kg in place of 0.8 kg/kg"
            ]
        );
    }
    let model = ModelFile::read("model.toml", BOILER.as_bytes()).expect("a model");
    let all = model
        .compare(&registry(), &Options::new(), &[])
        .expect("all scenarios");
    let totals: Vec<String> = all
        .scenarios
        .iter()
        .map(|own| own.total.to_string())
        .collect();
    assert_eq!((all.base.to_string().as_str(), totals.len()), ("70", 5));
    assert!(totals[0].starts_with("93.33") && totals[1].starts_with("93.33"));
    assert_eq!(&totals[2..], ["70", "140", "70"]);
}

/// Around 0.76 the efficiency is between 0.71 and 0.81: the mean of 1/eff is 10 ln(0.81/0.71), that of the gain
/// exp(ln(1.1)²/2).
#[test]
fn draws_are_around_what_is_set() {
    let drawn = drawn_of(&study(BOILER, &Options::new().parameter("eff", "0.76")));
    let gain = (0.5 * 1.1_f64.ln().powi(2)).exp();
    let expected = 560.0 * (0.81_f64 / 0.71).ln() * gain;
    let statistics = &drawn.statistics;
    let (mean, error) = (
        statistics.mean.expect("a mean"),
        statistics.standard_error.expect("an error"),
    );
    assert!(
        (mean - expected).abs() < 5.0 * error,
        "{mean} {expected} {error}"
    );
    // What is not set is as the model has it.
    assert_eq!(
        spread_of(&drawn, "gain"),
        "lognormal, geometric standard deviation 1.1"
    );
    // A geometric standard deviation stays.
    let drawn = drawn_of(&study(BOILER, &under("dim")));
    assert_eq!(
        spread_of(&drawn, "gain"),
        "lognormal, geometric standard deviation 1.1"
    );
    assert!(carried(&drawn)[0].contains("parameter `gain`: lognormal"));
}

/// A scenario may state another spread, with another value or without; nothing is then carried.
#[test]
fn a_scenario_restates_a_spread() {
    for (scenario, spread) in [
        ("restated", "uniform, 0.58 to 0.6"),
        ("unsure", "uniform, 0.5 to 0.9"),
    ] {
        let drawn = drawn_of(&study(BOILER, &under(scenario)));
        assert_eq!(spread_of(&drawn, "eff"), spread);
        assert_eq!(carried(&drawn), Vec::<String>::new());
    }
    // It has to fit what the scenario says, whether that is asked for or not.
    let bad = BOILER.replace("[\"0.58\", \"0.6\"]", "[\"0.7\", \"0.8\"]");
    let problems = built(&bad, &Options::new()).expect_err("a problem");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].starts_with("bad-spread: scenario `restated`: parameter `eff`: "),
        "{problems:?}"
    );
    // A key that says nothing is told.
    let bad = BOILER.replace(
        "{ value = \"0.6\", spread",
        "{ value = \"0.6\", spred = \"1\", spread",
    );
    let problems = built(&bad, &Options::new()).expect_err("a problem");
    assert!(
        problems[0].starts_with("unknown-key: ") && problems[0].contains("spread"),
        "{problems:?}"
    );
}

/// A scenario that is not asked for never stops one that is, nor what is set: its spread around 0.8 does not hold 0.3.
#[test]
fn a_scenario_that_is_not_asked_for_stops_nothing() {
    let set = Options::new().parameter("eff", "0.3");
    let footprint = study(BOILER, &set).footprint().expect("a footprint");
    assert!(footprint.total().to_string().starts_with("186.66"));
    // Where it is asked for, its spread comes along to what is set.
    let drawn = drawn_of(&study(BOILER, &set.scenario("unsure")));
    assert_eq!(spread_of(&drawn, "eff"), "uniform, 0 to 0.4");
    assert!(carried(&drawn)[0].contains("uniform, 0 to 0.4, around 0.3"));
}

/// What a scenario computes from an uncertain parameter is uncertain by that, and leaves its own spread behind.
#[test]
fn a_spread_that_cannot_come_along_is_left_and_told() {
    let drawn = drawn_of(&study(BOILER, &under("tied")));
    assert_eq!(spread_of(&drawn, "eff"), "none");
    assert_eq!(
        carried(&drawn),
        [
            "spread-not-carried: numbers that something else stands for leave their spreads behind: parameter `eff`: what it is \
          computed from has a spread of its own"
        ]
    );
    // 56 × gain / (0.8 × gain).
    assert!(drawn.values.iter().all(|value| (value - 70.0).abs() < 1e-9));
    // No lognormal number is around zero.
    let options = Options::new().parameter("gain", "0");
    let drawn = drawn_of(&study(BOILER, &options));
    assert_eq!(spread_of(&drawn, "gain"), "none");
    assert!(carried(&drawn)[0].starts_with("spread-not-carried"));
}

/// An amount, a figure and a potential that are computed from what is set carry theirs too; corners that are computed from it
/// move by themselves.
#[test]
fn numbers_that_move_carry_their_spreads() {
    let text = r#"
product = "part"
amount = "1 kg"
[gwp]
CO2 = { value = "{x}", spread = { uniform = ["0.9", "1.1"] } }
[parameters]
x = "1"
[[process]]
name = "press"
makes = { part = "1 kg" }
takes = { billet = { amount = "{x} * 1 kg", spread = { triangular = ["900 g", "1 kg", "1.2 kg"] } }, oil = { amount = "{x} * 1 kg", spread = { uniform = ["{x} * 0.5 kg", "{x} * 2 kg"] } } }
emits = { CO2 = "1 kg" }
[supply.billet]
footprint = "{x} * 2 kg CO2e/kg"
spread = { uniform = ["1 kg CO2e/kg", "3 kg CO2e/kg"] }
[supply.oil]
footprint = "1 kg CO2e/kg"
"#;
    let study = study(text, &Options::new().parameter("x", "5"));
    let drawn = drawn_of(&study);
    let spreads: Vec<(&str, &str)> = drawn
        .inputs
        .iter()
        .map(|own| (own.kind.word(), own.spread.as_str()))
        .collect();
    assert_eq!(
        spreads,
        [
            ("takes", "triangular, 4.9 to 5.2, most likely 5"),
            ("takes", "uniform, 2.5 to 10"),
            ("supply", "uniform, 9 to 11"),
            ("gwp", "uniform, 4.9 to 5.1"),
        ]
    );
    let told = &carried(&drawn)[0];
    assert!(
        !told.contains("oil") && told.matches("in place of").count() == 3,
        "{told}"
    );
}

/// A scenario's own figure of a supply has the spread of the model's around it; another kind of supply leaves it behind.
#[test]
fn a_supply_in_place_of_another_has_its_spread() {
    let text = r#"
product = "part"
amount = "1 kg"
gwp = { name = "own", CO2 = "1" }
[[process]]
name = "press"
makes = { part = "1 kg" }
takes = { billet = "1 kg" }
[supply.billet]
footprint = "2 kg CO2e/kg"
spread = { uniform = ["1 kg CO2e/kg", "3 kg CO2e/kg"] }
[scenario.dear.supply.billet]
footprint = "9 kg CO2e/kg"
[scenario.sure.supply.billet]
footprint = "9 kg CO2e/kg"
spread = { lognormal_gsd = "1.01" }
[scenario.mixed.supply.billet]
mix = [{ share = "1", footprint = "9 kg CO2e/kg" }]
"#;
    let dear = drawn_of(&study(text, &under("dear")));
    assert_eq!(spread_of(&dear, "billet"), "uniform, 8 to 10");
    assert!(carried(&dear)[0].contains("supply `billet`: uniform, 8 to 10"));
    let sure = drawn_of(&study(text, &under("sure")));
    assert_eq!(
        spread_of(&sure, "billet"),
        "lognormal, geometric standard deviation 1.01"
    );
    assert_eq!(carried(&sure), Vec::<String>::new());
    let mixed = drawn_of(&study(text, &under("mixed")));
    assert_eq!(spread_of(&mixed, "billet"), "none");
    assert!(
        carried(&mixed)[0].starts_with("spread-not-carried: "),
        "{:?}",
        carried(&mixed)
    );
}

#[test]
fn an_unknown_scenario_is_refused_by_name() {
    let problems = built(BOILER, &under("olde")).expect_err("a problem");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].starts_with("unknown-scenario: ") && problems[0].contains("`old`"),
        "{problems:?}"
    );
}

/// On common numbers a gain is the same in both: the old boiler is worse in every draw, though 56 × gain / 0.8 and / 0.6 overlap
/// widely. The difference is gain × 56 (1/eff' - 1/eff), where both efficiencies are the same way within their bounds.
#[test]
fn a_scenario_is_drawn_beside_the_model() {
    let (old, base) = (study(BOILER, &under("old")), study(BOILER, &Options::new()));
    let options = DrawOptions::new().draws(2000);
    let drawn = old
        .monte_carlo_beside(&options, &base, None)
        .expect("draws");
    let against = drawn.against.as_ref().expect("the model as it is");
    assert_eq!(against.model.as_deref(), Some("base"));
    assert_eq!(
        (
            against.footprint.to_string().as_str(),
            against.comparison.less
        ),
        ("70", 0)
    );
    assert_eq!(against.comparison.probability, Some(0.0));
    // Each has the draws that it has alone.
    assert_eq!(
        drawn.values,
        old.monte_carlo(&options, None, None).expect("draws").values
    );
    assert_eq!(
        against.values,
        base.monte_carlo(&options, None, None)
            .expect("draws")
            .values
    );
    for (old, base) in drawn.values.iter().zip(&against.values) {
        // 56 gain / (eff - 0.2) and 56 gain / eff: both hold for one gain and one efficiency between the bounds.
        let ratio = old / base;
        let efficiency = 0.2 * ratio / (ratio - 1.0);
        assert!((0.75..=0.85).contains(&efficiency), "{efficiency}");
    }
    // The other way round the model as it is is less, always.
    let drawn = base
        .monte_carlo_beside(&options, &old, None)
        .expect("draws");
    let against = drawn.against.expect("the scenario");
    assert_eq!(
        (against.model.as_deref(), against.comparison.probability),
        (Some("old"), Some(1.0))
    );
}

/// What only one of two has is drawn from numbers of its own, and a draw that fails in either is no draw of both.
#[test]
fn what_only_one_has_is_drawn_by_itself() {
    let text = BOILER.replace(
        "[scenario.old]",
        "[scenario.oil.supply.oil]\nfootprint = \"1 kg CO2e/kg\"\nspread = { normal_sd = \"1 kg CO2e/kg\" }\n[scenario.old]",
    );
    let text = text.replace("emits =", "takes = { oil = \"1 kg\" }\nemits =");
    let text = text.replace(
        "[[process]]",
        "[supply.oil]\nfootprint = \"1 kg CO2e/kg\"\n[[process]]",
    );
    let (oil, base) = (study(&text, &under("oil")), study(&text, &Options::new()));
    let options = DrawOptions::new().draws(2000);
    let drawn = base
        .monte_carlo_beside(&options, &oil, None)
        .expect("draws");
    let failed = &drawn.statistics.failed[0];
    assert_eq!(
        failed.reason,
        "in what it is compared with `oil` is drawn below zero"
    );
    // Five standard errors of a share of 15.87 %.
    assert!(failed.count.abs_diff(317) < 82, "{}", failed.count);
    assert_eq!(drawn.statistics.used + failed.count, 2000);
    // The difference is the oil's own: normal above zero, with a mean of 1 + φ(1)/Φ(1).
    let difference = &drawn.against.expect("the scenario").comparison.difference;
    let (mean, error) = (
        difference.mean.expect("a mean"),
        difference.standard_error.expect("an error"),
    );
    let expected = 1.0 - (1.0 + 0.241_970_724_519_143 / 0.841_344_746_068_543);
    assert!((mean - expected).abs() < 5.0 * error, "{mean} {expected}");
}
