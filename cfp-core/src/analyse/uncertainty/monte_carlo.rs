//! The footprint of numbers drawn from their spreads, again and again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::compiled::{Compiled, Numbers, Room};
use super::draws::{DrawOptions, Progress, Sampling, Uniforms};
use super::failure::Failure;
use super::inputs::{Inputs, UncertainInput};
use super::parameters::Parametric;
use super::statistics::{Comparison, FailedDraws, Statistics};
use crate::analyse::analysis::Analysis;
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
    /// What a reader should know.
    pub findings: Vec<Finding>,
    /// kg CO2e of each draw that did not fail, in the order of the draws.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Another product of the same draws: what both rest on is drawn once (common random numbers).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Against {
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
    /// Spreads that do not fit; an analysis of another system to compare with; no draw that has a footprint.
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
        let compiled = Compiled::of(&both);
        let inputs = Inputs::of(&both, &compiled, parameters)?;
        let drawn = Drawn::of(&compiled, &inputs, options, progress);
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
        let mut findings = Vec::new();
        if inputs.list.is_empty() {
            findings.push(nothing_uncertain());
        }
        if !drawn.failed.is_empty() {
            findings.push(failed_draws(&own));
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
    ) -> Self {
        let uniforms = Uniforms::new(options, inputs.dimensions);
        let done = AtomicUsize::new(0);
        let each = (0..options.draw_count()).into_par_iter();
        let drawn: Vec<Result<Vec<f64>, Failure>> = each
            .map_init(
                || Desk::new(compiled, inputs.dimensions),
                |desk, draw| {
                    uniforms.fill(draw, &mut desk.uniforms);
                    let footprints = desk.footprints(compiled, inputs);
                    if let Some(tell) = progress {
                        tell(done.fetch_add(1, Ordering::Relaxed) + 1);
                    }
                    footprints
                },
            )
            .collect();
        Self::sorted(drawn, inputs)
    }

    /// The draws that have a footprint, and those that have none by their reasons.
    pub fn sorted(drawn: Vec<Result<Vec<f64>, Failure>>, inputs: &Inputs<'_>) -> Self {
        let mut footprints = Vec::with_capacity(drawn.len());
        let mut failed: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (draw, result) in drawn.into_iter().enumerate() {
            match result {
                Ok(own) => footprints.push(own),
                Err(failure) => {
                    let (count, _) = failed.entry(failure.told(inputs)).or_insert((0, draw));
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

impl Failure {
    /// The reason as it is counted.
    fn told(&self, inputs: &Inputs<'_>) -> String {
        match self {
            Self::Negative(Some(input)) => {
                let row = &inputs.list[*input].row;
                let flow = &row.exchange;
                match &row.process {
                    Some(process) => format!("`{flow}` of `{process}` is drawn below zero"),
                    None => format!("`{flow}` is drawn below zero"),
                }
            }
            Self::Negative(None) => "parameters drawn make an amount negative".to_owned(),
            Self::Unsolved(failure) => failure.reason().to_owned(),
            Self::NotFinite => "a figure is beyond the range of doubles".to_owned(),
            Self::Parameters(reason) => format!("the parameters drawn give no number: {reason}"),
        }
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

/// The finding of draws without a footprint.
fn failed_draws(statistics: &Statistics) -> Finding {
    let failed = statistics.draws - statistics.used;
    let reasons: Vec<String> = statistics
        .failed
        .iter()
        .map(|own| format!("{} because {}", own.count, own.reason))
        .collect();
    let message = format!(
        "{failed} of {} draws have no footprint: {}",
        statistics.draws,
        reasons.join("; ")
    );
    Finding::new(
        "failed-draws",
        message,
        "the statistics are of the others; use a spread that cannot reach there, such as a lognormal one",
    )
}
