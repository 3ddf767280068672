//! Databases from files: datapackages of Brightway, and tables in CSV.

use std::path::PathBuf;

use cfp_cli::{Package, Unopened};
use cfp_exchange::{DatabaseOptions, Files, LoadedDatabase, read_database};

use crate::file::Unread;

/// The database of these folders and ZIPs, in their order.
pub fn read(paths: &[PathBuf], options: &DatabaseOptions) -> Result<LoadedDatabase, Unread> {
    let mut packages = Vec::new();
    for path in paths {
        let name = || path.display().to_string();
        packages.push(Package::open(path).map_err(|unopened| match unopened {
            Unopened::File(source) => Unread::File(source, name()),
            Unopened::Package(error) => Unread::Content(error),
        })?);
    }
    let files = packages
        .iter()
        .map(Package::files)
        .collect::<Result<Vec<Box<dyn Files>>, _>>()?;
    let files: Vec<&dyn Files> = files.iter().map(AsRef::as_ref).collect();
    Ok(read_database(&files, options)?.build()?)
}
