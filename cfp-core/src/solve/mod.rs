//! One solver for every shape of system.
//!
//! The unknowns are the columns: one per output of a process. With W the sum of a process's weights,
//! w the weight of the column, q its reference amount and a what one run takes of column k, row j of
//! the matrix M reads `W q y_j - Σ w a y_k`. The footprints per unit solve `M y = w g` (the adjoint);
//! the runs for a demand f are `z W`, where z solves `Mᵀ z = f`. Kept so, M has the written decimals
//! as entries and no quotient, which is what its certificate needs.
//!
//! Strongly connected components are solved one after the other: a lone column by one division in
//! decimals, a loop as a [`block`].

mod approximate;
mod block;
mod bulk;
mod certificate;
mod database;
mod order;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem, SolveProblem};
use crate::model::System;
use block::Loop;
pub(crate) use bulk::{Failure, Found, Known, Redraw, Work};
pub use bulk::{LoopReport, Method};
pub use database::SolvedDatabase;
pub(crate) use order::Components;

/// Suppliers-first or consumers-first: which of the two systems is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `M y = b`: per unit of every output, suppliers first.
    Adjoint,
    /// `Mᵀ z = f`: for a demand, consumers first.
    Forward,
}

/// A strongly connected component of the columns.
#[derive(Debug)]
enum Component {
    /// A column outside every loop, or one that consumes some of its own output; its net output.
    Lone { column: usize, net: Amount },
    /// Columns that need each other.
    Loop(Arc<Loop>),
}

/// A system with its components ordered and its loops factorised: ready to answer for any demand. Immutable and cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct Solved {
    pub(crate) system: System,
    /// Suppliers first.
    components: Arc<[Component]>,
}

/// One value per column, and whether its bound is proved: the column's own loop and all that lie on
/// the way to it have a certificate.
#[derive(Debug)]
pub(crate) struct Solution {
    pub values: Vec<Amount>,
    pub proved: Vec<bool>,
}

impl System {
    /// The system, ordered and factorised.
    ///
    /// # Errors
    ///
    /// [`SolveProblem`] for every loop that consumes at least what it makes, or that has no unique
    /// solution.
    pub fn solve(&self) -> Result<Solved, Error> {
        self.solve_with(&BTreeMap::new())
    }

    /// The system, ordered and factorised, with the help of what was solved of one that differs little: a loop of the
    /// same outputs is shared where its entries are the same, and where they moved a little its factorisation is the start
    /// from which the new solution is refined. Loops that moved far, and any that the other system does not have, are
    /// factorised anew; so [`System::solve`] finds nothing that this does not, for any other system.
    ///
    /// # Exactness
    ///
    /// A bound is proved from the entries of this system, as in [`System::solve`]: a loop that keeps a factorisation gets
    /// a certificate of its own, and a solution is refined in decimals until what it leaves no longer shrinks.
    ///
    /// # Errors
    ///
    /// As [`System::solve`].
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Process, System};
    ///
    /// let system = |power: &str| {
    ///     let mine = Process::new("mine").makes("coal", "1 kg").takes("power", "0.05 kWh");
    ///     let plant = Process::new("plant").makes("power", "1 kWh").takes("coal", power);
    ///     System::builder().process(mine).process(plant).build()
    /// };
    /// let before = system("0.4 kg")?.solve()?;
    /// let after = system("0.401 kg")?.solve_like(&before)?;
    /// # let _ = after;
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn solve_like(&self, solved: &Solved) -> Result<Solved, Error> {
        let loops = solved
            .components
            .iter()
            .filter_map(|component| match component {
                Component::Loop(block) => Some((block.columns(), block)),
                Component::Lone { .. } => None,
            });
        self.solve_with(&loops.collect())
    }

    /// The system, ordered and factorised; `known` are loops of another by their columns.
    fn solve_with(&self, known: &BTreeMap<&[usize], &Arc<Loop>>) -> Result<Solved, Error> {
        let mut problems = Vec::new();
        let mut components = Vec::new();
        for columns in order::suppliers_first(&self.graph) {
            let built = match columns.as_slice() {
                [column] => self.lone(*column),
                _ => match known.get(columns.as_slice()) {
                    Some(block) => Loop::near(&self.graph, block).map(Component::Loop),
                    None => {
                        Loop::new(&self.graph, columns).map(|new| Component::Loop(Arc::new(new)))
                    }
                },
            };
            match built {
                Ok(component) => components.push(component),
                Err(error) => problems.extend(error.into_problems()),
            }
        }
        let solved = Solved {
            system: self.clone(),
            components: components.into(),
        };
        Error::unless_empty(problems, solved)
    }

    fn lone(&self, column: usize) -> Result<Component, Error> {
        let at = Place::process(self.graph.process_name(column));
        let number = |kind: NumberProblem| Error::from(Problem::new(kind, at.clone()));
        let entries = self.graph.row(column).map_err(number)?;
        let mut net = Amount::ZERO;
        for (other, entry) in entries {
            if other == column {
                net = net.plus(entry).map_err(number)?;
            }
        }
        let makes = self.graph.columns[column].amount;
        let same_sign = if makes.is_negative() {
            net.is_negative()
        } else {
            net.is_positive()
        };
        if same_sign {
            return Ok(Component::Lone { column, net });
        }
        let processes = vec![self.graph.process_name(column).to_owned()];
        let kind = SolveProblem::LoopConsumesOutput { processes };
        Err(Problem::new(kind, at).into())
    }
}

