//! `cfp database`.

mod common;

use std::fs;
use std::io::{self, Cursor, ErrorKind, Write};
use std::path::PathBuf;

use cfp_core::Amount;
use common::{Ran, cfp, file, scratch};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Steel takes electricity, which takes coal, which takes electricity. By hand, in kg CO2e: electricity is
/// 0.75 + 0.5 × coal and coal 0.5 + 1 × electricity, so 2 and 2.5; steel is 1.5 + 0.5 × 2 = 2.5.
const TABLES: [(&str, &str); 5] = [
    (
        "processes.csv",
        "id,name,product,unit,location\ns,rolling,steel,kg,CN\ng,grid,\"electricity, high voltage\",kWh,CN\nc,mine,coal,kg,\n",
    ),
    (
        "flows.csv",
        "id,name,compartment,unit\nco2,\"CO2, fossil\",air,kg\nash,ash,soil,kg\n",
    ),
    (
        "technosphere.csv",
        "product,process,amount\ns,s,1\ng,s,-0.5\ng,g,1\nc,g,-0.5\nc,c,1\ng,c,-1\n",
    ),
    (
        "emissions.csv",
        "flow,process,amount\nco2,s,1.5\nco2,g,0.75\nco2,c,0.5\nash,g,0.25\n",
    ),
    ("characterisation.csv", "set,flow,value\nGWP,co2,1\n"),
];

/// A folder of the tables, some of them replaced.
fn database(name: &str, replaced: &[(&str, &str)]) -> PathBuf {
    let folder = scratch().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    for (table, content) in TABLES.iter().chain(replaced) {
        fs::write(folder.join(table), content).expect("a table");
    }
    folder
}

fn text(path: &std::path::Path) -> String {
    path.display().to_string()
}

/// Runs a command that must do what it is asked, and returns its JSON.
fn json(arguments: &[&str]) -> Value {
    let mut all = vec!["--format", "json", "database"];
    all.extend(arguments);
    let ran = cfp(&all);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.json()
}

/// Runs a command that is refused, in both formats, and returns the codes of its problems.
fn refused(arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["database"];
    all.extend(arguments);
    let ran = cfp(&all);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    all.extend(["--format", "json"]);
    let ran = cfp(&all);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{arguments:?}");
    ran.codes()
}

fn amount(value: &Value) -> Amount {
    let text = value["value"].as_str().expect("a decimal as text");
    text.parse().expect("a decimal")
}

/// Whether a figure is a number to twelve digits, and its bound is proved.
fn is(figure: &Value, expected: &str) {
    let bound = figure["bound"].as_str().expect("a bound");
    assert!(bound.parse::<Amount>().is_ok(), "{bound}");
    assert_eq!(amount(figure).significant(12), expected, "{figure}");
}

#[test]
fn a_database_is_counted_and_its_loops_told() {
    let path = text(&database("show", &[]));
    let shown = json(&["show", &path]);
    for (what, count) in [
        ("processes", 3),
        ("exchanges", 6),
        ("flows", 2),
        ("emissions", 4),
    ] {
        assert_eq!(shown[what], count, "{what}");
    }
    assert_eq!(shown["format"], "tables");
    assert_eq!(shown["characterisations"][0]["name"], "GWP");
    assert_eq!(shown["method"]["name"], "GWP");
    let own = &shown["loops"][0];
    assert_eq!(
        (&own["processes"], &own["exchanges"]),
        (&2.into(), &4.into())
    );
    assert_eq!(own["proved"], true);
    let ran = cfp(&["database", "show", &path]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("  processes  3\n"), "{}", ran.out);
    assert!(ran.out.contains("  2  4  sound  proved"), "{}", ran.out);
}

