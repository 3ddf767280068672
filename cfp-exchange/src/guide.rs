//! The rules of accounting, a page each, with examples that are run.

#[doc = include_str!("guide/electricity.md")]
pub mod electricity {}
#[doc = include_str!("guide/profiles.md")]
pub mod profiles {}
#[doc = include_str!("guide/recycling.md")]
pub mod recycling {}
