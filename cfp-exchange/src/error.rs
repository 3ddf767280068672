//! Problems of a file, each with its line and column.

use std::fmt;
use std::sync::Arc;

use cfp_core::{Caller, Detail, Explain};

/// A file, and the line and column in it where they are known; both count from 1, columns in
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Location {
    /// The name of the file as the caller gave it.
    pub file: Arc<str>,
    /// Line and column of a text; `None` for what concerns the file as a whole or stands outside it.
    pub position: Option<(usize, usize)>,
    /// The cell of a table that is no text: `Sheet1!E12` in a workbook, `row 12, value` in Parquet.
    pub cell: Option<Arc<str>>,
}

impl Location {
    /// A file as a whole.
    pub(crate) fn file(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            position: None,
            cell: None,
        }
    }

    /// A line and a column of a text.
    pub(crate) fn text(file: &Arc<str>, position: (usize, usize)) -> Self {
        Self {
            position: Some(position),
            ..Self::file(file)
        }
    }

    /// A cell of a table.
    pub(crate) fn cell(file: &Arc<str>, cell: &str) -> Self {
        Self {
            cell: Some(cell.into()),
            ..Self::file(file)
        }
    }
}

impl fmt::Display for Location {
    /// `model.toml:9:27`, `factors.xlsx:Sheet1!E12`, or the file alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.cell, self.position) {
            (Some(cell), _) => write!(f, ":{cell}"),
            (None, Some((line, column))) => write!(f, ":{line}:{column}"),
            (None, None) => Ok(()),
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
        Self::told(problem, location, Caller::File)
    }

    /// The same of a file that computes nothing.
    pub(crate) fn of_statement(problem: &dyn Explain, location: Location) -> Self {
        Self::told(problem, location, Caller::Statement)
    }

    fn told(problem: &dyn Explain, location: Location, caller: Caller) -> Self {
        let details = problem.details().into_iter();
        Self {
            code: problem.code(),
            message: shorten(&problem.to_string()),
            details: details
                .map(|detail| Detail::new(detail.label, shorten(&detail.text)))
                .collect(),
            hint: problem.hint_for(caller).map(|hint| shorten(&hint)),
            location,
        }
    }

    /// The same problem with what its message begins with.
    pub(crate) fn of(mut self, owner: &str) -> Self {
        self.message = shorten(&format!("{owner}: {}", self.message));
        self
    }
}

/// The longest text of a file, in characters, that a message repeats in full.
const ECHO: usize = 80;

/// A message in which long quoted texts and long words end early.
fn shorten(message: &str) -> String {
    if message.len() <= ECHO {
        return message.to_owned();
    }
    let parts = message.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            return cut(part);
        }
        let words: Vec<String> = part.split(' ').map(cut).collect();
        words.join(" ")
    });
    parts.collect::<Vec<_>>().join("`")
}

/// The beginning of a text, with a sign that more follows when it does.
fn cut(text: &str) -> String {
    match text.char_indices().nth(ECHO) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
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

    /// The same problems of a file as a whole, where its text is not what they were found in.
    pub(crate) fn without_places(mut self, file: &str) -> Self {
        for problem in &mut self.problems {
            problem.location = Location::file(&file.into());
        }
        self
    }

    /// Keeps so many problems, and the closing one when there are more.
    pub(crate) fn keep_first(&mut self, count: usize, closing: Reported) {
        if self.problems.len() > count {
            self.problems.truncate(count);
            self.problems.push(closing);
        }
    }

    /// The same with one more line of explanation for each problem.
    pub(crate) fn detailed(mut self, label: &'static str, text: &str) -> Self {
        for problem in &mut self.problems {
            problem.details.push(Detail::new(label, text));
        }
        self
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_long_is_shortened() {
        let digits = "1".repeat(100_000);
        let told = format!("{}…", "1".repeat(80));
        assert_eq!(
            shorten(&format!("`{digits}` is bad")),
            format!("`{told}` is bad")
        );
        assert_eq!(
            shorten(&format!("the number {digits}")),
            format!("the number {told}")
        );
        let sentence = "a message of many short words is told as it is, ".repeat(5);
        assert_eq!(shorten(&sentence), sentence);
        let name = "铝".repeat(80);
        assert_eq!(shorten(&format!("no `{name}`")), format!("no `{name}`"));
    }
}
