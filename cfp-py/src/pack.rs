//! Own tables as sealed datasets.

use std::path::PathBuf;

use cfp_exchange::{Limits, NamedBytes};
use cfp_factors::CheckOptions;
use pyo3::prelude::*;

use crate::day::{date, today as today_of_clock};
use crate::errors::Raised;
use crate::file;
use crate::long;
use crate::registry::{Registry, or_bundled};

/// A sealed dataset of a header and a table: a CSV of whatever encoding, a workbook or a Parquet file.
///
/// The files by their paths below a directory of datasets, such as "own/grid/2024-1/factors.csv", for you to write; all
/// that is wrong raises at once, each fault with its line or cell. `over` is the registry that the data are to lie over,
/// the bundled one unless stated; what says that it is published after `today` is a fault. A workbook whose content
/// takes more than 256 MiB of memory, or 64 times its size, is read only with `allow_large`.
#[pyfunction]
#[pyo3(signature = (header, table, *, today=None, over=None, allow_large=false))]
pub fn pack_dataset(
    py: Python<'_>,
    header: PathBuf,
    table: PathBuf,
    today: Option<&Bound<'_, PyAny>>,
    over: Option<&Bound<'_, Registry>>,
    allow_large: bool,
) -> Result<Vec<(String, Vec<u8>)>, Raised> {
    let today = match today {
        Some(day) => date(day)?,
        None => today_of_clock(py)?,
    };
    let options = CheckOptions::new().own().today(today);
    let options = options.over(&or_bundled(over)?);
    let files = long::run(py, move || -> Result<_, file::Unread> {
        let names = [&header, &table].map(|path| path.display().to_string());
        let [header, table] = [file::bytes(&header)?, file::bytes(&table)?];
        let packed = cfp_exchange::pack_dataset_within(
            NamedBytes {
                name: &names[0],
                bytes: &header,
            },
            NamedBytes {
                name: &names[1],
                bytes: &table,
            },
            &options,
            Limits::new().allow_large(allow_large),
        )?;
        let folder = packed.folder();
        let files = packed.files().into_iter();
        let paths = files.map(|(name, bytes)| (format!("{folder}/{name}"), bytes.to_vec()));
        Ok(paths.collect::<Vec<_>>())
    })??;
    Ok(files)
}
