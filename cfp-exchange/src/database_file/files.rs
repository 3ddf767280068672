//! Where the files of a database lie: in a ZIP, in memory, or wherever a caller has them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::LIMIT;
use crate::datapackage::PackageProblem;
use crate::error::{Error, Location, Reported};
use crate::limits::{Allowance, Limits, SizeProblem};

/// The files of a database by their names, with `/` between folders.
pub trait Files {
    /// What the whole is called in what is told.
    fn name(&self) -> &str;

    /// Whether there is a file of this name.
    fn has(&self, file: &str) -> bool;

    /// The content of a file, of which no more bytes than this are to be read.
    ///
    /// # Errors
    ///
    /// [`PackageProblem::FileMissing`], [`PackageProblem::TooLarge`] or [`PackageProblem::FileNotRead`].
    fn bytes(&self, file: &str, most: u64) -> Result<Cow<'_, [u8]>, PackageProblem>;

    /// The first so many bytes of a file, or all where it has fewer: what an array says of itself.
    ///
    /// # Errors
    ///
    /// Those of [`Files::bytes`].
    fn head(&self, file: &str, most: u64) -> Result<Vec<u8>, PackageProblem> {
        let bytes = self.bytes(file, u64::MAX)?;
        let length = usize::try_from(most).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[..length].to_vec())
    }

    /// How many bytes all files take where they are packed; `None` where they are not, and lie there as they are read.
    fn packed(&self) -> Option<u64> {
        None
    }
}

/// The files of a ZIP, which may have them all in one folder.
#[derive(Debug, Clone)]
pub struct ZipFiles<'a> {
    name: String,
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    folder: String,
}

/// Files in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles<'a> {
    name: String,
    files: BTreeMap<String, Cow<'a, [u8]>>,
}

/// The files by which the form of a database is known.
pub(super) const DATAPACKAGE: &str = "datapackage.json";
pub(super) const TABLES: &str = "technosphere.csv";

/// A deflated byte unpacks to no more than this.
const MOST_UNPACKED: u64 = 1032;

impl<'a> ZipFiles<'a> {
    /// The files of a ZIP; `name` stands in what is told.
    ///
    /// # Errors
    ///
    /// Bytes that are no ZIP, or one with several files of one name.
    pub fn new(name: &str, bytes: &'a [u8]) -> Result<Self, Error> {
        let told = |problem: PackageProblem| problem.of(name);
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let reason = error.to_string();
            told(PackageProblem::NotAZip { reason })
        })?;
        if archive.has_duplicate_names() {
            return Err(told(PackageProblem::RepeatedFile));
        }
        let mut files = Self {
            name: name.to_owned(),
            bytes,
            archive,
            folder: String::new(),
        };
        files.folder = files.only_folder();
        Ok(files)
    }

    /// A file of the ZIP.
    fn entry<'e>(
        &self,
        archive: &'e mut ZipArchive<Cursor<&'a [u8]>>,
        file: &str,
    ) -> Result<ZipFile<'e, Cursor<&'a [u8]>>, PackageProblem> {
        let path = format!("{}{file}", self.folder);
        let missing = || PackageProblem::FileMissing {
            file: file.to_owned(),
        };
        let index = self.archive.index_for_name(&path).ok_or_else(missing)?;
        archive.by_index(index).map_err(|error| not_read(&error))
    }

    /// Some bytes of the ZIP.
    fn slice(&self, start: u64, length: u64) -> Option<&'a [u8]> {
        let start = usize::try_from(start).ok()?;
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        self.bytes.get(start..end)
    }

    /// The folder of the database where only one has any; empty where it lies at the top.
    fn only_folder(&self) -> String {
        let known = [DATAPACKAGE, TABLES];
        if known.iter().any(|file| self.has(file)) {
            return String::new();
        }
        let names = self.archive.file_names().filter_map(Result::ok);
        let mut folders: Vec<String> = names
            .filter_map(|name| {
                let (folder, file) = name.rsplit_once('/')?;
                known.contains(&file).then(|| format!("{folder}/"))
            })
            .collect();
        folders.dedup();
        match &mut folders[..] {
            [folder] => std::mem::take(folder),
            _ => String::new(),
        }
    }
}

impl Files for ZipFiles<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn has(&self, file: &str) -> bool {
        let path = format!("{}{file}", self.folder);
        self.archive.index_for_name(&path).is_some()
    }

    fn bytes(&self, file: &str, most: u64) -> Result<Cow<'_, [u8]>, PackageProblem> {
        let mut archive = self.archive.clone();
        let mut entry = self.entry(&mut archive, file)?;
        let (size, packed) = (entry.size(), entry.compressed_size());
        if size > most {
            return Err(PackageProblem::TooLarge);
        }
        if entry.compression() == CompressionMethod::Stored && !entry.encrypted() {
            let start = entry.data_start();
            // What is not packed need not be copied; going through it checks its sum.
            let length = std::io::copy(&mut entry, &mut std::io::sink());
            let length = length.map_err(|error| not_read(&error))?;
            let own = start.and_then(|start| self.slice(start, length));
            let cut_off = || not_read(&"it ends before its end");
            return own.map(Cow::Borrowed).ok_or_else(cut_off);
        }
        // What an entry says of its size is believed no further than what is packed can hold.
        let room = size.min(packed.saturating_mul(MOST_UNPACKED));
        let room = usize::try_from(room).map_err(|_| PackageProblem::TooLarge)?;
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(room)
            .map_err(|error| not_read(&error))?;
        // Nor is more unpacked than it says.
        let read = entry.take(size.saturating_add(1)).read_to_end(&mut bytes);
        let read = read.map_err(|error| not_read(&error))?;
        if u64::try_from(read).is_ok_and(|read| read <= size) {
            Ok(Cow::Owned(bytes))
        } else {
            Err(not_read(&"it unpacks to more than the ZIP says"))
        }
    }

    fn head(&self, file: &str, most: u64) -> Result<Vec<u8>, PackageProblem> {
        let mut archive = self.archive.clone();
        let mut bytes = Vec::new();
        let entry = self.entry(&mut archive, file)?;
        let read = entry.take(most).read_to_end(&mut bytes);
        read.map_err(|error| not_read(&error))?;
        Ok(bytes)
    }

    fn packed(&self) -> Option<u64> {
        u64::try_from(self.bytes.len()).ok()
    }
}

