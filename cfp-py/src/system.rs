//! Processes linked to those who serve them, and what they answer.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cfp_core::{Demand, Error, ModelProblem, Place, Problem, Solved, Supply, SystemBuilder, Verb};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyTuple};

use crate::amount::quantity;
use crate::analysis::Analysis;
use crate::circular::Circular;
use crate::database::Database;
use crate::difference::Difference;
use crate::errors::Raised;
use crate::gwp;
use crate::intensities::Intensities;
use crate::long;
use crate::model::{Process, names};
use crate::result::Footprint;
use crate::supply::supply;

/// A product system: processes, each exchange linked to who serves it, every unit checked. Immutable.
///
/// `supply` maps what nobody makes to a `Supply`, a `Factor` or an intensity such as
/// "9.1 kg CO2e/kg"; `cut_off` names what is left out on purpose, or maps it to what it could count,
/// such as {"film": "2 kg CO2e/kg"}; `region` is where the processes are that state none, and where
/// the product is wanted. Every problem of the model is told at once.
///
///     >>> press = cfp.Process("press", makes={"profile": "1 t"}, takes={"electricity": "1.15 MWh"})
///     >>> system = cfp.System(press, supply={"electricity": "0.5777 kg CO2e/kWh"})
///     >>> system.products
///     ['profile']
///     >>> system.footprint("profile", "1 kg", gwp="AR6-100").total
///     Decimal('0.664355')
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct System {
    inner: cfp_core::System,
    /// The system, factorised, once that was needed; it never changes.
    solved: Arc<OnceLock<Solved>>,
}

#[pymethods]
impl System {
    #[new]
    #[pyo3(signature = (*processes, supply=None, cut_off=None, region=None))]
    fn new(
        py: Python<'_>,
        processes: &Bound<'_, PyTuple>,
        supply: Option<&Bound<'_, PyMapping>>,
        cut_off: Option<&Bound<'_, PyAny>>,
        region: Option<&str>,
    ) -> Result<Self, Raised> {
        let mut builder = cfp_core::System::builder();
        for process in processes {
            if let Ok(circular) = process.cast::<Circular>() {
                builder = builder.process(circular.get().inner.clone());
                continue;
            }
            let process = process.cast::<Process>().map_err(PyErr::from)?;
            builder = builder.process(process.get().inner.clone());
        }
        if let Some(supplies) = supply {
            for (flow, value) in supplies
                .items()?
                .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
            {
                builder = builder.supply(&flow, self::supply(&value)?);
            }
        }
        builder = with_cut_offs(builder, cut_off)?;
        if let Some(code) = region {
            builder = builder.region(code);
        }
        let inner = long::run(py, || builder.build())??;
        let solved = Arc::default();
        Ok(Self { inner, solved })
    }

    /// A database from the entries of its matrices, all of them certain: otherwise the same as `Database.from_triplets`.
    #[staticmethod]
    #[pyo3(signature = (
        size, technosphere, n_flows, emissions, *, products=None, processes=None, flows=None, references=None,
        technosphere_spreads=None, emission_spreads=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what a database may be given, by name"
    )]
    fn from_triplets(
        py: Python<'_>,
        size: usize,
        technosphere: &Bound<'_, PyAny>,
        n_flows: usize,
        emissions: &Bound<'_, PyAny>,
        products: Option<&Bound<'_, PyAny>>,
        processes: Option<&Bound<'_, PyAny>>,
        flows: Option<&Bound<'_, PyAny>>,
        references: Option<&Bound<'_, PyAny>>,
        technosphere_spreads: Option<&Bound<'_, PyAny>>,
        emission_spreads: Option<&Bound<'_, PyAny>>,
    ) -> Result<Database, Raised> {
        Database::from_triplets(
            py,
            size,
            technosphere,
            n_flows,
            emissions,
            products,
            processes,
            flows,
            references,
            technosphere_spreads,
            emission_spreads,
        )
    }

    /// What the system makes and treats, in the order of its processes.
    #[getter]
    fn products(&self) -> Vec<String> {
        self.inner.products().map(str::to_owned).collect()
    }

    /// The footprint of an amount of a product, or of a waste to be treated.
    ///
    /// `gwp` is the name of a bundled set such as "AR6-100", a `GwpSet`, or a dict of gases and
    /// kg CO2e per kg; `from_` names who makes the product where several do, "supply" its supply.
    #[pyo3(signature = (product, amount, gwp, *, from_=None))]
    fn footprint(
        &self,
        py: Python<'_>,
        product: &str,
        amount: &Bound<'_, PyAny>,
        gwp: &Bound<'_, PyAny>,
        from_: Option<&str>,
    ) -> Result<Footprint, Raised> {
        let demand = demand(product, amount, from_)?;
        let set = gwp::set(gwp)?;
        let footprint = self.ask(py, move |solved| solved.footprint(&demand, &set))?;
        Ok(footprint.into())
    }

    /// The footprint with what is needed to ask why it is so much; it takes what `footprint` takes.
    #[pyo3(signature = (product, amount, gwp, *, from_=None))]
    fn analyse(
        &self,
        py: Python<'_>,
        product: &str,
        amount: &Bound<'_, PyAny>,
        gwp: &Bound<'_, PyAny>,
        from_: Option<&str>,
    ) -> Result<Analysis, Raised> {
        let demand = demand(product, amount, from_)?;
        let set = gwp::set(gwp)?;
        let analysis = self.ask(py, move |solved| solved.analyse(&demand, &set))?;
        Ok(analysis.into())
    }

    /// The kg CO2e per unit of every product and treated waste, in all and by category; with the gases where `gases` is
    /// true.
    #[pyo3(signature = (gwp, *, gases=false))]
    fn intensities(
        &self,
        py: Python<'_>,
        gwp: &Bound<'_, PyAny>,
        gases: bool,
    ) -> Result<Intensities, Raised> {
        let set = gwp::set(gwp)?;
        let intensities = self.ask(py, move |solved| {
            if gases {
                solved.intensities_with_gases(&set)
            } else {
                solved.intensities(&set)
            }
        })?;
        Ok(intensities.into())
    }

    /// Why the footprint of an amount of a product moves when its numbers do.
    ///
    /// `supply` maps a supplied flow to what supplies it before and after; what it does not name
    /// stays. `gwp` becomes `gwp_after` where that is stated.
    #[pyo3(signature = (product, amount, gwp, *, supply=None, gwp_after=None, from_=None))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be asked of a system, by name"
    )]
    fn difference(
        &self,
        py: Python<'_>,
        product: &str,
        amount: &Bound<'_, PyAny>,
        gwp: &Bound<'_, PyAny>,
        supply: Option<&Bound<'_, PyMapping>>,
        gwp_after: Option<&Bound<'_, PyAny>>,
        from_: Option<&str>,
    ) -> Result<Difference, Raised> {
        let demand = demand(product, amount, from_)?;
        let before = gwp::set(gwp)?;
        let after = gwp_after.map_or_else(|| Ok(before.clone()), gwp::set)?;
        let pairs = self.pairs(supply)?;
        let change = self
            .inner
            .change([&before, &after], |flow, _| pairs.get(flow).cloned());
        let difference = long::run(py, move || change.difference(&demand))??;
        Ok(difference.into())
    }

    fn __repr__(&self) -> String {
        format!("<cfp.System of {} processes>", self.inner.processes().len())
    }
}

