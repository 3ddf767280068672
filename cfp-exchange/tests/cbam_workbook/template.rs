//! The template in each language, and its reader.

use calamine::Data;
use cfp_exchange::cbam::installation::InstallationFile;
use cfp_exchange::cbam::{TemplateLanguage, filled_template, input_template, is_template};
use cfp_factors::Cbam;

use super::examples::EXAMPLES;
use super::{Cells, example, sheets, written};

#[test]
fn what_is_written_reads_as_it_was() {
    for (name, _) in EXAMPLES {
        let file = example(name);
        for language in TemplateLanguage::ALL {
            let workbook = filled_template(language, file.stated()).expect("a workbook");
            assert!(is_template(&workbook));
            let again = InstallationFile::read_template("plant.xlsx", &workbook);
            let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                again.stated(),
                file.stated(),
                "{name} in {}",
                language.word()
            );
            let twice = filled_template(language, file.stated()).expect("a workbook");
            assert_eq!(workbook, twice, "the same data give the same bytes");
        }
    }
}

#[test]
fn what_is_read_computes_the_same() {
    let cbam = Cbam::bundled().expect("the data");
    for (name, _) in EXAMPLES {
        let file = example(name);
        let workbook = filled_template(TemplateLanguage::Chinese, file.stated());
        let again = InstallationFile::read_template("plant.xlsx", &workbook.expect("a workbook"));
        let (first, second) = (file.embedded(cbam), again.expect("the data").embedded(cbam));
        assert_eq!(
            first.expect("a result"),
            second.expect("a result"),
            "{name}"
        );
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let [english, chinese] = TemplateLanguage::ALL.map(|language| {
        let workbook = input_template(language).expect("a workbook");
        assert!(is_template(&workbook));
        sheets(&workbook)
    });
    assert_eq!(english.len(), 18);
    assert_eq!(english.len(), chinese.len());
    let row = |cells: &Cells, row: u32| -> Vec<String> {
        let of_row = cells.iter().filter(|((at, _), _)| *at == row);
        of_row.map(|(_, data)| data.to_string()).collect()
    };
    for ((name, first), (other_name, second)) in english.iter().zip(&chinese).skip(1) {
        assert_eq!(row(first, 0), row(second, 0), "{name}");
        let texts = first.values().chain(second.values());
        assert!(
            texts
                .map(ToString::to_string)
                .all(|text| !text.trim().is_empty())
        );
        if name == other_name {
            assert_eq!(name, "cfp", "the sheet of the marker");
            continue;
        }
        let [titles, other_titles] = [row(first, 1), row(second, 1)];
        assert_eq!(titles.len(), row(first, 0).len(), "{name}");
        assert_eq!(titles.len(), other_titles.len(), "{name}");
        let has_chinese =
            |text: &String| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert!(other_titles.iter().all(has_chinese), "{other_name}");
        assert!(!titles.iter().any(has_chinese), "{name}");
    }
    for language in [english, chinese] {
        let (_, cells) = &language[0];
        assert!(cells.len() > 8, "instructions");
    }
}

#[test]
fn languages_have_words() {
    for language in TemplateLanguage::ALL {
        assert_eq!(TemplateLanguage::find(language.word()), Some(language));
    }
    assert_eq!(TemplateLanguage::find("fr"), None);
}

#[test]
fn other_workbooks_are_no_template() {
    assert!(!is_template(b"no workbook"));
    let other = written(&[("Installation".to_owned(), Cells::new())]);
    assert!(!is_template(&other));
    let told = |bytes: &[u8]| {
        let error = InstallationFile::read_template("plant.xlsx", bytes).expect_err("no template");
        let codes = error.problems().iter().map(|problem| problem.code);
        codes.collect::<Vec<_>>()
    };
    assert_eq!(told(&other), ["not-the-template"]);
    assert_eq!(told(b"no workbook"), ["bad-workbook"]);
    let empty = input_template(TemplateLanguage::English).expect("a workbook");
    assert_eq!(told(&empty), ["template-not-one-row"]);
}

/// What is told of the steel works, with a change to its sheets.
fn told(change: impl Fn(&mut Vec<(String, Cells)>)) -> Vec<String> {
    told_in(TemplateLanguage::English, change)
}

fn told_in(language: TemplateLanguage, change: impl Fn(&mut Vec<(String, Cells)>)) -> Vec<String> {
    let file = example("steel.toml");
    let workbook = filled_template(language, file.stated()).expect("a workbook");
    let mut sheets = sheets(&workbook);
    change(&mut sheets);
    let read = InstallationFile::read_template("plant.xlsx", &written(&sheets));
    let error = match read {
        Err(error) => error,
        Ok(file) => match file.embedded(Cbam::bundled().expect("the data")) {
            Err(error) => error,
            Ok(_) => return Vec::new(),
        },
    };
    let problems = error.problems().iter();
    problems
        .map(|problem| format!("{} {problem}", problem.code))
        .collect()
}

/// Puts something in a cell.
fn put(sheets: &mut [(String, Cells)], sheet: &str, cell: (u32, u32), data: Data) {
    let (_, cells) = sheets
        .iter_mut()
        .find(|(name, _)| name == sheet)
        .expect("a sheet");
    cells.insert(cell, data);
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// What is told with something in a cell.
fn cell(sheet: &str, at: (u32, u32), data: &Data) -> Vec<String> {
    told(|sheets| put(sheets, sheet, at, data.clone()))
}

#[test]
fn cells_that_may_not_be_are_named() {
    assert_eq!(told(|_| {}), [""; 0]);
    let streams = "Source streams";
    assert_eq!(
        cell(streams, (2, 2), &Data::Float(1500.0)),
        ["bare-number plant.xlsx:Source streams!C3: `activity` is the bare number 1500"]
    );
    assert_eq!(
        cell(streams, (2, 2), &text("1500")),
        ["bare-number plant.xlsx:Source streams!C3: `activity` is the bare number 1500"]
    );
    assert_eq!(
        cell(streams, (2, 5), &Data::Float(0.8188)),
        [""; 0],
        "a number is taken in a column without a unit"
    );
    assert_eq!(
        cell(streams, (2, 0), &Data::Bool(true)),
        ["wrong-type plant.xlsx:Source streams!A3: `name` is a truth value where a text is needed"]
    );
    assert_eq!(
        cell(streams, (2, 12), &text("maybe")),
        [
            "wrong-type plant.xlsx:Source streams!M3: `waste_gas` is a text where `yes` or `no` is needed"
        ]
    );
    assert_eq!(
        cell(streams, (2, 13), &text("crude steel; ; bars")),
        [
            "template-not-a-list plant.xlsx:Source streams!N3: `used_in` is `crude steel; ; bars`, which does not read as a list"
        ]
    );
}

#[test]
fn rows_that_name_nothing_are_named() {
    let streams = "Source streams";
    assert_eq!(
        cell("Installation", (2, 2), &text("next year")),
        [
            "wrong-type plant.xlsx:Installation!C3: `year` is a text where a year such as 2026 is needed"
        ]
    );
    assert_eq!(
        cell("Heat", (2, 0), &text("crude stel")),
        [
            "template-name-not-listed plant.xlsx:Heat!A3: `process` names `crude stel`, which is not in the sheet `Processes`"
        ]
    );
    assert_eq!(
        cell("Heat", (2, 1), &text("inward")),
        [
            "unknown-choice plant.xlsx:Heat!B3: `direction` is `inward`, which is not one of imported, exported"
        ]
    );
    assert_eq!(
        cell("Goods", (2, 40), &text("beside")),
        ["untitled-cell plant.xlsx:Goods!AO3: the cell stands below no title"]
    );
    // What reads as a cell and means nothing is named by its cell too.
    assert_eq!(
        cell(streams, (2, 2), &text("1500 stones"))[0]
            .split(": ")
            .next(),
        Some("unknown-unit plant.xlsx:Source streams!C3")
    );
    assert_eq!(
        cell(streams, (2, 1), &text("burning")),
        [
            "unknown-choice plant.xlsx:Source streams!B3: `method` is `burning`, which is not one of combustion, process, mass-balance"
        ]
    );
    assert_eq!(
        cell("Deliveries", (3, 3), &text("Atlantis"))[0]
            .split(": ")
            .next(),
        Some("unknown-country plant.xlsx:Deliveries!D4")
    );
}

#[test]
fn sheets_and_rows_that_do_not_fit_are_named() {
    let gone = told(|sheets| sheets.retain(|(name, _)| name != "Energy units"));
    assert_eq!(
        gone,
        ["template-sheet-missing plant.xlsx: the sheet `Energy units` is not there"]
    );
    let key = told(|sheets| put(sheets, "Measured sources", (0, 1), text("mesured")));
    assert_eq!(
        key,
        ["unknown-key plant.xlsx:Measured sources!B1: unknown key `mesured`"]
    );
    let twice = told(|sheets| put(sheets, "Measured sources", (0, 1), text("name")));
    assert_eq!(
        twice,
        ["duplicate-key plant.xlsx:Measured sources!B1: the key `name` stands here a second time"]
    );
    let titles = told(|sheets| {
        let (_, cells) = sheets
            .iter_mut()
            .find(|(name, _)| name == "Co-products")
            .expect("a sheet");
        cells.retain(|(row, _), _| *row != 1);
        cells.insert((1, 0), text("bars"));
    });
    assert_eq!(
        titles,
        [
            "template-titles-missing plant.xlsx:Co-products!A2: the second row of the sheet `Co-products` does not hold the titles of the template"
        ]
    );
    let rows = told(|sheets| put(sheets, "Installation", (3, 0), text("another")));
    assert!(
        rows.iter()
            .any(|told| told.starts_with("template-not-one-row plant.xlsx:Installation!A3")),
        "{rows:?}"
    );
    let same = told(|sheets| put(sheets, "Processes", (3, 0), text("crude steel")));
    assert!(
        same.iter()
            .any(|told| told.starts_with("template-name-twice plant.xlsx:Processes!A4")),
        "{same:?}"
    );
    let lacking = told(|sheets| {
        let (_, cells) = sheets
            .iter_mut()
            .find(|(name, _)| name == "Goods")
            .expect("a sheet");
        cells.retain(|(row, _), _| *row != 2);
    });
    assert_eq!(
        lacking,
        ["missing-key plant.xlsx:Processes!A3: the production process has no `goods`"]
    );
    let nameless = told(|sheets| put(sheets, "Electricity use", (20, 2), text("5 MWh")));
    assert_eq!(
        nameless,
        ["missing-key plant.xlsx:Electricity use!A21: the electricity has no `process`"]
    );
}

#[test]
fn chinese_sheets_are_named_in_chinese() {
    let language = TemplateLanguage::Chinese;
    let bare = told_in(language, |sheets| {
        put(sheets, "源流", (2, 2), Data::Float(5.0));
    });
    assert_eq!(
        bare,
        ["bare-number plant.xlsx:源流!C3: `activity` is the bare number 5"]
    );
    let unlisted = told_in(language, |sheets| {
        put(sheets, "可测量热", (2, 0), text("炼钢"));
    });
    assert_eq!(
        unlisted,
        [
            "template-name-not-listed plant.xlsx:可测量热!A3: `process` names `炼钢`, which is not in the sheet `生产过程`"
        ]
    );
    let gone = told_in(language, |sheets| {
        sheets.retain(|(name, _)| name != "能源设备");
    });
    assert_eq!(
        gone,
        ["template-sheet-missing plant.xlsx: the sheet `能源设备` is not there"]
    );
    let yes = told_in(language, |sheets| put(sheets, "源流", (5, 12), text("yes")));
    assert_eq!(yes, [""; 0], "either language says yes");
}
