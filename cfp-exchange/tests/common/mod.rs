//! What the tests of the model file share.

use cfp_exchange::{Error, ModelFile, Options, Reported};
use cfp_factors::Registry;

/// The registry that comes with the crate.
pub fn registry() -> Registry {
    Registry::bundled().unwrap()
}

/// The problems of a model, or none.
pub fn problems_of(file_name: &str, text: &str) -> Vec<Reported> {
    let built = ModelFile::read(file_name, text.as_bytes())
        .and_then(|model| model.build(&registry(), &Options::new()));
    let answered = built.and_then(|study| study.footprint());
    answered.map_or_else(|error: Error| error.problems().to_vec(), |_| Vec::new())
}

/// Code and place of each problem, as `unknown-key 3:1`; without a place the code alone.
pub fn told(file_name: &str, text: &str) -> Vec<String> {
    let problems = problems_of(file_name, text);
    let told = problems
        .iter()
        .map(|problem| match problem.location.position {
            Some((line, column)) => format!("{} {line}:{column}", problem.code),
            None => problem.code.to_owned(),
        });
    told.collect()
}
