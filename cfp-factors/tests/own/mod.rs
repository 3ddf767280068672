//! Datasets of the tests' own: written as a person would, sealed, in memory or in a directory.

#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};

use cfp_factors::Registry;
use sha2::{Digest, Sha256};

pub const REGIONS: &str = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO\n\
                           CN-GD,CN,province,Guangdong,广东,ISO\n";
pub const COLUMNS: &str =
    "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note\n";

/// A row of a life-cycle footprint in China in 2024.
pub fn row(name: &str, activity: &str, value: &str) -> String {
    format!("{name},{activity},,CN,2024,{value},kg CO2e/kWh,life-cycle footprint,table 1,,seen,\n")
}

/// A dataset `<id> <version>` of these rows; `changes` are applied to the text of its header.
pub fn dataset(
    id: &str,
    version: &str,
    rows: &[String],
    changes: &[(&str, &str)],
) -> Vec<(String, Vec<u8>)> {
    let (edition, revision) = version.rsplit_once('-').expect("a version");
    let table = format!("{COLUMNS}{}", rows.concat());
    let sha256 = sha256(table.as_bytes());
    let count = rows.len();
    let mut header = format!(
        "id = \"{id}\"\nedition = \"{edition}\"\nrevision = {revision}\ntitle = \"own\"\n\
         publisher = \"us\"\ndocument = \"ledger\"\nreference_year = 2024\nserves = [2024]\n\
         published = \"2025-03-01\"\nkinds = [\"life-cycle footprint\"]\nregions = [\"CN\"]\n\
         gas_basis = \"CO2e\"\n\n[licence]\nname = \"own\"\nredistribution = true\n\
         attribution = \"us\"\n\n[content]\nfile = \"factors.csv\"\nrows = {count}\n\
         sha256 = \"{sha256}\"\n"
    );
    for (from, to) in changes {
        assert!(header.contains(from), "{from}");
        header = header.replacen(from, to, 1);
    }
    let folder = format!("own/{id}/{version}");
    vec![
        (format!("{folder}/dataset.toml"), header.into_bytes()),
        (format!("{folder}/factors.csv"), table.into_bytes()),
    ]
}

pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits: Vec<_> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// The file of regions beside datasets.
pub fn with_regions(datasets: &[Vec<(String, Vec<u8>)>]) -> Vec<(String, Vec<u8>)> {
    let mut files = datasets.concat();
    files.push(("regions.csv".to_owned(), REGIONS.as_bytes().to_vec()));
    files
}

/// A registry of these datasets.
pub fn registry(datasets: &[Vec<(String, Vec<u8>)>]) -> Registry {
    Registry::of_files(with_regions(datasets)).expect("headers that read")
}

/// A directory of this name with these files.
pub fn directory(name: &str, files: &[(String, Vec<u8>)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if root.exists() {
        fs::remove_dir_all(&root).expect("removed");
    }
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    root
}
