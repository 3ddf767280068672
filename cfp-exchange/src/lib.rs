//! Other people's formats: bytes to core values and back, without touching a file system.
//!
//! [`ModelFile`] reads the TOML or JSON that describes a product system; with a registry of factors
//! it becomes a [`Study`], which answers with footprints. Every problem carries file, line and
//! column.
//!
//! A [`FootprintFile`] is a stored footprint with what it was computed from, and computes it anew.
//!
//! [`pack_dataset`] makes a sealed dataset of a table of factors as spreadsheets and data frames write
//! it: CSV in whatever encoding, workbooks, Parquet.
//!
//! A `Table` has the rows of a result as columns of Arrow, with the feature `arrow`.
//!
//! [`read_database`] reads a life-cycle inventory database, as the datapackages that Brightway writes or as tables.

#[cfg(feature = "arrow")]
mod arrow;
pub mod cbam;
mod csv_cell;
mod database_file;
mod datapackage;
mod error;
mod factor_table;
mod footprint_file;
pub mod guide;
mod limits;
mod matrix_tables;
mod model_file;
mod packed_workbook;
mod shown;

#[cfg(feature = "arrow")]
pub use arrow::{Cell, Column, ColumnKind, Columns, Row, Table};
pub use csv_cell::{csv_field, csv_text};
pub use database_file::{
    DatabaseFile, DatabaseFormat, DatabaseOptions, DistributionProblem, DistributionRecord, Files,
    LoadedDatabase, MemoryFiles, ZipFiles, read_database,
};
pub use datapackage::PackageProblem;
pub use error::{Error, Location, Reported};
pub use factor_table::{
    NamedBytes, PackedDataset, TableFormat, TableProblem, pack_dataset, pack_dataset_within,
};
pub use footprint_file::{
    FootprintFile, Provenance, ResultProblem, SealedFile, ValueDifference, Verification,
};
pub use limits::{Limits, SizeProblem};
pub use matrix_tables::{DemandRow, DemandTable, LabelFile, MatrixTableProblem};
pub use model_file::{
    Against, BreakEven, Dependence, FileProblem, Meeting, ModelFile, Options, Parameter,
    ParameterValue, Redrawing, RefusedValue, Scenario, Scenarios, Study, Sweep, SweepRow,
    UncertainParameter, Uncertainty, Varied,
};
pub use shown::shown;
