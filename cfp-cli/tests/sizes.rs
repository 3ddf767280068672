//! What a packed file costs in memory is limited before it is spent.

#![cfg(target_os = "linux")]

mod common;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::scratch;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MIB: usize = 1 << 20;

/// A part of a ZIP: its name, how it begins, and so many times the same after that.
struct Part {
    name: &'static str,
    begin: Vec<u8>,
    piece: Vec<u8>,
    times: usize,
    end: &'static str,
}

fn part(name: &'static str, begin: &str) -> Part {
    Part {
        name,
        begin: begin.as_bytes().to_vec(),
        piece: Vec::new(),
        times: 0,
        end: "",
    }
}

fn zip(name: &str, parts: &[Part]) -> PathBuf {
    let path = scratch().join(name);
    let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true);
    for part in parts {
        zip.start_file(part.name, options).expect("a part");
        zip.write_all(&part.begin).expect("written");
        for _ in 0..part.times {
            zip.write_all(&part.piece).expect("written");
        }
        zip.write_all(part.end.as_bytes()).expect("written");
    }
    zip.finish().expect("a ZIP");
    let size = fs::metadata(&path).expect("the file").len();
    assert!(size < 5 << 20, "{size}");
    path
}

/// The problems that the command tells with 600 MiB of memory, or nothing where it answers.
fn with_little_memory(arguments: &[&str]) -> String {
    let ran = Command::new("sh")
        .args(["-c", "ulimit -v 614400; exec \"$0\" --format json \"$@\""])
        .arg(env!("CARGO_BIN_EXE_cfp"))
        .args(arguments)
        .output()
        .expect("the command");
    let out = String::from_utf8_lossy(&ran.stdout).into_owned();
    let err = String::from_utf8_lossy(&ran.stderr);
    match ran.status.code() {
        Some(0) => String::new(),
        Some(1) => out,
        other => panic!("{other:?} {err}"),
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A database in tables whose technosphere has so many rows.
fn rows(name: &str, times: usize, row: &str) -> PathBuf {
    let mut technosphere = part("technosphere.csv", "product,process,amount\na,a,1\n");
    technosphere.piece = row.repeat(1000).into_bytes();
    technosphere.times = times;
    zip(
        name,
        &[
            part("processes.csv", "id,name,product,unit,location\na,,,,\n"),
            part("flows.csv", "id,name,compartment,unit\nf,,,\n"),
            part("emissions.csv", "flow,process,amount\nf,a,1\n"),
            technosphere,
        ],
    )
}

#[test]
fn rows_by_the_million_are_refused_and_rows_by_the_thousand_are_not() {
    for (thousands, row, code) in [
        (30_000, "a,a,0\n", "too-much-memory"),
        (6_000, "a,b,0\n", "unlisted-id"),
        (3_000, "a,a,0\n", "too-much-memory"),
    ] {
        let path = rows("sizes-rows.zip", thousands, row);
        let told = with_little_memory(&["database", "show", &text(&path)]);
        assert!(told.contains(code), "{thousands} {told}");
    }
    let path = text(&rows("sizes-few.zip", 1_000, "a,a,0\n"));
    assert_eq!(with_little_memory(&["database", "show", &path]), "");
    let path = text(&rows("sizes-allowed.zip", 2_000, "a,a,0\n"));
    assert!(with_little_memory(&["database", "show", &path]).contains("too-much-memory"));
    let allowed = common::cfp(&["database", "show", &path, "--allow-large"]);
    assert_eq!(allowed.code, 0, "{}", allowed.err);
}

/// The file of an array whose header says that it has so many rows.
fn array(name: &'static str, kind: &str, rows: usize, mebibytes: usize) -> Part {
    let header = format!("{{'descr': {kind}, 'fortran_order': False, 'shape': ({rows},), }}\n");
    let length = u16::try_from(header.len()).expect("a short header");
    let begin = [
        b"\x93NUMPY\x01\x00",
        &length.to_le_bytes()[..],
        header.as_bytes(),
    ]
    .concat();
    Part {
        begin,
        piece: vec![0; MIB],
        times: mebibytes,
        ..part(name, "")
    }
}

/// A datapackage whose arrays have so many rows, and so many MiB of them.
fn package(name: &str, indices: (usize, usize), data: (usize, usize)) -> String {
    let resource = |kind: &str| {
        format!(
            "{{\"name\": \"t.{kind}\", \"profile\": \"data-resource\", \"path\": \"{kind}.npy\", \
             \"matrix\": \"technosphere_matrix\", \"group\": \"t\", \"kind\": \"{kind}\"}}"
        )
    };
    let description = format!(
        "{{\"name\": \"big\", \"resources\": [{}, {}]}}",
        resource("indices"),
        resource("data")
    );
    let ids = "[('row', '<i4'), ('col', '<i4')]";
    let path = zip(
        name,
        &[
            part("datapackage.json", &description),
            array("indices.npy", ids, indices.0, indices.1),
            array("data.npy", "'<f8'", data.0, data.1),
        ],
    );
    text(&path)
}

#[test]
fn arrays_are_checked_before_they_are_unpacked() {
    let row = |mebibytes: usize| mebibytes * MIB / 8;
    // As many rows as their header says, beside another number of indices.
    let path = package("sizes-data.zip", (row(1), 1), (row(2048), 2048));
    assert!(with_little_memory(&["database", "show", &path]).contains("wrong-length"));
    // As many rows as the indices, and too many.
    let path = package("sizes-both.zip", (row(1024), 1024), (row(1024), 1024));
    assert!(with_little_memory(&["database", "show", &path]).contains("too-much-memory"));
    // A header that says less than there is, and one that says more.
    for rows in [row(1), usize::MAX / 8] {
        let path = package("sizes-lies.zip", (row(1), 1), (rows, 2048));
        let told = with_little_memory(&["database", "show", &path]);
        let is_refused = [
            "too-large",
            "wrong-length",
            "not-an-array",
            "too-much-memory",
        ];
        assert!(is_refused.iter().any(|code| told.contains(code)), "{told}");
    }
}

const HEADER: &str = "id = \"own\"\nedition = \"2024\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\n\
    document = \"ledger\"\nreference_year = 2024\nserves = [2024]\npublished = \"2025\"\ngas_basis = \"CO2e\"\n\
    [licence]\nname = \"own\"\nredistribution = false\nattribution = \"us\"\n";

/// A workbook with these texts and these rows, each so many times.
fn workbook(name: &str, texts: (&str, &str, usize), rows: (&str, &str, usize)) -> PathBuf {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
             Target=\"{target}\"/>"
        )
    };
    let relations = |all: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let of = |name, root: &str, (first, piece, times): (&str, &str, usize), end| Part {
        piece: piece.repeat(1000).into_bytes(),
        times,
        end,
        ..part(name, &format!("{root}{first}"))
    };
    let inner = [
        relation("rId1", "worksheet", "worksheets/sheet1.xml"),
        relation("rId2", "sharedStrings", "sharedStrings.xml"),
    ];
    let book = format!(
        "<workbook {main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <sheets><sheet name=\"factors\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    zip(
        name,
        &[
            part(
                "_rels/.rels",
                &relations(&relation("rId1", "officeDocument", "xl/workbook.xml")),
            ),
            part("xl/_rels/workbook.xml.rels", &relations(&inner.concat())),
            part("xl/workbook.xml", &book),
            of(
                "xl/sharedStrings.xml",
                &format!("<sst {main}>"),
                texts,
                "</sst>",
            ),
            of(
                "xl/worksheets/sheet1.xml",
                &format!("<worksheet {main}><sheetData>"),
                rows,
                "</sheetData></worksheet>",
            ),
        ],
    )
}

