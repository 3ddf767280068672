//! What the scores of a database are made of, as rows.

use std::sync::Arc;

use cfp_core::LeftOutFlow;
use pyo3::prelude::*;

use super::Ordered;
use super::label::Label;
use crate::amount::Number;
use crate::errors::Raised;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// A number of a result and how far arithmetic rounding may have moved it.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The number.
    value: Number,
    /// How far arithmetic rounding may have moved it, which says nothing about the data; `None` if not proved.
    bound: Option<Number>,
}

impl From<cfp_core::Figure> for Figure {
    fn from(figure: cfp_core::Figure) -> Self {
        Self {
            value: Number::value(figure),
            bound: Number::bound(figure),
        }
    }
}

impl Figure {
    /// The number itself.
    pub(super) fn value(&self) -> Number {
        self.value
    }
}

#[pymethods]
impl Figure {
    fn __repr__(&self) -> String {
        match self.bound {
            Some(bound) => format!("<cfp.Figure {} ± {bound}>", self.value),
            None => format!("<cfp.Figure {}, no bound proved>", self.value),
        }
    }
}

/// A loop of a database, and how it was solved.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LoopReport {
    /// How many processes are on the loop.
    processes: usize,
    /// How many exchanges there are between them, their own products included.
    exchanges: usize,
    /// "sweeps", "paired sweeps", "bordered sweeps" or "factorisation".
    method: &'static str,
    /// Whether the bounds of its figures are proved.
    proved: bool,
    /// What is known of a demand for the product of it that is worst off: "sound", "undecided", "held" or "unsolved".
    standing: &'static str,
    /// The largest residual beside the terms of its row, a float.
    backward_error: f64,
}

impl From<&cfp_core::LoopReport> for LoopReport {
    fn from(report: &cfp_core::LoopReport) -> Self {
        Self {
            processes: report.processes,
            exchanges: report.exchanges,
            method: report.method.word(),
            proved: report.proved,
            standing: report.standing.word(),
            backward_error: report.backward_error,
        }
    }
}

#[pymethods]
impl LoopReport {
    fn __repr__(&self) -> String {
        let proved = if self.proved { "proved" } else { "not proved" };
        format!(
            "<cfp.LoopReport of {} processes: {}, {proved}>",
            self.processes, self.method
        )
    }
}

/// The processes that run for a demand, and what each counts itself.
///
///     >>> import numpy as np
///     >>> exchanges = (np.array([0, 1, 0]), np.array([0, 1, 1]), np.array([1.0, 1.0, -0.5]))
///     >>> emissions = (np.array([0, 0]), np.array([0, 1]), np.array([3.0, 1.0]))
///     >>> database = cfp.Database.from_triplets(2, exchanges, 1, emissions, products=["coal", "power"])
///     >>> contributions = database.scores({0: 1.0}).contributions("power", 2)
///     >>> round(contributions.total.value, 6)
///     Decimal('5.000000')
///     >>> [(row.process, round(row.score.value)) for row in contributions.rows]
///     [(0, 3), (1, 2)]
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Contributions {
    inner: Arc<cfp_core::Contributions>,
    ordered: Ordered,
}

impl Contributions {
    pub(super) fn new(inner: cfp_core::Contributions, ordered: Ordered) -> Self {
        let inner = Arc::new(inner);
        Self { inner, ordered }
    }
}

#[pymethods]
impl Contributions {
    /// The sum of the rows: the score of the demand.
    #[getter]
    fn total(&self) -> Figure {
        self.inner.total().into()
    }

    /// What a reader should know of the total.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(self.inner.findings(), |findings| findings)
    }

    /// The sum of the magnitudes of the rows: what cut-offs and cumulative shares are shares of.
    #[getter]
    fn gross(&self) -> Figure {
        self.inner.gross().into()
    }

    /// How many of the first rows make the share of `gross` together, the fewest that do: a Decimal, text or number from 0 to 1,
    /// such as "0.8".
    fn until(&self, share: &Bound<'_, PyAny>) -> Result<usize, Raised> {
        Ok(self.inner.until(crate::analysis::share(share)?)?)
    }

    /// What all rows but the first `first` count together.
    fn others(&self, first: usize) -> Result<ContributionOthers, Raised> {
        let own = self.inner.others(first)?;
        Ok(ContributionOthers {
            processes: own.processes,
            score: own.score.into(),
            positive: own.positive.into(),
            negative: own.negative.into(),
        })
    }

    /// What each process counts itself, largest first; processes that do not run are left out.
    #[getter]
    fn rows(&self) -> Table {
        Table::with(
            (Arc::clone(&self.inner), self.ordered.clone()),
            |(inner, _)| inner.rows(),
            |(_, ordered), row| ContributionRow {
                process: row.process,
                label: ordered.database.process(row.process).map(Label::from),
                runs: row.runs.into(),
                score: row.score.into(),
            },
            |(_, ordered), rows| cfp_exchange::Table::of_contributions(&ordered.database, rows),
        )
    }

    /// How much is emitted of each elementary flow; flows of which nothing is emitted are left out.
    fn flows(&self) -> Result<Table, Raised> {
        Ok(Table::with(
            (self.inner.flows()?, self.ordered.clone()),
            |(flows, _)| flows,
            |(_, ordered), row| FlowRow {
                flow: row.flow,
                label: ordered.database.flow(row.flow).map(Label::from),
                amount: row.amount.into(),
                score: row.score.into(),
            },
            |(_, ordered), rows| cfp_exchange::Table::of_flows(&ordered.database, rows),
        ))
    }

    fn __repr__(&self) -> String {
        let total = Number::value(self.inner.total());
        let rows = self.inner.rows().len();
        let findings = findings_counted(self.inner.findings().len());
        format!("<cfp.Contributions of {rows} processes: {total}{findings}>")
    }
}

