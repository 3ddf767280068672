//! A sum with what is above and what is below zero in it apart.

use crate::amount::Amount;
use crate::error::NumberProblem;

/// What of several amounts is above zero, and what is below.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    pub positive: Amount,
    pub negative: Amount,
}

impl Parts {
    /// Adds an amount to the part that it is of, by the sign of its value.
    pub fn add(&mut self, amount: Amount) -> Result<(), NumberProblem> {
        let part = if amount.midpoint().is_negative() {
            &mut self.negative
        } else {
            &mut self.positive
        };
        *part = part.plus(amount)?;
        Ok(())
    }

    /// Adds the parts of another sum, each to its own.
    pub fn add_all(&mut self, other: Self) -> Result<(), NumberProblem> {
        self.positive = self.positive.plus(other.positive)?;
        self.negative = self.negative.plus(other.negative)?;
        Ok(())
    }

    /// The parts of several amounts.
    pub fn of(amounts: impl IntoIterator<Item = Amount>) -> Result<Self, NumberProblem> {
        let mut parts = Self::default();
        for amount in amounts {
            parts.add(amount)?;
        }
        Ok(parts)
    }

    /// Whether there is nothing, above or below zero.
    pub fn is_zero(&self) -> bool {
        self.positive.is_zero() && self.negative.is_zero()
    }

    /// The sum.
    pub fn net(&self) -> Result<Amount, NumberProblem> {
        self.positive.plus(self.negative)
    }

    /// The sum of the magnitudes.
    pub fn gross(&self) -> Result<Amount, NumberProblem> {
        self.positive.minus(self.negative)
    }
}
