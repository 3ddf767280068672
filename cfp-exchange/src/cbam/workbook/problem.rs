//! Problems of a communication workbook.

use cfp_core::Explain;

use super::version::KNOWN;

/// A communication workbook cannot be read, or a cell of it does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbookProblem {
    /// Bytes that are no workbook, or one that is cut off.
    #[error("the file does not open as a workbook: {reason}")]
    NotAWorkbook {
        /// What the reader says.
        reason: String,
    },
    /// More than is unpacked of one workbook.
    #[error("the workbook unpacks to more than {limit_mib} MiB: {what}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// How much is unpacked at most.
        limit_mib: u64,
    },
    /// A workbook of something else.
    #[error("the workbook is not the communication template: its sheets are {}", quoted(.sheets))]
    NotTheTemplate {
        /// The names of its sheets.
        sheets: Vec<String>,
    },
    /// The template in a version whose cells stand elsewhere.
    #[error("the workbook is the communication template in version {found}")]
    OtherVersion {
        /// The version as far as it is told.
        found: String,
    },
    /// A sheet of the template that is not there.
    #[error("there is no sheet `{sheet}`")]
    MissingSheet {
        /// The name of the sheet.
        sheet: &'static str,
    },
    /// A cell of the template that stands elsewhere.
    #[error("`{expected}` does not stand here, as in the template")]
    OtherLayout {
        /// What the template has in the cell.
        expected: String,
    },
    /// The template as it is handed out.
    #[error("nothing is filled in")]
    NothingFilledIn,
    /// No production process.
    #[error("no production process is named")]
    NoProcess,
    /// No goods.
    #[error("no goods are named")]
    NoGoods,
    /// A formula that nothing has computed.
    #[error("{}", not_calculated(*.others))]
    NotCalculated {
        /// How many cells of the sheet that are needed have no result either.
        others: usize,
    },
    /// A formula that came to an error.
    #[error("the cell has the error `{error}`")]
    ErrorValue {
        /// The error as workbooks write it.
        error: String,
    },
    /// Something else where a number belongs.
    #[error("the cell has {found}, where a number belongs")]
    TextForNumber {
        /// What stands there.
        found: String,
    },
    /// A text with a decimal comma where a number belongs.
    #[error("`{written}` is a text with a decimal comma, where a number belongs")]
    DecimalComma {
        /// What stands there.
        written: String,
    },
    /// A number beyond what decimals hold.
    #[error("{written} has more digits than are kept")]
    CellDigits {
        /// What stands there.
        written: String,
    },
    /// A number that may not be negative.
    #[error("{what} is negative: {written}")]
    NegativeCell {
        /// What the cell says.
        what: &'static str,
        /// What stands there.
        written: String,
    },
    /// A number above its range.
    #[error("{what} is {written}, above {most}")]
    NotInRange {
        /// What the cell says.
        what: &'static str,
        /// What stands there.
        written: String,
        /// The most that it can be.
        most: &'static str,
    },
    /// A cell that lies under others.
    #[error("the cell is merged with others in {range}, so that nothing can stand in it")]
    MergedCells {
        /// The cells that are one.
        range: String,
    },
    /// A cell that is needed.
    #[error("{what} is empty")]
    EmptyCell {
        /// What the cell says.
        what: &'static str,
    },
    /// An entry that is none of the template's list.
    #[error("{what} is `{written}`")]
    UnlistedEntry {
        /// What the cell says.
        what: &'static str,
        /// What stands there.
        written: String,
        /// What may stand there.
        known: Vec<&'static str>,
    },
    /// Units of one row that do not go together.
    #[error("an emission factor in `{factor}` does not go with an activity in `{activity}`")]
    UnitsDoNotFit {
        /// The unit of the activity.
        activity: String,
        /// The unit of the emission factor.
        factor: String,
    },
    /// Something else where a day belongs.
    #[error("the cell has {found}, where a day belongs")]
    NotADate {
        /// What stands there.
        found: String,
    },
    /// A period that ends before it begins.
    #[error("the reporting period ends on {end}, before it begins on {start}")]
    PeriodReversed {
        /// Its first day.
        start: String,
        /// Its last day.
        end: String,
    },
    /// A name that stands twice.
    #[error("two {parts} are named `{name}`")]
    SameNameTwice {
        /// What they are.
        parts: &'static str,
        /// The name.
        name: String,
    },
    /// A code of other than eight digits.
    #[error("`{written}` is no code of the Combined Nomenclature")]
    CellNotACode {
        /// What stands there.
        written: String,
    },
    /// A production process that is not among those of the installation.
    #[error("`{name}` is no production process of the installation")]
    UnnamedProcess {
        /// What stands there.
        name: String,
    },
    /// A row to which the workbook itself objects.
    #[error("the workbook itself says `{written}` of the row")]
    RowNotFinished {
        /// What it says.
        written: String,
    },
    /// A result that is not that of the cells that it is computed from.
    #[error("the workbook says {written}, and its cells come to {expected}")]
    StaleResult {
        /// What stands there.
        written: String,
        /// What the cells come to.
        expected: String,
    },
}

fn quoted(names: &[String]) -> String {
    let mut quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.len() > 5 {
        let left = quoted.len() - 4;
        quoted.truncate(4);
        quoted.push(format!("{left} others"));
    }
    quoted.join(", ")
}

