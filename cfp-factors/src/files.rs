//! The files of a registry: those of a store, or some in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::error::{Error, FileFault, FilePlace, FileProblem};
use crate::store::Store;

/// The files of a registry, by their path below the data directory with `/` between its parts.
#[derive(Debug)]
pub(crate) enum Files {
    /// Those in the binary or in a directory.
    Stored(Store),
    /// Those in memory, by path.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Files {
    /// How a file is called in messages.
    pub(crate) fn name(&self, path: &str) -> String {
        match self {
            Self::Stored(store) => store.name(path),
            Self::Memory(_) => path.to_owned(),
        }
    }

    /// The bytes of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, Error> {
        let files = match self {
            Self::Stored(store) => return store.read(path),
            Self::Memory(files) => files,
        };
        files.get(path).cloned().map(Cow::Owned).ok_or_else(|| {
            let source = Arc::new(io::ErrorKind::NotFound.into());
            FileProblem::new(FilePlace::file(path), FileFault::Unreadable(source)).into()
        })
    }

    /// The folders with a header, sorted.
    pub(crate) fn folders(&self) -> Result<Vec<String>, Error> {
        let files = match self {
            Self::Stored(store) => return store.folders(),
            Self::Memory(files) => files,
        };
        let headers = files
            .keys()
            .filter_map(|path| path.strip_suffix("/dataset.toml"));
        let folders: Vec<_> = headers.map(str::to_owned).collect();
        if folders.is_empty() {
            return Err(FileProblem::new(FilePlace::file(""), FileFault::NoDatasets).into());
        }
        Ok(folders)
    }
}
