//! Registries of a directory: the same answers as the bundled one, and every fault by its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cfp_core::Explain;
use cfp_factors::{Error, FactorProblem, Filter, Kind, Query, Registry};
use sha2::{Digest, Sha256};

const FOLDER: &str = "grids/own/2024-1";
const REGIONS: &str = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n\
                       CN-GD,CN,province,Guangdong,广东,ISO\n";
const HEADER: &str =
    "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n";
const ROW: &str =
    "a,electricity,电力,CN,2024,0.5,kg CO2e/kWh,life-cycle footprint,table 1,,seen,\n";

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

/// An empty directory of this name.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("removed");
    }
    fs::create_dir_all(&path).expect("made");
    path
}

fn write(root: &Path, path: &str, text: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(path, text).expect("written");
}

/// A header that seals these bytes; `change` is applied to its text.
fn header(table: &[u8], rows: usize, change: (&str, &str)) -> String {
    let digest = Sha256::digest(table);
    let digits: Vec<_> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let sha256 = digits.concat();
    let text = format!(
        "id = \"own\"\nedition = \"2024\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\n\
         document = \"ledger\"\nreference_year = 2024\nserves = [2024]\npublished = \"2025\"\n\
         kinds = [\"life-cycle footprint\"]\nregions = [\"CN\"]\ngas_basis = \"CO2e\"\n\n\
         [licence]\nname = \"own\"\nredistribution = false\nattribution = \"us\"\n\n\
         [content]\nfile = \"factors.csv\"\nrows = {rows}\nsha256 = \"{sha256}\"\n"
    );
    text.replace(change.0, change.1)
}

/// A directory with one dataset of this table, and what its look-up says.
fn with_table(
    name: &str,
    table: &[u8],
    rows: usize,
    change: (&str, &str),
) -> Result<String, Error> {
    let root = directory(name);
    write(&root, "regions.csv", REGIONS.as_bytes());
    write(&root, &format!("{FOLDER}/factors.csv"), table);
    write(
        &root,
        &format!("{FOLDER}/dataset.toml"),
        header(table, rows, change).as_bytes(),
    );
    let query = Query::new("electricity").region("CN").year(2024);
    Registry::open(&root)?
        .find(query)
        .map(|factor| factor.value)
}

/// The codes of all problems and the end of the first one's place.
fn faults(name: &str, table: &str, rows: usize) -> (Vec<&'static str>, String) {
    let error = with_table(name, table.as_bytes(), rows, ("", "")).expect_err("a fault");
    let codes = error.problems().iter().map(Explain::code).collect();
    let place = error.problems()[0].place().expect("a place").to_string();
    (
        codes,
        place.rsplit('/').next().unwrap_or_default().to_owned(),
    )
}

fn one_row_with(from: &str, to: &str) -> String {
    format!("{HEADER}{}", ROW.replacen(from, to, 1))
}

#[test]
fn a_directory_answers_like_the_bundle() {
    let bundled = Registry::bundled().expect("bundled");
    let opened = Registry::open(&data()).expect("opened");
    assert!(bundled.datasets().eq(opened.datasets()));
    let all = Filter::new();
    let of_bundled = bundled.search(&all).expect("a list");
    assert_eq!(of_bundled, opened.search(&all).expect("a list"));
    assert!(of_bundled.len() > 1600);
    assert_eq!(
        bundled.regions().expect("tree"),
        opened.regions().expect("tree")
    );
    for set in bundled.gwp_names() {
        assert_eq!(
            bundled.gwp(&set).expect("set"),
            opened.gwp(&set).expect("set")
        );
        let values = bundled.gwp_values(&set).expect("values");
        assert_eq!(values, opened.gwp_values(&set).expect("values"));
    }
}

#[test]
fn a_sound_table_is_read() {
    let table = format!("{HEADER}{ROW}");
    let found = with_table("sound", table.as_bytes(), 1, ("", ""));
    assert_eq!(found.expect("a factor"), "0.5");
}

/// A byte order mark and the line ends of Windows are told beside the other faults, so that bytes stay what is sealed.
#[test]
fn what_a_spreadsheet_adds_is_named() {
    let table = format!("\u{feff}{HEADER}{ROW}").replace('\n', "\r\n");
    let (codes, place) = faults("spreadsheet", &table, 1);
    assert_eq!(codes, ["byte-order-mark", "carriage-return"]);
    assert_eq!(place, "factors.csv:1:1");
    let unended = format!("{HEADER}{}", ROW.replace("0.5", "x").replace('\n', "\r\n"));
    let (codes, place) = faults("line-ends", &unended, 1);
    assert_eq!(codes, ["carriage-return", "bad-value"]);
    assert!(place.starts_with("factors.csv:2:"), "{place}");
}

