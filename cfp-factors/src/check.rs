//! The check of a directory of datasets: every fault at once, each by its place.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::entry::Entry;
use crate::error::{Error, FactorProblem, FileFault, FileProblem};
use crate::limits;
use crate::lock::Lock;
use crate::region::{Regions, Tree};
use crate::registry::{Registry, entries_of};
use crate::store::Store;

/// What a directory of datasets is checked for.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    today: Option<Date>,
    is_own: bool,
    lock: Option<Lock>,
    under: Option<Registry>,
}

impl CheckOptions {
    /// Data that are to be passed on, checked for all but dates and locks.
    pub fn new() -> Self {
        Self::default()
    }

    /// The day of the check: what says that it is published later is a fault.
    pub fn today(mut self, day: Date) -> Self {
        self.today = Some(day);
        self
    }

    /// Data for one's own use, which need not be allowed to be passed on.
    pub fn own(mut self) -> Self {
        self.is_own = true;
        self
    }

    /// A lock whose datasets have to be there, or in the registry below.
    pub fn lock(mut self, lock: &Lock) -> Self {
        self.lock = Some(lock.clone());
        self
    }

    /// The registry that the data are to lie over: its regions are known to them.
    pub fn over(mut self, under: &Registry) -> Self {
        self.under = Some(under.clone());
        self
    }
}

/// What a check found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckReport {
    /// The selector of each dataset whose header reads, in the order of the folders.
    pub datasets: Vec<String>,
    /// How many rows these have, by their headers.
    pub rows: usize,
    /// Everything that is wrong.
    pub problems: Vec<FactorProblem>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Registry {
    /// Reads every dataset below a directory in full, and tells every fault with its file, line and column. Beyond
    /// what a look-up refuses, this finds values that cannot be by their kind and unit, dates in the future, and
    /// licences that do not allow the data to be passed on.
    ///
    /// # Errors
    ///
    /// A directory that cannot be read or holds no dataset.
    pub fn check(directory: &Path, options: &CheckOptions) -> Result<CheckReport, Error> {
        let store = Store::Directory(directory.to_owned());
        check(store, options)
    }

    /// Checks datasets in memory as [`Registry::check`] does those of a directory; each file has its path below the
    /// data directory.
    ///
    /// # Errors
    ///
    /// Files without any dataset.
    pub fn check_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        options: &CheckOptions,
    ) -> Result<CheckReport, Error> {
        check(Store::Memory(files.into_iter().collect()), options)
    }
}

fn check(store: Store, options: &CheckOptions) -> Result<CheckReport, Error> {
    let store = Arc::new(store);
    let (entries, mut problems) = entries_of(&store)?;
    let own = Tree::new(vec![store]);
    let tree = match &options.under {
        Some(under) => own.over(under.tree()),
        None => own,
    };
    let regions = tree.regions();
    for entry in &entries {
        problems.extend(header_problems(entry, options).into_iter().map(Into::into));
        if let Ok(regions) = regions {
            problems.extend(table_problems(entry, regions));
        }
    }
    let of_lock = lock_problems(&entries, regions.as_ref().copied(), options);
    problems.extend(regions.err().into_iter().flat_map(Error::into_problems));
    problems.extend(of_lock.into_iter().map(Into::into));
    let datasets = entries.iter().map(|entry| &entry.dataset);
    Ok(CheckReport {
        datasets: datasets.clone().map(|dataset| dataset.selector()).collect(),
        rows: datasets.map(|dataset| dataset.content.rows).sum(),
        problems,
    })
}

fn header_problems(entry: &Entry, options: &CheckOptions) -> Vec<FileProblem> {
    let dataset = &entry.dataset;
    let mut problems = Vec::new();
    if let Some(today) = options.today
        && dataset.published.earliest() > today
    {
        let fault = FileFault::PublishedInFuture {
            published: dataset.published.text().to_owned(),
            today: today.to_string(),
        };
        problems.push(FileProblem::new(entry.place_of("published"), fault));
    }
    if !options.is_own && !dataset.licence.redistribution {
        let licence = dataset.licence.name.clone();
        let fault = FileFault::NotRedistributable { licence };
        problems.push(FileProblem::new(entry.place_of("redistribution"), fault));
    }
    problems
}

/// What is wrong with the rows of a dataset; their ranges are judged once all of them read.
fn table_problems(entry: &Entry, regions: &Regions) -> Vec<FactorProblem> {
    let faults = entry.faults(regions);
    if !faults.is_empty() {
        return faults;
    }
    let table = match entry.table(regions) {
        Ok(table) => table,
        Err(error) => return error.into_problems(),
    };
    let mut faults = Vec::new();
    for (row, factor) in table.factors().iter().enumerate() {
        if let Some(outside) = limits::outside(factor) {
            let fault = FileFault::OutOfRange {
                value: format!("{} {}", factor.value, factor.quantity.unit()),
                range: outside.range,
                reason: outside.reason,
            };
            faults.push((row, fault));
        }
    }
    if faults.is_empty() {
        return Vec::new();
    }
    match entry.of_values(faults) {
        Ok(problems) => problems.into_iter().map(Into::into).collect(),
        Err(error) => error.into_problems(),
    }
}

fn lock_problems(
    entries: &[Arc<Entry>],
    regions: Result<&Regions, &Error>,
    options: &CheckOptions,
) -> Vec<FileProblem> {
    let Some(lock) = &options.lock else {
        return Vec::new();
    };
    let own = entries.iter().map(|entry| &*entry.dataset);
    let below = options.under.iter().flat_map(Registry::datasets);
    let datasets: Vec<_> = own.chain(below).collect();
    let mut problems = lock.problems(&datasets);
    if let Ok(regions) = regions {
        problems.extend(lock.way_problems(regions));
    }
    problems
}
