//! Problems of solving a process graph.

use super::{Detail, Explain};

/// The process graph has no usable solution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SolveProblem {
    /// A loop whose processes consume, together, what they make or more, or so nearly that no solution can be proved, credits
    /// aside; or in which a process would have to run backwards for its own product.
    #[error("{}", consumes(processes, gain.as_deref(), credits, backwards.as_deref()))]
    LoopConsumesOutput {
        /// The processes on the loop.
        processes: Vec<String>,
        /// How much of its own product a unit needs once round the loop; `None` where no single round needs more than one.
        gain: Option<String>,
        /// What the loop avoids inside itself, which hides that it consumes more than it makes.
        credits: Vec<String>,
        /// The process that would have to run backwards for its own product, where the needs alone make more than they consume.
        backwards: Option<String>,
        /// Whether the figure that the equations give can be asked for: that of a database, whose data nobody here can mend.
        can_be_held: bool,
    },
    /// A loop with credits that has no unique solution.
    #[error("the loop of {} has no unique solution", chain(processes))]
    SingularLoop {
        /// The processes on the loop.
        processes: Vec<String>,
    },
}

fn consumes(
    processes: &[String],
    gain: Option<&str>,
    credits: &[String],
    backwards: Option<&str>,
) -> String {
    let credits = listed(credits);
    if let Some(backwards) = backwards {
        return format!("`{backwards}` would have to run backwards for its own product: {credits}");
    }
    let chain = chain(processes);
    let consumes = match gain {
        Some(gain) => format!("the loop of {chain} consumes {gain} times what it makes"),
        None => format!(
            "the loop of {chain} consumes what it makes or more, or so nearly that nothing is left to prove"
        ),
    };
    if credits.is_empty() {
        consumes
    } else {
        format!("{consumes}, and only credits hide it: {credits}")
    }
}

/// Credits, the first ones when there are many.
fn listed(credits: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut told: Vec<String> = credits.iter().take(SHOWN).cloned().collect();
    if credits.len() > SHOWN {
        told.push(format!("{} more", credits.len() - SHOWN));
    }
    told.join(", ")
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
            Self::LoopConsumesOutput { credits, .. } if credits.is_empty() => {
                "check amounts and units along the loop: each round must need less than it gives"
                    .into()
            }
            Self::LoopConsumesOutput { can_be_held, .. } => {
                let check = "check amounts and units along the loop: without what it avoids, each round must need less than it gives";
                if *can_be_held {
                    format!(
                        "{check}; with held loops allowed, it has the figure that the equations give"
                    )
                } else {
                    check.to_owned()
                }
            }
            Self::SingularLoop { .. } => {
                "check what the loop avoids: its credits undo what it makes".into()
            }
        })
    }

    fn details(&self) -> Vec<Detail> {
        let (Self::LoopConsumesOutput { processes, .. } | Self::SingularLoop { processes }) = self;
        vec![Detail::new("processes", processes.len().to_string())]
    }
}
