//! Files, read as far as they may be large.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cfp_cli::NotRead;
use cfp_exchange::{FileProblem, ModelFile};
use pyo3::prelude::*;

use crate::errors::Raised;

/// Why a file, or what is in it, has not been read.
#[derive(Debug)]
pub enum Unread {
    /// The operating system does not give the file of this name.
    File(io::Error, String),
    /// More bytes than are read.
    TooLarge(FileProblem),
    /// What is in it has no meaning.
    Content(cfp_exchange::Error),
}

impl From<cfp_exchange::Error> for Unread {
    fn from(error: cfp_exchange::Error) -> Self {
        Self::Content(error)
    }
}

impl From<NotRead> for Unread {
    fn from(not_read: NotRead) -> Self {
        match not_read {
            NotRead::File(source, path) => Self::File(source, path.display().to_string()),
            NotRead::TooLarge(_, bytes) => Self::TooLarge(FileProblem::TooLarge { bytes }),
            NotRead::Result(error) => Self::Content(error),
        }
    }
}

impl From<Unread> for Raised {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::File(source, path) => Self::file(&source, &path),
            Unread::TooLarge(problem) => problem.into(),
            Unread::Content(error) => error.into(),
        }
    }
}

/// The bytes of a file, unless there are more than a model may have.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Unread> {
    let failed = |source| Unread::File(source, path.display().to_string());
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let limit = ModelFile::LARGEST_BYTES as u64;
    let too_large = |bytes| Unread::TooLarge(FileProblem::TooLarge { bytes });
    if size > limit {
        return Err(too_large(usize::try_from(size).unwrap_or(usize::MAX)));
    }
    let mut bytes = Vec::new();
    // A file may grow while it is read; one byte too many is enough to refuse it.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len()));
    }
    Ok(bytes)
}

/// The bytes of a file that a model names; one byte more than is read leads to its refusal.
pub fn open(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = ModelFile::LARGEST_BYTES as u64;
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path or several.
#[derive(Debug, FromPyObject)]
pub enum Given {
    /// One path.
    One(PathBuf),
    /// Several paths.
    Several(Vec<PathBuf>),
}

impl Given {
    /// The paths in their order.
    pub fn paths(self) -> Vec<PathBuf> {
        match self {
            Self::One(path) => vec![path],
            Self::Several(paths) => paths,
        }
    }
}
