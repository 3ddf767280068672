//! A loop: the ways to solve it, the quickest first, each refined and proved before it counts.

use std::ops::Range;

use super::border::Border;
use super::culprit;
use super::factor::Factors;
use super::judge::Standing;
use super::proof::{self, Left};
use super::sweep::{Ended, Of, Sweeps};
use super::{Bulk, Known, LoopReport, Method, State};
use crate::double::{Dot, Double, UNIT, up};

/// A bound that needs no refinement whatever the figure: 1e-12 of 1e-15 kg.
const SMALL: f64 = 1e-27;

/// What twice the precision of a double leaves beside the terms of a row, about: nothing that is worth a refinement.
const FLOOR: f64 = 64.0 * UNIT * UNIT;

/// A residual beside the terms of its row that another way to solve the component would hardly lessen.
const SETTLED_ENOUGH: f64 = 1e-20;

/// The most refinements; each gains digits or is the last.
const REFINEMENTS: usize = 5;

/// What sweeps settle to at first.
const SETTLED: f64 = 1e-15;

/// By how much a refinement by sweeps lessens what is left.
const CORRECTED: f64 = 1e-9;

/// What a component's rows have to reach, after all that lies outside.
pub(super) struct Asked {
    /// The numbers themselves, as far as a double holds them.
    high: Vec<f64>,
    /// The terms gone into them so far: for the error of residuals.
    dots: Vec<Dot>,
    /// Their uncertainty: of the right-hand side, and of what comes from outside.
    errors: Vec<f64>,
}

/// A way to solve a component approximately, and to prove what it is worth.
pub(super) enum Way<'a> {
    Sweeps(Sweeps<'a>),
    Border(Box<Border<'a>>),
    Factors {
        factors: &'a Factors,
        free_of_credits: bool,
    },
}

/// The ways that are tried before a factorisation.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Plain,
    Paired,
    Bordered,
}

/// A solution of a component that is proved, to be kept while a better one is sought.
struct Kept {
    values: Vec<Double>,
    bounds: Vec<f64>,
    report: LoopReport,
}

impl State {
    /// Whether the bounds of these rows need no refinement.
    pub(super) fn is_good(&self, mut rows: Range<usize>) -> bool {
        rows.all(|row| {
            let bound = self.bounds[row];
            bound <= SMALL || bound <= self.good * self.high[row].abs()
        })
    }

    fn set(&mut self, row: usize, value: Double) {
        self.values[row] = value;
        self.high[row] = value.high;
    }
}

impl Way<'_> {
    fn method(&self) -> Method {
        match self {
            Self::Sweeps(sweeps) => match sweeps.pairs() {
                0 => Method::Sweeps,
                pairs => Method::PairedSweeps { pairs },
            },
            Self::Border(border) => Method::Bordered {
                processes: border.size(),
            },
            Self::Factors { .. } => Method::Factorisation,
        }
    }

    /// An approximate solution for a right-hand side of the rows.
    fn first(&self, bulk: &Bulk, rows: Range<usize>, known: &[f64]) -> Option<Vec<f64>> {
        match self {
            Self::Sweeps(sweeps) => {
                let mut x = vec![0.0; bulk.matrix.size()];
                let ended = sweeps.solve(known, &mut x, SETTLED);
                (ended == Ended::Settled).then(|| x[rows].to_vec())
            }
            Self::Border(border) => border.solve(known, None),
            Self::Factors { factors, .. } => factors.solve(known, false),
        }
    }

    /// The correction that a residual asks for.
    fn correction(&self, bulk: &Bulk, rows: Range<usize>, left: &Left) -> Option<Vec<f64>> {
        match self {
            Self::Sweeps(sweeps) => {
                let mut x = vec![0.0; bulk.matrix.size()];
                let tolerance = CORRECTED * left.backward_error();
                let ended = sweeps.solve_beside(&left.residual, &mut x, tolerance, &left.size);
                (ended == Ended::Settled).then(|| x[rows].to_vec())
            }
            Self::Border(border) => border.solve(&left.residual, Some(left)),
            Self::Factors { factors, .. } => factors.solve(&left.residual, false),
        }
    }

    /// Writes bounds of the errors of a solution; whether they are proved.
    fn prove(&self, bulk: &Bulk, rows: Range<usize>, left: &Left, state: &mut State) -> bool {
        let (matrix, bounds) = (&bulk.matrix, &mut state.bounds);
        match self {
            Self::Sweeps(sweeps) => {
                proof::by_sweeps(sweeps, matrix, rows, left, &state.high, bounds)
            }
            Self::Border(border) => match border.bounds(left, &state.high) {
                Some(found) => {
                    bounds[rows].copy_from_slice(&found);
                    true
                }
                None => false,
            },
            Self::Factors {
                free_of_credits: false,
                ..
            } => false,
            Self::Factors { factors, .. } => {
                let of_comparison = |known: &[f64]| {
                    // Without credits the matrix is its comparison matrix, the columns of reversed processes with their
                    // signs turned.
                    let solution = factors.solve(known, false)?;
                    let signs = rows.clone().map(|row| matrix.diagonal(row).high.signum());
                    Some(
                        solution
                            .into_iter()
                            .zip(signs)
                            .map(|(x, sign)| x * sign)
                            .collect(),
                    )
                };
                proof::by_solving(of_comparison, matrix, rows.clone(), left, bounds)
            }
        }
    }
}

