//! How much memory what is read may cost: known before it is spent.

use cfp_core::Explain;

const MIB: u64 = 1 << 20;

/// How much memory the content of a packed file may take: a ZIP, and the workbooks that are one.
///
/// A small file can unpack to any size, and its rows to more. What a file says of its own sizes is not believed: what is
/// unpacked is counted while it is, with the cells, rows and entries that it becomes, and refused at the limit, which is
/// [`Limits::MEMORY_MIB`] or [`Limits::TIMES`] the size of the file, whichever is more. [`Limits::allow_large`] lifts
/// it. Files that are not packed cost no more than a multiple of their own size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    allows_large: bool,
}

impl Limits {
    /// What the content of a file may take, in MiB, where the file is no larger than its part of that.
    pub const MEMORY_MIB: u64 = 256;
    /// How many times its own size the content of a larger file may take.
    pub const TIMES: u64 = 64;

    /// Those of files from anywhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether what is read may cost whatever it does, as a file of one's own may.
    pub fn allow_large(mut self, allow: bool) -> Self {
        self.allows_large = allow;
        self
    }
}

/// Content that takes more memory than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its content takes more than {limit_mib} MiB of memory, of {packed} bytes packed")]
pub struct SizeProblem {
    /// How much it may take, in MiB.
    pub limit_mib: u64,
    /// How large the file is, in bytes.
    pub packed: u64,
}

impl Explain for SizeProblem {
    fn code(&self) -> &'static str {
        "too-much-memory"
    }

    fn hint(&self) -> Option<String> {
        Some(
            "take empty rows and cells out of it, or read it whole with `--allow-large`".to_owned(),
        )
    }

    fn details(&self) -> Vec<cfp_core::Detail> {
        Vec::new()
    }
}

/// How much memory the content of one file may still take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    left: u64,
    problem: SizeProblem,
}

impl Allowance {
    /// That of a file of so many bytes; of one that is not packed, as much as there is.
    pub fn of(limits: Limits, packed: Option<u64>) -> Self {
        let scaled = packed.unwrap_or_default().saturating_mul(Limits::TIMES);
        let most = scaled.max(Limits::MEMORY_MIB * MIB);
        let is_limited = packed.is_some() && !limits.allows_large;
        Self {
            left: if is_limited { most } else { u64::MAX },
            problem: SizeProblem {
                limit_mib: most / MIB,
                packed: packed.unwrap_or_default(),
            },
        }
    }

    /// How many bytes may still be taken.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// What is wrong where more is needed.
    pub fn problem(&self) -> SizeProblem {
        self.problem
    }

    /// Takes so many bytes.
    pub fn spend(&mut self, bytes: u64) -> Result<(), SizeProblem> {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or_default();
        left.map_or(Err(self.problem), |_| Ok(()))
    }
}

/// A number of things in memory, in bytes.
pub(crate) fn bytes_of(count: usize, each: u64) -> u64 {
    u64::try_from(count)
        .unwrap_or(u64::MAX)
        .saturating_mul(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_take_its_part() {
        let small = Allowance::of(Limits::new(), Some(1000));
        assert_eq!(small.left(), 256 << 20);
        let large = Allowance::of(Limits::new(), Some(10 << 20));
        assert_eq!(large.left(), 640 << 20);
        assert_eq!(Allowance::of(Limits::new(), None).left(), u64::MAX);
        let allowed = Limits::new().allow_large(true);
        assert_eq!(Allowance::of(allowed, Some(1000)).left(), u64::MAX);
        let mut some = small;
        assert_eq!(some.spend(256 << 20), Ok(()));
        let problem = some.spend(1).expect_err("nothing is left");
        assert_eq!((problem.limit_mib, problem.packed), (256, 1000));
    }
}
