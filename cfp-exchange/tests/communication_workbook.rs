//! Communication workbooks: what is read of one, that it comes to what the workbook says itself, and what is told of bad ones.

mod communication;

use std::path::PathBuf;

use cfp_core::Amount;
use cfp_exchange::cbam::CommunicationWorkbook;
use cfp_exchange::cbam::installation::{InstallationFile, StatedInstallation};
use cfp_factors::Cbam;
use communication::{
    A, B, Book, D, E, Entry, GOODS, RESULTS, VERSION, core, filled, read, told, told_of,
};

fn amount(text: &str) -> Amount {
    text.parse().expect("a number")
}

/// Whether two numbers agree to nine digits.
fn is_near(one: Amount, other: Amount) -> bool {
    let apart = one.minus(other).expect("in range").magnitude();
    let allowed = other.magnitude().plus(amount("0.001")).expect("in range");
    !apart.rank(&allowed.shifted(-9).expect("in range")).is_gt()
}

/// A good: its code, direct, indirect, electricity and share of default values.
type Expected = (&'static str, [&'static str; 3], Option<&'static str>);

/// Looks whether the workbook itself says this of its goods, and whether its tables come to the same.
fn verify(workbook: &CommunicationWorkbook, goods: &[Expected]) {
    assert_eq!(workbook.own.len(), goods.len());
    for (own, (cn, figures, share)) in workbook.own.iter().zip(goods) {
        let figures = figures.map(amount);
        assert_eq!(own.cn, *cn);
        assert!(is_near(own.see_direct, figures[0]), "{own:?}");
        assert!(is_near(own.see_indirect, figures[1]), "{own:?}");
        assert!(
            own.electricity
                .is_some_and(|found| is_near(found, figures[2])),
            "{own:?}"
        );
        assert_eq!(own.share_default.is_some(), share.is_some(), "{own:?}");
        let shares = own.share_default.zip(share.map(amount));
        assert!(
            shares.is_none_or(|(found, share)| is_near(found, share)),
            "{own:?}"
        );
    }
    let embedded = core::embedded(&workbook.stated);
    assert_eq!(embedded.goods.len(), workbook.own.len());
    for own in &workbook.own {
        let mut goods = embedded.goods.iter();
        let named = |name: &str| own.name.as_deref() == Some(name);
        let good = goods.find(|good| good.process == own.process && named(&good.name));
        let good = good.expect("the good of the tables");
        assert!(is_near(good.see_direct, own.see_direct), "{good:?} {own:?}");
        assert!(
            is_near(good.see_indirect, own.see_indirect),
            "{good:?} {own:?}"
        );
        assert!(
            is_near(good.electricity, own.electricity.expect("electricity")),
            "{good:?}"
        );
        let shares = good.share_default.zip(own.share_default);
        assert!(
            shares.is_none_or(|(found, own)| is_near(found, own)),
            "{good:?}"
        );
    }
    // The program's own way from tables to results; it takes a stated default value as the whole of a precursor.
    let file = InstallationFile::of("works.xlsx", workbook.stated.clone());
    let report = file.embedded(Cbam::bundled().expect("the tables"));
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.goods.len(), embedded.goods.len());
    for (reported, good) in report.goods.iter().zip(&embedded.goods) {
        assert_eq!(reported.see_direct, good.see_direct, "{reported:?}");
    }
    for (own, process) in workbook.processes.iter().zip(&embedded.processes) {
        assert_eq!(own.name, process.name);
        assert!(
            is_near(process.attribution.before_floor, own.attributed_direct),
            "{own:?}"
        );
        assert!(
            is_near(
                process.attribution.attributed_indirect,
                own.attributed_indirect
            ),
            "{own:?}"
        );
    }
}

/// The goods of the invented installation.
const INVENTED: [Expected; 4] = [
    ("76011010", ["2.08084173333333333", "5", "10"], Some("0")),
    (
        "76051900",
        ["2.92605216666666667", "7.1571875", "14.253125"],
        Some("0.0320397568669458"),
    ),
    (
        "76061130",
        ["2.92605216666666667", "7.1571875", "14.253125"],
        Some("0.0320397568669458"),
    ),
    ("25232900", ["0.705", "0", "0"], Some("0")),
];

