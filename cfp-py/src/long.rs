//! The one door to work that may take long.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;

/// How long Ctrl-C may wait to be heard.
const PATIENCE: Duration = Duration::from_millis(100);

/// The result of `work`, which runs on a thread of its own while the interpreter is free for others.
///
/// Ctrl-C and other signals are heard meanwhile. Work that is interrupted so is not waited for: its
/// thread runs out by itself, and its result is dropped.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, mut receiver) = mpsc::sync_channel(1);
    let worker = thread::Builder::new().spawn(move || {
        // Nobody waits any more when the sending fails.
        let _ = sender.send(work());
    })?;
    loop {
        let waited;
        // A receiver is not shared between threads, so that it goes along and comes back.
        (waited, receiver) = py.detach(move || (receiver.recv_timeout(PATIENCE), receiver));
        match waited {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panicked) => panic::resume_unwind(panicked),
                Ok(()) => unreachable!("a worker sends its result before it ends"),
            },
        }
    }
}
