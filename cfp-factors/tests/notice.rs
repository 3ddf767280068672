//! `NOTICE` at the top of the repository says what the licences of the bundled datasets ask for.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cfp_factors::Registry;

const HEAD: &str = "\
cfp carries published numbers. This file holds, for each dataset, the sentence that its licence or its publisher asks
for. It is made from the headers of the datasets by data/convert/notice.py.
";
const TAIL: &str = "
Beside the datasets, searches take traditional Chinese characters for simplified ones by a table of Open Chinese Convert
(OpenCC), data/dictionary/TSCharacters.txt, https://github.com/BYVoid/OpenCC, Apache License 2.0,
https://www.apache.org/licenses/LICENSE-2.0; changed by leaving out further choices. It is cfp-factors/src/simplified.txt.
";

#[test]
fn the_notice_is_that_of_the_bundled_datasets() {
    let registry = Registry::bundled().expect("the bundled headers read");
    let mut expected = HEAD.to_owned();
    for dataset in registry.datasets() {
        let licence = &dataset.licence;
        let url = licence
            .url
            .as_ref()
            .map_or_else(String::new, |url| format!(", {url}"));
        let entry = writeln!(
            expected,
            "\n{} {}\n  {}\n  {}\n  Licence: {}{url}",
            dataset.id,
            dataset.version(),
            dataset.title,
            licence.attribution,
            licence.name
        );
        entry.expect("a string takes all");
    }
    expected.push_str(TAIL);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../NOTICE");
    let notice = fs::read_to_string(file).expect("a readable file");
    assert!(notice == expected, "run data/convert/notice.py");
}

#[test]
fn nothing_is_bundled_that_may_not_be_passed_on() {
    let registry = Registry::bundled().expect("the bundled headers read");
    for dataset in registry.datasets() {
        assert!(dataset.licence.redistribution, "{}", dataset.selector());
        assert!(!dataset.licence.attribution.is_empty());
    }
}