impl Bulk {
    /// What the rows of a component have to reach.
    pub(super) fn asked_of(&self, rows: Range<usize>, known: &Known, state: &State) -> Asked {
        let mut asked = Asked {
            high: Vec::with_capacity(rows.len()),
            dots: Vec::with_capacity(rows.len()),
            errors: Vec::with_capacity(rows.len()),
        };
        for row in rows {
            let (dot, error) = self.asked(row, known, state);
            asked.high.push(dot.value().high);
            asked.dots.push(dot.continued());
            asked.errors.push(error);
        }
        asked
    }

    /// The solution of a component with all its bounds, and what is known of its soundness.
    pub(super) fn block(&self, component: usize, known: &Known, state: &mut State) {
        let rows = self.matrix.component(component);
        let asked = self.asked_of(rows.clone(), known, state);
        if let Some(report) = self.solved(component, &asked, state) {
            self.judge(component, report, state);
        } else {
            let path = culprit::strongest_loop(&self.matrix, rows.clone());
            let consumes = self.matrix.is_free_of_credits(rows.clone());
            self.unsolved(rows, path, consumes, state);
        }
    }

    /// The solution of a component by the first way that is good; `None` where there is none.
    fn solved(&self, component: usize, asked: &Asked, state: &mut State) -> Option<LoopReport> {
        let rows = self.matrix.component(component);
        let is_certain = asked.errors.iter().all(|error| error.is_finite());
        let mut kept = None;
        for kind in [Kind::Plain, Kind::Paired, Kind::Bordered] {
            let way = self.way(kind, rows.clone());
            let Some(report) = way.and_then(|way| self.attempt(&way, rows.clone(), asked, state))
            else {
                continue;
            };
            if !is_certain {
                // Without bounds outside there are none inside, whichever way it is.
                return Some(report);
            }
            if !report.proved {
                continue;
            }
            // What only uncertainty from outside keeps from being good, no other way makes better.
            if state.is_good(rows.clone()) || report.backward_error <= SETTLED_ENOUGH {
                return Some(report);
            }
            kept.get_or_insert(Kept {
                values: state.values[rows.clone()].to_vec(),
                bounds: state.bounds[rows.clone()].to_vec(),
                report,
            });
        }
        match (self.factorised(component, asked, state), kept) {
            (Some(report), Some(_)) if report.proved => Some(report),
            (_, Some(kept)) => {
                for (row, value) in rows.clone().zip(kept.values) {
                    state.set(row, value);
                }
                state.bounds[rows].copy_from_slice(&kept.bounds);
                Some(kept.report)
            }
            (factorised, None) => factorised,
        }
    }

