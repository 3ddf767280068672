//! Units: what a number counts, and exactly how much of it.

mod dimension;
mod parse;
mod rows;
mod scale;
mod table;

pub use dimension::Dimension;
pub(crate) use parse::split_number;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::amount::Amount;
use crate::error::{NumberProblem, UnitProblem};
use scale::Scale;

/// The most factors of a unit above or below its stroke; more of them are a slip of the pen.
const MOST_FACTORS: usize = 8;

/// A unit of measure such as `kWh`, `t CO2e`, `tkm` or `kg CO2e/kWh`; cheap to clone.
///
/// Two units are equal when they mean the same: `Mg` and `t`, `kg CO2e/t` and `g CO2e/kg`. How a
/// unit is written is [`Unit::symbol`].
///
/// # Exactness
///
/// Sizes are exact fractions, so that no conversion is rounded before its result is.
///
/// # Example
///
/// ```
/// use cfp_core::{Dimension, Unit};
///
/// let unit = Unit::parse("kgCO2e / 度")?;
/// assert_eq!(unit.to_string(), "kg CO2e/kWh");
/// assert_eq!(unit, Unit::parse("t CO2e/MWh")?);
/// assert_eq!(Unit::parse("度")?.dimension(), Dimension::ENERGY);
/// # Ok::<(), cfp_core::UnitProblem>(())
/// ```
#[derive(Clone)]
pub struct Unit(Arc<Inner>);

struct Inner {
    symbol: Box<str>,
    dimension: Dimension,
    scale: Scale,
    shape: Shape,
}

/// How a unit is built, as written.
enum Shape {
    Atom,
    Product(Vec<Unit>),
    Quotient(Unit, Unit),
}

impl Unit {
    fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Reads a unit such as `kWh`, `kg CO2e/kWh`, `m2*a` or `吨标煤`. Case matters.
    ///
    /// # Errors
    ///
    /// [`UnitProblem`]: `Unknown` with the nearest known unit, `Ambiguous`, `Malformed`, or
    /// `MixedCurrencies`.
    pub fn parse(text: &str) -> Result<Self, UnitProblem> {
        match table::find(text) {
            Some(unit) => Ok(unit.clone()),
            None => parse::read(text),
        }
    }

    /// The kilogram.
    ///
    /// # Panics
    ///
    /// Never: the table holds it.
    pub fn kilogram() -> Self {
        table::find("kg").expect("the table holds it").clone()
    }

    /// The kilogram of CO2 equivalents.
    ///
    /// # Panics
    ///
    /// Never: the table holds it.
    pub fn of_mass_co2e() -> Self {
        table::find("kg CO2e").expect("the table holds it").clone()
    }

    /// The text that the unit is written as; it reads back as the same unit.
    pub fn symbol(&self) -> &str {
        &self.0.symbol
    }

    /// What the unit measures.
    pub fn dimension(&self) -> Dimension {
        self.0.dimension
    }

    /// The parts above and below the stroke, as written: `kg CO2e` and `kWh` of `kg CO2e/kWh`.
    pub fn parts(&self) -> (Self, Option<Self>) {
        match &self.0.shape {
            Shape::Quotient(above, below) => (above.clone(), Some(below.clone())),
            Shape::Atom | Shape::Product(_) => (self.clone(), None),
        }
    }

    /// The product; a factor that stands above and below the stroke falls out.
    ///
    /// # Errors
    ///
    /// [`UnitProblem::MixedCurrencies`], and [`UnitProblem::Malformed`] for more than eight factors.
    pub fn times(&self, other: &Self) -> Result<Self, UnitProblem> {
        let (mut above, mut below) = self.factors();
        let (more_above, more_below) = other.factors();
        above.extend(more_above);
        below.extend(more_below);
        compose(above, below)
    }

    /// The quotient; a factor that stands above and below the stroke falls out, but for the last
    /// above it.
    ///
    /// # Errors
    ///
    /// [`UnitProblem::MixedCurrencies`], and [`UnitProblem::Malformed`] for more than eight factors.
    pub fn per(&self, other: &Self) -> Result<Self, UnitProblem> {
        let (mut above, mut below) = self.factors();
        let (more_below, more_above) = other.factors();
        above.extend(more_above);
        below.extend(more_below);
        compose(above, below)
    }

    /// The exact factor from this unit to another of the same dimension.
    ///
    /// # Errors
    ///
    /// [`UnitProblem`]: `WrongDimension`, `Co2IsNotCo2e` or `MixedCurrencies`.
    pub fn factor_to(&self, to: &Self) -> Result<Conversion, UnitProblem> {
        if self.dimension() != to.dimension() {
            return Err(self.mismatch(self.to_string(), to.dimension()));
        }
        if self.0.scale == to.0.scale {
            return Ok(Conversion(Scale::ONE));
        }
        self.0
            .scale
            .over(to.0.scale)
            .map(Conversion)
            .ok_or_else(|| malformed(self.symbol(), "its size is out of range"))
    }

    /// Why a quantity in this unit, written as `given`, is not of the expected dimension.
    pub(crate) fn mismatch(&self, given: String, expected_dimension: Dimension) -> UnitProblem {
        let given_dimension = self.dimension();
        if let Some((first, second)) = given_dimension.differing_currencies(expected_dimension) {
            UnitProblem::MixedCurrencies { first, second }
        } else if given_dimension.differs_by_equivalents(expected_dimension) {
            UnitProblem::Co2IsNotCo2e {
                given,
                given_dimension,
                expected_dimension,
            }
        } else {
            UnitProblem::WrongDimension {
                given,
                given_dimension,
                expected_dimension,
            }
        }
    }

