//! Databases as files: datapackages and tables, whole and broken.

#[path = "common/package.rs"]
mod package;

use cfp_core::Label;
use cfp_exchange::{
    DatabaseFormat, DatabaseOptions, Error, Files, LoadedDatabase, MatrixTableProblem, MemoryFiles,
    PackageProblem, ZipFiles, read_database,
};
use package::{Package, npy, numbers, pairs, truths, zip};

/// Two products, each made by the process of the same id: coal 11 and electricity 12; CO2 21 and methane 22.
fn sound() -> Package {
    Package::new("mill")
        .group("technosphere_matrix", "exchanges")
        .array("indices", pairs(&[(11, 11), (12, 11), (12, 12), (11, 12)]))
        .array("data", numbers(&[1.0, 0.05, 1.0, 0.4]))
        .array("flip", truths(&[false, true, false, true]))
        .group("biosphere_matrix", "emissions")
        .array("indices", pairs(&[(21, 12), (22, 11)]))
        .array("data", numbers(&[0.9, 0.01]))
        .group("characterization_matrix", "gwp")
        .array("indices", pairs(&[(21, 1), (22, 1), (29, 1), (22, 7)]))
        .array("data", numbers(&[1.0, 30.0, 5.0, 300.0]))
        .with("identifier", r#"["ours", "GWP100"]"#)
        .with("global_index", "1")
}

fn read(packages: &[&Package], options: &DatabaseOptions) -> Result<LoadedDatabase, Error> {
    let files: Vec<MemoryFiles<'_>> = packages.iter().map(|package| package.files()).collect();
    let files: Vec<&dyn Files> = files.iter().map(|files| files as &dyn Files).collect();
    read_database(&files, options)?.build()
}

fn load(package: &Package) -> LoadedDatabase {
    read(&[package], &DatabaseOptions::new()).expect("a database")
}

/// The problem of a package, as code and line.
fn told(package: &Package) -> String {
    told_of(read(&[package], &DatabaseOptions::new()).map(|_| ()))
}

fn told_of(read: Result<(), Error>) -> String {
    let error = read.expect_err("a problem");
    let told = error.problems().iter();
    let told: Vec<String> = told
        .map(|problem| format!("{} {problem}", problem.code))
        .collect();
    told.join("\n")
}

fn scores(loaded: &LoadedDatabase, method: usize) -> Vec<String> {
    let solved = loaded.database.solve().expect("a solution");
    let scores = solved
        .scores(&loaded.characterisations[method])
        .expect("scores");
    let figure = |product| {
        scores
            .figure(product)
            .expect("a figure")
            .value()
            .significant(12)
    };
    (0..loaded.database.size()).map(figure).collect()
}

/// By hand: coal c = 0.01 × 30 + 0.05 e and electricity e = 0.9 + 0.4 c, so that
/// c = (0.3 + 0.045) / (1 - 0.02) and e = (0.9 + 0.12) / (1 - 0.02).
#[test]
fn a_package_has_the_scores_of_its_arithmetic() {
    let loaded = load(&sound());
    assert_eq!(loaded.database.size(), 2);
    assert_eq!(loaded.database.product_id(1), "12");
    assert_eq!(loaded.database.flow(0).map(Label::id), Some("21"));
    assert_eq!(loaded.characterisations[0].name(), "ours, GWP100");
    assert_eq!(scores(&loaded, 0), ["0.352040816327", "1.04081632653"]);
    let told: Vec<&str> = loaded
        .findings
        .iter()
        .map(|finding| &*finding.message)
        .collect();
    assert_eq!(
        told,
        [
            "`ours, GWP100`: factors of single places are not carried over (1)",
            "`ours, GWP100`: factors of flows that no process emits count nothing (1 of 3)",
        ]
    );
}

#[test]
fn a_zip_is_read_packed_or_not_at_its_top_or_in_one_folder() {
    for folder in ["", "mill/"] {
        for method in [
            zip::CompressionMethod::Stored,
            zip::CompressionMethod::Deflated,
        ] {
            let bytes = zip(&sound(), folder, method);
            let files = ZipFiles::new("mill.zip", &bytes).expect("a ZIP");
            let file = read_database(&[&files], &DatabaseOptions::new()).expect("a database");
            assert_eq!(file.format(), DatabaseFormat::Datapackage);
            let loaded = file.build().expect("a database");
            assert_eq!(scores(&loaded, 0), ["0.352040816327", "1.04081632653"]);
        }
    }
}

/// A foreground of its own package takes electricity of the background, replaces what coal takes, and has a method.
#[test]
fn packages_are_put_together_in_order() {
    let foreground = Package::new("ours")
        .group("technosphere_matrix", "exchanges")
        .array("indices", pairs(&[(5, 5), (12, 5), (12, 11)]))
        .array("data", numbers(&[1.0, 2.0, 0.0]))
        .array("flip", truths(&[false, true, false]));
    let method = Package::new("method")
        .group("characterization_matrix", "co2")
        .array("indices", pairs(&[(21, 1)]))
        .array("data", numbers(&[1.0]));
    let loaded = read(&[&sound(), &foreground, &method], &DatabaseOptions::new());
    let loaded = loaded.expect("a database");
    assert_eq!(loaded.database.product_id(0), "5");
    assert_eq!(loaded.characterisations[1].name(), "method");
    // Coal takes nothing now: 0 kg CO2 of it, 0.9 kg of electricity, and twice that of the new product.
    assert_eq!(scores(&loaded, 1), ["1.8", "0", "0.9"]);
}

#[test]
fn labels_are_given_by_id_before_it_is_built() {
    let package = sound();
    let files = package.files();
    let file = read_database(&[&files], &DatabaseOptions::new()).expect("a database");
    let ids: Vec<&str> = file.products().iter().map(Label::id).collect();
    assert_eq!(ids, ["11", "12"]);
    let named = |id: &str| (id == "12").then(|| Label::new(id).name("electricity").unit("kWh"));
    let loaded = file.label_processes(named).build().expect("a database");
    assert_eq!(loaded.database.find_product("electricity").ok(), Some(1));
    assert_eq!(loaded.database.product(0).map(Label::called), Some("11"));
}

#[test]
fn single_numbers_rescaling_and_chosen_columns_are_read() {
    let rescaled = sound().array_in("exchanges", "rescale", numbers(&[1.0, 2.0, 1.0, 1.0]));
    // c = (0.3 + 0.09) / (1 - 0.04), e = (0.9 + 0.12) / (1 - 0.04).
    assert_eq!(scores(&load(&rescaled), 0), ["0.40625", "1.0625"]);
    let columns: Vec<u8> = [9.0, 0.9, 9.0, 0.01]
        .into_iter()
        .flat_map(f32::to_le_bytes)
        .collect();
    let scenarios = sound().instead("emissions", "data", npy("'<f4'", "(2, 2)", &columns));
    let loaded = read(&[&scenarios], &DatabaseOptions::new().column(1)).expect("a database");
    // The single nearest to 0.9 is 0.899999976158, that to 0.01 is 0.00999999977648.
    assert_eq!(scores(&loaded, 0), ["0.352040808268", "1.04081629947"]);
    assert_eq!(
        told(&scenarios),
        "several-columns mill/emissions.data.npy: the array has 2 columns, and none is chosen"
    );
    let beyond = read(&[&scenarios], &DatabaseOptions::new().column(2));
    assert_eq!(
        told_of(beyond.map(|_| ())),
        "no-such-column mill/emissions.data.npy: the array has 2 columns, and column 2 is chosen"
    );
}

#[test]
fn what_is_left_out_is_listed() {
    let package = sound()
        .array_in("emissions", "distributions", Vec::new())
        .group("weighting_matrix", "w")
        .array("indices", Vec::new())
        .group("biosphere_matrix", "strange")
        .array("indices", pairs(&[(21, 99), (21, 11)]))
        .array("data", numbers(&[1.0, f64::NAN]))
        .group("biosphere_matrix", "again")
        .array("indices", pairs(&[(21, 11)]))
        .array("data", numbers(&[0.0]));
    let options = DatabaseOptions::new().without_spreads();
    let findings = read(&[&package], &options).expect("a database").findings;
    let told: Vec<&str> = findings.iter().map(|finding| &*finding.code).collect();
    assert_eq!(
        told,
        [
            "matrix-not-carried-over",
            "distributions-not-carried-over",
            "emissions-of-no-process",
            "amount-left-as-it-was",
            "regional-factors-not-carried-over",
            "factors-of-no-flow",
        ]
    );
    assert_eq!(
        findings[2].message,
        "emissions of processes that the technosphere does not have count nothing (1, of the ids 99)"
    );
}

/// Every problem of a package, each by its own fault.
#[test]
fn problems_are_told_where_they_are() {
    let cases: [(Package, &str); 14] = [
        (
            Package::new("mill"),
            "no-technosphere mill: no package has a `technosphere_matrix`",
        ),
        (
            sound().described("{"),
            "json-syntax mill/datapackage.json:1:1: this is not JSON: EOF while parsing an object",
        ),
        (
            sound().described(r#"{"resources": 3}"#),
            "bad-description mill/datapackage.json:1:15: this does not describe a datapackage: invalid type: integer \
             `3`, expected a sequence",
        ),
        (
            sound().array_in("emissions", "colour", Vec::new()),
            "unknown-resource-kind mill/datapackage.json: the resource `emissions.colour` is of the kind `colour`",
        ),
        (
            sound().array_in("emissions", "data", numbers(&[0.9, 0.01])),
            "repeated-resource mill/datapackage.json: the group `emissions` of `biosphere_matrix` has two resources of \
             the kind `data`",
        ),
        (
            sound()
                .group("biosphere_matrix", "b")
                .array("indices", pairs(&[])),
            "incomplete-group mill/datapackage.json: the group `b` of `biosphere_matrix` has no data",
        ),
        (
            sound().at("emissions", "data", "../data.npy"),
            "path-outside-package mill/datapackage.json: the resource `emissions.data` has the path `../data.npy`, \
             which leads out of the package",
        ),
        (
            sound().at("emissions", "data", "data.parquet"),
            "format-not-read mill/datapackage.json: the resource `emissions.data` is stored as `parquet`",
        ),
        (
            sound().at("emissions", "data", "elsewhere.npy"),
            "package-file-missing mill: the package has no file `elsewhere.npy`",
        ),
        (
            sound().instead("emissions", "data", b"1, 2".to_vec()),
            "not-an-array mill/emissions.data.npy: this is not an array of NumPy: it does not begin as one",
        ),
        (
            sound().instead("emissions", "data", truths(&[true, true])),
            "wrong-elements mill/emissions.data.npy: the array holds `<b1`, not numbers of 32 or 64 bits",
        ),
        (
            sound().instead("emissions", "data", numbers(&[1.0])),
            "wrong-length mill/emissions.data.npy: the array has 1 rows, and the indices of its group have 2",
        ),
        (
            sound().instead("emissions", "indices", pairs(&[(21, 12), (-1, 11)])),
            "negative-id mill/emissions.indices.npy: 1 id is below zero; the first is -1, in row 1",
        ),
        (
            sound().instead("emissions", "data", numbers(&[1.0, f64::NEG_INFINITY])),
            "infinite-amount mill/emissions.data.npy: 1 amount is infinite; the first is in row 1",
        ),
    ];
    for (package, expected) in cases {
        assert_eq!(told(&package), expected);
    }
}

#[test]
fn matrices_that_make_no_system_are_told() {
    let not_stated = sound().instead("exchanges", "data", numbers(&[1.0, f64::NAN, 1.0, 0.4]));
    assert_eq!(
        told(&not_stated),
        "amount-not-stated mill: `technosphere_matrix`: 1 entry has no amount; the first is of the ids 12 and 11"
    );
    let wide = sound().instead(
        "exchanges",
        "indices",
        pairs(&[(11, 11), (12, 11), (12, 12), (11, 13)]),
    );
    assert_eq!(
        told(&wide).lines().next(),
        Some("database-not-square mill: the database has 2 products and 3 processes")
    );
    let interface = sound().without_path("emissions", "data");
    assert_eq!(
        told(&interface),
        "amounts-from-a-program mill/datapackage.json: the amounts of `emissions.data` come from a program, not from a file"
    );
    let unsigned = npy("[('row', '<u8'), ('col', '<u8')]", "(2,)", &[0xff; 32]);
    assert_eq!(
        told(&sound().instead("emissions", "indices", unsigned)),
        "wrong-elements mill/emissions.indices.npy: the array holds `row <u8, col <u8`, not records of `row` and `col`, \
         whole numbers of 32 or 64 bits"
    );
}

/// Files of two packages have their problems told together.
#[test]
fn all_packages_are_told_at_once() {
    let first = sound().instead("emissions", "data", numbers(&[1.0]));
    let second = sound().instead("exchanges", "flip", numbers(&[0.0; 4]));
    let told = told_of(read(&[&first, &second], &DatabaseOptions::new()).map(|_| ()));
    assert_eq!(told.lines().count(), 2, "{told}");
}

#[test]
fn zips_that_lie_are_refused() {
    let open = |bytes: &[u8]| {
        let files = ZipFiles::new("mill.zip", bytes)?;
        read_database(&[&files], &DatabaseOptions::new()).map(|_| ())
    };
    assert!(told_of(open(b"no zip")).starts_with("not-a-zip mill.zip: this is not a ZIP file: "));
    let stored = zip(&sound(), "", zip::CompressionMethod::Stored);
    // Two names of the same length become one.
    let name = b"emissions.indices.npy";
    let other = b"exchanges.indices.npy";
    let repeated = replaced(&stored, name, other);
    assert_eq!(
        told_of(open(&repeated)),
        "repeated-file mill.zip: several files of the ZIP have one name"
    );
    // A changed byte of the array no longer has its checksum.
    let changed = replaced(&stored, &0.9_f64.to_le_bytes(), &0.8_f64.to_le_bytes());
    assert!(told_of(open(&changed)).starts_with(
        "package-file-not-read mill.zip/emissions.data.npy: the file cannot be read: "
    ),);
    for length in (0..stored.len()).step_by(7) {
        assert!(open(&stored[..length]).is_err());
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places = (0..=bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from));
    for at in places.collect::<Vec<_>>() {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// A folder whose files are too large to be had.
struct Huge;

impl Files for Huge {
    fn name(&self) -> &'static str {
        "huge"
    }

    fn has(&self, _: &str) -> bool {
        true
    }

    fn bytes(&self, _: &str, most: u64) -> Result<std::borrow::Cow<'_, [u8]>, PackageProblem> {
        assert_eq!(most, 4 << 30);
        Err(PackageProblem::TooLarge)
    }
}

#[test]
fn packages_are_known_by_what_is_in_them() {
    let told = |packages: &[&dyn Files]| {
        told_of(read_database(packages, &DatabaseOptions::new()).map(|_| ()))
    };
    assert_eq!(told(&[]), "no-packages : no package is given");
    let empty = MemoryFiles::new("empty");
    assert_eq!(
        told(&[&empty]),
        "no-database empty: there is neither a `datapackage.json` nor a `technosphere.csv`"
    );
    let tables = MemoryFiles::new("tables").with("technosphere.csv", &b""[..]);
    let package = sound();
    assert_eq!(
        told(&[&package.files(), &tables]),
        "tables-not-alone tables: a database in CSV tables stands beside other packages"
    );
    assert_eq!(
        told(&[&Huge]),
        "package-too-large huge/datapackage.json: what is to be read holds more than 4 GiB unpacked"
    );
}

const TABLES: [(&str, &str); 5] = [
    (
        "processes.csv",
        "\u{feff}id,name,product,unit,location\ns,rolling,steel,kg,CN\r\ng,,electricity,kWh,\n",
    ),
    (
        "flows.csv",
        "id,name,compartment,unit\nco2,\"carbon dioxide, fossil\",air,kg\n",
    ),
    (
        "technosphere.csv",
        "product,process,amount\ns,s,1\ng,s,-0.25\ng,s,-2.5e-1\ng,g,1\n",
    ),
    (
        "emissions.csv",
        "flow,process,amount\nco2,g,0.8\nco2,s,1.5\n",
    ),
    ("characterisation.csv", "set,flow,value\nGWP,co2,1\n"),
];

/// The tables, one of them with another text.
fn tables(name: &str, text: &str) -> MemoryFiles<'static> {
    let files = TABLES
        .iter()
        .fold(MemoryFiles::new("mill"), |files, (name, text)| {
            files.with(name, text.as_bytes())
        });
    files.with(name, text.as_bytes().to_vec())
}

fn load_tables(files: &MemoryFiles<'_>) -> Result<LoadedDatabase, Error> {
    let file = read_database(&[files], &DatabaseOptions::new())?;
    assert_eq!(file.format(), DatabaseFormat::Tables);
    file.build()
}

/// Steel has 1.5 kg of its own and 0.5 kWh of 0.8 kg each.
#[test]
fn tables_have_the_scores_of_their_arithmetic() {
    let loaded = load_tables(&tables(TABLES[4].0, TABLES[4].1)).expect("a database");
    assert_eq!(scores(&loaded, 0), ["1.9", "0.8"]);
    let steel = loaded.database.product(0).expect("a label");
    assert_eq!((steel.id(), steel.called()), ("s", "steel"));
    assert_eq!((steel.unit_text(), steel.place()), (Some("kg"), Some("CN")));
    let flow = loaded.database.flow(0).expect("a label");
    assert_eq!(
        (flow.called(), flow.place()),
        ("carbon dioxide, fossil", Some("air"))
    );
}

#[test]
fn every_bad_row_of_a_table_is_told() {
    let told = |name: &str, text: &str| told_of(load_tables(&tables(name, text)).map(|_| ()));
    assert_eq!(
        told(
            "technosphere.csv",
            "product,process,amount\ns,s,1\nx,s,-0.5\ng,,1\ng,g,\"1,5\"\ng,g,nan\ng,g\n"
        ),
        "unlisted-id mill/technosphere.csv:3:1: `processes.csv` has no product with the id `x`\n\
         empty-field mill/technosphere.csv:4:3: the row has no process\n\
         bad-amount mill/technosphere.csv:5:5: the amount `1,5` is not a finite number\n\
         bad-amount mill/technosphere.csv:6:5: the amount `nan` is not a finite number\n\
         wrong-field-count mill/technosphere.csv:7:1: the row has 2 fields, and there are 3 titles"
    );
    assert_eq!(
        told("technosphere.csv", "product,process,amount\ns,s,1\n"),
        "makes-nothing mill/processes.csv: the process `g` makes none of its product"
    );
    assert_eq!(
        told("flows.csv", "id,name,unit\nco2,CO2,kg\n"),
        "wrong-titles mill/flows.csv:1:1: the titles are `id,name,unit`, not `id,name,compartment,unit`"
    );
    assert_eq!(
        told(
            "flows.csv",
            "id,name,compartment,unit\nco2,a,air,kg\nco2,b,air,kg\n"
        ),
        "duplicate-id mill/flows.csv:3:1: two flows have the id `co2`"
    );
    assert_eq!(
        told(
            "characterisation.csv",
            "set,flow,value\nGWP,co2,1\nGWP,co2,2\n"
        ),
        "repeated-value mill/characterisation.csv:3:5: `GWP` has two values for the flow `co2`"
    );
    let none = told("processes.csv", "id,name,product,unit,location\n");
    assert_eq!(
        none.lines().next(),
        Some("no-processes mill/processes.csv: the table lists no processes")
    );
    let latin =
        tables("flows.csv", "").with("flows.csv", &b"id,name,compartment,unit\nco2,\xe9,,\n"[..]);
    assert_eq!(
        told_of(load_tables(&latin).map(|_| ())),
        "not-utf8 mill/flows.csv:2:5: byte 29 of the file is not UTF-8 text"
    );
}

/// The lists of codes are whole: each is asserted here or in the golden texts.
#[test]
fn codes_are_distinct() {
    let codes = PackageProblem::CODES
        .iter()
        .chain(&MatrixTableProblem::CODES);
    let distinct: std::collections::BTreeSet<_> = codes.clone().collect();
    assert_eq!(distinct.len(), codes.count());
}

/// What a table may have behind its titles: other names of flows, the unit of a set. Steel has 1.9 kg by the tables.
#[test]
fn tables_may_say_more_of_flows_and_sets() {
    let flows =
        "id,name,compartment,unit,synonyms,cas\nco2,Lachgas,air,kg,laughing gas|N2O,010024-97-2\n";
    let loaded = load_tables(&tables("flows.csv", flows)).expect("a database");
    let flow = loaded.database.flow(0).expect("a label");
    let names: Vec<&str> = flow.other_names().collect();
    assert_eq!(names, ["010024-97-2", "laughing gas", "N2O"]);
    let method = "set,flow,value,unit\nwater use,co2,1,m3\n";
    let loaded = load_tables(&tables("characterisation.csv", method)).expect("a database");
    assert_eq!(loaded.characterisations[0].unit(), Some("m3"));
    assert_eq!(scores(&loaded, 0), ["1.9", "0.8"]);
    let two = "set,flow,value,unit\nwater use,co2,1,m3\nwater use,co2,1,l\n";
    assert_eq!(
        told_of(load_tables(&tables("characterisation.csv", two)).map(|_| ())),
        "units-of-set mill/characterisation.csv:3:1: `water use` is in `m3` and in `l`\n\
         repeated-value mill/characterisation.csv:3:11: `water use` has two values for the flow `co2`"
    );
}

/// Rows of one place add up, which is told with their lines; an amount that a double cannot tell from zero is a problem.
#[test]
fn rows_given_twice_are_told_and_lost_amounts_refused() {
    let loaded = load_tables(&tables(TABLES[4].0, TABLES[4].1)).expect("a database");
    let [finding] = &loaded.findings[..] else {
        panic!("{:?}", loaded.findings);
    };
    assert_eq!(
        (finding.code.as_str(), finding.message.as_str()),
        (
            "rows-given-twice",
            "`technosphere.csv`: 1 row is of a place that an earlier one gives, and their amounts add up: line 4"
        )
    );
    let small = "flow,process,amount\nco2,g,-1e-400\nco2,s,0e-400\n";
    assert_eq!(
        told_of(load_tables(&tables("emissions.csv", small)).map(|_| ())),
        "amount-too-small mill/emissions.csv:2:7: the amount `-1e-400` is nearer to zero than a double can be"
    );
}
