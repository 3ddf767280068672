//! Large systems in doubles: thousands of processes, most of them in one loop, solved and proved in about the time that it
//! takes to read them a few dozen times.
//!
//! The unknowns are one per process: with M the transposed technosphere, M y = f gives the footprints y per unit of every
//! product from what each process counts itself (the adjoint), and Mᵀ x = d the runs x for a demand d. The entries are the
//! doubles of the database, exactly. Components come one after the other: a lone process by one division in twice the
//! precision; a loop by Gauss-Seidel sweeps, with the strongest two-process loops solved as one where sweeps alone are too
//! slow, and by a sparse LU factorisation where even that is. Whichever it was, the residual is computed in twice the
//! precision, refined until it is small enough, and turned into a bound by [`proof`].

mod change;
mod culprit;
mod factor;
mod order;
mod proof;
mod sweep;

use std::ops::Range;
use std::sync::OnceLock;

use factor::Factors;
use order::Ordered;
use proof::Left;
use sweep::{Ended, Of, Sweeps};

use super::order::{Components, Needs, adjacency};
use crate::double::{Dot, Double, UNDERFLOW, UNIT, up};
use crate::model::Matrix;
pub(crate) use change::Before;

/// A relative bound that needs no refinement.
const GOOD: f64 = 1e-12;

/// A bound that needs no refinement whatever the figure: 1e-12 of 1e-15 kg.
const SMALL: f64 = 1e-27;

/// The most refinements; each gains at least three digits or is the last.
const REFINEMENTS: usize = 4;

/// What sweeps settle to at first.
const SETTLED: f64 = 1e-15;

/// By how much a refinement lessens what is left.
const CORRECTED: f64 = 1e-9;

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
    /// A sparse LU factorisation.
    Factorisation,
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
}

/// Why a system has no solution: rows on a loop that consumes what it makes, or that has no unique solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoSolution {
    pub rows: Vec<usize>,
    pub consumes: bool,
}

/// A system put in order, ready for any right-hand side.
#[derive(Debug)]
pub(crate) struct Bulk {
    matrix: Ordered,
    /// The factorisation of each component that needed one.
    factors: Vec<OnceLock<Option<Box<Factors>>>>,
}

/// Where the solution of a right-hand side stands, by position.
struct State {
    values: Vec<Double>,
    /// The high parts once more, as sweeps read them.
    high: Vec<f64>,
    bounds: Vec<f64>,
    loops: Vec<LoopReport>,
}

impl State {
    /// Whether the bounds of these rows need no refinement.
    fn is_good(&self, mut rows: Range<usize>) -> bool {
        rows.all(|row| {
            let bound = self.bounds[row];
            bound <= SMALL || bound <= GOOD * self.high[row].abs()
        })
    }
}

