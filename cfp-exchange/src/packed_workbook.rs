//! The ZIP that a workbook is, before anything of it is believed or held.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::limits::{Allowance, SizeProblem};

/// What an element of the parts that are held becomes: a text with its place in a list that grows.
const ELEMENT: u64 = 72;
/// How much is unpacked at a time.
const PIECE: usize = 1 << 16;
/// The attribute by which a workbook says how many texts it has, so that a reader makes room for them.
const COUNT: &[u8] = b"uniqueCount";

/// Why a workbook is not opened.
pub(crate) enum Unopened {
    /// It is no ZIP of a workbook, for this reason.
    Bad(String),
    /// It takes too much memory.
    Size(SizeProblem),
}

impl From<SizeProblem> for Unopened {
    fn from(problem: SizeProblem) -> Self {
        Self::Size(problem)
    }
}

/// Unpacks every part once, holding none of it, and counts what the parts become that a reader holds as a whole. What the directory says of sizes is not believed.
pub(crate) fn check(bytes: &[u8], allowance: &mut Allowance) -> Result<(), Unopened> {
    let bad = |error: &dyn std::fmt::Display| Unopened::Bad(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad(&error))?;
    if archive.has_duplicate_names() {
        return Err(bad(&"two parts of it have one name"));
    }
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| bad(&error))?;
        let name = part
            .name()
            .map_err(|error| bad(&error))?
            .to_ascii_lowercase();
        let is_held = !is_passed_over(&name);
        let size = part.size();
        let mut unpacked: u64 = 0;
        let mut buffer = vec![0; PIECE];
        let mut counted = Counted::default();
        loop {
            let read = part.read(&mut buffer).map_err(|error| bad(&error))?;
            let piece = &buffer[..read];
            let length = u64::try_from(read).unwrap_or(u64::MAX);
            unpacked = unpacked.saturating_add(length);
            if read == 0 {
                break;
            }
            if unpacked > size {
                return Err(bad(&"a part of it is not as large as it says"));
            }
            if is_held {
                let elements = piece.split(|byte| *byte == b'<').count() - 1;
                let elements = u64::try_from(elements).unwrap_or(u64::MAX);
                allowance.spend(length.saturating_add(elements.saturating_mul(ELEMENT)))?;
                counted.add(piece);
            }
        }
        if unpacked != size {
            return Err(bad(&"a part of it is not as large as it says"));
        }
        // Room is made for as many texts as it says, whether they are there or not.
        allowance.spend(counted.most.saturating_mul(24))?;
    }
    Ok(())
}

/// Whether a part is read cell by cell, or not at all, as pictures are. Parts that are held have these names wherever they lie.
fn is_passed_over(name: &str) -> bool {
    let held = ["sharedstrings", "styles", "workbook"];
    let folders = ["worksheets/", "media/"];
    folders.iter().any(|folder| name.contains(folder))
        && !held.iter().any(|part| name.contains(part))
        && !name.contains("_rels/")
}

/// The largest number that stands after the attribute of counts, in pieces of text.
#[derive(Default)]
struct Counted {
    /// The end of the piece before, in which the attribute may begin.
    tail: Vec<u8>,
    most: u64,
}

/// The longest attribute with its number.
const LONGEST: usize = 64;

impl Counted {
    fn add(&mut self, piece: &[u8]) {
        self.tail.extend_from_slice(piece);
        let mut rest = &self.tail[..];
        while let Some(at) = rest.windows(COUNT.len()).position(|word| word == COUNT) {
            rest = &rest[at + COUNT.len()..];
            let value = rest.iter().skip_while(|byte| !byte.is_ascii_digit());
            let digits = value.take_while(|byte| byte.is_ascii_digit());
            let number = digits.fold(0_u64, |number, digit| {
                number
                    .saturating_mul(10)
                    .saturating_add(u64::from(digit - b'0'))
            });
            self.most = self.most.max(number);
        }
        let kept = self.tail.len().saturating_sub(LONGEST);
        self.tail.drain(..kept);
    }
}
