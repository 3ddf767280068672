//! Cases worked by hand: the sum or the solution stands in each test.

mod accounts;
mod allocation;
mod cbam;
mod comparisons;
mod contributions;
mod credits;
mod draws;
mod examples;
mod followed;
mod foreign;
mod gases;
mod hard_databases;
mod hints;
mod intensities;
mod limits;
mod loops;
mod open_totals;
mod primary_aluminium;
mod recycling;
mod scenario_draws;
mod shares;
mod suppliers;
mod tables;
mod uncertain_databases;
mod uncertainty;

use cfp_core::{Figure, GwpSet, System};

use crate::check::gwp;

/// The set that counts CO2 as one.
fn co2() -> GwpSet {
    gwp(&[("CO2", "1")])
}

/// The footprint of one unit of a product.
fn intensity(system: &System, product: &str) -> Figure {
    let rows = system.intensities(&co2()).expect("intensities").intensities;
    let row = rows.iter().find(|row| row.product == product);
    row.expect("a row of the product").total
}
