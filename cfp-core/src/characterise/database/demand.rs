//! What is asked of a database: amounts of its products.

use crate::amount::Amount;
use crate::double::Double;
use crate::error::{DatabaseProblem, Error, Place, Problem, ProblemKind};
use crate::model::Database;
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Amounts of products of a database, each by the index of the product and in its reference unit.
///
/// # Example
///
/// ```
/// use cfp_core::{Database, DatabaseDemand, Label};
///
/// let database = Database::builder(1)
///     .technosphere([(0, 0, 1.0)])
///     .products(vec![Label::new("el").name("electricity, low voltage").unit("kWh")])
///     .build()?;
/// let year = database.demand("electricity, low voltage", "3.5 MWh")?;
/// let basket = DatabaseDemand::of(0, 2.5).and(0, 1.0);
/// # let _ = (year, basket);
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DatabaseDemand {
    pub(crate) items: Vec<Item>,
}

/// An amount of a product, and how far it can be from what was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Item {
    pub product: usize,
    pub amount: Double,
    pub error: f64,
}

impl Item {
    /// An amount of a product: the double as the exact binary value that it is.
    pub fn exact(product: usize, amount: f64) -> Self {
        Self {
            product,
            amount: Double::exact(amount),
            error: 0.0,
        }
    }
}

impl DatabaseDemand {
    /// An amount of a product: the double as the exact binary value that it is.
    pub fn of(product: usize, amount: f64) -> Self {
        Self::default().and(product, amount)
    }

    /// An amount of a product, as a decimal.
    pub fn of_amount(product: usize, amount: Amount) -> Self {
        let (amount, error) = amount.as_double();
        Self {
            items: vec![Item {
                product,
                amount,
                error,
            }],
        }
    }

    /// The same and an amount of another product.
    pub fn and(mut self, product: usize, amount: f64) -> Self {
        self.items.push(Item::exact(product, amount));
        self
    }

    /// The same and what another demand wants.
    pub fn with(mut self, other: Self) -> Self {
        self.items.extend(other.items);
        self
    }

    /// The products, or the one that the database does not have, or whose amount is not finite.
    pub(crate) fn check(&self, size: usize) -> Result<(), Error> {
        let problems = self.items.iter().filter_map(|item| {
            let (row, column) = (item.product, 0);
            let kind = if item.product >= size {
                let (what, index) = ("product", item.product);
                DatabaseProblem::EntryOutside {
                    matrix: "demand",
                    what,
                    index,
                    size,
                }
            } else if item.amount.high.is_finite() {
                return None;
            } else {
                DatabaseProblem::AmountNotFinite {
                    matrix: "demand",
                    row,
                    column,
                }
            };
            Some(Problem::new(kind, Place::default()))
        });
        Error::unless_empty(problems.collect(), ())
    }
}

impl Database {
    /// The demand for an amount of the product with this id or name: a quantity such as `3.5 MWh`, or a number where the
    /// database states no unit.
    ///
    /// # Errors
    ///
    /// Nothing or several of that name; an amount that does not read, or is not in the unit's dimension.
    pub fn demand(&self, product: &str, amount: &str) -> Result<DatabaseDemand, Error> {
        self.demand_of(self.find_product(product)?, amount)
    }

    /// The same for the product of this index.
    ///
    /// # Errors
    ///
    /// A product that the database does not have; an amount that does not read, or is not in the unit's dimension.
    pub fn demand_of(&self, product: usize, amount: &str) -> Result<DatabaseDemand, Error> {
        DatabaseDemand::of(product, 1.0).check(self.size())?;
        let read = self.amount_of(product, amount);
        let amount = read.map_err(|kind| Problem::new(kind, Place::model(Some("amount"))))?;
        Ok(DatabaseDemand::of_amount(product, amount))
    }

    /// An amount of a product in its reference unit.
    fn amount_of(&self, product: usize, text: &str) -> Result<Amount, ProblemKind> {
        let unit = self.product(product).and_then(|label| label.unit_text());
        let known = unit.and_then(|unit| unit.parse::<Unit>().ok());
        if let (Some(unit), Ok(quantity)) = (&known, text.parse::<Quantity>()) {
            return Ok(quantity.to(unit)?.amount());
        }
        // Units that only the database knows are compared as text.
        let number = match (unit, text.trim().split_once(char::is_whitespace)) {
            (Some(unit), Some((number, rest))) if rest.trim() == unit => number,
            (None, None) => text.trim(),
            _ => {
                return Err(DatabaseProblem::UnitNotKnown {
                    product: self.product_id(product),
                    unit: unit.map(str::to_owned),
                    given: text.to_owned(),
                }
                .into());
            }
        };
        Ok(number.parse::<Amount>()?)
    }
}
