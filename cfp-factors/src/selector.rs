//! How a dataset is named: `id`, `id@=2024-1`, `id@^2024`; and how editions follow each other.

/// The name of a dataset or of a set of global warming potentials, and which of its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Selector<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: Version<'a>,
}

/// Which version of a dataset is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version<'a> {
    /// What nothing else replaces.
    Current,
    /// An edition in its newest revision (`=2024`), or exactly one revision (`=2024-1`).
    Exact(&'a str),
    /// The current revision of an edition, and what is current of later editions (`^2024`).
    From(&'a str),
}

impl<'a> Selector<'a> {
    /// Reads `name`, `name@=version`, `name@version` (the same) or `name@^edition`.
    pub(crate) fn read(text: &'a str) -> Self {
        let Some((name, version)) = text.split_once('@') else {
            return Self {
                name: text,
                version: Version::Current,
            };
        };
        let version = match version.strip_prefix('^') {
            Some(edition) => Version::From(edition),
            None => Version::Exact(version.strip_prefix('=').unwrap_or(version)),
        };
        Self { name, version }
    }
}

/// A part of an edition; numbers are in order of size and come before words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part<'a> {
    Number(u64),
    Word(&'a str),
}

/// What editions are put in order by: `1.10.0` follows `1.9.0`.
pub(crate) fn edition_order(edition: &str) -> Vec<Part<'_>> {
    let parts = edition.split('.');
    parts
        .map(|part| part.parse().map_or(Part::Word(part), Part::Number))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Selector, Version, edition_order};

    #[test]
    fn selectors_say_which_version() {
        for (text, version) in [
            ("own", Version::Current),
            ("own@2024", Version::Exact("2024")),
            ("own@=2024-1", Version::Exact("2024-1")),
            ("own@^2024", Version::From("2024")),
        ] {
            let expected = Selector {
                name: "own",
                version,
            };
            assert_eq!(Selector::read(text), expected);
        }
    }

    #[test]
    fn editions_follow_by_number() {
        let ordered = ["1.9.0", "1.10.0", "2023", "2024", "draft"];
        assert!(ordered.is_sorted_by(|a, b| edition_order(a) < edition_order(b)));
    }
}
