//! The source tree, for tests that read it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The root of the workspace.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("a workspace").to_owned()
}

/// Every path of the workspace below its root, with `/` between the parts, but for what is built,
/// fetched or cached.
pub fn paths() -> Vec<String> {
    let mut found = Vec::new();
    collect(&root(), "", &mut found);
    found.sort();
    found
}

fn collect(directory: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).expect("a readable directory") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().into_string().expect("a UTF-8 name");
        if is_not_source(&name) {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type().expect("a file type").is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else {
            found.push(path);
        }
    }
}

/// What `.gitignore` names, and the repository itself.
fn is_not_source(name: &str) -> bool {
    let folders = [".git", "target", "__pycache__", ".venv", ".tests-venv"];
    let endings = [".pyc", ".so", "_cache", ".hypothesis", ".egg-info"];
    folders.contains(&name) || endings.iter().any(|ending| name.ends_with(ending))
}

/// The path and text of every file with this ending.
pub fn files(ending: &str) -> Vec<(String, String)> {
    let ending = format!(".{ending}");
    let paths = paths().into_iter().filter(|path| path.ends_with(&ending));
    paths.map(|path| (path.clone(), text(&path))).collect()
}

/// The text of a file of the workspace.
pub fn text(path: &str) -> String {
    let bytes = fs::read(root().join(path)).expect("a readable file");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An empty directory of this name, among what is built.
pub fn scratch(name: &str) -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{number}"));
    if path.exists() {
        fs::remove_dir_all(&path).expect("removed");
    }
    fs::create_dir_all(&path).expect("made");
    path
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .concat()
}
