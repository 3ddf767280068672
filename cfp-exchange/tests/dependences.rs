//! How the numbers of a model move with its parameters, and what they are for other values of uncertain ones. Expected
//! derivatives are worked by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cfp_core::{Amount, NumberPlace, Verb};
use cfp_exchange::{ModelFile, Options, Study};
use cfp_factors::Registry;

fn study_with(text: &str, options: &Options) -> Study {
    let model = ModelFile::read("model.toml", text.as_bytes());
    let study = model.and_then(|model| model.build(&Registry::bundled().unwrap(), options));
    study.unwrap_or_else(|error| panic!("{error}"))
}

fn study(text: &str) -> Study {
    study_with(text, &Options::new())
}

/// A melting shop; every line with a figure uses a parameter.
const SHOP: &str = r#"
product = "bar"
amount = "{lot} / 2"

[parameters]
yield = { value = "1.05", spread = { normal_sd = "0.02" } }
lot = { value = "2 t", pedigree = [2, 1, 1, 1, 1] }
scrap = "{lot} * ({yield} - 1)"
rate = "1.15 MWh/t"
loud = "{scrap} > 50 kg"
idle = "{lot} / 4"

[gwp]
"CO2" = "{yield} - 0.05"
"CH4, fossil" = "{yield} * 20"

[[process]]
name = "shop"
makes = { bar = { amount = "{lot}", share = "1 - {yield} + 0.25" }, slag = { amount = "{scrap}", share = "0.8" } }
allocate = "share"
takes = { electricity = "{lot} * {rate}", billet = [{ amount = "1 kg" }, { amount = "{lot} + {scrap}", causal = { bar = "{yield} / 1.05" } }] }
emits = { "CO2, fossil" = "{loud} * 100 kg", "CH4, fossil" = "{scrap} / 100" }

[supply]
electricity = { footprint = "{yield} * 400 kg CO2e/MWh" }
billet = { footprint = "({yield} + 0.95) * 1 t CO2e/t" }
"#;

/// Every number in words, with its value and its derivatives.
fn told(study: &Study) -> Vec<String> {
    let dependences = study
        .dependences()
        .unwrap_or_else(|error| panic!("{error}"));
    let lines = dependences.iter().map(|dependence| {
        let mut line = format!("{} = {}", dependence.place, dependence.value);
        for (name, slope) in &dependence.by {
            write!(line, "; {name} {slope}").expect("a string takes all");
        }
        let covered = if dependence.of.is_some() {
            ""
        } else {
            " (not covered)"
        };
        line + covered
    });
    lines.collect()
}

/// lot 2 t, yield 1.05, scrap 0.1 t: d(scrap)/d(lot) = 0.05, d(scrap)/d(yield) = 2 t, and so on.
#[test]
fn derivatives_are_those_of_the_hand() {
    assert_eq!(
        told(&study(SHOP)),
        [
            "`amount` = 1 t; lot 0.5",
            // The set, in plain numbers.
            "`CO2` = 1 kg/kg; yield 1",
            "`CH4, fossil` = 21 kg/kg; yield 20",
            // Supplies are read before processes, and counted in kg CO2e per the unit that they are written for.
            "supply `electricity`: `footprint` = 420 kg CO2e/MWh; yield 400",
            "supply `billet`: `footprint` = 2000 kg CO2e/t; yield 1000",
            "process `shop`: product `bar` = 2 t; lot 1",
            "process `shop`: product `bar`: `share` = 0.2 kg/kg; yield -1",
            // scrap by hand: 1; through it: 0.05 t per t of lot, 2 t per unit of yield.
            "process `shop`: product `slag` = 0.1 t; lot 0.05; scrap 1; yield 2",
            // 1.15 MWh per t; 2 t for each MWh/t.
            "process `shop`: input `electricity` = 2.3 MWh; lot 1.15; rate 2",
            "process `shop`: input `billet` = 2.1 t; lot 1.05; scrap 1; yield 2",
            "process `shop`: input `billet`: `bar` = 1 kg/kg; yield 0.9523809523809523809523809524",
            // A condition jumps, and is level here: 100 kg for each 1 of `loud`, and nothing behind it.
            "process `shop`: emission `CO2, fossil` = 100 kg; lot 0; loud 100; scrap 0; yield 0",
            "process `shop`: emission `CH4, fossil` = 0.001 t; lot 0.0005; scrap 0.01; yield 0.02",
        ]
    );
}

