//! `cfp.lock`: exactly which datasets a result was computed from.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cfp_exchange::FileProblem;
use pyo3::prelude::*;

use crate::errors::Raised;
use crate::long;
use crate::result::Finding;

/// The datasets that results were computed from, each sealed by its content; the file `cfp.lock`.
///
/// `Registry.locked` answers from these alone.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    pub inner: cfp_factors::Lock,
}

#[pymethods]
impl Lock {
    /// The lock of a file.
    ///
    /// A file that is not there raises `FileNotFoundError`; one that is no lock, `FormatError`.
    #[staticmethod]
    fn read(py: Python<'_>, path: PathBuf) -> Result<Self, Raised> {
        let name = path.display().to_string();
        let bytes = long::run(py, move || fs::read(&path))?
            .map_err(|source| Raised::file(&source, &name))?;
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text, &name),
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                Err(Raised::in_file(&FileProblem::NotUtf8 { byte }, name))
            }
        }
    }

    /// The lock that a text holds; `file` is its name in messages.
    #[staticmethod]
    #[pyo3(signature = (text, file="cfp.lock"))]
    fn parse(text: &str, file: &str) -> Result<Self, Raised> {
        let inner = cfp_factors::Lock::parse(file, text)?;
        Ok(Self { inner })
    }

    /// The text of the file; the same lock gives the same bytes.
    #[getter]
    fn text(&self) -> String {
        self.inner.text()
    }

    /// The datasets of factors, sorted by id and version.
    #[getter]
    fn datasets(&self) -> Vec<LockedDataset> {
        let datasets = self.inner.datasets().iter();
        datasets.map(LockedDataset::from).collect()
    }

    /// The files beside the lock whose models it is of, sorted.
    #[getter]
    fn models(&self) -> &[String] {
        self.inner.models()
    }

    /// The published sets of global warming potentials, sorted by name.
    #[getter]
    fn gwp(&self) -> Vec<LockedGwp> {
        self.inner.gwp().iter().map(LockedGwp::from).collect()
    }

    /// The ways from regions that were asked for to those that answered, sorted by the code of the first.
    #[getter]
    fn regions(&self) -> Vec<LockedRegion> {
        let regions = self.inner.regions().iter();
        regions.map(LockedRegion::from).collect()
    }

    /// The version of the file's form: 2, or 1 of a lock that seals the tables of factors and global
    /// warming potentials alone.
    #[getter]
    fn format(&self) -> u32 {
        self.inner.format()
    }

    /// What a reader of a result under this lock should know: that it is of format 1; `None` otherwise.
    #[getter]
    fn finding(&self) -> Option<Finding> {
        self.inner.finding().as_ref().map(Finding::from)
    }

    /// What leads from this lock to another: datasets by id and version, then sets of global warming
    /// potentials, then regions.
    fn difference(&self, after: &Bound<'_, Lock>) -> Vec<LockChange> {
        let changes = self.inner.difference(&after.get().inner).into_iter();
        changes.map(LockChange::from).collect()
    }

    /// The lock with every dataset free whose id it does not name, so that a model which has grown is
    /// answered.
    fn open(&self) -> Self {
        let inner = self.inner.clone().open();
        Self { inner }
    }

    /// The lock with the datasets of an id left free, so that these alone move to what is current.
    fn but_for(&self, id: &str) -> Self {
        let inner = self.inner.clone().but_for(id);
        Self { inner }
    }

    fn __repr__(&self) -> String {
        format!("<cfp.Lock of {} datasets>", self.inner.datasets().len())
    }
}

/// A dataset in a lock.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LockedDataset {
    /// The name that all editions share.
    id: String,
    /// The edition and revision, such as "2024-1".
    version: String,
    /// SHA-256 of its table.
    sha256: String,
    /// Whether it was already replaced when the lock was made, so that only look-ups that name it use it.
    superseded: bool,
    /// What its header says, by key: short texts as they are, of others "sha256:" and the checksum.
    /// Empty in a lock of format 1.
    header: BTreeMap<String, String>,
}

