//! Files that are there as a whole or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::problem::OutputProblem;

/// How often another name is tried where one is taken.
const TRIES: u32 = 1000;

/// What stands under the name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Nothing,
    File,
    /// A device or a pipe.
    Stream,
}

/// Where a file goes.
#[derive(Debug)]
pub(super) struct Target {
    path: PathBuf,
    pub kind: Kind,
}

/// A file that is written and does not have its name yet; it is removed where it never gets it.
#[derive(Debug)]
pub(super) struct Staged {
    unfinished: Option<PathBuf>,
    target: PathBuf,
}

impl Target {
    /// What a name leads to, by links too.
    pub fn of(path: &Path) -> Result<Self, OutputProblem> {
        let file = || path.display().to_string();
        let of_kind = |kind: Kind| {
            let path = path.to_owned();
            Self { path, kind }
        };
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound && path.file_name().is_some() => {
                // A link to nothing is something that is there.
                let is_link = fs::symlink_metadata(path).is_ok();
                let kind = if is_link { Kind::File } else { Kind::Nothing };
                return Ok(of_kind(kind));
            }
            Err(error) => return Err(OutputProblem::of_system(path, &error)),
        };
        if metadata.is_dir() {
            return Err(OutputProblem::IsAFolder { file: file() });
        }
        if is_stream(&metadata) {
            return Ok(of_kind(Kind::Stream));
        }
        if !metadata.is_file() {
            let reason = "it is neither a file nor a stream".to_owned();
            return Err(OutputProblem::NotTaken {
                file: file(),
                reason,
            });
        }
        // A link keeps leading to the file.
        let resolved = path.canonicalize();
        let path = resolved.map_err(|error| OutputProblem::of_system(path, &error))?;
        let kind = Kind::File;
        Ok(Self { path, kind })
    }

    /// Writes the bytes beside where they go, and waits until they are on the disk.
    pub fn stage(self, bytes: &[u8]) -> io::Result<Staged> {
        if self.kind == Kind::Stream {
            let mut stream = OpenOptions::new().write(true).open(&self.path)?;
            stream.write_all(bytes)?;
            return Ok(Staged {
                unfinished: None,
                target: self.path,
            });
        }
        let (mut file, unfinished) = beside(&self.path)?;
        let staged = Staged {
            unfinished: Some(unfinished),
            target: self.path,
        };
        file.write_all(bytes)?;
        // Who may read the file that was there may read the new one, and nobody else.
        if let Ok(metadata) = fs::metadata(&staged.target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        Ok(staged)
    }
}

impl Staged {
    /// Gives the file its name; one that is there gives way only where that is said.
    pub fn place(mut self, force: bool) -> io::Result<()> {
        let Some(unfinished) = self.unfinished.clone() else {
            return Ok(());
        };
        if force {
            fs::rename(&unfinished, &self.target)?;
            // The name is gone.
            self.unfinished = None;
        } else {
            without_replacing(&unfinished, &self.target)?;
        }
        sync_folder(self.target.parent())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(unfinished) = &self.unfinished {
            // It may be gone already.
            let _ = fs::remove_file(unfinished);
        }
    }
}

/// Gives a file a second name, unless something has that.
fn without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not every file system has links.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// A new file in the folder of another, under a name that nothing else has.
fn beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut last = ErrorKind::AlreadyExists.into();
    for _ in 0..TRIES {
        let unfinished = path.with_file_name(unfinished_name());
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&unfinished)
        {
            Ok(file) => return Ok((file, unfinished)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// A new folder in another, under a name that nothing else has.
pub(super) fn unfinished_folder(root: &Path) -> io::Result<PathBuf> {
    let mut last = ErrorKind::AlreadyExists.into();
    for _ in 0..TRIES {
        let unfinished = root.join(unfinished_name());
        match fs::create_dir(&unfinished) {
            Ok(()) => return Ok(unfinished),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// A name that no other writer of this machine takes at the same time.
fn unfinished_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!(".cfp-unfinished-{}-{count}", process::id())
}

/// Writes files into a folder, and waits until they are on the disk.
pub(super) fn fill(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    for (name, bytes) in files {
        let mut file = File::create_new(folder.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    sync_folder(Some(folder))
}

/// Waits until the names in a folder are on the disk.
pub(super) fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Where folders cannot be opened there is nothing to wait for.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The path without links and steps, as far as it is there.
pub(super) fn resolved(path: &Path) -> PathBuf {
    if let Ok(resolved) = path.canonicalize() {
        return resolved;
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Whether two names lead to one file.
pub(super) fn is_same(input: &Path, output: &Path) -> bool {
    let (Ok(one), Ok(other)) = (fs::metadata(input), fs::metadata(output)) else {
        return resolved(input) == resolved(output);
    };
    is_one_file(&one, &other) || resolved(input) == resolved(output)
}

/// Whether a file would lie in a folder, at whatever depth.
pub(super) fn is_in(folder: &Path, output: &Path) -> bool {
    folder.is_dir() && resolved(output).starts_with(resolved(folder))
}

#[cfg(unix)]
fn is_one_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    // A stream that is read and written, such as a terminal, loses nothing.
    one.is_file() && one.dev() == other.dev() && one.ino() == other.ino()
}

#[cfg(not(unix))]
fn is_one_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn is_stream(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;

    let kind = metadata.file_type();
    kind.is_char_device() || kind.is_fifo()
}

#[cfg(not(unix))]
fn is_stream(_: &Metadata) -> bool {
    false
}
