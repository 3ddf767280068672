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
mod standing;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem};
use crate::model::System;
use block::Loop;
pub(crate) use bulk::{Failure, Fault, Found, Known, Redraw, Trouble, Verdict, Work};
pub use bulk::{LoopReport, Method, Standing};
pub use database::SolvedDatabase;
pub(crate) use order::Components;
use standing::refused;

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
    /// Columns without a solution, and what a demand that reaches them is told.
    Unsolved {
        columns: Vec<usize>,
        problem: Box<Problem>,
    },
}

/// A system with its components ordered and its loops factorised: ready to answer for any demand. Immutable and cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct Solved {
    pub(crate) system: System,
    /// Suppliers first.
    components: Arc<[Component]>,
    /// What a demand for each column's output alone stands on.
    standings: Arc<standing::Standings>,
}

/// One value per column, and whether its bound is proved: the column's own loop and all that lie on
/// the way to it have a certificate.
#[derive(Debug)]
pub(crate) struct Solution {
    pub values: Vec<Amount>,
    pub proved: Vec<bool>,
    /// Whether that every process which is asked runs forwards is not proved either.
    pub undecided: bool,
}

impl System {
    /// The system, ordered and factorised. A loop that consumes what it makes, or that has no unique solution, refuses the
    /// demands that reach it and no others.
    ///
    /// # Errors
    ///
    /// Numbers beyond the range of decimals.
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
                Component::Lone { .. } | Component::Unsolved { .. } => None,
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
                    Some(block) => Loop::near(&self.graph, block),
                    None => Loop::solved(&self.graph, columns),
                },
            };
            match built {
                Ok(component) => components.push(component),
                Err(error) => problems.extend(error.into_problems()),
            }
        }
        Error::unless_empty(problems, ())?;
        let standings = standing::Standings::of(&self.graph, &components);
        let standings = standings.map_err(|kind| Problem::new(kind, Place::default()))?;
        Ok(Solved {
            system: self.clone(),
            components: components.into(),
            standings: Arc::new(standings),
        })
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
        let columns = vec![column];
        let problem = refused(&self.graph, &columns, &Fault::of_one(0), true);
        Ok(Component::Unsolved {
            problem: Box::new(problem),
            columns,
        })
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
                    all_proved &= match block.solve(Side::Adjoint, &known, &mut values) {
                        Ok(proved) => proved,
                        // No demand is answered through it.
                        Err(_) if block.soundness().is_some() => false,
                        Err(problem) => return Err(problem),
                    };
                    for &column in block.columns() {
                        proved[column] = all_proved;
                    }
                }
                // Whatever reaches it is refused.
                Component::Unsolved { columns, .. } => {
                    for &column in columns {
                        proved[column] = false;
                    }
                }
            }
        }
        let undecided = self.standings.undecided(&mut proved);
        Ok(Solution {
            values,
            proved,
            undecided,
        })
    }

    /// The runs of every column per sum of weights (z), for an amount of one column's output.
    ///
    /// # Errors
    ///
    /// Loops that it reaches and that do not answer it; numbers beyond the range of decimals.
    pub(crate) fn forward(&self, column: usize, demand: Amount) -> Result<Solution, Error> {
        let size = self.system.graph.columns.len();
        let mut runs = Runs {
            wanted: vec![Amount::ZERO; size],
            solution: Solution {
                values: vec![Amount::ZERO; size],
                proved: vec![true; size],
                undecided: false,
            },
            refused: Vec::new(),
        };
        runs.wanted[column] = demand;
        for component in self.components.iter().rev() {
            let run = self.run(component, &mut runs);
            run.map_err(|kind| Problem::new(kind, Place::default()))?;
        }
        Error::unless_empty(runs.refused, runs.solution)
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
                Component::Unsolved { columns, .. } => {
                    for &column in columns {
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
            Component::Unsolved { .. } => Err(NumberProblem::DivisionByZero),
        }
    }

    /// Runs one component for what is wanted of it, and adds what that needs to what is wanted of
    /// its suppliers.
    fn run(&self, component: &Component, runs: &mut Runs) -> Result<(), NumberProblem> {
        let Runs {
            wanted,
            solution,
            refused,
        } = runs;
        let Solution { values, proved, .. } = solution;
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
                let mut all_proved = match block.solve(Side::Forward, &known, values) {
                    Ok(proved) => proved && known_proved,
                    // What the range of decimals ends of a loop that is not sound means nothing.
                    Err(_) if block.soundness().is_some() => {
                        refused.push(block.refusal(&self.system.graph));
                        return Ok(());
                    }
                    Err(problem) => return Err(problem),
                };
                match block.answers(&self.system.graph, &known, values, all_proved) {
                    Verdict::Sound => {}
                    Verdict::Undecided => {
                        all_proved = false;
                        solution.undecided = true;
                    }
                    Verdict::Unsound => refused.push(block.refusal(&self.system.graph)),
                }
                for (local, &column) in columns.iter().enumerate() {
                    proved[column] = all_proved;
                    for &(other, entry) in block.outside(local) {
                        let part = entry.times(values[column])?;
                        wanted[other] = wanted[other].minus(part)?;
                        proved[other] &= all_proved;
                    }
                }
            }
            Component::Unsolved { columns, problem } => {
                if columns.iter().any(|&column| !wanted[column].is_zero()) {
                    refused.push((**problem).clone());
                }
            }
        }
        Ok(())
    }
}

/// The runs for a demand as they are found, consumers first.
struct Runs {
    /// What is still wanted of each column.
    wanted: Vec<Amount>,
    solution: Solution,
    /// What refuses the demand.
    refused: Vec<Problem>,
}
