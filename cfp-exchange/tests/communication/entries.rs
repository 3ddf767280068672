//! The entries of an invented installation, and the results that a spreadsheet program would show.

use super::{A, B, Book, C, D, E, Entry, GOODS, RESULTS};

/// Smelting feeds rolling, a kiln feeds a cement mill.
pub const PROCESSES: [(&str, &str); 4] = [
    ("Smelting", "Unwrought aluminium"),
    ("Rolling", "Aluminium products"),
    ("Cement mill", "Cement"),
    ("Kiln", "Cement clinker"),
];

pub fn fill(book: &mut Book) {
    book.set(A, "I9", Entry::Date(2024, 1, 1))
        .set(A, "L9", Entry::Date(2024, 12, 31));
    book.text(A, "I20", "Example Works")
        .text(A, "I25", "Hanoi")
        .number(A, "I23", 100_000.0);
    book.text(A, "I26", "Vietnam")
        .result(A, "S26", "VN")
        .text(A, "I27", "VN HAN");
    book.text(A, "I28", "21.03").text(A, "I30", "N. N.");
    book.text(C, "H42", "Internal audits");
    book.result(C, "L27", "24461.59").result(C, "M27", "15800");
    streams(book);
    sources(book);
    for (index, (name, category)) in (0..).zip(PROCESSES) {
        let (row, base) = (83 + index, 11 + 65 * index);
        book.text(A, &format!("E{row}"), category)
            .text(A, &format!("L{row}"), name);
        book.text(A, &format!("F{row}"), "Only direct production");
        book.result(D, &format!("G{base}"), name)
            .result(D, &format!("L{base}"), category);
    }
    smelting(book);
    rolling(book);
    cement(book);
    precursor(
        book,
        0,
        "Ingot",
        ["Default", "Default"],
        [100.0, 100.0, 0.0],
        [1.5, 15.0, 0.6],
        "9",
    );
    precursor(
        book,
        1,
        "Slab",
        ["Measured", "Measured"],
        [60.0, 50.0, 10.0],
        [1.0, 10.1, 0.3],
        "3.0300000000000002",
    );
    goods(book);
}

/// A row of source streams: method, name, activity and its unit, factors by column, the unit of the emission factor, emissions.
type Stream = (
    u32,
    [&'static str; 2],
    (f64, &'static str),
    &'static [(&'static str, f64)],
    &'static str,
    &'static str,
);

const STREAMS: [Stream; 7] = [
    (
        17,
        ["Combustion", "Natural gas"],
        (1000.0, "1000Nm3"),
        &[("H", 36.0), ("J", 56.1), ("N", 99.5)],
        "tCO2/TJ",
        "2009.502",
    ),
    (
        18,
        ["Process emissions", "Anodes"],
        (500.0, "t"),
        &[("J", 3.664), ("P", 98.0)],
        "tCO2/t",
        "1795.36",
    ),
    (
        19,
        ["Mass Balance", "Coke"],
        (100.0, "t"),
        &[("H", 28.2), ("L", 0.88), ("J", 94.6)],
        "",
        "322.432",
    ),
    (
        20,
        ["Mass Balance", "Slag"],
        (-50.0, "t"),
        &[("L", 0.01)],
        "",
        "-1.832",
    ),
    (
        21,
        ["Mass Balance", "Off gas"],
        (10.0, "1000Nm3"),
        &[("L", 0.2)],
        "",
        "7.328",
    ),
    (
        22,
        ["Combustion", "Natural gas"],
        (5.0, "1000Nm3"),
        &[("J", 2.0)],
        "tCO2/1000Nm3",
        "10",
    ),
    (
        23,
        ["Combustion", "Wood"],
        (40.0, "t"),
        &[("H", 15.0), ("J", 100.0), ("R", 80.0)],
        "tCO2/TJ",
        "12",
    ),
];

