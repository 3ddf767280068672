//! What went wrong in a look-up or in a file of published numbers, and the way out.

mod file;
mod missing;

pub use file::{FileFault, FilePlace, FileProblem};
pub use missing::{Line, Missing, Way};

use std::fmt;
use std::io;

use cfp_core::{Caller, Detail, Explain, Setting};

use crate::kind::Kind;
use crate::region::{Level, is_world};

/// One thing that is wrong with a look-up, or with a file that it needs.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum FactorProblem {
    /// No row answers the query.
    #[error("{0}")]
    NotFound(Box<Missing>),
    /// No dataset knows the activity.
    #[error("no dataset has the activity `{activity}`")]
    UnknownActivity {
        /// What was asked for.
        activity: String,
        /// The activities that read most like it, then some that have it in their names.
        nearest: Vec<String>,
    },
    /// More than one row answers the query.
    #[error("`{activity}` in {region} for {year} has {} factors", .candidates.len())]
    SeveralFactors {
        /// What was asked for.
        activity: String,
        /// The region in which they were found.
        region: String,
        /// The year for which they were found.
        year: u16,
        /// The values, and where each stands.
        candidates: Vec<Line>,
        /// What tells them apart, and how that is said.
        way: (&'static str, Box<Setting>),
    },
    /// A query without a year, which has no default.
    #[error("the look-up of `{activity}` has no year")]
    YearNotStated {
        /// What was asked for.
        activity: String,
        /// What exists.
        existing: Vec<Line>,
    },
    /// A query without a region, which has no default.
    #[error("the look-up of `{activity}` has no region")]
    RegionNotStated {
        /// What was asked for.
        activity: String,
        /// What exists.
        existing: Vec<Line>,
    },
    /// A code that the tree of regions does not have.
    #[error("unknown region `{written}`")]
    UnknownRegion {
        /// What was written.
        written: String,
        /// The known region whose name reads most like it, as it is told.
        nearest: Option<String>,
    },
    /// A word that is no level of regions.
    #[error("`{written}` is not a level of regions")]
    UnknownLevel {
        /// What was written.
        written: String,
    },
    /// A word that is no kind of factor.
    #[error("`{written}` is not a kind of factor")]
    UnknownKind {
        /// What was written.
        written: String,
        /// The kind that reads most like it.
        nearest: Option<String>,
    },
    /// A selector that no dataset answers to.
    #[error("no dataset `{selector}`")]
    UnknownDataset {
        /// What was written.
        selector: String,
        /// The selectors of the datasets that may be meant.
        choices: Vec<String>,
    },
    /// A row that a dataset does not have.
    #[error("`{dataset}` has no row `{row}`")]
    UnknownRow {
        /// The selector of the dataset.
        dataset: String,
        /// What was asked for.
        row: String,
        /// The row that reads most like it.
        nearest: Option<String>,
    },
    /// A set of global warming potentials that no dataset has.
    #[error("no GWP set `{written}`")]
    UnknownGwpSet {
        /// What was written.
        written: String,
        /// Every set there is, or every edition of the set.
        choices: Vec<String>,
    },
    /// What a look-up under a lock would need, and the lock does not hold.
    #[error("`{wanted}` needs `{dataset}`, which is not in the lock")]
    NotInLock {
        /// What was asked for.
        wanted: String,
        /// The selector of the dataset that would answer.
        dataset: String,
    },
    /// A factor or a set of global warming potentials that is not the same in the registry that is asked.
    #[error("{} is another in this registry", row_of(dataset, row.as_deref()))]
    OfAnotherRegistry {
        /// The selector of the dataset.
        dataset: String,
        /// The row; `None` of a whole dataset.
        row: Option<String>,
    },
    /// What is no date.
    #[error("`{written}` is not a date")]
    BadDate {
        /// What was written.
        written: String,
    },
    /// Factors that do not add up to anything.
    #[error("{first} and {second} do not combine: {reason}")]
    DoNotCombine {
        /// The place of the first.
        first: String,
        /// The place of the second.
        second: String,
        /// Why.
        reason: String,
    },
    /// A table of factors and one of global warming potentials, where two of a sort are needed.
    #[error("`{before}` and `{after}` hold different sorts of values")]
    NotComparable {
        /// The selector of the first.
        before: String,
        /// The selector of the second.
        after: String,
    },
    /// What a dataset has no sole row for, though another edition has.
    #[error("`{dataset}` has no sole value for {what}")]
    NoCounterpart {
        /// What the value is for.
        what: String,
        /// The selector of the dataset.
        dataset: String,
    },
    /// A file that cannot be used.
    #[error(transparent)]
    File(#[from] FileProblem),
}

impl FactorProblem {
    /// Every code of the problems of this crate.
    pub const CODES: &'static [&'static str] = &[
        "factor-not-found",
        "unknown-activity",
        "several-factors",
        "year-not-stated",
        "region-not-stated",
        "unknown-region",
        "unknown-level",
        "unknown-kind",
        "unknown-dataset",
        "unknown-row",
        "unknown-gwp-set",
        "not-in-lock",
        "of-another-registry",
        "bad-date",
        "factors-do-not-combine",
        "datasets-not-comparable",
        "no-counterpart",
        "file-not-found",
        "file-not-readable",
        "no-datasets",
        "bad-dataset-header",
        "duplicate-dataset",
        "checksum-mismatch",
        "row-count",
        "file-not-utf8",
        "bad-record",
        "missing-column",
        "unknown-column",
        "missing-value",
        "bad-value",
        "bad-unit",
        "narrow-parent",
        "duplicate-row",
        "duplicate-factor",
        "header-disagrees",
        "byte-order-mark",
        "carriage-return",
        "comma-decimal",
        "no-value",
        "swapped-columns",
        "undeclared-zero",
        "out-of-range",
        "published-in-future",
        "licence-forbids-redistribution",
        "bad-lock",
        "locked-edition-missing",
        "locked-content-changed",
        "locked-header-changed",
        "locked-region-moved",
    ];

    /// Where the problem stands, when it stands in a file.
    pub fn place(&self) -> Option<&FilePlace> {
        match self {
            Self::File(problem) => Some(&problem.place),
            _ => None,
        }
    }
}