/// The Commission's filled examples, where they are at hand: file, goods, and t CO2e of the sources.
const OFFICIAL: [(&str, &[Expected], &str); 5] = [
    (
        "ex1_Cement.xlsx",
        &[(
            "25232900",
            ["0.7852147410358565", "0.12224275", "0.14675"],
            Some("0"),
        )],
        "1037310",
    ),
    (
        "ex2_Steel_1_Blast_furnace.xlsx",
        &[
            (
                "72081000",
                ["1.5389760645578654", "0.2035539825", "0.3455925"],
                Some("0"),
            ),
            (
                "72122000",
                ["1.5389760645578654", "0.2035539825", "0.3455925"],
                Some("0"),
            ),
            (
                "72139120",
                ["1.5389760645578654", "0.2035539825", "0.3455925"],
                Some("0"),
            ),
            (
                "73021028",
                ["1.5389760645578654", "0.2035539825", "0.3455925"],
                Some("0"),
            ),
        ],
        "7866044.469877754",
    ),
    (
        "ex5_Fertilizer.xlsx",
        &[(
            "31052010",
            ["0.309635112356", "0.0538767", "0.126585"],
            Some("0"),
        )],
        "13421.334267",
    ),
    (
        "ex6_Aluminium.xlsx",
        &[
            ("76011010", ["1.555", "6.15", "15"], Some("0")),
            (
                "76051900",
                [
                    "1.698079646017699",
                    "6.9119469026548686",
                    "16.85840707964602",
                ],
                Some("0"),
            ),
        ],
        "316284.5968",
    ),
    (
        "ex7_Hydrogen_2_processes.xlsx",
        &[
            (
                "28041000",
                ["8.487854545454546", "0.21992727", "0.6"],
                Some("0"),
            ),
            ("28041000", ["0", "8.386559896", "22.88"], None),
        ],
        "511632",
    ),
];

/// Every workbook at hand comes to what it says itself, computed anew from what is read of it.
#[test]
fn what_is_read_comes_to_what_the_workbook_says() {
    let invented = read(&filled());
    verify(&invented, &INVENTED);
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/cbam/official"
    );
    for (file, goods, total) in OFFICIAL {
        let path = PathBuf::from(folder).join(file);
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        let workbook = CommunicationWorkbook::read(file, &bytes);
        let workbook = workbook.unwrap_or_else(|error| panic!("{error}"));
        verify(&workbook, goods);
        let sources = core::embedded(&workbook.stated).installation_direct;
        assert!(is_near(sources, amount(total)), "{file}: {sources}");
        assert!(
            workbook
                .direct
                .is_some_and(|own| is_near(own, amount(total))),
            "{file}"
        );
    }
    if let Ok(bytes) = std::fs::read(PathBuf::from(folder).join("communication_template.xlsx")) {
        assert_eq!(told_of(&bytes), ["nothing-filled-in"]);
    }
}

/// All of an installation that the template can tell, as tables: percents are parts of 1, volumes are in Nm3, examples are none.
#[test]
fn entries_become_tables() {
    let workbook = read(&filled());
    assert_eq!(workbook.version, "2.1.1");
    let written = toml::to_string(&workbook.stated).expect("a text");
    let expected = include_str!("communication/works.toml");
    assert_eq!(written, expected, "{written}");
    let again: StatedInstallation = toml::from_str(expected).expect("tables");
    assert_eq!(again, workbook.stated);
    assert_eq!(workbook.direct, Some(amount("24461.59")));
    assert_eq!(workbook.indirect, Some(amount("15800")));
    assert_eq!(workbook.own[1].cell, "Summary_Communication!I27");
    assert_eq!(workbook.own[1].category, "Aluminium products");
    let smelting = &workbook.processes[0];
    let routes = smelting
        .routes
        .iter()
        .map(|route| (route.name.as_str(), route.made.to_string()));
    let routes: Vec<_> = routes.collect();
    assert_eq!(
        routes[1],
        ("Secondary melting (recycling)", "500".to_owned())
    );
    assert_eq!(smelting.to_market, Some(amount("1000")));
    assert_eq!(smelting.electricity_source.as_deref(), Some("D.4(a)"));
    assert_eq!(smelting.cell, "D_Processes!G11");
}

/// The emissions of sources are those of the workbook, but for the overvoltage, in which the workbook divides by 0.95 where the
/// equation has 95.
#[test]
fn sources_emit_what_the_workbook_says() {
    let embedded = core::embedded(&read(&filled()).stated);
    let streams = embedded.streams.iter().map(|row| row.emissions.to_string());
    let expected = [
        "2009.502", "1795.36", "322.432", "-1.832", "7.328", "10", "12",
    ];
    assert_eq!(streams.collect::<Vec<_>>(), expected);
    let anodes: Vec<String> = embedded
        .anode_effects
        .iter()
        .map(|row| row.emissions.to_string())
        .collect();
    assert_eq!(anodes, ["1935", "179.568"]);
    let measured = embedded
        .measured
        .iter()
        .map(|row| row.emissions.to_string());
    assert_eq!(measured.collect::<Vec<_>>(), ["150", "265"]);
}

