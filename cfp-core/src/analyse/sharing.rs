//! The numbers by which burdens are shared: prices and other properties, shares, causal shares, and the shares of the members of
//! mixes. Each with the derivative of the footprint by it.

use super::analysis::Analysis;
use super::slopes::OfProcess;
use super::uncertainty::NumberPlace;
use crate::amount::Amount;
use crate::characterise::Means;
use crate::error::{NumberProblem, Verb};
use crate::model::weight_per;

/// A number by which burdens are shared.
#[derive(Debug)]
pub(super) enum Sharing {
    /// What the output that is a column is weighed by, and what one of its unit adds to the weight.
    Weight { column: usize, per: Amount },
    /// The share with which the output of this number bears a line of an activity.
    Causal {
        activity: usize,
        line: usize,
        output: usize,
    },
    /// The share of a member of mixes: the supplies within it, and the level of the mix that it is of.
    Mixed { members: Vec<(usize, usize)> },
}

/// A number by which burdens are shared, as it is in the system.
#[derive(Debug)]
pub(super) struct SharedBy {
    pub of: Sharing,
    /// The number as written.
    pub amount: Amount,
    /// kg CO2e per unit of it.
    pub derivative: Amount,
}

impl Analysis {
    /// The number at a place, where burdens are shared by it; `None` for any other, and for one that weighs nothing.
    pub(super) fn shared_by(&self, place: &NumberPlace) -> Result<Option<SharedBy>, NumberProblem> {
        match place {
            NumberPlace::Weight {
                process,
                verb,
                flow,
                key,
            } => self.weight(process, (*verb, flow, 0), key),
            NumberPlace::Causal {
                process,
                verb,
                flow,
                index,
                output,
            } => self.causal(process, (*verb, flow, *index), output),
            NumberPlace::MixShare { flow, member } => self.mixed(flow, member),
            _ => Ok(None),
        }
    }

    /// The process of a name, and the line of it at a verb and flow.
    fn line(
        &self,
        process: &str,
        (verb, flow, index): (Verb, &str, usize),
    ) -> Option<(usize, usize)> {
        let processes = &self.graph().processes;
        let activity = processes.iter().position(|own| own.name() == process)?;
        let lines = processes[activity].lines.iter().enumerate();
        let mut lines = lines.filter(|(_, line)| line.verb == verb && line.flow == flow);
        let (line, _) = lines.nth(index)?;
        Some((activity, line))
    }

    fn weight(
        &self,
        process: &str,
        at: (Verb, &str, usize),
        key: &str,
    ) -> Result<Option<SharedBy>, NumberProblem> {
        let graph = self.graph();
        let Some((number, line)) = self.line(process, at) else {
            return Ok(None);
        };
        let (process, activity) = (&graph.processes[number], &graph.activities[number]);
        let mut columns = activity.columns.clone();
        let column = columns.find(|column| graph.columns[*column].line == line);
        let columns = activity.columns.clone();
        let weights: Vec<Amount> = columns.map(|own| graph.columns[own].weight).collect();
        let outputs = process.output_lines();
        let per = weight_per(process, &outputs, &weights, (line, key));
        let amount = process.lines[line].exchange.weighed_by(key);
        let (Some(column), Some(per), Some(amount)) = (column, per, amount) else {
            return Ok(None);
        };
        let by_weight = OfProcess::new(self, number, activity).of_weight(column)?;
        Ok(Some(SharedBy {
            of: Sharing::Weight { column, per },
            amount,
            derivative: by_weight.times(per)?,
        }))
    }

    fn causal(
        &self,
        process: &str,
        at: (Verb, &str, usize),
        output: &str,
    ) -> Result<Option<SharedBy>, NumberProblem> {
        let graph = self.graph();
        let Some((number, line)) = self.line(process, at) else {
            return Ok(None);
        };
        let (process, activity) = (&graph.processes[number], &graph.activities[number]);
        let share = process.lines[line].exchange.details().causal.get(output);
        let share = share.and_then(|share| share.clone().ok());
        let bears = |line: &usize| process.lines[*line].flow == output;
        let own = process.output_lines().iter().position(bears);
        let (Some(amount), Some(output)) = (share, own) else {
            return Ok(None);
        };
        let burden = OfProcess::new(self, number, activity).burden(|own, _| own == line)?;
        let runs = self.runs_of(activity.columns.start + output);
        Ok(Some(SharedBy {
            of: Sharing::Causal {
                activity: number,
                line,
                output,
            },
            amount,
            derivative: runs.times(activity.sum)?.times(burden)?,
        }))
    }

    fn mixed(&self, flow: &str, member: &[usize]) -> Result<Option<SharedBy>, NumberProblem> {
        let graph = self.graph();
        let Some(level) = member.len().checked_sub(1) else {
            return Ok(None);
        };
        let (mut members, mut derivative, mut written) = (Vec::new(), Amount::ZERO, None);
        for (index, supply) in graph.supplies.iter().enumerate() {
            let steps = &supply.part.steps;
            let is_within = steps.len() > level
                && supply.flow == flow
                && steps.iter().zip(member).all(|(own, asked)| own.0 == *asked);
            if !is_within {
                continue;
            }
            // Of one unit of what this member is a part of, so much would be this supply if the member were all of it.
            let mut part = Amount::ONE;
            for (other, (_, share)) in steps.iter().enumerate() {
                if other != level {
                    part = part.times(*share)?;
                }
            }
            let taken = self.taken_before_mixing(index)?;
            derivative = derivative.plus(taken.times(part)?.times(supply.figure.total)?)?;
            written = Some(steps[level].1);
            members.push((index, level));
        }
        Ok(written.map(|amount| SharedBy {
            of: Sharing::Mixed { members },
            amount,
            derivative,
        }))
    }

    /// How much of the flow of a supply is taken, before its share of a mix, in its unit.
    fn taken_before_mixing(&self, supply: usize) -> Result<Amount, NumberProblem> {
        let graph = self.graph();
        let unit = &graph.supplies[supply].figure.unit;
        let mut sum = Amount::ZERO;
        for (number, activity) in graph.activities.iter().enumerate() {
            let of_process = OfProcess::new(self, number, activity);
            for own in activity.uses.iter().filter(|own| own.supply == supply) {
                let line = &graph.processes[number].lines[own.line];
                let Ok(written) = line.exchange.amount() else {
                    continue;
                };
                let per = line.per_written(unit);
                let per = per.map_err(|_| NumberProblem::TooLarge)?;
                let borne = of_process.borne(own.weights.as_deref())?;
                sum = sum.plus(written.amount().times(per)?.times(borne)?)?;
            }
        }
        if let Means::Supplies(taken) = &self.content.means
            && taken.iter().any(|(own, _)| *own == supply)
            && let Ok(wanted) = self.demand().amount()
        {
            let wanted = wanted.to(unit).map_err(|_| NumberProblem::TooLarge)?;
            sum = sum.plus(wanted.amount())?;
        }
        Ok(sum)
    }
}
