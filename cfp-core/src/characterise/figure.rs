//! A result and its bound, if one is proved.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::footprint::share_percent;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem};

/// A number of a result: its value, and a proved bound on what arithmetic rounding did to it; no
/// bound where a loop on the way has none (then the footprint carries the finding
/// `no-certificate`).
///
/// The bound says nothing about how well the data are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Figure {
    amount: Amount,
    proved: bool,
}

impl Figure {
    pub(crate) fn new(amount: Amount, proved: bool) -> Self {
        Self { amount, proved }
    }

    /// A stated amount, with its own bound.
    pub fn exact(amount: Amount) -> Self {
        Self::new(amount, true)
    }

    /// The difference; its bound is proved where both are.
    ///
    /// # Errors
    ///
    /// A number beyond the range of decimals.
    pub fn minus(&self, other: Self) -> Result<Self, Error> {
        let amount = self.amount.minus(other.amount);
        let amount = amount.map_err(|kind| Problem::new(kind, Place::default()))?;
        Ok(Self::new(amount, self.proved && other.proved))
    }

    /// The value with what is known of its rounding.
    pub(crate) fn amount(&self) -> Amount {
        self.amount
    }

    /// The value, taken by itself.
    pub fn value(&self) -> Amount {
        self.amount.midpoint()
    }

    /// How far the exact result can be from the value; `None` when that is not proved.
    pub fn bound(&self) -> Option<Amount> {
        self.proved.then(|| self.amount.bound())
    }

    /// Its share of a total in percent, rounded to six places; `None` where a total of zero, or next to nothing, leaves none.
    pub fn share_percent_of(&self, total: &Self) -> Option<String> {
        share_percent(self.value(), total.value()).unwrap_or_default()
    }

    /// The value with its bound, when that is proved.
    pub fn proved(&self) -> Option<Amount> {
        self.proved.then_some(self.amount)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value(), f)
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    value: String,
    bound: Option<String>,
}

impl From<Figure> for Written {
    fn from(figure: Figure) -> Self {
        Self {
            value: figure.amount.value_text(),
            bound: figure.bound().map(|bound| bound.value_text()),
        }
    }
}

impl TryFrom<Written> for Figure {
    type Error = NumberProblem;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let value = Amount::restored(&written.value)?;
        let proved = written.bound.is_some();
        let bound = match written.bound {
            Some(text) => Amount::restored(&text)?,
            None => Amount::ZERO,
        };
        if bound.is_negative() {
            return Err(NumberProblem::NotANumber {
                text: bound.value_text(),
            });
        }
        Ok(Self {
            amount: value.widened(bound)?,
            proved,
        })
    }
}
