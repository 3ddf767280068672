//! What the operator's reports say, item by item of 2547 Annex IV.

use cfp_core::cbam::{Embedded, StreamMethod, reported_total};
use cfp_core::{Amount, Quantity};

use super::goods::{self, of_good};
use super::inputs::{Inputs, number};
use super::processes::{Line, cell};
use super::sources::Sources;
use crate::cbam::installation::StatedInstallation;
use crate::cbam::installation::items::ITEMS;
use crate::cbam::installation::ledger::{NOT_STATED, Page, Term};

/// One line below an item.
#[derive(Debug)]
pub(super) struct Answer {
    pub what: String,
    pub said: Said,
    pub unit: String,
    pub see: String,
}

/// What it says.
#[derive(Debug)]
pub(super) enum Said {
    Text(String),
    /// A formula, with its exact result where that is known.
    Figure(Term, Option<Amount>),
}

/// A line with a text.
pub(super) fn text(what: impl Into<String>, said: impl Into<String>) -> Answer {
    let said = said.into();
    let said = if said.trim().is_empty() {
        NOT_STATED.to_owned()
    } else {
        said
    };
    Answer {
        what: what.into(),
        said: Said::Text(said),
        unit: String::new(),
        see: String::new(),
    }
}

/// A line with a figure.
pub(super) fn figure(
    what: impl Into<String>,
    term: Term,
    result: impl Into<Option<Amount>>,
    unit: &str,
) -> Answer {
    Answer {
        what: what.into(),
        said: Said::Figure(term, result.into()),
        unit: unit.to_owned(),
        see: String::new(),
    }
}

impl Answer {
    pub fn see(mut self, sheet: &str) -> Self {
        sheet.clone_into(&mut self.see);
        self
    }
}

/// Writes the items of a report with their lines.
pub(super) fn write(page: &mut Page, items: &[(&str, &str, Vec<Answer>)]) {
    page.titles(&[
        "Item",
        "What it asks",
        "Of",
        "Answer",
        "Unit",
        "Where it is computed or stated",
    ]);
    for (item, asks, answers) in items {
        for answer in answers {
            let mut row = page.row();
            row.text(item).text(asks).text(&answer.what);
            match &answer.said {
                Said::Text(said) => {
                    row.text(said);
                }
                Said::Figure(term, result) => {
                    row.formula_or(term, *result);
                }
            }
            row.text(&answer.unit).text(&answer.see);
            row.end(6);
        }
    }
}

/// What the answers are made of.
pub(super) struct Known<'i> {
    pub stated: &'i StatedInstallation,
    pub inputs: &'i Inputs,
    pub way: &'i Embedded,
    pub sources: &'i Sources,
}

/// Texts in one cell.
pub(super) fn joined(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().collect::<Vec<_>>().join("; ")
}

/// The five with the largest figures.
fn five(mut of: Vec<(Amount, String)>) -> String {
    of.sort_by(|left, right| right.0.rank(&left.0));
    joined(of.into_iter().take(5).map(|(_, text)| text))
}

pub(super) fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

