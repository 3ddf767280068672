//! A life-cycle inventory database as matrices: processes by the thousand, from arrays.

mod change;
mod compartment;
mod entry_spread;
mod label;
mod lookup;
mod matrix;
mod origin;
mod reference;
mod waste;

use std::sync::Arc;

use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::System;
pub use change::EntryChange;
pub use compartment::{Compartment, Medium};
pub use entry_spread::EntrySpread;
pub(crate) use entry_spread::checked as checked_spreads;
pub use label::Label;
use label::Labels;
use matrix::BadEntry;
pub(crate) use matrix::{Matrix, Placed, narrow};
pub(crate) use origin::Origin;
use reference::{inverse, makers, stated_makers};

/// A life-cycle inventory database: a square technosphere matrix and what each process emits.
///
/// Its amounts are doubles, each taken as the exact binary value that it is, since real inventories hold 1e-17 beside 1e6
/// and a decimal ends at 28 places. Immutable and cheap to clone; [`Database::solve`] puts it in order, and
/// [`SolvedDatabase::scores`](crate::SolvedDatabase::scores) gives the footprint of every product with a proved bound.
///
/// # Example
///
/// ```
/// use cfp_core::{Characterisation, Database};
///
/// // Two products, each made by the process of the same number: coal and electricity.
/// let technosphere = [(0, 0, 1.0), (1, 0, -0.05), (1, 1, 1.0), (0, 1, -0.4)];
/// // One elementary flow, emitted by the second process.
/// let emissions = [(0, 1, 0.9)];
/// let database = Database::builder(2)
///     .technosphere(technosphere)
///     .emissions(1, emissions)
///     .build()?;
/// let co2 = Characterisation::of_values("CO2", [(0, 1.0)]);
/// let scores = database.solve()?.scores(&co2)?;
/// assert_eq!(scores.figure(1)?.value().significant(12), "0.918367346939"); // 0.9 / (1 - 0.4 × 0.05)
/// # Ok::<(), cfp_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) content: Arc<Content>,
}

/// The matrices and labels.
#[derive(Debug)]
pub(crate) struct Content {
    /// Row j: what process j makes (positive) and takes (negative) of the reference product of each process.
    pub technosphere: Arc<Matrix>,
    /// The process whose reference each product is; `None` where the two have the same number.
    pub makers: Option<Vec<u32>>,
    /// The product that is the reference of each process, likewise.
    pub references: Option<Vec<u32>>,
    /// Row j: what process j emits of each flow.
    pub emissions: Arc<Matrix>,
    /// How uncertain each entry of the technosphere and of the emissions is; nothing where none is.
    pub technosphere_spreads: Arc<Vec<EntrySpread>>,
    pub emission_spreads: Arc<Vec<EntrySpread>>,
    /// How many elementary flows there are.
    pub flow_count: usize,
    /// Which database it is, or was before amounts of it were changed.
    pub origin: Origin,
    pub products: Arc<Labels>,
    pub processes: Arc<Labels>,
    pub flows: Arc<Labels>,
}

/// Collects the arrays of a database; [`DatabaseBuilder::build`] checks them.
#[derive(Debug, Clone, Default)]
pub struct DatabaseBuilder {
    size: usize,
    technosphere: Placed,
    emissions: Placed,
    technosphere_spreads: Vec<EntrySpread>,
    emission_spreads: Vec<EntrySpread>,
    flow_count: usize,
    references: Option<Vec<usize>>,
    products: Vec<Label>,
    processes: Vec<Label>,
    flows: Vec<Label>,
    problems: Vec<Problem>,
}

/// More problems of entries or references than this tell nobody anything.
const MOST_TOLD: usize = 100;

/// More processes or flows than this have no database, and their room alone would be gigabytes.
const MOST: usize = 1 << 26;

impl DatabaseBuilder {
    /// The refusal of more of something than there can be.
    fn refusal(what: &'static str, given: usize) -> Option<Problem> {
        let most = MOST;
        let kind = DatabaseProblem::TooLarge { what, given, most };
        (given > most).then(|| Problem::new(kind, Place::default()))
    }

