//! The same for databases: what their flows count, the scores of all their products, and who contributes.

mod characterisation;
mod contributions;
mod demand;
mod scores;

pub use characterisation::Characterisation;
pub(crate) use contributions::bounded_product;
pub use contributions::{Contribution, Contributions, FlowAmount};
pub use demand::DatabaseDemand;
pub use scores::Scores;
