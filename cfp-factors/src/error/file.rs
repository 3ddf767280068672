//! What is wrong with a file of published numbers.

use std::fmt;
use std::io;
use std::sync::Arc;

use cfp_core::{Detail, Explain};

use super::{did_you_mean, kinds, levels};

/// A place in a file, as people and editors write it: `factors.csv:12:5`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilePlace {
    /// The path, or for bundled data the path below the data directory.
    pub file: String,
    /// The line and the column in characters, both counted from 1.
    pub position: Option<(usize, usize)>,
}

impl FilePlace {
    /// A file as a whole.
    pub(crate) fn file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            position: None,
        }
    }

    /// The place of a byte.
    pub(crate) fn at_byte(file: &str, bytes: &[u8], at: usize) -> Self {
        let before = &bytes[..at.min(bytes.len())];
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |newline| newline + 1);
        let line = before.split(|byte| *byte == b'\n').count();
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        Self {
            file: file.to_owned(),
            position: Some((line, column)),
        }
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some((line, column)) => write!(f, "{}:{line}:{column}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A file that cannot be used: where, and why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{place}: {fault}")]
#[non_exhaustive]
pub struct FileProblem {
    /// Where it stands.
    pub place: FilePlace,
    /// What is wrong there.
    pub fault: FileFault,
}

impl FileProblem {
    /// A fault at a place.
    pub(crate) fn new(place: FilePlace, fault: FileFault) -> Self {
        Self { place, fault }
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// The operating system did not give it.
    #[error("{0}")]
    Unreadable(Arc<io::Error>),
    /// A directory without any dataset.
    #[error("the directory has no dataset")]
    NoDatasets,
    /// A `dataset.toml` that does not read, or says something impossible.
    #[error("{reason}")]
    BadHeader {
        /// What is wrong.
        reason: String,
    },
    /// Two folders of one dataset in one version.
    #[error("`{selector}` is there twice")]
    DuplicateDataset {
        /// The dataset and its version.
        selector: String,
    },
    /// A table whose bytes are not those that the header seals.
    #[error("the checksum is not that of `dataset.toml`")]
    Checksum {
        /// SHA-256 as stated.
        stated: String,
        /// SHA-256 of the bytes.
        actual: String,
    },
    /// A table with more or fewer rows than the header says.
    #[error("the table has {actual} rows, not {stated}")]
    RowCount {
        /// The number as stated.
        stated: usize,
        /// The number of rows.
        actual: usize,
    },
    /// Bytes that are no UTF-8.
    #[error("the file is not UTF-8")]
    NotUtf8,
    /// A row with more or fewer fields than the header row.
    #[error("the row has {fields} fields, the header has {columns}")]
    BadRecord {
        /// How many fields it has.
        fields: u64,
        /// How many it should have.
        columns: u64,
    },
    /// A column that the table needs and does not have.
    #[error("the column `{column}` is missing")]
    MissingColumn {
        /// The column.
        column: String,
    },
    /// A column that the table does not know, or has twice.
    #[error("the column `{column}` is unknown or there twice")]
    UnknownColumn {
        /// The column.
        column: String,
        /// The known column that reads most like it.
        nearest: Option<String>,
    },
    /// An empty field where a value is needed.
    #[error("`{column}` is empty")]
    MissingValue {
        /// The column.
        column: String,
    },
    /// A field that does not read as what its column holds.
    #[error("`{column}`: {reason}")]
    BadValue {
        /// The column.
        column: String,
        /// What is wrong.
        reason: String,
    },
    /// A unit that is unknown, or that the kind or the gas basis rules out.
    #[error("unit `{unit}`: {reason}")]
    BadUnit {
        /// The unit as written.
        unit: String,
        /// What is wrong.
        reason: String,
    },
    /// A region that the tree of regions does not have.
    #[error("unknown region `{written}`")]
    UnknownRegion {
        /// What was written.
        written: String,
        /// The known code that reads most like it.
        nearest: Option<String>,
    },
    /// A word that is no kind of factor.
    #[error("`{written}` is not a kind of factor")]
    UnknownKind {
        /// What was written.
        written: String,
        /// The kind that reads most like it.
        nearest: Option<String>,
    },
    /// A word that is no level of regions.
    #[error("`{written}` is not a level of regions")]
    UnknownLevel {
        /// What was written.
        written: String,
    },
    /// A region that belongs to one which is not broader.
    #[error("`{region}` belongs to `{parent}`, which is not broader")]
    NarrowParent {
        /// The region.
        region: String,
        /// What it is said to belong to.
        parent: String,
    },
    /// Two rows of one name.
    #[error("the row `{row}` is there twice")]
    DuplicateRow {
        /// The name.
        row: String,
    },
    /// Two rows for the same thing.
    #[error("{key} is there twice")]
    DuplicateFactor {
        /// What the two are for.
        key: String,
    },
    /// A header that says other than the table.
    #[error("`dataset.toml` says other than the table: {reason}")]
    HeaderDisagrees {
        /// In what they differ.
        reason: String,
    },
}

impl Explain for FileProblem {
    fn code(&self) -> &'static str {
        match &self.fault {
            FileFault::Unreadable(source) if source.kind() == io::ErrorKind::NotFound => {
                "file-not-found"
            }
            FileFault::Unreadable(_) => "file-not-readable",
            FileFault::NoDatasets => "no-datasets",
            FileFault::BadHeader { .. } => "bad-dataset-header",
            FileFault::DuplicateDataset { .. } => "duplicate-dataset",
            FileFault::Checksum { .. } => "checksum-mismatch",
            FileFault::RowCount { .. } => "row-count",
            FileFault::NotUtf8 => "file-not-utf8",
            FileFault::BadRecord { .. } => "bad-record",
            FileFault::MissingColumn { .. } => "missing-column",
            FileFault::UnknownColumn { .. } => "unknown-column",
            FileFault::MissingValue { .. } => "missing-value",
            FileFault::BadValue { .. } => "bad-value",
            FileFault::BadUnit { .. } => "bad-unit",
            FileFault::UnknownRegion { .. } => "unknown-region",
            FileFault::UnknownKind { .. } => "unknown-kind",
            FileFault::UnknownLevel { .. } => "unknown-level",
            FileFault::NarrowParent { .. } => "narrow-parent",
            FileFault::DuplicateRow { .. } => "duplicate-row",
            FileFault::DuplicateFactor { .. } => "duplicate-factor",
            FileFault::HeaderDisagrees { .. } => "header-disagrees",
        }
    }

