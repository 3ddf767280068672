//! What a lock seals of a dataset beside its table: the header.

use std::collections::BTreeMap;

use crate::dataset::Dataset;
use crate::seal::seal;

/// A text of a header up to so many characters stands in a lock as it is; of a longer one its checksum does.
const LONGEST: usize = 80;
/// The keys of a header that a lock has elsewhere: the name of a dataset, and its table.
const ELSEWHERE: [&str; 4] = ["id", "edition", "revision", "content"];

/// What a header says, by key.
pub(crate) type Header = BTreeMap<String, String>;

/// A key of a header that says other than a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderChange {
    /// The key in `dataset.toml`: `gwp_set`, or `licence.name` within a table.
    pub key: String,
    /// What the lock says; `None` where it does not have the key.
    pub before: Option<String>,
    /// What the header says; `None` where it does not have the key.
    pub after: Option<String>,
}

impl HeaderChange {
    /// What both say: `gwp_set: AR4-100 → AR5-100`.
    pub(crate) fn line(&self) -> String {
        let [before, after] = [&self.before, &self.after]
            .map(|said| said.clone().unwrap_or_else(|| "not stated".to_owned()));
        format!("{}: {before} → {after}", self.key)
    }
}

/// What the header of a dataset says: short texts as they are, of others `sha256:` and the checksum.
///
/// # Panics
///
/// Never: a header is read from TOML.
pub(crate) fn header_of(dataset: &Dataset) -> Header {
    let mut header = Header::new();
    let table = toml::Table::try_from(dataset).expect("a header is TOML");
    for (key, value) in table {
        if !ELSEWHERE.contains(&key.as_str()) {
            state(&mut header, key, value);
        }
    }
    header
}

/// Adds what a key says, those of a table each under its own name.
fn state(header: &mut Header, key: String, value: toml::Value) {
    let text = match value {
        toml::Value::Table(table) => {
            for (inner, value) in table {
                state(header, format!("{key}.{inner}"), value);
            }
            return;
        }
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    let text = if text.chars().count() > LONGEST {
        format!("sha256:{}", seal(text.as_bytes()))
    } else {
        text
    };
    header.insert(key, text);
}

/// Where a header says other than a lock, by key; nothing where the lock seals tables alone.
pub(crate) fn header_changes(locked: &Header, now: &Header) -> Vec<HeaderChange> {
    if locked.is_empty() {
        return Vec::new();
    }
    let mut keys: Vec<&String> = locked.keys().chain(now.keys()).collect();
    keys.sort();
    keys.dedup();
    let changes = keys.into_iter().map(|key| HeaderChange {
        key: key.clone(),
        before: locked.get(key).cloned(),
        after: now.get(key).cloned(),
    });
    changes
        .filter(|change| change.before != change.after)
        .collect()
}

/// Whether two seals of a table and a header say the same, as far as both of them say it.
pub(super) fn agree(one: (&str, &Header), other: (&str, &Header)) -> bool {
    let is_older = one.1.is_empty() || other.1.is_empty();
    one.0 == other.0 && (is_older || one.1 == other.1)
}
