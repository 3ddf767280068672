//! Why a file is not written.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

use cfp_core::Explain;

/// A file that is not to be written under its name, or that the operating system does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutputProblem {
    /// A file of the name is there.
    #[error("`{file}` is there already")]
    FileExists {
        /// The name as given.
        file: String,
    },
    /// The file is one that is read.
    #[error("the output `{file}` is the input `{input}`")]
    IsAnInput {
        /// The name as given.
        file: String,
        /// The name of the input.
        input: String,
    },
    /// The file would lie in a folder that is read.
    #[error("the output `{file}` lies in the folder `{folder}`, which is an input")]
    InAnInput {
        /// The name as given.
        file: String,
        /// The name of the folder.
        folder: String,
    },
    /// Two outputs are one file.
    #[error("the outputs `{first}` and `{file}` are one file")]
    TwiceTheSame {
        /// The name of the second.
        file: String,
        /// The name of the first.
        first: String,
    },
    /// The folder of the file is not there.
    #[error("`{file}` cannot be written: there is no folder `{folder}`")]
    NoFolder {
        /// The name as given.
        file: String,
        /// The folder.
        folder: String,
    },
    /// The name is that of a folder.
    #[error("the output `{file}` is a folder")]
    IsAFolder {
        /// The name as given.
        file: String,
    },
    /// The operating system does not take the file.
    #[error("`{file}` cannot be written: {reason}")]
    NotTaken {
        /// The name as given.
        file: String,
        /// What the operating system says.
        reason: String,
    },
}

/// Why nothing is written: one problem or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputError {
    problems: Vec<OutputProblem>,
}

impl OutputProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 7] = [
        "file-exists",
        "output-is-an-input",
        "output-in-an-input",
        "output-twice",
        "no-output-folder",
        "output-is-a-folder",
        "file-not-written",
    ];

    /// What the operating system says of a file.
    pub(crate) fn of_system(path: &Path, error: &io::Error) -> Self {
        let file = path.display().to_string();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        match (error.kind(), folder) {
            (ErrorKind::NotFound, Some(folder)) => {
                let folder = folder.display().to_string();
                Self::NoFolder { file, folder }
            }
            (ErrorKind::IsADirectory, _) => Self::IsAFolder { file },
            (ErrorKind::AlreadyExists, _) => Self::FileExists { file },
            _ => {
                let reason = error.to_string();
                Self::NotTaken { file, reason }
            }
        }
    }

    /// The name of the file as given.
    pub fn file(&self) -> &str {
        match self {
            Self::FileExists { file }
            | Self::IsAnInput { file, .. }
            | Self::InAnInput { file, .. }
            | Self::TwiceTheSame { file, .. }
            | Self::NoFolder { file, .. }
            | Self::IsAFolder { file }
            | Self::NotTaken { file, .. } => file,
        }
    }
}

impl Explain for OutputProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::FileExists { .. } => "file-exists",
            Self::IsAnInput { .. } => "output-is-an-input",
            Self::InAnInput { .. } => "output-in-an-input",
            Self::TwiceTheSame { .. } => "output-twice",
            Self::NoFolder { .. } => "no-output-folder",
            Self::IsAFolder { .. } => "output-is-a-folder",
            Self::NotTaken { .. } => "file-not-written",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::FileExists { .. } => "give another name, or write over it with `--force`",
            Self::IsAnInput { .. } => "give another name: an input is never written over",
            Self::InAnInput { .. } => "give a name outside the folder",
            Self::TwiceTheSame { .. } => "give each output a name of its own",
            Self::NoFolder { .. } => "make the folder first, or check its spelling",
            Self::IsAFolder { .. } => "name a file in it",
            Self::NotTaken { .. } => return None,
        };
        Some(text.to_owned())
    }
}

impl OutputError {
    pub(crate) fn new(problems: Vec<OutputProblem>) -> Self {
        Self { problems }
    }

    /// One problem or more, in the order of the outputs.
    pub fn problems(&self) -> &[OutputProblem] {
        &self.problems
    }
}

impl From<OutputProblem> for OutputError {
    fn from(problem: OutputProblem) -> Self {
        Self::new(vec![problem])
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for OutputError {}
