//! A footprint as flows between those who need each other, which balance at every node.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::network::{Called, Network, Node};
use super::ranked::size_of;
use super::supply_chain::ChainOptions;
use crate::amount::Amount;
use crate::characterise::{Figure, RowKind, share_percent};
use crate::error::{Error, NumberProblem};

/// A footprint as flows of kg CO2e from those who emit them to the demand.
///
/// # Exactness
///
/// It balances: what flows into a node and what it emits itself is what flows out of it, within the bounds, and what flows
/// into the demand is the total. Nodes below the cut-off are one node together, so that nothing is lost; loops among
/// them do not show. What is avoided flows as a negative figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sankey {
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// The nodes: the demand, then processes and supplies with the largest first, then all others together.
    pub nodes: Vec<SankeyNode>,
    /// The links, by the positions of their nodes.
    pub links: Vec<SankeyLink>,
}

/// A node of flows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SankeyNode {
    /// What it is.
    pub kind: SankeyKind,
    /// The name of the process, or of the supplier or the supplied flow; `demand`; such as `3 others`.
    pub process: String,
    /// The product; empty for others.
    pub product: String,
    /// How much of the product flows, all needs for it included; `None` for others.
    pub amount: Option<Figure>,
    /// The unit of the amount; empty for others.
    pub unit: String,
    /// kg CO2e that flow out of it; into it, for the demand.
    pub co2e: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero. In loops it can be
    /// above a hundred.
    pub share_percent: Option<String>,
    /// kg CO2e that it emits itself; of a supply, all of it.
    pub direct: Figure,
}

/// What a node of flows is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SankeyKind {
    /// What is demanded.
    Demand,
    /// An output of a process.
    Process,
    /// A supply.
    Supply,
    /// All nodes below the cut-off together.
    Others,
}

impl SankeyKind {
    /// The word for it in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Process => "process",
            Self::Supply => "supply",
            Self::Others => "others",
        }
    }
}

/// A flow from one node to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SankeyLink {
    /// The position of the node that it comes from.
    pub from: usize,
    /// The position of the node that takes it.
    pub to: usize,
    /// How much of the product of the first; `None` from others.
    pub amount: Option<Figure>,
    /// kg CO2e.
    pub co2e: Figure,
}

/// What flows from one to another: how much of the product, and kg CO2e.
#[derive(Debug, Clone, Copy)]
struct Flow {
    amount: Amount,
    co2e: Amount,
}

impl Flow {
    const NONE: Self = Self {
        amount: Amount::ZERO,
        co2e: Amount::ZERO,
    };

    fn plus(self, other: Self) -> Result<Self, NumberProblem> {
        Ok(Self {
            amount: self.amount.plus(other.amount)?,
            co2e: self.co2e.plus(other.co2e)?,
        })
    }
}

/// All flows of a footprint, not yet merged; to `None` is to the demand.
struct Flows {
    links: BTreeMap<(Node, Option<Node>), Flow>,
    through: BTreeMap<Node, Flow>,
    direct: BTreeMap<Node, Amount>,
}

/// The position of the demand among the nodes.
const DEMAND: usize = 0;

impl Analysis {
    /// The flows of the footprint, nodes below the cut-off and beyond so many merged into one. The cut-off is a share of
    /// [`Analysis::gross`].
    ///
    /// # Errors
    ///
    /// A cut-off that is no share; figures beyond the range of decimals.
    pub fn sankey(&self, options: ChainOptions) -> Result<Sankey, Error> {
        options.check()?;
        let network = Network::of(self)?;
        let flows = self.flows(&network).map_err(too_large)?;
        let least = options.least_of(self.gross()?);
        let mut kept: Vec<(Node, Flow)> = flows.through.iter().map(|(n, f)| (*n, *f)).collect();
        kept.sort_by(|(_, a), (_, b)| b.co2e.magnitude().rank(&a.co2e.magnitude()));
        kept.retain(|(_, flow)| size_of(flow.co2e) >= least);
        kept.truncate(options.most_nodes());
        let sankey = self.merged(&network, &flows, &kept);
        sankey.map_err(too_large)
    }

