//! Which process each product is the reference of.

use super::{MOST_TOLD, Matrix, narrow};
use crate::error::{DatabaseProblem, Place, Problem};

/// The process of each product, from the stated product of each process.
pub(super) fn stated_makers(
    technosphere: &Matrix,
    references: &[usize],
    told: impl Fn(usize) -> String,
) -> Result<Option<Vec<u32>>, Vec<Problem>> {
    let size = technosphere.rows();
    let problem = |kind| Problem::new(kind, Place::default());
    if references.len() != size {
        let (what, given, expected) = ("reference products", references.len(), size);
        return Err(vec![problem(DatabaseProblem::LabelsDoNotFit {
            what,
            given,
            expected,
        })]);
    }
    let mut makers = vec![u32::MAX; size];
    let mut problems = Vec::new();
    for (process, &product) in references.iter().enumerate() {
        let has_it = technosphere.row(process).0.contains(&narrow(product));
        match makers.get_mut(product) {
            Some(maker) if *maker == u32::MAX && has_it => *maker = narrow(process),
            _ => problems.push(problem(DatabaseProblem::ReferenceTaken {
                process: told(process),
                product,
            })),
        }
    }
    if problems.is_empty() {
        Ok(Some(makers))
    } else {
        Err(problems)
    }
}

/// The process of each product, where the matrix leaves but one choice; `None` where each has the number of its process.
pub(super) fn makers(
    technosphere: &Matrix,
    told: impl Fn(usize) -> String,
) -> Result<Option<Vec<u32>>, Vec<Problem>> {
    let size = technosphere.rows();
    if (0..size).all(|process| has_own(technosphere, process)) {
        return Ok(None);
    }
    let mut matching = Matching::of(technosphere);
    matching.without_choice();
    let unmatched = (0..size).filter(|process| matching.reference[*process] == OPEN);
    let problems: Vec<Problem> = unmatched
        .take(MOST_TOLD)
        .map(|process| {
            let candidates = open(&matching.maker, &matching.made[process]).len();
            let kind = DatabaseProblem::NoReferenceProduct {
                process: told(process),
                candidates,
            };
            Problem::new(kind, Place::default())
        })
        .collect();
    if problems.is_empty() {
        Ok(Some(matching.maker))
    } else {
        Err(problems)
    }
}

/// Whether a process makes or takes some of the product of its own number.
fn has_own(technosphere: &Matrix, process: usize) -> bool {
    let (columns, values) = technosphere.row(process);
    let entries = columns.iter().zip(values);
    let own = entries.filter(|(column, _)| **column as usize == process);
    own.map(|(_, value)| value).sum::<f64>() != 0.0
}

/// Stands for what is not known yet.
const OPEN: u32 = u32::MAX;

/// Which product is the reference of which process, as far as that is known.
struct Matching {
    /// For each process, the products that it makes some of, and for each product, the processes that do.
    made: Vec<Vec<u32>>,
    makers: Vec<Vec<u32>>,
    /// The reference product of each process, and the process of each product.
    reference: Vec<u32>,
    maker: Vec<u32>,
}

/// Those of a list that are not taken yet.
fn open(taken: &[u32], of: &[u32]) -> Vec<u32> {
    let list = of.iter().copied();
    list.filter(|index| taken[*index as usize] == OPEN)
        .collect()
}

impl Matching {
    fn of(technosphere: &Matrix) -> Self {
        let size = technosphere.rows();
        let mut matching = Self {
            made: vec![Vec::new(); size],
            makers: vec![Vec::new(); size],
            reference: vec![OPEN; size],
            maker: vec![OPEN; size],
        };
        for (process, product, value) in technosphere.triplets() {
            if value > 0.0 {
                matching.made[process].push(narrow(product));
                matching.makers[product].push(narrow(process));
            }
        }
        matching
    }

    /// Matches wherever a process has but one product left, or a product but one process: each match may leave another no
    /// choice.
    fn without_choice(&mut self) {
        let mut waiting: Vec<usize> = (0..self.made.len()).rev().collect();
        while let Some(index) = waiting.pop() {
            let of_process =
                (self.reference[index] == OPEN).then(|| open(&self.maker, &self.made[index]));
            let of_product =
                (self.maker[index] == OPEN).then(|| open(&self.reference, &self.makers[index]));
            let (process, product) = match (of_process.as_deref(), of_product.as_deref()) {
                (Some([product]), _) => (index, *product as usize),
                (_, Some([process])) => (*process as usize, index),
                _ => continue,
            };
            self.maker[product] = narrow(process);
            self.reference[process] = narrow(product);
            let touched = self.makers[product].iter().chain(&self.made[process]);
            waiting.extend(touched.map(|other| *other as usize));
            waiting.push(index);
        }
    }
}

/// For each number, where it stands.
pub(super) fn inverse(numbers: &[u32]) -> Vec<u32> {
    let mut places = vec![0; numbers.len()];
    for (place, &number) in numbers.iter().enumerate() {
        places[number as usize] = narrow(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Products under other numbers than their processes are found where each process makes one.
    #[test]
    fn the_only_choice_is_taken() {
        // Process 0 makes product 1, process 1 makes product 2 and some of product 1, process 2 makes product 0.
        let entries = [
            (0, 1, 1.0),
            (1, 2, 1.0),
            (1, 1, 0.0),
            (1, 0, 0.5),
            (2, 0, 2.0),
            (0, 2, -0.1),
        ];
        let (matrix, bad) = Matrix::new(3, 3, entries);
        assert!(bad.is_empty());
        let makers = makers(&matrix, |process| process.to_string());
        assert_eq!(makers.expect("one choice"), Some(vec![2, 0, 1]));
    }

    #[test]
    fn a_choice_is_not_made() {
        let (matrix, _) = Matrix::new(2, 2, [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0)]);
        // Process 1 makes product 0 alone, which leaves product 1 to process 0.
        let told = |process: usize| process.to_string();
        assert_eq!(makers(&matrix, told).expect("one choice"), Some(vec![1, 0]));
        let (matrix, _) = Matrix::new(
            3,
            3,
            [
                (0, 1, 1.0),
                (0, 2, 1.0),
                (1, 1, 1.0),
                (1, 2, 1.0),
                (2, 0, 1.0),
            ],
        );
        let problems = makers(&matrix, told).expect_err("two ways to match");
        assert_eq!(problems.len(), 2);
    }
}
