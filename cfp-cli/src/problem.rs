//! Problems as they are told, to people and to programs.

use cfp_core::{Caller, Detail, Explain};
use cfp_exchange::Reported;
use cfp_factors::{FactorProblem, FileFault, FileProblem};
use serde::Serialize;

use crate::input::InputProblem;
use crate::output::{OutputError, OutputProblem};
use crate::page::{Page, json};

/// Everything that is wrong with an input.
#[derive(Debug, Serialize)]
pub(crate) struct Problems {
    problems: Vec<Told>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    code: &'static str,
    message: String,
    #[serde(rename = "where")]
    place: Option<String>,
    hint: Option<String>,
    details: Vec<Line>,
}

/// A line between the message and the hint.
#[derive(Debug, Serialize)]
struct Line {
    label: &'static str,
    text: String,
}

/// The width of the labels of an error's lines.
const LABEL: usize = 11;
/// The width of what is given, beside which its place stands.
const GIVEN: usize = 28;

impl Problems {
    /// The problems as `{"problems": […]}`.
    pub fn json(&self) -> String {
        json(self)
    }

    /// These problems.
    pub fn of(problems: Vec<Told>) -> Self {
        Self { problems }
    }

    /// Those of several lists.
    pub fn all(lists: impl IntoIterator<Item = Self>) -> Self {
        let lists = lists.into_iter();
        Self {
            problems: lists.flat_map(|list| list.problems).collect(),
        }
    }

    /// The same where `--from` is a value, and the maker of the product that is asked for is said by another argument.
    pub fn with_maker(mut self, argument: &str) -> Self {
        for told in &mut self.problems {
            if told.code == "several-suppliers" && told.message.starts_with("`product`") {
                let hint = told.hint.take();
                told.hint = hint.map(|hint| hint.replacen("`from`", argument, 1));
            }
        }
        self
    }

    /// The problems one after another, with their number when there are several.
    pub fn text(&self) -> String {
        let mut page = Page::default();
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                page.gap();
            }
            problem.show(&mut page);
        }
        if self.problems.len() > 1 {
            page.gap();
            page.line(&format!("{} problems", self.problems.len()));
        }
        page.text()
    }
}

impl Told {
    /// A problem without a place.
    pub fn new(problem: &dyn Explain) -> Self {
        Self {
            code: problem.code(),
            message: problem.to_string(),
            place: None,
            hint: problem.hint_for(Caller::Command),
            details: lines(&problem.details()),
        }
    }

    /// The same problem in a file.
    pub fn at(mut self, place: String) -> Self {
        self.place = Some(place);
        self
    }

    /// The problem on lines of its own.
    pub fn text(&self) -> String {
        let mut page = Page::default();
        self.show(&mut page);
        page.text()
    }

    fn show(&self, page: &mut Page) {
        page.line(&format!("error: {}", self.message));
        let beside = self
            .details
            .first()
            .is_some_and(|line| line.label == "given");
        let is_said = |place: &String| self.message.contains(&format!("`{place}`"));
        if let Some(place) = self
            .place
            .as_ref()
            .filter(|place| !beside && !is_said(place))
        {
            page.line(&format!("  {:LABEL$}{place}", "at"));
        }
        let mut above = "";
        for (index, Line { label, text }) in self.details.iter().enumerate() {
            let shown = if *label == above { "" } else { label };
            above = label;
            match (&self.place, index == 0 && beside) {
                (Some(place), true) => {
                    page.line(&format!("  {shown:LABEL$}{text:GIVEN$}  {place}"));
                }
                _ => page.line(&format!("  {shown:LABEL$}{text}")),
            }
        }
        if let Some(hint) = &self.hint {
            page.line(&format!("hint: {hint}"));
        }
    }
}

fn lines(details: &[Detail]) -> Vec<Line> {
    let lines = details.iter().map(|detail| Line {
        label: detail.label,
        text: detail.text.clone(),
    });
    lines.collect()
}

impl From<InputProblem> for Told {
    fn from(problem: InputProblem) -> Self {
        Self::new(&problem)
    }
}

impl From<&Reported> for Told {
    fn from(problem: &Reported) -> Self {
        Self {
            code: problem.code,
            message: problem.message.clone(),
            place: Some(problem.location.to_string()),
            hint: problem.hint.clone(),
            details: lines(&problem.details),
        }
    }
}

impl From<&FactorProblem> for Told {
    fn from(problem: &FactorProblem) -> Self {
        let mut told = Self::new(problem);
        // The message of a file's fault begins with its place, which has a field of its own here.
        if let FactorProblem::File(FileProblem { place, fault, .. }) = problem {
            told.message = match fault {
                FileFault::Unreadable(source) => format!("`{place}` cannot be read: {source}"),
                _ => fault.to_string(),
            };
            told.place = Some(place.to_string());
        }
        told
    }
}

impl From<&OutputProblem> for Told {
    fn from(problem: &OutputProblem) -> Self {
        Self::new(problem).at(problem.file().to_owned())
    }
}

impl From<OutputError> for Problems {
    fn from(error: OutputError) -> Self {
        Self {
            problems: error.problems().iter().map(Told::from).collect(),
        }
    }
}

impl From<Told> for Problems {
    fn from(problem: Told) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

impl From<cfp_exchange::Error> for Problems {
    fn from(error: cfp_exchange::Error) -> Self {
        Self {
            problems: error.problems().iter().map(Told::from).collect(),
        }
    }
}

impl From<cfp_core::Error> for Problems {
    fn from(error: cfp_core::Error) -> Self {
        let problems = error.into_problems();
        Self {
            problems: problems.iter().map(|problem| Told::new(problem)).collect(),
        }
    }
}

impl From<cfp_factors::Error> for Problems {
    fn from(error: cfp_factors::Error) -> Self {
        Self {
            problems: error.problems().iter().map(Told::from).collect(),
        }
    }
}
