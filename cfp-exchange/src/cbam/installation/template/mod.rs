//! A workbook to be filled in with the data of an installation, in English or Chinese, and its reader.
//!
//! Both go by one table of sheets and columns, which is made of the keys of the plain form. The keys stand in the first row of
//! each sheet and are the same in every language.

mod cells;
mod instructions;
mod list;
mod problem;
mod read;
mod sheets;
mod tables;
mod titles;
mod write;

pub use problem::TemplateProblem;
pub use read::is_template;
pub use write::{filled_template, input_template};

pub(super) use read::{Places, read};
pub(super) use write::not_written;

/// The language of a template: its titles, instructions and names of sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum TemplateLanguage {
    /// English.
    #[default]
    English,
    /// Chinese.
    Chinese,
}

impl TemplateLanguage {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language as it is written: `en`, `zh`.
    pub fn word(self) -> &'static str {
        self.of(["en", "zh"])
    }

    /// The language of a word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What is of this language.
    fn of<T>(self, [english, chinese]: [T; 2]) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

/// The hidden sheet by which the template is known, and what stands in its first cell.
const MARKER_SHEET: &str = "cfp";
const MARKER: &str = "cfp installation template 1";

/// True and false, as they are written in each language.
const TRUTHS: [[&str; 2]; 2] = [["yes", "no"], ["是", "否"]];
