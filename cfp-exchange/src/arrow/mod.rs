//! Results as tables of Arrow: named columns that data frames take as they stand.

mod column;
mod columns;
mod decimal;
mod rows;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Decimal256Type};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};

pub use column::{Cell, Column, ColumnKind};
pub use columns::Columns;

/// The key of a field's metadata that has the unit of its numbers.
const UNIT: &str = "unit";

/// A kind of row that tables are made of: it says which columns it has.
pub trait Row: Sized {
    /// Adds the columns, each for all rows.
    fn columns(columns: &mut Columns<'_, Self>);
}

/// Rows of a result as columns of Arrow, each of one type; it never changes.
///
/// A number has a column for its value, and one for its bound called `<name>_bound`, which is null where no bound is
/// proved. What a field calls `unit` in its metadata is the unit of its numbers.
///
/// # Exactness
///
/// A decimal column is a `Decimal128(38, s)` with the fewest places s that hold all its numbers. Where 38 digits do not
/// hold them, because the column has large numbers beside others with many places, it is a `Decimal256(76, s)`, which
/// always does. Neither rounds.
///
/// # Example
///
/// ```
/// use cfp_core::{GwpSet, Process, System};
/// use cfp_exchange::{Cell, Table};
///
/// let system = System::builder()
///     .process(Process::new("press").makes("profile", "1 t").takes("electricity", "1.15 MWh"))
///     .supply("electricity", "0.5777 kg CO2e/kWh")
///     .build()?;
/// let footprint = system.footprint("profile", "1 t", &GwpSet::new("none"))?;
/// let table = Table::of(footprint.by_process());
/// let co2e = table.column("co2e").expect("a column of that name");
/// assert_eq!(co2e.unit(), Some("kg CO2e"));
/// assert_eq!(co2e.cell(0), Some(Cell::Decimal("664.355".to_owned())));
/// assert_eq!(table.batch().num_rows(), 2);
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    batch: RecordBatch,
}

impl Table {
    /// The table of rows.
    pub fn of<R: Row>(rows: &[R]) -> Self {
        Self::with(rows, R::columns)
    }

    /// The table of rows with the columns that `describe` adds: for rows that say what they are of by an index only.
    ///
    /// # Panics
    ///
    /// Never: each column is made of all rows, so that their lengths are the same.
    pub fn with<'a, R>(rows: &'a [R], describe: impl FnOnce(&mut Columns<'a, R>)) -> Self {
        let mut columns = Columns::new(rows);
        describe(&mut columns);
        let (fields, arrays) = columns.into_parts();
        Self::new(fields, arrays, rows.len())
    }

    fn new(fields: Vec<Field>, arrays: Vec<ArrayRef>, rows: usize) -> Self {
        let schema = Arc::new(Schema::new(fields));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(schema, arrays, &options);
        Self {
            batch: batch.expect("each column has all rows"),
        }
    }

    /// The columns as Arrow has them; whoever takes a clone shares their memory.
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether it has no rows; it has its columns nevertheless.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The columns in their order.
    pub fn columns(&self) -> impl Iterator<Item = Column<'_>> {
        let fields = self.batch.schema_ref().fields().iter();
        let arrays = self.batch.columns().iter();
        fields
            .zip(arrays)
            .map(|(field, array)| Column::new(field, array))
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<Column<'_>> {
        self.columns().find(|column| column.name() == name)
    }

    /// The same with each decimal as the nearest double, for tools that have no decimals.
    ///
    /// # Exactness
    ///
    /// Each number is rounded to the nearest double: it has the digits that the double prints.
    pub fn with_doubles(&self) -> Self {
        let fields = self.batch.schema_ref().fields().iter();
        let arrays = self.batch.columns().iter();
        let columns = fields.zip(arrays).map(|(field, array)| {
            let field = field.as_ref().clone();
            let numbers = match array.data_type() {
                DataType::Decimal128(..) => {
                    let decimals = array.as_primitive::<Decimal128Type>();
                    decimal::doubles(array, |row| decimals.value_as_string(row))
                }
                DataType::Decimal256(..) => {
                    let decimals = array.as_primitive::<Decimal256Type>();
                    decimal::doubles(array, |row| decimals.value_as_string(row))
                }
                _ => return (field, ArrayRef::clone(array)),
            };
            let array: ArrayRef = Arc::new(numbers);
            (field.with_data_type(DataType::Float64), array)
        });
        let (fields, arrays) = columns.unzip();
        Self::new(fields, arrays, self.len())
    }
}
