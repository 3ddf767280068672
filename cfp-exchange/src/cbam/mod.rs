//! Files for the Carbon Border Adjustment Mechanism: lists of imports, the data of installations, and what is made of them.

mod basis;
mod bridge;
mod comparison;
mod declaration;
mod declared;
mod imports;
pub mod installation;
mod number;
mod options;
mod problem;
mod route;
mod totals;
mod whole;
mod workbook;

pub use bridge::{Bridge, BridgeGood, BridgeLine, BridgeStep};
pub use comparison::{ComparedGood, ComparedYear, Comparison, Owed, SupplierEffect};
pub use declaration::Declaration;
pub use declared::{DeclaredGood, SeePath};
pub use imports::{ImportLine, ImportTable};
pub use installation::{
    TemplateLanguage, TemplateProblem, filled_template, importer_sheet, input_template,
    is_template, operator_report,
};
pub use number::plain;
pub use options::{CertificatePrice, ComparisonOptions, DeclarationOptions, Quarter};
pub use problem::ImportProblem;
pub use totals::{DeclarationTotals, HoldingRow, Threshold};
pub use workbook::{
    CommunicationWorkbook, WorkbookGood, WorkbookProblem, WorkbookProcess, WorkbookRoute,
};
