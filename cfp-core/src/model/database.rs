//! A life-cycle inventory database as matrices: processes by the thousand, from arrays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::label::{Label, Labels};
use super::matrix::{BadEntry, Matrix, narrow};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::System;

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
    /// How many elementary flows there are.
    pub flow_count: usize,
    pub products: Arc<Labels>,
    pub processes: Arc<Labels>,
    pub flows: Arc<Labels>,
}

/// Collects the arrays of a database; [`DatabaseBuilder::build`] checks them.
#[derive(Debug, Clone, Default)]
pub struct DatabaseBuilder {
    size: usize,
    technosphere: Matrix,
    emissions: Matrix,
    flow_count: usize,
    references: Option<Vec<usize>>,
    products: Vec<Label>,
    processes: Vec<Label>,
    flows: Vec<Label>,
    problems: Vec<Problem>,
}

/// More problems of entries than this tell nobody anything.
const MOST_TOLD: usize = 100;

/// What a process makes or takes, or emits, from now on: one entry of a matrix set to an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryChange {
    kind: Entry,
    row: usize,
    process: usize,
    amount: f64,
}

/// In which matrix a changed entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    Technosphere,
    Emissions,
}

impl EntryChange {
    /// A process makes (positive) or takes (negative) this amount of a product.
    pub fn exchange(product: usize, process: usize, amount: f64) -> Self {
        let kind = Entry::Technosphere;
        Self {
            kind,
            row: product,
            process,
            amount,
        }
    }

    /// A process emits this amount of a flow.
    pub fn emission(flow: usize, process: usize, amount: f64) -> Self {
        let kind = Entry::Emissions;
        Self {
            kind,
            row: flow,
            process,
            amount,
        }
    }
}

impl DatabaseBuilder {
    /// What each process makes (positive) and takes (negative) of each product: product, process and amount, counted
    /// from zero. Entries of the same place add up.
    pub fn technosphere<I>(mut self, entries: I) -> Self
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
        I::IntoIter: Clone,
    {
        let by_process = entries
            .into_iter()
            .map(|(product, process, amount)| (process, product, amount));
        let (matrix, bad) = Matrix::new(self.size, self.size, by_process);
        self.technosphere = matrix;
        self.tell("technosphere", "product", bad, self.size);
        self
    }

