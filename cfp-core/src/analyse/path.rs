//! The largest single supply chains of a footprint.

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::network::{Called, Network, Node};
use super::search::{Chains, Largest, Wants};
use super::unending;
use crate::amount::Amount;
use crate::characterise::{Figure, RowKind, share_percent};
use crate::error::{Error, NumberProblem};
use crate::model::Finding;

/// The supply chains that carry most of a footprint, each by what its last process emits itself.
///
/// # Exactness
///
/// They are found by what can stand behind each chain at most, whatever its length: no other chain is larger than the last
/// of these, ties and the digits of a double aside, unless a finding says otherwise. All paths without end sum to the
/// total; so do these and [`Paths::remainder`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Paths {
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// The paths, largest first.
    pub paths: Vec<SupplyPath>,
    /// kg CO2e of these paths together.
    pub covered: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub covered_percent: Option<String>,
    /// kg CO2e of all other paths: the total less what is covered.
    pub remainder: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub remainder_percent: Option<String>,
    /// What a reader should know of the search.
    pub findings: Vec<Finding>,
}

/// One supply chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SupplyPath {
    /// The steps, what is demanded first; each needs the next. The last is the one that emits.
    pub steps: Vec<PathStep>,
    /// kg CO2e that the process of the last step emits itself for this chain; of a supply, all of it.
    pub co2e: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// A step of a supply chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PathStep {
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
}

impl Analysis {
    /// The largest supply chains of the footprint, so many of them. A loop makes a chain of every round.
    ///
    /// # Errors
    ///
    /// Figures beyond the range of decimals; paths of more than a million steps together.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Demand, GwpSet, Process, System};
    ///
    /// let system = System::builder()
    ///     .process(Process::new("press").makes("profile", "1 t").takes("billet", "1.1 t"))
    ///     .process(Process::new("cast").makes("billet", "1 t").takes("electricity", "0.5 MWh"))
    ///     .supply("electricity", "0.6 kg CO2e/kWh")
    ///     .build()?;
    /// let analysis = system.solve()?.analyse(&Demand::new("profile", "1 t"), &GwpSet::new("none"))?;
    /// let largest = &analysis.paths(10)?.paths[0];
    /// let steps: Vec<_> = largest.steps.iter().map(|step| step.product.as_str()).collect();
    /// assert_eq!(steps, ["profile", "billet", "electricity"]);
    /// assert_eq!(largest.co2e.to_string(), "330");
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn paths(&self, most: usize) -> Result<Paths, Error> {
        let network = Network::of(self)?;
        let (chains, wanted) = chains(&network).map_err(too_large)?;
        let found = chains.largest(&wanted, most)?;
        self.paths_of(&network, found).map_err(too_large)
    }

    fn paths_of(&self, network: &Network<'_>, found: Largest) -> Result<Paths, NumberProblem> {
        let Largest {
            chains,
            mut findings,
            unending,
        } = found;
        let products = unending.into_iter();
        let products = products.map(|node| network.called(node_of(network, node)).product);
        findings.extend(unending::finding(products.collect()));
        let total = self.total();
        let figure = |amount| Figure::new(amount, self.is_proved());
        let mut paths = Vec::with_capacity(chains.len());
        for chain in chains {
            let (steps, co2e) = self.steps(network, &chain)?;
            paths.push((co2e, steps));
        }
        paths.sort_by(|(a, _), (b, _)| b.magnitude().rank(&a.magnitude()));
        let mut covered = Amount::ZERO;
        let mut rows = Vec::with_capacity(paths.len());
        for (co2e, steps) in paths {
            covered = covered.plus(co2e)?;
            rows.push(SupplyPath {
                steps,
                co2e: figure(co2e),
                share_percent: share_percent(co2e, total.amount())?,
            });
        }
        let remainder = total.amount().minus(covered)?;
        Ok(Paths {
            total,
            paths: rows,
            covered: figure(covered),
            covered_percent: share_percent(covered, total.amount())?,
            remainder: figure(remainder),
            remainder_percent: share_percent(remainder, total.amount())?,
            findings,
        })
    }

    /// The steps of a chain, and kg CO2e that its last emits itself.
    fn steps(
        &self,
        network: &Network<'_>,
        chain: &[usize],
    ) -> Result<(Vec<PathStep>, Amount), NumberProblem> {
        let mut steps = Vec::with_capacity(chain.len());
        let mut last: Option<(Node, Amount)> = None;
        let mut co2e = Amount::ZERO;
        for &number in chain {
            let node = node_of(network, number);
            let amount = match last {
                Some((consumer, amount)) => network.need(consumer, amount, node)?,
                None => wanted(network, node),
            };
            let Called {
                kind,
                process,
                product,
                unit,
            } = network.called(node);
            steps.push(PathStep {
                kind,
                process,
                product,
                amount: Figure::new(amount, self.is_proved()),
                unit,
            });
            co2e = network.direct(node, amount)?;
            last = Some((node, amount));
        }
        Ok((steps, co2e))
    }
}

/// How much the demand itself wants of a node.
fn wanted(network: &Network<'_>, node: Node) -> Amount {
    let mut wanted = network.wanted.iter();
    let own = wanted.find(|(other, _)| *other == node);
    own.map_or(Amount::ZERO, |(_, amount)| *amount)
}

/// The node with a number: outputs come first.
fn node_of(network: &Network<'_>, number: usize) -> Node {
    let outputs = network.outputs.len();
    if number < outputs {
        Node::Output(number)
    } else {
        Node::Supply(number - outputs)
    }
}

/// The network as a search sees it, and what is wanted of it.
fn chains(network: &Network<'_>) -> Result<(Chains, Wants), NumberProblem> {
    let outputs = network.outputs.len();
    let number = |node: Node| match node {
        Node::Output(column) => column,
        Node::Supply(supply) => outputs + supply,
    };
    let mut chains = Chains::default();
    for node in network.nodes() {
        let needs = network.needs(node, Amount::ONE)?.into_iter();
        let needs = needs.map(|(other, amount)| (number(other), amount.approximate()));
        let direct = network.direct(node, Amount::ONE)?.approximate();
        chains.add(needs, direct, network.per_unit(node).approximate());
    }
    let wanted = network.wanted.iter();
    let wanted = wanted.map(|&(node, amount)| (number(node), amount.approximate()));
    Ok((chains, wanted.collect()))
}
