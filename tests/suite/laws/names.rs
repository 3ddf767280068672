//! A name is what it says, however its letters are stored; and what is printed is what was written.

use cfp_core::{Explain, GwpSet, Process, Supply, System};
use cfp_exchange::{ModelFile, Options};
use cfp_factors::Registry;
use proptest::prelude::*;

use super::cases;

/// Letters that Unicode stores in two ways (its Standard Annex 15), by hand: composed, and as something that means the same.
/// The last is `力` as U+529B and as a compatibility ideograph.
const LETTERS: [(&str, &str); 5] = [
    ("é", "e\u{301}"),
    ("à", "a\u{300}"),
    ("ü", "u\u{308}"),
    ("が", "\u{304b}\u{3099}"),
    ("\u{529b}", "\u{f98a}"),
];

/// A text with each of its letters of two kinds stored as the dice say.
fn respelled(text: &str, dice: &[bool]) -> String {
    let mut dice = dice.iter().cycle();
    let mut respelled = String::new();
    for letter in text.chars() {
        let mut buffer = [0; 4];
        let letter: &str = letter.encode_utf8(&mut buffer);
        let pair = LETTERS.iter().find(|(composed, _)| *composed == letter);
        match pair {
            Some((_, other)) if *dice.next().unwrap_or(&false) => respelled.push_str(other),
            _ => respelled.push_str(letter),
        }
    }
    respelled
}

/// By hand, for a tonne of `profilé`: it has 3 of 4 parts of the free energy, so that of the 2 × 3 kWh × 0.5 kg it bears
/// 2.25 kg; and of the 1 kg of `gaz é`, which counts 2, the 0.7 that it causes. In summer the flow is 4.
const MODEL: &str = r#"
product = "profilé"
amount = "1 t"
gwp = { name = "own", "gaz é" = "2" }

[parameters]
"débit" = "2"

[[process]]
name = "presse à filer"
makes = { "profilé" = { amount = "1 t", "énergie libre" = "3 MJ/kg" }, "chüte" = { amount = "1 t", "énergie libre" = "1 MJ/kg" } }
takes = { "が電力" = "{débit} * 3 kWh", "vapeur é" = { amount = "1 kg", from = "chaudière é", causal = { "profilé" = "0.7", "chüte" = "0.3" } } }
allocate = "énergie libre"

[[process]]
name = "chaudière é"
makes = { "vapeur é" = "1 kg" }
emits = { "gaz é" = "1 kg" }

[[process]]
name = "chaudière à côté é"
makes = { "vapeur é" = "1 kg" }
emits = { "gaz é" = "9 kg" }

[supply."が電力"]
footprint = "0.5 kg CO2e/kWh"

[scenario."été".parameters]
"débit" = "4"
"#;

