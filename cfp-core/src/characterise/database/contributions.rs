//! What meets a demand on a database: how often each process runs, what it counts, and what is emitted.

use super::demand::DatabaseDemand;
use super::scores::Scores;
use crate::amount::Amount;
use crate::characterise::{Figure, first_until};
use crate::double::{Dot, Double, UNDERFLOW, UNIT, quotient, up};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::Finding;
use crate::solve::Found;

/// The processes that run for a demand, and what each counts itself: from one forward solve.
#[derive(Debug, Clone)]
pub struct Contributions {
    scores: Scores,
    runs: Found,
    rows: Vec<Contribution>,
    total: Figure,
    gross: Figure,
}

/// What all rows but the first ones of contributions count together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContributionOthers {
    /// How many processes they are.
    pub processes: usize,
    /// What they count together: the total less the rows before.
    pub score: Figure,
    /// What those of them count that count more than zero.
    pub positive: Figure,
    /// What those of them count that count less than zero: with what counts more, the score within the bounds.
    pub negative: Figure,
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
    /// What that counts, in the unit of the characterisation.
    pub score: Figure,
}

/// A number and how far the exact one can be from it.
pub(crate) type Bounded = (Double, f64);

/// Exactly nothing.
pub(crate) const NOTHING: Bounded = (Double::exact(0.0), 0.0);

/// A number with its sign turned.
pub(crate) fn negated((value, bound): Bounded) -> Bounded {
    let value = Double {
        high: -value.high,
        low: -value.low,
    };
    (value, bound)
}

/// A number plus another, each with a bound: the sum and its bound.
pub(crate) fn bounded_sum(a: Bounded, b: Bounded) -> Bounded {
    if a == NOTHING || b == NOTHING {
        return if a == NOTHING { b } else { a };
    }
    let value = a.0.plus(b.0.high).plus(b.0.low);
    let size = a.0.high.abs() + b.0.high.abs();
    (value, up(a.1 + b.1 + size * 16.0 * UNIT * UNIT, 6))
}

/// A number over another, each with a bound: the quotient and its bound; an infinite one where the divisor may be zero.
pub(crate) fn bounded_quotient(a: Bounded, b: Bounded) -> Bounded {
    if a == NOTHING {
        return NOTHING;
    }
    let value = quotient(a.0, b.0);
    let divisor = b.0.high.abs();
    // |a/b - q| <= (α + |q|β) / (|b| - β), and the quotient rounds below 2⁻¹⁰⁰ of itself.
    let left = a.1 + value.high.abs() * (b.1 + divisor * 64.0 * UNIT * UNIT);
    let least = (divisor - b.1) * (1.0 - 4.0 * UNIT);
    let bound = if least > 0.0 {
        up(left / least, 8) + UNDERFLOW
    } else {
        f64::INFINITY
    };
    (value, bound)
}

/// A number times another, each with a bound: the product and its bound.
pub(crate) fn bounded_product(a: Bounded, b: Bounded) -> Bounded {
    if [a, b].contains(&NOTHING) {
        return NOTHING;
    }
    let mut dot = Dot::default();
    dot.take(-a.0.high, b.0);
    dot.take(-a.0.low, b.0);
    let size = |number: Double| number.high.abs() + number.low.abs();
    let spread = size(a.0) * b.1 + size(b.0) * a.1 + a.1 * b.1;
    (dot.value(), up(spread + dot.error(), 8))
}

/// A number without its sign.
fn magnitude(number: Double) -> Double {
    if number.high < 0.0 {
        Double {
            high: -number.high,
            low: -number.low,
        }
    } else {
        number
    }
}

