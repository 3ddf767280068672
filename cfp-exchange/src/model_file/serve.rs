//! Looks up what supplies each consumer: the supply's region and year, else the consuming
//! process's, else the model's.

use std::collections::BTreeMap;

use cfp_core::{Process, Region, Supply, SystemBuilder, Unit, Verb, Written, Year};
use cfp_factors::{FactorProblem, Registry};

use super::build::Options;
use super::computed::unreadable;
use super::supply::{LookUp, Serves, StatedSupply};
use super::{Consumer, Stated};

/// A look-up that failed, or several problems of one.
#[derive(Debug)]
pub(super) struct FailedLookUp {
    pub flow: String,
    /// A process that needs it.
    pub process: Option<String>,
    pub problem: FactorProblem,
}

/// Answers every need for a supply.
pub(super) struct Server<'a> {
    pub registry: &'a Registry,
    pub options: &'a Options,
    pub stated: &'a Stated,
    /// The product that is asked for, which may itself be a supply.
    pub product: Option<&'a str>,
    pub failed: Vec<FailedLookUp>,
    /// Flows whose supply only keeps linking from telling that it is absent.
    pub stand_ins: Vec<String>,
}

/// What a look-up is made with; `None` stands for what is not stated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    region: Option<String>,
    year: Option<u16>,
    unit: Option<String>,
}

/// The distinct answers for one supply.
#[derive(Default)]
struct Answers {
    supplies: Vec<Supply>,
    by_question: BTreeMap<Question, Option<usize>>,
    /// How many processes an answer serves, and which.
    served: Vec<Vec<usize>>,
    failed: bool,
}

impl Server<'_> {
    /// The builder with every supply of the model.
    pub fn add_to(
        &mut self,
        mut builder: SystemBuilder,
        mut needs: Vec<Consumer>,
    ) -> SystemBuilder {
        needs.sort_by_key(|consumer| consumer.supply);
        let stated = self.stated;
        for (index, supply) in stated.supplies.iter().enumerate() {
            let start = needs.partition_point(|consumer| consumer.supply < index);
            let end = needs.partition_point(|consumer| consumer.supply <= index);
            builder = match &supply.serves {
                Serves::Stated(figure) => builder.supply(&supply.flow, figure.as_ref().clone()),
                Serves::Unreadable => self.stand_in(builder, &supply.flow),
                Serves::Factor(look_up) => {
                    self.look_up(builder, supply, look_up, &needs[start..end])
                }
            };
        }
        builder
    }

    fn stand_in(&mut self, builder: SystemBuilder, flow: &str) -> SystemBuilder {
        self.stand_ins.push(flow.to_owned());
        builder.supply(flow, Supply::of(Err(unreadable())))
    }

    fn look_up(
        &mut self,
        mut builder: SystemBuilder,
        supply: &StatedSupply,
        look_up: &LookUp,
        needs: &[Consumer],
    ) -> SystemBuilder {
        let mut answers = Answers::default();
        let mut last = None;
        for need in needs {
            if last != Some(need.process) {
                last = Some(need.process);
                let process = &self.stated.processes[need.process];
                if let Some(answer) = self.answer(
                    &mut answers,
                    supply,
                    look_up,
                    Some(process),
                    need.unit.as_ref(),
                ) {
                    answers.served[answer].push(need.process);
                }
            }
        }
        let own = (needs.is_empty() || self.is_asked_for(&supply.flow))
            .then(|| self.answer(&mut answers, supply, look_up, None, None));
        if answers.failed {
            return self.stand_in(builder, &supply.flow);
        }
        let largest = || {
            (0..answers.served.len())
                .rev()
                .max_by_key(|&a| answers.served[a].len())
        };
        let common = own.flatten().or_else(largest);
        for (answer, figure) in answers.supplies.into_iter().enumerate() {
            if common == Some(answer) {
                builder = builder.supply(&supply.flow, figure);
                continue;
            }
            for &process in &answers.served[answer] {
                let name = self.stated.processes[process].name();
                builder = builder.supply_for(name, &supply.flow, figure.clone());
            }
        }
        builder
    }

    /// Whether the demand is for the supply itself.
    fn is_asked_for(&self, flow: &str) -> bool {
        let makes = |process: &Process| {
            let mut exchanges = process.exchanges();
            exchanges
                .any(|(verb, made, _)| matches!(verb, Verb::Makes | Verb::Treats) && made == flow)
        };
        self.product == Some(flow)
            && (self.options.asks_for_supply() || !self.stated.processes.iter().any(makes))
    }

    /// The answer for a consumer, by its number; `None` when there is none.
    fn answer(
        &mut self,
        answers: &mut Answers,
        supply: &StatedSupply,
        look_up: &LookUp,
        process: Option<&Process>,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        let Ok((region, year)) = self.place_of(look_up, process) else {
            answers.failed = true;
            return None;
        };
        let question = Question {
            region,
            year,
            unit: unit.map(|unit| unit.symbol().to_owned()),
        };
        if let Some(answer) = answers.by_question.get(&question) {
            return *answer;
        }
        let answer = match self.ask(look_up, &question, unit) {
            Ok(found) => {
                let known = answers.supplies.iter().position(|known| *known == found);
                Some(known.unwrap_or_else(|| {
                    answers.supplies.push(found);
                    answers.served.push(Vec::new());
                    answers.supplies.len() - 1
                }))
            }
            Err(problems) => {
                answers.failed = true;
                let process = process.map(|process| process.name().to_owned());
                self.failed
                    .extend(problems.into_iter().map(|problem| FailedLookUp {
                        flow: supply.flow.clone(),
                        process: process.clone(),
                        problem,
                    }));
                None
            }
        };
        answers.by_question.insert(question, answer);
        answer
    }

    fn ask(
        &self,
        look_up: &LookUp,
        question: &Question,
        unit: Option<&Unit>,
    ) -> Result<Supply, Vec<FactorProblem>> {
        let mut query = self.options.widen(look_up.query.clone());
        if let Some(region) = &question.region {
            query = query.region(region);
        }
        if let Some(year) = question.year {
            query = query.year(year);
        }
        if let Some(unit) = unit {
            query = query.per(unit.clone());
        }
        let found = self.registry.find(query);
        found
            .map(|factor| factor.supply())
            .map_err(cfp_factors::Error::into_problems)
    }

    /// The region and year of a look-up; an error when what should state them cannot be read.
    fn place_of(
        &self,
        look_up: &LookUp,
        process: Option<&Process>,
    ) -> Result<(Option<String>, Option<u16>), ()> {
        let region = match (&look_up.region, process.and_then(Process::stated_region)) {
            (Some(region), _) => Some(region.clone()),
            (None, Some(written)) => Some(readable(written)?.code().to_owned()),
            (None, None) if self.stated.region_is_unreadable => return Err(()),
            (None, None) => self
                .stated
                .region
                .as_ref()
                .map(|region: &Region| region.code().to_owned()),
        };
        let year = match (look_up.year, process.and_then(Process::stated_year)) {
            (Some(year), _) => Some(year),
            (None, Some(written)) => Some(readable(written)?.number()),
            (None, None) if self.stated.year_is_unreadable => return Err(()),
            (None, None) => self.stated.year.map(Year::number),
        };
        Ok((region, year))
    }
}

fn readable<T>(written: &Written<T>) -> Result<&T, ()> {
    written.as_ref().map_err(|_| ())
}
