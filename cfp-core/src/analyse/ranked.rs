//! What waits to be visited, the largest first.

use std::cmp::Ordering;

use crate::amount::Amount;

/// Something that waits with its size: the largest comes first, and of equal ones the one with the lower number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked<T> {
    pub size: f64,
    pub number: usize,
    pub content: T,
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ranked<T> {}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = self.size.total_cmp(&other.size);
        by_size.then_with(|| other.number.cmp(&self.number))
    }
}

/// How large an amount is, for an order: its magnitude to the digits of a double.
pub(super) fn size_of(amount: Amount) -> f64 {
    amount.approximate().abs()
}
