//! Every test that is not beside its code, as one binary.

mod generate;
mod laws;
mod rational;
