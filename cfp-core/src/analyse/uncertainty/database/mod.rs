//! How sure the footprints of a database are: by drawing all its uncertain numbers again and again, and by how the footprint
//! moves with each of them.

mod analytic;
mod entry;
mod inputs;
mod monte_carlo;

pub use analytic::{DatabaseVariance, EntrySensitivities, EntrySensitivity, EntryVariance};
pub use entry::DatabaseEntry;
pub use monte_carlo::DatabaseDraws;
