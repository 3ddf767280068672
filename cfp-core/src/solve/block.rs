//! A loop: columns that need each other, solved together.

mod near;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::approximate::{Approximate, Balance, power_of_ten};
use super::bulk::{self, Fault, Soundness, Verdict, WHOLE};
use super::certificate::{Certificate, Inverted, Proof, Rows, times};
use super::{Component, Side, refused};
use crate::amount::Amount;
use crate::double::Bounded;
use crate::error::{Error, NumberProblem, Place, Problem};
use crate::model::Graph;

/// Refinement gains about 14 digits a step on a well-behaved loop; decimals hold 28.
const REFINEMENTS: usize = 12;

/// A factorised loop with what is needed to prove its solutions.
#[derive(Debug)]
pub(super) struct Loop {
    columns: Vec<usize>,
    /// For each column, its needs outside the loop: entries of M.
    outside: Rows,
    inside: Arc<Inside>,
}

/// What the columns of a loop need of each other, factorised.
#[derive(Debug)]
struct Inside {
    /// The entries of M among the columns, by their positions in the loop.
    written: Rows,
    adjoint: Oriented,
    forward: Oriented,
    solver: Arc<Approximate>,
    comparison_solver: Option<Arc<Approximate>>,
    /// The most steps of a refinement.
    refinements: usize,
    /// What is known of its soundness where the comparison matrix does not prove it.
    soundness: Option<Soundness>,
}

/// M or its transpose, balanced, and its certificate.
#[derive(Debug)]
struct Oriented {
    rows: Rows,
    /// Row i of `rows` is written times `10^row[i]`, and its unknown j is `10^-column[j]` of the
    /// unknown itself.
    balance: Balance,
    /// The part of the powers that the factorised matrices do not have: row i times `10^-extra[i]`,
    /// column j times `10^extra[j]`.
    extra: Vec<i32>,
    certificate: Option<Proof>,
}

impl Loop {
    /// The loop of these columns, or why it has no solution.
    pub fn solved(graph: &Graph, columns: Vec<usize>) -> Result<Component, Error> {
        let (written, outside) =
            split(graph, &columns).map_err(|kind| at(graph, &columns, kind))?;
        Self::of(graph, columns, &written, outside)
    }

    /// The loop of these columns with these entries, factorised.
    fn of(
        graph: &Graph,
        columns: Vec<usize>,
        written: &Rows,
        outside: Rows,
    ) -> Result<Component, Error> {
        let unsolved = |columns: Vec<usize>, fault: Fault, consumes: bool| {
            Ok(Component::Unsolved {
                problem: Box::new(refused(graph, &columns, &fault, consumes)),
                columns,
            })
        };
        if let Some(own) = consumes_its_own(graph, &columns, written) {
            return unsolved(columns, Fault::of_one(own), true);
        }
        let free_of_credits = is_free_of_credits(graph, &columns, written);
        let inside = Inside::of(graph, &columns, written.clone());
        let inside = inside.map_err(|kind| at(graph, &columns, kind))?;
        // Without credits nothing makes a loop that consumes what it makes answer. With them, and without a certificate, a
        // right-hand side that cannot even be refined is one that does not come back.
        let is_sound = |inside: &Inside| inside.soundness.as_ref().is_none_or(Soundness::is_sound);
        let solved = inside.filter(|inside| {
            if free_of_credits {
                is_sound(inside)
            } else {
                inside.is_provable() || inside.comes_back().is_ok_and(|comes_back| comes_back)
            }
        });
        match solved {
            Some(inside) => Ok(Component::Loop(Arc::new(Self {
                columns,
                outside,
                inside: Arc::new(inside),
            }))),
            None if free_of_credits => {
                let fault = Soundness::of(&turned(graph, &columns, written)).fault;
                unsolved(columns, fault, true)
            }
            None => {
                let fault = Fault::of_all(columns.len());
                unsolved(columns, fault, false)
            }
        }
    }

