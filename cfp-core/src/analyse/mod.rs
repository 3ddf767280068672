//! What an analyst asks after the total. Nothing here computes a footprint a second way: it reads what the solver and
//! the characterisation found.

mod analysis;
mod comparison;
mod contribution;
mod database_path;
mod database_sankey;
mod difference;
mod network;
mod parts;
mod path;
mod ranked;
mod sankey;
mod search;
mod sensitivity;
mod sharing;
mod slopes;
mod supply_chain;
mod tier;
mod tree;
mod uncertainty;
mod unending;
mod upstream;

pub use analysis::Analysis;
pub use contribution::{
    By, ContributionKind, ContributionRemainder, ContributionRow, ContributionTable,
};
pub use database_path::{DatabasePath, DatabasePaths, DatabaseStep};
pub use database_sankey::{DatabaseSankey, DatabaseSankeyLink, DatabaseSankeyNode};
pub use difference::{Change, Changed, Difference, DifferencePart};
pub use path::{PathStep, Paths, SupplyPath};
pub use sankey::{Sankey, SankeyKind, SankeyLink, SankeyNode};
pub use sensitivity::{Sensitivities, Sensitivity, SensitivityKind};
pub use supply_chain::{ChainNode, ChainOptions, SupplyChains};
pub use tree::{SupplyTree, TreeNode};
pub use uncertainty::{
    Against, Beside, Comparison, Compute, DatabaseDraws, DatabaseEntry, DatabaseVariance,
    DrawOptions, EntrySensitivities, EntrySensitivity, EntryVariance, FailedDraws, FirstOrder,
    GlobalSensitivity, InputShare, ModelParameter, MonteCarlo, NumberPlace, Parametric, Percentile,
    Progress, Sampling, SobolShare, Statistics, UncertainInput,
};
pub use upstream::{Upstream, UpstreamRow};
