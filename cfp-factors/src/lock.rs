//! `cfp.lock`: exactly which datasets a result was computed from.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::FactorRecord;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::dataset::Dataset;
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::gwp::GwpSource;
use crate::registry::Registry;

/// The version of the file's form.
const FORMAT: u32 = 1;
/// The name under which a lock that was not read from a file is told of.
const NAME: &str = "cfp.lock";
const COMMENT: &str = "# The published numbers behind a result, sealed by their content.\n\
                       # `--locked` uses nothing else, and `cfp factors update` moves it to newer editions.\n";

/// The datasets and the sets of global warming potentials that results were computed from; the file `cfp.lock`.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    models: Vec<String>,
    datasets: Vec<LockedDataset>,
    gwp: Vec<LockedGwp>,
    /// Ids of which any dataset may be used.
    free: BTreeSet<String>,
    /// Whether any dataset may be used of an id that is not named.
    is_open: bool,
    /// Where each dataset stands in the file, by id and version.
    places: BTreeMap<(String, String), FilePlace>,
}

/// A dataset in a lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LockedDataset {
    /// The name that all editions share.
    pub id: String,
    /// The edition and revision, such as `2024-1`.
    pub version: String,
    /// SHA-256 of its table, in lower-case hexadecimal.
    pub sha256: String,
    /// Whether it was already replaced when the lock was made, so that only look-ups that name it use it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
}

/// The set of global warming potentials in a lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LockedGwp {
    /// The name of the set as the model says it: `AR6-100`.
    pub set: String,
    /// The dataset that it is in.
    pub id: String,
    /// The edition and revision of that.
    pub version: String,
    /// SHA-256 of its table, in lower-case hexadecimal.
    pub sha256: String,
}

/// The lock as it is written.
#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    models: &'a [String],
    #[serde(skip_serializing_if = "<[LockedGwp]>::is_empty")]
    gwp: &'a [LockedGwp],
    #[serde(skip_serializing_if = "<[LockedDataset]>::is_empty")]
    dataset: &'a [LockedDataset],
}

/// The lock as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    format: Spanned<u32>,
    #[serde(default)]
    models: Vec<Spanned<String>>,
    #[serde(default)]
    gwp: Vec<Spanned<LockedGwp>>,
    #[serde(default)]
    dataset: Vec<Spanned<LockedDataset>>,
}

/// A step from one lock to another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockChange {
    /// A dataset that only the second names.
    Added(LockedDataset),
    /// A dataset that only the first names.
    Removed(LockedDataset),
    /// A dataset of which the second names another version, or the same with other content.
    Moved {
        /// The dataset in the first.
        before: LockedDataset,
        /// The dataset in the second.
        after: LockedDataset,
    },
    /// Another set of global warming potentials, or another edition of it.
    Gwp {
        /// The set in the first.
        before: Option<LockedGwp>,
        /// The set in the second.
        after: Option<LockedGwp>,
    },
}

/// Two locks are the same when they name the same data, wherever they stand.
impl PartialEq for Lock {
    fn eq(&self, other: &Self) -> bool {
        let named = (&self.models, &self.datasets, &self.gwp)
            == (&other.models, &other.datasets, &other.gwp);
        named && (&self.free, self.is_open) == (&other.free, other.is_open)
    }
}

impl Eq for Lock {}

/// A lock as data has the form of its text.
impl Serialize for Lock {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Lock {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only a text has places in it, so what is wrong with data is told as that of a text.
        let table = toml::Table::deserialize(deserializer)?;
        let text = toml::to_string(&table).map_err(serde::de::Error::custom)?;
        Self::parse(NAME, &text).map_err(serde::de::Error::custom)
    }
}

