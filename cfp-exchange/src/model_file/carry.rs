//! Spreads of numbers for which something else stands than what the model writes: the same shape around that.

use cfp_core::{Finding, Quantity, Spread, Unit};

use super::parameter_value::ParameterValue;
use super::problems::Scope;
use super::read::Reader;
use super::spread::spread;
use super::token::{is_expression, plain as plainly};
use super::tree::Node;

/// How many spreads a finding lists.
const LISTED: usize = 10;

/// What became of the spreads of numbers that something else stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried {
    /// What is carried along, and what is left behind, each in words with its owner.
    along: Vec<(String, String)>,
    behind: Vec<(String, String)>,
}

impl Carried {
    /// Forgets a number whose spread is stated anew.
    pub fn forget(&mut self, owner: &str) {
        for list in [&mut self.along, &mut self.behind] {
            list.retain(|(known, _)| known != owner);
        }
    }

    /// That a spread is left behind.
    pub fn leave(&mut self, owner: &str, why: &str) {
        self.behind.push((owner.to_owned(), why.to_owned()));
    }

    /// A spread carried from one number to another; `None` where it is left behind.
    pub fn along(
        &mut self,
        owner: &str,
        spread: &Spread,
        (from, to): (&Quantity, &Quantity),
    ) -> Option<Spread> {
        if let Ok(carried) = spread.carried(from, to) {
            self.note(owner, &carried, (from, to));
            return Some(carried);
        }
        self.leave(owner, &format!("it cannot be around {to}"));
        None
    }

    /// Notes what carrying a spread from one number to another came to.
    fn note(&mut self, owner: &str, carried: &Spread, (from, to): (&Quantity, &Quantity)) {
        let words = carried.words(to).unwrap_or_default();
        let told = format!("{words}, around {to} in place of {from}");
        self.along.push((owner.to_owned(), told));
    }

    /// Notes a spread around a number that nothing is known to stand in place of.
    pub fn note_around(&mut self, owner: &str, carried: &Spread, to: &Quantity) {
        let words = carried.words(to).unwrap_or_default();
        let told = format!("{words}, around {to}");
        self.along.push((owner.to_owned(), told));
    }

    /// Adds what another has noted.
    pub fn add(&mut self, other: Self) {
        self.along.extend(other.along);
        self.behind.extend(other.behind);
    }

    /// The findings of a result that uses spreads.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.along.is_empty() {
            findings.push(Finding::new(
                "spread-carried",
                format!(
                    "numbers that something else stands for carry their spreads along: {}",
                    listed(&self.along)
                ),
                "a scenario may state another `spread` beside the `value` of a parameter",
            ));
        }
        if !self.behind.is_empty() {
            findings.push(Finding::new(
                "spread-not-carried",
                format!(
                    "numbers that something else stands for leave their spreads behind: {}",
                    listed(&self.behind)
                ),
                "state a `spread` of what stands in their place where it is uncertain",
            ));
        }
        findings
    }
}

fn listed(list: &[(String, String)]) -> String {
    let told = list.iter().take(LISTED);
    let mut told: Vec<String> = told
        .map(|(owner, what)| format!("{owner}: {what}"))
        .collect();
    if list.len() > LISTED {
        told.push(format!("and {} more", list.len() - LISTED));
    }
    told.join("; ")
}

impl Reader<'_> {
    /// What is read as if nothing stood in place of what the model writes; `None` where nothing does. It tells nothing.
    pub fn as_written<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let written = self.parameters.as_written.take()?;
        let formulas = &mut self.parameters.formulas;
        let now = std::mem::replace(&mut formulas.values, written);
        let numbers = formulas.numbers.len();
        let (problems, is_hidden) = (self.problems.list.len(), self.problems.content_is_hidden);
        let found = read(self);
        self.problems.list.truncate(problems);
        self.problems.content_is_hidden = is_hidden;
        let formulas = &mut self.parameters.formulas;
        formulas.numbers.truncate(numbers);
        let written = std::mem::replace(&mut formulas.values, now);
        self.parameters.as_written = Some(written);
        Some(found)
    }

    /// The spread that a table states of a number which stands beside it as a node and is worth this much.
    pub fn spread_around(
        &mut self,
        scope: Scope<'_>,
        table: &Node<'_>,
        plain: Option<&Unit>,
        (node, now): (&Node<'_>, Option<&Quantity>),
    ) -> Option<Spread> {
        let own = spread(self, scope, table, plain)?;
        let Some(now) = now else {
            return Some(own);
        };
        let before = self.as_written(|reader| {
            let number = reader.number_of(node, plain)?;
            Some((number, spread(reader, scope, table, plain)?))
        });
        let owner = scope.owner().unwrap_or_else(|| "the model".to_owned());
        match before.flatten() {
            Some(before) => self.carry(&owner, own, now, before),
            None => Some(own),
        }
    }

    /// A spread as it is around what stands for a number, from what it is around the number as written; `None` where it is left
    /// behind.
    pub fn carry(
        &mut self,
        owner: &str,
        own: Spread,
        now: &Quantity,
        (before, written): (Quantity, Spread),
    ) -> Option<Spread> {
        let stands_still = before == *now && own == written;
        // Corners that are computed from parameters move by themselves.
        let moves_itself = own != written && own.check(now).is_ok();
        if stands_still || moves_itself || written.check(&before).is_err() {
            return Some(own);
        }
        let carried = &mut self.parameters.carried;
        carried.along(owner, &written, (&before, now))
    }

    /// The number of a node: a plain one in the unit of those that are written without.
    fn number_of(&mut self, node: &Node<'_>, plain: Option<&Unit>) -> Option<Quantity> {
        let text = node.text()?;
        let value = if is_expression(text) {
            self.parameters.value(text).ok()?
        } else if plain.is_some() {
            ParameterValue::number(plainly(text).parse().ok()?)
        } else {
            return text.parse().ok();
        };
        match plain {
            Some(unit) => Some(Quantity::new(value.to_number().ok()?, unit.clone())),
            None => value.to_quantity().ok(),
        }
    }
}
