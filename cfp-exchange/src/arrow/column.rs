//! A column of a table, read cell by cell.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Decimal256Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};

use super::UNIT;
use super::decimal::trimmed;

/// A column of a [`Table`](super::Table).
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    field: &'a Field,
    array: &'a ArrayRef,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Lists of texts.
    Texts,
    /// Exact decimals.
    Decimal,
    /// Doubles.
    Double,
    /// Whole numbers.
    Integer,
    /// Yes or no.
    Boolean,
}

/// What a column has in one row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
    /// Nothing is stated, or known.
    Absent,
    /// A text.
    Text(&'a str),
    /// A list of texts.
    Texts(Vec<String>),
    /// The digits of a decimal in plain notation, without trailing zeros.
    Decimal(String),
    /// A double.
    Double(f64),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
}

impl<'a> Column<'a> {
    pub(super) fn new(field: &'a Field, array: &'a ArrayRef) -> Self {
        Self { field, array }
    }

    /// The name.
    pub fn name(&self) -> &'a str {
        self.field.name()
    }

    /// The unit of its numbers, where all rows have the same; `None` for texts, and where a column beside it has the units.
    pub fn unit(&self) -> Option<&'a str> {
        self.field.metadata().get(UNIT).map(String::as_str)
    }

    /// What its cells are.
    pub fn kind(&self) -> ColumnKind {
        match self.array.data_type() {
            DataType::List(_) => ColumnKind::Texts,
            DataType::Decimal128(..) | DataType::Decimal256(..) => ColumnKind::Decimal,
            DataType::Float64 => ColumnKind::Double,
            DataType::Int64 => ColumnKind::Integer,
            DataType::Boolean => ColumnKind::Boolean,
            _ => ColumnKind::Text,
        }
    }

    /// Its digits and places where it has decimals: (38, s), or (76, s) where 38 digits do not hold them.
    pub fn digits_and_places(&self) -> Option<(u8, i8)> {
        match self.array.data_type() {
            DataType::Decimal128(digits, places) | DataType::Decimal256(digits, places) => {
                Some((*digits, *places))
            }
            _ => None,
        }
    }

    /// Whether a cell of it is absent.
    pub fn has_absent(&self) -> bool {
        self.array.null_count() > 0
    }

    /// What stands in a row; `None` when there is no such row.
    pub fn cell(&self, row: usize) -> Option<Cell<'a>> {
        (row < self.array.len()).then(|| self.at(row))
    }

    /// What stands in every row.
    pub fn cells(self) -> impl Iterator<Item = Cell<'a>> {
        (0..self.array.len()).map(move |row| self.at(row))
    }

    fn at(&self, row: usize) -> Cell<'a> {
        let array = self.array;
        if array.is_null(row) {
            return Cell::Absent;
        }
        match array.data_type() {
            DataType::List(_) => {
                let texts = array.as_list::<i32>().value(row);
                let texts = texts.as_string::<i64>().iter().flatten();
                Cell::Texts(texts.map(str::to_owned).collect())
            }
            DataType::Decimal128(..) => {
                let text = array.as_primitive::<Decimal128Type>().value_as_string(row);
                Cell::Decimal(trimmed(text))
            }
            DataType::Decimal256(..) => {
                let text = array.as_primitive::<Decimal256Type>().value_as_string(row);
                Cell::Decimal(trimmed(text))
            }
            DataType::Float64 => Cell::Double(array.as_primitive::<Float64Type>().value(row)),
            DataType::Int64 => Cell::Integer(array.as_primitive::<Int64Type>().value(row)),
            DataType::Boolean => Cell::Boolean(array.as_boolean().value(row)),
            _ => Cell::Text(array.as_string::<i64>().value(row)),
        }
    }
}
