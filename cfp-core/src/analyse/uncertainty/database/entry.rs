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

impl DatabaseEntry {
    /// The word for it in results: `exchange`, `emission`, `factor`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exchange { .. } => "exchange",
            Self::Emission { .. } => "emission",
            Self::Factor { .. } => "factor",
        }
    }

    /// The index of the product of an exchange.
    pub fn product(self) -> Option<usize> {
        match self {
            Self::Exchange { product, .. } => Some(product),
            Self::Emission { .. } | Self::Factor { .. } => None,
        }
    }

    /// The index of the flow of an emission or a factor.
    pub fn flow(self) -> Option<usize> {
        match self {
            Self::Exchange { .. } => None,
            Self::Emission { flow, .. } | Self::Factor { flow } => Some(flow),
        }
    }

    /// The index of the process of an exchange or an emission.
    pub fn process(self) -> Option<usize> {
        match self {
            Self::Exchange { process, .. } | Self::Emission { process, .. } => Some(process),
            Self::Factor { .. } => None,
        }
    }
}
