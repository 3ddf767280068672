//! What a reader of a communication workbook should know, gathered while it is read.

use std::collections::BTreeMap;

use cfp_core::Finding;

use super::cells::At;

/// The most names that a finding repeats.
const NAMED: usize = 5;

/// What can be found, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// The version.
    Template,
    /// A year before the definitive period.
    EarlyYear,
    /// A period that is no calendar year.
    Period,
    /// Goods that 2547 does not count by tonnes.
    PerTonne,
    /// Goods whose content the workbook does not tell.
    NoContent,
    /// A process that includes its precursors.
    Joint,
    /// Processes of which no goods are listed.
    NoGoods,
    /// Routes by words.
    Routes,
    /// Emission factors of electricity and heat.
    EnergyFactors,
    /// Electricity that is made.
    Exported,
    /// Attributed emissions below zero.
    BelowZero,
    /// Heat or waste gas behind a selection that says there is none.
    Deselected,
    /// Amounts that do not balance.
    Unbalanced,
    /// Precursors whose indirect emissions are not split.
    NotSplit,
    /// Default values of the transitional period.
    Default,
    /// Values without a source.
    NoSource,
    /// Precursors of one category.
    Apart,
    /// Biomass.
    Biomass,
    /// Biomass in the hidden column.
    HiddenBiomass,
    /// Biomass of N2O.
    BiomassOfN2O,
    /// Factors that the method of the row does not use.
    NotUsed,
    /// A current efficiency as a fraction.
    CurrentEfficiency,
    /// No collection efficiency.
    NoCollection,
}

/// The code, the message with a place for what it was found of, and the hint of each.
const TEXTS: [(Note, &str, &str, &str); 23] = [
    (
        Note::Template,
        "transitional-template",
        "the workbook is template V{} of the transitional period, with the method of Implementing Regulation (EU) 2023/1773",
        "its data are taken and its results only compared: embedded emissions are computed by 2547",
    ),
    (
        Note::EarlyYear,
        "data-of-transitional-period",
        "the data are of {}, and declarations are of goods made in 2026 or later",
        "take data of 2026 or later for a declaration (2547 Article 7)",
    ),
    (
        Note::Period,
        "not-a-calendar-year",
        "the data are of {}, which is no calendar year",
        "state the data of a calendar year; they are taken as those of the year in which the period ends",
    ),
    (
        Note::PerTonne,
        "workbook-per-tonne",
        "the workbook counts {} by tonnes, and 2547 by the clinker or nitrogen contained",
        "compare the figures per tonne, not those per functional unit (2547 Article 4(4) and (5))",
    ),
    (
        Note::NoContent,
        "content-not-told",
        "the workbook does not say how much clinker or nitrogen {} contains",
        "state it in `Summary_Products`, or as `content` of the goods",
    ),
    (
        Note::Joint,
        "joint-process",
        "a process includes its precursors: {}",
        "2547 Article 4(9) allows it where no precursor is sold or used elsewhere",
    ),
    (
        Note::NoGoods,
        "process-without-goods",
        "no goods are listed of a process, and its electricity counts for what is made of them: {}",
        "list what it makes, with its CN code, in `Summary_Products`: of goods of Annex II it does not count (2547 Annex I point 3.1)",
    ),
    (
        Note::Routes,
        "routes-by-words",
        "production routes are told by words: {}",
        "state the letter of Implementing Regulation (EU) 2025/2620, which decides the benchmark, as `route`",
    ),
    (
        Note::EnergyFactors,
        "energy-factors-as-stated",
        "emission factors of electricity and heat are as the workbook states them: {}",
        "2547 takes the default of the country unless evidence is kept (Annex II point D.4.3), and for heat Annex III point A.2.2",
    ),
    (
        Note::Exported,
        "electricity-exported-only",
        "the workbook tells the electricity that leaves a process, and not all that is made: {}",
        "state all that is made as `electricity_produced`, whoever uses it (2547 Annex III Equation 55)",
    ),
    (
        Note::BelowZero,
        "workbook-below-zero",
        "attributed direct emissions are negative in the workbook, and zero by 2547: {}",
        "expect higher figures than those of the workbook",
    ),
    (
        Note::Deselected,
        "deselected-but-stated",
        "heat or waste gas is stated where the workbook's selection says that there is none: {}",
        "they count, as in the workbook's own results; clear the cells if they should not",
    ),
    (
        Note::Unbalanced,
        "amounts-do-not-balance",
        "what is made or bought is not what is used: {}",
        "look at the control cells, and correct the amounts",
    ),
    (
        Note::NotSplit,
        "indirect-not-split",
        "the workbook does not say which part of indirect emissions counts: {}",
        "state `see_indirect_counted` of precursors of Annex II (2547 Annex I point 3.1)",
    ),
    (
        Note::Default,
        "transitional-default",
        "default values are as the workbook states them: {}",
        "those of the transitional period have no mark-up: put `default = true` in the place of `default_value` for those in force",
    ),
    (
        Note::NoSource,
        "origin-of-value-not-stated",
        "whether a value is measured or a default is not stated, and it counts as measured: {}",
        "choose the source of the value in `E_PurchPrec`",
    ),
    (
        Note::Apart,
        "precursors-kept-apart",
        "precursors of one category are kept apart: {}",
        "precursors of one CN code count by their average over the installation (2547 Article 14(2)): put their deliveries together",
    ),
    (
        Note::Biomass,
        "biomass-as-stated",
        "biomass counts zero as in the workbook: {}",
        "keep the evidence that it meets the criteria; without it biomass counts as fossil (2547 Annex II point B.3.3)",
    ),
    (
        Note::HiddenBiomass,
        "hidden-biomass",
        "biomass that does not meet the criteria stands in a hidden column, which the workbook does not use: {}",
        "look whether the biomass content of the row includes it: that part does not count zero",
    ),
    (
        Note::BiomassOfN2O,
        "biomass-of-n2o",
        "the workbook takes biomass off N2O, and here N2O counts whole: {}",
        "clear the biomass content",
    ),
    (
        Note::NotUsed,
        "factor-not-used",
        "the method of the row does not use what stands here, and it is left out: {}",
        "clear the cells, or choose the method that is meant",
    ),
    (
        Note::CurrentEfficiency,
        "current-efficiency-as-fraction",
        "a current efficiency is a part of 1, which makes the workbook's own emissions a hundredfold: {}",
        "it is read as percent, as 2547 Annex II Equation 24 asks; expect lower figures than those of the workbook",
    ),
    (
        Note::NoCollection,
        "collection-efficiency-not-stated",
        "no collection efficiency is stated, and it counts as 1, as in the workbook: {}",
        "state the measured efficiency (2547 Annex II Equation 20)",
    ),
];