impl From<&cfp_factors::LockedDataset> for LockedDataset {
    fn from(dataset: &cfp_factors::LockedDataset) -> Self {
        Self {
            id: dataset.id.clone(),
            version: dataset.version.clone(),
            sha256: dataset.sha256.clone(),
            superseded: dataset.superseded,
            header: dataset.header.clone(),
        }
    }
}

#[pymethods]
impl LockedDataset {
    fn __repr__(&self) -> String {
        format!("<cfp.LockedDataset {} {}>", self.id, self.version)
    }
}

/// A set of global warming potentials in a lock.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LockedGwp {
    /// The name of the set as the model says it, such as "AR6-100".
    set: String,
    /// The dataset that it is in.
    id: String,
    /// The edition and revision of that.
    version: String,
    /// SHA-256 of its table.
    sha256: String,
    /// What the header of the dataset says, by key.
    header: BTreeMap<String, String>,
}

impl From<&cfp_factors::LockedGwp> for LockedGwp {
    fn from(gwp: &cfp_factors::LockedGwp) -> Self {
        Self {
            set: gwp.set.clone(),
            id: gwp.id.clone(),
            version: gwp.version.clone(),
            sha256: gwp.sha256.clone(),
            header: gwp.header.clone(),
        }
    }
}

#[pymethods]
impl LockedGwp {
    fn __repr__(&self) -> String {
        let Self {
            set, id, version, ..
        } = self;
        format!("<cfp.LockedGwp {set}: {id} {version}>")
    }
}

/// The way from a region that was asked for to the one that answered.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LockedRegion {
    /// The code of the region that was asked for.
    code: String,
    /// The codes of those that it belongs to, the nearest first, up to the one that answered.
    belongs_to: Vec<String>,
}

impl From<&cfp_factors::LockedRegion> for LockedRegion {
    fn from(region: &cfp_factors::LockedRegion) -> Self {
        Self {
            code: region.code.clone(),
            belongs_to: region.belongs_to.clone(),
        }
    }
}

#[pymethods]
impl LockedRegion {
    fn __repr__(&self) -> String {
        let Self { code, belongs_to } = self;
        format!("<cfp.LockedRegion {code} → {}>", belongs_to.join(" → "))
    }
}

/// What a lock names: a dataset, a set of global warming potentials, or a way between regions.
#[derive(Debug, Clone, PartialEq, IntoPyObject)]
enum Locked {
    Dataset(LockedDataset),
    Gwp(LockedGwp),
    Region(LockedRegion),
}

/// A step from one lock to another.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct LockChange {
    /// What the first lock names; `None` for what only the second does.
    before: Option<Locked>,
    /// What the second lock names; `None` for what only the first does.
    after: Option<Locked>,
}

impl From<cfp_factors::LockChange> for LockChange {
    fn from(change: cfp_factors::LockChange) -> Self {
        use cfp_factors::LockChange as Change;
        let dataset = |dataset| Some(Locked::Dataset(LockedDataset::from(&dataset)));
        let gwp = |gwp: Option<_>| gwp.as_ref().map(LockedGwp::from).map(Locked::Gwp);
        let region =
            |region: Option<_>| region.as_ref().map(LockedRegion::from).map(Locked::Region);
        let (before, after) = match change {
            Change::Added(after) => (None, dataset(after)),
            Change::Removed(before) => (dataset(before), None),
            Change::Moved { before, after } => (dataset(before), dataset(after)),
            Change::Gwp { before, after } => (gwp(before), gwp(after)),
            Change::Region { before, after } => (region(before), region(after)),
            _ => unreachable!("every change of a lock is translated"),
        };
        Self { before, after }
    }
}

#[pymethods]
impl LockChange {
    fn __repr__(&self) -> String {
        let [before, after] = [&self.before, &self.after].map(|locked| match locked {
            None => "nothing".to_owned(),
            Some(Locked::Dataset(LockedDataset { id, version, .. })) => format!("{id} {version}"),
            Some(Locked::Gwp(LockedGwp {
                set, id, version, ..
            })) => format!("{set} of {id} {version}"),
            Some(Locked::Region(LockedRegion { code, belongs_to })) => {
                format!("{code} → {}", belongs_to.join(" → "))
            }
        });
        format!("<cfp.LockChange {before} → {after}>")
    }
}
