//! Every test that is not beside its code, as one binary.

mod check;
mod generate;
mod laws;
mod peers;
mod rational;
mod worked;
