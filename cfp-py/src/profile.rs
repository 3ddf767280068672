//! What standards ask of a footprint.

use cfp_core::Profile;
use pyo3::prelude::*;

/// Something that a verifier would ask about a footprint.
#[pyclass(frozen, eq, get_all, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileFinding {
    /// The stable name of the check.
    code: String,
    /// Where the standard speaks of it, such as "3.3.1.2".
    clause: String,
    /// "error" where the standard asks for it, "warning" where it recommends it or the rule is a parameter.
    severity: &'static str,
    /// What was found.
    message: String,
    /// What can be done about it.
    hint: String,
    /// "clause" where the rule was read in a public text, "parameter" where it is to be read in the standard.
    basis: &'static str,
}

impl From<&cfp_core::ProfileFinding> for ProfileFinding {
    fn from(finding: &cfp_core::ProfileFinding) -> Self {
        Self {
            code: finding.code.clone(),
            clause: finding.clause.clone(),
            severity: finding.severity.word(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            basis: finding.basis.word(),
        }
    }
}

#[pymethods]
impl ProfileFinding {
    fn __repr__(&self) -> String {
        let Self {
            code,
            clause,
            message,
            ..
        } = self;
        format!("<cfp.ProfileFinding {code} ({clause}): {message}>")
    }
}

/// The names of the profiles that a footprint can be checked against.
///
///     >>> cfp.profiles()
///     ['iso-14067', 'gb-t-24067', 'pact-3', 'ghgp-product', 'en-15804-a1a3']
#[pyfunction]
pub fn profiles() -> Vec<&'static str> {
    Profile::names().collect()
}
