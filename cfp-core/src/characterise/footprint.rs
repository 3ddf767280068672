//! The footprint of a demand, with everything that led to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::demand::{Demand, Means};
use super::figure::Figure;
use super::gwp::GwpSet;
use super::intensities::{cut_off_finding, no_certificate};
use super::tally::{Accounts, Tally};
use super::terms::TermRow;
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Place, Problem};
use crate::model::{CO2E, Category, FactorRecord, Finding, Graph, System};
use crate::quantity::Quantity;
use crate::solve::{Solution, Solved};

/// The cradle-to-gate carbon footprint of an amount of a product, in kg CO2e.
///
/// Every figure carries the proved bound of its arithmetic rounding; the bound says nothing about
/// the data. Written as JSON it has the shape that `cfp footprint --format json` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Footprint {
    /// What the footprint is of.
    pub product: String,
    /// How much of it, as asked for.
    pub demand: String,
    /// The GWP set.
    pub gwp: String,
    /// The dataset and version of the set; `None` for a set of the modeller's own.
    pub gwp_source: Option<String>,
    /// The sum of all categories, in kg CO2e; biogenic carbon counts -1 and +1.
    pub total: Total,
    /// The total without the uptake into biomass.
    pub total_without_biogenic_uptake: Figure,
    /// kg CO2e by category; a category in which nothing falls is zero.
    pub by_category: BTreeMap<Category, Figure>,
    /// The gases, by category.
    pub inventory: Vec<InventoryRow>,
    /// What each process emits itself, and what each supply brings, largest first.
    pub by_process: Vec<ByProcess>,
    /// What each term of a circular footprint formula contributes; empty where the model has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermRow>,
    /// The published factors that were used.
    pub factors: Vec<UsedFactor>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The total, with its unit beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Total {
    /// kg CO2e.
    #[serde(flatten)]
    pub figure: Figure,
    /// Always `kg CO2e`.
    pub unit: String,
}

/// A gas in one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InventoryRow {
    /// The gas; `CO2e` for what is known only as CO2e.
    pub gas: String,
    /// The category it counts in.
    pub category: Category,
    /// kg of the gas, negative when removed; `None` for what is known only as CO2e.
    pub mass_kg: Option<Figure>,
    /// kg CO2e.
    pub co2e: Figure,
}

/// Whether a row of [`Footprint::by_process`] is a process or a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A process of the model; its CO2e is what it emits itself.
    Process,
    /// A supply; its CO2e is the supply's whole upstream.
    Supply,
}

/// What a process emits itself, or what a supply brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ByProcess {
    /// Process or supply.
    pub kind: RowKind,
    /// The name of the process, or of the supplied flow.
    pub process: String,
    /// The output that the row is of; a process of several outputs has several rows.
    pub product: String,
    /// How many times the process, as written, runs; for a supply, how much of it is taken.
    pub runs: Figure,
    /// The unit of `runs`: empty for a process, the supply's unit for a supply.
    pub unit: String,
    /// kg CO2e.
    pub co2e: Figure,
    /// The share of the total in percent, rounded to six places; `None` when the total is zero.
    pub share_percent: Option<String>,
}

/// A published factor that was used, and for which flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UsedFactor {
    /// The supplied flow.
    pub flow: String,
    /// The row that was used.
    #[serde(flatten)]
    pub record: FactorRecord,
}

impl Footprint {
    /// kg CO2e.
    pub fn total(&self) -> Figure {
        self.total.figure
    }

    /// What each process emits itself and each supply brings, largest first.
    pub fn by_process(&self) -> &[ByProcess] {
        &self.by_process
    }
}

impl System {
    /// The footprint of an amount of a product, such as `("aluminium profile", "1 t")`.
    ///
    /// # Errors
    ///
    /// A product or unit that does not fit, loops that cannot be solved, gases without a value.
    pub fn footprint(&self, product: &str, amount: &str, gwp: &GwpSet) -> Result<Footprint, Error> {
        self.solve()?.footprint(&Demand::new(product, amount), gwp)
    }
}

impl Solved {
    /// The footprint of a demand.
    ///
    /// # Errors
    ///
    /// A product or unit that does not fit; gases without a value in the set; results beyond the
    /// range of decimals.
    pub fn footprint(&self, demand: &Demand, gwp: &GwpSet) -> Result<Footprint, Error> {
        let graph = &self.system().graph;
        let means = self.meet(demand)?;
        let accounts = Accounts::of(graph, gwp)?;
        let too_large = |kind: NumberProblem| Error::from(Problem::new(kind, Place::default()));
        let mut sums = Sums::new(graph, &accounts);
        if demand
            .amount()
            .as_ref()
            .is_ok_and(|amount| amount.amount().is_negative())
        {
            sums.findings.push(negative_demand(demand));
        }
        match &means {
            Means::Supply(supply, amount) => {
                sums.tally.take(*supply, *amount).map_err(too_large)?;
            }
            Means::Processes(solution) => sums.add(solution).map_err(too_large)?,
        }
        let footprint = sums.footprint(demand, gwp).map_err(too_large)?;
        self.with_terms(footprint, &accounts, &means)
            .map_err(too_large)
    }
}

