//! The footprint of numbers drawn from their spreads, again and again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::compiled::{Compiled, Numbers, Room};
use super::draws::{DrawOptions, Progress, Sampling, Uniforms};
use super::failure::{Failure, failed_draws};
use super::inputs::{Inputs, UncertainInput};
use super::parameters::Parametric;
use super::statistics::{Comparison, FailedDraws, Statistics};
use crate::analyse::analysis::Analysis;
use crate::cancel::Cancel;
use crate::characterise::Figure;
use crate::error::{AnalyseProblem, Error, Place, Problem};
use crate::model::Finding;

/// How sure a footprint is by Monte Carlo: its statistics over draws of every uncertain number of the model.
///
/// The same model, seed and number of draws give the same figures on every machine and any number of threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MonteCarlo {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e with every number as written.
    pub footprint: Figure,
    /// The number that the draws follow from.
    pub seed: u64,
    /// How the draws are spread.
    pub sampling: Sampling,
    /// kg CO2e over the draws.
    pub statistics: Statistics,
    /// The same of another product, and which of the two is less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
    /// What is drawn.
    pub inputs: Vec<UncertainInput>,
    /// What stays as written though something states that it is uncertain: where there is any, the variance is not the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_drawn: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
    /// kg CO2e of each draw that did not fail, in the order of the draws.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Another product of the same draws, or the same under other numbers: what both rest on is drawn once (common random numbers).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Against {
    /// Which model the other footprint is of, where it is another one: `base` for that without the scenario of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// What the other footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e with every number as written.
    pub footprint: Figure,
    /// kg CO2e over the draws.
    pub statistics: Statistics,
    /// How often the first is less than the other.
    pub comparison: Comparison,
    /// kg CO2e of each draw that did not fail.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// An analysis that is drawn beside another one.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// The parameters of its model.
    pub parameters: Option<Parametric<'a>>,
}

/// Draws with their footprints, or why there are none.
pub(super) struct Drawn {
    /// For each draw that did not fail, the footprint of each demand.
    pub footprints: Vec<Vec<f64>>,
    pub failed: Vec<FailedDraws>,
}

impl Analysis {
    /// How sure the footprint is, by draws of every number that states a spread; with another analysis of the same solved
    /// system, which of the two is less. Progress is told the draws that are done.
    ///
    /// # Errors
    ///
    /// Spreads that do not fit; an analysis of another system to compare with; more draws than there should be memory for.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Demand, DrawOptions, Exchange, GwpSet, Process, Spread, System};
    ///
    /// let electricity = Exchange::new("2 MWh").spread(Spread::lognormal("1.1"));
    /// let system = System::builder()
    ///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", electricity))
    ///     .supply("electricity", "0.5 kg CO2e/kWh")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))?;
    /// let drawn = analysis.monte_carlo(&DrawOptions::new().draws(500), None, None, None)?;
    /// let again = analysis.monte_carlo(&DrawOptions::new().draws(500), None, None, None)?;
    /// assert_eq!(drawn, again);
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn monte_carlo(
        &self,
        options: &DrawOptions,
        parameters: Option<Parametric<'_>>,
        against: Option<&Self>,
        progress: Progress<'_>,
    ) -> Result<MonteCarlo, Error> {
        let both: Vec<&Self> = std::iter::once(self).chain(against).collect();
        if against.is_some_and(|other| !self.is_of_same_system(other)) {
            let problem = Problem::new(AnalyseProblem::SystemsDiffer, Place::default());
            return Err(problem.into());
        }
        options.check(both.len())?;
        let compiled = Compiled::of(&both);
        let inputs = Inputs::of(&both, &compiled, parameters)?;
        let drawn = Drawn::of(&compiled, &inputs, options, progress)?;
        let findings = inputs.findings();
        self.told(options, inputs, &drawn, against, findings)
    }

