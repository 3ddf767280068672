//! The variance of a footprint to first order: from its derivatives, without a draw.

use serde::{Deserialize, Serialize};

use super::compiled::Compiled;
use super::inputs::{Inputs, UncertainInput};
use super::monte_carlo::nothing_uncertain;
use super::parameters::Parametric;
use crate::analyse::analysis::Analysis;
use crate::characterise::Figure;
use crate::error::Error;
use crate::model::Finding;

/// How sure a footprint is to first order: each uncertain number by itself moves it by its derivative.
///
/// The variance is the sum of (derivative × standard deviation)² over the inputs, which are independent of each other; what
/// several exchanges have in common, such as one published factor or one parameter, is one input. Where the footprint is
/// linear in its inputs, and no two of them multiply, the variance is exact; elsewhere it leaves out terms of second order,
/// and [`Analysis::monte_carlo`] has them.
///
/// # Source
///
/// Heijungs, Lenzen 2014, *International Journal of Life Cycle Assessment* 19, 1445-1461, equation 5 without covariances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FirstOrder {
    /// What the footprint is of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e with every number as written.
    pub footprint: Figure,
    /// kg CO2e on average, to first order: inputs whose draws are not centred on the amount as written move it.
    pub mean: f64,
    /// The variance, in (kg CO2e)².
    pub variance: f64,
    /// Its root, in kg CO2e.
    pub standard_deviation: f64,
    /// The inputs, the largest share of the variance first.
    pub inputs: Vec<InputShare>,
    /// What stays as written though something states that it is uncertain: where there is any, the variance is not the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_drawn: Vec<String>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// What one input does to the variance of a footprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InputShare {
    /// The input.
    #[serde(flatten)]
    pub input: UncertainInput,
    /// kg CO2e per unit of the amount.
    pub derivative: f64,
    /// Its part of the variance, in (kg CO2e)².
    pub variance: f64,
    /// That in percent of the whole; `None` where the whole is zero.
    pub share_percent: Option<f64>,
}

impl Analysis {
    /// How sure the footprint is to first order.
    ///
    /// # Errors
    ///
    /// Spreads that do not fit; derivatives beyond the range of decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Demand, Exchange, GwpSet, Process, Spread, System};
    ///
    /// let electricity = Exchange::new("2 MWh").spread(Spread::normal("0.1 MWh"));
    /// let system = System::builder()
    ///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", electricity))
    ///     .supply("electricity", "0.5 kg CO2e/kWh")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))?;
    /// // 0.1 MWh of 500 kg CO2e/MWh.
    /// assert!((analysis.first_order(None)?.standard_deviation - 50.0).abs() < 1e-12);
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn first_order(&self, parameters: Option<Parametric<'_>>) -> Result<FirstOrder, Error> {
        let compiled = Compiled::of(&[self]);
        let inputs = Inputs::of(&[self], &compiled, parameters)?;
        let total = self.total();
        let mut mean = total.amount().nearest_double();
        let mut variance = 0.0;
        let mut rows = Vec::with_capacity(inputs.list.len());
        for input in inputs.list {
            let own = input.derivative * input.derivative * input.distribution.variance();
            mean += input.derivative * (input.distribution.mean() - input.base);
            variance += own;
            rows.push(InputShare {
                input: input.row,
                derivative: input.derivative,
                variance: own,
                share_percent: None,
            });
        }
        for row in &mut rows {
            row.share_percent = (variance > 0.0).then(|| 100.0 * row.variance / variance);
        }
        rows.sort_by(|a, b| b.variance.total_cmp(&a.variance));
        let findings = rows.is_empty().then(nothing_uncertain);
        let footprint = self.footprint();
        Ok(FirstOrder {
            findings: findings.into_iter().collect(),
            product: footprint.product.clone(),
            demand: footprint.demand.clone(),
            footprint: total,
            mean,
            variance,
            standard_deviation: variance.sqrt(),
            inputs: rows,
            not_drawn: Vec::new(),
        })
    }

    /// Every number of the model that states how uncertain it is and that the demand reaches, in the order of the model.
    ///
    /// # Errors
    ///
    /// Spreads that do not fit.
    pub fn uncertain_inputs(
        &self,
        parameters: Option<Parametric<'_>>,
    ) -> Result<Vec<UncertainInput>, Error> {
        let inputs = Inputs::of(&[self], &Compiled::of(&[self]), parameters)?;
        Ok(inputs.list.into_iter().map(|input| input.row).collect())
    }
}