    /// The columns of the loop, ascending; local indices are positions in this.
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// The entries of a column's row that lie outside the loop.
    pub fn outside(&self, local: usize) -> &[(usize, Amount)] {
        &self.outside[local]
    }

    /// Solves for one right-hand side and writes the solution into `values` at the loop's columns;
    /// whether its bounds are proved.
    pub fn solve(
        &self,
        side: Side,
        known: &[Amount],
        values: &mut [Amount],
    ) -> Result<bool, NumberProblem> {
        let (solution, proved) = self.inside.solve(side, known)?;
        for (&column, value) in self.columns.iter().zip(solution) {
            values[column] = value;
        }
        Ok(proved)
    }

    /// What is known of its soundness; `None` where it is sound for every demand.
    pub fn soundness(&self) -> Option<&Soundness> {
        let soundness = self.inside.soundness.as_ref();
        soundness.filter(|soundness| !soundness.is_sound())
    }

    /// What a demand that it does not answer is told.
    pub fn refusal(&self, graph: &Graph) -> Problem {
        let fault = self.inside.soundness.as_ref();
        let fault = fault.map_or_else(
            || Fault::of_all(self.columns.len()),
            |soundness| soundness.fault.clone(),
        );
        refused(graph, &self.columns, &fault, true)
    }

    /// What is known of a demand for so much of each column, by its solution.
    pub fn answers(
        &self,
        graph: &Graph,
        known: &[Amount],
        values: &[Amount],
        proved: bool,
    ) -> Verdict {
        let Some(soundness) = self.soundness() else {
            return Verdict::Sound;
        };
        let asks = self.columns.iter().zip(known).map(|(&column, known)| {
            let (value, error) = known.as_double();
            let ask = Bounded { value, error };
            if graph.columns[column].amount.is_negative() {
                ask.negated()
            } else {
                ask
            }
        });
        let runs = |local: usize| proved && values[self.columns[local]].is_at_least_zero();
        soundness.answers(asks.collect(), runs)
    }
}

impl Inside {
    /// What the columns of a loop need of each other by these entries; `None` where it is singular to working precision.
    fn of(graph: &Graph, columns: &[usize], written: Rows) -> Result<Option<Self>, NumberProblem> {
        let size = columns.len();
        let balance = Balance::of(size, &doubles(&written, |_, _, entry| entry));
        let rows = balanced(written.clone(), &balance)?;
        let Some(solver) = Approximate::new(size, &doubles(&rows, |_, _, entry| entry)) else {
            return Ok(None);
        };
        let compared = doubles(&rows, |row, column, entry| {
            if row == column {
                entry.abs()
            } else {
                -entry.abs()
            }
        });
        let comparison_solver = Approximate::new(size, &compared);
        let transposed = transpose(&rows);
        let referee = comparison_solver.as_ref();
        let mut inside = Self {
            forward: Oriented::new(transposed, balance.transposed(), referee, Side::Forward)?,
            adjoint: Oriented::new(rows, balance, referee, Side::Adjoint)?,
            written,
            solver: Arc::new(solver),
            comparison_solver: comparison_solver.map(Arc::new),
            refinements: REFINEMENTS,
            soundness: None,
        };
        if !inside.is_compared() {
            inside.soundness = Some(Soundness::of(&turned(graph, columns, &inside.written)));
            if size <= WHOLE {
                inside.adjoint.invert(&inside.solver, Side::Adjoint);
                inside.forward.invert(&inside.solver, Side::Forward);
            }
        }
        Ok(Some(inside))
    }

    /// Whether the comparison matrix proves both its solutions and its soundness.
    fn is_compared(&self) -> bool {
        let sides = [&self.adjoint, &self.forward];
        let proofs = sides.map(|side| side.certificate.as_ref());
        proofs
            .into_iter()
            .all(|proof| proof.is_some_and(Proof::is_of_comparison))
    }

