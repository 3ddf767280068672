//! The same system again and again with other entries: in plain doubles, each time from the solution of the first.

use std::ops::Range;
use std::sync::OnceLock;

use super::factor::{Factors, Scales};
use super::order::Ordered;
use super::proof;
use super::sweep::{Ended, Of, Sweeps};
use super::{Bulk, Known, Standing};
use crate::double::Double;
use crate::model::Matrix;
use crate::solve::order::Components;

/// A matrix whose entries are drawn anew again and again: where they stand, and in which order its rows are solved, stays.
///
/// # Exactness
///
/// The numbers are not proved: what is drawn is far more uncertain than a solution to seven digits or more. That its loops are
/// sound is, as far as doubles hold what was drawn.
#[derive(Debug)]
pub(crate) struct Redraw {
    /// With the entries as they were written.
    written: Ordered,
    /// Where each entry of the matrix, in its own order, stands in the order of the solution.
    slots: Vec<u32>,
    /// The factorisation of each component as written, for what depends only on where the entries stand.
    factors: Vec<OnceLock<Option<Box<Factors>>>>,
    /// For each component a vector that proves it sound as written, for what differs little from it.
    vectors: Vec<OnceLock<Option<Vec<f64>>>>,
    components: Components,
}

/// Why a draw has no solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Failure {
    /// A process, or a loop, consumes what it makes or more.
    Consumes,
    /// A loop is not proved to be sound, nor not to be.
    Undecided,
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
            Self::Undecided => {
                "that every process which is asked of a loop runs forwards is not proved"
            }
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
    /// The components that have no solution.
    failed: Vec<(usize, Failure)>,
    /// Whether a loop has credits that leave open whether it is sound.
    is_doubtful: bool,
    /// The solution by row of the matrix.
    pub y: Vec<f64>,
}

/// What sweeps settle to: far below what a sample tells.
const SETTLED: f64 = 1e-9;

/// What a solution by factorisation may leave of the terms of a row.
const LEFT: f64 = 1e-8;

impl Redraw {
    /// A matrix in the order of its components. It may hold entries of nothing, which draws can make something of.
    pub fn new(matrix: &Matrix, components: &Components) -> Self {
        let written = Ordered::new(matrix, components);
        let all = 0..written.component_count();
        Self {
            slots: written.slots(matrix),
            factors: all.clone().map(|_| OnceLock::new()).collect(),
            vectors: all.map(|_| OnceLock::new()).collect(),
            components: components.clone(),
            written,
        }
    }

    /// Room to solve in.
    pub fn work(&self) -> Work {
        let size = self.written.size();
        Work {
            matrix: self.written.clone(),
            x: vec![0.0; size],
            failed: Vec::new(),
            is_doubtful: false,
            y: vec![0.0; size],
        }
    }

    /// Solves M y = f with other entries, given in the order of the matrix, from a solution that is likely near; all vectors
    /// are by row of the matrix. The solution follows from these alone, whatever was solved before. It is one for the `demands`,
    /// each amounts of rows.
    pub fn solve(
        &self,
        entries: &[f64],
        known: &[f64],
        start: &[f64],
        demands: &[Vec<(usize, f64)>],
        work: &mut Work,
    ) -> Result<(), Failure> {
        if !finite(entries) || !finite(known) {
            return Err(Failure::NotFinite);
        }
        work.matrix.refill(&self.slots, entries);
        work.is_doubtful = false;
        work.failed.clear();
        for (at, &row) in self.written.order.iter().enumerate() {
            work.x[at] = start[row as usize];
        }
        for component in 0..self.written.component_count() {
            let rows = self.written.component(component);
            let solved = if !rows.clone().all(|row| self.makes(row, work)) {
                Err(Failure::Consumes)
            } else if rows.len() == 1 {
                let row = rows.start;
                let asked = asked(row, known, work);
                work.x[row] = asked / work.matrix.diagonal(row).high;
                Ok(())
            } else {
                self.block(component, known, start, work)
            };
            if let Err(failure) = solved {
                // It fails the demands that reach it, and no others.
                work.failed.push((component, failure));
                work.x[rows].fill(0.0);
            }
        }
        if !work.failed.is_empty() {
            self.reaches(demands, work)?;
        }
        for (x, &row) in work.x.iter().zip(&self.written.order) {
            work.y[row as usize] = *x;
        }
        if !work.y.iter().all(|y| y.is_finite()) {
            return Err(Failure::NotFinite);
        }
        if work.is_doubtful {
            self.judge(demands, &work.matrix)?;
        }
        Ok(())
    }

