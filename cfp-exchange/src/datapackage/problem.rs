//! Problems of a database as files: of the ZIP or folder, and of a datapackage in it.

use std::sync::Arc;

use cfp_core::{Detail, Explain};

use crate::database_file::DistributionProblem;
use crate::error::{Error, Location, Reported};
use crate::limits::SizeProblem;

/// The files of a database cannot be read, or do not say what makes one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackageProblem {
    /// Bytes that are no ZIP.
    #[error("this is not a ZIP file: {reason}")]
    NotAZip {
        /// What the reader says.
        reason: String,
    },
    /// A ZIP with several files of one name.
    #[error("several files of the ZIP have one name")]
    RepeatedFile,
    /// More than is read of one package.
    #[error("what is to be read holds more than 4 GiB unpacked")]
    TooLarge,
    /// A file that the package should have.
    #[error("the package has no file `{file}`")]
    FileMissing {
        /// Its name.
        file: String,
    },
    /// A file that cannot be had from where it lies.
    #[error("the file cannot be read: {reason}")]
    FileNotRead {
        /// What the reader says.
        reason: String,
    },
    /// Files of none of the known forms.
    #[error("there is neither a `datapackage.json` nor a `technosphere.csv`")]
    NoDatabase,
    /// No package at all.
    #[error("no package is given")]
    NoPackages,
    /// Tables beside another package.
    #[error("a database in CSV tables stands beside other packages")]
    TablesNotAlone,
    /// JSON that describes no datapackage.
    #[error("this does not describe a datapackage: {reason}")]
    BadDescription {
        /// What is wrong with it.
        reason: String,
    },
    /// A path that may lead elsewhere.
    #[error("the resource `{resource}` has the path `{path}`, which leads out of the package")]
    PathOutside {
        /// The resource.
        resource: String,
        /// Its path.
        path: String,
    },
    /// A resource of a kind that may change amounts in a way that is not known.
    #[error("the resource `{resource}` is of the kind `{kind}`")]
    UnknownResourceKind {
        /// The resource.
        resource: String,
        /// Its kind.
        kind: String,
    },
    /// A resource whose values only a running program has.
    #[error("the amounts of `{resource}` come from a program, not from a file")]
    Interface {
        /// The resource.
        resource: String,
    },
    /// A resource that is not stored as `NumPy` does.
    #[error("the resource `{resource}` is stored as `{format}`")]
    FormatNotRead {
        /// The resource.
        resource: String,
        /// What it is stored as.
        format: String,
    },
    /// A group without its indices or its amounts.
    #[error("the group `{group}` of `{matrix}` has no {missing}")]
    IncompleteGroup {
        /// The group.
        group: String,
        /// The matrix.
        matrix: String,
        /// What it lacks.
        missing: &'static str,
    },
    /// A group with two resources of one kind.
    #[error("the group `{group}` of `{matrix}` has two resources of the kind `{kind}`")]
    RepeatedResource {
        /// The group.
        group: String,
        /// The matrix.
        matrix: String,
        /// The kind.
        kind: String,
    },
    /// A file that is no array.
    #[error("this is not an array of NumPy: {reason}")]
    NotAnArray {
        /// What is wrong with it.
        reason: String,
    },
    /// An array of other elements than its kind needs.
    #[error("the array holds `{found}`, not {expected}")]
    WrongElements {
        /// What it holds, as `NumPy` writes it.
        found: String,
        /// What is needed.
        expected: &'static str,
    },
    /// An array that is longer or shorter than the indices of its group.
    #[error("the array has {found} rows, and the indices of its group have {expected}")]
    WrongLength {
        /// Its rows.
        found: usize,
        /// The rows of the indices.
        expected: usize,
    },
    /// An array with several amounts for each entry, none of which is chosen.
    #[error("the array has {columns} columns, and none is chosen")]
    SeveralColumns {
        /// How many.
        columns: usize,
    },
    /// A chosen column that the array does not have.
    #[error("the array has {columns} columns, and column {chosen} is chosen")]
    NoSuchColumn {
        /// How many.
        columns: usize,
        /// The one that is chosen, counted from zero.
        chosen: usize,
    },
    /// An id below zero.
    #[error("{} below zero; the first is {id}, in row {row}", counted(*count, "id is", "ids are"))]
    NegativeId {
        /// How many.
        count: usize,
        /// The first one.
        id: i64,
        /// Its row, counted from zero.
        row: usize,
    },
    /// Amounts beyond any number.
    #[error("{} infinite; the first is in row {row}", counted(*count, "amount is", "amounts are"))]
    InfiniteAmount {
        /// How many.
        count: usize,
        /// The row of the first one, counted from zero.
        row: usize,
    },
    /// Entries of a matrix whose only amounts are no numbers.
    #[error(
        "`{matrix}`: {} no amount; the first is of the ids {row} and {column}",
        counted(*count, "entry has", "entries have")
    )]
    AmountNotStated {
        /// The matrix.
        matrix: String,
        /// How many.
        count: usize,
        /// The id of the row of the first one.
        row: i64,
        /// The id of its column.
        column: i64,
    },
    /// Packages of which none says what processes make and take.
    #[error("no package has a `technosphere_matrix`")]
    NoTechnosphere,
    /// Distributions that are not known or cannot be.
    #[error(transparent)]
    Distribution(#[from] DistributionProblem),
    /// Content that takes more memory than it may.
    #[error(transparent)]
    Size(#[from] SizeProblem),
}

fn counted(count: usize, one: &str, several: &str) -> String {
    let said = if count == 1 { one } else { several };
    format!("{count} {said}")
}

impl PackageProblem {
    /// Every code, in the order of the variants; [`DistributionProblem`] and [`SizeProblem`] have their own.
    pub const CODES: [&'static str; 24] = [
        "not-a-zip",
        "repeated-file",
        "package-too-large",
        "package-file-missing",
        "package-file-not-read",
        "no-database",
        "no-packages",
        "tables-not-alone",
        "bad-description",
        "path-outside-package",
        "unknown-resource-kind",
        "amounts-from-a-program",
        "format-not-read",
        "incomplete-group",
        "repeated-resource",
        "not-an-array",
        "wrong-elements",
        "wrong-length",
        "several-columns",
        "no-such-column",
        "negative-id",
        "infinite-amount",
        "amount-not-stated",
        "no-technosphere",
    ];
}

impl PackageProblem {
    /// The problem as one of the package of this name.
    pub fn of(&self, package: &str) -> Error {
        let location = Location::file(&Arc::from(package));
        Error::new(vec![Reported::new(self, location)])
    }
}

impl Explain for PackageProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAZip { .. } => "not-a-zip",
            Self::RepeatedFile => "repeated-file",
            Self::TooLarge => "package-too-large",
            Self::FileMissing { .. } => "package-file-missing",
            Self::FileNotRead { .. } => "package-file-not-read",
            Self::NoDatabase => "no-database",
            Self::NoPackages => "no-packages",
            Self::TablesNotAlone => "tables-not-alone",
            Self::BadDescription { .. } => "bad-description",
            Self::PathOutside { .. } => "path-outside-package",
            Self::UnknownResourceKind { .. } => "unknown-resource-kind",
            Self::Interface { .. } => "amounts-from-a-program",
            Self::FormatNotRead { .. } => "format-not-read",
            Self::IncompleteGroup { .. } => "incomplete-group",
            Self::RepeatedResource { .. } => "repeated-resource",
            Self::NotAnArray { .. } => "not-an-array",
            Self::WrongElements { .. } => "wrong-elements",
            Self::WrongLength { .. } => "wrong-length",
            Self::SeveralColumns { .. } => "several-columns",
            Self::NoSuchColumn { .. } => "no-such-column",
            Self::NegativeId { .. } => "negative-id",
            Self::InfiniteAmount { .. } => "infinite-amount",
            Self::AmountNotStated { .. } => "amount-not-stated",
            Self::NoTechnosphere => "no-technosphere",
            Self::Distribution(problem) => problem.code(),
            Self::Size(problem) => problem.code(),
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::NotAZip { .. } => "give a ZIP file, or the folder with its files",
            Self::RepeatedFile => {
                "write the package anew: it cannot be told which of them is meant"
            }
            Self::TooLarge => "split it into several packages, and give them in order",
            Self::FileMissing { .. } => "write the package anew, with all its files",
            Self::FileNotRead { .. } => {
                "write it anew, as it is or by the method deflate, without a password"
            }
            Self::NoDatabase => {
                "write a datapackage with Brightway, or the tables `processes.csv`, `flows.csv`, `technosphere.csv` and \
                 `emissions.csv`"
            }
            Self::NoPackages => "give at least the one that has the `technosphere_matrix`",
            Self::TablesNotAlone => {
                "give the folder of the tables alone; packages of Brightway can be put together"
            }
            Self::BadDescription { .. } => "write the package anew with `bw_processing`",
            Self::PathOutside { .. } => "files of a package lie in it or in folders below it",
            Self::UnknownResourceKind { .. } => {
                "leave it out, if the amounts do not depend on it: known are `indices`, `data`, `flip`, `rescale`, \
                 `reference`, `distributions`, `params` and `param_labels`"
            }
            Self::Interface { .. } => "run the program once and store its amounts as a vector",
            Self::FormatNotRead { .. } => {
                "write the package anew with `matrix_serialize_format_type` NUMPY"
            }
            Self::IncompleteGroup { .. } => {
                "a group has `indices` and `data`; static amounts stand in `data`"
            }
            Self::RepeatedResource { .. } => "give each of them a group of its own",
            Self::NotAnArray { .. } => "write it with `numpy.save`",
            Self::WrongElements { .. } => "convert it with `astype`",
            Self::WrongLength { .. } => "arrays of a group have one row for each of its indices",
            Self::SeveralColumns { .. } => "choose one by its number, counted from zero",
            Self::NoSuchColumn { .. } => "columns are counted from zero",
            Self::NegativeId { .. } => "ids are whole numbers from 0",
            Self::InfiniteAmount { .. } => "state what is meant, or leave the entry out",
            Self::AmountNotStated { .. } => {
                "state the amount, which may be 0: an amount that is no number leaves that of an earlier group, and \
                 here is none"
            }
            Self::NoTechnosphere => "give the package of the database too, before those of methods",
            Self::Distribution(problem) => return problem.hint(),
            Self::Size(problem) => return problem.hint(),
        };
        Some(text.to_owned())
    }

    fn details(&self) -> Vec<Detail> {
        Vec::new()
    }
}
