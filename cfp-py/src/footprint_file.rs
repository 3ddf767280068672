//! Footprints to be stored with what they were computed from, and computed anew.

use std::path::PathBuf;

use cfp_cli::{ResultFiles, regular};
use cfp_exchange::FootprintFile;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::errors::Raised;
use crate::file::{self, Given};
use crate::json::{Reduced, read, reduced, written};
use crate::lock::Lock;
use crate::long;
use crate::model::quoted;
use crate::registry::{Registry, or_bundled};
use crate::result::Footprint;

/// A footprint with what it was computed from, to be stored and verified.
///
///     >>> result = cfp.read_model("coal-electricity-loop.toml").result()
///     >>> result.footprint.product, result.provenance.model
///     ('Electricity, bituminous coal, at power plant', 'coal-electricity-loop.toml')
///     >>> with open("result.json", "w", encoding="utf-8", newline="") as file:
///     ...     written = file.write(result.text)
///     >>> cfp.verify("result.json").agrees
///     True
#[pyclass(frozen, eq, module = "cfp", name = "Result")]
#[derive(Debug, Clone, PartialEq)]
pub struct FootprintResult {
    inner: FootprintFile,
}

impl From<FootprintFile> for FootprintResult {
    fn from(inner: FootprintFile) -> Self {
        Self { inner }
    }
}

#[pymethods]
impl FootprintResult {
    /// The footprint.
    #[getter]
    fn footprint(&self) -> Footprint {
        self.inner.footprint.clone().into()
    }

    /// What it was computed from.
    #[getter]
    fn provenance(&self) -> Provenance {
        let inner = self.inner.provenance.clone();
        Provenance { inner }
    }

    /// The text of the file, as `cfp --format json footprint` prints it; the same result gives the
    /// same bytes.
    #[getter]
    fn text(&self) -> String {
        self.inner.text()
    }

    /// The result that a JSON text of `text` or of the `cfp` command holds.
    #[classmethod]
    fn from_json(_class: &Bound<'_, PyType>, text: &str) -> Result<Self, Raised> {
        let inner = read(text)?;
        Ok(Self { inner })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        reduced(slf, slf.get().text())
    }

    fn __repr__(&self) -> PyResult<String> {
        let FootprintFile {
            footprint,
            provenance,
            ..
        } = &self.inner;
        let model = quoted(&provenance.model.file)?;
        let total = footprint.total();
        Ok(format!("<cfp.Result of {model}: {total} kg CO2e>"))
    }
}

/// What a footprint was computed from: enough to compute it anew, digit for digit.
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    inner: cfp_exchange::Provenance,
}

#[pymethods]
impl Provenance {
    /// The program and its version, such as "cfp 0.1.0".
    #[getter]
    fn program(&self) -> &str {
        &self.inner.program
    }

    /// The name of the model file, without its directory.
    #[getter]
    fn model(&self) -> &str {
        &self.inner.model.file
    }

    /// SHA-256 of the bytes of the model file.
    #[getter]
    fn sha256(&self) -> &str {
        &self.inner.model.sha256
    }

    /// What was asked in place of what the model states, such as {"amount": "2 t"}.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = written(&self.inner.options);
        py.import("json")?.call_method1("loads", (json,))
    }

    /// The day as of which published numbers were known; `None` when all were.
    #[getter]
    fn as_of(&self) -> Option<&str> {
        self.inner.as_of.as_deref()
    }

    /// Every dataset and set of global warming potentials behind the model's numbers.
    #[getter]
    fn lock(&self) -> Lock {
        let inner = self.inner.lock.clone();
        Lock { inner }
    }

    fn __repr__(&self) -> PyResult<String> {
        let cfp_exchange::Provenance { program, model, .. } = &self.inner;
        let model = quoted(&model.file)?;
        Ok(format!("<cfp.Provenance {model} by {program}>"))
    }
}

/// What recomputing a stored footprint found.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// Whether every figure, name and code is the same, digit for digit.
    agrees: bool,
    /// How many values were compared.
    compared: usize,
    /// The values that differ.
    differences: Vec<ValueDifference>,
}

impl From<cfp_exchange::Verification> for Verification {
    fn from(verification: cfp_exchange::Verification) -> Self {
        let differences = verification.differences.into_iter();
        Self {
            agrees: verification.agrees,
            compared: verification.compared,
            differences: differences.map(ValueDifference::from).collect(),
        }
    }
}

#[pymethods]
impl Verification {
    fn __repr__(&self) -> String {
        let Self {
            compared,
            differences,
            ..
        } = self;
        let differ = differences.len();
        format!("<cfp.Verification: {differ} of {compared} values differ>")
    }
}

/// A value of a stored result that is another when computed anew.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ValueDifference {
    /// Where it stands, such as "/total/value".
    path: String,
    /// The value as stored; `None` where there was none.
    stored: Option<String>,
    /// The value as computed anew; `None` where there is none.
    recomputed: Option<String>,
}

impl From<cfp_exchange::ValueDifference> for ValueDifference {
    fn from(difference: cfp_exchange::ValueDifference) -> Self {
        Self {
            path: difference.path,
            stored: difference.stored,
            recomputed: difference.recomputed,
        }
    }
}

#[pymethods]
impl ValueDifference {
    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<cfp.ValueDifference {}>", quoted(&self.path)?))
    }
}

/// A stored result, computed anew with exactly the datasets that it names.
///
/// The model and the files of its supplies are those in the folder of the result that it names, or those of `model`: a path or
/// several. Nothing else is opened, and regular files alone. Datasets are looked up in `registry`, or in the bundled one. A
/// result that does not agree is told by what is returned. What cannot be computed anew is an error: a model with other bytes,
/// a key that nothing reads or a file that is not there is a `FormatError`, a dataset that is not there a `FactorError`.
#[pyfunction]
#[pyo3(signature = (path, *, model=None, registry=None))]
pub fn verify(
    py: Python<'_>,
    path: PathBuf,
    model: Option<Given>,
    registry: Option<&Bound<'_, Registry>>,
) -> Result<Verification, Raised> {
    let registry = or_bundled(registry)?;
    let given = model.map(Given::paths).unwrap_or_default();
    let verification = long::run(py, move || -> Result<_, file::Unread> {
        let name = path.display().to_string();
        let result = FootprintFile::read(&name, &regular(&path)?)?;
        let files = ResultFiles::of(&result, &path, &given)?;
        let bytes = regular(files.model())?;
        let mut open = |path: &str| files.open(path);
        Ok(result.verify(&name, &bytes, &mut open, &registry)?)
    })??;
    Ok(verification.into())
}
