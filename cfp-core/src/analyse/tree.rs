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

/// What a walk up the supply chains has come to.
struct Walk<'a> {
    network: &'a Network<'a>,
    visited: Vec<Visited>,
    waiting: BinaryHeap<Ranked<Waiting>>,
    numbered: usize,
}

impl Walk<'_> {
    /// Takes a need into those that wait, by the size of what it carries.
    fn wait(&mut self, content: Waiting) -> Result<(), NumberProblem> {
        let Waiting { node, amount, .. } = content;
        let size = size_of(self.network.carried(node, amount)?);
        let number = self.numbered;
        self.numbered += 1;
        self.waiting.push(Ranked {
            size,
            number,
            content,
        });
        Ok(())
    }

    /// Makes a node of a need, and returns what it needs itself.
    fn visit(&mut self, next: Waiting) -> Result<Vec<Waiting>, NumberProblem> {
        let Waiting {
            parent,
            depth,
            node,
            amount,
        } = next;
        let carried = self.network.carried(node, amount)?;
        let direct = self.network.direct(node, amount)?;
        if let Some(parent) = parent {
            let parent = &mut self.visited[parent];
            parent.left = parent.left.minus(carried)?;
            parent.left_count -= 1;
        }
        let left = match node {
            Node::Output(_) => carried.minus(direct)?,
            Node::Supply(_) => Amount::ZERO,
        };
        let needs = self.network.needs(node, amount)?;
        let own = self.visited.len();
        self.visited.push(Visited {
            parent,
            depth,
            node,
            amount,
            carried,
            direct,
            left,
            left_count: needs.len(),
        });
        let needs = needs.into_iter().map(|(node, amount)| Waiting {
            parent: Some(own),
            depth: depth + 1,
            node,
            amount,
        });
        Ok(needs.collect())
    }
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
        let mut walk = Walk {
            network,
            visited: Vec::new(),
            waiting: BinaryHeap::new(),
            numbered: 0,
        };
        for &(node, amount) in &network.wanted {
            let (parent, depth) = (None, 0);
            walk.wait(Waiting {
                parent,
                depth,
                node,
                amount,
            })?;
        }
        while walk.visited.len() < options.most_nodes()
            && let Some(Ranked { content, .. }) = walk.waiting.pop()
        {
            for need in walk.visit(content)? {
                let size = size_of(network.carried(need.node, need.amount)?);
                if size >= least && size > 0.0 {
                    walk.wait(need)?;
                }
            }
        }
        Ok(walk.visited)
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
