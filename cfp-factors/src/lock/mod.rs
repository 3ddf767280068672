//! `cfp.lock`: exactly which datasets a result was computed from.

mod change;
mod seal;
mod text;

pub use change::LockChange;
pub use seal::HeaderChange;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cfp_core::{FactorRecord, Finding};
use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, FACTORS, GWP};
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::gwp::GwpSource;
use crate::region::Regions;
use crate::registry::Registry;
use seal::{Header, header_changes, header_of};

/// The version of the file's form: tables, headers and regions are sealed.
const FORMAT: u32 = 2;
/// The version of the form that seals the tables of factors and global warming potentials alone.
const TABLES_ALONE: u32 = 1;
/// The name under which a lock that was not read from a file is told of.
const NAME: &str = "cfp.lock";

/// All that results leaned on, sealed by its content: the tables and headers of datasets and of sets of global warming
/// potentials, and the regions between the one asked for and the one that answered; the file `cfp.lock`.
///
/// A lock of format 1, which an earlier version wrote, seals the tables of factors and of potentials alone. It is read,
/// [`Lock::finding`] tells so, and a lock made anew has format 2.
#[derive(Debug, Clone)]
pub struct Lock {
    format: u32,
    models: Vec<String>,
    datasets: Vec<LockedDataset>,
    gwp: Vec<LockedGwp>,
    regions: Vec<LockedRegion>,
    /// Ids of which any dataset may be used.
    free: BTreeSet<String>,
    /// Whether any dataset may be used of an id that is not named.
    is_open: bool,
    /// Where each dataset stands in the file, by id and version.
    places: BTreeMap<(String, String), FilePlace>,
    /// Where each region stands in the file, by code.
    region_places: BTreeMap<String, FilePlace>,
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
    /// What its header says, by key: short texts as they are, of others `sha256:` and the checksum. Empty in a lock of
    /// format 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, String>,
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
    /// What the header of the dataset says, as in [`LockedDataset::header`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub header: BTreeMap<String, String>,
}

/// The way from a region that was asked for to the one that answered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LockedRegion {
    /// The code of the region that was asked for.
    pub code: String,
    /// The codes of those that it belongs to, the nearest first, up to the one that answered.
    pub belongs_to: Vec<String>,
}

/// A dataset that a lock names, whatever it is of.
#[derive(Clone, Copy)]
struct Named<'a> {
    id: &'a String,
    version: &'a String,
    sha256: &'a String,
    header: &'a Header,
}

impl LockedDataset {
    fn of(dataset: &Dataset, superseded: bool) -> Self {
        Self {
            id: dataset.id.clone(),
            version: dataset.version(),
            sha256: dataset.content.sha256.clone(),
            superseded,
            header: header_of(dataset),
        }
    }

    fn seal(&self) -> (&str, &Header) {
        (&self.sha256, &self.header)
    }
}

impl LockedGwp {
    fn of(source: &GwpSource) -> Self {
        Self {
            set: source.set.clone(),
            id: source.dataset.id.clone(),
            version: source.dataset.version(),
            sha256: source.dataset.content.sha256.clone(),
            header: header_of(&source.dataset),
        }
    }

    fn seal(&self) -> (&str, &Header) {
        (&self.sha256, &self.header)
    }
}

impl LockedRegion {
    /// The way of a chain, which begins with the region that was asked for; `None` where that answered itself.
    fn of(chain: &[String]) -> Option<Self> {
        let (code, belongs_to) = chain.split_first()?;
        (!belongs_to.is_empty()).then(|| Self {
            code: code.clone(),
            belongs_to: belongs_to.to_vec(),
        })
    }

    /// The way as a text: `CN-GD → CN`.
    pub fn way(&self) -> String {
        way(std::iter::once(&self.code).chain(&self.belongs_to))
    }
}

fn way<'a>(codes: impl IntoIterator<Item = &'a String>) -> String {
    let codes: Vec<&str> = codes.into_iter().map(String::as_str).collect();
    codes.join(" → ")
}

impl Default for Lock {
    /// A lock of nothing.
    fn default() -> Self {
        Self {
            format: FORMAT,
            models: Vec::new(),
            datasets: Vec::new(),
            gwp: Vec::new(),
            regions: Vec::new(),
            free: BTreeSet::new(),
            is_open: false,
            places: BTreeMap::new(),
            region_places: BTreeMap::new(),
        }
    }
}

