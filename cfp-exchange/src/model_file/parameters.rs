//! The parameters of a model: named expressions, each computed after those that it needs.

use std::collections::BTreeMap;

use super::expression::{Expression, Values};
use super::parameter_problem::ParameterProblem;
use super::parameter_value::{Failure, Fault, ParameterValue};

/// How many rings are told.
const RINGS: usize = 20;

/// A parameter as the model writes it, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The text of the file, such as `{load} * ({yield} - 1)`.
    pub written: String,
    /// What it is worth; `None` when that cannot be computed, which building the model tells.
    pub value: Option<ParameterValue>,
}

/// What computing the parameters found.
#[derive(Debug, Clone, Default)]
pub(super) struct Evaluation {
    /// The value of every parameter.
    pub values: Values,
    /// What is wrong, each with the number of the parameter; an override has no place in the file.
    pub failures: Vec<(usize, Failure)>,
    /// Which others each needs, by their numbers.
    pub needs: Vec<Vec<usize>>,
    /// Their numbers, each after those that it needs.
    pub order: Vec<usize>,
}

/// The values of parameters that are written as names and texts. An override stands in place of the
/// text of its parameter, and may name others as that does.
pub(super) fn evaluate(
    written: &[(String, String)],
    overrides: &BTreeMap<String, String>,
) -> Evaluation {
    let mut found = Evaluation::default();
    let mut numbers = BTreeMap::new();
    for (number, (name, _)) in written.iter().enumerate() {
        found.values.insert(name.clone(), None);
        numbers.insert(name.as_str(), number);
    }
    let expressions: Vec<Option<Expression<'_>>> = written
        .iter()
        .enumerate()
        .map(|(number, (name, text))| {
            let text = overrides.get(name).unwrap_or(text);
            let read = Expression::read(text);
            read.map_err(|failure| found.failures.push((number, failure)))
                .ok()
        })
        .collect();
    let needs: Vec<Vec<usize>> = expressions
        .iter()
        .map(|expression| {
            let names = expression.iter().flat_map(Expression::names);
            names
                .filter_map(|name| numbers.get(name).copied())
                .collect()
        })
        .collect();
    let (order, rings) = order(&needs);
    for ring in rings {
        let names = ring.iter().map(|&number| written[number].0.clone());
        let names = names.collect();
        let fault = Fault::Expression(ParameterProblem::Cycle { names });
        let failure = Failure { offset: 0, fault };
        found.failures.push((ring[0], failure));
    }
    // What needs itself meets a value that is not there, which is told with its ring.
    for &number in &order {
        let Some(expression) = expressions[number].as_ref() else {
            continue;
        };
        match expression.value(&found.values) {
            Ok(value) => {
                found.values.insert(written[number].0.clone(), Some(value));
            }
            Err(failure) => found.failures.push((number, failure)),
        }
    }
    found.needs = needs;
    found.order = order;
    found
}

/// How far the search is with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// It is this deep on the path.
    OnPath(usize),
    Done,
}

/// An order in which each comes after those that it needs, and the rings among them. A loop in place
/// of a recursion: a chain may be as long as the file.
fn order(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut states = vec![State::New; needs.len()];
    let (mut order, mut rings) = (Vec::with_capacity(needs.len()), Vec::new());
    for start in 0..needs.len() {
        if states[start] != State::New {
            continue;
        }
        let mut path = vec![(start, 0)];
        states[start] = State::OnPath(0);
        while let Some((number, tried)) = path.last_mut() {
            let Some(&need) = needs[*number].get(*tried) else {
                states[*number] = State::Done;
                order.push(*number);
                path.pop();
                continue;
            };
            *tried += 1;
            match states[need] {
                State::New => {
                    states[need] = State::OnPath(path.len());
                    path.push((need, 0));
                }
                State::OnPath(depth) if rings.len() < RINGS => {
                    rings.push(path[depth..].iter().map(|(number, _)| *number).collect());
                }
                State::OnPath(_) | State::Done => {}
            }
        }
    }
    (order, rings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        let lines = lines.iter();
        lines
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    fn values(found: &Evaluation) -> Vec<String> {
        let values = found.values.iter();
        values
            .map(|(name, value)| match value {
                Some(value) => format!("{name} = {value}"),
                None => format!("{name} has none"),
            })
            .collect()
    }

    #[test]
    fn each_is_computed_after_those_that_it_needs() {
        let lines = written(&[("p3", "2 * {p2}"), ("p2", "2 * {p1}"), ("p1", "1 t")]);
        let found = evaluate(&lines, &BTreeMap::new());
        assert_eq!(values(&found), ["p1 = 1 t", "p2 = 2 t", "p3 = 4 t"]);
        let overrides = BTreeMap::from([("p2".to_owned(), "{p1} + 500 kg".to_owned())]);
        let found = evaluate(&lines, &overrides);
        assert_eq!(values(&found), ["p1 = 1 t", "p2 = 1.5 t", "p3 = 3 t"]);
        assert!(found.failures.is_empty());
    }

    #[test]
    fn a_ring_is_told_once_and_by_its_names() {
        let lines = written(&[
            ("a", "{b}"),
            ("b", "{c} + {d}"),
            ("c", "{b}"),
            ("d", "1"),
            ("e", "{e} + 1"),
        ]);
        let found = evaluate(&lines, &BTreeMap::new());
        let told: Vec<String> = found
            .failures
            .iter()
            .map(|(number, failure)| match &failure.fault {
                Fault::Expression(problem) => format!("{number}: {problem}"),
                fault => format!("{number}: {fault:?}"),
            })
            .filter(|told| !told.ends_with("Told"))
            .collect();
        assert_eq!(
            told,
            [
                "1: the value needs itself: `b` → `c` → `b`",
                "4: the value needs itself: `e` → `e`",
            ]
        );
        let none = [
            "a has none",
            "b has none",
            "c has none",
            "d = 1",
            "e has none",
        ];
        assert_eq!(values(&found), none);
    }

    #[test]
    fn a_chain_may_be_long() {
        let name = |number: usize| format!("p{number}");
        let mut lines = vec![(name(0), "1".to_owned())];
        lines.extend((1..100_000).map(|n| (name(n), format!("{{p{}}} + 1", n - 1))));
        lines.reverse();
        let found = evaluate(&lines, &BTreeMap::new());
        let last = found.values["p99999"].as_ref().map(ToString::to_string);
        assert_eq!(last.as_deref(), Some("100000"));
    }
}