fn not_read(reason: &dyn std::fmt::Display) -> PackageProblem {
    let reason = reason.to_string();
    PackageProblem::FileNotRead { reason }
}

impl<'a> MemoryFiles<'a> {
    /// No files yet; `name` stands in what is told.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            files: BTreeMap::new(),
        }
    }

    /// With this file, in place of another of its name.
    pub fn with(mut self, file: &str, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        self.files.insert(file.to_owned(), bytes.into());
        self
    }
}

impl Files for MemoryFiles<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    fn bytes(&self, file: &str, most: u64) -> Result<Cow<'_, [u8]>, PackageProblem> {
        let found = self.files.get(file);
        let found = found.ok_or_else(|| PackageProblem::FileMissing {
            file: file.to_owned(),
        })?;
        if u64::try_from(found.len()).is_ok_and(|length| length <= most) {
            Ok(Cow::Borrowed(found))
        } else {
            Err(PackageProblem::TooLarge)
        }
    }
}

/// Reads the files of a package, and tells their problems at their names.
pub(crate) struct Reader<'f> {
    left: u64,
    allowance: Allowance,
    /// What is wrong, of which no more is kept than is told.
    pub told: Vec<Reported>,
    pub files: &'f dyn Files,
}

/// The most that is read of a package, unpacked.
const LARGEST: u64 = 4 << 30;

impl<'f> Reader<'f> {
    /// A reader of these files.
    pub fn new(files: &'f dyn Files, limits: Limits) -> Self {
        Self {
            left: LARGEST,
            allowance: Allowance::of(limits, files.packed()),
            told: Vec::new(),
            files,
        }
    }

    /// The place of a file: the name of the package and its own, where it has one.
    pub fn place(&self, file: &str) -> Arc<str> {
        if file.is_empty() {
            return self.files.name().into();
        }
        format!("{}/{file}", self.files.name()).into()
    }

    /// The content of a file; `None` where that was told.
    pub fn bytes(&mut self, file: &str) -> Option<Cow<'f, [u8]>> {
        self.bytes_up_to(file, u64::MAX)
    }

    /// The content of a file that has no more bytes than this; `None` where that was told.
    pub fn bytes_up_to(&mut self, file: &str, most: u64) -> Option<Cow<'f, [u8]>> {
        let allowed = self.left.min(self.allowance.left());
        let bytes = match self.files.bytes(file, allowed.min(most)) {
            Ok(bytes) => bytes,
            Err(problem) => {
                // Of what is too large, the limit is told that it meets.
                let is_too_large = matches!(problem, PackageProblem::TooLarge);
                let problem = if is_too_large && allowed < self.left {
                    self.allowance.problem().into()
                } else {
                    problem
                };
                self.tell_file(file, &problem);
                return None;
            }
        };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(length);
        if matches!(bytes, Cow::Owned(_)) {
            // No more than is left was read.
            let _ = self.allowance.spend(length);
        }
        Some(bytes)
    }

    /// The first bytes of a file; `None` where that was told.
    pub fn head(&mut self, file: &str, most: u64) -> Option<Vec<u8>> {
        let head = self.files.head(file, most);
        head.map_err(|problem| self.tell_file(file, &problem)).ok()
    }

    /// Takes memory for what a file becomes; `None` where there is none, which is told.
    pub fn spend(&mut self, file: &str, bytes: u64) -> Option<()> {
        let spent = self.allowance.spend(bytes);
        let told = |problem: SizeProblem| self.tell_of(file, &problem);
        spent.map_err(told).ok()
    }

    fn tell_file(&mut self, file: &str, problem: &PackageProblem) {
        match problem {
            PackageProblem::FileMissing { .. } => self.tell(problem),
            _ => self.tell_of(file, problem),
        }
    }

    fn keep(&mut self, problem: &dyn cfp_core::Explain, place: impl FnOnce() -> Location) {
        // One more than are told, so that it is known that there are more.
        if self.told.len() <= LIMIT {
            self.told.push(Reported::new(problem, place()));
        }
    }

    /// Tells a problem of the package as a whole.
    pub fn tell(&mut self, problem: &dyn cfp_core::Explain) {
        let name = self.files.name();
        self.keep(problem, || Location::file(&Arc::from(name)));
    }

    /// Tells a problem of a file as a whole.
    pub fn tell_of(&mut self, file: &str, problem: &dyn cfp_core::Explain) {
        let name = self.place(file);
        self.keep(problem, || Location::file(&name));
    }

    /// Tells a problem at a line and column of a file.
    pub fn tell_at(&mut self, file: &str, at: (usize, usize), problem: &dyn cfp_core::Explain) {
        let name = self.place(file);
        self.keep(problem, || Location::text(&name, at));
    }
}