#[test]
fn counts_need_no_method() {
    let two = (
        "characterisation.csv",
        "set,flow,value\nGWP,co2,1\nash,ash,1\n",
    );
    let path = text(&database("show-two", &[two]));
    let shown = json(&["show", &path]);
    assert_eq!(shown["loops"], Value::Null);
    assert_eq!(shown["characterisations"][1]["name"], "ash");
    let shown = json(&["show", &path, "--method", "ash"]);
    assert_eq!(shown["loops"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_product_has_a_score() {
    let path = text(&database("scores", &[]));
    let scores = json(&["scores", &path]);
    let rows = scores["scores"].as_array().expect("scores");
    let expected = [
        ("s", "steel", "2.5"),
        ("g", "electricity, high voltage", "2"),
        ("c", "coal", "2.5"),
    ];
    assert_eq!(rows.len(), 3);
    for (row, (product, name, value)) in rows.iter().zip(expected) {
        assert_eq!(
            (&row["product"], &row["name"]),
            (&product.into(), &name.into())
        );
        is(&row["total"], value);
    }
    assert_eq!(rows[1]["unit"], "kWh");
    assert_eq!(scores["loops"][0]["processes"], 2);
    assert!(scores["findings"].is_array());
    let ran = cfp(&["database", "scores", &path]);
    assert_eq!(ran.code, 0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "product,name,unit,value,bound,status");
    assert!(
        lines[2].starts_with("g,\"electricity, high voltage\",kWh,2"),
        "{}",
        lines[2]
    );
    assert_eq!(lines.len(), 4);
    assert!(ran.err.contains("arithmetic rounding only"), "{}", ran.err);
    let csv = scratch().join("scores.csv");
    // An earlier run may have left it.
    let _ = fs::remove_file(&csv);
    let csv = text(&csv);
    let to_file = cfp(&["database", "scores", &path, "-o", &csv]);
    assert_eq!((to_file.code, to_file.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(csv).expect("the file"), ran.out);
    let nowhere = text(&scratch().join("no-such-folder/scores.csv"));
    assert_eq!(
        refused(&["scores", &path, "-o", &nowhere]),
        ["no-output-folder"]
    );
}

/// A GWP set goes by the names of the flows, and says which of them it leaves out.
#[test]
fn a_set_of_the_registry_scores_by_the_names_of_flows() {
    let path = text(&database("by-set", &[]));
    let scores = json(&["scores", &path, "--gwp", "AR6-100"]);
    is(&scores["scores"][0]["total"], "2.5");
    assert_eq!(scores["method"]["name"], "AR6-100");
    assert!(scores["method"]["source"].is_string());
    assert_eq!(scores["findings"][0]["code"], "flows-not-characterised");
}

#[test]
fn contributions_and_the_others_sum_to_the_total() {
    let path = text(&database("footprint", &[]));
    let footprint = json(&[
        "footprint",
        &path,
        "--product",
        "steel",
        "--amount",
        "1 t",
        "--top",
        "1",
        "--flows",
    ]);
    assert_eq!(footprint["demand"], "1 t");
    is(&footprint["total"], "2500");
    let row = &footprint["by_process"][0];
    assert_eq!(
        (&row["process"], &row["name"]),
        (&"s".into(), &"rolling".into())
    );
    is(&row["runs"], "1000");
    is(&row["score"], "1500");
    assert_eq!(row["share_percent"], "60");
    assert_eq!(footprint["others"]["processes"], 2);
    let sum = amount(&row["score"]).plus(amount(&footprint["others"]["score"]));
    assert_eq!(
        sum.expect("a sum").value_text(),
        amount(&footprint["total"]).value_text()
    );
    is(&footprint["flows"][0]["amount"], "2500");
    is(&footprint["flows"][1]["amount"], "250");
    let all = json(&["footprint", &path, "--product", "s"]);
    assert_eq!(all["demand"], "1 kg");
    assert_eq!(all["others"], Value::Null);
    assert!(all.get("flows").is_none());
    let ran = cfp(&["database", "footprint", &path, "--product", "s"]);
    assert!(ran.out.contains("  1.5  60 %"), "{}", ran.out);
    assert!(ran.out.contains("rounding only"), "{}", ran.out);
}

#[test]
fn chains_are_a_tree_with_a_remainder() {
    let path = text(&database("chains", &[]));
    let chains = json(&[
        "chains",
        &path,
        "--product",
        "s",
        "--amount",
        "2",
        "--cut-off",
        "0.1",
    ]);
    let nodes = chains["nodes"].as_array().expect("nodes");
    assert_eq!(
        (&nodes[0]["parent"], &nodes[0]["depth"]),
        (&Value::Null, &0.into())
    );
    is(&nodes[0]["score"], "5");
    is(&nodes[0]["direct"], "3");
    assert_eq!(
        (&nodes[1]["parent"], &nodes[1]["product"]),
        (&0.into(), &"g".into())
    );
    is(&nodes[1]["amount"], "1");
    is(&nodes[1]["score"], "2");
    let sum = amount(&chains["covered"]).plus(amount(&chains["remainder"]));
    assert_eq!(sum.expect("a sum").significant(12), "5");
    let ran = cfp(&["database", "chains", &path, "--product", "s", "--most", "2"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("  remainder "), "{}", ran.out);
    assert!(
        ran.out.contains("  kWh    electricity, high voltage\n"),
        "{}",
        ran.out
    );
}

/// Of two steel 3 are from the mill itself; its kWh carries 2, 1.25 of it in half a kg of coal, which takes half a kWh again.
#[test]
fn the_largest_paths_stand_beside_the_tree() {
    let path = text(&database("paths", &[]));
    let asked = ["chains", &path, "--product", "s", "--amount", "2"];
    let found = json(&[&asked[..], &["--paths", "5"]].concat());
    let paths = &found["largest_paths"]["paths"];
    is(&paths[0]["score"], "3");
    is(&paths[1]["score"], "0.75");
    is(&paths[2]["score"], "0.375");
    assert_eq!(paths[1]["steps"][1]["product"], "g");
    assert_eq!(paths[5], Value::Null);
}

fn demands(folder: &str, table: &str, more: &[&str]) -> Ran {
    let path = text(&database(folder, &[]));
    let table = file(&format!("{folder}.csv"), table);
    let mut all = vec!["database", "demands", &path, "--demands", &table];
    all.extend(more);
    cfp(&all)
}

#[test]
fn rows_of_one_name_are_one_demand() {
    let table =
        "demand,product,amount\na,s,1\na,\"electricity, high voltage\",500 Wh\nb,coal,1 t\na,c,2\n";
    let ran = demands("demands", table, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows: Vec<Vec<&str>> = ran
        .out
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows[0], ["demand", "value", "bound"]);
    let values: Vec<(&str, String)> = rows[1..]
        .iter()
        .map(|row| {
            (
                row[0],
                row[1].parse::<Amount>().expect("a number").significant(12),
            )
        })
        .collect();
    let expected = [("a", "3.5"), ("b", "2500"), ("a", "5")];
    assert_eq!(
        values,
        expected.map(|(name, value)| (name, value.to_owned()))
    );
    assert!(ran.err.contains("scored 3 demands"), "{}", ran.err);
}

#[test]
fn bad_rows_are_told_and_the_others_scored() {
    let table = "product,amount\ns,1\nsteal,1\ng\nc,1 kWh\nc,2\n";
    let ran = demands("demands-bad", table, &[]);
    assert_eq!(ran.code, 1);
    let names: Vec<&str> = ran
        .out
        .lines()
        .map(|line| line.split(',').next().unwrap_or(""))
        .collect();
    assert_eq!(names, ["demand", "1", "5"]);
    for line in [
        "demands-bad.csv:3",
        "demands-bad.csv:4",
        "demands-bad.csv:5",
    ] {
        assert!(ran.err.contains(line), "{}", ran.err);
    }
    let ran = demands("demands-json", table, &["--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let value = ran.json();
    assert_eq!(
        ran.codes(),
        ["not-in-database", "wrong-field-count", "wrong-dimension"]
    );
    assert_eq!(value["demands"][1]["demand"], "5");
    is(&value["demands"][1]["total"], "5");
    let strict = demands("demands-strict", table, &["--strict"]);
    assert_eq!((strict.code, strict.out.lines().count()), (1, 2));
}

/// A demand with a bad row would be another demand, and so would one that may have it.
#[test]
fn a_demand_with_a_bad_row_is_not_scored() {
    let table = "demand,product,amount\na,s,1\na,steal,1\nb,s,1\nc,s\nd,s,1\ne,s,1\n";
    let ran = demands("demands-doubt", table, &[]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert!(ran.out.contains("\ne,2.5"), "{}", ran.out);
}

#[test]
fn a_hundred_thousand_demands_come_in_order() {
    let mut table = String::from("product,amount\n");
    for row in 0..100_000 {
        table.push_str(if row % 2 == 0 { "s,2\n" } else { "g,1.5\n" });
    }
    let ran = demands("demands-many", &table, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 100_001);
    let last: Vec<&str> = ran.out.lines().last().expect("a line").split(',').collect();
    assert_eq!(last[0], "100000");
    assert_eq!(
        last[1].parse::<Amount>().expect("a number").significant(12),
        "3"
    );
}

/// Of a million bad rows a thousand are told.
#[test]
fn bad_rows_without_end_are_not_told_without_end() {
    let table = format!("product,amount\n{}g,1\n", "elektricity,1\n".repeat(5000));
    let ran = demands("demands-all-bad", &table, &["--format", "json"]);
    assert_eq!(ran.code, 1);
    let codes = ran.codes();
    assert_eq!(codes.len(), 1001);
    assert_eq!(codes[1000], "too-many-problems");
    assert_eq!(ran.json()["demands"][0]["demand"], "5001");
}

#[test]
fn labels_give_names_by_id() {
    let path = text(&database("labels", &[]));
    let labels = file(
        "labels.csv",
        "id,name,location,unit\ng,green power,CN-GD,kWh\nzz,nothing,,\n",
    );
    let found = json(&[
        "footprint",
        &path,
        "--labels",
        &labels,
        "--product",
        "green power",
        "--amount",
        "1 MWh",
    ]);
    is(&found["total"], "2000");
    assert_eq!(found["by_process"][0]["location"], "CN-GD");
    assert_eq!(found["findings"][0]["code"], "labels-not-used");
    let wrong = file(
        "labels-wrong.csv",
        "id,name,location,unit\ng,a,b\ng,a,b,c\ng,a,b,c\n,a,b,c\n",
    );
    let codes = refused(&["show", &path, "--labels", &wrong]);
    assert_eq!(codes, ["wrong-field-count", "duplicate-id", "empty-field"]);
    let ran = cfp(&["database", "show", &path, "--labels", &wrong]);
    assert!(ran.err.contains("labels-wrong.csv:4:1"), "{}", ran.err);
}

#[test]
fn what_is_no_database_is_refused_by_name() {
    let path = text(&database("refused", &[]));
    assert_eq!(refused(&["show", "no-such.zip"]), ["file-not-found"]);
    assert_eq!(
        refused(&["show", &file("text.zip", "no zip")]),
        ["not-a-zip"]
    );
    let empty = scratch().join("empty-folder");
    fs::create_dir_all(&empty).expect("a folder");
    assert_eq!(refused(&["show", &text(&empty)]), ["no-database"]);
    assert_eq!(refused(&["show", &path, &path]), ["tables-not-alone"]);
    assert_eq!(
        refused(&["scores", &path, "--method", "GWP20"]),
        ["unknown-method"]
    );
    assert_eq!(
        refused(&["scores", &path, "--gwp", "AR9-100"]),
        ["unknown-gwp-set"]
    );
    assert_eq!(
        refused(&["footprint", &path, "--product", "steal"]),
        ["not-in-database"]
    );
    let amount = [
        "footprint",
        &path,
        "--product",
        "steel",
        "--amount",
        "1 kWh",
    ];
    assert_eq!(refused(&amount), ["wrong-dimension"]);
    assert_eq!(
        refused(&["chains", &path, "--product", "steal"]),
        ["not-in-database"]
    );
    assert_eq!(
        refused(&["demands", &path, "--demands", "no-such.csv"]),
        ["file-not-found"]
    );
    assert_eq!(
        refused(&["demands", &path, "--demands", &path]),
        ["is-a-directory"]
    );
    let titles = file("titles.csv", "name,amount\n");
    assert_eq!(
        refused(&["demands", &path, "--demands", &titles]),
        ["wrong-titles"]
    );
    let consumes = (
        "technosphere.csv",
        "product,process,amount\ns,s,1\ng,g,1\nc,g,-2\nc,c,1\ng,c,-1\n",
    );
    let consumes = text(&database("refused-loop", &[consumes]));
    assert_eq!(
        refused(&["footprint", &consumes, "--product", "g"]),
        ["loop-consumes-output"]
    );
}

#[test]
fn wrong_use_has_a_code_of_its_own() {
    let path = text(&database("wrong-use", &[]));
    let cases: [&[&str]; 7] = [
        &["database", "chains", &path, "--product", "s", "--most", "0"],
        &["database"],
        &["database", "show"],
        &["database", "footprint", &path],
        &[
            "database", "scores", &path, "--gwp", "AR6-100", "--method", "GWP",
        ],
        &[
            "database",
            "chains",
            &path,
            "--product",
            "s",
            "--cut-off",
            "2",
        ],
        &[
            "database",
            "chains",
            &path,
            "--product",
            "s",
            "--amount",
            "NaN",
        ],
    ];
    for case in cases {
        let ran = cfp(case);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{case:?}");
    }
}

/// By hand, with AR6's 29.8 for methane and 273 for N2O: what the README of the example says.
#[test]
fn the_example_is_what_its_readme_says() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../data/examples/coal-electricity-database"
    );
    let scores = json(&["scores", path, "--gwp", "AR6-100"]);
    let expected = [
        "1.07236108027",
        "0.161652084771",
        "2.89956140297",
        "1.33943064255",
    ];
    for (row, expected) in scores["scores"]
        .as_array()
        .expect("scores")
        .iter()
        .zip(expected)
    {
        is(&row["total"], expected);
    }
    assert_eq!(scores["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_zip_is_what_its_folder_is() {
    let folder = database("zipped", &[]);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (table, content) in TABLES {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(format!("database/{table}"), stored)
            .expect("an entry");
        zip.write_all(content.as_bytes()).expect("a table");
    }
    let bytes = zip.finish().expect("a ZIP").into_inner();
    let zip = file("zipped.zip", bytes);
    let of = |path: &str| cfp(&["database", "scores", path]).out;
    assert_eq!(of(&zip), of(&text(&folder)));
    assert!(of(&zip).contains("\ns,steel,kg,2.5"));
}

/// Who reads no further is told nothing; who cannot be written to is an error.
#[test]
fn a_stream_that_ends_early_ends_the_command() {
    struct Closed(ErrorKind);
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let path = text(&database("closed", &[]));
    let table = file(
        "closed.csv",
        format!("product,amount\n{}", "s,1\n".repeat(50_000)),
    );
    let all = ["cfp", "database", "demands", &path, "--demands", &table];
    for (kind, code) in [(ErrorKind::BrokenPipe, 0), (ErrorKind::StorageFull, 1)] {
        let mut err = Vec::new();
        assert_eq!(cfp_cli::run(all, &mut Closed(kind), &mut err), code);
        assert_eq!(err.is_empty(), code == 0);
    }
}

/// A link is followed no further than the folder.
#[cfg(unix)]
#[test]
fn nothing_outside_the_folder_is_read() {
    let folder = database("inside", &[]);
    let outside = database("outside", &[]);
    fs::remove_file(folder.join("flows.csv")).expect("a table less");
    std::os::unix::fs::symlink(outside.join("flows.csv"), folder.join("flows.csv"))
        .expect("a link");
    assert_eq!(refused(&["show", &text(&folder)]), ["package-file-missing"]);
    let description = r#"{"resources":[{"name":"a","path":"../outside/flows.csv","kind":"indices","group":"a","matrix":"technosphere_matrix","mediatype":"application/octet-stream","format":"npy"}]}"#;
    let package = scratch().join("package");
    fs::create_dir_all(&package).expect("a folder");
    fs::write(package.join("datapackage.json"), description).expect("a description");
    assert_eq!(
        refused(&["show", &text(&package)]),
        ["path-outside-package"]
    );
}
