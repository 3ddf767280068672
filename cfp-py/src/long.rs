//! The one door to work that may take long.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use cfp_core::Cancel;
use pyo3::prelude::*;

use crate::threads;

/// How long Ctrl-C may wait to be heard.
const PATIENCE: Duration = Duration::from_millis(100);

/// The result of `work`, which runs on a thread of its own while the interpreter is free for others.
///
/// Ctrl-C and other signals are heard meanwhile. Work that is interrupted so is not waited for: it ends at its next check,
/// and its thread gives its memory back.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, mut receiver) = mpsc::sync_channel(1);
    let cancel = Cancel::new();
    // However the caller leaves, nobody waits any more.
    let _waits = cancel.on_drop();
    let worker = thread::Builder::new().spawn(move || {
        let result = threads::with_own(move || cancel.watch(work));
        // Nobody waits any more when the sending fails.
        let _ = sender.send(result);
    })?;
    loop {
        let waited;
        // A receiver is not shared between threads, so that it goes along and comes back.
        (waited, receiver) = py.detach(move || (receiver.recv_timeout(PATIENCE), receiver));
        match waited {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panicked) => panic::resume_unwind(panicked),
                Ok(()) => unreachable!("a worker sends its result before it ends"),
            },
        }
    }
}