    /// What each process makes (positive) and takes (negative) of each product: product, process and amount, counted
    /// from zero. Entries of the same place add up.
    pub fn technosphere<I>(mut self, entries: I) -> Self
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
        I::IntoIter: Clone,
    {
        if self.size > MOST {
            return self;
        }
        let by_process = entries
            .into_iter()
            .map(|(product, process, amount)| (process, product, amount));
        self.technosphere = Placed::new(self.size, self.size, by_process);
        let bad = std::mem::take(&mut self.technosphere.bad);
        self.tell("technosphere", "product", bad, self.size);
        self
    }

    /// What each process emits of so many elementary flows: flow, process and amount, counted from zero.
    pub fn emissions<I>(mut self, flows: usize, entries: I) -> Self
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
        I::IntoIter: Clone,
    {
        if self.size > MOST {
            return self;
        }
        if let Some(problem) = Self::refusal("flows", flows) {
            self.problems.push(problem);
            return self;
        }
        let by_process = entries
            .into_iter()
            .map(|(flow, process, amount)| (process, flow, amount));
        self.emissions = Placed::new(self.size, flows, by_process);
        self.flow_count = flows;
        let bad = std::mem::take(&mut self.emissions.bad);
        self.tell("emissions", "flow", bad, flows);
        self
    }

    /// How uncertain each entry of the technosphere is, in the order in which they are given to
    /// [`DatabaseBuilder::technosphere`]; all are certain where nothing is said.
    pub fn technosphere_spreads(mut self, spreads: Vec<EntrySpread>) -> Self {
        self.technosphere_spreads = spreads;
        self
    }

    /// How uncertain each emission is, in the order in which they are given to [`DatabaseBuilder::emissions`]; all are
    /// certain where nothing is said.
    pub fn emission_spreads(mut self, spreads: Vec<EntrySpread>) -> Self {
        self.emission_spreads = spreads;
        self
    }

    /// The reference product of every process; needed only where a process makes several products.
    pub fn references(mut self, products: Vec<usize>) -> Self {
        self.references = Some(products);
        self
    }

    /// What the products are called; as the processes that make them where nothing is said.
    pub fn products(mut self, labels: Vec<Label>) -> Self {
        self.products = labels;
        self
    }

    /// What the processes are called.
    pub fn processes(mut self, labels: Vec<Label>) -> Self {
        self.processes = labels;
        self
    }

    /// What the elementary flows are called.
    pub fn flows(mut self, labels: Vec<Label>) -> Self {
        self.flows = labels;
        self
    }

    /// The database.
    ///
    /// # Errors
    ///
    /// Every [`DatabaseProblem`] of the arrays at once: entries outside or not finite, spreads or labels that do not fit,
    /// processes without a reference product.
    pub fn build(mut self) -> Result<Database, Error> {
        let size = self.size;
        if let Some(problem) = Self::refusal("processes", size) {
            return Err(problem.into());
        }
        let processes = Labels::new("processes", self.processes, size, &mut self.problems);
        let products = Labels::new("products", self.products, size, &mut self.problems);
        let flows = Labels::new("flows", self.flows, self.flow_count, &mut self.problems);
        let (mut technosphere, technosphere_spreads) = with_spreads(
            ("technosphere", size),
            (self.technosphere, self.technosphere_spreads),
            &mut self.problems,
        );
        let (emissions, emission_spreads) = with_spreads(
            ("emissions", size),
            (self.emissions, self.emission_spreads),
            &mut self.problems,
        );
        let makers = if self.problems.is_empty() {
            let told = |process: usize| format!("process {}", processes.told(process));
            match self.references {
                Some(references) => stated_makers(&technosphere, &references, told),
                None => makers(&technosphere, told),
            }
        } else {
            Ok(None)
        };
        let makers = makers.unwrap_or_else(|problems| {
            self.problems.extend(problems);
            None
        });
        if let Some(makers) = &makers {
            technosphere.renumber(makers);
        }
        let references = makers.as_deref().map(inverse);
        let origin = Origin::of(
            [&technosphere, &emissions],
            makers.as_deref(),
            [&products, &processes, &flows],
        );
        let content = Content {
            origin,
            technosphere: Arc::new(technosphere),
            makers,
            references,
            emissions: Arc::new(emissions),
            technosphere_spreads: Arc::new(technosphere_spreads),
            emission_spreads: Arc::new(emission_spreads),
            flow_count: self.flow_count,
            products: Arc::new(products),
            processes: Arc::new(processes),
            flows: Arc::new(flows),
        };
        Error::unless_empty(
            self.problems,
            Database {
                content: Arc::new(content),
            },
        )
    }

