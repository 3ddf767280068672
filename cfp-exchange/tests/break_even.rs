//! Where two footprints are equal, and where they only change places. Values by hand.

use cfp_core::Amount;
use cfp_exchange::{Against, BreakEven, Error, ModelFile, Options, Varied};
use cfp_factors::Registry;

/// 1 kg of `a`, which emits so much at a value of `k`.
fn emits(amount: &str) -> String {
    format!(
        "product = \"a\"\namount = \"1 kg\"\ngwp = {{ name = \"g\", \"CO2\" = \"1\" }}\n[parameters]\nk = \"0.5\"\n\
         [[process]]\nname = \"P\"\nmakes = {{ a = \"1 kg\" }}\nemits = {{ \"CO2\" = \"{amount}\" }}\n"
    )
}

fn find(model: &str, equals: &str, between: [&str; 2]) -> Result<BreakEven, Error> {
    let file = ModelFile::read("model.toml", model.as_bytes()).expect("a model");
    let registry = Registry::bundled().expect("the bundled datasets");
    let varied = Varied::Parameter("k".to_owned());
    let against = Against::Total(equals.parse());
    file.break_even(&registry, &Options::new(), &varied, &against, between)
}

fn number(text: &str) -> Amount {
    text.parse().expect("a decimal")
}

/// Whether a value is within a trillionth of its size from what solves `square(value) = of`.
fn is_root(value: &str, of: &str) -> bool {
    let value = number(value);
    let apart = value
        .times(value)
        .and_then(|square| square.minus(number(of)));
    let apart = apart.expect("a small number").magnitude();
    // d(v²) = 2 v dv.
    let near = number(of).times(number("4e-12")).expect("a small number");
    apart.rank(&near).is_le()
}

fn problem(found: Result<BreakEven, Error>) -> (&'static str, Vec<String>, String) {
    let error = found.expect_err("no meeting");
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    let details = problem.details.iter();
    let details = details.map(|detail| format!("{}: {}", detail.label, detail.text));
    let hint = problem.hint.clone().unwrap_or_default();
    (problem.code, details.collect(), hint)
}

#[test]
fn straight_lines_are_found_however_steep() {
    // 10^12 (k - 0.25) + 5 = 5 at 0.25.
    for slope in ["1", "1000", "1e12", "1e15"] {
        let line = emits(&format!("({{k}} - 0.25) * {slope} kg + 5 kg"));
        let found = find(&line, "5 kg CO2e", ["0.1", "0.9"]).expect("a meeting");
        assert_eq!(found.value, "0.25", "{slope}");
        assert!(found.is_linear);
        assert_eq!(found.gap.to_string(), "0");
    }
}

#[test]
fn curves_are_found_however_steep() {
    let two = find(&emits("{k} * {k} * 1 kg"), "2 kg CO2e", ["1", "2"]).expect("a meeting");
    assert!(is_root(&two.value, "2") && !two.is_linear, "{}", two.value);
    for slope in ["1", "1e6", "1e15"] {
        let curve = emits(&format!("({{k}} * {{k}} - 0.1) * {slope} kg + 5 kg"));
        let found = find(&curve, "5 kg CO2e", ["0.1", "0.9"]).expect("a meeting");
        assert!(is_root(&found.value, "0.1"), "{slope}: {}", found.value);
    }
    // Net zero: no gap is small beside footprints of nothing.
    let zero = emits("({k} * {k} - 0.1) * 1 kg");
    let found = find(&zero, "0 kg CO2e", ["0.1", "0.9"]).expect("a meeting");
    assert!(is_root(&found.value, "0.1"), "{}", found.value);
}

/// Steep beside the figures, and flat where they meet: k³ = 0 from -1 to 2.
#[test]
fn a_flat_meeting_is_found() {
    let curve = emits("{k} * {k} * {k} * 1 kg + 1 kg");
    let found = find(&curve, "1 kg CO2e", ["-1", "2"]).expect("a meeting");
    let value = number(&found.value).magnitude();
    assert!(value.rank(&number("1e-6")).is_lt(), "{}", found.value);
}

#[test]
fn ends_that_meet_are_found() {
    let line = emits("{k} * {k} * 4 kg");
    for end in [["0.5", "3"], ["0.1", "0.5"]] {
        let found = find(&line, "1 kg CO2e", end).expect("a meeting");
        assert_eq!((found.value.as_str(), found.tried), ("0.5", 2));
    }
}

