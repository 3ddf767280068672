//! What TOML and JSON have in common: values with the places where they stand.

use std::borrow::Cow;

use cfp_core::Spellings;

use super::problem::FileProblem;

/// A place in the text, as the offset of a byte. The limit on a file's size keeps it in 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At(pub u32);

impl From<usize> for At {
    fn from(offset: usize) -> Self {
        Self(u32::try_from(offset).unwrap_or(u32::MAX))
    }
}

/// A value and where it starts.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub at: At,
    pub value: Value<'a>,
}

#[derive(Debug)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    /// A number as written.
    Number(Cow<'a, str>),
    Truth(bool),
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>),
    /// Something that a model has no use for, and what it is called.
    Other(&'static str),
}

/// A key of a table, in the order of the text.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub key: Cow<'a, str>,
    pub at: At,
    pub node: Node<'a>,
}

/// A text as values, and the problems that do not keep it from being read.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub root: Node<'a>,
    pub problems: Vec<(FileProblem, At)>,
    /// How names are spelled that the text spells in several ways.
    pub spellings: Spellings,
}

impl<'a> Node<'a> {
    /// What the value is called in a sentence.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::Truth(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }

    /// The text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, when it is a table.
    pub fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; a single value is a list of itself.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The entry of a key, when it is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries().iter().find(|entry| entry.key == key)
    }
}