/// What a component's rows have to reach, after all that lies outside.
struct Asked {
    values: Vec<Double>,
    /// The terms gone into them so far: for the error of residuals.
    dots: Vec<Dot>,
    /// Their uncertainty: of the right-hand side, and of what comes from outside.
    errors: Vec<f64>,
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
        let matrix = Ordered::new(matrix, components);
        let factors = (0..matrix.component_count())
            .map(|_| OnceLock::new())
            .collect();
        Self { matrix, factors }
    }

    /// The solution for a right-hand side.
    pub fn solve(&self, known: &Known) -> Result<Found, NoSolution> {
        let size = self.matrix.size();
        let mut state = State {
            values: vec![Double::default(); size],
            high: vec![0.0; size],
            bounds: vec![0.0; size],
            loops: Vec::new(),
        };
        for component in 0..self.matrix.component_count() {
            let rows = self.matrix.component(component);
            if rows.len() == 1 {
                self.lone(rows.start, known, &mut state)?;
            } else {
                self.block(component, known, &mut state)?;
            }
        }
        Ok(self.in_rows(state))
    }

    /// The solution by row of the original matrix.
    fn in_rows(&self, state: State) -> Found {
        let mut values = vec![Double::default(); state.values.len()];
        let mut bounds = vec![0.0; state.values.len()];
        for (at, &row) in self.matrix.order.iter().enumerate() {
            values[row as usize] = state.values[at];
            bounds[row as usize] = state.bounds[at];
        }
        Found {
            values,
            bounds,
            loops: state.loops,
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

    fn lone(&self, row: usize, known: &Known, state: &mut State) -> Result<(), NoSolution> {
        let diagonal = self.matrix.diagonal(row);
        let least = self.matrix.least_diagonal(row);
        if least <= 0.0 {
            return Err(NoSolution {
                rows: self.rows([row]),
                consumes: true,
            });
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
        Ok(())
    }

    /// What the rows of a component have to reach.
    fn asked_of(&self, rows: Range<usize>, known: &Known, state: &State) -> Asked {
        let mut asked = Asked {
            values: Vec::with_capacity(rows.len()),
            dots: Vec::with_capacity(rows.len()),
            errors: Vec::with_capacity(rows.len()),
        };
        for row in rows {
            let (dot, error) = self.asked(row, known, state);
            asked.values.push(dot.value());
            asked.dots.push(dot.continued());
            asked.errors.push(error);
        }
        asked
    }

    fn block(&self, component: usize, known: &Known, state: &mut State) -> Result<(), NoSolution> {
        let rows = self.matrix.component(component);
        let asked = self.asked_of(rows.clone(), known, state);
        let high: Vec<f64> = asked.values.iter().map(|value| value.high).collect();
        let plain = Sweeps::new(&self.matrix, rows.clone(), Of::Matrix);
        if let Some(report) =
            self.by_sweeps(&plain, Method::Sweeps, rows.clone(), &asked, &high, state)
        {
            state.loops.push(report);
            return Ok(());
        }
        if let Some(paired) = Sweeps::paired(&self.matrix, rows.clone(), Of::Matrix) {
            let method = Method::PairedSweeps {
                pairs: paired.pairs(),
            };
            if let Some(report) =
                self.by_sweeps(&paired, method, rows.clone(), &asked, &high, state)
            {
                state.loops.push(report);
                return Ok(());
            }
        }
        let report = self.by_factors(component, &asked, &high, state)?;
        state.loops.push(report);
        Ok(())
    }

    /// The solution by sweeps; `None` where they or the proof take too long.
    fn by_sweeps(
        &self,
        sweeps: &Sweeps<'_>,
        method: Method,
        rows: Range<usize>,
        asked: &Asked,
        high: &[f64],
        state: &mut State,
    ) -> Option<LoopReport> {
        state.high[rows.clone()].fill(0.0);
        if sweeps.solve(high, &mut state.high, SETTLED) == Ended::TooSlow {
            return None;
        }
        for row in rows.clone() {
            state.values[row] = Double::exact(state.high[row]);
        }
        let mut left = self.left(rows.clone(), asked, state);
        for refinement in 0..=REFINEMENTS {
            if !proof::by_sweeps(
                sweeps,
                &self.matrix,
                rows.clone(),
                &left,
                &state.high,
                &mut state.bounds,
            ) {
                return None;
            }
            let good = state.is_good(rows.clone());
            let error = left.backward_error();
            if good || refinement == REFINEMENTS || error < UNIT * UNIT {
                break;
            }
            let mut correction = vec![0.0; self.matrix.size()];
            if sweeps.solve_beside(
                &left.residual,
                &mut correction,
                CORRECTED * error,
                &left.size,
            ) == Ended::TooSlow
            {
                break;
            }
            for row in rows.clone() {
                state.values[row] = state.values[row].plus(correction[row]);
                state.high[row] = state.values[row].high;
            }
            left = self.left(rows.clone(), asked, state);
        }
        let backward_error = left.backward_error();
        Some(self.report(rows, method, true, backward_error))
    }

    /// The solution by a factorisation.
    fn by_factors(
        &self,
        component: usize,
        asked: &Asked,
        high: &[f64],
        state: &mut State,
    ) -> Result<LoopReport, NoSolution> {
        let rows = self.matrix.component(component);
        let free_of_credits = self.matrix.is_free_of_credits(rows.clone());
        let refused = || NoSolution {
            rows: self.rows(culprit::strongest_loop(&self.matrix, rows.clone())),
            consumes: free_of_credits,
        };
        let factors = self.factors[component]
            .get_or_init(|| Factors::new(&self.matrix, rows.clone()).map(Box::new));
        let factors = factors.as_ref().ok_or_else(refused)?;
        let solution = factors.solve(high).ok_or_else(refused)?;
        for (row, value) in rows.clone().zip(solution) {
            state.values[row] = Double::exact(value);
        }
        let mut left = self.left(rows.clone(), asked, state);
        for _ in 0..REFINEMENTS {
            let before = left.backward_error();
            if before < UNIT * UNIT {
                break;
            }
            let kept: Vec<Double> = state.values[rows.clone()].to_vec();
            let correction = factors.solve(&left.residual).ok_or_else(refused)?;
            for (row, correction) in rows.clone().zip(correction) {
                state.values[row] = state.values[row].plus(correction);
            }
            let next = self.left(rows.clone(), asked, state);
            if next.backward_error() >= before {
                state.values[rows.clone()].copy_from_slice(&kept);
                break;
            }
            left = next;
        }
        for row in rows.clone() {
            state.high[row] = state.values[row].high;
        }
        let proved = if free_of_credits {
            let turned = |known: &[f64]| {
                // Without credits the matrix is its comparison matrix, the columns of reversed processes with their signs
                // turned.
                let solution = factors.solve(known)?;
                let signs = rows
                    .clone()
                    .map(|row| self.matrix.diagonal(row).high.signum());
                Some(
                    solution
                        .into_iter()
                        .zip(signs)
                        .map(|(x, sign)| x * sign)
                        .collect(),
                )
            };
            if !proof::by_solving(turned, &self.matrix, rows.clone(), &left, &mut state.bounds)
                && asked.errors.iter().all(|error| error.is_finite())
            {
                return Err(refused());
            }
            asked.errors.iter().all(|error| error.is_finite())
        } else {
            false
        };
        if !proved {
            state.bounds[rows.clone()].fill(f64::INFINITY);
        }
        Ok(self.report(rows, Method::Factorisation, proved, left.backward_error()))
    }

    fn report(
        &self,
        rows: Range<usize>,
        method: Method,
        proved: bool,
        backward_error: f64,
    ) -> LoopReport {
        LoopReport {
            processes: rows.len(),
            exchanges: self.matrix.entries_inside(rows),
            method,
            proved,
            backward_error,
        }
    }

    /// What the values of a component leave of what is asked of it.
    fn left(&self, rows: Range<usize>, asked: &Asked, state: &State) -> Left {
        let mut left = Left::default();
        for (local, row) in rows.enumerate() {
            let mut dot = asked.dots[local];
            let diagonal = self.matrix.diagonal(row);
            let own = state.values[row];
            dot.take(diagonal.high, own);
            if diagonal.low != 0.0 {
                dot.take(diagonal.low, own);
            }
            self.matrix.inside(row).take_from(&mut dot, &state.values);
            let residual = dot.value();
            let of_diagonal = self.matrix.diagonal_error(row) * up(own.high.abs(), 2);
            let error = dot.error() + asked.errors[local] + of_diagonal;
            left.residual.push(residual.high);
            left.most
                .push(up(residual.high.abs() + residual.low.abs() + error, 5));
            left.size.push(dot.size());
        }
        left
    }
}