impl System {
    /// What supplies each flow before and after; only what the system is supplied with can change.
    fn pairs(
        &self,
        supply: Option<&Bound<'_, PyMapping>>,
    ) -> Result<BTreeMap<String, [Supply; 2]>, Raised> {
        let Some(supply) = supply else {
            return Ok(BTreeMap::new());
        };
        let mut pairs = BTreeMap::new();
        let mut problems = Vec::new();
        for (flow, pair) in supply
            .items()?
            .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
        {
            let Ok((before, after)) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() else {
                let message = format!("what supplies `{flow}` is a pair: before and after");
                return Err(PyTypeError::new_err(message).into());
            };
            let pair = [self::supply(&before)?, self::supply(&after)?];
            if self.inner.supplies().any(|(supplied, _)| supplied == flow) {
                pairs.insert(flow, pair);
            } else {
                problems.push(self.not_supplied(flow));
            }
        }
        Ok(Error::unless_empty(problems, pairs)?)
    }

    /// The problem of a flow that no supply brings, with the processes that do.
    fn not_supplied(&self, flow: String) -> Problem {
        let serves = |process: &&cfp_core::Process| {
            let mut exchanges = process.exchanges();
            exchanges
                .any(|(verb, made, _)| matches!(verb, Verb::Makes | Verb::Treats) && made == flow)
        };
        let candidates = self.inner.processes().iter().filter(serves);
        let candidates = candidates.map(|process| process.name().to_owned());
        let kind = ModelProblem::UnknownProvider {
            verb: Verb::Takes,
            provider: "supply".to_owned(),
            candidates: candidates.collect(),
            flow,
        };
        Problem::new(kind, Place::default())
    }

    /// The answer of the solved system.
    fn ask<T: Send + 'static>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&Solved) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Raised> {
        let system = self.inner.clone();
        let solved = Arc::clone(&self.solved);
        let answer = long::run(py, move || {
            if let Some(solved) = solved.get() {
                return question(solved);
            }
            let new = system.solve()?;
            question(solved.get_or_init(|| new))
        })??;
        Ok(answer)
    }
}

/// What is left out: names, or names with what each could count.
fn with_cut_offs(
    mut builder: SystemBuilder,
    cut_off: Option<&Bound<'_, PyAny>>,
) -> Result<SystemBuilder, Raised> {
    let Some(Ok(estimates)) = cut_off.map(|cut_off| cut_off.cast::<PyMapping>()) else {
        let names = names(cut_off)?.into_iter();
        return Ok(names.fold(builder, |builder, flow| builder.cut_off(&flow)));
    };
    for (flow, estimate) in estimates
        .items()?
        .extract::<Vec<(String, Option<Bound<'_, PyAny>>)>>()?
    {
        builder = match estimate {
            Some(estimate) => builder.cut_off_estimated(&flow, self::supply(&estimate)?),
            None => builder.cut_off(&flow),
        };
    }
    Ok(builder)
}

fn demand(product: &str, amount: &Bound<'_, PyAny>, from: Option<&str>) -> Result<Demand, Raised> {
    let demand = Demand::of(product, quantity(amount)?);
    Ok(match from {
        Some("supply") => demand.from_supply(),
        Some(process) => demand.from_process(process),
        None => demand,
    })
}
