//! What the standards ask of a footprint: lists of checks over a finished one. Nothing here computes a footprint or
//! changes one; a further standard is a table of rules, and a function for what none of them asks yet.

mod checks;
mod declaration;
mod facts;
mod finding;
mod parameters;
mod rule;
mod standard;
mod standards;

pub use declaration::{Boundary, Declaration, Offset, Period};
pub use facts::Facts;
pub use finding::{Basis, ProfileFinding, Severity};
pub use parameters::Parameters;
pub use standard::{Profile, ProfileReport, ProfileRule};