impl Explain for FactorProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "factor-not-found",
            Self::UnknownActivity { .. } => "unknown-activity",
            Self::SeveralFactors { .. } => "several-factors",
            Self::YearNotStated { .. } => "year-not-stated",
            Self::RegionNotStated { .. } => "region-not-stated",
            Self::UnknownRegion { .. } => "unknown-region",
            Self::UnknownLevel { .. } => "unknown-level",
            Self::UnknownKind { .. } => "unknown-kind",
            Self::UnknownDataset { .. } => "unknown-dataset",
            Self::UnknownRow { .. } => "unknown-row",
            Self::UnknownGwpSet { .. } => "unknown-gwp-set",
            Self::NotInLock { .. } => "not-in-lock",
            Self::OfAnotherRegistry { .. } => "of-another-registry",
            Self::BadDate { .. } => "bad-date",
            Self::DoNotCombine { .. } => "factors-do-not-combine",
            Self::NotComparable { .. } => "datasets-not-comparable",
            Self::NoCounterpart { .. } => "no-counterpart",
            Self::File(problem) => problem.code(),
        }
    }

    fn hint(&self) -> Option<String> {
        self.hint_for(Caller::File)
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        match self {
            Self::NotFound(missing) => missing.way.as_ref().map(|way| way.said(caller)),
            Self::UnknownActivity { nearest, .. } if nearest.is_empty() => None,
            Self::UnknownActivity { nearest, .. } => {
                Some(format!("names that are like it: {}", listed(nearest)))
            }
            Self::SeveralFactors {
                way: (what, way), ..
            } => Some(format!("{what}: {}", way.said(caller))),
            Self::YearNotStated { .. } => Some(stated(&Setting::number("year", 2024), caller)),
            Self::RegionNotStated { .. } => Some(stated(&Setting::text("region", "CN"), caller)),
            Self::UnknownRegion { written, nearest } => {
                Some(region_meant(written, nearest.as_deref()))
            }
            Self::UnknownRow { nearest, .. } => nearest.as_deref().map(did_you_mean),
            Self::UnknownLevel { .. } => Some(levels()),
            Self::UnknownKind { nearest, .. } => Some(kinds(nearest.as_deref())),
            Self::UnknownDataset { choices, .. } | Self::UnknownGwpSet { choices, .. } => {
                Some(format!("one of {}", listed(choices)))
            }
            Self::NotInLock { .. } if caller == Caller::Python => Some(
                "take it in with `cfp factors update`, or ask a registry that is not locked"
                    .to_owned(),
            ),
            Self::NotInLock { .. } => Some(
                "take it in with `cfp factors update`, or compute without `--locked`".to_owned(),
            ),
            Self::OfAnotherRegistry { .. } => {
                Some("make the lock with the registry in which the factors were found".to_owned())
            }
            Self::BadDate { .. } => Some(
                "write a day as `2025-10-24`; a publication may say only `2025-10` or `2025`"
                    .to_owned(),
            ),
            Self::DoNotCombine { .. } => Some(
                "take factors of one kind, gas basis and GWP set, or keep them apart".to_owned(),
            ),
            Self::NotComparable { .. } => Some("compare two editions of one dataset".to_owned()),
            Self::NoCounterpart { .. } => Some(
                "`cfp factors diff` without a model lists what only one of the two has".to_owned(),
            ),
            Self::File(problem) => problem.hint(),
        }
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::NotFound(missing) => missing.details(),
            Self::SeveralFactors { candidates, .. } => missing::aligned("found", candidates, 0),
            Self::YearNotStated { existing, .. } | Self::RegionNotStated { existing, .. } => {
                missing::aligned("exists", existing, 0)
            }
            Self::File(problem) => problem.details(),
            _ => Vec::new(),
        }
    }
}

