//! What a demand for one output of a system stands on, and how a refusal is told.

use std::collections::BTreeSet;

use super::bulk::{Fault, Reach, Standing};
use super::{Component, Solved};
use crate::error::{Error, NumberProblem, Place, Problem, SolveProblem};
use crate::model::Graph;

/// For each column what a demand for its output alone stands on.
#[derive(Debug, Default)]
pub(super) struct Standings {
    /// Empty where all are sound.
    reach: Vec<Reach>,
    /// What is told of loops that are not.
    problems: Vec<Problem>,
}

impl Standings {
    /// The standings of all columns, components being in the order suppliers first.
    pub fn of(graph: &Graph, components: &[Component]) -> Result<Self, NumberProblem> {
        let is_sound = |component: &Component| match component {
            Component::Lone { .. } => true,
            Component::Loop(block) => block.soundness().is_none(),
            Component::Unsolved { .. } => false,
        };
        if components.iter().all(is_sound) {
            return Ok(Self::default());
        }
        let mut own = Self {
            reach: vec![Reach::default(); graph.columns.len()],
            problems: Vec::new(),
        };
        for component in components {
            match component {
                Component::Lone { column, .. } => {
                    own.reach[*column] = own.of_needs(&graph.row(*column)?);
                }
                Component::Loop(block) => {
                    let columns = block.columns();
                    let outside =
                        (0..columns.len()).map(|local| own.of_needs(block.outside(local)));
                    let outside = outside.max().unwrap_or_default();
                    let soundness = block.soundness();
                    let trouble = own.trouble(soundness.map(|_| block.refusal(graph)));
                    for (local, &column) in columns.iter().enumerate() {
                        let standing = soundness.map(|own| own.alone(local).into());
                        let standing = standing.unwrap_or_default();
                        own.reach[column] = outside.max(Reach { standing, trouble });
                    }
                }
                Component::Unsolved { columns, problem } => {
                    let trouble = own.trouble(Some((**problem).clone()));
                    let standing = Standing::Unsolved;
                    for &column in columns {
                        own.reach[column] = Reach { standing, trouble };
                    }
                }
            }
        }
        Ok(own)
    }

    /// The number of a trouble.
    fn trouble(&mut self, problem: Option<Problem>) -> u32 {
        let number = crate::model::narrow(self.problems.len());
        self.problems.extend(problem);
        number
    }

    fn of_needs(&self, needs: &[(usize, crate::amount::Amount)]) -> Reach {
        let reached = needs.iter().filter(|(_, entry)| !entry.is_zero());
        let reached = reached.map(|(column, _)| self.reach[*column]);
        reached.max().unwrap_or_default()
    }

    /// What is wrong with loops that leave columns without a figure.
    fn refusals(&self) -> Vec<Problem> {
        let refused = self.reach.iter();
        let refused = refused.filter(|reach| reach.standing >= Standing::Held);
        let troubles: BTreeSet<u32> = refused.map(|reach| reach.trouble).collect();
        let problems = troubles.into_iter().map(|own| &self.problems[own as usize]);
        problems.cloned().collect()
    }

    /// Leaves unproved what is not decided; whether there is any.
    pub fn undecided(&self, proved: &mut [bool]) -> bool {
        let mut any = false;
        for (proved, reach) in proved.iter_mut().zip(&self.reach) {
            if reach.standing == Standing::Undecided {
                *proved = false;
                any = true;
            }
        }
        any
    }
}

impl Solved {
    /// The same, where every product has a figure of its own.
    ///
    /// # Errors
    ///
    /// What is wrong with each loop that leaves a product without one.
    pub fn whole(self) -> Result<Self, Error> {
        Error::unless_empty(self.standings.refusals(), self)
    }

    /// Why a demand for a column's output has no figure of its own; `None` where it has one.
    pub(crate) fn refusal(&self, column: usize) -> Option<&Problem> {
        let reach = self.standings.reach.get(column)?;
        let is_refused = reach.standing >= Standing::Held;
        is_refused.then(|| &self.standings.problems[reach.trouble as usize])
    }
}

impl Solved {
    /// Why a column has no figure that the equations give either; `None` where it has one.
    pub(crate) fn unsolved(&self, column: usize) -> Option<&Problem> {
        let reach = self.standings.reach.get(column)?;
        let is_unsolved = reach.standing == Standing::Unsolved;
        is_unsolved.then(|| &self.standings.problems[reach.trouble as usize])
    }
}

/// The refusal of a demand on columns: they consume what they make, or have no unique solution. The fault is in places
/// among the columns.
pub(super) fn refused(graph: &Graph, columns: &[usize], fault: &Fault, consumes: bool) -> Problem {
    let process = |local: usize| graph.process_name(columns[local]).to_owned();
    let product = |local: usize| graph.output_name(columns[local]).to_owned();
    let first = fault.rows.first().copied().unwrap_or_default();
    let place = Place::process(&process(first));
    Problem::new(SolveProblem::of(fault, consumes, process, product), place)
}

impl SolveProblem {
    /// What is told of a loop by the names of its processes and products.
    pub(super) fn of(
        fault: &Fault,
        consumes: bool,
        process: impl Fn(usize) -> String,
        product: impl Fn(usize) -> String,
    ) -> Self {
        let mut processes: Vec<String> = fault.rows.iter().map(|row| process(*row)).collect();
        processes.dedup();
        if !consumes {
            return Self::SingularLoop { processes };
        }
        let credit = |(row, column): &(usize, usize)| {
            format!("`{}` avoids `{}`", process(*row), product(*column))
        };
        let mut credits: Vec<String> = Vec::new();
        for own in fault.credits.iter().map(credit) {
            // Several outputs of a process avoid what it does.
            if !credits.contains(&own) {
                credits.push(own);
            }
        }
        Self::LoopConsumesOutput {
            processes,
            gain: (fault.gain > 1.0).then(|| significant(fault.gain)),
            credits,
            backwards: fault.backwards.map(process),
            can_be_held: false,
        }
    }
}

/// A gain for people: four digits.
fn significant(gain: f64) -> String {
    let gain = crate::amount::Amount::from_approximation(gain);
    gain.map_or_else(String::new, |gain| gain.significant(4))
}
