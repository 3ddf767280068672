//! A stored footprint: the JSON that `cfp footprint` prints, with what it was computed from.

mod whole;

use std::io;

use cfp_core::{Declaration, Detail, Explain, Footprint, ProfileReport};
use cfp_factors::{FactorProblem, Lock, Registry};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Location, Reported};
use crate::model_file::{ModelFile, Options, Study};
use whole::{Whole, unread};

/// How many differences a problem shows.
const SHOWN: usize = 10;
/// Findings about the lock that lay beside the model.
const OF_LOCK: [&str; 2] = ["not-in-lock", "lock-of-older-format"];

/// A footprint with what it was computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FootprintFile {
    /// The footprint.
    #[serde(flatten)]
    pub footprint: Footprint,
    /// What the study states about itself; nothing of it is in a figure. `None` when it states nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Declaration>,
    /// What a profile makes of the footprint; `None` when none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileReport>,
    /// What it was computed from.
    pub provenance: Provenance,
    /// The keys of the file that are none of a stored footprint, each by its path; a result that has any does not verify.
    #[serde(skip)]
    unread: Vec<String>,
}

/// What a footprint was computed from: enough to compute it anew, digit for digit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provenance {
    /// The program and its version, such as `cfp 0.1.0`.
    pub program: String,
    /// The model file.
    pub model: SealedFile,
    /// The files of its supplies, from its directory, and those that they name in turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<SealedFile>,
    /// What was asked in place of what the model states.
    pub options: Options,
    /// The day as of which published numbers were known; `None` when all were.
    pub as_of: Option<String>,
    /// Every dataset and set of global warming potentials behind the model's numbers.
    pub lock: Lock,
}

/// A file by its name and content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SealedFile {
    /// The name without its directory.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// What recomputing a stored footprint found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verification {
    /// Whether every figure, name and code is the same, digit for digit.
    pub agrees: bool,
    /// How many values were compared.
    pub compared: usize,
    /// The values that differ.
    pub differences: Vec<ValueDifference>,
}

/// A value of a stored result that is another when computed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ValueDifference {
    /// Where it stands, such as `/total/value`.
    pub path: String,
    /// The value as stored; `None` where there was none.
    pub stored: Option<String>,
    /// The value as computed anew; `None` where there is none.
    pub recomputed: Option<String>,
}

/// A stored footprint cannot be recomputed, or comes out otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResultProblem {
    /// A file that is not the JSON of a footprint with its provenance.
    #[error("this is not a stored footprint: {reason}")]
    NotAResult {
        /// What the reader says.
        reason: String,
    },
    /// A model whose bytes are not those that the result was computed from.
    #[error("`{file}` is not the model that the result was computed from")]
    ModelChanged {
        /// The name of the model file.
        file: String,
        /// SHA-256 that the result states.
        stored: String,
        /// SHA-256 of the file.
        actual: String,
    },
    /// Keys that nothing reads, so that nothing they say is computed anew.
    #[error("the result has {}, which no stored footprint has", keys(.0))]
    UnreadKeys(Vec<String>),
    /// A file that lies neither in the folder of the result nor among those that are given.
    #[error("`{file}` does not lie beside the result")]
    NotBeside {
        /// The name that the result has for it.
        file: String,
    },
    /// A pipe, a device, or anything else that is no file on a disk.
    #[error("`{file}` is not a regular file")]
    NotRegular {
        /// Its name.
        file: String,
    },
    /// A file that is given, and that the result was not computed from.
    #[error("`{file}` is none of the files that the result was computed from")]
    NotOfResult {
        /// Its name.
        file: String,
    },
    /// Values that are not the same when computed anew.
    #[error("{} of {} values differ when computed anew", .0.differences.len(), .0.compared)]
    Differs(Verification),
}

