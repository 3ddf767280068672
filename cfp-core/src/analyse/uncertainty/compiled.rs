//! The part of a linked system that demands reach, in doubles: what is computed anew for every draw.

use std::collections::BTreeMap;
use std::ops::Range;

use super::failure::Failure;
use crate::amount::Amount;
use crate::analyse::analysis::Analysis;
use crate::analyse::slopes::NumberOf;
use crate::characterise::{Accounts, Means};
use crate::model::{Activity, Graph, Placed};
use crate::solve::{Components, Redraw, Work};
use crate::unit::Unit;

/// Every number that a draw may change.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// The reference amount and the weight of each column.
    pub outputs: Vec<f64>,
    pub weights: Vec<f64>,
    /// What is taken of other columns, of supplies, and what is emitted, exchange by exchange.
    pub links: Vec<f64>,
    pub uses: Vec<f64>,
    pub emissions: Vec<f64>,
    /// kg CO2e per unit of each supply, and per kg in each account.
    pub figures: Vec<f64>,
    pub factors: Vec<f64>,
    /// How much is wanted, beside what was asked for: one for each demand.
    pub wanted: Vec<f64>,
}

/// A number that a draw may set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    Output(usize),
    Link(usize),
    Use(usize),
    Emission(usize),
    Figure(usize),
    Factor(usize),
    Wanted(usize),
}

/// An exchange: what it is of, and the shares with which the outputs bear it, where they are its own.
#[derive(Debug)]
struct Exchanged {
    of: usize,
    shares: Option<Box<[f64]>>,
}

/// A process that a demand reaches.
#[derive(Debug)]
struct Reached {
    columns: Range<usize>,
    links: Range<usize>,
    uses: Range<usize>,
    emissions: Range<usize>,
}

/// What meets a demand.
#[derive(Debug)]
enum Met {
    Column(usize, f64),
    Supplies(Vec<(usize, f64)>),
}

/// The reached part of a system with its base numbers.
#[derive(Debug)]
pub(super) struct Compiled {
    activities: Vec<Reached>,
    links: Vec<Exchanged>,
    uses: Vec<Exchanged>,
    emissions: Vec<Exchanged>,
    demands: Vec<Met>,
    weighs_by_amount: Vec<bool>,
    redraw: Redraw,
    pub base: Numbers,
    /// By activity and line, the numbers that the line sets, each with what a written unit of it is there.
    targets: BTreeMap<(usize, usize), Vec<(Target, f64)>>,
    /// kg CO2e per unit of each column, undrawn: where the solution of each draw starts.
    start: Vec<f64>,
    /// The footprints themselves, and the same computed in doubles: a draw is told by its difference to the second.
    exact: Vec<f64>,
    undrawn: Vec<f64>,
}

/// What computing a draw needs room for.
#[derive(Debug)]
pub(super) struct Room {
    entries: Vec<f64>,
    known: Vec<f64>,
    work: Work,
}

impl Compiled {
    /// The system behind analyses of one solved system, each of a demand of its own.
    pub fn of(analyses: &[&Analysis]) -> Self {
        let first = analyses[0];
        let mut reached = Compiler::new(first.graph(), &first.content.accounts);
        for analysis in analyses {
            reached.reach(&analysis.content.means);
        }
        let mut compiled = reached.compile(analyses);
        let per_unit = &first.content.per_unit.values;
        let columns = reached.columns.iter();
        compiled.start = columns
            .map(|column| per_unit[*column].nearest_double())
            .collect();
        let mut room = compiled.room();
        // What the base numbers themselves cannot be solved with in doubles, no draw can; each then tells its failure.
        if let Ok(totals) = compiled.totals(&compiled.base, &mut room) {
            compiled.undrawn = totals;
        }
        compiled
    }

