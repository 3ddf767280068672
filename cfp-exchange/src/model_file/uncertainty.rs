//! How the footprint of a study moves with its numbers, and how sure it is.

use cfp_core::{
    Amount, Analysis, Demand, DrawOptions, Finding, FirstOrder, GlobalSensitivity, MonteCarlo,
    Parametric, Progress, Quantity, Sensitivities,
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
        let dependences = self.dependences()?;
        let found = analysis.sensitivities(&self.model_parameters()?);
        let mut found = found.map_err(|error| self.located(error))?;
        let others = dependences.iter().filter(|own| own.of.is_none());
        let others = others.filter(|own| !own.by.is_empty());
        found
            .findings
            .extend(not_followed(others.map(|own| own.place.as_str())));
        Ok(found)
    }

    /// The variance of the footprint to first order.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn first_order(&self) -> Result<FirstOrder, Error> {
        let mut found = self.asked_of(&self.analyse()?, |analysis, parameters| {
            analysis.first_order(Some(parameters))
        })?;
        found.findings.extend(self.kept());
        Ok(found)
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
        let mut drawn = self.asked_of(&analysis, |analysis, parameters| {
            analysis.monte_carlo(options, Some(parameters), against.as_ref(), progress)
        })?;
        drawn.findings.extend(self.kept());
        Ok(drawn)
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
        let mut found = self.asked_of(&self.analyse()?, |analysis, parameters| {
            analysis.global_sensitivity(options, Some(parameters), progress)
        })?;
        found.findings.extend(self.kept());
        Ok(found)
    }

    /// The findings of what stays as written though something says that it is uncertain: numbers that parameters move in a
    /// way that is not followed, and what the models of suppliers state.
    fn kept(&self) -> Vec<Finding> {
        let redrawing = self.redrawing();
        let places = redrawing.not_covered().iter().copied();
        let of_suppliers = self.nested.findings.iter();
        let of_suppliers = of_suppliers.filter(|finding| finding.code == "spread-not-used");
        let of_suppliers = of_suppliers.map(|finding| {
            let file = finding.message.split_once(": ");
            let file = file.map_or(finding.message.as_str(), |(file, _)| file);
            Finding::new(
                "supplier-not-drawn",
                format!("{file} states spreads, and counts as certain here"),
                "state a `spread` of the supply, such as its own `cfp uncertainty` finds",
            )
        });
        not_followed(places)
            .into_iter()
            .chain(of_suppliers)
            .collect()
    }

    /// The answer of an analysis that knows the parameters of the study.
    fn asked_of<T>(
        &self,
        analysis: &Analysis,
        question: impl FnOnce(&Analysis, Parametric<'_>) -> Result<T, cfp_core::Error>,
    ) -> Result<T, Error> {
        let parameters = self.model_parameters()?;
        let redrawing = self.redrawing();
        // The place of each uncertain parameter among those that can be drawn.
        let uncertain = self.uncertain_parameters();
        let place = |name: &str| uncertain.iter().position(|own| own.name == name);
        let drawn: Vec<usize> = parameters
            .iter()
            .filter(|parameter| parameter.spread.is_some())
            .filter_map(|parameter| place(&parameter.name))
            .collect();
        let compute = |values: &[Amount]| {
            let values: Vec<_> = drawn.iter().copied().zip(values.iter().copied()).collect();
            match redrawing.draw(&values) {
                Ok(numbers) => Ok(numbers.iter().map(Quantity::amount).collect()),
                Err(error) => Err(reason(&error)),
            }
        };
        let parametric = Parametric {
            parameters: &parameters,
            places: redrawing.places(),
            compute: &compute,
        };
        question(analysis, parametric).map_err(|error| self.located(error))
    }
}

/// The first thing that is wrong, in one line.
fn reason(error: &Error) -> String {
    let first = error.problems().first();
    first.map_or_else(|| error.to_string(), ToString::to_string)
}

/// The finding of numbers that move with parameters in a way that is not followed.
fn not_followed<'p>(places: impl Iterator<Item = &'p str>) -> Option<Finding> {
    let places: Vec<String> = places.map(str::to_owned).collect();
    if places.is_empty() {
        return None;
    }
    let message = format!(
        "parameters move numbers that are kept as written here: {}",
        places.join("; ")
    );
    Some(Finding::new(
        "parameter-not-followed",
        message,
        "write what is uncertain as an amount, a figure of a supply or a global warming potential",
    ))
}