#[test]
fn findings_say_where_the_template_and_the_law_differ() {
    let workbook = read(&filled());
    let codes: Vec<&str> = workbook
        .findings
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    let expected = [
        "transitional-template",
        "data-of-transitional-period",
        "workbook-per-tonne",
        "process-without-goods",
        "routes-by-words",
        "energy-factors-as-stated",
        "electricity-exported-only",
        "deselected-but-stated",
        "amounts-do-not-balance",
        "indirect-not-split",
        "transitional-default",
        "precursors-kept-apart",
        "biomass-as-stated",
        "factor-not-used",
        "current-efficiency-as-fraction",
        "collection-efficiency-not-stated",
    ];
    assert_eq!(codes, expected);
    let message = |code: &str| {
        let found = workbook.findings.iter().find(|one| one.code == code);
        found.expect("the finding").message.clone()
    };
    assert!(message("deselected-but-stated").ends_with("D_Processes!L50"));
    assert!(message("amounts-do-not-balance").ends_with("D_Processes!L237"));
    assert!(message("factor-not-used").ends_with("B_EmInst!J19"));
    assert!(message("biomass-as-stated").ends_with("`Wood`, `Stack`"));
    assert!(message("transitional-default").ends_with("`Ingot`"));
}

/// The code and message of what a changed workbook finds beside the rest.
fn found(code: &str, change: impl FnOnce(&mut Book)) -> String {
    let mut book = filled();
    change(&mut book);
    let workbook = read(&book);
    let found = workbook.findings.iter().find(|one| one.code == code);
    found
        .unwrap_or_else(|| panic!("{:?}", workbook.findings))
        .message
        .clone()
}

#[test]
fn rarer_findings_are_told_too() {
    let message = found("workbook-below-zero", |book| {
        book.number(D, "L119", 0.0)
            .number(D, "M122", 10.0)
            .number(D, "M123", 60.0);
        book.result(D, "T119", "0").result(D, "T123", "-600");
    });
    assert!(message.ends_with("`Rolling`"), "{message}");
    let message = found("content-not-told", |book| {
        book.clear(GOODS, "AB13");
    });
    assert!(message.contains("`Portland cement`"), "{message}");
    found("joint-process", |book| {
        book.text(A, "F85", "Cement clinker");
    });
    found("hidden-biomass", |book| {
        book.number(B, "T23", 10.0);
    });
    found("biomass-of-n2o", |book| {
        book.number(B, "R114", 10.0);
    });
    found("origin-of-value-not-stated", |book| {
        book.clear(E, "M93");
    });
    let message = found("not-a-calendar-year", |book| {
        book.set(A, "I9", Entry::Date(2023, 7, 1))
            .set(A, "L9", Entry::Date(2024, 6, 30));
    });
    assert!(message.contains("2023-07-01 to 2024-06-30"), "{message}");
}

#[test]
fn contents_are_read_where_the_template_tells_them() {
    let mut book = filled();
    book.text(A, "E85", "Mixed fertilisers")
        .result(D, "L141", "Mixed fertilisers");
    book.text(GOODS, "F13", "31052010")
        .result(RESULTS, "F29", "31052010");
    book.result(RESULTS, "E29", "Mixed fertilisers");
    for (column, share) in [("AH", 0.076), ("AI", 0.0), ("AJ", 0.074)] {
        book.number(GOODS, &format!("{column}13"), share);
    }
    let good = &read(&book).stated.process[2].goods[0];
    assert_eq!(good.content.as_deref(), Some("150"));
    assert_eq!(good.parameters["nitrogen_as_urea"], "0.074");
}

#[test]
fn both_versions_are_read_and_no_other() {
    let mut book = filled();
    book.set(VERSION, "B3", Entry::Date(2024, 6, 5));
    assert_eq!(read(&book).version, "2.1");
    for (day, name) in [
        ((2024, 4, 8), "V2.0.1 of 2024-04-08"),
        ((2026, 1, 1), "of 2026-01-01"),
    ] {
        book.set(VERSION, "B3", Entry::Date(day.0, day.1, day.2));
        let error =
            CommunicationWorkbook::read("works.xlsx", &book.bytes()).expect_err("a problem");
        let [problem] = error.problems() else {
            panic!("{error}")
        };
        assert_eq!(problem.code, "other-template-version");
        assert!(problem.message.contains(name), "{problem}");
        assert!(
            problem
                .hint
                .as_ref()
                .is_some_and(|hint| hint.contains("V2.1.1 of 2024-12-13"))
        );
    }
    assert_eq!(
        told(|book| {
            book.text(VERSION, "B2", "Monitoring plan");
        }),
        ["other-layout VersionDocumentation!B2"]
    );
}