    /// The failure of a component that a demand reaches.
    fn reaches(&self, demands: &[Vec<(usize, f64)>], work: &Work) -> Result<(), Failure> {
        let mut bad: Vec<Option<Failure>> = vec![None; work.matrix.size()];
        let mut failed = work.failed.iter().peekable();
        for component in 0..self.written.component_count() {
            let rows = self.written.component(component);
            let own = failed.next_if(|(own, _)| *own == component);
            let outside = rows.clone().filter_map(|row| {
                let entries = work.matrix.outside(row).iter();
                let reached = entries.filter(|(_, value)| *value != 0.0);
                reached.filter_map(|(column, _)| bad[column]).max()
            });
            let worst = outside.max().max(own.map(|(_, failure)| *failure));
            bad[rows].fill(worst);
        }
        let position = |row: usize| self.written.position[row] as usize;
        let asked = demands.iter().flatten();
        let worst = asked.filter_map(|(row, _)| bad[position(*row)]).max();
        worst.map_or(Ok(()), Err)
    }

    /// Whether the magnitudes of a component's entries are proved to be an M-matrix: then it is sound.
    fn is_compared(&self, component: usize, drawn: &Ordered) -> bool {
        let rows = self.written.component(component);
        let nothing = vec![0.0; rows.len()];
        let proves = |matrix: &Ordered, vector: &[f64]| {
            proof::covers(matrix, rows.clone(), &nothing, vector)
        };
        let settled = |matrix: &Ordered, start: &[f64]| {
            let asked: Vec<f64> = rows
                .clone()
                .map(|row| matrix.diagonal(row).high.abs() * start[row])
                .collect();
            let mut vector = start.to_vec();
            let sweeps = Sweeps::new(matrix, rows.clone(), Of::Comparison);
            let is_proof = sweeps.solve(&asked, &mut vector, 0.05) == Ended::Settled
                && proves(matrix, &vector);
            is_proof.then_some(vector)
        };
        let of_written = self.vectors[component].get_or_init(|| {
            let mut sizes = vec![1.0; self.written.size()];
            let scales = Scales::of(&self.written, rows.clone()).column;
            sizes[rows.clone()].copy_from_slice(&scales);
            settled(&self.written, &sizes)
        });
        of_written
            .as_ref()
            .is_some_and(|vector| proves(drawn, vector) || settled(drawn, vector).is_some())
    }

    /// Judges a draw as a footprint is judged.
    fn judge(&self, demands: &[Vec<(usize, f64)>], drawn: &Ordered) -> Result<(), Failure> {
        let size = drawn.size();
        let adjoint = Bulk::of(drawn.clone());
        let mut loops = (0..drawn.component_count()).filter(|own| drawn.component(*own).len() > 1);
        if loops.all(|component| adjoint.soundness(component).is_sound()) {
            return Ok(());
        }
        let number = |at: usize| drawn.order[at] as usize;
        let entries = (0..size).flat_map(|at| {
            let own = std::iter::once((at, drawn.diagonal(at).high));
            let others = drawn.outside(at).iter().chain(drawn.inside(at).iter());
            let all = own.chain(others);
            all.map(move |(column, value)| (number(column), number(at), value))
        });
        let (transposed, _) = Matrix::new(size, size, entries);
        let forward = Bulk::of_runs(&transposed, &self.components.reversed());
        for demand in demands {
            let mut wanted = Known {
                values: vec![Double::default(); size],
                errors: vec![0.0; size],
            };
            for (row, amount) in demand {
                wanted.values[*row] = wanted.values[*row].plus(*amount);
            }
            let runs = forward.solve(&wanted);
            match adjoint.answers(&forward, &wanted, &runs).0 {
                Standing::Sound => {}
                Standing::Undecided => return Err(Failure::Undecided),
                Standing::Held | Standing::Unsolved => return Err(Failure::Consumes),
            }
        }
        Ok(())
    }

    /// Whether a process still makes what it made, or takes what it took.
    fn makes(&self, row: usize, work: &Work) -> bool {
        let (drawn, written) = (
            work.matrix.diagonal(row).high,
            self.written.diagonal(row).high,
        );
        drawn * written.signum() > 0.0
    }

