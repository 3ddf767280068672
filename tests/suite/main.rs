//! Every test that is not beside its code, as one binary.

mod check;
mod generate;
mod golden;
mod laws;
mod peers;
mod random_database;
mod rational;
mod readme;
mod tidy;
mod tree;
mod worked;