    /// Whether bounds of this loop's solutions are proved.
    fn is_provable(&self) -> bool {
        self.adjoint.certificate.is_some() && self.forward.certificate.is_some()
    }

    /// Whether the solution of an uneven right-hand side, refined in decimals, reproduces it: through
    /// a singular loop it does not. Asked only where no certificate answers.
    fn comes_back(&self) -> Result<bool, NumberProblem> {
        let known = uneven(self.written.len());
        let (_, residual) = self.refined(&self.adjoint, &known, Side::Adjoint)?;
        Ok(largest_value(&residual) < 1e-6)
    }

    /// The solution for one right-hand side, by the position in the loop, and whether its bounds are proved.
    fn solve(&self, side: Side, known: &[Amount]) -> Result<(Vec<Amount>, bool), NumberProblem> {
        let oriented = match side {
            Side::Adjoint => &self.adjoint,
            Side::Forward => &self.forward,
        };
        let (known, level) = self.levelled(oriented, known, side)?;
        let (mut solution, residual) = self.refined(oriented, &known, side)?;
        let mut proved = false;
        if self.is_provable()
            && let Some(certificate) = &oriented.certificate
        {
            let rough = |known: &[f64]| {
                let solver = self.comparison_solver.as_ref()?;
                oriented.solve(solver, known, side)
            };
            if let Some(bounds) = certificate.bound(&residual, rough)? {
                proved = true;
                for (value, bound) in solution.iter_mut().zip(bounds) {
                    *value = value.widened(bound)?;
                }
            }
        }
        let powers = &oriented.balance.column;
        for (value, power) in solution.iter_mut().zip(powers) {
            *value = value.shifted(power + level)?;
        }
        Ok((solution, proved))
    }

    /// The right-hand side of the balanced system, divided by a power of ten so that the largest
    /// unknown is near one and decimals hold it to all their places; and that power.
    fn levelled(
        &self,
        oriented: &Oriented,
        known: &[Amount],
        side: Side,
    ) -> Result<(Vec<Amount>, i32), NumberProblem> {
        let powers = &oriented.balance.row;
        let rough: Vec<f64> = known
            .iter()
            .zip(powers)
            .map(|(known, power)| known.approximate() * 10.0_f64.powi(*power))
            .collect();
        let solution = oriented.solve(&self.solver, &rough, side);
        let solution = solution.ok_or(NumberProblem::TooLarge)?;
        let largest = solution.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let level = if largest > 0.0 {
            power_of_ten(largest)
        } else {
            0
        };
        let levelled = known
            .iter()
            .zip(powers)
            .map(|(known, power)| known.shifted(power - level))
            .collect::<Result<_, _>>()?;
        Ok((levelled, level))
    }

    /// A solution refined with residuals in decimals until they stop shrinking, and its residual.
    fn refined(
        &self,
        oriented: &Oriented,
        known: &[Amount],
        side: Side,
    ) -> Result<(Vec<Amount>, Vec<Amount>), NumberProblem> {
        let mut best = vec![Amount::ZERO; known.len()];
        let mut residual = known.to_vec();
        let mut largest = largest_value(&residual);
        for round in 0..self.refinements {
            if largest == 0.0 {
                break;
            }
            let rough: Vec<f64> = residual.iter().map(Amount::approximate).collect();
            let step = oriented
                .solve(&self.solver, &rough, side)
                .ok_or(NumberProblem::TooLarge)?;
            let mut next = Vec::with_capacity(best.len());
            for (value, step) in best.iter().zip(step) {
                let step = Amount::from_approximation(step).ok_or(NumberProblem::TooLarge)?;
                next.push(value.plus(step)?.midpoint());
            }
            let left = remaining(&oriented.rows, known, &next)?;
            let left_largest = largest_value(&left);
            // The first step is taken whatever it leaves: zeros are no solution.
            if round > 0 && left_largest >= largest {
                break;
            }
            best = next;
            residual = left;
            largest = left_largest;
        }
        Ok((best, residual))
    }
}

