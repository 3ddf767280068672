//! What each term of a formula contributes to a footprint.

use serde::{Deserialize, Serialize};

use super::demand::Means;
use super::figure::Figure;
use super::footprint::Footprint;
use super::tally::Accounts;
use crate::amount::Amount;
use crate::error::{NumberProblem, Verb};
use crate::model::{Finding, Graph, TermOf};
use crate::solve::{Solution, Solved};

/// A term of a formula, such as the recycled content of a [`Circular`](crate::Circular) material:
/// what it takes for the demand, and the kg CO2e of that with its whole upstream.
///
/// The terms of a process sum to what the process contributes with everything it takes, within
/// their bounds, when all of its exchanges are terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TermRow {
    /// The process of the formula.
    pub process: String,
    /// The name of the term.
    pub term: String,
    /// What it takes, discards or displaces.
    pub flow: String,
    /// How much of it, negative for what is displaced.
    pub amount: Figure,
    /// The unit of `amount`.
    pub unit: String,
    /// kg CO2e, negative for a credit.
    pub co2e: Figure,
}

/// The parts of the answer that terms are made from.
struct Answer<'a> {
    graph: &'a Graph,
    /// Runs of every column for the demand.
    runs: &'a Solution,
    /// kg CO2e per unit of every column.
    per_unit: &'a Solution,
}

impl Solved {
    /// The footprint with its terms, and a finding for each credit among them.
    pub(super) fn with_terms(
        &self,
        mut footprint: Footprint,
        accounts: &Accounts,
        means: &Means,
    ) -> Result<Footprint, NumberProblem> {
        let graph = &self.system().graph;
        let Means::Processes(runs) = means else {
            return Ok(footprint);
        };
        let runs_for_it = |columns: &std::ops::Range<usize>| {
            let mut columns = columns.clone();
            columns.any(|column| !runs.values[column].is_zero())
        };
        let activities = graph.activities.iter().enumerate();
        let with_terms: Vec<usize> = activities
            .filter(|(_, activity)| !activity.terms.is_empty() && runs_for_it(&activity.columns))
            .map(|(index, _)| index)
            .collect();
        if with_terms.is_empty() {
            return Ok(footprint);
        }
        let direct = (0..graph.columns.len()).map(|column| accounts.direct(graph, column));
        let per_unit = self.adjoint(&direct.collect::<Result<Vec<_>, _>>()?)?;
        let answer = Answer {
            graph,
            runs,
            per_unit: &per_unit,
        };
        for activity in with_terms {
            for index in 0..graph.activities[activity].terms.len() {
                let row = answer.row(activity, index)?;
                let line = graph.activities[activity].terms[index].line;
                let is_credit = graph.processes[activity].lines[line].verb == Verb::Avoids;
                if is_credit && !row.co2e.value().is_zero() {
                    footprint.findings.push(credit(&row));
                }
                footprint.terms.push(row);
            }
        }
        Ok(footprint)
    }
}

impl Answer<'_> {
    /// The row of a term: its amount over all outputs of the process, and the CO2e of that.
    fn row(&self, activity: usize, index: usize) -> Result<TermRow, NumberProblem> {
        let graph = self.graph;
        let owner = &graph.activities[activity];
        let term = &owner.terms[index];
        let (amount, weights, unit, per_unit, mut proved) = match term.of {
            TermOf::Link(link) => {
                let link = &owner.links[link];
                let unit = &graph.columns[link.column].unit;
                let per_unit = self.per_unit.values[link.column];
                let proved = self.per_unit.proved[link.column];
                (link.amount, &link.weights, unit, per_unit, proved)
            }
            TermOf::Use(taken) => {
                let taken = &owner.uses[taken];
                let supply = &graph.supplies[taken.supply];
                let (unit, intensity) = (&supply.figure.unit, supply.figure.total);
                (taken.amount, &taken.weights, unit, intensity, true)
            }
        };
        let mut needed = Amount::ZERO;
        for column in owner.columns.clone() {
            let weight = graph.weight(column, weights.as_deref());
            let of_column = amount.times(weight)?.times(self.runs.values[column])?;
            needed = needed.plus(of_column)?;
            proved &= self.runs.proved[column];
        }
        let process = &graph.processes[activity];
        let line = &process.lines[term.line];
        let name = line.exchange.details().term.clone();
        Ok(TermRow {
            process: process.name.clone(),
            term: name.unwrap_or_default(),
            flow: line.flow.clone(),
            amount: Figure::new(needed, proved),
            unit: unit.symbol().to_owned(),
            co2e: Figure::new(needed.times(per_unit)?, proved),
        })
    }
}

/// The finding of a credit that the total includes.
fn credit(row: &TermRow) -> Finding {
    let TermRow {
        process,
        term,
        co2e,
        ..
    } = row;
    let co2e = co2e.value().significant(4);
    Finding::new(
        "credit-in-total",
        format!("the total has the credit `{term}` of `{process}`: {co2e} kg CO2e"),
        "a credit for what others need not make; a standard without avoided emissions wants it reported apart",
    )
}
