//! Lock files: the same numbers again, whatever was published since.

mod own;

use cfp_core::Explain;
use cfp_factors::{Lock, LockChange, Query, Registry};
use own::{dataset, registry, row, sha256};

const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn grid(year: u16) -> Query {
    Query::new("electricity").region("CN").year(year)
}

/// The lock of what these look-ups use, with AR6-100.
fn lock(registry: &Registry, queries: &[Query]) -> Lock {
    let found = queries
        .iter()
        .map(|query| registry.find(query).expect("a factor").record());
    let gwp = registry.gwp_source("AR6-100").expect("a set");
    Lock::of(&found.collect::<Vec<_>>(), &[gwp], registry).expect("a lock")
}

/// The checksums are those of the files in the data directory, taken anew.
#[test]
fn a_lock_names_and_seals_what_was_used() {
    let lock = lock(&bundled(), &[grid(2024), grid(2023), grid(2024)]);
    let named: Vec<_> = lock
        .datasets()
        .iter()
        .map(|d| (&*d.id, &*d.version))
        .collect();
    let id = "cn-mee-electricity-footprint";
    assert_eq!(named, [(id, "2023-1"), (id, "2024-1")]);
    let path = format!(
        "{}/../data/electricity/{id}/2024-1/factors.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let sealed = sha256(&std::fs::read(path).expect("a table"));
    assert_eq!(lock.datasets()[1].sha256, sealed);
    let gwp = &lock.gwp()[0];
    assert_eq!((&*gwp.set, &*gwp.version), ("AR6-100", "2024-1"));
}

#[test]
fn a_lock_reads_back_and_is_written_the_same() {
    let lock = lock(&bundled(), &[grid(2024), grid(2023)]);
    let text = lock.text();
    assert!(text.starts_with("# "), "{text}");
    assert!(text.contains("\nformat = 2\n"), "{text}");
    let read = Lock::parse("cfp.lock", &text).expect("its own text");
    assert_eq!(read, lock);
    assert_eq!(read.text(), text);
}

#[test]
fn a_locked_registry_uses_nothing_else() {
    let registry = bundled();
    let locked = registry
        .locked(&lock(&registry, &[grid(2023)]))
        .expect("all there");
    assert_eq!(locked.find(grid(2023)).expect("locked").value, "0.6205");
    assert_eq!(
        locked.datasets().count(),
        2,
        "the dataset and the one of the GWP set"
    );
    for error in [
        locked.find(grid(2024)).expect_err("not locked"),
        locked
            .find(grid(2023).dataset("uk-desnz"))
            .expect_err("not locked"),
        locked.gwp("AR5-100").expect_err("not locked"),
        locked
            .dataset("cn-mee-electricity-footprint@=2024-1")
            .map(|_| ())
            .expect_err("not locked"),
    ] {
        assert_eq!(error.problems()[0].code(), "not-in-lock", "{error}");
    }
    let error = locked.find(grid(2024)).expect_err("not locked");
    assert_eq!(
        error.to_string(),
        "`electricity` needs `cn-mee-electricity-footprint@=2024-1`, which is not in the lock"
    );
    let nowhere = locked.find(grid(1999)).expect_err("published nowhere");
    assert_eq!(nowhere.problems()[0].code(), "factor-not-found");
}

/// Replay gives the same numbers also when a newer revision and a newer GWP table came out since.
#[test]
fn newer_data_do_not_move_a_locked_result() {
    let first = dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[]);
    let second = dataset("own", "2024-2", &[row("a", "heat", "0.6")], &[]);
    let heat = Query::new("heat").region("CN").year(2024);
    let then = registry(std::slice::from_ref(&first));
    let record = then.find(&heat).expect("a factor").record();
    let lock = Lock::of(&[record], &[], &then).expect("a lock");
    let now = registry(&[first, second]);
    assert_eq!(now.find(&heat).expect("a factor").value, "0.6");
    let replayed = now.locked(&lock).expect("all there").find(&heat);
    assert_eq!(replayed.expect("a factor").value, "0.5");
    let free = now.locked(&lock.but_for("own")).expect("all there");
    assert_eq!(free.find(&heat).expect("a factor").value, "0.6");
}

