//! A model that is linked and can answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use cfp_core::{
    Amount, Analysis, Declaration, Demand, Explain, Facts, Finding, Footprint, GwpSet, Intensities,
    ModelParameter, NumberPlace, Profile, ProfileFinding, ProfileReport, Quantity, System,
};
use cfp_factors::{Dataset, GwpSource, Lock, Registry};

use super::build::Options;
use super::carry::Carried;
use super::dependence::{Dependence, Formulas, UncertainParameter};
use super::nested::Basis;
use super::problem::FileProblem;
use super::problems::Problems;
use super::redraw::Redrawing;
use super::source::Source;
use crate::error::Error;
use crate::footprint_file::SealedFile;

/// A linked model with what it is asked for. What it cannot answer is told with the place in its
/// file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Study {
    /// What the model is called.
    pub name: Option<String>,
    /// The linked processes and supplies.
    pub system: System,
    /// The product and its amount; `None` when one of them is stated nowhere.
    pub demand: Option<Demand>,
    /// The set of global warming potentials.
    pub gwp: GwpSet,
    /// Where the set was published; `None` for one that the file writes itself.
    pub gwp_source: Option<GwpSource>,
    /// What the study states about itself; `None` when the file has no `[study]`.
    pub declaration: Option<Declaration>,
    /// The profile whose checks are made, with the parameters of the file; `None` when none is asked for.
    pub profile: Option<Profile>,
    /// What a reader of any result should know.
    pub notes: Vec<Finding>,
    pub(super) source: Arc<Source>,
    pub(super) asked: Asked,
    /// What the files of supplies rest on.
    pub(super) nested: Basis,
    /// The tables that numbers of the model are read by: the matrix of its pedigrees.
    pub(super) tables: Vec<Arc<Dataset>>,
    /// What its numbers are computed from.
    pub(super) formulas: Arc<Formulas>,
    /// What became of the spreads of numbers that something else stands for.
    pub(super) carried: Carried,
    pub(crate) options: Options,
}

/// What is known of the demand and from where.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Asked {
    pub product_in_file: bool,
    pub amount_in_file: bool,
    pub has_product: bool,
    pub has_amount: bool,
}

impl Study {
    /// The footprint of the demand.
    ///
    /// # Errors
    ///
    /// No product or amount stated; a product that the model does not have; loops without a
    /// solution.
    pub fn footprint(&self) -> Result<Footprint, Error> {
        let Some(demand) = &self.demand else {
            return Err(self.nothing_asked());
        };
        let solved = self.system.solve();
        let footprint = solved.and_then(|solved| solved.footprint(demand, &self.gwp));
        let mut footprint = footprint.map_err(|error| self.located(error))?;
        footprint.findings.extend(self.notes.iter().cloned());
        Ok(footprint)
    }

    /// The footprint of the demand with what is needed to ask why it is so much.
    ///
    /// # Errors
    ///
    /// As [`Study::footprint`].
    pub fn analyse(&self) -> Result<Analysis, Error> {
        let Some(demand) = &self.demand else {
            return Err(self.nothing_asked());
        };
        let solved = self.system.solve();
        let analysis = solved.and_then(|solved| solved.analyse(demand, &self.gwp));
        let analysis = analysis.map_err(|error| self.located(error))?;
        Ok(analysis.noting(self.notes.iter().cloned()))
    }

    /// What a verifier would ask about a footprint of this study; none when no profile is asked for.
    pub fn check(&self, footprint: &Footprint) -> Vec<ProfileFinding> {
        self.report(footprint)
            .map_or_else(Vec::new, |report| report.findings)
    }

    /// What the profile makes of a footprint of this study; `None` when no profile is asked for.
    pub fn report(&self, footprint: &Footprint) -> Option<ProfileReport> {
        let profile = self.profile.as_ref()?;
        let facts = Facts::of(&self.system, footprint);
        let declaration = self.declaration.clone().unwrap_or_default();
        Some(profile.report(footprint, &declaration, &facts))
    }

