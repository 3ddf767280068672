//! Precursors that are bought: deliveries, and what a tonne of them embeds.

use serde::Serialize;

use super::measure::number;
use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};
use crate::quantity::Quantity;

/// A precursor under one CN code, as it was received from one or several installations.
#[derive(Debug, Clone, PartialEq)]
pub struct Precursor {
    /// What it is called.
    pub name: String,
    /// Its eight digits of the Combined Nomenclature.
    pub cn: String,
    /// What was received in the year.
    pub deliveries: Vec<Delivery>,
}

/// What one installation delivered of a precursor.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The supplier.
    pub supplier: String,
    /// How much.
    pub amount: Quantity,
    /// What a tonne of it embeds.
    pub value: PrecursorValue,
}

/// Where the embedded emissions of a precursor are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrecursorValue {
    /// Its producer's verified report.
    Actual(PrecursorValues),
    /// A default value with its mark-up.
    Default(PrecursorValues),
    /// The Union or a country that is exempt: zero, and no free allocation (2547 Annex II point E(2)(h)).
    Exempt,
}

/// What a tonne of a precursor embeds, in t CO2e.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct PrecursorValues {
    /// Direct.
    pub direct: Amount,
    /// Indirect.
    pub indirect: Amount,
    /// The part of the indirect emissions that counts for certificates.
    pub indirect_counted: Amount,
    /// MWh of electricity.
    pub electricity: Amount,
    /// The free allocation; `None` where it is not known.
    pub allocation: Option<Amount>,
}

impl PrecursorValues {
    /// A precursor all of whose indirect emissions count, as those outside Annex II of Regulation (EU) 2023/956.
    pub fn with_indirect(direct: Amount, indirect: Amount) -> Self {
        Self {
            direct,
            indirect,
            indirect_counted: indirect,
            ..Self::default()
        }
    }

    /// A precursor of Annex II, of whose indirect emissions only those of its own precursors outside that annex count.
    pub fn of_annex_ii(direct: Amount, indirect: Amount, indirect_counted: Amount) -> Self {
        Self {
            direct,
            indirect,
            indirect_counted,
            ..Self::default()
        }
    }

    /// The same with MWh of electricity.
    pub fn electricity(mut self, electricity: Amount) -> Self {
        self.electricity = electricity;
        self
    }

    /// The same with its free allocation.
    pub fn allocation(mut self, per_tonne: Amount) -> Self {
        self.allocation = Some(per_tonne);
        self
    }
}

/// What a tonne embeds, on average over some deliveries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pooled {
    pub direct: Amount,
    pub indirect: Amount,
    pub counted: Amount,
    pub by_default: Amount,
    pub electricity: Amount,
    /// `None` where that of a delivery is not known.
    pub allocation: Option<Amount>,
}

impl Pooled {
    /// What nothing embeds.
    pub const NOTHING: Self = Self {
        direct: Amount::ZERO,
        indirect: Amount::ZERO,
        counted: Amount::ZERO,
        by_default: Amount::ZERO,
        electricity: Amount::ZERO,
        allocation: Some(Amount::ZERO),
    };
}

impl Precursor {
    /// t received in all.
    pub(super) fn received(&self) -> Result<Amount, ProblemKind> {
        let mut sum = Amount::ZERO;
        for delivery in &self.deliveries {
            sum = sum.plus(delivery.tonnes()?)?;
        }
        Ok(sum)
    }

    /// The weighted average of all deliveries, or of those of some suppliers.
    ///
    /// # Source
    ///
    /// 2547 Article 14(1) to (3), Annex II point E(4).
    pub(super) fn pooled(&self, only: Option<&[String]>) -> Result<Pooled, ProblemKind> {
        let is_meant = |delivery: &&Delivery| {
            only.is_none_or(|suppliers| suppliers.contains(&delivery.supplier))
        };
        let mut received = Amount::ZERO;
        let mut sums = [Amount::ZERO; 5];
        let mut allocation = Some(Amount::ZERO);
        for delivery in self.deliveries.iter().filter(is_meant) {
            let tonnes = delivery.tonnes()?;
            received = received.plus(tonnes)?;
            let (values, by_default) = delivery.value.numbers();
            let of_tonne = [
                values.direct,
                values.indirect,
                values.indirect_counted,
                by_default,
                values.electricity,
            ];
            for (sum, number) in sums.iter_mut().zip(of_tonne) {
                *sum = sum.plus(tonnes.times(number)?)?;
            }
            allocation = match (allocation, values.allocation) {
                (Some(sum), Some(number)) => Some(sum.plus(tonnes.times(number)?)?),
                // Nothing of a delivery of nothing is missed.
                (sum, None) if tonnes.is_zero() => sum,
                _ => None,
            };
        }
        if !received.is_positive() {
            let precursor = self.name.clone();
            return Err(CbamProblem::NothingReceived { precursor }.into());
        }
        let [direct, indirect, counted, by_default, electricity] = sums;
        Ok(Pooled {
            direct: direct.over(received)?,
            indirect: indirect.over(received)?,
            counted: counted.over(received)?,
            by_default: by_default.over(received)?,
            electricity: electricity.over(received)?,
            allocation: allocation.map(|sum| sum.over(received)).transpose()?,
        })
    }
}

impl Delivery {
    fn tonnes(&self) -> Result<Amount, ProblemKind> {
        let tonnes = number(&self.amount, "t")?;
        if tonnes.is_negative() {
            let what = format!("the delivery of `{}`", self.supplier);
            let written = self.amount.to_string();
            return Err(CbamProblem::Negative { what, written }.into());
        }
        Ok(tonnes)
    }
}

impl PrecursorValue {
    /// What a tonne embeds, and how much of its direct emissions is a default value.
    fn numbers(&self) -> (PrecursorValues, Amount) {
        match self {
            Self::Actual(values) => (*values, Amount::ZERO),
            Self::Default(values) => (*values, values.direct),
            Self::Exempt => (
                PrecursorValues::default().allocation(Amount::ZERO),
                Amount::ZERO,
            ),
        }
    }
}
