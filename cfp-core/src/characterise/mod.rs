//! From gases to CO2e: GWP sets, footprints of a demand, intensities of every product.

mod books;
mod characterisation;
mod contributions;
mod database_demand;
mod demand;
mod figure;
mod footprint;
mod gwp;
mod intensities;
mod rows;
mod scores;
mod sums;
mod tally;
mod terms;

pub use characterisation::Characterisation;
pub use contributions::{Contribution, Contributions, FlowAmount};
pub use database_demand::DatabaseDemand;
pub use demand::Demand;
pub use figure::Figure;
pub use footprint::{ByProcess, Footprint, InventoryRow, RowKind, Total, UsedFactor};
pub use gwp::GwpSet;
pub use intensities::{Intensities, Intensity};
pub use rows::{
    CoverageRow, CoveredBy, CutOffRow, DataQuality, ElectricityRow, Ratings, RegionRow, StageRow,
    SupplierRow,
};
pub use scores::Scores;
pub use terms::TermRow;

pub(crate) use demand::Means;
pub(crate) use footprint::share_percent;
pub(crate) use tally::{Accounts, Tally};
