//! What each tier of suppliers contributes.

use std::collections::BTreeMap;

use super::analysis::{Analysis, too_large};
use super::contribution::{By, ContributionKind, ContributionTable};
use super::network::{Network, Node};
use super::ranked::size_of;
use super::supply_chain::ChainOptions;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem};

impl Analysis {
    /// The footprint by tiers of suppliers, as [`By::Tier`] has them, one after the other: loops are followed until what is
    /// left of all needs carries less than the cut-off, at most for so many tiers. What lies beyond is the remainder.
    ///
    /// # Errors
    ///
    /// A cut-off that is no share; figures beyond the range of decimals.
    pub fn tiers(&self, options: ChainOptions) -> Result<ContributionTable, Error> {
        options.check()?;
        let network = Network::of(self)?;
        self.tiered(&network, options).map_err(too_large)
    }

    fn tiered(
        &self,
        network: &Network<'_>,
        options: ChainOptions,
    ) -> Result<ContributionTable, NumberProblem> {
        let least = options.least_of(self.total());
        let mut needed: BTreeMap<Node, Amount> = network.wanted.iter().copied().collect();
        let mut rows = Vec::new();
        let mut left = None;
        while !needed.is_empty() {
            let mut carried = Amount::ZERO;
            let mut behind = 0.0;
            for (&node, &amount) in &needed {
                let co2e = network.carried(node, amount)?;
                carried = carried.plus(co2e)?;
                behind += size_of(co2e);
            }
            if !rows.is_empty() && (rows.len() >= options.most_nodes() || behind <= least) {
                left = Some(carried).filter(|carried| !carried.is_zero());
                break;
            }
            let mut emitted = Amount::ZERO;
            let mut next: BTreeMap<Node, Amount> = BTreeMap::new();
            for (node, amount) in needed {
                emitted = emitted.plus(network.direct(node, amount)?)?;
                for (other, amount) in network.needs(node, amount)? {
                    let sum = next.entry(other).or_insert(Amount::ZERO);
                    *sum = sum.plus(amount)?;
                }
            }
            let key = (ContributionKind::Tier, Some(rows.len().to_string()));
            rows.push((key, emitted));
            needed = next;
        }
        self.table(By::Tier, rows, left)
    }
}
