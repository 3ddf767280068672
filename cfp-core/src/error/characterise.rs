//! Problems of turning gases into CO2e.

use super::{Detail, Explain};

/// An emission has no characterisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CharacteriseProblem {
    /// A gas that the set has no value for.
    #[error("`{gas}` is not in the GWP set {set}")]
    UnknownGas {
        /// The gas as written.
        gas: String,
        /// The name of the set.
        set: String,
        /// The gas that the name is known to mean, where another set values it.
        known_as: Option<String>,
        /// A gas of the set that reads almost the same.
        nearest: Option<String>,
    },
    /// A gas whose value depends on its origin, which is not stated.
    #[error("`{gas}` has no single value in the GWP set {set}: it depends on the origin")]
    AmbiguousGas {
        /// The gas as written.
        gas: String,
        /// The name of the set.
        set: String,
        /// The names that state the origin.
        choices: Vec<String>,
    },
    /// A name that says that the gas is taken up, among emissions.
    #[error("`{gas}` is taken up, and stands among what is emitted")]
    RemovalEmitted {
        /// The gas as written.
        gas: String,
    },
}

impl Explain for CharacteriseProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownGas { .. } => "unknown-gas",
            Self::AmbiguousGas { .. } => "ambiguous-gas",
            Self::RemovalEmitted { .. } => "removal-emitted",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownGas {
                nearest: Some(nearest),
                ..
            } => format!("`{nearest}` reads almost the same"),
            Self::UnknownGas { gas, .. } => {
                format!("give it a value in a `gwp` table of your own: \"{gas}\" = \"…\"")
            }
            Self::AmbiguousGas { choices, .. } => {
                let quoted: Vec<String> = choices.iter().map(|name| format!("`{name}`")).collect();
                format!("write {}", quoted.join(" or "))
            }
            Self::RemovalEmitted { .. } => {
                "write it under `removes`, with its amount positive".into()
            }
        })
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::UnknownGas {
                known_as: Some(gas),
                ..
            } => vec![Detail::new("known as", gas)],
            _ => Vec::new(),
        }
    }
}
