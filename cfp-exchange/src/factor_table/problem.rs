//! Problems of a table of factors that the reader of sealed tables knows nothing of.

use cfp_core::Explain;

use crate::limits::SizeProblem;

use super::columns;

/// A table of factors cannot be read, or has a cell that says nothing a factor can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableProblem {
    /// A file name that ends as no known format does.
    #[error("the name `{name}` does not end as a table's name does")]
    UnknownEnding {
        /// The name.
        name: String,
    },
    /// Bytes that are a text in none of the known encodings, or in more than one.
    #[error("the encoding of the text is not UTF-8, UTF-16 or surely GB18030")]
    UnknownEncoding,
    /// A first row in which two signs separate known titles.
    #[error("both `{first}` and `{second}` may separate the columns")]
    AmbiguousSeparator {
        /// One sign.
        first: char,
        /// The other sign.
        second: char,
    },
    /// A first row without a title of any column.
    #[error("the first row has no title of a known column")]
    NoTitles,
    /// A table of titles alone, or of nothing.
    #[error("the table has no rows below its titles")]
    NoRows,
    /// A cell in a column without a title.
    #[error("the cell stands below no title")]
    UntitledCell,
    /// More than is read of one table.
    #[error("the table holds more than 64 MiB")]
    TooLarge,
    /// Content that takes more memory than it may.
    #[error(transparent)]
    Size(#[from] SizeProblem),
    /// A workbook with more than one sheet, none of which is named for its purpose.
    #[error("the workbook has {} sheets, and none is named `factors`", .sheets.len())]
    SeveralSheets {
        /// The names of the sheets.
        sheets: Vec<String>,
    },
    /// Bytes that are no workbook.
    #[error("the workbook does not open: {reason}")]
    BadWorkbook {
        /// What the reader says.
        reason: String,
    },
    /// Bytes that are no Parquet.
    #[error("the Parquet file does not open: {reason}")]
    BadParquet {
        /// What the reader says.
        reason: String,
    },
    /// A Parquet file where the program was built without its reader.
    #[error("this program was built without Parquet")]
    NoParquet,
    /// A cell that holds neither a text nor a number.
    #[error("`{column}` is {found}, not a text or a number")]
    UnusableCell {
        /// The column.
        column: String,
        /// What stands there.
        found: String,
    },
}

impl TableProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 12] = [
        "unknown-table-ending",
        "unknown-encoding",
        "ambiguous-separator",
        "no-titles",
        "no-rows",
        "untitled-cell",
        "table-too-large",
        "several-sheets",
        "bad-workbook",
        "bad-parquet",
        "no-parquet",
        "unusable-cell",
    ];
}

impl Explain for TableProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownEnding { .. } => "unknown-table-ending",
            Self::UnknownEncoding => "unknown-encoding",
            Self::AmbiguousSeparator { .. } => "ambiguous-separator",
            Self::NoTitles => "no-titles",
            Self::NoRows => "no-rows",
            Self::UntitledCell => "untitled-cell",
            Self::TooLarge => "table-too-large",
            Self::Size(problem) => problem.code(),
            Self::SeveralSheets { .. } => "several-sheets",
            Self::BadWorkbook { .. } => "bad-workbook",
            Self::BadParquet { .. } => "bad-parquet",
            Self::NoParquet => "no-parquet",
            Self::UnusableCell { .. } => "unusable-cell",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownEnding { .. } => {
                "name it by what is in it: .csv, .tsv, .txt, .xlsx, .xls, .ods or .parquet".into()
            }
            Self::UnknownEncoding => {
                "save it as UTF-8, which Excel calls `CSV UTF-8`, or as a workbook".into()
            }
            Self::AmbiguousSeparator { .. } => "separate the columns with one sign alone".into(),
            Self::NoTitles => format!(
                "the first row names the columns: {}",
                quoted(&columns::NAMES)
            ),
            Self::NoRows => "write a row for each factor".into(),
            Self::UntitledCell => "name its column in the first row, or empty the cell".into(),
            Self::Size(problem) => return problem.hint(),
            Self::TooLarge => "split it into several datasets".into(),
            Self::SeveralSheets { sheets } => {
                format!(
                    "rename the one to take `factors`; there are {}",
                    quoted(sheets)
                )
            }
            Self::BadWorkbook { .. } => {
                "open it in a spreadsheet and save it anew, without a password".into()
            }
            Self::BadParquet { .. } => "write it anew, with snappy, zstd or no compression".into(),
            Self::NoParquet => "write the table as CSV, or build with the feature `parquet`".into(),
            Self::UnusableCell { .. } => {
                "type the text or the number itself into the cell, and give it such a format".into()
            }
        })
    }
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    quoted.join(", ")
}
