//! The rows of a system in the order in which they are solved.

use std::ops::Range;

use crate::double::{Dot, Double, UNIT, up};
use crate::model::Matrix;
use crate::model::narrow;
use crate::solve::order::Components;

/// A square matrix, its rows and columns in the order of the solution: whatever a row needs outside its own component
/// stands before it.
#[derive(Debug, Clone, Default)]
pub(in crate::solve) struct Ordered {
    /// The row of the original matrix at each position.
    pub order: Vec<u32>,
    /// The position of each row of the original matrix.
    pub position: Vec<u32>,
    /// Where the entries of each position begin: those outside its component, then, from `splits`, those inside; without
    /// the diagonal.
    starts: Vec<usize>,
    splits: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f64>,
    diagonal: Vec<Double>,
    /// What adding up more than two entries of a diagonal can have rounded.
    diagonal_errors: Vec<f64>,
    /// Where each component begins, and where the last one ends.
    components: Vec<u32>,
}

/// The entries of one row.
#[derive(Debug, Clone, Copy)]
pub(in crate::solve) struct Entries<'a> {
    pub columns: &'a [u32],
    pub values: &'a [f64],
}

impl<'a> Entries<'a> {
    /// Each entry with its column.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = (usize, f64)> + Clone + 'a {
        let entries = self.columns.iter().zip(self.values);
        entries.map(|(column, value)| (*column as usize, *value))
    }

    /// Takes the products with a vector from a sum.
    #[inline]
    pub fn take_from(self, dot: &mut Dot, vector: &[Double]) {
        for (column, value) in self.iter() {
            dot.take(value, vector[column]);
        }
    }

    /// The sum of magnitudes times a vector that is not negative, rounded to nearest.
    #[inline]
    pub fn magnitudes_times(self, vector: &[f64]) -> f64 {
        self.iter()
            .map(|(column, value)| value.abs() * vector[column])
            .sum()
    }
}

impl Ordered {
    /// The matrix in the order of its components.
    pub fn new(matrix: &Matrix, components: &Components) -> Self {
        let size = matrix.rows();
        let order = components.order.clone();
        let mut position = vec![0_u32; size];
        for (at, &row) in order.iter().enumerate() {
            position[row as usize] = narrow(at);
        }
        let empty = Self {
            components: components.starts.clone(),
            order,
            position,
            ..Self::default()
        };
        let mut ordered = empty.without_entries(matrix.entries());
        let mut inside = Vec::new();
        for component in 0..ordered.component_count() {
            let range = ordered.component(component);
            for at in range.clone() {
                ordered.push_row(matrix, at, range.clone(), &mut inside);
            }
        }
        ordered.close();
        ordered
    }

    /// The same order without rows yet, and room for so many entries.
    pub fn without_entries(&self, entries: usize) -> Self {
        let size = self.order.len();
        Self {
            order: self.order.clone(),
            position: self.position.clone(),
            starts: Vec::with_capacity(size + 1),
            splits: Vec::with_capacity(size),
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            diagonal: Vec::with_capacity(size),
            diagonal_errors: Vec::with_capacity(size),
            components: self.components.clone(),
        }
    }

    /// Adds the row that stands at the next position, in a component of these positions; `inside` is room to work in.
    pub fn push_row(
        &mut self,
        matrix: &Matrix,
        at: usize,
        component: Range<usize>,
        inside: &mut Vec<(u32, f64)>,
    ) {
        self.starts.push(self.columns.len());
        let (columns, values) = matrix.row(self.order[at] as usize);
        let mut diagonal = Double::default();
        let mut size = 0.0;
        let mut parts = 0;
        for (&column, &value) in columns.iter().zip(values) {
            let column = self.position[column as usize];
            if column as usize == at {
                diagonal = diagonal.plus(value);
                size += value.abs();
                parts += 1;
            } else if (column as usize) < component.start {
                self.columns.push(column);
                self.values.push(value);
            } else {
                inside.push((column, value));
            }
        }
        self.diagonal.push(diagonal);
        // Two doubles add up exactly to two; each further one can cost 2⁻¹⁰⁴ of what is there.
        let rounding = if parts > 2 {
            up(size, parts) * 8.0 * UNIT * UNIT * f64::from(narrow(parts))
        } else {
            0.0
        };
        self.diagonal_errors.push(rounding);
        self.splits.push(self.columns.len());
        for (column, value) in inside.drain(..) {
            self.columns.push(column);
            self.values.push(value);
        }
    }

