//! The architecture as tests: what may name what, how long things are, what every dataset has.

mod layers;
mod manifests;
mod shape;
mod words;

use crate::tree;

/// The code of a Rust file without its comments and its tests: what is built.
fn code(text: &str) -> String {
    let built = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = built.lines().map(|line| {
        let is_comment = line.trim_start().starts_with("//");
        if is_comment { "" } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The Rust files of a folder's `src` and their code.
fn sources(package: &str) -> Vec<(String, String)> {
    let folder = format!("{package}/src/");
    tree::files("rs")
        .into_iter()
        .filter(|(path, _)| path.starts_with(&folder))
        .map(|(path, text)| (path.clone(), code(&text)))
        .collect()
}

/// That a list of complaints is empty.
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// The lines of a file that hold one of these words.
fn lines_with(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    let numbered = text.lines().enumerate();
    let found = numbered.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    found
        .map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim()))
        .collect()
}
