//! Collects what is wrong with a file while it is read.

use cfp_core::{Explain, Place, Problem, ProblemKind, Verb};

use super::problem::FileProblem;
use super::tree::{At, Node};
use crate::error::{Location, Reported};

/// How many problems of a file are told.
pub(super) const LIMIT: usize = 1000;

/// Whose keys are being read: what a problem's message begins with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'s> {
    Model,
    Process(&'s str),
    Exchange {
        process: &'s str,
        verb: Verb,
        flow: &'s str,
        index: usize,
    },
    Supply(&'s str),
    Parameter(&'s str),
}

impl Scope<'_> {
    pub fn place(self) -> Place {
        match self {
            Self::Model | Self::Parameter(_) => Place::default(),
            Self::Process(name) => Place::process(name),
            Self::Exchange {
                process,
                verb,
                flow,
                index,
            } => Place::exchange(process, verb, flow, index),
            Self::Supply(flow) => Place::supply(flow),
        }
    }

    /// What a message begins with; `None` for what is of the model as a whole.
    pub fn owner(self) -> Option<String> {
        if let Self::Parameter(name) = self {
            return Some(format!("parameter `{name}`"));
        }
        let place = self.place();
        (!place.is_empty()).then(|| place.to_string())
    }

    /// The number that stands under a key, in words.
    pub fn of_key(self, key: &str) -> String {
        match self.owner() {
            Some(owner) if key == "amount" => owner,
            Some(owner) => format!("{owner}: `{key}`"),
            None => format!("`{key}`"),
        }
    }
}

/// The problems found so far, each with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Problems {
    nowhere: Location,
    pub list: Vec<(Option<At>, Reported)>,
    /// Whether something could not be understood that the rest of the model may rely on.
    pub content_is_hidden: bool,
    /// What every message begins with: the scenario that is read.
    pub within: Option<String>,
}

impl Problems {
    /// None yet, in a file.
    pub fn new(nowhere: Location) -> Self {
        Self {
            nowhere,
            list: Vec::new(),
            content_is_hidden: false,
            within: None,
        }
    }

    /// Whether there are more problems than are told, so that nothing further needs to be read.
    pub fn is_full(&self) -> bool {
        self.list.len() > LIMIT
    }

    /// Adds any problem as it tells itself.
    pub fn add(&mut self, problem: &dyn Explain, at: Option<At>) {
        if !self.is_full() {
            let reported = Reported::new(problem, self.nowhere.clone());
            self.push(reported, at);
        }
    }

    /// What was found; `None` where it failed, all problems of which are added.
    pub fn unless_failed<T>(
        &mut self,
        found: Result<T, cfp_factors::Error>,
        at: Option<At>,
    ) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(error) => {
                for problem in error.problems() {
                    self.add(problem, at);
                }
                None
            }
        }
    }

    /// Adds any problem with what its message begins with.
    pub fn of(&mut self, problem: &dyn Explain, owner: &str, at: Option<At>) {
        if !self.is_full() {
            let reported = Reported::new(problem, self.nowhere.clone());
            self.push(reported.of(owner), at);
        }
    }

    /// Adds a problem, or, when it is the first too many, that there are more.
    fn push(&mut self, mut problem: Reported, at: Option<At>) {
        if let Some(owner) = &self.within {
            problem = problem.of(owner);
        }
        let is_last = self.list.len() == LIMIT;
        self.list.push(if is_last {
            let closing = FileProblem::TooManyProblems { told: LIMIT };
            (None, Reported::new(&closing, self.nowhere.clone()))
        } else {
            (at, problem)
        });
    }

    /// Adds a problem of the file.
    pub fn file(&mut self, problem: &FileProblem, scope: Scope<'_>, at: At) {
        self.content_is_hidden |= problem.hides_content();
        if self.is_full() {
            return;
        }
        let mut reported = Reported::new(problem, self.nowhere.clone());
        if let Some(owner) = scope.owner() {
            reported = reported.of(&owner);
        }
        self.push(reported, Some(at));
    }

    /// Adds a problem of a value, at a key when it stands under one.
    pub fn value(
        &mut self,
        kind: impl Into<ProblemKind>,
        scope: Scope<'_>,
        key: Option<&'static str>,
        at: At,
    ) {
        let mut place = scope.place();
        if let (Scope::Parameter(_), Some(owner)) = (scope, scope.owner()) {
            self.of(&Problem::new(kind, place), &owner, Some(at));
            return;
        }
        place.key = key;
        self.add(&Problem::new(kind, place), Some(at));
    }

    /// Adds that a value is of another kind than its key needs.
    pub fn wrong_type(
        &mut self,
        scope: Scope<'_>,
        key: &str,
        node: &Node<'_>,
        needed: &'static str,
    ) {
        let problem = FileProblem::WrongType {
            key: key.to_owned(),
            given: node.kind(),
            expected: needed,
        };
        self.file(&problem, scope, node.at);
    }
}