    /// Adds the rows at these positions of another matrix in the same order.
    pub fn copy_rows(&mut self, other: &Self, rows: Range<usize>) {
        let entries = other.starts[rows.start]..other.starts[rows.end];
        // Entries only move along by what rows before them have gained or lost.
        let to = |at: &usize| at - entries.start + self.columns.len();
        let starts: Vec<usize> = other.starts[rows.clone()].iter().map(to).collect();
        let splits: Vec<usize> = other.splits[rows.clone()].iter().map(to).collect();
        self.starts.extend(starts);
        self.splits.extend(splits);
        self.columns
            .extend_from_slice(&other.columns[entries.clone()]);
        self.values.extend_from_slice(&other.values[entries]);
        self.diagonal
            .extend_from_slice(&other.diagonal[rows.clone()]);
        self.diagonal_errors
            .extend_from_slice(&other.diagonal_errors[rows]);
    }

    /// For each entry of the matrix, in its own order, the slot that [`Ordered::refill`] puts it into: a place among the entries
    /// here, or after all of those the position of the diagonal that it is a part of.
    pub fn slots(&self, matrix: &Matrix) -> Vec<u32> {
        let mut slots = vec![0; matrix.entries()];
        for component in 0..self.component_count() {
            let range = self.component(component);
            for at in range.clone() {
                let row = self.order[at] as usize;
                let (mut outside, mut inside) = (self.starts[at], self.splits[at]);
                let own = matrix.starts()[row]..matrix.starts()[row + 1];
                let columns = matrix.row(row).0;
                for (slot, column) in slots[own].iter_mut().zip(columns) {
                    let column = self.position[*column as usize] as usize;
                    let next = if column < range.start {
                        &mut outside
                    } else {
                        &mut inside
                    };
                    *slot = if column == at {
                        narrow(self.values.len() + at)
                    } else {
                        *next += 1;
                        narrow(*next - 1)
                    };
                }
            }
        }
        slots
    }

    /// Sets all entries to other amounts, in plain doubles; amounts of one diagonal add up.
    pub fn refill(&mut self, slots: &[u32], amounts: &[f64]) {
        self.diagonal.fill(Double::default());
        let count = self.values.len();
        for (&slot, &amount) in slots.iter().zip(amounts) {
            let slot = slot as usize;
            match self.values.get_mut(slot) {
                Some(value) => *value = amount,
                None => self.diagonal[slot - count].high += amount,
            }
        }
    }

    /// Marks where the last row ends.
    pub fn close(&mut self) {
        self.starts.push(self.columns.len());
    }

    /// How many rows there are.
    pub fn size(&self) -> usize {
        self.order.len()
    }

    /// How many components there are.
    pub fn component_count(&self) -> usize {
        self.components.len().saturating_sub(1)
    }

    /// The positions of a component.
    pub fn component(&self, component: usize) -> Range<usize> {
        self.components[component] as usize..self.components[component + 1] as usize
    }

    /// The entries of a row that lie in components before its own.
    #[inline]
    pub fn outside(&self, row: usize) -> Entries<'_> {
        self.entries(self.starts[row]..self.splits[row])
    }

    /// The entries of a row in its own component, the diagonal aside.
    #[inline]
    pub fn inside(&self, row: usize) -> Entries<'_> {
        self.entries(self.splits[row]..self.starts[row + 1])
    }

    #[inline]
    fn entries(&self, range: Range<usize>) -> Entries<'_> {
        Entries {
            columns: &self.columns[range.clone()],
            values: &self.values[range],
        }
    }

    /// How many entries a component has inside, the diagonals included.
    pub fn entries_inside(&self, rows: Range<usize>) -> usize {
        let length = rows.len();
        let inside = rows.map(|row| self.starts[row + 1] - self.splits[row]);
        inside.sum::<usize>() + length
    }

    /// The diagonal of a row: the sum of its entries there.
    #[inline]
    pub fn diagonal(&self, row: usize) -> Double {
        self.diagonal[row]
    }

    /// How far the exact diagonal can be from [`Ordered::diagonal`].
    #[inline]
    pub fn diagonal_error(&self, row: usize) -> f64 {
        self.diagonal_errors[row]
    }

    /// The least that the diagonal of a row can be in magnitude.
    #[inline]
    pub fn least_diagonal(&self, row: usize) -> f64 {
        let Double { high, low } = self.diagonal[row];
        (high.abs() - low.abs() - self.diagonal_errors[row]) * (1.0 - 4.0 * UNIT)
    }

    /// Whether no row of a component lowers another's need: its off-diagonal entries have the sign against the diagonal
    /// of their column.
    pub fn is_free_of_credits(&self, rows: Range<usize>) -> bool {
        let is_need =
            |(column, value): (usize, f64)| (value < 0.0) == (self.diagonal[column].high > 0.0);
        rows.into_iter()
            .all(|row| self.inside(row).iter().all(is_need))
    }
}