    /// The factors above and below the stroke.
    fn factors(&self) -> (Vec<Self>, Vec<Self>) {
        match &self.0.shape {
            Shape::Atom => (vec![self.clone()], Vec::new()),
            Shape::Product(factors) => (factors.clone(), Vec::new()),
            Shape::Quotient(above, below) => (above.factors().0, below.factors().0),
        }
    }

    fn is_product(&self) -> bool {
        matches!(self.0.shape, Shape::Product(_))
    }
}

/// The exact factor between two units of one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion(Scale);

impl Conversion {
    /// The amount in the other unit: multiplied first, and divided once if it must be.
    ///
    /// # Errors
    ///
    /// [`NumberProblem::TooLarge`] beyond the range of decimals.
    pub fn apply(&self, amount: Amount) -> Result<Amount, NumberProblem> {
        self.0.apply(amount)
    }
}

fn malformed(unit: &str, reason: &'static str) -> UnitProblem {
    UnitProblem::Malformed {
        unit: unit.to_owned(),
        reason,
    }
}

/// The unit of these factors, with those that stand on both sides left out.
fn compose(mut above: Vec<Unit>, below: Vec<Unit>) -> Result<Unit, UnitProblem> {
    let mut left = Vec::with_capacity(below.len());
    for unit in below {
        let twin = above.iter().position(|other| *other == unit);
        match twin {
            Some(at) if above.len() > 1 => {
                above.remove(at);
            }
            _ => left.push(unit),
        }
    }
    let above = product(above)?;
    if left.is_empty() {
        Ok(above)
    } else {
        quotient(above, product(left)?)
    }
}

/// The product of factors that are atoms.
fn product(factors: Vec<Unit>) -> Result<Unit, UnitProblem> {
    let symbols: Vec<&str> = factors.iter().map(Unit::symbol).collect();
    let symbol = symbols.join("*");
    if let Some(unit) = table::find(&symbol) {
        return Ok(unit.clone());
    }
    let Some((first, rest)) = factors.split_first() else {
        return Err(malformed("", "a part of it is empty"));
    };
    if rest.is_empty() {
        return Ok(first.clone());
    }
    if factors.len() > MOST_FACTORS {
        return Err(malformed(&symbol, "it has more than eight factors"));
    }
    let (mut dimension, mut scale) = (first.0.dimension, first.0.scale);
    for factor in rest {
        dimension = dimension.times(factor.0.dimension)?;
        scale = scale
            .times(factor.0.scale)
            .ok_or_else(|| malformed(&symbol, "its size is out of range"))?;
    }
    Ok(Unit::new(Inner {
        symbol: symbol.into(),
        dimension,
        scale,
        shape: Shape::Product(factors),
    }))
}

/// The quotient of two units that are atoms or products.
fn quotient(above: Unit, below: Unit) -> Result<Unit, UnitProblem> {
    let symbol = if below.is_product() {
        format!("{above}/({below})")
    } else {
        format!("{above}/{below}")
    };
    let dimension = above.0.dimension.per(below.0.dimension)?;
    let scale = above
        .0
        .scale
        .over(below.0.scale)
        .ok_or_else(|| malformed(&symbol, "its size is out of range"))?;
    Ok(Unit::new(Inner {
        symbol: symbol.into(),
        dimension,
        scale,
        shape: Shape::Quotient(above, below),
    }))
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.dimension == other.0.dimension && self.0.scale == other.0.scale)
    }
}

impl Eq for Unit {}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.dimension.hash(state);
        self.0.scale.hash(state);
    }
}

impl FromStr for Unit {
    type Err = UnitProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.symbol())
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.symbol())
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_reads_back_from_its_symbol() {
        let units: Vec<&Unit> = table::all().collect();
        assert!(units.len() > 300, "{}", units.len());
        let small: Vec<&Unit> = units.iter().step_by(17).copied().collect();
        for unit in &units {
            assert_eq!(Unit::parse(unit.symbol()).as_ref(), Ok(*unit));
            for other in &small {
                for built in [unit.per(other), unit.times(other)].into_iter().flatten() {
                    let read = Unit::parse(built.symbol());
                    assert_eq!(read.as_ref(), Ok(&built), "{built}");
                    assert_eq!(read.unwrap().symbol(), built.symbol());
                }
            }
        }
    }

    #[test]
    fn factors_on_both_sides_fall_out() {
        let unit = |text| Unit::parse(text).unwrap();
        let rate = unit("kg CO2e/(m2*a)");
        assert_eq!(rate.times(&unit("a")).unwrap().symbol(), "kg CO2e/m2");
        assert_eq!(rate.times(&unit("m2*a")).unwrap().symbol(), "kg CO2e");
        assert_eq!(unit("kWh").per(&unit("kWh")).unwrap().symbol(), "kWh/kWh");
        assert_eq!(unit("CNY").per(&unit("CNY/GJ")).unwrap().symbol(), "GJ");
        assert!(unit("CNY").times(&unit("EUR/GJ")).is_err());
    }

    #[test]
    fn a_unit_has_few_factors() {
        let mut unit = Unit::kilogram();
        let problem = loop {
            match unit.times(&Unit::kilogram()) {
                Ok(larger) => unit = larger,
                Err(problem) => break problem,
            }
        };
        assert_eq!(unit.symbol(), "kg*kg*kg*kg*kg*kg*kg*kg");
        assert!(matches!(problem, UnitProblem::Malformed { .. }));
    }
}
