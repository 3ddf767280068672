//! Every problem of a model file, and where it is told.

mod common;

use std::collections::BTreeSet;

use cfp_exchange::{FileProblem, ModelFile, Options};
use common::{problems_of, registry, told};

const HEAD: &str =
    "product = \"thing\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\nregion = \"CN\"\nyear = 2024\n";

/// A model of one plant, whose own lines begin in line 8; line 9 is the first after `makes`.
fn plant(lines: &str) -> String {
    format!("{HEAD}[[process]]\nname = \"plant\"\nmakes = {{ thing = \"1 kg\" }}\n{lines}")
}

/// What is told of the plant with these lines.
fn of_plant(lines: &str) -> Vec<String> {
    told("model.toml", &plant(lines))
}

/// What is told of bytes that may be no text.
fn of_bytes(file_name: &str, bytes: &[u8]) -> String {
    let error = ModelFile::read(file_name, bytes).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!(error.problems().len(), 1);
    format!("{} {}", problem.code, problem.location)
}

/// One text for each code of the file's own, so that none is without a test.
fn samples() -> Vec<(&'static str, String)> {
    let plant_with = |lines: &str| plant(lines);
    vec![
        ("toml-syntax", "a = \n".into()),
        ("empty-file", " \n".into()),
        ("nested-too-deep", format!("a = {}", "[".repeat(100))),
        ("duplicate-key", plant_with("year = 2024\nyear = 2023\n")),
        ("unknown-key", plant_with("make = {}\n")),
        (
            "key-out-of-place",
            plant_with("emits = { CO2 = { amount = \"1 kg\", price = \"1 CNY/kg\" } }"),
        ),
        (
            "missing-key",
            plant_with("emits = { CO2 = { source = \"x\" } }"),
        ),
        ("wrong-type", plant_with("takes = \"1 kg\"\n")),
        ("bare-number", plant_with("emits = { CO2 = 3 }\n")),
        (
            "fixed-by-definition",
            plant_with("").replace(
                "gwp = \"AR6-100\"",
                "gwp = { CO2 = \"1\", \"CO2, biogenic\" = \"0\" }",
            ),
        ),
        ("empty-list", plant_with("emits = { CO2 = [] }\n")),
        (
            "from-and-to",
            plant_with(
                "avoids = { thing = { amount = \"0.1 kg\", from = \"plant\", to = \"plant\" } }",
            ),
        ),
        (
            "factor-and-footprint",
            plant_with("[supply.a]\nfactor = \"electricity\"\nfootprint = \"1 kg CO2e/kg\""),
        ),
        ("no-factor-no-footprint", plant_with("[supply.a]\n")),
        (
            "file-not-opened",
            plant_with("[supply.a]\nmodel = \"a.toml\""),
        ),
        (
            "bad-spread",
            plant_with("emits = { CO2 = { amount = \"1 kg\", spread = {} } }"),
        ),
        (
            "bad-pedigree",
            plant_with("emits = { CO2 = { amount = \"1 kg\", pedigree = [1, 2, 9, 1, 1] } }"),
        ),
        (
            "no-product-stated",
            plant_with("").replace("product = \"thing\"", ""),
        ),
        (
            "no-amount-stated",
            plant_with("").replace("amount = \"1 kg\"", ""),
        ),
        (
            "no-gwp-set",
            plant_with("").replace("gwp = \"AR6-100\"", ""),
        ),
    ]
}

#[test]
fn every_code_has_its_sample() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (code, text) in samples() {
        let problems = problems_of("model.toml", &text);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{text}");
        for problem in &problems {
            assert!(!problem.message.contains('\n') && !problem.message.ends_with('.'));
            assert!(problem.hint.is_some() || code == "wrong-type", "{code}");
        }
        seen.insert(code);
    }
    // These depend on the name, the bytes or their number; other tests have them.
    seen.extend([
        "too-many-problems",
        "unknown-file-ending",
        "file-too-large",
        "not-utf8",
        "json-syntax",
        "supplier-file-not-read",
        "model-loop",
        "models-too-deep",
    ]);
    // These need a scenario, a sweep or a break-even that is asked for; the golden texts have them.
    seen.extend([
        "unknown-scenario",
        "unknown-process",
        "unknown-input",
        "unknown-supply",
        "no-break-even",
        "break-even-jump",
        "break-even-pole",
        "break-even-refused",
        "bad-steps",
        "no-range",
    ]);
    assert_eq!(seen, BTreeSet::from(FileProblem::CODES));
}

