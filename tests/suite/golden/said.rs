//! What the command says of an input, as text and as data.

use std::io::{self, Write};
use std::path::Path;

use cfp_core::Explain;

/// What is said of a problem.
pub struct Said {
    /// The command and what it prints.
    pub text: String,
    /// The code of every problem.
    pub codes: Vec<String>,
    /// Messages and hints.
    pub sentences: Vec<String>,
}

/// A stream that takes nothing.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("no space left"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `cfp` and returns its exit code and both streams.
fn run(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("cfp").chain(arguments.iter().copied());
    let code = cfp_cli::run(arguments, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

impl Said {
    /// What `cfp` says of these arguments.
    pub fn by(arguments: &[&str]) -> Self {
        let (code, out, err) = run(arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?} {err}");
        let mut as_json = vec!["--format", "json"];
        as_json.extend(arguments);
        let (code, json, nothing) = run(&as_json);
        assert_eq!((code, nothing.as_str()), (1, ""));
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let problems = json["problems"].as_array().expect("problems");
        let texts = |key: &str| {
            let texts = problems.iter().filter_map(|problem| problem[key].as_str());
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut sentences = texts("message");
        sentences.extend(texts("hint"));
        Self {
            text: format!("$ cfp {}\n{err}", arguments.join(" ")),
            codes: texts("code"),
            sentences,
        }
    }

    /// What `cfp` says when its output goes nowhere.
    pub fn to_a_full_disk(arguments: &[&str]) -> Self {
        let mut err = Vec::new();
        let all = std::iter::once("cfp").chain(arguments.iter().copied());
        assert_eq!(cfp_cli::run(all, &mut Full, &mut err), 1);
        let err = String::from_utf8(err).expect("UTF-8");
        let message = err
            .trim()
            .strip_prefix("error: ")
            .expect("an error")
            .to_owned();
        Self {
            text: format!("$ cfp {} >/dev/full\n{err}", arguments.join(" ")),
            codes: vec!["output-not-written".to_owned()],
            sentences: vec![message],
        }
    }

    /// What a problem says that only the library has.
    pub fn of(problem: &dyn Explain) -> Self {
        Self {
            text: super::lay_out(problem),
            codes: vec![problem.code().to_owned()],
            sentences: std::iter::once(problem.to_string())
                .chain(problem.hint())
                .collect(),
        }
    }

    /// What the only problem of a list says.
    pub fn of_only(problems: &[impl Explain]) -> Self {
        assert_eq!(problems.len(), 1, "one problem");
        Self::of(&problems[0])
    }

    /// The same with another name for a directory of this machine.
    pub fn instead_of(mut self, directory: &Path, name: &str) -> Self {
        self.text = self.text.replace(&directory.display().to_string(), name);
        self
    }
}