/// Everything that is wrong with a look-up: one problem or more.
#[derive(Debug, Clone)]
pub struct Error {
    problems: Vec<FactorProblem>,
}

impl Error {
    /// The result `value` when nothing is wrong, else all that is.
    pub(crate) fn unless_empty<T, P: Into<FactorProblem>>(
        problems: Vec<P>,
        value: T,
    ) -> Result<T, Self> {
        if problems.is_empty() {
            return Ok(value);
        }
        let problems = problems.into_iter().map(Into::into).collect();
        Err(Self { problems })
    }

    /// One problem or more.
    pub fn problems(&self) -> &[FactorProblem] {
        &self.problems
    }

    /// The problems, to be carried into another error.
    pub fn into_problems(self) -> Vec<FactorProblem> {
        self.problems
    }

    /// What the operating system said, when a file could not be read.
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        self.io_error().map(io::Error::kind)
    }

    fn io_error(&self) -> Option<&io::Error> {
        self.problems.iter().find_map(|problem| match problem {
            FactorProblem::File(FileProblem {
                fault: FileFault::Unreadable(source),
                ..
            }) => Some(source.as_ref()),
            _ => None,
        })
    }
}

impl<P: Into<FactorProblem>> From<P> for Error {
    fn from(problem: P) -> Self {
        Self {
            problems: vec![problem.into()],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.io_error()
            .map(|source| source as &(dyn std::error::Error + 'static))
    }
}

fn listed(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    quoted.join(", ")
}

fn row_of(dataset: &str, row: Option<&str>) -> String {
    match row {
        Some(row) => format!("row `{row}` of `{dataset}`"),
        None => format!("`{dataset}`"),
    }
}

fn did_you_mean(nearest: &str) -> String {
    format!("did you mean `{nearest}`?")
}

/// How what a look-up needs is stated.
fn stated(setting: &Setting, caller: Caller) -> String {
    let setting = setting.said(caller);
    match caller {
        Caller::File | Caller::Statement => {
            format!("state it for the supply, the process or the model: {setting}")
        }
        Caller::Command | Caller::Python => format!("state it: {setting}"),
    }
}

/// What may be meant by a region that the tree does not have.
fn region_meant(written: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("did you mean {nearest}?"),
        None if is_world(written) => {
            "no dataset here is of the whole world: name the country whose figure is to stand for it".to_owned()
        }
        None => "write a code such as `CN`, `CN-GD` or `GB`, or the name of a country".to_owned(),
    }
}

fn levels() -> String {
    format!("one of {}", listed(&Level::ALL.map(Level::word)))
}

fn kinds(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || format!("one of {}", listed(&Kind::ALL.map(Kind::word))),
        did_you_mean,
    )
}
