//! The largest single supply chains of a database, as rows.

use std::sync::Arc;

use pyo3::prelude::*;

use super::Ordered;
use super::label::Label;
use super::rows::Figure;
use crate::amount::Number;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// The supply chains that carry most of a score, each by what its last process counts itself; they and the remainder sum to
/// the total.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone)]
pub struct DatabasePaths {
    inner: Arc<cfp_core::DatabasePaths>,
    ordered: Ordered,
}

impl DatabasePaths {
    pub(super) fn new(inner: cfp_core::DatabasePaths, ordered: Ordered) -> Self {
        let inner = Arc::new(inner);
        Self { inner, ordered }
    }
}

/// By their numbers: two databases may have the same paths.
impl PartialEq for DatabasePaths {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

#[pymethods]
impl DatabasePaths {
    /// The score of the demand.
    #[getter]
    fn total(&self) -> Figure {
        self.inner.total.into()
    }

    /// The paths, largest first.
    #[getter]
    fn paths(&self) -> Table {
        Table::with(
            (Arc::clone(&self.inner), self.ordered.clone()),
            |(inner, _)| &inner.paths,
            |(_, ordered), path| DatabasePath::of(path, ordered),
            |(_, ordered), paths| cfp_exchange::Table::of_paths(&ordered.database, paths),
        )
    }

    /// What these paths come to together.
    #[getter]
    fn covered(&self) -> Figure {
        self.inner.covered.into()
    }

    /// What all other paths come to.
    #[getter]
    fn remainder(&self) -> Figure {
        self.inner.remainder.into()
    }

    /// What a reader should know of the search.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(Arc::clone(&self.inner), |of| &of.findings)
    }

    fn __repr__(&self) -> String {
        let covered = Number::value(self.inner.covered);
        let paths = self.inner.paths.len();
        let findings = findings_counted(self.inner.findings.len());
        format!("<cfp.DatabasePaths of {paths} paths: {covered} covered{findings}>")
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
