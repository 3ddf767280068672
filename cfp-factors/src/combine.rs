//! Sums of factors for one unit of the same thing, and which factors have none.

use cfp_core::Quantity;

use crate::dataset::GasBasis;
use crate::error::{Error, FactorProblem};
use crate::factor::Factor;

/// The sum of factors that count different parts of one unit, such as the electricity of a grid and its transmission
/// for electricity at the plug; `None` of no factors.
///
/// # Errors
///
/// [`FactorProblem::DoNotCombine`] for factors of kinds, gas bases or GWP sets that do not add up, or in units of
/// different sorts.
pub fn sum(factors: &[&Factor]) -> Result<Option<Quantity>, Error> {
    let mut total: Option<Quantity> = None;
    for (index, factor) in factors.iter().enumerate() {
        for earlier in &factors[..index] {
            if let Some(reason) = reason(earlier, factor) {
                return Err(apart(earlier, factor, reason).into());
            }
        }
        total = Some(match total {
            None => factor.quantity.clone(),
            Some(total) => total
                .plus(&factor.quantity)
                .map_err(|problem| apart(factors[0], factor, problem.to_string()))?,
        });
    }
    Ok(total)
}

fn apart(first: &Factor, second: &Factor, reason: String) -> FactorProblem {
    FactorProblem::DoNotCombine {
        first: first.whereabouts(),
        second: second.whereabouts(),
        reason,
    }
}

/// Why two factors have no sum; differences of units are told by the sum itself.
fn reason(first: &Factor, second: &Factor) -> Option<String> {
    if let Some(reason) = first.kind.stands_apart(second.kind) {
        return Some(format!("{} and {}: {reason}", first.kind, second.kind));
    }
    let [a, b] = [first, second].map(|factor| factor.part());
    if a != b && (a.is_none() || b.is_none()) {
        let part = a.or(b).unwrap_or_default();
        return Some(format!("one counts {part} alone, the other all gases"));
    }
    let [a, b] = [first, second].map(|factor| factor.dataset.gas_basis);
    if [a, b].contains(&GasBasis::Co2) && a != b {
        return Some("one counts CO2 alone, the other more gases".to_owned());
    }
    let [a, b] = [first, second].map(|factor| factor.dataset.gwp_set.as_deref());
    match (a, b) {
        (Some(a), Some(b)) if a != b => Some(format!("one is by {a}, the other by {b}")),
        _ => None,
    }
}
