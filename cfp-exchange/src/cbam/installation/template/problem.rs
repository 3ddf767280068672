//! Problems of workbooks with the data of an installation that the readers of texts and tables know nothing of.

use cfp_core::Explain;

/// A workbook is not the template, or its sheets do not say one thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateProblem {
    /// A workbook of another kind.
    #[error("the workbook is not the template of an installation's data")]
    NotTheTemplate,
    /// A sheet that is not there under either name.
    #[error("the sheet `{sheet}` is not there")]
    NoSheet {
        /// Its name.
        sheet: &'static str,
    },
    /// A sheet whose second row does not hold the titles, so that data may stand there.
    #[error("the second row of the sheet `{sheet}` does not hold the titles of the template")]
    NoTitleRow {
        /// Its name.
        sheet: String,
    },
    /// Another number of installations than one.
    #[error("the sheet `{sheet}` has {rows} rows of data where one is needed")]
    NotOneRow {
        /// Its name.
        sheet: String,
        /// How many rows it has.
        rows: usize,
    },
    /// A row of something that no sheet names.
    #[error("`{key}` names `{written}`, which is not in the sheet `{sheet}`")]
    NotListed {
        /// The column.
        key: &'static str,
        /// The name as written.
        written: String,
        /// The sheet that should name it.
        sheet: String,
        /// The name that reads most like it.
        nearest: Option<String>,
    },
    /// Two rows of one name, which rows of other sheets cannot tell apart.
    #[error("the name `{name}` stands here a second time")]
    SameNameInSheet {
        /// The name.
        name: String,
    },
    /// A cell with several texts that do not part.
    #[error("`{key}` is `{written}`, which does not read as a list")]
    NotAList {
        /// The column.
        key: &'static str,
        /// The cell.
        written: String,
    },
    /// Something that Excel cannot hold.
    #[error("the workbook cannot be written: {reason}")]
    NotWritten {
        /// What the writer says.
        reason: String,
    },
}

impl TemplateProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 8] = [
        "not-the-template",
        "template-sheet-missing",
        "template-titles-missing",
        "template-not-one-row",
        "template-name-not-listed",
        "template-name-twice",
        "template-not-a-list",
        "workbook-not-written",
    ];
}

impl Explain for TemplateProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotTheTemplate => "not-the-template",
            Self::NoSheet { .. } => "template-sheet-missing",
            Self::NoTitleRow { .. } => "template-titles-missing",
            Self::NotOneRow { .. } => "template-not-one-row",
            Self::NotListed { .. } => "template-name-not-listed",
            Self::SameNameInSheet { .. } => "template-name-twice",
            Self::NotAList { .. } => "template-not-a-list",
            Self::NotWritten { .. } => "workbook-not-written",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotTheTemplate => {
                "write an empty one with `cfp cbam template` and fill it in".into()
            }
            Self::NoSheet { .. } => "leave sheets without data empty, and keep their names".into(),
            Self::NoTitleRow { .. } => {
                "keep the first two rows, keys and titles: data begin in the third".into()
            }
            Self::NotOneRow { .. } => "describe one installation and one year in a workbook".into(),
            Self::NotListed { nearest, sheet, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("add a row for it to the sheet `{sheet}`"),
            },
            Self::SameNameInSheet { .. } => "give each row a name of its own".into(),
            Self::NotAList { .. } => {
                "write `A; B`, or with values `A = 0.6; B = 0.4`, and put a name that holds such signs in quotation marks"
                    .into()
            }
            Self::NotWritten { .. } => {
                "a cell of Excel holds 32767 characters, and a sheet 1048576 rows: shorten what is longer".into()
            }
        })
    }
}
