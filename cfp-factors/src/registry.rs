//! The datasets, and the way to them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use cfp_core::{Amount, GwpSet, nearest};
use sha2::{Digest, Sha256};

use crate::dataset::{Dataset, FACTORS, GWP};
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::factor::Factor;
use crate::gwp::{self, GwpSource, GwpValue};
use crate::region::{self, Regions};
use crate::store::Store;
use crate::table::{self, Table};

/// Published datasets in all their editions; cheap to clone.
///
/// Opening reads the headers only. A table is read when a look-up first needs it, as a whole or not at all: one with a
/// fault, or with bytes other than its header seals, gives every problem of it and no factor.
#[derive(Debug, Clone)]
pub struct Registry(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    entries: Vec<Entry>,
    regions: OnceLock<Regions>,
}

/// A dataset and its table, once that was needed.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) dataset: Arc<Dataset>,
    /// Whether no other dataset replaces it.
    pub(crate) is_current: bool,
    folder: String,
    factors: OnceLock<Table>,
    gwp: OnceLock<Vec<(GwpValue, Amount)>>,
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

    fn of(store: Store) -> Result<Self, Error> {
        let mut datasets: Vec<(Arc<Dataset>, String)> = Vec::new();
        let mut problems: Vec<FactorProblem> = Vec::new();
        for folder in store.folders()? {
            let path = Store::header(&folder);
            let file = store.name(&path);
            match Dataset::read(&file, &store.read(&path)?) {
                Ok(dataset) => {
                    let selector = dataset.selector();
                    if datasets
                        .iter()
                        .any(|(other, _)| other.selector() == selector)
                    {
                        let fault = FileFault::DuplicateDataset { selector };
                        problems.push(FileProblem::new(FilePlace::file(&file), fault).into());
                    }
                    datasets.push((dataset, folder));
                }
                Err(problem) => problems.push(problem.into()),
            }
        }
        datasets.sort_by(|(a, _), (b, _)| {
            (&a.id, &a.edition, a.revision).cmp(&(&b.id, &b.edition, b.revision))
        });
        let replaced =
            |dataset: &Dataset| datasets.iter().any(|(other, _)| other.replaces(dataset));
        let entries = datasets.iter().map(|(dataset, folder)| Entry {
            dataset: Arc::clone(dataset),
            is_current: !replaced(dataset),
            folder: folder.clone(),
            factors: OnceLock::new(),
            gwp: OnceLock::new(),
        });
        let inner = Inner {
            entries: entries.collect(),
            regions: OnceLock::new(),
            store,
        };
        Error::unless_empty(problems, Self(Arc::new(inner)))
    }

    /// Every dataset in every edition and revision, sorted by id, edition and revision.
    pub fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.entries().iter().map(|entry| entry.dataset.as_ref())
    }

    /// The newest dataset that a selector names: `id`, `id@2024`, `id@=2024` or `id@=2024-1`.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`].
    pub fn dataset(&self, selector: &str) -> Result<&Dataset, Error> {
        Ok(&self.newest(selector)?.dataset)
    }

    /// The factors of the newest dataset that a selector names, in the order of its table; none for GWP values.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`], or the faults of the table.
    pub fn factors(&self, selector: &str) -> Result<&[Factor], Error> {
        let entry = self.newest(selector)?;
        if entry.dataset.is_gwp() {
            return Ok(&[]);
        }
        Ok(self.table(entry)?.factors())
    }

    /// One row of the newest dataset that a selector names.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownDataset`], [`FactorProblem::UnknownRow`], or the faults of the table.
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
        let Inner { store, regions, .. } = &*self.0;
        if let Some(regions) = regions.get() {
            return Ok(regions);
        }
        let bytes = store.read(region::FILE)?;
        let read = Regions::read(&store.name(region::FILE), &bytes)?;
        Ok(regions.get_or_init(|| read))
    }

    /// A set of global warming potentials: `AR6-100` in the newest edition, `AR6-100@=2021` in a fixed one.
    ///
    /// The name is the assessment report and the horizon in years: `AR4-100`, `AR5-100`, `AR6-20`, `AR6-100`,
    /// `AR6-500`; global temperature-change potentials say so, as in `AR6-GTP100`. The set carries the name that it
    /// was asked for by.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownGwpSet`], or the faults of the table.
    pub fn gwp(&self, name: &str) -> Result<GwpSet, Error> {
        let (entry, metric) = self.gwp_entry(name)?;
        let source = format!("{} {}", entry.dataset.id, entry.dataset.version());
        let set = gwp::set(name, self.gwp_table(entry)?, metric);
        Ok(set.published_in(&source))
    }

    /// The dataset and metric behind a set of global warming potentials.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownGwpSet`].
    pub fn gwp_source(&self, name: &str) -> Result<GwpSource, Error> {
        let (entry, metric) = self.gwp_entry(name)?;
        Ok(GwpSource {
            set: name.to_owned(),
            metric: metric.to_owned(),
            dataset: Arc::clone(&entry.dataset),
        })
    }

    /// The values of a set of global warming potentials, in the order of the table.
    ///
    /// # Errors
    ///
    /// As for [`Registry::gwp`].
    pub fn gwp_values(&self, name: &str) -> Result<Vec<GwpValue>, Error> {
        let (entry, metric) = self.gwp_entry(name)?;
        let table = self.gwp_table(entry)?.iter();
        let of_metric = table.filter(|(value, _)| value.metric == metric);
        Ok(of_metric.map(|(value, _)| value.clone()).collect())
    }

    /// Every dataset with its table.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.0.entries
    }

    /// The datasets that a selector names, in order: the current ones of an id, or the newest revision of an edition.
    pub(crate) fn selected(&self, selector: &str) -> Result<Vec<&Entry>, FactorProblem> {
        let (id, version) = split(selector);
        let mut of_id = self.entries().iter().filter(|entry| entry.dataset.id == id);
        let found: Vec<_> = match version {
            None => of_id.filter(|entry| entry.is_current).collect(),
            Some(version) => {
                let newest = of_id.rfind(|entry| entry.dataset.is_version(version));
                newest.into_iter().collect()
            }
        };
        if found.is_empty() {
            return Err(self.unknown_dataset(selector));
        }
        Ok(found)
    }

    fn newest(&self, selector: &str) -> Result<&Entry, Error> {
        let newest = self.selected(selector)?.pop();
        newest.ok_or_else(|| self.unknown_dataset(selector).into())
    }

    /// The problem of a selector that names nothing, with the editions of its id, or the ids that may be meant.
    fn unknown_dataset(&self, selector: &str) -> FactorProblem {
        let (id, _) = split(selector);
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

    /// The factors of a dataset.
    pub(crate) fn table<'a>(&'a self, entry: &'a Entry) -> Result<&'a Table, Error> {
        if let Some(table) = entry.factors.get() {
            return Ok(table);
        }
        let (file, bytes) = self.sealed(entry, FACTORS)?;
        let table = table::read(&file, &bytes, &entry.dataset, self.regions()?)?;
        check_rows(&file, &entry.dataset, table.factors().len())?;
        Ok(entry.factors.get_or_init(|| table))
    }

    fn gwp_table<'a>(&'a self, entry: &'a Entry) -> Result<&'a [(GwpValue, Amount)], Error> {
        if let Some(values) = entry.gwp.get() {
            return Ok(values);
        }
        let (file, bytes) = self.sealed(entry, GWP)?;
        let values = gwp::read(&file, &bytes, &entry.dataset)?;
        check_rows(&file, &entry.dataset, values.len())?;
        Ok(entry.gwp.get_or_init(|| values))
    }

    /// The bytes of a table, which are those that its header seals.
    fn sealed(&self, entry: &Entry, table: &str) -> Result<(String, Cow<'static, [u8]>), Error> {
        let path = format!("{}/{table}", entry.folder);
        let file = self.0.store.name(&path);
        let bytes = self.0.store.read(&path)?;
        let actual = hexadecimal(&Sha256::digest(&bytes));
        let stated = &entry.dataset.content.sha256;
        if actual != *stated {
            let stated = stated.clone();
            let fault = FileFault::Checksum { stated, actual };
            return Err(FileProblem::new(FilePlace::file(&file), fault).into());
        }
        Ok((file, bytes))
    }

    /// The dataset and the metric of a set, the newest edition last in the order of the entries.
    fn gwp_entry(&self, name: &str) -> Result<(&Entry, &str), Error> {
        let (set, version) = split(name);
        let metric_of = |entry: &'_ Entry| {
            let mut metrics = entry.dataset.metrics.iter();
            metrics.position(|metric| gwp::set_name(&entry.dataset, metric) == set)
        };
        let of_set: Vec<_> = self
            .entries()
            .iter()
            .filter_map(|entry| Some((entry, entry.dataset.metrics[metric_of(entry)?].as_str())))
            .collect();
        let found = of_set.iter().rev().find(|(entry, _)| match version {
            Some(version) => entry.dataset.is_version(version),
            None => entry.is_current,
        });
        if let Some(found) = found {
            return Ok(*found);
        }
        let choices = if of_set.is_empty() {
            self.gwp_names()
        } else {
            let editions = of_set.iter().map(|(entry, _)| &entry.dataset.edition);
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

/// The name and the version of `name@=version` or `name@version`.
fn split(selector: &str) -> (&str, Option<&str>) {
    match selector.split_once('@') {
        Some((name, version)) => (name, Some(version.strip_prefix('=').unwrap_or(version))),
        None => (selector, None),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The header counts the rows, so that a table cut short by whole lines is noticed even when it is sealed anew.
fn check_rows(file: &str, dataset: &Dataset, actual: usize) -> Result<(), FileProblem> {
    let stated = dataset.content.rows;
    if stated == actual {
        return Ok(());
    }
    let fault = FileFault::RowCount { stated, actual };
    Err(FileProblem::new(FilePlace::file(file), fault))
}
