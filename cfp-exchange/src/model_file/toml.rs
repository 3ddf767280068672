//! TOML as values with places.

use cfp_core::Spellings;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::FileProblem;
use super::problems::LIMIT;
use super::tree::{At, Entry, Node, Tree, Value};

/// The values of a TOML text, or why it is none; `starts` are the places of its `[[process]]` headers.
pub(super) fn parse<'a>(
    text: &'a str,
    starts: &[usize],
) -> Result<Tree<'a>, Vec<(FileProblem, At)>> {
    match by_process(text, starts) {
        Some(root) => Ok(Tree {
            root,
            problems: Vec::new(),
            spellings: Spellings::default(),
        }),
        None => whole(text),
    }
}

/// The values of a text that is read process by process: the parser needs many times the memory of
/// what it is given. `None` when the text has problems, or when one of its parts may bear upon
/// another: then it has to be read as a whole.
fn by_process<'a>(text: &'a str, starts: &[usize]) -> Option<Node<'a>> {
    let first = *starts.first()?;
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let mut root = part(text, 0, first)?;
    let mut processes = Vec::with_capacity(starts.len());
    let mut place = None;
    for (&start, end) in starts.iter().zip(ends) {
        for entry in part(text, start, end)? {
            match entry.node.value {
                Value::List(items) if entry.key == "process" && items.len() == 1 => {
                    place.get_or_insert((entry.at, entry.node.at));
                    processes.extend(items);
                }
                _ => root.push(entry),
            }
        }
    }
    let mut keys: Vec<&str> = root.iter().map(|entry| entry.key.as_ref()).collect();
    keys.sort_unstable();
    let is_apart = keys.windows(2).all(|pair| pair[0] != pair[1]) && !keys.contains(&"process");
    let (at, list_at) = place.filter(|_| is_apart)?;
    root.push(Entry {
        key: "process".into(),
        at,
        node: Node {
            at: list_at,
            value: Value::List(processes),
        },
    });
    root.sort_unstable_by_key(|entry| entry.at);
    let value = Value::Table(root);
    Some(Node { at: At(0), value })
}

/// The entries of a part of a text that is TOML by itself.
fn part(text: &str, start: usize, end: usize) -> Option<Vec<Entry<'_>>> {
    let table = DeTable::parse(&text[start..end]).ok()?;
    Some(entries(table.into_inner(), start))
}

/// How much of a text, in bytes, is looked through for more problems at once: the parser keeps all that
/// it finds.
const WINDOW: usize = 1 << 20;

/// The values of a text read as a whole. A key that stands twice leaves the rest readable.
fn whole(text: &str) -> Result<Tree<'_>, Vec<(FileProblem, At)>> {
    if text.len() > WINDOW {
        // What is no TOML at all is refused before the parser is given much of it.
        if let Some(problems) = hopeless(text, WINDOW) {
            return Err(problems);
        }
        if let Err(first) = DeTable::parse(text) {
            let at = first.span().unwrap_or_default().start;
            if let Some(problems) = hopeless(text, at + WINDOW) {
                return Err(problems);
            }
        }
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let (problems, readable) = told(text, errors);
    if !readable {
        return Err(problems);
    }
    let root = Node {
        at: At(0),
        value: Value::Table(entries(table.into_inner(), 0)),
    };
    Ok(Tree {
        root,
        problems,
        spellings: Spellings::default(),
    })
}

/// The problems of the lines up to a byte, when there are so many that the rest is not worth reading.
fn hopeless(text: &str, end: usize) -> Option<Vec<(FileProblem, At)>> {
    let end = end.min(text.len());
    let lines = text.as_bytes()[..end]
        .iter()
        .rposition(|&byte| byte == b'\n');
    let (_, errors) = DeTable::parse_recoverable(&text[..=lines?]);
    let (problems, _) = told(text, errors);
    (problems.len() > LIMIT).then_some(problems)
}

/// The problems among a parser's errors, and whether the text is readable in spite of them: breaks of
/// the syntax hide the others.
fn told(text: &str, errors: Vec<toml::de::Error>) -> (Vec<(FileProblem, At)>, bool) {
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
    }
    (problems, readable)
}

/// The entries of a table in the order of the text, which was parsed from `start` on.
fn entries(table: DeTable<'_>, start: usize) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = table
        .into_iter()
        .map(|(key, value)| Entry {
            at: At::from(start + key.span().start),
            key: key.into_inner(),
            node: node(value, start),
        })
        .collect();
    entries.sort_unstable_by_key(|entry| entry.at);
    entries
}

fn node(spanned: Spanned<DeValue<'_>>, start: usize) -> Node<'_> {
    let at = At::from(start + spanned.span().start);
    let value = match spanned.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => Value::Number(number.to_string().into()),
        DeValue::Float(number) => Value::Number(number.to_string().into()),
        DeValue::Boolean(truth) => Value::Truth(truth),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, start)).collect())
        }
        DeValue::Table(table) => Value::Table(entries(table, start)),
    };
    Node { at, value }
}
