//! A database put in order.

use std::sync::{Arc, OnceLock};

use super::bulk::{Before, Bulk, Found, Known, LoopReport, NoSolution, Redraw};
use super::order::Components;
use crate::error::{Error, Place, Problem, SolveProblem, chain};
use crate::model::{Database, EntryChange, Finding};

/// A database with its components in order: ready for any characterisation and any demand. Immutable.
#[derive(Debug)]
pub struct SolvedDatabase {
    database: Database,
    components: Arc<Components>,
    adjoint: Bulk,
    /// For demands: the transposed matrix, once somebody asks who contributes.
    forward: OnceLock<Bulk>,
}

impl Database {
    /// The database with its components in order.
    ///
    /// # Errors
    ///
    /// None yet: loops are solved, and refused, when scores are asked for.
    pub fn solve(&self) -> Result<SolvedDatabase, Error> {
        let technosphere = &self.content.technosphere;
        let components = Components::of_matrix(technosphere);
        Ok(SolvedDatabase {
            database: self.clone(),
            adjoint: Bulk::new(technosphere, &components),
            components: Arc::new(components),
            forward: OnceLock::new(),
        })
    }
}

impl SolvedDatabase {
    /// The database that was solved.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Per unit of every product, from what each process counts itself.
    pub(crate) fn adjoint(&self, known: &Known) -> Result<Found, Error> {
        self.adjoint
            .solve(known)
            .map_err(|refusal| self.refused(&refusal))
    }

    /// The runs of every process for what is wanted of each product.
    pub(crate) fn forward(&self, wanted: &Known) -> Result<Found, Error> {
        let forward = self.forward.get_or_init(|| {
            let technosphere = &self.database.content.technosphere;
            Bulk::new(
                &technosphere.transposed(technosphere.rows()),
                &self.components.reversed(),
            )
        });
        forward
            .solve(wanted)
            .map_err(|refusal| self.refused(&refusal))
    }

    /// The technosphere, to be solved with other entries again and again.
    pub(crate) fn redraw(&self) -> Redraw {
        Redraw::new(&self.database.content.technosphere, &self.components)
    }

    /// The same for a database with some entries changed; its order stays where the changes leave it right.
    ///
    /// # Errors
    ///
    /// As [`Database::changed`].
    pub fn changed(&self, changes: &[EntryChange]) -> Result<Self, Error> {
        let database = self.database.changed(changes)?;
        let rows = Database::changed_processes(changes);
        let technosphere = &database.content.technosphere;
        let Some(adjoint) = self
            .adjoint
            .with_rows(technosphere, &self.components, &rows)
        else {
            return database.solve();
        };
        Ok(Self {
            components: Arc::clone(&self.components),
            adjoint,
            database,
            forward: OnceLock::new(),
        })
    }

    /// Per unit of every product, from the same before the rows of some processes changed.
    pub(crate) fn adjoint_from(
        &self,
        known: &Known,
        found: &Found,
        changed: &[usize],
    ) -> Result<Found, Error> {
        let before = Before { found, changed };
        self.adjoint
            .solve_from(known, before)
            .map_err(|refusal| self.refused(&refusal))
    }

    fn refused(&self, refusal: &NoSolution) -> Error {
        let told = |process: &usize| self.database.content.processes.told(*process);
        let processes: Vec<String> = refusal.rows.iter().map(told).collect();
        let kind = if refusal.consumes {
            SolveProblem::LoopConsumesOutput { processes }
        } else {
            SolveProblem::SingularLoop { processes }
        };
        Problem::new(kind, Place::default()).into()
    }
}

impl LoopReport {
    /// What a reader should know of the loop, with the names that the database has.
    pub(crate) fn findings(&self, database: &Database) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.proved {
            let message = format!(
                "no bound on rounding could be proved for a loop of {} processes: it has credits; what its solution leaves \
                 is {:.1e} of the terms of a row at most",
                self.processes, self.backward_error,
            );
            let hint = "compare with a database in which the credits stand outside the loop";
            findings.push(Finding::new("no-certificate", message, hint));
        }
        if !self.held_by_credits.is_empty() {
            let told = |process: &usize| database.content.processes.told(*process);
            let processes: Vec<String> = self.held_by_credits.iter().map(told).collect();
            let message = format!(
                "without its credits the loop of {} consumes what it makes or more, or nearly so",
                chain(&processes)
            );
            let hint = "the figures solve the equations as written, but the credits alone hold them: check the amounts";
            findings.push(Finding::new("loop-held-by-credits", message, hint));
        }
        findings
    }
}