impl Oriented {
    /// The rows with their unknowns measured in the sizes that ⟨M⟩⁻¹ gives them, and the certificate.
    /// Balancing alone leaves a long loop spread over more decades than a decimal has; in these sizes
    /// the certificate's vector is within the loop's own length everywhere.
    fn new(
        rows: Rows,
        mut balance: Balance,
        comparison_solver: Option<&Approximate>,
        side: Side,
    ) -> Result<Self, NumberProblem> {
        let count = rows.len();
        let transposed = side == Side::Forward;
        let sizes = comparison_solver
            .and_then(|solver| solver.solve(&vec![1.0; count], transposed))
            .filter(|sizes| sizes.iter().all(|size| *size > 0.0));
        let Some(sizes) = sizes else {
            return Ok(Self {
                rows,
                balance,
                extra: vec![0; count],
                certificate: None,
            });
        };
        let extra: Vec<i32> = sizes.into_iter().map(power_of_ten).collect();
        let sizes = Balance {
            row: extra.iter().map(|power| -power).collect(),
            column: extra.clone(),
        };
        let rows = balanced(rows, &sizes)?;
        for (index, extra) in extra.iter().enumerate() {
            balance.row[index] -= extra;
            balance.column[index] += extra;
        }
        let mut oriented = Self {
            rows,
            balance,
            extra,
            certificate: None,
        };
        if let Some(solver) = comparison_solver {
            let rough = |known: &[f64]| oriented.solve(solver, known, side);
            oriented.certificate = Certificate::new(&oriented.rows, rough).map(Proof::Comparison);
        }
        Ok(oriented)
    }

    /// The proof by an inverse, where it has no other.
    fn invert(&mut self, solver: &Approximate, side: Side) {
        if self.certificate.is_none() {
            let rough = |known: &[f64]| self.solve(solver, known, side);
            self.certificate = Inverted::new(&self.rows, rough).map(Proof::Inverse);
        }
    }

    /// An approximate solution by a factorised matrix, in the sizes of the unknowns.
    fn solve(&self, solver: &Approximate, known: &[f64], side: Side) -> Option<Vec<f64>> {
        let sizes = || self.extra.iter().map(|power| 10.0_f64.powi(*power));
        let known: Vec<f64> = known
            .iter()
            .zip(sizes())
            .map(|(b, size)| b * size)
            .collect();
        let solution = solver.solve(&known, side == Side::Forward)?;
        Some(
            solution
                .into_iter()
                .zip(sizes())
                .map(|(x, size)| x / size)
                .collect(),
        )
    }
}

/// A right-hand side without a pattern that a matrix could share.
fn uneven(size: usize) -> Vec<Amount> {
    let numbers = std::iter::successors(Some(1_u32), |last| Some(last * 37 % 101));
    numbers.take(size).map(Amount::from).collect()
}

/// A number beyond the range of decimals in the loop of these columns.
fn at(graph: &Graph, columns: &[usize], kind: NumberProblem) -> Error {
    Problem::new(kind, Place::process(graph.process_name(columns[0]))).into()
}

/// The largest value in absolute terms, bounds aside.
fn largest_value(amounts: &[Amount]) -> f64 {
    amounts
        .iter()
        .fold(0.0, |most, amount| most.max(amount.approximate().abs()))
}

/// The rows of a loop in twice the precision of doubles, the columns of reversed processes turned.
fn turned(graph: &Graph, columns: &[usize], rows: &Rows) -> Vec<bulk::Row> {
    let is_reversed = |local: usize| graph.columns[columns[local]].amount.is_negative();
    let rows = rows.iter().map(|entries| {
        let mut row = bulk::Row::new();
        for &(column, entry) in entries {
            let (value, error) = entry.as_double();
            let entry = Bounded { value, error };
            let entry = if is_reversed(column) {
                entry.negated()
            } else {
                entry
            };
            bulk::add(&mut row, column, entry);
        }
        row
    });
    rows.collect()
}