#[test]
fn bytes_that_are_no_model() {
    assert_eq!(
        of_bytes("model.yaml", b"a"),
        "unknown-file-ending model.yaml"
    );
    assert_eq!(of_bytes("model", b"a"), "unknown-file-ending model");
    assert_eq!(
        of_bytes("model.toml", &vec![b'#'; (64 << 20) + 1]),
        "file-too-large model.toml"
    );
    assert_eq!(of_bytes("model.toml", b""), "empty-file model.toml");
    assert_eq!(
        of_bytes("model.json", b"\xef\xbb\xbf"),
        "empty-file model.json"
    );
    assert_eq!(
        of_bytes("model.toml", "a = 1\n\"铝".as_bytes()),
        "toml-syntax model.toml:2:3"
    );
    assert_eq!(
        of_bytes("model.toml", b"a = 1\n# \xc2\xc1"),
        "not-utf8 model.toml:2:3"
    );
}

#[test]
fn nesting_never_overflows_the_stack() {
    let many = 1_000_000;
    let dots = "a.".repeat(many);
    let texts = [
        "[".repeat(many),
        format!("a = {}", "[".repeat(many)),
        format!("a = {}", "{a = ".repeat(many)),
        format!("{dots}a = 1"),
        format!("[{dots}a]"),
        format!("[[{dots}a]]"),
        format!(
            "{}1",
            format!("{} = {{ ", "b.".repeat(30) + "b").repeat(many / 100)
        ),
    ];
    for text in texts {
        let told = of_bytes("model.toml", text.as_bytes());
        assert!(
            told.starts_with("nested-too-deep"),
            "{told} {}",
            &text[..40]
        );
    }
    for text in [
        "[".repeat(many),
        "{\"a\":".repeat(many),
        "[{\"a\":".repeat(many),
    ] {
        let told = of_bytes("model.json", text.as_bytes());
        assert!(told.starts_with("nested-too-deep"), "{told}");
    }
}

#[test]
fn json_is_strict() {
    for text in [
        "{,}",
        "{\"a\": 1,}",
        "{a: 1}",
        "{\"a\": 1} // x",
        "{'a': 1}",
        "{\"a\": 0x1}",
        "{\"a\" 1}",
        "{\"a\": 1 \"b\": 2}",
        "[1 2]",
        "{\"a\": +1}",
        "{\"a\": NaN}",
        "{\"a\": .5}",
        "{\"a\": 1}{}",
        "{\"a\": \"\\x41\"}",
        "{",
        "\"",
        "nul",
    ] {
        let told = of_bytes("model.json", text.as_bytes());
        assert!(
            told.starts_with("json-syntax model.json:1:"),
            "{text} {told}"
        );
    }
    let not_a_table = told("model.json", "[]");
    assert!(
        not_a_table.contains(&"wrong-type 1:1".to_owned()),
        "{not_a_table:?}"
    );
}

#[test]
fn duplicate_keys_are_told_in_both_formats() {
    let toml = of_plant(
        "emits = { CO2 = \"1 kg\" }\nyear = 2024\nyear = 2024\nregion = \"CN\"\nregion = \"CN\"",
    );
    assert_eq!(toml, ["duplicate-key 11:1", "duplicate-key 13:1"]);
    let json = "{ \"product\": \"a\", \"amount\": \"1 kg\", \"gwp\": \"AR6-100\",\n \"process\": [{ \"name\": \"p\",\n \
                \"makes\": { \"a\": \"1 kg\",\n \"a\": \"2 kg\" } }] }";
    assert_eq!(told("model.json", json), ["duplicate-key 4:2"]);
    let twice = of_plant(
        "[supply.a]\nfootprint = \"1 kg CO2e/kg\"\n[supply.a]\nfootprint = \"1 kg CO2e/kg\"",
    );
    assert_eq!(twice, ["duplicate-key 11:9", "duplicate-key 12:1"]);
}

#[test]
fn several_broken_lines_are_told_together() {
    assert_eq!(
        told("model.toml", "a = \nb = 1\nc = \"x\n"),
        ["toml-syntax 1:5", "toml-syntax 3:7"]
    );
}

