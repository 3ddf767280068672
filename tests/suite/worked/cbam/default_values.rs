//! Certificates by default values, by country and year: 2621 Annex I, 2620 column B, and a correction factor of 1.
//!
//! No example of the Commission has certificates. DEF-5 is a number that others published; the rest is derived here from the
//! official tables.

use cfp_core::Amount;
use cfp_exchange::cbam::{DeclarationOptions, DeclaredGood};

use super::{declared, exactly, import};

/// An import and what it comes to, per tonne where nothing else is said.
struct Case {
    id: &'static str,
    /// Code, ten digits, country, tonnes.
    line: [&'static str; 4],
    year: u16,
    /// Euros, where a cost is known.
    price: &'static str,
    see: &'static str,
    with_mark_up: &'static str,
    /// Benchmark, and what is free by it.
    benchmark: &'static str,
    sefa: &'static str,
    net: &'static str,
    certificates: &'static str,
    cost: &'static str,
}

/// The price of certificates of the first quarter of 2026.
const Q1: &str = "75.36";

#[rustfmt::skip]
const CASES: [Case; 18] = [
    // Unwrought aluminium, route K.
    Case { id: "DEF-3", line: ["76011010", "", "CN", "1"], year: 2026, price: Q1, see: "3.0", with_mark_up: "3.3",
        benchmark: "1.423", sefa: "1.387425", net: "1.912575", certificates: "1.912575", cost: "144.131652" },
    // Hot-rolled coil, route C.
    Case { id: "DEF-4", line: ["72081000", "", "TR", "1"], year: 2026, price: Q1, see: "2.428", with_mark_up: "2.6708",
        benchmark: "1.37", sefa: "1.33575", net: "1.33505", certificates: "1.33505", cost: "100.609368" },
    // Grey clinker, route A; published by a third party.
    Case { id: "DEF-5", line: ["25231000", "2523100090", "DZ", "100"], year: 2026, price: Q1, see: "1.28", with_mark_up: "1.408",
        benchmark: "0.666", sefa: "0.64935", net: "0.75865", certificates: "75.865", cost: "5717.1864" },
    // Sponge iron: the row of China has no value, and that of other countries applies.
    Case { id: "DEF-6", line: ["72031000", "", "CN", "1"], year: 2026, price: Q1, see: "1.325", with_mark_up: "1.4575",
        benchmark: "0.397", sefa: "0.387075", net: "1.070425", certificates: "1.070425", cost: "80.667228" },
    // Ammonia: the mark-up of fertilisers is 1 %.
    Case { id: "DEF-7", line: ["28141000", "", "CN", "1"], year: 2026, price: Q1, see: "4.36", with_mark_up: "4.4036",
        benchmark: "1.522", sefa: "1.48395", net: "2.91965", certificates: "2.91965", cost: "220.024824" },
    // Urea.
    Case { id: "DEF-8", line: ["31021019", "", "CN", "1"], year: 2026, price: Q1, see: "2.85", with_mark_up: "2.8785",
        benchmark: "0.902", sefa: "0.87945", net: "1.99905", certificates: "1.99905", cost: "150.648408" },
    // Hydrogen.
    Case { id: "DEF-9", line: ["28041000", "", "CN", "1"], year: 2026, price: Q1, see: "26.64", with_mark_up: "29.304",
        benchmark: "5.089", sefa: "4.961775", net: "24.342225", certificates: "24.342225", cost: "1834.430076" },
    // Grey Portland cement.
    Case { id: "DEF-10", line: ["25232900", "", "CN", "1"], year: 2026, price: Q1, see: "1.42", with_mark_up: "1.562",
        benchmark: "0.666", sefa: "0.64935", net: "0.91265", certificates: "0.91265", cost: "68.777304" },
    // Stainless sheet in the first period of benchmarks, 2026 and 2027, and in the second, 2028 to 2030.
    Case { id: "DEF-11", line: ["72193100", "", "CN", "1"], year: 2026, price: Q1, see: "5.59", with_mark_up: "6.149",
        benchmark: "1.27", sefa: "1.23825", net: "4.91075", certificates: "4.91075", cost: "370.07412" },
    Case { id: "DEF-12", line: ["72193100", "", "CN", "1"], year: 2028, price: "", see: "5.59", with_mark_up: "7.267",
        benchmark: "1.23", sefa: "1.107", net: "6.16", certificates: "6.16", cost: "" },
    // Hot-rolled coil in 2027, with the benchmark of 2026, and in 2034, when nothing is free.
    Case { id: "DEF-13", line: ["72081000", "", "CN", "1"], year: 2027, price: "", see: "3.187", with_mark_up: "3.8244",
        benchmark: "1.37", sefa: "1.3015", net: "2.5229", certificates: "2.5229", cost: "" },
    Case { id: "DEF-14", line: ["72081000", "", "CN", "1"], year: 2034, price: Q1, see: "3.187", with_mark_up: "4.1431",
        benchmark: "", sefa: "0", net: "4.1431", certificates: "4.1431", cost: "312.224016" },
    // Rebar of India.
    Case { id: "DEF-15", line: ["72142000", "", "IN", "1"], year: 2026, price: Q1, see: "4.27", with_mark_up: "4.697",
        benchmark: "1.364", sefa: "1.3299", net: "3.3671", certificates: "3.3671", cost: "253.744656" },
    // Articles of iron or steel.
    Case { id: "DEF-16", line: ["73269098", "", "CN", "1"], year: 2026, price: Q1, see: "3.076", with_mark_up: "3.3836",
        benchmark: "1.491", sefa: "1.453725", net: "1.929875", certificates: "1.929875", cost: "145.43538" },
    // Sinter is not of Annex II: its total has an indirect part of 0.06.
    Case { id: "DEF-17", line: ["26011200", "", "CN", "1"], year: 2026, price: Q1, see: "0.26", with_mark_up: "0.286",
        benchmark: "0.086", sefa: "0.08385", net: "0.20215", certificates: "0.20215", cost: "15.234024" },
    // Stainless screws: the row says route C, and the benchmark of the code has no route.
    Case { id: "DEF-18", line: ["73181535", "", "CN", "1"], year: 2026, price: Q1, see: "6.375", with_mark_up: "7.0125",
        benchmark: "1.154", sefa: "1.12515", net: "5.88735", certificates: "5.88735", cost: "443.670696" },
    // Granules of alloy steel: of the routes C/F of the row the code has F.
    Case { id: "DEF-19", line: ["72052100", "", "CN", "1"], year: 2026, price: "", see: "2.802", with_mark_up: "3.0822",
        benchmark: "1.46", sefa: "1.4235", net: "1.6587", certificates: "1.6587", cost: "" },
    // North Macedonia has route E since 2026/1740; by the first row of the benchmarks 0.34725 would come out.
    Case { id: "DEF-22", line: ["72081000", "", "North Macedonia", "1"], year: 2026, price: "", see: "1.53", with_mark_up: "1.683",
        benchmark: "0.072", sefa: "0.0702", net: "1.6128", certificates: "1.6128", cost: "" },
];

fn check(what: &str, figure: Option<Amount>, expected: &str) {
    if expected.is_empty() {
        assert_eq!(figure, None, "{what}");
    } else {
        exactly(what, figure.expect(what), expected);
    }
}

#[test]
fn default_values_by_country_and_year() {
    for case in CASES {
        let [cn, goods, country, mass] = case.line;
        let list = format!("cn,goods,country,mass_t\n{cn},{goods},{country},{mass}\n");
        let mut options = DeclarationOptions::new(case.year);
        if !case.price.is_empty() {
            options = options.price(case.price.parse().expect("a price"));
        }
        let declaration = declared(&list, &options);
        let [good] = &declaration.goods[..] else {
            panic!("{}: {:?}", case.id, declaration.problems);
        };
        let named = |what: &str| format!("{}: {what}", case.id);
        check(&named("value"), good.see, case.see);
        check(
            &named("with mark-up"),
            good.see_with_markup,
            case.with_mark_up,
        );
        check(&named("benchmark"), good.benchmark, case.benchmark);
        check(&named("free"), good.sefa, case.sefa);
        check(&named("net"), good.net_per_t, case.net);
        check(&named("certificates"), good.certificates, case.certificates);
        check(&named("cost"), good.cost_eur, case.cost);
    }
}

/// The message of the finding that another table applies.
fn why_others(good: &DeclaredGood) -> &str {
    assert_eq!(
        good.default_table.as_deref(),
        Some("Other countries and territories")
    );
    let mut findings = good.findings.iter();
    let finding = findings.find(|finding| finding.code == "other-countries-apply");
    &finding.expect("a finding").message
}

/// DEF-6: the finding beside the number.
#[test]
fn a_dash_sends_to_other_countries() {
    let iron = import("cn,country,mass_t\n72031000,CN,1\n");
    assert_eq!(
        why_others(&iron),
        "the table of China has no value of 72031000"
    );
}

/// DEF-20, derived from the official workbook, which prints an error value for 7221 in Taiwan and no codes below it: the
/// values of other countries apply, and how the row was seen is told.
#[test]
fn a_heading_without_codes_sends_to_other_countries() {
    let rod = import("cn,country,mass_t\n72210010,TW,1\n");
    let why = why_others(&rod);
    assert!(
        why.starts_with(
            "the table of Taiwan has no value of 72210010 (row taiwan-7221, inferred: "
        ),
        "{why}"
    );
}

/// DEF-21, second-hand from recital 8 of Implementing Regulation (EU) 2026/1740: the 0.617 of Angola in the first version was
/// an error of transcription, and the 0.686 of other countries apply.
#[test]
fn a_corrected_row_sends_to_other_countries() {
    let sinter = import("cn,country,mass_t\n26011200,AO,1\n");
    exactly("total", sinter.see.expect("one"), "0.686");
    exactly(
        "with mark-up",
        sinter.see_with_markup.expect("one"),
        "0.7546",
    );
    let why = why_others(&sinter);
    assert!(why.contains("0.617, a transcription error"), "{why}");
}
