//! Values of expressions together with how they move with the parameters that they name.

use std::collections::BTreeMap;

use cfp_core::Amount;

use super::parameter_value::{Comparison, Fault, ParameterValue};

/// What an expression is computed in: values, or values with their slopes.
pub(super) trait Arithmetic: Sized {
    /// What is written.
    fn constant(value: ParameterValue) -> Self;
    /// The value of a parameter.
    fn parameter(name: &str, value: &ParameterValue) -> Self;
    fn negated(self) -> Self;
    fn plus(&self, other: &Self) -> Result<Self, Fault>;
    fn minus(&self, other: &Self) -> Result<Self, Fault>;
    fn times(&self, other: &Self) -> Result<Self, Fault>;
    fn over(&self, divisor: &Self) -> Result<Self, Fault>;
    /// Whether the comparison holds, as 1 or 0.
    fn compared(&self, how: Comparison, other: &Self) -> Result<Self, Fault>;
}

impl Arithmetic for ParameterValue {
    fn constant(value: ParameterValue) -> Self {
        value
    }

    fn parameter(_: &str, value: &ParameterValue) -> Self {
        value.clone()
    }

    fn negated(self) -> Self {
        Self::negated(self)
    }

    fn plus(&self, other: &Self) -> Result<Self, Fault> {
        Self::plus(self, other)
    }

    fn minus(&self, other: &Self) -> Result<Self, Fault> {
        Self::minus(self, other)
    }

    fn times(&self, other: &Self) -> Result<Self, Fault> {
        Self::times(self, other)
    }

    fn over(&self, divisor: &Self) -> Result<Self, Fault> {
        Self::over(self, divisor)
    }

    fn compared(&self, how: Comparison, other: &Self) -> Result<Self, Fault> {
        Self::compared(self, how, other)
    }
}

/// A value, and by how much it rises when a parameter that its expression names rises by one of its unit.
///
/// # Exactness
///
/// Slopes are computed in decimals by the same arithmetic as values: that of a sum or a product is exact where its parts are, and
/// that of a quotient carries the bound of its division.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sloped {
    pub value: ParameterValue,
    /// By the names of parameters, in the unit of the value per that of the parameter.
    pub slopes: BTreeMap<String, Amount>,
}

impl Sloped {
    /// The slope along a parameter, as a value in the unit of its own one; zero along those that it does not name.
    fn along(&self, name: &str) -> ParameterValue {
        let slope = self.slopes.get(name).copied();
        self.value.of_its_unit(slope.unwrap_or(Amount::ZERO))
    }

    /// The value, with slopes by a rule on those of two parts.
    fn combined(
        &self,
        other: &Self,
        value: ParameterValue,
        rule: impl Fn(&ParameterValue, &ParameterValue) -> Result<ParameterValue, Fault>,
    ) -> Result<Self, Fault> {
        let mut slopes = BTreeMap::new();
        for name in self.slopes.keys().chain(other.slopes.keys()) {
            if !slopes.contains_key(name) {
                let slope = rule(&self.along(name), &other.along(name))?;
                slopes.insert(name.clone(), value.alike(&slope, "add")?);
            }
        }
        Ok(Self { value, slopes })
    }
}

impl Arithmetic for Sloped {
    fn constant(value: ParameterValue) -> Self {
        let slopes = BTreeMap::new();
        Self { value, slopes }
    }

    fn parameter(name: &str, value: &ParameterValue) -> Self {
        Self {
            value: value.clone(),
            slopes: BTreeMap::from([(name.to_owned(), Amount::ONE)]),
        }
    }

    fn negated(self) -> Self {
        let slopes = self.slopes.into_iter();
        Self {
            value: self.value.negated(),
            slopes: slopes
                .map(|(name, slope)| (name, slope.negated()))
                .collect(),
        }
    }

    fn plus(&self, other: &Self) -> Result<Self, Fault> {
        let value = self.value.plus(&other.value)?;
        self.combined(other, value, ParameterValue::plus)
    }

    fn minus(&self, other: &Self) -> Result<Self, Fault> {
        let value = self.value.minus(&other.value)?;
        self.combined(other, value, ParameterValue::minus)
    }

    /// (a b)′ = a′ b + a b′.
    fn times(&self, other: &Self) -> Result<Self, Fault> {
        let value = self.value.times(&other.value)?;
        self.combined(other, value, |a, b| {
            a.times(&other.value)?.plus(&self.value.times(b)?)
        })
    }

    /// (a / b)′ = (a′ - (a / b) b′) / b.
    fn over(&self, divisor: &Self) -> Result<Self, Fault> {
        let value = self.value.over(&divisor.value)?;
        self.combined(divisor, value.clone(), |a, b| {
            a.minus(&value.times(b)?)?.over(&divisor.value)
        })
    }

    /// It jumps where it changes, and is level everywhere else.
    fn compared(&self, how: Comparison, other: &Self) -> Result<Self, Fault> {
        let value = self.value.compared(how, &other.value)?;
        let level = ParameterValue::number(Amount::ZERO);
        self.combined(other, value, |_, _| Ok(level.clone()))
    }
}
