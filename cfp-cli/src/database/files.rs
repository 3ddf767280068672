//! The files of a database on a disk.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cfp_exchange::{Files, PackageProblem};

use crate::input::InputProblem;
use crate::problem::Told;

/// The largest ZIP, in bytes.
const LARGEST: u64 = 4 << 30;

/// The files of a folder, each read when it is asked for.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    name: String,
    path: PathBuf,
}

impl Folder {
    /// The folder of a path; `name` stands in what is told.
    pub fn open(name: &str, path: &Path) -> Result<Self, Told> {
        let path = path.canonicalize();
        let path =
            path.map_err(|error| Told::from(InputProblem::read(name, error)).at(name.to_owned()))?;
        let name = name.to_owned();
        Ok(Self { name, path })
    }

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

/// The bytes of a ZIP.
pub(super) fn zip(name: &str, path: &Path) -> Result<Vec<u8>, Told> {
    let at = || name.to_owned();
    let file = File::open(path);
    let file = file.map_err(|error| Told::from(InputProblem::read(name, error)).at(at()))?;
    read(file, LARGEST).map_err(|problem| match problem {
        PackageProblem::FileNotRead { reason } => {
            let source = io::Error::other(reason);
            Told::from(InputProblem::read(name, source)).at(at())
        }
        problem => Told::new(&problem).at(at()),
    })
}
