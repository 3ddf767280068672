//! Bad input, wrong use, and streams that fail.

mod common;

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::process::{Command, Stdio};

use common::{PROFILE, cfp, file, scratch};

/// The one code of a refused model file.
fn refused(path: &str) -> String {
    let ran = cfp(&["footprint", path, "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{path}");
    let [code] = &ran.codes()[..] else {
        panic!("one problem is expected in {}", ran.out);
    };
    code.clone()
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let ran = cfp(&["footprint", "no-such-file.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err
            .starts_with("error: there is no file `no-such-file.toml`\nhint: "),
        "{}",
        ran.err
    );
    assert_eq!(refused("no-such-file.toml"), "file-not-found");
    assert_eq!(refused(&scratch().display().to_string()), "is-a-directory");
    let below_a_file = format!("{}/model.toml", file("below.toml", PROFILE));
    assert_eq!(refused(&below_a_file), "file-not-readable");
    let value = cfp(&["intensities", "no-such-file.toml", "--format", "json"]).json();
    let problem = &value["problems"][0];
    assert_eq!(problem["where"], "no-such-file.toml");
    assert!(problem["message"].is_string() && problem["hint"].is_string());
}

#[test]
fn a_file_is_refused_by_its_size_before_it_is_read() {
    let path = scratch().join("large.toml");
    let large = File::create(&path).expect("a file is made");
    large.set_len(100 << 20).expect("a sparse file is made");
    assert_eq!(refused(&path.display().to_string()), "file-too-large");
}

#[test]
fn files_without_a_model_have_codes_of_their_own() {
    let cases: [(&str, &[u8], &str); 7] = [
        ("latin.toml", b"name = \"caf\xe9\"\n", "not-utf8"),
        ("empty.toml", b"", "empty-file"),
        ("empty.json", b" \n", "empty-file"),
        ("syntax.toml", b"name = \"a\nb = 1\n", "toml-syntax"),
        ("syntax.json", b"{\"name\": }", "json-syntax"),
        (
            "twice.toml",
            b"product = \"a\"\namount = \"1 kg\"\ngwp = \"AR6-100\"\ngwp = \"AR5-100\"\n",
            "duplicate-key",
        ),
        ("model.yaml", b"name: a\n", "unknown-file-ending"),
    ];
    for (name, content, code) in cases {
        assert_eq!(refused(&file(name, content)), code, "{name}");
    }
}

#[test]
fn deep_nesting_is_refused_without_recursion() {
    let brackets = "[".repeat(1_000_000);
    let braces = "{\"a\":".repeat(1_000_000);
    let dots = vec!["a"; 1_000_000].join(".");
    let cases = [
        ("deep.toml", format!("a = {brackets}")),
        ("dots.toml", format!("{dots} = 1")),
        ("deep.json", brackets.clone()),
        ("braces.json", braces),
    ];
    for (name, content) in cases {
        assert_eq!(refused(&file(name, content)), "nested-too-deep", "{name}");
    }
}

#[test]
fn all_problems_come_at_once_each_with_its_place() {
    let wrong = PROFILE
        .replace("name = \"Profile\"", "nmae = \"Profile\"")
        .replace("\"1.15 MWh\"", "\"1150 kg\"");
    let model = file("places.toml", wrong);
    let ran = cfp(&["footprint", &model]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let key = format!("error: unknown key `nmae`\n  at         {model}:2:1\n");
    assert!(ran.err.contains(&key), "{}", ran.err);
    assert!(
        ran.err.contains("hint: did you mean `name`?\n"),
        "{}",
        ran.err
    );
    let given = format!("  given      1150 kg                       {model}:13:49\n");
    assert!(ran.err.contains(&given), "{}", ran.err);
    assert!(ran.err.ends_with("\n\n2 problems\n"), "{}", ran.err);
    let value = cfp(&["footprint", &model, "--format", "json"]).json();
    assert_eq!(value["problems"][0]["code"], "unknown-key");
    assert_eq!(value["problems"][0]["where"], format!("{model}:2:1"));
    assert_eq!(value["problems"][1]["where"], format!("{model}:13:49"));
}

#[test]
fn names_do_not_steer_the_terminal() {
    let name = "\\u001b[2J";
    let model = PROFILE.replace("\"Profile\"", &format!("\"{name}\""));
    let ran = cfp(&["footprint", &file("escape.toml", model)]);
    assert_eq!(ran.code, 0);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn wrong_use_is_not_an_input_problem() {
    let model = file("use.toml", PROFILE);
    for arguments in [
        &[][..],
        &["footprint"],
        &["print", &model],
        &["footprint", &model, "--without-bundled"],
        &[
            "factors", "diff", "uk-desnz", "us-egrid", "--gwp", "AR5-100",
        ],
        &["footprint", &model, "--format", "yaml"],
        &["footprint", &model, "--up-to-region", "planet"],
        &["factors", "find", "electricity", "--kind", "guess"],
    ] {
        let ran = cfp(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn help_is_data() {
    for arguments in [
        &["--help"][..],
        &["footprint", "--help"],
        &["scenarios", "--help"],
        &["sweep", "--help"],
        &["break-even", "--help"],
        &["factors", "find", "--help"],
        &["factors", "diff", "--help"],
        &["factors", "check", "--help"],
        &["factors", "update", "--help"],
        &["verify", "--help"],
    ] {
        let ran = cfp(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("Example:\n  cfp "), "{}", ran.out);
    }
    assert_eq!(
        cfp(&["--version"]).out,
        format!("cfp {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// A stream that takes nothing.
struct Closed(ErrorKind);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut err = Vec::new();
    let arguments = ["cfp", "factors", "list"];
    let code = cfp_cli::run(arguments, &mut Closed(ErrorKind::BrokenPipe), &mut err);
    assert_eq!((code, err.as_slice()), (0, &b""[..]));
    let mut both = Closed(ErrorKind::BrokenPipe);
    assert_eq!(
        cfp_cli::run(["cfp", "nothing"], &mut Vec::new(), &mut both),
        2
    );
}

#[test]
fn output_that_is_lost_is_told() {
    let mut err = Vec::new();
    let arguments = ["cfp", "factors", "list"];
    let code = cfp_cli::run(arguments, &mut Closed(ErrorKind::StorageFull), &mut err);
    assert_eq!(code, 1);
    assert!(err.starts_with(b"error: the output cannot be written: "));
}

#[test]
fn the_program_survives_a_closed_pipe() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cfp"))
        .args(["factors", "list", "uk-desnz", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("the program ends");
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

#[test]
fn amounts_may_begin_with_a_sign() {
    let path = file("signed.toml", PROFILE);
    let ran = cfp(&["footprint", &path, "--amount", "-1 t", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()["demand"], "-1 t");
}

#[test]
fn a_long_name_is_printed() {
    let path = file(
        "long-name.toml",
        PROFILE.replace("press", &"p".repeat(70_000)),
    );
    assert_eq!(cfp(&["footprint", &path]).code, 0);
}

#[test]
fn what_a_footprint_needs_is_told_at_once() {
    let path = file(
        "states-nothing.toml",
        "[[process]]\nname = \"a\"\nmakes = { a = \"1 kg\" }\n",
    );
    let footprint = cfp(&["footprint", &path, "--format", "json"]);
    let all = ["no-product-stated", "no-amount-stated", "no-gwp-set"];
    assert_eq!(footprint.codes(), all);
    let intensities = cfp(&["intensities", &path, "--format", "json"]);
    assert_eq!(intensities.codes(), ["no-gwp-set"]);
}

#[test]
fn a_search_says_what_for_and_when() {
    for activity in ["", " "] {
        let ran = cfp(&["factors", "find", activity, "--format", "json"]);
        assert_eq!(
            (ran.code, ran.codes()),
            (1, vec!["empty-activity".to_owned()])
        );
    }
    for (year, code) in [("1899", 2), ("2101", 2), ("2024", 0)] {
        let asked = ["factors", "find", "electricity", "--year", year];
        assert_eq!(cfp(&asked).code, code, "{year}");
    }
}
