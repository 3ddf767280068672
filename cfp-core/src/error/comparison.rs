//! Problems of comparing two systems.

use super::Explain;

/// Two systems cannot be compared line by line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComparisonProblem {
    /// A process that only one of them has.
    #[error("only the system {} has the process", side(*.before))]
    OtherProcesses {
        /// Whether that is the one before the change.
        before: bool,
    },
    /// An output that only one of them has.
    #[error("only the system {} has the output `{output}` of the process", side(*.before))]
    OtherOutputs {
        /// The output.
        output: String,
        /// Whether that is the one before the change.
        before: bool,
    },
}

fn side(before: bool) -> &'static str {
    if before {
        "before the change"
    } else {
        "after the change"
    }
}

impl Explain for ComparisonProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherProcesses { .. } => "other-processes",
            Self::OtherOutputs { .. } => "other-outputs",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::OtherProcesses { .. } => {
                "give both systems the same processes; one that nobody needs adds nothing".into()
            }
            Self::OtherOutputs { .. } => {
                "give the process the same outputs on both sides; only amounts may differ".into()
            }
        })
    }
}
