//! What a footprint is asked for.

use std::sync::Arc;

use crate::amount::Amount;
use crate::error::{Error, ModelProblem, Place, Problem, ProblemKind, Verb, nearest};
use crate::model::{Graph, Member, Provider, Written};
use crate::quantity::Quantity;
use crate::solve::{Solution, Solved};

/// An amount of a product, or of a waste to be treated: the functional unit.
///
/// # Example
///
/// ```
/// use cfp_core::Demand;
///
/// let tonne = Demand::new("aluminium profile", "1 t");
/// let of_one = Demand::new("steam", "1 GJ").from_process("boiler house");
/// # let _ = (tonne, of_one);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    product: String,
    amount: Written<Quantity>,
    provider: Option<Provider>,
}

/// Who meets a demand.
#[derive(Debug, Clone)]
enum Met {
    Column(usize),
    Supplies(Arc<[Member]>),
}

/// What meets a demand: so much of each supply, or runs of processes.
#[derive(Debug)]
pub(crate) enum Means {
    Supplies(Vec<(usize, Amount)>),
    Processes(Solution),
}

/// What a demand wants: an amount of a column's output, or so much of each supply.
#[derive(Debug)]
pub(crate) enum Wanted {
    Column(usize, Amount),
    Supplies(Vec<(usize, Amount)>),
}

fn problem(kind: impl Into<ProblemKind>, key: &'static str) -> Problem {
    Problem::new(kind, Place::model(Some(key)))
}

impl Solved {
    /// What meets a demand.
    pub(crate) fn meet(&self, demand: &Demand) -> Result<Means, Error> {
        match self.wanted(demand)? {
            Wanted::Supplies(taken) => Ok(Means::Supplies(taken)),
            Wanted::Column(column, amount) => self.forward(column, amount).map(Means::Processes),
        }
    }

    /// What a demand wants of whom.
    pub(crate) fn wanted(&self, demand: &Demand) -> Result<Wanted, Error> {
        let graph = &self.system().graph;
        let met = demand.server(graph);
        let met = met.map_err(|kind| problem(kind, "product"))?;
        let quantity = demand.amount.clone();
        let quantity = quantity.map_err(|kind| problem(kind, "amount"))?;
        match met {
            Met::Supplies(members) => {
                let shared = graph.shared(&members, &quantity);
                let shared = shared.map_err(|kind| problem(kind, "amount"))?;
                Ok(Wanted::Supplies(shared))
            }
            Met::Column(column) => {
                let amount = quantity.to(&graph.columns[column].unit);
                let amount = amount.map_err(|kind| problem(kind, "amount"))?.amount();
                Ok(Wanted::Column(column, amount))
            }
        }
    }
}

impl Demand {
    /// The column that meets the demand and how much is wanted of it, in its unit; `None` where supplies meet it.
    pub(crate) fn column(&self, graph: &Graph) -> Option<(usize, Amount)> {
        let Ok(Met::Column(column)) = self.server(graph) else {
            return None;
        };
        let amount = self.amount.as_ref().ok()?;
        Some((
            column,
            amount.to(&graph.columns[column].unit).ok()?.amount(),
        ))
    }

    /// An amount, such as `"1 t"`, of a product.
    pub fn new(product: &str, amount: &str) -> Self {
        Self::of(product, amount.parse())
    }

    /// An amount of a product, or why the amount could not be read.
    pub fn of(product: &str, amount: Written<Quantity>) -> Self {
        Self {
            product: product.to_owned(),
            amount,
            provider: None,
        }
    }

    /// From this process, where several make the product.
    pub fn from_process(mut self, name: &str) -> Self {
        self.provider = Some(Provider::Process(name.to_owned()));
        self
    }

    /// From the supply of the product, though a process makes it too.
    pub fn from_supply(mut self) -> Self {
        self.provider = Some(Provider::Supply);
        self
    }

    /// The product wanted.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The amount wanted, or why it could not be read.
    pub fn amount(&self) -> &Written<Quantity> {
        &self.amount
    }

    fn server(&self, graph: &Graph) -> Result<Met, ModelProblem> {
        let (columns, supply) = graph.serving(&self.product);
        let makers = || columns.iter().map(|&column| graph.process_name(column));
        let candidates = || -> Vec<String> {
            let names = makers().chain(supply.map(|_| "supply"));
            names.map(str::to_owned).collect()
        };
        let unknown = |provider: &str| ModelProblem::UnknownProvider {
            verb: Verb::Avoids,
            provider: provider.to_owned(),
            flow: self.product.clone(),
            candidates: candidates(),
        };
        let several = || ModelProblem::SeveralSuppliers {
            flow: self.product.clone(),
            candidates: candidates(),
        };
        match &self.provider {
            Some(Provider::Supply) => supply
                .map(|members| Met::Supplies(Arc::clone(members)))
                .ok_or_else(|| unknown("supply")),
            Some(Provider::Process(wanted)) => {
                let spelled = graph.spellings.first(wanted);
                let named = columns.iter().zip(makers());
                let mut named = named.filter(|(_, name)| *name == spelled);
                match (named.next(), named.next()) {
                    (Some((&column, _)), None) => Ok(Met::Column(column)),
                    (Some(_), Some(_)) => Err(several()),
                    (None, _) => Err(unknown(wanted)),
                }
            }
            None => match (columns, supply) {
                ([], None) => Err(self.unknown_product(graph)),
                ([], Some(members)) => Ok(Met::Supplies(Arc::clone(members))),
                ([column], None) => Ok(Met::Column(*column)),
                _ => Err(several()),
            },
        }
    }

    fn unknown_product(&self, graph: &Graph) -> ModelProblem {
        let known = graph.served.keys().chain(graph.common_supplies.keys());
        ModelProblem::UnknownProduct {
            product: self.product.clone(),
            nearest: nearest(&self.product, known.map(String::as_str)).map(str::to_owned),
        }
    }
}
