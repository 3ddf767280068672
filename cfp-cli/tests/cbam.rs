//! `cfp cbam` as a person or a program runs it.

mod common;

use std::path::Path;

use common::{cfp, file, scratch};
use serde_json::Value;

fn json(arguments: &[&str]) -> Value {
    let mut all = vec!["--format", "json", "cbam"];
    all.extend(arguments);
    let ran = cfp(&all);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.json()
}

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/examples/cbam/aluminium.toml");
    path.display().to_string()
}

/// The name of a file that is yet to be written.
fn path(name: &str) -> String {
    let path = scratch().join(name);
    // An earlier run may have left it.
    let _ = std::fs::remove_file(&path);
    path.display().to_string()
}

/// 3.187 × 1.1 − 0.975 × 1.37, by hand.
#[test]
fn hot_rolled_coil_of_china_owes_what_is_reckoned_by_hand() {
    let list = file("cbam-coil.csv", "cn,country,mass_t\n72081000,CN,1\n");
    let answer = json(&["goods", &list, "--year", "2026", "--price", "75.36"]);
    let good = &answer["goods"][0];
    for (key, expected) in [
        ("cn", "72081000"),
        ("country", "China"),
        ("mass_t", "1"),
        ("see", "3.187"),
        ("markup", "0.1"),
        ("see_with_markup", "3.5057"),
        ("sefa", "1.33575"),
        ("net_per_t", "2.16995"),
        ("certificates", "2.16995"),
        ("cost_eur", "163.527432"),
    ] {
        assert_eq!(good[key], expected, "{key}");
    }
    // One tonne is below the threshold of 50: nothing is due, and that is told.
    assert_eq!(answer["totals"]["certificates_due"], "0");
    let findings = answer["findings"].as_array().expect("findings");
    assert!(
        findings
            .iter()
            .any(|finding| finding["code"] == "below-threshold")
    );
    let text = cfp(&["cbam", "goods", &list, "--year", "2026"]).out;
    let step = "0.975 (CBAM factor 2026) × 1 (CSCF) × 1.37 (benchmark, route C) = 1.33575";
    assert!(text.contains(step), "{text}");
}

#[test]
fn a_bad_line_is_told_and_the_others_are_computed() {
    let lines = "cn,country,mass_t\n72081000,CN,60\n87030000,CN,1\n76011010,Chnia,1\n";
    let list = file("cbam-bad-line.csv", lines);
    let asked = ["--format", "json", "cbam", "goods", &list, "--year", "2026"];
    let ran = cfp(&asked);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.codes(), ["cn-code-not-in-scope", "unknown-country"]);
    let answer = ran.json();
    assert_eq!(answer["goods"].as_array().map(Vec::len), Some(1));
    let place = answer["problems"][1]["where"].as_str().expect("a place");
    assert!(place.ends_with("cbam-bad-line.csv:4:10"), "{place}");
    let strict = cfp(&[&asked[..], &["--strict"]].concat());
    assert_eq!((strict.code, strict.json().get("goods")), (1, None));
}

/// Smelting: (12219 × 48 × 56.1 / 1000 + 69000 × 3.664 + perfluorocarbons) / 200000, the last by the slope method.
#[test]
fn an_installation_states_its_goods() {
    let answer = json(&["installation", &example()]);
    let goods = answer["goods"].as_array().expect("goods");
    let slabs = &goods[0];
    assert_eq!(slabs["functional_unit"], "t");
    assert_eq!(slabs["see_indirect"], "6.15");
    let direct: f64 = slabs["see_direct"]
        .as_str()
        .expect("a text")
        .parse()
        .expect("a number");
    let cf4 = 0.603_935_852_160_507_5 * 0.25 * 0.102 * 200.0;
    let pfc = (cf4 * 6630.0 + cf4 * 0.12 * 11100.0) / 0.97;
    let expected = (12219.0 * 48.0 * 56.1 / 1000.0 + 69000.0 * 3.664 + pfc) / 200_000.0;
    assert!((direct - expected).abs() < 1e-12, "{direct} {expected}");
    // Aluminium counts direct emissions alone.
    assert_eq!(slabs["see_certificates"], slabs["see_direct"]);
    assert_eq!(slabs["sefa"], "1.387425");
}

#[test]
fn a_comparison_has_a_row_for_every_year() {
    let answer = json(&["compare", &example(), "--price", "75.36"]);
    let years = answer["goods"][1]["years"].as_array().expect("years");
    let factors: Vec<&Value> = years.iter().map(|year| &year["cbam_factor"]).collect();
    assert_eq!(factors, ["0.975", "0.95", "0.9", "0.775", "0.515"]);
    let last = years.last().expect("a year");
    assert_eq!(last["markup"], "0.3");
    // 4.881 × 1.3, and the benchmark of extruded goods by route K.
    assert_eq!(last["default"]["see"], "6.3453");
    let supplier = &answer["suppliers"][0];
    assert_eq!(supplier["supplier"], "Billet works A");
    assert_eq!(supplier["see_by_default"], supplier["see"]);
}

