//! Looks up what supplies each consumer: the supply's region and year, else the consuming
//! process's, else the model's.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cfp_core::{Electricity, Process, Region, Supply, SystemBuilder, Unit, Verb, Written, Year};
use cfp_factors::{FactorProblem, Registry};

use super::build::Options;
use super::carry::Carried;
use super::computed::unreadable;
use super::nested::Nested;
use super::problems::Scope;
use super::supply::{LookUp, Reference, Remarks, Serves, StatedSupply, Treated};
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
    /// The footprints of the files that supplies name.
    pub files: &'a [(Reference, Nested)],
    pub failed: Vec<FailedLookUp>,
    /// Flows whose supply only keeps linking from telling that it is absent.
    pub stand_ins: Vec<String>,
    /// The spreads that are moved to where a scenario has the figure.
    pub carried: RefCell<Carried>,
}

/// For whom something is looked up; `None` stands for what is not stated, an error for what cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    flow: String,
    region: Result<Option<String>, ()>,
    year: Result<Option<u16>, ()>,
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

impl<'a> Server<'a> {
    /// A server of a model that is asked for a product, with the footprints of the files that supplies name.
    pub fn new(
        (registry, options): (&'a Registry, &'a Options),
        stated: &'a Stated,
        product: Option<&'a str>,
        files: &'a [(Reference, Nested)],
    ) -> Self {
        Self {
            registry,
            options,
            stated,
            product,
            files,
            failed: Vec::new(),
            stand_ins: Vec::new(),
            carried: RefCell::default(),
        }
    }
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
            builder = if supply.is_looked_up() {
                self.look_up(builder, supply, &needs[start..end])
            } else {
                match self.answer_alone(&supply.flow, &supply.serves) {
                    Some(figure) => builder.supply(&supply.flow, figure),
                    None => self.stand_in(builder, &supply.flow),
                }
            };
        }
        for (flow, serves) in &stated.estimates {
            if let Some(figure) = self.answer_alone(flow, serves) {
                builder = builder.cut_off_estimated(flow, figure);
            }
        }
        builder
    }

    fn stand_in(&mut self, builder: SystemBuilder, flow: &str) -> SystemBuilder {
        self.stand_ins.push(flow.to_owned());
        builder.supply(flow, Supply::of(Err(unreadable())))
    }

    /// The answer that does not depend on who asks.
    fn answer_alone(&mut self, flow: &str, serves: &Serves) -> Option<Supply> {
        let question = self.question(flow, None, None);
        match self.resolve(serves, &question, None) {
            Ok(found) => Some(found),
            Err(problems) => {
                self.fail(flow, None, problems);
                None
            }
        }
    }

    fn fail(&mut self, flow: &str, process: Option<&str>, problems: Vec<FactorProblem>) {
        let failed = problems.into_iter().map(|problem| FailedLookUp {
            flow: flow.to_owned(),
            process: process.map(str::to_owned),
            problem,
        });
        self.failed.extend(failed);
    }

    fn look_up(
        &mut self,
        mut builder: SystemBuilder,
        supply: &StatedSupply,
        needs: &[Consumer],
    ) -> SystemBuilder {
        let mut answers = Answers::default();
        let mut last = None;
        for need in needs {
            if last != Some(need.process) {
                last = Some(need.process);
                let process = &self.stated.processes[need.process];
                let unit = need.unit.as_ref();
                if let Some(answer) = self.answer(&mut answers, supply, Some(process), unit) {
                    answers.served[answer].push(need.process);
                }
            }
        }
        let own = (needs.is_empty() || self.is_asked_for(&supply.flow))
            .then(|| self.answer(&mut answers, supply, None, None));
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
        process: Option<&Process>,
        unit: Option<&Unit>,
    ) -> Option<usize> {
        let question = self.question(&supply.flow, process, unit);
        if let Some(answer) = answers.by_question.get(&question) {
            return *answer;
        }
        let answer = match self.resolve(&supply.serves, &question, unit) {
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
                self.fail(&supply.flow, process.map(Process::name), problems);
                None
            }
        };
        answers.by_question.insert(question, answer);
        answer
    }

    /// What supplies a consumer, or why that cannot be had; nothing is said of what is told already.
    fn resolve(
        &self,
        serves: &Serves,
        question: &Question,
        unit: Option<&Unit>,
    ) -> Result<Supply, Vec<FactorProblem>> {
        let (supply, remarks) = match serves {
            Serves::Unreadable => return Err(Vec::new()),
            Serves::Factor(look_up, remarks) => (self.ask(look_up, question, unit)?, remarks),
            Serves::Stated(supply, remarks) => (supply.as_ref().clone(), remarks),
            Serves::File(reference, remarks) => {
                let mut files = self.files.iter();
                let found = files.find(|(known, _)| known.is_same(reference));
                let (_, nested) = found.ok_or_else(Vec::new)?;
                (nested.supply.clone(), remarks)
            }
            Serves::Mix(members) => {
                let mut mixed = Vec::with_capacity(members.len());
                let mut problems = Vec::new();
                for (share, member) in members {
                    match self.resolve(member, question, unit) {
                        Ok(supply) => mixed.push((share.clone(), supply)),
                        Err(found) => problems.extend(found),
                    }
                }
                return if mixed.len() == members.len() {
                    Ok(Supply::of_mix(mixed))
                } else {
                    Err(problems)
                };
            }
        };
        self.remarked(supply, remarks, question, unit)
    }

    /// The supply with what is said of it.
    fn remarked(
        &self,
        supply: Supply,
        remarks: &Remarks,
        question: &Question,
        unit: Option<&Unit>,
    ) -> Result<Supply, Vec<FactorProblem>> {
        let supply = self.fitted(remarks.on(supply), remarks, &question.flow);
        let Some(treated) = &remarks.electricity else {
            return Ok(supply);
        };
        let Treated {
            treatment,
            instrument,
            period,
            volume,
            location_based,
        } = treated;
        let mut electricity = Electricity::new(*treatment);
        if let Some(instrument) = instrument {
            electricity = electricity.instrument(instrument);
        }
        if let Some(period) = period {
            electricity = electricity.period(period);
        }
        if let Some(volume) = volume {
            electricity = electricity.of_volume(volume.clone());
        }
        if let Some(grid) = location_based {
            electricity = electricity.location_based(self.resolve(grid, question, unit)?);
        }
        Ok(supply.electricity(electricity))
    }

    /// A supply whose spread is around its figure. That of a figure which a scenario finds elsewhere need not be: then it is moved
    /// there, since no spread stops a scenario.
    fn fitted(&self, supply: Supply, remarks: &Remarks, flow: &str) -> Supply {
        let (Some(spread), Some(figure)) = (&remarks.spread, supply.stated_figure()) else {
            return supply;
        };
        if self.options.chosen().is_nothing() || spread.check(figure).is_ok() {
            return supply;
        }
        let Ok(around) = spread.around(figure) else {
            return supply;
        };
        let owner = Scope::Supply(flow).owner().unwrap_or_default();
        let mut carried = self.carried.borrow_mut();
        carried.forget(&owner);
        carried.note_around(&owner, &around, figure);
        supply.spread(around)
    }

    fn ask(
        &self,
        look_up: &LookUp,
        question: &Question,
        unit: Option<&Unit>,
    ) -> Result<Supply, Vec<FactorProblem>> {
        let mut query = self.options.widen(look_up.query.clone());
        let told_already = |()| Vec::new();
        let region = match &look_up.region {
            Some(region) => Some(region.clone()),
            None => question.region.clone().map_err(told_already)?,
        };
        if let Some(region) = &region {
            query = query.region(region);
        }
        let year = match look_up.year {
            Some(year) => Some(year),
            None => question.year.map_err(told_already)?,
        };
        if let Some(year) = year {
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

    /// Where and when a consumer needs something.
    fn question(&self, flow: &str, process: Option<&Process>, unit: Option<&Unit>) -> Question {
        let stated = self.stated;
        let region = match process.and_then(Process::stated_region) {
            Some(written) => readable(written).map(|region| Some(region.code().to_owned())),
            None if stated.region_is_unreadable => Err(()),
            None => {
                let region = stated.region.as_ref();
                Ok(region.map(|region: &Region| region.code().to_owned()))
            }
        };
        let year = match process.and_then(Process::stated_year) {
            Some(written) => readable(written).map(|year| Some(year.number())),
            None if stated.year_is_unreadable => Err(()),
            None => Ok(stated.year.map(Year::number)),
        };
        Question {
            flow: flow.to_owned(),
            region,
            year,
            unit: unit.map(|unit| unit.symbol().to_owned()),
        }
    }
}

fn readable<T>(written: &Written<T>) -> Result<&T, ()> {
    written.as_ref().map_err(|_| ())
}
