//! How the footprint of a database moves with each of its numbers, and what their spreads make of it to first order.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::entry::DatabaseEntry;
use super::inputs::{Inputs, Number};
use super::monte_carlo::nothing_uncertain;
use crate::characterise::{DatabaseDemand, Scores};
use crate::error::Error;
use crate::model::Finding;

/// How uncertain the footprint of a demand is to first order: what the variances of all uncertain numbers, each drawn by
/// itself, make of it through how it moves with them.
///
/// # Exactness
///
/// Exact for spreads so small that the footprint is linear in them: of exchanges in particular it leaves out what large
/// spreads do. Doubles: rounding is far below that.
///
/// # Source
///
/// Heijungs 2010, *International Journal of Life Cycle Assessment* 15(5), 520 (sensitivity coefficients);
/// Groen, Heijungs, Bokkers, de Boer 2014, *Environmental Modelling & Software* 62, 316 (analytical uncertainty propagation).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DatabaseVariance {
    /// The footprint as written.
    pub score: f64,
    /// The mean to first order: it differs from the score where the mean of a spread is not the amount.
    pub mean: f64,
    /// The variance.
    pub variance: f64,
    /// Its square root.
    pub standard_deviation: f64,
    /// The standard deviation beside the magnitude of the score; `None` for a score of zero.
    pub coefficient_of_variation: Option<f64>,
    /// How many numbers are uncertain.
    pub inputs: usize,
    /// The numbers that make the most of the variance, largest first.
    pub rows: Vec<EntryVariance>,
    /// The variance that all other numbers make together.
    pub others: f64,
    /// Its share of the variance in percent; `None` where there is none.
    pub others_share_percent: Option<f64>,
}

impl DatabaseVariance {
    /// What a reader should know: that nothing is uncertain.
    pub fn findings(&self) -> Vec<Finding> {
        let nothing = (self.inputs == 0).then(nothing_uncertain);
        nothing.into_iter().collect()
    }
}

/// What the spread of one number makes of the variance of a footprint.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EntryVariance {
    /// The number.
    #[serde(flatten)]
    pub entry: DatabaseEntry,
    /// What it is as written.
    pub amount: f64,
    /// By how much the footprint rises when it rises by one.
    pub derivative: f64,
    /// The standard deviation of the number itself.
    pub standard_deviation: f64,
    /// The variance that it makes.
    pub variance: f64,
    /// Its share of the whole in percent.
    pub share_percent: f64,
}

/// How the footprint of a demand moves with the numbers of a database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EntrySensitivities {
    /// The footprint as written.
    pub score: f64,
    /// The numbers with the largest elasticities, largest first.
    pub rows: Vec<EntrySensitivity>,
    /// How many other numbers move the footprint, each by no more than the last of the rows.
    pub others: usize,
}

/// How a footprint moves with one number.
///
/// # Exactness
///
/// The derivative is that at the amounts as written, from the direct and the adjoint solution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EntrySensitivity {
    /// The number.
    #[serde(flatten)]
    pub entry: DatabaseEntry,
    /// What it is as written.
    pub amount: f64,
    /// By how much the footprint rises when it rises by one.
    pub derivative: f64,
    /// By how many percent the footprint rises when its magnitude rises by one percent; `None` when the footprint is zero.
    pub elasticity: Option<f64>,
}

/// The footprint of a demand and how it moves with each number.
struct Slopes<'a> {
    inputs: Inputs<'a>,
    score: f64,
    /// For each exchange, emission and factor, in the order of the inputs.
    derivatives: [Vec<f64>; 3],
}

impl<'a> Slopes<'a> {
    fn of(scores: &'a Scores, demand: &DatabaseDemand) -> Result<Self, Error> {
        let runs = scores.runs(demand)?;
        let runs: Vec<f64> = runs.values.iter().map(|own| own.high).collect();
        let inputs = Inputs::of(scores)?;
        let technosphere = &scores.database().content.technosphere;
        let per_unit = scores.by_process();
        let mut exchanges = vec![0.0; technosphere.entries()];
        let mut emissions = vec![0.0; inputs.emissions.len()];
        let mut factors = vec![0.0; inputs.factors.len()];
        for (process, runs) in runs.into_iter().enumerate() {
            if runs == 0.0 {
                continue;
            }
            let own = technosphere.starts()[process]..technosphere.starts()[process + 1];
            let columns = &technosphere.columns()[own.clone()];
            for (slope, column) in exchanges[own].iter_mut().zip(columns) {
                // One more made is one less that the others have to make.
                *slope = -runs * per_unit[*column as usize].high;
            }
            let own = inputs.starts[process]..inputs.starts[process + 1];
            let emitted = inputs.emissions[own.clone()].iter();
            let emitted = emitted.zip(&inputs.factor_of[own.clone()]);
            for (slope, (amount, factor)) in emissions[own].iter_mut().zip(emitted) {
                *slope = runs * inputs.factors[*factor as usize];
                factors[*factor as usize] += runs * amount;
            }
        }
        Ok(Self {
            score: scores.scored(&demand.items(scores.database())?).0.high,
            inputs,
            derivatives: [exchanges, emissions, factors],
        })
    }
}

