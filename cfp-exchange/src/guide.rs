//! The guide: a page for each thing that a model file may say.

#[doc = include_str!("guide/parameters.md")]
pub mod parameters {}
