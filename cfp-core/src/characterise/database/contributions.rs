//! What meets a demand on a database: how often each process runs, what it counts, and what is emitted.

use super::demand::DatabaseDemand;
use super::scores::Scores;
use crate::amount::Amount;
use crate::characterise::Figure;
use crate::double::{Dot, Double, up};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::solve::{Found, Known, SolvedDatabase};

/// The processes that run for a demand, and what each counts itself: from one forward solve.
#[derive(Debug, Clone)]
pub struct Contributions {
    scores: Scores,
    runs: Found,
    rows: Vec<Contribution>,
    total: Figure,
}

/// What a process counts itself for a demand.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Contribution {
    /// The index of the process.
    pub process: usize,
    /// How many times the process, as the database has it, runs.
    pub runs: Figure,
    /// What it counts itself, in the unit of the characterisation.
    pub score: Figure,
}

/// What is emitted of a flow for a demand.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FlowAmount {
    /// The index of the flow.
    pub flow: usize,
    /// How much of it, in the flow's unit.
    pub amount: Figure,
}

/// A number times another, each with a bound: the product and its bound.
pub(crate) fn bounded_product(a: (Double, f64), b: (Double, f64)) -> (Double, f64) {
    let mut dot = Dot::default();
    dot.take(-a.0.high, b.0);
    dot.take(-a.0.low, b.0);
    let size = |number: Double| number.high.abs() + number.low.abs();
    let spread = size(a.0) * b.1 + size(b.0) * a.1 + a.1 * b.1;
    (dot.value(), up(spread + dot.error(), 8))
}

impl Scores {
    /// How often every process runs for a demand.
    pub(crate) fn runs(
        &self,
        solved: &SolvedDatabase,
        demand: &DatabaseDemand,
    ) -> Result<Found, Error> {
        demand.check(self.len())?;
        let mut wanted = Known {
            values: vec![Double::default(); self.len()],
            errors: vec![0.0; self.len()],
        };
        for item in &demand.items {
            let row = self.database().content.maker(item.product);
            let sum = wanted.values[row]
                .plus(item.amount.high)
                .plus(item.amount.low);
            wanted.errors[row] = up(wanted.errors[row] + item.error + sum.high.abs() * 1e-31, 2);
            wanted.values[row] = sum;
        }
        if let [only] = demand.items.as_slice() {
            let row = self.database().content.maker(only.product);
            (wanted.values[row], wanted.errors[row]) = (only.amount, only.error);
        }
        solved.forward(&wanted)
    }

    /// Who contributes to the score of a demand, largest first.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; figures beyond the range of decimals.
    pub fn contributions(
        &self,
        solved: &SolvedDatabase,
        demand: &DatabaseDemand,
    ) -> Result<Contributions, Error> {
        let runs = self.runs(solved, demand)?;
        let mut total = Dot::default();
        let mut error = 0.0;
        let mut parts: Vec<(usize, Double, f64)> = Vec::new();
        for process in 0..self.len() {
            let own = (runs.values[process], runs.bounds[process]);
            if own.0 == Double::default() {
                continue;
            }
            let (score, bound) = bounded_product(own, self.direct(process));
            total.add(score);
            error += bound;
            parts.push((process, score, bound));
        }
        parts.sort_by(|a, b| {
            b.1.high
                .abs()
                .total_cmp(&a.1.high.abs())
                .then(a.0.cmp(&b.0))
        });
        let rows = parts.into_iter().map(|(process, score, bound)| {
            let of_runs = (runs.values[process], runs.bounds[process]);
            Ok(Contribution {
                process,
                runs: self.figure_of(of_runs.0, of_runs.1, || process)?,
                score: self.figure_of(score, bound, || process)?,
            })
        });
        let rows = rows.collect::<Result<Vec<_>, Error>>()?;
        let bound = up(error + total.error(), rows.len() + 2);
        let total = self.figure_of(total.value(), bound, || 0)?;
        Ok(Contributions {
            scores: self.clone(),
            runs,
            rows,
            total,
        })
    }
}

impl Contributions {
    /// What each process counts itself, largest first; processes that do not run are left out.
    pub fn rows(&self) -> &[Contribution] {
        &self.rows
    }

    /// How many times a process runs, and how far the exact number can be from it.
    pub(crate) fn runs_of(&self, process: usize) -> (Double, f64) {
        (self.runs.values[process], self.runs.bounds[process])
    }

    /// The sum of the rows: the score of the demand, by the forward solve.
    pub fn total(&self) -> Figure {
        self.total
    }

    /// What all rows but the first ones, so many of them, count together: the total less those.
    ///
    /// # Errors
    ///
    /// A sum beyond the range of decimals.
    pub fn others(&self, first: usize) -> Result<Figure, Error> {
        let mut rows = self.rows.iter().take(first);
        rows.try_fold(self.total, |rest, row| rest.minus(row.score))
    }

    /// How much is emitted of each elementary flow, flows of which nothing is emitted left out.
    ///
    /// # Errors
    ///
    /// Amounts beyond the range of decimals.
    pub fn flows(&self) -> Result<Vec<FlowAmount>, Error> {
        let content = &*self.scores.database().content;
        let mut sums = vec![(Dot::default(), 0.0_f64, 0_usize); content.flow_count];
        for process in 0..self.scores.len() {
            let (runs, bound) = (self.runs.values[process], self.runs.bounds[process]);
            if runs == Double::default() {
                continue;
            }
            let (flows, amounts) = content.emissions.row(process);
            for (&flow, &amount) in flows.iter().zip(amounts) {
                let (dot, error, terms) = &mut sums[flow as usize];
                dot.take(-amount, runs);
                *error += amount.abs() * bound;
                *terms += 1;
            }
        }
        let emitted = sums
            .into_iter()
            .enumerate()
            .filter(|(_, (_, _, terms))| *terms > 0);
        let rows = emitted.map(|(flow, (dot, error, terms))| {
            let bound = up(error + dot.error(), 2 * terms + 2);
            let amount = Amount::of_double(dot.value(), bound).map_err(|_| {
                let product = content.flows.told(flow);
                Problem::new(
                    DatabaseProblem::FigureTooLarge { product },
                    Place::default(),
                )
            })?;
            Ok(FlowAmount {
                flow,
                amount: Figure::new(amount, bound.is_finite()),
            })
        });
        rows.collect()
    }
}
