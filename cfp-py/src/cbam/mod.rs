//! The Carbon Border Adjustment Mechanism of the European Union: what goods embed, and the certificates of imports.

mod bridge;
mod compared;
mod declare;
mod declared;
mod embedded;
mod installation;
mod lookup;
mod rows;
mod sources;

use std::borrow::Cow;

use cfp_factors::Cbam;
use pyo3::prelude::*;

use crate::registry::Registry;

pub use bridge::{Bridge, BridgeLine};
pub use compared::{ComparedYear, Comparison, SupplierEffect};
pub use declare::{Declaration, declaration};
pub use declared::{DeclarationTotals, DeclaredGood, HoldingRow, Threshold};
pub use embedded::{EmbeddedGood, EmbeddedProcess, EmbeddedReport, PrecursorUse, WorkbookFigure};
pub use installation::{Installation, template};
pub use lookup::{
    Benchmark, DefaultValue, ScheduleRow, benchmark, cbam_factor, default_value, mark_up,
};
pub use sources::{AnodeRow, EnergyUnitRow, MeasuredRow, StreamRow};

/// The registry of an argument, to be taken along to a thread.
fn own(registry: Option<&Bound<'_, Registry>>) -> Option<cfp_factors::Registry> {
    registry.map(|registry| registry.get().inner.clone())
}

/// The tables of a registry, or those that come with the package.
fn tables(
    registry: Option<cfp_factors::Registry>,
) -> Result<Cow<'static, Cbam>, cfp_factors::Error> {
    match registry {
        Some(registry) => Ok(Cow::Owned(registry.cbam()?)),
        None => Ok(Cow::Borrowed(Cbam::bundled()?)),
    }
}
