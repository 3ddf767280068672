//! The files of a database on a disk.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cfp_exchange::{Files, PackageProblem, ZipFiles};

/// The largest ZIP, in bytes.
const LARGEST: u64 = 4 << 30;

/// The files of a folder, each read when it is asked for.
#[derive(Debug, Clone)]
pub struct Folder {
    name: String,
    path: PathBuf,
}

impl Folder {
    /// Where a file of the folder lies; `None` where there is none, or where the name or a link leads out of the folder.
    fn find(&self, file: &str) -> Option<PathBuf> {
        let relative = Path::new(file);
        let is_name = |part| matches!(part, Component::Normal(_));
        if file.is_empty() || file.contains('\\') || !relative.components().all(is_name) {
            return None;
        }
        let path = self.path.join(relative).canonicalize().ok()?;
        (path.starts_with(&self.path) && path.is_file()).then_some(path)
    }
}

impl Files for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn has(&self, file: &str) -> bool {
        self.find(file).is_some()
    }

    fn bytes(&self, file: &str, most: u64) -> Result<Cow<'_, [u8]>, PackageProblem> {
        let missing = || PackageProblem::FileMissing {
            file: file.to_owned(),
        };
        let path = self.find(file).ok_or_else(missing)?;
        let file = File::open(&path).map_err(|error| not_read(&error))?;
        read(file, most).map(Cow::Owned)
    }

    fn head(&self, file: &str, most: u64) -> Result<Vec<u8>, PackageProblem> {
        let missing = || PackageProblem::FileMissing {
            file: file.to_owned(),
        };
        let path = self.find(file).ok_or_else(missing)?;
        let file = File::open(&path).map_err(|error| not_read(&error))?;
        let mut bytes = Vec::new();
        let read = file.take(most).read_to_end(&mut bytes);
        read.map_err(|error| not_read(&error))?;
        Ok(bytes)
    }
}

fn not_read(error: &io::Error) -> PackageProblem {
    let reason = error.to_string();
    PackageProblem::FileNotRead { reason }
}

/// The bytes of a file, unless there are too many of them.
fn read(file: File, most: u64) -> Result<Vec<u8>, PackageProblem> {
    let length = file.metadata().map_err(|error| not_read(&error))?.len();
    if length > most {
        return Err(PackageProblem::TooLarge);
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(length).map_err(|_| PackageProblem::TooLarge)?;
    bytes
        .try_reserve_exact(room)
        .map_err(|error| not_read(&io::Error::other(error)))?;
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    if u64::try_from(read.map_err(|error| not_read(&error))?).is_ok_and(|read| read <= most) {
        Ok(bytes)
    } else {
        Err(PackageProblem::TooLarge)
    }
}

/// The files of a database: a folder or a ZIP.
#[derive(Debug, Clone)]
pub enum Package {
    /// A folder, whose files are read when they are asked for.
    Folder(Folder),
    /// A ZIP, by its name and its bytes.
    Zip(String, Vec<u8>),
}

/// Why a package is not opened.
#[derive(Debug)]
pub enum Unopened {
    /// The operating system does not give it.
    File(io::Error),
    /// It is no package that is read.
    Package(cfp_exchange::Error),
}

impl Package {
    /// The folder or ZIP of a path, which stands in what is told of it.
    ///
    /// # Errors
    ///
    /// What the operating system says, or a ZIP that is too large.
    pub fn open(path: &Path) -> Result<Self, Unopened> {
        let name = path.display().to_string();
        if path.is_dir() {
            let path = path.canonicalize().map_err(Unopened::File)?;
            return Ok(Self::Folder(Folder { name, path }));
        }
        // What cannot be opened is told as of any other file.
        let file = File::open(path).map_err(Unopened::File)?;
        match read(file, LARGEST) {
            Ok(bytes) => Ok(Self::Zip(name, bytes)),
            Err(PackageProblem::FileNotRead { reason }) => {
                Err(Unopened::File(io::Error::other(reason)))
            }
            Err(problem) => Err(Unopened::Package(problem.of(&name))),
        }
    }

    /// Its files, as a database is read from them.
    ///
    /// # Errors
    ///
    /// Bytes that are no ZIP.
    pub fn files(&self) -> Result<Box<dyn Files + '_>, cfp_exchange::Error> {
        Ok(match self {
            Self::Folder(folder) => Box::new(folder.clone()),
            Self::Zip(name, bytes) => Box::new(ZipFiles::new(name, bytes)?),
        })
    }
}
