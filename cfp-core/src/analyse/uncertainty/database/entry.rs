//! The numbers that a footprint of a database rests on.

use serde::{Deserialize, Serialize};

/// A number of a database or of its characterisation. Entries that add up at one place are one number each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum DatabaseEntry {
    /// What a process makes (positive) or takes (negative) of a product.
    Exchange {
        /// The index of the product.
        product: usize,
        /// The index of the process.
        process: usize,
    },
    /// What a process emits of a flow.
    Emission {
        /// The index of the flow.
        flow: usize,
        /// The index of the process.
        process: usize,
    },
    /// What a unit of a flow counts.
    Factor {
        /// The index of the flow.
        flow: usize,
    },
}