    fn hint(&self) -> Option<String> {
        match &self.fault {
            FileFault::NoDatasets => {
                Some("datasets lie in <group>/<id>/<edition>-<revision>/dataset.toml".to_owned())
            }
            FileFault::DuplicateDataset { .. } => {
                Some("a correction is a new revision, beside the old one".to_owned())
            }
            FileFault::Checksum { .. } => Some(
                "a released table does not change: restore it, or publish a new revision"
                    .to_owned(),
            ),
            FileFault::NotUtf8 => Some("save it as UTF-8".to_owned()),
            FileFault::BadRecord { .. } => {
                Some("a field that holds a comma stands in double quotes".to_owned())
            }
            FileFault::MissingValue { .. } => {
                Some("leave the row out where nothing was published; absent is not zero".to_owned())
            }
            FileFault::UnknownColumn { nearest, .. } | FileFault::UnknownRegion { nearest, .. } => {
                nearest.as_deref().map(did_you_mean)
            }
            FileFault::UnknownKind { nearest, .. } => Some(kinds(nearest.as_deref())),
            FileFault::UnknownLevel { .. } => Some(levels()),
            _ => None,
        }
    }

    fn details(&self) -> Vec<Detail> {
        match &self.fault {
            FileFault::Checksum { stated, actual } => vec![
                Detail::new("given", actual),
                Detail::new("expected", stated),
            ],
            _ => Vec::new(),
        }
    }
}