#[test]
fn unknown_keys_name_the_nearest() {
    let hint = |lines: &str| {
        problems_of("model.toml", &plant(lines))[0]
            .hint
            .clone()
            .unwrap()
    };
    assert_eq!(hint("regoin = \"CN\""), "did you mean `region`?");
    assert_eq!(
        hint("takes = { thing = { amount = \"0.1 kg\", frm = \"plant\" } }"),
        "did you mean `from`?"
    );
    assert_eq!(
        hint("[supply.a]\nfacto = \"electricity\"\nfactor = \"electricity\""),
        "did you mean `factor`?"
    );
    assert_eq!(
        told("model.toml", &format!("titel = \"x\"\n{}", plant(""))),
        ["unknown-key 1:1"]
    );
    assert_eq!(
        of_plant(
            "emits = { CO2 = { amount = \"1 kg\", spread = { normal = \"1 kg\", normal_sd = \"1 kg\" } } }"
        ),
        ["unknown-key 9:47"]
    );
    let gas = "gwp = { CO2 = { value = \"1\", group = \"x\" } }";
    assert_eq!(
        told("model.toml", &plant("").replace("gwp = \"AR6-100\"", gas)),
        ["unknown-key 3:30"]
    );
}

#[test]
fn a_product_has_properties_but_no_misspelt_keys() {
    let thing = |keys: &str| {
        let text = plant("").replace(
            "thing = \"1 kg\" }",
            &format!("thing = {{ amount = \"1 kg\", {keys} }} }}"),
        );
        told("model.toml", &text)
    };
    assert!(thing("carbon = \"0.3 kg/kg\"").is_empty());
    assert_eq!(thing("carbon = \"0.3 kg\""), ["unknown-key 8:38"]);
    assert_eq!(thing("carbon = \"0.3 kg/m3\""), ["unknown-key 8:38"]);
    assert_eq!(thing("from = \"plant\""), ["key-out-of-place 8:38"]);
    // A price that no allocation needs is read all the same.
    assert_eq!(thing("price = \"3 CNYY/kg\""), ["unknown-unit 8:46"]);
    assert_eq!(thing("share = \"a\""), ["not-a-number 8:46"]);
}

/// `CO2` and `CO2, fossil` are one gas, which has one value.
#[test]
fn two_names_of_one_gas_are_a_key_twice() {
    let own = plant("").replace(
        "gwp = \"AR6-100\"",
        "gwp = { CO2 = \"1\", \"CO2, fossil\" = \"2\" }",
    );
    assert_eq!(problems_of("model.toml", &own)[0].code, "duplicate-key");
}

#[test]
fn bare_numbers_say_how_to_write_them() {
    let problem = &problems_of("model.toml", &plant("emits = { CO2 = 1_150 }"))[0];
    assert_eq!(
        (problem.code, problem.location.position),
        ("bare-number", Some((9, 17)))
    );
    assert_eq!(
        problem.hint.as_deref(),
        Some("write \"1150 kg\" or \"1150 kWh\", with the unit that it has")
    );
    let own = plant("").replace("gwp = \"AR6-100\"", "gwp = { CO2 = 1.5 }");
    let problem = &problems_of("model.toml", &own)[0];
    assert_eq!(problem.hint.as_deref(), Some("write \"1.5\""));
    assert_eq!(
        told("model.toml", &HEAD.replace("\"1 kg\"", "1000")),
        ["bare-number 2:10"]
    );
}

#[test]
fn wrong_types_are_told_where_the_value_stands() {
    for (lines, place) in [
        ("takes = [\"a\"]", "9:9"),
        (
            "takes = { a = 1979-05-27 }\n[supply.a]\nfootprint = \"1 kg CO2e/kg\"",
            "9:15",
        ),
        (
            "takes = { a = true }\n[supply.a]\nfootprint = \"1 kg CO2e/kg\"",
            "9:15",
        ),
        ("region = 4", "9:10"),
        ("year = []", "9:8"),
        ("tags = \"a\"", "9:8"),
        ("tags = [1]", "9:9"),
        ("stage = 1", "9:9"),
        ("allocate = {}", "9:12"),
        ("[supply]\na = \"1 kg CO2e/kg\"", "10:5"),
        (
            "[supply.a]\nfootprint = \"1 kg CO2e/kg\"\nprimary = \"yes\"",
            "11:11",
        ),
        (
            "emits = { CO2 = { amount = \"1 kg\", source = 5 } }",
            "9:45",
        ),
    ] {
        assert_eq!(of_plant(lines), [format!("wrong-type {place}")], "{lines}");
    }
    assert_eq!(
        told("model.toml", &format!("cut_off = \"a\"\n{}", plant(""))),
        ["wrong-type 1:11"]
    );
    assert_eq!(
        told("model.toml", &plant("").replace("\"AR6-100\"", "6")),
        ["wrong-type 3:7"]
    );
}