    fn block(
        &self,
        component: usize,
        known: &[f64],
        start: &[f64],
        work: &mut Work,
    ) -> Result<(), Failure> {
        let rows = self.written.component(component);
        let asked: Vec<f64> = rows.clone().map(|row| asked(row, known, work)).collect();
        if !asked.iter().all(|asked| asked.is_finite()) {
            return Err(Failure::NotFinite);
        }
        let Work {
            matrix,
            x,
            is_doubtful,
            ..
        } = work;
        *is_doubtful |=
            !matrix.is_free_of_credits(rows.clone()) && !self.is_compared(component, matrix);
        let plain = Sweeps::new(matrix, rows.clone(), Of::Numbers);
        if plain.solve(&asked, x, SETTLED) == Ended::Settled && finite(&x[rows.clone()]) {
            return Ok(());
        }
        if matrix.is_free_of_credits(rows.clone()) {
            for (at, row) in rows.clone().enumerate() {
                x[row] = start[self.written.order[rows.start + at] as usize].abs();
            }
            if consumes(matrix, rows.clone(), x) {
                return Err(Failure::Consumes);
            }
        } else {
            // Where credits leave a number next to nothing, it is the terms of its row that settle.
            let plain = Sweeps::new(matrix, rows.clone(), Of::Matrix);
            x[rows.clone()].fill(0.0);
            let ended = plain.solve(&asked, x, SETTLED);
            if ended == Ended::Settled && finite(&x[rows.clone()]) {
                return Ok(());
            }
        }
        if let Some(paired) = Sweeps::paired(matrix, rows.clone(), Of::Matrix) {
            let solve = |known: &[f64], x: &mut [f64]| {
                x[rows.clone()].fill(0.0);
                paired.solve(known, x, SETTLED) == Ended::Settled && finite(&x[rows.clone()])
            };
            // What pairs are solved to can be a loop that consumes what it makes.
            let of_ones = |ones: &[f64]| solve(ones, x).then(|| x[rows.clone()].to_vec());
            if !is_productive(matrix, &rows, of_ones) {
                return self.factorised(component, &asked, work);
            }
            if solve(&asked, x) {
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
        if !is_productive(&work.matrix, &rows, |ones| factors.solve(ones, false)) {
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

/// How many sweeps are made to see that a loop consumes what it makes, which a factorisation takes far longer for.
const MOST_SWEEPS: usize = 40;

/// Whether a component without credits is seen to consume what it makes, from numbers that are likely in proportion: a sweep
/// over its needs alone, without a demand, leaves none of them less.
///
/// # Source
///
/// The least quotient of T x and x is a lower bound of the spectral radius of a nonnegative T (Collatz, Wielandt): Berman,
/// Plemmons 1994, theorem 2.1.11.
fn consumes(matrix: &Ordered, rows: Range<usize>, x: &mut [f64]) -> bool {
    let sweeps = Sweeps::new(matrix, rows.clone(), Of::Comparison);
    let none = vec![0.0; rows.len()];
    for x in &mut x[rows.clone()] {
        if !(*x > 0.0 && x.is_finite()) {
            *x = 1.0;
        }
    }
    let mut before = Vec::with_capacity(rows.len());
    for _ in 0..MOST_SWEEPS {
        before.clear();
        before.extend_from_slice(&x[rows.clone()]);
        sweeps.once(&none, x);
        let mut pairs = x[rows.clone()].iter().zip(&before);
        if !finite(&x[rows.clone()]) {
            return false;
        }
        if pairs.all(|(after, before)| after >= before) {
            return true;
        }
    }
    false
}

/// What a row has to reach after the terms from outside its component.
fn asked(row: usize, known: &[f64], work: &Work) -> f64 {
    let outside = work.matrix.outside(row).iter();
    let start = known[work.matrix.order[row] as usize];
    outside.fold(start, |rest, (column, value)| rest - value * work.x[column])
}

/// Whether a component can meet any demand, which is asked only where it is free of credits: that of one for every process
/// needs no process to run backwards.
///
/// # Source
///
/// A matrix with no positive entry off the diagonal is an M-matrix exactly if M x > 0 for some x > 0: Berman, Plemmons 1994,
/// *Nonnegative Matrices in the Mathematical Sciences*, theorem 6.2.3.
fn is_productive(
    matrix: &Ordered,
    rows: &Range<usize>,
    solve: impl FnOnce(&[f64]) -> Option<Vec<f64>>,
) -> bool {
    if !matrix.is_free_of_credits(rows.clone()) {
        return true;
    }
    let ones: Vec<f64> = rows
        .clone()
        .map(|row| matrix.diagonal(row).high.abs())
        .collect();
    let signs = rows.clone().map(|row| matrix.diagonal(row).high.signum());
    solve(&ones).is_some_and(|x| x.iter().zip(signs).all(|(x, sign)| x * sign > 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::double::Double;
    use crate::model::Placed;
    use crate::solve::bulk::{Bulk, Known};

    /// A ring of processes that each need three others, and now and then credit one.
    fn entries(size: usize, gain: f64, seed: u64) -> Vec<(usize, usize, f64)> {
        let mut state = seed;
        let mut roll = |sides: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % sides).expect("few")
        };
        let mut list = Vec::new();
        for row in 0..size {
            list.push((row, row, if row == 3 { -2.0 } else { 2.0 }));
            list.push((row, (row + 1) % size, -gain));
            for _ in 0..3 {
                let column = roll(size as u64);
                if column != row {
                    #[expect(clippy::cast_precision_loss)]
                    let part = roll(32) as f64 / 128.0;
                    list.push((row, column, if roll(12) == 0 { part } else { -part }));
                }
            }
        }
        list
    }

    /// Whatever way a draw is solved, it is the solution of the proved solver, and does not depend on what was solved before.
    #[test]
    fn a_draw_is_solved_as_if_it_were_written() {
        let size = 40;
        let written = Placed::new(size, size, entries(size, 0.25, 1)).matrix;
        let components = Components::of_matrix(&written);
        let redraw = Redraw::new(&written, &components);
        let mut work = redraw.work();
        let known: Vec<f64> = (0..40).map(f64::from).collect();
        let all: Vec<Vec<(usize, f64)>> = (0..size).map(|row| vec![(row, 1.0)]).collect();
        // Gains of up to 0.99 a step, which sweeps take long for or leave to the factorisation.
        for factor in [1.0, 0.5, 2.0, 3.5] {
            let entries: Vec<f64> = written
                .triplets()
                .map(|(row, column, value)| if row == column { value } else { value * factor })
                .collect();
            let drawn = written.triplets().zip(&entries);
            let drawn: Vec<_> = drawn
                .map(|((row, column, _), value)| (row, column, *value))
                .collect();
            let (drawn, _) = Matrix::new(size, size, drawn);
            let exact = Known {
                values: known.iter().copied().map(Double::exact).collect(),
                errors: vec![0.0; size],
            };
            let expected = Bulk::new(&drawn, &components).solve(&exact);
            let found = redraw.solve(&entries, &known, &vec![0.0; size], &all, &mut work);
            if expected
                .reach
                .iter()
                .any(|reach| reach.standing != Standing::Sound)
            {
                assert!(found.is_err());
                continue;
            }
            assert_eq!(found, Ok(()));
            for (found, expected) in work.y.iter().zip(&expected.values) {
                let error = (found - expected.high).abs();
                assert!(
                    error <= 1e-7 * expected.high.abs(),
                    "{found} {}",
                    expected.high
                );
            }
        }
    }

    fn failure(entries: &[f64]) -> Result<(), Failure> {
        let places = [
            (0, 0, 1.0),
            (0, 1, -0.5),
            (1, 1, 1.0),
            (1, 0, -0.5),
            (1, 1, 0.0),
        ];
        let matrix = Placed::new(2, 2, places).matrix;
        let redraw = Redraw::new(&matrix, &Components::of_matrix(&matrix));
        let asked = [vec![(0, 1.0)]];
        redraw.solve(
            entries,
            &[1.0, 2.0],
            &[0.0, 0.0],
            &asked,
            &mut redraw.work(),
        )
    }

    #[test]
    fn what_has_no_solution_says_so() {
        assert_eq!(failure(&[1.0, -0.9, 1.0, -0.9, 0.0]), Ok(()));
        // Entries of one diagonal add up, and what they add up to makes less than is taken.
        assert_eq!(
            failure(&[1.0, -0.5, 1.0, -0.5, -1.0]),
            Err(Failure::Consumes)
        );
        assert_eq!(
            failure(&[1.0, -2.0, 1.0, -0.9, 0.0]),
            Err(Failure::Consumes)
        );
        // A credit that gives back exactly what is taken.
        assert_eq!(failure(&[1.0, 1.0, 1.0, 1.0, 0.0]), Err(Failure::Singular));
        assert_eq!(
            failure(&[1.0, -0.5, 1.0, f64::INFINITY, 0.0]),
            Err(Failure::NotFinite)
        );
    }
}
