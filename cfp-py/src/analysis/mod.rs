//! Why a footprint is so much.

mod contribution;
mod path;
mod sankey;
mod tree;
mod upstream;

use cfp_core::{Amount, By, ChainOptions, NumberProblem, ProblemKind, RowKind};
use pyo3::prelude::*;

use crate::amount::Number;
use crate::errors::Raised;
use crate::long;
use crate::result::Footprint;

pub use contribution::{ContributionPart, ContributionRemainder, ContributionTable};
pub use path::{PathStep, Paths, SupplyPath};
pub use sankey::{Sankey, SankeyLink, SankeyNode};
pub use tree::{SupplyTree, TreeNode};
pub use upstream::{Upstream, UpstreamRow};

/// A footprint with what is needed to ask why it is so much.
///
/// Whichever way it is taken apart, the parts sum to the total: what is left out is a remainder with a name.
///
///     >>> press = cfp.Process("press", makes={"profile": "1 t"}, takes={"billet": "1.1 t"}, emits={"CO2": "20 kg"})
///     >>> system = cfp.System(press, supply={"billet": "9.1 kg CO2e/kg"})
///     >>> analysis = system.analyse("profile", "1 t", gwp="AR6-100")
///     >>> [(part.name, part.co2e, part.share_percent) for part in analysis.contributions("process").rows]
///     [('billet', Decimal('10010'), Decimal('99.800598')), ('press', Decimal('20'), Decimal('0.199402'))]
///     >>> [[step.product for step in path.steps] for path in analysis.paths(most=1).paths]
///     [['profile', 'billet']]
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Analysis {
    pub(crate) inner: cfp_core::Analysis,
}

impl From<cfp_core::Analysis> for Analysis {
    fn from(inner: cfp_core::Analysis) -> Self {
        Self { inner }
    }
}

#[pymethods]
impl Analysis {
    /// The footprint itself.
    #[getter]
    fn footprint(&self) -> Footprint {
        self.inner.footprint().clone().into()
    }

    /// The footprint broken down by "process", "product", "gas", "category", "stage", "tag", "region", "tier" or "dataset",
    /// largest first; all but the first `most` rows are summed in the remainder.
    #[pyo3(signature = (by, most=None))]
    fn contributions(
        &self,
        py: Python<'_>,
        by: &str,
        most: Option<usize>,
    ) -> Result<ContributionTable, Raised> {
        let by: By = by.parse()?;
        let table = self.ask(py, move |analysis| {
            let table = analysis.contributions(by)?;
            most.map_or(Ok(table.clone()), |most| table.top(most))
        })?;
        Ok(ContributionTable::from(&table))
    }

    /// What stands behind each process and supply: what it emits itself, and all that it takes with it, loops through itself
    /// counted once; the `most` with the largest upstream, or all.
    #[pyo3(signature = (most=None))]
    fn upstream(&self, py: Python<'_>, most: Option<usize>) -> Result<Upstream, Raised> {
        let most = most.unwrap_or(usize::MAX);
        let upstream = self.ask(py, move |analysis| analysis.upstream(most))?;
        Ok(Upstream::from(&upstream))
    }

    /// The supply chains as a tree of visits, largest first. What carries less than the share `cut_off` of the total is left
    /// out with everything behind it; there are at most `most` nodes.
    #[pyo3(signature = (cut_off=None, most=10_000))]
    fn tree(
        &self,
        py: Python<'_>,
        cut_off: Option<&Bound<'_, PyAny>>,
        most: usize,
    ) -> Result<SupplyTree, Raised> {
        let options = chains(cut_off)?.most(most);
        let tree = self.ask(py, move |analysis| analysis.tree(options))?;
        Ok(SupplyTree::from(&tree))
    }

    /// The `most` largest single supply chains, each by what its last process emits itself, whatever their length.
    #[pyo3(signature = (most=100))]
    fn paths(&self, py: Python<'_>, most: usize) -> Result<Paths, Raised> {
        let paths = self.ask(py, move |analysis| analysis.paths(most))?;
        Ok(Paths::from(&paths))
    }

    /// The footprint as flows that balance at every node. Nodes of less than the share `cut_off` of the total, and all but the
    /// `most` largest, are one node together.
    #[pyo3(signature = (cut_off=None, most=10_000))]
    fn sankey(
        &self,
        py: Python<'_>,
        cut_off: Option<&Bound<'_, PyAny>>,
        most: usize,
    ) -> Result<Sankey, Raised> {
        let options = chains(cut_off)?.most(most);
        let sankey = self.ask(py, move |analysis| analysis.sankey(options))?;
        Ok(Sankey::from(&sankey))
    }

    fn __repr__(&self) -> String {
        let footprint = self.inner.footprint();
        format!(
            "<cfp.Analysis of {} {}: {} kg CO2e>",
            footprint.demand,
            footprint.product,
            Number::value(footprint.total())
        )
    }
}

impl Analysis {
    /// The answer of the analysis.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&cfp_core::Analysis) -> Result<T, cfp_core::Error> + Send + 'static,
    ) -> Result<T, Raised> {
        let analysis = self.inner.clone();
        Ok(long::run(py, move || question(&analysis))??)
    }
}

/// How far supply chains are followed: to a share that is a Decimal, text, or a number.
fn chains(cut_off: Option<&Bound<'_, PyAny>>) -> Result<ChainOptions, Raised> {
    let text = match cut_off {
        Some(share) => share.str()?.to_string(),
        None => "0.01".to_owned(),
    };
    let share: Result<Amount, NumberProblem> = text.parse();
    Ok(ChainOptions::default().cut_off_of(share.map_err(ProblemKind::from)?))
}

/// The word for a process or a supply.
fn word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Process => "process",
        RowKind::Supply => "supply",
    }
}

/// The rows of a result as those of Python.
fn rows<'a, T: From<&'a R>, R>(rows: &'a [R]) -> Vec<T> {
    rows.iter().map(T::from).collect()
}
