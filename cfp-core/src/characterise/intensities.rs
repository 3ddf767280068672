//! The footprint of one unit of everything a system makes or treats.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::figure::{Figure, open_totals};
use super::footprint::InventoryRow;
use super::gwp::GwpSet;
use super::rows::CutOffRow;
use super::tally::Accounts;
use crate::amount::Amount;
use crate::error::{Error, Explain, NumberProblem, Place, Problem};
use crate::model::{CO2E, Category, Finding, Graph, System};
use crate::solve::{Solution, Solved};

/// kg CO2e per unit of every product and treated waste, from one adjoint solve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Intensities {
    /// The GWP set.
    pub gwp: String,
    /// The dataset and version of the set; `None` for a set of the modeller's own.
    pub gwp_source: Option<String>,
    /// One row per output of a process that has one, in the order of the processes.
    pub intensities: Vec<Intensity>,
    /// The products that have none, since they reach a loop that is not sound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedIntensity>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// A product without a footprint of one unit, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefusedIntensity {
    /// The product, or the waste that is treated.
    pub product: String,
    /// The process that makes or treats it.
    pub process: String,
    /// The code of the problem, such as `loop-consumes-output`.
    pub code: String,
    /// What is wrong.
    pub message: String,
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
    /// kg CO2e per unit by category; categories in which nothing of the system falls are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_category: BTreeMap<Category, Figure>,
    /// The gases per unit; only where they are asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inventory: Vec<InventoryRow>,
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

    /// The same with the gases of each product.
    ///
    /// # Errors
    ///
    /// As [`System::intensities`].
    pub fn intensities_with_gases(&self, gwp: &GwpSet) -> Result<Intensities, Error> {
        self.solve()?.intensities_with_gases(gwp)
    }
}

impl Solved {
    /// kg CO2e per unit of every product and treated waste, in all and by category: one adjoint solve each.
    ///
    /// # Errors
    ///
    /// Gases without a value in the set; results beyond the range of decimals.
    pub fn intensities(&self, gwp: &GwpSet) -> Result<Intensities, Error> {
        self.intensities_in(gwp, false)
    }

    /// The same with the gases of each product: one adjoint solve for each gas of the system.
    ///
    /// # Errors
    ///
    /// As [`Solved::intensities`].
    pub fn intensities_with_gases(&self, gwp: &GwpSet) -> Result<Intensities, Error> {
        self.intensities_in(gwp, true)
    }

    /// The intensities under several GWP sets, on all cores.
    ///
    /// # Errors
    ///
    /// As [`Solved::intensities`].
    pub fn intensities_of(&self, sets: &[&GwpSet]) -> Result<Vec<Intensities>, Error> {
        sets.par_iter().map(|gwp| self.intensities(gwp)).collect()
    }

    fn intensities_in(&self, gwp: &GwpSet, with_gases: bool) -> Result<Intensities, Error> {
        let graph = &self.system().graph;
        let accounts = Accounts::of(graph, gwp)?;
        let too_large = |kind| Error::from(Problem::new(kind, Place::default()));
        let total = self
            .each(|column| accounts.direct(graph, column))
            .map_err(too_large)?;
        let by_category = self.categories(&accounts).map_err(too_large)?;
        let gases = if with_gases {
            self.gases(&accounts).map_err(too_large)?
        } else {
            Vec::new()
        };
        let figure = |solution: &Solution, column: usize| {
            Figure::new(solution.values[column], solution.proved[column])
        };
        let all = 0..graph.columns.len();
        let given = all.clone().filter(|column| self.refusal(*column).is_none());
        let intensities = given.map(|column| Intensity {
            product: graph.output_name(column).to_owned(),
            process: graph.process_name(column).to_owned(),
            unit: format!("kg CO2e/{}", graph.columns[column].unit.symbol()),
            total: figure(&total, column),
            by_category: by_category
                .iter()
                .map(|(category, solution)| (*category, figure(solution, column)))
                .collect(),
            inventory: gases.iter().filter_map(|gas| gas.row(column)).collect(),
        });
        let intensities: Vec<Intensity> = intensities.collect();
        let refused = self.refused();
        if intensities.is_empty() {
            Error::unless_empty(distinct(&refused).into_iter().cloned().collect(), ())?;
        }
        let mut findings = graph.findings.clone();
        let refusals = distinct(&refused).into_iter();
        findings.extend(refusals.map(|problem| left_out(problem, &refused)));
        for activity in &graph.activities {
            findings.extend(activity.findings.iter().cloned());
        }
        findings.extend(graph.untaken_supplies(|_| false));
        findings.extend(cut_offs(graph));
        let mut supplies = graph.supplies.iter().zip(&graph.taken);
        let unproved = supplies.any(|(supply, taken)| *taken && supply.stated.about.unproved);
        if total.proved.contains(&false) || unproved {
            findings.push(no_certificate(total.undecided));
        }
        let refused = refused
            .into_iter()
            .map(|(column, problem)| RefusedIntensity::of(graph, column, problem));
        let open = intensities.iter().filter(|row| row.total.is_open());
        let open: Vec<String> = open.map(|row| row.product.clone()).collect();
        findings.extend(open_totals(&open, intensities.len()));
        Ok(Intensities {
            refused: refused.collect(),
            gwp: gwp.name().to_owned(),
            gwp_source: gwp.source().map(str::to_owned),
            intensities,
            findings,
        })
    }

    /// The columns that have no figure of their own, and why.
    fn refused(&self) -> Vec<(usize, &Problem)> {
        let all = 0..self.system().graph.columns.len();
        all.filter_map(|column| Some((column, self.refusal(column)?)))
            .collect()
    }

