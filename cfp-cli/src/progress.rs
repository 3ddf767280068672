//! How far long work has come, for whoever waits for it at a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// Work that takes no longer than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar of so many steps: what is called with how many of them are done, from any thread.
///
/// It is drawn to standard error, only where that is a terminal and only once the work has taken half a second, and is
/// taken away when it is dropped.
pub(crate) fn bar(total: usize) -> impl Fn(usize) + Sync {
    let steps = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len}, {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(steps(total))
        .with_style(style)
        .with_finish(ProgressFinish::AndClear);
    let start = Instant::now();
    move |done| {
        if start.elapsed() > PATIENCE {
            bar.set_position(steps(done));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn it_is_told_from_any_thread() {
        let bar = bar(100);
        thread::scope(|scope| {
            for done in [50, 100] {
                let bar = &bar;
                scope.spawn(move || bar(done));
            }
        });
    }
}
