//! From a linked system to the part of it that demands reach, in doubles.

use std::collections::BTreeMap;

use super::{Compiled, Exchanged, Met, Numbers, Reached, Target};
use crate::amount::Amount;
use crate::analyse::analysis::Analysis;
use crate::characterise::{Accounts, Means};
use crate::model::{Activity, Allocation, Graph, Placed};
use crate::solve::{Components, Redraw};
use crate::unit::Unit;

/// Collects what demands reach.
pub(super) struct Compiler<'a> {
    graph: &'a Graph,
    accounts: &'a Accounts,
    /// For each column its number among those reached.
    number: BTreeMap<usize, usize>,
    pub columns: Vec<usize>,
    activities: Vec<usize>,
}

impl<'a> Compiler<'a> {
    pub fn new(graph: &'a Graph, accounts: &'a Accounts) -> Self {
        Self {
            graph,
            accounts,
            number: BTreeMap::new(),
            columns: Vec::new(),
            activities: Vec::new(),
        }
    }

    /// Takes in the processes that a demand reaches, whatever amount links them.
    pub fn reach(&mut self, means: &Means) {
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

    pub fn compile(&self, analyses: &[&Analysis]) -> Compiled {
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
        let mixes = Mixes::of(graph, &mut built.base.mixed);
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
            columns: self.columns.clone(),
            mixed: mixes.of_supplies,
            mixes: mixes.sums.into_values().collect(),
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
                        .map(|(supply, amount)| {
                            // Before its share of a mix, which is a number of its own.
                            let whole = analysis.demand().amount().clone();
                            let unit = &self.graph.supplies[*supply].figure.unit;
                            let whole = whole.and_then(|whole| whole.to(unit));
                            let whole = whole.map_or(*amount, |whole| whole.amount());
                            (*supply, whole.nearest_double())
                        })
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
        let rule = &graph.processes[number].allocation;
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
            activity: number,
            by_share: *rule == Some(Allocation::Share),
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
                let weight = match exchanged.shares {
                    Some(first) => self.base.causal[first + own] * sum,
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
        let sum = activity.sum.nearest_double();
        let per_written = |line: usize, unit: &Unit| {
            let factor = lines[line].per_written(unit);
            factor.unwrap_or(Amount::ZERO)
        };
        for own in &activity.links {
            let target = Target::Link(self.links.len());
            let unit = &compiler.graph.columns[own.column].unit;
            let per_unit = per_written(own.line, unit).nearest_double();
            self.target(number, own.line, target, per_unit);
            self.base.links.push(own.amount.nearest_double());
            let shares = self.causal(sum, own.weights.as_deref());
            self.links.push(Exchanged {
                line: own.line,
                of: compiler.number[&own.column],
                shares,
            });
        }
        for own in &activity.uses {
            let target = Target::Use(self.uses.len());
            let unit = &compiler.graph.supplies[own.supply].figure.unit;
            let per_unit = per_written(own.line, unit);
            self.target(number, own.line, target, per_unit.nearest_double());
            let written = lines[own.line].exchange.amount().as_ref();
            let whole = written.ok().and_then(|written| {
                let whole = written.amount().times(per_unit);
                whole.ok()
            });
            self.base
                .uses
                .push(whole.map_or(0.0, |whole| whole.nearest_double()));
            let shares = self.causal(sum, own.weights.as_deref());
            self.uses.push(Exchanged {
                line: own.line,
                of: own.supply,
                shares,
            });
        }
        for (account, own) in compiler.accounts.emissions(compiler.graph, number) {
            let target = Target::Emission(self.emissions.len());
            let unit = compiler.accounts.unit(account);
            let per_unit = per_written(own.line, &unit).nearest_double();
            self.target(number, own.line, target, per_unit);
            self.base.emissions.push(own.mass_kg.nearest_double());
            let shares = self.causal(sum, own.weights.as_deref());
            self.emissions.push(Exchanged {
                line: own.line,
                of: account,
                shares,
            });
        }
    }

    /// Takes in the shares of an exchange that has its own, and tells where they begin.
    fn causal(&mut self, sum: f64, weights: Option<&[Amount]>) -> Option<usize> {
        let first = self.base.causal.len();
        let shares = weights?.iter().map(|weight| weight.nearest_double() / sum);
        self.base.causal.extend(shares);
        Some(first)
    }

    fn target(&mut self, activity: usize, line: usize, target: Target, per_written: f64) {
        let targets = self.targets.entry((activity, line)).or_default();
        targets.push((target, per_written));
    }
}

/// The shares of mixes, each a number of its own.
#[derive(Default)]
struct Mixes {
    /// For each supply of the system the shares that it is of, the outermost first.
    of_supplies: Vec<Vec<usize>>,
    /// The shares that sum to one: by the mix, and where in it they stand.
    sums: BTreeMap<(usize, Vec<usize>), Vec<usize>>,
}

impl Mixes {
    fn of(graph: &Graph, shares: &mut Vec<f64>) -> Self {
        let mut mixes = Self::default();
        let mut known = BTreeMap::new();
        for supply in &graph.supplies {
            let mut within = Vec::new();
            let mut own = Vec::with_capacity(supply.part.steps.len());
            for (member, share) in &supply.part.steps {
                let sum = (supply.part.mix, within.clone());
                within.push(*member);
                let number = *known
                    .entry((supply.part.mix, within.clone()))
                    .or_insert_with(|| {
                        shares.push(share.nearest_double());
                        let number = shares.len() - 1;
                        mixes.sums.entry(sum).or_default().push(number);
                        number
                    });
                own.push(number);
            }
            mixes.of_supplies.push(own);
        }
        mixes
    }
}
