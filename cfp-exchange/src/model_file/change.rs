//! What another edition of a dataset makes of a model's footprint.

use cfp_core::{Difference, FactorRecord, GwpSet, Supply};
use cfp_factors::{FactorProblem, GwpSource, Registry};

use super::problems::Problems;
use super::study::Study;
use crate::error::Error;

impl Study {
    /// Why the footprint moves from one dataset to another, such as from one edition of a dataset to the next: every
    /// factor that the model takes from either becomes the row for the same in the first, and then in the second. With
    /// two datasets of global warming potentials, the model's set becomes theirs by the same metric.
    ///
    /// The registry has both datasets; a lock that the model was built under does not narrow it.
    ///
    /// # Errors
    ///
    /// Selectors that name nothing, or two sorts of values; every factor of the model that one of the two has no row
    /// for; what a footprint may be refused for.
    pub fn difference(
        &self,
        registry: &Registry,
        before: &str,
        after: &str,
    ) -> Result<Difference, Error> {
        let Some(demand) = &self.demand else {
            return Err(self.nothing_asked());
        };
        let mut problems = Vec::new();
        let sides = Sides::of(registry, before, after).map_err(|found| self.of_factors(found))?;
        let gwp = sides.gwp(&self.gwp, self.gwp_source.as_ref(), &mut problems);
        let change = self.system.change([&gwp[0], &gwp[1]], |_, supply| {
            sides.supplies(supply.record()?, &mut problems)
        });
        if !problems.is_empty() {
            return Err(self.of_factors(problems));
        }
        let difference = change.difference(demand);
        difference.map_err(|error| self.located(error))
    }

    /// Problems of published numbers, of the model's file as a whole.
    fn of_factors(&self, found: Vec<FactorProblem>) -> Error {
        let mut problems = Problems::new(self.source.nowhere());
        let mut told: Vec<String> = Vec::new();
        for problem in found {
            let text = problem.to_string();
            if !told.contains(&text) {
                problems.add(&problem, None);
                told.push(text);
            }
        }
        self.source.error(problems.list)
    }
}

/// Two datasets of one sort.
struct Sides<'a> {
    registry: &'a Registry,
    /// The selectors, each of one edition and revision.
    selectors: [String; 2],
    ids: [&'a str; 2],
    are_gwp: bool,
}

impl<'a> Sides<'a> {
    fn of(registry: &'a Registry, before: &str, after: &str) -> Result<Self, Vec<FactorProblem>> {
        let dataset = |selector| {
            let found = registry.dataset(selector);
            found.map_err(cfp_factors::Error::into_problems)
        };
        let [before, after] = match (dataset(before), dataset(after)) {
            (Ok(before), Ok(after)) => [before, after],
            (Err(before), Err(after)) => return Err([before, after].concat()),
            (Err(problems), _) | (_, Err(problems)) => return Err(problems),
        };
        let selectors = [before.selector(), after.selector()];
        if before.content.file != after.content.file {
            let [before, after] = selectors;
            return Err(vec![FactorProblem::NotComparable { before, after }]);
        }
        Ok(Self {
            registry,
            selectors,
            ids: [&before.id, &after.id],
            are_gwp: before.is_gwp(),
        })
    }

    /// The sets of global warming potentials before and after.
    fn gwp(
        &self,
        own: &GwpSet,
        source: Option<&GwpSource>,
        problems: &mut Vec<FactorProblem>,
    ) -> [GwpSet; 2] {
        let Some(source) = source.filter(|_| self.are_gwp) else {
            return [own.clone(), own.clone()];
        };
        self.selectors.each_ref().map(|selector| {
            let set = self.registry.gwp_counterpart(source, selector);
            set.unwrap_or_else(|error| {
                problems.extend(error.into_problems());
                own.clone()
            })
        })
    }

    /// What supplies a flow before and after; `None` when its factor is of neither dataset.
    fn supplies(
        &self,
        record: &FactorRecord,
        problems: &mut Vec<FactorProblem>,
    ) -> Option<[Supply; 2]> {
        if self.are_gwp || !self.ids.contains(&record.dataset.as_str()) {
            return None;
        }
        let sides = self.selectors.each_ref();
        let found = sides.map(|selector| self.registry.counterpart(record, selector));
        match found {
            [Ok(before), Ok(after)] => Some([before.supply(), after.supply()]),
            failed => {
                let errors = failed.into_iter().filter_map(Result::err);
                problems.extend(errors.flat_map(cfp_factors::Error::into_problems));
                None
            }
        }
    }
}
