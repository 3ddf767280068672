//! What went wrong, where, and the way out: one [`Error`] holds every problem of an input.

mod analyse;
mod caller;
mod cbam;
mod characterise;
mod circular;
mod comparison;
mod database;
mod model;
mod number;
mod place;
mod sample;
mod solve;
mod unit;

pub use analyse::AnalyseProblem;
pub use caller::{Caller, Setting};
pub use cbam::CbamProblem;
pub use characterise::CharacteriseProblem;
pub use circular::CircularProblem;
pub use comparison::ComparisonProblem;
pub use database::DatabaseProblem;
pub use model::ModelProblem;
pub use number::NumberProblem;
pub use place::{Place, Verb};
pub use sample::SampleProblem;
pub use solve::SolveProblem;
pub(crate) use solve::chain;
pub use unit::UnitProblem;

use std::fmt;

/// A line of an explanation below the message, such as `given      1150 kg`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The word in the left column: `given`, `expected`, `tried`.
    pub label: &'static str,
    /// What stands beside it.
    pub text: String,
}

impl Detail {
    /// A line with its label.
    pub fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            text: text.into(),
        }
    }
}

/// A problem that can say what it is: a stable code for programs, a message for people, and the
/// way out as separate data.
pub trait Explain: fmt::Display {
    /// The stable name of this kind of problem, in kebab case. Codes are never reused.
    fn code(&self) -> &'static str;

    /// What the reader of a file can do about it; `None` where the message already says it.
    fn hint(&self) -> Option<String> {
        None
    }

    /// The same for whoever asked: what is to be set is a key in a file, an option of the command, an argument in Python.
    fn hint_for(&self, _caller: Caller) -> Option<String> {
        self.hint()
    }

    /// Lines that stand between the message and the hint.
    fn details(&self) -> Vec<Detail> {
        Vec::new()
    }
}

/// What kind of problem it is, by the layer that found it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A number could not be read or computed.
    #[error(transparent)]
    Number(#[from] NumberProblem),
    /// A unit is unknown or does not fit.
    #[error(transparent)]
    Unit(#[from] UnitProblem),
    /// The model does not say what a footprint needs, or says it twice.
    #[error(transparent)]
    Model(#[from] ModelProblem),
    /// A term of the circular footprint formula is out of its range, or another lacks it.
    #[error(transparent)]
    Circular(#[from] CircularProblem),
    /// The process graph has no usable solution.
    #[error(transparent)]
    Solve(#[from] SolveProblem),
    /// The matrices of a database do not make a system, or lack what is asked for.
    #[error(transparent)]
    Database(#[from] DatabaseProblem),
    /// An emission has no characterisation.
    #[error(transparent)]
    Characterise(#[from] CharacteriseProblem),
    /// A sample makes no statistics.
    #[error(transparent)]
    Sample(#[from] SampleProblem),
    /// An analysis is asked for what it cannot be.
    #[error(transparent)]
    Analyse(#[from] AnalyseProblem),
    /// Two systems are not of the same processes.
    #[error(transparent)]
    Comparison(#[from] ComparisonProblem),
    /// The data of an installation do not make embedded emissions.
    #[error(transparent)]
    Cbam(#[from] CbamProblem),
}

impl ProblemKind {
    fn explain(&self) -> &dyn Explain {
        match self {
            Self::Number(problem) => problem,
            Self::Unit(problem) => problem,
            Self::Model(problem) => problem,
            Self::Circular(problem) => problem,
            Self::Solve(problem) => problem,
            Self::Database(problem) => problem,
            Self::Characterise(problem) => problem,
            Self::Sample(problem) => problem,
            Self::Analyse(problem) => problem,
            Self::Comparison(problem) => problem,
            Self::Cbam(problem) => problem,
        }
    }
}

impl Explain for ProblemKind {
    fn code(&self) -> &'static str {
        self.explain().code()
    }

    fn hint(&self) -> Option<String> {
        self.explain().hint()
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        self.explain().hint_for(caller)
    }

    fn details(&self) -> Vec<Detail> {
        self.explain().details()
    }
}

/// One thing that is wrong, and the place in the model where it stands.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where in the model it stands.
    pub place: Place,
}

impl Problem {
    /// A problem at a place.
    pub fn new(kind: impl Into<ProblemKind>, place: Place) -> Self {
        Self {
            kind: kind.into(),
            place,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}", self.kind)
        } else {
            write!(f, "{}: {}", self.place, self.kind)
        }
    }
}

impl Explain for Problem {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn hint(&self) -> Option<String> {
        self.kind.hint()
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        self.kind.hint_for(caller)
    }

    fn details(&self) -> Vec<Detail> {
        self.kind.details()
    }
}

/// Everything that is wrong with an input: one problem or more, in the order of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    problems: Vec<Problem>,
}

impl Error {
    /// The result `value` when nothing is wrong, else all that is.
    ///
    /// # Errors
    ///
    /// The problems, when there are any.
    pub fn unless_empty<T>(problems: Vec<Problem>, value: T) -> Result<T, Self> {
        if problems.is_empty() {
            Ok(value)
        } else {
            Err(Self { problems })
        }
    }

    /// One problem or more.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The problems, to be carried into another error.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
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

/// The candidate that reads most like `given`, when one is near enough to be a slip of the pen. Digits are no slip: names
/// that differ in them are of different things.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lowered = given.to_lowercase();
    let digits = |text: &str| -> Vec<char> { text.chars().filter(char::is_ascii_digit).collect() };
    let of_given = digits(given);
    candidates
        .into_iter()
        .filter(|candidate| digits(candidate) == of_given)
        .map(|candidate| {
            let score = strsim::jaro_winkler(&lowered, &candidate.to_lowercase());
            (score, candidate)
        })
        // Of 0 to 1: two letters of a word of seven may be wrong, and a word may lack its end.
        .filter(|(score, _)| *score >= 0.85)
        // Ties go to the name first in the alphabet, so that the order of the candidates is no matter.
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
