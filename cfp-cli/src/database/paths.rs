//! The largest single supply chains, beside the tree of `cfp database chains`.

use cfp_core::{Database, DatabaseDemand, DatabasePath, Figure, Finding};
use serde::Serialize;

use super::open::{Scored, called};
use crate::page::{Page, Side, Table, share, short};
use crate::problem::Problems;

/// The largest paths behind a product, each by what its last process counts itself.
#[derive(Serialize)]
pub(super) struct LargestPaths {
    paths: Vec<PathRow>,
    covered: Figure,
    remainder: Figure,
    findings: Vec<Finding>,
}

/// A supply chain.
#[derive(Serialize)]
struct PathRow {
    steps: Vec<StepRow>,
    score: Figure,
    share_percent: Option<String>,
}

/// A step of a supply chain.
#[derive(Serialize)]
struct StepRow {
    product: String,
    name: String,
    unit: Option<String>,
    amount: Figure,
}

impl LargestPaths {
    /// The so many largest.
    pub fn of(scored: &Scored, demand: &DatabaseDemand, most: u32) -> Result<Self, Problems> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let found = scored.scores.paths(demand, most)?;
        let database = scored.database();
        Ok(Self {
            paths: found.paths.iter().map(|path| row(database, path)).collect(),
            covered: found.covered,
            remainder: found.remainder,
            findings: found.findings,
        })
    }

    /// The section of the page.
    pub fn show(&self, page: &mut Page, unit: &str, total: &Figure) {
        page.heading(&format!(
            "largest paths ({unit}share of the total, what needs what)"
        ));
        let mut table = Table::new([Side::Right, Side::Right, Side::Left]);
        for path in &self.paths {
            let names: Vec<&str> = path.steps.iter().map(|step| step.name.as_str()).collect();
            table.row([
                short(path.score.value()),
                share(path.share_percent.as_deref()),
                names.join(" > "),
            ]);
        }
        let left = self.remainder.share_percent_of(total);
        table.row([
            short(self.remainder.value()),
            share(left.as_deref()),
            "all other paths".to_owned(),
        ]);
        page.table(&table);
        page.findings(&self.findings);
    }
}

fn row(database: &Database, path: &DatabasePath) -> PathRow {
    let steps = path.steps.iter().map(|step| {
        let (name, unit) = called(database, step.product);
        StepRow {
            product: database.product_id(step.product),
            name,
            unit,
            amount: step.amount,
        }
    });
    PathRow {
        steps: steps.collect(),
        score: path.score,
        share_percent: path.share_percent.clone(),
    }
}
