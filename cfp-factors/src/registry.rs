//! The datasets, and the way to them.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use cfp_core::{GasNames, GwpSet, nearest};
use jiff::civil::Date;

use crate::dataset::Dataset;
use crate::entry::Entry;
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::factor::Factor;
use crate::gwp::{self, GwpSource, GwpValue};
use crate::index::{Index, Indexes};
use crate::lock::Lock;
use crate::region::{Regions, Tree};
use crate::selector::{Selector, Version, edition_order};
use crate::store::Store;
use crate::table::Table;

/// Published datasets in all their editions; cheap to clone.
///
/// Opening reads the headers only. A table is read when a look-up first needs it, as a whole or not at all: one with a
/// fault, or with bytes other than its header seals, gives every problem of it and no factor.
///
/// A registry may show only a part of what it holds: what was published by a day ([`Registry::as_of`]), or what a lock
/// names ([`Registry::locked`]). Tables that were read are shared between such views, and so is what a search looks through,
/// between those that show the same datasets.
///
/// # Own data over bundled data
///
/// [`Registry::layered`] puts one registry over another. Region and year are decided first, so that own data of a
/// country never hide bundled data of its province. Where both have a factor for one activity, region, year and kind
/// per the same sort of unit, the own one answers, and a step says what it stands over.
#[derive(Debug, Clone)]
pub struct Registry(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Every dataset, shown or not, by id, edition and revision.
    listed: Vec<Listed>,
    tree: Arc<Tree>,
    as_of: Option<Date>,
    lock: Option<Arc<Lock>>,
    names: OnceLock<Arc<GasNames>>,
    index: OnceLock<Arc<Index>>,
    /// Those of every view of the same datasets.
    indexes: Arc<Indexes>,
}

/// A dataset of a registry, and whether it answers.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) entry: Arc<Entry>,
    /// How many registries lie over the one that it is from.
    pub(crate) layer: usize,
    is_shown: bool,
    /// Whether no other dataset that is shown replaces it.
    pub(crate) is_current: bool,
}

impl Listed {
    pub(crate) fn dataset(&self) -> &Arc<Dataset> {
        &self.entry.dataset
    }
}

impl Registry {
    /// The datasets that come with the program.
    ///
    /// # Errors
    ///
    /// A fault in a bundled header, which the tests of this crate rule out.
    pub fn bundled() -> Result<Self, Error> {
        Self::of(Store::Bundled)
    }