/// Sums over the processes that run for a demand.
struct Sums<'a> {
    graph: &'a Graph,
    accounts: &'a Accounts,
    proved: bool,
    tally: Tally,
    rows: Vec<(RowKind, usize, Amount, Amount)>,
    left_out: Vec<LeftOut<'a>>,
    findings: Vec<Finding>,
}

/// What was left out of one flow, over all processes.
struct LeftOut<'a> {
    flow: &'a str,
    amount: Quantity,
    /// The exchanges, each by its process and line.
    exchanges: BTreeSet<(usize, usize)>,
}

impl<'a> Sums<'a> {
    fn new(graph: &'a Graph, accounts: &'a Accounts) -> Self {
        Self {
            graph,
            accounts,
            proved: true,
            tally: Tally::new(graph, accounts),
            rows: Vec::new(),
            left_out: Vec::new(),
            findings: graph.findings.clone(),
        }
    }

    fn add(&mut self, solution: &Solution) -> Result<(), NumberProblem> {
        self.proved = !solution.proved.contains(&false);
        let mut told: Option<usize> = None;
        for (column, &runs) in solution.values.iter().enumerate() {
            if runs.is_zero() {
                continue;
            }
            self.add_column(column, runs)?;
            let activity = self.graph.columns[column].activity;
            if told != Some(activity) {
                told = Some(activity);
                let findings = &self.graph.activities[activity].findings;
                self.findings.extend(findings.iter().cloned());
            }
        }
        self.tell_cut_offs();
        if !self.proved {
            self.findings.push(no_certificate());
        }
        Ok(())
    }

    fn add_column(&mut self, column: usize, runs: Amount) -> Result<(), NumberProblem> {
        let graph = self.graph;
        let direct = self.tally.run(graph, self.accounts, column, runs)?;
        let activity = &graph.activities[graph.columns[column].activity];
        let times_run = runs.times(activity.sum)?;
        self.rows
            .push((RowKind::Process, column, times_run, direct));
        self.leave_out(column, runs)
    }

    /// Adds what a column's share of its process leaves out.
    fn leave_out(&mut self, column: usize, runs: Amount) -> Result<(), NumberProblem> {
        let graph = self.graph;
        let activity = graph.columns[column].activity;
        for cut_off in &graph.activities[activity].cut_offs {
            let flow = &graph.processes[activity].lines[cut_off.line].flow;
            let weight = graph.weight(column, cut_off.weights.as_deref());
            let amount = cut_off.amount.scaled(weight.times(runs)?)?;
            let dimension = amount.unit().dimension();
            let exchange = (activity, cut_off.line);
            let same = self.left_out.iter_mut().find(|left_out| {
                left_out.flow == flow && left_out.amount.unit().dimension() == dimension
            });
            match same {
                Some(left_out) => {
                    // Units of one dimension always convert; only the range of decimals can end.
                    let sum = left_out.amount.plus(&amount);
                    left_out.amount = sum.map_err(|_| NumberProblem::TooLarge)?;
                    left_out.exchanges.insert(exchange);
                }
                None => self.left_out.push(LeftOut {
                    flow,
                    amount,
                    exchanges: BTreeSet::from([exchange]),
                }),
            }
        }
        Ok(())
    }

    /// One finding for each flow that is cut off, with how much of it the demand would need.
    fn tell_cut_offs(&mut self) {
        for left_out in &self.left_out {
            let needed = left_out.amount.amount().significant(4);
            let needed = format!("{needed} {}", left_out.amount.unit());
            let exchanges = left_out.exchanges.len();
            let finding = cut_off_finding(left_out.flow, Some(&needed), exchanges);
            self.findings.push(finding);
        }
    }

    /// One finding for each GWP set, other than the footprint's, that supplies were computed with.
    fn tell_other_sets(&mut self, gwp: &str) {
        for (supply, amount) in self.graph.supplies.iter().zip(&self.tally.supplied) {
            if let Some(other) = &supply.stated.gwp
                && other != gwp
                && !amount.is_zero()
            {
                let flow = &supply.flow;
                let message =
                    format!("`{flow}` was computed with {other}, the footprint with {gwp}");
                let hint = "its gases are not known, so it cannot be computed anew";
                self.findings
                    .push(Finding::new("other-gwp-set", message, hint));
            }
        }
    }

