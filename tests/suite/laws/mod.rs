//! Properties: each is a law with a sentence.

mod bounds;
mod accounting;

/// How many random cases a law is tried on: enough to find slips in a debug run, and the number
/// that the bounds are claimed with in a release run.
pub fn cases(release: u32) -> proptest::test_runner::Config {
    let cases = if cfg!(debug_assertions) { release.min(200) } else { release };
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}
