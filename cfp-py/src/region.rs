//! Regions, and what they belong to.

use cfp_factors::RegionRow;
use pyo3::prelude::*;

/// A region that a factor may describe.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its code, such as "CN-GD".
    code: String,
    /// The code of the next broader region whose average covers it; `None` at the top.
    parent: Option<String>,
    /// How broad it is: "prefecture", "province", "grid region" or "country".
    level: &'static str,
    /// Its name in English.
    name: String,
    /// Its name in Chinese.
    name_zh: String,
    /// What else it is called: three letters of ISO 3166-1, and names in use.
    also: Vec<String>,
    /// Who says that it belongs to its parent.
    source: String,
}

impl From<&RegionRow> for Region {
    fn from(row: &RegionRow) -> Self {
        let parent = row.parent.as_ref();
        Self {
            code: row.code.code().to_owned(),
            parent: parent.map(|parent| parent.code().to_owned()),
            level: row.level.word(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            also: row.also.clone(),
            source: row.source.clone(),
        }
    }
}

#[pymethods]
impl Region {
    fn __repr__(&self) -> String {
        format!("<cfp.Region {}: {}>", self.code, self.name)
    }
}