#[test]
fn a_field_that_does_not_read_is_named_by_line_and_column() {
    let cases = [
        (("0.5,", "NA,"), "no-value", "factors.csv:2:26"),
        (("0.5,", "\"0,5\","), "comma-decimal", "factors.csv:2:26"),
        (("0.5,", "0,"), "undeclared-zero", "factors.csv:2:26"),
        (
            ("0.5,kg CO2e/kWh", "kg CO2e/kWh,0.5"),
            "swapped-columns",
            "factors.csv:2:26",
        ),
        (
            ("CN,2024", "2024,CN"),
            "swapped-columns",
            "factors.csv:2:18",
        ),
        (
            ("electricity,电力", "电力,electricity"),
            "swapped-columns",
            "factors.csv:2:3",
        ),
        (("0.5,", ","), "missing-value", "factors.csv:2:26"),
        (("2024", "24"), "bad-value", "factors.csv:2:21"),
        (("CN", "CN-GDD"), "unknown-region", "factors.csv:2:18"),
        (
            ("kg CO2e/kWh", "kg CO2e/kwh"),
            "bad-unit",
            "factors.csv:2:30",
        ),
        (
            ("kg CO2e/kWh", "kg CO2/kWh"),
            "bad-unit",
            "factors.csv:2:30",
        ),
        (("kg CO2e/kWh", "kg CO2e"), "bad-unit", "factors.csv:2:30"),
        (
            ("life-cycle", "lifecycle"),
            "unknown-kind",
            "factors.csv:2:42",
        ),
        (("seen,", "seen,,"), "bad-record", "factors.csv:2:1"),
    ];
    for ((from, to), code, place) in cases {
        let found = faults("fields", &one_row_with(from, to), 1);
        assert_eq!(found, (vec![code], place.to_owned()), "{from} → {to}");
    }
}

#[test]
fn the_kind_rules_out_units() {
    for (kind, unit) in [
        ("combustion", "kg CO2e/kWh"),
        ("\"combustion, net CV\"", "kg CO2e/kg"),
        ("gas release", "kg CO2e/m3"),
    ] {
        let row = ROW
            .replace("life-cycle footprint", kind)
            .replace("kg CO2e/kWh", unit);
        let found = faults("kinds", &format!("{HEADER}{row}"), 1);
        assert_eq!(found.0, ["bad-unit"], "{kind} in {unit}");
    }
}

#[test]
fn every_fault_of_a_table_is_told_and_none_of_its_rows_is_used() {
    let table = format!(
        "{HEADER}{ROW}{}{}",
        ROW.replace("0.5", "x"),
        ROW.replace("CN", "XX")
    );
    let (codes, _) = faults("several", &table, 3);
    assert_eq!(codes, ["bad-value", "unknown-region"]);
}

/// A row with several faults tells each of them.
#[test]
fn every_fault_of_a_row_is_told() {
    let row = ROW.replace("CN,2024,0.5", "XX,24,NA").replace("seen", "");
    let (codes, place) = faults("row", &format!("{HEADER}{row}"), 1);
    let expected = ["unknown-region", "bad-value", "no-value", "missing-value"];
    assert_eq!(
        (codes, place.as_str()),
        (expected.to_vec(), "factors.csv:2:18")
    );
}

/// A zero is a value only where the publisher prints it.
#[test]
fn a_zero_has_to_be_declared() {
    let table = one_row_with("0.5", "0.00");
    let declared = ("gas_basis", "zeros_are_published = true\ngas_basis");
    let found = with_table("zero", table.as_bytes(), 1, declared);
    assert_eq!(found.expect("a published zero"), "0.00");
}

#[test]
fn columns_are_known_by_name() {
    let swapped = HEADER.replace("value,unit", "unit,value");
    let row = ROW.replace("0.5,kg CO2e/kWh", "kg CO2e/kWh,0.5");
    let found = with_table("swapped", format!("{swapped}{row}").as_bytes(), 1, ("", ""));
    assert_eq!(found.expect("a factor"), "0.5");
    let renamed = HEADER.replace("value", "vaule");
    let (codes, _) = faults("renamed", &format!("{renamed}{ROW}"), 1);
    assert_eq!(codes, ["missing-column", "unknown-column"]);
}

