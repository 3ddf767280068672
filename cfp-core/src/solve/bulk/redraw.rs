//! The same system again and again with other entries: in plain doubles, each time from the solution of the first.

use std::ops::Range;
use std::sync::OnceLock;

use super::factor::Factors;
use super::order::Ordered;
use super::sweep::{Ended, Of, Sweeps};
use crate::model::Matrix;
use crate::solve::order::Components;

/// A matrix whose entries are drawn anew again and again: where they stand, and in which order its rows are solved, stays.
///
/// # Exactness
///
/// Nothing is proved: what is drawn is far more uncertain than a solution to ten digits.
#[derive(Debug)]
pub(crate) struct Redraw {
    /// With the entries as they were written.
    written: Ordered,
    /// Where each entry of the matrix, in its own order, stands in the order of the solution.
    slots: Vec<u32>,
    /// The factorisation of each component as written, for what depends only on where the entries stand.
    factors: Vec<OnceLock<Option<Box<Factors>>>>,
}

/// Why a draw has no solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Failure {
    /// A process, or a loop, consumes what it makes or more.
    Consumes,
    /// A loop has no unique solution.
    Singular,
    /// A figure beyond the range of doubles.
    NotFinite,
}

impl Failure {
    /// What is told of draws that fail so.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Consumes => "a process or a loop consumes what it makes, or more",
            Self::Singular => "a loop has no unique solution",
            Self::NotFinite => "a figure is beyond the range of doubles",
        }
    }
}

/// Room to solve in; one for each thread.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    matrix: Ordered,
    /// The solution by position.
    x: Vec<f64>,
    /// The solution by row of the matrix.
    pub y: Vec<f64>,
}

/// What sweeps settle to: far below what a sample tells.
const SETTLED: f64 = 1e-10;

/// What a solution by factorisation may leave of the terms of a row.
const LEFT: f64 = 1e-8;

impl Redraw {
    /// A matrix in the order of its components. It may hold entries of nothing, which draws can make something of.
    pub fn new(matrix: &Matrix, components: &Components) -> Self {
        let written = Ordered::new(matrix, components);
        let components = 0..written.component_count();
        Self {
            slots: written.slots(matrix),
            factors: components.map(|_| OnceLock::new()).collect(),
            written,
        }
    }

    /// Room to solve in.
    pub fn work(&self) -> Work {
        let size = self.written.size();
        Work {
            matrix: self.written.clone(),
            x: vec![0.0; size],
            y: vec![0.0; size],
        }
    }

    /// Solves M y = f with other entries, given in the order of the matrix, from a solution that is likely near; all vectors
    /// are by row of the matrix. The solution follows from these alone, whatever was solved before.
    pub fn solve(
        &self,
        entries: &[f64],
        known: &[f64],
        start: &[f64],
        work: &mut Work,
    ) -> Result<(), Failure> {
        work.matrix.refill(&self.slots, entries);
        for (at, &row) in self.written.order.iter().enumerate() {
            work.x[at] = start[row as usize];
        }
        for component in 0..self.written.component_count() {
            let rows = self.written.component(component);
            if !rows.clone().all(|row| self.makes(row, work)) {
                return Err(Failure::Consumes);
            }
            if rows.len() == 1 {
                let row = rows.start;
                let asked = asked(row, known, work);
                work.x[row] = asked / work.matrix.diagonal(row).high;
            } else {
                self.block(component, known, work)?;
            }
        }
        for (x, &row) in work.x.iter().zip(&self.written.order) {
            work.y[row as usize] = *x;
        }
        if work.y.iter().all(|y| y.is_finite()) {
            Ok(())
        } else {
            Err(Failure::NotFinite)
        }
    }

    /// Whether a process still makes what it made, or takes what it took.
    fn makes(&self, row: usize, work: &Work) -> bool {
        let (drawn, written) = (
            work.matrix.diagonal(row).high,
            self.written.diagonal(row).high,
        );
        drawn * written.signum() > 0.0
    }

    fn block(&self, component: usize, known: &[f64], work: &mut Work) -> Result<(), Failure> {
        let rows = self.written.component(component);
        let asked: Vec<f64> = rows.clone().map(|row| asked(row, known, work)).collect();
        if !asked.iter().all(|asked| asked.is_finite()) {
            return Err(Failure::NotFinite);
        }
        let Work { matrix, x, .. } = work;
        let plain = Sweeps::new(matrix, rows.clone(), Of::Matrix);
        if plain.solve(&asked, x, SETTLED) == Ended::Settled && finite(&x[rows.clone()]) {
            return Ok(());
        }
        if let Some(paired) = Sweeps::paired(matrix, rows.clone(), Of::Matrix) {
            x[rows.clone()].fill(0.0);
            if paired.solve(&asked, x, SETTLED) == Ended::Settled && finite(&x[rows.clone()]) {
                return Ok(());
            }
        }
        self.factorised(component, &asked, work)
    }

    /// The solution by a factorisation: the last way, and the one that refuses.
    fn factorised(&self, component: usize, asked: &[f64], work: &mut Work) -> Result<(), Failure> {
        let rows = self.written.component(component);
        let like = self.factors[component]
            .get_or_init(|| Factors::new(&self.written, rows.clone()).map(Box::new));
        let factors = match like {
            Some(like) => Factors::like(&work.matrix, rows.clone(), like),
            None => Factors::new(&work.matrix, rows.clone()),
        };
        let factors = factors.ok_or(Failure::Singular)?;
        let free_of_credits = work.matrix.is_free_of_credits(rows.clone());
        if free_of_credits && !is_productive(&work.matrix, &rows, &factors) {
            return Err(Failure::Consumes);
        }
        let solution = factors.solve(asked, false).ok_or(Failure::Singular)?;
        work.x[rows.clone()].copy_from_slice(&solution);
        let left = rows.clone().zip(asked).all(|(row, asked)| {
            let own = work.matrix.diagonal(row).high * work.x[row];
            let (mut rest, mut size) = (asked - own, asked.abs() + own.abs());
            for (column, value) in work.matrix.inside(row).iter() {
                let term = value * work.x[column];
                rest -= term;
                size += term.abs();
            }
            rest.abs() <= LEFT * size
        });
        if left { Ok(()) } else { Err(Failure::Singular) }
    }
}

fn finite(x: &[f64]) -> bool {
    x.iter().all(|x| x.is_finite())
}

/// What a row has to reach after the terms from outside its component.
fn asked(row: usize, known: &[f64], work: &Work) -> f64 {
    let outside = work.matrix.outside(row).iter();
    let start = known[work.matrix.order[row] as usize];
    outside.fold(start, |rest, (column, value)| rest - value * work.x[column])
}

/// Whether a component without credits can meet any demand: that of one for every process needs no process to run backwards.
///
/// # Source
///
/// A matrix with no positive entry off the diagonal is an M-matrix exactly if M x > 0 for some x > 0: Berman, Plemmons 1994,
/// *Nonnegative Matrices in the Mathematical Sciences*, theorem 6.2.3.
fn is_productive(matrix: &Ordered, rows: &Range<usize>, factors: &Factors) -> bool {
    let ones: Vec<f64> = rows
        .clone()
        .map(|row| matrix.diagonal(row).high.abs())
        .collect();
    let signs = rows.clone().map(|row| matrix.diagonal(row).high.signum());
    factors
        .solve(&ones, false)
        .is_some_and(|x| x.iter().zip(signs).all(|(x, sign)| x * sign > 0.0))
}
