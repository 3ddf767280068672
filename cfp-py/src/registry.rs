//! The registry of published numbers.

use std::path::PathBuf;
use std::sync::OnceLock;

use cfp_core::{ProblemKind, Unit};
use cfp_factors::{Filter, Kind, Query};
use pyo3::prelude::*;

use crate::dataset::Dataset;
use crate::day::date;
use crate::diff::DatasetDiff;
use crate::errors::Raised;
use crate::factor::Factor;
use crate::gwp::GwpSet;
use crate::lock::Lock;
use crate::long;
use crate::region::Region;
use crate::table::Table;

/// Published datasets in all their editions.
///
///     >>> registry = cfp.Registry.bundled()
///     >>> grid = registry.find("electricity", region="CN", year=2024)
///     >>> grid.value, grid.unit, grid.dataset.version
///     (Decimal('0.5777'), 'kg CO2e/kWh', '2024-1')
///
/// A registry may show only a part of what it holds, and own data may lie over bundled ones:
///
///     >>> then = registry.as_of("2025-06-30")
///     >>> then.find("electricity", region="CN", year=2024, up_to_years_old=1).value
///     Decimal('0.6205')
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Registry {
    pub inner: cfp_factors::Registry,
}

#[pymethods]
impl Registry {
    /// The datasets that come with the package.
    #[staticmethod]
    #[pyo3(name = "bundled")]
    fn of_package() -> Result<Self, Raised> {
        let inner = bundled()?;
        Ok(Self { inner })
    }

