//! Which published number applies, and where it is from.
//!
//! A [`Registry`] holds datasets: the bundled ones, or those of a directory in the same layout. A [`Query`] says what
//! is asked for, and [`Registry::find`] answers with one [`Factor`] or with an [`Error`] that tells the whole search.
//! Nothing falls back unless the query allows it, kinds of number never stand in for each other, and what is absent is
//! an error and never zero.
//!
//! ```
//! use cfp_factors::{Query, Registry};
//!
//! let registry = Registry::bundled()?;
//! let grid = registry.find(Query::new("electricity").region("CN").year(2024))?;
//! assert_eq!(grid.quantity.to_string(), "0.5777 kg CO2e/kWh");
//! assert_eq!(grid.dataset.version(), "2024-1");
//!
//! let near = Query::new("electricity").region("CN-GD").year(2025);
//! assert!(registry.find(&near).is_err());
//! let grid = registry.find(near.up_to_region("country").up_to_years_old(1))?;
//! assert_eq!(grid.steps, ["CN-GD → CN", "2025 → 2024"]);
//! # Ok::<(), cfp_factors::Error>(())
//! ```
//!
//! A result is repeated with the numbers of its day: [`Registry::as_of`] hides what was published later, and
//! [`Registry::locked`] shows only what a [`Lock`] names and seals. [`Registry::diff`] tells what a newer edition
//! changed, [`Registry::layered`] puts own data over the bundled ones, and [`Registry::check`] finds every fault of own
//! data by its place.
//!
//! [`Cbam`] has the tables of the Carbon Border Adjustment Mechanism of the European Union: goods, default values,
//! benchmarks, the numbers of the method.
//!
//! A dataset is a folder `<group>/<id>/<edition>-<revision>` with `dataset.toml` and `factors.csv`, `gwp.csv`,
//! `pedigree.csv` or another table; `README.md` of the crate `cfp-data` states every key and column. A table is read when it is first needed, as a whole
//! or not at all, and only when its bytes have the checksum that its header states.

mod error;
mod kind;
mod published;
mod region;
mod seal;
mod selector;
mod spelling;

mod cbam;
mod dataset;
mod factor;
mod gas_names;
mod gwp;
mod pedigree;
mod query;
mod read;
mod store;
mod table;

mod entry;
mod index;
mod limits;
mod lock;

mod check;
mod combine;
mod counterpart;
mod diff;
mod find;
mod missing;
mod registry;
mod search;

pub use cbam::{
    Applies, Benchmark, BenchmarkChoice, BenchmarkColumn, BenchmarkRow, Cbam, CbamDefault,
    CbamLookup, DefaultRow, GoodsRow, ListedRow, Origin, ParameterRow, RowSource, Scope,
    TerritoryRow,
};
pub use check::{CheckOptions, CheckReport};
pub use combine::sum;
pub use dataset::{Content, Dataset, GasBasis, Licence};
pub use diff::{ChangedRow, DatasetDiff, DiffRow, RewrittenRow, TextChange};
pub use error::{Error, FactorProblem, FileFault, FilePlace, FileProblem, Line, Missing, Way};
pub use factor::Factor;
pub use gas_names::GasNameRow;
pub use gwp::{GwpSource, GwpValue};
/// A day of the calendar, such as 2025-06-30.
pub use jiff::civil::Date;
pub use kind::Kind;
pub use lock::{HeaderChange, Lock, LockChange, LockedDataset, LockedGwp, LockedRegion};
pub use pedigree::{Pedigree, PedigreeRow};
pub use published::{Published, day};
pub use query::Query;
pub use region::{Level, RegionRow, Regions};
pub use registry::Registry;
pub use seal::seal;
pub use search::Filter;

/// The README's example, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