/// What a supplier's report says of one year is not that of another, and that is told.
#[test]
fn a_stated_allocation_is_of_one_year() {
    let published = "amount = \"2000 t\", default = true";
    let text = std::fs::read_to_string(example()).expect("the example");
    let reported = "amount = \"2000 t\", see_direct = \"1.6\", sefa = \"1.3\", report = \"VR-1\"";
    let plant = file("cbam-sefa.toml", text.replace(published, reported));
    let kept = |arguments: &[&str]| {
        let answer = json(&[&["compare", &plant, "--price", "75.36"], arguments].concat());
        let findings = answer["findings"].as_array().expect("findings").clone();
        let found = findings
            .iter()
            .find(|finding| finding["code"] == "stated-value-kept");
        found.map(|finding| finding["message"].as_str().expect("a text").to_owned())
    };
    let expected = "`sefa` of billets of Billet works A is of 2026, and stands for every year of the comparison";
    assert_eq!(kept(&[]).as_deref(), Some(expected));
    assert_eq!(kept(&["--first-year", "2026", "--last-year", "2026"]), None);
}

/// A precursor that is taken is made here, or bought: what belongs to the one is not passed over beside the other.
#[test]
fn what_does_not_go_together_is_told() {
    let text = std::fs::read_to_string(example()).expect("the example");
    let taken = "precursor = \"billets\", ";
    for (also, pair) in [
        ("good = \"wire\", ", "`precursor` and `good`"),
        ("from = \"primary smelting\", ", "`from` and `precursor`"),
    ] {
        let plant = file(
            "cbam-both.toml",
            text.replace(taken, &format!("{taken}{also}")),
        );
        let ran = cfp(&["--format", "json", "cbam", "installation", &plant]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["stated-twice".to_owned()])
        );
        assert!(ran.out.contains(pair), "{}", ran.out);
    }
}

/// A process that neither states its direct emissions nor has a source emits nothing only because nobody said otherwise.
#[test]
fn a_process_without_sources_is_told() {
    let plant = |direct: &str| {
        let text = format!(
            "country = \"CN\"\nyear = 2026\n[[process]]\nname = \"mill\"\nproduced = \"10 t\"\n{direct}goods = [{{ cn = \"72081000\" }}]\n"
        );
        json(&["installation", &file("cbam-no-source.toml", text)])["findings"].to_string()
    };
    assert!(plant("").contains("no-source-of-process"));
    assert!(!plant("direct = \"0 t CO2e\"\n").contains("no-source-of-process"));
}

#[test]
fn a_comparison_refuses_what_is_no_price_and_no_period() {
    for (asked, code) in [
        (&["--price=-1"][..], "bad-price"),
        (
            &[
                "--price",
                "1",
                "--last-year",
                "2026",
                "--first-year",
                "2027",
            ],
            "years-reversed",
        ),
    ] {
        let ran = cfp(&[&["--format", "json", "cbam", "compare", &example()], asked].concat());
        assert_eq!((ran.code, ran.codes()), (1, vec![code.to_owned()]));
    }
}

#[test]
fn the_lines_of_a_bridge_add_up_to_the_footprint() {
    let answer = json(&["bridge", &example()]);
    for good in answer["goods"].as_array().expect("goods") {
        let number = |value: &Value| {
            let text = value.as_str().expect("a text");
            text.parse::<cfp_core::Amount>().expect("a number")
        };
        let mut sum = number(&good["see_certificates"]);
        for line in good["lines"].as_array().expect("lines") {
            sum = sum.plus(number(&line["per_tonne"])).expect("a sum");
        }
        let apart = number(&good["footprint"]).minus(sum).expect("a difference");
        let most: cfp_core::Amount = "1e-24".parse().expect("a number");
        assert!(apart.magnitude().rank(&most).is_lt(), "{apart}");
        assert!(number(&good["footprint"]).is_positive());
    }
}

#[test]
fn data_are_the_same_in_every_form() {
    let mut from = example();
    for name in ["cbam-plant.json", "cbam-plant.csv", "cbam-plant.toml"] {
        let to = path(name);
        let ran = cfp(&["cbam", "convert", &from, "-o", &to]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        from = to;
    }
    let [first, last] = [example(), from].map(|plant| json(&["installation", &plant]));
    assert_eq!(first["goods"], last["goods"]);
    let xlsx = path("cbam-plant.xlsx");
    let ran = cfp(&[
        "cbam",
        "convert",
        &example(),
        "-o",
        &xlsx,
        "--language",
        "zh",
    ]);
    assert_eq!(ran.code, 0);
    // What the template cannot hold is told.
    assert!(ran.out.contains("`[footprint]`"), "{}", ran.out);
    assert_eq!(json(&["installation", &xlsx])["goods"], first["goods"]);
    let ran = cfp(&["cbam", "convert", &example(), "-o", &path("cbam-plant.ods")]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("`.toml`"), "{}", ran.err);
}

#[test]
fn workbooks_are_written() {
    let [report, sheet, template] = ["cbam-r.xlsx", "cbam-s.xlsx", "cbam-t.xlsx"].map(path);
    let plant = example();
    let asked = [
        "cbam",
        "report",
        &plant,
        "-o",
        &report,
        "--importer-sheet",
        &sheet,
    ];
    assert_eq!(cfp(&asked).code, 0);
    assert_eq!(cfp(&["cbam", "template", "-o", &template]).code, 0);
    for file in [&report, &sheet, &template] {
        let bytes = std::fs::read(file).expect("a file");
        assert!(bytes.starts_with(b"PK"), "{file}");
    }
    // A report is no data to compute from.
    let ran = cfp(&["cbam", "installation", &report]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("communication template"), "{}", ran.err);
}
