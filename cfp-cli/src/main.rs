//! The `cfp` command.

use std::io::{self, BufWriter};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    // Not locked: a bar that tells how far long work has come is drawn from other threads.
    let code = cfp_cli::run(std::env::args_os(), &mut out, &mut io::stderr());
    ExitCode::from(code)
}
