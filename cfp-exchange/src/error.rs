//! Problems of a file, each with its line and column.

use std::fmt;
use std::sync::Arc;

use cfp_core::{Detail, Explain};

/// A file, and the line and column in it where they are known; both count from 1, columns in
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Location {
    /// The name of the file as the caller gave it.
    pub file: Arc<str>,
    /// Line and column; `None` for what concerns the file as a whole or stands outside it.
    pub position: Option<(usize, usize)>,
}

impl fmt::Display for Location {
    /// `model.toml:9:27`, or the file alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.position {
            Some((line, column)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// A problem as it is told: what, where, why, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reported {
    /// The stable name of this kind of problem.
    pub code: &'static str,
    /// One line: the process and exchange, and what is wrong there.
    pub message: String,
    /// Lines that stand between the message and the hint.
    pub details: Vec<Detail>,
    /// What the reader can do about it.
    pub hint: Option<String>,
    /// Where it stands.
    pub location: Location,
}

impl Reported {
    pub(crate) fn new(problem: &dyn Explain, location: Location) -> Self {
        Self {
            code: problem.code(),
            message: problem.to_string(),
            details: problem.details(),
            hint: problem.hint(),
            location,
        }
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)
    }
}

/// Everything that is wrong with a file: one problem or more, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    problems: Vec<Reported>,
}

impl Error {
    pub(crate) fn new(problems: Vec<Reported>) -> Self {
        Self { problems }
    }

    /// Drops all but the first problem of a line: in broken syntax the others are its consequences.
    pub(crate) fn keep_first_of_each_line(&mut self) {
        let line = |problem: &Reported| problem.location.position.map(|(line, _)| line);
        self.problems.dedup_by_key(|problem| line(problem));
    }

    /// One problem or more, in the order of the file.
    pub fn problems(&self) -> &[Reported] {
        &self.problems
    }
}

impl fmt::Display for Error {
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

impl std::error::Error for Error {}
