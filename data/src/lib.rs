//! Published emission factors and global warming potentials, as the bytes of their files.
//!
//! This crate carries data and no logic: `cfp-factors` reads it. A dataset is a folder
//! `<group>/<dataset>/<edition>-<revision>` with a `dataset.toml` that describes and seals its table, `factors.csv`,
//! `gwp.csv` or `pedigree.csv`; `regions.csv` is the tree of regions. `README.md` beside the files states the schema, and each
//! dataset's `SOURCE.md` says where its numbers are from. Tables are packed when the crate is built; headers are
//! not, so that a list of datasets costs no unpacking.

/// One file of the data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// The path below the data directory, with `/` between its parts.
    pub path: &'static str,
    /// The content as it is carried.
    pub content: Content,
}

/// The content of a file, plain or packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The bytes of the file.
    Plain(&'static [u8]),
    /// The bytes as a raw deflate stream (RFC 1951).
    Deflated {
        /// The stream.
        packed: &'static [u8],
        /// How many bytes the file has.
        size: usize,
    },
}

/// Every `dataset.toml`, every table and `regions.csv`, sorted by path.
// The build script writes the sizes, which nobody reads.
#[allow(clippy::unreadable_literal)]
pub static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::path::Path;

    use flate2::read::DeflateDecoder;

    use super::{Content, FILES};

    /// The size that the embedded data may add to a program.
    const ALLOWED: usize = 4 << 20;

    fn carried(content: Content) -> usize {
        match content {
            Content::Plain(bytes) => bytes.len(),
            Content::Deflated { packed, .. } => packed.len(),
        }
    }

    #[test]
    fn every_file_unpacks_to_its_bytes() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in FILES {
            let bytes = match file.content {
                Content::Plain(bytes) => bytes.to_vec(),
                Content::Deflated { packed, size } => {
                    let mut bytes = Vec::new();
                    let read = DeflateDecoder::new(packed).read_to_end(&mut bytes);
                    assert_eq!(read.expect("a sound stream"), size, "{}", file.path);
                    bytes
                }
            };
            let lies_there = std::fs::read(directory.join(file.path)).expect("a readable file");
            assert!(bytes == lies_there, "{}", file.path);
        }
    }

    #[test]
    fn the_paths_are_sorted_for_a_binary_search() {
        assert!(FILES.is_sorted_by(|a, b| a.path < b.path));
        assert!(FILES.iter().any(|file| file.path == "regions.csv"));
    }

    #[test]
    fn the_whole_is_small() {
        let whole: usize = FILES.iter().map(|file| carried(file.content)).sum();
        assert!(whole <= ALLOWED, "{whole} bytes");
    }

    /// A dataset that lies in the directory but not in the binary would be missing without a word.
    #[test]
    fn every_file_of_the_directory_is_carried() {
        let mut found = vec!["regions.csv".to_owned()];
        collect(Path::new(env!("CARGO_MANIFEST_DIR")), "", 3, &mut found);
        found.sort();
        let carried: Vec<_> = FILES.iter().map(|file| file.path.to_owned()).collect();
        assert_eq!(carried, found);
    }

    /// Adds the `dataset.toml` and tables that lie exactly `depth` folders below `directory`.
    fn collect(directory: &Path, prefix: &str, depth: usize, found: &mut Vec<String>) {
        for entry in directory.read_dir().expect("a readable directory") {
            let entry = entry.expect("a readable entry");
            let name = entry.file_name().into_string().expect("a UTF-8 name");
            let is_directory = entry.file_type().expect("a file type").is_dir();
            if is_directory && depth > 0 {
                collect(&entry.path(), &format!("{prefix}{name}/"), depth - 1, found);
            } else if !is_directory && depth == 0 && name != "SOURCE.md" {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
}