#[test]
fn numbers_have_their_places() {
    let exchange = |verb, flow: &str, index| NumberPlace::Exchange {
        process: "shop".to_owned(),
        verb,
        flow: flow.to_owned(),
        index,
    };
    let found = study(SHOP).dependences().unwrap();
    let places: Vec<NumberPlace> = found.into_iter().filter_map(|found| found.of).collect();
    assert_eq!(
        places,
        [
            NumberPlace::Demand,
            NumberPlace::Gwp("CO2, fossil".to_owned()),
            NumberPlace::Gwp("CH4, fossil".to_owned()),
            NumberPlace::Supply("electricity".to_owned()),
            NumberPlace::Supply("billet".to_owned()),
            exchange(Verb::Makes, "bar", 0),
            NumberPlace::Weight {
                process: "shop".to_owned(),
                verb: Verb::Makes,
                flow: "bar".to_owned(),
                key: "share".to_owned(),
            },
            exchange(Verb::Makes, "slag", 0),
            exchange(Verb::Takes, "electricity", 0),
            exchange(Verb::Takes, "billet", 1),
            NumberPlace::Causal {
                process: "shop".to_owned(),
                verb: Verb::Takes,
                flow: "billet".to_owned(),
                index: 1,
                output: "bar".to_owned(),
            },
            exchange(Verb::Emits, "CO2, fossil", 0),
            exchange(Verb::Emits, "CH4, fossil", 0),
        ]
    );
}

/// Quotients at 8: (1 / x)′ = -1/64, (x / 2)′ = 1/2, (16 t / x kg)′ of plain numbers = -250; and a quotient of two that move,
/// (x + 8) / (x + 2) with (x + 2 - x - 8) / 100.
#[test]
fn quotients_have_derivatives() {
    for (text, value, slope) in [
        ("1 kg / {x}", "0.125 kg", "-0.015625"),
        ("{x} / 2 * 1 kg", "4 kg", "0.5"),
        ("16 t / ({x} * 1 kg) * 1 kg", "2000 kg", "-250"),
        ("({x} + 8) / ({x} + 2) * 1 kg", "1.6 kg", "-0.06"),
        ("1 / ({x} / 1 t) / 1 t * 1 kg", "0.125 kg", "-0.015625"),
        ("6 MWh / ({x} * 3 MWh/t)", "0.25 t", "-0.03125"),
        ("-({x} - 9) * -{x} * 1 g", "-8 g", "7"),
        ("{x} * {x} * {x} * 1 kg", "512 kg", "192"),
    ] {
        let model = format!(
            "product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\nx = \"8\"\n[[process]]\nname = \"p\"\n\
             makes = {{ a = \"1 kg\" }}\nemits = {{ N2O = \"{text}\" }}\n"
        );
        let [found] = &study(&model).dependences().unwrap()[..] else {
            panic!("{text}");
        };
        let by = found.by["x"].to_string();
        assert_eq!(
            (found.value.to_string().as_str(), by.as_str()),
            (value, slope),
            "{text}"
        );
    }
}

/// What an option gives in place of the file's own does not move with the file's parameters.
#[test]
fn options_make_numbers_idle() {
    let options = Options::new().gwp("AR6-100").amount("1 t");
    let found = study_with(SHOP, &options).dependences().unwrap();
    let moves = |place: &NumberPlace| found.iter().any(|found| found.of.as_ref() == Some(place));
    assert!(!moves(&NumberPlace::Demand));
    assert!(!moves(&NumberPlace::Gwp("CO2, fossil".to_owned())));
    assert!(moves(&NumberPlace::Supply("billet".to_owned())));
    // An override is an expression as the text in the file is: lot = 4 t / 2, so 1.15 / 2 and 1.15 MWh/t × 2 t for the input.
    let options = Options::new()
        .parameter("lot", "{idle} * 2")
        .parameter("idle", "1 t");
    let found = study_with(SHOP, &options).dependences().unwrap();
    let electricity = found
        .iter()
        .find(|found| found.place.ends_with("input `electricity`"));
    let by = &electricity.unwrap().by;
    let by: Vec<_> = by
        .iter()
        .map(|(name, slope)| format!("{name} {slope}"))
        .collect();
    assert_eq!(by, ["idle 2.3", "lot 1.15", "rate 2"]);
}