/// What was found, and of what.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<Note, Vec<String>>);

impl Notes {
    /// Something of this name, in backticks.
    pub fn name(&mut self, note: Note, name: &str) {
        self.add(note, format!("`{name}`"));
    }

    /// A cell.
    pub fn cell(&mut self, note: Note, at: At) {
        self.add(note, at.to_string());
    }

    /// Whatever words.
    pub fn add(&mut self, note: Note, words: String) {
        let found = self.0.entry(note).or_default();
        if !found.contains(&words) {
            found.push(words);
        }
    }

    /// The findings, each once.
    pub fn findings(&self) -> Vec<Finding> {
        let texts = TEXTS.iter();
        let found = texts.filter_map(|(note, code, message, hint)| {
            let of = listed(self.0.get(note)?);
            Some(Finding::new(code, message.replace("{}", &of), *hint))
        });
        found.collect()
    }
}

fn listed(of: &[String]) -> String {
    if of.len() <= NAMED {
        return of.join(", ");
    }
    let left = of.len() - NAMED;
    format!("{} and {left} more", of[..NAMED].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_has_its_texts_and_a_code_of_its_own() {
        assert!(TEXTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(TEXTS.last().map(|last| last.0), Some(Note::NoCollection));
        assert_eq!(TEXTS.len(), Note::NoCollection as usize + 1);
        let mut codes: Vec<&str> = TEXTS.iter().map(|(_, code, ..)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), TEXTS.len());
        assert!(
            TEXTS
                .iter()
                .all(|(_, _, message, _)| message.matches("{}").count() == 1)
        );
    }

    #[test]
    fn many_names_end_early() {
        let names: Vec<String> = (1..=7).map(|number| number.to_string()).collect();
        assert_eq!(listed(&names), "1, 2, 3, 4, 5 and 2 more");
        assert_eq!(listed(&names[..2]), "1, 2");
    }
}
