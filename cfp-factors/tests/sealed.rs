//! What a lock seals beside the tables: headers, the way between regions, other tables; and locks of the older format.

mod own;

use cfp_core::Explain;
use cfp_factors::{Lock, LockChange, Query, Registry};
use own::{COLUMNS, dataset, registry, row, sha256, with_regions};

type Files = Vec<(String, Vec<u8>)>;

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn heat(region: &str) -> Query {
    Query::new("heat").region(region).year(2024)
}

fn lock_of(registry: &Registry, query: &Query) -> Lock {
    let record = registry.find(query).expect("a factor").record();
    Lock::of(&[record], &[], registry).expect("a lock")
}

/// The codes, messages and details of what keeps a lock from being used.
fn refused(registry: &Registry, lock: &Lock) -> Vec<(&'static str, String, Vec<String>)> {
    let error = registry.locked(lock).expect_err("something changed");
    let told = error.problems().iter().map(|problem| {
        let details = problem.details().into_iter();
        let details = details.map(|detail| format!("{} {}", detail.label, detail.text));
        (problem.code(), problem.to_string(), details.collect())
    });
    told.collect()
}

#[test]
fn a_changed_header_is_refused_by_its_keys() {
    let rows = [row("a", "heat", "0.5")];
    let before = registry(&[dataset("own", "2024-1", &rows, &[])]);
    let lock = lock_of(&before, &heat("CN"));
    assert!(before.locked(&lock).is_ok());
    let changes = [
        (
            "gas_basis = \"CO2e\"",
            "gas_basis = \"CO2e\"\ngwp_set = \"AR5-100\"",
        ),
        ("serves = [2024]", "serves = [2024, 2025]"),
        ("publisher = \"us\"", "publisher = \"them\""),
    ];
    let after = registry(&[dataset("own", "2024-1", &rows, &changes)]);
    let told = refused(&after, &lock);
    let [(code, message, details)] = &told[..] else {
        panic!("one problem, not {told:?}");
    };
    assert_eq!(*code, "locked-header-changed");
    assert_eq!(
        message,
        "cfp.lock: the header of `own@=2024-1` says other than the lock: `gwp_set`, `publisher`, `serves`"
    );
    let expected = [
        "changed gwp_set: not stated → AR5-100",
        "changed publisher: us → them",
        "changed serves: [2024] → [2024, 2025]",
    ];
    assert_eq!(details, &expected);
}

/// Of two layers with one table under two headers neither can stand for the other.
#[test]
fn one_version_has_one_header() {
    let rows = [row("a", "heat", "0.5")];
    let of = |changes: &[(&str, &str)]| registry(&[dataset("own", "2024-1", &rows, changes)]);
    assert!(Registry::layered(&of(&[]), &of(&[])).is_ok());
    let other = of(&[("publisher = \"us\"", "publisher = \"them\"")]);
    let error = Registry::layered(&other, &of(&[])).expect_err("two headers");
    assert_eq!(error.problems()[0].code(), "duplicate-dataset");
}

/// Each key of a header that may be another is sealed, also one whose text is too long to stand in a lock.
#[test]
fn every_key_of_a_header_is_sealed() {
    let long = "x".repeat(200);
    let of = |document: &str, changes: &[(&str, &str)]| {
        let document = format!("document = \"{document}\"");
        let changes = [&[("document = \"ledger\"", document.as_str())], changes].concat();
        registry(&[dataset(
            "own",
            "2024-1",
            &[row("a", "heat", "0.5")],
            &changes,
        )])
    };
    let lock = lock_of(&of(&long, &[]), &heat("CN"));
    assert!(!lock.text().contains(&long), "a checksum stands for it");
    assert!(of(&long, &[]).locked(&lock).is_ok());
    for (key, from, to) in [
        ("title", "title = \"own\"", "title = \"other\""),
        ("published", "\"2025-03-01\"", "\"2025-03-02\""),
        ("licence.name", "name = \"own\"", "name = \"other\""),
        ("licence.redistribution", "= true", "= false"),
        ("title_zh", "title = ", "title_zh = \"自有\"\ntitle = "),
    ] {
        let told = refused(&of(&long, &[(from, to)]), &lock);
        assert_eq!(told[0].0, "locked-header-changed", "{key}");
        assert!(told[0].1.ends_with(&format!(": `{key}`")), "{told:?}");
    }
    let other = "y".repeat(200);
    assert!(
        refused(&of(&other, &[]), &lock)[0]
            .1
            .ends_with(": `document`")
    );
}

