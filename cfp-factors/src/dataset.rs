//! What a publication is: the header of a dataset.

use std::ops::RangeInclusive;
use std::sync::Arc;

use cfp_core::Region;
use serde::{Deserialize, Serialize};

use crate::cbam::Layout;
use crate::error::{FileFault, FilePlace, FileProblem};
use crate::kind::Kind;
use crate::published::Published;

/// The name of the table of factors in a dataset's folder.
pub(crate) const FACTORS: &str = "factors.csv";
/// The name of the table of global warming potentials in a dataset's folder.
pub(crate) const GWP: &str = "gwp.csv";
/// The name of the table of names of gases in a dataset's folder.
pub(crate) const NAMES: &str = "names.csv";
/// The name of the pedigree matrix in a dataset's folder.
pub(crate) const PEDIGREE: &str = "pedigree.csv";

/// A published dataset in one edition and revision: `dataset.toml`, key for key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Dataset {
    /// The name that all editions share, such as `cn-mee-electricity-footprint`.
    pub id: String,
    /// What it describes, usually a year.
    pub edition: String,
    /// The correction of that edition, counted from 1.
    pub revision: u32,
    /// The `<edition>-<revision>` of the same id that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// The title in English.
    pub title: String,
    /// The title in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_zh: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// The document that the values stand in.
    pub document: String,
    /// The page of the document, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The year that the values describe; absent for global warming potentials and pedigree matrices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_year: Option<u16>,
    /// The years of activity that it may serve by the publisher's rule, or where none is published the reference year;
    /// empty for global warming potentials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<u16>,
    /// The date of publication as precisely as it is known: `2025-10-24`, `2025-01` or `2021`.
    pub published: Published,
    /// The kinds of number that occur.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// The regions that occur.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// The metrics of a table of global warming potentials, such as `GWP-100`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    /// Which gases the values count.
    pub gas_basis: GasBasis,
    /// The set of global warming potentials behind the CO2e, where the publisher states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gwp_set: Option<String>,
    /// Whether the publisher prints the zeros among the values; else a zero is taken for a blank, and is a fault.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zeros_are_published: bool,
    /// On which terms it may be used.
    pub licence: Licence,
    /// The table, and what seals it.
    pub content: Content,
}

/// Which gases a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GasBasis {
    /// All greenhouse gases, as CO2 equivalents.
    #[serde(rename = "CO2e")]
    Co2e,
    /// Carbon dioxide alone.
    #[serde(rename = "CO2")]
    Co2,
    /// What the unit or the name of each row says: one gas as its own mass or in CO2e, or all of them.
    #[serde(rename = "per gas")]
    PerGas,
    /// No gas: the values are of the quality of data, or no amounts of gases.
    #[serde(rename = "none")]
    NoGas,
}

impl GasBasis {
    /// The basis as it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Co2e => "CO2e",
            Self::Co2 => "CO2",
            Self::PerGas => "per gas",
            Self::NoGas => "none",
        }
    }
}

/// On which terms a dataset may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Licence {
    /// The name of the licence.
    pub name: String,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the values may be passed on.
    pub redistribution: bool,
    /// The sentence to print beside the values.
    pub attribution: String,
}

/// The table of a dataset, and what seals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Content {
    /// `factors.csv`, `gwp.csv`, `names.csv`, `pedigree.csv` or one of the tables of the Carbon Border Adjustment Mechanism.
    pub file: String,
    /// How many rows it has, the header not counted.
    pub rows: usize,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

impl Dataset {
    /// The edition and revision, such as `2024-1`.
    pub fn version(&self) -> String {
        format!("{}-{}", self.edition, self.revision)
    }

    /// The selector of exactly this dataset, such as `cn-mee-electricity-footprint@=2024-1`.
    pub fn selector(&self) -> String {
        format!("{}@={}", self.id, self.version())
    }

    /// Whether the table holds global warming potentials instead of factors.
    pub fn is_gwp(&self) -> bool {
        self.content.file == GWP
    }

    /// Whether the table is a pedigree matrix instead of factors.
    pub fn is_pedigree(&self) -> bool {
        self.content.file == PEDIGREE
    }

    /// Whether the table holds names of gases instead of factors.
    pub fn is_gas_names(&self) -> bool {
        self.content.file == NAMES
    }