/// A dataset that a look-up had to name, since it was already replaced, still has to be named.
#[test]
fn what_was_superseded_stays_so_under_the_lock() {
    let first = dataset(
        "own",
        "2024-1",
        &[row("a", "heat", "0.5"), row("b", "cold", "0.1")],
        &[],
    );
    let second = dataset("own", "2024-2", &[row("a", "heat", "0.6")], &[]);
    let registry = registry(&[first, second]);
    let heat = Query::new("heat").region("CN").year(2024);
    let pinned = heat.clone().dataset("own@=2024-1");
    let records = [&heat, &pinned].map(|query| registry.find(query).expect("a factor").record());
    let lock = Lock::of(&records, &[], &registry).expect("a lock");
    assert_eq!(
        lock.datasets()
            .iter()
            .map(|d| d.superseded)
            .collect::<Vec<_>>(),
        [true, false]
    );
    let locked = registry.locked(&lock).expect("all there");
    assert_eq!(locked.find(&heat).expect("a factor").value, "0.6");
    assert_eq!(locked.find(&pinned).expect("a factor").value, "0.5");
    assert!(
        locked
            .find(Query::new("cold").region("CN").year(2024))
            .is_err()
    );
    let only = Lock::of(&records[1..], &[], &registry).expect("a lock");
    let locked = registry.locked(&only).expect("all there");
    let error = locked
        .find(&heat)
        .expect_err("only the pinned one is locked");
    assert_eq!(error.problems()[0].code(), "not-in-lock");
}

#[test]
fn what_a_lock_names_and_is_not_there_is_told_by_its_place() {
    let text = format!(
        "format = 1\n\n[[gwp]]\nset = \"AR6-100\"\nid = \"ipcc-gwp-ar6\"\nversion = \"2030-1\"\nsha256 = \"{A}\"\n\n\
         [[dataset]]\nid = \"uk-desnz\"\nversion = \"2025-1\"\nsha256 = \"{A}\"\n\n\
         [[dataset]]\nid = \"nobody\"\nversion = \"1-1\"\nsha256 = \"{A}\"\n"
    );
    let lock = Lock::parse("my/cfp.lock", &text).expect("it reads");
    let error = bundled().locked(&lock).expect_err("three problems");
    let told: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| {
            (
                problem.code(),
                problem.place().expect("a place").to_string(),
            )
        })
        .collect();
    let expected = [
        ("locked-edition-missing", "my/cfp.lock:14:1"),
        ("locked-content-changed", "my/cfp.lock:9:1"),
        ("locked-edition-missing", "my/cfp.lock:3:1"),
    ];
    assert_eq!(told, expected.map(|(code, place)| (code, place.to_owned())));
    let hint = error.problems()[2].hint().expect("a hint");
    assert!(hint.contains("`ipcc-gwp-ar6@=2024-1`"), "{hint}");
}

#[test]
fn a_lock_that_does_not_read_is_told_by_its_place() {
    let dataset = format!("[[dataset]]\nid = \"a\"\nversion = \"1-1\"\nsha256 = \"{A}\"\n");
    for (text, line) in [
        ("format = 3\n".to_owned(), 1),
        ("format = 0\n".to_owned(), 1),
        (format!("format = 2\n{dataset}"), 2),
        (
            format!("format = 1\n{dataset}[dataset.header]\ntitle = \"a\"\n"),
            2,
        ),
        (
            "format = 1\n[[region]]\ncode = \"CN-GD\"\nbelongs_to = [\"CN\"]\n".to_owned(),
            2,
        ),
        (
            "format = 2\n[[region]]\ncode = \"CN-GD\"\nbelongs_to = []\n".to_owned(),
            2,
        ),
        (String::new(), 1),
        ("format = 1\nfromat = 2\n".to_owned(), 2),
        (format!("format = 1\n{}", dataset.replace('a', "A")), 2),
        (format!("format = 1\n{dataset}{dataset}"), 6),
        (format!("format = 1\n{}", dataset.replace(A, "aa")), 2),
        ("format = 1\n[[dataset]]\nid = 3\n".to_owned(), 3),
    ] {
        let error = Lock::parse("cfp.lock", &text).expect_err(&text);
        let problem = &error.problems()[0];
        assert_eq!(problem.code(), "bad-lock");
        let place = problem.place().expect("a place").position.expect("a line");
        assert_eq!(place.0, line, "{text}: {error}");
    }
}

