//! How the footprint of a study moves with its numbers, and how sure it is.

use cfp_core::{
    Analysis, Demand, DrawOptions, FirstOrder, GlobalSensitivity, ModelParameter, MonteCarlo,
    NumberPlace, Parametric, Progress, Sensitivities,
};
use serde::{Deserialize, Serialize};

use super::study::Study;
use crate::error::Error;

/// How sure the footprint of a study is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// To first order, from derivatives.
    pub first_order: FirstOrder,
    /// By draws.
    pub monte_carlo: MonteCarlo,
    /// The shares of the variance by input, where they are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub global: Option<GlobalSensitivity>,
}

impl Study {
    /// How the footprint moves with every number that it rests on, named parameters among them.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn sensitivities(&self) -> Result<Sensitivities, Error> {
        let analysis = self.analyse()?;
        let found = analysis.sensitivities(&self.model_parameters());
        found.map_err(|error| self.located(error))
    }

    /// The variance of the footprint to first order.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn first_order(&self) -> Result<FirstOrder, Error> {
        self.asked_of(&self.analyse()?, |analysis, parameters| {
            analysis.first_order(Some(parameters))
        })
    }

    /// The footprint with every number drawn that states a spread; with another product of the model and its amount, or
    /// that of the demand, which of the two is less.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn monte_carlo(
        &self,
        options: &DrawOptions,
        against: Option<(&str, Option<&str>)>,
        progress: Progress<'_>,
    ) -> Result<MonteCarlo, Error> {
        let analysis = self.analyse()?;
        let against = against.map(|(product, amount)| {
            let demand = match amount {
                Some(amount) => Demand::new(product, amount),
                None => Demand::of(product, analysis.demand().amount().clone()),
            };
            let other = analysis.solved().analyse(&demand, analysis.gwp());
            other.map_err(|error| self.located(error))
        });
        let against = against.transpose()?;
        self.asked_of(&analysis, |analysis, parameters| {
            analysis.monte_carlo(options, Some(parameters), against.as_ref(), progress)
        })
    }

    /// The shares of the variance of the footprint by input, from so many pairs of draws as the options say.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn global_sensitivity(
        &self,
        options: &DrawOptions,
        progress: Progress<'_>,
    ) -> Result<GlobalSensitivity, Error> {
        self.asked_of(&self.analyse()?, |analysis, parameters| {
            analysis.global_sensitivity(options, Some(parameters), progress)
        })
    }

    /// The answer of an analysis that knows the parameters of the study.
    fn asked_of<T>(
        &self,
        analysis: &Analysis,
        question: impl FnOnce(&Analysis, Parametric<'_>) -> Result<T, cfp_core::Error>,
    ) -> Result<T, Error> {
        let parameters = self.model_parameters();
        let places: Vec<NumberPlace> = Vec::new();
        let compute = |_: &[cfp_core::Amount]| Ok(Vec::new());
        let parametric = Parametric {
            parameters: &parameters,
            places: &places,
            compute: &compute,
        };
        question(analysis, parametric).map_err(|error| self.located(error))
    }

    fn model_parameters(&self) -> Vec<ModelParameter> {
        Vec::new()
    }
}
