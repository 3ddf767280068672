//! How the footprint of a study moves with its numbers, and how sure it is.

use cfp_core::{
    Amount, Analysis, Beside, Demand, DrawOptions, Finding, FirstOrder, GlobalSensitivity,
    MonteCarlo, Parametric, Progress, Quantity, Sensitivities,
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
        let found = analysis.sensitivities(&self.model_parameters()?);
        found.map_err(|error| self.located(error))
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
        self.note(&mut found.not_drawn, &mut found.findings);
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
        self.note(&mut drawn.not_drawn, &mut drawn.findings);
        Ok(drawn)
    }

    /// The same beside another study of the model, such as that of the model as it is beside one of a scenario, on common random
    /// numbers: what is the same number in both is drawn once.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`], of either.
    pub fn monte_carlo_beside(
        &self,
        options: &DrawOptions,
        other: &Self,
        progress: Progress<'_>,
    ) -> Result<MonteCarlo, Error> {
        let (analysis, beside) = (self.analyse()?, other.analyse()?);
        let mut drawn = other.asked_of(&beside, |beside, other_parameters| {
            let beside = Beside {
                analysis: beside,
                parameters: Some(other_parameters),
            };
            // Problems of the drawn system are this study's, and are told with its places.
            Ok(self.asked_of(&analysis, |analysis, parameters| {
                analysis.monte_carlo_beside(options, Some(parameters), beside, progress)
            }))
        })??;
        self.note(&mut drawn.not_drawn, &mut drawn.findings);
        let (mut not_drawn, mut findings) = (Vec::new(), Vec::new());
        other.note(&mut not_drawn, &mut findings);
        let name = other.scenario().unwrap_or("base").to_owned();
        for finding in findings {
            if !drawn.findings.contains(&finding) {
                drawn.findings.push(finding);
            }
        }
        for place in not_drawn {
            if !drawn.not_drawn.contains(&place) {
                drawn.not_drawn.push(place);
            }
        }
        if let Some(against) = &mut drawn.against {
            against.model = Some(name);
        }
        Ok(drawn)
    }

    /// The name of the scenario that stands in place of the model as it is.
    pub fn scenario(&self) -> Option<&str> {
        self.options.chosen_scenario()
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
        self.note(&mut found.not_drawn, &mut found.findings);
        Ok(found)
    }

    /// Notes what stays as written though something says that it is uncertain, numbers that parameters move in a way that is not
    /// followed and what the models of suppliers state, and what became of spreads whose numbers something else stands for.
    fn note(&self, not_drawn: &mut Vec<String>, findings: &mut Vec<Finding>) {
        let redrawing = self.redrawing();
        let places = redrawing.not_covered().iter().copied();
        not_drawn.extend(places.clone().map(str::to_owned));
        findings.extend(not_followed(places));
        let of_suppliers = self.nested.findings.iter();
        for finding in of_suppliers.filter(|finding| finding.code == "spread-not-used") {
            let file = finding.message.split_once(": ");
            let file = file.map_or(finding.message.as_str(), |(file, _)| file);
            not_drawn.push(file.to_owned());
            findings.push(Finding::new(
                "supplier-not-drawn",
                format!("{file} states spreads, and counts as certain here"),
                "state a `spread` of the supply, such as its own `cfp uncertainty` finds",
            ));
        }
        findings.extend(self.carried.findings());
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