/// Only what no total moves with is left out: a footprint does not depend on it.
#[test]
fn what_moves_nothing_is_not_told() {
    let text = "product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\nx = \"2\"\n[[process]]\nname = \"p\"\n\
                makes = { a = \"1 kg\" }\ntakes = { b = \"1 kg\", c = \"1 kg\" }\n\
                [supply.b]\nfootprint = \"1 kg CO2e/kg\"\nprimary_share = \"{x} * 10\"\n\
                quality = { technology = \"{x}\", geography = \"1\", time = \"1\" }\n\
                [supply.c]\nmix = [{ share = \"{x} / 4\", footprint = \"{x} * 1 kg CO2e/kg\" }, { share = \"0.5\", footprint = \"1 kg CO2e/kg\" }]\n";
    assert_eq!(
        told(&study(text)),
        [
            "supply `c`: `share` = 0.5 kg/kg; x 0.25",
            "supply `c`: `footprint` = 2 kg CO2e/kg; x 1",
        ]
    );
}

#[test]
fn parameters_come_with_their_derivatives() {
    let parameters = study(SHOP).model_parameters().unwrap();
    let names: Vec<&str> = parameters
        .iter()
        .map(|parameter| &*parameter.name)
        .collect();
    assert_eq!(names, ["yield", "lot", "scrap", "rate", "loud", "idle"]);
    let [of_yield, lot, .., idle] = &parameters[..] else {
        panic!("{parameters:?}");
    };
    assert_eq!(
        (of_yield.value.to_string(), &*of_yield.written),
        ("1.05 kg/kg".to_owned(), "1.05")
    );
    assert!(of_yield.spread.is_some() && lot.spread.is_some() && idle.spread.is_none());
    assert!(idle.derivatives.is_empty());
    // The demand, both outputs, electricity, billet, and both gases: all but the set and the supplies.
    assert_eq!(lot.derivatives.len(), 7);
    let half: Amount = "0.5".parse().unwrap();
    assert_eq!(lot.derivatives[0], (NumberPlace::Demand, half));
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// With a yield of 1.1 and a lot of 1 t there are 0.1 t of scrap.
#[test]
fn numbers_are_computed_anew() {
    let study = study(SHOP);
    let uncertain = study.uncertain_parameters();
    let names: Vec<&str> = uncertain.iter().map(|parameter| &*parameter.name).collect();
    assert_eq!(names, ["yield", "lot"]);
    assert_eq!(uncertain[0].quantity.to_string(), "1.05 kg/kg");
    let drawn = study
        .redrawn(&[(0, amount("1.1")), (1, amount("1"))])
        .unwrap();
    let drawn: Vec<String> = drawn
        .iter()
        .map(|(_, quantity)| quantity.to_string())
        .collect();
    assert_eq!(
        drawn,
        [
            "0.5 t",
            "1.05 kg/kg",
            "22 kg/kg",
            "440 kg CO2e/MWh",
            "2050 kg CO2e/t",
            "1 t",
            "0.15 kg/kg",
            "0.1 t",
            "1.15 MWh",
            "1.1 t",
            "1.0476190476190476190476190476 kg/kg",
            "100 kg",
            "0.001 t",
        ]
    );
    let redrawing = study.redrawing();
    assert!(redrawing.not_covered().is_empty());
    // One that is not drawn keeps its value, and nothing is said by a number beyond the list.
    let kept = redrawing
        .draw(&[(1, amount("1")), (7, amount("9"))])
        .unwrap();
    assert_eq!(kept[7].to_string(), "0.05 t");
    // The condition holds no more: 0.02 t of scrap.
    let few = redrawing
        .draw(&[(0, amount("1.02")), (1, amount("1"))])
        .unwrap();
    assert_eq!(few[11].to_string(), "0 kg");
}

/// What is drawn is what the model holds with the values written in place of the parameters.
#[test]
fn a_draw_is_the_model_with_other_texts() {
    // Shares have to sum to one whatever is drawn.
    let shop = SHOP.replace("1 - {yield} + 0.25", "0.2");
    let shop = shop.replace("{yield} / 1.05", "1");
    let written = study(&shop);
    let options = Options::new().parameter("yield", "1.0625");
    let options = options.parameter("lot", "3.2 t");
    let other = study_with(&shop, &options).dependences().unwrap();
    let other: BTreeMap<_, _> = other
        .into_iter()
        .map(|found| (found.place, found.value))
        .collect();
    let redrawing = written.redrawing();
    let drawn = redrawing
        .draw(&[(0, amount("1.0625")), (1, amount("3.2"))])
        .unwrap();
    assert_eq!(drawn.len(), 11);
    let of = |study: &Study| {
        let found = study.dependences().unwrap().into_iter();
        found
            .filter(|found| found.of.is_some())
            .map(|found| found.place)
            .collect::<Vec<_>>()
    };
    for (place, drawn) in of(&written).iter().zip(&drawn) {
        assert_eq!(&other[place], drawn, "{place}");
    }
}

#[test]
fn a_draw_without_a_result_says_why() {
    let text = "product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\nx = { value = \"2\", spread = { normal_sd = \"1\" } }\n\
                half = \"1 / {x}\"\n[[process]]\nname = \"p\"\nmakes = { a = \"1 kg\" }\nemits = { N2O = \"{half} * 1 kg\" }\n";
    let study = study(text);
    let error = study.redrawn(&[(0, Amount::ZERO)]).unwrap_err();
    let [problem] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(problem.code, "division-by-zero");
    assert!(
        problem.message.starts_with("parameter `half`: "),
        "{}",
        problem.message
    );
    let drawn = study.redrawn(&[(0, amount("4"))]).unwrap();
    assert_eq!(drawn[0].1.to_string(), "0.25 kg");
}

/// Draws are made on many threads.
#[test]
fn what_is_drawn_may_be_shared() {
    fn shared<T: Send + Sync>(_: &T) {}
    let study = study(SHOP);
    shared(&study);
    shared(&study.redrawing());
}

/// Each of a long chain depends on all before it: a number at its end has as many derivatives, and takes a moment.
#[test]
fn a_chain_may_be_long() {
    let mut text =
        "product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[parameters]\np0 = \"1\"\n"
            .to_owned();
    for number in 1..20_000 {
        writeln!(text, "p{number} = \"{{p{}}} + 1\"", number - 1).expect("a string takes all");
    }
    text.push_str("[[process]]\nname = \"p\"\nmakes = { a = \"1 kg\" }\nemits = { N2O = \"{p19999} * 1 kg\" }\n");
    let found = study(&text).dependences().unwrap();
    assert_eq!(found[0].by.len(), 20_000);
    assert!(found[0].by.values().all(|slope| *slope == Amount::ONE));
}

/// A number of a spread moves with a parameter, which no draw follows: the answer says so.
#[test]
fn what_is_not_followed_is_told() {
    let study = study(
        r#"
product = "steam"
amount = "1 GJ"
gwp = { name = "mine", "CO2" = "1" }

[parameters]
doubt = { value = "2", spread = { normal_sd = "0.2" } }

[[process]]
name = "boiler"
makes = { steam = "5 GJ" }
emits = { "CO2" = { amount = "600 kg", spread = { normal_sd = "{doubt} * 1 kg" } } }
"#,
    );
    let options = cfp_core::DrawOptions::new().draws(2);
    let told = [
        study.first_order().unwrap().findings,
        study.monte_carlo(&options, None, None).unwrap().findings,
        study.global_sensitivity(&options, None).unwrap().findings,
    ];
    // No footprint moves with a number of a spread.
    let findings = study.sensitivities().unwrap().findings;
    assert!(
        !findings
            .iter()
            .any(|finding| finding.code == "parameter-not-followed")
    );
    for findings in told {
        let mut found = findings.iter();
        let found = found.find(|finding| finding.code == "parameter-not-followed");
        let message = &found.expect("the spread is told").message;
        assert!(message.contains("`CO2`: `normal_sd`"), "{message}");
    }
}
