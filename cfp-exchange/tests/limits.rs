//! Files with very many problems or very long texts, and what is asked of a model that states little.

mod common;

use std::fmt::Write as _;

use cfp_exchange::{ModelFile, Options, Reported};
use common::{problems_of, registry, told};

const HEAD: &str = "product = \"thing\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n";
const PLANT: &str = "[[process]]\nname = \"plant\"\nmakes = { thing = \"1 kg\" }\n";

/// So many problems of one code and the closing one.
fn assert_closed(problems: &[Reported], count: usize, code: &str) {
    assert_eq!(problems.len(), count + 1);
    let (closing, told) = problems.split_last().unwrap();
    assert!(told.iter().all(|problem| problem.code == code), "{code}");
    assert_eq!(closing.code, "too-many-problems");
    assert!(closing.message.contains(&count.to_string()));
    assert_eq!(closing.location.position, None);
}

#[test]
fn the_first_thousand_problems_are_told() {
    let cut_off = |count: usize| format!("{{\"cut_off\": [1{}]}}", ", 1".repeat(count - 1));
    let of_cut_off = |count: usize| {
        let mut problems = problems_of("model.json", &cut_off(count));
        problems.retain(|problem| problem.code != "no-gwp-set");
        problems
    };
    assert_eq!(of_cut_off(999).len(), 999);
    assert_closed(&of_cut_off(5000), 1000, "wrong-type");
    let unnamed = "[[process]]\n".repeat(5000);
    assert_closed(&problems_of("model.toml", &unnamed), 1000, "missing-key");
    let twice = format!("{{{}\"a\": 1}}", "\"a\": 1, ".repeat(5000));
    assert_closed(&problems_of("model.json", &twice), 1000, "duplicate-key");
}

#[test]
fn problems_of_linking_are_counted_too() {
    let mut text = format!("{HEAD}{PLANT}[process.takes]\n");
    for flow in 0..3000 {
        writeln!(text, "input-{flow} = \"1 kg\"").unwrap();
    }
    let problems = problems_of("model.toml", &text);
    assert_closed(&problems, 1000, "no-supplier");
    assert_eq!(problems[0].location.position, Some((8, 1)));
}

#[test]
fn twenty_breaks_of_toml_are_told() {
    assert_closed(
        &problems_of("model.toml", &"x\n".repeat(100)),
        20,
        "toml-syntax",
    );
    assert_eq!(problems_of("model.toml", &"x\n".repeat(20)).len(), 20);
    // Far beyond what is looked through at once, after much that is sound.
    let sound = format!("name = \"{}\"\n", "a".repeat(2 << 20));
    let problems = problems_of("model.toml", &format!("{sound}{}", "x\n".repeat(700_000)));
    assert_closed(&problems, 20, "toml-syntax");
    assert_eq!(problems[0].location.position.map(|(line, _)| line), Some(2));
}

#[test]
fn long_texts_are_repeated_in_part() {
    let digits = "1".repeat(100_000);
    let amount = HEAD.replace("1 kg", &format!("{digits} kg"));
    for (file_name, text) in [
        ("model.toml", format!("{amount}{PLANT}")),
        (
            "model.json",
            format!("{{\"amount\": {digits}, \"gwp\": \"AR6-100\"}}"),
        ),
        (
            "model.toml",
            format!("{HEAD}{PLANT}takes = {{ \"{digits}\" = \"1 kg\" }}\n"),
        ),
    ] {
        let problems = problems_of(file_name, &text);
        assert!(!problems.is_empty());
        for problem in &problems {
            assert!(problem.message.len() < 400, "{}", problem.message.len());
            assert!(
                problem.hint.iter().all(|hint| hint.len() < 800),
                "{}",
                problem.code
            );
        }
        assert!(
            problems[0]
                .message
                .contains(&format!("{}…", "1".repeat(60)))
        );
    }
}

#[test]
fn sixteen_bits_a_letter_are_one_problem() {
    let text = format!("{HEAD}{PLANT}");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, column) in [(little, 2), (big, 1)] {
        let error = ModelFile::read("model.toml", &bytes).unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        assert_eq!(problem.code, "not-utf8");
        assert_eq!(problem.location.position, Some((1, column)));
        assert!(problem.hint.as_ref().unwrap().contains("UTF-8"));
    }
}

