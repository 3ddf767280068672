//! Which loop it is that makes a system unsolvable.

use std::ops::Range;

use super::order::Ordered;
use super::proof;
use super::sweep::{Ended, Of, Sweeps};
use crate::model::Matrix;
use crate::model::narrow;
use crate::solve::order::Components;

/// How often the sizes of the flows along the loop are passed on.
const STEPS: usize = 60;

/// The positions on the strongest loop of a component, each followed by what it needs most.
///
/// The dominant vectors of needs and of consumers (Perron's) weigh each process by how much of the loop's gain runs through
/// it; from the weightiest, the heaviest need is followed until a process comes a second time.
pub(super) fn strongest_loop(matrix: &Ordered, rows: Range<usize>) -> Vec<usize> {
    let first = rows.start;
    let diagonal = |row: usize| matrix.diagonal(row).high.abs().max(f64::MIN_POSITIVE);
    let mut needs = vec![1.0_f64; rows.len()];
    let mut consumers = vec![1.0_f64; rows.len()];
    for _ in 0..STEPS {
        let mut next_needs = vec![0.0_f64; rows.len()];
        let mut next_consumers = vec![0.0_f64; rows.len()];
        for row in rows.clone() {
            for (column, value) in matrix.inside(row).iter() {
                let share = value.abs() / diagonal(row);
                next_needs[row - first] += share * needs[column - first];
                next_consumers[column - first] += share * consumers[row - first];
            }
        }
        needs = averaged(&needs, &next_needs);
        consumers = averaged(&consumers, &next_consumers);
    }
    let weights = needs.iter().zip(&consumers).map(|(a, b)| a * b);
    let heaviest = weights
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let mut row = first + heaviest.map_or(0, |(at, _)| at);
    let mut path: Vec<usize> = Vec::new();
    loop {
        if let Some(at) = path.iter().position(|seen| *seen == row) {
            return path.split_off(at);
        }
        path.push(row);
        let heaviest = matrix.inside(row).iter().max_by(|a, b| {
            let weight = |(column, value): &(usize, f64)| value.abs() * needs[column - first];
            weight(a).total_cmp(&weight(b)).then(b.0.cmp(&a.0))
        });
        match heaviest {
            Some((column, _)) => row = column,
            None => return path,
        }
    }
}

/// Half the old vector and half the new one, scaled to a largest element of one: so that a loop that only passes sizes on
/// settles too.
fn averaged(old: &[f64], new: &[f64]) -> Vec<f64> {
    let scale = |vector: &[f64]| {
        vector
            .iter()
            .fold(0.0_f64, |most, x| most.max(*x))
            .max(f64::MIN_POSITIVE)
    };
    let (of_old, of_new) = (scale(old), scale(new));
    let mean = old
        .iter()
        .zip(new)
        .map(|(a, b)| 0.5 * (a / of_old + b / of_new));
    mean.collect()
}

/// The positions on the strongest loop of a component's needs alone, its credits left out, where these are not proved to
/// consume less than they make.
pub(super) fn held_by_credits(matrix: &Ordered, rows: Range<usize>) -> Option<Vec<usize>> {
    if matrix.is_free_of_credits(rows.clone()) {
        return None;
    }
    let first = rows.start;
    let is_need = |column: usize, value: f64| (value < 0.0) == (matrix.diagonal(column).high > 0.0);
    let entries = rows.clone().flat_map(|row| {
        let needs = matrix
            .inside(row)
            .iter()
            .filter(|(column, value)| is_need(*column, *value));
        let diagonal = matrix.diagonal(row);
        let own = [
            (row - first, row - first, diagonal.high),
            (row - first, row - first, diagonal.low),
        ];
        own.into_iter()
            .chain(needs.map(move |(column, value)| (row - first, column - first, value)))
    });
    let size = rows.len();
    let (needs, _) = Matrix::new(size, size, entries);
    let order = (0..narrow(size)).collect();
    let starts = vec![0, narrow(size)];
    let needs = Ordered::new(&needs, &Components { order, starts });
    let all = 0..size;
    let sizes = super::factor::Scales::of(&needs, all.clone()).column;
    let asked: Vec<f64> = all
        .clone()
        .map(|row| needs.diagonal(row).high.abs() * sizes[row])
        .collect();
    let enough: Vec<f64> = asked.iter().map(|asked| 0.5 * asked).collect();
    let plain = Sweeps::new(&needs, all.clone(), Of::Comparison);
    let paired = Sweeps::paired(&needs, all.clone(), Of::Comparison);
    let is_sound = [Some(plain), paired].into_iter().flatten().any(|sweeps| {
        let mut vector = sizes.clone();
        sweeps.solve(&asked, &mut vector, 0.05) == Ended::Settled
            && proof::covers(&needs, all.clone(), &enough, &vector)
    });
    (!is_sound).then(|| {
        strongest_loop(&needs, all)
            .into_iter()
            .map(|at| first + at)
            .collect()
    })
}
