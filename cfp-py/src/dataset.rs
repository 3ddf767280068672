//! What a publication is.

use pyo3::prelude::*;

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
    /// The years of activity that it may serve; empty for global warming potentials.
    serves: Vec<u16>,
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
            serves: dataset.serves.clone(),
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
