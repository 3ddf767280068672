//! Which loop it is that makes a system unsolvable.

use std::ops::Range;

use super::order::Ordered;

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
