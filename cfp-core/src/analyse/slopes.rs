//! The derivative of a footprint by each number that it rests on: by amounts from the direct and the adjoint solution, by
//! figures from what is taken or emitted.

use std::collections::BTreeMap;

use super::analysis::Analysis;
use crate::amount::Amount;
use crate::characterise::{GwpSet, Tally};
use crate::error::NumberProblem;
use crate::model::{Activity, Graph, Line, ServedSupply};
use crate::quantity::Quantity;
use crate::unit::Unit;

/// A number that a footprint rests on, and its derivative.
#[derive(Debug, Clone)]
pub(super) struct Slope {
    pub of: NumberOf,
    /// The number as written.
    pub amount: Quantity,
    /// kg CO2e per unit of the number.
    pub derivative: Amount,
}

/// What a number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberOf {
    /// The amount of a line of an activity.
    Line { activity: usize, line: usize },
    /// The figure of these supplies.
    Supplies(Vec<usize>),
    /// The global warming potential of the gas of these accounts.
    Gas(Vec<usize>),
}

impl Analysis {
    /// Every number of the model, in its order; the derivative of one that the footprint does not rest on is zero.
    pub(super) fn slopes(&self) -> Result<Vec<Slope>, NumberProblem> {
        let graph = self.graph();
        let mut slopes = Vec::new();
        for (number, activity) in graph.activities.iter().enumerate() {
            OfProcess::new(self, number, activity).add_to(&mut slopes)?;
        }
        let tally = Tally::of(graph, &self.content.accounts, &self.content.means)?;
        self.add_supplies(&tally, &mut slopes)?;
        self.add_gases(&tally, &mut slopes)?;
        Ok(slopes)
    }

    /// The figures of supplies; those of one published row are one number.
    fn add_supplies(&self, tally: &Tally, slopes: &mut Vec<Slope>) -> Result<(), NumberProblem> {
        let graph = self.graph();
        for group in same_figures(graph) {
            let unit = &graph.supplies[group[0]].figure.unit;
            let mut derivative = Amount::ZERO;
            for supply in &group {
                let own = graph.supplies[*supply].figure.unit.clone();
                let taken = Quantity::new(tally.supplied[*supply], own).to(unit);
                // The units of a group are of one dimension.
                let taken = taken.map_err(|_| NumberProblem::TooLarge)?;
                derivative = derivative.plus(taken.amount())?;
            }
            slopes.push(Slope {
                amount: figure_of(&graph.supplies[group[0]]),
                of: NumberOf::Supplies(group),
                derivative,
            });
        }
        Ok(())
    }

    /// The global warming potentials that a set may state.
    fn add_gases(&self, tally: &Tally, slopes: &mut Vec<Slope>) -> Result<(), NumberProblem> {
        let accounts = &self.content.accounts.list;
        let unit = Unit::of_mass_co2e().per(&Unit::kilogram());
        let unit = unit.map_err(|_| NumberProblem::TooLarge)?;
        for (first, account) in accounts.iter().enumerate() {
            let Some(factor) = account.kg_co2e_per_kg else {
                continue;
            };
            let is_same = |other: &usize| accounts[*other].gas == account.gas;
            if GwpSet::is_fixed(&account.gas) || (0..first).any(|other| is_same(&other)) {
                continue;
            }
            let same: Vec<usize> = (first..accounts.len()).filter(is_same).collect();
            let mut derivative = Amount::ZERO;
            for other in &same {
                derivative = derivative.plus(tally.masses[*other])?;
            }
            slopes.push(Slope {
                of: NumberOf::Gas(same),
                amount: Quantity::new(factor, unit.clone()),
                derivative,
            });
        }
        Ok(())
    }
}

/// The supplies whose figures are one number: those of one published row are, in whatever units of one dimension; all others
/// stand alone.
fn same_figures(graph: &Graph) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_rows = BTreeMap::new();
    for (index, supply) in graph.supplies.iter().enumerate() {
        let next = groups.len();
        let group = match supply.stated.record() {
            Some(record) => {
                let row = (&record.dataset, &record.version, &record.row);
                *of_rows
                    .entry((row, supply.figure.unit.dimension().describe()))
                    .or_insert(next)
            }
            None => next,
        };
        match groups.get_mut(group) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// The figure of a supply with its unit.
fn figure_of(supply: &ServedSupply) -> Quantity {
    let unit = Unit::of_mass_co2e().per(&supply.figure.unit);
    // A figure that was linked is per a unit that it can be per.
    Quantity::new(
        supply.figure.total,
        unit.unwrap_or_else(|_| Unit::of_mass_co2e()),
    )
}

/// The numbers of one process, and how the footprint moves with them.
pub(super) struct OfProcess<'a> {
    analysis: &'a Analysis,
    graph: &'a Graph,
    number: usize,
    activity: &'a Activity,
}

