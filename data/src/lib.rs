//! Published emission factors and global warming potentials, as the bytes of their files.
//!
//! This crate carries data and no logic: `cfp-factors` reads it. A dataset is a folder
//! `<group>/<dataset>/<edition>-<revision>` with a `dataset.toml` that describes and seals its table, `factors.csv`
//! or `gwp.csv`; `regions.csv` is the tree of regions. `README.md` beside the files states the schema, and each
//! dataset's `SOURCE.md` says where its numbers are from.

/// One file of the data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// The path below the data directory, with `/` between its parts.
    pub path: &'static str,
    /// The content, byte for byte.
    pub bytes: &'static [u8],
}

macro_rules! files {
    ($($path:literal,)*) => {
        &[$(File { path: $path, bytes: include_bytes!(concat!("../", $path)) }),*]
    };
}

/// Every `dataset.toml`, every table and `regions.csv`, sorted by path.
pub static FILES: &[File] = files![
    "conversion/uk-desnz/2025-1/dataset.toml",
    "conversion/uk-desnz/2025-1/factors.csv",
    "electricity/cn-mee-electricity-co2/2021-1/dataset.toml",
    "electricity/cn-mee-electricity-co2/2021-1/factors.csv",
    "electricity/cn-mee-electricity-co2/2022-1/dataset.toml",
    "electricity/cn-mee-electricity-co2/2022-1/factors.csv",
    "electricity/cn-mee-electricity-co2/2023-1/dataset.toml",
    "electricity/cn-mee-electricity-co2/2023-1/factors.csv",
    "electricity/cn-mee-electricity-footprint/2023-1/dataset.toml",
    "electricity/cn-mee-electricity-footprint/2023-1/factors.csv",
    "electricity/cn-mee-electricity-footprint/2024-1/dataset.toml",
    "electricity/cn-mee-electricity-footprint/2024-1/factors.csv",
    "gwp/ipcc-gwp-ar4/2007-1/dataset.toml",
    "gwp/ipcc-gwp-ar4/2007-1/gwp.csv",
    "gwp/ipcc-gwp-ar5/2013-1/dataset.toml",
    "gwp/ipcc-gwp-ar5/2013-1/gwp.csv",
    "gwp/ipcc-gwp-ar6/2021-1/dataset.toml",
    "gwp/ipcc-gwp-ar6/2021-1/gwp.csv",
    "gwp/ipcc-gwp-ar6/2024-1/dataset.toml",
    "gwp/ipcc-gwp-ar6/2024-1/gwp.csv",
    "regions.csv",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FILES;

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
