//! What the README and the pages of the guide show is what the command prints. With `UPDATE_GOLDEN=1` its outputs are written
//! anew, to be reviewed as a diff.

use std::path::{Path, PathBuf};

/// The prefixes of a command line that mean the `cfp` command.
const COMMANDS: [&str; 2] = ["cargo run --release -p cfp-cli -- ", "cfp "];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages that show commands with what they print.
const PAGES: [&str; 3] = [
    "README.md",
    "cfp-exchange/src/guide/cbam.md",
    "cfp-exchange/src/guide/cbam_zh.md",
];

/// The words of a command line, those in double quotes as one; paths of the tree made absolute.
fn words(line: &str) -> Vec<String> {
    let absolute = |word: &str| {
        let path = root().join(word);
        if word.contains('/') && path.exists() {
            path.display().to_string()
        } else {
            word.to_owned()
        }
    };
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(number, part)| {
        if number % 2 == 1 {
            vec![part]
        } else {
            part.split_whitespace().collect()
        }
    });
    std::iter::once("cfp".to_owned())
        .chain(words.map(absolute))
        .collect()
}

/// What a command line prints, data before messages.
fn output(arguments: &str) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    cfp_cli::run(words(arguments), &mut out, &mut err);
    out.extend(err);
    String::from_utf8(out).expect("text")
}

/// The README with the output of every command that it shows.
fn regenerated(readme: &str) -> String {
    let mut result = String::new();
    let mut lines = readme.lines().peekable();
    let mut in_console = false;
    while let Some(line) = lines.next() {
        result.push_str(line);
        result.push('\n');
        if line.starts_with("```") {
            in_console = line == "```console";
            continue;
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) else {
            continue;
        };
        let Some(arguments) = COMMANDS
            .iter()
            .find_map(|prefix| command.strip_prefix(prefix))
        else {
            continue;
        };
        let shown = command.starts_with("cfp ");
        while lines
            .peek()
            .is_some_and(|next| !next.starts_with("```") && !next.starts_with("$ "))
        {
            lines.next();
        }
        let printed = output(arguments);
        if shown {
            result.push_str(printed.trim_end());
            result.push('\n');
        } else {
            assert!(printed.contains("total"), "{command} prints {printed}");
        }
    }
    result
}

#[test]
fn pages_show_what_the_command_prints() {
    let is_updating = std::env::var_os("UPDATE_GOLDEN").is_some();
    for page in PAGES {
        let path = root().join(page);
        let text = std::fs::read_to_string(&path).expect(page);
        let expected = regenerated(&text);
        if is_updating {
            std::fs::write(&path, &expected).expect("a page can be written");
        }
        assert!(
            text == expected || is_updating,
            "{page} is out of date: run with UPDATE_GOLDEN=1 and review the diff"
        );
    }
}
