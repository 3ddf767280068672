//! The supply chains of a model as a tree: what needs what, and how much of the footprint comes with it.

use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::network::{Called, Network, Node};
use super::ranked::{Ranked, size_of};
use super::supply_chain::ChainOptions;
use crate::amount::Amount;
use crate::characterise::{Figure, RowKind, share_percent};
use crate::error::{Error, NumberProblem};

/// The supply chains behind a footprint: a tree whose nodes are visits of processes and supplies, so that a loop is followed
/// until what is left of it falls below the cut-off. What a process takes of its own product is no visit: it runs so much
/// more instead.
///
/// # Exactness
///
/// What a node carries is the sum of what it emits itself, of its children, and of [`TreeNode::cut_off`], within the bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SupplyTree {
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// The nodes, what is demanded first; each after the one that needs it, and the largest first among those.
    pub nodes: Vec<TreeNode>,
    /// kg CO2e that the nodes emit themselves and their supplies bring, together.
    pub covered: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub covered_percent: Option<String>,
    /// kg CO2e behind what was cut off: the total less what is covered.
    pub remainder: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub remainder_percent: Option<String>,
}

/// A visit of a process or supply on the way up a supply chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TreeNode {
    /// The position of the node that needs this one; `None` for what is demanded.
    pub parent: Option<usize>,
    /// How many steps it is away from what is demanded.
    pub depth: usize,
    /// Process or supply.
    pub kind: RowKind,
    /// The name of the process, or of the supplier or the supplied flow.
    pub process: String,
    /// What is needed.
    pub product: String,
    /// How much of it; negative where it is avoided.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// kg CO2e of that amount, everything behind it included.
    pub co2e: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
    /// kg CO2e that the process emits itself for it; of a supply, all of it.
    pub direct: Figure,
    /// kg CO2e behind those of its needs that are no nodes.
    pub cut_off: Figure,
    /// How many of its needs are no nodes.
    pub cut_off_count: usize,
}

/// A need that waits to become a node.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    parent: Option<usize>,
    depth: usize,
    node: Node,
    amount: Amount,
}

/// A node with what is left of it to be told apart.
struct Visited {
    parent: Option<usize>,
    depth: usize,
    node: Node,
    amount: Amount,
    carried: Amount,
    direct: Amount,
    left: Amount,
    left_count: usize,
}

impl Analysis {
    /// The supply chains behind the footprint, followed best first: what stands behind a need is known before it is
    /// visited, so that nothing above the cut-off is missed unless there are more nodes than asked for.
    ///
    /// # Errors
    ///
    /// A cut-off that is no share; figures beyond the range of decimals.
    pub fn tree(&self, options: ChainOptions) -> Result<SupplyTree, Error> {
        options.check()?;
        let network = Network::of(self)?;
        let visited = self.visits(&network, options).map_err(too_large)?;
        self.grown(&network, visited).map_err(too_large)
    }

    fn visits(
        &self,
        network: &Network<'_>,
        options: ChainOptions,
    ) -> Result<Vec<Visited>, NumberProblem> {
        let least = options.least_of(self.total());
        let mut visited: Vec<Visited> = Vec::new();
        let mut waiting: BinaryHeap<Ranked<Waiting>> = BinaryHeap::new();
        for (number, &(node, amount)) in network.wanted.iter().enumerate() {
            let size = size_of(network.carried(node, amount)?);
            let (parent, depth) = (None, 0);
            let content = Waiting {
                parent,
                depth,
                node,
                amount,
            };
            waiting.push(Ranked {
                size,
                number,
                content,
            });
        }
        let mut number = waiting.len();
        while visited.len() < options.most_nodes()
            && let Some(Ranked { content, .. }) = waiting.pop()
        {
            let Waiting {
                parent,
                depth,
                node,
                amount,
            } = content;
            let carried = network.carried(node, amount)?;
            let direct = network.direct(node, amount)?;
            if let Some(parent) = parent {
                let parent = &mut visited[parent];
                parent.left = parent.left.minus(carried)?;
                parent.left_count -= 1;
            }
            let needs = network.needs(node, amount)?;
            let own = visited.len();
            let left = match node {
                Node::Output(_) => carried.minus(direct)?,
                Node::Supply(_) => Amount::ZERO,
            };
            visited.push(Visited {
                parent,
                depth,
                node,
                amount,
                carried,
                direct,
                left,
                left_count: needs.len(),
            });
            for (node, amount) in needs {
                let size = size_of(network.carried(node, amount)?);
                if size >= least && size > 0.0 {
                    let content = Waiting {
                        parent: Some(own),
                        depth: depth + 1,
                        node,
                        amount,
                    };
                    waiting.push(Ranked {
                        size,
                        number,
                        content,
                    });
                    number += 1;
                }
            }
        }
        Ok(visited)
    }

    fn grown(
        &self,
        network: &Network<'_>,
        visited: Vec<Visited>,
    ) -> Result<SupplyTree, NumberProblem> {
        let total = self.total();
        let figure = |amount| Figure::new(amount, self.is_proved());
        let mut covered = Amount::ZERO;
        let mut nodes = Vec::with_capacity(visited.len());
        for visit in visited {
            covered = covered.plus(visit.direct)?;
            let Called {
                kind,
                process,
                product,
                unit,
            } = network.called(visit.node);
            nodes.push(TreeNode {
                parent: visit.parent,
                depth: visit.depth,
                kind,
                process,
                product,
                amount: figure(visit.amount),
                unit,
                co2e: figure(visit.carried),
                share_percent: share_percent(visit.carried, total.amount())?,
                direct: figure(visit.direct),
                cut_off: figure(visit.left),
                cut_off_count: visit.left_count,
            });
        }
        let remainder = total.amount().minus(covered)?;
        Ok(SupplyTree {
            total,
            nodes,
            covered: figure(covered),
            covered_percent: share_percent(covered, total.amount())?,
            remainder: figure(remainder),
            remainder_percent: share_percent(remainder, total.amount())?,
        })
    }
}