/// The rows of M for these columns: entries among themselves by local index and summed, and entries
/// outside by column.
fn split(graph: &Graph, columns: &[usize]) -> Result<(Rows, Rows), NumberProblem> {
    let local: BTreeMap<usize, usize> = columns.iter().copied().zip(0..).collect();
    let mut rows = Vec::with_capacity(columns.len());
    let mut outside = Vec::with_capacity(columns.len());
    for &column in columns {
        let mut inside: BTreeMap<usize, Amount> = BTreeMap::new();
        let mut others = Vec::new();
        for (other, entry) in graph.row(column)? {
            match local.get(&other) {
                Some(&position) => {
                    let sum = inside.entry(position).or_insert(Amount::ZERO);
                    *sum = sum.plus(entry)?;
                }
                None => others.push((other, entry)),
            }
        }
        rows.push(inside.into_iter().collect());
        outside.push(others);
    }
    Ok((rows, outside))
}

/// The rows times their powers of ten.
fn balanced(rows: Rows, balance: &Balance) -> Result<Rows, NumberProblem> {
    rows.into_iter()
        .zip(&balance.row)
        .map(|(entries, row)| {
            let shifted = entries.into_iter().map(|(column, entry)| {
                let power = row + balance.column[column];
                Ok((column, entry.shifted(power)?))
            });
            shifted.collect()
        })
        .collect()
}

fn transpose(rows: &Rows) -> Rows {
    let mut transposed: Rows = vec![Vec::new(); rows.len()];
    for (row, entries) in rows.iter().enumerate() {
        for &(column, entry) in entries {
            transposed[column].push((row, entry));
        }
    }
    transposed
}

/// The matrix in doubles, each entry passed through `map`.
fn doubles(rows: &Rows, map: impl Fn(usize, usize, f64) -> f64) -> Vec<(usize, usize, f64)> {
    let mut entries = Vec::new();
    for (row, list) in rows.iter().enumerate() {
        for &(column, entry) in list {
            entries.push((row, column, map(row, column, entry.approximate())));
        }
    }
    entries
}

/// The place of a column that consumes, by itself, at least what it makes.
fn consumes_its_own(graph: &Graph, columns: &[usize], rows: &Rows) -> Option<usize> {
    let net_of = |(local, &column): (usize, &usize)| {
        let net = rows[local].iter().find(|(other, _)| *other == local);
        let net = net.map_or(Amount::ZERO, |(_, net)| *net);
        let makes_it = if graph.columns[column].amount.is_negative() {
            net.is_negative()
        } else {
            net.is_positive()
        };
        (!makes_it).then_some(local)
    };
    columns.iter().enumerate().find_map(net_of)
}

/// Whether no column of the loop lowers another's needs: then the loop has a meaningful solution
/// exactly when it makes more than it consumes. The unknown of a reversed process counts with its
/// sign turned.
fn is_free_of_credits(graph: &Graph, columns: &[usize], rows: &Rows) -> bool {
    let reversed: Vec<bool> = columns
        .iter()
        .map(|&column| graph.columns[column].amount.is_negative())
        .collect();
    rows.iter().enumerate().all(|(row, entries)| {
        entries.iter().all(|&(column, entry)| {
            let need = if reversed[column] {
                entry
            } else {
                entry.negated()
            };
            row == column || need.is_at_least_zero()
        })
    })
}

/// What a solution leaves of the right-hand side.
fn remaining(
    rows: &Rows,
    known: &[Amount],
    solution: &[Amount],
) -> Result<Vec<Amount>, NumberProblem> {
    let image = times(rows, solution)?;
    known
        .iter()
        .zip(image)
        .map(|(known, image)| known.minus(image))
        .collect()
}
