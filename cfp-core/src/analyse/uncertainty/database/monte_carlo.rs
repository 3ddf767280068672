//! Every uncertain number of a database drawn again and again.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::inputs::{Drawn, Inputs, Turned};
use crate::analyse::uncertainty::draws::{DrawOptions, Progress, Sampling, Uniforms};
use crate::analyse::uncertainty::failure::{SPANS_ZERO_HINT, failed_draws};
use crate::analyse::uncertainty::statistics::{Comparison, FailedDraws, Statistics};
use crate::cancel::Cancel;
use crate::characterise::{DatabaseDemand, Item, Scores};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::Finding;
use crate::solve::{Failure, Redraw, Work};

/// The footprints of demands on a database in every draw of all its uncertain numbers. Each number is drawn once in a draw,
/// whatever rests on it, so that demands are compared draw by draw.
#[derive(Debug, Clone, PartialEq)]
pub struct DatabaseDraws {
    options: DrawOptions,
    inputs: usize,
    /// The numbers of the draws that did not fail.
    used: Vec<usize>,
    /// For each demand its score in each of those.
    scores: Vec<Vec<f64>>,
    failed: Vec<FailedDraws>,
    /// How many numbers could be on both sides of zero by the bounds that they state.
    spanning_zero: usize,
}

/// Why a draw gives no footprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Turned(Turned),
    Unsolved(Failure),
}

impl Reason {
    fn told(self) -> &'static str {
        match self {
            Self::Turned(Turned::Tail) => "the tail of a normal spread turns the sign of an amount",
            Self::Turned(Turned::Reference) => "a reference output is drawn beyond zero",
            Self::Unsolved(failure) => failure.reason(),
        }
    }
}

/// So many draws at least go to one thread in a row, which has to make room for them first.
const TOGETHER: usize = 16;

/// What every draw needs.
struct Machine<'a> {
    inputs: Inputs<'a>,
    uniforms: Uniforms,
    redraw: Redraw,
    /// The scores as written, by process: every draw is solved from them.
    start: Vec<f64>,
    /// For each demand its amounts by process.
    demands: Vec<Vec<(usize, f64)>>,
}

impl Scores {
    /// The footprints of demands when every uncertain exchange, emission and factor is drawn, on all cores: each draw is one
    /// adjoint solve, which answers for every demand.
    ///
    /// Only emissions that count are drawn. A number turns its sign only where the bounds of its spread lie on both sides of
    /// zero. A draw fails where the tail of a normal spread turns the sign of a number, where a reference output turns around,
    /// where a process or a loop comes to consume what it makes, and where a loop has no solution: such draws are counted by
    /// their reason, and the statistics are of the others. `progress` is told how many draws are done.
    ///
    /// The draws follow from the seed alone: threads and platforms do not matter. Without any spread every draw is the score.
    ///
    /// # Errors
    ///
    /// Products that the database does not have; demands that a loop does not answer; factors that do not fit; more draws than there should be memory for.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Characterisation, Database, DatabaseDemand, DrawOptions, EntrySpread};
    ///
    /// let database = Database::builder(1)
    ///     .technosphere([(0, 0, 1.0)])
    ///     .emissions(1, [(0, 0, 3.0)])
    ///     .emission_spreads(vec![EntrySpread::Uniform { low: 2.0, high: 4.0 }])
    ///     .build()?;
    /// let scores = database.solve()?.scores(&Characterisation::of_values("CO2", [(0, 1.0)]))?;
    /// let options = DrawOptions::new().draws(200).latin_hypercube();
    /// let draws = scores.monte_carlo(&[DatabaseDemand::of(0, 2.0)], &options, None)?;
    /// let mean = draws.statistics(0)?.mean.expect("draws that do not fail");
    /// assert!((mean - 6.0).abs() < 0.01);
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn monte_carlo(
        &self,
        demands: &[DatabaseDemand],
        options: &DrawOptions,
        progress: Progress<'_>,
    ) -> Result<DatabaseDraws, Error> {
        let demands = demands.iter().map(|own| self.answered(own));
        let demands = demands.collect::<Result<Vec<_>, Error>>()?;
        options.check(demands.len())?;
        let inputs = Inputs::of(self)?;
        if inputs.count() == 0 {
            return Ok(self.certain(&demands, options, progress));
        }
        let machine = Machine {
            uniforms: Uniforms::new(options, inputs.count()),
            redraw: self.solved().redraw(),
            start: self.by_process().iter().map(|own| own.high).collect(),
            demands: demands.iter().map(|own| self.wanted(own)).collect(),
            inputs,
        };
        let done = AtomicUsize::new(0);
        let cancel = Cancel::of_this_thread();
        let drawn: Option<Vec<Result<Vec<f64>, Reason>>> = (0..options.draw_count())
            .into_par_iter()
            .with_min_len(TOGETHER)
            .map_init(
                || (machine.inputs.drawn(), machine.redraw.work()),
                |(drawn, work), draw| {
                    if cancel.is_set() {
                        return None;
                    }
                    let scored = machine.score(draw, drawn, work);
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if let Some(progress) = progress {
                        progress(done);
                    }
                    Some(scored)
                },
            )
            .collect();
        let drawn = Cancel::unless_ended(drawn)?;
        let found = DatabaseDraws::of(options, machine.inputs.count(), demands.len(), drawn);
        Ok(DatabaseDraws {
            spanning_zero: machine.inputs.spanning_zero(),
            ..found
        })
    }

