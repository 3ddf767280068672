//! The data of an installation in a file.

mod stated;

pub use stated::{
    StatedAnodes, StatedCoProduct, StatedDelivery, StatedElectricity, StatedGood, StatedHeat,
    StatedInstallation, StatedMeasured, StatedPrecursor, StatedProcess, StatedSource, StatedStream,
    StatedTaken, StatedTransfer, StatedUnit,
};