#[test]
fn core_problems_of_an_exchange_are_told_where_it_stands() {
    for (lines, expected) in [
        (
            "takes = { heat = \"1 kWhh\" }\n[supply.heat]\nfootprint = \"1 kg CO2e/kWh\"",
            "unknown-unit 9:18",
        ),
        (
            "takes = { heat = { source = \"x\", amount = \"1 kg\" } }\n[supply.heat]\nfootprint = \"1 kg CO2e/kWh\"",
            "wrong-dimension 9:43",
        ),
        (
            "emits = { CO2 = \"0.12345678901234567890123456789 kg\" }",
            "too-many-digits 9:17",
        ),
        ("emits = { CO3 = \"1 kg\" }", "unknown-gas 9:11"),
        ("emits = { CH4 = \"1 kg\" }", "ambiguous-gas 9:11"),
        (
            "emits = { CO2 = { amount = \"1 kg\", category = \"fosil\" } }",
            "unknown-word 9:47",
        ),
        (
            "emits = { CO2 = { amount = \"1 kg\", data = \"good\" } }",
            "unknown-word 9:43",
        ),
        (
            "emits = { CO2 = { amount = \"1 kg\", causal = { thin = \"1\" } } }",
            "not-an-output 9:45",
        ),
        ("takes = { heat = \"1 kWh\" }", "no-supplier 9:11"),
        (
            "takes = { heat = [{ amount = \"1 kWh\", from = \"supply\" }, { amount = \"1 kWh\", from = \"plant\" }] }\n[supply.heat]\nfootprint = \"1 kg CO2e/kWh\"",
            "unknown-provider 9:85",
        ),
        ("region = \"Atlantis\"", "bad-region 9:10"),
        ("year = 24", "bad-year 9:8"),
        (
            "[supply.a]\nfootprint = \"1 kg CO2/kg\"",
            "co2-is-not-co2e 10:13",
        ),
        (
            "[supply.a]\nfootprint = \"1 kg CO2e\"",
            "not-per-unit 10:13",
        ),
    ] {
        assert_eq!(of_plant(lines), [expected], "{lines}");
    }
}

#[test]
fn core_problems_of_another_process_are_told_where_they_stand() {
    for (lines, expected) in [
        (
            "[[process]]\nname = \"plant\"\nmakes = { other = \"1 kg\" }",
            "duplicate-process 10:8",
        ),
        ("[[process]]\nname = \"idle\"", "no-reference-flow 10:8"),
        (
            "[[process]]\nname = \"zero\"\nmakes = { other = \"0 kg\" }",
            "zero-reference-amount 11:19",
        ),
        (
            "[[process]]\nname = \"two\"\nmakes = { a = \"1 kg\", b = \"1 kg\" }",
            "allocation-not-stated 10:8",
        ),
        (
            "[[process]]\nname = \"two\"\nallocate = \"price\"\nmakes = { a = \"1 kg\", b = { amount = \"1 kg\", price = \"1 CNY/kg\" } }",
            "missing-weight 12:11",
        ),
        (
            "[[process]]\nname = \"two\"\nallocate = \"share\"\nmakes = { a = { amount = \"1 kg\", share = \"0.4\" }, b = { amount = \"1 kg\", share = \"0.5\" } }",
            "shares-sum 11:12",
        ),
        (
            "[[process]]\nname = \"two\"\nallocate = \"price\"\nmakes = { a = { amount = \"1 kg\", price = \"1 CNY/m3\" }, b = { amount = \"1 kg\", price = \"1 CNY/kg\" } }",
            "wrong-dimension 12:42",
        ),
        (
            "[[process]]\nname = \"\"\nmakes = { other = \"1 kg\" }",
            "empty-name 10:8",
        ),
    ] {
        assert_eq!(of_plant(lines), [expected], "{lines}");
    }
}

#[test]
fn columns_count_characters() {
    assert_eq!(
        of_plant("emits = { \"二氧化碳，排放\" = \"1 kg\", CO2 = \"1 kgg\" }\r\n"),
        ["unknown-gas 9:11", "unknown-unit 9:37"]
    );
}