fn streams(book: &mut Book) {
    for (row, [method, name], (activity, unit), factors, factor_unit, emissions) in STREAMS {
        let at = |column: &str| format!("{column}{row}");
        book.text(B, &at("D"), method).text(B, &at("E"), name);
        book.number(B, &at("F"), activity).text(B, &at("G"), unit);
        for (column, number) in factors {
            book.number(B, &at(column), *number);
        }
        if !factor_unit.is_empty() {
            book.text(B, &at("K"), factor_unit);
        }
        book.result(B, &at("AU"), emissions);
    }
}

fn sources(book: &mut Book) {
    book.text(B, "D98", "Slope method")
        .text(B, "E98", "CWPB")
        .number(B, "F98", 2000.0);
    for (column, number) in [
        ("AG", 0.5),
        ("AH", 2.0),
        ("AI", 0.1),
        ("AM", 0.1),
        ("AT", 0.8),
    ] {
        book.number(B, &format!("{column}98"), number);
    }
    book.result(B, "AU98", "1935");
    book.text(B, "D99", "Overvoltage method")
        .text(B, "E99", "CWPB")
        .number(B, "F99", 1000.0);
    for (column, number) in [("AJ", 1.9), ("AK", 0.95), ("AL", 1.16), ("AM", 0.1)] {
        book.number(B, &format!("{column}99"), number);
    }
    book.result(B, "AU99", "17956.8");
    book.text(B, "D113", "Stack")
        .text(B, "E113", "CO2")
        .number(B, "R113", 25.0);
    book.number(B, "V113", 100.0)
        .number(B, "X113", 1000.0)
        .number(B, "Z113", 2.0);
    book.result(B, "AU113", "150");
    book.text(B, "D114", "Absorber").text(B, "E114", "N2O");
    book.number(B, "V114", 1.0)
        .number(B, "X114", 1000.0)
        .number(B, "Z114", 1.0);
    book.result(B, "AU114", "265");
}

/// The terms that the workbook computes of a process: direct, heat, waste gas, electricity used and exported.
fn terms(book: &mut Book, base: u32, terms: [&str; 5]) {
    for (row, term) in [43, 47, 51, 55, 61].into_iter().zip(terms) {
        book.result(D, &format!("T{}", base + row), term);
    }
}

fn made(book: &mut Book, base: u32, routes: &[(&str, f64)], market: f64, control: &str) {
    let at = |column: &str, row: u32| format!("{column}{}", base + row);
    let mut total = 0.0;
    for (row, (route, made)) in (5..).zip(routes) {
        book.result(D, &at("H", row), route)
            .number(D, &at("L", row), *made);
        total += made;
    }
    book.result(D, &at("L", 13), &total.to_string());
    book.number(D, &at("L", 16), market)
        .result(D, &at("L", 31), control);
}

fn smelting(book: &mut Book) {
    let routes = [
        ("Primary (electrolytic) smelting", 2500.0),
        ("Secondary melting (recycling)", 500.0),
    ];
    made(book, 11, &routes, 1000.0, "0");
    book.result(D, "E32", "Rolling").number(D, "L32", 2000.0);
    book.set(D, "K50", Entry::Truth(true))
        .set(D, "L50", Entry::Truth(false));
    book.number(D, "L54", 6000.0);
    book.number(D, "L57", 10.0).number(D, "L58", 60.0);
    book.number(D, "M57", 5.0).number(D, "M58", 56.0);
    book.number(D, "L61", 2.0).number(D, "M61", 4.0);
    book.number(D, "L65", 30_000.0)
        .number(D, "L66", 0.5)
        .text(D, "L67", "D.4(a)");
    book.number(D, "L71", 100.0).number(D, "L72", 0.4);
    terms(book, 11, ["6000", "320", "-37.4748", "15000", "-40"]);
}

fn rolling(book: &mut Book) {
    made(book, 76, &[("All production routes", 1600.0)], 1600.0, "0");
    book.result(D, "E97", "Smelting").number(D, "L119", 320.0);
    book.number(D, "L130", 800.0)
        .number(D, "L131", 0.5)
        .text(D, "L132", "D.4.3.1");
    terms(book, 76, ["320", "0", "0", "400", "0"]);
}

