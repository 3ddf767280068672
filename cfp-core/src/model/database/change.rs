//! A database with some amounts set to others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Content, Database, EntrySpread, Matrix, narrow};
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

/// Some rows of a matrix, each by its columns and values.
type Rows = BTreeMap<usize, Vec<(u32, f64)>>;

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
    /// The same database with some entries set to other amounts. What is set is certain from then on: its spread was that of
    /// the amount before.
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
        let patched = |matrix: &Arc<Matrix>, rows: &Rows| {
            if rows.is_empty() {
                Arc::clone(matrix)
            } else {
                Arc::new(matrix.with_rows(rows))
            }
        };
        let spreads = |kind, matrix: &Arc<Matrix>, rows: &Rows, own: &Arc<Vec<EntrySpread>>| {
            if own.is_empty() || rows.is_empty() {
                return Arc::clone(own);
            }
            Arc::new(spreads_of(
                matrix,
                own,
                rows,
                &self.changed_places(changes, kind),
            ))
        };
        let technosphere_spreads = spreads(
            Entry::Technosphere,
            &content.technosphere,
            &technosphere,
            &content.technosphere_spreads,
        );
        let emission_spreads = spreads(
            Entry::Emissions,
            &content.emissions,
            &emissions,
            &content.emission_spreads,
        );
        let content = Content {
            technosphere_spreads,
            emission_spreads,
            technosphere: patched(&content.technosphere, &technosphere),
            makers: content.makers.clone(),
            references: content.references.clone(),
            emissions: patched(&content.emissions, &emissions),
            flow_count: content.flow_count,
            origin: content.origin,
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

    /// The column of a matrix, as it is stored, that is a product or a flow.
    fn column_of(&self, kind: Entry, row: usize) -> u32 {
        narrow(match kind {
            Entry::Technosphere => self.content.maker(row),
            Entry::Emissions => row,
        })
    }

    /// The processes and columns that changes set.
    fn changed_places(&self, changes: &[EntryChange], kind: Entry) -> BTreeSet<(usize, u32)> {
        let changes = changes.iter().filter(|change| change.kind == kind);
        changes
            .map(|change| (change.process, self.column_of(kind, change.row)))
            .collect()
    }

    /// The rows of a matrix that changes touch, as they are afterwards.
    fn changed_rows(
        &self,
        changes: &[EntryChange],
        kind: Entry,
        problems: &mut Vec<Problem>,
    ) -> Rows {
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
        let mut rows = Rows::new();
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
            let column = self.column_of(kind, row);
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

/// The spreads of a matrix after some of its rows are replaced: what was not changed keeps its own.
fn spreads_of(
    before: &Matrix,
    spreads: &[EntrySpread],
    rows: &Rows,
    changed: &BTreeSet<(usize, u32)>,
) -> Vec<EntrySpread> {
    let mut after = Vec::with_capacity(spreads.len());
    for row in 0..before.rows() {
        let own = before.starts()[row]..before.starts()[row + 1];
        let own_spreads = &spreads[own.clone()];
        let Some(entries) = rows.get(&row) else {
            after.extend_from_slice(own_spreads);
            continue;
        };
        let is_changed = |column: &u32| changed.contains(&(row, *column));
        let columns = before.columns()[own].iter();
        let mut kept = columns
            .zip(own_spreads)
            .filter(|(column, _)| !is_changed(column));
        after.extend(entries.iter().map(|(column, _)| {
            let own = if is_changed(column) {
                None
            } else {
                kept.next()
            };
            own.map_or(EntrySpread::None, |(_, spread)| *spread)
        }));
    }
    after
}
