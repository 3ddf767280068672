//! What a command reads: files and datasets.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use cfp_core::Explain;
use cfp_exchange::{FileProblem, ModelFile};
use cfp_factors::Registry;

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
    /// A look-up that does not say what for.
    #[error("the activity to find is empty")]
    EmptyActivity,
    /// A folder that holds another dataset of the same name and version.
    #[error("`{0}` holds this version already, with other content")]
    DatasetExists(String),
    /// The operating system does not take a dataset.
    #[error("`{path}` cannot be written: {source}")]
    DatasetNotWritten {
        /// The folder.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
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
            Self::EmptyActivity => "empty-activity",
            Self::DatasetExists(_) => "dataset-exists",
            Self::DatasetNotWritten { .. } => "dataset-not-written",
            Self::OutputNotWritten(_) => "output-not-written",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::FileNotFound(_) => {
                Some("check the spelling, and the directory that the path starts from".to_owned())
            }
            Self::IsADirectory(_) => Some("name the file in it".to_owned()),
            Self::EmptyActivity => {
                Some("name what the factor is for, such as `electricity`; `factors list` has all datasets".to_owned())
            }
            Self::DatasetExists(_) => {
                Some("a released dataset does not change: give the correction a new `revision`".to_owned())
            }
            Self::FileNotReadable { .. }
            | Self::DatasetNotWritten { .. }
            | Self::OutputNotWritten(_) => None,
        }
    }
}

/// The datasets that come with the program, with those of a directory over them.
pub(crate) fn registry(directory: Option<&Path>) -> Result<Registry, Problems> {
    let bundled = Registry::bundled()?;
    Ok(match directory {
        Some(directory) => Registry::layered(&Registry::open(directory)?, &bundled)?,
        None => bundled,
    })
}

/// The model of a file.
pub(crate) fn model(path: &Path) -> Result<ModelFile, Problems> {
    let name = path.display().to_string();
    let bytes = bytes(path, &name)?;
    Ok(ModelFile::read(&name, &bytes)?)
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
    fn read(path: &str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::FileNotFound(path),
            ErrorKind::IsADirectory => Self::IsADirectory(path),
            _ => Self::FileNotReadable { path, source },
        }
    }
}