    /// The numbers that a number of the model sets, each with what one of its unit is there; none where no demand reaches it.
    pub fn targets_of(&self, of: &NumberOf) -> Vec<(Target, f64)> {
        match of {
            NumberOf::Line { activity, line } => self
                .targets
                .get(&(*activity, *line))
                .cloned()
                .unwrap_or_default(),
            NumberOf::Supplies(group) => {
                // The figures of one row are one number in several units.
                let first = self.base.figures[group[0]];
                let beside = |figure: f64| if first == 0.0 { 1.0 } else { figure / first };
                let group = group.iter().filter(|supply| self.takes(**supply));
                group
                    .map(|&supply| (Target::Figure(supply), beside(self.base.figures[supply])))
                    .collect()
            }
            NumberOf::Gas(accounts) => {
                let emitted =
                    |account: &&usize| self.emissions.iter().any(|own| own.of == **account);
                let accounts = accounts.iter().filter(emitted);
                accounts.map(|&own| (Target::Factor(own), 1.0)).collect()
            }
        }
    }

    /// Whether a process that a demand reaches takes a supply, or a demand does itself.
    fn takes(&self, supply: usize) -> bool {
        let wanted = |met: &Met| match met {
            Met::Supplies(taken) => taken.iter().any(|(own, _)| *own == supply),
            Met::Column(..) => false,
        };
        self.uses.iter().any(|own| own.of == supply) || self.demands.iter().any(wanted)
    }

    /// Sets a number of the model: one as written becomes one drawn. An amount that the draw turns around fails.
    pub fn set(
        &self,
        numbers: &mut Numbers,
        targets: &[(Target, f64)],
        written: f64,
        drawn: f64,
        fails: impl Fn() -> Failure,
    ) -> Result<(), Failure> {
        for &(target, per_unit) in targets {
            let value = drawn * per_unit;
            let number = match target {
                Target::Output(output) => {
                    if self.weighs_by_amount[output] && written != 0.0 {
                        numbers.weights[output] = self.base.weights[output] * (drawn / written);
                    }
                    &mut numbers.outputs[output]
                }
                Target::Link(link) => &mut numbers.links[link],
                Target::Use(own) => &mut numbers.uses[own],
                Target::Emission(own) => &mut numbers.emissions[own],
                Target::Figure(supply) => &mut numbers.figures[supply],
                Target::Factor(account) => &mut numbers.factors[account],
                Target::Wanted(demand) => &mut numbers.wanted[demand],
            };
            // A figure or a potential may well be below zero; an amount as written may not become so.
            let is_amount = !matches!(target, Target::Figure(_) | Target::Factor(_));
            if is_amount && written * drawn < 0.0 {
                return Err(fails());
            }
            *number = value;
        }
        Ok(())
    }

    pub fn room(&self) -> Room {
        Room {
            entries: Vec::new(),
            known: Vec::new(),
            work: self.redraw.work(),
        }
    }

    /// The footprint of each demand with these numbers: without any drawn, the footprint itself.
    pub fn footprints(&self, numbers: &Numbers, room: &mut Room) -> Result<Vec<f64>, Failure> {
        let totals = self.totals(numbers, room)?;
        let footprints = totals.into_iter().zip(&self.exact).zip(&self.undrawn);
        let footprints: Vec<f64> = footprints
            .map(|((total, exact), undrawn)| exact + (total - undrawn))
            .collect();
        if footprints.iter().all(|footprint| footprint.is_finite()) {
            Ok(footprints)
        } else {
            Err(Failure::NotFinite)
        }
    }

    fn totals(&self, numbers: &Numbers, room: &mut Room) -> Result<Vec<f64>, Failure> {
        self.fill(numbers, room);
        let solved = self
            .redraw
            .solve(&room.entries, &room.known, &self.start, &mut room.work);
        solved.map_err(Failure::from)?;
        let per_unit = &room.work.y;
        let totals = self.demands.iter().zip(&numbers.wanted);
        Ok(totals
            .map(|(met, wanted)| match met {
                Met::Column(column, amount) => per_unit[*column] * amount * wanted,
                Met::Supplies(taken) => taken
                    .iter()
                    .map(|(supply, amount)| numbers.figures[*supply] * amount * wanted)
                    .sum(),
            })
            .collect())
    }

