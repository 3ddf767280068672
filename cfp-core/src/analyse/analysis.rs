//! A footprint with what is needed to ask why it is so much.

use std::sync::Arc;

use crate::amount::Amount;
use crate::characterise::{Accounts, Demand, Figure, Footprint, GwpSet, Means};
use crate::error::{Error, NumberProblem, Place, Problem};
use crate::model::{Finding, Graph, System};
use crate::solve::{Solution, Solved};

/// The footprint of a demand, solved both ways: how often every process runs for it (the direct solve), and what one unit
/// of every product carries (the adjoint). Everything that is asked about the footprint is read from the two.
/// Immutable and cheap to clone.
///
/// # Example
///
/// ```
/// use cfp_core::{Demand, GwpSet, Process, System};
///
/// let system = System::builder()
///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
///     .supply("electricity", "0.5777 kg CO2e/kWh")
///     .build()?;
/// let gwp = GwpSet::new("none");
/// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &gwp)?;
/// assert_eq!(analysis.footprint().total().to_string(), "664.355");
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Analysis {
    pub(super) content: Arc<Content>,
    footprint: Arc<Footprint>,
}

/// What an analysis holds.
#[derive(Debug)]
pub(super) struct Content {
    pub solved: Solved,
    pub demand: Demand,
    pub gwp: GwpSet,
    pub accounts: Accounts,
    pub means: Means,
    /// kg CO2e per unit of every column.
    pub per_unit: Solution,
}

impl Content {
    /// How often a column runs, per sum of weights.
    pub fn runs_of(&self, column: usize) -> Amount {
        match &self.means {
            Means::Supplies(_) => Amount::ZERO,
            Means::Processes(solution) => solution.values[column],
        }
    }
}

impl Solved {
    /// The footprint of a demand with what is needed to ask why it is so much.
    ///
    /// # Errors
    ///
    /// As [`Solved::footprint`].
    pub fn analyse(&self, demand: &Demand, gwp: &GwpSet) -> Result<Analysis, Error> {
        let footprint = self.footprint(demand, gwp)?;
        let graph = &self.system().graph;
        let accounts = Accounts::of(graph, gwp)?;
        let means = self.meet(demand)?;
        let direct = (0..graph.columns.len()).map(|column| accounts.direct(graph, column));
        let per_unit = direct
            .collect::<Result<Vec<_>, _>>()
            .and_then(|direct| self.adjoint(&direct))
            .map_err(too_large)?;
        Ok(Analysis {
            content: Arc::new(Content {
                solved: self.clone(),
                demand: demand.clone(),
                gwp: gwp.clone(),
                accounts,
                means,
                per_unit,
            }),
            footprint: Arc::new(footprint),
        })
    }
}

/// A number beyond the range of decimals.
pub(super) fn too_large(kind: NumberProblem) -> Error {
    Problem::new(kind, Place::default()).into()
}

impl Analysis {
    /// The footprint itself.
    pub fn footprint(&self) -> &Footprint {
        &self.footprint
    }

    /// The same with more findings of the footprint, after its own.
    pub fn noting(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        Arc::make_mut(&mut self.footprint).findings.extend(findings);
        self
    }

    /// The solved system that it is of.
    pub fn solved(&self) -> &Solved {
        &self.content.solved
    }

    /// What the footprint is of.
    pub fn demand(&self) -> &Demand {
        &self.content.demand
    }

    /// The set of global warming potentials.
    pub fn gwp(&self) -> &GwpSet {
        &self.content.gwp
    }

    /// Whether another analysis is of the same linked system under the same set of global warming potentials.
    pub(super) fn is_of_same_system(&self, other: &Self) -> bool {
        std::ptr::eq(self.graph(), other.graph()) && self.gwp() == other.gwp()
    }

    /// The system that the footprint is of.
    pub fn system(&self) -> &System {
        self.content.solved.system()
    }

    pub(super) fn graph(&self) -> &Graph {
        &self.content.solved.system().graph
    }

    /// kg CO2e of the whole footprint.
    pub(super) fn total(&self) -> Figure {
        self.footprint.total()
    }

    /// The runs of every column per sum of weights; none where supplies alone meet the demand.
    pub(super) fn runs(&self) -> Option<&Solution> {
        match &self.content.means {
            Means::Supplies(_) => None,
            Means::Processes(solution) => Some(solution),
        }
    }

    /// How often a column runs, per sum of weights.
    pub(super) fn runs_of(&self, column: usize) -> Amount {
        self.content.runs_of(column)
    }

    /// Whether the bounds of everything that the demand needs are proved.
    pub(super) fn is_proved(&self) -> bool {
        self.total().bound().is_some()
    }
}
