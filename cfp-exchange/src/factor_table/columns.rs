//! The columns of a table of factors, and what people call them.

use cfp_core::nearest;
use cfp_factors::FileFault;

/// The columns in the order in which they are written.
pub(super) const NAMES: [&str; 12] = [
    "row",
    "activity",
    "activity_zh",
    "region",
    "year",
    "value",
    "unit",
    "kind",
    "place",
    "url",
    "confidence",
    "note",
];

/// The Chinese title of each column.
const CHINESE: [&str; 12] = [
    "编号",
    "活动",
    "中文名称",
    "地区",
    "年份",
    "数值",
    "单位",
    "类型",
    "出处",
    "网址",
    "可信度",
    "备注",
];

/// Columns whose fields may be empty in every row, so that they may be left out.
const OPTIONAL: [&str; 3] = ["activity_zh", "url", "note"];

/// Where each column stands in a person's table.
#[derive(Debug)]
pub(super) struct Columns([Option<usize>; NAMES.len()]);

/// Which column a title names, by its place in [`NAMES`].
pub(super) fn of_title(title: &str) -> Option<usize> {
    let title = title.trim();
    let is_named =
        |(name, chinese): (&&str, &&str)| title.eq_ignore_ascii_case(name) || title == *chinese;
    NAMES.iter().zip(&CHINESE).position(is_named)
}

impl Columns {
    /// The columns that these titles name, and what is wrong with them: the place of a title, or none for one that is
    /// missing.
    pub fn of(titles: &[String]) -> (Self, Vec<(Option<usize>, FileFault)>) {
        let mut found = [None; NAMES.len()];
        let mut faults = Vec::new();
        // A column without a title is none; what stands in it is told by its cells.
        let named = titles
            .iter()
            .enumerate()
            .filter(|(_, title)| !title.trim().is_empty());
        for (at, title) in named {
            match of_title(title) {
                Some(column) if found[column].is_none() => found[column] = Some(at),
                known => {
                    let written = title.trim();
                    let near = nearest(written, NAMES).filter(|_| known.is_none());
                    let fault = FileFault::UnknownColumn {
                        column: written.to_owned(),
                        nearest: near.map(str::to_owned),
                    };
                    faults.push((Some(at), fault));
                }
            }
        }
        for (name, place) in NAMES.iter().zip(&found) {
            if place.is_none() && !OPTIONAL.contains(name) {
                let column = (*name).to_owned();
                faults.push((None, FileFault::MissingColumn { column }));
            }
        }
        (Self(found), faults)
    }

    /// Where a column stands.
    pub fn place(&self, column: usize) -> Option<usize> {
        self.0[column]
    }
}