#[test]
fn look_ups_are_told_at_their_supply() {
    let supply = |lines: &str| {
        of_plant(&format!(
            "takes = {{ electricity = \"1 kWh\" }}\n[supply.electricity]\nfactor = \"electricity\"\n{lines}"
        ))
    };
    assert!(supply("").is_empty());
    assert_eq!(supply("dataset = \"nope\""), ["unknown-dataset 12:11"]);
    assert_eq!(supply("up_to_region = \"planet\""), ["unknown-level 12:16"]);
    assert_eq!(supply("region = \"CN-XX\""), ["unknown-region 12:10"]);
    assert_eq!(supply("kind = \"footprint\""), ["unknown-kind 12:8"]);
    assert_eq!(supply("year = 1950"), ["factor-not-found 11:10"]);
    assert_eq!(supply("up_to_years_old = \"1\""), ["wrong-type 12:19"]);
    assert_eq!(
        told("model.toml", &plant("").replace("AR6-100", "AR7-100")),
        ["unknown-gwp-set 3:7"]
    );
    let stated = of_plant("[supply.a]\nfootprint = \"1 kg CO2e/kg\"\nyear = 2024");
    assert_eq!(stated, ["key-out-of-place 11:1"]);
}

#[test]
fn a_failed_look_up_says_who_needs_it() {
    let text = plant(
        "year = 2001\ntakes = { electricity = \"1 kWh\" }\n[supply.electricity]\nfactor = \"electricity\"",
    );
    let problems = problems_of("model.toml", &text);
    assert_eq!(problems.len(), 1);
    let last = problems[0].details.last().unwrap();
    assert_eq!(
        (last.label, last.text.as_str()),
        ("needed by", "process `plant`")
    );
}

#[test]
fn a_kg_co2_factor_is_refused_where_co2e_is_needed() {
    let lines = "takes = { electricity = \"1 kWh\" }\n[supply.electricity]\nfactor = \"electricity\"\n\
                 kind = \"direct emission factor\"\nyear = 2023";
    assert_eq!(of_plant(lines), ["co2-is-not-co2e 11:10"]);
}

#[test]
fn what_is_misspelt_is_not_told_as_absent_too() {
    let text = plant(
        "[[process]]\nname = \"press\"\nmake = { part = \"1 kg\" }\n[[process]]\nname = \"mill\"\nmakes = { sheet = \"1 kg\" }\ntakes = { part = \"1 kg\" }\nemits = { CO2 = \"1 kgg\" }",
    );
    assert_eq!(
        told("model.toml", &text),
        ["unknown-key 11:1", "unknown-unit 16:17"]
    );
}

#[test]
fn an_unnamed_process_goes_by_its_number() {
    let text =
        format!("{HEAD}[[process]]\nmakes = {{ thing = \"1 kg\" }}\nemits = {{ CO2 = \"1 kgg\" }}");
    assert_eq!(
        told("model.toml", &text),
        ["missing-key 6:1", "unknown-unit 8:17"]
    );
    let model = ModelFile::read("model.toml", text.as_bytes()).unwrap();
    let error = model.build(&registry(), &Options::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("process `number 1`: emission `CO2`: unknown unit `kgg`"),
        "{error}"
    );
}

#[test]
fn parts_of_a_text_that_bear_upon_each_other_are_told() {
    let second = "[[process]]\nname = \"two\"\nmakes = { other = \"1 kg\" }\n";
    let supply = "[supply.a]\nfootprint = \"1 kg CO2e/kg\"\n";
    // A supply twice, with a process between; a table of process in front of a list of them.
    let twice = plant(&format!("{supply}{second}{supply}"));
    assert_eq!(told("model.toml", &twice)[0], "duplicate-key 14:9");
    let mixed = format!("{HEAD}process = {{}}\n{second}");
    assert!(told("model.toml", &mixed).contains(&"duplicate-key 7:3".to_owned()));
    // Two supplies apart from each other are one table.
    let apart = plant(&format!(
        "{supply}{second}{}",
        supply.replace("supply.a", "supply.b")
    ));
    assert!(told("model.toml", &apart).is_empty());
    // What only looks like a header is text.
    let quoted = plant("stage = '''\n[[process]]\n'''\ntags = [\n\"\"\"\n[[process]]\"\"\"]\n");
    assert!(told("model.toml", &quoted).is_empty());
}

/// NF3 has a value in AR4 and later reports, and none in the model's own set.
#[test]
fn a_gas_without_a_value_names_the_sets_that_have_one() {
    let text = plant("emits = { NF3 = \"1 kg\" }");
    let own = text.replace("gwp = \"AR6-100\"", "gwp = { name = \"own\", CO2 = \"1\" }");
    let problems = problems_of("model.toml", &own);
    assert_eq!(problems[0].code, "unknown-gas");
    let details = &problems[0].details;
    let known = details.iter().find(|detail| detail.label == "known in");
    let known = &known.expect("the sets").text;
    assert!(
        known.contains("AR5-100") && known.contains("AR6-GTP100"),
        "{known}"
    );
}
