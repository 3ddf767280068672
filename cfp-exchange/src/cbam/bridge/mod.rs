//! From the embedded emissions of a good to the product footprint of the same plant, line by line.

mod accounts;
mod lines;
mod plant;

pub use lines::{Bridge, BridgeGood, BridgeLine, BridgeStep};