impl crate::model::Graph {
    /// The entries of a column's row of M: its own gross output, then minus what it takes of others
    /// (and of itself), not summed.
    pub(crate) fn row(&self, column: usize) -> Result<Vec<(usize, Amount)>, NumberProblem> {
        let own = &self.columns[column];
        let activity = &self.activities[own.activity];
        let mut entries = Vec::with_capacity(activity.links.len() + 1);
        entries.push((column, own.amount.times(activity.sum)?));
        for link in &activity.links {
            let weight = self.weight(column, link.weights.as_deref());
            if !weight.is_zero() {
                entries.push((link.column, link.amount.times(weight)?.negated()));
            }
        }
        Ok(entries)
    }
}

impl Solved {
    /// The system that was solved.
    pub fn system(&self) -> &System {
        &self.system
    }

    /// Footprints per unit of every column, from what one run of each emits: M y = b.
    pub(crate) fn adjoint(&self, direct: &[Amount]) -> Result<Solution, NumberProblem> {
        let graph = &self.system.graph;
        let mut values = vec![Amount::ZERO; direct.len()];
        let mut proved = vec![true; direct.len()];
        for component in self.components.iter() {
            match component {
                Component::Lone { column, net } => {
                    let mut known = direct[*column];
                    for (other, entry) in graph.row(*column)? {
                        if other != *column {
                            known = known.minus(entry.times(values[other])?)?;
                            proved[*column] &= proved[other];
                        }
                    }
                    values[*column] = known.over(*net)?;
                }
                Component::Loop(block) => {
                    let mut known = Vec::with_capacity(block.columns().len());
                    let mut all_proved = true;
                    for (local, &column) in block.columns().iter().enumerate() {
                        let mut sum = direct[column];
                        for &(other, entry) in block.outside(local) {
                            sum = sum.minus(entry.times(values[other])?)?;
                            all_proved &= proved[other];
                        }
                        known.push(sum);
                    }
                    all_proved &= block.solve(Side::Adjoint, &known, &mut values)?;
                    for &column in block.columns() {
                        proved[column] = all_proved;
                    }
                }
            }
        }
        Ok(Solution { values, proved })
    }

