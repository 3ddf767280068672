//! Where and when.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::ModelProblem;

/// A region by its code, such as `CN`, `CN-GD` (ISO 3166-2) or `CN-GRID-NORTH`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// The region of a code: capital letters, digits and hyphens.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::BadRegion`] when it is not a code.
    pub fn new(code: &str) -> Result<Self, ModelProblem> {
        let starts = code.starts_with(|c: char| c.is_ascii_uppercase());
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if starts && code.len() <= 40 && code.chars().all(fits) {
            Ok(Self(code.to_owned()))
        } else {
            Err(ModelProblem::BadRegion {
                written: code.to_owned(),
            })
        }
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = ModelProblem;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(&code)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A calendar year between 1900 and 2100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Year(u16);

impl Year {
    /// The year of a number.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::BadYear`] outside 1900 to 2100.
    pub fn new(number: i64) -> Result<Self, ModelProblem> {
        u16::try_from(number)
            .ok()
            .filter(|year| (1900..=2100).contains(year))
            .map(Self)
            .ok_or_else(|| ModelProblem::BadYear {
                written: number.to_string(),
            })
    }

    /// The number of the year.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl TryFrom<i64> for Year {
    type Error = ModelProblem;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        Self::new(number)
    }
}

impl From<Year> for i64 {
    fn from(year: Year) -> Self {
        Self::from(year.0)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
