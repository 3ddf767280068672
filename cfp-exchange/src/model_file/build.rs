//! From a model file to a linked system.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cfp_core::{
    CharacteriseProblem, Demand, Detail, Explain, GwpSet, NumberPlace, Place, Problem, ProblemKind,
    Quantity, Spellings, System, SystemBuilder, Written,
};
use cfp_factors::{Dataset, GwpSource, Pedigree, Query, Registry};
use serde::{Deserialize, Serialize};

use super::carry::Carried;
use super::computed::is_told;
use super::dependence::Formulas;
use super::gwp::Gwp;
use super::locate::{Finder, is_absence};
use super::nested::Basis;
use super::problem::FileProblem;
use super::problems::Problems;
use super::scenario::{Chosen, Setting};
use super::serve::{FailedLookUp, Server};
use super::source::Source;
use super::study::{Asked, Study, notes};
use super::supply::Reference;
use super::tree::{At, Node};
use super::{Consumer, ModelFile, Stated};
use crate::error::Error;

/// What is asked of a model in place of what its file states.
///
/// # Example
///
/// ```
/// use cfp_exchange::Options;
///
/// let options = Options::new().product("steam").amount("1 GJ").up_to_region("country");
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gwp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_years_old: Option<u16>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parameters: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    #[serde(skip)]
    for_footprint: bool,
    #[serde(skip)]
    setting: Option<Setting>,
}

impl Options {
    /// All as the file states it.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the footprint is of.
    pub fn product(mut self, product: &str) -> Self {
        self.product = Some(product.to_owned());
        self
    }

    /// How much of the product, such as `1 t`.
    pub fn amount(mut self, amount: &str) -> Self {
        self.amount = Some(amount.to_owned());
        self
    }

    /// Who makes the product, where several do: the name of a process, or `supply`.
    pub fn from(mut self, provider: &str) -> Self {
        self.from = Some(provider.to_owned());
        self
    }

    /// The name of a set of global warming potentials.
    pub fn gwp(mut self, set: &str) -> Self {
        self.gwp = Some(set.to_owned());
        self
    }

    /// The broadest level of region that every look-up may fall back to.
    pub fn up_to_region(mut self, level: &str) -> Self {
        self.up_to_region = Some(level.to_owned());
        self
    }

    /// By how many years every factor may be older than what it is used for.
    pub fn up_to_years_old(mut self, years: u16) -> Self {
        self.up_to_years_old = Some(years);
        self
    }

    /// The text of a parameter in place of the one in the file, such as `("load", "20 t")`; it may name
    /// other parameters in braces. A name that the model does not have is a problem.
    pub fn parameter(mut self, name: &str, text: &str) -> Self {
        self.parameters.insert(name.to_owned(), text.to_owned());
        self
    }

    /// The scenario of the file that stands in place of the model as it is. What it names stands over other options.
    pub fn scenario(mut self, name: &str) -> Self {
        self.scenario = Some(name.to_owned());
        self
    }

    /// The scenario that is asked for.
    pub(super) fn chosen_scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// The model as it is, whatever scenario is asked for.
    pub fn without_scenario(mut self) -> Self {
        self.scenario = None;
        self
    }

