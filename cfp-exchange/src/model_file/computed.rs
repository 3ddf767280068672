//! Quantities and numbers of a model: as written, or computed from its parameters.

use std::collections::{BTreeMap, BTreeSet};

use cfp_core::{
    Amount, Detail, Explain, NumberProblem, Place, Problem, ProblemKind, Quantity, Written,
};

use super::carry::Carried;
use super::dependence::{Counts, Formulas};
use super::expression::{Expression, Values, unknown};
use super::parameter_problem::ParameterProblem;
use super::parameter_value::{Failure, Fault, ParameterValue};
use super::parameters::Parameter;
use super::problem::FileProblem;
use super::problems::{Problems, Scope};
use super::read::Reader;
use super::token::{is_expression, plain};
use super::tree::{At, Node, Value};

/// The text of what is unreadable and told already. No other value has it: a text with a brace is an
/// expression.
const TOLD: &str = "{told}";

/// How many signs of an expression a message repeats.
const ECHO: usize = 80;

/// The parameters while a model is read.
pub(super) struct Parameters<'p> {
    /// The text of the file.
    text: &'p str,
    pub overrides: &'p BTreeMap<String, String>,
    /// Their values, and what is computed from them so far.
    pub formulas: Formulas,
    /// What the parameters are worth as the file writes them, where something stands in place of one.
    pub as_written: Option<Values>,
    /// What became of the spreads of what moves with that.
    pub carried: Carried,
    used: BTreeSet<String>,
}

impl<'p> Parameters<'p> {
    /// None yet, of a file with this text; the overrides stand in place of what it writes.
    pub fn new(text: &'p str, overrides: &'p BTreeMap<String, String>) -> Self {
        Self {
            text,
            overrides,
            formulas: Formulas::default(),
            as_written: None,
            carried: Carried::default(),
            used: BTreeSet::new(),
        }
    }

    /// The names that no expression uses.
    pub fn unused(&self, parameters: &[Parameter]) -> Vec<String> {
        let names = parameters.iter().map(|parameter| &parameter.name);
        let unused = names.filter(|name| !self.used.contains(*name));
        unused.cloned().collect()
    }

    /// What an expression is worth.
    pub fn value(&mut self, text: &str) -> Result<ParameterValue, Failure> {
        let expression = Expression::read(text)?;
        self.use_names(&expression);
        expression.value(&self.formulas.values)
    }

    /// Notes that an expression uses its names.
    pub fn use_names(&mut self, expression: &Expression<'_>) {
        self.used.extend(expression.names().map(str::to_owned));
    }

    /// The place of a byte of a text that is the value of a node; its start when the text is not
    /// written as it reads.
    fn place(&self, node: &Node<'_>, text: &str, offset: usize) -> At {
        let At(start) = node.at;
        let start = start as usize;
        let begins = |quotes: &usize| {
            let rest = self.text.get(start + quotes..);
            rest.is_some_and(|rest| rest.starts_with(text))
        };
        let quotes = [1, 3].into_iter().find(begins);
        quotes.map_or(node.at, |quotes| At::from(start + quotes + offset))
    }
}

/// What stands for a value that is told as a problem already.
pub(super) fn unreadable() -> ProblemKind {
    let text = TOLD.to_owned();
    NumberProblem::NotANumber { text }.into()
}

/// Whether a problem is only of what stands for such a value.
pub(super) fn is_told(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::Number(NumberProblem::NotANumber { text }) if text == TOLD)
}

