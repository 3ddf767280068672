//! What a person says: processes with their exchanges, and who supplies what. [`System`] is the
//! same, linked and checked.

mod allocation;
mod choices;
mod circular;
mod database;
mod electricity;
mod exchange;
mod gas;
mod link;
mod process;
mod quality;
mod region;
mod source;
mod spread;
mod supply;
mod system;

pub use allocation::Allocation;
pub use choices::SharedProcess;
pub use circular::{Circular, CircularExchange};
pub use database::{
    Compartment, Database, DatabaseBuilder, EntryChange, EntrySpread, Label, Medium,
};
pub use electricity::{Electricity, Treatment};
pub use exchange::{Exchange, Provider};
pub use gas::Category;
pub use process::Process;
pub use quality::Quality;
pub use region::{Region, Year};
pub use source::{FactorRecord, Finding};
pub use spread::{Middle, Spread};
pub use supply::Supply;
pub use system::{Role, System, SystemBuilder};

pub(crate) use allocation::weight_per;
pub(crate) use database::{Matrix, Origin, Placed, checked_spreads, narrow};
pub(crate) use link::CO2E;
pub(crate) use process::Line;
pub(crate) use spread::{Distributed, Shape};
pub(crate) use supply::{Carried, Intensity as SupplyIntensity};
pub(crate) use system::{Activity, Emission, Graph, Member, ServedSupply, SupplyUse, TermOf};

use crate::error::ProblemKind;

/// Something as a person wrote it: its value, or why it could not be read. Problems wait here
/// until the model is linked, so that all of them are told at once.
pub type Written<T> = Result<T, ProblemKind>;