#[test]
fn what_is_there_twice_is_a_fault() {
    let (codes, place) = faults("twice", &format!("{HEADER}{ROW}{ROW}"), 2);
    assert_eq!(codes, ["duplicate-row", "duplicate-factor"]);
    assert_eq!(place, "factors.csv:3:1");
}

#[test]
fn bytes_that_are_not_those_sealed_are_refused() {
    let table = format!("{HEADER}{ROW}");
    let root = directory("checksum");
    write(&root, "regions.csv", REGIONS.as_bytes());
    write(
        &root,
        &format!("{FOLDER}/dataset.toml"),
        header(table.as_bytes(), 1, ("", "")).as_bytes(),
    );
    write(
        &root,
        &format!("{FOLDER}/factors.csv"),
        table.replace("0.5", "0.4").as_bytes(),
    );
    let registry = Registry::open(&root).expect("headers");
    let error = registry.factors("own").expect_err("another table");
    let problem = &error.problems()[0];
    assert_eq!(problem.code(), "checksum-mismatch");
    let place = problem.place().expect("a place").to_string();
    assert!(place.ends_with("dataset.toml:22:10"), "{place}");
}

#[test]
fn a_header_that_disagrees_is_refused() {
    let table = format!("{HEADER}{ROW}");
    for (change, code) in [
        (("reference_year = 2024", ""), None),
        (("\"2025\"", "\"2025-13\""), Some("bad-dataset-header")),
        (("\"2025\"", "\"May 2025\""), Some("bad-dataset-header")),
        (("serves = [2024]\n", ""), Some("bad-dataset-header")),
        (("rows = 1", "rows = 2"), Some("row-count")),
        (
            ("[\"CN\"]", "[\"CN\", \"CN-GD\"]"),
            Some("header-disagrees"),
        ),
        (
            ("footprint\"]", "footprint\", \"upstream\"]"),
            Some("header-disagrees"),
        ),
        (("revision = 1", "revision = 2"), Some("bad-dataset-header")),
        (("revision", "revisoin"), Some("bad-dataset-header")),
        (
            ("[\"life-cycle footprint\"]", "[\"life\"]"),
            Some("bad-dataset-header"),
        ),
        (
            ("\"factors.csv\"", "\"../factors.csv\""),
            Some("bad-dataset-header"),
        ),
    ] {
        let found = with_table("header", table.as_bytes(), 1, change);
        let found = found.err().map(|error| error.problems()[0].code());
        assert_eq!(found, code, "{change:?}");
    }
}

#[test]
fn a_key_that_a_header_does_not_know_is_named_by_its_place() {
    let table = format!("{HEADER}{ROW}");
    let error = with_table("key", table.as_bytes(), 1, ("publisher", "publsher"));
    let error = error.expect_err("an unknown key");
    let place = error.problems()[0].place().expect("a place");
    assert_eq!(place.position, Some((5, 1)));
}

#[test]
fn a_table_that_is_not_utf8_is_refused() {
    let mut table = format!("{HEADER}{ROW}").into_bytes();
    table.extend(ROW.replace("电力", "").bytes());
    let end = table.len() - 3;
    table[end] = 0xff;
    let error = with_table("encoding", &table, 2, ("", "")).expect_err("not UTF-8");
    assert_eq!(error.problems()[0].code(), "file-not-utf8");
    let place = error.problems()[0].place().expect("a place");
    assert_eq!(place.position, Some((3, 1)));
}

#[test]
fn regions_belong_to_broader_ones() {
    let table = format!("{HEADER}{ROW}");
    for (row, code) in [
        ("CN-GD,CN-GD,province,Guangdong,广东,ISO\n", "narrow-parent"),
        ("CN-GD,XX,province,Guangdong,广东,ISO\n", "unknown-region"),
        ("CN-GD,CN,planet,Guangdong,广东,ISO\n", "unknown-level"),
        ("CN,,country,China,中国,ISO\n", "duplicate-row"),
    ] {
        let root = directory("regions");
        let first = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n";
        write(&root, "regions.csv", format!("{first}{row}").as_bytes());
        write(&root, &format!("{FOLDER}/factors.csv"), table.as_bytes());
        let header = header(table.as_bytes(), 1, ("", ""));
        write(&root, &format!("{FOLDER}/dataset.toml"), header.as_bytes());
        let error = Registry::open(&root)
            .expect("headers")
            .regions()
            .expect_err("a fault");
        assert_eq!(error.problems()[0].code(), code);
        let line = error.problems()[0]
            .place()
            .expect("a place")
            .position
            .map(|(line, _)| line);
        assert_eq!(line, Some(3));
    }
}

