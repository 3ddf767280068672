//! A header and a table, divided by the first NUL: whatever they hold, they are read or refused with a place.
//!
//! The table is sealed anew where the header says `SEAL`, so that faults behind the checksum are reached.

#![no_main]

use cfp_factors::{Filter, Query, Registry};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const REGIONS: &str = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n\
                       CN-GD,CN,province,Guangdong,广东,ISO\n";

fuzz_target!(|bytes: &[u8]| {
    let (header, table) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &[][..]),
    };
    let digest = Sha256::digest(table);
    let seal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let header = String::from_utf8_lossy(header).replace("SEAL", &seal);
    let file = |path: &str, bytes: &[u8]| (path.to_owned(), bytes.to_vec());
    let registry = Registry::of_files([
        file("regions.csv", REGIONS.as_bytes()),
        file("own/own/2024-1/dataset.toml", header.as_bytes()),
        file("own/own/2024-1/factors.csv", table),
        file("own/own/2024-1/gwp.csv", table),
        file("own/own/2024-1/pedigree.csv", table),
    ]);
    let Ok(registry) = registry else {
        return;
    };
    match registry.search(&Filter::new().text("electricity")) {
        Ok(found) => assert!(found.len() <= table.len()),
        Err(error) => assert!(error.problems().iter().all(|problem| problem.place().is_some())),
    }
    for set in registry.gwp_names() {
        let _ = registry.gwp(&set);
    }
    let _ = registry.pedigree();
    let query = Query::new("electricity").region("CN-GD").year(2025);
    let _ = registry.find(query.up_to_region("country").up_to_years_old(u16::MAX));
    let _ = registry.suggest("electricty");
    if let Ok(diff) = registry.diff("own", "own") {
        assert!(diff.changed.is_empty() && diff.added.is_empty() && diff.removed.is_empty());
    }
});
