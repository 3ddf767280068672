//! `cfp factors pack`: a table of one's own as a sealed dataset.

use std::fs;
use std::path::{Path, PathBuf};

use cfp_exchange::{NamedBytes, PackedDataset, TableFormat, pack_dataset_within};
use cfp_factors::{CheckOptions, Registry};
use serde::Serialize;

use crate::arguments::{Format, PackArguments};
use crate::check::latest_day;
use crate::input::{self, InputProblem};
use crate::output::{self, OutputProblem};
use crate::page::{Page, Side, Table, json};
use crate::problem::{Problems, Told};

/// What was written, and how the table was understood.
#[derive(Serialize)]
struct Packed<'a> {
    dataset: String,
    folder: String,
    rows: usize,
    sha256: &'a str,
    /// Whether the same dataset lay there before.
    was_there: bool,
    read_as: ReadAs<'a>,
}

#[derive(Serialize)]
#[serde(tag = "format", rename_all = "lowercase")]
enum ReadAs<'a> {
    Csv {
        encoding: &'a str,
        separator: char,
        decimal_sign: char,
    },
    Workbook {
        sheet: &'a str,
    },
    Parquet,
}

/// Packs and writes, or tells all that is wrong and writes nothing.
pub(crate) fn answer(
    asked: &PackArguments,
    registry: &Registry,
    format: Format,
) -> Result<String, Problems> {
    let [header_name, table_name] =
        [&asked.header, &asked.table].map(|path| path.display().to_string());
    let header = input::bytes(&asked.header, &header_name)?;
    let table = input::bytes(&asked.table, &table_name)?;
    let options = CheckOptions::new().own().today(latest_day()).over(registry);
    let header = NamedBytes {
        name: &header_name,
        bytes: &header,
    };
    let table = NamedBytes {
        name: &table_name,
        bytes: &table,
    };
    let packed = pack_dataset_within(header, table, &options, asked.large.limits())?;
    let was_there = write(&packed, &asked.into)?;
    let dataset = packed.dataset();
    let told = Packed {
        dataset: dataset.selector(),
        folder: asked.into.join(packed.folder()).display().to_string(),
        rows: dataset.content.rows,
        sha256: &dataset.content.sha256,
        was_there,
        read_as: ReadAs::of(packed.format()),
    };
    Ok(match format {
        Format::Json => json(&told),
        Format::Text => text(&told, &asked.into),
    })
}

/// Writes a dataset as a whole or not at all; whether it was there before.
fn write(packed: &PackedDataset, into: &Path) -> Result<bool, Told> {
    let folder = into.join(packed.folder());
    let failed = |error| Told::from(&OutputProblem::of_system(&folder, &error));
    if let Some(there) = same_version(packed, into).map_err(failed)? {
        let is_same = |(name, bytes): (&str, &[u8])| {
            fs::read(there.join(name)).is_ok_and(|there| there == bytes)
        };
        if there == folder && packed.files().into_iter().all(is_same) {
            return Ok(true);
        }
        let there = there.display().to_string();
        return Err(InputProblem::DatasetExists(there).into());
    }
    output::folder(into, &folder, &packed.files()).map_err(failed)?;
    Ok(false)
}

/// The folder of the same dataset and version, in whatever group.
fn same_version(packed: &PackedDataset, into: &Path) -> std::io::Result<Option<PathBuf>> {
    let folder = into.join(packed.folder());
    if folder.try_exists()? {
        return Ok(Some(folder));
    }
    if !into.try_exists()? {
        return Ok(None);
    }
    let dataset = packed.dataset();
    for group in fs::read_dir(into)? {
        let other = group?.path().join(&dataset.id).join(dataset.version());
        if other.is_dir() {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn text(packed: &Packed<'_>, into: &Path) -> String {
    let mut page = Page::default();
    page.line(&packed.dataset);
    let mut table = Table::new([Side::Left, Side::Left]);
    let written = if packed.was_there {
        "was there"
    } else {
        "written"
    };
    let rows = [
        (written, packed.folder.clone()),
        ("rows", packed.rows.to_string()),
        ("sha256", packed.sha256.to_owned()),
        ("read as", packed.read_as.text()),
    ];
    for (label, text) in rows {
        table.row([label.to_owned(), text]);
    }
    page.table(&table);
    page.gap();
    page.line(&format!("use it with `--factors {}`", into.display()));
    page.text()
}

impl<'a> ReadAs<'a> {
    fn of(format: &'a TableFormat) -> Self {
        match format {
            TableFormat::Csv {
                encoding,
                separator,
                decimal_comma,
            } => Self::Csv {
                encoding,
                separator: *separator,
                decimal_sign: if *decimal_comma { ',' } else { '.' },
            },
            TableFormat::Workbook { sheet } => Self::Workbook { sheet },
            _ => Self::Parquet,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Csv {
                encoding,
                separator,
                decimal_sign,
            } => {
                let separator = match separator {
                    '\t' => "tabs".to_owned(),
                    sign => format!("`{sign}`"),
                };
                format!(
                    "CSV in {encoding}, columns apart by {separator}, decimal sign `{decimal_sign}`"
                )
            }
            Self::Workbook { sheet } => format!("workbook, sheet `{sheet}`"),
            Self::Parquet => "Parquet".to_owned(),
        }
    }
}
