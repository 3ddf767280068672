//! The rules of accounting, a page each, with examples that are run.

#[doc = include_str!("guide/recycling.md")]
pub mod recycling {}
