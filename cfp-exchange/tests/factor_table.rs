//! Tables of factors as spreadsheets and data frames write them.

mod tables;

use cfp_exchange::{Error, NamedBytes, PackedDataset, TableFormat, pack_dataset};
use cfp_factors::{CheckOptions, Registry, day};
use encoding_rs::GBK;
use sha2::{Digest, Sha256};
use tables::{COLUMNS, Field, HEADER, ROWS, SEALED, Sheet, ods, workbook};

fn options() -> CheckOptions {
    let bundled = Registry::bundled().expect("the bundled headers read");
    let today = day("2026-11-22").expect("a day");
    CheckOptions::new().own().today(today).over(&bundled)
}

fn pack_with(header: &str, name: &str, bytes: &[u8]) -> Result<PackedDataset, Error> {
    let header = NamedBytes {
        name: "header.toml",
        bytes: header.as_bytes(),
    };
    pack_dataset(header, NamedBytes { name, bytes }, &options())
}

fn pack(name: &str, bytes: &[u8]) -> Result<PackedDataset, Error> {
    pack_with(HEADER, name, bytes)
}

/// The code and place of each problem.
fn told(packed: Result<PackedDataset, Error>) -> Vec<String> {
    let error = packed.expect_err("a fault");
    let problems = error.problems().iter();
    problems
        .map(|problem| format!("{} {}", problem.code, problem.location))
        .collect()
}

