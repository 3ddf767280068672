//! What workbooks of results are written with: formulas that know their value, and sheets.

mod page;
mod term;

pub(super) use page::{NOT_STATED, Page, Row, reference, workbook};
pub(super) use term::Term;
