//! Measures the bundled registry: opening it, finding a factor, searching everything; see README.md beside this file.

#![allow(clippy::print_stdout, reason = "the measurement is what is printed")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use cfp_data::{Content, FILES};
use cfp_factors::{Error, Filter, Kind, Query, Registry};

/// How often each thing is measured.
const RUNS: usize = 101;
/// How many look-ups are timed together, since one is too short for the clock.
const BATCH: u32 = 1000;

fn main() -> Result<(), Error> {
    let carried = FILES.iter().map(|file| match file.content {
        Content::Plain(bytes) => bytes.len(),
        Content::Deflated { packed, .. } => packed.len(),
    });
    println!("embedded data: {} bytes", carried.sum::<usize>());
    measure("open", || Ok(timed(Registry::bundled)?.1))?;
    for (name, query) in queries() {
        measure(&format!("first find, {name}"), || {
            let registry = Registry::bundled()?;
            Ok(timed(|| registry.find(&query))?.1)
        })?;
    }
    measure("first search", || {
        let registry = Registry::bundled()?;
        let filter = Filter::new().text("electricity");
        Ok(timed(|| registry.search(&filter).map(|found| found.len()))?.1)
    })?;
    let registry = Registry::bundled()?;
    registry.search(&Filter::new())?;
    for (name, query) in queries() {
        measure(&format!("later find, {name}"), || {
            let find = || {
                (0..BATCH).try_for_each(|_| {
                    registry
                        .find(black_box(&query))
                        .map(|found| drop(black_box(found)))
                })
            };
            Ok(timed(find)?.1 / BATCH)
        })?;
    }
    for text in ["", "electricity", "电力", "diesel cars", "e"] {
        let filter = Filter::new().text(text);
        let found = registry.search(&filter)?.len();
        measure(&format!("later search, `{text}`, {found} rows"), || {
            Ok(timed(|| registry.search(&filter).map(|found| found.len()))?.1)
        })?;
    }
    for text in ["electricty", "电利"] {
        measure(&format!("suggestions for `{text}`"), || {
            Ok(timed(|| registry.suggest(text))?.1)
        })?;
    }
    Ok(())
}

/// A look-up in a small table, one that climbs to a broader region and an older year, and one in a large table.
fn queries() -> [(&'static str, Query); 3] {
    let electricity = |region| Query::new("electricity").region(region);
    let near = electricity("CN-GD").year(2025);
    let car = Query::new("cars (by size), average car, petrol").region("GB");
    let car = car.year(2025).kind(Kind::DirectEmissionFactor);
    [
        ("exact", electricity("CN").year(2024)),
        ("fallback", near.up_to_region("country").up_to_years_old(1)),
        (
            "large table",
            car.per(cfp_core::Unit::parse("km").expect("a unit")),
        ),
    ]
}

/// What a piece of work gives, and how long it takes.
fn timed<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<(T, Duration), Error> {
    let start = Instant::now();
    let given = black_box(work())?;
    Ok((given, start.elapsed()))
}

/// Prints the smallest, the middle and the largest of several durations.
fn measure(name: &str, run: impl Fn() -> Result<Duration, Error>) -> Result<(), Error> {
    let runs = (0..RUNS).map(|_| run()).collect::<Result<Vec<_>, _>>();
    let mut runs = runs?;
    runs.sort();
    let micros = |at: usize| runs[at].as_secs_f64() * 1e6;
    println!(
        "{name}: {:.1} µs at best, {:.1} µs in the middle, {:.1} µs at worst",
        micros(0),
        micros(RUNS / 2),
        micros(RUNS - 1)
    );
    Ok(())
}