impl Reader<'_> {
    /// Tells of what is to stand in place of a parameter that the model does not have.
    pub fn tell_unknown_overrides(&mut self) {
        let Parameters {
            overrides,
            formulas,
            ..
        } = &self.parameters;
        let values = &formulas.values;
        let names = overrides.keys().filter(|name| !values.contains_key(*name));
        for name in names {
            self.problems.add(&unknown(name, values.keys()), None);
        }
    }

    /// A number with its unit; a problem that is told already, or one of a text for the caller to tell.
    pub fn quantity(&mut self, scope: Scope<'_>, key: &str, node: &Node<'_>) -> Written<Quantity> {
        self.quantity_as(Counts::Otherwise, scope, key, node)
    }

    /// The same of a number whose part in a footprint is known.
    pub fn quantity_as(
        &mut self,
        counts: Counts<'_>,
        scope: Scope<'_>,
        key: &str,
        node: &Node<'_>,
    ) -> Written<Quantity> {
        let example = |number: &str| {
            format!("\"{number} kg\" or \"{number} kWh\", with the unit that it has")
        };
        let needed = "a text such as \"1150 kWh\"";
        let text = self.number_text(scope, key, node, example, needed);
        let text = text.ok_or_else(unreadable)?;
        let place = Asked { counts, scope, key };
        self.written(place, node, text, str::parse, ParameterValue::to_quantity)
    }

    /// A number without a unit; a problem that is told already, or one of a text for the caller to tell.
    pub fn number(&mut self, scope: Scope<'_>, key: &str, node: &Node<'_>) -> Written<Amount> {
        self.number_as(Counts::Otherwise, scope, key, node)
    }

    /// The same of a number whose part in a footprint is known.
    pub fn number_as(
        &mut self,
        counts: Counts<'_>,
        scope: Scope<'_>,
        key: &str,
        node: &Node<'_>,
    ) -> Written<Amount> {
        let example = |number: &str| format!("\"{number}\"");
        let text = self.number_text(scope, key, node, example, "a number as text");
        let text = text.ok_or_else(unreadable)?;
        let parse = |text: &str| plain(text).parse().map_err(ProblemKind::from);
        let place = Asked { counts, scope, key };
        self.written(place, node, text, parse, ParameterValue::to_number)
    }

    /// The quantity of a node, telling nothing; `None` when it has none.
    pub fn peek(&mut self, node: &Node<'_>) -> Option<Quantity> {
        let text = node.text()?;
        if is_expression(text) {
            self.parameters.value(text).ok()?.to_quantity().ok()
        } else {
            text.parse().ok()
        }
    }

    /// Tells why a value cannot be read, unless that is told.
    pub fn tell_unreadable<T>(
        &mut self,
        written: &Written<T>,
        scope: Scope<'_>,
        key: Option<&'static str>,
        at: At,
    ) {
        if let Err(kind) = written
            && !is_told(kind)
        {
            self.problems.value(kind.clone(), scope, key, at);
        }
    }

    /// A text as a value of one sort, computed when it is an expression.
    fn written<T>(
        &mut self,
        asked: Asked<'_>,
        node: &Node<'_>,
        text: &str,
        parse: impl FnOnce(&str) -> Written<T>,
        convert: impl FnOnce(&ParameterValue) -> Result<T, Fault>,
    ) -> Written<T> {
        let is_expression = is_expression(text);
        let computed = if is_expression {
            self.parameters
                .value(text)
                .and_then(|value| convert(&value).map_err(|fault| Failure { offset: 0, fault }))
        } else {
            let parsed = parse(text);
            if parsed.is_ok() || self.parameters.formulas.values.is_empty() {
                return parsed;
            }
            // It may be meant as an expression, its parameters without their braces.
            match self.parameters.value(text) {
                Err(failure) if failure.is_of_braces() => Err(failure),
                _ => return parsed,
            }
        };
        let Asked { counts, scope, key } = asked;
        match computed {
            Ok(value) => {
                if is_expression {
                    let number = counts.number(scope, key, text);
                    self.parameters.formulas.numbers.extend(number);
                }
                Ok(value)
            }
            Err(failure) => {
                self.tell(failure, &scope.of_key(key), text, Some(node));
                Err(unreadable())
            }
        }
    }

    /// Tells why an expression has no value; without a node, it stands outside of the file.
    pub fn tell(&mut self, failure: Failure, owner: &str, text: &str, node: Option<&Node<'_>>) {
        let at = node.map(|node| self.parameters.place(node, text, failure.offset));
        tell(self.problems, failure.fault, owner, text, at);
    }

    /// The text of a number, or nothing and why that is none.
    pub fn number_text<'t>(
        &mut self,
        scope: Scope<'_>,
        key: &str,
        node: &'t Node<'_>,
        example: impl Fn(&str) -> String,
        needed: &'static str,
    ) -> Option<&'t str> {
        match &node.value {
            Value::Text(text) => return Some(text),
            Value::Number(written) => {
                let problem = FileProblem::BareNumber {
                    key: key.to_owned(),
                    written: written.to_string(),
                    example: example(written),
                };
                self.problems.file(&problem, scope, node.at);
            }
            _ => self.problems.wrong_type(scope, key, node, needed),
        }
        None
    }
}

/// Tells why an expression has no value.
pub(super) fn tell(problems: &mut Problems, fault: Fault, owner: &str, text: &str, at: Option<At>) {
    match fault {
        Fault::Told => {}
        Fault::Expression(problem) => problems.of(&problem, owner, at),
        Fault::Value(kind) => {
            let given = text.chars().take(ECHO).collect();
            let told = Computed(Problem::new(kind, Place::default()), given);
            problems.of(&told, owner, at);
        }
    }
}

/// Which number is read: what a footprint knows it as, whose it is and under which key.
#[derive(Clone, Copy)]
struct Asked<'s> {
    counts: Counts<'s>,
    scope: Scope<'s>,
    key: &'s str,
}

impl Failure {
    fn is_of_braces(&self) -> bool {
        let Fault::Expression(problem) = &self.fault else {
            return false;
        };
        matches!(problem, ParameterProblem::WithoutBraces { .. })
    }
}

/// A problem of a number or a unit, with the expression that it is of.
struct Computed(Problem, String);

impl std::fmt::Display for Computed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Explain for Computed {
    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn hint(&self) -> Option<String> {
        self.0.hint()
    }

    fn details(&self) -> Vec<Detail> {
        let details = self.0.details();
        if details.is_empty() {
            vec![Detail::new("given", &self.1)]
        } else {
            details
        }
    }
}