impl Scores {
    /// Who contributes to the score of a demand, largest first.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; a demand of another database; figures beyond the range of decimals.
    pub fn contributions(&self, demand: &DatabaseDemand) -> Result<Contributions, Error> {
        let runs = self.runs(demand)?;
        let (mut total, mut gross) = (Dot::default(), Dot::default());
        let mut error = 0.0;
        let mut parts: Vec<(usize, Double, f64)> = Vec::new();
        for process in 0..self.len() {
            let own = (runs.values[process], runs.bounds[process]);
            if own.0 == Double::default() {
                // No run, or fewer than a double can tell: these count in the bound alone.
                error += bounded_product(own, self.direct(process)).1;
                continue;
            }
            let (score, bound) = bounded_product(own, self.direct(process));
            total.add(score);
            gross.add(magnitude(score));
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
        // The sum of nothing but exact nothings is one.
        let counts = error > 0.0 || total.value() != Double::default();
        let bound = if counts {
            up(error + total.error(), rows.len() + 2)
        } else {
            0.0
        };
        let total = self.figure_of(total.value(), bound, || 0)?;
        let bound = up(error + gross.error(), rows.len() + 2);
        let gross = self.figure_of(gross.value(), bound, || 0)?;
        Ok(Contributions {
            scores: self.clone(),
            runs,
            rows,
            total,
            gross,
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

    /// What a reader should know of the total.
    pub fn findings(&self) -> Vec<Finding> {
        self.total.open_finding().into_iter().collect()
    }

    /// The sum of the magnitudes of the rows: what cut-offs and cumulative shares are shares of, since credits can bring the
    /// total to zero.
    pub fn gross(&self) -> Figure {
        self.gross
    }

    /// How many of the first rows make this share of [`Contributions::gross`] together, from 0 to 1: the fewest that do.
    ///
    /// # Errors
    ///
    /// A share that is none; a sum beyond the range of decimals.
    pub fn until(&self, share: Amount) -> Result<usize, Error> {
        let sizes = self.rows.iter().map(|row| row.score.value().magnitude());
        first_until(&sizes.collect::<Vec<_>>(), Amount::ZERO, share)
    }

    /// What all rows but the first ones, so many of them, count together.
    ///
    /// # Errors
    ///
    /// A sum beyond the range of decimals.
    pub fn others(&self, first: usize) -> Result<ContributionOthers, Error> {
        let (shown, others) = self.rows.split_at(first.min(self.rows.len()));
        let mut shown = shown.iter();
        let none = Figure::exact(Amount::ZERO);
        let (mut positive, mut negative) = (none, none);
        for row in others {
            let part = if row.score.value().is_negative() {
                &mut negative
            } else {
                &mut positive
            };
            *part = part.plus(row.score)?;
        }
        Ok(ContributionOthers {
            processes: others.len(),
            score: shown.try_fold(self.total, |rest, row| rest.minus(row.score))?,
            positive,
            negative,
        })
    }

    /// How much is emitted of each elementary flow, flows of which nothing is emitted left out.
    ///
    /// # Errors
    ///
    /// Amounts beyond the range of decimals.
    pub fn flows(&self) -> Result<Vec<FlowAmount>, Error> {
        let content = &*self.scores.database().content;
        let factors = self
            .scores
            .characterisation()
            .by_flow(self.scores.database())?;
        let mut sums = vec![(Dot::default(), 0.0_f64, 0_usize); content.flow_count];
        for process in 0..self.scores.len() {
            let (runs, bound) = (self.runs.values[process], self.runs.bounds[process]);
            if runs == Double::default() && bound == 0.0 {
                continue;
            }
            let (flows, amounts) = content.emissions.row(process);
            for (&flow, &amount) in flows.iter().zip(amounts) {
                let (dot, error, terms) = &mut sums[flow as usize];
                dot.take(-amount, runs);
                *error += amount.abs() * bound;
                // What does not run, as far as a double can tell, emits within the bound of others alone.
                *terms += usize::from(runs != Double::default());
            }
        }
        let emitted = sums
            .into_iter()
            .enumerate()
            .filter(|(_, (_, _, terms))| *terms > 0);
        let rows = emitted.map(|(flow, (dot, error, terms))| {
            let bound = up(error + dot.error(), 2 * terms + 2);
            let figure = |(value, bound): Bounded| {
                let amount = Amount::of_double(value, bound).map_err(|_| {
                    let product = content.flows.told(flow);
                    let kind = DatabaseProblem::FigureTooLarge { product };
                    Error::from(Problem::new(kind, Place::default()))
                })?;
                Ok::<_, Error>(Figure::new(amount, bound.is_finite()))
            };
            let amount = (dot.value(), bound);
            Ok(FlowAmount {
                flow,
                amount: figure(amount)?,
                score: figure(bounded_product(amount, factors[flow]))?,
            })
        });
        rows.collect()
    }
}
