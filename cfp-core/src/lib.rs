//! Product carbon footprints.

mod amount;
mod characterise;
mod error;
mod model;
mod quantity;
mod solve;
mod unit;

pub use amount::Amount;
pub use characterise::{
    ByProcess, Demand, Figure, Footprint, GwpSet, Intensities, Intensity, InventoryRow, RowKind,
};
pub use error::{
    CharacteriseProblem, Detail, Error, Explain, ModelProblem, NumberProblem, Place, Problem,
    ProblemKind, SolveProblem, UnitProblem, Verb, nearest,
};
pub use model::{
    Allocation, Category, Exchange, FactorRecord, Finding, Process, Provider, Region, Role, Supply,
    System, SystemBuilder, Written, Year,
};
pub use quantity::Quantity;
pub use solve::Solved;
pub use unit::{Conversion, Dimension, Unit};
