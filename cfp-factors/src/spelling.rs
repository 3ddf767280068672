//! What texts are searched by, in whatever letters they are written.

use std::sync::LazyLock;

use cfp_core::name_key;

/// Traditional characters with their simplified ones; the file names its source.
const TABLE: &str = include_str!("simplified.txt");

static SIMPLIFIED: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| {
        let mut letters = line.chars().filter(|letter| *letter != ' ');
        letters.next().zip(letters.next())
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs
});

/// A text as it is searched for: in lower case, each letter as one character, and Chinese characters simplified. It is not
/// what names of models and look-ups are compared by, which tell upper from lower case and traditional from simplified.
pub(crate) fn search_key(text: &str) -> String {
    let lowered = text.to_lowercase();
    let key = name_key(&lowered);
    if key.is_ascii() {
        key.into_owned()
    } else {
        key.chars().map(simplified).collect()
    }
}

fn simplified(letter: char) -> char {
    let found = SIMPLIFIED.binary_search_by_key(&letter, |(traditional, _)| *traditional);
    found.map_or(letter, |at| SIMPLIFIED[at].1)
}

#[cfg(test)]
mod tests {
    use super::{SIMPLIFIED, search_key};

    #[test]
    fn every_line_of_the_table_is_a_pair() {
        assert!(SIMPLIFIED.len() > 3000, "{}", SIMPLIFIED.len());
        assert!(SIMPLIFIED.is_sorted_by(|one, other| one.0 < other.0));
        assert!(
            SIMPLIFIED
                .iter()
                .all(|(traditional, simplified)| traditional != simplified)
        );
    }

    #[test]
    fn one_word_has_one_key() {
        for (written, key) in [
            ("電力", "电力"),
            ("電\u{f98a}", "电力"),
            ("電爐鋼", "电炉钢"),
            ("Cafe\u{301}", "café"),
            ("CO2", "co2"),
        ] {
            assert_eq!(search_key(written), key);
        }
    }
}
