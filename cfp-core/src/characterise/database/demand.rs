//! What is asked of a database: amounts of its products.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::double::{Double, up};
use crate::error::{DatabaseProblem, Error, Place, Problem, ProblemKind};
use crate::model::{Database, Origin};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// Amounts of products of a database, each by the index of the product and in its reference unit. Amounts of one product add
/// up.
///
/// What [`Database::demand`] makes is of that database, and no other one answers it; the same database with changed amounts
/// does. What is made of indices alone may be asked of any database that has so many products.
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
    items: Vec<Item>,
    /// The databases that it is of: none where it is made of indices.
    origins: Vec<Origin>,
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

    /// The same and another amount of the product.
    fn plus(self, other: &Self) -> Self {
        let amount = self.amount.plus(other.amount.high).plus(other.amount.low);
        let is_exact = self.amount.low == 0.0 && other.amount.low == 0.0;
        // Two doubles add up exactly; what else is rounded is below 2⁻¹⁰⁵ of an operand, twice.
        let size = self.amount.high.abs() + other.amount.high.abs();
        let rounded = if is_exact { 0.0 } else { size * 1e-31 };
        let error = self.error + other.error + rounded;
        Self {
            amount,
            error: if error > 0.0 { up(error, 4) } else { 0.0 },
            ..self
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
            origins: Vec::new(),
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
        self.origins.extend(other.origins);
        self.origins.dedup();
        self
    }

    /// The amounts, one of each product, in the order in which the products are first named.
    ///
    /// # Errors
    ///
    /// A demand of another database; products that the database does not have; amounts that are not finite.
    pub(crate) fn items(&self, database: &Database) -> Result<Cow<'_, [Item]>, Error> {
        let origin = database.content.origin;
        if self.origins.iter().any(|own| *own != origin) {
            let kind = DatabaseProblem::OfAnotherDatabase { what: "demand" };
            return Err(Problem::new(kind, Place::default()).into());
        }
        self.check(database.size())?;
        Ok(summed(&self.items))
    }

    /// The products that the database does not have, and the amounts that are not finite.
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

/// The amounts with those of one product added up.
fn summed(items: &[Item]) -> Cow<'_, [Item]> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    if items.len() > 1 {
        for item in items {
            let next = places.len();
            places.entry(item.product).or_insert(next);
        }
    }
    if places.len() == items.len() || items.len() <= 1 {
        return Cow::Borrowed(items);
    }
    let mut sums: Vec<Option<Item>> = vec![None; places.len()];
    for item in items {
        let sum = &mut sums[places[&item.product]];
        *sum = Some(sum.map_or(*item, |sum| sum.plus(item)));
    }
    Cow::Owned(sums.into_iter().flatten().collect())
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
        let mut demand = DatabaseDemand::of_amount(product, amount);
        demand.origins.push(self.content.origin);
        Ok(demand)
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