    /// Which table of the Carbon Border Adjustment Mechanism it is, if it is one.
    pub(crate) fn cbam(&self) -> Option<Layout> {
        Layout::of_file(&self.content.file)
    }

    /// Whether `text` names this version, or its edition in whatever revision.
    pub(crate) fn is_version(&self, text: &str) -> bool {
        text == self.edition || text == self.version()
    }

    /// Whether this dataset replaces `other`.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        let later_revision = self.edition == other.edition && self.revision > other.revision;
        let named = self.supersedes.as_deref() == Some(other.version().as_str());
        self.id == other.id && (later_revision || named)
    }

    /// The year of activity nearest to `asked` that it may serve, of two the earlier.
    pub(crate) fn served_nearest(&self, asked: u16) -> u16 {
        let years = self.serves.iter().copied();
        let nearest = years.min_by_key(|year| (year.abs_diff(asked), *year));
        nearest.or(self.reference_year).unwrap_or_default()
    }

    /// The newest of these years of activity that it may serve.
    pub(crate) fn served_within(&self, years: &RangeInclusive<u16>) -> Option<u16> {
        let served = self.serves.iter().copied();
        served.filter(|year| years.contains(year)).max()
    }

    /// Reads the header that stands in a folder `…/<id>/<edition>-<revision>`.
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Arc<Self>, FileProblem> {
        let whole = FilePlace::file(file);
        let text = std::str::from_utf8(bytes)
            .map_err(|_| FileProblem::new(whole.clone(), FileFault::NotUtf8))?;
        let dataset: Self = toml::from_str(text).map_err(|error| {
            let place = match error.span() {
                Some(span) => FilePlace::at_byte(file, bytes, span.start),
                None => whole.clone(),
            };
            let reason = error.message().replace('\n', " ");
            FileProblem::new(place, FileFault::BadHeader { reason })
        })?;
        match dataset.fault(file) {
            Some((key, reason)) => {
                let place = FilePlace::of_key(file, bytes, key);
                Err(FileProblem::new(place, FileFault::BadHeader { reason }))
            }
            None => Ok(Arc::new(dataset)),
        }
    }

    /// What the header says wrongly although each key of it reads, and the key.
    fn fault(&self, file: &str) -> Option<(&'static str, String)> {
        let normal = file.replace('\\', "/");
        let folder = format!("{}/{}", self.id, self.version());
        let stands_there = normal
            .rsplit_once('/')
            .is_some_and(|(parent, _)| parent == folder || parent.ends_with(&format!("/{folder}")));
        let is_hash = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let hash = &self.content.sha256;
        let absent = match self.content.file.as_str() {
            FACTORS => [
                ("kinds", self.kinds.is_empty()),
                ("regions", self.regions.is_empty()),
                ("serves", self.serves.is_empty()),
            ]
            .into_iter()
            .find_map(|(key, is_empty)| is_empty.then_some(key)),
            GWP => self.metrics.is_empty().then_some("metrics"),
            NAMES | PEDIGREE => None,
            other if Layout::of_file(other).is_some() => None,
            other => {
                let known = [FACTORS, GWP, NAMES, PEDIGREE]
                    .into_iter()
                    .chain(Layout::files());
                let known: Vec<String> = known.map(|file| format!("`{file}`")).collect();
                let reason = format!("`file` is `{other}`, not one of {}", known.join(", "));
                return Some(("file", reason));
            }
        };
        let counts_gases = self.gas_basis != GasBasis::NoGas;
        let has_gases = matches!(self.content.file.as_str(), FACTORS | GWP);
        if (counts_gases && (self.is_pedigree() || self.is_gas_names()))
            || (has_gases && !counts_gases)
        {
            let reason =
                "`gas_basis` is `none` where nothing counts gases, and nowhere else".to_owned();
            Some(("gas_basis", reason))
        } else if !stands_there {
            let reason = format!("it describes `{folder}`, but its folder has another name");
            Some(("id", reason))
        } else if self.revision == 0 {
            Some(("revision", "`revision` is counted from 1".to_owned()))
        } else if let Some(key) = absent {
            Some((key, format!("`{key}` is missing or empty")))
        } else if hash.len() != 64 || !hash.chars().all(is_hash) {
            let reason = "`sha256` is not 64 digits of lower-case hexadecimal".to_owned();
            Some(("sha256", reason))
        } else {
            None
        }
    }
}
