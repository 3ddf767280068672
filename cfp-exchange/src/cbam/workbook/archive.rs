//! The ZIP that a workbook is, before anything of it is believed.

use std::io::Cursor;

use zip::ZipArchive;

use super::problem::WorkbookProblem;
use crate::limits::{Allowance, Limits};
use crate::packed_workbook::{self, Unopened};

const MIB: u64 = 1 << 20;
/// The largest file, in MiB.
const LARGEST_FILE: u64 = 64;
/// The largest part of a workbook once it is unpacked, in MiB.
const LARGEST_PART: u64 = 128;
/// The most that all parts of a workbook unpack to, in MiB.
const LARGEST_WHOLE: u64 = 256;

/// Looks whether the bytes are a ZIP that can be unpacked in memory, and unpacks every part of it once: what the directory says
/// of sizes is not believed.
pub(super) fn check(bytes: &[u8]) -> Result<(), WorkbookProblem> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    too_large("the file", length, LARGEST_FILE)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    let mut whole: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| bad(&error))?;
        too_large("a part of it", part.size(), LARGEST_PART)?;
        whole = whole.saturating_add(part.size());
        too_large("its parts together", whole, LARGEST_WHOLE)?;
    }
    let mut allowance = Allowance::of(Limits::new(), Some(length));
    packed_workbook::check(bytes, &mut allowance).map_err(|unopened| match unopened {
        Unopened::Bad(reason) => bad(&reason),
        Unopened::Size(problem) => WorkbookProblem::TooLarge {
            what: "its texts".to_owned(),
            limit_mib: problem.limit_mib,
        },
    })
}

fn too_large(what: &str, size: u64, limit_mib: u64) -> Result<(), WorkbookProblem> {
    if size <= limit_mib * MIB {
        return Ok(());
    }
    let what = what.to_owned();
    Err(WorkbookProblem::TooLarge { what, limit_mib })
}

/// What a reader says, as one line of a sentence.
pub(super) fn bad(error: &impl std::fmt::Display) -> WorkbookProblem {
    let reason = error.to_string().replace('\n', " ");
    let reason = reason.trim_end_matches('.').to_owned();
    WorkbookProblem::NotAWorkbook { reason }
}