    /// The matrix M and what every column counts itself, row by row.
    fn fill(&self, numbers: &Numbers, room: &mut Room) {
        room.entries.clear();
        room.known.clear();
        for activity in &self.activities {
            let sum: f64 = numbers.weights[activity.columns.clone()].iter().sum();
            for (own, column) in activity.columns.clone().enumerate() {
                let weight = |exchanged: &Exchanged| match &exchanged.shares {
                    Some(shares) => shares[own] * sum,
                    None => numbers.weights[column],
                };
                room.entries.push(sum * numbers.outputs[column]);
                let links = activity.links.clone();
                room.entries
                    .extend(links.map(|link| -numbers.links[link] * weight(&self.links[link])));
                let uses = activity.uses.clone().map(|own| {
                    let exchanged = &self.uses[own];
                    numbers.uses[own] * numbers.figures[exchanged.of] * weight(exchanged)
                });
                let emissions = activity.emissions.clone().map(|own| {
                    let exchanged = &self.emissions[own];
                    numbers.emissions[own] * numbers.factors[exchanged.of] * weight(exchanged)
                });
                room.known.push(uses.chain(emissions).sum());
            }
        }
    }
}

/// Collects what demands reach.
struct Compiler<'a> {
    graph: &'a Graph,
    accounts: &'a Accounts,
    /// For each column its number among those reached.
    number: BTreeMap<usize, usize>,
    columns: Vec<usize>,
    activities: Vec<usize>,
}

impl<'a> Compiler<'a> {
    fn new(graph: &'a Graph, accounts: &'a Accounts) -> Self {
        Self {
            graph,
            accounts,
            number: BTreeMap::new(),
            columns: Vec::new(),
            activities: Vec::new(),
        }
    }

    /// Takes in the processes that a demand reaches, whatever amount links them.
    fn reach(&mut self, means: &Means) {
        let Means::Processes(solution) = means else {
            return;
        };
        let wanted = solution.values.iter().enumerate();
        let mut waiting: Vec<usize> = wanted
            .filter(|(_, runs)| !runs.is_zero())
            .map(|(column, _)| self.graph.columns[column].activity)
            .collect();
        while let Some(activity) = waiting.pop() {
            let own = &self.graph.activities[activity];
            if self.number.contains_key(&own.columns.start) {
                continue;
            }
            self.activities.push(activity);
            for column in own.columns.clone() {
                self.number.insert(column, self.columns.len());
                self.columns.push(column);
            }
            let linked = own.links.iter();
            waiting.extend(linked.map(|link| self.graph.columns[link.column].activity));
        }
    }

    fn compile(&self, analyses: &[&Analysis]) -> Compiled {
        let mut built = Built::default();
        for &activity in &self.activities {
            built.add(self, activity);
        }
        let graph = self.graph;
        let figures = graph.supplies.iter();
        built.base.figures = figures
            .map(|own| own.figure.total.nearest_double())
            .collect();
        let accounts = self.accounts.list.iter();
        built.base.factors = accounts
            .map(|account| {
                account
                    .kg_co2e_per_kg
                    .map_or(1.0, |own| own.nearest_double())
            })
            .collect();
        built.base.wanted = vec![1.0; analyses.len()];
        let size = self.columns.len();
        let matrix = Placed::new(size, size, built.pattern.iter().copied()).matrix;
        let components = Components::of_matrix(&matrix);
        let demands = analyses.iter().map(|analysis| self.met(analysis));
        let exact: Vec<f64> = analyses
            .iter()
            .map(|analysis| analysis.total().amount().nearest_double())
            .collect();
        Compiled {
            demands: demands.collect(),
            redraw: Redraw::new(&matrix, &components),
            activities: built.activities,
            weighs_by_amount: built.weighs_by_amount,
            links: built.links,
            uses: built.uses,
            emissions: built.emissions,
            base: built.base,
            targets: built.targets,
            start: Vec::new(),
            undrawn: exact.clone(),
            exact,
        }
    }

    /// What meets the demand of an analysis.
    fn met(&self, analysis: &Analysis) -> Met {
        match (
            &analysis.content.means,
            analysis.demand().column(self.graph),
        ) {
            (Means::Supplies(taken), _) => {
                let taken = taken.iter();
                Met::Supplies(
                    taken
                        .map(|(supply, amount)| (*supply, amount.nearest_double()))
                        .collect(),
                )
            }
            (Means::Processes(_), Some((column, amount))) => {
                Met::Column(self.number[&column], amount.nearest_double())
            }
            (Means::Processes(_), None) => Met::Supplies(Vec::new()),
        }
    }
}

