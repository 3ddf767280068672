//! A loop: columns that need each other, solved together.

mod near;

use std::collections::BTreeMap;
use std::sync::Arc;

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
    certificate: Option<Certificate>,
}

impl Loop {
    /// The loop of these columns.
    pub fn new(graph: &Graph, columns: Vec<usize>) -> Result<Self, Error> {
        let (written, outside) =
            split(graph, &columns).map_err(|kind| at(graph, &columns, kind))?;
        Self::of(graph, columns, written, outside)
    }

    /// The loop of these columns with these entries, factorised.
    fn of(graph: &Graph, columns: Vec<usize>, written: Rows, outside: Rows) -> Result<Self, Error> {
        let number = |kind| at(graph, &columns, kind);
        let size = columns.len();
        if let Some(column) = consumes_its_own(graph, &columns, &written) {
            return Err(refused(graph, &[column], true));
        }
        let free_of_credits = is_free_of_credits(graph, &columns, &written);
        let balance = Balance::of(size, &doubles(&written, |_, _, entry| entry));
        let rows = balanced(written.clone(), &balance).map_err(number)?;
        let Some(solver) = Approximate::new(size, &doubles(&rows, |_, _, entry| entry)) else {
            return Err(refused(graph, &columns, free_of_credits));
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
        let forward = Oriented::new(transposed, balance.transposed(), referee, Side::Forward);
        let adjoint = Oriented::new(rows, balance, referee, Side::Adjoint);
        let inside = Inside {
            written,
            adjoint: adjoint.map_err(number)?,
            forward: forward.map_err(number)?,
            solver: Arc::new(solver),
            comparison_solver: comparison_solver.map(Arc::new),
            refinements: REFINEMENTS,
        };
        if !inside.is_provable() {
            if free_of_credits {
                return Err(refused(graph, &columns, true));
            }
            // A right-hand side that cannot even be refined is one that does not come back.
            if !inside.comes_back().is_ok_and(|comes_back| comes_back) {
                return Err(refused(graph, &columns, false));
            }
        }
        Ok(Self {
            columns,
            outside,
            inside: Arc::new(inside),
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
}

impl Inside {
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
            && let (Some(certificate), Some(solver)) =
                (&oriented.certificate, &self.comparison_solver)
        {
            let rough = |known: &[f64]| oriented.solve(solver, known, side);
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
            oriented.certificate = Certificate::new(&oriented.rows, rough);
        }
        Ok(oriented)
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

/// The refusal of a loop: it consumes what it makes, or it has no unique solution.
pub(super) fn refused(graph: &Graph, columns: &[usize], consumes: bool) -> Error {
    let processes = process_names(graph, columns);
    let kind = if consumes {
        SolveProblem::LoopConsumesOutput { processes }
    } else {
        SolveProblem::SingularLoop { processes }
    };
    let place = columns.first().map_or(Place::default(), |&first| {
        Place::process(graph.process_name(first))
    });
    Problem::new(kind, place).into()
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

/// A column that consumes, by itself, at least what it makes.
fn consumes_its_own(graph: &Graph, columns: &[usize], rows: &Rows) -> Option<usize> {
    let net_of = |(local, &column): (usize, &usize)| {
        let net = rows[local].iter().find(|(other, _)| *other == local);
        let net = net.map_or(Amount::ZERO, |(_, net)| *net);
        let makes_it = if graph.columns[column].amount.is_negative() {
            net.is_negative()
        } else {
            net.is_positive()
        };
        (!makes_it).then_some(column)
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