impl Lock {
    /// The lock of what results used: the records of their factors, and their published sets of global warming
    /// potentials.
    ///
    /// # Errors
    ///
    /// A record or a set of another registry: its dataset or row is not in this one, or is not the same there.
    pub fn of(
        records: &[FactorRecord],
        gwp: &[GwpSource],
        registry: &Registry,
    ) -> Result<Self, Error> {
        let mut used = BTreeMap::new();
        for record in records {
            // What gave way is told by the steps of a look-up, so a replay needs it too.
            let own = format!("{}@={}", record.dataset, record.version);
            let here = registry.show(&own, &record.row)?.record();
            if (&here.value, &here.unit) != (&record.value, &record.unit) {
                let row = Some(record.row.clone());
                return Err(FactorProblem::OfAnotherRegistry { dataset: own, row }.into());
            }
            for selector in record.over.iter().chain([&own]) {
                if used.contains_key(selector) {
                    continue;
                }
                let listed = registry.newest(selector)?;
                let locked = LockedDataset {
                    id: listed.dataset().id.clone(),
                    version: listed.dataset().version(),
                    sha256: listed.dataset().content.sha256.clone(),
                    superseded: !listed.is_current,
                };
                used.insert(selector.clone(), locked);
            }
        }
        let mut datasets: Vec<_> = used.into_values().collect();
        datasets.sort();
        for source in gwp {
            let dataset = source.dataset.selector();
            if registry.dataset(&dataset)?.content.sha256 != source.dataset.content.sha256 {
                return Err(FactorProblem::OfAnotherRegistry { dataset, row: None }.into());
            }
        }
        let gwp: BTreeSet<_> = gwp
            .iter()
            .map(|source| LockedGwp {
                set: source.set.clone(),
                id: source.dataset.id.clone(),
                version: source.dataset.version(),
                sha256: source.dataset.content.sha256.clone(),
            })
            .collect();
        Ok(Self {
            datasets,
            gwp: gwp.into_iter().collect(),
            ..Self::default()
        })
    }

    /// The same lock, said to be of these model files beside it.
    pub fn of_models(mut self, files: impl IntoIterator<Item = String>) -> Self {
        let files: BTreeSet<String> = files.into_iter().collect();
        self.models = files.into_iter().collect();
        self
    }

    /// The files beside the lock whose models it is of, sorted.
    pub fn models(&self) -> &[String] {
        &self.models
    }

    /// The datasets of factors, sorted by id and version.
    pub fn datasets(&self) -> &[LockedDataset] {
        &self.datasets
    }

    /// The published sets of global warming potentials, sorted by name.
    pub fn gwp(&self) -> &[LockedGwp] {
        &self.gwp
    }

    /// The lock with every dataset free whose id it does not name, so that a model which has grown is answered; what
    /// is named stays as it is.
    pub fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// Whether a dataset of this id is named.
    pub fn names(&self, id: &str) -> bool {
        let mut gwp = self.gwp.iter();
        self.datasets.iter().any(|dataset| dataset.id == id) || gwp.any(|gwp| gwp.id == id)
    }

    /// The lock with the datasets of an id left free, so that these alone move to what is current.
    pub fn but_for(mut self, id: &str) -> Self {
        self.datasets.retain(|dataset| dataset.id != id);
        self.gwp.retain(|gwp| gwp.id != id);
        self.free.insert(id.to_owned());
        self
    }

    /// The text of the file; the same lock gives the same bytes.
    ///
    /// # Panics
    ///
    /// Never: texts, a number and a table of them are TOML whatever they hold.
    pub fn text(&self) -> String {
        let written = self.written();
        // An empty text would read as a lock of nothing.
        let text = toml::to_string(&written).expect("texts and numbers are TOML");
        format!("{COMMENT}{text}")
    }

