//! The `cfp` command as a function: parse arguments, call, render.
//!
//! Data goes to one stream and everything else to another. The exit code is 0 when the command did
//! what it was asked, 1 when its input has problems, 2 when it was used wrongly.

mod arguments;
mod beside;
mod input;
mod output;
mod problem;

mod factor_row;
mod package;
mod page;
mod progress;

mod cbam;
mod check;
mod database;
mod diff;
mod explain;
mod factors;
mod footprint;
mod intensities;
mod pack;
mod profile;
mod scenarios;
mod sections;
mod sensitivity;
mod statistics;
mod turn;
mod uncertainty;
mod update;
mod verify;

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};

use clap::Parser;

use arguments::{Arguments, Command, Format};
pub use beside::{NotRead, ResultFiles, regular};
pub use output::{OutputError, OutputProblem, Outputs, replace};
pub use package::{Folder, Package, Unopened};
use problem::{Problems, Told};

/// The exit code of a command that did what it was asked.
const DONE: u8 = 0;
/// The exit code of a command whose input has problems.
const PROBLEMS: u8 = 1;
/// The exit code of a command that was used wrongly.
const WRONG_USE: u8 = 2;

/// Runs the command with its arguments, the first of which is its own name, and returns its exit
/// code.
///
/// A reader that goes away early is no error: nobody is left to be told.
///
/// # Example
///
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let code = cfp_cli::run(["cfp", "factors", "list"], &mut out, &mut err);
/// assert_eq!(code, 0);
/// assert!(String::from_utf8_lossy(&out).contains("cn-mee-electricity-footprint"));
/// assert!(err.is_empty());
/// ```
pub fn run<A>(
    arguments: impl IntoIterator<Item = A>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8
where
    A: Into<OsString> + Clone,
{
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            // When the error stream is closed, the exit code is all that can be told.
            let _ = tell(err, &error.to_string());
            return WRONG_USE;
        }
        Err(help) => return finish(DONE, tell(out, &help.to_string()), err),
    };
    match answer(&arguments, &mut Streams { out, err }) {
        Ok(()) => DONE,
        Err(Stop::Told) => PROBLEMS,
        Err(Stop::NotWritten(error)) => finish(DONE, Err(error), err),
        Err(Stop::Problems(problems)) => {
            let written = match arguments.format {
                Format::Json => tell(out, &problems.json()),
                Format::Text => tell(err, &problems.text()),
            };
            finish(PROBLEMS, written, err)
        }
    }
}

/// Where a command prints: data to one, everything else to the other.
struct Streams<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

/// Why a command did not end as it was asked to.
enum Stop {
    /// Its input has problems.
    Problems(Problems),
    /// Its input has problems, which are told.
    Told,
    /// A stream takes no more.
    NotWritten(io::Error),
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::NotWritten(error)
    }
}

/// Prints what the command is asked for.
fn answer(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<(), Stop> {
    let Arguments {
        format,
        factors: directories,
        without_bundled,
        command,
    } = arguments;
    let registry = input::registry(directories, !without_bundled)?;
    // Whatever a command reads beside them, datasets are never written over by a result.
    let outputs = directories.iter().fold(Outputs::new(), Outputs::reads);
    let text = match command {
        Command::Footprint(asked) => footprint::answer(asked, &registry, *format)?,
        Command::Explain(asked) => explain::answer(asked, &registry, *format)?,
        Command::Intensities(asked) => intensities::answer(asked, &registry, *format)?,
        Command::Sensitivity(asked) => sensitivity::answer(asked, &registry, *format)?,
        Command::Uncertainty(asked) => uncertainty::answer(asked, &registry, *format)?,
        Command::Scenarios(asked) => scenarios::answer(asked, &registry, *format)?,
        Command::Sweep(asked) => scenarios::sweep(asked, &registry, *format)?,
        Command::BreakEven(asked) => scenarios::break_even(asked, &registry, *format)?,
        Command::Cbam(asked) => return cbam::answer(asked, &registry, outputs, (*format, streams)),
        Command::Database(asked) => {
            return database::answer(asked, &registry, outputs, (*format, streams));
        }
        Command::Factors(asked) => factors::answer(asked, &registry, *format)?,
        Command::Verify(asked) => verify::answer(asked, &registry, *format)?,
    };
    Ok(tell(streams.out, &text)?)
}

fn tell(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// The exit code, after whatever went wrong in writing is told.
fn finish(code: u8, written: io::Result<()>, err: &mut dyn Write) -> u8 {
    match written {
        Ok(()) => code,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => code,
        Err(error) => {
            let told = Told::from(input::InputProblem::OutputNotWritten(error));
            // When the error stream is closed too, the exit code is all that can be told.
            let _ = tell(err, &Problems::from(told).text());
            PROBLEMS
        }
    }
}