/// What all rows but the first ones of contributions count together.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionOthers {
    /// How many processes they are.
    processes: usize,
    /// What they count together.
    score: Figure,
    /// What those of them count that count more than zero.
    positive: Figure,
    /// What those of them count that count less than zero; with those that count more, `score` within the bounds.
    negative: Figure,
}

#[pymethods]
impl ContributionOthers {
    fn __repr__(&self) -> String {
        format!(
            "<cfp.ContributionOthers of {} processes: {}>",
            self.processes, self.score.value
        )
    }
}

/// What a process counts itself for a demand.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRow {
    /// The index of the process.
    process: usize,
    /// What it is called; `None` without labels.
    label: Option<Label>,
    /// How many times the process, as the database has it, runs.
    runs: Figure,
    /// What it counts itself, in the unit of the characterisation.
    score: Figure,
}

#[pymethods]
impl ContributionRow {
    fn __repr__(&self) -> String {
        let Self { process, score, .. } = self;
        format!(
            "<cfp.ContributionRow of process {process}: {}>",
            score.value
        )
    }
}

/// What is emitted of an elementary flow for a demand.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct FlowRow {
    /// The index of the flow.
    flow: usize,
    /// What it is called; `None` without labels.
    label: Option<Label>,
    /// How much of it, in its unit.
    amount: Figure,
    /// What that counts, in the unit of the characterisation.
    score: Figure,
}

#[pymethods]
impl FlowRow {
    fn __repr__(&self) -> String {
        format!("<cfp.FlowRow of flow {}: {}>", self.flow, self.amount.value)
    }
}

/// An elementary flow that counts nothing, and why.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutRow {
    /// The index of the flow.
    flow: usize,
    /// What it is called; `None` without labels.
    label: Option<Label>,
    /// Why it counts nothing: "no greenhouse gas", "left out by name", "a gas not into air", "a gas into an unknown
    /// compartment".
    reason: &'static str,
}

impl LeftOutRow {
    pub(super) fn of(database: &cfp_core::Database, row: LeftOutFlow) -> Self {
        Self {
            flow: row.flow,
            label: database.flow(row.flow).map(Label::from),
            reason: row.reason.word(),
        }
    }
}

#[pymethods]
impl LeftOutRow {
    fn __repr__(&self) -> String {
        format!("<cfp.LeftOutRow of flow {}: {}>", self.flow, self.reason)
    }
}

/// The supply chains behind an amount of a product: a tree of visits of processes, in which a loop is followed until what
/// is left of it falls below the cut-off.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone)]
pub struct SupplyChains {
    inner: Arc<cfp_core::SupplyChains>,
    ordered: Ordered,
}

impl SupplyChains {
    pub(super) fn new(inner: cfp_core::SupplyChains, ordered: Ordered) -> Self {
        let inner = Arc::new(inner);
        Self { inner, ordered }
    }
}

/// By their numbers: two databases may have the same chains.
impl PartialEq for SupplyChains {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

#[pymethods]
impl SupplyChains {
    /// The nodes, the product itself first; each after the one that needs it.
    #[getter]
    fn nodes(&self) -> Table {
        Table::with(
            (Arc::clone(&self.inner), self.ordered.clone()),
            |(inner, _)| &inner.nodes,
            |(_, ordered), node| ChainNode {
                parent: node.parent,
                depth: node.depth,
                product: node.product,
                label: ordered.database.product(node.product).map(Label::from),
                amount: node.amount.into(),
                score: node.score.into(),
                direct: node.direct.into(),
            },
            |(_, ordered), nodes| cfp_exchange::Table::of_supply_chains(&ordered.database, nodes),
        )
    }

    /// The sum of the magnitudes of what each process counts itself: the cut-off is a share of this.
    #[getter]
    fn gross(&self) -> Figure {
        self.inner.gross.into()
    }

    /// What the nodes count themselves, together.
    #[getter]
    fn covered(&self) -> Figure {
        self.inner.covered.into()
    }

    /// What is left of the score: behind what was cut off.
    #[getter]
    fn remainder(&self) -> Figure {
        self.inner.remainder.into()
    }

    /// What of the remainder stands behind needs that carry more than zero.
    #[getter]
    fn remainder_positive(&self) -> Figure {
        self.inner.remainder_positive.into()
    }

    /// What of the remainder stands behind needs that carry less than zero.
    #[getter]
    fn remainder_negative(&self) -> Figure {
        self.inner.remainder_negative.into()
    }

    /// What a reader should know of the chains.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.inner.findings.iter().map(Finding::from).collect()
    }

    fn __repr__(&self) -> String {
        let nodes = self.inner.nodes.len();
        let covered = Number::value(self.inner.covered);
        format!("<cfp.SupplyChains of {nodes} nodes: {covered} covered>")
    }
}

/// A visit of a process on the way up a supply chain.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ChainNode {
    /// The node that needs this one, by its place in the list; `None` for the product itself.
    parent: Option<usize>,
    /// How many steps it is away from the product itself.
    depth: usize,
    /// The index of the product.
    product: usize,
    /// What the product is called; `None` without labels.
    label: Option<Label>,
    /// How much of it, in its reference unit.
    amount: Figure,
    /// The score of that amount, everything behind it included.
    score: Figure,
    /// What the process that makes it counts itself.
    direct: Figure,
}

#[pymethods]
impl ChainNode {
    fn __repr__(&self) -> String {
        let Self {
            product,
            depth,
            score,
            ..
        } = self;
        format!(
            "<cfp.ChainNode of product {product}, {depth} steps away: {}>",
            score.value
        )
    }
}