    /// What each process emits of so many elementary flows: flow, process and amount, counted from zero.
    pub fn emissions<I>(mut self, flows: usize, entries: I) -> Self
    where
        I: IntoIterator<Item = (usize, usize, f64)> + Clone,
        I::IntoIter: Clone,
    {
        let by_process = entries
            .into_iter()
            .map(|(flow, process, amount)| (process, flow, amount));
        let (matrix, bad) = Matrix::new(self.size, flows, by_process);
        self.emissions = matrix;
        self.flow_count = flows;
        self.tell("emissions", "flow", bad, flows);
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
    /// Every [`DatabaseProblem`] of the arrays at once: entries outside or not finite, labels that do not fit, processes
    /// without a reference product.
    pub fn build(mut self) -> Result<Database, Error> {
        let size = self.size;
        let processes = Labels::new("processes", self.processes, size, &mut self.problems);
        let products = Labels::new("products", self.products, size, &mut self.problems);
        let flows = Labels::new("flows", self.flows, self.flow_count, &mut self.problems);
        if self.emissions.rows() == 0 {
            self.emissions = Matrix::new(size, self.flow_count, []).0;
        }
        if self.technosphere.rows() == 0 {
            self.technosphere = Matrix::new(size, size, []).0;
        }
        let makers = if self.problems.is_empty() {
            let told = |process: usize| format!("process {}", processes.told(process));
            match self.references {
                Some(references) => stated_makers(&self.technosphere, &references, told),
                None => makers(&self.technosphere, told),
            }
        } else {
            Ok(None)
        };
        let makers = makers.unwrap_or_else(|problems| {
            self.problems.extend(problems);
            None
        });
        if let Some(makers) = &makers {
            self.technosphere.renumber(makers);
        }
        let references = makers.as_deref().map(inverse);
        let content = Content {
            technosphere: Arc::new(self.technosphere),
            makers,
            references,
            emissions: Arc::new(self.emissions),
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

/// The process of each product, from the stated product of each process.
fn stated_makers(
    technosphere: &Matrix,
    references: &[usize],
    told: impl Fn(usize) -> String,
) -> Result<Option<Vec<u32>>, Vec<Problem>> {
    let size = technosphere.rows();
    let problem = |kind| Problem::new(kind, Place::default());
    if references.len() != size {
        let (what, given, expected) = ("reference products", references.len(), size);
        return Err(vec![problem(DatabaseProblem::LabelsDoNotFit {
            what,
            given,
            expected,
        })]);
    }
    let mut makers = vec![u32::MAX; size];
    let mut problems = Vec::new();
    for (process, &product) in references.iter().enumerate() {
        let has_it = technosphere.row(process).0.contains(&narrow(product));
        match makers.get_mut(product) {
            Some(maker) if *maker == u32::MAX && has_it => *maker = narrow(process),
            _ => problems.push(problem(DatabaseProblem::ReferenceTaken {
                process: told(process),
                product,
            })),
        }
    }
    if problems.is_empty() {
        Ok(Some(makers))
    } else {
        Err(problems)
    }
}

/// The process of each product, where the matrix leaves but one choice; `None` where each has the number of its process.
fn makers(
    technosphere: &Matrix,
    told: impl Fn(usize) -> String,
) -> Result<Option<Vec<u32>>, Vec<Problem>> {
    let size = technosphere.rows();
    let has_own = |process: usize| {
        let (columns, values) = technosphere.row(process);
        let own = columns
            .iter()
            .zip(values)
            .filter(|(column, _)| **column as usize == process);
        own.fold(None, |sum, (_, value)| Some(sum.unwrap_or(0.0) + value))
            .is_some_and(|sum| sum != 0.0)
    };
    if (0..size).all(has_own) {
        return Ok(None);
    }
    let made: Vec<Vec<u32>> = (0..size)
        .map(|process| {
            let (columns, values) = technosphere.row(process);
            let made = columns
                .iter()
                .zip(values)
                .filter(|(_, value)| **value > 0.0);
            made.map(|(column, _)| *column).collect()
        })
        .collect();
    let mut makers_of = vec![Vec::new(); size];
    for (process, products) in made.iter().enumerate() {
        for &product in products {
            makers_of[product as usize].push(narrow(process));
        }
    }
    let mut makers = vec![u32::MAX; size];
    let mut reference = vec![u32::MAX; size];
    let open = |taken: &[u32], of: &[u32]| -> Vec<u32> {
        of.iter()
            .copied()
            .filter(|index| taken[*index as usize] == u32::MAX)
            .collect()
    };
    // A process with one product left, or a product with one process left, leaves no choice; each step may make the next.
    let mut waiting: Vec<usize> = (0..size).rev().collect();
    while let Some(index) = waiting.pop() {
        let only_product = (reference[index] == u32::MAX).then(|| open(&makers, &made[index]));
        let only_maker = (makers[index] == u32::MAX).then(|| open(&reference, &makers_of[index]));
        let pair = match (only_product.as_deref(), only_maker.as_deref()) {
            (Some([product]), _) => Some((index, *product as usize)),
            (_, Some([process])) => Some((*process as usize, index)),
            _ => None,
        };
        if let Some((process, product)) = pair {
            makers[product] = narrow(process);
            reference[process] = narrow(product);
            waiting.extend(makers_of[product].iter().map(|other| *other as usize));
            waiting.extend(made[process].iter().map(|other| *other as usize));
            waiting.push(index);
        }
    }
    let unmatched = (0..size).filter(|process| reference[*process] == u32::MAX);
    let problems: Vec<Problem> = unmatched
        .take(MOST_TOLD)
        .map(|process| {
            let candidates = open(&makers, &made[process]).len();
            let kind = DatabaseProblem::NoReferenceProduct {
                process: told(process),
                candidates,
            };
            Problem::new(kind, Place::default())
        })
        .collect();
    if problems.is_empty() {
        Ok(Some(makers))
    } else {
        Err(problems)
    }
}

/// For each number, where it stands.
fn inverse(numbers: &[u32]) -> Vec<u32> {
    let mut places = vec![0; numbers.len()];
    for (place, &number) in numbers.iter().enumerate() {
        places[number as usize] = narrow(place);
    }
    places
}

impl Content {
    /// The label of a product: its own, or that of the process that makes it.
    pub fn product_label(&self, product: usize) -> Option<&Label> {
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
    /// A builder for so many processes, each with one reference product.
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

    /// How many entries its technosphere has, zeros aside.
    pub fn exchanges(&self) -> usize {
        self.content.technosphere.entries()
    }

    /// How many entries its emissions have, zeros aside.
    pub fn emissions(&self) -> usize {
        self.content.emissions.entries()
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

    /// The same database with some entries set to other amounts.
    ///
    /// # Errors
    ///
    /// As [`DatabaseBuilder::build`].
    pub fn changed(&self, changes: &[EntryChange]) -> Result<Self, Error> {
        let content = &*self.content;
        let mut problems = Vec::new();
        let technosphere = self.changed_rows(changes, Entry::Technosphere, &mut problems);
        let emissions = self.changed_rows(changes, Entry::Emissions, &mut problems);
        for &process in technosphere.keys() {
            let own = narrow(process);
            let sum: f64 = technosphere[&process]
                .iter()
                .filter(|(column, _)| *column == own)
                .map(|(_, value)| value)
                .sum();
            if sum == 0.0 {
                let process = format!("process {}", content.processes.told(process));
                let kind = DatabaseProblem::NoReferenceProduct {
                    process,
                    candidates: 0,
                };
                problems.push(Problem::new(kind, Place::default()));
            }
        }
        Error::unless_empty(problems, ())?;
        let patched = |matrix: &Arc<Matrix>, rows: &BTreeMap<usize, Vec<(u32, f64)>>| {
            if rows.is_empty() {
                Arc::clone(matrix)
            } else {
                Arc::new(matrix.with_rows(rows))
            }
        };
        let content = Content {
            technosphere: patched(&content.technosphere, &technosphere),
            makers: content.makers.clone(),
            references: content.references.clone(),
            emissions: patched(&content.emissions, &emissions),
            flow_count: content.flow_count,
            products: Arc::clone(&content.products),
            processes: Arc::clone(&content.processes),
            flows: Arc::clone(&content.flows),
        };
        Ok(Self {
            content: Arc::new(content),
        })
    }

    /// The processes whose rows changes touch, ascending.
    pub(crate) fn changed_processes(changes: &[EntryChange]) -> Vec<usize> {
        let processes: BTreeSet<usize> = changes.iter().map(|change| change.process).collect();
        processes.into_iter().collect()
    }

    /// The rows of a matrix that changes touch, as they are afterwards.
    fn changed_rows(
        &self,
        changes: &[EntryChange],
        kind: Entry,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<usize, Vec<(u32, f64)>> {
        let content = &*self.content;
        let (matrix, columns, name, what) = match kind {
            Entry::Technosphere => (
                &content.technosphere,
                self.size(),
                "technosphere",
                "product",
            ),
            Entry::Emissions => (&content.emissions, content.flow_count, "emissions", "flow"),
        };
        let mut rows: BTreeMap<usize, Vec<(u32, f64)>> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.kind == kind) {
            let (row, process, amount) = (change.row, change.process, change.amount);
            let outside = |what, index, size| DatabaseProblem::EntryOutside {
                matrix: name,
                what,
                index,
                size,
            };
            let problem = if process >= self.size() {
                Some(outside("process", process, self.size()))
            } else if row >= columns {
                Some(outside(what, row, columns))
            } else if !amount.is_finite() {
                Some(DatabaseProblem::AmountNotFinite {
                    matrix: name,
                    row,
                    column: process,
                })
            } else {
                None
            };
            if let Some(kind) = problem {
                problems.push(Problem::new(kind, Place::default()));
                continue;
            }
            let column = narrow(if kind == Entry::Technosphere {
                content.maker(row)
            } else {
                row
            });
            let entries = rows.entry(process).or_insert_with(|| {
                let (columns, values) = matrix.row(process);
                columns
                    .iter()
                    .copied()
                    .zip(values.iter().copied())
                    .collect()
            });
            let at = entries.iter().position(|(other, _)| *other == column);
            entries.retain(|(other, _)| *other != column);
            if amount != 0.0 {
                entries.insert(
                    at.unwrap_or(entries.len()).min(entries.len()),
                    (column, amount),
                );
            }
        }
        rows
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