/// A magnitude beside the score; nothing where that is zero.
fn beside(score: f64, number: f64) -> Option<f64> {
    (score != 0.0).then(|| number / score.abs())
}

/// Puts the largest so many of a list first, largest before lesser and equal ones in their order, and forgets the rest.
fn largest(list: &mut Vec<(f64, Number)>, most: usize) {
    let order = |a: &(f64, Number), b: &(f64, Number)| -> Ordering {
        b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
    };
    if most < list.len() {
        list.select_nth_unstable_by(most, order);
        list.truncate(most);
    }
    list.sort_unstable_by(order);
}

impl Scores {
    /// How uncertain the score of a demand is to first order, and which numbers, so many of them at most, make it so.
    ///
    /// # Errors
    ///
    /// As [`Scores::contributions`].
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Characterisation, Database, DatabaseDemand, EntrySpread};
    ///
    /// let database = Database::builder(1)
    ///     .technosphere([(0, 0, 1.0)])
    ///     .emissions(1, [(0, 0, 3.0)])
    ///     .emission_spreads(vec![EntrySpread::Normal { mean: 3.0, sd: 0.5 }])
    ///     .build()?;
    /// let scores = database.solve()?.scores(&Characterisation::of_values("CO2", [(0, 1.0)]))?;
    /// let analytic = scores.analytic(&DatabaseDemand::of(0, 2.0), 10)?;
    /// assert_eq!(analytic.standard_deviation, 1.0); // 2 × 0.5
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn analytic(
        &self,
        demand: &DatabaseDemand,
        most: usize,
    ) -> Result<DatabaseVariance, Error> {
        let slopes = Slopes::of(self, demand)?;
        let (mut variance, mut shift) = (0.0, 0.0);
        let mut list = Vec::with_capacity(slopes.inputs.count());
        slopes.inputs.for_each_uncertain(|number, distribution| {
            let slope = slopes.derivatives[number.kind()][number.at()];
            if slope != 0.0 {
                let (mean, own) = distribution.moments();
                shift += slope * (mean - slopes.inputs.amount(number));
                let made = slope * slope * own;
                variance += made;
                list.push((made, number));
            }
        });
        let all = list.len();
        largest(&mut list, most);
        let in_percent = |part: f64| 100.0 * part / variance;
        let rows: Vec<EntryVariance> = list
            .iter()
            .filter(|(made, _)| *made > 0.0)
            .map(|&(made, number)| {
                let derivative = slopes.derivatives[number.kind()][number.at()];
                EntryVariance {
                    entry: slopes.inputs.entry(number),
                    amount: slopes.inputs.amount(number),
                    derivative,
                    standard_deviation: made.sqrt() / derivative.abs(),
                    variance: made,
                    share_percent: in_percent(made),
                }
            })
            .collect();
        let shown: f64 = rows.iter().map(|row| row.variance).sum();
        let others = if all > most {
            (variance - shown).max(0.0)
        } else {
            0.0
        };
        let standard_deviation = variance.sqrt();
        Ok(DatabaseVariance {
            score: slopes.score,
            mean: slopes.score + shift,
            variance,
            standard_deviation,
            coefficient_of_variation: beside(slopes.score, standard_deviation),
            inputs: slopes.inputs.count(),
            rows,
            others,
            others_share_percent: (variance > 0.0).then(|| in_percent(others)),
        })
    }

    /// How the score of a demand moves with every exchange, emission and factor: those, so many of them at most, that move it
    /// the most for one percent of their own.
    ///
    /// # Errors
    ///
    /// As [`Scores::contributions`].
    pub fn sensitivities(
        &self,
        demand: &DatabaseDemand,
        most: usize,
    ) -> Result<EntrySensitivities, Error> {
        let slopes = Slopes::of(self, demand)?;
        let mut list = Vec::new();
        for (kind, derivatives) in slopes.derivatives.iter().enumerate() {
            for (at, slope) in derivatives.iter().enumerate() {
                let number = Number::new(kind, at);
                let weighed = (slope * slopes.inputs.amount(number)).abs();
                if weighed > 0.0 {
                    list.push((weighed, number));
                }
            }
        }
        let all = list.len();
        largest(&mut list, most);
        let rows = list.iter().map(|&(_, number)| {
            let derivative = slopes.derivatives[number.kind()][number.at()];
            let amount = slopes.inputs.amount(number);
            EntrySensitivity {
                entry: slopes.inputs.entry(number),
                amount,
                derivative,
                elasticity: (slopes.score != 0.0).then(|| derivative * amount / slopes.score),
            }
        });
        Ok(EntrySensitivities {
            score: slopes.score,
            others: all - list.len(),
            rows: rows.collect(),
        })
    }
}
