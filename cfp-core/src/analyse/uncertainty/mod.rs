//! How sure a figure is: what the spreads of the numbers that it rests on make of it.

#![allow(dead_code)]

mod beta;
mod database;
mod distribution;
mod draws;
mod normal;
mod statistics;

pub use database::{
    DatabaseDraws, DatabaseEntry, DatabaseVariance, EntrySensitivities, EntrySensitivity,
    EntryVariance,
};
#[allow(unused_imports)]
pub(crate) use distribution::Distribution;
#[allow(unused_imports)]
pub(crate) use draws::Uniforms;
pub use draws::{DrawOptions, Progress, Sampling};
pub use statistics::{Comparison, FailedDraws, Percentile, Statistics};