#[test]
fn a_jump_is_no_meeting() {
    let (code, details, _) = problem(find(
        &emits("({k} > 0.37) * 2 kg"),
        "1 kg CO2e",
        ["0.1", "0.9"],
    ));
    assert_eq!(code, "break-even-jump");
    let [below, above] = &details[..] else {
        panic!("{details:?}");
    };
    assert!(below.starts_with("below: 0.3") && below.ends_with(": 0 and 1 kg CO2e"));
    assert!(above.starts_with("above: 0.37") && above.ends_with(": 2 and 1 kg CO2e"));
    // On a slope, however steep: 1e15 (k - 0.37) passes 1 a jump of 3 later, from below it.
    for slope in ["1", "1000", "1e15"] {
        let amount = format!("({{k}} > 0.37) * 3 kg + ({{k}} - 0.37) * {slope} kg");
        let (code, ..) = problem(find(&emits(&amount), "1 kg CO2e", ["0.1", "0.9"]));
        assert_eq!(code, "break-even-jump", "{slope}");
    }
}

/// A value just before a jump where the footprints are equal is a meeting: 0 for all up to 0.37.
#[test]
fn a_meeting_beside_a_jump_is_found() {
    let found = find(
        &emits("({k} > 0.37) * 2 kg + 1 kg"),
        "1 kg CO2e",
        ["0.1", "0.9"],
    );
    assert_eq!(found.expect("a meeting").value, "0.1");
}

/// 1 / (k² - 0.1) is below zero up to the root of 0.1, and above 400 from there to 0.32: nowhere 100.
#[test]
fn a_pole_is_no_meeting() {
    let pole = emits("1 kg / ({k} * {k} - 0.1)");
    let (code, details, _) = problem(find(&pole, "100 kg CO2e", ["0.1", "0.32"]));
    assert_eq!(code, "break-even-pole");
    assert!(
        details[0].starts_with("below: 0.31622776601"),
        "{details:?}"
    );
    assert!(
        details[1].starts_with("above: 0.31622776601"),
        "{details:?}"
    );
    // At 0.3 itself there is a division by zero, which may be tried.
    let (code, ..) = problem(find(
        &emits("1 kg / ({k} - 0.3)"),
        "100 kg CO2e",
        ["0.1", "0.305"],
    ));
    assert!(["break-even-pole", "break-even-refused"].contains(&code));
}

const LOOP: &str = r#"
product = "paper"
amount = "1 t"
gwp = { name = "g", "CO2" = "1" }
[parameters]
k = "0.1"
[[process]]
name = "paper mill"
makes = { paper = "1 t" }
takes = { power = "500 kWh" }
[[process]]
name = "power plant"
makes = { power = "1 kWh" }
takes = { coal = "3 kg" }
emits = { CO2 = "1 kg" }
[[process]]
name = "mine"
makes = { coal = "1 kg" }
takes = { power = "{k} * 1 kWh" }
emits = { CO2 = "0.1 kg" }
"#;

/// A kWh carries 1.3 / (1 - 3k), so that the paper is 10 t CO2e where 3k = 0.935; from a third on the loop consumes what it
/// makes.
#[test]
fn a_refused_value_is_told_with_where_the_model_has_an_answer() {
    let (code, details, hint) = problem(find(LOOP, "10 t CO2e", ["0.1", "0.9"]));
    assert_eq!(code, "break-even-refused");
    assert_eq!(details[0], "problem: loop-consumes-output");
    assert!(
        details[1].starts_with("answers: from 0.1 (928.57"),
        "{details:?}"
    );
    let hint = hint.strip_prefix("look between ").expect("two values");
    let (between, _) = hint.split_once(", ").expect("two values");
    let (from, to) = between.split_once(" and ").expect("two values");
    // As the hint says.
    let found = find(LOOP, "10 t CO2e", [from, to]).expect("a meeting");
    let apart = number(&found.value).minus(number("0.935").over(number("3")).expect("a number"));
    let apart = apart.expect("a number").magnitude();
    assert!(apart.rank(&number("1e-11")).is_lt(), "{}", found.value);
    // Where they do not change places among the answers, nothing is promised.
    let (_, _, hint) = problem(find(LOOP, "1 t CO2e", ["0.2", "0.9"]));
    assert!(
        hint.starts_with("the footprints do not change places"),
        "{hint}"
    );
    // Both ends are tried, and both are told.
    let error = find(LOOP, "1 t CO2e", ["0.5", "0.9"]).expect_err("no footprint");
    let told = &error.problems()[0];
    assert_eq!(told.code, "loop-consumes-output");
    let tried = told.details.iter().find(|detail| detail.label == "tried");
    assert_eq!(tried.expect("the values").text, "0.5 and 0.9");
}