    /// Per unit of every column, what its processes count directly by some rule.
    fn each(
        &self,
        direct: impl Fn(usize) -> Result<Amount, NumberProblem>,
    ) -> Result<Solution, NumberProblem> {
        let columns = 0..self.system().graph.columns.len();
        let direct = columns.map(direct).collect::<Result<Vec<_>, _>>()?;
        self.adjoint(&direct)
    }

    /// Per unit of every column, the CO2e in each category in which anything falls.
    fn categories(&self, accounts: &Accounts) -> Result<Vec<(Category, Solution)>, NumberProblem> {
        let graph = &self.system().graph;
        let used = used_categories(accounts, graph, false);
        let solved = used.into_par_iter().map(|category| {
            let solution =
                self.each(|column| accounts.direct_in(graph, column, category, false))?;
            Ok((category, solution))
        });
        solved.collect()
    }

    /// Per unit of every column, each gas, and what is known only as CO2e.
    fn gases(&self, accounts: &Accounts) -> Result<Vec<GasSolution>, NumberProblem> {
        let graph = &self.system().graph;
        let list = accounts.list.par_iter().enumerate();
        let of_gases = list.filter_map(|(index, account)| {
            let factor = account.kg_co2e_per_kg?;
            let masses = self.each(|column| accounts.direct_mass(graph, column, index));
            let co2e = masses.and_then(|masses| {
                let values = masses.values.iter().map(|mass| mass.times(factor));
                let values = values.collect::<Result<_, _>>()?;
                let proved = masses.proved.clone();
                let undecided = masses.undecided;
                let co2e = Solution {
                    values,
                    proved,
                    undecided,
                };
                Ok((Some(masses), co2e))
            });
            Some((account.gas.clone(), account.category, co2e))
        });
        let used = used_categories(accounts, graph, true);
        let of_co2e = used.into_par_iter().map(|category| {
            let co2e = self.each(|column| accounts.direct_in(graph, column, category, true));
            (CO2E.to_owned(), category, co2e.map(|co2e| (None, co2e)))
        });
        let all: Vec<_> = of_gases.chain(of_co2e).collect();
        let solved = all.into_iter().map(|(gas, category, solved)| {
            let (masses, co2e) = solved?;
            Ok(GasSolution {
                gas,
                category,
                masses,
                co2e,
            })
        });
        solved.collect()
    }
}

/// A gas per unit of every column: kg, where it is not known only as CO2e, and kg CO2e.
struct GasSolution {
    gas: String,
    category: Category,
    masses: Option<Solution>,
    co2e: Solution,
}

impl GasSolution {
    /// The row of a column; `None` where there is nothing of the gas.
    fn row(&self, column: usize) -> Option<InventoryRow> {
        let figure =
            |solution: &Solution| Figure::new(solution.values[column], solution.proved[column]);
        let mass_kg = self.masses.as_ref().map(figure);
        let co2e = figure(&self.co2e);
        let is_there =
            !co2e.amount().is_zero() || mass_kg.is_some_and(|mass| !mass.amount().is_zero());
        is_there.then(|| InventoryRow {
            gas: self.gas.clone(),
            category: self.category,
            mass_kg,
            co2e,
        })
    }
}

/// The categories in which anything of a system falls; those of what is known only as CO2e where `only_co2e` says so.
fn used_categories(accounts: &Accounts, graph: &Graph, only_co2e: bool) -> Vec<Category> {
    let of_accounts = accounts
        .list
        .iter()
        .filter(|account| !only_co2e || account.kg_co2e_per_kg.is_none());
    let of_accounts = of_accounts.map(|account| account.category);
    let taken = graph
        .supplies
        .iter()
        .zip(&graph.taken)
        .filter(|(_, taken)| **taken);
    let of_supplies = taken.flat_map(|(supply, _)| {
        supply
            .figure
            .by_category
            .iter()
            .map(|(category, _)| *category)
    });
    let used: BTreeSet<Category> = of_accounts.chain(of_supplies).collect();
    used.into_iter().collect()
}

impl RefusedIntensity {
    fn of(graph: &Graph, column: usize, problem: &Problem) -> Self {
        Self {
            product: graph.output_name(column).to_owned(),
            process: graph.process_name(column).to_owned(),
            code: problem.code().to_owned(),
            message: problem.to_string(),
        }
    }
}

/// The problems of refused columns, each once.
fn distinct<'a>(refused: &[(usize, &'a Problem)]) -> Vec<&'a Problem> {
    let mut problems = Vec::new();
    for (_, problem) in refused {
        if !problems.contains(problem) {
            problems.push(*problem);
        }
    }
    problems
}

/// The finding of a loop that leaves products without a figure.
fn left_out(problem: &Problem, refused: &[(usize, &Problem)]) -> Finding {
    let count = refused.iter().filter(|(_, own)| *own == problem).count();
    let products = if count == 1 {
        "1 product reaches it and has no figure".to_owned()
    } else {
        format!("{count} products reach it and have no figure")
    };
    let hint = problem.hint().unwrap_or_default();
    Finding::new(problem.code(), format!("{problem}; {products}"), hint)
}

/// The finding of a result whose bounds are not proved; where that is `undecided`, neither is that its processes run forwards.
pub(crate) fn no_certificate(undecided: bool) -> Finding {
    let what = if undecided {
        "neither a bound on rounding nor that every process which is asked runs forwards could be proved"
    } else {
        "no bound on rounding could be proved"
    };
    Finding::new(
        "no-certificate",
        format!("{what}: a loop of the system has credits, or makes hardly more than it consumes"),
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