#[test]
fn what_the_operating_system_says_is_kept() {
    let error = Registry::open(&directory("gone").join("nowhere")).expect_err("no directory");
    assert_eq!(error.problems()[0].code(), "file-not-found");
    assert_eq!(error.io_error_kind(), Some(io::ErrorKind::NotFound));
    let error = Registry::open(&directory("empty")).expect_err("no dataset");
    assert_eq!(error.problems()[0].code(), "no-datasets");
    assert_eq!(error.io_error_kind(), None);
    let root = directory("treeless");
    let table = format!("{HEADER}{ROW}");
    let header = header(table.as_bytes(), 1, ("", ""));
    write(&root, &format!("{FOLDER}/dataset.toml"), header.as_bytes());
    let error = Registry::open(&root)
        .expect("headers")
        .find(Query::new("electricity"));
    let error = error.expect_err("no regions.csv");
    assert_eq!(error.problems()[0].code(), "file-not-found");
}

#[test]
fn a_version_is_there_once() {
    let root = directory("groups");
    let header = header(b"", 1, ("", ""));
    for group in ["grids", "others"] {
        write(
            &root,
            &format!("{group}/own/2024-1/dataset.toml"),
            header.as_bytes(),
        );
    }
    let error = Registry::open(&root).expect_err("twice");
    assert_eq!(error.problems()[0].code(), "duplicate-dataset");
    assert!(
        error.to_string().ends_with("`own@=2024-1` is there twice"),
        "{error}"
    );
}

/// A revision replaces the one before it, and an edition the one it names; both stay loadable by name.
#[test]
fn what_is_superseded_answers_only_by_name() {
    let root = directory("revisions");
    write(&root, "regions.csv", REGIONS.as_bytes());
    for (revision, value) in [("1", "0.5"), ("2", "0.6")] {
        let table = format!("{HEADER}{}", ROW.replace("0.5", value));
        let folder = format!("grids/own/2024-{revision}");
        let stated = format!("revision = {revision}");
        let header = header(table.as_bytes(), 1, ("revision = 1", &stated));
        write(&root, &format!("{folder}/dataset.toml"), header.as_bytes());
        write(&root, &format!("{folder}/factors.csv"), table.as_bytes());
    }
    let registry = Registry::open(&root).expect("headers");
    let query = Query::new("electricity").region("CN").year(2024);
    let value = |query: Query| registry.find(query).expect("a factor").value;
    assert_eq!(value(query.clone()), "0.6");
    assert_eq!(value(query.clone().dataset("own@=2024")), "0.6");
    assert_eq!(value(query.clone().dataset("own@=2024-1")), "0.5");
}

#[test]
fn two_datasets_that_both_answer_have_to_be_told_apart() {
    let root = directory("rivals");
    write(&root, "regions.csv", REGIONS.as_bytes());
    for id in ["own", "rival"] {
        let table = format!("{HEADER}{ROW}");
        let stated = format!("id = \"{id}\"");
        let header = header(table.as_bytes(), 1, ("id = \"own\"", &stated));
        write(
            &root,
            &format!("grids/{id}/2024-1/dataset.toml"),
            header.as_bytes(),
        );
        write(
            &root,
            &format!("grids/{id}/2024-1/factors.csv"),
            table.as_bytes(),
        );
    }
    let registry = Registry::open(&root).expect("headers");
    let query = Query::new("electricity").region("CN").year(2024);
    let error = registry.find(&query).expect_err("two answers");
    let problem = &error.problems()[0];
    assert_eq!(problem.code(), "several-factors");
    assert_eq!(
        problem.to_string(),
        "`electricity` in CN for 2024 has 2 factors"
    );
    assert_eq!(
        problem.hint().as_deref(),
        Some("say which: `dataset = \"own@=2024-1\"`")
    );
    let rival = registry.find(query.dataset("rival")).expect("one answer");
    assert_eq!(rival.dataset.id, "rival");
}

#[test]
fn every_code_is_listed_once() {
    let mut codes = FactorProblem::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), FactorProblem::CODES.len());
    let problem = Kind::from_word("none").expect_err("not a kind");
    assert!(FactorProblem::CODES.contains(&problem.code()));
}
