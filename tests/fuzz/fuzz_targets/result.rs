//! A stored result: it is refused, or reads back from its own text as the same result.

#![no_main]

use cfp_exchange::FootprintFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(result) = FootprintFile::read("result.json", bytes) else {
        return;
    };
    let written = result.text();
    let read = FootprintFile::read("result.json", written.as_bytes()).expect("what was written reads");
    assert_eq!(read.text(), written);
});
