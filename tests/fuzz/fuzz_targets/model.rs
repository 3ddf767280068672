//! A model file in TOML or JSON: it is refused with problems, or its answers keep the laws of footprints.

#![no_main]

use cfp_exchange::{ModelFile, Options};
use cfp_factors::Registry;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::bundled().expect("the bundled headers read"));

fuzz_target!(|bytes: &[u8]| {
    for name in ["model.toml", "model.json"] {
        let model = match ModelFile::read(name, bytes) {
            Ok(model) => model,
            Err(error) => {
                assert!(!error.problems().is_empty());
                continue;
            }
        };
        let Ok(study) = model.build(&REGISTRY, &Options::default()) else {
            continue;
        };
        let Ok(footprint) = study.footprint() else {
            continue;
        };
        let again = study.footprint().expect("the same again");
        assert!(footprint.total() == again.total());
        let _ = study.intensities();
    }
});
