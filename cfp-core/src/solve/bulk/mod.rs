//! Large systems in doubles: thousands of processes, most of them in one loop, solved and proved in about the time that it
//! takes to read them a few dozen times.
//!
//! The unknowns are one per process: with M the transposed technosphere, M y = f gives the footprints y per unit of every
//! product from what each process counts itself (the adjoint), and Mᵀ x = d the runs x for a demand d. The entries are the
//! doubles of the database, exactly. Components come one after the other: a lone process by one division in twice the
//! precision; a loop by Gauss-Seidel sweeps, with the strongest two-process loops solved as one where sweeps alone are too
//! slow, and by a sparse LU factorisation where even that is. Whichever it was, the residual is computed in twice the
//! precision, refined until it is small enough, and turned into a bound by [`proof`].

mod block;
mod border;
mod change;
mod culprit;
mod factor;
mod inverse;
mod judge;
mod order;
mod proof;
mod redraw;
mod sound;
mod sweep;

use std::sync::OnceLock;

pub(super) use factor::Factors;
pub use judge::Standing;
pub(crate) use judge::{Reach, Trouble};
pub(super) use order::Ordered;
pub(crate) use redraw::{Failure, Redraw, Work};
pub(crate) use sound::{Fault, Verdict};
pub(super) use sound::{Row, Soundness, WHOLE, add};
pub(super) use sweep::settled;

use super::order::{Components, Needs, adjacency};
use crate::double::{Dot, Double, UNDERFLOW, UNIT, up};
use crate::model::{Matrix, narrow};
pub(crate) use change::Before;

/// How a loop was solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Gauss-Seidel sweeps.
    Sweeps,
    /// Sweeps in which so many strong two-process loops were each solved as one.
    PairedSweeps {
        /// How many two-process loops.
        pairs: usize,
    },
    /// Sweeps over all but so many processes of strong loops, and those together by the inverse of what is left of them.
    Bordered {
        /// How many processes.
        processes: usize,
    },
    /// A sparse LU factorisation.
    Factorisation,
}

impl Method {
    /// The words for it in results: `sweeps`, `paired sweeps`, `bordered sweeps`, `factorisation`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sweeps => "sweeps",
            Self::PairedSweeps { .. } => "paired sweeps",
            Self::Bordered { .. } => "bordered sweeps",
            Self::Factorisation => "factorisation",
        }
    }
}

/// A loop of a database, and how it was solved.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoopReport {
    /// How many processes are on the loop.
    pub processes: usize,
    /// How many exchanges there are between them, their own products included.
    pub exchanges: usize,
    /// How it was solved.
    pub method: Method,
    /// Whether the bounds of its figures are proved.
    pub proved: bool,
    /// The largest residual beside the terms of its row.
    pub backward_error: f64,
    /// What is known of a demand for the product of it that is worst off.
    pub standing: Standing,
    /// The processes, by index, of a loop in it that consumes what it makes or more, or so nearly that nothing else could be
    /// proved, where credits are left out: its figures hold only as far as the credits do. Empty where there is none.
    pub held_by_credits: Vec<usize>,
}

/// A right-hand side: a number per row, and how far each can be from the exact one.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub values: Vec<Double>,
    pub errors: Vec<f64>,
}

/// One number per row, and bounds; a bound is infinite where none is proved.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub values: Vec<Double>,
    pub bounds: Vec<f64>,
    pub loops: Vec<LoopReport>,
    /// What each row stands on; empty where all of them are sound.
    pub reach: Vec<Reach>,
    /// What is wrong with loops that are not sound.
    pub troubles: Vec<Trouble>,
}

/// A system put in order, ready for any right-hand side.
#[derive(Debug)]
pub(crate) struct Bulk {
    matrix: Ordered,
    /// The factorisation of each component that needed one.
    factors: Vec<OnceLock<Option<Box<Factors>>>>,
    /// What is known of each component's soundness, where it was asked.
    soundness: Vec<OnceLock<Box<Soundness>>>,
    /// Whether its rows are processes, whose soundness is told with their solution.
    judges: bool,
}

/// The relative bound that is wanted of every figure.
const WANTED: f64 = 1e-12;

/// The relative bounds to which loops are refined: the first leaves room for what loops behind them add; the second is for
/// systems in which that was not enough.
const GOOD: [f64; 2] = [WANTED / 2.0, WANTED * 1e-4];

/// Where the solution of a right-hand side stands, by position.
struct State {
    /// The relative bound that needs no refinement.
    good: f64,
    values: Vec<Double>,
    /// The high parts once more, as sweeps read them.
    high: Vec<f64>,
    bounds: Vec<f64>,
    loops: Vec<LoopReport>,
    reach: Vec<Reach>,
    troubles: Vec<Trouble>,
}

impl Components {
    /// The components of a square matrix whose row needs its columns.
    pub fn of_matrix(matrix: &Matrix) -> Self {
        let size = matrix.rows();
        let (consumer_starts, consumers) = adjacency(
            size,
            matrix.triplets().map(|(row, column, _)| (column, row)),
        );
        Self::of(Needs {
            supplier_starts: matrix.starts(),
            suppliers: matrix.columns(),
            consumer_starts: &consumer_starts,
            consumers: &consumers,
        })
    }

    /// The same order as one component.
    pub fn joined(mut self) -> Self {
        let size = narrow(self.order.len());
        self.starts = vec![0, size];
        self
    }

    /// The same components, the last one first: the order for the transposed matrix.
    pub fn reversed(&self) -> Self {
        let mut order = self.order.clone();
        order.reverse();
        let size = self.starts.last().copied().unwrap_or_default();
        let starts = self.starts.iter().rev().map(|start| size - start).collect();
        Self { order, starts }
    }
}

