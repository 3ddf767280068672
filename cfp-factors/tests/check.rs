//! Data of one's own: checked as a whole, and laid over the bundled ones.

mod own;

use std::fs;
use std::path::Path;

use cfp_core::{Explain, Unit};
use cfp_factors::{CheckOptions, CheckReport, Lock, Query, Registry, day};
use own::{COLUMNS, dataset, directory, row, with_regions};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn check(root: &Path, options: &CheckOptions) -> CheckReport {
    Registry::check(root, options).expect("a directory of datasets")
}

/// The codes and places of a report, without the directory.
fn told(report: &CheckReport, root: &Path) -> Vec<String> {
    let problems = report.problems.iter();
    problems
        .map(|problem| {
            let place = problem.place().expect("a place").to_string();
            let below = place
                .strip_prefix(&root.display().to_string())
                .expect("below the root");
            format!("{} {}", problem.code(), below.trim_start_matches('/'))
        })
        .collect()
}

#[test]
fn the_bundled_data_are_sound() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let options = CheckOptions::new().today(day("2026-12-01").expect("a day"));
    let report = check(&data, &options);
    let problems: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
    assert!(report.is_sound(), "{problems:#?}");
    assert_eq!(report.datasets.len(), bundled().datasets().count());
    assert!(report.rows > 15_000, "{}", report.rows);
}

/// Every fault of every dataset at once, with line and column; none of the tables is used.
#[test]
fn every_fault_of_a_directory_is_told_by_its_place() {
    let rows = |values: &[&str]| -> Vec<String> {
        let rows = values.iter().enumerate();
        rows.map(|(n, value)| row(&format!("r{n}"), &format!("heat {n}"), value))
            .collect()
    };
    let future = ("2025-03-01", "2031-01");
    let closed = ("redistribution = true", "redistribution = false");
    let files = with_regions(&[
        dataset(
            "a",
            "2024-1",
            &rows(&["0.5", "NA", "\"0,5\""]),
            &[future, closed],
        ),
        dataset("b", "2024-1", &rows(&["0.5", "5.777", "3"]), &[]),
        dataset(
            "c",
            "2024-1",
            &rows(&["0.5"]),
            &[("revision = 1", "revision = x")],
        ),
        dataset(
            "d",
            "2024-1",
            &[row("r", "heat", "1"), row("r", "heat", "1")],
            &[("rows = 2", "rows = 3")],
        ),
        dataset(
            "e",
            "2024-1",
            &rows(&["0.5"]),
            &[("sha256 = \"", "sha256 = \"0000\" #")],
        ),
        dataset("f", "2024-1", &rows(&["0.5", "0"]), &[]),
    ]);
    let root = directory("faults", &files);
    let sealed = root.join("own/b/2024-1/factors.csv");
    let text = fs::read_to_string(&sealed).expect("a table");
    let options = CheckOptions::new().today(day("2026-12-01").expect("a day"));
    let report = check(&root, &options);
    let expected = [
        "bad-dataset-header own/c/2024-1/dataset.toml:3:12",
        "bad-dataset-header own/e/2024-1/dataset.toml:22:10",
        "published-in-future own/a/2024-1/dataset.toml:9:13",
        "licence-forbids-redistribution own/a/2024-1/dataset.toml:16:18",
        "no-value own/a/2024-1/factors.csv:3:20",
        "comma-decimal own/a/2024-1/factors.csv:4:20",
        "out-of-range own/b/2024-1/factors.csv:3:20",
        "duplicate-row own/d/2024-1/factors.csv:3:1",
        "duplicate-factor own/d/2024-1/factors.csv:3:3",
        "undeclared-zero own/f/2024-1/factors.csv:3:20",
    ];
    assert_eq!(told(&report, &root), expected);
    assert_eq!(
        report.datasets,
        ["a@=2024-1", "b@=2024-1", "d@=2024-1", "f@=2024-1"]
    );
    fs::write(&sealed, text.replace("5.777", "0.5777")).expect("written");
    let report = check(&root, &CheckOptions::new());
    let of_b: Vec<_> = told(&report, &root)
        .into_iter()
        .filter(|line| line.contains("/b/"))
        .collect();
    assert_eq!(of_b, ["checksum-mismatch own/b/2024-1/dataset.toml:22:10"]);
}

