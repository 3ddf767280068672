//! Work that nobody waits for any more.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{AnalyseProblem, Error, Place, Problem};

thread_local! {
    /// What the work of this thread is watched by.
    static WATCHED: RefCell<Cancel> = RefCell::default();
}

/// A flag that long work looks at: once it is set, work that [`Cancel::watch`] runs ends at its next check, with the problem
/// `cancelled`, and gives its memory back.
///
/// Draws, searches, scenarios and sweeps check it; a factorisation is not interrupted. Clones are the same flag, for other
/// threads to set.
///
/// # Example
///
/// ```
/// use cfp_core::{Cancel, Demand, DrawOptions, Explain, GwpSet, System};
///
/// let system = System::builder().supply("power", "0.5 kg CO2e/kWh").build()?;
/// let analysis = system.solve()?.analyse(&Demand::new("power", "1 kWh"), &GwpSet::new("none"))?;
/// let cancel = Cancel::new();
/// cancel.set(); // by another thread, in practice
/// let drawn = cancel.watch(|| analysis.monte_carlo(&DrawOptions::new(), None, None, None));
/// assert_eq!(drawn.unwrap_err().problems()[0].code(), "cancelled");
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

/// Sets its flag when it is dropped: work ends with the handle that somebody waited for it by.
#[derive(Debug)]
pub struct CancelOnDrop(Cancel);

/// Takes the flag of a thread back when the work under it is done, or has panicked.
struct Restored(Option<Cancel>);

impl Drop for Restored {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            WATCHED.with(|own| *own.borrow_mut() = before);
        }
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.set();
    }
}

impl Cancel {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the flag, from any thread; it stays set.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is set.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A handle that sets the flag when it is dropped.
    pub fn on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(self.clone())
    }

    /// The result of `work`, which runs on this thread and ends at its next check once the flag is set.
    pub fn watch<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = WATCHED.with(|own| own.replace(self.clone()));
        let _restored = Restored(Some(before));
        work()
    }

    /// The flag that the work of this thread is watched by; where it is watched by none, one that nobody sets. Work on several
    /// threads takes it along.
    pub fn of_this_thread() -> Self {
        WATCHED.with(|own| own.borrow().clone())
    }

    /// The check of long work.
    ///
    /// # Errors
    ///
    /// The problem `cancelled` when the flag is set.
    pub fn check(&self) -> Result<(), Error> {
        if self.is_set() {
            return Err(Problem::new(AnalyseProblem::Cancelled, Place::default()).into());
        }
        Ok(())
    }

    /// All of the work, where nobody has cancelled it: `None` stands for work that has ended before its end.
    ///
    /// # Errors
    ///
    /// The problem `cancelled`.
    pub(crate) fn unless_ended<T>(all: Option<T>) -> Result<T, Error> {
        all.ok_or_else(|| Problem::new(AnalyseProblem::Cancelled, Place::default()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_of_the_work_that_it_watches() {
        let (outer, inner) = (Cancel::new(), Cancel::new());
        outer.watch(|| {
            inner.watch(|| {
                let same = Cancel::of_this_thread();
                inner.set();
                assert!(same.is_set() && same.check().is_err());
            });
            assert!(Cancel::of_this_thread().check().is_ok());
            let panicked = std::panic::catch_unwind(|| inner.watch(|| panic!("a fault of ours")));
            assert!(panicked.is_err() && !Cancel::of_this_thread().is_set());
            let handle = outer.on_drop();
            assert!(!outer.is_set());
            drop(handle);
            assert!(Cancel::of_this_thread().is_set());
        });
        assert!(!Cancel::of_this_thread().is_set());
    }
}