    fn written(&self) -> Written<'_> {
        Written {
            format: FORMAT,
            models: &self.models,
            gwp: &self.gwp,
            dataset: &self.datasets,
        }
    }

    /// Reads the text of a lock; `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let at = |byte: usize| FilePlace::at_byte(file, text.as_bytes(), byte);
        let bad =
            |byte: usize, reason: String| FileProblem::new(at(byte), FileFault::BadLock { reason });
        let read: Read = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            bad(start, error.message().replace('\n', " "))
        })?;
        let mut problems = Vec::new();
        if *read.format.get_ref() != FORMAT {
            let reason = format!("`format` is {}, not {FORMAT}", read.format.get_ref());
            problems.push(bad(read.format.span().start, reason));
        }
        let mut lock = Self::default();
        for spanned in read.dataset {
            let start = spanned.span().start;
            let dataset = spanned.into_inner();
            if !is_sha256(&dataset.sha256) {
                problems.push(bad(start, unsealed(&dataset.id)));
            }
            let key = (dataset.id.clone(), dataset.version.clone());
            if lock.places.insert(key, at(start)).is_some() {
                let reason = format!("`{} {}` is there twice", dataset.id, dataset.version);
                problems.push(bad(start, reason));
            }
            lock.datasets.push(dataset);
        }
        lock.datasets.sort();
        for spanned in read.gwp {
            let start = spanned.span().start;
            let gwp = spanned.into_inner();
            if !is_sha256(&gwp.sha256) {
                problems.push(bad(start, unsealed(&gwp.id)));
            }
            if lock.gwp.iter().any(|known| known.set == gwp.set) {
                problems.push(bad(start, format!("`{}` is there twice", gwp.set)));
            }
            let key = (gwp.id.clone(), gwp.version.clone());
            lock.places.entry(key).or_insert_with(|| at(start));
            lock.gwp.push(gwp);
        }
        lock.gwp.sort();
        for spanned in read.models {
            if spanned.get_ref().contains(['/', '\\']) {
                let reason = format!(
                    "`{}` is not the name of a file beside the lock",
                    spanned.get_ref()
                );
                problems.push(bad(spanned.span().start, reason));
            }
            lock.models.push(spanned.into_inner());
        }
        lock.models.sort();
        Error::unless_empty(problems, lock)
    }

    /// What leads from this lock to another, by id and version, the set of global warming potentials last.
    pub fn difference(&self, after: &Self) -> Vec<LockChange> {
        let ids = self.datasets.iter().chain(&after.datasets);
        let ids: BTreeSet<&str> = ids.map(|dataset| dataset.id.as_str()).collect();
        let mut changes = Vec::new();
        for id in ids {
            let only = |these: &[LockedDataset], others: &[LockedDataset]| -> Vec<LockedDataset> {
                let of_id = these.iter().filter(|dataset| dataset.id == id);
                of_id
                    .filter(|dataset| !others.contains(dataset))
                    .cloned()
                    .collect()
            };
            let mut removed = only(&self.datasets, &after.datasets).into_iter();
            let mut added = only(&after.datasets, &self.datasets).into_iter();
            loop {
                changes.push(match (removed.next(), added.next()) {
                    (Some(before), Some(after)) => LockChange::Moved { before, after },
                    (Some(before), None) => LockChange::Removed(before),
                    (None, Some(after)) => LockChange::Added(after),
                    (None, None) => break,
                });
            }
        }
        let sets = self.gwp.iter().chain(&after.gwp);
        let sets: BTreeSet<&str> = sets.map(|gwp| gwp.set.as_str()).collect();
        for set in sets {
            let of = |lock: &Self| lock.gwp.iter().find(|gwp| gwp.set == set).cloned();
            let (before, after) = (of(self), of(after));
            if before != after {
                changes.push(LockChange::Gwp { before, after });
            }
        }
        changes
    }

    /// Whether a dataset may be used.
    pub(crate) fn admits(&self, dataset: &Dataset) -> bool {
        let is_free = self.free.contains(&dataset.id) || (self.is_open && !self.names(&dataset.id));
        is_free || self.was_current(dataset).is_some()
    }

    /// Whether a dataset of the lock was current when that was made; `None` for a dataset that is not in it.
    pub(crate) fn was_current(&self, dataset: &Dataset) -> Option<bool> {
        let version = dataset.version();
        let is_it = |id: &str, other: &str| dataset.id == id && version == other;
        let locked = self
            .datasets
            .iter()
            .find(|locked| is_it(&locked.id, &locked.version));
        let mut gwp = self
            .gwp
            .iter()
            .filter(|gwp| is_it(&gwp.id, &gwp.version))
            .peekable();
        let of_gwp = gwp
            .peek()
            .is_some()
            .then(|| gwp.any(|gwp| !gwp.set.contains('@')));
        locked.map(|locked| !locked.superseded).or(of_gwp)
    }

    /// What the lock names that is not among these datasets, or has another content there.
    pub(crate) fn problems(&self, datasets: &[&Dataset]) -> Vec<FileProblem> {
        let of_gwp = self
            .gwp
            .iter()
            .map(|gwp| (&gwp.id, &gwp.version, &gwp.sha256));
        let named = self
            .datasets
            .iter()
            .map(|dataset| (&dataset.id, &dataset.version, &dataset.sha256))
            .chain(of_gwp);
        let problem = |(id, version, sha256): (&String, &String, &String)| {
            let mut of_id = datasets.iter().filter(|dataset| dataset.id == *id);
            let selector = format!("{id}@={version}");
            let fault = match of_id.clone().find(|dataset| dataset.version() == *version) {
                Some(found) if found.content.sha256 == *sha256 => return None,
                Some(found) => FileFault::LockedContentChanged {
                    selector,
                    actual: found.content.sha256.clone(),
                },
                None => FileFault::LockedEditionMissing {
                    selector,
                    choices: of_id.by_ref().map(|dataset| dataset.selector()).collect(),
                },
            };
            let place = self.places.get(&(id.clone(), version.clone()));
            let place = place.cloned().unwrap_or_else(|| FilePlace::file(NAME));
            Some(FileProblem::new(place, fault))
        };
        named.filter_map(problem).collect()
    }
}

fn is_sha256(text: &str) -> bool {
    let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    text.len() == 64 && text.bytes().all(is_digit)
}

fn unsealed(id: &str) -> String {
    format!("`sha256` of `{id}` is not 64 digits of lower-case hexadecimal")
}
