//! The files that a stored result is computed anew from: those in its folder, and those that are given.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use cfp_exchange::{FileProblem, FootprintFile, ModelFile, ResultProblem, SealedFile};

/// The largest file, in bytes.
const LARGEST: u64 = ModelFile::LARGEST_BYTES as u64;

/// The model of a stored result and the files of its supplies, as they lie on a disk.
///
/// A file that the result names is one of those that are given, by its content or else by its name, or lies in the folder
/// of the result; a path or a link that leads out of the folder leads nowhere. Only regular files are opened.
#[derive(Debug, Clone)]
pub struct ResultFiles {
    model: PathBuf,
    /// By the names that the result has for them.
    files: BTreeMap<String, PathBuf>,
}

/// Why a file of a result is not read.
#[derive(Debug)]
pub enum NotRead {
    /// The operating system does not give the file of this path.
    File(io::Error, PathBuf),
    /// The file of this path has more bytes than are read, at least so many.
    TooLarge(PathBuf, usize),
    /// What is wrong with it or with the result.
    Result(cfp_exchange::Error),
}

/// A file that is given.
struct Given<'a> {
    path: &'a Path,
    sha256: String,
    is_used: bool,
}

impl ResultFiles {
    /// The files of a result, which lies at this path, with those that are given.
    ///
    /// # Errors
    ///
    /// Every file that is not there to be read, and every one that is given and not of the result.
    pub fn of(result: &FootprintFile, path: &Path, given: &[PathBuf]) -> Result<Self, NotRead> {
        let name = path.display().to_string();
        let mut seals = Vec::new();
        for path in given {
            let bytes = regular(path)?;
            seals.push(Given {
                path,
                sha256: cfp_factors::seal(&bytes),
                is_used: false,
            });
        }
        let provenance = &result.provenance;
        let mut problems = Vec::new();
        let mut find = |sealed: &SealedFile, seals: &mut [Given<'_>]| {
            let found = among(sealed, seals).or_else(|| beside(path, &sealed.file));
            if found.is_none() {
                let file = sealed.file.clone();
                problems.push(ResultProblem::NotBeside { file });
            }
            found
        };
        let mut files = BTreeMap::new();
        for sealed in &provenance.files {
            if let Some(found) = find(sealed, &mut seals) {
                files.insert(sealed.file.clone(), found);
            }
        }
        let unused: Vec<usize> = (0..seals.len()).filter(|at| !seals[*at].is_used).collect();
        let model = match unused[..] {
            // The only one that is left is meant to be the model, whatever it is called.
            [only] => {
                seals[only].is_used = true;
                Some(seals[only].path.to_owned())
            }
            _ => find(&provenance.model, &mut seals),
        };
        for given in seals.iter().filter(|given| !given.is_used) {
            let file = given.path.display().to_string();
            problems.push(ResultProblem::NotOfResult { file });
        }
        match model {
            Some(model) if problems.is_empty() => Ok(Self { model, files }),
            _ => Err(NotRead::Result(ResultProblem::told(&problems, &name))),
        }
    }

    /// Where the model lies.
    pub fn model(&self) -> &Path {
        &self.model
    }

    /// The bytes of a file by the name that the result has for it.
    ///
    /// # Errors
    ///
    /// A file that the result does not name, or what the operating system says.
    pub fn open(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.files.get(name);
        let path = path.ok_or_else(|| io::Error::other("the result does not name it"))?;
        regular(path).map_err(|not_read| match not_read {
            NotRead::File(error, _) => error,
            NotRead::TooLarge(_, bytes) => io::Error::other(FileProblem::TooLarge { bytes }),
            NotRead::Result(error) => io::Error::other(error),
        })
    }
}

/// The given file of a name, by its content or else by its name.
fn among(sealed: &SealedFile, given: &mut [Given<'_>]) -> Option<PathBuf> {
    let same = given.iter().position(|given| given.sha256 == sealed.sha256);
    let name = Path::new(&sealed.file).file_name();
    let called = || {
        given
            .iter()
            .position(|given| given.path.file_name() == name)
    };
    let found = same.or_else(called)?;
    given[found].is_used = true;
    Some(given[found].path.to_owned())
}

/// A file in the folder of a result; `None` where there is none, or where the name or a link leads out of the folder.
fn beside(result: &Path, file: &str) -> Option<PathBuf> {
    let relative = Path::new(file);
    let is_name = |part| matches!(part, Component::Normal(_));
    if file.is_empty() || !relative.components().all(is_name) {
        return None;
    }
    let folder = result
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let path = folder.join(relative);
    let lies_in = path
        .canonicalize()
        .ok()?
        .starts_with(folder.canonicalize().ok()?);
    lies_in.then_some(path)
}

/// The bytes of a regular file, of which one too many is enough to refuse it; nothing else is opened, since it might never
/// end or never begin.
///
/// # Errors
///
/// What the operating system says, or that it is no regular file.
pub fn regular(path: &Path) -> Result<Vec<u8>, NotRead> {
    let failed = |error: io::Error| NotRead::File(error, path.to_owned());
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        let name = path.display().to_string();
        let problem = ResultProblem::NotRegular { file: name.clone() };
        return Err(NotRead::Result(ResultProblem::told(&[problem], &name)));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(NotRead::TooLarge(path.to_owned(), bytes.len()));
    }
    Ok(bytes)
}
