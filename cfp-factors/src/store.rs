//! Where the files are: in the binary, in a directory of the same layout, or in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cfp_data::Content;
use flate2::read::DeflateDecoder;

use crate::error::{Error, FileFault, FilePlace, FileProblem};

/// The name of a dataset's header in its folder.
const HEADER: &str = "dataset.toml";

/// The files of a registry, by their path below the data directory with `/` between its parts.
#[derive(Debug)]
pub(crate) enum Store {
    /// The files of the crate `cfp-data`.
    Bundled,
    /// The files below a directory.
    Directory(PathBuf),
    /// Files in memory, by path.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Store {
    /// How a file is called in messages.
    pub(crate) fn name(&self, path: &str) -> String {
        match self {
            Self::Bundled | Self::Memory(_) => path.to_owned(),
            Self::Directory(root) => root.join(path).display().to_string(),
        }
    }

    /// The bytes of a file.
    pub(crate) fn read(&self, path: &str) -> Result<Cow<'static, [u8]>, Error> {
        let absent = || io::Error::from(io::ErrorKind::NotFound);
        let read = match self {
            Self::Bundled => cfp_data::FILES
                .binary_search_by(|file| file.path.cmp(path))
                .map_err(|_| absent())
                .and_then(|index| unpacked(cfp_data::FILES[index].content)),
            Self::Directory(root) => fs::read(root.join(path)).map(Cow::Owned),
            Self::Memory(files) => {
                let bytes = files.get(path).cloned();
                bytes.map(Cow::Owned).ok_or_else(absent)
            }
        };
        read.map_err(|source| unreadable(self.name(path), source))
    }

    /// The folders with a header, three below the top, sorted.
    pub(crate) fn folders(&self) -> Result<Vec<String>, Error> {
        let mut folders: Vec<_> = match self {
            Self::Bundled => {
                let paths = cfp_data::FILES.iter().map(|file| file.path);
                paths.filter_map(folder_of).collect()
            }
            Self::Directory(root) => {
                let mut folders = Vec::new();
                collect(root, "", 3, &mut folders)?;
                folders
            }
            Self::Memory(files) => {
                let paths = files.keys().map(String::as_str);
                paths.filter_map(folder_of).collect()
            }
        };
        folders.sort();
        if folders.is_empty() {
            let place = FilePlace::file(&self.name(""));
            return Err(FileProblem::new(place, FileFault::NoDatasets).into());
        }
        Ok(folders)
    }

    /// The path of a folder's header.
    pub(crate) fn header(folder: &str) -> String {
        format!("{folder}/{HEADER}")
    }
}

/// The bytes of a bundled file; a header is plain, so that opening a registry unpacks nothing.
fn unpacked(content: Content) -> io::Result<Cow<'static, [u8]>> {
    match content {
        Content::Plain(bytes) => Ok(Cow::Borrowed(bytes)),
        Content::Deflated { packed, size } => {
            let mut bytes = Vec::with_capacity(size);
            DeflateDecoder::new(packed).read_to_end(&mut bytes)?;
            Ok(Cow::Owned(bytes))
        }
    }
}

/// The folder whose header has this path.
fn folder_of(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    (name == HEADER).then(|| folder.to_owned())
}

/// Adds the folders with a header that lie `depth` below a directory.
fn collect(root: &Path, below: &str, depth: usize, folders: &mut Vec<String>) -> Result<(), Error> {
    let directory = root.join(below);
    let failed = |source| unreadable(directory.display().to_string(), source);
    if depth == 0 {
        if directory.join(HEADER).try_exists().map_err(failed)? {
            folders.push(below.to_owned());
        }
        return Ok(());
    }
    for entry in fs::read_dir(&directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A folder whose name is no UTF-8 cannot be that of a dataset.
        if let Ok(name) = entry.file_name().into_string()
            && entry.path().is_dir()
        {
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            collect(root, &path, depth - 1, folders)?;
        }
    }
    Ok(())
}

fn unreadable(file: String, source: io::Error) -> Error {
    let place = FilePlace {
        file,
        position: None,
    };
    FileProblem::new(place, FileFault::Unreadable(Arc::new(source))).into()
}
