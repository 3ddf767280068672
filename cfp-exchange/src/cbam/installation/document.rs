//! A text as the tables of an installation: keys and kinds of values are checked, and what stands where is kept.

use cfp_core::{Explain, nearest};
use serde_json::{Map, Value as Json};

use super::schema::{INSTALLATION, Schema, Wants};
use super::stated::StatedInstallation;
use crate::error::{Error, Reported};
use crate::model_file::{At, Entry, FileProblem, Node, Source, Value};

/// The way to a value: keys, and numbers of lists counted from zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(&'static str),
    Number(usize),
}

/// A text, and what it states.
#[derive(Debug)]
pub(super) struct Document {
    source: Source,
}

impl Document {
    /// The text of a file, and the tables that it states.
    pub fn read(file: &str, bytes: &[u8]) -> Result<(Self, StatedInstallation), Error> {
        let source = Source::new(file, bytes)?;
        let mut checker = Checker {
            problems: Vec::new(),
        };
        let json = {
            let tree = source.parse()?;
            for (problem, at) in tree.problems {
                checker.tell(at, &problem, &source);
            }
            checker.table(&tree.root, &INSTALLATION, &source)
        };
        if !checker.problems.is_empty() {
            return Err(source.error(checker.problems));
        }
        match serde_json::from_value(json) {
            Ok(stated) => Ok((Self { source }, stated)),
            // The keys and kinds are checked: what is left is a list where a table stands for one.
            Err(error) => {
                let reason = error.to_string();
                let problem = FileProblem::JsonSyntax { reason };
                let reported = Reported::new(&problem, source.nowhere());
                Err(source.error(vec![(None, reported)]))
            }
        }
    }

    /// An error of problems, each at the value that it is of.
    pub fn error(&self, problems: Vec<(Vec<Step>, Reported)>) -> Error {
        let Ok(tree) = self.source.parse() else {
            // It parsed when it was read.
            let problems = problems.into_iter().map(|(_, problem)| (None, problem));
            return self.source.error(problems.collect());
        };
        let placed = problems.into_iter().map(|(path, problem)| {
            let at = place(&tree.root, &path);
            (Some(at), problem)
        });
        let placed = placed.collect();
        self.source.error(placed)
    }
}

/// Where the deepest part of a path stands that there is.
fn place(root: &Node<'_>, path: &[Step]) -> At {
    let mut node = root;
    let mut at = root.at;
    for step in path {
        let next = match step {
            Step::Key(key) => node.get(key).map(|entry| &entry.node),
            Step::Number(number) => node.items().get(*number),
        };
        let Some(next) = next else {
            return at;
        };
        node = next;
        at = node.at;
    }
    at
}

/// Checks keys and kinds of values, and makes plain values of them.
struct Checker {
    problems: Vec<(Option<At>, Reported)>,
}

impl Checker {
    fn tell(&mut self, at: At, problem: &dyn Explain, source: &Source) {
        let reported = Reported::new(problem, source.nowhere());
        self.problems.push((Some(at), reported));
    }

    fn table(&mut self, node: &Node<'_>, schema: &'static Schema, source: &Source) -> Json {
        if !matches!(node.value, Value::Table(_)) {
            self.wrong(node.at, schema.owner, node, "a table", source);
            return Json::Null;
        }
        let mut map = Map::new();
        for entry in node.entries() {
            let known = schema.keys.iter().find(|(key, _)| *key == entry.key);
            if let Some((_, wants)) = known {
                let value = self.value(entry, *wants, source);
                map.insert(entry.key.to_string(), value);
                continue;
            }
            let known: Vec<&'static str> = schema.keys.iter().map(|(key, _)| *key).collect();
            let problem = FileProblem::UnknownKey {
                key: entry.key.to_string(),
                owner: schema.owner,
                nearest: nearest(&entry.key, known.iter().copied()),
                known,
            };
            self.tell(entry.at, &problem, source);
        }
        for key in schema.needed {
            if node.get(key).is_none() {
                let owner = schema.owner;
                self.tell(node.at, &FileProblem::MissingKey { key, owner }, source);
            }
        }
        Json::Object(map)
    }

    fn value(&mut self, entry: &Entry<'_>, wants: Wants, source: &Source) -> Json {
        let node = &entry.node;
        match (wants, &node.value) {
            (Wants::Text, _) => self.text(&entry.key, node, source),
            (Wants::Year, Value::Number(number)) => match number.parse::<u16>() {
                Ok(year) => Json::from(year),
                Err(_) => self.wrong(node.at, &entry.key, node, "a year such as 2026", source),
            },
            (Wants::Year, _) => {
                self.wrong(node.at, &entry.key, node, "a year such as 2026", source)
            }
            (Wants::Truth, Value::Truth(truth)) => Json::Bool(*truth),
            (Wants::Truth, _) => self.wrong(node.at, &entry.key, node, "true or false", source),
            (Wants::Texts, _) => {
                let texts = node.items().iter();
                Json::Array(
                    texts
                        .map(|node| self.text(&entry.key, node, source))
                        .collect(),
                )
            }
            (Wants::Users, Value::Text(name)) => Json::from(name.as_ref()),
            (Wants::Users | Wants::Map, Value::Table(entries)) => {
                let texts = entries.iter().map(|inner| {
                    let text = self.text(&inner.key, &inner.node, source);
                    (inner.key.to_string(), text)
                });
                Json::Object(texts.collect())
            }
            (Wants::Users, _) => self.wrong(
                node.at,
                &entry.key,
                node,
                "a name or a table of shares",
                source,
            ),
            (Wants::Map, _) => self.wrong(node.at, &entry.key, node, "a table of texts", source),
            (Wants::One(schema), _) => self.table(node, schema, source),
            (Wants::Tables(schema), _) => {
                let tables = node.items().iter();
                Json::Array(
                    tables
                        .map(|node| self.table(node, schema, source))
                        .collect(),
                )
            }
        }
    }

    fn text(&mut self, key: &str, node: &Node<'_>, source: &Source) -> Json {
        match &node.value {
            Value::Text(text) => Json::from(text.as_ref()),
            Value::Number(written) => {
                let problem = FileProblem::BareNumber {
                    key: key.to_owned(),
                    written: written.to_string(),
                    example: format!("\"{written}\", with its unit where it has one"),
                };
                self.tell(node.at, &problem, source);
                Json::Null
            }
            _ => self.wrong(node.at, key, node, "a text", source),
        }
    }

    fn wrong(
        &mut self,
        at: At,
        key: &str,
        node: &Node<'_>,
        expected: &'static str,
        source: &Source,
    ) -> Json {
        let problem = FileProblem::WrongType {
            key: key.to_owned(),
            given: node.kind(),
            expected,
        };
        self.tell(at, &problem, source);
        Json::Null
    }
}
