//! Checksums of files.

use sha2::{Digest, Sha256};

/// SHA-256 of bytes in lower-case hexadecimal, as headers of datasets, locks and stored results state it.
pub fn seal(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