    /// How sure the footprint is beside that of another system, such as the same model under a scenario, on common random
    /// numbers: what is the same number in both, by its kind, its name and the published row that it is of, is drawn from the
    /// same numbers between 0 and 1, each around what it is there. A draw counts where it has a footprint in both.
    ///
    /// The draws of this analysis are those that [`Analysis::monte_carlo`] makes of it alone.
    ///
    /// # Errors
    ///
    /// As [`Analysis::monte_carlo`].
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Beside, Demand, DrawOptions, Exchange, GwpSet, Process, Spread, System};
    ///
    /// let analysis = |electricity: &str| {
    ///     let electricity = Exchange::new(electricity).spread(Spread::lognormal("1.3"));
    ///     let press = Process::new("press").makes("profile", "1 t").takes("electricity", electricity);
    ///     let system = System::builder().process(press).supply("electricity", "0.5 kg CO2e/kWh").build()?;
    ///     system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))
    /// };
    /// let (before, after) = (analysis("2 MWh")?, analysis("1.9 MWh")?);
    /// let beside = Beside { analysis: &before, parameters: None };
    /// let drawn = after.monte_carlo_beside(&DrawOptions::new(), None, beside, None)?;
    /// // Both move together, so that five percent less is less in every draw.
    /// assert_eq!(drawn.against.map(|against| against.comparison.probability), Some(Some(1.0)));
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn monte_carlo_beside(
        &self,
        options: &DrawOptions,
        parameters: Option<Parametric<'_>>,
        beside: Beside<'_>,
        progress: Progress<'_>,
    ) -> Result<MonteCarlo, Error> {
        options.check(2)?;
        let compiled = [Compiled::of(&[self]), Compiled::of(&[beside.analysis])];
        let inputs = Inputs::of(&[self], &compiled[0], parameters)?;
        let other = Inputs::of(&[beside.analysis], &compiled[1], beside.parameters)?;
        let other = other.drawn_with(&inputs);
        let drawn = Drawn::of_both(&compiled, [&inputs, &other], options, progress)?;
        let mut findings = inputs.findings();
        for finding in other.findings() {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        self.told(options, inputs, &drawn, Some(beside.analysis), findings)
    }

    /// What draws say.
    fn told(
        &self,
        options: &DrawOptions,
        inputs: Inputs<'_>,
        drawn: &Drawn,
        against: Option<&Self>,
        mut findings: Vec<Finding>,
    ) -> Result<MonteCarlo, Error> {
        let statistics = |demand: usize| {
            let values: Vec<f64> = drawn.footprints.iter().map(|own| own[demand]).collect();
            let statistics = Statistics::of_used(&values, drawn.failed.clone());
            (values, statistics)
        };
        let (values, own) = statistics(0);
        let against = match against {
            Some(other) => {
                let (others, statistics) = statistics(1);
                let footprint = other.footprint();
                Some(Against {
                    model: None,
                    product: footprint.product.clone(),
                    demand: footprint.demand.clone(),
                    footprint: footprint.total(),
                    comparison: Comparison::of(&values, &others)?,
                    statistics,
                    values: others,
                })
            }
            None => None,
        };
        if inputs.list.is_empty() {
            findings.insert(0, nothing_uncertain());
        }
        if !drawn.failed.is_empty() {
            findings.push(failed_draws(own.draws, &own.failed));
        }
        let footprint = self.footprint();
        Ok(MonteCarlo {
            product: footprint.product.clone(),
            demand: footprint.demand.clone(),
            footprint: footprint.total(),
            seed: options.seed_used(),
            sampling: options.sampling(),
            statistics: own,
            against,
            inputs: inputs.list.into_iter().map(|input| input.row).collect(),
            not_drawn: Vec::new(),
            findings,
            values,
        })
    }
}