    /// A way to solve a component; `None` where it has nothing to offer there.
    fn way(&self, kind: Kind, rows: Range<usize>) -> Option<Way<'_>> {
        match kind {
            Kind::Plain => Some(Way::Sweeps(Sweeps::new(&self.matrix, rows, Of::Matrix))),
            Kind::Paired => Sweeps::paired(&self.matrix, rows, Of::Matrix).map(Way::Sweeps),
            // Without credits a loop is as it should be, or refused: there the factorisation decides.
            Kind::Bordered if self.matrix.is_free_of_credits(rows.clone()) => None,
            Kind::Bordered => {
                Border::new(&self.matrix, rows).map(|border| Way::Border(Box::new(border)))
            }
        }
    }

    /// The solution by a factorisation: the last way.
    fn factorised(&self, component: usize, asked: &Asked, state: &mut State) -> Option<LoopReport> {
        let rows = self.matrix.component(component);
        let factors = self.factors[component]
            .get_or_init(|| Factors::new(&self.matrix, rows.clone()).map(Box::new));
        let way = Way::Factors {
            factors: factors.as_deref()?,
            free_of_credits: self.matrix.is_free_of_credits(rows.clone()),
        };
        self.attempt(&way, rows, asked, state)
    }

    /// One way to solve a component: solved, proved and refined until the bounds are good or nothing more is gained.
    /// `None` where it gives no solution.
    fn attempt(
        &self,
        way: &Way<'_>,
        rows: Range<usize>,
        asked: &Asked,
        state: &mut State,
    ) -> Option<LoopReport> {
        let first = way.first(self, rows.clone(), &asked.high)?;
        for (row, value) in rows.clone().zip(first) {
            state.set(row, Double::exact(value));
        }
        let mut left = self.left(rows.clone(), asked, state);
        let mut proved = way.prove(self, rows.clone(), &left, state);
        for _ in 0..REFINEMENTS {
            let error = left.backward_error();
            if error <= FLOOR || (proved && state.is_good(rows.clone())) {
                break;
            }
            let Some(correction) = way.correction(self, rows.clone(), &left) else {
                break;
            };
            let before = state.values[rows.clone()].to_vec();
            for (row, correction) in rows.clone().zip(correction) {
                state.set(row, state.values[row].plus(correction));
            }
            let next = self.left(rows.clone(), asked, state);
            // Not a number is no improvement either.
            if next.backward_error() < error {
                left = next;
                proved = way.prove(self, rows.clone(), &left, state);
            } else {
                for (row, value) in rows.clone().zip(before) {
                    state.set(row, value);
                }
                proved = way.prove(self, rows.clone(), &left, state);
                break;
            }
        }
        if !proved {
            state.bounds[rows.clone()].fill(f64::INFINITY);
        }
        Some(self.report(rows, way.method(), proved, &left))
    }

    /// The correction of a solution that was proved, after some of its rows have changed; `None` where it does not settle or
    /// is not good.
    pub(super) fn corrected(
        &self,
        rows: Range<usize>,
        asked: &Asked,
        tolerance: f64,
        state: &mut State,
    ) -> Option<LoopReport> {
        let left = self.left(rows.clone(), asked, state);
        let sweeps = Sweeps::new(&self.matrix, rows.clone(), Of::Matrix);
        let mut correction = vec![0.0; self.matrix.size()];
        if sweeps.solve_beside(&left.residual, &mut correction, tolerance, &left.size)
            == Ended::TooSlow
        {
            return None;
        }
        for row in rows.clone() {
            state.set(row, state.values[row].plus(correction[row]));
        }
        let left = self.left(rows.clone(), asked, state);
        let way = Way::Sweeps(sweeps);
        let proved = proof::holds(&self.matrix, rows.clone(), &left, &state.bounds)
            || way.prove(self, rows.clone(), &left, state);
        let good = proved && state.is_good(rows.clone());
        good.then(|| self.report(rows, Method::Sweeps, true, &left))
    }

    fn report(&self, rows: Range<usize>, method: Method, proved: bool, left: &Left) -> LoopReport {
        LoopReport {
            standing: Standing::Sound,
            held_by_credits: Vec::new(),
            processes: rows.len(),
            exchanges: self.matrix.entries_inside(rows),
            method,
            proved,
            backward_error: left.backward_error(),
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
