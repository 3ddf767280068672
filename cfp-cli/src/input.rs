//! What a command reads: files and datasets.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use cfp_core::Explain;
use cfp_exchange::{FileProblem, ModelFile, Options, Study};
use cfp_factors::{Lock, Registry};

use crate::arguments::{AsOf, ModelArguments};
use crate::problem::{Problems, Told};

/// The largest file, in bytes, known before anything is read.
const LARGEST: u64 = ModelFile::LARGEST_BYTES as u64;

/// An input of the command that is none: a file that cannot be read or written, or an empty text.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputProblem {
    /// There is no such file.
    #[error("there is no file `{0}`")]
    FileNotFound(String),
    /// The path is of a directory.
    #[error("`{0}` is a directory, not a file")]
    IsADirectory(String),
    /// The operating system does not give the file.
    #[error("`{path}` cannot be read: {source}")]
    FileNotReadable {
        /// The path as typed.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A lock is asked for, and none lies beside the model.
    #[error("there is no `{0}`")]
    NoLock(String),
    /// A lock that is not of any model, so that there is nothing to move.
    #[error("no model is named, and `{0}` is of none")]
    NoModels(String),
    /// Models of several directories, each of which has a lock of its own.
    #[error("`{0}` and `{1}` lie in different directories")]
    ModelsApart(String, String),
    /// A look-up that does not say what for.
    #[error("the activity to find is empty")]
    EmptyActivity,
    /// A folder that holds another dataset of the same name and version.
    #[error("`{0}` holds this version already, with other content")]
    DatasetExists(String),
    /// A database without characterisations, and no set of global warming potentials.
    #[error("the database comes with no method, and no `--gwp` is given")]
    NoMethod,
    /// A database with several characterisations, none of which is chosen.
    #[error("the database comes with {} methods, and none is chosen", .0.len())]
    SeveralMethods(Vec<String>),
    /// A characterisation that a database does not come with.
    #[error("the database comes with no method `{asked}`")]
    UnknownMethod {
        /// The name asked for.
        asked: String,
        /// Those there are.
        names: Vec<String>,
    },
    /// Standard output, whose name has no ending.
    #[error("the form of the output is not stated")]
    NoForm,
    /// The operating system does not take the output.
    #[error("the output cannot be written: {0}")]
    OutputNotWritten(io::Error),
}

impl Explain for InputProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::FileNotFound(_) => "file-not-found",
            Self::IsADirectory(_) => "is-a-directory",
            Self::FileNotReadable { .. } => "file-not-readable",
            Self::NoLock(_) => "no-lock",
            Self::NoModels(_) => "no-models",
            Self::ModelsApart(..) => "models-apart",
            Self::EmptyActivity => "empty-activity",
            Self::DatasetExists(_) => "dataset-exists",
            Self::NoMethod => "no-method",
            Self::SeveralMethods(_) => "several-methods",
            Self::UnknownMethod { .. } => "unknown-method",
            Self::NoForm => "no-form",
            Self::OutputNotWritten(_) => "output-not-written",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::FileNotFound(_) => {
                Some("check the spelling, and the directory that the path starts from".to_owned())
            }
            Self::IsADirectory(_) => Some("name the file in it".to_owned()),
            Self::NoLock(_) | Self::NoModels(_) => {
                Some("make one with `cfp factors update --model MODEL`".to_owned())
            }
            Self::ModelsApart(..) => {
                Some("a lock is of the models beside it: update each directory by itself".to_owned())
            }
            Self::EmptyActivity => {
                Some("name what the factor is for, such as `electricity`; `factors list` has all datasets".to_owned())
            }
            Self::DatasetExists(_) => Some(
                "a released dataset does not change: give the correction a new `revision`"
                    .to_owned(),
            ),
            Self::NoMethod => Some(
                "add `--gwp AR6-100`, which goes by the names of the flows, or the package of a method"
                    .to_owned(),
            ),
            Self::SeveralMethods(names) => Some(format!("add `--method` and one of {}", listed(names))),
            Self::NoForm => Some(
                "state it by `--to`: toml, json, csv or xlsx".to_owned(),
            ),
            Self::UnknownMethod { names, .. } if names.is_empty() => Some(
                "add the package of the method, or take a set by `--gwp`".to_owned(),
            ),
            Self::UnknownMethod { names, .. } => Some(format!("it has {}", listed(names))),
            Self::FileNotReadable { .. } | Self::OutputNotWritten(_) => None,
        }
    }
}

/// How many methods a hint lists.
const METHODS: usize = 30;

/// Names in quotes.
fn listed(names: &[String]) -> String {
    let quoted = names.iter().take(METHODS).map(|name| format!("`{name}`"));
    let mut all = quoted.collect::<Vec<_>>().join(", ");
    if names.len() > METHODS {
        all.push_str(", …");
    }
    all
}

