//! What waits to be visited, the largest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::amount::Amount;
use crate::cancel::Cancel;
use crate::error::Error;

/// More visits than this say that supply chains differ too little to be told apart by a search, or are more than anybody
/// reads.
pub(super) const MOST_VISITS: usize = 1_000_000;

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

/// What waits to be visited, as long as somebody waits for the visits themselves.
#[derive(Debug)]
pub(super) struct Queue<T> {
    heap: BinaryHeap<Ranked<T>>,
    numbered: usize,
    cancel: Cancel,
}

impl<T> Queue<T> {
    pub fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            numbered: 0,
            cancel: Cancel::of_this_thread(),
        }
    }

    /// Takes something into what waits. What is not among as many as are ever visited is forgotten in time.
    pub fn push(&mut self, size: f64, content: T) {
        let number = self.numbered;
        self.numbered += 1;
        self.heap.push(Ranked {
            size,
            number,
            content,
        });
        if self.heap.len() > 4 * MOST_VISITS {
            let mut all = std::mem::take(&mut self.heap).into_vec();
            all.select_nth_unstable_by(MOST_VISITS, |a, b| b.cmp(a));
            all.truncate(MOST_VISITS + 1);
            self.heap = all.into();
        }
    }

    /// The largest of what waits.
    ///
    /// # Errors
    ///
    /// Nobody waits for it any more.
    pub fn pop(&mut self) -> Result<Option<Ranked<T>>, Error> {
        self.cancel.check()?;
        Ok(self.heap.pop())
    }

    /// All that waits, in no order that means anything.
    pub fn into_contents(self) -> impl Iterator<Item = T> {
        self.heap.into_iter().map(|ranked| ranked.content)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

/// How large an amount is, for an order: its magnitude to the digits of a double.
pub(super) fn size_of(amount: Amount) -> f64 {
    amount.approximate().abs()
}
