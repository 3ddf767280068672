//! What is wrong with a file of published numbers.

use std::fmt;
use std::io;
use std::sync::Arc;

use cfp_core::{Detail, Explain};

use crate::lock::HeaderChange;

use super::{did_you_mean, kinds, levels, listed};

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

    /// The value of a key that begins a line of a TOML file; the file as a whole where no line does.
    pub(crate) fn of_key(file: &str, bytes: &[u8], key: &str) -> Self {
        let mut start = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let rest = line.strip_prefix(key.as_bytes());
            if let Some(rest) = rest
                && let Some(equals) = rest.iter().position(|byte| *byte != b' ')
                && rest[equals] == b'='
            {
                let value = rest[equals + 1..].iter().take_while(|byte| **byte == b' ');
                let at = start + key.len() + equals + 1 + value.count();
                return Self::at_byte(file, bytes, at);
            }
            start += line.len();
        }
        Self::file(file)
    }

    /// The same place so many lines further down.
    pub(crate) fn below(mut self, lines: usize) -> Self {
        self.position = self.position.map(|(line, column)| (line + lines, column));
        self
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
    #[error("the checksum is not that of the table")]
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
        /// The known region whose name reads most like it, as it is told.
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
    /// A table that begins with a byte order mark.
    #[error("the file begins with a byte order mark")]
    ByteOrderMark,
    /// A table whose lines end as those of Windows do.
    #[error("the lines end with a carriage return")]
    CarriageReturn,
    /// A number with a comma in it.
    #[error("`{column}`: `{written}` has a comma")]
    CommaDecimal {
        /// The column.
        column: String,
        /// What was written.
        written: String,
    },
    /// A word that stands for no value, where a number is needed.
    #[error("`{column}`: `{written}` says that there is no value")]
    NoValue {
        /// The column.
        column: String,
        /// What was written.
        written: String,
    },
    /// Two fields that would read if they changed places.
    #[error("`{first}` and `{second}` stand in each other's place")]
    SwappedColumns {
        /// The first column.
        first: &'static str,
        /// The second column.
        second: &'static str,
    },
    /// A zero that the header does not declare to be published.
    #[error("the value is 0, and the header does not say that zeros are published")]
    UndeclaredZero,
    /// A value outside of what can be, by its kind and unit.
    #[error("{value} is not within {range}")]
    OutOfRange {
        /// The value as published, with its unit.
        value: String,
        /// What can be: `-1 to 3 kg CO2e/kWh`.
        range: String,
        /// Why.
        reason: &'static str,
    },
    /// A date of publication after the day of the check.
    #[error("published on `{published}`, which is after {today}")]
    PublishedInFuture {
        /// The date as stated.
        published: String,
        /// The day of the check.
        today: String,
    },
    /// Data to be passed on whose licence does not allow it.
    #[error("the licence `{licence}` does not allow the values to be passed on")]
    NotRedistributable {
        /// The name of the licence.
        licence: String,
    },
    /// A lock file that does not read, or says something impossible.
    #[error("{reason}")]
    BadLock {
        /// What is wrong.
        reason: String,
    },
    /// A dataset that a lock names and the registry does not have.
    #[error("the lock names `{selector}`, which is not there")]
    LockedEditionMissing {
        /// The dataset and its version.
        selector: String,
        /// The versions of it that are there.
        choices: Vec<String>,
    },
    /// A dataset whose content is another than the one that a lock names.
    #[error("`{selector}` has another content than the lock says")]
    LockedContentChanged {
        /// The dataset and its version.
        selector: String,
        /// SHA-256 by the header of the dataset.
        actual: String,
    },
    /// A dataset whose header says other than a lock.
    #[error(
        "the header of `{selector}` says other than the lock: {}",
        keys_of(changes)
    )]
    LockedHeaderChanged {
        /// The dataset and its version.
        selector: String,
        /// What changed, by key.
        changes: Vec<HeaderChange>,
    },
    /// A region that belongs to others than a lock says, so that another may answer for it.
    #[error("`{region}` belongs to other regions than the lock says")]
    LockedRegionMoved {
        /// The region that was asked for.
        region: String,
        /// The way to the region that answered: `CN-GD → CN`.
        before: String,
        /// As many steps of the way as it is now.
        after: String,
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
        self.fault.code()
    }

    fn hint(&self) -> Option<String> {
        self.fault.hint()
    }

    fn details(&self) -> Vec<Detail> {
        self.fault.details()
    }
}

