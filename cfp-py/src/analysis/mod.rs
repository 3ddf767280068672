//! Why a footprint is so much.

mod contribution;
mod path;
mod sankey;
mod sensitivity;
mod tree;
mod uncertainty;
mod upstream;

use std::sync::Arc;

use cfp_core::{Amount, Beside, By, ChainOptions, Demand, DrawOptions, NumberProblem, ProblemKind};
use cfp_exchange::Study;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::amount::Number;
use crate::errors::Raised;
use crate::long;
use crate::result::Footprint;

pub use contribution::{ContributionPart, ContributionRemainder, ContributionTable};
pub use path::{PathStep, Paths, SupplyPath};
pub use sankey::{Sankey, SankeyLink, SankeyNode};
pub use sensitivity::{Sensitivities, Sensitivity};
pub use tree::{SupplyTree, TreeNode};
pub use uncertainty::{
    Against, FirstOrder, GlobalSensitivity, InputShare, MonteCarlo, SobolShare, UncertainInput,
};
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
    /// The study of a model file, which knows its parameters.
    study: Option<Arc<Study>>,
}

impl From<cfp_core::Analysis> for Analysis {
    fn from(inner: cfp_core::Analysis) -> Self {
        Self { inner, study: None }
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
    /// largest first; all but the first `most` rows are summed in the remainder, or all but the first that make the share
    /// `until` of all magnitudes together: a Decimal, text or number from 0 to 1, such as "0.8".
    #[pyo3(signature = (by, most=None, *, until=None))]
    fn contributions(
        &self,
        py: Python<'_>,
        by: &str,
        most: Option<usize>,
        until: Option<&Bound<'_, PyAny>>,
    ) -> Result<ContributionTable, Raised> {
        let by: By = by.parse()?;
        let until = until.map(share).transpose()?;
        let table = self.ask(py, move |analysis| {
            let mut table = analysis.contributions(by)?;
            if let Some(share) = until {
                table = table.until(share)?;
            }
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

    /// The supply chains as a tree of visits, largest first. What carries less than the share `cut_off` of the sum of all
    /// magnitudes is left out with everything behind it; there are at most `most` nodes.
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

    /// The footprint as flows that balance at every node. Nodes of less than the share `cut_off` of the sum of all
    /// magnitudes, and all but the `most` largest, are one node together.
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

    /// How the footprint moves with every number that it rests on, and with the parameters of a model file: exact
    /// derivatives and elasticities.
    ///
    ///     >>> press = cfp.Process("press", makes={"profile": "1 t"}, takes={"billet": "2 t"})
    ///     >>> analysis = cfp.System(press, supply={"billet": "3 kg CO2e/kg"}).analyse("profile", "1 t", gwp="AR6-100")
    ///     >>> [(row.kind, row.derivative, row.unit) for row in analysis.sensitivities().rows][1]
    ///     ('takes', Decimal('3000'), 'kg CO2e/t')
    fn sensitivities(&self, py: Python<'_>) -> Result<Sensitivities, Raised> {
        let found = self.ask_study(py, Study::sensitivities, |own| own.sensitivities(&[]))?;
        Ok(found.into())
    }

    /// The variance of the footprint to first order, from derivatives and the spreads that numbers state.
    fn first_order(&self, py: Python<'_>) -> Result<FirstOrder, Raised> {
        let found = self.ask_study(py, Study::first_order, |own| own.first_order(None))?;
        Ok(found.into())
    }

    /// The footprint with every number drawn that states a spread, so many times; `against` is another product, in an
    /// amount or that of the first, drawn with it: how often is the first less? `beside` is the analysis of another model, or of
    /// the same without a scenario, in place of another product: what is the same number in both is drawn once. More draws than 2 GiB of
    /// memory hold are a `FormatError`.
    #[pyo3(signature = (
        draws=1000, *, seed=1, latin_hypercube=false, against=None, against_amount=None, beside=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of draws, by name"
    )]
    fn monte_carlo(
        &self,
        py: Python<'_>,
        draws: usize,
        seed: u64,
        latin_hypercube: bool,
        against: Option<String>,
        against_amount: Option<String>,
        beside: Option<&Bound<'_, Self>>,
    ) -> Result<MonteCarlo, Raised> {
        let options = drawing(draws, seed, latin_hypercube);
        if let Some(beside) = beside {
            if against.is_some() {
                let message = "`against` and `beside` exclude each other";
                return Err(PyValueError::new_err(message).into());
            }
            return self.drawn_beside(py, options, beside.get());
        }
        let other = against.clone().zip(Some(against_amount.clone()));
        let found = self.ask_study(
            py,
            move |study| {
                let against = against.as_deref();
                let against = against.map(|product| (product, against_amount.as_deref()));
                study.monte_carlo(&options, against, None)
            },
            move |own| {
                let other = other.map(|(product, amount)| {
                    let demand = match amount {
                        Some(amount) => Demand::new(&product, &amount),
                        None => Demand::of(&product, own.demand().amount().clone()),
                    };
                    own.solved().analyse(&demand, own.gwp())
                });
                own.monte_carlo(&options, None, other.transpose()?.as_ref(), None)
            },
        )?;
        Ok(found.into())
    }

    /// What each uncertain number explains of the variance (Sobol' indices), from so many pairs of draws.
    #[pyo3(signature = (pairs=1000, *, seed=1))]
    fn global_sensitivity(
        &self,
        py: Python<'_>,
        pairs: usize,
        seed: u64,
    ) -> Result<GlobalSensitivity, Raised> {
        let options = drawing(pairs, seed, false);
        let found = self.ask_study(
            py,
            move |study| study.global_sensitivity(&options, None),
            move |own| own.global_sensitivity(&options, None, None),
        )?;
        Ok(found.into())
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

fn drawing(draws: usize, seed: u64, latin_hypercube: bool) -> DrawOptions {
    let options = DrawOptions::new().draws(draws).seed(seed);
    if latin_hypercube {
        options.latin_hypercube()
    } else {
        options
    }
}

impl Analysis {
    /// The analysis of a study.
    pub(crate) fn of_study(study: Study) -> Result<Self, cfp_exchange::Error> {
        Ok(Self {
            inner: study.analyse()?,
            study: Some(Arc::new(study)),
        })
    }

    /// Draws beside those of another analysis: with the parameters of both studies, where both are of model files.
    fn drawn_beside(
        &self,
        py: Python<'_>,
        options: DrawOptions,
        other: &Self,
    ) -> Result<MonteCarlo, Raised> {
        match (self.study.clone(), other.study.clone()) {
            (Some(own), Some(other)) => {
                let drawn = long::run(py, move || own.monte_carlo_beside(&options, &other, None))?;
                Ok(drawn?.into())
            }
            (None, None) => {
                let (own, analysis) = (self.inner.clone(), other.inner.clone());
                let drawn = long::run(py, move || {
                    let beside = Beside {
                        analysis: &analysis,
                        parameters: None,
                    };
                    own.monte_carlo_beside(&options, None, beside, None)
                })?;
                Ok(drawn?.into())
            }
            // The parameters of the one would have nothing beside them.
            _ => {
                let message = "one analysis is of a model file and the other is not: read both from files, or neither";
                Err(PyValueError::new_err(message).into())
            }
        }
    }

    /// The answer of the study, which knows its parameters, or of the analysis alone.
    fn ask_study<T: Send + 'static>(
        &self,
        py: Python<'_>,
        of_study: impl FnOnce(&Study) -> Result<T, cfp_exchange::Error> + Send + 'static,
        of_analysis: impl FnOnce(&cfp_core::Analysis) -> Result<T, cfp_core::Error> + Send + 'static,
    ) -> Result<T, Raised> {
        match &self.study {
            Some(study) => {
                let study = Arc::clone(study);
                Ok(long::run(py, move || of_study(&study))??)
            }
            None => self.ask(py, of_analysis),
        }
    }

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
    let options = ChainOptions::default();
    Ok(match cut_off {
        Some(given) => options.cut_off_of(share(given)?),
        None => options.cut_off(0.01),
    })
}

/// A share that is a Decimal, text, or a number, as its text says it.
pub(crate) fn share(given: &Bound<'_, PyAny>) -> Result<Amount, Raised> {
    let text = given.str()?.to_string();
    let share: Result<Amount, NumberProblem> = text.parse();
    Ok(share.map_err(ProblemKind::from)?)
}

/// The rows of a result as those of Python.
fn rows<'a, T: From<&'a R>, R>(rows: &'a [R]) -> Vec<T> {
    rows.iter().map(T::from).collect()
}
