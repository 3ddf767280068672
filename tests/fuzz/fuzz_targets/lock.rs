//! A lock file: it is refused, or reads back from its own text as the same lock.

#![no_main]

use cfp_factors::{Lock, Registry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(lock) = Lock::parse("cfp.lock", text) else {
        return;
    };
    let written = lock.text();
    let read = Lock::parse("cfp.lock", &written).expect("what was written reads");
    assert!(read == lock && read.text() == written);
    assert!(lock.difference(&read).is_empty());
    let registry = Registry::bundled().expect("the bundled headers read");
    let _ = registry.locked(&lock);
});
