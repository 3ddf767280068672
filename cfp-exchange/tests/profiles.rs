//! Every question of every profile has a study that fails it and nothing else, and one that passes all.

#[path = "profiles/failures.rs"]
mod failures;

use std::collections::BTreeSet;

use cfp_core::{Basis, Profile, ProfileFinding, Severity};
use cfp_exchange::{ModelFile, Options, Study};
use cfp_factors::Registry;
use failures::Change::{Added, Made, Texts};
use failures::{Change, FAILURES};

/// A study that passes.
const BOARD: &str = include_str!("profiles/board.toml");

fn study(text: &str, profile: &str) -> Study {
    let registry = Registry::bundled().expect("the registry");
    let options = Options::new().profile(profile);
    let model = ModelFile::read("board.toml", text.as_bytes()).expect("a file");
    model
        .build(&registry, &options)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn findings(text: &str, profile: &str) -> Vec<ProfileFinding> {
    let study = study(text, profile);
    study.check(&study.footprint().expect("a footprint"))
}

fn codes(findings: &[ProfileFinding]) -> Vec<&str> {
    let codes: BTreeSet<_> = findings.iter().map(|found| found.code.as_str()).collect();
    codes.into_iter().collect()
}

/// The findings of the study that a change makes.
fn changed(change: &Change, profile: &str) -> Vec<ProfileFinding> {
    match change {
        Texts(changes) => {
            let text = changes.iter().fold(BOARD.to_owned(), |text, (from, to)| {
                assert!(text.contains(from), "{from}");
                text.replace(from, to)
            });
            findings(&text, profile)
        }
        Added(more) => {
            let mut text = format!("{BOARD}\n{more}\n");
            if more.contains("dry board") {
                text = text.replace("product = \"board\"", "product = \"dry board\"");
            }
            findings(&text, profile)
        }
        Made(make) => {
            let study = study(BOARD, profile);
            let mut footprint = study.footprint().expect("a footprint");
            make(&mut footprint);
            study.check(&footprint)
        }
    }
}

#[test]
fn the_study_passes_every_profile() {
    for profile in Profile::names() {
        let findings = findings(BOARD, profile);
        assert_eq!(findings, [], "{profile}");
    }
}

#[test]
fn every_rule_of_every_profile_has_a_study_that_fails_it_alone() {
    let mut wrong = Vec::new();
    for name in Profile::names() {
        for rule in Profile::named(name).expect("a profile").rules() {
            let Some((_, change)) = FAILURES.iter().find(|(code, _)| *code == rule.code) else {
                wrong.push(format!(
                    "{name}: `{}` has no study that fails it",
                    rule.code
                ));
                continue;
            };
            let found = changed(change, name);
            if codes(&found) != [rule.code] {
                wrong.push(format!(
                    "{name}: `{}` is told as {:?}",
                    rule.code,
                    codes(&found)
                ));
            }
            for finding in found.iter().filter(|finding| finding.code == rule.code) {
                assert_eq!(
                    (finding.clause.as_str(), finding.basis),
                    (rule.clause, rule.basis)
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_failure_is_of_no_rule() {
    let rules: BTreeSet<&str> = Profile::names()
        .flat_map(|name| {
            Profile::named(name)
                .expect("a profile")
                .rules()
                .map(|rule| rule.code)
                .collect::<Vec<_>>()
        })
        .collect();
    let failures: BTreeSet<&str> = FAILURES.iter().map(|(code, _)| *code).collect();
    assert_eq!(rules, failures);
}

/// What was not read in the standard is never a hard rule, and its findings say so.
#[test]
fn what_is_not_confirmed_is_a_warning() {
    for name in Profile::names() {
        let mut codes = BTreeSet::new();
        for rule in Profile::named(name).expect("a profile").rules() {
            assert!(codes.insert(rule.code), "{name} asks `{}` twice", rule.code);
            if rule.basis == Basis::Parameter {
                assert_eq!(rule.severity, Severity::Warning, "{name}: {}", rule.code);
            }
        }
    }
    let grid = Texts(&[(
        "treatment = \"certificate\"",
        "treatment = \"grid average\"",
    )]);
    let hint = &changed(&grid, "iso-14067")[0].hint;
    assert!(hint.ends_with("is to be read in the standard"), "{hint}");
}

/// Offsets stand beside the footprint: stating one changes no digit of it.
#[test]
fn offsets_change_no_digit() {
    let offset =
        "offsets = [{ name = \"CCER 2024-0031\", amount = \"500 t CO2e\" }]\nfossil_carbon =";
    let without = study(BOARD, "pact-3").footprint().expect("a footprint");
    let with = study(&BOARD.replace("fossil_carbon =", offset), "pact-3");
    assert_eq!(with.footprint().expect("a footprint"), without);
    let declaration = with.declaration.expect("a declaration");
    assert_eq!(declaration.offsets[0].amount.to_string(), "500 t CO2e");
}

/// By hand: of 289.5 kg CO2e without uptake, 0.75 × 0.1 kg are cut off per 600 kg of board: 0.02590… %.
#[test]
fn the_limit_of_the_cut_off_is_the_profiles() {
    let with =
        |percent: &str| format!("{BOARD}[study.parameters]\ncut_off_percent = \"{percent}\"\n");
    assert_eq!(findings(&with("0.026"), "pact-3"), []);
    let over = findings(&with("0.025"), "pact-3");
    assert_eq!(
        over[0].message,
        "what is cut off could make 0.02591 % of the footprint, above 0.025 %"
    );
    // 3 % of 386 kg are 11.58 kg: 115.8 kg of pallets.
    let pallets =
        |mass: &str| BOARD.replace("pallets = \"1 kg\"", &format!("pallets = \"{mass}\""));
    assert_eq!(findings(&pallets("115.8 kg"), "pact-3"), []);
    assert_eq!(
        codes(&findings(&pallets("115.9 kg"), "pact-3")),
        ["cut-off-too-large"]
    );
}

#[test]
fn validity_ends_on_the_last_day_of_three_years() {
    let until = |day: &str| BOARD.replace("2026-12-31", day);
    assert_eq!(findings(&until("2027-12-31"), "pact-3"), []);
    assert_eq!(
        codes(&findings(&until("2028-01-01"), "pact-3")),
        ["valid-too-long"]
    );
}

/// 1 t of board needs 250 kWh: 200 kWh × 3/4 × 1000/600.
#[test]
fn a_certificate_covers_its_volume() {
    let volume = |volume: &str| BOARD.replace("800 MWh", volume);
    assert_eq!(findings(&volume("0.25 MWh"), "iso-14067"), []);
    let over = findings(&volume("0.2499 MWh"), "iso-14067");
    assert_eq!(codes(&over), ["certificate-exceeded"]);
}

/// Prices that differ by more than the ratio share by price, others by a physical relation.
#[test]
fn prices_decide_how_pact_shares() {
    let priced = |price: &str, by: &str| {
        let text = BOARD.replace("0.50 CNY/kg", price);
        text.replace("allocate = \"mass\"", &format!("allocate = \"{by}\""))
            .replace("biogenic_carbon = \"0.45 kg/kg\"\n", "")
    };
    let order = |price: &str, by: &str| {
        let found = findings(&priced(price, by), "pact-3");
        codes(&found).contains(&"allocation-order")
    };
    // 2.25 is five times 0.45.
    assert!(!order("2.25 CNY/kg", "mass"));
    assert!(order("2.25 CNY/kg", "price"));
    assert!(order("2.26 CNY/kg", "mass"));
    assert!(!order("2.26 CNY/kg", "price"));
}

/// ISO takes the average of the grid where contracts are not tracked.
#[test]
fn a_grid_without_tracking_has_only_its_average() {
    let average = BOARD.replace(
        "treatment = \"certificate\"",
        "treatment = \"grid average\"",
    );
    let untracked = average.replace(
        "packaging_included",
        "electricity_is_tracked = false\npackaging_included",
    );
    assert_eq!(
        codes(&findings(&average, "iso-14067")),
        ["grid-average-used"]
    );
    assert_eq!(findings(&untracked, "iso-14067"), []);
}

/// Biogenic methane takes its carbon with it: 16 kg of it are 44 kg of carbon dioxide.
#[test]
fn methane_is_in_the_balance_of_carbon() {
    let methane = BOARD.replace(
        "\"CO2, biogenic\" = { amount = \"180 kg\"",
        "\"CH4, biogenic\" = { amount = \"16 kg\", source = \"meter\", data = \"primary\", quality = { technology = \"1\", geography = \"1\", time = \"1\" } }\n\"CO2, biogenic\" = { amount = \"136 kg\"",
    );
    assert_eq!(findings(&methane, "pact-3"), []);
}

/// A file may name its profile; what is asked for stands over it.
#[test]
fn the_file_may_name_the_profile() {
    let registry = Registry::bundled().expect("the registry");
    let text = BOARD.replace("[study]", "[study]\nprofile = \"pact-3\"");
    let read = |options: &Options| {
        let model = ModelFile::read("board.toml", text.as_bytes()).expect("a file");
        let study = model.build(&registry, options).expect("a study");
        study.profile.map(|profile| profile.name())
    };
    assert_eq!(read(&Options::new()), Some("pact-3"));
    assert_eq!(
        read(&Options::new().profile("iso-14067")),
        Some("iso-14067")
    );
    let unknown = ModelFile::read("board.toml", BOARD.as_bytes()).expect("a file");
    let error = unknown
        .build(&registry, &Options::new().profile("pact-4"))
        .expect_err("no profile");
    assert_eq!(error.problems()[0].code, "unknown-word");
}

/// What `[study]` cannot mean is told by line, every problem at once.
#[test]
fn what_a_study_cannot_mean_is_told() {
    let text = r#"product = "profile"
amount = "1 t"
gwp = "AR6-100"
[study]
boundary = "door to door"
period = { start = "2024-01" }
valid_until = 2027
packaging_included = "yes"
biogenic_carbon = "0.44 kg"
fossil_carbon = "1 MJ/kg"
offsets = [{ name = "CCER", amount = "500 kg" }, { amount = "1 t CO2e" }]
profile = "pact-4"
offset = []
parameters = { cut_off_percent = "three", validity_years = "3", limit = "1" }
[[process]]
name = "press"
makes.profile = "1 t"
"#;
    let registry = Registry::bundled().expect("the registry");
    let model = ModelFile::read("model.toml", text.as_bytes()).expect("a file");
    let error = model
        .build(&registry, &Options::new())
        .expect_err("problems");
    let told: Vec<String> = error
        .problems()
        .iter()
        .map(|problem| {
            format!(
                "{} {}",
                problem.location.position.map_or(0, |(line, _)| line),
                problem.code
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "5 unknown-word",
            "6 missing-key",
            "6 bad-date",
            "7 wrong-type",
            "8 wrong-type",
            "9 not-per-unit",
            "10 wrong-dimension",
            "11 wrong-dimension",
            "11 missing-key",
            "12 unknown-word",
            "13 unknown-key",
            "14 not-a-number",
            "14 wrong-type",
            "14 unknown-key",
        ]
    );
}

/// A study whose rules allow credits in the total says so once, for avoided flows and for formulas.
#[test]
fn a_parameter_accepts_credits() {
    let credit = |name: &str| {
        FAILURES
            .iter()
            .find(|(code, _)| *code == name)
            .map(|(_, change)| change)
    };
    let Some(Added(avoided)) = credit("avoided-in-total") else {
        panic!("the change adds text");
    };
    let text =
        format!("{BOARD}\n{avoided}\n").replace("product = \"board\"", "product = \"dry board\"");
    assert_eq!(codes(&findings(&text, "pact-3")), ["avoided-in-total"]);
    let accepted = format!("{text}[study.parameters]\ncredits_in_total = true\n");
    assert_eq!(findings(&accepted, "pact-3"), []);
}
