//! What each tier of suppliers contributes.

use std::collections::BTreeMap;

use super::analysis::{Analysis, too_large};
use super::contribution::{By, ContributionKind, ContributionTable};
use super::network::{Network, Node};
use super::parts::Parts;
use super::ranked::size_of;
use super::supply_chain::ChainOptions;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem};
use crate::model::Finding;

/// Fewer tiers than these do not say whether what is left behind them shrinks.
const TELLING: usize = 20;

/// The needs of one tier.
#[derive(Debug)]
struct Tier {
    needed: BTreeMap<Node, Amount>,
    /// What they carry.
    carried: Parts,
    /// What they carry, without signs.
    behind: f64,
}

impl Tier {
    fn of(network: &Network<'_>, needed: BTreeMap<Node, Amount>) -> Result<Self, NumberProblem> {
        let mut carried = Parts::default();
        let mut behind = 0.0;
        for (&node, &amount) in &needed {
            let co2e = network.carried(node, amount)?;
            carried.add(co2e)?;
            behind += size_of(co2e);
        }
        Ok(Self {
            needed,
            carried,
            behind,
        })
    }

    /// What the tier emits itself, and the next one.
    fn next(&self, network: &Network<'_>) -> Result<(Amount, Self), NumberProblem> {
        let mut emitted = Amount::ZERO;
        let mut next: BTreeMap<Node, Amount> = BTreeMap::new();
        for (&node, &amount) in &self.needed {
            emitted = emitted.plus(network.direct(node, amount)?)?;
            for (other, amount) in network.needs(node, amount)? {
                let sum = next.entry(other).or_insert(Amount::ZERO);
                *sum = sum.plus(amount)?;
            }
        }
        Ok((emitted, Self::of(network, next)?))
    }
}

/// The tiers one after the other: what each emits, and what stood behind it and the ones above.
#[derive(Debug, Default)]
struct Tiers {
    emitted: Vec<Amount>,
    behind: Vec<(f64, Parts)>,
    /// What is left beyond the last.
    left: Parts,
    diverges: bool,
}

impl Tiers {
    fn of(network: &Network<'_>, least: f64, most: usize) -> Result<Self, NumberProblem> {
        let mut tiers = Self::default();
        let mut tier = Tier::of(network, network.wanted.iter().copied().collect())?;
        while !tier.needed.is_empty() {
            let is_small = tier.behind <= least;
            let is_last = tiers.emitted.len() >= most;
            if !tiers.emitted.is_empty() && (is_last || is_small) {
                tiers.left = tier.carried;
                tiers.diverges = !is_small && tiers.grows(tier.behind);
                break;
            }
            tiers.behind.push((tier.behind, tier.carried));
            match tier.next(network) {
                Ok((emitted, next)) => {
                    tiers.emitted.push(emitted);
                    tier = next;
                }
                Err(NumberProblem::TooLarge) if !tiers.emitted.is_empty() => {
                    tiers.left = tier.carried;
                    tiers.diverges = true;
                    break;
                }
                Err(problem) => return Err(problem),
            }
        }
        if tiers.diverges {
            tiers.end_at_the_least();
        }
        Ok(tiers)
    }

    /// Whether what is left is no less than ever in the first half.
    fn grows(&self, left: f64) -> bool {
        let half = &self.behind[..self.behind.len() / 2];
        let largest = half.iter().map(|(size, _)| *size).fold(0.0, f64::max);
        self.behind.len() >= TELLING && left >= largest
    }

    /// Keeps the tiers behind which the least is left.
    fn end_at_the_least(&mut self) {
        let behind = self.behind.iter().enumerate().skip(1);
        let least = behind.min_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b));
        if let Some((count, (_, left))) = least {
            self.emitted.truncate(count);
            self.left = *left;
        }
    }
}

impl Analysis {
    /// The footprint by tiers of suppliers, as [`By::Tier`] has them, one after the other: loops are followed until what is
    /// left of all needs carries less than the cut-off, a share of [`Analysis::gross`], at most for so many tiers. What lies
    /// beyond is the remainder. Where credits hold a loop and what is left grows from tier to tier, the tiers end where the
    /// least is left, and a finding tells it.
    ///
    /// # Errors
    ///
    /// A cut-off that is no share; figures beyond the range of decimals.
    pub fn tiers(&self, options: ChainOptions) -> Result<ContributionTable, Error> {
        options.check()?;
        let network = Network::of(self)?;
        let least = options.least_of(self.gross()?);
        let tiers = Tiers::of(&network, least, options.most_nodes()).map_err(too_large)?;
        let left = Some(tiers.left).filter(|left| !left.is_zero());
        let emitted = tiers.emitted.into_iter().enumerate();
        let rows = emitted.map(|(number, emitted)| {
            let key = (ContributionKind::Tier, Some(number.to_string()));
            (key, emitted)
        });
        let table = self.table(By::Tier, rows.collect(), left);
        let mut table = table.map_err(too_large)?;
        table.findings.extend(tiers.diverges.then(diverging));
        Ok(table)
    }
}

/// The finding of tiers that have no sum.
fn diverging() -> Finding {
    Finding::new(
        "tiers-do-not-converge",
        "what is left behind the tiers of suppliers grows from tier to tier: only what a loop avoids holds what it needs, so \
         that its tiers have no sum of their own; they end where the least is left",
        "the total and the remainder are right; break the footprint down by process or product",
    )
}
