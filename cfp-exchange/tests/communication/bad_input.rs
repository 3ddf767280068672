//! What is told of bad workbooks: each kind by its code, with the cell, and all at once.

use std::io::{Cursor, Write};

use cfp_exchange::cbam::CommunicationWorkbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{
    A, B, Book, C, D, E, Entry, GOODS, RESULTS, blank, filled, read, rewritten, told, told_of,
};

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
    assert_eq!(told_of(&book.bytes()), ["not-the-communication-template"]);
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

/// A printed example that was written over, or a number that was typed as a text, is not passed over in silence.
#[test]
fn rows_without_their_number_are_told() {
    let problems = told(|book| {
        book.text(B, "C18", "2")
            .text(B, "C98", "Ex.")
            .number(B, "C114", 3.0);
    });
    let expected = ["other-layout B_EmInst!C98"];
    assert_eq!(problems, expected);
    let problems = told(|book| {
        book.text(B, "C18", "2").number(B, "C114", 3.0);
    });
    assert_eq!(
        problems,
        ["other-layout B_EmInst!C18", "other-layout B_EmInst!C114"]
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
            .merge(B, "F18", "F19");
    });
    let expected = ["merged-cells B_EmInst!F19", "merged-cells D_Processes!L17"];
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

/// A list of problems that nobody reads to its end is cut, and says so.
#[test]
fn only_the_first_hundred_problems_are_told() {
    let mut book = filled();
    for row in 24..=91 {
        book.text(B, &format!("E{row}"), "Coal")
            .number(B, &format!("F{row}"), 1.0);
    }
    let error = CommunicationWorkbook::read("works.xlsx", &book.bytes()).expect_err("a problem");
    let [.., last] = error.problems() else {
        panic!("{error}")
    };
    assert_eq!(error.problems().len(), 101);
    assert_eq!(
        (last.code, last.location.cell.as_deref()),
        ("too-many-problems", None)
    );
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