    /// The datasets below a directory of the same layout, with its own `regions.csv`.
    ///
    /// # Errors
    ///
    /// A directory that cannot be read or holds no dataset, and every faulty header.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        Self::of(Store::Directory(directory.to_owned()))
    }

    /// The datasets among files in memory, each with its path below the data directory.
    ///
    /// # Errors
    ///
    /// As for [`Registry::open`].
    pub fn of_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, Error> {
        Self::of(Store::Memory(files.into_iter().collect()))
    }

    fn of(store: Store) -> Result<Self, Error> {
        let store = Arc::new(store);
        let (entries, problems) = entries_of(&store)?;
        Error::unless_empty(problems, ())?;
        let layered = entries.into_iter().map(|entry| (0, entry)).collect();
        let tree = Arc::new(Tree::new(vec![store]));
        Ok(Self::first(layered, tree))
    }

    /// One registry over another: data of one's own over the bundled ones. The first may do without a `regions.csv`;
    /// its regions are added to those of the second, and stand in their place where both have a code.
    ///
    /// # Errors
    ///
    /// Datasets of one version with different tables or headers.
    pub fn layered(over: &Self, under: &Self) -> Result<Self, Error> {
        let mut entries: Vec<_> = over.all();
        let below = entries.iter().map(|(layer, _)| layer + 1).max();
        let below = below.unwrap_or_default();
        let mut problems = Vec::new();
        for (layer, entry) in under.all() {
            let same = entries.iter().find(|(_, other)| {
                other.dataset.id == entry.dataset.id
                    && other.dataset.version() == entry.dataset.version()
            });
            match same {
                None => entries.push((layer + below, entry)),
                Some((_, same)) if same.dataset == entry.dataset => {}
                Some((_, same)) => {
                    let selector = same.dataset.selector();
                    let fault = FileFault::DuplicateDataset { selector };
                    problems.push(FileProblem::new(same.place_of("id"), fault));
                }
            }
        }
        let tree = Arc::new(over.0.tree.over(&under.0.tree));
        Error::unless_empty(problems, Self::first(entries, tree))
    }

    /// The registry as it was known on a day: only what was certainly published by then.
    pub fn as_of(&self, day: Date) -> Self {
        let earlier = self.0.as_of.map_or(day, |known| known.min(day));
        self.view(Some(earlier), self.0.lock.clone())
    }

    /// The registry with exactly the datasets of a lock, which answers as it did when the lock was made. What would
    /// need another dataset is [`FactorProblem::NotInLock`].
    ///
    /// # Errors
    ///
    /// Every dataset of the lock that is not there, or whose table or header is another, and every region that belongs to
    /// others.
    pub fn locked(&self, lock: &Lock) -> Result<Self, Error> {
        let datasets: Vec<_> = self
            .0
            .listed
            .iter()
            .map(|listed| &**listed.dataset())
            .collect();
        let mut problems = lock.problems(&datasets);
        if !lock.regions().is_empty() {
            problems.extend(lock.way_problems(self.regions()?));
        }
        Error::unless_empty(problems, ())?;
        Ok(self.view(self.0.as_of, Some(Arc::new(lock.clone()))))
    }

    /// Shows all datasets of a list.
    fn first(mut entries: Vec<(usize, Arc<Entry>)>, tree: Arc<Tree>) -> Self {
        entries.sort_by(|(_, a), (_, b)| order(&a.dataset).cmp(&order(&b.dataset)));
        Self::shown(&entries, tree, (None, None), Arc::default())
    }

    /// Shows what day and lock admit of the same datasets.
    fn view(&self, as_of: Option<Date>, lock: Option<Arc<Lock>>) -> Self {
        let Inner { tree, indexes, .. } = &*self.0;
        Self::shown(
            &self.all(),
            Arc::clone(tree),
            (as_of, lock),
            Arc::clone(indexes),
        )
    }

    /// Shows what day and lock admit of a sorted list.
    fn shown(
        entries: &[(usize, Arc<Entry>)],
        tree: Arc<Tree>,
        (as_of, lock): (Option<Date>, Option<Arc<Lock>>),
        indexes: Arc<Indexes>,
    ) -> Self {
        let is_shown = |dataset: &Dataset| {
            let is_known = as_of.is_none_or(|day| dataset.published.is_known_on(day));
            is_known && lock.as_ref().is_none_or(|lock| lock.admits(dataset))
        };
        let shown: Vec<_> = entries
            .iter()
            .map(|(_, entry)| is_shown(&entry.dataset))
            .collect();
        let is_current =
            |dataset: &Dataset| match lock.as_ref().and_then(|lock| lock.was_current(dataset)) {
                Some(was_current) => was_current,
                None => !entries
                    .iter()
                    .zip(&shown)
                    .any(|((_, other), shown)| *shown && other.dataset.replaces(dataset)),
            };
        let listed = entries
            .iter()
            .zip(&shown)
            .map(|((layer, entry), is_shown)| Listed {
                entry: Arc::clone(entry),
                layer: *layer,
                is_shown: *is_shown,
                is_current: *is_shown && is_current(&entry.dataset),
            });
        Self(Arc::new(Inner {
            listed: listed.collect(),
            tree,
            as_of,
            lock,
            index: OnceLock::new(),
            names: OnceLock::new(),
            indexes,
        }))
    }

    /// Every dataset, shown or not, with its layer.
    fn all(&self) -> Vec<(usize, Arc<Entry>)> {
        let listed = self.0.listed.iter();
        listed
            .map(|listed| (listed.layer, Arc::clone(&listed.entry)))
            .collect()
    }

    /// The registry without the lock that narrows it; `None` when none does.
    pub(crate) fn unlocked(&self) -> Option<Self> {
        self.0.lock.as_ref()?;
        Some(self.view(self.0.as_of, None))
    }

    /// The registry as it is known now; `None` when no day narrows it.
    pub(crate) fn of_today(&self) -> Option<Self> {
        self.0.as_of.as_ref()?;
        Some(self.view(None, self.0.lock.clone()))
    }

    /// The day as of which the registry answers; `None` when it knows all that was published.
    pub fn known_on(&self) -> Option<Date> {
        self.0.as_of
    }

    /// Every dataset in every edition and revision, sorted by id, edition and revision.
    pub fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.entries().map(|listed| listed.dataset().as_ref())
    }

    /// The newest dataset that a selector names: `id`, `id@=2024`, `id@=2024-1`, or `id@^2024` for that edition or a
    /// later one.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`], or [`FactorProblem::NotInLock`].
    pub fn dataset(&self, selector: &str) -> Result<&Dataset, Error> {
        Ok(self.newest(selector)?.dataset())
    }

    /// The factors of the newest dataset that a selector names, in the order of its table; none for GWP values.
    ///
    /// # Errors
    ///
    /// As for [`Registry::dataset`], or the faults of the table.
    pub fn factors(&self, selector: &str) -> Result<&[Factor], Error> {
        Ok(self.table(self.newest(selector)?)?.factors())
    }

    /// One row of the newest dataset that a selector names.
    ///
    /// # Errors
    ///
    /// As for [`Registry::factors`], or [`FactorProblem::UnknownRow`].
    pub fn show(&self, selector: &str, row: &str) -> Result<&Factor, Error> {
        let factors = self.factors(selector)?;
        factors
            .iter()
            .find(|factor| factor.row == row)
            .ok_or_else(|| {
                let names = factors.iter().map(|factor| factor.row.as_str());
                let problem = FactorProblem::UnknownRow {
                    dataset: selector.to_owned(),
                    row: row.to_owned(),
                    nearest: nearest(row, names).map(str::to_owned),
                };
                problem.into()
            })
    }

    /// The tree of regions.
    ///
    /// # Errors
    ///
    /// The faults of `regions.csv`.
    pub fn regions(&self) -> Result<&Regions, Error> {
        self.0.tree.regions()
    }

    /// A set of global warming potentials: `AR6-100` in the newest edition, `AR6-100@=2021` in a fixed one.
    ///
    /// The name is the assessment report and the horizon in years: `AR4-100`, `AR5-100`, `AR6-20`, `AR6-100`,
    /// `AR6-500`; global temperature-change potentials say so, as in `AR6-GTP100`. The set carries the name that it
    /// was asked for by.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownGwpSet`], [`FactorProblem::NotInLock`], or the faults of the table.
    pub fn gwp(&self, name: &str) -> Result<GwpSet, Error> {
        let (listed, metric) = self.gwp_entry(name)?;
        let dataset = listed.dataset();
        let source = format!("{} {}", dataset.id, dataset.version());
        let set = gwp::set(name, listed.entry.gwp_table()?, metric);
        Ok(set.published_in(&source).named_by(self.gas_names()?))
    }

    /// The dataset and metric behind a set of global warming potentials.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownGwpSet`], or [`FactorProblem::NotInLock`].
    pub fn gwp_source(&self, name: &str) -> Result<GwpSource, Error> {
        let (listed, metric) = self.gwp_entry(name)?;
        Ok(GwpSource {
            set: name.to_owned(),
            metric: metric.to_owned(),
            dataset: Arc::clone(listed.dataset()),
        })
    }

    /// The values of a set of global warming potentials, in the order of the table.
    ///
    /// # Errors
    ///
    /// As for [`Registry::gwp`].
    pub fn gwp_values(&self, name: &str) -> Result<Vec<GwpValue>, Error> {
        let (listed, metric) = self.gwp_entry(name)?;
        let table = listed.entry.gwp_table()?.iter();
        let of_metric = table.filter(|(value, _)| value.metric == metric);
        Ok(of_metric.map(|(value, _)| value.clone()).collect())
    }

    /// Every dataset, shown or not.
    pub(crate) fn all_entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.0.listed.iter().map(|listed| &listed.entry)
    }

    /// The tables of names of gases that count: those of the lock where it has any, else all that nothing replaces. What a gas
    /// is called is known before the day that a table of names is published.
    pub(crate) fn naming(&self) -> Vec<&Listed> {
        let of_names = || {
            let listed = self.0.listed.iter();
            listed.filter(|listed| listed.dataset().is_gas_names())
        };
        let locked: Vec<_> = match self.0.lock {
            Some(_) => of_names().filter(|listed| listed.is_current).collect(),
            None => Vec::new(),
        };
        if !locked.is_empty() {
            return locked;
        }
        let is_replaced =
            |one: &Listed| of_names().any(|other| other.dataset().replaces(one.dataset()));
        of_names().filter(|listed| !is_replaced(listed)).collect()
    }

    /// Where the names of gases are kept once they are put together.
    pub(crate) fn names_made(&self) -> &OnceLock<Arc<GasNames>> {
        &self.0.names
    }

    /// Every dataset that is shown.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &Listed> {
        self.0.listed.iter().filter(|listed| listed.is_shown)
    }

    /// Every dataset that is shown and not replaced.
    pub(crate) fn current(&self) -> impl DoubleEndedIterator<Item = &Listed> {
        self.0.listed.iter().filter(|listed| listed.is_current)
    }

    /// What a search looks through, made when a view of these datasets first needs it.
    pub(crate) fn index(&self) -> Result<&Index, Error> {
        if let Some(index) = self.0.index.get() {
            return Ok(index);
        }
        let mut tables = Vec::new();
        for (at, listed) in self.0.listed.iter().enumerate() {
            if listed.is_shown {
                tables.push((at, self.table(listed)?));
            }
        }
        let shown = self.0.listed.iter().map(|listed| listed.is_shown);
        let made = self.0.indexes.of(shown.collect(), &tables);
        Ok(self.0.index.get_or_init(|| made))
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.0.tree
    }

    /// The lock that narrows the registry.
    pub(crate) fn lock(&self) -> Option<&Lock> {
        self.0.lock.as_deref()
    }

    /// The dataset at a place in the list of all.
    pub(crate) fn listed(&self, at: usize) -> &Listed {
        &self.0.listed[at]
    }

    /// The datasets that a selector names, in order: the current ones of an id, the newest revision of an edition, or
    /// the current ones from an edition on.
    pub(crate) fn selected(&self, selector: &str) -> Result<Vec<&Listed>, FactorProblem> {
        let Selector { name, version } = Selector::read(selector);
        let mut of_id = self.entries().filter(|listed| listed.dataset().id == name);
        let found: Vec<_> = match version {
            Version::Current => of_id.filter(|listed| listed.is_current).collect(),
            Version::Exact(version) => {
                let newest = of_id.rfind(|listed| listed.dataset().is_version(version));
                newest.into_iter().collect()
            }
            Version::From(edition) => {
                let first = edition_order(edition);
                of_id
                    .filter(|listed| listed.is_current)
                    .filter(|listed| edition_order(&listed.dataset().edition) >= first)
                    .collect()
            }
        };
        if !found.is_empty() {
            return Ok(found);
        }
        let beyond = self.unlocked();
        let beyond = beyond.as_ref().and_then(|all| all.newest(selector).ok());
        Err(match beyond {
            Some(listed) => FactorProblem::NotInLock {
                wanted: selector.to_owned(),
                dataset: listed.dataset().selector(),
            },
            None => self.unknown_dataset(selector),
        })
    }

    pub(crate) fn newest(&self, selector: &str) -> Result<&Listed, Error> {
        let newest = self.selected(selector)?.pop();
        newest.ok_or_else(|| self.unknown_dataset(selector).into())
    }

    /// The problem of a selector that names nothing, with the editions of its id, or the ids that may be meant.
    fn unknown_dataset(&self, selector: &str) -> FactorProblem {
        let id = Selector::read(selector).name;
        let of_id = self.datasets().filter(|dataset| dataset.id == id);
        let mut choices: Vec<_> = of_id.map(Dataset::selector).collect();
        if choices.is_empty() {
            let mut ids: Vec<_> = self.datasets().map(|dataset| dataset.id.as_str()).collect();
            ids.dedup();
            // The start of an id, or a name near it, narrows the list; else all are offered.
            let begins: Vec<_> = ids
                .iter()
                .copied()
                .filter(|known| known.starts_with(id))
                .collect();
            let offered = if begins.is_empty() {
                nearest(id, ids.iter().copied()).map_or(ids, |near| vec![near])
            } else {
                begins
            };
            choices = offered.into_iter().map(str::to_owned).collect();
        }
        FactorProblem::UnknownDataset {
            selector: selector.to_owned(),
            choices,
        }
    }

    /// The factors of a dataset; none of one with global warming potentials.
    pub(crate) fn table<'a>(&'a self, listed: &'a Listed) -> Result<&'a Table, Error> {
        listed.entry.table(self.regions()?)
    }

    /// The dataset and the metric of a set, from the uppermost layer that has it, the newest edition first.
    fn gwp_entry(&self, name: &str) -> Result<(&Listed, &str), Error> {
        let Selector { name: set, version } = Selector::read(name);
        let metric_of = |dataset: &Dataset| {
            let mut metrics = dataset.metrics.iter();
            metrics.position(|metric| gwp::set_name(dataset, metric) == set)
        };
        let of_set: Vec<_> = self
            .entries()
            .filter_map(|listed| {
                let metric = metric_of(listed.dataset())?;
                Some((listed, listed.dataset().metrics[metric].as_str()))
            })
            .collect();
        let mut found: Vec<_> = of_set
            .iter()
            .rev()
            .filter(|(listed, _)| match version {
                Version::Exact(version) => listed.dataset().is_version(version),
                Version::Current => listed.is_current,
                Version::From(edition) => {
                    let own = edition_order(&listed.dataset().edition);
                    listed.is_current && own >= edition_order(edition)
                }
            })
            .collect();
        found.sort_by_key(|(listed, _)| listed.layer);
        if let Some(found) = found.first() {
            return Ok(**found);
        }
        if let Some(source) = self.unlocked().and_then(|all| all.gwp_source(name).ok()) {
            let problem = FactorProblem::NotInLock {
                wanted: name.to_owned(),
                dataset: source.dataset.selector(),
            };
            return Err(problem.into());
        }
        let choices = if of_set.is_empty() {
            self.gwp_names()
        } else {
            let editions = of_set.iter().map(|(listed, _)| &listed.dataset().edition);
            editions
                .map(|edition| format!("{set}@={edition}"))
                .collect()
        };
        let written = name.to_owned();
        Err(FactorProblem::UnknownGwpSet { written, choices }.into())
    }

    /// The name of every set of global warming potentials, sorted.
    pub fn gwp_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self
            .datasets()
            .flat_map(|dataset| {
                dataset
                    .metrics
                    .iter()
                    .map(|metric| gwp::set_name(dataset, metric))
            })
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// What datasets are put in order by.
fn order(dataset: &Dataset) -> impl Ord + '_ {
    (
        &dataset.id,
        edition_order(&dataset.edition),
        dataset.revision,
    )
}

/// The datasets of a store whose headers read, and what is wrong with the others.
pub(crate) fn entries_of(
    store: &Arc<Store>,
) -> Result<(Vec<Arc<Entry>>, Vec<FactorProblem>), Error> {
    let mut entries: Vec<Arc<Entry>> = Vec::new();
    let mut problems: Vec<FactorProblem> = Vec::new();
    for folder in store.folders()? {
        let entry = match Entry::read(store, &folder) {
            Ok(entry) => entry,
            Err(error) => {
                problems.extend(error.into_problems());
                continue;
            }
        };
        let selector = entry.dataset.selector();
        if entries
            .iter()
            .any(|other| other.dataset.selector() == selector)
        {
            let file = store.name(&Store::header(&folder));
            let fault = FileFault::DuplicateDataset { selector };
            problems.push(FileProblem::new(FilePlace::file(&file), fault).into());
        }
        entries.push(Arc::new(entry));
    }
    Ok((entries, problems))
}
