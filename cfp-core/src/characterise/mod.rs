//! From gases to CO2e: GWP sets, footprints of a demand, intensities of every product.

mod books;
mod database;
mod demand;
mod figure;
mod footprint;
mod gas_name;
mod gwp;
mod intensities;
mod rows;
mod share;
mod sums;
mod tally;
mod terms;

pub use database::{
    Characterisation, Contribution, ContributionOthers, Contributions, DatabaseDemand, FlowAmount,
    FlowChoices, LeftOut, LeftOutFlow, Scores,
};
pub use demand::Demand;
pub use figure::Figure;
pub use footprint::{ByProcess, Footprint, InventoryRow, RowKind, Total, UsedFactor};
pub use gas_name::{GasNames, NamedGas};
pub use gwp::GwpSet;
pub use intensities::{Intensities, Intensity};
pub use rows::{
    CoverageRow, CoveredBy, CutOffRow, DataQuality, ElectricityRow, Ratings, RegionRow, StageRow,
    SupplierRow,
};
pub use terms::TermRow;

pub(crate) use books::covered_by;
pub(crate) use database::{
    Bounded, Item, NOTHING, bounded_product, bounded_quotient, bounded_sum, negated,
};
pub(crate) use demand::{Means, Wanted};
pub(crate) use figure::open_totals;
pub(crate) use footprint::share_percent;
pub(crate) use intensities::no_certificate;
pub(crate) use share::first_until;
pub(crate) use tally::{Accounts, Of, Part, Tally};
