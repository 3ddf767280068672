//! The threads that work is shared between, which do not survive a fork.

use std::process;
use std::sync::{Mutex, OnceLock};

use pyo3::PyResult;
use pyo3::exceptions::PyRuntimeError;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The process that this module was loaded in: the threads that all of its work shares are there.
static HOME: OnceLock<u32> = OnceLock::new();

/// The pools of a forked process that are free, each with the process that its threads are in.
static FREE: Mutex<Vec<(u32, ThreadPool)>> = Mutex::new(Vec::new());

/// Notes the process that the module is loaded in.
pub fn load() {
    HOME.get_or_init(process::id);
}

/// The result of `work`, with threads that are alive in this process.
///
/// A forked process has none of the threads of its parent, and whoever hands work to those waits for ever: it makes its own.
/// One call has a pool for itself, so that its threads never take up the work of another in the middle of their own.
pub fn with_own<T: Send>(work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let own = process::id();
    if *HOME.get_or_init(process::id) == own {
        return Ok(work());
    }
    let pool = match free(own) {
        Some(pool) => pool,
        None => ThreadPoolBuilder::new()
            .build()
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?,
    };
    let result = pool.install(work);
    // Nobody waits for the list: the fork may have come while another thread held it, which is not here.
    if let Ok(mut free) = FREE.try_lock() {
        free.push((own, pool));
    }
    Ok(result)
}

/// A pool of this process that is free.
fn free(own: u32) -> Option<ThreadPool> {
    let mut free = FREE.try_lock().ok()?;
    let at = free.iter().rposition(|(process, _)| *process == own)?;
    Some(free.swap_remove(at).1)
}
