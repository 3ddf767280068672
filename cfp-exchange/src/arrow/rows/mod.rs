//! Which columns each kind of row has. They are called as the fields of the row; a field that has fields itself gives a
//! column for each, with the name of both: `dataset_id`.

mod analysis;
mod cbam;
mod database;
mod factors;
mod footprint;
mod uncertainty;

/// The unit of most figures.
const CO2E: &str = "kg CO2e";
/// The unit of shares.
const PERCENT: &str = "%";
