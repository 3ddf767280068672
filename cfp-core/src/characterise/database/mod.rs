//! The same for databases: what their flows count, the scores of all their products, and who contributes.

mod characterisation;
mod contributions;
mod demand;
mod gases;
mod scores;
mod standing;

pub use characterisation::Characterisation;
pub(crate) use contributions::{
    Bounded, NOTHING, bounded_product, bounded_quotient, bounded_sum, negated,
};
pub use contributions::{Contribution, ContributionOthers, Contributions, FlowAmount};
pub use demand::DatabaseDemand;
pub(crate) use demand::Item;
pub use gases::{FlowChoices, LeftOut, LeftOutFlow};
pub use scores::Scores;
