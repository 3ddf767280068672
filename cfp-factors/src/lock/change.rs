//! What leads from one lock to another.

use std::collections::BTreeSet;

use super::seal::agree;
use super::{Lock, LockedDataset, LockedGwp, LockedRegion};

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
    /// Other regions between the one that is asked for and the one that answers.
    Region {
        /// The regions in the first.
        before: Option<LockedRegion>,
        /// The regions in the second.
        after: Option<LockedRegion>,
    },
}

impl Lock {
    /// What leads from this lock to another: datasets by id and version, then sets of global warming potentials, then
    /// regions. What a lock of an older format does not seal is no change.
    pub fn difference(&self, after: &Self) -> Vec<LockChange> {
        let ids = self.datasets.iter().chain(&after.datasets);
        let ids: BTreeSet<&str> = ids.map(|dataset| dataset.id.as_str()).collect();
        let mut changes = Vec::new();
        for id in ids {
            let only = |these: &[LockedDataset], others: &[LockedDataset]| -> Vec<LockedDataset> {
                let of_id = these.iter().filter(|dataset| dataset.id == id);
                let is_there = |dataset: &LockedDataset| {
                    let mut others = others.iter();
                    others.any(|other| {
                        let named = (&other.version, other.superseded)
                            == (&dataset.version, dataset.superseded);
                        other.id == id && named && agree(other.seal(), dataset.seal())
                    })
                };
                of_id
                    .filter(|dataset| !is_there(dataset))
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
            let is_same = before.as_ref().zip(after.as_ref()).is_some_and(|pair| {
                let (before, after) = pair;
                (&before.id, &before.version) == (&after.id, &after.version)
                    && agree(before.seal(), after.seal())
            });
            if !is_same {
                changes.push(LockChange::Gwp { before, after });
            }
        }
        let codes = self.regions.iter().chain(&after.regions);
        let codes: BTreeSet<&str> = codes.map(|region| region.code.as_str()).collect();
        for code in codes {
            let [before, after] = [self, after].map(|lock| lock.region(code).cloned());
            if before != after {
                changes.push(LockChange::Region { before, after });
            }
        }
        changes
    }
}
