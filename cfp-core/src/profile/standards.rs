//! The standards as data: which question each asks, where, and on what that rests.

mod construction;
mod exchange;
mod footprint;

use super::parameters::Parameters;
use super::rule::Rule;
use crate::amount::Amount;

/// A standard: its name as a profile, its title, the parameters that it begins with, and its questions.
#[derive(Debug)]
pub(super) struct Standard {
    pub name: &'static str,
    pub title: &'static str,
    pub parameters: fn() -> Parameters,
    pub rules: &'static [Rule],
}

/// Every standard, in the order in which they are listed.
pub(super) static STANDARDS: [&Standard; 5] = [
    &footprint::ISO_14067,
    &footprint::GB_T_24067,
    &exchange::PACT_3,
    &footprint::GHGP_PRODUCT,
    &construction::EN_15804,
];

/// The set of the newest assessment report, over a hundred years.
const NEWEST_SET: &str = "AR6-100";

/// What every profile begins with: the newest potentials, a balance of carbon within one percent.
fn common() -> Parameters {
    Parameters {
        gwp_set: Some(NEWEST_SET.to_owned()),
        carbon_balance_percent: Some(Amount::ONE),
        grid_average_accepted: Some(false),
        credits_in_total: Some(false),
        metered_is_primary: Some(false),
        ..Parameters::default()
    }
}

/// A whole number as a parameter.
fn whole(number: u32) -> Amount {
    Amount::from(number)
}