/// Two locks are the same when they name the same data, wherever they stand.
impl PartialEq for Lock {
    fn eq(&self, other: &Self) -> bool {
        let named = |lock: &Self| {
            let Self {
                format,
                models,
                datasets,
                gwp,
                regions,
                ..
            } = lock.clone();
            (format, models, datasets, gwp, regions)
        };
        named(self) == named(other) && (&self.free, self.is_open) == (&other.free, other.is_open)
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
    /// potentials. What else they leaned on is added by [`Lock::and`].
    ///
    /// # Errors
    ///
    /// Every record or set that this registry would answer otherwise: its dataset or row is not there, or is not the
    /// same, or the region that was asked for belongs to others.
    pub fn of(
        records: &[FactorRecord],
        gwp: &[GwpSource],
        registry: &Registry,
    ) -> Result<Self, Error> {
        let mut lock = Self::default();
        let mut problems = Vec::new();
        for record in records {
            if let Err(error) = lock.add(record, registry) {
                problems.extend(error.into_problems());
            }
        }
        let mut sets = BTreeSet::new();
        for source in gwp {
            match same_here(&source.dataset, registry) {
                Ok(_) => {
                    sets.insert(LockedGwp::of(source));
                }
                Err(error) => problems.extend(error.into_problems()),
            }
        }
        lock.gwp = sets.into_iter().collect();
        Error::unless_empty(problems, lock)
    }

    /// The same lock with more datasets that results leaned on: a pedigree matrix, or any other table.
    ///
    /// # Errors
    ///
    /// Every dataset that is not in this registry, or is not the same there.
    pub fn and<'a>(
        mut self,
        datasets: impl IntoIterator<Item = &'a Arc<Dataset>>,
        registry: &Registry,
    ) -> Result<Self, Error> {
        let mut problems = Vec::new();
        for dataset in datasets {
            match same_here(dataset, registry) {
                Ok(is_current) => self.insert(LockedDataset::of(dataset, !is_current)),
                Err(error) => problems.extend(error.into_problems()),
            }
        }
        Error::unless_empty(problems, self)
    }

    /// Adds what a record leans on.
    fn add(&mut self, record: &FactorRecord, registry: &Registry) -> Result<(), Error> {
        let own = format!("{}@={}", record.dataset, record.version);
        let mut here = registry.show(&own, &record.row)?.record();
        // How the row was found is no part of it.
        here.steps.clone_from(&record.steps);
        here.over.clone_from(&record.over);
        here.chain.clone_from(&record.chain);
        if here != *record {
            let row = Some(record.row.clone());
            return Err(FactorProblem::OfAnotherRegistry { dataset: own, row }.into());
        }
        if let Some(way) = LockedRegion::of(&record.chain) {
            let now = way_now(&way, registry.regions()?);
            if now != record.chain {
                let dataset = way.way();
                return Err(FactorProblem::OfAnotherRegistry { dataset, row: None }.into());
            }
            self.insert_way(way);
        }
        // What gave way is told by the steps of a look-up, so a replay needs it too.
        for selector in record.over.iter().chain([&own]) {
            let listed = registry.newest(selector)?;
            self.insert(LockedDataset::of(listed.dataset(), !listed.is_current));
        }
        Ok(())
    }

    fn insert(&mut self, dataset: LockedDataset) {
        if let Err(at) = self.datasets.binary_search(&dataset) {
            self.datasets.insert(at, dataset);
        }
    }

