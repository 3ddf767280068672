//! The supply chains of a model as a tree: what needs what, and how much of the footprint comes with it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::network::{Called, Network, Node};
use super::parts::Parts;
use super::ranked::{Queue, size_of};
use super::supply_chain::ChainOptions;
use super::unending;
use crate::amount::Amount;
use crate::characterise::{Figure, RowKind, share_percent};
use crate::error::{Error, NumberProblem};
use crate::model::Finding;

/// The supply chains behind a footprint: a tree whose nodes are visits of processes and supplies, so that a loop is followed
/// until what is left of it falls below the cut-off. What a process takes of its own product is no visit: it runs so much
/// more instead. A loop whose chains do not shrink from round to round is followed once round, and a finding tells it.
///
/// # Exactness
///
/// What a node carries is the sum of what it emits itself, of its children, and of [`TreeNode::cut_off`], within the bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SupplyTree {
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// kg CO2e of the magnitudes of everything that counts, as [`Analysis::gross`]: the cut-off is a share of this.
    pub gross: Figure,
    /// The nodes, what is demanded first; each after the one that needs it, and the largest first among those.
    pub nodes: Vec<TreeNode>,
    /// kg CO2e that the nodes emit themselves and their supplies bring, together.
    pub covered: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub covered_percent: Option<String>,
    /// kg CO2e behind what was cut off: the total less what is covered.
    pub remainder: Figure,
    /// kg CO2e of the needs in it that carry more than zero.
    pub remainder_positive: Figure,
    /// kg CO2e of the needs in it that carry less than zero: with what carries more, the remainder within the bounds.
    pub remainder_negative: Figure,
    /// The share of the remainder in the total in percent, rounded to six places; `None` when the total is zero.
    pub remainder_percent: Option<String>,
    /// What a reader should know of the chains.
    pub findings: Vec<Finding>,
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
    /// kg CO2e of those of them that carry more than zero.
    pub cut_off_positive: Figure,
    /// kg CO2e of those of them that carry less than zero: with what carries more, what is cut off within the bounds.
    pub cut_off_negative: Figure,
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
    /// Its needs that are no nodes, with what each carries.
    needs: Vec<(Node, Amount)>,
}

/// What a walk up the supply chains has come to.
struct Walk<'a> {
    network: &'a Network<'a>,
    visited: Vec<Visited>,
    waiting: Queue<Waiting>,
    /// Where chains come back without having become smaller.
    unending: BTreeSet<Node>,
}

impl<'a> Walk<'a> {
    /// Follows the chains of what is demanded: what carries the least or more, and so many visits at most.
    fn of(network: &'a Network<'a>, least: f64, options: ChainOptions) -> Result<Self, Error> {
        let mut walk = Self {
            network,
            visited: Vec::new(),
            waiting: Queue::new(),
            unending: BTreeSet::new(),
        };
        for &(node, amount) in &network.wanted {
            let (parent, depth) = (None, 0);
            let root = Waiting {
                parent,
                depth,
                node,
                amount,
            };
            walk.wait(root).map_err(too_large)?;
        }
        while options.goes_on(walk.visited.len(), &walk.waiting)?
            && let Some(next) = walk.waiting.pop()?
        {
            for need in walk.visit(next.content).map_err(too_large)? {
                let carried = network.carried(need.node, need.amount);
                let size = size_of(carried.map_err(too_large)?);
                if size < least || size == 0.0 {
                    continue;
                }
                if walk.is_unending(&need) {
                    walk.unending.insert(need.node);
                } else {
                    walk.wait(need).map_err(too_large)?;
                }
            }
        }
        Ok(walk)
    }

    /// Takes a need into those that wait, by the size of what it carries.
    fn wait(&mut self, content: Waiting) -> Result<(), NumberProblem> {
        let Waiting { node, amount, .. } = content;
        let size = size_of(self.network.carried(node, amount)?);
        self.waiting.push(size, content);
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
            parent.needs.retain(|(other, _)| *other != node);
        }
        let left = match node {
            Node::Output(_) => carried.minus(direct)?,
            Node::Supply(_) => Amount::ZERO,
        };
        let needs = self.network.needs(node, amount)?;
        let carrying = |&(node, amount)| Ok((node, self.network.carried(node, amount)?));
        let carrying: Result<_, NumberProblem> = needs.iter().map(carrying).collect();
        let own = self.visited.len();
        self.visited.push(Visited {
            parent,
            depth,
            node,
            amount,
            carried,
            direct,
            left,
            needs: carrying?,
        });
        let needs = needs.into_iter().map(|(node, amount)| Waiting {
            parent: Some(own),
            depth: depth + 1,
            node,
            amount,
        });
        Ok(needs.collect())
    }

    /// Whether a need is back where its chain has been, and no smaller.
    fn is_unending(&self, need: &Waiting) -> bool {
        let mut next = need.parent;
        while let Some(place) = next {
            let Visited {
                parent,
                node,
                amount,
                ..
            } = &self.visited[place];
            if *node == need.node {
                return need.amount.magnitude().rank(&amount.magnitude()).is_ge();
            }
            next = *parent;
        }
        false
    }
}

impl Analysis {
    /// The supply chains behind the footprint, followed best first: what stands behind a need is known before it is
    /// visited, so that nothing above the cut-off is missed unless there are more nodes than asked for. The cut-off is a
    /// share of [`Analysis::gross`] and not of the total, which credits can bring to zero.
    ///
    /// # Errors
    ///
    /// A cut-off that is no share; figures beyond the range of decimals; more than a million nodes.
    pub fn tree(&self, options: ChainOptions) -> Result<SupplyTree, Error> {
        options.check()?;
        let network = Network::of(self)?;
        let gross = self.gross()?;
        let walk = Walk::of(&network, options.least_of(gross), options)?;
        self.grown(walk, gross).map_err(too_large)
    }

    fn grown(&self, walk: Walk<'_>, gross: Figure) -> Result<SupplyTree, NumberProblem> {
        let total = self.total();
        let figure = |amount| Figure::new(amount, self.is_proved());
        let Walk {
            network,
            visited,
            waiting,
            unending,
            ..
        } = walk;
        // What is demanded and became no node stands behind none.
        let mut left = Parts::default();
        for content in waiting.into_contents() {
            if content.parent.is_none() {
                left.add(network.carried(content.node, content.amount)?)?;
            }
        }
        let mut covered = Amount::ZERO;
        let mut nodes = Vec::with_capacity(visited.len());
        for visit in visited {
            covered = covered.plus(visit.direct)?;
            let parts = Parts::of(visit.needs.iter().map(|(_, carried)| *carried))?;
            left.add_all(parts)?;
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
                cut_off_positive: figure(parts.positive),
                cut_off_negative: figure(parts.negative),
                cut_off_count: visit.needs.len(),
            });
        }
        let remainder = total.amount().minus(covered)?;
        let unending = unending
            .into_iter()
            .map(|node| network.called(node).product);
        Ok(SupplyTree {
            total,
            gross,
            nodes,
            covered: figure(covered),
            covered_percent: share_percent(covered, total.amount())?,
            remainder: figure(remainder),
            remainder_positive: figure(left.positive),
            remainder_negative: figure(left.negative),
            remainder_percent: share_percent(remainder, total.amount())?,
            findings: unending::finding(unending.collect()).into_iter().collect(),
        })
    }
}