    /// The runs of every column per sum of weights (z), for an amount of one column's output.
    pub(crate) fn forward(&self, column: usize, demand: Amount) -> Result<Solution, NumberProblem> {
        let size = self.system.graph.columns.len();
        let mut wanted = vec![Amount::ZERO; size];
        wanted[column] = demand;
        let mut values = vec![Amount::ZERO; size];
        let mut proved = vec![true; size];
        for component in self.components.iter().rev() {
            self.run(component, &mut wanted, &mut values, &mut proved)?;
        }
        Ok(Solution { values, proved })
    }

    /// For every column, which of the components it is in.
    pub(crate) fn components(&self) -> Vec<usize> {
        let mut places = vec![0; self.system.graph.columns.len()];
        for (number, component) in self.components.iter().enumerate() {
            match component {
                Component::Lone { column, .. } => places[*column] = number,
                Component::Loop(block) => {
                    for &column in block.columns() {
                        places[column] = number;
                    }
                }
            }
        }
        places
    }

    /// The runs of a column, per sum of weights, that one unit of its own output takes, through every loop that it is in:
    /// the diagonal entry of M⁻¹. And whether its bound is proved.
    pub(crate) fn own_runs(
        &self,
        column: usize,
        component: usize,
    ) -> Result<(Amount, bool), NumberProblem> {
        match &self.components[component] {
            Component::Lone { net, .. } => Ok((Amount::ONE.over(*net)?, true)),
            Component::Loop(block) => {
                let is_own = |other: &usize| *other == column;
                let unit = |other| {
                    if is_own(other) {
                        Amount::ONE
                    } else {
                        Amount::ZERO
                    }
                };
                let known: Vec<Amount> = block.columns().iter().map(unit).collect();
                let mut values = vec![Amount::ZERO; self.system.graph.columns.len()];
                let proved = block.solve(Side::Forward, &known, &mut values)?;
                Ok((values[column], proved))
            }
        }
    }

    /// The refusal of a demand whose own process would have to run backwards for it: its loop
    /// consumes more than it makes, and credits hide that from the loop's check.
    pub(crate) fn runs_forwards(
        &self,
        column: usize,
        demand: Amount,
        solution: &Solution,
    ) -> Result<(), Error> {
        let makes = self.system.graph.columns[column].amount;
        let turns = [makes, demand, solution.values[column]]
            .iter()
            .filter(|amount| amount.is_negative())
            .count();
        if turns % 2 == 0 {
            return Ok(());
        }
        let in_loop = self
            .components
            .iter()
            .find_map(|component| match component {
                Component::Loop(block) if block.columns().contains(&column) => Some(block),
                _ => None,
            });
        let columns = in_loop.map_or(&[][..], |block| block.columns());
        Err(block::refused(&self.system.graph, columns, true))
    }

    /// Runs one component for what is wanted of it, and adds what that needs to what is wanted of
    /// its suppliers.
    fn run(
        &self,
        component: &Component,
        wanted: &mut [Amount],
        values: &mut [Amount],
        proved: &mut [bool],
    ) -> Result<(), NumberProblem> {
        match component {
            Component::Lone { column, net } => {
                if wanted[*column].is_zero() {
                    return Ok(());
                }
                let runs = wanted[*column].over(*net)?;
                values[*column] = runs;
                for (other, entry) in self.system.graph.row(*column)? {
                    if other != *column {
                        wanted[other] = wanted[other].minus(entry.times(runs)?)?;
                        proved[other] &= proved[*column];
                    }
                }
            }
            Component::Loop(block) => {
                let columns = block.columns();
                let known: Vec<Amount> = columns.iter().map(|&column| wanted[column]).collect();
                if known.iter().all(Amount::is_zero) {
                    return Ok(());
                }
                let known_proved = columns.iter().all(|&column| proved[column]);
                let all_proved = block.solve(Side::Forward, &known, values)? && known_proved;
                for (local, &column) in columns.iter().enumerate() {
                    proved[column] = all_proved;
                    for &(other, entry) in block.outside(local) {
                        let part = entry.times(values[column])?;
                        wanted[other] = wanted[other].minus(part)?;
                        proved[other] &= all_proved;
                    }
                }
            }
        }
        Ok(())
    }
}