#[test]
fn what_a_footprint_needs_is_told_with_all_else() {
    let text = format!("{PLANT}takes = {{ steam = \"1 kg\" }}\n");
    let codes = |text: &str, options: &Options| {
        let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
        let error = model.build(&registry(), options).unwrap_err();
        let codes = error.problems().iter().map(|problem| problem.code);
        codes.collect::<Vec<_>>()
    };
    let stated_nowhere = [
        "no-supplier",
        "no-product-stated",
        "no-amount-stated",
        "no-gwp-set",
    ];
    assert_eq!(
        codes(&text, &Options::new().for_footprint()),
        stated_nowhere
    );
    assert_eq!(codes(&text, &Options::new()), ["no-supplier", "no-gwp-set"]);
    let asked = Options::new()
        .for_footprint()
        .product("thing")
        .amount("1 kg");
    assert_eq!(codes(&text, &asked), ["no-supplier", "no-gwp-set"]);
    // One that is there and cannot be read is not absent.
    let unreadable = format!("product = 3\namount = 1\ngwp = \"AR6-100\"\n{PLANT}");
    let options = Options::new().for_footprint();
    assert_eq!(codes(&unreadable, &options), ["wrong-type", "bare-number"]);
}

#[test]
fn spreads_fit_their_amount() {
    let of = |spread: &str| {
        let exchange = format!("{{ CO2 = {{ amount = \"1 kg\", spread = {{ {spread} }} }} }}");
        told("model.toml", &format!("{HEAD}{PLANT}emits = {exchange}\n"))
    };
    for good in [
        "normal_sd = \"100 g\"",
        "uniform = [\"900 g\", \"1 kg\"]",
        "triangular = [\"0.9 kg\", \"0.9 kg\", \"1.1 kg\"]",
        "lognormal_gsd = \"１.２\"",
        "beta_pert = [\"0.9 kg\", \"1 kg\", \"1.1 kg\"]",
        "discrete = [{ value = \"0.9 kg\", probability = \"0.3\" }, { value = \"1.2 kg\", probability = \"0.7\" }]",
    ] {
        assert!(of(good).is_empty(), "{good}");
    }
    for (bad, column) in [
        ("normal_sd = \"1 kWh\"", 59),
        ("normal_sd = \"0 kg\"", 59),
        ("normal_sd = \"-1 kg\"", 59),
        ("lognormal_gsd = \"0.9\"", 63),
        ("uniform = [\"1.1 kg\", \"0.9 kg\"]", 57),
        ("uniform = [\"1 kg\", \"1 kg\"]", 57),
        ("uniform = [\"0.9 m3\", \"1.1 kg\"]", 57),
        ("uniform = [\"1.1 kg\", \"1.2 kg\"]", 57),
        ("uniform = [\"0.1 kg\", \"0.2 kg\"]", 57),
        ("triangular = [\"0.9 kg\", \"1.3 kg\", \"1.2 kg\"]", 60),
        ("triangular = [\"0.9 kg\", \"0.8 kg\", \"1.2 kg\"]", 60),
        ("beta_pert = [\"1.1 kg\", \"1.2 kg\", \"1.3 kg\"]", 59),
        (
            "discrete = [{ value = \"0.9 kg\", probability = \"0.9\" }]",
            58,
        ),
        (
            "discrete = [{ value = \"0.9 m3\", probability = \"1\" }]",
            58,
        ),
        ("discrete = []", 58),
        ("beta_pert = [\"1 kg\"]", 59),
        (
            "lognormal_gsd = \"1.2\", uniform = [\"0.9 kg\", \"1.1 kg\"]",
            45,
        ),
        ("normal_sd = \"3 kg\", amount_is = \"mean\"", 79),
    ] {
        assert_eq!(of(bad), [format!("bad-spread 7:{column}")], "{bad}");
    }
    let of_supply = |spread: &str| {
        let supply = format!("[supply.a]\nspread = {{ {spread} }}\nfootprint = \"2 kg CO2e/kg\"\n");
        told(
            "model.toml",
            &format!("{HEAD}{PLANT}takes = {{ a = \"1 kg\" }}\n{supply}"),
        )
    };
    assert!(of_supply("normal_sd = \"0.1 kg CO2e/kg\"").is_empty());
    assert_eq!(of_supply("normal_sd = \"0.1 kg\""), ["bad-spread 9:24"]);
}

#[test]
fn a_factor_brings_its_own_source() {
    let supply = |key: &str| {
        let supply = format!("[supply.electricity]\nfactor = \"electricity\"\n{key}\n");
        let takes = "region = \"CN\"\nyear = 2024\ntakes = { electricity = \"1 kWh\" }\n";
        told("model.toml", &format!("{HEAD}{PLANT}{takes}{supply}"))
    };
    assert!(supply("").is_empty());
    for key in [
        "gwp = \"AR5-100\"",
        "source = \"declaration\"",
        "primary = true",
        "validity = \"2025\"",
    ] {
        assert_eq!(supply(key), ["key-out-of-place 12:1"], "{key}");
    }
}

#[test]
fn numbers_are_read_in_full_width() {
    let head = HEAD.replace(
        "\"AR6-100\"",
        "{ CO2 = \"１\", CH4 = { value = \"２９．８\" } }",
    );
    let text = format!("{head}{PLANT}emits = {{ CH4 = \"2 kg\" }}\n");
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let study = model.build(&registry(), &Options::new()).unwrap();
    assert_eq!(study.footprint().unwrap().total().to_string(), "59.6");
}