/// 5.777 is a slipped point; the hint says what rules it out, and the bound itself is allowed.
#[test]
fn a_range_says_why() {
    let root = directory(
        "range",
        &with_regions(&[dataset(
            "own",
            "2024-1",
            &[row("r", "heat", "5777").replace("kg CO2e/kWh", "g CO2e/kWh")],
            &[],
        )]),
    );
    let report = check(&root, &CheckOptions::new());
    let [problem] = &report.problems[..] else {
        panic!("one problem, not {report:?}")
    };
    assert!(
        problem
            .to_string()
            .ends_with("5777 g CO2e/kWh is not within -1 to 3 kg CO2e/kWh"),
        "{problem}"
    );
    assert!(problem.hint().expect("a reason").contains("lignite"));
}

#[test]
fn own_data_need_not_be_passed_on() {
    let closed = ("redistribution = true", "redistribution = false");
    let files = with_regions(&[dataset(
        "own",
        "2024-1",
        &[row("r", "heat", "1")],
        &[closed],
    )]);
    let root = directory("closed", &files);
    assert!(!check(&root, &CheckOptions::new()).is_sound());
    assert!(check(&root, &CheckOptions::new().own()).is_sound());
}

/// Own data without regions of their own use those of the registry below.
#[test]
fn own_data_may_lean_on_the_regions_below() {
    let root = directory(
        "lean",
        &dataset("own", "2024-1", &[row("r", "heat", "1")], &[]),
    );
    let alone = check(&root, &CheckOptions::new());
    assert_eq!(alone.problems[0].code(), "file-not-found");
    assert!(check(&root, &CheckOptions::new().over(&bundled())).is_sound());
    let own = Registry::open(&root).expect("headers");
    let both = Registry::layered(&own, &bundled()).expect("two layers");
    let query = Query::new("heat").region("CN").year(2024);
    assert_eq!(both.find(query).expect("own").value, "1");
}

#[test]
fn a_lock_is_checked_against_the_directory() {
    let root = directory(
        "locked",
        &with_regions(&[dataset("own", "2024-1", &[row("r", "heat", "1")], &[])]),
    );
    let own = Registry::open(&root).expect("headers");
    let record = own.show("own", "r").expect("a row").record();
    let lock = Lock::of(&[record], &[], &own).expect("a lock");
    assert!(check(&root, &CheckOptions::new().lock(&lock)).is_sound());
    let text = lock.text().replace("2024-1", "2024-9");
    let moved = Lock::parse("cfp.lock", &text).expect("it reads");
    let report = check(&root, &CheckOptions::new().lock(&moved));
    assert_eq!(report.problems[0].code(), "locked-edition-missing");
    assert_eq!(
        report.problems[0].place().expect("a place").to_string(),
        "cfp.lock:5:1"
    );
}

/// Own data over the bundled: 0.61 for the grid of China, in place of MEE's 0.5777, and the step says so.
#[test]
fn own_data_come_first_and_say_what_they_stand_over() {
    let files = dataset("own", "2024-1", &[row("grid", "electricity", "0.61")], &[]);
    let own = Registry::of_files(files).expect("headers");
    let both = Registry::layered(&own, &bundled()).expect("two layers");
    let grid = Query::new("electricity").region("CN").year(2024);
    let found = both.find(&grid).expect("own");
    assert_eq!(found.value, "0.61");
    assert_eq!(
        found.steps,
        ["own data over cn-mee-electricity-footprint 2024-1, row national"]
    );
    let below = both
        .find(grid.clone().dataset("cn-mee-electricity-footprint"))
        .expect("named");
    assert_eq!((below.value.as_str(), below.steps.len()), ("0.5777", 0));
    let older = both
        .find(Query::new("electricity").region("CN").year(2023))
        .expect("bundled");
    assert_eq!((older.value.as_str(), older.steps.len()), ("0.6205", 0));
    assert_eq!(both.gwp("AR6-100").expect("bundled").name(), "AR6-100");
}

