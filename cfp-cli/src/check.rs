//! `cfp factors check`: whether datasets are fit to be used.

use cfp_factors::{CheckOptions, Date, Registry};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde::Serialize;

use crate::arguments::{CheckArguments, Format};
use crate::input;
use crate::page::{Page, json};
use crate::problem::{Problems, Told};

/// What a check found where nothing is wrong.
#[derive(Serialize)]
struct Checked<'a> {
    sound: bool,
    datasets: &'a [String],
    rows: usize,
}

/// Checks every dataset below a directory; its regions and lock may lean on those that come with the program.
pub(crate) fn answer(
    asked: &CheckArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let mut options = CheckOptions::new().today(latest_day()).over(registry);
    if asked.own {
        options = options.own();
    }
    if let Some(path) = &asked.lock {
        let lock = input::lock(path)?.ok_or_else(|| input::not_found(path))?;
        options = options.lock(&lock);
    }
    let report = Registry::check(&asked.directory, &options)?;
    if !report.is_sound() {
        let told = report.problems.iter().map(Told::from);
        return Err(Problems::all(told.map(Problems::from)));
    }
    let checked = Checked {
        sound: true,
        datasets: &report.datasets,
        rows: report.rows,
    };
    if format == Format::Json {
        return Ok(json(&checked));
    }
    let mut page = Page::default();
    for dataset in checked.datasets {
        page.line(dataset);
    }
    let count = checked.datasets.len();
    page.line(&format!("sound: {count} datasets, {} rows", checked.rows));
    Ok(page.text())
}

/// The day it is where the day begins first: what is published there today is not of the future.
pub(crate) fn latest_day() -> Date {
    let easternmost = TimeZone::fixed(Offset::constant(14));
    Timestamp::now().to_zoned(easternmost).date()
}
