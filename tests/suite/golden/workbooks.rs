//! Problems of workbooks, which are no texts to lie beside the reviewed ones; that bytes bring each about is tested with their
//! readers.

use cfp_core::Explain;
use cfp_exchange::cbam::WorkbookProblem as Book;
use cfp_exchange::cbam::installation::TemplateProblem as Template;

use super::said::Said;

/// What is said of the problem with this code; `None` where it is of no workbook.
pub fn said(code: &str) -> Option<Said> {
    let of_template = templates();
    if let Some(problem) = of_template.iter().find(|problem| problem.code() == code) {
        return Some(Said::of(problem));
    }
    let of_book = books().into_iter().chain(cells());
    let problem = of_book.into_iter().find(|problem| problem.code() == code)?;
    Some(Said::of(&problem))
}

fn templates() -> Vec<Template> {
    vec![
        Template::NotTheTemplate,
        Template::NoSheet { sheet: "goods" },
        Template::NoTitleRow {
            sheet: "goods".to_owned(),
        },
        Template::NotOneRow {
            sheet: "installation".to_owned(),
            rows: 2,
        },
        Template::NotListed {
            key: "process",
            written: "smeltng".to_owned(),
            sheet: "processes".to_owned(),
            nearest: Some("smelting".to_owned()),
        },
        Template::SameNameInSheet {
            name: "smelting".to_owned(),
        },
        Template::NotAList {
            key: "used_in",
            written: "smelting = 0.6 = 0.4".to_owned(),
        },
        Template::NotWritten {
            reason: "a text is longer than 32767 characters".to_owned(),
        },
    ]
}

fn books() -> Vec<Book> {
    vec![
        Book::NotAWorkbook {
            reason: "the end of the archive is missing".to_owned(),
        },
        Book::TooLarge {
            what: "`xl/worksheets/sheet1.xml`".to_owned(),
            limit_mib: 128,
        },
        Book::NotTheTemplate {
            sheets: vec!["Sheet1".to_owned(), "Sheet2".to_owned()],
        },
        Book::OtherVersion {
            found: "1.1".to_owned(),
        },
        Book::MissingSheet {
            sheet: "D_Processes",
        },
        Book::OtherLayout {
            expected: "P1".to_owned(),
        },
        Book::NothingFilledIn,
        Book::NoProcess,
        Book::NoGoods,
        Book::NotCalculated { others: 3 },
        Book::MergedCells {
            range: "L22:M23".to_owned(),
        },
        Book::PeriodReversed {
            start: "2026-12-31".to_owned(),
            end: "2026-01-01".to_owned(),
        },
        Book::SameNameTwice {
            parts: "production processes",
            name: "smelting".to_owned(),
        },
        Book::UnnamedProcess {
            name: "smeltng".to_owned(),
        },
        Book::RowNotFinished {
            written: "incomplete!".to_owned(),
        },
        Book::StaleResult {
            written: "1.6".to_owned(),
            expected: "1.555".to_owned(),
        },
    ]
}

fn cells() -> Vec<Book> {
    vec![
        Book::ErrorValue {
            error: "#DIV/0!".to_owned(),
        },
        Book::TextForNumber {
            found: "the text `about 12`".to_owned(),
        },
        Book::DecimalComma {
            written: "12,5".to_owned(),
        },
        Book::CellDigits {
            written: "1e40".to_owned(),
        },
        Book::NegativeCell {
            what: "the production",
            written: "-5".to_owned(),
        },
        Book::NotInRange {
            what: "the oxidation factor",
            written: "99".to_owned(),
            most: "1",
        },
        Book::EmptyCell {
            what: "the net calorific value",
        },
        Book::UnlistedEntry {
            what: "the method",
            written: "Guess".to_owned(),
            known: vec!["Combustion", "Process Emissions", "Mass balance"],
        },
        Book::UnitsDoNotFit {
            activity: "1000Nm3".to_owned(),
            factor: "tCO2/t".to_owned(),
        },
        Book::NotADate {
            found: "the text `spring`".to_owned(),
        },
        Book::CellNotACode {
            written: "7601101".to_owned(),
        },
    ]
}
