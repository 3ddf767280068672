//! The choices of a modeller that a footprint does not carry.

use std::collections::BTreeSet;

use crate::characterise::{Footprint, RowKind};
use crate::model::{SharedProcess, System};

/// What the model behind a footprint chose: how processes of several outputs share, and what is avoided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The processes of several outputs, with how these share.
    pub allocations: Vec<SharedProcess>,
    /// What processes avoid: the name of each process, and the flow.
    pub avoided: Vec<(String, String)>,
}

impl Facts {
    /// What the system chose for the processes that the footprint runs.
    pub fn of(system: &System, footprint: &Footprint) -> Self {
        let rows = footprint.by_process.iter();
        let running: BTreeSet<&str> = rows
            .filter(|row| row.kind == RowKind::Process)
            .map(|row| row.process.as_str())
            .collect();
        let mut allocations = system.allocations();
        allocations.retain(|shared| running.contains(shared.process.as_str()));
        let avoided = system.avoided().into_iter();
        Self {
            allocations,
            avoided: avoided
                .filter(|(process, _)| running.contains(process))
                .map(|(process, flow)| (process.to_owned(), flow.to_owned()))
                .collect(),
        }
    }
}
