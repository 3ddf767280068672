//! What an analyst asks after the total. Nothing here computes a footprint a second way: it reads what the solver and
//! the characterisation found.

mod difference;

pub use difference::{Change, Changed, Difference, DifferencePart};