    /// The datasets below a directory of the same layout, laid over the registry `over` if one is given.
    ///
    /// Where both have a factor for one activity, region, year and kind, that of the directory
    /// answers, and `Factor.steps` says what it stands over. A directory over a registry may do
    /// without a `regions.csv`.
    #[staticmethod]
    #[pyo3(signature = (path, *, over=None))]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        over: Option<&Bound<'_, Registry>>,
    ) -> Result<Self, Raised> {
        let under = over.map(|under| under.get().inner.clone());
        let inner = long::run(py, move || {
            let own = cfp_factors::Registry::open(&path)?;
            match under {
                Some(under) => cfp_factors::Registry::layered(&own, &under),
                None => Ok(own),
            }
        })??;
        Ok(Self { inner })
    }

    /// The registry as it was known on a day, such as "2025-06-30" or a `datetime.date`.
    ///
    /// It shows only what was certainly published by then: of a publication whose month alone is
    /// known, from the last day of that on.
    fn as_of(&self, day: &Bound<'_, PyAny>) -> Result<Self, Raised> {
        let inner = self.inner.as_of(date(day)?);
        Ok(Self { inner })
    }

    /// The registry with exactly the datasets of a lock, which answers as it did when that was made.
    ///
    /// A dataset of the lock that is not there, or has another content, is a `FactorError`; so is a
    /// look-up that needs a dataset which the lock does not name.
    fn locked(&self, lock: &Bound<'_, Lock>) -> Result<Self, Raised> {
        let inner = self.inner.locked(&lock.get().inner)?;
        Ok(Self { inner })
    }

    /// The one factor that answers; region and year have to be stated, and nothing falls back unasked.
    ///
    /// `kind` is "life-cycle footprint" unless stated; `dataset` looks in one only, such as
    /// "id@=2024-1"; `per` is the unit that the activity is counted in. `up_to_region` ("country")
    /// and `up_to_years_old` say how far the answer may stray; `Factor.steps` tells how far it did.
    #[pyo3(signature = (
        activity, *, region=None, year=None, kind=None, dataset=None, per=None, up_to_region=None,
        up_to_years_old=0
    ))]
    #[allow(clippy::too_many_arguments, reason = "what a look-up may ask, by name")]
    fn find(
        &self,
        activity: &str,
        region: Option<&str>,
        year: Option<u16>,
        kind: Option<&str>,
        dataset: Option<&str>,
        per: Option<&str>,
        up_to_region: Option<&str>,
        up_to_years_old: u16,
    ) -> Result<Factor, Raised> {
        let mut query = Query::new(activity).up_to_years_old(up_to_years_old);
        if let Some(code) = region {
            query = query.region(code);
        }
        if let Some(year) = year {
            query = query.year(year);
        }
        if let Some(word) = kind {
            query = query.kind(Kind::from_word(word)?);
        }
        if let Some(selector) = dataset {
            query = query.dataset(selector);
        }
        if let Some(unit) = per {
            query = query.per(Unit::parse(unit).map_err(ProblemKind::from)?);
        }
        if let Some(level) = up_to_region {
            query = query.up_to_region(level);
        }
        let inner = self.inner.find(query)?;
        Ok(Factor { inner })
    }

    /// The factors whose activity has all the words, in English or Chinese, the best fit first.
    ///
    /// `unit` is a whole unit, such as "kg CO2e/kWh", or what it is per: "kWh".
    #[pyo3(signature = (words="", *, region=None, year=None, kind=None, unit=None, dataset=None))]
    fn search(
        &self,
        words: &str,
        region: Option<&str>,
        year: Option<u16>,
        kind: Option<&str>,
        unit: Option<&str>,
        dataset: Option<&str>,
    ) -> Result<Table, Raised> {
        let mut filter = Filter::new().text(words);
        if let Some(code) = region {
            filter = filter.region(code);
        }
        if let Some(year) = year {
            filter = filter.year(year);
        }
        if let Some(word) = kind {
            filter = filter.kind(Kind::from_word(word)?);
        }
        if let Some(unit) = unit {
            filter = filter.unit(unit);
        }
        if let Some(selector) = dataset {
            filter = filter.dataset(selector);
        }
        let found: Vec<_> = self.inner.search(&filter)?.into_iter().cloned().collect();
        Ok(Table::of::<Factor, _, _>(found, |found| found))
    }

    /// Every dataset in every edition and revision.
    fn datasets(&self) -> Table {
        let datasets: Vec<_> = self.inner.datasets().cloned().collect();
        Table::of::<Dataset, _, _>(datasets, |datasets| datasets)
    }

    /// What changed from the newest dataset that one selector names to that of another.
    ///
    /// A selector is an id, or "id@=2024" for an edition and "id@=2024-1" for one revision of it.
    fn diff(&self, before: &str, after: &str) -> Result<DatasetDiff, Raised> {
        Ok(DatasetDiff::from(self.inner.diff(before, after)?))
    }

    /// The regions that look-ups may name and fall back along, sorted by code.
    fn regions(&self) -> Result<Table, Raised> {
        let regions: Vec<_> = self.inner.regions()?.iter().cloned().collect();
        Ok(Table::of::<Region, _, _>(regions, |regions| regions))
    }

    /// The name of every set of global warming potentials, sorted.
    fn gwp_names(&self) -> Vec<String> {
        self.inner.gwp_names()
    }

    /// A set of global warming potentials: "AR6-100", or "AR6-100@=2021" for a fixed edition.
    fn gwp(&self, name: &str) -> Result<GwpSet, Raised> {
        let inner = self.inner.gwp(name)?;
        let source = self.inner.gwp_source(name)?;
        Ok(GwpSet {
            inner,
            dataset: Some(Dataset::from(&*source.dataset)),
        })
    }

    fn __repr__(&self) -> String {
        format!(
            "<cfp.Registry of {} datasets>",
            self.inner.datasets().count()
        )
    }
}

/// The datasets that come with the package, opened once.
pub fn bundled() -> Result<cfp_factors::Registry, cfp_factors::Error> {
    static BUNDLED: OnceLock<cfp_factors::Registry> = OnceLock::new();
    if let Some(registry) = BUNDLED.get() {
        return Ok(registry.clone());
    }
    let registry = cfp_factors::Registry::bundled()?;
    Ok(BUNDLED.get_or_init(|| registry).clone())
}

/// The datasets of an argument, or those that come with the package.
pub fn or_bundled(
    registry: Option<&Bound<'_, Registry>>,
) -> Result<cfp_factors::Registry, cfp_factors::Error> {
    match registry {
        Some(registry) => Ok(registry.get().inner.clone()),
        None => bundled(),
    }
}
