//! Words that stand nowhere in the tree. They are put together here, so that this file has none.

use super::{assert_none, lines_with};
use crate::tree;

/// The texts of every file that is text.
fn texts() -> Vec<(String, String)> {
    let paths = tree::paths().into_iter();
    let texts = paths.map(|path| (path.clone(), tree::text(&path)));
    texts.filter(|(_, text)| !text.contains('\0')).collect()
}

fn complaints(words: &[String], is_exempt: impl Fn(&str) -> bool) -> Vec<String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut complaints = Vec::new();
    for (path, text) in texts() {
        if !is_exempt(&path) {
            complaints.extend(lines_with(&path, &text, &words));
        }
    }
    complaints
}

/// A path of one machine means nothing on another.
#[test]
fn no_path_of_a_machine_is_written() {
    let folders = ["work", "tmp", "home", "root", "Users", "var/folders"];
    let words: Vec<String> = folders
        .iter()
        .map(|folder| ["/", folder, "/"].concat())
        .collect();
    let is_word = |line: &str| {
        // An address or a longer path may hold the same letters: as in `network/`.
        words.iter().any(|word| {
            line.match_indices(word.as_str()).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"./-_})".contains(c))
            })
        })
    };
    let found = complaints(&words, |_| false);
    let found: Vec<String> = found.into_iter().filter(|line| is_word(line)).collect();
    assert_none(&found);
}

/// Where packages come from is for each user's own configuration; the lock file names the index by
/// its public name.
#[test]
fn no_registry_of_packages_is_named() {
    let words = [
        ["index.", "crates", ".io"].concat(),
        ["static.", "crates", ".io"].concat(),
        ["pypi", ".org"].concat(),
        ["files.python", "hosted.org"].concat(),
        ["art", "ifactory"].concat(),
        ["proxy.", "golang", ".org"].concat(),
        ["registry.", "npmjs", ".org"].concat(),
        ["replace", "-with"].concat(),
        ["extra-", "index-url"].concat(),
    ];
    assert_none(&complaints(&words, |_| false));
}

/// What is not finished is not in the tree, and a test that does not run is none.
#[test]
fn nothing_is_left_to_do() {
    let words = [
        ["to", "do!"].concat(),
        ["unimple", "mented!"].concat(),
        ["#[ig", "nore"].concat(),
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X:"].concat(),
        ["pytest.mark.", "skip"].concat(),
        ["pytest.mark.", "xfail"].concat(),
    ];
    assert_none(&complaints(&words, |_| false));
}

/// A code that catches everything says nothing.
#[test]
fn no_code_catches_everything() {
    let catch_all = [
        "error", "other", "unknown", "invalid", "internal", "misc", "general", "problem",
    ];
    for (path, text) in tree::files("rs") {
        for word in catch_all {
            let arm = format!("=> \"{word}\"");
            assert!(!text.contains(&arm), "{path}: {arm}");
        }
    }
}