    /// Adds a way; of two from one region the longer one holds both.
    fn insert_way(&mut self, way: LockedRegion) {
        let known = self.regions.iter_mut().find(|other| other.code == way.code);
        match known {
            Some(known) if known.belongs_to.len() < way.belongs_to.len() => *known = way,
            Some(_) => {}
            None => {
                self.regions.push(way);
                self.regions.sort();
            }
        }
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

    /// The regions that answered for others, sorted by the code of the one that was asked for.
    pub fn regions(&self) -> &[LockedRegion] {
        &self.regions
    }

    fn region(&self, code: &str) -> Option<&LockedRegion> {
        self.regions.iter().find(|region| region.code == code)
    }

    /// The version of the file's form: 2, or 1 of a lock that seals tables alone.
    pub fn format(&self) -> u32 {
        self.format
    }

    /// What a reader of a result under this lock should know: that it is of an older format, which lets headers and
    /// regions change. `None` of a lock of the format that is written now.
    pub fn finding(&self) -> Option<Finding> {
        let message = format!(
            "the lock is of format {TABLES_ALONE}, which seals the tables of factors and GWP sets; headers, regions \
             and other tables may change under it"
        );
        let hint = "move it to the format that seals all of them with `cfp factors update`";
        (self.format == TABLES_ALONE).then(|| Finding::new("lock-of-older-format", message, hint))
    }

    /// The lock in the format of another, so that what both say can be compared.
    pub fn in_format_of(mut self, other: &Self) -> Self {
        if other.format == TABLES_ALONE {
            self.format = TABLES_ALONE;
            self.regions.clear();
            for dataset in &mut self.datasets {
                dataset.header.clear();
            }
            for gwp in &mut self.gwp {
                gwp.header.clear();
            }
            let is_named = |locked: &LockedDataset| {
                let mut others = other.datasets.iter();
                others.any(|known| (&known.id, &known.version) == (&locked.id, &locked.version))
            };
            self.datasets.retain(is_named);
        }
        self
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

    /// Whether a dataset may be used.
    pub(crate) fn admits(&self, dataset: &Dataset) -> bool {
        let is_free = self.free.contains(&dataset.id) || (self.is_open && !self.names(&dataset.id));
        is_free || self.is_beyond(dataset) || self.was_current(dataset).is_some()
    }

    /// Whether a dataset is of a sort that the format of the lock does not seal.
    fn is_beyond(&self, dataset: &Dataset) -> bool {
        let is_sealed = [FACTORS, GWP].contains(&dataset.content.file.as_str());
        self.format == TABLES_ALONE && !is_sealed
    }

    /// Whether the lock seals this way from the region that was asked for to the one that answered; every way under a
    /// lock of format 1, which seals none.
    pub fn names_way(&self, chain: &[String]) -> bool {
        let is_named = |way: LockedRegion| {
            let known = self.region(&way.code);
            known.is_some_and(|known| known.belongs_to.starts_with(&way.belongs_to))
        };
        self.format == TABLES_ALONE || LockedRegion::of(chain).is_none_or(is_named)
    }

    /// Whether a look-up may go this way.
    pub(crate) fn admits_way(&self, chain: &[String]) -> bool {
        self.is_open || self.names_way(chain)
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

    /// The datasets that the lock names, the sets of global warming potentials last.
    fn named(&self) -> impl Iterator<Item = Named<'_>> {
        let datasets = self.datasets.iter().map(|locked| Named {
            id: &locked.id,
            version: &locked.version,
            sha256: &locked.sha256,
            header: &locked.header,
        });
        datasets.chain(self.gwp.iter().map(|locked| Named {
            id: &locked.id,
            version: &locked.version,
            sha256: &locked.sha256,
            header: &locked.header,
        }))
    }

    /// What the lock names that is not among these datasets, or has another content there.
    pub(crate) fn problems(&self, datasets: &[&Dataset]) -> Vec<FileProblem> {
        let mut problems = Vec::new();
        for named in self.named() {
            let place = self.places.get(&(named.id.clone(), named.version.clone()));
            let place = place.cloned().unwrap_or_else(|| FilePlace::file(NAME));
            let faults = named.faults(datasets).into_iter();
            problems.extend(faults.map(|fault| FileProblem::new(place.clone(), fault)));
        }
        problems
    }

    /// The ways of the lock that are others among these regions.
    pub(crate) fn way_problems(&self, regions: &Regions) -> Vec<FileProblem> {
        let problem = |locked: &LockedRegion| {
            let now = way_now(locked, regions);
            let before = locked.way();
            let after = way(&now);
            let place = self.region_places.get(&locked.code);
            let place = place.cloned().unwrap_or_else(|| FilePlace::file(NAME));
            let region = locked.code.clone();
            let fault = FileFault::LockedRegionMoved {
                region,
                before,
                after: after.clone(),
            };
            (locked.way() != after).then(|| FileProblem::new(place, fault))
        };
        self.regions.iter().filter_map(problem).collect()
    }
}

impl Named<'_> {
    /// In what the dataset of this name differs from what the lock says.
    fn faults(&self, datasets: &[&Dataset]) -> Vec<FileFault> {
        let mut of_id = datasets.iter().filter(|dataset| dataset.id == *self.id);
        let selector = format!("{}@={}", self.id, self.version);
        let found = of_id
            .clone()
            .find(|dataset| dataset.version() == *self.version);
        let Some(found) = found else {
            let choices = of_id.by_ref().map(|dataset| dataset.selector()).collect();
            return vec![FileFault::LockedEditionMissing { selector, choices }];
        };
        let mut faults = Vec::new();
        if found.content.sha256 != *self.sha256 {
            faults.push(FileFault::LockedContentChanged {
                selector: selector.clone(),
                actual: found.content.sha256.clone(),
            });
        }
        let changes = header_changes(self.header, &header_of(found));
        if !changes.is_empty() {
            faults.push(FileFault::LockedHeaderChanged { selector, changes });
        }
        faults
    }
}

/// The way that a look-up takes now from the region of a lock, as many steps as the lock has.
fn way_now(locked: &LockedRegion, regions: &Regions) -> Vec<String> {
    let chain = regions.chain(&locked.code).into_iter();
    let codes = chain.map(|region| region.code.code().to_owned());
    codes.take(locked.belongs_to.len() + 1).collect()
}

/// Whether a dataset is current in this registry, which has it as it is.
fn same_here(dataset: &Arc<Dataset>, registry: &Registry) -> Result<bool, Error> {
    let selector = dataset.selector();
    let here = registry.newest(&selector)?;
    if here.dataset() == dataset {
        return Ok(here.is_current);
    }
    let dataset = selector;
    Err(FactorProblem::OfAnotherRegistry { dataset, row: None }.into())
}
