//! Which database something is of.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Matrix;
use super::label::Labels;

/// Which database something is of: a digest of its matrices and labels. A database with changed amounts is of the same
/// origin, since its products and flows are those of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin(u64);

impl Origin {
    /// The origin of a database that is built from these.
    pub fn of(matrices: [&Matrix; 2], makers: Option<&[u32]>, labels: [&Labels; 3]) -> Self {
        let mut digest = DefaultHasher::new();
        for matrix in matrices {
            matrix.starts().hash(&mut digest);
            matrix.columns().hash(&mut digest);
            for value in matrix.values() {
                digest.write_u64(value.to_bits());
            }
        }
        makers.hash(&mut digest);
        for own in labels {
            own.list().hash(&mut digest);
        }
        Self(digest.finish())
    }
}
