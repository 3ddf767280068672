//! What a check of a standard found.

use serde::{Deserialize, Serialize};

/// How a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The standard asks for it, and the study lacks or breaks it.
    Error,
    /// The standard recommends it, or the rule is a parameter of the profile.
    Warning,
}

impl Severity {
    /// The word for it: `error`.
    pub fn word(self) -> &'static str {
        if self == Self::Error {
            "error"
        } else {
            "warning"
        }
    }
}

/// On what a rule rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// On a public text of the standard or of its publisher.
    Clause,
    /// On what is commonly said of the standard: a parameter of the profile, to be read in the standard itself.
    Parameter,
}

impl Basis {
    /// The word for it: `clause`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Parameter => "parameter",
        }
    }
}

/// Something that a verifier would ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProfileFinding {
    /// The stable name of the check.
    pub code: String,
    /// Where the standard speaks of it, such as `3.3.1.2`.
    pub clause: String,
    /// How it weighs.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What can be done about it.
    pub hint: String,
    /// On what the rule rests.
    pub basis: Basis,
}
