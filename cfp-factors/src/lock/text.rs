//! The text of a lock, and reading it.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::seal::Header;
use super::{FORMAT, Lock, LockedDataset, LockedGwp, LockedRegion, TABLES_ALONE};
use crate::error::{Error, FileFault, FilePlace, FileProblem};

const COMMENT: &str = "# The published numbers behind a result, sealed by their content.\n\
                       # `--locked` uses nothing else, and `cfp factors update` moves it to newer editions.\n";

/// The lock as it is written.
#[derive(Serialize)]
pub(super) struct Written<'a> {
    format: u32,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    models: &'a [String],
    #[serde(skip_serializing_if = "<[LockedRegion]>::is_empty")]
    region: &'a [LockedRegion],
    #[serde(skip_serializing_if = "<[LockedGwp]>::is_empty")]
    gwp: &'a [LockedGwp],
    #[serde(skip_serializing_if = "<[LockedDataset]>::is_empty")]
    dataset: &'a [LockedDataset],
}

/// The lock as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    format: Spanned<u32>,
    #[serde(default)]
    models: Vec<Spanned<String>>,
    #[serde(default)]
    region: Vec<Spanned<LockedRegion>>,
    #[serde(default)]
    gwp: Vec<Spanned<LockedGwp>>,
    #[serde(default)]
    dataset: Vec<Spanned<LockedDataset>>,
}

/// A text that is being read, and what is wrong with it.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    lock: Lock,
    problems: Vec<FileProblem>,
}

impl Lock {
    /// The text of the file; the same lock gives the same bytes.
    ///
    /// # Panics
    ///
    /// Never: texts, a number and a table of them are TOML whatever they hold.
    pub fn text(&self) -> String {
        let written = self.written();
        // An empty text would read as a lock of nothing.
        let text = toml::to_string(&written).expect("texts and numbers are TOML");
        format!("{COMMENT}{text}")
    }

    pub(super) fn written(&self) -> Written<'_> {
        Written {
            format: self.format,
            models: &self.models,
            region: &self.regions,
            gwp: &self.gwp,
            dataset: &self.datasets,
        }
    }

    /// Reads the text of a lock; `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut reader = Reader {
            file,
            text,
            lock: Self::default(),
            problems: Vec::new(),
        };
        let read: Read = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            reader.problem(start, error.message().replace('\n', " "))
        })?;
        reader.lock.format = *read.format.get_ref();
        if !(TABLES_ALONE..=FORMAT).contains(&reader.lock.format) {
            let reason = format!(
                "`format` is {}, not {TABLES_ALONE} or {FORMAT}",
                reader.lock.format
            );
            reader.fault(read.format.span().start, reason);
        }
        reader.datasets(read.dataset);
        reader.sets(read.gwp);
        reader.regions(read.region);
        reader.models(read.models);
        Error::unless_empty(reader.problems, reader.lock)
    }
}

impl Reader<'_> {
    fn at(&self, byte: usize) -> FilePlace {
        FilePlace::at_byte(self.file, self.text.as_bytes(), byte)
    }

    fn problem(&self, byte: usize, reason: String) -> FileProblem {
        FileProblem::new(self.at(byte), FileFault::BadLock { reason })
    }

    fn fault(&mut self, byte: usize, reason: String) {
        let problem = self.problem(byte, reason);
        self.problems.push(problem);
    }

    /// A seal that does not read, or that the format has and the text does not.
    fn check_seal(&mut self, start: usize, id: &str, (sha256, header): (&str, &Header)) {
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if sha256.len() != 64 || !sha256.bytes().all(is_digit) {
            let reason = format!("`sha256` of `{id}` is not 64 digits of lower-case hexadecimal");
            self.fault(start, reason);
        }
        match (self.lock.format, header.is_empty()) {
            (FORMAT, true) => self.fault(start, format!("the header of `{id}` is not sealed")),
            (TABLES_ALONE, false) => {
                self.fault(
                    start,
                    format!("format {TABLES_ALONE} seals no header, as of `{id}`"),
                );
            }
            _ => {}
        }
    }

    fn datasets(&mut self, read: Vec<Spanned<LockedDataset>>) {
        for spanned in read {
            let start = spanned.span().start;
            let dataset = spanned.into_inner();
            self.check_seal(start, &dataset.id, dataset.seal());
            let key = (dataset.id.clone(), dataset.version.clone());
            if self.lock.places.insert(key, self.at(start)).is_some() {
                let reason = format!("`{} {}` is there twice", dataset.id, dataset.version);
                self.fault(start, reason);
            }
            self.lock.datasets.push(dataset);
        }
        self.lock.datasets.sort();
    }

    fn sets(&mut self, read: Vec<Spanned<LockedGwp>>) {
        for spanned in read {
            let start = spanned.span().start;
            let gwp = spanned.into_inner();
            self.check_seal(start, &gwp.id, gwp.seal());
            if self.lock.gwp.iter().any(|known| known.set == gwp.set) {
                self.fault(start, format!("`{}` is there twice", gwp.set));
            }
            let key = (gwp.id.clone(), gwp.version.clone());
            let place = self.at(start);
            self.lock.places.entry(key).or_insert(place);
            self.lock.gwp.push(gwp);
        }
        self.lock.gwp.sort();
    }

    fn regions(&mut self, read: Vec<Spanned<LockedRegion>>) {
        for spanned in read {
            let start = spanned.span().start;
            let region = spanned.into_inner();
            if self.lock.format == TABLES_ALONE {
                let reason = format!("format {TABLES_ALONE} seals no regions");
                self.fault(start, reason);
            }
            if self.lock.region(&region.code).is_some() {
                self.fault(start, format!("`{}` is there twice", region.code));
            }
            if region.belongs_to.is_empty() {
                self.fault(start, format!("`belongs_to` of `{}` is empty", region.code));
            }
            let place = self.at(start);
            self.lock.region_places.insert(region.code.clone(), place);
            self.lock.regions.push(region);
        }
        self.lock.regions.sort();
    }

    fn models(&mut self, read: Vec<Spanned<String>>) {
        for spanned in read {
            if spanned.get_ref().contains(['/', '\\']) {
                let reason = format!(
                    "`{}` is not the name of a file beside the lock",
                    spanned.get_ref()
                );
                self.fault(spanned.span().start, reason);
            }
            self.lock.models.push(spanned.into_inner());
        }
        self.lock.models.sort();
    }
}