    /// Draws of a database in which nothing is uncertain.
    fn certain(
        &self,
        demands: &[Cow<'_, [Item]>],
        options: &DrawOptions,
        progress: Progress<'_>,
    ) -> DatabaseDraws {
        let scores: Vec<f64> = demands
            .iter()
            .map(|items| self.scored(items).0.high)
            .collect();
        let count = options.draw_count();
        if let Some(progress) = progress {
            progress(count);
        }
        let drawn = vec![Ok(scores); count];
        DatabaseDraws::of(options, 0, demands.len(), drawn)
    }
}

impl Machine<'_> {
    /// The scores of all demands in a draw.
    fn score(&self, draw: usize, drawn: &mut Drawn, work: &mut Work) -> Result<Vec<f64>, Reason> {
        self.uniforms.fill(draw, &mut drawn.numbers);
        self.inputs.draw(drawn).map_err(Reason::Turned)?;
        self.redraw
            .solve(
                &drawn.exchanges,
                &drawn.known,
                &self.start,
                &self.demands,
                work,
            )
            .map_err(Reason::Unsolved)?;
        let scores = self.demands.iter().map(|items| {
            let terms = items.iter();
            terms
                .map(|(process, amount)| amount * work.y[*process])
                .sum()
        });
        let scores: Vec<f64> = scores.collect();
        if scores.iter().all(|score: &f64| score.is_finite()) {
            Ok(scores)
        } else {
            Err(Reason::Unsolved(Failure::NotFinite))
        }
    }
}

impl DatabaseDraws {
    fn of(
        options: &DrawOptions,
        inputs: usize,
        demands: usize,
        outcomes: Vec<Result<Vec<f64>, Reason>>,
    ) -> Self {
        let count = outcomes.len();
        let mut own = Self {
            options: *options,
            inputs,
            used: Vec::with_capacity(count),
            scores: vec![Vec::with_capacity(count); demands],
            failed: Vec::new(),
            spanning_zero: 0,
        };
        let mut failed: BTreeMap<Reason, (usize, usize)> = BTreeMap::new();
        for (number, scored) in outcomes.into_iter().enumerate() {
            match scored {
                Ok(scored) => {
                    own.used.push(number);
                    for (scores, score) in own.scores.iter_mut().zip(scored) {
                        scores.push(score);
                    }
                }
                Err(reason) => failed.entry(reason).or_insert((0, number)).0 += 1,
            }
        }
        let failed = failed.into_iter();
        own.failed = failed
            .map(|(reason, (count, first))| FailedDraws::new(reason.told(), count, first))
            .collect();
        own
    }

    /// How many draws were made.
    pub fn draws(&self) -> usize {
        self.options.draw_count()
    }

    /// The seed that they follow from.
    pub fn seed(&self) -> u64 {
        self.options.seed_used()
    }

    /// How they are spread.
    pub fn sampling(&self) -> Sampling {
        self.options.sampling()
    }

    /// How many numbers were drawn in each.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many demands they are of.
    pub fn demands(&self) -> usize {
        self.scores.len()
    }

    /// The numbers of the draws that did not fail, counted from zero, ascending.
    pub fn used(&self) -> &[usize] {
        &self.used
    }

    /// The draws that failed, by their reason.
    pub fn failed(&self) -> &[FailedDraws] {
        &self.failed
    }

    /// What a reader should know: that nothing is uncertain, that numbers were drawn on both sides of zero, and draws that failed.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.inputs == 0 {
            findings.push(nothing_uncertain());
        }
        if self.spanning_zero > 0 {
            let message = format!(
                "{} spreads reach to both sides of zero, and draws of either sign count",
                self.spanning_zero
            );
            findings.push(Finding::new("spread-spans-zero", message, SPANS_ZERO_HINT));
        }
        if !self.failed.is_empty() {
            findings.push(failed_draws(self.draws(), &self.failed));
        }
        findings
    }

    /// The score of a demand in each draw of [`DatabaseDraws::used`].
    ///
    /// # Errors
    ///
    /// A demand that was not drawn.
    pub fn values(&self, demand: usize) -> Result<&[f64], Error> {
        let outside = || DatabaseProblem::EntryOutside {
            matrix: "draws",
            what: "demand",
            index: demand,
            size: self.scores.len(),
        };
        let found = self.scores.get(demand).map(Vec::as_slice);
        found.ok_or_else(|| Problem::new(outside(), Place::default()).into())
    }

    /// What the draws say of a demand.
    ///
    /// # Errors
    ///
    /// A demand that was not drawn.
    pub fn statistics(&self, demand: usize) -> Result<Statistics, Error> {
        let values = self.values(demand)?;
        Ok(Statistics::of_used(values, self.failed.clone()))
    }

    /// Which of two demands has the lower footprint.
    ///
    /// # Errors
    ///
    /// A demand that was not drawn.
    pub fn compare(&self, first: usize, second: usize) -> Result<Comparison, Error> {
        let (first, second) = (self.values(first)?, self.values(second)?);
        Ok(Comparison::of_used(first, second, self.failed.clone()))
    }
}

/// The finding of a database without spreads.
pub(super) fn nothing_uncertain() -> Finding {
    Finding::new(
        "nothing-uncertain",
        "nothing that the score rests on has a spread",
        "give packages that have `distributions`, or tables with the column uncertainty_type",
    )
}
