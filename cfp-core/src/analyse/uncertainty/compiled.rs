//! The part of a linked system that demands reach, in doubles: what is computed anew for every draw.

mod compile;

use std::collections::BTreeMap;
use std::ops::Range;

use super::failure::Failure;
use crate::analyse::analysis::Analysis;
use crate::analyse::sharing::Sharing;
use crate::analyse::slopes::NumberOf;
use crate::solve::{Redraw, Work};
use compile::Compiler;

/// Every number that a draw may change.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// The reference amount of each column, and its weight at the amount as written.
    pub outputs: Vec<f64>,
    pub weights: Vec<f64>,
    /// The shares with which outputs bear an exchange, where it has its own.
    pub causal: Vec<f64>,
    /// The shares of the members of mixes.
    pub mixed: Vec<f64>,
    /// What is taken of other columns, of supplies before their shares of a mix, and what is emitted, exchange by exchange.
    pub links: Vec<f64>,
    pub uses: Vec<f64>,
    pub emissions: Vec<f64>,
    /// kg CO2e per unit of each supply, and per kg in each account.
    pub figures: Vec<f64>,
    pub factors: Vec<f64>,
    /// How much is wanted, beside what was asked for: one for each demand.
    pub wanted: Vec<f64>,
}

impl Numbers {
    /// Sets a number of the model to one that is drawn.
    pub fn set(&mut self, targets: &[(Target, f64)], drawn: f64) {
        for &(target, per_unit) in targets {
            let number = match target {
                Target::Output(output) => &mut self.outputs[output],
                Target::Weight(column) => &mut self.weights[column],
                Target::Causal(share) => &mut self.causal[share],
                Target::Mixed(share) => &mut self.mixed[share],
                Target::Link(link) => &mut self.links[link],
                Target::Use(own) => &mut self.uses[own],
                Target::Emission(own) => &mut self.emissions[own],
                Target::Figure(supply) => &mut self.figures[supply],
                Target::Factor(account) => &mut self.factors[account],
                Target::Wanted(demand) => &mut self.wanted[demand],
            };
            *number = drawn * per_unit;
        }
    }
}

/// A number that a draw may set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    Output(usize),
    Weight(usize),
    Causal(usize),
    Mixed(usize),
    Link(usize),
    Use(usize),
    Emission(usize),
    Figure(usize),
    Factor(usize),
    Wanted(usize),
}

/// An exchange: what it is of, and where the shares begin with which the outputs bear it, where they are its own.
#[derive(Debug)]
struct Exchanged {
    line: usize,
    of: usize,
    shares: Option<usize>,
}

/// A process that a demand reaches.
#[derive(Debug)]
struct Reached {
    /// Which activity of the system it is, and whether its outputs state the shares that they bear.
    activity: usize,
    by_share: bool,
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
    /// The column of the system that each is.
    columns: Vec<usize>,
    /// For each supply of the system the shares that it is of, and the shares that sum to one.
    mixed: Vec<Vec<usize>>,
    mixes: Vec<Vec<usize>>,
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
    weights: Vec<f64>,
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

    /// The numbers that a number by which burdens are shared sets.
    pub fn targets_of_sharing(&self, sharing: &Sharing) -> Vec<(Target, f64)> {
        match sharing {
            Sharing::Weight { column, per } => {
                let own = self.columns.iter().position(|own| own == column);
                let own = own.map(|own| (Target::Weight(own), per.nearest_double()));
                own.into_iter().collect()
            }
            Sharing::Causal {
                activity,
                line,
                output,
            } => {
                let reached = self.activities.iter().find(|own| own.activity == *activity);
                let exchanges = reached.into_iter().flat_map(|own| self.exchanges(own));
                let shares = exchanges
                    .filter(|own| own.line == *line)
                    .filter_map(|own| own.shares);
                shares
                    .map(|first| (Target::Causal(first + output), 1.0))
                    .collect()
            }
            Sharing::Mixed { members } => {
                let shares = members
                    .iter()
                    .filter(|(supply, _)| self.takes(*supply))
                    .map(|(supply, level)| self.mixed[*supply][*level]);
                let shares: std::collections::BTreeSet<usize> = shares.collect();
                let shares = shares.into_iter();
                shares.map(|share| (Target::Mixed(share), 1.0)).collect()
            }
        }
    }

