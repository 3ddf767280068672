//! The one door out: files, each written whole or not at all, and never over what the command reads.

mod problem;
mod whole;

pub use problem::{OutputError, OutputProblem};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::problem::Problems;
use crate::{Stop, tell};
use whole::{Kind, Target};

/// What stands for standard output in place of the name of a file.
pub(crate) const STANDARD_OUTPUT: &str = "-";

/// The files that a program writes, beside those that it reads.
///
/// A file appears under its name when all of it is on the disk: it is written under another name in the same folder,
/// synced and renamed, so that whoever is stopped on the way, or finds the disk full, leaves the file that was there or
/// the new one. It is never an input, by whatever spelling, link or folder its name leads there, and in place of a file
/// that is there only by [`Outputs::force`]. Several files appear when all of them are on the disk.
///
/// A device or a pipe is written to as it stands, and a link is followed.
///
/// # Example
///
/// ```
/// use cfp_cli::Outputs;
///
/// let folder = std::env::temp_dir().join(format!("cfp-outputs-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let path = folder.join("scores.csv");
/// Outputs::new().write(&[(&path, b"product,value\n")])?;
/// let refused = Outputs::new().write(&[(&path, b"")]).expect_err("it is there");
/// assert_eq!(refused.to_string(), format!("`{}` is there already", path.display()));
/// Outputs::new().force(true).write(&[(&path, b"product,value\nsteel,1.9\n")])?;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Outputs {
    inputs: Vec<PathBuf>,
    force: bool,
}

impl Outputs {
    /// Nothing is read, and nothing that is there is written over.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file or a folder that is read.
    pub fn reads(mut self, input: impl Into<PathBuf>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Whether a file that is there and not read gives way.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Looks whether files of these names may be written, before anything is computed for them.
    ///
    /// # Errors
    ///
    /// Every [`OutputProblem`] of every name.
    pub fn check(&self, paths: &[&Path]) -> Result<(), OutputError> {
        let mut problems = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            problems.extend(self.target(path).err());
            let is_same = |other: &&&Path| whole::is_same(other, path);
            if let Some(first) = paths[..number].iter().find(is_same) {
                let [file, first] = [path, first].map(|path| path.display().to_string());
                problems.push(OutputProblem::TwiceTheSame { file, first });
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(OutputError::new(problems))
        }
    }

    /// Writes files, all of which appear when all are on the disk.
    ///
    /// # Errors
    ///
    /// Those of [`Outputs::check`], and what the operating system says.
    pub fn write(&self, files: &[(&Path, &[u8])]) -> Result<(), OutputError> {
        let paths: Vec<&Path> = files.iter().map(|(path, _)| *path).collect();
        self.check(&paths)?;
        let mut staged = Vec::new();
        for (path, bytes) in files {
            let stage = self.target(path)?.stage(bytes);
            let stage = stage.map_err(|error| OutputProblem::of_system(path, &error))?;
            staged.push((path, stage));
        }
        for (path, stage) in staged {
            let placed = stage.place(self.force);
            placed.map_err(|error| OutputProblem::of_system(path, &error))?;
        }
        Ok(())
    }

    /// Where a file of this name goes.
    fn target(&self, path: &Path) -> Result<Target, OutputProblem> {
        let target = Target::of(path)?;
        if target.kind == Kind::Stream {
            return Ok(target);
        }
        let file = path.display().to_string();
        if let Some(input) = self.inputs.iter().find(|input| whole::is_same(input, path)) {
            let input = input.display().to_string();
            return Err(OutputProblem::IsAnInput { file, input });
        }
        if let Some(folder) = self.inputs.iter().find(|input| whole::is_in(input, path)) {
            let folder = folder.display().to_string();
            return Err(OutputProblem::InAnInput { file, folder });
        }
        if target.kind == Kind::File && !self.force {
            return Err(OutputProblem::FileExists { file });
        }
        Ok(target)
    }
}

/// What every command that writes files takes beside their names.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Force {
    /// Write over a file that is there; an input is never written over
    #[arg(long)]
    pub force: bool,
}

/// What a command writes: files, one of which may be standard output.
#[derive(Debug)]
pub(crate) struct Door<'a> {
    outputs: Outputs,
    paths: Vec<&'a Path>,
}

impl<'a> Door<'a> {
    /// Opens where every file may be written.
    pub fn open(outputs: Outputs, paths: &[&'a Path]) -> Result<Self, Problems> {
        let standard = paths.iter().filter(|path| is_standard(path)).count();
        let named: Vec<&Path> = paths
            .iter()
            .copied()
            .filter(|path| !is_standard(path))
            .collect();
        let mut problems = match outputs.check(&named) {
            Ok(()) => Vec::new(),
            Err(error) => error.problems().to_vec(),
        };
        if standard > 1 {
            let [file, first] = [STANDARD_OUTPUT; 2].map(str::to_owned);
            problems.push(OutputProblem::TwiceTheSame { file, first });
        }
        if problems.is_empty() {
            let paths = paths.to_vec();
            Ok(Self { outputs, paths })
        } else {
            Err(OutputError::new(problems).into())
        }
    }

    /// Writes the files, in the order of their names, and tells what was written beside them.
    pub fn write(
        &self,
        contents: &[&[u8]],
        told: &str,
        streams: &mut crate::Streams<'_>,
    ) -> Result<(), Stop> {
        let files = self.paths.iter().copied().zip(contents.iter().copied());
        let (standard, named): (Vec<_>, Vec<_>) = files.partition(|(path, _)| is_standard(path));
        self.outputs.write(&named).map_err(Problems::from)?;
        for (_, bytes) in &standard {
            streams.out.write_all(bytes)?;
            streams.out.flush()?;
        }
        let beside = if standard.is_empty() {
            &mut *streams.out
        } else {
            &mut *streams.err
        };
        Ok(tell(beside, told)?)
    }
}

/// Whether a name stands for standard output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD_OUTPUT
}

/// Writes a file in place of the one that is there, whole or not at all: one that the program keeps itself, as it does locks.
///
/// # Errors
///
/// What the operating system says.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let staged = Target::of(path)?.stage(bytes);
    let placed = staged.and_then(|staged| staged.place(true));
    Ok(placed.map_err(|error| OutputProblem::of_system(path, &error))?)
}

/// Writes a folder that is not there yet, which appears when all of its files are on the disk.
pub(crate) fn folder(root: &Path, path: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    fs::create_dir_all(root)?;
    let unfinished = whole::unfinished_folder(root)?;
    let written = whole::fill(&unfinished, files).and_then(|()| {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(&unfinished, path)?;
        whole::sync_folder(path.parent())
    });
    if written.is_err() {
        // What could not be written may not be there to be removed.
        let _ = fs::remove_dir_all(&unfinished);
    }
    written
}
