//! The tree of regions along which a look-up may fall back.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::sync::{Arc, OnceLock};

use cfp_core::{Region, nearest};
use serde::{Deserialize, Serialize};

use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::read::{Row, Sheet};
use crate::store::Store;

/// The file of the tree, at the top of a data directory.
pub(crate) const FILE: &str = "regions.csv";

const COLUMNS: [&str; 6] = ["code", "parent", "level", "name_en", "name_zh", "source"];
/// The column of further names, which a table may do without.
const ALSO: &str = "also";

/// What databases and people call the whole world, or what is left of it.
const WORLD: [&str; 9] = [
    "glo",
    "wld",
    "world",
    "global",
    "row",
    "restoftheworld",
    "全球",
    "世界",
    "全世界",
];

/// How broad a region is, from the most specific on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// A prefecture or a city of that rank.
    #[serde(rename = "prefecture")]
    Prefecture,
    /// A province, a state or a city of that rank.
    #[serde(rename = "province")]
    Province,
    /// The area of one electricity grid within a country.
    #[serde(rename = "grid region")]
    GridRegion,
    /// A country, or an economy with data of its own.
    #[serde(rename = "country")]
    Country,
}

impl Level {
    /// Every level, from the most specific on.
    pub const ALL: [Self; 4] = [
        Self::Prefecture,
        Self::Province,
        Self::GridRegion,
        Self::Country,
    ];

