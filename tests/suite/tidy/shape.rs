//! No file is longer than 600 lines and no function longer than 70.

use super::assert_none;
use crate::tree;

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 70;

/// A function by its name, the line it begins in and how many lines it has.
#[derive(Debug, PartialEq, Eq)]
struct Function {
    name: String,
    line: usize,
    lines: usize,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The functions of a Rust file that is formatted: each ends at the first line with a closing brace
/// in its own column.
fn rust_functions(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter_map(|(number, line)| {
        let (before, after) = line.split_once("fn ")?;
        let words = [
            "pub",
            "const",
            "unsafe",
            "async",
            "extern",
            "pub(crate)",
            "pub(super)",
        ];
        let is_item = before.split_whitespace().all(|word| words.contains(&word));
        is_item.then(|| (number, indent(line), name(after)))
    });
    starts
        .map(|(start, column, name)| {
            let close = lines[start..].iter().position(|line| {
                let one_line = line.ends_with('}') || line.ends_with(';');
                let at_column = indent(line) == column && !line.trim().is_empty();
                at_column && one_line
            });
            let count = close.map_or(lines.len() - start, |close| close + 1);
            Function {
                name,
                line: start + 1,
                lines: count,
            }
        })
        .collect()
}

/// The functions of a Python file: each ends before the next line that is not indented further.
fn python_functions(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let rest = trimmed.strip_prefix("async ").unwrap_or(trimmed);
        let Some(after) = rest.strip_prefix("def ") else {
            continue;
        };
        let column = indent(line);
        let body = lines[start + 1..].iter().position(|line| {
            let ends = !line.trim().is_empty() && indent(line) <= column;
            ends && !line.trim_start().starts_with(')')
        });
        let end = body.map_or(lines.len(), |body| start + 1 + body);
        let blank = lines[..end]
            .iter()
            .rev()
            .take_while(|line| line.trim().is_empty())
            .count();
        functions.push(Function {
            name: name(after),
            line: start + 1,
            lines: end - blank - start,
        });
    }
    functions
}

fn name(after: &str) -> String {
    after
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn functions_are_measured() {
    let rust = "impl A {\n    pub fn one(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n}\nfn two() {}\n";
    let measured: Vec<_> = rust_functions(rust)
        .iter()
        .map(|f| (f.line, f.lines))
        .collect();
    assert_eq!(measured, [(2, 5), (8, 1)]);
    let python =
        "def one(\n    a,\n):\n    return a\n\n\nclass B:\n    def two(self):\n        pass\n";
    let measured: Vec<_> = python_functions(python)
        .iter()
        .map(|f| (f.line, f.lines))
        .collect();
    assert_eq!(measured, [(1, 4), (8, 2)]);
}

#[test]
fn no_file_is_longer_than_600_lines() {
    let mut complaints = Vec::new();
    for ending in ["rs", "py", "pyi", "md", "sh"] {
        for (path, text) in tree::files(ending) {
            let lines = text.lines().count();
            if lines > LONGEST_FILE {
                complaints.push(format!("{path} has {lines} lines"));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn no_function_is_longer_than_70_lines() {
    let mut complaints = Vec::new();
    let mut measure = |ending: &str, functions: fn(&str) -> Vec<Function>| {
        for (path, text) in tree::files(ending) {
            for Function { name, line, lines } in functions(&text) {
                if lines > LONGEST_FUNCTION {
                    complaints.push(format!("{path}:{line}: `{name}` has {lines} lines"));
                }
            }
        }
    };
    measure("rs", rust_functions);
    measure("py", python_functions);
    assert_none(&complaints);
}