fn table(packed: &PackedDataset) -> &str {
    let [_, (name, bytes)] = packed.files();
    assert_eq!(name, "factors.csv");
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The sealed text with other separators and line ends, its texts in quotes.
fn text(separator: &str, end: &str) -> String {
    let lines =
        std::iter::once(COLUMNS.map(str::to_owned)).chain(ROWS.map(|row| row.map(Field::text)));
    let lines = lines.map(|fields| {
        let fields = fields.map(|field| {
            if field.contains(['"', ',', '\n']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field
            }
        });
        fields.join(separator) + end
    });
    lines.collect()
}

#[test]
fn one_table_in_every_text_becomes_the_same_bytes() {
    let of_excel = format!("\u{feff}{}", text(",", "\r\n"));
    let of_semicolons = text(";", "\r\n").replace("0.", "0,");
    let in_gbk = GBK.encode(&of_semicolons).0;
    let tabs = text("\t", "\r\n")
        .replace("2024", "２０２４")
        .replace("0.5777", "０．５７７７");
    let in_utf16: Vec<u8> = format!("\u{feff}{tabs}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let csv = |encoding, separator, decimal_comma| (encoding, separator, decimal_comma);
    for (name, bytes, understood) in [
        ("factors.csv", SEALED.as_bytes(), csv("UTF-8", ',', false)),
        ("factors.csv", of_excel.as_bytes(), csv("UTF-8", ',', false)),
        ("factors.csv", &in_gbk, csv("GB18030", ';', true)),
        ("factors.txt", &in_utf16, csv("UTF-16", '\t', false)),
    ] {
        let packed = pack(name, bytes).unwrap_or_else(|error| panic!("{understood:?}: {error}"));
        assert_eq!(table(&packed), SEALED, "{understood:?}");
        let TableFormat::Csv {
            encoding,
            separator,
            decimal_comma,
            ..
        } = *packed.format()
        else {
            panic!("{:?}", packed.format())
        };
        assert_eq!((encoding, separator, decimal_comma), understood);
    }
}

/// A double next to 0.5777 is written with seventeen digits into the workbook; what was typed comes out.
#[test]
fn a_workbook_becomes_the_same_bytes() {
    let rows = ROWS.map(|row| row.to_vec());
    for (name, bytes) in [
        ("factors.xlsx", workbook(&[("Sheet1", &COLUMNS, &rows)])),
        ("factors.ods", ods("Sheet1", &COLUMNS, &rows)),
    ] {
        let packed = pack(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(table(&packed), SEALED, "{name}");
        let sheet = "Sheet1".to_owned();
        assert_eq!(*packed.format(), TableFormat::Workbook { sheet });
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_becomes_the_same_bytes() {
    use ::parquet::basic::{Compression, ZstdLevel};
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for codec in codecs {
        let bytes = tables::parquet(&ROWS, codec);
        let packed =
            pack("factors.parquet", &bytes).unwrap_or_else(|error| panic!("{codec:?}: {error}"));
        assert_eq!(table(&packed), SEALED, "{codec:?}");
        assert_eq!(*packed.format(), TableFormat::Parquet);
    }
}

#[cfg(feature = "parquet")]
#[test]
fn faults_of_parquet_are_told_by_row_and_column() {
    let mut rows = ROWS;
    rows[1][3] = Field::Text("CN-GDD");
    rows[1][5] = Field::Number(-7.0);
    let bytes = tables::parquet(&rows, ::parquet::basic::Compression::SNAPPY);
    assert_eq!(
        told(pack("factors.parquet", &bytes)),
        ["unknown-region factors.parquet:row 2, region"]
    );
    rows[1][3] = Field::Text("CN-GD");
    let bytes = tables::parquet(&rows, ::parquet::basic::Compression::SNAPPY);
    assert_eq!(
        told(pack("factors.parquet", &bytes)),
        ["out-of-range factors.parquet:row 2, value"]
    );
}

/// What the person did not write is computed, and the whole is a dataset that a registry reads.
#[test]
fn the_header_is_completed() {
    let packed = pack("factors.csv", SEALED.as_bytes()).expect("sound");
    assert_eq!(packed.folder(), "own/suppliers/2024-1");
    let [(name, header), _] = packed.files();
    let header: toml::Table = std::str::from_utf8(header)
        .expect("UTF-8")
        .parse()
        .expect("TOML");
    assert_eq!(name, "dataset.toml");
    let words = |key: &str| {
        header[key]
            .as_array()
            .expect("a list")
            .iter()
            .map(|word| word.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        words("kinds"),
        [Some("life-cycle footprint"), Some("upstream")]
    );
    assert_eq!(words("regions"), [Some("CN"), Some("CN-GD")]);
    assert_eq!(header["content"]["rows"].as_integer(), Some(2));
    let digest = Sha256::digest(SEALED);
    let digits: Vec<_> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        header["content"]["sha256"].as_str(),
        Some(digits.concat().as_str())
    );
    assert_eq!(header["published"].as_str(), Some("2025-03-01"));

    let files = packed
        .files()
        .map(|(name, bytes)| (format!("{}/{name}", packed.folder()), bytes.to_vec()));
    let bundled = Registry::bundled().expect("the bundled headers read");
    let own = Registry::of_files(files).expect("a header that reads");
    let both = Registry::layered(&own, &bundled).expect("two layers");
    assert_eq!(
        both.show("suppliers", "steam").expect("a row").value,
        "0.35"
    );
}

/// The header that the documentation calls the smallest is enough, and no line of it can go.
#[test]
fn the_smallest_header_is_as_documented() {
    let documentation = include_str!("../../data/README.md");
    let (_, rest) = documentation.split_once("```toml\n").expect("a header");
    let (header, _) = rest.split_once("```").expect("its end");
    let packed = pack_with(header, "factors.csv", SEALED.as_bytes()).expect("sound");
    assert_eq!(packed.folder(), "own/suppliers/2024-1");
    for line in header.lines().filter(|line| line.contains('=')) {
        let shorter = header.replacen(line, "", 1);
        let problems = told(pack_with(&shorter, "factors.csv", SEALED.as_bytes()));
        assert_eq!(problems.len(), 1, "{line}: {problems:?}");
        assert!(
            problems[0].starts_with("missing-key header.toml"),
            "{line}: {problems:?}"
        );
    }
}

/// Titles in Chinese, in another order, without the columns that may be empty.
#[test]
fn titles_may_be_chinese() {
    let table = "数值\t单位\t类型\t编号\t活动\t地区\t年份\t出处\t可信度\n\
                 0.50\tkg CO2e/kWh\tlife-cycle footprint\ta\t电力\tCN\t2024\t表1\t已核对\n";
    let packed = pack("factors.tsv", table.as_bytes()).expect("sound");
    let expected = format!(
        "{}\na,电力,,CN,2024,0.50,kg CO2e/kWh,life-cycle footprint,表1,,已核对,\n",
        COLUMNS.join(",")
    );
    assert_eq!(self::table(&packed), expected);
}

/// Everything wrong with header and table at once, each in its own file.
#[test]
fn faults_of_texts_are_told_by_line_and_column() {
    let header = HEADER
        .replace("revision = 1", "revision = \"one\"")
        .replace("title = \"Suppliers\"\n", "titel = \"Suppliers\"\n")
        .replace("published = 2025-03-01", "published = \"2031\"");
    let rows = SEALED
        .replace("CN,2024,0.5777", "CN,2024,NA")
        .replace("CN-GD,2024,0.35", "CN-GDD,2024,0")
        + "\nshort,row\r\n";
    let problems = told(pack_with(&header, "factors.csv", rows.as_bytes()));
    let expected = [
        "bad-dataset-header header.toml:4:12",
        "unknown-key header.toml:5:1",
        "published-in-future header.toml:10:13",
        "missing-key header.toml",
        "no-value factors.csv:2:29",
        // The row above has a line break in a cell.
        "unknown-region factors.csv:4:25",
        "undeclared-zero factors.csv:4:37",
        "bad-record factors.csv:6:1",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn faults_of_workbooks_are_told_by_cell() {
    let mut rows = ROWS.map(|row| row.to_vec());
    rows[0][5] = Field::Text("0,5777");
    rows[0][6] = Field::Text("kg CO2/kWh");
    rows[1][0] = Field::Date;
    rows[1][4] = Field::Truth;
    rows[1].push(Field::Text("beyond"));
    let bytes = workbook(&[("Sheet1", &COLUMNS, &rows)]);
    let expected = [
        "comma-decimal factors.xlsx:Sheet1!F2",
        "bad-unit factors.xlsx:Sheet1!G2",
        "unusable-cell factors.xlsx:Sheet1!A3",
        "unusable-cell factors.xlsx:Sheet1!E3",
        "untitled-cell factors.xlsx:Sheet1!M3",
    ];
    assert_eq!(told(pack("factors.xlsx", &bytes)), expected);
}

#[test]
fn wrong_titles_are_told_together() {
    let titles = [
        "row", "活动", "activity", "regoin", "year", "value", "unit", "kind", "place",
    ];
    let rows = [vec![Field::Text("a")]];
    let bytes = workbook(&[("Sheet1", &titles, &rows)]);
    let error = pack("factors.xlsx", &bytes).expect_err("wrong titles");
    let messages: Vec<_> = error.problems().iter().map(ToString::to_string).collect();
    let expected = [
        "factors.xlsx:Sheet1!A1: the column `region` is missing",
        "factors.xlsx:Sheet1!A1: the column `confidence` is missing",
        "factors.xlsx:Sheet1!C1: the column `activity` is unknown or there twice",
        "factors.xlsx:Sheet1!D1: the column `regoin` is unknown or there twice",
    ];
    assert_eq!(messages, expected);
    assert_eq!(
        error.problems()[3].hint.as_deref(),
        Some("did you mean `region`?")
    );
}

#[test]
fn of_several_sheets_one_is_named() {
    let rows = ROWS.map(|row| row.to_vec());
    let notes: Sheet<'_> = ("notes", &["anything"], &[]);
    let bytes = workbook(&[notes, ("Factors", &COLUMNS, &rows)]);
    assert_eq!(
        table(&pack("factors.xlsx", &bytes).expect("one is named")),
        SEALED
    );
    let bytes = workbook(&[notes, ("2024", &COLUMNS, &rows)]);
    let error = pack("factors.xlsx", &bytes).expect_err("two sheets");
    assert_eq!(error.problems()[0].code, "several-sheets");
    assert_eq!(
        error.problems()[0].hint.as_deref(),
        Some("rename the one to take `factors`; there are `notes`, `2024`")
    );
}

/// `1,234` may be a thousand or one and a bit: nothing in the table says which.
#[test]
fn a_comma_that_may_set_off_thousands_is_a_fault() {
    let table = text(";", "\n")
        .replace("0.5777", "1,234")
        .replace("0.35", "2");
    assert_eq!(
        told(pack("factors.csv", table.as_bytes())),
        ["comma-decimal factors.csv:2:29"]
    );
}

/// What the header states of the table has to be so.
#[test]
fn what_is_stated_has_to_agree() {
    let stated = |text: &str| {
        told(pack_with(
            &HEADER.replace("[licence]", text),
            "factors.csv",
            SEALED.as_bytes(),
        ))
    };
    let kinds = "kinds = [\"upstream\"]\n\n[licence]";
    assert_eq!(stated(kinds), ["header-disagrees header.toml:12:9"]);
    let content = "[content]\nrows = 3\nsha256 = \"\"\n\n[licence]";
    assert_eq!(
        stated(content),
        [
            "row-count header.toml:13:8",
            "bad-dataset-header header.toml:14:10"
        ]
    );
    let table = SEALED.replace(",2024,", ",2023,");
    assert_eq!(
        told(pack("factors.csv", table.as_bytes())),
        ["header-disagrees header.toml:8:18"]
    );
}

/// A name is a folder's: it does not lead out of the directory of datasets.
#[test]
fn names_do_not_lead_elsewhere() {
    for (from, to) in [
        ("id = \"suppliers\"", "id = \"../suppliers\""),
        ("edition = \"2024\"", "edition = \"20/24\""),
        ("id = \"suppliers\"", "group = \"..\"\nid = \"suppliers\""),
        ("id = \"suppliers\"", "id = \"\""),
    ] {
        let problems = told(pack_with(
            &HEADER.replace(from, to),
            "factors.csv",
            SEALED.as_bytes(),
        ));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].starts_with("bad-dataset-header header.toml:"),
            "{problems:?}"
        );
    }
    let grouped = HEADER.replace("id = \"suppliers\"", "group = \"采购\"\nid = \"suppliers\"");
    let packed = pack_with(&grouped, "factors.csv", SEALED.as_bytes()).expect("a group");
    assert_eq!(packed.folder(), "采购/suppliers/2024-1");
}

/// A table that cannot be read hides nothing of its header.
#[test]
fn a_header_is_checked_without_its_table() {
    let header = HEADER.replace("gas_basis = \"CO2e\"", "gas_basis = \"all\"");
    let problems = told(pack_with(&header, "factors.xlsx", b"no workbook"));
    assert_eq!(
        problems,
        [
            "bad-dataset-header header.toml:11:13",
            "bad-workbook factors.xlsx"
        ]
    );
    assert_eq!(
        told(pack_with("id = ", "factors.csv", SEALED.as_bytes())),
        ["toml-syntax header.toml:1:6"]
    );
}

/// The Parquet library panics on some damaged files; a caller does not see that.
#[cfg(feature = "parquet")]
#[test]
fn damaged_parquet_is_refused_or_read() {
    let sound = tables::parquet(&ROWS, ::parquet::basic::Compression::SNAPPY);
    let damaged: Vec<_> = (0..sound.len()).step_by(7).collect();
    let mut refused = 0;
    for at in &damaged {
        let mut bytes = sound.clone();
        bytes[*at] = 0xff;
        refused += usize::from(pack("factors.parquet", &bytes).is_err());
    }
    assert!(
        refused > damaged.len() / 2,
        "{refused} of {}",
        damaged.len()
    );
}

/// Damaged files are refused; nothing is taken from them and nothing falls over.
#[test]
fn cut_files_are_refused() {
    let rows = ROWS.map(|row| row.to_vec());
    let xlsx = workbook(&[("Sheet1", &COLUMNS, &rows)]);
    for length in (0..xlsx.len()).step_by(97) {
        assert!(pack("factors.xlsx", &xlsx[..length]).is_err(), "{length}");
    }
}