/// Own data of a country never hide those of its province, nor those per another sort of unit.
#[test]
fn precedence_is_within_one_place_and_unit() {
    let own =
        |rows: &[String]| Registry::of_files(dataset("own", "2024-1", rows, &[])).expect("headers");
    let under = |rows: &[String], regions: &str| {
        let changes = [("regions = [\"CN\"]", regions)];
        Registry::of_files(with_regions(&[dataset("below", "2024-1", rows, &changes)]))
            .expect("headers")
    };
    let province = under(
        &[row("gd", "heat", "0.2").replace("CN", "CN-GD")],
        "regions = [\"CN-GD\"]",
    );
    let both = Registry::layered(&own(&[row("cn", "heat", "0.3")]), &province).expect("two layers");
    let heat = Query::new("heat").year(2024).up_to_region("country");
    assert_eq!(
        both.find(heat.clone().region("CN-GD"))
            .expect("bundled")
            .value,
        "0.2"
    );
    assert_eq!(
        both.find(heat.clone().region("CN")).expect("own").value,
        "0.3"
    );
    let mass = under(
        &[row("t", "heat", "20").replace("/kWh", "/t")],
        "regions = [\"CN\"]",
    );
    let both = Registry::layered(&own(&[row("cn", "heat", "0.3")]), &mass).expect("two layers");
    let tonne = Unit::parse("t").expect("a unit");
    let found = both.find(heat.region("CN").per(tonne)).expect("per mass");
    assert_eq!((found.value.as_str(), found.steps.len()), ("20", 0));
}

#[test]
fn one_version_has_one_content() {
    let one = |value: &str| {
        let files = with_regions(&[dataset("own", "2024-1", &[row("r", "heat", value)], &[])]);
        Registry::of_files(files).expect("headers")
    };
    let same = Registry::layered(&one("1"), &one("1")).expect("one dataset twice");
    assert_eq!(same.datasets().count(), 1);
    let error = Registry::layered(&one("1"), &one("2")).expect_err("two contents");
    assert_eq!(error.problems()[0].code(), "duplicate-dataset");
}

/// A region of one's own may not turn the tree below it upside down.
#[test]
fn own_regions_are_added_to_the_tree() {
    let over = |regions: &str| {
        let mut files = dataset("own", "2024-1", &[row("r", "heat", "1")], &[]);
        let header = "code,parent,level,name_en,name_zh,source\n";
        files.push((
            "regions.csv".to_owned(),
            format!("{header}{regions}").into_bytes(),
        ));
        let own = Registry::of_files(files).expect("headers");
        Registry::layered(&own, &bundled()).expect("two layers")
    };
    let both = over("CN-GD-X,CN-GD,prefecture,X,某,own\n");
    let chain = both.regions().expect("a tree").chain("CN-GD-X");
    assert_eq!(chain.len(), 4, "{chain:?}");
    let both = over("CN,CN-GD,prefecture,China,中国,own\n");
    let error = both.regions().expect_err("a circle");
    assert_eq!(error.problems()[0].code(), "narrow-parent");
}

/// A table that is sealed anew after it lost its last line is still short by the header's count.
#[test]
fn a_count_of_rows_is_placed_in_the_header() {
    let files = with_regions(&[dataset(
        "own",
        "2024-1",
        &[row("r", "heat", "1")],
        &[("rows = 1", "rows = 2")],
    )]);
    let root = directory("short", &files);
    let report = check(&root, &CheckOptions::new());
    assert_eq!(
        told(&report, &root),
        ["row-count own/own/2024-1/dataset.toml:21:8"]
    );
    assert!(
        COLUMNS.starts_with("row,"),
        "the check reads the documented columns"
    );
}