impl Explain for ResultProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAResult { .. } => "not-a-result",
            Self::ModelChanged { .. } => "model-changed",
            Self::UnreadKeys(_) => "unread-keys",
            Self::NotBeside { .. } => "file-not-beside-result",
            Self::NotRegular { .. } => "not-a-regular-file",
            Self::NotOfResult { .. } => "file-not-of-result",
            Self::Differs(_) => "result-differs",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::NotAResult { .. } => "store one with `cfp --format json footprint MODEL`",
            Self::ModelChanged { .. } => {
                "verify with the model as it was, or compute the footprint of this one"
            }
            Self::UnreadKeys(_) => {
                "take them out, or verify with the version of the program that wrote them"
            }
            Self::NotBeside { .. } => "put it beside the result, or give it by `--model FILE`",
            Self::NotRegular { .. } => {
                "give a file on a disk: pipes and devices are not waited for"
            }
            Self::NotOfResult { .. } => {
                "give the model or a file that its supplies name, by its name or with the same content"
            }
            Self::Differs(_) => {
                "the result was changed after it was computed, or by another version of the program; \
                 the changelog names every changed number"
            }
        };
        Some(text.to_owned())
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::NotAResult { .. }
            | Self::UnreadKeys(_)
            | Self::NotBeside { .. }
            | Self::NotRegular { .. }
            | Self::NotOfResult { .. } => Vec::new(),
            Self::ModelChanged { stored, actual, .. } => vec![
                Detail::new("given", actual),
                Detail::new("expected", stored),
            ],
            Self::Differs(verification) => {
                let differences = &verification.differences;
                let shown = differences.iter().take(SHOWN);
                let mut details: Vec<_> = shown
                    .map(|difference| Detail::new("differs", difference.line()))
                    .collect();
                if differences.len() > SHOWN {
                    let more = format!("{} more", differences.len() - SHOWN);
                    details.push(Detail::new("differs", more));
                }
                details
            }
        }
    }
}

/// Keys by their paths, as many as a sentence lists.
fn keys(paths: &[String]) -> String {
    let shown = paths.iter().take(SHOWN).map(|path| format!("`{path}`"));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if paths.len() > SHOWN {
        text.push_str(", …");
    }
    text
}

impl ResultProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 7] = [
        "not-a-result",
        "model-changed",
        "unread-keys",
        "file-not-beside-result",
        "not-a-regular-file",
        "file-not-of-result",
        "result-differs",
    ];

    /// These problems of the result of this name.
    pub fn told(problems: &[Self], result: &str) -> Error {
        let told = problems.iter();
        let told = told.map(|problem| Reported::new(problem, nowhere(result)));
        Error::new(told.collect())
    }
}

impl ValueDifference {
    fn line(&self) -> String {
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let (stored, recomputed) = (said(&self.stored), said(&self.recomputed));
        format!("{}: stored {stored}, recomputed {recomputed}", self.path)
    }
}

impl SealedFile {
    /// A file of this name with these bytes.
    pub(crate) fn of(file: &str, bytes: &[u8]) -> Self {
        Self {
            file: file.to_owned(),
            sha256: cfp_factors::seal(bytes),
        }
    }
}

impl FootprintFile {
    /// The footprint of a study, whose factors are of this registry.
    ///
    /// # Errors
    ///
    /// Those of [`Study::footprint`].
    pub fn of(study: &Study, registry: &Registry) -> Result<Self, Error> {
        let footprint = study.footprint()?;
        Ok(Self {
            profile: study.report(&footprint),
            declaration: study.declaration.clone(),
            footprint,
            provenance: Provenance {
                program: concat!("cfp ", env!("CARGO_PKG_VERSION")).to_owned(),
                model: study.file(),
                files: study.files().to_vec(),
                options: study.options.clone(),
                as_of: registry.known_on().map(|day| day.to_string()),
                lock: study.lock(registry)?,
            },
            unread: Vec::new(),
        })
    }