    /// A single number in place of the model's.
    pub(super) fn setting(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// What is chosen of a model, or in place of what it writes.
    pub(super) fn chosen(&self) -> Chosen {
        Chosen {
            scenario: self.scenario.clone(),
            parameters: self.parameters.clone(),
            setting: self.setting.clone(),
        }
    }

    /// What a message about a scenario begins with.
    pub(super) fn within(&self) -> Option<String> {
        let name = self.scenario.as_ref()?;
        Some(format!("scenario `{name}`"))
    }

    /// The places of a file, as the scenario has them.
    pub(super) fn finder<'t, 'a>(&self, root: &'t Node<'a>) -> Finder<'t, 'a> {
        Finder::new(root, self.scenario.as_deref())
    }

    /// The profile whose checks are made, in place of the one that the file names: one of [`Profile::names`].
    ///
    /// [`Profile::names`]: cfp_core::Profile::names
    pub fn profile(mut self, name: &str) -> Self {
        self.profile = Some(name.to_owned());
        self
    }

    /// That a footprint is wanted: a product or amount that is stated nowhere is told with all other
    /// problems of the model.
    pub fn for_footprint(mut self) -> Self {
        self.for_footprint = true;
        self
    }

    /// What is stored of them with a result: not what the result was wanted for.
    fn stored(&self) -> Self {
        Self {
            for_footprint: false,
            ..self.clone()
        }
    }

    /// The same with every name as the model spells it.
    fn spelled(&self, spellings: &Spellings) -> Self {
        let first = |name: &String| spellings.first(name).into_owned();
        let parameters = self.parameters.iter();
        Self {
            product: self.product.as_ref().map(first),
            from: self.from.as_ref().map(first),
            scenario: self.scenario.as_ref().map(first),
            parameters: parameters
                .map(|(name, text)| (first(name), text.clone()))
                .collect(),
            setting: self
                .setting
                .as_ref()
                .map(|setting| setting.spelled(spellings)),
            ..self.clone()
        }
    }

    /// What is known of the demand and from where.
    fn asked(&self, has_product: bool, has_amount: bool) -> Asked {
        Asked {
            product_in_file: self.product.is_none(),
            amount_in_file: self.amount.is_none(),
            has_product,
            has_amount,
        }
    }

    /// What is asked of a supplier's model: the reference's product, and look-ups that stray as far.
    pub(super) fn of_supplier(&self, reference: &Reference) -> Self {
        Self {
            product: reference.product.clone(),
            amount: reference.amount.clone(),
            from: reference.from.clone(),
            up_to_region: self.up_to_region.clone(),
            up_to_years_old: self.up_to_years_old,
            for_footprint: true,
            ..Self::default()
        }
    }

    pub(super) fn asks_for_supply(&self) -> bool {
        self.from.as_deref() == Some("supply")
    }

    /// A query that may stray as far as these options allow.
    pub(super) fn widen(&self, mut query: Query) -> Query {
        if let Some(level) = &self.up_to_region {
            query = query.up_to_region(level);
        }
        if let Some(years) = self.up_to_years_old {
            query = query.up_to_years_old(years);
        }
        query
    }

    /// The formulas of a model without those that the options make idle.
    fn moving(&self, mut formulas: Formulas) -> Formulas {
        formulas.numbers.retain(|number| match number.of {
            Some(NumberPlace::Gwp(_)) => self.gwp.is_none(),
            Some(NumberPlace::Demand) => self.amount.is_none(),
            _ => true,
        });
        formulas
    }

    fn demand(&self, product: &str, amount: Written<Quantity>) -> Demand {
        demand_from(Demand::of(product, amount), self.maker())
    }

    /// Who makes the product, where that is said.
    pub(super) fn maker(&self) -> Option<&str> {
        self.from.as_deref()
    }
}

/// A demand from a process, from `supply`, or from whoever serves it.
pub(super) fn demand_from(demand: Demand, maker: Option<&str>) -> Demand {
    match maker {
        Some("supply") => demand.from_supply(),
        Some(process) => demand.from_process(process),
        None => demand,
    }
}

impl ModelFile {
    /// The model, linked, with its factors looked up.
    ///
    /// # Errors
    ///
    /// Every problem of the file, of the linked model and of the look-ups at once.
    pub fn build(self, registry: &Registry, options: &Options) -> Result<Study, Error> {
        let options = options.spelled(&self.spellings);
        let matrix = self.pedigree(registry)?;
        let model = self.with(&options.chosen(), matrix.as_ref())?;
        let tables = matrix.iter().map(|matrix| Arc::clone(matrix.dataset()));
        model.link(registry, &options, tables.collect())
    }

