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

/// The codes of what is wrong with a matrix of these rows.
fn codes(rows: &[String]) -> Vec<&'static str> {
    let table = format!(
        "row,indicator,score,value,place,confidence,note\n{}",
        rows.concat()
    );
    let header = format!(
        "id = \"own\"\nedition = \"1\"\nrevision = 1\ntitle = \"own\"\npublisher = \"us\"\ndocument = \"ours\"\n\
         published = \"2024\"\ngas_basis = \"none\"\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n[content]\nfile = \"pedigree.csv\"\nrows = {}\nsha256 = \"{}\"\n",
        rows.len(),
        cfp_factors::seal(table.as_bytes())
    );
    let registry = Registry::of_files([
        ("own/own/1-1/dataset.toml".to_owned(), header.into_bytes()),
        ("own/own/1-1/pedigree.csv".to_owned(), table.into_bytes()),
    ]);
    match registry.and_then(|registry| registry.pedigree()) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(Explain::code).collect(),
    }
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