fn cement(book: &mut Book) {
    made(book, 141, &[("All production routes", 1000.0)], 1000.0, "0");
    book.number(D, "L184", 25.0);
    terms(book, 141, ["25", "0", "0", "0", "0"]);
    made(book, 206, &[("All production routes", 900.0)], 0.0, "100");
    book.result(D, "E227", "Smelting")
        .result(D, "E229", "Cement mill")
        .number(D, "L229", 800.0);
    book.number(D, "L249", 765.0);
    terms(book, 206, ["765", "0", "0", "0", "0"]);
}

fn precursor(
    book: &mut Book,
    index: u32,
    name: &str,
    sources: [&str; 2],
    [bought, used, other]: [f64; 3],
    [direct, power, factor]: [f64; 3],
    indirect: &str,
) {
    let (row, base) = (102 + index, 14 + 44 * index);
    let category = "Unwrought aluminium";
    book.text(A, &format!("E{row}"), category)
        .text(A, &format!("F{row}"), "IN");
    book.text(A, &format!("L{row}"), name);
    let at = |column: &str, row: u32| format!("{column}{}", base + row);
    book.result(E, &at("G", 0), name)
        .result(E, &at("L", 0), category);
    book.number(E, &at("L", 3), bought)
        .result(E, &at("L", 11), &bought.to_string());
    book.result(E, &at("E", 14), "Smelting")
        .result(E, &at("E", 15), "Rolling");
    book.number(E, &at("L", 15), used)
        .number(E, &at("L", 24), other);
    book.result(E, &at("L", 25), "0");
    book.number(E, &at("L", 35), direct)
        .text(E, &at("M", 35), sources[0]);
    book.number(E, &at("L", 36), power)
        .text(E, &at("M", 36), sources[1]);
    book.number(E, &at("L", 37), factor)
        .text(E, &at("M", 37), "D.4(a)");
    book.result(E, &at("L", 38), indirect);
}

/// What the workbook itself comes to: (direct, indirect, electricity, share of default values).
pub const RESULTS_OF_GOODS: [[f64; 4]; 4] = [
    [6242.5252 / 3000.0, 5.0, 10.0, 0.0],
    [
        ROLLED,
        (400.0 + 2000.0 * 5.0 + 900.0 + 151.5) / 1600.0,
        (800.0 + 20_000.0 + 1500.0 + 505.0) / 1600.0,
        150.0 / 1600.0 / ROLLED,
    ],
    [
        ROLLED,
        (400.0 + 2000.0 * 5.0 + 900.0 + 151.5) / 1600.0,
        (800.0 + 20_000.0 + 1500.0 + 505.0) / 1600.0,
        150.0 / 1600.0 / ROLLED,
    ],
    [(25.0 + 800.0 * 0.85) / 1000.0, 0.0, 0.0, 0.0],
];
const ROLLED: f64 = (320.0 + 2000.0 * 6242.5252 / 3000.0 + 150.0 + 50.0) / 1600.0;

fn goods(book: &mut Book) {
    let goods = [
        ("Smelting", "76011010", "Ingot A"),
        ("Rolling", "76051900", "Wire"),
        ("Rolling", "76061130", "Sheet"),
        ("Cement mill", "25232900", "Portland cement"),
    ];
    for (index, (process, cn, name)) in (0..).zip(goods) {
        let (row, below) = (10 + index, 26 + index);
        let [direct, indirect, power, share] =
            RESULTS_OF_GOODS[usize::try_from(index).expect("small")];
        let of_process = PROCESSES.iter().find(|(known, _)| *known == process);
        let category = of_process.expect("a process").1;
        for (column, text) in [("D", process), ("F", cn), ("H", name)] {
            book.text(GOODS, &format!("{column}{row}"), text);
            book.result(RESULTS, &format!("{column}{below}"), text);
        }
        book.result(RESULTS, &format!("E{below}"), category);
        for (column, number) in [
            ("I", direct),
            ("J", indirect),
            ("K", direct + indirect),
            ("M", share),
            ("O", power),
        ] {
            book.result(RESULTS, &format!("{column}{below}"), &number.to_string());
        }
    }
    book.number(GOODS, "AA11", 0.002).number(GOODS, "AB13", 0.8);
}
