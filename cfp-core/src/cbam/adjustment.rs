//! The adjustment for free allocation.

use crate::amount::Amount;
use crate::error::NumberProblem;

/// A production route, the share of the goods that it makes, and its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteShare {
    /// The share of the goods, from 0 to 1.
    pub share: Amount,
    /// t CO2e per t of goods: column A of Implementing Regulation (EU) 2025/2620.
    pub benchmark: Amount,
}

/// The free allocation of a tonne of goods for the process that makes them, without that of precursors, in t CO2e.
///
/// The benchmarks of several routes are weighted by what each makes. That is inferred from 2547 Annex IV 1.1(34), which has
/// the quantities reported by route; the text of 2025/2620 on mixed routes was not at hand.
///
/// # Errors
///
/// Results beyond the range of decimals.
///
/// # Example
///
/// ```
/// use cfp_core::cbam::{RouteShare, own_free_allocation};
///
/// let route = |share: &str, benchmark: &str| RouteShare {
///     share: share.parse().expect("a share"),
///     benchmark: benchmark.parse().expect("a benchmark"),
/// };
/// let own = own_free_allocation(
///     "0.975".parse()?,
///     "1".parse()?,
///     &[route("0.6", "0.188"), route("0.4", "0.065")],
/// )?;
/// assert_eq!(own.to_string(), "0.13533");
/// # Ok::<(), cfp_core::NumberProblem>(())
/// ```
pub fn own_free_allocation(
    cbam_factor: Amount,
    correction_factor: Amount,
    routes: &[RouteShare],
) -> Result<Amount, NumberProblem> {
    let mut benchmark = Amount::ZERO;
    for route in routes {
        benchmark = benchmark.plus(route.share.times(route.benchmark)?)?;
    }
    cbam_factor.times(correction_factor)?.times(benchmark)
}
