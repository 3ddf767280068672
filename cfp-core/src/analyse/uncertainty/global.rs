//! Global sensitivity: which inputs make the variance of a footprint, each alone and with all it meets.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::compiled::Compiled;
use super::draws::{DrawOptions, Progress, Uniforms};
use super::failure::Failure;
use super::inputs::{Inputs, UncertainInput};
use super::monte_carlo::{Desk, Drawn, nothing_uncertain};
use super::parameters::Parametric;
use super::statistics::FailedDraws;
use crate::analyse::analysis::Analysis;
use crate::cancel::Cancel;
use crate::characterise::Figure;
use crate::error::Error;
use crate::model::Finding;

/// The shares of the variance of a footprint by input (Sobol' indices): what each input explains alone, and with everything
/// that it multiplies.
///
/// An estimate from draws, with its standard error. The shares of first order sum to one where inputs do not act on each
/// other, and to less where they do; those in total sum to one or more.
///
/// # Source
///
/// Saltelli et al. 2010, *Computer Physics Communications* 181, 259-270, table 2: the estimator (b) of first order, and
/// Jansen's (f) of the total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GlobalSensitivity {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e with every number as written.
    pub footprint: Figure,
    /// The number that the draws follow from.
    pub seed: u64,
    /// How many pairs of draws the shares are from; those that failed aside.
    pub pairs: usize,
    /// How often the footprint was computed.
    pub evaluations: usize,
    /// Draws without a footprint, by their reason; the pair of each is left out.
    pub failed: Vec<FailedDraws>,
    /// The mean of the draws, in kg CO2e; `None` where none has a footprint.
    pub mean: Option<f64>,
    /// Their variance, in (kg CO2e)².
    pub variance: Option<f64>,
    /// The inputs, the largest share in total first.
    pub inputs: Vec<SobolShare>,
    /// What stays as written though something states that it is uncertain: where there is any, the variance is not the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_drawn: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// What an input explains of the variance of a footprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SobolShare {
    /// The input.
    #[serde(flatten)]
    pub input: UncertainInput,
    /// The share of the variance that it explains alone; `None` where there is no variance.
    pub first_order: Option<f64>,
    /// The standard error of that.
    pub first_order_error: Option<f64>,
    /// The share that it takes part in: what would be left if all others were known.
    pub total: Option<f64>,
    /// The standard error of that.
    pub total_error: Option<f64>,
}

/// The footprints of one pair of draws: of both, and of the first with each input of the second.
struct Row {
    first: f64,
    second: f64,
    mixed: Vec<f64>,
}

impl Analysis {
    /// The shares of the variance by input, from so many pairs of draws as the options say: the footprint is computed for
    /// each pair twice and once more for each input.
    ///
    /// # Errors
    ///
    /// As [`Analysis::monte_carlo`].
    pub fn global_sensitivity(
        &self,
        options: &DrawOptions,
        parameters: Option<Parametric<'_>>,
        progress: Progress<'_>,
    ) -> Result<GlobalSensitivity, Error> {
        let compiled = Compiled::of(&[self]);
        let inputs = Inputs::of(&[self], &compiled, parameters)?;
        options.check(inputs.list.len().saturating_add(2))?;
        // A pair is one row of twice as many inputs.
        let uniforms = Uniforms::new(options, 2 * inputs.dimensions);
        let done = AtomicUsize::new(0);
        let pairs = (0..options.draw_count()).into_par_iter();
        let cancel = Cancel::of_this_thread();
        let rows: Option<Vec<Result<Row, String>>> = pairs
            .map_init(
                || Desk::new(&compiled, inputs.dimensions),
                |desk, pair| {
                    if cancel.is_set() {
                        return None;
                    }
                    let row = Row::of(desk, &compiled, &inputs, &uniforms, pair);
                    let row = row.map_err(|failure| failure.told(&inputs));
                    if let Some(tell) = progress {
                        tell(done.fetch_add(1, Ordering::Relaxed) + 1);
                    }
                    Some(row)
                },
            )
            .collect();
        let rows = Cancel::unless_ended(rows)?;
        let mut kept = Vec::with_capacity(rows.len());
        let told = rows.into_iter().map(|row| row.map(|row| kept.push(row)));
        let told: Vec<_> = told.map(|row| row.map(|()| Vec::new())).collect();
        let failed = Drawn::sorted(told).failed;
        Ok(self.shares(options, &inputs, &kept, failed))
    }

