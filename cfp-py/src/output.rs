//! Files, written through the door of the command.

use std::path::{Path, PathBuf};

use cfp_cli::Outputs;
use pyo3::prelude::*;

use crate::errors::Raised;
use crate::file::Given;

/// What a file is to hold.
#[derive(Debug, FromPyObject)]
pub enum Content {
    /// A text, in UTF-8.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Writes a text or bytes to a file, whole or not at all, as the `cfp` command does.
///
/// The file appears under its name when all of it is on the disk. One that is there stays, unless `force` says otherwise; one of
/// `inputs`, a path or several, is never written over, by whatever spelling or link, nor is anything put into a folder among
/// them.
///
///     >>> cfp.write_file("written.json", cfp.read_model("coal-electricity-loop.toml").result().text)
///     >>> cfp.write_file("written.json", "{}")
///     Traceback (most recent call last):
///     ...
///     cfp.FormatError: `written.json` is there already
///     hint: give another name, or write over it with `force=True`
#[pyfunction]
#[pyo3(signature = (path, content, *, inputs=None, force=false))]
pub fn write_file(
    py: Python<'_>,
    path: PathBuf,
    content: Content,
    inputs: Option<Given>,
    force: bool,
) -> Result<(), Raised> {
    let inputs = inputs.map(Given::paths).unwrap_or_default().into_iter();
    let outputs = inputs.fold(Outputs::new().force(force), Outputs::reads);
    py.detach(move || {
        let bytes = match &content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        };
        let path: &Path = &path;
        Ok(outputs.write(&[(path, bytes)])?)
    })
}
