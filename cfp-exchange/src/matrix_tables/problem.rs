//! Problems of the tables of a database.

use cfp_core::Explain;

/// A table of a database has another form than it should, or rows that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixTableProblem {
    /// A first row with other titles, or in another order.
    #[error("the titles are `{found}`, not `{expected}`")]
    WrongTitles {
        /// As they are.
        found: String,
        /// As they should be.
        expected: String,
    },
    /// A row that is longer or shorter than the titles.
    #[error("the row has {found} fields, and there are {expected} titles")]
    WrongFieldCount {
        /// Its fields.
        found: usize,
        /// The titles.
        expected: usize,
    },
    /// A row of nothing that can be referred to.
    #[error("the row has no {column}")]
    EmptyField {
        /// The column.
        column: &'static str,
    },
    /// A row of something that another table does not list.
    #[error("`{table}` has no {what} with the id `{id}`")]
    UnlistedId {
        /// The table that should list it.
        table: &'static str,
        /// A process, a product or a flow.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// An amount that is no finite decimal number.
    #[error("the amount `{text}` is not a finite number")]
    BadAmount {
        /// As written.
        text: String,
    },
    /// An amount that is not zero and becomes zero as a double.
    #[error("the amount `{text}` is nearer to zero than a double can be")]
    AmountTooSmall {
        /// As written.
        text: String,
    },
    /// A process that makes none of the product that is called as it.
    #[error("the process `{id}` makes none of its product")]
    MakesNothing {
        /// Its id.
        id: String,
    },
    /// Two values of a set for one flow.
    #[error("`{set}` has two values for the flow `{flow}`")]
    RepeatedValue {
        /// The set.
        set: String,
        /// The id of the flow.
        flow: String,
    },
    /// Values of one set in several units.
    #[error("`{set}` is in `{}` and in `{}`", units[0], units[1])]
    UnitsOfSet {
        /// The set.
        set: String,
        /// The unit of its first value and that of this row.
        units: [String; 2],
    },
    /// A database of no processes.
    #[error("the table lists no processes")]
    NoProcesses,
    /// A quotation mark without its counterpart.
    #[error("a quotation mark is not closed on its line")]
    OpenQuote,
    /// A line that no row can have.
    #[error("the line is longer than {most} bytes")]
    LineTooLong {
        /// The most that is read.
        most: u64,
    },
}

impl MatrixTableProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 12] = [
        "wrong-titles",
        "wrong-field-count",
        "empty-field",
        "unlisted-id",
        "bad-amount",
        "amount-too-small",
        "makes-nothing",
        "repeated-value",
        "units-of-set",
        "no-processes",
        "open-quote",
        "line-too-long",
    ];
}

impl Explain for MatrixTableProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongTitles { .. } => "wrong-titles",
            Self::WrongFieldCount { .. } => "wrong-field-count",
            Self::EmptyField { .. } => "empty-field",
            Self::UnlistedId { .. } => "unlisted-id",
            Self::BadAmount { .. } => "bad-amount",
            Self::AmountTooSmall { .. } => "amount-too-small",
            Self::MakesNothing { .. } => "makes-nothing",
            Self::RepeatedValue { .. } => "repeated-value",
            Self::UnitsOfSet { .. } => "units-of-set",
            Self::NoProcesses => "no-processes",
            Self::OpenQuote => "open-quote",
            Self::LineTooLong { .. } => "line-too-long",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::WrongTitles { expected, .. } => format!("let the first row be `{expected}`"),
            Self::WrongFieldCount { .. } => {
                "put quotation marks around a field that has a comma".into()
            }
            Self::EmptyField { .. } => "fill it in, or take out the row".into(),
            Self::UnlistedId { table, .. } => format!("add it to `{table}`, or mend the id"),
            Self::BadAmount { .. } => "such as 0.5, -12 or 1.3e-9, with a point and without a unit".into(),
            Self::AmountTooSmall { .. } => "write 0 where nothing is meant, or leave the row out".into(),
            Self::MakesNothing { .. } => {
                "add a row to `technosphere.csv` with its id as product and process, and what it makes".into()
            }
            Self::RepeatedValue { .. } => "keep the one that is meant".into(),
            Self::UnitsOfSet { .. } => "state one unit in every row of the set".into(),
            Self::NoProcesses => "add a row for each process".into(),
            Self::OpenQuote => "close it, and write one that is meant as such twice".into(),
            Self::LineTooLong { .. } => "check that the file is a table in CSV".into(),
        })
    }
}