proptest! {
    #![proptest_config(cases(1_000))]

    /// Restating any names of a model file in other forms does not move its footprint by a digit, whatever is asked of it;
    /// and every name that the footprint prints stands in the file or in what was asked.
    #[test]
    fn a_model_file_is_what_its_names_say(
        dice in prop::collection::vec(any::<bool>(), 64),
        asked in prop::collection::vec(any::<bool>(), 3),
        summer in any::<bool>(),
    ) {
        let text = respelled(MODEL, &dice);
        let (product, scenario) = (respelled("profilé", &asked), respelled("été", &asked));
        let mut options = Options::new().product(&product);
        if summer {
            options = options.scenario(&scenario);
        }
        let registry = Registry::bundled().expect("the bundled headers read");
        let model = ModelFile::read("model.toml", text.as_bytes()).expect("a model");
        let study = model.build(&registry, &options);
        let study = study.unwrap_or_else(|error| panic!("{error}\n{text}"));
        let footprint = study.footprint().expect("a footprint");
        let expected = if summer { "5.9" } else { "3.65" };
        prop_assert_eq!(footprint.total().to_string(), expected);
        prop_assert!(text.contains(&footprint.product), "{}", footprint.product);
        for row in &footprint.by_process {
            prop_assert!(text.contains(&row.process), "{}", row.process);
        }
    }

    /// The same of a system that is built in Rust or Python, and of what it is asked for.
    #[test]
    fn a_system_is_what_its_names_say(dice in prop::collection::vec(any::<[bool; 3]>(), 9)) {
        let name = |name: &str, at: usize| respelled(name, &dice[at]);
        let press = Process::new(name("presse à", 0))
            .makes(&name("profilé", 1), "1 t")
            .takes(&name("電力", 2), "3 kWh")
            .takes(&name("vapeur é", 3), cfp_core::Exchange::new("2 kg").from_process(&name("chaudière é", 4)));
        let boiler = Process::new(name("chaudière é", 5))
            .makes(&name("vapeur é", 6), "1 kg")
            .takes(&name("eau é", 7), "1 kg");
        let system = System::builder()
            .process(press)
            .process(boiler)
            .supply(&name("電力", 8), Supply::new("0.5 kg CO2e/kWh"))
            .supply_for(&name("chaudière é", 0), &name("eau é", 1), "4 kg CO2e/kg")
            .supply(&name("eau é", 2), "100 kg CO2e/kg")
            .build();
        let system = system.unwrap_or_else(|error| panic!("{error}"));
        let gwp = GwpSet::new("none");
        // 3 kWh × 0.5 + 2 kg × 1 kg/kg × 4
        let footprint = system.footprint(&name("profilé", 3), "1 t", &gwp).expect("a footprint");
        prop_assert_eq!(footprint.total().to_string(), "9.5");
    }

    /// A look-up finds the row of an activity by whatever letters, in its own words.
    #[test]
    fn a_look_up_is_what_its_name_says(written in any::<[bool; 3]>(), asked in any::<[bool; 3]>()) {
        let registry = own(&[&respelled("énergie 電力", &written)]);
        let query = cfp_factors::Query::new(&respelled("énergie 電力", &asked));
        let found = registry.find(query.region("CN").year(2024)).expect("a factor");
        prop_assert_eq!(&found.value, "0.5");
        prop_assert_eq!(found.activity, respelled("énergie 電力", &written));
        for text in ["énergie 電力", "电力", "電力", "ÉNERGIE", "énergie 电力"] {
            let filter = cfp_factors::Filter::new().text(&respelled(text, &asked));
            prop_assert_eq!(registry.search(&filter).expect("rows").len(), 1, "{}", text);
        }
    }
}

/// A registry of a row for each of these activities.
fn own(activities: &[&str]) -> Registry {
    let rows = activities.iter().enumerate().map(|(row, activity)| {
        format!("{row},{activity},,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,table 1,,seen,\n")
    });
    let rows: Vec<_> = rows.collect();
    let table = format!(
        "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n{}",
        rows.concat()
    );
    let count = rows.len();
    let header = format!(
        "id = \"own\"\nedition = \"2024\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\ndocument = \"ledger\"\n\
         reference_year = 2024\nserves = [2024]\npublished = \"2025\"\nkinds = [\"life-cycle footprint\"]\n\
         regions = [\"CN\"]\ngas_basis = \"CO2e\"\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n[content]\nfile = \"factors.csv\"\nrows = {count}\nsha256 = \"{}\"\n",
        crate::tree::sha256(table.as_bytes())
    );
    let regions = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n";
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    Registry::of_files([
        file("own/own/2024-1/factors.csv", table),
        file("own/own/2024-1/dataset.toml", header),
        file("regions.csv", regions.to_owned()),
    ])
    .expect("a registry")
}

/// Two spellings of one key are one key, which a table has once.
#[test]
fn a_key_in_two_spellings_is_there_twice() {
    let text = "product = \"é\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\n[[process]]\nname = \"p\"\n\
                makes = { \"é\" = \"1 kg\" }\ntakes = { \"à\" = \"1 kg\", \"a\u{300}\" = \"2 kg\" }\n";
    let registry = Registry::bundled().expect("the bundled headers read");
    for (name, text) in [
        ("model.toml", text.to_owned()),
        (
            "model.json",
            "{\"product\":\"é\",\"amount\":\"1 kg\",\"gwp\":\"AR6-100\",\"process\":[{\"name\":\"p\",\
             \"makes\":{\"é\":\"1 kg\"},\"takes\":{\"à\":\"1 kg\",\"a\\u0300\":\"2 kg\"}}]}"
                .to_owned(),
        ),
    ] {
        let model = ModelFile::read(name, text.as_bytes()).expect("it reads");
        let error = model.build(&registry, &Options::new()).expect_err("twice");
        let codes: Vec<_> = error.problems().iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&"duplicate-key"), "{name}: {codes:?}");
    }
}

/// Rows whose names differ in their letters alone are rows for the same.
#[test]
fn a_row_in_two_spellings_is_there_twice() {
    let error = own(&["電\u{529b}", "電\u{f98a}"]);
    let error = error.factors("own").expect_err("one key twice");
    assert_eq!(error.problems()[0].code(), "duplicate-factor");
}
