//! The largest single supply chains of a database, as rows.

use pyo3::prelude::*;

use super::Ordered;
use super::label::Label;
use super::rows::Figure;
use crate::amount::Number;
use crate::result::Finding;

/// The supply chains that carry most of a score, each by what its last process counts itself; they and the remainder sum to
/// the total.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DatabasePaths {
    /// The score of the demand.
    total: Figure,
    /// The paths, largest first.
    paths: Vec<DatabasePath>,
    /// What these paths come to together.
    covered: Figure,
    /// What all other paths come to.
    remainder: Figure,
    /// What a reader should know of the search.
    findings: Vec<Finding>,
}

impl DatabasePaths {
    pub(super) fn of(found: &cfp_core::DatabasePaths, ordered: &Ordered) -> Self {
        let path = |path: &cfp_core::DatabasePath| DatabasePath::of(path, ordered);
        Self {
            total: found.total.into(),
            paths: found.paths.iter().map(path).collect(),
            covered: found.covered.into(),
            remainder: found.remainder.into(),
            findings: found.findings.iter().map(Finding::from).collect(),
        }
    }
}

#[pymethods]
impl DatabasePaths {
    fn __repr__(&self) -> String {
        let covered = self.covered.value();
        format!(
            "<cfp.DatabasePaths of {} paths: {covered} covered>",
            self.paths.len()
        )
    }
}

/// One supply chain of a database.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DatabasePath {
    /// The steps, what is demanded first; each needs the next. The last is the one that counts.
    steps: Vec<DatabaseStep>,
    /// What the process of the last step counts itself for this chain.
    score: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    share_percent: Option<Number>,
}

impl DatabasePath {
    fn of(path: &cfp_core::DatabasePath, ordered: &Ordered) -> Self {
        let steps = path.steps.iter().map(|step| DatabaseStep {
            product: step.product,
            label: ordered.database.product(step.product).map(Label::from),
            amount: step.amount.into(),
        });
        Self {
            steps: steps.collect(),
            score: path.score.into(),
            share_percent: Number::written(path.share_percent.as_deref()),
        }
    }
}

#[pymethods]
impl DatabasePath {
    fn __repr__(&self) -> String {
        let steps = self.steps.len();
        format!(
            "<cfp.DatabasePath of {steps} steps: {}>",
            self.score.value()
        )
    }
}

/// A step of a supply chain of a database.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct DatabaseStep {
    /// The index of the product.
    product: usize,
    /// What it is called; `None` without labels.
    label: Option<Label>,
    /// How much of it, in its unit; negative where it is avoided.
    amount: Figure,
}

#[pymethods]
impl DatabaseStep {
    fn __repr__(&self) -> String {
        let Self {
            product, amount, ..
        } = self;
        format!(
            "<cfp.DatabaseStep of product {product}: {}>",
            amount.value()
        )
    }
}