    /// kg CO2e per unit of every product and treated waste.
    ///
    /// # Errors
    ///
    /// Loops without a solution.
    pub fn intensities(&self) -> Result<Intensities, Error> {
        self.noted(self.system.intensities(&self.gwp))
    }

    /// The same with the gases of each product.
    ///
    /// # Errors
    ///
    /// Loops without a solution.
    pub fn intensities_with_gases(&self) -> Result<Intensities, Error> {
        self.noted(self.system.intensities_with_gases(&self.gwp))
    }

    /// Intensities with what the file's look-ups have to say, or their problems with their places in the file.
    fn noted(
        &self,
        intensities: Result<Intensities, cfp_core::Error>,
    ) -> Result<Intensities, Error> {
        let mut intensities = intensities.map_err(|error| self.located(error))?;
        intensities.findings.extend(self.notes.iter().cloned());
        Ok(intensities)
    }

    /// The problems of a computation on [`Study::system`], with their places in the file.
    pub fn located(&self, error: cfp_core::Error) -> Error {
        let tree = match self.source.parse() {
            Ok(tree) => tree,
            Err(error) => return error,
        };
        let finder = self.options.finder(&tree.root);
        let mut problems = Problems::new(self.source.nowhere());
        problems.within = self.options.within();
        for problem in error.into_problems() {
            if problems.is_full() {
                break;
            }
            let at = match problem.place.key {
                Some("product") if !self.asked.product_in_file => None,
                Some("amount") if !self.asked.amount_in_file => None,
                _ => finder.find(&problem),
            };
            problems.add(&problem, at);
        }
        self.source.error(problems.list)
    }

    /// The numbers of the model that are computed from its parameters, and how each moves with every parameter behind it.
    ///
    /// # Exactness
    ///
    /// Derivatives at the values as written, in decimals: exact for sums and products, with the bound of the division for
    /// quotients.
    ///
    /// # Errors
    ///
    /// A derivative beyond the range of decimals.
    pub fn dependences(&self) -> Result<Vec<Dependence>, Error> {
        self.formulas.dependences(&self.source)
    }

    /// The parameters of the model as an analysis takes them, in the order of the file: each with its spread and the derivatives of
    /// the numbers of [`Study::dependences`] that the system knows.
    ///
    /// # Errors
    ///
    /// As [`Study::dependences`].
    pub fn model_parameters(&self) -> Result<Vec<ModelParameter>, Error> {
        self.formulas.model_parameters(&self.source)
    }

    /// The parameters with spreads, in the order of the file.
    pub fn uncertain_parameters(&self) -> Vec<UncertainParameter> {
        self.formulas.uncertain()
    }

