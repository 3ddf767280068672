//! A loop: columns that need each other, solved together.

use std::collections::BTreeMap;

use super::Side;
use super::approximate::{Approximate, Balance, power_of_ten};
use super::certificate::{Certificate, Rows, times};
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem, SolveProblem};
use crate::model::Graph;

/// Refinement gains about 14 digits a step on a well-behaved loop; decimals hold 28.
const REFINEMENTS: usize = 12;

/// A factorised loop with what is needed to prove its solutions.
#[derive(Debug)]
pub(super) struct Loop {
    columns: Vec<usize>,
    /// For each column, its needs outside the loop: entries of M.
    outside: Rows,
    adjoint: Oriented,
    forward: Oriented,
    solver: Approximate,
    comparison_solver: Option<Approximate>,
}

/// M or its transpose, balanced, and its certificate.
#[derive(Debug)]
struct Oriented {
    rows: Rows,
    balance: Balance,
    certificate: Option<Certificate>,
}

impl Loop {
    /// The loop of these columns.
    pub fn new(graph: &Graph, columns: Vec<usize>) -> Result<Self, Error> {
        let place = Place::process(graph.process_name(columns[0]));
        let number = |kind: NumberProblem| Error::from(Problem::new(kind, place.clone()));
        let refused = |consumes: bool| {
            let processes = process_names(graph, &columns);
            let kind = if consumes {
                SolveProblem::LoopConsumesOutput { processes }
            } else {
                SolveProblem::SingularLoop { processes }
            };
            Error::from(Problem::new(kind, place.clone()))
        };
        let size = columns.len();
        let (written, outside) = split(graph, &columns).map_err(number)?;
        let free_of_credits = is_free_of_credits(graph, &columns, &written);
        let balance = Balance::of(size, &doubles(&written, |_, _, entry| entry));
        let rows = balanced(written, &balance).map_err(number)?;
        let Some(solver) = Approximate::new(size, &doubles(&rows, |_, _, entry| entry)) else {
            return Err(refused(free_of_credits));
        };
        let compared = doubles(&rows, |row, column, entry| {
            if row == column {
                entry.abs()
            } else {
                -entry.abs()
            }
        });
        let comparison_solver = Approximate::new(size, &compared);
        let certify = |rows: &Rows, transposed: bool| {
            Certificate::new(rows, comparison_solver.as_ref()?, transposed)
        };
        let transposed = transpose(&rows);
        let forward = Oriented {
            certificate: certify(&transposed, true),
            rows: transposed,
            balance: balance.transposed(),
        };
        let adjoint = Oriented {
            certificate: certify(&rows, false),
            rows,
            balance,
        };
        if free_of_credits && (adjoint.certificate.is_none() || forward.certificate.is_none()) {
            return Err(refused(true));
        }
        Ok(Self {
            columns,
            outside,
            adjoint,
            forward,
            solver,
            comparison_solver,
        })
    }

    /// The columns of the loop, ascending; local indices are positions in this.
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// The entries of a column's row that lie outside the loop.
    pub fn outside(&self, local: usize) -> &[(usize, Amount)] {
        &self.outside[local]
    }

    /// Whether bounds of this loop's solutions are proved.
    pub fn is_provable(&self) -> bool {
        self.adjoint.certificate.is_some() && self.forward.certificate.is_some()
    }

    /// Solves for one right-hand side and writes the solution into `values` at the loop's columns.
    pub fn solve(
        &self,
        side: Side,
        known: &[Amount],
        values: &mut [Amount],
    ) -> Result<(), NumberProblem> {
        let transposed = side == Side::Forward;
        let oriented = match side {
            Side::Adjoint => &self.adjoint,
            Side::Forward => &self.forward,
        };
        let (known, level) = self.levelled(oriented, known, transposed)?;
        let (mut solution, residual) = self.refined(&oriented.rows, &known, transposed)?;
        if let (Some(certificate), Some(solver)) = (&oriented.certificate, &self.comparison_solver)
        {
            let bounds = certificate.bound(&residual, solver, transposed)?;
            for (value, bound) in solution.iter_mut().zip(bounds) {
                *value = value.widened(bound)?;
            }
        }
        let powers = &oriented.balance.column;
        for ((&column, value), power) in self.columns.iter().zip(solution).zip(powers) {
            values[column] = value.shifted(power + level)?;
        }
        Ok(())
    }

    /// The right-hand side of the balanced system, divided by a power of ten so that the largest
    /// unknown is near one and decimals hold it to all their places; and that power.
    fn levelled(
        &self,
        oriented: &Oriented,
        known: &[Amount],
        transposed: bool,
    ) -> Result<(Vec<Amount>, i32), NumberProblem> {
        let powers = &oriented.balance.row;
        let rough: Vec<f64> = known
            .iter()
            .zip(powers)
            .map(|(known, power)| known.approximate() * 10.0_f64.powi(*power))
            .collect();
        let solution = self.solver.solve(&rough, transposed);
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
        rows: &Rows,
        known: &[Amount],
        transposed: bool,
    ) -> Result<(Vec<Amount>, Vec<Amount>), NumberProblem> {
        let mut best = vec![Amount::ZERO; known.len()];
        let mut residual = known.to_vec();
        let mut largest = largest_value(&residual);
        for _ in 0..REFINEMENTS {
            if largest == 0.0 {
                break;
            }
            let rough: Vec<f64> = residual.iter().map(Amount::approximate).collect();
            let step = self
                .solver
                .solve(&rough, transposed)
                .ok_or(NumberProblem::TooLarge)?;
            let mut next = Vec::with_capacity(best.len());
            for (value, step) in best.iter().zip(step) {
                let step = Amount::from_approximation(step).ok_or(NumberProblem::TooLarge)?;
                next.push(value.plus(step)?.midpoint());
            }
            let left = remaining(rows, known, &next)?;
            let left_largest = largest_value(&left);
            if left_largest >= largest {
                break;
            }
            best = next;
            residual = left;
            largest = left_largest;
        }
        Ok((best, residual))
    }
}

/// The largest value in absolute terms, bounds aside.
fn largest_value(amounts: &[Amount]) -> f64 {
    amounts
        .iter()
        .fold(0.0, |most, amount| most.max(amount.approximate().abs()))
}

/// The distinct processes of columns, in their order.
fn process_names(graph: &Graph, columns: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for &column in columns {
        let name = graph.process_name(column);
        if names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }
    names
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

/// Whether no column of the loop lowers its own needs or another's: then the loop has a meaningful
/// solution exactly when it makes more than it consumes.
fn is_free_of_credits(graph: &Graph, columns: &[usize], rows: &Rows) -> bool {
    let reversed: Vec<bool> = columns
        .iter()
        .map(|&column| graph.columns[column].amount.is_negative())
        .collect();
    rows.iter().enumerate().all(|(row, entries)| {
        entries.iter().all(|&(column, entry)| {
            let turned = reversed[row] != reversed[column];
            let entry = if turned { entry.negated() } else { entry };
            row == column || entry.negated().is_at_least_zero()
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
