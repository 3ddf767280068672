//! Finds who serves each exchange, and converts every amount to the unit its supplier works in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::allocation::{Weights, causal_weights};
use super::process::Line;
use super::supply::{Intensity, key_of};
use super::system::{
    Activity, Column, CutOff, Emission, Graph, Link, Member, Part, Role, ServedSupply, SupplyKey,
    SupplyUse, Term, TermOf, shared,
};
use super::{Finding, Process, Provider, Quality, Region, Supply, Written};
use crate::amount::Amount;
use crate::error::{Error, ModelProblem, Place, Problem, ProblemKind, Verb, nearest};
use crate::name::Spellings;
use crate::quantity::Quantity;
use crate::unit::Unit;

/// The name under which CO2e of unknown composition is emitted.
pub(crate) const CO2E: &str = "CO2e";

/// Who serves an exchange.
enum Server {
    Column(usize),
    Supplies(Arc<[Member]>),
    CutOff,
}

/// Who supplies a flow: to everybody, or to one process in place of that.
#[derive(Default)]
struct SuppliesOf {
    common: Option<Arc<[Member]>>,
    own: HashMap<String, Arc<[Member]>>,
}

/// More problems than this tell nobody anything.
const MOST_TOLD: usize = 10_000;

/// How many missing suppliers get a look for a name that reads alike: the look is through all names.
const NEAREST_SOUGHT: usize = 50;

pub(super) struct Linker<'a> {
    processes: &'a [Process],
    cut_off: &'a BTreeMap<String, Option<Supply>>,
    cut_off_used: BTreeSet<String>,
    activities: Vec<Activity>,
    columns: Vec<Column>,
    /// Columns whose amount and unit could not be read.
    unreadable_columns: HashSet<usize>,
    served: HashMap<String, Vec<usize>>,
    supplies: Vec<ServedSupply>,
    supplies_of: HashMap<String, SuppliesOf>,
    supply_used: Vec<bool>,
    problems: Vec<Problem>,
}