impl<'a> OfProcess<'a> {
    pub fn new(analysis: &'a Analysis, number: usize, activity: &'a Activity) -> Self {
        Self {
            analysis,
            graph: analysis.graph(),
            number,
            activity,
        }
    }

    fn add_to(&self, slopes: &mut Vec<Slope>) -> Result<(), NumberProblem> {
        let process = &self.graph.processes[self.number];
        for (number, line) in process.lines.iter().enumerate() {
            let Ok(amount) = line.exchange.amount() else {
                continue;
            };
            let derivative = if line.is_output() {
                self.of_output(number)?
            } else {
                self.of_need(number, line)?
            };
            slopes.push(Slope {
                of: NumberOf::Line {
                    activity: self.number,
                    line: number,
                },
                amount: amount.clone(),
                derivative,
            });
        }
        Ok(())
    }

    /// How often the outputs of the process run that bear an exchange, by the weights with which they do.
    pub fn borne(&self, weights: Option<&[Amount]>) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        for column in self.activity.columns.clone() {
            let weight = self.graph.weight(column, weights);
            sum = sum.plus(weight.times(self.analysis.runs_of(column))?)?;
        }
        Ok(sum)
    }

    /// What a unit of an amount as written counts, of what one line takes or emits.
    fn of_need(&self, number: usize, line: &Line) -> Result<Amount, NumberProblem> {
        // Linking has converted the line's amount the same way.
        let in_unit = |unit: &Unit| line.per_written(unit).map_err(|_| NumberProblem::TooLarge);
        let mut sum = Amount::ZERO;
        for link in self.activity.links.iter().filter(|own| own.line == number) {
            let per_unit = self.analysis.content.per_unit.values[link.column];
            let needed = in_unit(&self.graph.columns[link.column].unit)?;
            let borne = self.borne(link.weights.as_deref())?;
            sum = sum.plus(needed.times(per_unit)?.times(borne)?)?;
        }
        for own in self.activity.uses.iter().filter(|own| own.line == number) {
            let figure = &self.graph.supplies[own.supply].figure;
            let needed = in_unit(&figure.unit)?.times(own.share)?;
            let borne = self.borne(own.weights.as_deref())?;
            sum = sum.plus(needed.times(figure.total)?.times(borne)?)?;
        }
        let accounts = &self.analysis.content.accounts;
        for (account, own) in accounts.emissions(self.graph, self.number) {
            if own.line == number {
                let mass = in_unit(&accounts.unit(account))?;
                let borne = self.borne(own.weights.as_deref())?;
                sum = sum.plus(accounts.co2e(account, mass)?.times(borne)?)?;
            }
        }
        Ok(sum)
    }

    /// What one more unit of an output counts: less of everything per unit, and another allocation where that weighs by
    /// amounts.
    fn of_output(&self, number: usize) -> Result<Amount, NumberProblem> {
        let mut columns = self.activity.columns.clone();
        let Some(column) = columns.find(|column| self.graph.columns[*column].line == number) else {
            return Ok(Amount::ZERO);
        };
        let own = &self.graph.columns[column];
        let runs = self.analysis.runs_of(column);
        let per_unit = self.analysis.content.per_unit.values[column];
        let made = runs.times(self.activity.sum)?.times(per_unit)?.negated();
        if !own.weighs_by_amount {
            return Ok(made);
        }
        // The weight grows with the amount.
        let moved = own.weight.times(self.of_weight(column)?)?;
        made.plus(moved.over(own.amount)?)
    }

    /// What one more in the weight of an output counts: a share is w/W, and what it gains is taken from all.
    pub fn of_weight(&self, column: usize) -> Result<Amount, NumberProblem> {
        let shared = self.burden(|_, weights| weights.is_none())?;
        let runs = self.analysis.runs_of(column);
        let gained = runs.times(self.activity.sum)?.minus(self.borne(None)?)?;
        gained.times(shared)?.over(self.activity.sum)
    }

    /// kg CO2e of one run of those exchanges that are chosen by their line and the weights of their own.
    pub fn burden(
        &self,
        is_chosen: impl Fn(usize, Option<&[Amount]>) -> bool,
    ) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        let content = &self.analysis.content;
        for own in &self.activity.links {
            if is_chosen(own.line, own.weights.as_deref()) {
                sum = sum.plus(own.amount.times(content.per_unit.values[own.column])?)?;
            }
        }
        for own in &self.activity.uses {
            if is_chosen(own.line, own.weights.as_deref()) {
                let figure = &self.graph.supplies[own.supply].figure;
                sum = sum.plus(own.amount.times(figure.total)?)?;
            }
        }
        let accounts = &content.accounts;
        for (account, own) in accounts.emissions(self.graph, self.number) {
            if is_chosen(own.line, own.weights.as_deref()) {
                sum = sum.plus(accounts.co2e(account, own.mass_kg)?)?;
            }
        }
        Ok(sum)
    }
}
