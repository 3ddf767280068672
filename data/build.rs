//! Packs the tables: walks the dataset folders and writes the list of files that `src/lib.rs` includes.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// How deep below the package the files of a dataset lie: group, dataset, edition and revision.
const DEPTH: usize = 3;
const HEADER: &str = "dataset.toml";
const TABLES: [&str; 9] = [
    "factors.csv",
    "gwp.csv",
    "names.csv",
    "pedigree.csv",
    "goods.csv",
    "defaults.csv",
    "benchmarks.csv",
    "parameters.csv",
    "territories.csv",
];
const REGIONS: &str = "regions.csv";

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut paths = vec![REGIONS.to_owned()];
    collect(&package, "", DEPTH, &mut paths)?;
    paths.sort();
    let mut list = "&[\n".to_owned();
    for (index, path) in paths.iter().enumerate() {
        let source = package.join(path);
        let content = if path.ends_with(HEADER) {
            let source = source.display().to_string();
            format!("Content::Plain(include_bytes!({source:?}))")
        } else {
            let bytes = fs::read(&source)?;
            let packed = out.join(format!("{index}.deflate"));
            fs::write(&packed, deflated(&bytes)?)?;
            let size = bytes.len();
            let packed = packed.display().to_string();
            format!("Content::Deflated {{ packed: include_bytes!({packed:?}), size: {size} }}")
        };
        writeln!(list, "    File {{ path: {path:?}, content: {content} }},")?;
    }
    list.push_str("]\n");
    fs::write(out.join("files.rs"), list)?;
    Ok(())
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Adds the header and the table of every dataset that lies `depth` folders below `below`.
fn collect(
    package: &Path,
    below: &str,
    depth: usize,
    paths: &mut Vec<String>,
) -> Result<(), Box<dyn Error>> {
    let directory = package.join(below);
    if depth == 0 {
        let is_there = |name: &&str| directory.join(name).is_file();
        if is_there(&HEADER) {
            let files = [HEADER].into_iter().chain(TABLES).filter(is_there);
            paths.extend(files.map(|name| format!("{below}/{name}")));
        }
        return Ok(());
    }
    for entry in fs::read_dir(&directory)? {
        let entry = entry?;
        // No folder of a dataset has a name that is not UTF-8.
        if let Ok(name) = entry.file_name().into_string()
            && entry.file_type()?.is_dir()
        {
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            collect(package, &path, depth - 1, paths)?;
        }
    }
    Ok(())
}
