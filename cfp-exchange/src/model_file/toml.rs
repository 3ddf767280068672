//! TOML as values with places.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::FileProblem;
use super::tree::{At, Entry, Node, Tree, Value};

/// The values of a TOML text, or why it is none. A key that stands twice leaves the rest readable.
pub(super) fn parse(text: &str) -> Result<Tree<'_>, Vec<(FileProblem, At)>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems = Vec::new();
    let mut readable = true;
    for error in errors {
        let span = error.span().unwrap_or_default();
        let problem = if error.message() == "duplicate key" {
            let key = text.get(span.clone()).unwrap_or_default();
            let key = key.trim_matches(|c| matches!(c, '"' | '\'')).to_owned();
            FileProblem::DuplicateKey { key }
        } else {
            readable = false;
            let lines: Vec<&str> = error.message().lines().map(str::trim).collect();
            let reason = lines.join("; ");
            FileProblem::TomlSyntax { reason }
        };
        problems.push((problem, At::from(span.start)));
    }
    if !readable {
        problems.retain(|(problem, _)| matches!(problem, FileProblem::TomlSyntax { .. }));
        return Err(problems);
    }
    let root = Node {
        at: At(0),
        value: Value::Table(entries(table.into_inner())),
    };
    Ok(Tree { root, problems })
}

fn entries<'a>(table: DeTable<'a>) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = table
        .into_iter()
        .map(|(key, value)| Entry {
            at: At::from(key.span().start),
            key: key.into_inner(),
            node: node(value),
        })
        .collect();
    entries.sort_unstable_by_key(|entry| entry.at);
    entries
}

fn node(spanned: Spanned<DeValue<'_>>) -> Node<'_> {
    let at = At::from(spanned.span().start);
    let value = match spanned.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => Value::Number(number.to_string().into()),
        DeValue::Float(number) => Value::Number(number.to_string().into()),
        DeValue::Boolean(truth) => Value::Truth(truth),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => Value::List(items.into_iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
    };
    Node { at, value }
}