    /// What moves with the uncertain parameters, made ready to be computed for many draws of them.
    pub fn redrawing(&self) -> Redrawing<'_> {
        Redrawing::new(&self.formulas, &self.source)
    }

    /// The numbers of the model for other values of its uncertain parameters: one draw of [`Study::redrawing`], where many are
    /// cheaper.
    ///
    /// # Errors
    ///
    /// As [`Redrawing::draw`].
    pub fn redrawn(
        &self,
        values: &[(usize, Amount)],
    ) -> Result<Vec<(NumberPlace, Quantity)>, Error> {
        let redrawing = self.redrawing();
        let drawn = redrawing.draw(values)?;
        Ok(redrawing.places().iter().cloned().zip(drawn).collect())
    }

    /// The model file by its name and content.
    pub fn file(&self) -> SealedFile {
        self.source.sealed()
    }

    /// The files of supplies by their names from the directory of the model, and their content; those within others too.
    pub fn files(&self) -> &[SealedFile] {
        &self.nested.files
    }

    /// What this model and the files of its supplies rest on.
    pub(super) fn basis(&self) -> Basis {
        let records = self.system.supplies();
        let records = records.flat_map(|(_, supply)| supply.records().cloned());
        let mut basis = Basis {
            files: Vec::new(),
            records: records.collect(),
            gwp: self.gwp_source.iter().cloned().collect(),
            tables: self.tables.clone(),
            findings: Vec::new(),
        };
        basis.add(self.nested.clone());
        basis.findings.clear();
        basis
    }

    /// The lock of all that was looked up for the model, whether the demand needs it or not.
    ///
    /// # Errors
    ///
    /// What the registry does not have or would answer otherwise, because the model was built with another.
    pub fn lock(&self, registry: &Registry) -> Result<Lock, Error> {
        let lock = Self::lock_of([self], registry);
        lock.map_err(|error| self.source.without_place(error.problems()))
    }

    /// The lock of all that was looked up for several models or scenarios.
    ///
    /// # Errors
    ///
    /// As [`Study::lock`].
    pub fn lock_of<'s>(
        studies: impl IntoIterator<Item = &'s Self>,
        registry: &Registry,
    ) -> Result<Lock, cfp_factors::Error> {
        let mut all = Basis::default();
        for study in studies {
            all.add(study.basis());
        }
        Lock::of(&all.records, &all.gwp, registry)?.and(&all.tables, registry)
    }

    /// What a reader of a result under a lock should know: that the lock is of an older format, and one finding for each
    /// dataset and each way between regions behind the model that it does not name, and which is therefore free to move.
    pub fn not_in(&self, lock: &Lock) -> Vec<Finding> {
        let Basis {
            records,
            gwp,
            tables,
            ..
        } = self.basis();
        let factors = records.iter();
        let factors = factors.map(|record| (&record.dataset, record.version.clone()));
        let gwp = gwp.iter();
        let gwp = gwp.map(|source| (&source.dataset.id, source.dataset.version()));
        let older = lock.finding();
        // A lock of the older format has no place for other tables.
        let tables = tables.iter().filter(|_| older.is_none());
        let tables = tables.map(|dataset| (&dataset.id, dataset.version()));
        let datasets = factors
            .chain(gwp)
            .chain(tables)
            .filter(|(id, _)| !lock.names(id));
        let datasets = datasets.map(|(id, version)| format!("{id} {version}"));
        let ways = records.iter().map(|record| &record.chain);
        let ways = ways.filter(|chain| !lock.names_way(chain));
        let free: BTreeSet<_> = datasets
            .chain(ways.map(|chain| chain.join(" → ")))
            .collect();
        let free = free.into_iter().map(|free| {
            let message = format!("`{free}` is not in the lock");
            Finding::new(
                "not-in-lock",
                message,
                "take it in with `cfp factors update`",
            )
        });
        older.into_iter().chain(free).collect()
    }

    pub(super) fn nothing_asked(&self) -> Error {
        let mut problems = Problems::new(self.source.nowhere());
        let missing: [(bool, &dyn Explain); 2] = [
            (!self.asked.has_product, &FileProblem::NoProductStated),
            (!self.asked.has_amount, &FileProblem::NoAmountStated),
        ];
        for (_, problem) in missing.iter().filter(|(is_missing, _)| *is_missing) {
            problems.add(*problem, None);
        }
        self.source.error(problems.list)
    }
}

/// What the findings of any answer begin with: spreads that a footprint does not use, parameters that nothing uses, and what
/// the files of supplies say.
pub(super) fn notes(
    has_spread: bool,
    unused_parameters: &[String],
    nested: &Basis,
) -> Vec<Finding> {
    let unused = unused_parameters.iter().map(|name| {
        let message = format!("nothing uses the parameter `{name}`");
        Finding::new("parameter-unused", message, "check its spelling")
    });
    has_spread
        .then(spread_not_used)
        .into_iter()
        .chain(unused)
        .chain(nested.findings.iter().cloned())
        .collect()
}

/// The finding of a model that states how uncertain its amounts are.
fn spread_not_used() -> Finding {
    Finding::new(
        "spread-not-used",
        "the model states spreads or pedigrees; the footprint is of the amounts as written",
        "`cfp uncertainty` says how far they move it",
    )
}