/// Guangdong belongs to China, or to a grid region of it that has a factor of its own: 0.5 and 0.9.
fn grids(regions: &str) -> Registry {
    let south = row("b", "heat", "0.9").replace(",CN,", ",CN-GRID-S,");
    let regions_key = ("regions = [\"CN\"]", "regions = [\"CN\", \"CN-GRID-S\"]");
    let files = dataset(
        "own",
        "2024-1",
        &[row("a", "heat", "0.5"), south],
        &[regions_key],
    );
    let mut files: Files = with_regions(&[files]);
    let (_, tree) = files.last_mut().expect("the regions");
    *tree = format!(
        "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n\
         CN-GRID-S,CN,grid region,South,南方,own\nCN-GD,{regions},province,Guangdong,广东,own\n"
    )
    .into_bytes();
    Registry::of_files(files).expect("a registry")
}

#[test]
fn a_region_that_belongs_to_others_is_refused() {
    let far = heat("CN-GD").up_to_region("country");
    let before = grids("CN");
    assert_eq!(before.find(&far).expect("a factor").value, "0.5");
    let lock = lock_of(&before, &far);
    assert_eq!(lock.regions()[0].way(), "CN-GD → CN");
    let locked = before.locked(&lock).expect("nothing changed");
    assert_eq!(locked.find(&far).expect("a factor").value, "0.5");
    let after = grids("CN-GRID-S");
    assert_eq!(after.find(&far).expect("a factor").value, "0.9");
    let told = refused(&after, &lock);
    assert_eq!(
        told,
        [(
            "locked-region-moved",
            "cfp.lock: `CN-GD` belongs to other regions than the lock says".to_owned(),
            vec![
                "given CN-GD → CN-GRID-S".to_owned(),
                "expected CN-GD → CN".to_owned()
            ]
        )]
    );
    // The same records are no lock of the other registry.
    let record = before.find(&far).expect("a factor").record();
    let error = Lock::of(&[record], &[], &after).expect_err("another way");
    assert_eq!(error.problems()[0].code(), "of-another-registry");
}

/// A way that the lock does not seal is refused, and one that it does is not.
#[test]
fn a_way_beyond_the_lock_is_not_gone() {
    let registry = grids("CN-GRID-S");
    let near = heat("CN-GD").up_to_region("grid region");
    let lock = lock_of(&registry, &near);
    let locked = registry.locked(&lock).expect("nothing changed");
    assert_eq!(locked.find(&near).expect("locked").value, "0.9");
    let exact = locked.find(heat("CN")).expect("no way is needed");
    assert_eq!(exact.value, "0.5");
    let unsealed = lock_of(&registry, &heat("CN"));
    let locked = registry.locked(&unsealed).expect("nothing changed");
    let error = locked.find(&near).expect_err("no way to it is sealed");
    assert_eq!(
        error.to_string(),
        "`heat` needs `CN-GD → CN-GRID-S`, which is not in the lock"
    );
    let open = registry.locked(&unsealed.open()).expect("nothing changed");
    assert_eq!(open.find(&near).expect("free").value, "0.9");
}

/// Every record that the registry at hand would answer otherwise is told, each by its row.
#[test]
fn a_record_with_another_meaning_has_no_lock() {
    let of = |rows: &[String], changes: &[(&str, &str)]| {
        registry(&[dataset("own", "2024-1", rows, changes)])
    };
    let rows = [row("a", "heat", "0.5"), row("b", "cold", "0.1")];
    let gwp = ("gas_basis", "gwp_set = \"AR5-100\"\ngas_basis");
    let then = of(&rows, &[gwp]);
    let records = ["a", "b"].map(|name| then.show("own", name).expect("a row").record());
    assert!(Lock::of(&records, &[], &then).is_ok());
    let error = Lock::of(&records, &[], &of(&rows, &[])).expect_err("another set");
    let told: Vec<_> = error.problems().iter().map(ToString::to_string).collect();
    let expected =
        ["a", "b"].map(|row| format!("row `{row}` of `own@=2024-1` is another in this registry"));
    assert_eq!(told, expected);
}

