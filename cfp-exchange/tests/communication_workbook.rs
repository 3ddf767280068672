//! Communication workbooks: what is read of one, that it comes to what the workbook says itself, and what is told of bad ones.

mod communication;

use std::io::{Cursor, Write};
use std::path::PathBuf;

use cfp_core::Amount;
use cfp_exchange::cbam::{CommunicationWorkbook, WorkbookProblem};
use communication::{
    A, B, Book, C, D, E, Entry, GOODS, RESULTS, VERSION, blank, core, filled, rewritten,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(book: &Book) -> CommunicationWorkbook {
    let read = CommunicationWorkbook::read("works.xlsx", &book.bytes());
    read.unwrap_or_else(|error| panic!("{error}"))
}

/// The code and place of each problem.
fn told_of(bytes: &[u8]) -> Vec<String> {
    let error = CommunicationWorkbook::read("works.xlsx", bytes).expect_err("a problem");
    let problems = error.problems().iter();
    let told = problems.map(|problem| {
        assert!(
            WorkbookProblem::CODES.contains(&problem.code),
            "{}",
            problem.code
        );
        assert!(problem.hint.is_some(), "{problem}");
        let place = problem.location.to_string();
        format!(
            "{} {}",
            problem.code,
            place
                .trim_start_matches("works.xlsx")
                .trim_start_matches(':')
        )
    });
    told.map(|told| told.trim_end().to_owned()).collect()
}

/// What is told after some cells are changed.
fn told(change: impl FnOnce(&mut Book)) -> Vec<String> {
    let mut book = filled();
    change(&mut book);
    told_of(&book.bytes())
}

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
        Some("0.03203975722"),
    ),
    (
        "76061130",
        ["2.92605216666666667", "7.1571875", "14.253125"],
        Some("0.03203975722"),
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
        let codes: Vec<&str> = workbook
            .findings
            .iter()
            .map(|one| one.code.as_str())
            .collect();
        assert_eq!(
            codes.contains(&"one-process-per-code"),
            file.starts_with("ex7"),
            "{codes:?}"
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
    let again: cfp_exchange::cbam::installation::StatedInstallation =
        toml::from_str(expected).expect("tables");
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
        "transitional-year",
        "workbook-per-tonne",
        "routes-by-words",
        "energy-factors-as-stated",
        "electricity-exported-only",
        "deselected-but-stated",
        "amounts-do-not-balance",
        "indirect-not-split",
        "precursors-without-report",
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
    let message = found("one-process-per-code", |book| {
        book.text(GOODS, "F12", "76011010")
            .result(RESULTS, "F28", "76011010");
    });
    assert!(
        message.ends_with("76011010 in `Smelting` and `Rolling`"),
        "{message}"
    );
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
    found("source-not-stated", |book| {
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

#[test]
fn what_is_no_workbook_is_told() {
    assert_eq!(told_of(b"process,tonnes\n"), ["not-a-workbook"]);
    assert_eq!(told_of(b""), ["not-a-workbook"]);
    let bytes = filled().bytes();
    for end in [10, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(told_of(&bytes[..end]), ["not-a-workbook"], "{end}");
    }
    let broken = rewritten(&bytes, |name, text| {
        if name.ends_with("sheet4.xml") {
            text.replace("</sheetData>", "<row><c")
        } else {
            text
        }
    });
    assert_eq!(told_of(&broken), ["not-a-workbook"]);
}

/// A ZIP with parts of so many MiB of nothing.
fn zeros(parts: &[usize]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mebibyte = vec![0; 1 << 20];
    for (index, length) in parts.iter().enumerate() {
        let name = format!("xl/{index}.xml");
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        for _ in 0..*length {
            writer.write_all(&mebibyte).expect("zeros");
        }
    }
    writer.finish().expect("a workbook").into_inner()
}

#[test]
fn what_unpacks_to_too_much_is_not_unpacked() {
    for parts in [&[129][..], &[100, 100, 57]] {
        let bytes = zeros(parts);
        assert!(bytes.len() < 1 << 20);
        assert_eq!(told_of(&bytes), ["workbook-too-large"], "{parts:?}");
    }
    // A part that says that it is smaller than it is.
    let mut bytes = zeros(&[1]);
    let size = (1_u32 << 20).to_le_bytes();
    let places = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == size);
    let places: Vec<usize> = places.map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert_eq!(told_of(&bytes), ["not-a-workbook"]);
}

#[test]
fn another_workbook_and_missing_sheets_are_told() {
    let mut book = Book::default();
    book.text("factors", "A1", "activity");
    assert_eq!(told_of(&book.bytes()), ["not-the-template"]);
    let problems = told(|book| {
        book.drop_sheet(E).drop_sheet(C);
    });
    assert_eq!(problems, ["missing-sheet", "missing-sheet"]);
    assert_eq!(
        told(|book| {
            book.text(B, "C91", "75a");
        }),
        ["other-layout B_EmInst!C91"]
    );
    assert_eq!(
        told(|book| {
            book.result(D, "R76", "3");
        }),
        ["other-layout D_Processes!R76"]
    );
    assert_eq!(
        told(|book| {
            book.result(E, "R58", "PP3");
        }),
        ["other-layout E_PurchPrec!R58"]
    );
}

#[test]
fn an_empty_workbook_is_told() {
    assert_eq!(told_of(&blank().bytes()), ["nothing-filled-in"]);
    let mut book = blank();
    book.set(A, "I9", Entry::Date(2024, 1, 1))
        .set(A, "L9", Entry::Date(2024, 12, 31));
    book.text(B, "D17", "Mass Balance")
        .text(B, "E17", "Coke")
        .number(B, "F17", 1.0);
    book.text(B, "G17", "t")
        .number(B, "L17", 0.5)
        .result(B, "AU17", "1.832");
    assert_eq!(
        told_of(&book.bytes()),
        [
            "no-process-named A_InstData!E83",
            "no-goods-named Summary_Products!D10"
        ]
    );
}

/// The text of a sheet without what comes of its formulas.
fn without_results(text: &str) -> String {
    let mut parts = text.split("</f><v>");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once("</v>").expect("a result");
        kept.push_str("</f>");
        kept.push_str(rest);
    }
    kept
}

#[test]
fn formulas_without_results_are_told_once_for_each_sheet() {
    let bytes = rewritten(&filled().bytes(), |name, text| {
        if name.contains("/sheet") {
            without_results(&text)
        } else {
            text
        }
    });
    let expected = [
        "not-calculated A_InstData!S26",
        "not-calculated B_EmInst!AU17",
        "not-calculated C_Emissions&Energy!L27",
        "not-calculated D_Processes!R11",
        "not-calculated E_PurchPrec!R14",
        "not-calculated Summary_Communication!D26",
    ];
    assert_eq!(told_of(&bytes), expected);
}

#[test]
fn cells_that_hold_no_number_are_told_all_at_once() {
    let problems = told(|book| {
        book.text(B, "F17", "12,5")
            .text(B, "J18", "about 4")
            .set(B, "L19", Entry::Truth(true));
        book.set(D, "L16", Entry::Date(2024, 1, 1))
            .result(D, "L54", "#DIV/0!");
        book.number(D, "L66", 1e-30)
            .result(E, "L49", "#REF!")
            .result(RESULTS, "I26", "#N/A");
    });
    let expected = [
        "decimal-comma-in-cell B_EmInst!F17",
        "text-for-number B_EmInst!J18",
        "text-for-number B_EmInst!L19",
        "text-for-number D_Processes!L16",
        "error-value D_Processes!L54",
        "cell-digits D_Processes!L66",
        "error-value E_PurchPrec!L49",
        "error-value Summary_Communication!I26",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn numbers_out_of_their_range_are_told() {
    let problems = told(|book| {
        book.number(B, "F18", -1.0)
            .number(B, "N17", 101.0)
            .number(B, "AT98", 97.0);
        book.number(D, "L16", -5.0)
            .number(E, "L17", -1.0)
            .number(GOODS, "AB13", 80.0);
    });
    let expected = [
        "not-in-range B_EmInst!N17",
        "negative-cell B_EmInst!F18",
        "not-in-range B_EmInst!AT98",
        "negative-cell D_Processes!L16",
        "negative-cell E_PurchPrec!L17",
        "not-in-range Summary_Products!AB13",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn cells_that_are_needed_and_empty_are_told() {
    let problems = told(|book| {
        book.clear(B, "E18")
            .clear(B, "H17")
            .clear(B, "AM98")
            .clear(B, "V113");
        book.clear(D, "L119")
            .clear(D, "L58")
            .clear(D, "L131")
            .clear(D, "L72")
            .clear(D, "L146");
        book.clear(E, "L49")
            .clear(E, "L95")
            .clear(E, "L17")
            .clear(A, "E85")
            .clear(A, "L9");
        book.clear(GOODS, "D11").result(RESULTS, "D27", "");
    });
    let expected = [
        "empty-cell A_InstData!L9",
        "empty-cell A_InstData!E85",
        "empty-cell B_EmInst!H17",
        "empty-cell B_EmInst!E18",
        "empty-cell B_EmInst!AM98",
        "empty-cell B_EmInst!V113",
        "empty-cell D_Processes!L58",
        "empty-cell D_Processes!L72",
        "empty-cell D_Processes!L119",
        "empty-cell D_Processes!L131",
        "empty-cell E_PurchPrec!L17",
        "empty-cell E_PurchPrec!L49",
        "empty-cell E_PurchPrec!L95",
        "empty-cell Summary_Products!D11",
    ];
    assert_eq!(problems, expected);
    assert_eq!(
        told(|book| {
            book.clear(B, "D17");
        }),
        ["empty-cell B_EmInst!D17"]
    );
    assert_eq!(
        told(|book| {
            book.clear(D, "L146");
        }),
        ["empty-cell D_Processes!L146"]
    );
}

#[test]
fn merged_cells_that_hide_data_are_told() {
    let problems = told(|book| {
        book.merge(D, "L16", "L17")
            .clear(D, "L17")
            .merge(B, "F19", "G20")
            .clear(B, "F20");
    });
    let expected = [
        "merged-cells B_EmInst!G19",
        "merged-cells B_EmInst!F20",
        "merged-cells B_EmInst!G20",
        "merged-cells D_Processes!L17",
    ];
    assert_eq!(problems, expected);
    // As the template merges names over columns that are not read.
    let mut book = filled();
    book.merge(A, "I20", "N20").merge(D, "G11", "K11");
    read(&book);
}

#[test]
fn entries_outside_their_lists_are_told() {
    let problems = told(|book| {
        book.text(B, "D17", "Verbrennung")
            .text(B, "G18", "kg")
            .text(B, "K22", "tCO2/t");
        book.text(B, "E113", "CH4")
            .text(E, "M49", "Guess")
            .text(GOODS, "F10", "7601")
            .result(RESULTS, "F26", "7601");
        book.result(D, "E32", "Casting")
            .text(GOODS, "D13", "Mill")
            .result(RESULTS, "D29", "Mill");
        book.text(A, "I9", "1.1.2024");
    });
    let expected = [
        "not-a-date A_InstData!I9",
        "unlisted-entry B_EmInst!D17",
        "unlisted-entry B_EmInst!G18",
        "units-of-row-differ B_EmInst!K22",
        "unlisted-entry B_EmInst!E113",
        "unnamed-process D_Processes!E32",
        "unlisted-entry E_PurchPrec!M49",
        "cell-not-a-cn-code Summary_Products!F10",
        "unnamed-process Summary_Products!D13",
    ];
    assert_eq!(problems, expected);
    let reversed = told(|book| {
        book.set(A, "L9", Entry::Date(2023, 12, 31));
    });
    assert_eq!(reversed, ["period-reversed A_InstData!L9"]);
}

#[test]
fn names_that_stand_twice_are_told() {
    let problems = told(|book| {
        book.text(A, "L84", "smelting").result(D, "G76", "smelting");
        book.text(A, "L103", "Ingot").result(E, "G58", "Ingot");
    });
    assert_eq!(
        problems,
        [
            "same-name-twice A_InstData!L84",
            "same-name-twice A_InstData!L103"
        ]
    );
}

#[test]
fn results_of_other_entries_are_told() {
    let problems = told(|book| {
        book.result(D, "L24", "2500")
            .result(D, "G76", "Forming")
            .result(E, "L25", "90");
        book.result(E, "L52", "8")
            .result(RESULTS, "F27", "76052100")
            .result(B, "AU18", "Incomplete!");
    });
    let expected = [
        "row-not-finished B_EmInst!AU18",
        "stale-result D_Processes!L24",
        "stale-result D_Processes!G76",
        "stale-result E_PurchPrec!L25",
        "stale-result E_PurchPrec!L52",
        "stale-result Summary_Communication!F27",
    ];
    assert_eq!(problems, expected);
}

/// Every byte sequence is read or told, whatever stands in the sheets.
#[test]
fn mangled_workbooks_are_told_and_never_panic() {
    let bytes = filled().bytes();
    let mut state: u64 = 7;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let pieces = [
        "",
        "<",
        "\"",
        "99999999999",
        "ZZZ1",
        "t=\"s\"",
        "-1",
        "1e400",
        "#N/A",
        "</c>",
        "<f/>",
        "é",
        "&#0;",
    ];
    for _ in 0..120 {
        let (part, piece) = (next(8) + 1, pieces[next(pieces.len())]);
        let (at, length) = (next(1_000_000), next(6));
        let mangled = rewritten(&bytes, |name, text| {
            if !name.ends_with(&format!("sheet{part}.xml")) && part > 1 {
                return text;
            }
            let start = at % text.len();
            let end = (start + length).min(text.len());
            match (text.get(..start), text.get(end..)) {
                (Some(before), Some(after)) => format!("{before}{piece}{after}"),
                _ => text,
            }
        });
        let _ = CommunicationWorkbook::read("works.xlsx", &mangled);
        let mut flipped = bytes.clone();
        let at = next(flipped.len());
        flipped[at] ^= 1 << next(8);
        let _ = CommunicationWorkbook::read("works.xlsx", &flipped);
    }
}