#[test]
fn two_locks_differ_by_what_moved() {
    let registry = bundled();
    let before = lock(&registry, &[grid(2023)]);
    let after = lock(&registry, &[grid(2024)]);
    let changes = before.difference(&after);
    let [
        LockChange::Moved {
            before: old,
            after: new,
        },
    ] = &changes[..]
    else {
        panic!("one step, not {changes:?}");
    };
    assert_eq!((&*old.version, &*new.version), ("2023-1", "2024-1"));
    assert!(before.difference(&before).is_empty());
    let none = Lock::default();
    let changes = none.difference(&before);
    assert!(matches!(
        &changes[..],
        [LockChange::Added(_), LockChange::Gwp { before: None, .. }]
    ));
    assert!(matches!(
        &before.difference(&none)[0],
        LockChange::Removed(_)
    ));
}

#[test]
fn a_record_of_unknown_data_has_no_lock() {
    let own = registry(&[dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[])]);
    let record = own.show("own", "a").expect("a row").record();
    let error = Lock::of(&[record], &[], &bundled()).expect_err("not bundled");
    assert_eq!(error.problems()[0].code(), "unknown-dataset");
}

/// Two registries may have a dataset of one name and version with other numbers: a lock seals one of them, so that records of
/// the other have none.
#[test]
fn a_record_of_another_registry_has_no_lock() {
    let of = |value| registry(&[dataset("own", "2024-1", &[row("a", "heat", value)], &[])]);
    let record = of("0.5").show("own", "a").expect("a row").record();
    let same = Lock::of(std::slice::from_ref(&record), &[], &of("0.5"));
    assert_eq!(same.expect("the same numbers").datasets().len(), 1);
    let error = Lock::of(&[record], &[], &of("0.6")).expect_err("other numbers");
    assert_eq!(error.problems()[0].code(), "of-another-registry");
}

/// Own data tell which bundled ones they stand over, so a lock keeps those too: a replay takes the same steps.
#[test]
fn a_replay_of_own_data_takes_the_same_steps() {
    let own = registry(&[dataset("own", "2024-1", &[row("a", "heat", "0.5")], &[])]);
    let under = registry(&[dataset("given", "2024-1", &[row("b", "heat", "0.6")], &[])]);
    let both = Registry::layered(&own, &under).expect("two layers");
    let heat = Query::new("heat").region("CN").year(2024);
    let found = both.find(&heat).expect("a factor");
    assert_eq!(found.value, "0.5");
    assert_eq!(found.steps, ["own data over given 2024-1, row b"]);
    let lock = Lock::of(&[found.record()], &[], &both).expect("a lock");
    let ids: Vec<_> = lock.datasets().iter().map(|dataset| &*dataset.id).collect();
    assert_eq!(ids, ["given", "own"]);
    let replayed = both.locked(&lock).expect("all there").find(&heat);
    assert_eq!(replayed.expect("a factor").record(), found.record());
}

/// An open lock holds what it names and lets in what it does not.
#[test]
fn an_open_lock_answers_a_model_that_has_grown() {
    let registry = bundled();
    let lock = lock(&registry, &[grid(2023)]);
    let open = registry.locked(&lock.open()).expect("all there");
    assert_eq!(open.find(grid(2023)).expect("locked").value, "0.6205");
    let other = open
        .find(grid(2024))
        .expect_err("another edition of a named id");
    assert_eq!(other.problems()[0].code(), "not-in-lock");
    assert_eq!(open.gwp("AR5-100").expect("not named").name(), "AR5-100");
}

#[test]
fn a_lock_says_which_models_it_is_of() {
    let lock = Lock::default().of_models(["b.toml".to_owned(), "a.toml".to_owned()]);
    assert_eq!(lock.models(), ["a.toml", "b.toml"]);
    let read = Lock::parse("cfp.lock", &lock.text()).expect("its own text");
    assert_eq!(read, lock);
    for elsewhere in ["../a.toml", "/a.toml", "c\\\\a.toml"] {
        let text = format!("format = 1\nmodels = [\"{elsewhere}\"]\n");
        let error = Lock::parse("cfp.lock", &text).expect_err("not beside it");
        assert_eq!(error.problems()[0].code(), "bad-lock");
        assert!(
            error
                .to_string()
                .contains("is not the name of a file beside"),
            "{error}"
        );
    }
}
