//! What a communication workbook says of its goods beside what is computed of its entries.

use cfp_core::{Amount, Finding};
use serde::Serialize;

use super::report::ReportedGood;
use crate::cbam::CommunicationWorkbook;
use crate::cbam::number::plain;

/// A workbook beside what is computed of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorkbookComparison {
    /// The version of the template.
    pub version: String,
    /// The figures of the workbook, each beside the computed one.
    pub figures: Vec<WorkbookFigure>,
    /// How many of them differ by more than the workbook's own binary numbers.
    pub differing: usize,
}

/// A figure of a workbook beside the computed one, t CO2e per t.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WorkbookFigure {
    /// The code of the good.
    pub cn: String,
    /// The name of the good.
    pub name: String,
    /// `direct` or `indirect`.
    pub what: &'static str,
    /// The cell of the good in the workbook.
    pub cell: String,
    /// What the workbook says.
    #[serde(serialize_with = "plain")]
    pub workbook: Amount,
    /// What is computed.
    #[serde(serialize_with = "plain")]
    pub computed: Amount,
    /// Whether the two differ by more than binary numbers do.
    pub differs: bool,
}

/// What the binary numbers of a workbook may move a figure by, relatively: some operations at 2⁻⁵³ each.
const BINARY: &str = "0.0000000000001";

impl WorkbookComparison {
    pub(super) fn of(workbook: &CommunicationWorkbook, goods: &[ReportedGood]) -> Self {
        let mut figures = Vec::new();
        for own in &workbook.own {
            let same = |good: &&ReportedGood| {
                good.process == own.process
                    && good.cn == own.cn
                    && own.name.as_ref().is_none_or(|name| *name == good.name)
            };
            let Some(good) = goods.iter().find(same) else {
                continue;
            };
            for (what, said, computed) in [
                ("direct", own.see_direct, good.see_direct),
                ("indirect", own.see_indirect, good.see_indirect),
            ] {
                figures.push(WorkbookFigure {
                    cn: own.cn.clone(),
                    name: good.name.clone(),
                    what,
                    cell: own.cell.clone(),
                    workbook: said,
                    computed,
                    differs: differ(said, computed),
                });
            }
        }
        Self {
            version: workbook.version.clone(),
            differing: figures.iter().filter(|figure| figure.differs).count(),
            figures,
        }
    }

    /// That figures differ, where they do.
    pub(super) fn finding(&self) -> Option<Finding> {
        (self.differing > 0).then(|| {
            Finding::new(
                "workbook-differs",
                format!(
                    "{} figures of the workbook are not what its entries come to by 2547",
                    self.differing
                ),
                "the other findings tell the rules that differ; the computed figures are those of the law in force",
            )
        })
    }
}

fn differ(said: Amount, computed: Amount) -> bool {
    let compared = || {
        let limit: Amount = BINARY.parse().ok()?;
        let allowed = computed.midpoint().magnitude().times(limit).ok()?;
        let apart = said.minus(computed).ok()?.midpoint().magnitude();
        Some(apart.rank(&allowed).is_gt())
    };
    compared().unwrap_or(true)
}
