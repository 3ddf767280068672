//! Sparse matrices as `SciPy` has them, without `SciPy`: their arrays, and the entries these hold.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::array::{Doubles, IndexSlice, Indices};

/// A sparse matrix of Python's, its arrays where they stand.
#[derive(Debug)]
pub struct Sparse<'py> {
    pub rows: usize,
    pub columns: usize,
    by_column: bool,
    lines: Lines<Indices<'py>>,
    places: Indices<'py>,
    values: Doubles<'py>,
}

/// Where it is said in which line an entry stands: for each entry, or by where each line begins.
#[derive(Debug, Clone, Copy)]
enum Lines<T> {
    Stated(T),
    Compressed(T),
}

/// The entries of a matrix: row, column and number.
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    by_column: bool,
    lines: Lines<IndexSlice<'a>>,
    line: usize,
    places: IndexSlice<'a>,
    values: &'a [f64],
    at: usize,
    end: usize,
}

/// More things than this, and than entries, are a slip: most of them would have none.
const SURELY_MEANT: usize = 1 << 24;

impl<'py> Sparse<'py> {
    /// The matrix of an argument called `name`: of `SciPy`, or of anything with the same arrays.
    pub fn of_matrix(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(format) = format(value)? {
            return Self::of_arrays(name, value, &format);
        }
        if value.hasattr("tocsc")? {
            let value = value.call_method0("tocsc")?;
            if let Some(format) = format(&value)? {
                return Self::of_arrays(name, &value, &format);
            }
        }
        let kind = value.get_type();
        Err(PyTypeError::new_err(format!(
            "`{name}` is a sparse matrix of SciPy, not {kind}; write scipy.sparse.csc_array({name})"
        )))
    }

    fn of_arrays(name: &str, value: &Bound<'py, PyAny>, format: &str) -> PyResult<Self> {
        let shape = value.getattr("shape")?.extract::<(usize, usize)>();
        let (rows, columns) = shape
            .map_err(|_| PyValueError::new_err(format!("`{name}` is not a matrix of two sides")))?;
        let indices = |attribute| {
            let of = format!("{name}.{attribute}");
            Indices::new(&of, &value.getattr(attribute)?)
        };
        let values = Doubles::new(&format!("{name}.data"), &value.getattr("data")?)?;
        let by_column = format == "csc";
        let (lines, places) = if format == "coo" {
            (Lines::Stated(indices("row")?), indices("col")?)
        } else {
            (Lines::Compressed(indices("indptr")?), indices("indices")?)
        };
        let matrix = Self {
            rows,
            columns,
            by_column,
            lines,
            places,
            values,
        };
        matrix.check(name)?;
        Ok(matrix)
    }

    /// The matrix of so many rows and columns whose entries stand in three arrays.
    pub fn of_triplets(
        name: &str,
        (rows, columns): (usize, usize),
        value: &Bound<'py, PyAny>,
    ) -> PyResult<Self> {
        let Ok((row, column, amount)) =
            value.extract::<(Bound<'py, PyAny>, Bound<'py, PyAny>, Bound<'py, PyAny>)>()
        else {
            let message = format!("`{name}` is three arrays: (rows, columns, amounts)");
            return Err(PyTypeError::new_err(message));
        };
        let matrix = Self {
            rows,
            columns,
            by_column: false,
            lines: Lines::Stated(Indices::new("rows", &row)?),
            places: Indices::new("columns", &column)?,
            values: Doubles::new("amounts", &amount)?,
        };
        matrix.check(name)?;
        Ok(matrix)
    }

    /// That its arrays fit together.
    fn check(&self, name: &str) -> PyResult<()> {
        let told = |message: String| Err(PyValueError::new_err(format!("`{name}` {message}")));
        let (places, values) = (self.places.slice()?.len(), self.values.slice()?.len());
        let largest = self.rows.max(self.columns);
        if largest > values.max(SURELY_MEANT) {
            return told(format!(
                "has {} rows, {} columns and only {values} entries",
                self.rows, self.columns
            ));
        }
        match &self.lines {
            Lines::Stated(rows) => {
                let rows = rows.slice()?.len();
                if rows != places || places != values {
                    return told(format!(
                        "has {rows} rows, {places} columns and {values} amounts of entries"
                    ));
                }
            }
            Lines::Compressed(starts) => {
                let starts = starts.slice()?;
                let lines = if self.by_column {
                    self.columns
                } else {
                    self.rows
                };
                if starts.len() != lines + 1 {
                    let given = starts.len();
                    return told(format!(
                        "has {given} numbers in indptr, and needs {}",
                        lines + 1
                    ));
                }
                let ascends = (0..lines).all(|line| starts.at(line) <= starts.at(line + 1));
                if starts.at(0) != 0 || !ascends || starts.at(lines) > places.min(values) {
                    return told("has an indptr that does not go with its entries".to_owned());
                }
            }
        }
        Ok(())
    }

    /// Its entries, read from the arrays as they are gone through.
    pub fn entries(&self) -> PyResult<Entries<'_>> {
        let places = self.places.slice()?;
        let (lines, end) = match &self.lines {
            Lines::Stated(lines) => (Lines::Stated(lines.slice()?), places.len()),
            Lines::Compressed(starts) => {
                let starts = starts.slice()?;
                (Lines::Compressed(starts), starts.at(starts.len() - 1))
            }
        };
        Ok(Entries {
            by_column: self.by_column,
            lines,
            line: 0,
            places,
            values: self.values.slice()?,
            at: 0,
            end,
        })
    }
}

impl Iterator for Entries<'_> {
    type Item = (usize, usize, f64);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at == self.end {
            return None;
        }
        let at = self.at;
        self.at += 1;
        let line = match self.lines {
            Lines::Stated(lines) => lines.at(at),
            Lines::Compressed(starts) => {
                while starts.at(self.line + 1) <= at {
                    self.line += 1;
                }
                self.line
            }
        };
        let place = self.places.at(at);
        let (row, column) = if self.by_column {
            (place, line)
        } else {
            (line, place)
        };
        Some((row, column, self.values[at]))
    }
}

/// The format of a sparse matrix whose arrays are read as they are.
fn format(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let Some(format) = value.getattr_opt("format")? else {
        return Ok(None);
    };
    let format = format.extract::<String>().ok();
    Ok(format.filter(|format| matches!(format.as_str(), "csc" | "csr" | "coo")))
}