impl<'a> Linker<'a> {
    pub fn new(processes: &'a [Process], cut_off: &'a BTreeMap<String, Option<Supply>>) -> Self {
        Self {
            processes,
            cut_off,
            cut_off_used: BTreeSet::new(),
            activities: Vec::with_capacity(processes.len()),
            columns: Vec::with_capacity(processes.len()),
            unreadable_columns: HashSet::new(),
            served: HashMap::with_capacity(processes.len()),
            supplies: Vec::new(),
            supplies_of: HashMap::new(),
            supply_used: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The graph without its processes, which the caller holds; or every problem.
    pub fn link(
        mut self,
        supplies: Vec<(SupplyKey, Supply)>,
        region: Option<&Written<Region>>,
    ) -> Result<Graph, Error> {
        self.check_names();
        if let Some(Err(kind)) = region {
            self.problem(kind.clone(), Place::model(Some("region")));
        }
        let estimates = self.read_estimates();
        for (index, process) in self.processes.iter().enumerate() {
            self.read_outputs(index, process);
        }
        self.read_supplies(supplies);
        for (index, process) in self.processes.iter().enumerate() {
            self.link_process(index, process);
        }
        let findings = self.unused();
        let commons = self.supplies_of.into_iter();
        let graph = Graph {
            processes: Vec::new(),
            activities: self.activities,
            columns: self.columns,
            supplies: self.supplies,
            served: self.served,
            common_supplies: commons
                .filter_map(|(flow, of)| Some((flow, of.common?)))
                .collect(),
            taken: self.supply_used,
            region: region
                .and_then(|region| region.as_ref().ok())
                .map(|region| region.code().to_owned()),
            estimates,
            findings,
            spellings: Spellings::default(),
        };
        Error::unless_empty(self.problems, graph)
    }

    fn problem(&mut self, kind: impl Into<ProblemKind>, place: Place) {
        self.problems.push(Problem::new(kind, place));
    }

    /// A problem of a line. Its place counts the lines before it, so that beyond a number that nobody
    /// reads through the rest is left untold.
    fn line_problem(&mut self, kind: ProblemKind, process: &Process, line: usize) {
        if self.problems.len() < MOST_TOLD {
            self.problem(kind, process.place(line));
        }
    }

    fn check_names(&mut self) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut problems = Vec::new();
        for process in self.processes {
            let count = seen.entry(&process.name).or_insert(0);
            let place = Place::occurrence(&process.name, *count);
            *count += 1;
            problems.extend(process.faults.iter().cloned());
            if process.name.trim().is_empty() {
                let kind = ModelProblem::EmptyName { what: "process" };
                problems.push(Problem::new(kind, place));
            } else if process.name == "supply" {
                problems.push(Problem::new(ModelProblem::ReservedName, place));
            } else if *count > 1 {
                problems.push(Problem::new(ModelProblem::DuplicateProcess, place));
            }
            let region = process.region.as_ref().and_then(|r| r.as_ref().err());
            let year = process.year.as_ref().and_then(|y| y.as_ref().err());
            for (kind, key) in [(region, "region"), (year, "year")] {
                if let Some(kind) = kind {
                    let place = Place::process(&process.name).at_key(key);
                    problems.push(Problem::new(kind.clone(), place));
                }
            }
        }
        self.problems.append(&mut problems);
    }

    /// The outputs of a process become columns.
    fn read_outputs(&mut self, index: usize, process: &Process) {
        let start = self.columns.len();
        let outputs = process.output_lines();
        let weights = self.weights(process, &outputs);
        let mut findings = Vec::new();
        for (&line, &weight) in outputs.iter().zip(&weights.each) {
            self.add_column(index, process, line, weight);
            if weight.is_zero() {
                findings.push(zero_weight(process, line));
            }
        }
        self.activities.push(Activity {
            columns: start..self.columns.len(),
            sum: weights.sum,
            findings,
            ..Activity::default()
        });
    }

    /// The weights of a process's outputs; ones where they cannot be had, so that linking goes on
    /// and tells what else is wrong.
    fn weights(&mut self, process: &Process, outputs: &[usize]) -> Weights {
        let ones = || Weights {
            each: vec![Amount::ONE; outputs.len()],
            sum: Amount::ONE,
        };
        let mut seen = HashSet::new();
        for &line in outputs {
            if !seen.insert((process.lines[line].verb, &process.lines[line].flow)) {
                self.problem(ModelProblem::DuplicateOutput, process.place(line));
            }
        }
        if outputs.is_empty() {
            self.problem(ModelProblem::NoReference, Place::process(&process.name));
            return ones();
        }
        let readable = |&line: &usize| process.lines[line].exchange.amount.is_ok();
        if !outputs.iter().all(readable) {
            return ones();
        }
        Weights::of(process, outputs).unwrap_or_else(|mut problems| {
            self.problems.append(&mut problems);
            ones()
        })
    }

    fn add_column(&mut self, activity: usize, process: &Process, line: usize, weight: Amount) {
        let Line {
            verb,
            flow,
            exchange,
        } = &process.lines[line];
        let (amount, unit) = match &exchange.amount {
            Ok(quantity) => (quantity.amount(), quantity.unit().clone()),
            Err(kind) => {
                self.problem(kind.clone(), process.place(line));
                self.unreadable_columns.insert(self.columns.len());
                (Amount::ONE, Unit::kilogram())
            }
        };
        if amount.is_zero() {
            self.problem(ModelProblem::ZeroReference, process.place(line));
        }
        if flow.trim().is_empty() {
            self.problem(
                ModelProblem::EmptyName { what: "flow" },
                process.place(line),
            );
        }
        let role = match verb {
            Verb::Treats => Role::Waste,
            _ => Role::Product,
        };
        let column = self.columns.len();
        match self.served.get_mut(flow) {
            Some(columns) => columns.push(column),
            None => {
                self.served.insert(flow.clone(), vec![column]);
            }
        }
        self.columns.push(Column {
            activity,
            line,
            role,
            unit,
            amount,
            weight,
            weighs_by_amount: process.weighs_by_amount(),
        });
    }

    fn read_supplies(&mut self, supplies: Vec<(SupplyKey, Supply)>) {
        for (key, stated) in supplies {
            let place = Place {
                process: key.process.clone(),
                ..Place::supply(&key.flow)
            };
            let members = self.read_supply(&key.flow, &stated, &place);
            let of = self.supplies_of.entry(key.flow).or_default();
            let former = match key.process {
                None => of.common.replace(members),
                Some(process) => of.own.insert(process, members),
            };
            if former.is_some() {
                self.problem(ModelProblem::DuplicateSupply, place);
            }
        }
    }

    /// The supplies behind one, as they will be served; none where it cannot be read.
    fn read_supply(&mut self, flow: &str, stated: &Supply, place: &Place) -> Arc<[Member]> {
        let members = stated.members().and_then(|members| {
            let members = members.into_iter();
            let figures = members.map(|(share, supply)| {
                let figure = supply.checked()?;
                let grid = supply.grid(&figure.unit)?;
                Ok((share, supply, figure, grid))
            });
            figures.collect::<Result<Vec<_>, ProblemKind>>()
        });
        let members = match members {
            Ok(members) => members,
            Err(kind) => {
                let key = key_of(&kind);
                self.problem(kind, place.clone().at_key(key));
                return Arc::from([]);
            }
        };
        let first = self.supplies.len();
        let mut shares = Vec::with_capacity(members.len());
        let members = members.into_iter().zip(stated.places());
        for (index, ((share, supply, figure, grid), steps)) in members.enumerate() {
            self.supply_used.push(false);
            self.supplies.push(ServedSupply {
                flow: flow.to_owned(),
                figure,
                grid,
                stated: supply.clone(),
                part: Part { mix: first, steps },
            });
            shares.push(Member {
                supply: first + index,
                share,
            });
        }
        shares.into()
    }

    /// What a unit of each cut-off flow would count, where that is stated.
    fn read_estimates(&mut self) -> BTreeMap<String, Intensity> {
        let mut estimates = BTreeMap::new();
        for (flow, estimate) in self.cut_off {
            match estimate.as_ref().map(Supply::checked) {
                Some(Ok(figure)) => {
                    estimates.insert(flow.clone(), figure);
                }
                Some(Err(kind)) => {
                    let place = Place::model(Some("cut_off"));
                    self.problem(kind, place);
                }
                None => {}
            }
        }
        estimates
    }

    fn link_process(&mut self, index: usize, process: &Process) {
        let outputs = process.output_lines();
        for (number, line) in process.lines.iter().enumerate() {
            let quality = line.exchange.details().quality.as_ref();
            if let Some(Err(kind)) = quality.map(Quality::checked) {
                self.line_problem(kind, process, number);
            }
            if let Some(Err(kind)) = line.checked_spread() {
                self.line_problem(kind, process, number);
            }
            if line.is_output() {
                self.note_sign(index, process, number);
                continue;
            }
            let linked = match line.verb {
                Verb::Emits | Verb::Removes => self.add_emission(index, process, &outputs, number),
                _ => self.add_link(index, process, &outputs, number),
            };
            match linked {
                Ok(()) => self.note_sign(index, process, number),
                Err(kind) => self.line_problem(kind, process, number),
            }
        }
    }

    fn note_sign(&mut self, index: usize, process: &Process, number: usize) {
        let line = &process.lines[number];
        if let Ok(quantity) = &line.exchange.amount
            && quantity.amount().is_negative()
        {
            let message = format!("{}: {quantity} is negative", process.place(number));
            let hint = "amounts are written positive and the verb carries the direction; \
                        check that this is a credit or a reversed flow on purpose";
            let finding = Finding::new("negative-amount", message, hint);
            self.activities[index].findings.push(finding);
        }
    }

    fn add_emission(
        &mut self,
        index: usize,
        process: &Process,
        outputs: &[usize],
        number: usize,
    ) -> Result<(), ProblemKind> {
        let line = &process.lines[number];
        let unit = if line.flow == CO2E {
            Unit::of_mass_co2e()
        } else {
            Unit::kilogram()
        };
        let mass_kg = line.exchange.amount.clone()?.to(&unit)?.amount();
        let category = line.exchange.details().category.clone().transpose()?;
        let removed = line.verb == Verb::Removes;
        let emission = Emission {
            line: number,
            mass_kg: if removed { mass_kg.negated() } else { mass_kg },
            removed,
            category: category.map(|c| if removed { c.when_removed() } else { c }),
            weights: causal_weights(process, outputs, line, self.activities[index].sum)?,
        };
        self.activities[index].emissions.push(emission);
        Ok(())
    }

    fn add_link(
        &mut self,
        index: usize,
        process: &Process,
        outputs: &[usize],
        number: usize,
    ) -> Result<(), ProblemKind> {
        let line = &process.lines[number];
        // A line may be wrong in its amount and in who serves it: both are told.
        let found = self.server(&process.name, line);
        let server = found.map_err(|kind| self.line_problem(kind, process, number));
        let quantity = line.exchange.amount.clone()?;
        let weights = causal_weights(process, outputs, line, self.activities[index].sum)?;
        let signed = |amount: Amount| match line.verb {
            Verb::Avoids => amount.negated(),
            _ => amount,
        };
        let Ok(server) = server else {
            return Ok(());
        };
        match server {
            Server::CutOff => {
                if let Some(Some(estimate)) = self.cut_off.get(&line.flow)
                    && let Ok(figure) = estimate.checked()
                {
                    quantity.to(&figure.unit)?;
                }
                let amount = Quantity::new(signed(quantity.amount()), quantity.unit().clone());
                self.activities[index].cut_offs.push(CutOff {
                    line: number,
                    amount,
                    weights,
                });
            }
            Server::Column(column) => {
                if self.unreadable_columns.contains(&column) {
                    return Ok(());
                }
                let amount = quantity.to(&self.columns[column].unit)?.amount();
                let need = TermOf::Link(self.activities[index].links.len());
                self.note_term(index, line, number, need);
                self.activities[index].links.push(Link {
                    line: number,
                    column,
                    amount: signed(amount),
                    weights,
                });
            }
            Server::Supplies(members) => {
                for member in members.iter() {
                    self.supply_used[member.supply] = true;
                }
                for (member, amount) in shared(&self.supplies, &members, &quantity)? {
                    let need = SupplyUse {
                        line: number,
                        supply: member.supply,
                        share: member.share,
                        amount: signed(amount),
                        weights: weights.clone(),
                    };
                    self.add_use(index, line, need);
                }
            }
        }
        Ok(())
    }

    fn add_use(&mut self, index: usize, line: &Line, need: SupplyUse) {
        let of = TermOf::Use(self.activities[index].uses.len());
        self.note_term(index, line, need.line, of);
        self.activities[index].uses.push(need);
    }

    /// Keeps which need of an activity is a term of a formula.
    fn note_term(&mut self, index: usize, line: &Line, number: usize, of: TermOf) {
        if line.exchange.details().term.is_some() {
            self.activities[index].terms.push(Term { line: number, of });
        }
    }

    /// Who serves a line, when that is one and certain.
    fn server(&mut self, process: &str, line: &Line) -> Result<Server, ProblemKind> {
        let columns = self.columns_serving(line);
        let supply = self.supply_serving(process, &line.flow);
        let processes = self.processes;
        let makers: Vec<&str> = columns
            .iter()
            .map(|&column| processes[self.columns[column].activity].name.as_str())
            .collect();
        let candidates = || -> Vec<String> {
            let names = makers
                .iter()
                .copied()
                .chain(supply.as_ref().map(|_| "supply"));
            names.map(str::to_owned).collect()
        };
        let unknown = |provider: &str| ModelProblem::UnknownProvider {
            verb: line.verb,
            provider: provider.to_owned(),
            flow: line.flow.clone(),
            candidates: candidates(),
        };
        let provider = &line.exchange.details().provider;
        if self.cut_off.contains_key(&line.flow) && provider.is_none() {
            return match candidates().into_iter().next() {
                None => {
                    self.cut_off_used.insert(line.flow.clone());
                    Ok(Server::CutOff)
                }
                Some(provider) => Err(ModelProblem::CutOffServed {
                    flow: line.flow.clone(),
                    provider,
                }
                .into()),
            };
        }
        match provider {
            Some(Provider::Supply) => supply
                .clone()
                .map(Server::Supplies)
                .ok_or_else(|| unknown("supply").into()),
            Some(Provider::Process(wanted)) => {
                let named = columns.iter().zip(&makers);
                let mut named = named.filter(|(_, name)| *name == wanted);
                match (named.next(), named.next()) {
                    (Some((&column, _)), None) => Ok(Server::Column(column)),
                    (Some(_), Some(_)) => Err(several(line, candidates())),
                    (None, _) => Err(unknown(wanted).into()),
                }
            }
            None => match (columns.as_slice(), supply.clone()) {
                ([], None) => Err(self.nobody(line)),
                ([], Some(supply)) => Ok(Server::Supplies(supply)),
                ([column], None) => Ok(Server::Column(*column)),
                _ => Err(several(line, candidates())),
            },
        }
    }

    fn nobody(&self, line: &Line) -> ProblemKind {
        let nearest = if self.problems.len() < NEAREST_SOUGHT {
            let known = self.served.keys().chain(self.supplies_of.keys());
            nearest(&line.flow, known.map(String::as_str)).map(str::to_owned)
        } else {
            None
        };
        let other_role = self
            .served
            .get(&line.flow)
            .and_then(|columns| columns.first());
        let other_role = other_role.map(|&column| {
            let process = &self.processes[self.columns[column].activity];
            process.name.clone()
        });
        ModelProblem::NoSupplier {
            verb: line.verb,
            flow: line.flow.clone(),
            nearest,
            other_role,
        }
        .into()
    }

    fn columns_serving(&self, line: &Line) -> Vec<usize> {
        let fits = |role: Role| match line.verb {
            Verb::Takes => role == Role::Product,
            Verb::Discards => role == Role::Waste,
            _ => true,
        };
        self.served
            .get(&line.flow)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&column| fits(self.columns[column].role))
            .collect()
    }

    fn supply_serving(&self, process: &str, flow: &str) -> Option<Arc<[Member]>> {
        let of = self.supplies_of.get(flow)?;
        of.own.get(process).or(of.common.as_ref()).cloned()
    }

    fn unused(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let unused = self.cut_off.keys();
        for flow in unused.filter(|flow| !self.cut_off_used.contains(*flow)) {
            let message = format!("`{flow}` is cut off, but no process has it");
            findings.push(Finding::new(
                "cut-off-unused",
                message,
                "check its spelling",
            ));
        }
        findings
    }
}

fn several(line: &Line, candidates: Vec<String>) -> ProblemKind {
    ModelProblem::SeveralSuppliers {
        flow: line.flow.clone(),
        candidates,
    }
    .into()
}

fn zero_weight(process: &Process, line: usize) -> Finding {
    let message = format!("{} has no weight in the allocation", process.place(line));
    let hint = "it carries no burden; check that this is meant";
    Finding::new("zero-weight", message, hint)
}
