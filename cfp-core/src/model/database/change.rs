//! A database with some amounts set to others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Content, Database, Matrix, narrow};
use crate::error::{DatabaseProblem, Error, Place, Problem};

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

impl Database {
    /// The same database with some entries set to other amounts.
    ///
    /// # Errors
    ///
    /// As [`DatabaseBuilder::build`](super::DatabaseBuilder::build).
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
