//! What an analyst asks after the total. Nothing here computes a footprint a second way: it reads what the solver and
//! the characterisation found.

mod analysis;
mod difference;
mod sensitivity;
mod slopes;
mod supply_chain;
mod uncertainty;

pub use analysis::Analysis;
pub use difference::{Change, Changed, Difference, DifferencePart};
pub use sensitivity::{Sensitivity, SensitivityKind};
pub use supply_chain::{ChainNode, ChainOptions, SupplyChains};
pub use uncertainty::{
    Comparison, DrawOptions, FailedDraws, Percentile, Progress, Sampling, Statistics,
};