    /// The stored footprint of a file; `name` stands in what is told.
    ///
    /// # Errors
    ///
    /// What is not the JSON of a footprint with its provenance, by line and column.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let refused = |error: serde_json::Error| not_a_result(name, &error);
        let mut file: Self = serde_json::from_slice(bytes).map_err(refused)?;
        let Whole(stored) = serde_json::from_slice(bytes).map_err(refused)?;
        let read = serde_json::to_value(&file).map_err(refused)?;
        unread("", &stored, &read, &mut file.unread);
        Ok(file)
    }

    /// The text of the file: indented JSON with a line end; the same footprint gives the same bytes.
    ///
    /// # Panics
    ///
    /// Never: a footprint has texts for keys.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("a footprint has texts for keys") + "\n"
    }

    /// Computes the footprint anew from its model, with exactly the datasets that it names, and compares every value, those of
    /// findings among them. `name` is that of the stored file, and `open` gives the bytes of a path that starts from the
    /// directory of the model.
    ///
    /// # Errors
    ///
    /// Keys that are not read; a model or file with other bytes; datasets that the registry does not have; what a footprint may be refused for.
    pub fn verify(
        &self,
        name: &str,
        model: &[u8],
        open: &mut dyn FnMut(&str) -> io::Result<Vec<u8>>,
        registry: &Registry,
    ) -> Result<Verification, Error> {
        let Provenance {
            model: SealedFile { file, sha256 },
            files,
            options,
            as_of,
            lock,
            ..
        } = &self.provenance;
        if !self.unread.is_empty() {
            let problem = ResultProblem::UnreadKeys(self.unread.clone());
            return Err(ResultProblem::told(&[problem], name));
        }
        let changed = |file: &str, stored: &str, actual: String| {
            let problem = ResultProblem::ModelChanged {
                file: file.to_owned(),
                stored: stored.to_owned(),
                actual,
            };
            Reported::new(&problem, nowhere(name))
        };
        let actual = cfp_factors::seal(model);
        if actual != *sha256 {
            return Err(Error::new(vec![changed(file, sha256, actual)]));
        }
        let of_factors = |problems: Vec<FactorProblem>| {
            let told = problems.iter();
            let told = told.map(|problem| Reported::new(problem, nowhere(name)));
            Error::new(told.collect())
        };
        let mut known = registry.clone();
        if let Some(day) = as_of {
            let day = cfp_factors::day(day).map_err(|problem| of_factors(vec![problem]))?;
            known = known.as_of(day);
        }
        let known = known.locked(lock);
        let known = known.map_err(|error| of_factors(error.into_problems()))?;
        let options = options.clone().for_footprint();
        let model = ModelFile::read(file, model)?.with_files(open)?;
        let study = model.build(&known, &options)?;
        let others = study.files().iter().filter_map(|found| {
            let mut stored = files.iter();
            let stored = stored.find(|stored| stored.file == found.file)?;
            let differs = stored.sha256 != found.sha256;
            differs.then(|| changed(&found.file, &stored.sha256, found.sha256.clone()))
        });
        let others: Vec<_> = others.collect();
        if !others.is_empty() {
            return Err(Error::new(others));
        }
        let mut anew = Self::of(&study, &known)?;
        anew.provenance.lock = anew.provenance.lock.in_format_of(lock);
        let mut verification = Verification {
            agrees: true,
            compared: 0,
            differences: Vec::new(),
        };
        verification.compare("", Some(&self.value()), Some(&anew.value()));
        verification.agrees = verification.differences.is_empty();
        Ok(verification)
    }

    /// The file as data, without the version of the program and what a lock beside the model left free, which may differ:
    /// the result names all that it was computed from.
    fn value(&self) -> Value {
        let value = serde_json::to_value(self);
        let mut value = value.expect("a footprint has texts for keys");
        value["provenance"]["program"].take();
        if let Some(findings) = value["findings"].as_array_mut() {
            let is_of_lock = |finding: &Value| OF_LOCK.iter().any(|code| finding["code"] == *code);
            findings.retain(|finding| !is_of_lock(finding));
        }
        value
    }
}

impl Verification {
    /// Compares two values of one place, and all that is in them.
    fn compare(&mut self, path: &str, stored: Option<&Value>, anew: Option<&Value>) {
        match (stored, anew) {
            (Some(Value::Object(stored)), Some(Value::Object(anew))) => {
                let only_new = anew.keys().filter(|key| !stored.contains_key(*key));
                let keys = stored.keys().chain(only_new);
                for key in keys {
                    self.compare(&format!("{path}/{key}"), stored.get(key), anew.get(key));
                }
            }
            (Some(Value::Array(stored)), Some(Value::Array(anew))) => {
                for index in 0..stored.len().max(anew.len()) {
                    let path = format!("{path}/{index}");
                    self.compare(&path, stored.get(index), anew.get(index));
                }
            }
            _ => {
                self.compared += 1;
                if stored != anew {
                    self.differences.push(ValueDifference {
                        path: path.to_owned(),
                        stored: stored.map(said),
                        recomputed: anew.map(said),
                    });
                }
            }
        }
    }
}

/// A text as it is, anything else as JSON.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn nowhere(name: &str) -> Location {
    Location::file(&name.into())
}

fn not_a_result(name: &str, error: &serde_json::Error) -> Error {
    let location = match error.line() {
        0 => nowhere(name),
        line => Location::text(&name.into(), (line, error.column())),
    };
    let reason = error.to_string();
    let end = reason.rfind(" at line ").unwrap_or(reason.len());
    let reason = reason[..end].to_owned();
    Error::new(vec![Reported::new(
        &ResultProblem::NotAResult { reason },
        location,
    )])
}
