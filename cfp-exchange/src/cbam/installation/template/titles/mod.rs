//! The titles of the columns in each language, and which cells they take. The keys themselves are those of the plain form.

mod processes;
mod sources;

use processes::{ENERGY, PRECURSORS, PROCESSES};
use sources::{INSTALLATION, SOURCES};

/// What a cell of a column may hold, beyond what its key says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// A text; a number is taken as it is shown.
    Text,
    /// A number that has no unit, or one that its title names.
    Number,
    /// A text with its unit, such as this one.
    Quantity(&'static str),
    /// One of these words.
    Words(&'static [&'static str]),
    /// A name of another sheet: the key of its table.
    Name(&'static str),
}

/// A column of a table.
#[derive(Debug)]
pub(super) struct Title {
    /// The key of the table in the plain form.
    pub table: &'static str,
    /// The key of the column.
    pub key: &'static str,
    /// In English and in Chinese.
    pub titles: [&'static str; 2],
    /// Its cells.
    pub takes: Takes,
}

const fn title(
    table: &'static str,
    key: &'static str,
    english: &'static str,
    chinese: &'static str,
    takes: Takes,
) -> Title {
    Title {
        table,
        key,
        titles: [english, chinese],
        takes,
    }
}

/// Every column. A test holds it against the keys of the plain form.
pub(super) const TITLES: &[&[Title]] = &[INSTALLATION, SOURCES, ENERGY, PROCESSES, PRECURSORS];

/// The column of a table.
pub(super) fn of(table: &str, key: &str) -> Option<&'static Title> {
    let mut all = TITLES.iter().flat_map(|part| part.iter());
    all.find(|title| title.table == table && title.key == key)
}