#[test]
fn any_other_table_is_sealed_by_the_same_means() {
    let registry = bundled();
    let matrix = registry.pedigree().expect("a matrix");
    let lock = Lock::default();
    let lock = lock.and([matrix.dataset()], &registry).expect("a lock");
    let sealed: Vec<_> = lock
        .datasets()
        .iter()
        .map(|d| (&*d.id, &*d.sha256))
        .collect();
    let matrix = matrix.dataset();
    assert_eq!(sealed, [(&*matrix.id, &*matrix.content.sha256)]);
    let path = format!(
        "{}/../data/pedigree/{}/{}/pedigree.csv",
        env!("CARGO_MANIFEST_DIR"),
        matrix.id,
        matrix.version()
    );
    let bytes = std::fs::read(path).expect("the table");
    assert_eq!(matrix.content.sha256, sha256(&bytes));
    let locked = registry.locked(&lock).expect("nothing changed");
    assert!(locked.pedigree().is_ok());
    let without = registry.locked(&Lock::default()).expect("nothing is named");
    let error = without.pedigree().expect_err("not in the lock");
    assert_eq!(error.problems()[0].code(), "not-in-lock");
    let none = own::registry(&[dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[])]);
    let error = Lock::default().and([matrix], &none).expect_err("not there");
    assert_eq!(error.problems()[0].code(), "unknown-dataset");
}

/// What an earlier version wrote: tables alone. It is read, says so, and lets everything else change.
#[test]
fn a_lock_of_the_older_format_is_read_and_told() {
    let rows = [row("a", "heat", "0.5")];
    let table = format!("{COLUMNS}{}", rows.concat());
    let text = format!(
        "format = 1\n[[dataset]]\nid = \"own\"\nversion = \"2024-1\"\nsha256 = \"{}\"\n",
        sha256(table.as_bytes())
    );
    let lock = Lock::parse("cfp.lock", &text).expect("it reads");
    assert_eq!(lock.format(), 1);
    let finding = lock.finding().expect("it is told");
    assert_eq!(finding.code, "lock-of-older-format");
    assert!(finding.hint.contains("`cfp factors update`"));
    let changes = [("publisher = \"us\"", "publisher = \"them\"")];
    let registry = registry(&[dataset("own", "2024-1", &rows, &changes)]);
    let locked = registry.locked(&lock).expect("tables alone are sealed");
    let far = heat("CN-GD").up_to_region("country");
    assert_eq!(locked.find(&far).expect("locked").value, "0.5");
    let now = lock_of(&registry, &far);
    assert_eq!((now.format(), now.finding()), (2, None));
    let changes = lock.difference(&now);
    assert!(
        matches!(&changes[..], [LockChange::Region { before: None, .. }]),
        "only what is new: {changes:?}"
    );
    assert_eq!(now.clone().in_format_of(&lock), lock);
    assert_eq!(now.clone().in_format_of(&now), now);
    assert!(
        Lock::parse("cfp.lock", &lock.text()).is_ok(),
        "it is written as it is"
    );
}

/// A table of other potentials or an older revision stays loadable beside the newer one.
#[test]
fn an_older_revision_stays_loadable() {
    let first = dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[]);
    let second = dataset("own", "2024-2", &[row("a", "heat", "0.6")], &[]);
    let registry = registry(&[first, second]);
    for (selector, value) in [("own@=2024-1", "0.5"), ("own@=2024", "0.6"), ("own", "0.6")] {
        let found = registry.find(heat("CN").dataset(selector));
        assert_eq!(found.expect("a factor").value, value, "{selector}");
    }
    let bundled = bundled();
    for (name, version) in [("AR6-100@=2021", "2021-1"), ("AR6-100@=2021-1", "2021-1")] {
        let source = bundled.gwp_source(name).expect("a set");
        assert_eq!(source.dataset.version(), version, "{name}");
    }
}