/// The lists of a compiled system as they grow.
#[derive(Default)]
struct Built {
    activities: Vec<Reached>,
    links: Vec<Exchanged>,
    uses: Vec<Exchanged>,
    emissions: Vec<Exchanged>,
    base: Numbers,
    weighs_by_amount: Vec<bool>,
    targets: BTreeMap<(usize, usize), Vec<(Target, f64)>>,
    /// Row, column and base value of every entry of M.
    pattern: Vec<(usize, usize, f64)>,
}

impl Built {
    fn add(&mut self, compiler: &Compiler<'_>, number: usize) {
        let graph = compiler.graph;
        let activity = &graph.activities[number];
        let starts = [self.links.len(), self.uses.len(), self.emissions.len()];
        let columns = compiler.number[&activity.columns.start]
            ..compiler.number[&activity.columns.start] + activity.columns.len();
        for column in activity.columns.clone() {
            let own = &graph.columns[column];
            let target = Target::Output(self.base.outputs.len());
            self.target(number, own.line, target, 1.0);
            self.base.outputs.push(own.amount.nearest_double());
            self.base.weights.push(own.weight.nearest_double());
            self.weighs_by_amount.push(own.weighs_by_amount);
        }
        self.add_exchanges(compiler, number, activity);
        let [links, uses, emissions] = starts;
        let reached = Reached {
            columns,
            links: links..self.links.len(),
            uses: uses..self.uses.len(),
            emissions: emissions..self.emissions.len(),
        };
        let sum = activity.sum.nearest_double();
        for (own, column) in reached.columns.clone().enumerate() {
            self.pattern
                .push((column, column, sum * self.base.outputs[column]));
            for link in reached.links.clone() {
                let exchanged = &self.links[link];
                let weight = match &exchanged.shares {
                    Some(shares) => shares[own] * sum,
                    None => self.base.weights[column],
                };
                self.pattern
                    .push((column, exchanged.of, -self.base.links[link] * weight));
            }
        }
        self.activities.push(reached);
    }

    fn add_exchanges(&mut self, compiler: &Compiler<'_>, number: usize, activity: &Activity) {
        let lines = &compiler.graph.processes[number].lines;
        let per_written = |line: usize, unit: &Unit| {
            let factor = lines[line].per_written(unit);
            factor.map_or(0.0, |factor| factor.nearest_double())
        };
        let shares = |weights: Option<&[Amount]>| -> Option<Box<[f64]>> {
            let sum = activity.sum.nearest_double();
            let weights = weights?.iter();
            Some(
                weights
                    .map(|weight| weight.nearest_double() / sum)
                    .collect(),
            )
        };
        for link in &activity.links {
            let target = Target::Link(self.links.len());
            let unit = &compiler.graph.columns[link.column].unit;
            self.target(number, link.line, target, per_written(link.line, unit));
            self.base.links.push(link.amount.nearest_double());
            self.links.push(Exchanged {
                of: compiler.number[&link.column],
                shares: shares(link.weights.as_deref()),
            });
        }
        for own in &activity.uses {
            let target = Target::Use(self.uses.len());
            let unit = &compiler.graph.supplies[own.supply].figure.unit;
            let share = own.share.nearest_double();
            self.target(
                number,
                own.line,
                target,
                per_written(own.line, unit) * share,
            );
            self.base.uses.push(own.amount.nearest_double());
            self.uses.push(Exchanged {
                of: own.supply,
                shares: shares(own.weights.as_deref()),
            });
        }
        for (account, own) in compiler.accounts.emissions(compiler.graph, number) {
            let target = Target::Emission(self.emissions.len());
            let unit = compiler.accounts.unit(account);
            self.target(number, own.line, target, per_written(own.line, &unit));
            self.base.emissions.push(own.mass_kg.nearest_double());
            self.emissions.push(Exchanged {
                of: account,
                shares: shares(own.weights.as_deref()),
            });
        }
    }

    fn target(&mut self, activity: usize, line: usize, target: Target, per_written: f64) {
        let targets = self.targets.entry((activity, line)).or_default();
        targets.push((target, per_written));
    }
}
