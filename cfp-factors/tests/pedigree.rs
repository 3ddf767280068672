//! The bundled pedigree matrix, and own ones with faults.

use cfp_core::Explain;
use cfp_factors::{Pedigree, Registry};

/// Weidema et al. 2013, Table 10.5, typed anew.
const PUBLISHED: [[&str; 5]; 5] = [
    ["0", "0.0006", "0.002", "0.008", "0.04"],
    ["0", "0.0001", "0.0006", "0.002", "0.008"],
    ["0", "0.0002", "0.002", "0.008", "0.04"],
    ["0", "0.000025", "0.0001", "0.0006", "0.002"],
    ["0", "0.0006", "0.008", "0.04", "0.12"],
];

#[test]
fn every_score_has_its_published_variance() {
    let matrix = Pedigree::bundled().expect("the bundled matrix reads");
    for (indicator, variances) in PUBLISHED.iter().enumerate() {
        for (score, published) in (1_u8..).zip(variances) {
            let mut scores = [1; 5];
            scores[indicator] = score;
            let variance = matrix.log_variance(scores).expect("a score");
            assert_eq!(variance, published.parse().expect("a number"), "{scores:?}");
        }
    }
    assert_eq!(matrix.dataset().selector(), "ecoinvent-pedigree@=2013-1");
}

/// A sum that Ocelot, the implementation of ecoinvent's system models, tests its own matrix by.
#[test]
fn variances_add_up() {
    let matrix = Pedigree::bundled().expect("the bundled matrix reads");
    let variance = matrix.log_variance([1, 2, 3, 4, 5]).expect("scores");
    // 0.0001 + 0.002 + 0.0006 + 0.12
    assert_eq!(variance.to_string(), "0.1227");
    assert_eq!(matrix.log_variance([1, 1, 0, 1, 1]), None);
    assert_eq!(matrix.log_variance([1, 1, 6, 1, 1]), None);
}

#[test]
fn the_matrix_is_a_dataset_like_any_other() {
    let registry = Registry::bundled().expect("the bundled headers read");
    let rows = registry
        .pedigree_rows("ecoinvent-pedigree")
        .expect("it reads");
    assert_eq!(rows.len(), 25);
    assert!(rows.iter().all(|row| row.place == "Table 10.5"));
    let none = registry.pedigree_rows("ipcc-gwp-ar6").expect("it reads");
    assert!(none.is_empty());
    let factors = registry.factors("ecoinvent-pedigree").expect("it reads");
    assert!(factors.is_empty());
}

/// The files of a matrix of these rows, in this edition.
fn files(edition: u8, rows: &[String]) -> [(String, Vec<u8>); 2] {
    let table = format!(
        "row,indicator,score,value,place,confidence,note\n{}",
        rows.concat()
    );
    let header = format!(
        "id = \"own\"\nedition = \"{edition}\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\ndocument = \"ours\"\n\
         published = \"2024\"\ngas_basis = \"none\"\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n[content]\nfile = \"pedigree.csv\"\nrows = {}\nsha256 = \"{}\"\n",
        rows.len(),
        cfp_factors::seal(table.as_bytes())
    );
    let folder = format!("own/own/{edition}-1");
    [
        (format!("{folder}/dataset.toml"), header.into_bytes()),
        (format!("{folder}/pedigree.csv"), table.into_bytes()),
    ]
}

/// The codes of what is wrong with a matrix of these rows.
fn codes(rows: &[String]) -> Vec<&'static str> {
    let registry = Registry::of_files(files(1, rows));
    match registry.and_then(|registry| registry.pedigree()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(Explain::code).collect(),
    }
}

#[test]
fn editions_differ_by_their_scores() {
    let mut rows = sound();
    rows[1] = "reliability 2,reliability,2,0.0009,here,seen,\n".to_owned();
    let both = files(1, &sound()).into_iter().chain(files(2, &rows));
    let own = Registry::of_files(both).expect("two editions");
    let bundled = Registry::bundled().expect("the bundled headers read");
    let registry = Registry::layered(&own, &bundled).expect("one over the other");
    // The own matrix answers, in its newest edition.
    let newest = registry.pedigree().expect("it reads");
    assert_eq!(newest.dataset().selector(), "own@=2-1");
    let diff = registry.diff("own@=1", "own@=2").expect("two matrices");
    assert_eq!(
        (diff.added.len(), diff.removed.len(), diff.unchanged),
        (0, 0, 24)
    );
    let [changed] = &diff.changed[..] else {
        panic!("{diff:?}");
    };
    // 0.0009 - 0.0006, half of the first.
    assert_eq!(changed.difference.as_deref(), Some("0.0003"));
    assert_eq!(changed.percent.as_deref(), Some("50"));
    assert_eq!(changed.after.kind, "score 2");
}

fn sound() -> Vec<String> {
    let mut rows = Vec::new();
    for (indicator, variances) in Pedigree::INDICATORS.iter().zip(PUBLISHED) {
        for (score, variance) in (1..).zip(variances) {
            rows.push(format!(
                "{indicator} {score},{indicator},{score},{variance},here,seen,\n"
            ));
        }
    }
    rows
}

#[test]
fn an_own_matrix_is_whole_and_sound() {
    assert_eq!(codes(&sound()), Vec::<&str>::new());
    assert_eq!(codes(&sound()[1..]), ["row-count"]);
    let with = |row: &str| {
        let mut rows = sound();
        rows[1] = format!("{row},here,seen,\n");
        codes(&rows)
    };
    assert_eq!(with("a,reliability,6,0.1"), ["bad-value"]);
    assert_eq!(with("a,reliability,2,-0.1"), ["bad-value"]);
    assert_eq!(with("a,realiability,2,0.1"), ["bad-value"]);
    assert_eq!(with("a,reliability,1,0.1"), ["duplicate-factor"]);
    assert_eq!(with("reliability 1,reliability,2,0.1"), ["duplicate-row"]);
}
