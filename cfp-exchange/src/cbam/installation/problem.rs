//! Problems of an installation's data that the core knows nothing of.

use cfp_core::Explain;

/// A value of an installation's file has no meaning, or lacks what the law asks beside it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstallationProblem {
    /// A word that is none of those that a key knows.
    #[error("`{key}` is `{written}`, which is not one of {}", .known.join(", "))]
    UnknownWord {
        /// The key.
        key: &'static str,
        /// The word as written.
        written: String,
        /// The words that it knows.
        known: Vec<&'static str>,
    },
    /// A standard factor that nobody said may be taken.
    #[error("`standard` names `{item}`, and `factors` does not say \"standard\"")]
    StandardNotAsked {
        /// The item.
        item: String,
    },
    /// A table without a key that it needs, or without any of several.
    #[error("{owner} needs {}", listed(.keys))]
    NoneOf {
        /// What the table describes.
        owner: &'static str,
        /// The keys, one of which it needs; keys that are needed together stand as one.
        keys: Vec<&'static str>,
    },
    /// A value that is stated in two ways.
    #[error("{owner} has both `{first}` and `{second}`")]
    Both {
        /// What the table describes.
        owner: &'static str,
        /// One key.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A deduction or a choice that needs evidence.
    #[error("{what} needs `evidence`")]
    NoEvidence {
        /// What needs it.
        what: &'static str,
    },
    /// Goods of one process that do not share a functional unit, or of which only some are of Annex II.
    #[error("its goods {first} and {second} have different functional units, or count differently")]
    UnlikeGoods {
        /// The code of one.
        first: String,
        /// The code of another.
        second: String,
    },
    /// A precursor of which both kinds of emissions count, with one of them.
    #[error("`see_direct` is stated without `see_indirect`, and for {category} both count")]
    NoIndirect {
        /// The aggregated goods category.
        category: String,
    },
    /// A category that no good has.
    #[error("there is no aggregated goods category `{written}`")]
    UnknownCategory {
        /// The category as written.
        written: String,
        /// The category that reads most like it.
        nearest: Option<String>,
    },
    /// A default value with a mark-up in a year that has none.
    #[error("the data are of {year}, before the first year of the definitive period")]
    TransitionalYear {
        /// The year.
        year: u16,
    },
    /// A footprint that the bridge to a product footprint needs.
    #[error("`[footprint]` has no {what} of `{name}`")]
    FootprintNotStated {
        /// The key.
        what: &'static str,
        /// What it is of.
        name: String,
    },
    /// A path of a table that leads nowhere, or where something stands already.
    #[error("`{path}` is no path to a value")]
    BadPath {
        /// The path as written.
        path: String,
    },
    /// A file that is none of those that are read.
    #[error("the name `{name}` ends in none of `.toml`, `.json`, `.csv` and `.xlsx`")]
    UnknownEnding {
        /// The name.
        name: String,
    },
}

fn listed(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match &quoted[..] {
        [several @ .., last] if !several.is_empty() => format!("{} or {last}", several.join(", ")),
        _ => quoted.concat(),
    }
}

impl InstallationProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 12] = [
        "unknown-choice",
        "standard-not-asked",
        "none-of",
        "stated-twice",
        "no-evidence",
        "unlike-goods",
        "precursor-indirect-not-stated",
        "unknown-category",
        "transitional-year",
        "footprint-not-stated",
        "bad-path",
        "installation-ending",
    ];
}

impl Explain for InstallationProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownWord { .. } => "unknown-choice",
            Self::StandardNotAsked { .. } => "standard-not-asked",
            Self::NoneOf { .. } => "none-of",
            Self::Both { .. } => "stated-twice",
            Self::NoEvidence { .. } => "no-evidence",
            Self::UnlikeGoods { .. } => "unlike-goods",
            Self::NoIndirect { .. } => "precursor-indirect-not-stated",
            Self::UnknownCategory { .. } => "unknown-category",
            Self::TransitionalYear { .. } => "transitional-year",
            Self::FootprintNotStated { .. } => "footprint-not-stated",
            Self::BadPath { .. } => "bad-path",
            Self::UnknownEnding { .. } => "installation-ending",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownWord { .. } => "write one of them".into(),
            Self::StandardNotAsked { .. } => {
                "measured, national and suppliers' values come before those of Annex II point G: write `factors = \"standard\"` if there is none (point B.5.2)"
                    .into()
            }
            Self::NoneOf { keys, .. } if keys.len() == 1 => "state what is missing".into(),
            Self::NoneOf { .. } => "state one of them".into(),
            Self::Both { .. } => "keep the one that is meant".into(),
            Self::NoEvidence { .. } => "name the evidence that a verifier is shown".into(),
            Self::UnlikeGoods { .. } => {
                "make processes of their own: goods of one share a functional unit, and are all of Annex II or none of them (2547 Article 4)".into()
            }
            Self::NoIndirect { .. } => {
                "state `see_indirect` of the verified report, or take the default value by `default = true`".into()
            }
            Self::UnknownCategory { nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "the categories are those of 2547 Annex I Table 1".into(),
            },
            Self::TransitionalYear { .. } => {
                "a default value with its mark-up needs a year from 2026 on: state `default_value`, or the year".into()
            }
            Self::FootprintNotStated { .. } => {
                "state it, as zero where that is meant: what is missing is not counted as zero".into()
            }
            Self::BadPath { .. } => {
                "write such as `process[0].goods[0].cn`, lists counted from 0 without a gap, each value once".into()
            }
            Self::UnknownEnding { .. } => {
                "give the plain form (.toml, .json, .csv), our template or the Commission's communication workbook (.xlsx)".into()
            }
        })
    }
}