    /// The model as it is chosen, linked; `tables` are those that its numbers are read by.
    fn link(
        self,
        registry: &Registry,
        options: &Options,
        mut tables: Vec<Arc<Dataset>>,
    ) -> Result<Study, Error> {
        let mut problems = self.problems.clone();
        if problems.is_full() {
            return Err(self.source.error(problems.list));
        }
        problems.within = options.within();
        let files = self.nested(registry, options, &mut problems);
        let Self {
            source,
            mut stated,
            consumers,
            has_spread,
            ..
        } = self;
        tell_unasked(&stated, options, &mut problems);
        let profile = stated
            .study
            .profile(options.profile.as_deref(), &mut problems);
        let gwp = gwp_set(&stated, registry, options, &mut problems);
        let amount = amount(&stated, options, &mut problems);
        let mut core = Vec::new();
        if let Some((set, _)) = &gwp {
            core = set.problems_of(&stated.processes);
            if set.leans_on_names(&stated.processes) {
                tables.extend(registry.gas_name_datasets());
            }
        }
        let product = options.product.as_deref().or(stated.product.as_deref());
        let asked = options.asked(product.is_some(), amount.is_some());
        let demand = product.zip(amount);
        let demand = demand.map(|(product, amount)| options.demand(product, amount));
        let server = Server::new((registry, options), &stated, product, &files);
        let supplied = supplied(server, consumers);
        let (failed, stand_ins) = (supplied.failed, supplied.stand_ins);
        stated.carried.add(supplied.carried);
        let linked = supplied
            .builder
            .processes(std::mem::take(&mut stated.processes))
            .build();
        let system = linked.map_err(|error| core.extend(error.into_problems()));
        core.retain(|problem| !is_of_stand_in(problem, &stand_ins));
        tell_linked(&source, options, registry, &mut problems, (core, failed))?;
        let nested = Basis::of(files);
        match (system, gwp) {
            (Ok(system), Some((gwp, gwp_source))) if problems.list.is_empty() => Ok(Study {
                name: stated.name,
                system,
                demand,
                gwp,
                gwp_source,
                declaration: stated.study.declaration,
                profile,
                notes: notes(has_spread, &stated.unused_parameters, &nested),
                nested,
                tables,
                formulas: Arc::new(options.moving(stated.formulas)),
                carried: stated.carried,
                source,
                asked,
                options: options.stored(),
            }),
            _ => Err(source.error(problems.list)),
        }
    }
}

impl ModelFile {
    /// The matrix that the registry reads the model's pedigrees by; `None` of a model without one, and of a registry
    /// without one, so that the matrix of the program stays.
    fn pedigree(&self, registry: &Registry) -> Result<Option<Pedigree>, Error> {
        if !self.has_pedigree {
            return Ok(None);
        }
        match registry.pedigree() {
            Ok(matrix) => Ok(Some(matrix)),
            Err(error) if error.problems()[0].code() == "unknown-dataset" => Ok(None),
            Err(error) => Err(self.source.without_place(error.problems())),
        }
    }