    /// The gases by category, with a row of their own for what supplies bring, and the sums of the
    /// categories; the supplies become rows of the contributions.
    fn inventory(
        &mut self,
    ) -> Result<(Vec<InventoryRow>, BTreeMap<Category, Amount>), NumberProblem> {
        let mut by_category: BTreeMap<Category, Amount> = Category::ALL
            .map(|category| (category, Amount::ZERO))
            .into();
        let mut add = |category: Category, co2e: Amount| -> Result<(), NumberProblem> {
            let sum = by_category.entry(category).or_insert(Amount::ZERO);
            *sum = sum.plus(co2e)?;
            Ok(())
        };
        let mut inventory = Vec::new();
        let mut known_only_as_co2e = Amount::ZERO;
        for (index, account) in self.accounts.list.iter().enumerate() {
            let mass = self.tally.masses[index];
            if mass.is_zero() {
                continue;
            }
            let co2e = self.accounts.co2e(index, mass)?;
            if account.kg_co2e_per_kg.is_none() && account.category == Category::Unspecified {
                // The same row as what supplies bring.
                known_only_as_co2e = known_only_as_co2e.plus(co2e)?;
                continue;
            }
            add(account.category, co2e)?;
            inventory.push(InventoryRow {
                gas: account.gas.clone(),
                category: account.category,
                mass_kg: account.kg_co2e_per_kg.map(|_| self.figure(mass)),
                co2e: self.figure(co2e),
            });
        }
        for (supply, &amount) in self.tally.supplied.iter().enumerate() {
            if !amount.is_zero() {
                let co2e = amount.times(self.graph.supplies[supply].intensity)?;
                known_only_as_co2e = known_only_as_co2e.plus(co2e)?;
                self.rows.push((RowKind::Supply, supply, amount, co2e));
            }
        }
        if !known_only_as_co2e.is_zero() {
            add(Category::Unspecified, known_only_as_co2e)?;
            inventory.push(InventoryRow {
                gas: CO2E.to_owned(),
                category: Category::Unspecified,
                mass_kg: None,
                co2e: self.figure(known_only_as_co2e),
            });
        }
        Ok((inventory, by_category))
    }

    fn footprint(mut self, demand: &Demand, gwp: &GwpSet) -> Result<Footprint, NumberProblem> {
        let untaken = self
            .graph
            .untaken_supplies(|supply| !self.tally.supplied[supply].is_zero());
        self.findings.extend(untaken);
        self.tell_other_sets(gwp.name());
        let (inventory, by_category) = self.inventory()?;
        let mut total = Amount::ZERO;
        for amount in by_category.values() {
            total = total.plus(*amount)?;
        }
        let uptake = by_category[&Category::BiogenicRemovals];
        let factors = self.factors();
        Ok(Footprint {
            product: demand.product().to_owned(),
            demand: demand
                .amount()
                .as_ref()
                .map_or_else(ToString::to_string, ToString::to_string),
            gwp: gwp.name().to_owned(),
            gwp_source: gwp.source().map(str::to_owned),
            total: Total {
                figure: self.figure(total),
                unit: "kg CO2e".to_owned(),
            },
            total_without_biogenic_uptake: self.figure(total.minus(uptake)?),
            by_category: by_category
                .into_iter()
                .map(|(category, sum)| (category, self.figure(sum)))
                .collect(),
            inventory,
            by_process: self.ranked(total)?,
            terms: Vec::new(),
            factors,
            findings: self.findings,
        })
    }

    fn figure(&self, amount: Amount) -> Figure {
        Figure::new(amount, self.proved)
    }

    /// The rows, largest contribution first; equal ones in the order of the model.
    fn ranked(&mut self, total: Amount) -> Result<Vec<ByProcess>, NumberProblem> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|a, b| b.3.magnitude().rank(&a.3.magnitude()));
        rows.into_iter()
            .map(|(kind, index, runs, co2e)| {
                let (process, product, unit) = match kind {
                    RowKind::Process => (
                        self.graph.process_name(index),
                        self.graph.output_name(index),
                        "",
                    ),
                    RowKind::Supply => {
                        let supply = &self.graph.supplies[index];
                        let flow = supply.flow.as_str();
                        (flow, flow, supply.unit.symbol())
                    }
                };
                Ok(ByProcess {
                    kind,
                    process: process.to_owned(),
                    product: product.to_owned(),
                    runs: self.figure(runs),
                    unit: unit.to_owned(),
                    co2e: self.figure(co2e),
                    share_percent: share_percent(co2e, total)?,
                })
            })
            .collect()
    }

    fn factors(&self) -> Vec<UsedFactor> {
        let mut used: Vec<UsedFactor> = Vec::new();
        for (supply, amount) in self.graph.supplies.iter().zip(&self.tally.supplied) {
            if let (Some(record), false) = (&supply.stated.factor, amount.is_zero()) {
                let factor = UsedFactor {
                    flow: supply.flow.clone(),
                    record: record.clone(),
                };
                if !used.contains(&factor) {
                    used.push(factor);
                }
            }
        }
        used
    }
}

/// The finding of a demand below zero.
fn negative_demand(demand: &Demand) -> Finding {
    let product = demand.product();
    Finding::new(
        "negative-amount",
        format!("the amount wanted of `{product}` is negative"),
        "the footprint is that of so much less of it; check that this is meant",
    )
}

/// A share of a total in percent, for reading: rounded to six places.
pub(crate) fn share_percent(part: Amount, total: Amount) -> Result<Option<String>, NumberProblem> {
    let hundredfold = part.times(Amount::from(100));
    match hundredfold.and_then(|part| part.over(total)) {
        Ok(share) => Ok(Some(share.rounded_text(6))),
        // A total that is zero, or next to nothing beside parts that cancel: a share says nothing.
        Err(NumberProblem::DivisionByZero | NumberProblem::TooLarge) => Ok(None),
        Err(problem) => Err(problem),
    }
}
