//! Which template a workbook is.

use super::cells::{At, Cells, Told};
use super::problem::WorkbookProblem;

/// The sheet that tells the version.
pub(super) const VERSION: &str = "VersionDocumentation";

/// The versions whose cells stand where this module looks for them, and their days of issue.
pub(super) const KNOWN: [(&str, &str); 2] = [("2.1", "2024-06-05"), ("2.1.1", "2024-12-13")];
/// Earlier versions, by which a problem can name what it found.
const EARLIER: [(&str, &str); 5] = [
    ("0.1", "2023-08-21"),
    ("1.0", "2023-10-23"),
    ("1.1", "2023-11-07"),
    ("2.0", "2024-03-19"),
    ("2.0.1", "2024-04-08"),
];

/// The version of the template; a problem where it is another template or version.
pub(super) fn identify(cells: &mut Cells) -> Result<String, Told> {
    let at = |column, row| At::new(VERSION, column, row);
    let kind = cells.needed_text(at("B", 2), "the kind of the template")?;
    if !kind.starts_with("CBAM") || !kind.contains("communication") {
        let expected = "CBAM communication SEE Version 2".to_owned();
        return Err(cells.tell(at("B", 2), &WorkbookProblem::OtherLayout { expected }));
    }
    let day = cells
        .day(at("B", 3), "the day of the template")?
        .to_string();
    if let Some((name, _)) = KNOWN.iter().find(|(_, known)| *known == day) {
        return Ok((*name).to_owned());
    }
    let earlier = EARLIER.iter().find(|(_, known)| *known == day);
    let found = match earlier {
        Some((name, day)) => format!("V{name} of {day}"),
        None => format!("`{kind}` of {day}"),
    };
    Err(cells.tell(at("B", 3), &WorkbookProblem::OtherVersion { found }))
}
