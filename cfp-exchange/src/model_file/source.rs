//! The text of a model file, and lines and columns in it.

use std::path::Path;
use std::sync::Arc;

use cfp_core::Explain;
use cfp_factors::seal;

use super::depth::{process_starts, too_deep_json};
use super::problem::FileProblem;
use super::problems::Problems;
use super::tree::{At, Tree};
use super::{json, toml};
use crate::error::{Error, Location, Reported};
use crate::footprint_file::SealedFile;

/// The largest file that is read, in bytes.
pub(super) const LARGEST: usize = 64 << 20;

/// How many breaks of the syntax are told: one often brings about the next.
const SYNTAX: usize = 20;

/// A model file as text. Places are found by reading it a second time, since nearly all files have
/// no problem that needs one.
#[derive(Debug)]
pub(crate) struct Source {
    file: Arc<str>,
    format: Format,
    text: String,
    sha256: String,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Toml,
    Json,
}

impl Source {
    /// The text of a file, or why it has none.
    pub fn new(file_name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let file: Arc<str> = file_name.into();
        let fail = |problem: FileProblem, position: Option<_>| {
            let location = match position {
                Some(position) => Location::text(&file, position),
                None => Location::file(&file),
            };
            Error::new(vec![Reported::new(&problem, location)])
        };
        let Some(format) = Format::of(file_name) else {
            let name = file_name.to_owned();
            return Err(fail(FileProblem::UnknownFileEnding { name }, None));
        };
        if bytes.len() > LARGEST {
            let bytes = bytes.len();
            return Err(fail(FileProblem::TooLarge { bytes }, None));
        }
        // Latin letters of UTF-16 and UTF-32 read as UTF-8 with a zero beside each.
        if let Some(byte) = bytes.iter().take(4).position(|&byte| byte == 0) {
            return Err(fail(FileProblem::NotUtf8 { byte }, Some((1, byte + 1))));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let byte = error.valid_up_to();
            let before = String::from_utf8_lossy(&bytes[..byte]);
            let position = position(without_bom(&before), usize::MAX);
            fail(FileProblem::NotUtf8 { byte }, Some(position))
        })?;
        let text = without_bom(text);
        if text.trim().is_empty() {
            return Err(fail(FileProblem::Empty, None));
        }
        let text = text.to_owned();
        let sha256 = seal(bytes);
        Ok(Self {
            file,
            format,
            text,
            sha256,
        })
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The values of the file, or why it cannot be read. All spellings of one name are the first of them.
    pub fn parse(&self) -> Result<Tree<'_>, Error> {
        let too_deep = |at: usize| vec![(FileProblem::TooDeep, At::from(at))];
        let parsed = match self.format {
            Format::Toml => process_starts(&self.text)
                .map_err(too_deep)
                .and_then(|starts| toml::parse(&self.text, &starts)),
            Format::Json => match too_deep_json(&self.text) {
                Some(at) => Err(too_deep(at)),
                None => json::parse(&self.text),
            },
        };
        let mut tree = parsed.map_err(|found| {
            let mut problems = Problems::new(self.nowhere());
            for (problem, at) in &found {
                problems.add(problem, Some(*at));
            }
            let mut error = self.error(problems.list);
            error.keep_first_of_each_line();
            let closing = FileProblem::TooManyProblems { told: SYNTAX };
            if let [(FileProblem::TomlSyntax { .. }, _), ..] = &found[..] {
                error.keep_first(SYNTAX, Reported::new(&closing, self.nowhere()));
            }
            error
        })?;
        tree.unite_spellings();
        Ok(tree)
    }

    /// The file, without a place in it.
    pub fn nowhere(&self) -> Location {
        Location::file(&self.file)
    }

    /// The file by its name, without its directory, and its content.
    pub fn sealed(&self) -> SealedFile {
        let name = Path::new(&*self.file).file_name();
        SealedFile {
            file: name.map_or_else(|| self.file.to_string(), |name| name.display().to_string()),
            sha256: self.sha256.clone(),
        }
    }

    /// An error of problems that stand nowhere in the file.
    pub fn without_place(&self, found: &[impl Explain]) -> Error {
        let mut problems = Problems::new(self.nowhere());
        for problem in found {
            problems.add(problem, None);
        }
        self.error(problems.list)
    }

    /// An error of these problems, in the order of the file, each with its line and column.
    pub fn error(&self, mut problems: Vec<(Option<At>, Reported)>) -> Error {
        problems.sort_by_key(|(at, _)| at.map_or(u32::MAX, |At(at)| at));
        let starts = line_starts(&self.text);
        let located = problems.into_iter().map(|(at, mut problem)| {
            if let Some(At(at)) = at {
                problem.location.position = Some(position_by(&starts, &self.text, at as usize));
            }
            problem
        });
        Error::new(located.collect())
    }
}

impl Format {
    fn of(file_name: &str) -> Option<Self> {
        let (_, ending) = file_name.rsplit_once('.')?;
        if ending.eq_ignore_ascii_case("toml") {
            Some(Self::Toml)
        } else if ending.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else {
            None
        }
    }
}

/// Some editors begin a text with a byte order mark.
fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(end, _)| end + 1);
    std::iter::once(0).chain(ends).collect()
}

/// Line and column of a byte, or of the end of the text when that comes first.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    position_by(&line_starts(text), text, at)
}

fn position_by(starts: &[usize], text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let line = starts.partition_point(|&start| start <= at);
    let column = text[starts[line - 1]..at].chars().count() + 1;
    (line, column)
}