    /// The level as it is written in models and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prefecture => "prefecture",
            Self::Province => "province",
            Self::GridRegion => "grid region",
            Self::Country => "country",
        }
    }

    /// The level that is written so.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownLevel`] when no level is.
    pub fn from_word(word: &str) -> Result<Self, FactorProblem> {
        let known = Self::ALL.into_iter().find(|level| level.word() == word);
        known.ok_or_else(|| FactorProblem::UnknownLevel {
            written: word.to_owned(),
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// One region of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegionRow {
    /// Its code.
    pub code: Region,
    /// The next broader region whose average covers it; absent at the top.
    pub parent: Option<Region>,
    /// How broad it is.
    pub level: Level,
    /// Its name in English.
    pub name: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// What else it is called: three letters of ISO 3166-1, and names in use.
    pub also: Vec<String>,
    /// Who says that it belongs to its parent.
    pub source: String,
}

impl RegionRow {
    /// Its code and every name, with itself.
    fn names(&self) -> impl Iterator<Item = (&str, &Self)> {
        let names = [self.code.code(), &self.name, &self.name_zh].into_iter();
        let names = names.chain(self.also.iter().map(String::as_str));
        names.map(move |name| (name, self))
    }

    fn is_called(&self, folded_name: &str) -> bool {
        self.names().any(|(name, _)| folded(name) == folded_name)
    }
}

/// A name in lower case, without an article, spaces and signs.
fn folded(name: &str) -> String {
    let lowered = name.trim().to_lowercase();
    let name = lowered.strip_prefix("the ").unwrap_or(&lowered);
    name.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// Whether the whole world is meant, of which no dataset speaks.
pub(crate) fn is_world(written: &str) -> bool {
    WORLD.contains(&folded(written).as_str())
}

/// The tree of regions, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions(BTreeMap<String, RegionRow>);

impl Regions {
    /// The region of a code.
    pub fn get(&self, code: &str) -> Option<&RegionRow> {
        self.0.get(code)
    }

    /// Every region, sorted by code.
    pub fn iter(&self) -> impl Iterator<Item = &RegionRow> {
        self.0.values()
    }

    /// The region and all that it belongs to, from the most specific on; empty for an unknown code.
    pub fn chain(&self, code: &str) -> Vec<&RegionRow> {
        let parent = |row: &&RegionRow| self.get(row.parent.as_ref()?.code());
        std::iter::successors(self.get(code), parent).collect()
    }

    /// The regions that come with the program.
    ///
    /// # Errors
    ///
    /// The faults of their file.
    pub fn bundled() -> Result<&'static Self, Error> {
        static BUNDLED: OnceLock<Regions> = OnceLock::new();
        if let Some(regions) = BUNDLED.get() {
            return Ok(regions);
        }
        let read = Tree::new(vec![Arc::new(Store::Bundled)]).read()?;
        Ok(BUNDLED.get_or_init(|| read))
    }

    /// The region of a code or a name: `CN`, `CHN`, `China`, `中国`, in whatever case.
    ///
    /// # Errors
    ///
    /// [`FactorProblem::UnknownRegion`] where none has that name, or several have.
    pub fn known(&self, written: &str) -> Result<&RegionRow, FactorProblem> {
        if let Some(region) = self.get(written) {
            return Ok(region);
        }
        let name = folded(written);
        let mut named = self.iter().filter(|region| region.is_called(&name));
        match (named.next(), named.next()) {
            (Some(region), None) => Ok(region),
            _ => Err(FactorProblem::UnknownRegion {
                written: written.to_owned(),
                nearest: self.nearest(written),
            }),
        }
    }

    /// The known region that goes by a name or code most like what is written, with its name.
    pub(crate) fn nearest(&self, written: &str) -> Option<String> {
        // Two or three letters are a code, and a letter more or less makes another country of it.
        let is_code = written.is_ascii() && written.len() <= 3;
        if is_code || is_world(written) {
            return None;
        }
        let names = || self.iter().flat_map(RegionRow::names);
        let near = nearest(written, names().map(|(name, _)| name))?;
        let (_, region) = names().find(|(name, _)| *name == near)?;
        Some(format!("`{}` ({})", region.code, region.name))
    }

    /// These regions over others: where both have a code, it is the one of these.
    fn over(self, under: Self) -> Self {
        let mut regions = under.0;
        regions.extend(self.0);
        Self(regions)
    }

    /// Reads `regions.csv`, whose regions are added to those of `under`.
    pub(crate) fn read(file: &str, bytes: &[u8], under: Self) -> Result<Self, Error> {
        let sheet = Sheet::read_with(file, bytes, &COLUMNS, &[ALSO])?;
        let mut problems = sheet.faults().to_vec();
        let mut regions = BTreeMap::new();
        let mut parents = Vec::new();
        for row in sheet.rows() {
            match read_row(&row) {
                Ok(region) => {
                    let code = region.code.code().to_owned();
                    parents.push((code.clone(), row.place("parent")));
                    if regions.insert(code.clone(), region).is_some() {
                        let fault = FileFault::DuplicateRow { row: code };
                        problems.push(FileProblem::new(row.place("code"), fault));
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        let regions = Self(regions).over(under);
        let of_file = parents
            .into_iter()
            .filter_map(|(code, place)| regions.parent_problem(&code, place));
        problems.extend(of_file);
        // A region that is redefined here may no longer be broader than those below it.
        let whole = || FilePlace::file(file);
        let of_all = regions.0.keys();
        let of_all = of_all.filter_map(|code| regions.parent_problem(code, whole()));
        if problems.is_empty() {
            problems.extend(of_all);
        }
        Error::unless_empty(problems, regions)
    }

    /// Why the parent of a region cannot be; parents are broader, so that no chain runs in a circle.
    fn parent_problem(&self, code: &str, place: FilePlace) -> Option<FileProblem> {
        let region = self.get(code)?;
        let parent = region.parent.as_ref()?;
        let fault = match self.get(parent.code()) {
            None => FileFault::UnknownRegion {
                written: parent.code().to_owned(),
                nearest: self.nearest(parent.code()),
            },
            Some(parent) if parent.level <= region.level => FileFault::NarrowParent {
                region: code.to_owned(),
                parent: parent.code.code().to_owned(),
            },
            Some(_) => return None,
        };
        Some(FileProblem::new(place, fault))
    }
}

/// The files of a tree of regions, the uppermost first; they are read when they are first needed.
#[derive(Debug)]
pub(crate) struct Tree {
    stores: Vec<Arc<Store>>,
    regions: OnceLock<Regions>,
}

impl Tree {
    /// The tree of these stores. All but the last may do without a file of regions.
    pub(crate) fn new(stores: Vec<Arc<Store>>) -> Self {
        Self {
            stores,
            regions: OnceLock::new(),
        }
    }

    /// This tree over another.
    pub(crate) fn over(&self, under: &Self) -> Self {
        let stores = self.stores.iter().chain(&under.stores);
        Self::new(stores.cloned().collect())
    }

    /// The regions, or every fault of the files.
    pub(crate) fn regions(&self) -> Result<&Regions, Error> {
        if let Some(regions) = self.regions.get() {
            return Ok(regions);
        }
        let read = self.read()?;
        Ok(self.regions.get_or_init(|| read))
    }

    fn read(&self) -> Result<Regions, Error> {
        let mut regions = Regions(BTreeMap::new());
        // What is to be added lies over all that was read so far.
        for (above, store) in self.stores.iter().enumerate().rev() {
            let bytes = match store.read(FILE) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let is_absent = error.io_error_kind() == Some(ErrorKind::NotFound);
                    if is_absent && above + 1 < self.stores.len() {
                        continue;
                    }
                    return Err(error);
                }
            };
            regions = Regions::read(&store.name(FILE), &bytes, regions)?;
        }
        Ok(regions)
    }
}

fn read_row(row: &Row<'_>) -> Result<RegionRow, FileProblem> {
    let parent = match row.optional("parent") {
        Some(_) => Some(row.region("parent")?),
        None => None,
    };
    let level = row.text("level")?;
    Ok(RegionRow {
        code: row.region("code")?,
        parent,
        level: Level::from_word(level).map_err(|_| {
            let written = level.to_owned();
            row.problem("level", FileFault::UnknownLevel { written })
        })?,
        name: row.text("name_en")?.to_owned(),
        name_zh: row.text("name_zh")?.to_owned(),
        also: row.optional(ALSO).map_or_else(Vec::new, |names| {
            let names = names.split(';').map(str::trim);
            names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        }),
        source: row.text("source")?.to_owned(),
    })
}