    fn flows(&self, network: &Network<'_>) -> Result<Flows, NumberProblem> {
        let mut flows = Flows {
            links: BTreeMap::new(),
            through: BTreeMap::new(),
            direct: BTreeMap::new(),
        };
        let mut links: Vec<(Node, Option<Node>, Amount)> = network
            .wanted
            .iter()
            .map(|&(node, amount)| (node, None, amount))
            .collect();
        for (column, output) in network.outputs.iter().enumerate() {
            let runs = self.runs_of(column);
            if runs.is_zero() {
                continue;
            }
            let own = Node::Output(column);
            let amount = runs.times(output.net)?;
            let co2e = network.carried(own, amount)?;
            flows.through.insert(own, Flow { amount, co2e });
            flows.direct.insert(own, runs.times(output.emitted)?);
            for &(node, needed) in &output.needs {
                links.push((node, Some(own), needed.times(runs)?));
            }
        }
        for (from, to, amount) in links {
            let co2e = network.carried(from, amount)?;
            let flow = Flow { amount, co2e };
            let sum = flows.links.entry((from, to)).or_insert(Flow::NONE);
            *sum = sum.plus(flow)?;
            if let Node::Supply(_) = from {
                let through = flows.through.entry(from).or_insert(Flow::NONE);
                *through = through.plus(flow)?;
                flows.direct.insert(from, through.co2e);
            }
        }
        Ok(flows)
    }

    fn merged(
        &self,
        network: &Network<'_>,
        flows: &Flows,
        kept: &[(Node, Flow)],
    ) -> Result<Sankey, NumberProblem> {
        let figure = |amount| Figure::new(amount, self.is_proved());
        let positions: BTreeMap<Node, usize> = kept
            .iter()
            .zip(1..)
            .map(|((node, _), at)| (*node, at))
            .collect();
        let others = kept.len() + 1;
        let at = |node: &Node| positions.get(node).copied().unwrap_or(others);
        let mut links: BTreeMap<(usize, usize), Flow> = BTreeMap::new();
        let mut from_others = Amount::ZERO;
        for ((from, to), flow) in &flows.links {
            let ends = (at(from), to.as_ref().map_or(DEMAND, at));
            if ends == (others, others) {
                continue;
            }
            if ends.0 == others {
                from_others = from_others.plus(flow.co2e)?;
            }
            let sum = links.entry(ends).or_insert(Flow::NONE);
            *sum = sum.plus(*flow)?;
        }
        let mut nodes = vec![self.demand_node()];
        for (node, flow) in kept {
            let direct = flows.direct.get(node).copied().unwrap_or(Amount::ZERO);
            nodes.push(self.sankey_node(network.called(*node), *flow, direct)?);
        }
        let merged = flows.through.keys().filter(|node| at(node) == others);
        let merged: Vec<&Node> = merged.collect();
        if !merged.is_empty() {
            nodes.push(self.others_node(flows, &merged, from_others)?);
        }
        let links = links.into_iter();
        let links = links.filter(|(_, flow)| !flow.co2e.is_zero());
        let links = links.map(|((from, to), flow)| SankeyLink {
            from,
            to,
            amount: (from != others).then(|| figure(flow.amount)),
            co2e: figure(flow.co2e),
        });
        Ok(Sankey {
            total: self.total(),
            nodes,
            links: links.collect(),
        })
    }

    fn others_node(
        &self,
        flows: &Flows,
        merged: &[&Node],
        co2e: Amount,
    ) -> Result<SankeyNode, NumberProblem> {
        let mut direct = Amount::ZERO;
        for node in merged {
            let own = flows.direct.get(node).copied().unwrap_or(Amount::ZERO);
            direct = direct.plus(own)?;
        }
        Ok(SankeyNode {
            kind: SankeyKind::Others,
            process: match merged.len() {
                1 => "1 other".to_owned(),
                many => format!("{many} others"),
            },
            product: String::new(),
            amount: None,
            unit: String::new(),
            co2e: Figure::new(co2e, self.is_proved()),
            share_percent: share_percent(co2e, self.total().amount())?,
            direct: Figure::new(direct, self.is_proved()),
        })
    }

    fn demand_node(&self) -> SankeyNode {
        let footprint = self.footprint();
        let amount = self.demand().amount().as_ref().ok();
        SankeyNode {
            kind: SankeyKind::Demand,
            process: "demand".to_owned(),
            product: footprint.product.clone(),
            amount: amount.map(|amount| Figure::new(amount.amount(), true)),
            unit: amount.map_or_else(String::new, |amount| amount.unit().symbol().to_owned()),
            co2e: self.total(),
            share_percent: self.total().share_percent_of(&self.total()),
            direct: Figure::new(Amount::ZERO, true),
        }
    }

    fn sankey_node(
        &self,
        called: Called,
        flow: Flow,
        direct: Amount,
    ) -> Result<SankeyNode, NumberProblem> {
        let figure = |amount| Figure::new(amount, self.is_proved());
        let Called {
            kind,
            process,
            product,
            unit,
        } = called;
        Ok(SankeyNode {
            kind: match kind {
                RowKind::Process => SankeyKind::Process,
                RowKind::Supply => SankeyKind::Supply,
            },
            process,
            product,
            amount: Some(figure(flow.amount)),
            unit,
            co2e: figure(flow.co2e),
            share_percent: share_percent(flow.co2e, self.total().amount())?,
            direct: figure(direct),
        })
    }
}