impl Drawn {
    /// The footprints of draws, on all cores.
    pub fn of(
        compiled: &Compiled,
        inputs: &Inputs<'_>,
        options: &DrawOptions,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let uniforms = Uniforms::new(options, inputs.dimensions);
        let make = || Desk::new(compiled, inputs.dimensions);
        Self::each(options, progress, make, |desk, draw| {
            uniforms.fill(draw, &mut desk.uniforms);
            let footprints = desk.footprints(compiled, inputs);
            footprints.map_err(|failure| failure.told(inputs))
        })
    }

    /// The footprints of draws of two systems, of which the second is drawn with the numbers of the first and more.
    fn of_both(
        compiled: &[Compiled; 2],
        inputs: [&Inputs<'_>; 2],
        options: &DrawOptions,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let uniforms = Uniforms::new(options, inputs[1].dimensions);
        let make = || [0, 1].map(|own| Desk::new(&compiled[own], inputs[own].dimensions));
        Self::each(options, progress, make, |[first, second], draw| {
            uniforms.fill(draw, &mut second.uniforms);
            let shared = first.uniforms.len();
            first.uniforms.copy_from_slice(&second.uniforms[..shared]);
            let own = first.footprints(&compiled[0], inputs[0]);
            let own = own.map_err(|failure| failure.told(inputs[0]))?;
            let other = second.footprints(&compiled[1], inputs[1]);
            let other = other.map_err(|failure| {
                format!("in what it is compared with {}", failure.told(inputs[1]))
            })?;
            Ok(vec![own[0], other[0]])
        })
    }

    fn each<D>(
        options: &DrawOptions,
        progress: Progress<'_>,
        make: impl Fn() -> D + Sync + Send,
        compute: impl Fn(&mut D, usize) -> Result<Vec<f64>, String> + Sync + Send,
    ) -> Result<Self, Error> {
        let done = AtomicUsize::new(0);
        let each = (0..options.draw_count()).into_par_iter();
        let cancel = Cancel::of_this_thread();
        let drawn: Option<Vec<Result<Vec<f64>, String>>> = each
            .map_init(make, |desk, draw| {
                if cancel.is_set() {
                    return None;
                }
                let footprints = compute(desk, draw);
                if let Some(tell) = progress {
                    tell(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
                Some(footprints)
            })
            .collect();
        Cancel::unless_ended(drawn).map(Self::sorted)
    }

    /// The draws that have a footprint, and those that have none by their reasons.
    pub fn sorted(drawn: Vec<Result<Vec<f64>, String>>) -> Self {
        let mut footprints = Vec::with_capacity(drawn.len());
        let mut failed: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (draw, result) in drawn.into_iter().enumerate() {
            match result {
                Ok(own) => footprints.push(own),
                Err(reason) => {
                    let (count, _) = failed.entry(reason).or_insert((0, draw));
                    *count += 1;
                }
            }
        }
        let failed = failed.into_iter();
        Self {
            footprints,
            failed: failed
                .map(|(reason, (count, first))| FailedDraws::new(&reason, count, first))
                .collect(),
        }
    }
}

/// What one thread needs to compute draws.
pub(super) struct Desk {
    pub uniforms: Vec<f64>,
    numbers: Numbers,
    room: Room,
}

impl Desk {
    pub fn new(compiled: &Compiled, dimensions: usize) -> Self {
        Self {
            uniforms: vec![0.0; dimensions],
            numbers: compiled.base.clone(),
            room: compiled.room(),
        }
    }

    /// The footprint of each demand with the numbers that the uniforms make.
    pub fn footprints(
        &mut self,
        compiled: &Compiled,
        inputs: &Inputs<'_>,
    ) -> Result<Vec<f64>, Failure> {
        inputs.drawn(compiled, &self.uniforms, &mut self.numbers)?;
        compiled.footprints(&self.numbers, &mut self.room)
    }
}

/// The finding of a model without spreads.
pub(super) fn nothing_uncertain() -> Finding {
    Finding::new(
        "nothing-uncertain",
        "no number that the footprint rests on states how uncertain it is",
        "add a `spread` or a `pedigree` to amounts, supplies or parameters",
    )
}
