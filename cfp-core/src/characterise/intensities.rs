//! The footprint of one unit of everything a system makes or treats.

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::gwp::GwpSet;
use super::rows::CutOffRow;
use super::tally::Accounts;
use crate::error::{Error, Place, Problem};
use crate::model::{Finding, Graph, System};
use crate::solve::Solved;

/// kg CO2e per unit of every product and treated waste, from one adjoint solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intensities {
    /// The GWP set.
    pub gwp: String,
    /// The dataset and version of the set; `None` for a set of the modeller's own.
    pub gwp_source: Option<String>,
    /// One row per output of a process, in the order of the processes.
    pub intensities: Vec<Intensity>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The footprint of one unit of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intensity {
    /// The product, or the waste that is treated.
    pub product: String,
    /// The process that makes or treats it.
    pub process: String,
    /// The unit, such as `kg CO2e/kWh`.
    pub unit: String,
    /// kg CO2e per unit.
    pub total: Figure,
}

impl System {
    /// kg CO2e per unit of every product and treated waste.
    ///
    /// # Errors
    ///
    /// Loops that cannot be solved; gases without a value in the set.
    pub fn intensities(&self, gwp: &GwpSet) -> Result<Intensities, Error> {
        self.solve()?.intensities(gwp)
    }
}

impl Solved {
    /// kg CO2e per unit of every product and treated waste, from one adjoint solve.
    ///
    /// # Errors
    ///
    /// Gases without a value in the set; results beyond the range of decimals.
    pub fn intensities(&self, gwp: &GwpSet) -> Result<Intensities, Error> {
        let graph = &self.system().graph;
        let accounts = Accounts::of(graph, gwp)?;
        let too_large = |kind| Problem::new(kind, Place::default());
        let direct = (0..graph.columns.len())
            .map(|column| accounts.direct(graph, column))
            .collect::<Result<Vec<_>, _>>()
            .map_err(too_large)?;
        let solution = self.adjoint(&direct).map_err(too_large)?;
        let rows = solution.values.iter().zip(&solution.proved);
        let intensities = rows
            .enumerate()
            .map(|(column, (&total, &proved))| Intensity {
                product: graph.output_name(column).to_owned(),
                process: graph.process_name(column).to_owned(),
                unit: format!("kg CO2e/{}", graph.columns[column].unit.symbol()),
                total: Figure::new(total, proved),
            })
            .collect();
        let mut findings = graph.findings.clone();
        for activity in &graph.activities {
            findings.extend(activity.findings.iter().cloned());
        }
        findings.extend(graph.untaken_supplies(|_| false));
        findings.extend(cut_offs(graph));
        let mut supplies = graph.supplies.iter().zip(&graph.taken);
        let unproved = supplies.any(|(supply, taken)| *taken && supply.stated.about.unproved);
        if solution.proved.contains(&false) || unproved {
            findings.push(no_certificate());
        }
        Ok(Intensities {
            gwp: gwp.name().to_owned(),
            gwp_source: gwp.source().map(str::to_owned),
            intensities,
            findings,
        })
    }
}

/// The finding of a result whose bounds are not proved.
pub(super) fn no_certificate() -> Finding {
    Finding::new(
        "no-certificate",
        "no bound on rounding could be proved: a loop of the system has credits",
        "compare with a model in which the credits stand outside the loop",
    )
}

/// The finding of a flow that is cut off: how much of it and what it could make, where that is known, in how many
/// exchanges.
pub(super) fn cut_off_finding(flow: &str, needed: Option<&CutOffRow>, exchanges: usize) -> Finding {
    let amount = needed.map_or(String::new(), |row| {
        format!(": {} {}", row.amount.value().significant(4), row.unit)
    });
    let places = if exchanges == 1 {
        String::new()
    } else {
        format!(" in {exchanges} exchanges")
    };
    let estimate = needed.and_then(|row| row.estimate);
    let estimate = estimate.map_or(String::new(), |estimate| {
        let could = estimate.value().significant(4);
        format!(", which could make {could} kg CO2e")
    });
    let message = format!("`{flow}` is cut off{amount}{places}{estimate}");
    Finding::new(
        "cut-off",
        message,
        "left out on purpose by `cut_off`; its footprint is not in the total",
    )
}

/// One finding for each flow that is cut off anywhere in the system.
fn cut_offs(graph: &Graph) -> Vec<Finding> {
    let mut flows: Vec<(&str, usize)> = Vec::new();
    for (activity, process) in graph.activities.iter().zip(&graph.processes) {
        for cut_off in &activity.cut_offs {
            let flow = process.lines[cut_off.line].flow.as_str();
            match flows.iter_mut().find(|(known, _)| *known == flow) {
                Some((_, exchanges)) => *exchanges += 1,
                None => flows.push((flow, 1)),
            }
        }
    }
    let told = flows.into_iter();
    told.map(|(flow, exchanges)| cut_off_finding(flow, None, exchanges))
        .collect()
}
