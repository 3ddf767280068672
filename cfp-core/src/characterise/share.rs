//! Cumulative shares of contributions.

use crate::amount::Amount;
use crate::error::{AnalyseProblem, Error, NumberProblem, Place, Problem};

/// How many of the first magnitudes make this share of all of them and of what else counts, from 0 to 1: the fewest that do.
pub(crate) fn first_until(
    sizes: &[Amount],
    else_counts: Amount,
    share: Amount,
) -> Result<usize, Error> {
    if share.is_negative()
        || !Amount::ONE
            .minus(share)
            .is_ok_and(|left| left.is_at_least_zero())
    {
        let given = share.value_text();
        return Err(Problem::new(AnalyseProblem::BadShare { given }, Place::default()).into());
    }
    let first = counted(sizes, else_counts, share);
    first.map_err(|kind| Problem::new(kind, Place::default()).into())
}

fn counted(sizes: &[Amount], else_counts: Amount, share: Amount) -> Result<usize, NumberProblem> {
    let mut gross = else_counts;
    for size in sizes {
        gross = gross.plus(*size)?;
    }
    let wanted = gross.times(share)?;
    let mut sum = Amount::ZERO;
    for (count, size) in sizes.iter().enumerate() {
        if sum.rank(&wanted).is_ge() {
            return Ok(count);
        }
        sum = sum.plus(*size)?;
    }
    Ok(sizes.len())
}