    fn shares(
        &self,
        options: &DrawOptions,
        inputs: &Inputs<'_>,
        rows: &[Row],
        failed: Vec<FailedDraws>,
    ) -> GlobalSensitivity {
        let both: Vec<f64> = rows
            .iter()
            .flat_map(|row| [row.first, row.second])
            .collect();
        let (mean, variance) = moments(&both);
        let mut shares = Vec::with_capacity(inputs.list.len());
        for (number, input) in inputs.list.iter().enumerate() {
            let alone: Vec<f64> = rows
                .iter()
                .map(|row| (row.second - mean) * (row.mixed[number] - row.first) / variance)
                .collect();
            let in_all: Vec<f64> = rows
                .iter()
                .map(|row| {
                    let change = row.first - row.mixed[number];
                    0.5 * change * change / variance
                })
                .collect();
            let estimate = |values: &[f64]| {
                let (mean, variance) = moments(values);
                let error = (variance / count(values.len())).sqrt();
                [mean, error].map(told)
            };
            let ([first_order, first_order_error], [total, total_error]) =
                (estimate(&alone), estimate(&in_all));
            shares.push(SobolShare {
                input: input.row.clone(),
                first_order,
                first_order_error,
                total,
                total_error,
            });
        }
        shares.sort_by(|a, b| b.total.unwrap_or(0.0).total_cmp(&a.total.unwrap_or(0.0)));
        let mut findings = inputs.findings();
        if inputs.list.is_empty() {
            findings.push(nothing_uncertain());
        }
        let footprint = self.footprint();
        GlobalSensitivity {
            product: footprint.product.clone(),
            demand: footprint.demand.clone(),
            footprint: footprint.total(),
            seed: options.seed_used(),
            pairs: rows.len(),
            evaluations: options.draw_count() * (inputs.list.len() + 2),
            failed,
            mean: told(mean),
            variance: told(variance),
            inputs: shares,
            not_drawn: Vec::new(),
            findings,
        }
    }
}

impl Row {
    fn of(
        desk: &mut Desk,
        compiled: &Compiled,
        inputs: &Inputs<'_>,
        uniforms: &Uniforms,
        pair: usize,
    ) -> Result<Self, Failure> {
        let mut both = vec![0.0; 2 * inputs.dimensions];
        uniforms.fill(pair, &mut both);
        let (first, second) = both.split_at(inputs.dimensions);
        let mut footprint =
            |numbers: &[f64], with: std::ops::Range<usize>| -> Result<f64, Failure> {
                desk.uniforms.copy_from_slice(numbers);
                desk.uniforms[with.clone()].copy_from_slice(&second[with]);
                Ok(desk.footprints(compiled, inputs)?[0])
            };
        Ok(Self {
            first: footprint(first, 0..0)?,
            second: footprint(second, 0..0)?,
            mixed: inputs
                .list
                .iter()
                .map(|input| footprint(first, input.uniforms()))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// A number, where there is one.
fn told(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn count(length: usize) -> f64 {
    // No sample has 2⁵² draws.
    #[expect(clippy::cast_precision_loss)]
    let count = length as f64;
    count
}

/// The mean and the variance (by one less than their number) of some values.
fn moments(values: &[f64]) -> (f64, f64) {
    let length = count(values.len());
    let mean = values.iter().sum::<f64>() / length;
    let squares = values.iter().map(|value| (value - mean) * (value - mean));
    (mean, squares.sum::<f64>() / (length - 1.0))
}
