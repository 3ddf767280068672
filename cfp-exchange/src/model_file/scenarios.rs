//! The scenarios of a model side by side, each with what its changes make of the footprint.

use cfp_core::{Analysis, Cancel, DifferencePart, Figure, Finding};
use cfp_factors::Registry;
use serde::{Deserialize, Serialize};

use super::ModelFile;
use super::build::Options;
use super::study::Study;
use crate::error::Error;

/// A model and its scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scenarios {
    /// What the footprints are of.
    pub product: String,
    /// How much of it.
    pub demand: String,
    /// kg CO2e of the model as it is.
    pub base: Figure,
    /// The name of the model's set of global warming potentials.
    pub gwp: String,
    /// What a reader of the model's footprint should know.
    pub findings: Vec<Finding>,
    /// The scenarios, in the order in which they were asked for.
    pub scenarios: Vec<Scenario>,
}

/// A scenario beside its model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The name of its set of global warming potentials.
    pub gwp: String,
    /// kg CO2e.
    pub total: Figure,
    /// kg CO2e more than the model as it is.
    pub change: Figure,
    /// The change in percent of the model's footprint, rounded to six places; `None` where that is zero.
    pub change_percent: Option<String>,
    /// What made the change, largest first.
    pub parts: Vec<DifferencePart>,
    /// The change less the sum of its parts: zero but for rounding.
    pub remainder: Figure,
    /// What a reader should know of it that the model's footprint does not have.
    pub findings: Vec<Finding>,
}

impl ModelFile {
    /// The model and its scenarios, of the same product: those named, or all. Each keeps whatever its table does not name,
    /// and is solved with the help of the model's solution.
    ///
    /// # Errors
    ///
    /// A name that no scenario has; what a footprint of the model or of a scenario may be refused for; an output that a
    /// scenario gives a unit of another dimension.
    pub fn compare(
        &self,
        registry: &Registry,
        options: &Options,
        only: &[&str],
    ) -> Result<Scenarios, Error> {
        let options = options.clone().without_scenario().for_footprint();
        let study = self.clone().build(registry, &options)?;
        let base = study.analysed(None)?;
        let names: Vec<&str> = if only.is_empty() {
            self.scenarios().collect()
        } else {
            only.to_vec()
        };
        let findings = study.findings(&base);
        let mut scenarios = Vec::with_capacity(names.len());
        for name in names {
            let scenario = self
                .clone()
                .build(registry, &options.clone().scenario(name))?;
            let analysis = scenario.analysed(Some(&base))?;
            let difference = base.compared_with(&analysis);
            let difference = difference.map_err(|error| scenario.located(error))?;
            let mut own = scenario.findings(&analysis);
            own.retain(|finding| !findings.contains(finding));
            if difference.parts.is_empty() && difference.change.value().is_zero() {
                own.push(changes_nothing(name));
            }
            scenarios.push(Scenario {
                name: name.to_owned(),
                gwp: scenario.gwp.name().to_owned(),
                total: difference.after,
                change: difference.change,
                change_percent: difference.change_percent,
                parts: difference.parts,
                remainder: difference.remainder,
                findings: own,
            });
        }
        let footprint = base.footprint();
        Ok(Scenarios {
            product: footprint.product.clone(),
            demand: footprint.demand.clone(),
            base: footprint.total(),
            gwp: study.gwp.name().to_owned(),
            findings,
            scenarios,
        })
    }
}

fn changes_nothing(name: &str) -> Finding {
    let message = format!("the scenario `{name}` moves nothing of this footprint");
    let hint = "check that what it names is needed for the product, and has another value there";
    Finding::new("scenario-changes-nothing", message, hint)
}

impl Study {
    /// The analysis of the demand, solved with the help of another.
    pub(super) fn analysed(&self, like: Option<&Analysis>) -> Result<Analysis, Error> {
        let Some(demand) = &self.demand else {
            return Err(self.nothing_asked());
        };
        self.waited_for()?;
        let solved = match like {
            Some(like) => self.system.solve_like(like.solved()),
            None => self.system.solve(),
        };
        let analysis = solved.and_then(|solved| solved.analyse(demand, &self.gwp));
        analysis.map_err(|error| self.located(error))
    }

    /// The refusal of one more solution for whoever has set the flag of this thread's work.
    pub(super) fn waited_for(&self) -> Result<(), Error> {
        let waited = Cancel::of_this_thread().check();
        waited.map_err(|error| self.located(error))
    }

    /// What a reader of the footprint should know.
    fn findings(&self, analysis: &Analysis) -> Vec<Finding> {
        let mut findings = analysis.footprint().findings.clone();
        findings.extend(self.notes.iter().cloned());
        findings
    }
}
