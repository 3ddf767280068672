//! Published numbers: the registry, its datasets and factors.

use std::path::PathBuf;
use std::sync::OnceLock;

use cfp_core::{ProblemKind, Unit};
use cfp_factors::{Filter, Kind, Query};
use pyo3::prelude::*;

use crate::amount::decimal;
use crate::errors::Raised;
use crate::gwp::GwpSet;
use crate::long;

/// A published dataset in one edition and revision.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The name that all editions share, such as "cn-mee-electricity-footprint".
    id: String,
    /// Edition and revision, such as "2024-1".
    version: String,
    /// What names exactly this dataset, such as "cn-mee-electricity-footprint@=2024-1".
    selector: String,
    /// The version of the same id that this one replaces.
    supersedes: Option<String>,
    /// The title in English.
    title: String,
    /// The title in Chinese.
    title_zh: Option<String>,
    /// Who published it.
    publisher: String,
    /// The document that the values stand in.
    document: String,
    /// The page of the document, where it is known.
    url: Option<String>,
    /// The year that the values describe; `None` for global warming potentials.
    reference_year: Option<u16>,
    /// The date of publication as precisely as it is known.
    published: String,
    /// The kinds of number that occur.
    kinds: Vec<&'static str>,
    /// The regions that occur.
    regions: Vec<String>,
    /// The metrics of a table of global warming potentials.
    metrics: Vec<String>,
    /// "CO2e" for all greenhouse gases, "CO2" for carbon dioxide alone.
    gas_basis: &'static str,
    /// The set of global warming potentials behind the CO2e, where the publisher states it.
    gwp_set: Option<String>,
    /// The name of the licence.
    licence: String,
    /// The text of the licence.
    licence_url: Option<String>,
    /// Whether the values may be passed on.
    redistribution: bool,
    /// The sentence to print beside the values.
    attribution: String,
    /// SHA-256 of the table.
    sha256: String,
}

#[pymethods]
impl Dataset {
    fn __repr__(&self) -> String {
        format!("<cfp.Dataset {}>", self.selector)
    }
}

impl From<&cfp_factors::Dataset> for Dataset {
    fn from(dataset: &cfp_factors::Dataset) -> Self {
        let regions = dataset
            .regions
            .iter()
            .map(|region| region.code().to_owned());
        Self {
            id: dataset.id.clone(),
            version: dataset.version(),
            selector: dataset.selector(),
            supersedes: dataset.supersedes.clone(),
            title: dataset.title.clone(),
            title_zh: dataset.title_zh.clone(),
            publisher: dataset.publisher.clone(),
            document: dataset.document.clone(),
            url: dataset.url.clone(),
            reference_year: dataset.reference_year,
            published: dataset.published.text().to_owned(),
            kinds: dataset.kinds.iter().map(|kind| kind.word()).collect(),
            regions: regions.collect(),
            metrics: dataset.metrics.clone(),
            gas_basis: dataset.gas_basis.word(),
            gwp_set: dataset.gwp_set.clone(),
            licence: dataset.licence.name.clone(),
            licence_url: dataset.licence.url.clone(),
            redistribution: dataset.licence.redistribution,
            attribution: dataset.licence.attribution.clone(),
            sha256: dataset.content.sha256.clone(),
        }
    }
}

/// A published number, such as 0.5777 kg CO2e/kWh, with where it stands and how it was found.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    inner: cfp_factors::Factor,
}

#[pymethods]
impl Factor {
    /// The value, in `unit`; it has the digits of `text`.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, &self.inner.value)
    }

    /// The value as published, digit for digit, closing zeros included.
    #[getter]
    fn text(&self) -> &str {
        &self.inner.value
    }

    /// The unit, such as "kg CO2e/kWh".
    #[getter]
    fn unit(&self) -> &str {
        self.inner.quantity.unit().symbol()
    }

    /// What the factor is for, in English.
    #[getter]
    fn activity(&self) -> &str {
        &self.inner.activity
    }

    /// The same in Chinese, where there is a name.
    #[getter]
    fn activity_zh(&self) -> Option<&str> {
        self.inner.activity_zh.as_deref()
    }

    /// The type of number, such as "life-cycle footprint".
    #[getter]
    fn kind(&self) -> &'static str {
        self.inner.kind.word()
    }

    /// The region that the value describes.
    #[getter]
    fn region(&self) -> &str {
        self.inner.region.code()
    }

    /// The year that the value describes.
    #[getter]
    fn year(&self) -> u16 {
        self.inner.year
    }

    /// The dataset it is from, with publisher, document, date and licence.
    #[getter]
    fn dataset(&self) -> Dataset {
        Dataset::from(&*self.inner.dataset)
    }

    /// Its stable name within the dataset.
    #[getter]
    fn row(&self) -> &str {
        &self.inner.row
    }

    /// The table, row or cell of the document.
    #[getter]
    fn place(&self) -> &str {
        &self.inner.place
    }

    /// The page, where it is known.
    #[getter]
    fn url(&self) -> Option<&str> {
        self.inner.url.as_deref()
    }

    /// How the value was seen: in the document, or in how many copies.
    #[getter]
    fn confidence(&self) -> &str {
        &self.inner.confidence
    }

    /// What one must know beyond the number.
    #[getter]
    fn note(&self) -> Option<&str> {
        self.inner.note.as_deref()
    }

    /// Each step from what was asked for to what was found, such as "CN-GD → CN".
    #[getter]
    fn steps(&self) -> Vec<String> {
        self.inner.steps.clone()
    }

    fn __repr__(&self) -> String {
        let cfp_factors::Factor {
            quantity,
            dataset,
            row,
            ..
        } = &self.inner;
        let unit = quantity.unit();
        let text = &self.inner.value;
        format!(
            "<cfp.Factor {text} {unit}: {}, row {row}>",
            dataset.selector()
        )
    }
}

impl Factor {
    /// The factor as what supplies an input.
    pub fn supply(&self) -> cfp_core::Supply {
        self.inner.supply()
    }
}

/// Published datasets in all their editions.
///
///     >>> registry = cfp.Registry.bundled()
///     >>> grid = registry.find("electricity", region="CN", year=2024)
///     >>> grid.value, grid.unit, grid.dataset.version
///     (Decimal('0.5777'), 'kg CO2e/kWh', '2024-1')
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

    /// The datasets below a directory of the same layout.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> Result<Self, Raised> {
        let inner = long::run(py, move || cfp_factors::Registry::open(&path))??;
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
    #[pyo3(signature = (words="", *, region=None, year=None, kind=None, dataset=None))]
    fn search(
        &self,
        words: &str,
        region: Option<&str>,
        year: Option<u16>,
        kind: Option<&str>,
        dataset: Option<&str>,
    ) -> Result<Vec<Factor>, Raised> {
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
        if let Some(selector) = dataset {
            filter = filter.dataset(selector);
        }
        let found = self.inner.search(&filter)?.into_iter().cloned();
        Ok(found.map(|inner| Factor { inner }).collect())
    }

    /// Every dataset in every edition and revision.
    fn datasets(&self) -> Vec<Dataset> {
        self.inner.datasets().map(Dataset::from).collect()
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
