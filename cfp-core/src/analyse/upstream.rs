//! What stands behind each process of a footprint: what it emits itself, and all that it takes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, too_large};
use super::network::{Called, Network, Node};
use crate::amount::Amount;
use crate::characterise::{Figure, RowKind, Tally, share_percent};
use crate::error::{Error, NumberProblem};

/// What stands behind the processes and supplies of a footprint, the largest first.
///
/// Upstream figures do not sum to the total: what a process takes stands behind it and behind itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Upstream {
    /// kg CO2e of the whole footprint.
    pub total: Figure,
    /// The rows, largest upstream first.
    pub rows: Vec<UpstreamRow>,
    /// How many more processes and supplies the demand needs.
    pub left_out: usize,
}

/// What an output of a process, or a supply, carries of a footprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UpstreamRow {
    /// Process or supply.
    pub kind: RowKind,
    /// The name of the process, or of the supplier or the supplied flow.
    pub process: String,
    /// The output that the row is of; a process of several outputs has several rows.
    pub product: String,
    /// How much of the product is needed, all needs for it in loops included.
    pub amount: Figure,
    /// The unit of the amount.
    pub unit: String,
    /// kg CO2e that the process emits itself; of a supply, all of it.
    pub direct: Figure,
    /// The share of that in the total in percent, rounded to six places; `None` when the total is zero.
    pub direct_percent: Option<String>,
    /// kg CO2e with everything that it takes: what the footprint would lose if the product came free of burden. What a loop
    /// leads back to the product counts once, so that none is above the total where nothing is avoided. `None` where the
    /// others have no solution without the product.
    pub upstream: Option<Figure>,
    /// The share of that in the total in percent, rounded to six places; `None` when there is none.
    pub upstream_percent: Option<String>,
}

/// A row that is not yet computed: its node, how much of it is needed, and kg CO2e that its upstream cannot exceed.
type Bounded = (Node, Amount, Amount);

impl Analysis {
    /// What stands behind the processes and supplies that the demand needs; so many of them, with the largest upstream.
    ///
    /// # Exactness
    ///
    /// With y the footprint per unit of a product, z the runs of its process and M the matrix of the system, the upstream is
    /// y z / (M⁻¹) of the product with itself. Without loops that is everything the product carries. The rows are found by a
    /// bound, what all of the product carries with loops counted as often as they come round, which holds unless loops have
    /// credits.
    ///
    /// # Errors
    ///
    /// Figures beyond the range of decimals.
    pub fn upstream(&self, most: usize) -> Result<Upstream, Error> {
        let network = Network::of(self)?;
        self.behind(&network, most).map_err(too_large)
    }

    fn behind(&self, network: &Network<'_>, most: usize) -> Result<Upstream, NumberProblem> {
        let (bounded, masses) = self.bounded(network)?;
        let count = bounded.len();
        let components = self.content.solved.components();
        let mut rows: Vec<UpstreamRow> = Vec::new();
        // The rows by their magnitudes, the largest first.
        let mut order: Vec<(Amount, usize)> = Vec::new();
        let mut waiting = bounded.into_iter().peekable();
        while let Some((node, amount, bound)) = waiting.next() {
            let direct = match node {
                Node::Output(column) => masses.get(&column).copied().unwrap_or(Amount::ZERO),
                Node::Supply(_) => bound,
            };
            let (upstream, proved) = match node {
                Node::Output(column) => self.loop_corrected(column, components[column])?,
                Node::Supply(_) => (Some(bound), true),
            };
            let size = upstream.unwrap_or(bound).magnitude();
            let place = order.partition_point(|(other, _)| other.rank(&size).is_ge());
            order.insert(place, (size, rows.len()));
            rows.push(self.upstream_row(network.called(node), amount, direct, upstream, proved)?);
            let is_settled = match (order.get(most.saturating_sub(1)), waiting.peek()) {
                (Some((last, _)), Some((_, _, bound))) => !bound.magnitude().rank(last).is_gt(),
                _ => false,
            };
            if is_settled {
                break;
            }
        }
        order.truncate(most);
        let rows = order.into_iter().map(|(_, row)| rows[row].clone());
        let rows: Vec<_> = rows.collect();
        Ok(Upstream {
            total: self.total(),
            left_out: count - rows.len(),
            rows,
        })
    }

    /// What the demand needs, the largest bound first; and what each process emits itself.
    fn bounded(
        &self,
        network: &Network<'_>,
    ) -> Result<(Vec<Bounded>, BTreeMap<usize, Amount>), NumberProblem> {
        let graph = self.graph();
        let accounts = &self.content.accounts;
        let mut bounded: Vec<Bounded> = Vec::new();
        let mut direct = BTreeMap::new();
        let mut tally = Tally::new(graph, accounts);
        for column in 0..graph.columns.len() {
            let runs = self.runs_of(column);
            if runs.is_zero() {
                continue;
            }
            let emitted = tally.run(graph, accounts, column, runs, |_| Ok(()))?;
            direct.insert(column, emitted);
            let node = Node::Output(column);
            let amount = runs.times(network.outputs[column].net)?;
            bounded.push((node, amount, network.carried(node, amount)?));
        }
        if self.runs().is_none() {
            for &(node, amount) in &network.wanted {
                if let Node::Supply(supply) = node {
                    tally.take(&[(supply, amount)])?;
                }
            }
        }
        for (supply, &amount) in tally.supplied.iter().enumerate() {
            if !amount.is_zero() {
                let node = Node::Supply(supply);
                bounded.push((node, amount, network.carried(node, amount)?));
            }
        }
        bounded.sort_by(|(.., a), (.., b)| b.magnitude().rank(&a.magnitude()));
        Ok((bounded, direct))
    }

    /// What a column's output carries of the footprint, loops through itself counted once.
    fn loop_corrected(
        &self,
        column: usize,
        component: usize,
    ) -> Result<(Option<Amount>, bool), NumberProblem> {
        let solved = &self.content.solved;
        let (own, proved) = solved.own_runs(column, component)?;
        let carried = self.content.per_unit.values[column].times(self.runs_of(column))?;
        match carried.over(own) {
            Ok(upstream) => Ok((Some(upstream), proved)),
            Err(NumberProblem::DivisionByZero) => Ok((None, proved)),
            Err(problem) => Err(problem),
        }
    }

    fn upstream_row(
        &self,
        called: Called,
        amount: Amount,
        direct: Amount,
        upstream: Option<Amount>,
        proved: bool,
    ) -> Result<UpstreamRow, NumberProblem> {
        let total = self.total().amount();
        let figure = |amount| Figure::new(amount, self.is_proved());
        let Called {
            kind,
            process,
            product,
            unit,
        } = called;
        Ok(UpstreamRow {
            kind,
            process,
            product,
            amount: figure(amount),
            unit,
            direct: figure(direct),
            direct_percent: share_percent(direct, total)?,
            upstream: upstream.map(|upstream| Figure::new(upstream, self.is_proved() && proved)),
            upstream_percent: match upstream {
                Some(upstream) => share_percent(upstream, total)?,
                None => None,
            },
        })
    }
}