fn not_calculated(others: usize) -> String {
    match others {
        0 => "the formula of the cell has no result".to_owned(),
        1 => "the formulas of the cell and of another of the sheet have no result".to_owned(),
        more => {
            format!("the formulas of the cell and of {more} others of the sheet have no result")
        }
    }
}

impl WorkbookProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 27] = [
        "not-a-workbook",
        "workbook-too-large",
        "not-the-communication-template",
        "other-template-version",
        "missing-sheet",
        "other-layout",
        "nothing-filled-in",
        "no-process-named",
        "no-goods-named",
        "not-calculated",
        "error-value",
        "text-for-number",
        "decimal-comma-in-cell",
        "cell-digits",
        "negative-cell",
        "not-in-range",
        "merged-cells",
        "empty-cell",
        "unlisted-entry",
        "units-of-row-differ",
        "not-a-date",
        "period-reversed",
        "same-name-twice",
        "cell-not-a-cn-code",
        "unnamed-process",
        "row-not-finished",
        "stale-result",
    ];
}

impl Explain for WorkbookProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAWorkbook { .. } => "not-a-workbook",
            Self::TooLarge { .. } => "workbook-too-large",
            Self::NotTheTemplate { .. } => "not-the-communication-template",
            Self::OtherVersion { .. } => "other-template-version",
            Self::MissingSheet { .. } => "missing-sheet",
            Self::OtherLayout { .. } => "other-layout",
            Self::NothingFilledIn => "nothing-filled-in",
            Self::NoProcess => "no-process-named",
            Self::NoGoods => "no-goods-named",
            Self::NotCalculated { .. } => "not-calculated",
            Self::ErrorValue { .. } => "error-value",
            Self::TextForNumber { .. } => "text-for-number",
            Self::DecimalComma { .. } => "decimal-comma-in-cell",
            Self::CellDigits { .. } => "cell-digits",
            Self::NegativeCell { .. } => "negative-cell",
            Self::NotInRange { .. } => "not-in-range",
            Self::MergedCells { .. } => "merged-cells",
            Self::EmptyCell { .. } => "empty-cell",
            Self::UnlistedEntry { .. } => "unlisted-entry",
            Self::UnitsDoNotFit { .. } => "units-of-row-differ",
            Self::NotADate { .. } => "not-a-date",
            Self::PeriodReversed { .. } => "period-reversed",
            Self::SameNameTwice { .. } => "same-name-twice",
            Self::CellNotACode { .. } => "cell-not-a-cn-code",
            Self::UnnamedProcess { .. } => "unnamed-process",
            Self::RowNotFinished { .. } => "row-not-finished",
            Self::StaleResult { .. } => "stale-result",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NotAWorkbook { .. } => {
                "it is an .xlsx file; open it in a spreadsheet program and save it anew, without a password".into()
            }
            Self::TooLarge { .. } => {
                "the template has 10 MiB; take pictures and foreign sheets out of the workbook".into()
            }
            Self::NotTheTemplate { .. } => {
                "give the Commission's communication template for installations as the operator filled it in".into()
            }
            Self::OtherVersion { .. } => {
                let known = KNOWN.map(|(name, day)| format!("V{name} of {day}"));
                format!("what can be read is {}; move the entries into one of them", known.join(" and "))
            }
            Self::MissingSheet { .. } | Self::OtherLayout { .. } => {
                "sheets, rows and columns stay as they are in the template; move the entries into an unchanged copy".into()
            }
            Self::NothingFilledIn => "fill in the template, from its sheet `A_InstData` on".into(),
            Self::NoProcess => "name the production processes in section 4(b) of `A_InstData`".into(),
            Self::NoGoods => "list the goods in `Summary_Products`".into(),
            Self::NotCalculated { .. } => {
                "open the workbook in a spreadsheet program, let it calculate, and save it".into()
            }
            Self::ErrorValue { .. } => "correct what the formula of the cell refers to".into(),
            Self::TextForNumber { .. } => "type the number into the cell, without a unit".into(),
            Self::DecimalComma { .. } => {
                "type the number anew in a spreadsheet program, so that the cell holds a number and no text".into()
            }
            Self::CellDigits { .. } => "round the number in the cell".into(),
            Self::NegativeCell { .. } => "state zero or more; only outputs of a mass balance are negative".into(),
            Self::NotInRange { .. } => "look whether the cell is in percent or a part of 1".into(),
            Self::MergedCells { .. } => "unmerge the cells, and state the value of each".into(),
            Self::EmptyCell { .. } => "fill in the cell; a number that is nothing is 0".into(),
            Self::UnlistedEntry { known, .. } => format!("choose one of {}", known.join(", ")),
            Self::UnitsDoNotFit { .. } => "choose units that go together, or a factor per TJ".into(),
            Self::NotADate { .. } => "type a day, which spreadsheet programs keep as a date".into(),
            Self::PeriodReversed { .. } => "exchange the two days".into(),
            Self::SameNameTwice { .. } => "give each a name of its own".into(),
            Self::CellNotACode { .. } => "state eight digits".into(),
            Self::UnnamedProcess { .. } => "choose one of the names in section 4(b) of `A_InstData`".into(),
            Self::RowNotFinished { .. } => "finish the row, or clear it".into(),
            Self::StaleResult { .. } => {
                "let a spreadsheet program calculate the workbook, and do not write over its formulas".into()
            }
        })
    }
}
