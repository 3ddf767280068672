//! Problems of solving a process graph.

use super::{Detail, Explain};

/// The process graph has no usable solution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveProblem {
    /// A loop without credits whose processes consume, together, what they make or more; or so
    /// nearly that no solution can be proved.
    #[error(
        "the loop of {} consumes what it makes or more, or so nearly that nothing is left to prove",
        chain(processes)
    )]
    LoopConsumesOutput {
        /// The processes on the loop.
        processes: Vec<String>,
    },
    /// A loop with credits that has no unique solution.
    #[error("the loop of {} has no unique solution", chain(processes))]
    SingularLoop {
        /// The processes on the loop.
        processes: Vec<String>,
    },
}

/// The names on a loop, the first ones when there are many.
pub(crate) fn chain(processes: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<String> = processes
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    if processes.len() > SHOWN {
        names.push(format!("{} more", processes.len() - SHOWN));
    }
    names.join(" and ")
}

impl Explain for SolveProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::LoopConsumesOutput { .. } => "loop-consumes-output",
            Self::SingularLoop { .. } => "singular-loop",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::LoopConsumesOutput { .. } => {
                "check amounts and units along the loop: each round must need less than it gives"
                    .into()
            }
            Self::SingularLoop { .. } => {
                "check what the loop avoids: its credits undo what it makes".into()
            }
        })
    }

    fn details(&self) -> Vec<Detail> {
        let (Self::LoopConsumesOutput { processes } | Self::SingularLoop { processes }) = self;
        vec![Detail::new("processes", processes.len().to_string())]
    }
}