    fn tell(&mut self, matrix: &'static str, row: &'static str, bad: Vec<BadEntry>, rows: usize) {
        let size = self.size;
        for entry in bad.into_iter().take(MOST_TOLD) {
            // The stored matrix is by process: its rows are the columns of the one that was given.
            let kind = match entry {
                BadEntry::Row(index) => DatabaseProblem::EntryOutside {
                    matrix,
                    what: "process",
                    index,
                    size,
                },
                BadEntry::Column(index) => DatabaseProblem::EntryOutside {
                    matrix,
                    what: row,
                    index,
                    size: rows,
                },
                BadEntry::NotFinite { row, column } => DatabaseProblem::AmountNotFinite {
                    matrix,
                    row: column,
                    column: row,
                },
            };
            self.problems.push(Problem::new(kind, Place::default()));
        }
    }
}

/// A matrix with the spreads of its entries in its own order, none where nothing is uncertain. Entries of nothing stay only
/// where a spread could make something of them.
fn with_spreads(
    (name, size): (&'static str, usize),
    (placed, given): (Placed, Vec<EntrySpread>),
    problems: &mut Vec<Problem>,
) -> (Matrix, Vec<EntrySpread>) {
    let Placed { matrix, places, .. } = placed;
    let matrix = if matrix.rows() == 0 {
        Matrix::new(size, 0, []).0
    } else {
        matrix
    };
    if given.is_empty() {
        return (matrix.without_zeros(), Vec::new());
    }
    let before = problems.len();
    // An entry that cannot stand in the matrix is told by itself.
    let amounts = places.iter().map(|place| {
        let value = matrix.values().get(*place as usize);
        value.copied().unwrap_or_default()
    });
    let amounts: Vec<f64> = amounts.collect();
    checked_spreads(name, &amounts, &given, problems);
    if problems.len() > before || given.iter().all(EntrySpread::is_none) {
        return (matrix.without_zeros(), Vec::new());
    }
    let mut spreads = vec![EntrySpread::None; matrix.entries()];
    for (place, spread) in places.into_iter().zip(given) {
        if place != Placed::NOWHERE {
            spreads[place as usize] = spread;
        }
    }
    let values = matrix.values().iter().zip(&spreads);
    let stays: Vec<bool> = values
        .map(|(value, spread)| *value != 0.0 || !spread.is_none())
        .collect();
    let mut stays_still = stays.iter();
    spreads.retain(|_| *stays_still.next().unwrap_or(&true));
    (matrix.keeping(|at| stays[at]), spreads)
}

impl Content {
    /// The label of a product: its own, or that of the process that makes it.
    pub fn product_label(&self, product: usize) -> Option<&Label> {
        if product >= self.technosphere.rows() {
            return None;
        }
        self.products
            .get(product)
            .or_else(|| self.processes.get(self.maker(product)))
    }

    /// The product that is the reference of a process.
    pub fn product(&self, process: usize) -> usize {
        self.references
            .as_ref()
            .map_or(process, |references| references[process] as usize)
    }

    /// The process whose reference a product is.
    pub fn maker(&self, product: usize) -> usize {
        self.makers
            .as_ref()
            .map_or(product, |makers| makers[product] as usize)
    }
}

impl Database {
    /// A builder for so many processes, each with one reference product; [`DatabaseBuilder::build`] refuses more than 67
    /// million of them, and as many flows, before it makes room for any.
    pub fn builder(processes: usize) -> DatabaseBuilder {
        DatabaseBuilder {
            size: processes,
            ..DatabaseBuilder::default()
        }
    }

    /// A database without labels: things are called by their index.
    ///
    /// # Errors
    ///
    /// As [`DatabaseBuilder::build`].
    pub fn from_triplets<T, E>(
        processes: usize,
        technosphere: T,
        flows: usize,
        emissions: E,
    ) -> Result<Self, Error>
    where
        T: IntoIterator<Item = (usize, usize, f64)> + Clone,
        T::IntoIter: Clone,
        E: IntoIterator<Item = (usize, usize, f64)> + Clone,
        E::IntoIter: Clone,
    {
        Self::builder(processes)
            .technosphere(technosphere)
            .emissions(flows, emissions)
            .build()
    }

    /// How many processes, and so how many products, it has.
    pub fn size(&self) -> usize {
        self.content.technosphere.rows()
    }

    /// How many elementary flows it has.
    pub fn flow_count(&self) -> usize {
        self.content.flow_count
    }

    /// How many entries its technosphere has, certain zeros aside.
    pub fn exchanges(&self) -> usize {
        self.content.technosphere.entries()
    }

    /// How many entries its emissions have, certain zeros aside.
    pub fn emissions(&self) -> usize {
        self.content.emissions.entries()
    }

    /// What each process makes (positive) and takes (negative) of each product: product, process and amount, process by
    /// process, certain zeros left out.
    pub fn technosphere_triplets(&self) -> impl Iterator<Item = (usize, usize, f64)> + Clone + '_ {
        let content = &*self.content;
        let entries = content.technosphere.triplets();
        entries.map(|(process, maker, amount)| (content.product(maker), process, amount))
    }

    /// What each process emits of each elementary flow: flow, process and amount, process by process, certain zeros left out.
    pub fn emission_triplets(&self) -> impl Iterator<Item = (usize, usize, f64)> + Clone + '_ {
        let entries = self.content.emissions.triplets();
        entries.map(|(process, flow, amount)| (flow, process, amount))
    }

    /// How uncertain each of [`Database::technosphere_triplets`] is, in their order; empty where none is.
    pub fn technosphere_spreads(&self) -> &[EntrySpread] {
        &self.content.technosphere_spreads
    }

    /// How uncertain each of [`Database::emission_triplets`] is, in their order; empty where none is.
    pub fn emission_spreads(&self) -> &[EntrySpread] {
        &self.content.emission_spreads
    }

    /// The index of the product with this id, or else of the only one with this name; without labels, the index itself.
    ///
    /// # Errors
    ///
    /// [`DatabaseProblem`] where none or several are called so.
    pub fn find_product(&self, asked: &str) -> Result<usize, Error> {
        let content = &*self.content;
        let own = !content.products.list().is_empty() || content.processes.list().is_empty();
        let labels = if own {
            &content.products
        } else {
            &content.processes
        };
        let found = labels.find(["product", "products"], asked, self.size());
        let found = found.map_err(|kind| Problem::new(kind, Place::default()))?;
        if own {
            return Ok(found);
        }
        Ok(content.product(found))
    }

    /// The label of a product: its own, or that of the process that makes it; `None` without labels.
    pub fn product(&self, product: usize) -> Option<&Label> {
        self.content.product_label(product)
    }

    /// The label of an elementary flow.
    pub fn flow(&self, flow: usize) -> Option<&Label> {
        self.content.flows.get(flow)
    }

    /// The id of a product: that of its label, or its index.
    pub fn product_id(&self, product: usize) -> String {
        let label = self.product(product).map(Label::id);
        label.map_or_else(|| product.to_string(), str::to_owned)
    }
}

impl System {
    /// A database from matrices without labels; [`Database::builder`] takes labels and units too.
    ///
    /// # Errors
    ///
    /// As [`DatabaseBuilder::build`].
    pub fn from_triplets<T, E>(
        processes: usize,
        technosphere: T,
        flows: usize,
        emissions: E,
    ) -> Result<Database, Error>
    where
        T: IntoIterator<Item = (usize, usize, f64)> + Clone,
        T::IntoIter: Clone,
        E: IntoIterator<Item = (usize, usize, f64)> + Clone,
        E::IntoIter: Clone,
    {
        Database::from_triplets(processes, technosphere, flows, emissions)
    }
}
