//! What one run of each process emits, and what it takes of supplies.

use std::collections::HashMap;

use super::demand::Means;
use super::gwp::{Characterised, GwpSet};
use crate::amount::Amount;
use crate::error::{Error, NumberProblem, Problem};
use crate::model::{CO2E, Category, Emission, Graph, SupplyIntensity as Intensity, SupplyUse};
use crate::unit::Unit;

/// A gas in one account: a row of the inventory.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    pub gas: String,
    pub category: Category,
    /// `None` for CO2e of unknown composition.
    pub kg_co2e_per_kg: Option<Amount>,
}

/// The accounts of a system under a GWP set, and which one each emission falls in.
#[derive(Debug)]
pub(crate) struct Accounts {
    pub list: Vec<Account>,
    /// For each activity, the account of each of its emissions.
    of_emissions: Vec<Vec<usize>>,
}

impl Accounts {
    /// The accounts of a system, or every gas that the set cannot characterise.
    pub fn of(graph: &Graph, gwp: &GwpSet) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let mut list: Vec<Account> = Vec::new();
        let mut known: HashMap<(String, Category), usize> = HashMap::new();
        let mut of_emissions = Vec::with_capacity(graph.activities.len());
        for (activity, process) in graph.activities.iter().zip(&graph.processes) {
            let mut accounts = Vec::with_capacity(activity.emissions.len());
            for emission in &activity.emissions {
                let gas = &process.lines[emission.line].flow;
                let account = match account(gas, emission, gwp) {
                    Ok(account) => account,
                    Err(kind) => {
                        problems.push(Problem::new(kind, process.place(emission.line)));
                        continue;
                    }
                };
                let key = (account.gas.clone(), account.category);
                let next = list.len();
                let index = *known.entry(key).or_insert(next);
                if index == next {
                    list.push(account);
                }
                accounts.push(index);
            }
            of_emissions.push(accounts);
        }
        Error::unless_empty(problems, Self { list, of_emissions })
    }

    /// The emissions of an activity with their accounts.
    pub fn emissions<'g>(
        &'g self,
        graph: &'g Graph,
        activity: usize,
    ) -> impl Iterator<Item = (usize, &'g Emission)> {
        let emissions = graph.activities[activity].emissions.iter();
        self.of_emissions[activity].iter().copied().zip(emissions)
    }

    /// The unit of the masses of an account.
    pub fn unit(&self, account: usize) -> Unit {
        match self.list[account].kg_co2e_per_kg {
            Some(_) => Unit::kilogram(),
            None => Unit::of_mass_co2e(),
        }
    }

    /// The CO2e of a mass in an account.
    pub fn co2e(&self, account: usize, mass_kg: Amount) -> Result<Amount, NumberProblem> {
        match self.list[account].kg_co2e_per_kg {
            Some(factor) => mass_kg.times(factor),
            None => Ok(mass_kg),
        }
    }

    /// The CO2e that one run of a column's share of its process emits itself.
    pub fn emitted(&self, graph: &Graph, column: usize) -> Result<Amount, NumberProblem> {
        let activity = graph.columns[column].activity;
        let mut sum = Amount::ZERO;
        for (account, emission) in self.emissions(graph, activity) {
            let weight = graph.weight(column, emission.weights.as_deref());
            let co2e = self.co2e(account, emission.mass_kg)?;
            sum = sum.plus(co2e.times(weight)?)?;
        }
        Ok(sum)
    }

    /// The CO2e that a process emits itself per unit of what a column makes, before anything of that is used up in it.
    pub fn emitted_per_unit(&self, graph: &Graph, column: usize) -> Result<Amount, NumberProblem> {
        let own = &graph.columns[column];
        let made = own.amount.times(graph.activities[own.activity].sum)?;
        self.emitted(graph, column)?.over(made)
    }

    /// The direct CO2e of one run of a column's share of its process: emissions and supplies.
    pub fn direct(&self, graph: &Graph, column: usize) -> Result<Amount, NumberProblem> {
        let emitted = self.emitted(graph, column)?;
        supplied(graph, column, emitted, |figure| Some(figure.total))
    }

    /// The same of one category alone; of what is known only as CO2e alone where `only_co2e` says so.
    pub fn direct_in(
        &self,
        graph: &Graph,
        column: usize,
        category: Category,
        only_co2e: bool,
    ) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        for (account, emission) in self.emissions(graph, graph.columns[column].activity) {
            let own = &self.list[account];
            if own.category == category && (!only_co2e || own.kg_co2e_per_kg.is_none()) {
                let weight = graph.weight(column, emission.weights.as_deref());
                let co2e = self.co2e(account, emission.mass_kg)?;
                sum = sum.plus(co2e.times(weight)?)?;
            }
        }
        supplied(graph, column, sum, |figure| {
            let parts = figure.by_category.iter();
            let mut own = parts.filter(|(of, _)| *of == category);
            own.next().map(|(_, amount)| *amount)
        })
    }

    /// The kg of one account that one run of a column's share of its process emits.
    pub fn direct_mass(
        &self,
        graph: &Graph,
        column: usize,
        account: usize,
    ) -> Result<Amount, NumberProblem> {
        let mut sum = Amount::ZERO;
        for (of, emission) in self.emissions(graph, graph.columns[column].activity) {
            if of == account {
                let weight = graph.weight(column, emission.weights.as_deref());
                sum = sum.plus(emission.mass_kg.times(weight)?)?;
            }
        }
        Ok(sum)
    }
}

