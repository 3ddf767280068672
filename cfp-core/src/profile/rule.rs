//! One question to a study, and where a standard asks it.

use super::declaration::Declaration;
use super::facts::Facts;
use super::finding::{Basis, Severity};
use super::parameters::Parameters;
use crate::amount::Amount;
use crate::characterise::{Figure, Footprint};
use crate::model::Category;
use crate::quantity::Quantity;

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub footprint: &'a Footprint,
    pub declaration: &'a Declaration,
    pub facts: &'a Facts,
    pub parameters: &'a Parameters,
}

/// A question that several standards ask.
#[derive(Debug)]
pub(super) struct Check {
    pub code: &'static str,
    pub hint: &'static str,
    /// The messages of what is found; none when all is well.
    pub find: fn(&Case<'_>) -> Vec<String>,
}

/// A question as one standard asks it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub check: &'static Check,
    pub clause: &'static str,
    pub severity: Severity,
    pub basis: Basis,
}

/// The standard requires it, as a public text says.
pub(super) const fn must(check: &'static Check, clause: &'static str) -> Rule {
    Rule {
        check,
        clause,
        severity: Severity::Error,
        basis: Basis::Clause,
    }
}

/// The standard recommends it, or draws attention to it, as a public text says.
pub(super) const fn should(check: &'static Check, clause: &'static str) -> Rule {
    Rule {
        check,
        clause,
        severity: Severity::Warning,
        basis: Basis::Clause,
    }
}

/// The standard is said to ask for it; whether it does is to be read there, so that it is never more than a warning.
pub(super) const fn ask(check: &'static Check, clause: &'static str) -> Rule {
    Rule {
        check,
        clause,
        severity: Severity::Warning,
        basis: Basis::Parameter,
    }
}

impl Case<'_> {
    /// kg CO2e in a category.
    pub fn category(&self, category: Category) -> Amount {
        let figure = self.footprint.by_category.get(&category);
        figure.map_or(Amount::ZERO, Figure::amount)
    }

    /// The quantity that the footprint is of, where it reads as one.
    pub fn demand(&self) -> Option<Quantity> {
        self.footprint.demand.parse().ok()
    }

    /// A property per unit of the product, such as `0.44 kg/kg`, for the whole of what the footprint is of; `None` where its
    /// unit does not fit that.
    pub fn of_demand(&self, per_unit: &Quantity) -> Option<Quantity> {
        let (_, per) = per_unit.unit().parts();
        let demand = self.demand()?.to(&per?).ok()?;
        demand.times(per_unit).ok()
    }
}

/// Whether an amount is above a limit by more than rounding may have moved it; what cannot be subtracted is.
pub(super) fn exceeds(amount: Amount, limit: Amount) -> bool {
    limit.minus(amount).map_or(true, |room| room.is_negative())
}

/// Names in the way of a sentence.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