/// The file beside a model that names what its results were computed from.
pub(crate) const LOCK: &str = "cfp.lock";

/// The datasets of the directories, each over the next, and last those that come with the program.
pub(crate) fn registry(directories: &[PathBuf], bundled: bool) -> Result<Registry, Problems> {
    let mut layers = Vec::new();
    let mut problems = Vec::new();
    let mut keep = |opened: Result<Registry, cfp_factors::Error>| match opened {
        Ok(layer) => layers.push(layer),
        Err(error) => problems.push(Problems::from(error)),
    };
    for directory in directories {
        keep(Registry::open(directory));
    }
    if bundled {
        keep(Registry::bundled());
    }
    if !problems.is_empty() {
        return Err(Problems::all(problems));
    }
    let mut layers = layers.into_iter().rev();
    // Without a directory there is the bundled layer.
    let lowest = layers.next().map_or_else(Registry::bundled, Ok)?;
    let layered = layers.try_fold(lowest, |under, over| Registry::layered(&over, &under));
    Ok(layered?)
}

/// The registry as it was known on a day, where one is stated.
pub(crate) fn as_of(registry: &Registry, asked: &AsOf) -> Result<Registry, Problems> {
    match &asked.as_of {
        Some(written) => {
            let day = cfp_factors::day(written);
            let day = day.map_err(|problem| Told::from(&problem))?;
            Ok(registry.as_of(day))
        }
        None => Ok(registry.clone()),
    }
}

/// Where the lock of a model lies.
pub(crate) fn lock_path(model: &Path) -> PathBuf {
    model.with_file_name(LOCK)
}

/// The problem of a file that is not there.
pub(crate) fn not_found(path: &Path) -> Problems {
    let name = path.display().to_string();
    Told::from(InputProblem::FileNotFound(name.clone()))
        .at(name)
        .into()
}

/// The lock of a file; `None` where there is none.
pub(crate) fn lock(path: &Path) -> Result<Option<Lock>, Problems> {
    let name = path.display().to_string();
    let there = path.try_exists();
    // A lock that cannot be looked at is no absent one.
    if !there.map_err(|source| Told::from(InputProblem::read(&name, source)).at(name.clone()))? {
        return Ok(None);
    }
    let bytes = bytes(path, &name)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        Told::new(&FileProblem::NotUtf8 { byte }).at(name.clone())
    })?;
    Ok(Some(Lock::parse(&name, &text)?))
}

/// A model with the registry that answers it: of its day, and under the lock beside it.
pub(crate) fn study(
    asked: &ModelArguments,
    registry: &Registry,
    options: &Options,
) -> Result<(Study, Registry), Problems> {
    let (model, known, lock) = known(asked, registry)?;
    let mut study = model.build(&known, options)?;
    if let Some(lock) = lock {
        let free = study.not_in(&lock);
        study.notes.extend(free);
    }
    Ok((study, known))
}

/// A model that is not built yet, the registry that answers it, and the lock beside it.
pub(crate) fn known(
    asked: &ModelArguments,
    registry: &Registry,
) -> Result<(ModelFile, Registry, Option<Lock>), Problems> {
    let model = model(&asked.path)?;
    let registry = as_of(registry, &asked.as_of)?;
    let path = lock_path(&asked.path);
    let Some(lock) = lock(&path)? else {
        if asked.locked {
            let path = path.display().to_string();
            return Err(Told::from(InputProblem::NoLock(path)).into());
        }
        return Ok((model, registry, None));
    };
    let known = if asked.locked {
        registry.locked(&lock)?
    } else {
        registry.locked(&lock.clone().open())?
    };
    Ok((model, known, Some(lock)))
}

/// The model of a file.
pub(crate) fn model(path: &Path) -> Result<ModelFile, Problems> {
    let name = path.display().to_string();
    let bytes = bytes(path, &name)?;
    Ok(ModelFile::read(&name, &bytes)?.with_files(&mut open)?)
}

/// The bytes of a file that a model names; one byte too many is enough to refuse it.
pub(crate) fn open(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file, unless there are too many of them.
pub(crate) fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, Told> {
    let place = || name.to_owned();
    let fail = |source: io::Error| Told::from(InputProblem::read(name, source)).at(place());
    let too_large = |bytes: u64| {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        Told::new(&FileProblem::TooLarge { bytes }).at(place())
    };
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    if metadata.is_dir() {
        return Err(fail(ErrorKind::IsADirectory.into()));
    }
    if metadata.len() > LARGEST {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // A pipe has no length, and a file may grow while it is read.
    let read = file
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(fail)?;
    if read as u64 > LARGEST {
        return Err(too_large(read as u64));
    }
    Ok(bytes)
}

impl InputProblem {
    pub fn read(path: &str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::FileNotFound(path),
            ErrorKind::IsADirectory => Self::IsADirectory(path),
            _ => Self::FileNotReadable { path, source },
        }
    }
}
