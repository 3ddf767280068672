//! The five tables of a database, divided by NULs: they are refused with places, or make a database whose scores are finite.

#![no_main]

use cfp_exchange::{DatabaseOptions, LabelFile, MemoryFiles, read_database};
use cfp_factors::Registry;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::bundled().expect("the bundled headers read"));

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut files = MemoryFiles::new("fuzz");
    for name in [
        "technosphere.csv",
        "processes.csv",
        "flows.csv",
        "emissions.csv",
        "characterisation.csv",
    ] {
        if let Some(part) = parts.next() {
            files = files.with(name, part);
        }
    }
    let labels = parts.next().and_then(|part| LabelFile::read("labels.csv", part).ok());
    let mut file = match read_database(&[&files], &DatabaseOptions::new()) {
        Ok(file) => file,
        Err(error) => {
            assert!(!error.problems().is_empty());
            return;
        }
    };
    if let Some(labels) = &labels {
        file = file.labelled(labels);
    }
    let Ok(loaded) = file.build() else {
        return;
    };
    let gwp = REGISTRY.gwp("AR6-100").expect("a set");
    if let Ok(method) = loaded.database.characterised_by(&gwp) {
        // Every flow counts or is left out by name.
        assert_eq!(method.len() + method.left_out().len(), loaded.database.flow_count());
    }
    let Ok(solved) = loaded.database.solve() else {
        return;
    };
    for method in &loaded.characterisations {
        let Ok(scores) = solved.scores(method) else {
            continue;
        };
        for product in 0..scores.len() {
            assert!(scores.standing(product).is_some());
            if scores.is_given(product) {
                let _ = scores.figure(product);
            }
        }
    }
});