impl Bulk {
    /// A matrix in the order of its components.
    pub fn new(matrix: &Matrix, components: &Components) -> Self {
        Self::of(Ordered::new(matrix, components))
    }

    /// The transposed matrix of such a one, for the runs that a demand asks for.
    pub fn of_runs(matrix: &Matrix, components: &Components) -> Self {
        Self {
            judges: false,
            ..Self::new(matrix, components)
        }
    }

    fn of(matrix: Ordered) -> Self {
        let components = 0..matrix.component_count();
        Self {
            factors: components.clone().map(|_| OnceLock::new()).collect(),
            soundness: components.map(|_| OnceLock::new()).collect(),
            matrix,
            judges: true,
        }
    }

    /// The solution for a right-hand side.
    pub fn solve(&self, known: &Known) -> Found {
        let mut state = self.solve_to(known, GOOD[0]);
        let all = 0..self.matrix.size();
        let is_wanted = |row: usize| {
            let bound = state.bounds[row];
            bound <= WANTED * state.high[row].abs()
                || bound <= WANTED * 1e-15
                || bound.is_infinite()
        };
        if !all.into_iter().all(is_wanted) {
            state = self.solve_to(known, GOOD[1]);
        }
        self.in_rows(state)
    }

    fn solve_to(&self, known: &Known, good: f64) -> State {
        let size = self.matrix.size();
        let mut state = State {
            good,
            values: vec![Double::default(); size],
            high: vec![0.0; size],
            bounds: vec![0.0; size],
            loops: Vec::new(),
            reach: vec![Reach::default(); size],
            troubles: Vec::new(),
        };
        for component in 0..self.matrix.component_count() {
            let rows = self.matrix.component(component);
            // Of runs: what is asked for nothing does not run.
            if !self.judges && rows.clone().all(|row| self.is_nothing(row, known, &state)) {
                continue;
            }
            if rows.len() == 1 {
                self.lone(rows.start, known, &mut state);
            } else {
                self.block(component, known, &mut state);
            }
        }
        state
    }

    /// The solution by row of the original matrix.
    fn in_rows(&self, mut state: State) -> Found {
        let mut values = vec![Double::default(); state.values.len()];
        let mut bounds = vec![0.0; state.values.len()];
        let mut reach = Vec::new();
        if !state.troubles.is_empty() {
            reach = vec![Reach::default(); state.values.len()];
        }
        for (at, &row) in self.matrix.order.iter().enumerate() {
            values[row as usize] = state.values[at];
            bounds[row as usize] = match state.reach[at].standing {
                Standing::Undecided => f64::INFINITY,
                _ => state.bounds[at],
            };
            if let Some(reach) = reach.get_mut(row as usize) {
                *reach = state.reach[at];
            }
        }
        for trouble in &mut state.troubles {
            trouble.fault.renumber(|at| self.matrix.order[at] as usize);
        }
        Found {
            values,
            bounds,
            loops: state.loops,
            reach,
            troubles: state.troubles,
        }
    }

    /// The rows of the original matrix at positions.
    fn rows(&self, positions: impl IntoIterator<Item = usize>) -> Vec<usize> {
        positions
            .into_iter()
            .map(|at| self.matrix.order[at] as usize)
            .collect()
    }

    /// What a row has to reach after the terms from outside its component, and how uncertain that is.
    #[inline]
    fn asked(&self, row: usize, known: &Known, state: &State) -> (Dot, f64) {
        let original = self.matrix.order[row] as usize;
        let outside = self.matrix.outside(row);
        let mut dot = Dot::default();
        dot.add(known.values[original]);
        outside.take_from(&mut dot, &state.values);
        let from_outside = up(
            outside.magnitudes_times(&state.bounds),
            outside.columns.len() + 1,
        );
        (dot, up(known.errors[original] + from_outside, 1))
    }

    /// Whether a row has to reach exactly nothing: no term of it is anything, so that none has been lost to underflow.
    fn is_nothing(&self, row: usize, known: &Known, state: &State) -> bool {
        let original = self.matrix.order[row] as usize;
        let outside = self.matrix.outside(row).columns.iter();
        let mut outside = outside.map(|column| *column as usize);
        known.values[original] == Double::default()
            && known.errors[original] == 0.0
            && outside.all(|at| state.values[at] == Double::default() && state.bounds[at] == 0.0)
    }

    fn lone(&self, row: usize, known: &Known, state: &mut State) {
        let diagonal = self.matrix.diagonal(row);
        let least = self.matrix.least_diagonal(row);
        if least <= 0.0 {
            self.unsolved(row..row + 1, vec![row], true, state);
            return;
        }
        state.reach[row] = self.reached(row, state);
        if self.is_nothing(row, known, state) {
            state.values[row] = Double::default();
            state.high[row] = 0.0;
            state.bounds[row] = 0.0;
            return;
        }
        let (mut dot, error) = self.asked(row, known, state);
        let high = dot.value().high / diagonal.high;
        dot.take(diagonal.high, Double::exact(high));
        dot.take(diagonal.low, Double::exact(high));
        let residual = dot.value();
        let low = residual.high / diagonal.high;
        // What the second quotient rounds, the part of it that the low part of the diagonal would change, and the rest of
        // the residual: together below eight units of it.
        let rounding = 8.0 * UNIT * low.abs() * diagonal.high.abs();
        let of_diagonal = self.matrix.diagonal_error(row) * high.abs();
        let left = up(error + dot.error() + rounding + of_diagonal, 4);
        state.values[row] = Double::of_sum(high, low);
        state.high[row] = state.values[row].high;
        state.bounds[row] = up(left / least, 2) + UNDERFLOW;
    }
}
