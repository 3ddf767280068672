//! How sure a figure is: what the spreads of the numbers that it rests on make of it.

mod beta;
mod compiled;
mod database;
mod distribution;
mod draws;
mod failure;
mod first_order;
mod global;
mod inputs;
mod monte_carlo;
mod normal;
mod parameters;
mod statistics;

pub use database::{
    DatabaseDraws, DatabaseEntry, DatabaseVariance, EntrySensitivities, EntrySensitivity,
    EntryVariance,
};
pub use draws::{DrawOptions, Progress, Sampling};
pub use first_order::{FirstOrder, InputShare};
pub use global::{GlobalSensitivity, SobolShare};
pub use inputs::UncertainInput;
pub use monte_carlo::{Against, Beside, MonteCarlo};
pub(super) use parameters::Places;
pub use parameters::{Compute, ModelParameter, NumberPlace, Parametric};
pub use statistics::{Comparison, FailedDraws, Percentile, Statistics};
