//! The rules of accounting and what a model file may say, a page each, with examples that are run.

#[doc = include_str!("guide/allocation.md")]
pub mod allocation {}

#[doc = include_str!("guide/categories.md")]
pub mod categories {}

#[doc = include_str!("guide/cbam.md")]
pub mod cbam {}

#[doc = include_str!("guide/cbam_zh.md")]
pub mod cbam_zh {}

#[doc = include_str!("guide/cut_off.md")]
pub mod cut_off {}

#[doc = include_str!("guide/data_quality.md")]
pub mod data_quality {}

#[doc = include_str!("guide/databases.md")]
pub mod databases {}

#[doc = include_str!("guide/electricity.md")]
pub mod electricity {}

#[doc = include_str!("guide/explain.md")]
pub mod explain {}

#[doc = include_str!("guide/files.md")]
pub mod files {}

#[doc = include_str!("guide/parameters.md")]
pub mod parameters {}

#[doc = include_str!("guide/profiles.md")]
pub mod profiles {}

#[doc = include_str!("guide/recycling.md")]
pub mod recycling {}

#[doc = include_str!("guide/regions.md")]
pub mod regions {}

#[doc = include_str!("guide/scenarios.md")]
pub mod scenarios {}

#[doc = include_str!("guide/suppliers.md")]
pub mod suppliers {}

#[cfg(feature = "arrow")]
#[doc = include_str!("guide/tables.md")]
pub mod tables {}

#[doc = include_str!("guide/uncertainty.md")]
pub mod uncertainty {}

#[doc = include_str!("guide/units.md")]
pub mod units {}
