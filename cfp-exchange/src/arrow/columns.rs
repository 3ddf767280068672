//! Columns, made one by one from all rows.

use std::fmt;
use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, ListBuilder};
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray};
use arrow_schema::Field;
use cfp_core::{Amount, Figure};

use super::{UNIT, decimal};

/// The columns of a table while they are described; each call adds one for all rows, a figure two.
pub struct Columns<'a, R> {
    rows: &'a [R],
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
    /// Where the columns of the last call begin.
    last: usize,
}

impl<'a, R> Columns<'a, R> {
    pub(super) fn new(rows: &'a [R]) -> Self {
        Self {
            rows,
            fields: Vec::new(),
            arrays: Vec::new(),
            last: 0,
        }
    }

    pub(super) fn into_parts(self) -> (Vec<Field>, Vec<ArrayRef>) {
        (self.fields, self.arrays)
    }

    /// The rows that the columns are of.
    pub fn rows(&self) -> &'a [R] {
        self.rows
    }

    /// A text that every row has.
    pub fn text<T: AsRef<str>>(&mut self, name: &str, of: impl Fn(&'a R) -> T) -> &mut Self {
        let texts = LargeStringArray::from_iter_values(self.rows.iter().map(of));
        self.add(name, false, Arc::new(texts))
    }

    /// A text that some rows have.
    pub fn text_if_any<T: AsRef<str>>(
        &mut self,
        name: &str,
        of: impl Fn(&'a R) -> Option<T>,
    ) -> &mut Self {
        let texts: LargeStringArray = self.rows.iter().map(of).collect();
        self.add(name, true, Arc::new(texts))
    }

    /// A list of texts, which may be empty.
    pub fn texts<T: AsRef<str>, L: IntoIterator<Item = T>>(
        &mut self,
        name: &str,
        of: impl Fn(&'a R) -> L,
    ) -> &mut Self {
        let mut lists = ListBuilder::new(LargeStringBuilder::new());
        for row in self.rows {
            lists.append_value(of(row).into_iter().map(Some));
        }
        self.add(name, false, Arc::new(lists.finish()))
    }

    /// An amount without its bound.
    pub fn amount(&mut self, name: &str, of: impl Fn(&'a R) -> Option<Amount>) -> &mut Self {
        let amounts = decimal::exact(self.rows.iter().map(of));
        self.add(name, true, amounts)
    }

    /// A number that results have as text, such as a share; what is no decimal is null.
    pub fn written(&mut self, name: &str, of: impl Fn(&'a R) -> Option<&'a str>) -> &mut Self {
        self.amount(name, |row| of(row)?.parse().ok())
    }

    /// A figure that every row has: its value, and its bound as `<name>_bound`.
    pub fn figure(&mut self, name: &str, of: impl Fn(&'a R) -> Figure) -> &mut Self {
        self.figure_with_bound([name, &format!("{name}_bound")], |row| Some(of(row)))
    }

    /// A figure that some rows have.
    pub fn figure_if_any(&mut self, name: &str, of: impl Fn(&'a R) -> Option<Figure>) -> &mut Self {
        self.figure_with_bound([name, &format!("{name}_bound")], of)
    }

    /// A figure whose columns have these names: its value, and its bound.
    pub fn figure_with_bound(
        &mut self,
        [name, bound]: [&str; 2],
        of: impl Fn(&'a R) -> Option<Figure>,
    ) -> &mut Self {
        let figures = || self.rows.iter().map(&of);
        let values = decimal::exact(figures().map(|figure| Some(figure?.value())));
        let bounds = decimal::exact(figures().map(|figure| figure?.bound()));
        let last = self.fields.len();
        self.add(name, true, values).add(bound, true, bounds);
        self.last = last;
        self
    }

    /// A double; those of one kind of row are no amounts, such as a residual.
    pub fn double(&mut self, name: &str, of: impl Fn(&'a R) -> f64) -> &mut Self {
        let numbers = Float64Array::from_iter_values(self.rows.iter().map(of));
        self.add(name, false, Arc::new(numbers))
    }

    /// A double that some rows have.
    pub fn double_if_any(&mut self, name: &str, of: impl Fn(&'a R) -> Option<f64>) -> &mut Self {
        let numbers: Float64Array = self.rows.iter().map(of).collect();
        self.add(name, true, Arc::new(numbers))
    }

    /// An index, or how many of something there are.
    ///
    /// # Panics
    ///
    /// Never: nothing of which there are 2^63 is in memory.
    pub fn count(&mut self, name: &str, of: impl Fn(&'a R) -> usize) -> &mut Self {
        let numbers = self.rows.iter().map(|row| whole(of(row)));
        let numbers = Int64Array::from_iter_values(numbers);
        self.add(name, false, Arc::new(numbers))
    }

    /// An index that some rows have.
    ///
    /// # Panics
    ///
    /// Never, as [`Columns::count`].
    pub fn count_if_any(&mut self, name: &str, of: impl Fn(&'a R) -> Option<usize>) -> &mut Self {
        let numbers = self.rows.iter().map(|row| of(row).map(whole));
        let numbers: Int64Array = numbers.collect();
        self.add(name, true, Arc::new(numbers))
    }

    /// A year that some rows have.
    pub fn year(&mut self, name: &str, of: impl Fn(&'a R) -> Option<u16>) -> &mut Self {
        let years = self.rows.iter().map(|row| of(row).map(i64::from));
        let years: Int64Array = years.collect();
        self.add(name, true, Arc::new(years))
    }

    /// Yes or no.
    pub fn boolean(&mut self, name: &str, of: impl Fn(&'a R) -> bool) -> &mut Self {
        let answers: Vec<bool> = self.rows.iter().map(of).collect();
        self.add(name, false, Arc::new(BooleanArray::from(answers)))
    }

    /// Yes or no, where that can be said.
    pub fn boolean_if_any(&mut self, name: &str, of: impl Fn(&'a R) -> Option<bool>) -> &mut Self {
        let answers: BooleanArray = self.rows.iter().map(of).collect();
        self.add(name, true, Arc::new(answers))
    }

    /// The unit of what the last call added, bound included.
    pub fn in_unit(&mut self, unit: &str) -> &mut Self {
        for field in &mut self.fields[self.last..] {
            field.set_metadata([(UNIT, unit)]);
        }
        self
    }

    fn add(&mut self, name: &str, nullable: bool, array: ArrayRef) -> &mut Self {
        self.last = self.fields.len();
        let kind = array.data_type().clone();
        self.fields.push(Field::new(name, kind, nullable));
        self.arrays.push(array);
        self
    }
}

/// A count as Arrow has whole numbers.
fn whole(count: usize) -> i64 {
    i64::try_from(count).expect("a count of what is in memory")
}

impl<R> fmt::Debug for Columns<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.fields.iter().map(Field::name);
        f.debug_list().entries(names).finish()
    }
}