impl Known<'_> {
    /// What the operator states of an item of the report.
    pub fn said(&self, key: &str) -> Answer {
        let known = ITEMS.iter().find(|(item, _)| *item == key);
        let what = known.map_or(key, |(_, [english, _])| english);
        let said = self.stated.report.get(key);
        text(what, said.map_or(NOT_STATED, String::as_str)).see("as the operator states it")
    }

    pub fn all_said(&self, keys: &[&str]) -> Vec<Answer> {
        keys.iter().map(|key| self.said(key)).collect()
    }

    pub fn installation(&self) -> Vec<Answer> {
        let name = self.stated.name.as_deref().unwrap_or(NOT_STATED);
        let mut answers = vec![text("Name of the installation", name)];
        let keys = [
            "installation_id",
            "unlocode",
            "installation_address",
            "coordinates",
        ];
        answers.extend(self.all_said(&keys));
        answers.push(text(
            "Country",
            self.stated.country.as_deref().unwrap_or(NOT_STATED),
        ));
        answers.push(text("Reporting year", self.stated.year.to_string()));
        answers
    }

    pub fn processes(&self) -> Vec<Answer> {
        let processes = self.stated.process.iter();
        let each = processes.map(|process| {
            let goods = process.goods.iter().map(|good| {
                let routes = good.route.iter().chain(good.routes.keys());
                let routes = joined(routes.cloned());
                let routes = if routes.is_empty() {
                    NOT_STATED
                } else {
                    &routes
                };
                let name = good.name.as_deref().unwrap_or_default();
                format!("{} {name} (routes: {routes})", good.cn)
            });
            text(process.name.as_str(), joined(goods))
        });
        each.collect()
    }

    pub fn largest_goods(&self) -> Vec<Answer> {
        let processes = self.stated.process.iter();
        let each = processes.map(|process| {
            let goods = process.goods.iter().map(|good| {
                let tonnes = good
                    .produced
                    .as_ref()
                    .and_then(|text| text.parse::<Quantity>().ok());
                let tonnes = tonnes.and_then(|quantity| number(&quantity, "t"));
                let produced = good
                    .produced
                    .as_deref()
                    .unwrap_or("amount by itself not stated");
                (
                    tonnes.unwrap_or_default(),
                    format!("{}: {produced}", good.cn),
                )
            });
            text(process.name.as_str(), five(goods.collect()))
        });
        each.collect()
    }

    pub fn largest_fuels(&self) -> Vec<Answer> {
        let streams = self
            .way
            .streams
            .iter()
            .filter(|one| one.method == StreamMethod::Combustion);
        let fuels = streams.map(|one| {
            let energy = one.energy.unwrap_or_default();
            (
                energy,
                format!("{}: {} TJ", one.name, energy.significant(6)),
            )
        });
        vec![text("Fuels", none(five(fuels.collect()), "no fuels are stated")).see("sheet Sources")]
    }

    pub fn largest_materials(&self) -> Vec<Answer> {
        let streams = self
            .way
            .streams
            .iter()
            .filter(|one| one.method != StreamMethod::Combustion);
        let materials = streams.map(|one| {
            let text = format!("{}: {} t CO2", one.name, one.emissions.significant(6));
            (one.emissions.magnitude(), text)
        });
        let materials = none(five(materials.collect()), "no materials are stated");
        vec![text("Materials", materials).see("sheet Sources")]
    }

    pub fn measurement(&self) -> Vec<Answer> {
        let measured = self.inputs.measured.iter().zip(&self.way.measured);
        let measured = measured.map(|(source, row)| {
            let emissions = row.emissions.significant(10);
            let text = format!("{}: {} = {emissions} t CO2e", source.name, source.measured);
            (row.emissions, text)
        });
        let measured = none(
            five(measured.collect()),
            "no source is measured continuously",
        );
        vec![text("Continuous measurement", measured).see("sheet Sources")]
    }

    pub fn zero_rating(&self) -> Vec<Answer> {
        let streams = self.stated.stream.iter();
        let rated = streams.filter_map(|one| {
            let evidence = one.zero_rated.as_ref()?;
            Some(format!("{}: {evidence}", one.name))
        });
        let rated = none(joined(rated), "no zero-rated source stream is stated");
        vec![
            text("Zero-rated source streams", rated),
            self.said("zero_rating"),
        ]
    }

    pub fn co2(&self) -> Vec<Answer> {
        let transfers = self.stated.co2_transfer.iter().map(|one| {
            let received = one
                .received
                .iter()
                .map(|amount| format!("received {amount}"));
            let stored = one
                .stored
                .iter()
                .map(|amount| format!("stored or bound {amount}"));
            format!("{}: {}", one.name, joined(received.chain(stored)))
        });
        let transfers = none(joined(transfers), "no CO2 transfer is stated");
        vec![
            text("CO2 transfer", transfers).see("sheet Sources"),
            self.said("co2_receivers"),
        ]
    }

    pub fn total_direct(&self) -> Vec<Answer> {
        let total = self.sources.total.clone();
        let result = self.way.installation_direct;
        let rounded = reported_total(result).parse().unwrap_or(result);
        let stated = self.inputs.processes.iter().any(|one| one.direct.is_some());
        let mut answers = vec![
            figure("Sum of the sources", total.clone(), result, "t CO2e").see("sheet Sources"),
            figure(
                "Rounded to full tonnes",
                total.rounded(0),
                rounded,
                "t CO2e",
            )
            .see("sheet Sources"),
        ];
        if stated {
            answers.push(text("Note", "processes state emissions of their own, which may differ: see sheets Processes and Findings"));
        }
        answers
    }

    /// A figure of each process.
    pub fn each_process(
        &self,
        line: Line,
        of: fn(&cfp_core::cbam::EmbeddedProcess) -> Amount,
        unit: &str,
    ) -> Vec<Answer> {
        let processes = self.way.processes.iter().enumerate();
        let each = processes.map(|(number, process)| {
            let unit = if unit.is_empty() {
                process.functional_unit.word()
            } else {
                unit
            };
            let result = of(process);
            figure(
                process.name.as_str(),
                cell(number, line, result),
                result,
                unit,
            )
            .see("sheet Processes")
        });
        each.collect()
    }

    /// The sum of a figure over the processes, all or those outside Annex II.
    pub fn sum(
        &self,
        what: &str,
        line: Line,
        of: fn(&cfp_core::cbam::EmbeddedProcess) -> Amount,
        outside_annex_ii: bool,
        unit: &str,
    ) -> Answer {
        let processes = self.way.processes.iter().enumerate();
        let meant = processes.filter(|(_, one)| !(outside_annex_ii && one.annex_ii));
        let terms: Vec<Term> = meant
            .map(|(number, one)| cell(number, line, of(one)))
            .collect();
        if terms.is_empty() {
            return text(what, "no goods outside Annex II");
        }
        let sum = Term::sum(&terms);
        figure(what, sum, None, unit).see("sheet Processes")
    }

    /// A figure of each good.
    pub fn each_good(
        &self,
        column: usize,
        of: fn(&cfp_core::cbam::EmbeddedGood) -> Option<Amount>,
        unit: &str,
        otherwise: &str,
        outside_annex_ii: bool,
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (number, good) in self.way.goods.iter().enumerate() {
            if outside_annex_ii && self.is_annex_ii(&good.process) {
                continue;
            }
            let what = format!("{} {} ({})", good.cn, good.name, good.process);
            let unit = match unit {
                "" => format!("t CO2e per {}", good.functional_unit.word()),
                unit => unit.to_owned(),
            };
            answers.push(match of(good) {
                Some(result) => {
                    figure(what, of_good(number, column, result), result, &unit).see("sheet Goods")
                }
                None => text(what, otherwise).see("sheet Goods"),
            });
        }
        if answers.is_empty() {
            answers.push(text("Goods outside Annex II", "none"));
        }
        answers
    }

    fn is_annex_ii(&self, process: &str) -> bool {
        self.way
            .processes
            .iter()
            .any(|one| one.name == process && one.annex_ii)
    }

    pub fn see_direct(&self) -> Vec<Answer> {
        self.each_good(
            goods::DIRECT_PER_UNIT,
            |good| Some(good.see_direct_per_fu),
            "",
            "",
            false,
        )
    }

    pub fn see_indirect(&self) -> Vec<Answer> {
        self.each_good(
            goods::INDIRECT_PER_UNIT,
            |good| Some(good.see_indirect_per_fu),
            "",
            "",
            true,
        )
    }

    pub fn share_default(&self) -> Vec<Answer> {
        self.each_good(
            goods::SHARE_DEFAULT,
            |good| good.share_default,
            "1",
            "no direct emissions",
            false,
        )
    }

    pub fn sefa(&self) -> Vec<Answer> {
        self.each_good(
            goods::ALLOCATION,
            |good| good.sefa,
            "t CO2e per t",
            "not known",
            false,
        )
    }

    /// The shares of indirect emissions by actual and default values, and the confirmation.
    pub fn indirect_shares(&self) -> Vec<Answer> {
        let sources = &self.inputs.electricity;
        let actual = sources.iter().filter(|one| one.is_actual).count();
        let said = match (actual, sources.len()) {
            (_, 0) => NOT_STATED,
            (0, _) => "electricity by default factors alone",
            (some, all) if some == all => "electricity by actual factors alone",
            _ => {
                "electricity by actual and default factors: see sheet Energy for each source and process"
            }
        };
        vec![
            text("Electricity of the installation", said).see("sheet Energy"),
            text(
                "Shares of the indirect emissions, precursors included",
                "not determined by this workbook",
            ),
            text(
                "Confirmation that the criteria of Annex IV point 6 of Regulation (EU) 2023/956 are met",
                "to be confirmed by the operator",
            ),
        ]
    }

    pub fn imported_electricity(&self) -> Vec<Answer> {
        let is_electricity =
            |good: &cfp_core::cbam::EmbeddedGood| good.functional_unit.word() == "kWh";
        if self.way.goods.iter().any(is_electricity) {
            return vec![self.said("imported_electricity")];
        }
        vec![text(
            "Electricity imported into the Union",
            "not relevant: no electricity among the goods",
        )]
    }
}

pub(super) fn none(text: String, otherwise: &str) -> String {
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        text
    }
}

pub(super) fn none_of(answers: Vec<Answer>, what: &str) -> Vec<Answer> {
    if answers.is_empty() {
        vec![text(what, "none")]
    } else {
        answers
    }
}
