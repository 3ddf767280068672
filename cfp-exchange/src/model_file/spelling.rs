//! Names that a file spells in several ways: as letters of one character or of two, or as compatibility ideographs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use cfp_core::Spellings;

use super::problem::FileProblem;
use super::tree::{At, Node, Tree, Value};

/// What stands around the name of a parameter in an expression.
const BRACES: [char; 2] = ['{', '}'];

impl Tree<'_> {
    /// Gives all spellings of a name the first of them in the file, so that names which say the same are equal wherever
    /// they stand: in keys, in texts, and in the braces of expressions. A key that stands twice in two spellings is told as
    /// any other that does.
    pub fn unite_spellings(&mut self) {
        let mut names = Vec::new();
        collect(&self.root, &mut names);
        if Spellings::is_plain(names.iter().copied()) {
            return;
        }
        self.spellings = Spellings::of(names);
        respell(&mut self.root, &self.spellings, &mut self.problems);
    }
}

/// Every name in the order of the text.
fn collect<'t>(node: &'t Node<'_>, names: &mut Vec<&'t str>) {
    match &node.value {
        Value::Text(text) => names.extend(parts(text).map(|(name, _)| name.trim())),
        Value::List(items) => items.iter().for_each(|item| collect(item, names)),
        Value::Table(entries) => {
            for entry in entries {
                names.push(&entry.key);
                collect(&entry.node, names);
            }
        }
        _ => {}
    }
}

/// A text that is a name; of an expression the names in its braces and what stands between them, each with the brace
/// that follows.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split_inclusive(BRACES);
    parts.map(|part| part.split_at(part.trim_end_matches(BRACES).len()))
}

fn respell(node: &mut Node<'_>, spellings: &Spellings, problems: &mut Vec<(FileProblem, At)>) {
    match &mut node.value {
        Value::Text(text) => respell_text(text, spellings),
        Value::List(items) => {
            for item in items {
                respell(item, spellings, problems);
            }
        }
        Value::Table(entries) => {
            let mut seen = BTreeSet::new();
            for entry in entries {
                respell_text(&mut entry.key, spellings);
                if !seen.insert(entry.key.to_string()) {
                    let key = entry.key.to_string();
                    let told = (FileProblem::DuplicateKey { key }, entry.at);
                    // A parser that goes on has told one in the same spelling already.
                    if !problems.contains(&told) {
                        problems.push(told);
                    }
                }
                respell(&mut entry.node, spellings, problems);
            }
        }
        _ => {}
    }
}

/// Changes a text only where one of its parts is another spelling.
fn respell_text(text: &mut Cow<'_, str>, spellings: &Spellings) {
    let mut first = String::with_capacity(text.len());
    for (name, brace) in parts(text) {
        let plain = name.trim();
        let (before, after) = name.split_at(name.len() - name.trim_start().len());
        first.push_str(before);
        first.push_str(&spellings.first(plain));
        first.push_str(&after[plain.len()..]);
        first.push_str(brace);
    }
    if first != **text {
        *text = Cow::Owned(first);
    }
}
