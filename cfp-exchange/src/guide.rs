//! The rules of accounting and what a model file may say, a page each, with examples that are run.

#[doc = include_str!("guide/parameters.md")]
pub mod parameters {}

#[doc = include_str!("guide/recycling.md")]
pub mod recycling {}
