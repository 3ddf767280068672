//! Whoever obeys a hint meets no second error, and no other size.

use cfp_core::{Amount, Explain, Place, Problem, Quantity, Unit};
use cfp_factors::{Error, FactorProblem, Query, Registry};
use proptest::prelude::*;

use super::cases;
use crate::generate::written_amount;

/// Units of every kind of thing, whose names are long enough for a slip of the pen.
const UNITS: [&str; 22] = [
    "kWh", "MWh", "GJ", "kcal", "kgce", "ktoe", "kg", "t", "Mt", "lb", "Nm3", "m3", "gal(US)",
    "tkm", "pkm", "item", "ha", "kg CO2e", "t CO2e", "t C", "kmol", "vkm",
];

/// What the hint of an error proposes between these signs.
fn proposals(hint: &str, sign: char) -> Vec<&str> {
    let mut parts = hint.split(sign).skip(1).step_by(2).collect::<Vec<_>>();
    parts.retain(|part| !part.is_empty());
    parts
}

fn hint_of(kind: impl Into<cfp_core::ProblemKind>) -> String {
    let problem = Problem::new(kind, Place::default());
    problem.hint().unwrap_or_default()
}

/// Whether one is between a tenth and ten times the other.
fn is_of_size(one: &Quantity, other: &Quantity) -> bool {
    let Ok(one) = one.to(other.unit()) else {
        return false;
    };
    let ten = "10".parse().expect("a number");
    let times = |amount: Amount| amount.times(ten).expect("in range");
    let (one, other) = (one.amount(), other.amount());
    one.rank(&times(other)).is_lt() && other.rank(&times(one)).is_lt()
}

/// A name with a slip behind its first letter: its case, a letter twice, one left out, two in turn, or an `s` at its end.
fn slipped(name: &str, slip: usize, at: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = 1 + at % letters.len().max(2).saturating_sub(1);
    match slip {
        0 => return name.to_lowercase(),
        1 => return name.to_uppercase(),
        2 if at < letters.len() => letters.insert(at, letters[at]),
        3 if at < letters.len() && letters.len() > 2 => drop(letters.remove(at)),
        4 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.push('s'),
    }
    letters.into_iter().collect()
}

/// A unit that is proposed for a slip of the pen is the one that was meant, or at least of its kind and size: every slip of every unit.
#[test]
fn a_proposed_unit_is_of_the_size_that_was_meant() {
    let mut proposed = 0;
    for meant in UNITS {
        for (slip, at) in (0..6).flat_map(|slip| (0..8).map(move |at| (slip, at))) {
            let written = slipped(meant, slip, at);
            let Err(problem) = Unit::parse(&written) else {
                continue;
            };
            let hint = hint_of(problem);
            if !hint.starts_with("write `") && !hint.starts_with("did you mean") {
                continue;
            }
            let proposal = proposals(&hint, '`')[0];
            let obeyed: Quantity = format!("1 {proposal}").parse().expect(proposal);
            let intended: Quantity = format!("1 {meant}").parse().expect(meant);
            // `M` and `m` are asked about, and not written.
            let is_asked = hint.contains("a million");
            assert!(
                is_asked || is_of_size(&obeyed, &intended),
                "{written}: {hint}"
            );
            proposed += 1;
        }
    }
    assert!(proposed > 100, "{proposed}");
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// What is proposed for a quantity of the wrong kind is of the right one, with the number that was written, or a product
    /// that is.
    #[test]
    fn a_proposed_quantity_fits_its_place(
        number in written_amount(), given in 0..UNITS.len(), wanted in 0..UNITS.len(), per in 0..UNITS.len(),
        is_rate in any::<bool>(),
    ) {
        let below = |unit: &str| if is_rate { format!("{unit}/{}", UNITS[per]) } else { unit.to_owned() };
        let given: Quantity = format!("{number} {}", below(UNITS[given])).parse().expect("a quantity");
        let wanted = Unit::parse(&below(UNITS[wanted])).expect("a unit");
        let Err(kind) = given.to(&wanted) else { return Ok(()) };
        let hint = hint_of(kind);
        for proposed in proposals(&hint, '"') {
            if let Some((amount, _)) = proposed.split_once(" * {") {
                let (_, unit) = hint.rsplit_once(" in ").expect("the unit of the parameter");
                let amount: Quantity = amount.parse().expect("the amount as it was");
                let factor: Quantity = format!("1 {unit}").parse().expect(unit);
                prop_assert!(amount.times(&factor).unwrap().to(&wanted).is_ok(), "{hint}");
                prop_assert_eq!(amount, given.clone());
            } else {
                let obeyed: Quantity = proposed.parse().expect(proposed);
                prop_assert!(obeyed.to(&wanted).is_ok(), "{hint}");
                prop_assert_eq!(obeyed.amount(), given.amount());
            }
        }
    }

    /// A number that is proposed for one with separators reads, and has the digits that were written.
    #[test]
    fn a_proposed_number_has_the_digits_that_were_written(
        groups in proptest::collection::vec("[0-9]{1,3}", 2..4), signs in proptest::collection::vec(0..2_usize, 3),
        is_negative in any::<bool>(),
    ) {
        let mut written = if is_negative { "-".to_owned() } else { String::new() };
        for (at, group) in groups.iter().enumerate() {
            if at > 0 {
                written.push([',', '.'][signs[at - 1]]);
            }
            written.push_str(group);
        }
        let Err(kind) = format!("{written} kg").parse::<Quantity>() else { return Ok(()) };
        let hint = hint_of(kind);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_proposal = hint.starts_with("write `");
        for proposed in proposals(&hint, '`').into_iter().filter(|_| is_proposal) {
            let obeyed: Quantity = format!("{proposed} kg").parse().expect(proposed);
            prop_assert_eq!(obeyed.amount().is_negative(), is_negative && obeyed.amount() != Amount::ZERO);
            prop_assert_eq!(digits(proposed), digits(&written));
        }
    }
}

/// A look-up in vain says how to find what is near, and that finds it.
#[test]
fn a_search_that_follows_its_hint_finds() {
    let registry = Registry::bundled().expect("the bundled registry");
    let activities = [
        "electricity",
        "natural gas",
        "coal (domestic)",
        "diesel (average biofuel blend)",
        "电力",
    ];
    let regions = [
        "CN",
        "CN-GD",
        "CN-NM",
        "GB",
        "US",
        "TR",
        "DE",
        "CN-HK",
        "US-EGRID-CAMX",
    ];
    let mut followed = 0;
    for (activity, region) in activities
        .iter()
        .flat_map(|name| regions.map(|region| (name, region)))
    {
        for year in [2019, 2022, 2023, 2024, 2025, 2026] {
            let query = Query::new(activity).region(region).year(year);
            let Err(error) = registry.find(&query) else {
                continue;
            };
            let Some(way) = way_of(&error) else { continue };
            let obeyed = way.followed(&query);
            let found = registry.find(&obeyed);
            assert!(found.is_ok(), "{query:?}: {way:?}: {found:?}");
            followed += 1;
        }
    }
    assert!(followed > 50, "{followed}");
}

fn way_of(error: &Error) -> Option<&cfp_factors::Way> {
    match error.problems() {
        [FactorProblem::NotFound(missing)] => missing.way.as_ref(),
        _ => None,
    }
}
