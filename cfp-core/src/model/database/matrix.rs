//! Rows of numbers as they are stored in arrays: doubles, each the exact binary value that it is.

use std::collections::BTreeMap;

/// A sparse matrix by rows. An index may stand in a row more than once; its entries then add up.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Matrix {
    /// Where each row begins among the entries, and where the last one ends.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f64>,
}

/// Why an entry cannot stand in a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadEntry {
    Row(usize),
    Column(usize),
    NotFinite { row: usize, column: usize },
}

/// A matrix in which entries of nothing are kept, and where in it each entry stands that was given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Placed {
    pub matrix: Matrix,
    /// The place of each entry in the order given; [`Placed::NOWHERE`] for one that cannot stand in it.
    pub places: Vec<u32>,
    pub bad: Vec<BadEntry>,
}

impl Placed {
    /// Stands for the place of an entry that has none.
    pub const NOWHERE: u32 = u32::MAX;

    /// The matrix of entries in any order. They are gone through twice, so that they are copied but once.
    pub fn new<I>(rows: usize, columns: usize, entries: I) -> Self
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
    {
        let mut starts = vec![0_usize; rows + 1];
        let mut bad = Vec::new();
        let mut given = 0;
        for (row, column, value) in entries.clone() {
            given += 1;
            if row >= rows {
                bad.push(BadEntry::Row(row));
            } else if column >= columns {
                bad.push(BadEntry::Column(column));
            } else if value.is_finite() {
                starts[row + 1] += 1;
            } else {
                bad.push(BadEntry::NotFinite { row, column });
            }
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let count = starts[rows];
        let mut matrix = Matrix {
            columns: vec![0; count],
            values: vec![0.0; count],
            starts: Vec::new(),
        };
        let mut next: Vec<usize> = starts[..rows].to_vec();
        let mut places = Vec::with_capacity(given);
        for (row, column, value) in entries {
            if row < rows && column < columns && value.is_finite() {
                let at = next[row];
                next[row] += 1;
                matrix.columns[at] = narrow(column);
                matrix.values[at] = value;
                places.push(narrow(at));
            } else {
                places.push(Self::NOWHERE);
            }
        }
        matrix.starts = starts;
        Self {
            matrix,
            places,
            bad,
        }
    }
}

impl Matrix {
    /// The matrix of entries in any order, and which of them cannot stand in it. Zeros are left out: they add nothing.
    pub fn new<I>(rows: usize, columns: usize, entries: I) -> (Self, Vec<BadEntry>)
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
    {
        let placed = Placed::new(rows, columns, entries);
        (placed.matrix.without_zeros(), placed.bad)
    }

    /// The same matrix with its entries at some places only.
    pub fn keeping(mut self, keeps: impl Fn(usize) -> bool) -> Self {
        let mut kept = 0;
        let mut start = 0;
        for row in 0..self.rows() {
            let end = self.starts[row + 1];
            for at in start..end {
                if keeps(at) {
                    self.columns[kept] = self.columns[at];
                    self.values[kept] = self.values[at];
                    kept += 1;
                }
            }
            start = end;
            self.starts[row + 1] = kept;
        }
        self.columns.truncate(kept);
        self.values.truncate(kept);
        self
    }

    /// The same matrix without entries of nothing.
    pub fn without_zeros(self) -> Self {
        if !self.values.contains(&0.0) {
            return self;
        }
        let is_something: Vec<bool> = self.values.iter().map(|value| *value != 0.0).collect();
        self.keeping(|at| is_something[at])
    }

    /// The values of all entries, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Where each row begins among the entries, and where the last one ends.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The columns of all entries, row by row.
    pub fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.columns.len()
    }

    /// The columns and values of a row.
    pub fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// Every entry, row by row.
    pub fn triplets(&self) -> impl Iterator<Item = (usize, usize, f64)> + Clone + '_ {
        (0..self.rows()).flat_map(move |row| {
            let (columns, values) = self.row(row);
            let entries = columns.iter().zip(values);
            entries.map(move |(&column, &value)| (row, column as usize, value))
        })
    }

    /// The transposed matrix.
    pub fn transposed(&self, columns: usize) -> Self {
        let mut starts = vec![0_usize; columns + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next: Vec<usize> = starts[..columns].to_vec();
        let mut matrix = Self {
            columns: vec![0; self.columns.len()],
            values: vec![0.0; self.values.len()],
            starts: Vec::new(),
        };
        for row in 0..self.rows() {
            let (columns, values) = self.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                let at = next[column as usize];
                next[column as usize] += 1;
                matrix.columns[at] = narrow(row);
                matrix.values[at] = value;
            }
        }
        matrix.starts = starts;
        matrix
    }

    /// Its columns under other numbers: what was `column` is `number[column]`.
    pub fn renumber(&mut self, number: &[u32]) {
        for column in &mut self.columns {
            *column = number[*column as usize];
        }
    }

    /// The same matrix with some rows replaced, each by its columns and values.
    pub fn with_rows(&self, replaced: &BTreeMap<usize, Vec<(u32, f64)>>) -> Self {
        let mut matrix = Self {
            starts: Vec::with_capacity(self.starts.len()),
            columns: Vec::with_capacity(self.columns.len()),
            values: Vec::with_capacity(self.values.len()),
        };
        matrix.starts.push(0);
        for row in 0..self.rows() {
            if let Some(entries) = replaced.get(&row) {
                let (columns, values): (Vec<u32>, Vec<f64>) = entries.iter().copied().unzip();
                matrix.columns.extend(columns);
                matrix.values.extend(values);
            } else {
                let (columns, values) = self.row(row);
                matrix.columns.extend_from_slice(columns);
                matrix.values.extend_from_slice(values);
            }
            matrix.starts.push(matrix.columns.len());
        }
        matrix
    }
}

/// An index as it is stored: systems end at 2³² columns.
pub(crate) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