/// What packing a workbook is refused for.
fn packed(path: &Path) -> String {
    let header = scratch().join("sizes-header.toml");
    fs::write(&header, HEADER).expect("a header");
    let into = text(&scratch().join("sizes-own"));
    with_little_memory(&[
        "factors",
        "pack",
        &text(&header),
        &text(path),
        "--into",
        &into,
    ])
}

#[test]
fn workbooks_are_counted_before_they_are_held() {
    let titles = [
        "row",
        "activity",
        "region",
        "year",
        "value",
        "unit",
        "kind",
        "place",
        "confidence",
    ];
    let texts = titles
        .map(|title| format!("<si><t>{title}</t></si>"))
        .concat();
    let texts = format!("{texts}<si><t>x</t></si>");
    let cell = |text: usize| format!("<c t=\"s\"><v>{text}</v></c>");
    let first: String = (0..9).map(cell).collect();
    let first = format!("<row>{first}</row>");
    let same = format!("<row>{}</row>", cell(9).repeat(9));
    // Equal cells by the hundred thousand, which are no factors either.
    let path = workbook("sizes-cells.xlsx", (&texts, "", 0), (&first, &same, 30));
    let told = packed(&path);
    assert!(
        told.contains("too-many-problems") || told.contains("too-much-memory"),
        "{}",
        told.len()
    );
    // Ten million cells.
    let path = workbook("sizes-more.xlsx", (&texts, "", 0), (&first, &same, 1120));
    assert!(packed(&path).contains("too-much-memory"));
    // Texts that no cell has.
    for more in ["<si/>", "<si><t>y</t></si>"] {
        let path = workbook("sizes-texts.xlsx", (&texts, more, 20_000), (&first, "", 0));
        assert!(packed(&path).contains("too-much-memory"), "{more}");
        let told = with_little_memory(&["cbam", "installation", &text(&path)]);
        assert!(told.contains("too-large"), "{told}");
    }
}

/// A workbook that says that it has more texts than a machine has room for.
#[test]
fn room_is_not_made_for_what_is_only_said() {
    let path = scratch().join("sizes-said.xlsx");
    let sound = workbook("sizes-sound.xlsx", ("", "", 0), ("", "", 0));
    let mut read = zip::ZipArchive::new(File::open(sound).expect("a file")).expect("a ZIP");
    let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
    for index in 0..read.len() {
        let mut part = read.by_index(index).expect("a part");
        let mut content = String::new();
        std::io::Read::read_to_string(&mut part, &mut content).expect("a text");
        zip.start_file(&*part.name().expect("a name"), SimpleFileOptions::default())
            .expect("a part");
        let said = content.replace("<sst ", "<sst uniqueCount=\"99999999999999\" ");
        zip.write_all(said.as_bytes()).expect("written");
    }
    zip.finish().expect("a ZIP");
    assert!(packed(&path).contains("too-much-memory"));
}
