//! The linked system as chains of needs: who takes how much of whom, and emits how much itself.

use std::collections::BTreeMap;

use super::analysis::{Analysis, too_large};
use crate::amount::Amount;
use crate::characterise::{RowKind, Wanted};
use crate::error::{Error, NumberProblem};
use crate::model::Graph;

/// Who serves a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// A column: an output of a process.
    Output(usize),
    /// A supply.
    Supply(usize),
}

/// An output, by one run of its process per sum of weights.
#[derive(Debug)]
pub(super) struct Output {
    /// What the run makes, less what it takes of it itself.
    pub net: Amount,
    /// What the run takes of others, each once; negative for what is avoided.
    pub needs: Vec<(Node, Amount)>,
    /// kg CO2e that the run emits itself.
    pub emitted: Amount,
}

/// The outputs of a system, and what is asked of it.
#[derive(Debug)]
pub(super) struct Network<'a> {
    pub analysis: &'a Analysis,
    pub outputs: Vec<Output>,
    /// The demand: one output, or supplies.
    pub wanted: Vec<(Node, Amount)>,
}

/// What a node is called.
#[derive(Debug, Clone)]
pub(super) struct Called {
    pub kind: RowKind,
    pub process: String,
    pub product: String,
    pub unit: String,
}

impl<'a> Network<'a> {
    pub fn of(analysis: &'a Analysis) -> Result<Self, Error> {
        let content = &analysis.content;
        let wanted = match content.solved.wanted(&content.demand)? {
            Wanted::Column(column, amount) => vec![(Node::Output(column), amount)],
            Wanted::Supplies(taken) => taken
                .into_iter()
                .map(|(supply, amount)| (Node::Supply(supply), amount))
                .collect(),
        };
        let graph = analysis.graph();
        let outputs = (0..graph.columns.len()).map(|column| output(analysis, graph, column));
        let outputs: Result<Vec<_>, _> = outputs.collect();
        Ok(Self {
            analysis,
            outputs: outputs.map_err(too_large)?,
            wanted,
        })
    }

    fn graph(&self) -> &'a Graph {
        self.analysis.graph()
    }

    /// kg CO2e per unit of a node, everything behind it included.
    pub fn per_unit(&self, node: Node) -> Amount {
        match node {
            Node::Output(column) => self.analysis.content.per_unit.values[column],
            Node::Supply(supply) => self.graph().supplies[supply].figure.total,
        }
    }

    /// kg CO2e of an amount of a node, everything behind it included.
    pub fn carried(&self, node: Node, amount: Amount) -> Result<Amount, NumberProblem> {
        amount.times(self.per_unit(node))
    }

    /// kg CO2e that an amount of a node makes its process emit itself; all of it for a supply.
    pub fn direct(&self, node: Node, amount: Amount) -> Result<Amount, NumberProblem> {
        match node {
            Node::Output(column) => {
                let output = &self.outputs[column];
                amount.times(output.emitted)?.over(output.net)
            }
            Node::Supply(_) => self.carried(node, amount),
        }
    }

    /// What an amount of a node needs of others.
    pub fn needs(&self, node: Node, amount: Amount) -> Result<Vec<(Node, Amount)>, NumberProblem> {
        let Node::Output(column) = node else {
            return Ok(Vec::new());
        };
        let output = &self.outputs[column];
        let needs = output.needs.iter();
        needs
            .map(|&(other, needed)| Ok((other, amount.times(needed)?.over(output.net)?)))
            .collect()
    }

    /// The one of the needs of a node that is of another, by an amount of the node.
    pub fn need(&self, node: Node, amount: Amount, of: Node) -> Result<Amount, NumberProblem> {
        let Node::Output(column) = node else {
            return Ok(Amount::ZERO);
        };
        let output = &self.outputs[column];
        let mut own = output.needs.iter().filter(|(other, _)| *other == of);
        match own.next() {
            Some((_, needed)) => amount.times(*needed)?.over(output.net),
            None => Ok(Amount::ZERO),
        }
    }

    /// What a node is called; a supply as in the rows of a footprint.
    pub fn called(&self, node: Node) -> Called {
        let graph = self.graph();
        match node {
            Node::Output(column) => Called {
                kind: RowKind::Process,
                process: graph.process_name(column).to_owned(),
                product: graph.output_name(column).to_owned(),
                unit: graph.columns[column].unit.symbol().to_owned(),
            },
            Node::Supply(index) => {
                let supply = &graph.supplies[index];
                let name = supply.stated.about.supplier.as_deref();
                Called {
                    kind: RowKind::Supply,
                    process: name.unwrap_or(&supply.flow).to_owned(),
                    product: supply.flow.clone(),
                    unit: supply.figure.unit.symbol().to_owned(),
                }
            }
        }
    }

    /// All nodes: the outputs, then the supplies.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        let outputs = (0..self.outputs.len()).map(Node::Output);
        outputs.chain((0..self.graph().supplies.len()).map(Node::Supply))
    }
}

/// What one run for a column takes and emits, per sum of weights.
fn output(analysis: &Analysis, graph: &Graph, column: usize) -> Result<Output, NumberProblem> {
    let own = &graph.columns[column];
    let activity = &graph.activities[own.activity];
    let mut net = own.amount.times(activity.sum)?;
    let mut needs: BTreeMap<Node, Amount> = BTreeMap::new();
    let mut take = |node: Node, amount: Amount| -> Result<(), NumberProblem> {
        if node == Node::Output(column) {
            net = net.minus(amount)?;
        } else if !amount.is_zero() {
            let sum = needs.entry(node).or_insert(Amount::ZERO);
            *sum = sum.plus(amount)?;
        }
        Ok(())
    };
    for link in &activity.links {
        let weight = graph.weight(column, link.weights.as_deref());
        take(Node::Output(link.column), link.amount.times(weight)?)?;
    }
    for own in &activity.uses {
        let weight = graph.weight(column, own.weights.as_deref());
        take(Node::Supply(own.supply), own.amount.times(weight)?)?;
    }
    needs.retain(|_, amount| !amount.is_zero());
    Ok(Output {
        net,
        needs: needs.into_iter().collect(),
        emitted: analysis.content.accounts.emitted(graph, column)?,
    })
}
