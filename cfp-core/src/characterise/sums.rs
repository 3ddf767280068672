//! Sums over the processes that run for a demand, and the footprint that they make.

use std::collections::{BTreeMap, BTreeSet};

use super::books::Books;
use super::demand::Demand;
use super::figure::Figure;
use super::footprint::{
    ByProcess, Footprint, InventoryRow, RowKind, Total, UsedFactor, share_percent,
};
use super::gwp::GwpSet;
use super::intensities::{cut_off_finding, no_certificate};
use super::rows::{CutOffRow, ElectricityRow, SupplierRow};
use super::tally::{Accounts, Tally};
use crate::amount::Amount;
use crate::error::NumberProblem;
use crate::model::{CO2E, Carried, Category, Finding, Graph, ServedSupply};
use crate::quantity::Quantity;
use crate::solve::Solution;

/// Sums over the processes that run for a demand.
pub(super) struct Sums<'a> {
    graph: &'a Graph,
    accounts: &'a Accounts,
    proved: bool,
    undecided: bool,
    tally: Tally,
    books: Books<'a>,
    rows: Vec<(RowKind, usize, Amount, Amount)>,
    left_out: Vec<LeftOut<'a>>,
    pub findings: Vec<Finding>,
}

/// What was left out of one flow, over all processes.
struct LeftOut<'a> {
    flow: &'a str,
    amount: Quantity,
    /// The exchanges, each by its process and line.
    exchanges: BTreeSet<(usize, usize)>,
}

impl<'a> Sums<'a> {
    pub fn new(graph: &'a Graph, accounts: &'a Accounts) -> Self {
        Self {
            graph,
            accounts,
            proved: true,
            undecided: false,
            tally: Tally::new(graph, accounts),
            books: Books::new(graph, accounts),
            rows: Vec::new(),
            left_out: Vec::new(),
            findings: graph.findings.clone(),
        }
    }

    /// A demand that supplies meet without any process.
    pub fn supplied(&mut self, taken: &[(usize, Amount)]) -> Result<(), NumberProblem> {
        self.tally.take(taken)?;
        for &(supply, amount) in taken {
            let co2e = amount.times(self.graph.supplies[supply].figure.total)?;
            self.books.supply(supply, amount, None)?;
            self.books.demanded(co2e)?;
        }
        Ok(())
    }

    /// A demand that processes meet.
    pub fn add(&mut self, solution: &Solution) -> Result<(), NumberProblem> {
        self.proved = !solution.proved.contains(&false);
        self.undecided = solution.undecided;
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
        self.books.consumers(solution)
    }