/// A sum and what one run of a column's share of its process takes of supplies, each by a part of its figure.
fn supplied(
    graph: &Graph,
    column: usize,
    mut sum: Amount,
    part: impl Fn(&Intensity) -> Option<Amount>,
) -> Result<Amount, NumberProblem> {
    let activity = graph.columns[column].activity;
    for supply_use in &graph.activities[activity].uses {
        if let Some(intensity) = part(&graph.supplies[supply_use.supply].figure) {
            let weight = graph.weight(column, supply_use.weights.as_deref());
            sum = sum.plus(intensity.times(supply_use.amount)?.times(weight)?)?;
        }
    }
    Ok(sum)
}

/// Sums over the processes that run for a demand.
#[derive(Debug)]
pub(crate) struct Tally {
    /// kg in each account.
    pub masses: Vec<Amount>,
    /// What is taken of each supply, in its unit.
    pub supplied: Vec<Amount>,
}

/// What one exchange of a running process counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub activity: usize,
    pub line: usize,
    pub of: Of,
    /// kg CO2e.
    pub co2e: Amount,
}

/// What an exchange draws on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    /// The account of an emission.
    Account(usize),
    /// So much of a supply, in its unit.
    Supply(usize, Amount),
}

impl Tally {
    /// No process runs yet.
    pub fn new(graph: &Graph, accounts: &Accounts) -> Self {
        Self {
            masses: vec![Amount::ZERO; accounts.list.len()],
            supplied: vec![Amount::ZERO; graph.supplies.len()],
        }
    }

    /// What meets a demand, in full.
    pub fn of(graph: &Graph, accounts: &Accounts, means: &Means) -> Result<Self, NumberProblem> {
        let mut tally = Self::new(graph, accounts);
        match means {
            Means::Supplies(taken) => tally.take(taken)?,
            Means::Processes(solution) => {
                for (column, &runs) in solution.values.iter().enumerate() {
                    if !runs.is_zero() {
                        tally.run(graph, accounts, column, runs, |_| Ok(()))?;
                    }
                }
            }
        }
        Ok(tally)
    }

    /// Adds what is taken of supplies.
    pub fn take(&mut self, taken: &[(usize, Amount)]) -> Result<(), NumberProblem> {
        for &(supply, amount) in taken {
            self.supplied[supply] = self.supplied[supply].plus(amount)?;
        }
        Ok(())
    }

    /// Adds the runs of a column's share of its process, shows each part of it, and returns the CO2e that the process emits
    /// itself.
    pub fn run(
        &mut self,
        graph: &Graph,
        accounts: &Accounts,
        column: usize,
        runs: Amount,
        mut show: impl FnMut(Part) -> Result<(), NumberProblem>,
    ) -> Result<Amount, NumberProblem> {
        let activity = graph.columns[column].activity;
        let mut direct = Amount::ZERO;
        for (account, emission) in accounts.emissions(graph, activity) {
            let weight = graph.weight(column, emission.weights.as_deref());
            let mass = emission.mass_kg.times(weight)?.times(runs)?;
            self.masses[account] = self.masses[account].plus(mass)?;
            let co2e = accounts.co2e(account, mass)?;
            direct = direct.plus(co2e)?;
            show(Part {
                activity,
                line: emission.line,
                of: Of::Account(account),
                co2e,
            })?;
        }
        for supply_use in &graph.activities[activity].uses {
            let SupplyUse {
                line,
                supply,
                amount,
                weights,
                ..
            } = supply_use;
            let weight = graph.weight(column, weights.as_deref());
            let amount = amount.times(weight)?.times(runs)?;
            self.take(&[(*supply, amount)])?;
            show(Part {
                activity,
                line: *line,
                of: Of::Supply(*supply, amount),
                co2e: amount.times(graph.supplies[*supply].figure.total)?,
            })?;
        }
        Ok(direct)
    }
}

fn account(
    gas: &str,
    emission: &Emission,
    gwp: &GwpSet,
) -> Result<Account, crate::error::CharacteriseProblem> {
    if gas == CO2E {
        return Ok(Account {
            gas: CO2E.to_owned(),
            category: emission.category.unwrap_or(Category::Unspecified),
            kg_co2e_per_kg: None,
        });
    }
    let Characterised {
        gas,
        kg_co2e_per_kg,
        category,
        is_removal: _,
    } = gwp.of_exchange(gas, emission.removed)?;
    let own = if emission.removed {
        category.when_removed()
    } else {
        category
    };
    Ok(Account {
        gas,
        category: emission.category.unwrap_or(own),
        kg_co2e_per_kg: Some(kg_co2e_per_kg),
    })
}
