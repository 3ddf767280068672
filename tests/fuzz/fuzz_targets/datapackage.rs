//! The files of a datapackage, or a ZIP of one: they are refused with places, or make a database.
//!
//! The description comes first and the arrays after it, divided by the four bytes `\0\xff\0\xff`; the arrays are `0.npy`, `1.npy` …

#![no_main]

use cfp_exchange::{DatabaseOptions, Files, MemoryFiles, ZipFiles, read_database};
use libfuzzer_sys::fuzz_target;

const BETWEEN: [u8; 4] = [0, 0xff, 0, 0xff];

fn read(files: &dyn Files) {
    match read_database(&[files], &DatabaseOptions::new().column(0)) {
        Ok(file) => {
            if let Ok(loaded) = file.build() {
                let _ = loaded.database.solve();
            }
        }
        Err(error) => assert!(!error.problems().is_empty()),
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(files) = ZipFiles::new("fuzz.zip", bytes) {
        read(&files);
    }
    let mut files = MemoryFiles::new("fuzz");
    let mut rest = bytes;
    let mut names = vec!["datapackage.json".to_owned()];
    names.extend((0..8).map(|number| format!("{number}.npy")));
    for name in names {
        let end = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN);
        let (part, after) = match end {
            Some(end) => (&rest[..end], &rest[end + BETWEEN.len()..]),
            None => (rest, &[][..]),
        };
        files = files.with(&name, part);
        rest = after;
    }
    read(&files);
});
