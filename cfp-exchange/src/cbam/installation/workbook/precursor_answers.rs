//! What the operator's reports say of precursors: items 18 to 28 of 2547 Annex IV point 1.1.

use cfp_core::Amount;
use cfp_core::cbam::PrecursorValue;

use super::answers::{Answer, Known, figure, none_of, text};
use super::precursors::{basis, values};
use crate::cbam::installation::ledger::{NOT_STATED, Term};

impl Known<'_> {
    /// Tonnes of the precursors that the processes use.
    pub fn uses(&self, is_own: bool) -> Vec<Answer> {
        let mut answers = Vec::new();
        for process in &self.way.processes {
            for used in process.precursors.iter().filter(|one| one.is_own == is_own) {
                let what = format!("{} in {}", used.name, process.name);
                let tonnes = Term::number(used.tonnes);
                answers.push(figure(what, tonnes, used.tonnes, "t").see("sheet Precursors"));
            }
        }
        none_of(answers, "Precursors")
    }

    /// Tonnes of each precursor in all.
    pub fn precursor_totals(&self, is_own: bool) -> Vec<Answer> {
        let mut totals: Vec<(&str, Option<Amount>)> = Vec::new();
        let uses = self.way.processes.iter().flat_map(|one| &one.precursors);
        for used in uses.filter(|one| one.is_own == is_own) {
            match totals.iter_mut().find(|(name, _)| *name == used.name) {
                Some((_, sum)) => *sum = sum.and_then(|sum| sum.plus(used.tonnes).ok()),
                None => totals.push((&used.name, Some(used.tonnes))),
            }
        }
        let each = totals.into_iter().map(|(name, tonnes)| {
            figure(
                name,
                tonnes.map_or_else(Term::missing, Term::number),
                None,
                "t",
            )
            .see("sheet Precursors")
        });
        none_of(each.collect(), "Precursors")
    }

    /// Deliveries with default values, or those with actual ones.
    pub fn deliveries(&self, by_default: bool) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (precursor, said) in self.inputs.precursors.iter().zip(&self.stated.precursor) {
            for (delivery, said) in precursor.deliveries.iter().zip(&said.delivery) {
                let is_default = matches!(delivery.value, PrecursorValue::Default(_));
                if is_default != by_default {
                    continue;
                }
                let values = values(delivery).0;
                let country = said.country.as_deref().unwrap_or(NOT_STATED);
                let year = said.year.unwrap_or(self.stated.year);
                let said = format!(
                    "direct {}, indirect {} t CO2e per t; {}; country {country}; year of production {year}",
                    values.direct.value_text(),
                    values.indirect.value_text(),
                    basis(delivery),
                );
                let what = format!(
                    "{} {} of {}",
                    precursor.cn, precursor.name, delivery.supplier
                );
                answers.push(text(what, said).see("sheet Precursors"));
            }
        }
        none_of(answers, "Precursors that were bought")
    }

    /// What was taken for each precursor that was bought, and how its suppliers were combined.
    pub fn pooled(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (process, stated) in self.way.processes.iter().zip(&self.stated.process) {
            for (used, taken) in process.precursors.iter().zip(&stated.takes) {
                if used.is_own {
                    continue;
                }
                let how = if taken.only.is_empty() {
                    "average of all deliveries (Article 14(2))"
                } else {
                    "by evidence (Article 14(3))"
                };
                let said = format!(
                    "direct {}, indirect {} t CO2e per t; {how}",
                    used.see_direct.significant(10),
                    used.see_indirect.significant(10),
                );
                let what = format!("{} in {}", used.name, process.name);
                answers.push(text(what, said).see("sheet Precursors"));
            }
        }
        none_of(answers, "Precursors that were bought")
    }
}