    /// All that a process takes or emits.
    fn exchanges(&self, of: &Reached) -> impl Iterator<Item = &Exchanged> {
        let links = self.links[of.links.clone()].iter();
        let uses = self.uses[of.uses.clone()].iter();
        links
            .chain(uses)
            .chain(&self.emissions[of.emissions.clone()])
    }

    /// Whether the shares and weights share everything out, as those of a model have to.
    pub fn check_shares(&self, numbers: &Numbers) -> Result<(), Failure> {
        let fails = |reason| Err(Failure::Allocation(reason));
        let is_whole = |sum: f64| (sum - 1.0).abs() <= OF_WHOLE;
        for own in &self.activities {
            let weights = &numbers.weights[own.columns.clone()];
            let sum: f64 = weights.iter().sum();
            if weights.iter().any(|weight| *weight < 0.0) {
                return fails("a price, property or share of an allocation is drawn below zero");
            }
            if sum <= 0.0 {
                return fails("all weights of an allocation are drawn to nothing");
            }
            if own.by_share && !is_whole(sum) {
                return fails("the shares of an allocation are drawn to another sum than one");
            }
            for first in self.exchanges(own).filter_map(|own| own.shares) {
                let shares = &numbers.causal[first..first + own.columns.len()];
                if shares.iter().any(|share| *share < 0.0) || !is_whole(shares.iter().sum()) {
                    return fails("causal shares are drawn below zero or to another sum than one");
                }
            }
        }
        for mix in &self.mixes {
            let shares = mix.iter().map(|share| numbers.mixed[*share]);
            if shares.clone().any(|share| share < 0.0) || !is_whole(shares.sum()) {
                return fails(
                    "the shares of a mix are drawn below zero or to another sum than one",
                );
            }
        }
        Ok(())
    }

    pub fn room(&self) -> Room {
        Room {
            weights: Vec::new(),
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
        let asked = self.demands.iter().zip(&numbers.wanted);
        let asked: Vec<Vec<(usize, f64)>> = asked
            .map(|(met, wanted)| match met {
                Met::Column(column, amount) => vec![(*column, amount * wanted)],
                Met::Supplies(_) => Vec::new(),
            })
            .collect();
        let Room {
            entries,
            known,
            work,
            ..
        } = room;
        let solved = self.redraw.solve(entries, known, &self.start, &asked, work);
        solved.map_err(Failure::from)?;
        let per_unit = &room.work.y;
        let totals = self.demands.iter().zip(&numbers.wanted);
        Ok(totals
            .map(|(met, wanted)| match met {
                Met::Column(column, amount) => per_unit[*column] * amount * wanted,
                Met::Supplies(taken) => taken
                    .iter()
                    .map(|(supply, amount)| self.figure(*supply, numbers) * amount * wanted)
                    .sum(),
            })
            .collect())
    }

    /// kg CO2e that a supply adds to a unit of what it is a part of.
    fn figure(&self, supply: usize, numbers: &Numbers) -> f64 {
        let shares = self.mixed[supply].iter();
        let shares = shares.map(|share| numbers.mixed[*share]);
        numbers.figures[supply] * shares.product::<f64>()
    }

    /// The matrix M and what every column counts itself, row by row.
    fn fill(&self, numbers: &Numbers, room: &mut Room) {
        room.weights.clear();
        let columns = self.weighs_by_amount.iter().zip(&numbers.weights);
        let columns = columns.enumerate();
        room.weights
            .extend(columns.map(|(column, (by_amount, weight))| {
                if *by_amount {
                    weight * (numbers.outputs[column] / self.base.outputs[column])
                } else {
                    *weight
                }
            }));
        room.entries.clear();
        room.known.clear();
        for activity in &self.activities {
            let sum: f64 = room.weights[activity.columns.clone()].iter().sum();
            for (own, column) in activity.columns.clone().enumerate() {
                let weight = |exchanged: &Exchanged| match exchanged.shares {
                    Some(first) => numbers.causal[first + own] * sum,
                    None => room.weights[column],
                };
                room.entries.push(sum * numbers.outputs[column]);
                let links = activity.links.clone();
                room.entries
                    .extend(links.map(|link| -numbers.links[link] * weight(&self.links[link])));
                let uses = activity.uses.clone().map(|own| {
                    let exchanged = &self.uses[own];
                    numbers.uses[own] * self.figure(exchanged.of, numbers) * weight(exchanged)
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

/// By how much a sum of shares, computed in doubles, may miss one.
const OF_WHOLE: f64 = 1e-9;
