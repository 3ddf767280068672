//! Turns of several commands that change one file: who reads it in order to write it waits for the one before.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::output::{OutputError, OutputProblem};
use crate::problem::Problems;

/// How the operating system says that a folder is not there, or takes no files.
const CLOSED: [ErrorKind; 3] = [
    ErrorKind::NotFound,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
];

/// The turn to change a file, which ends when this goes out of scope.
///
/// The turn is an advisory lock on a file beside the one that is changed: that one is replaced as a whole, so that a lock
/// on it would be on what is no longer there.
#[derive(Debug)]
pub(crate) struct Turn {
    beside: PathBuf,
    held: Option<File>,
}

impl Turn {
    /// Waits until nobody else changes the file.
    pub fn to_change(path: &Path) -> Result<Self, Problems> {
        let beside = beside(path, "turn");
        let held = loop {
            let file = match open(&beside) {
                Ok(file) => file,
                // Where no file can be made none can be replaced either: there is nothing to wait for.
                Err(error) if CLOSED.contains(&error.kind()) => break None,
                Err(source) => return Err(not_written(path, &source)),
            };
            match file.lock() {
                // Whoever had the turn before has removed the file on leaving, so that others wait for a new one.
                Ok(()) if !is_at(&file, &beside) => {}
                Ok(()) => break Some(file),
                // A file system without locks has one user at a time as far as can be told.
                Err(error) if error.kind() == ErrorKind::Unsupported => break None,
                Err(source) => return Err(not_written(path, &source)),
            }
        };
        Ok(Self { beside, held })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Removed while it is held: who waits for it sees that it is gone, and waits for a new one.
        if let Some(file) = self.held.take() {
            if REMOVED {
                let _ = fs::remove_file(&self.beside);
            }
            drop(file);
        }
    }
}

/// A hidden name beside a file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().display();
    path.with_file_name(format!(".{name}.{ending}"))
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}

fn not_written(path: &Path, source: &io::Error) -> Problems {
    OutputError::new(vec![OutputProblem::of_system(path, source)]).into()
}

/// Whether the file of a turn is removed at its end: only where an open file can be told from another of its name.
#[cfg(unix)]
const REMOVED: bool = true;
#[cfg(not(unix))]
const REMOVED: bool = false;

/// Whether an open file is the one that has this name now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let named = fs::metadata(path).map(of);
    let held = file.metadata().map(of);
    matches!((named, held), (Ok(named), Ok(held)) if named == held)
}

/// Whether an open file is the one that has this name now: where the files of turns stay, it always is.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