    /// The model with what is chosen in place of some of it, its pedigrees read by this matrix: read once more from the
    /// text that it keeps, since any value of it may use other parameters.
    fn with(self, chosen: &Chosen, matrix: Option<&Pedigree>) -> Result<Self, Error> {
        let is_other = |matrix: &Pedigree| {
            let known = Pedigree::bundled();
            known.map_or(true, |known| {
                known.dataset().content != matrix.dataset().content
            })
        };
        if chosen.is_nothing() && !matrix.is_some_and(is_other) {
            Ok(self)
        } else {
            Ok(Self {
                opened: self.opened,
                unopened: self.unopened,
                ..Self::of(self.source, chosen, matrix)?
            })
        }
    }
}

/// The supplies and cut-offs of a model, and what came of looking for them.
struct Supplied {
    builder: SystemBuilder,
    failed: Vec<FailedLookUp>,
    /// The flows that only keep linking from telling that their supply is absent.
    stand_ins: Vec<String>,
    carried: Carried,
}

fn supplied(mut server: Server<'_>, consumers: Vec<Consumer>) -> Supplied {
    let stated = server.stated;
    let builder = match &stated.region {
        Some(region) => System::builder().region(region.code()),
        None => System::builder(),
    };
    let builder = server.add_to(builder, consumers);
    let cut_off = stated.cut_off.iter();
    Supplied {
        builder: cut_off.fold(builder, |builder, flow| builder.cut_off(flow)),
        failed: server.failed,
        stand_ins: server.stand_ins,
        carried: server.carried.into_inner(),
    }
}

/// Tells what a footprint needs and neither the file nor the options state.
fn tell_unasked(stated: &Stated, options: &Options, problems: &mut Problems) {
    if !options.for_footprint {
        return;
    }
    if options.product.is_none() && stated.product.is_none() && !stated.product_is_unreadable {
        problems.add(&FileProblem::NoProductStated, None);
    }
    if options.amount.is_none() && stated.amount.is_none() {
        problems.add(&FileProblem::NoAmountStated, None);
    }
}

fn is_of_stand_in(problem: &Problem, stand_ins: &[String]) -> bool {
    let Place {
        verb, flow, key, ..
    } = &problem.place;
    verb.is_none()
        && *key == Some("footprint")
        && flow.as_ref().is_some_and(|flow| stand_ins.contains(flow))
}

fn gwp_set(
    stated: &Stated,
    registry: &Registry,
    options: &Options,
    problems: &mut Problems,
) -> Option<(GwpSet, Option<GwpSource>)> {
    let asked = options.gwp.as_ref().filter(|_| !stated.gwp_is_chosen);
    let (name, at) = match (asked, &stated.gwp) {
        (Some(name), _) => (name, None),
        (None, Some(Gwp::Named(name, at))) => (name, Some(*at)),
        (None, Some(Gwp::Own(set))) => {
            let named = registry.gas_names();
            let named = named.map(|names| (set.clone().named_by(names), None));
            return problems.unless_failed(named, None);
        }
        (None, Some(Gwp::Unreadable)) => return None,
        (None, None) => {
            problems.add(&FileProblem::NoGwpSet, None);
            return None;
        }
    };
    let found = registry
        .gwp(name)
        .and_then(|set| Ok((set, Some(registry.gwp_source(name)?))));
    problems.unless_failed(found, at)
}

fn amount(
    stated: &Stated,
    options: &Options,
    problems: &mut Problems,
) -> Option<Written<Quantity>> {
    let Some(text) = &options.amount else {
        return stated.amount.clone();
    };
    let amount: Written<Quantity> = text.parse();
    if let Err(kind) = &amount {
        let place = Place::model(Some("amount"));
        problems.add(&Problem::new(kind.clone(), place), None);
    }
    Some(amount)
}

/// Tells the problems of linking and of the look-ups, each at its place.
fn tell_linked(
    source: &Source,
    options: &Options,
    registry: &Registry,
    problems: &mut Problems,
    (core, failed): (Vec<Problem>, Vec<FailedLookUp>),
) -> Result<(), Error> {
    if core.is_empty() && failed.is_empty() {
        return Ok(());
    }
    let tree = source.parse()?;
    let finder = options.finder(&tree.root);
    tell_failed(problems, &finder, failed);
    tell_core(problems, &finder, core, registry);
    Ok(())
}

fn tell_failed(problems: &mut Problems, finder: &Finder<'_, '_>, failed: Vec<FailedLookUp>) {
    for FailedLookUp {
        flow,
        process,
        problem,
    } in failed
    {
        let key = match problem.code() {
            "unknown-dataset" => "dataset",
            "unknown-level" => "up_to_region",
            "unknown-region" => "region",
            _ => "factor",
        };
        if problems.is_full() {
            return;
        }
        let at = finder.supply(&flow, &[key, "factor"]);
        problems.add(&problem, at);
        if problems.is_full() {
            return;
        }
        if let (Some(process), Some((_, told))) = (process, problems.list.last_mut()) {
            told.details
                .push(Detail::new("needed by", format!("process `{process}`")));
        }
    }
}

/// Tells the problems of linking, except what the reader has told already and what only seems absent
/// because something else could not be read.
fn tell_core(
    problems: &mut Problems,
    finder: &Finder<'_, '_>,
    core: Vec<Problem>,
    registry: &Registry,
) {
    let told: BTreeSet<At> = problems.list.iter().filter_map(|(at, _)| *at).collect();
    // A flow that stands in the text once may be several exchanges of a formula.
    let mut said = BTreeSet::new();
    for problem in core.into_iter().filter(|problem| !is_told(&problem.kind)) {
        if problems.is_full() {
            return;
        }
        let at = finder.find(&problem);
        let is_told = at.is_some_and(|at| told.contains(&at));
        let seems_absent = problems.content_is_hidden && is_absence(&problem);
        if !is_told && !seems_absent && said.insert((at, problem.to_string())) {
            problems.add(&problem, at);
            if let (Some(sets), Some((_, told))) =
                (sets_with(&problem, registry), problems.list.last_mut())
            {
                told.details.push(Detail::new("known in", sets));
            }
        }
    }
}

/// The published sets that have a value for a gas which the model's set lacks.
fn sets_with(problem: &Problem, registry: &Registry) -> Option<String> {
    let ProblemKind::Characterise(CharacteriseProblem::UnknownGas { gas, .. }) = &problem.kind
    else {
        return None;
    };
    // A faulty table tells itself when it is asked for a set.
    let sets = registry.gwp_sets_with(gas).ok()?;
    (!sets.is_empty()).then(|| sets.join(", "))
}