    fn add_column(&mut self, column: usize, runs: Amount) -> Result<(), NumberProblem> {
        let graph = self.graph;
        let books = &mut self.books;
        let enter = |part| books.part(column, &part);
        let direct = self.tally.run(graph, self.accounts, column, runs, enter)?;
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

    /// What is cut off, each with a finding.
    fn cut_offs(&mut self, total: Amount) -> Result<Vec<CutOffRow>, NumberProblem> {
        let mut rows = Vec::with_capacity(self.left_out.len());
        for left_out in &self.left_out {
            let amount = &left_out.amount;
            let estimate = match self.graph.estimates.get(left_out.flow) {
                // The unit was checked when the system was linked.
                Some(figure) => match amount.to(&figure.unit) {
                    Ok(amount) => Some(amount.amount().times(figure.total)?),
                    Err(_) => None,
                },
                None => None,
            };
            let percent = match estimate {
                Some(estimate) => share_percent(estimate, total)?,
                None => None,
            };
            let row = CutOffRow {
                flow: left_out.flow.to_owned(),
                amount: self.figure(amount.amount()),
                unit: amount.unit().symbol().to_owned(),
                exchanges: left_out.exchanges.len(),
                estimate: estimate.map(|estimate| self.figure(estimate)),
                estimate_percent: percent,
            };
            self.findings
                .push(cut_off_finding(&row.flow, Some(&row), row.exchanges));
            rows.push(row);
        }
        Ok(rows)
    }

    /// One finding for each GWP set, other than the footprint's, that supplies were computed with.
    fn tell_other_sets(&mut self, gwp: &str) {
        for (supply, amount) in self.graph.supplies.iter().zip(&self.tally.supplied) {
            if let Some(other) = &supply.stated.about.gwp
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

    /// The gases by category, with a row for what is known only as CO2e in each, and the sums of the categories; the supplies
    /// become rows of the contributions.
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
        let mut known_only_as_co2e: BTreeMap<Category, Amount> = BTreeMap::new();
        let mut only_as_co2e = |category: Category, co2e: Amount| -> Result<(), NumberProblem> {
            let sum = known_only_as_co2e.entry(category).or_insert(Amount::ZERO);
            *sum = sum.plus(co2e)?;
            Ok(())
        };
        for (index, account) in self.accounts.list.iter().enumerate() {
            let mass = self.tally.masses[index];
            if mass.is_zero() {
                continue;
            }
            let co2e = self.accounts.co2e(index, mass)?;
            if account.kg_co2e_per_kg.is_none() {
                only_as_co2e(account.category, co2e)?;
                continue;
            }
            add(account.category, co2e)?;
            inventory.push(InventoryRow {
                gas: account.gas.clone(),
                category: account.category,
                mass_kg: Some(self.figure(mass)),
                co2e: self.figure(co2e),
            });
        }
        for (supply, &amount) in self.tally.supplied.iter().enumerate() {
            if amount.is_zero() {
                continue;
            }
            let figure = &self.graph.supplies[supply].figure;
            for (category, part) in &figure.by_category {
                only_as_co2e(*category, amount.times(*part)?)?;
            }
            let co2e = amount.times(figure.total)?;
            self.rows.push((RowKind::Supply, supply, amount, co2e));
        }
        for (category, co2e) in known_only_as_co2e {
            if !co2e.is_zero() {
                add(category, co2e)?;
                inventory.push(InventoryRow {
                    gas: CO2E.to_owned(),
                    category,
                    mass_kg: None,
                    co2e: self.figure(co2e),
                });
            }
        }
        Ok((inventory, by_category))
    }

    /// The footprint of the demand.
    pub fn footprint(mut self, demand: &Demand, gwp: &GwpSet) -> Result<Footprint, NumberProblem> {
        for (supply, amount) in self.graph.supplies.iter().zip(&self.tally.supplied) {
            self.proved &= amount.is_zero() || !supply.stated.about.unproved;
        }
        let (inventory, by_category) = self.inventory()?;
        let mut total = Amount::ZERO;
        for amount in by_category.values() {
            total = total.plus(*amount)?;
        }
        let cut_offs = self.cut_offs(total)?;
        if !self.proved {
            self.findings.push(no_certificate(self.undecided));
        }
        self.findings.extend(self.figure(total).open_finding());
        let untaken = self
            .graph
            .untaken_supplies(|supply| !self.tally.supplied[supply].is_zero());
        self.findings.extend(untaken);
        self.tell_other_sets(gwp.name());
        let uptake = by_category[&Category::BiogenicRemovals];
        let (electricity, location_based_total) = self.electricity(total)?;
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
            by_stage: self.books.stages(total, self.proved)?,
            by_region: self.books.regions(self.proved),
            factors: self.factors(),
            suppliers: self.suppliers()?,
            electricity,
            location_based_total,
            cut_offs,
            data_quality: self.books.quality()?,
            coverage: self.books.coverage(total, self.proved)?,
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
                        let name = supply.stated.about.supplier.as_deref();
                        let flow = supply.flow.as_str();
                        (name.unwrap_or(flow), flow, supply.figure.unit.symbol())
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

    /// The supplies that are taken, each with its amount.
    fn taken(&self) -> impl Iterator<Item = (&'a ServedSupply, Amount)> {
        let supplies = self.graph.supplies.iter();
        let taken = supplies.zip(self.tally.supplied.iter().copied());
        taken.filter(|(_, amount)| !amount.is_zero())
    }

    fn factors(&self) -> Vec<UsedFactor> {
        let mut used: Vec<UsedFactor> = Vec::new();
        for (supply, _) in self.taken() {
            if let Some(record) = supply.stated.record() {
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

    fn suppliers(&self) -> Result<Vec<SupplierRow>, NumberProblem> {
        let results = self
            .taken()
            .filter(|(supply, _)| supply.stated.record().is_none());
        results
            .map(|(supply, amount)| {
                let about = &*supply.stated.about;
                let primary = about.primary_percent.as_ref();
                let primary = primary.and_then(|percent| percent.as_ref().ok());
                // Where the supplier leaves some of it open, the share is not known.
                let is_whole = |carried: &Carried| carried.not_stated.is_zero();
                let primary = primary.filter(|_| about.carried.as_ref().is_none_or(is_whole));
                Ok(SupplierRow {
                    flow: supply.flow.clone(),
                    supplier: about.supplier.clone(),
                    source: about.source.clone(),
                    boundary: about.boundary.clone(),
                    gwp: about.gwp.clone(),
                    validity: about.validity.clone(),
                    primary_percent: primary.map(Amount::value_text),
                    amount: self.figure(amount),
                    unit: supply.figure.unit.symbol().to_owned(),
                    co2e: self.figure(amount.times(supply.figure.total)?),
                })
            })
            .collect()
    }

    /// The electricity that states its treatment, and the total by the average of the grid.
    fn electricity(
        &self,
        total: Amount,
    ) -> Result<(Vec<ElectricityRow>, Option<Figure>), NumberProblem> {
        let mut rows = Vec::new();
        let mut by_location = Some(total);
        for (supply, amount) in self.taken() {
            let Some(electricity) = &supply.stated.about.electricity else {
                continue;
            };
            let co2e = amount.times(supply.figure.total)?;
            let grid = supply.grid.as_ref().map(|grid| amount.times(grid.total));
            let grid = grid.transpose()?;
            by_location = match (by_location, grid) {
                (Some(sum), Some(grid)) => Some(sum.minus(co2e)?.plus(grid)?),
                _ => None,
            };
            let volume = electricity.volume.as_ref();
            rows.push(ElectricityRow {
                flow: supply.flow.clone(),
                treatment: electricity.treatment.word().to_owned(),
                instrument: electricity.instrument.clone(),
                period: electricity.period.clone(),
                volume: volume.and_then(|volume| Some(volume.as_ref().ok()?.to_string())),
                amount: self.figure(amount),
                unit: supply.figure.unit.symbol().to_owned(),
                co2e: self.figure(co2e),
                location_based: grid.map(|grid| self.figure(grid)),
            });
        }
        let by_location = by_location.filter(|_| !rows.is_empty());
        Ok((rows, by_location.map(|sum| self.figure(sum))))
    }
}
