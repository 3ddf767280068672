//! The `cfp` command.

use std::io::{self, BufWriter};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let code = cfp_cli::run(std::env::args_os(), &mut out, &mut io::stderr().lock());
    ExitCode::from(code)
}