impl Explain for FileFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(source) if source.kind() == io::ErrorKind::NotFound => {
                "file-not-found"
            }
            Self::Unreadable(_) => "file-not-readable",
            Self::NoDatasets => "no-datasets",
            Self::BadHeader { .. } => "bad-dataset-header",
            Self::DuplicateDataset { .. } => "duplicate-dataset",
            Self::Checksum { .. } => "checksum-mismatch",
            Self::RowCount { .. } => "row-count",
            Self::NotUtf8 => "file-not-utf8",
            Self::BadRecord { .. } => "bad-record",
            Self::MissingColumn { .. } => "missing-column",
            Self::UnknownColumn { .. } => "unknown-column",
            Self::MissingValue { .. } => "missing-value",
            Self::BadValue { .. } => "bad-value",
            Self::BadUnit { .. } => "bad-unit",
            Self::UnknownRegion { .. } => "unknown-region",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::UnknownLevel { .. } => "unknown-level",
            Self::NarrowParent { .. } => "narrow-parent",
            Self::DuplicateRow { .. } => "duplicate-row",
            Self::DuplicateFactor { .. } => "duplicate-factor",
            Self::HeaderDisagrees { .. } => "header-disagrees",
            Self::ByteOrderMark => "byte-order-mark",
            Self::CarriageReturn => "carriage-return",
            Self::CommaDecimal { .. } => "comma-decimal",
            Self::NoValue { .. } => "no-value",
            Self::SwappedColumns { .. } => "swapped-columns",
            Self::UndeclaredZero => "undeclared-zero",
            Self::OutOfRange { .. } => "out-of-range",
            Self::PublishedInFuture { .. } => "published-in-future",
            Self::NotRedistributable { .. } => "licence-forbids-redistribution",
            Self::BadLock { .. } => "bad-lock",
            Self::LockedEditionMissing { .. } => "locked-edition-missing",
            Self::LockedContentChanged { .. } => "locked-content-changed",
            Self::LockedHeaderChanged { .. } => "locked-header-changed",
            Self::LockedRegionMoved { .. } => "locked-region-moved",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::NoDatasets => "datasets lie in <group>/<id>/<edition>-<revision>/dataset.toml",
            Self::DuplicateDataset { .. } => "a correction is a new revision, beside the old one",
            Self::Checksum { .. } | Self::LockedContentChanged { .. } => {
                "a released table does not change: restore it, or publish a new revision"
            }
            Self::LockedHeaderChanged { .. } => {
                "a released header does not change: restore it, or publish a new revision; if the new one is right, \
                 move the lock with `cfp factors update`"
            }
            Self::LockedRegionMoved { .. } => {
                "restore `regions.csv`; if the new one is right, move the lock with `cfp factors update`"
            }
            Self::NotUtf8 => "save it as UTF-8, or let `cfp factors pack` convert it",
            Self::ByteOrderMark => {
                "save it as UTF-8 without a mark, or let `cfp factors pack` convert it"
            }
            Self::CarriageReturn => {
                "save it with the line ends of Unix, LF alone, or let `cfp factors pack` convert it"
            }
            Self::BadRecord { .. } => "a field that holds a comma stands in double quotes",
            Self::MissingValue { .. } | Self::NoValue { .. } => {
                "leave the row out where nothing was published; absent is not zero"
            }
            Self::CommaDecimal { .. } => {
                "the decimal sign is a point, and thousands stand without a sign; `cfp factors pack` reads \
                 decimal commas where semicolons separate the fields"
            }
            Self::SwappedColumns { .. } => "let each value stand below the name of its column",
            Self::UndeclaredZero => {
                "leave the row out where the publisher prints a blank; where a zero is printed, say \
                 `zeros_are_published = true` in `dataset.toml`"
            }
            Self::OutOfRange { reason, .. } => reason,
            Self::PublishedInFuture { .. } => {
                "state the date that the document bears, as precisely as it is known"
            }
            Self::NotRedistributable { .. } => {
                "keep it as data of your own, apart from what is passed on"
            }
            other => return other.names(),
        };
        Some(text.to_owned())
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::Checksum { stated, actual } => vec![
                Detail::new("given", actual),
                Detail::new("expected", stated),
            ],
            Self::LockedContentChanged { actual, .. } => vec![Detail::new("given", actual)],
            Self::LockedHeaderChanged { changes, .. } => changes
                .iter()
                .map(|change| Detail::new("changed", change.line()))
                .collect(),
            Self::LockedRegionMoved { before, after, .. } => {
                vec![Detail::new("given", after), Detail::new("expected", before)]
            }
            _ => Vec::new(),
        }
    }
}

impl FileFault {
    /// The hint of a fault that is a name: what may be meant.
    fn names(&self) -> Option<String> {
        match self {
            Self::UnknownColumn { nearest, .. } => nearest.as_deref().map(did_you_mean),
            Self::UnknownRegion { nearest, .. } => nearest
                .as_ref()
                .map(|nearest| format!("did you mean {nearest}?")),
            Self::UnknownKind { nearest, .. } => Some(kinds(nearest.as_deref())),
            Self::UnknownLevel { .. } => Some(levels()),
            Self::LockedEditionMissing { choices, .. } if choices.is_empty() => {
                Some("add its directory with `--factors`".to_owned())
            }
            Self::LockedEditionMissing { choices, .. } => Some(format!(
                "move the lock with `cfp factors update`; there is {}",
                listed(choices)
            )),
            _ => None,
        }
    }
}

/// The keys of a header that changed, in quotes.
fn keys_of(changes: &[HeaderChange]) -> String {
    let keys: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
    listed(&keys)
}
