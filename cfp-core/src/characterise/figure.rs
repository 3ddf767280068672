//! A result and its bound, if one is proved.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::footprint::share_percent;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem};
use crate::model::Finding;

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

    /// The sum; its bound is proved where both are.
    ///
    /// # Errors
    ///
    /// A number beyond the range of decimals.
    pub fn plus(&self, other: Self) -> Result<Self, Error> {
        let amount = self.amount.plus(other.amount);
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

    /// Whether no digit of it is certain: rounding is proved to have moved it by no more than a bound, which is above zero and
    /// not less than its magnitude.
    pub fn is_open(&self) -> bool {
        self.proved && is_open(self.amount)
    }

    /// The finding of a total of which no digit is certain.
    pub(crate) fn open_finding(&self) -> Option<Finding> {
        let (value, bound) = (self.amount.significant(4), self.amount.bound());
        let bound = bound.significant(2);
        self.is_open().then(|| {
            let message = format!(
                "rounding may have moved the total, {value}, by {bound}: no digit of it is certain"
            );
            Finding::new(OPEN, message, OPEN_HINT)
        })
    }

    /// The value with its bound, when that is proved.
    pub fn proved(&self) -> Option<Amount> {
        self.proved.then_some(self.amount)
    }
}

/// The code of totals of which no digit is certain.
const OPEN: &str = "bound-not-below-total";
const OPEN_HINT: &str = "read it as nothing within the bound; where it is small alone, and nothing cancels out, a larger amount has certain digits";

/// How many totals a finding lists.
const LISTED: usize = 5;

/// Whether the bound of an amount is above zero and not below its magnitude.
fn is_open(amount: Amount) -> bool {
    let bound = amount.bound();
    !bound.is_zero() && bound.rank(&amount.midpoint().magnitude()).is_ge()
}

/// The finding of several totals of which no digit is certain, by what they are of.
pub(crate) fn open_totals(of: &[String], all: usize) -> Option<Finding> {
    if of.is_empty() {
        return None;
    }
    let listed: Vec<String> = of
        .iter()
        .take(LISTED)
        .map(|own| format!("`{own}`"))
        .collect();
    let more = if of.len() > LISTED { ", …" } else { "" };
    let message = format!(
        "rounding may have moved {} of {all} totals by as much as they are: {}{more}",
        of.len(),
        listed.join(", "),
    );
    Some(Finding::new(OPEN, message, OPEN_HINT))
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
